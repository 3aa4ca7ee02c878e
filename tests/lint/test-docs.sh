#!/bin/sh
# SPDX-License-Identifier: MIT
# What the pages of docs name is there.
# shellcheck source-path=SCRIPTDIR
. "${top_srcdir:?}/tests/lint/tap.sh"

# `FILE`, and after it `FUNCTION`s of that file, to the next `FILE`; prints "FILE FUNCTION" a line.
named_tests() {
        # shellcheck disable=SC2016  # what is between backquotes
        grep -oE '`[a-z_/0-9.-]+`' docs/security.md | tr -d '`' | awk '
                /^(process|unit|lint)\// { file = $0; next }
                /^[a-z0-9]+(_[a-z0-9]+)+$/ && file { print file, $0 }'
}

check "the tests that docs/security.md names are there" "$(
        named_tests | grep -q . || echo "it names none"
        named_tests | while read -r file name; do
                grep -qw "$name" "tests/$file" || echo "tests/$file has no $name"
        done
)"
check "the places that the pages of docs link to are there" "$(
        grep -HoE '\]\([^)#]+' docs/*.md | sed 's/](//' | while IFS=: read -r page target; do
                case $target in
                http*) ;;
                *) [ -e "docs/$target" ] || echo "$page: $target" ;;
                esac
        done
)"
done_testing
