# shellcheck shell=sh
# SPDX-License-Identifier: MIT
# What the lint tests share. Sourced with the working directory anywhere; leaves it at the top of the source tree.
# Environment: top_srcdir and top_builddir (absolute).
set -u
export LC_ALL=C.UTF-8
cd "${top_srcdir:?}" || exit 1
: "${top_builddir:?}"

tap_number=0
tap_status=0

# check NAME OFFENDERS: passes if OFFENDERS, one a line, is empty; shows them otherwise.
check() {
        tap_number=$((tap_number + 1))
        if [ -z "$2" ]; then
                echo "ok $tap_number - $1"
        else
                echo "not ok $tap_number - $1"
                echo "$2" | sed 's/^/# /'
                tap_status=1
        fi
}

done_testing() {
        echo "1..$tap_number"
        exit $tap_status
}

# All C files of the daemon and the client, or of one floor.
c_files() {
        find "daemon/${1:-}" -name '*.[ch]' | sed 's,//*,/,g' | sort
}
