# shellcheck shell=sh
# SPDX-License-Identifier: MIT
# What the boot tests share; they run in a Debian that has little more than a shell.
# shellcheck disable=SC2317  # check() calls them

number=0
status=0
# check NAME COMMAND...: passes if it returns 0; shows what it said otherwise.
check() {
        title=$1
        shift
        number=$((number + 1))
        if said=$("$@" 2>&1); then
                echo "ok $number - $title"
        else
                echo "not ok $number - $title"
                echo "$said" | sed 's/^/# /'
                status=1
        fi
}

done_testing() {
        echo "1..$number"
        exit $status
}

# until_true SECONDS COMMAND...: waits for it.
until_true() {
        tries=$(($1 * 10))
        shift
        while ! "$@" >/dev/null 2>&1; do
                tries=$((tries - 1))
                [ "$tries" -gt 0 ] || {
                        echo "in vain: $*"
                        "$@"
                        return 1
                }
                sleep 0.1
        done
}
