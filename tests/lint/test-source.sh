#!/bin/sh
# SPDX-License-Identifier: MIT
# Rules of the source text that no compiler checks.
# shellcheck source-path=SCRIPTDIR
. "${top_srcdir:?}/tests/lint/tap.sh"

all_c=$(find daemon tests -name '*.[ch]' | sort)
all_tests=$(find tests -name '*.[ch]' -o -name '*.py' | sort)
texts=$(find daemon tests scripts conf systemd ./*.md configure.ac Makefile.am \
        -name __pycache__ -prune -o -type f ! -name '*.pyc' -print | sort)

# shellcheck disable=SC2046,SC2086  # lists of names without spaces
{
        # Within the first lines: a script begins with #!, an XML file with its declaration.
        check "every file says its licence at the top" "$(
                for file in $(echo "$texts" | grep -vE '\.(md|jsonl|mk|json|csv|txt)$|/corpus/'); do
                        head -n 4 "$file" | grep -q 'SPDX-License-Identifier: MIT' || echo "$file"
                done
        )"
        check "no file of the daemon is longer than 500 lines, and none of the tests, which are tables, than 800" \
                "$(wc -l $all_c | awk '$2 != "total" && $1 > ($2 ~ /^tests/ ? 800 : 500)')"
        check "no function of the daemon is longer than 70 lines" "$(
                awk '
                FNR == 1 { inside = 0 }
                /^\{/ { inside = 1; lines = 0; start = FNR }
                inside { lines++ }
                /^}/ { if (inside && lines > 70) print FILENAME ":" start ": " lines; inside = 0 }
                ' $(c_files "")
        )"
        check "no file has a tab, a trailing blank or DOS line ends" \
                "$(grep -nE "$(printf '\t')|[[:space:]]+\$" $all_c)"
        # Spelled so that this file does not find itself.
        check "nothing is left to do" "$(grep -nwE 'TO''DO|FIX''ME|X''XX|HA''CK' $texts)"
        check "nothing is commented out or switched off" "$(grep -nE '^[[:space:]]*#[[:space:]]*if 0' $all_c)"
        check "no test is skipped" "$(grep -nE '\bskip\(\)|pytest\.(skip|mark\.(skip|xfail))' $all_tests)"
        check "no test sleeps without saying why" "$(grep -nE '\b(u|nano)?sleep\(.*\)[;[:space:]]*$' $all_tests)"
        check "every header has its guard" "$(grep -L '^#pragma once' $(echo "$all_c" | grep 'h$'))"
}

done_testing
