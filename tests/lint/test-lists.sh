#!/bin/sh
# SPDX-License-Identifier: MIT
# A test that is in no list is a test that is not run.
# shellcheck source-path=SCRIPTDIR
. "${top_srcdir:?}/tests/lint/tap.sh"

listed=$(find conf daemon systemd tests -name '*.mk' -exec cat {} + | sed 's/#.*//')

unlisted() { # FILE... : those whose name, without .c, is in no fragment
        for file; do
                echo "$listed" | grep -qF "${file%.c}" || echo "$file"
        done
}
# shellcheck disable=SC2046  # lists of names without spaces
{
        check "every unit test is registered" "$(unlisted $(find tests/unit tests/sim -name 'test-*.c'))"
        check "every process test is registered" "$(unlisted $(find tests/process -name 'test_*.py'))"
        check "every lint test is registered" "$(unlisted $(find tests/lint -name 'test-*.sh'))"
        check "every source file is in its floor's list" "$(unlisted $(find daemon -name '*.c') $(find daemon -name '*.h'))"
        check "every lint test can be run" "$(find tests/lint -name 'test-*.sh' ! -perm -100)"
}

done_testing
