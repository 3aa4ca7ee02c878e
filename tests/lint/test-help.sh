#!/bin/sh
# SPDX-License-Identifier: MIT
# The programs' --help and --version.
# shellcheck source-path=SCRIPTDIR
. "${top_srcdir:?}/tests/lint/tap.sh"
cd "$top_builddir" || exit 1

for program in unslouchd unslouch; do
        help=$("./$program" --help 2>/dev/null)
        check "$program --help succeeds and says something on standard output" \
                "$("./$program" --help >/dev/null 2>&1 || echo "status $?"; [ -n "$help" ] || echo "nothing")"
        # How long a configured path is, is not ours to choose.
        check "$program --help fits into 80 columns" "$(echo "$help" | sed 's, /[^ ]*, /path,g' | awk 'length > 80')"
        check "$program -h says the same" "$([ "$("./$program" -h 2>/dev/null)" = "$help" ] || echo "it differs")"
        check "$program --version names the program" \
                "$("./$program" --version 2>/dev/null | head -n 1 | grep -qE "^$program [0-9]" || echo "it does not")"
        check "$program refuses an unknown option with status 2, on standard error" "$(
                output=$("./$program" --no-such-option 2>/dev/null)
                [ $? -eq 2 ] || echo "another status"
                [ -z "$output" ] || echo "standard output: $output"
                [ -n "$("./$program" --no-such-option 2>&1 >/dev/null)" ] || echo "nothing on standard error"
        )"
done

done_testing
