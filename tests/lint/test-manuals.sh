#!/bin/sh
# SPDX-License-Identifier: MIT
# The form of the manual pages. What is in them: tests/process/test_manuals.py.
# shellcheck source-path=SCRIPTDIR
. "${top_srcdir:?}/tests/lint/tap.sh"

command -v mandoc >/dev/null || {
        check "mandoc is there" "install mandoc"
        done_testing
}
pages=$(find conf/man -name '*.in' | sort)

check "manual pages are found" "$([ "$(echo "$pages" | wc -l)" -ge 6 ] || echo "$pages")"
# Whether pages of others are installed here is not ours to choose; test_manuals.py looks for our own.
# shellcheck disable=SC2086  # a list of names without spaces
check "mandoc finds nothing in them" "$(mandoc -T lint -W style $pages 2>/dev/null | grep -v 'STYLE: referenced manual not found')"
for page in $pages; do
        lacking=
        for section in NAME DESCRIPTION FILES EXAMPLES "SEE ALSO"; do
                grep -qx "\.Sh $section" "$page" || lacking="$lacking $section"
        done
        case $page in
        *.[18].in)
                for section in SYNOPSIS ENVIRONMENT "EXIT STATUS"; do
                        grep -qx "\.Sh $section" "$page" || lacking="$lacking $section"
                done
                ;;
        esac
        check "$page has its sections" "$lacking"
        check "$page fits into 80 columns" "$(mandoc -T ascii -O width=78 "$page" | sed 's/.\x08//g' | awk 'length > 80')"
done

done_testing
