#!/bin/sh
# SPDX-License-Identifier: MIT
# What systemd says about the service, as it is built.
# shellcheck source-path=SCRIPTDIR
. "${top_srcdir:?}/tests/lint/tap.sh"

command -v systemd-analyze >/dev/null || {
        check "systemd-analyze is there" "install systemd"
        done_testing
}
unit=$top_builddir/systemd/unslouchd.service
work=$(mktemp -d)
trap 'rm -r "$work"' EXIT

check "the service starts the daemon by its whole path" \
        "$(grep '^ExecStart=' "$unit" | grep -vE '^ExecStart=/[^@$]*/unslouchd --bus=system$'
        grep -q '^ExecStart=' "$unit" || echo "no ExecStart")"
check "nothing is left to fill in" "$(grep -n '@[a-z]*@' "$unit")"

# The daemon need not be installed where the unit says.
sed 's,^ExecStart=.*,ExecStart=/bin/true,' "$unit" >"$work/unslouchd.service"
check "systemd takes every line" "$(systemd-analyze verify "$work/unslouchd.service" 2>&1 || echo "it refuses the unit")"
# In tenths: at most 1.5.
check "the exposure is 1.5 or less" "$(
        systemd-analyze security --offline=yes --no-pager --threshold=15 "$work/unslouchd.service" >"$work/security" 2>&1 ||
                tail -n 20 "$work/security"
)"

done_testing
