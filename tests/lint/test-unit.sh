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
user_unit=$top_builddir/systemd/user/unslouchd.service
work=$(mktemp -d)
trap 'rm -r "$work"' EXIT

check "the service starts the daemon by its whole path" \
        "$(grep '^ExecStart=' "$unit" | grep -vE '^ExecStart=/[^@$]*/unslouchd --bus=system$'
        grep -q '^ExecStart=' "$unit" || echo "no ExecStart")"
check "a reload asks the daemon by the client's whole path, on its own bus" "$(
        grep -qE '^ExecReload=/[^@$]*/unslouch reload --bus=system$' "$unit" || echo "not so in $unit"
        grep -qE '^ExecReload=/[^@$]*/unslouch reload --bus=session$' "$user_unit" || echo "not so in $user_unit"
)"
check "nothing is left to fill in" "$(grep -n '@[a-z]*@' "$unit" "$user_unit")"

# The daemon need not be installed where the unit says.
mkdir "$work/user"
for built in "$unit" "$user_unit"; do
        target=$work/${built#"$top_builddir/systemd/"}
        sed 's,^\(ExecStart\|ExecReload\)=.*,\1=/bin/true,; /^Documentation=/d' "$built" >"$target"
done
check "systemd takes every line" "$(systemd-analyze verify "$work/unslouchd.service" 2>&1 || echo "it refuses the unit")"
check "a user's systemd takes every line of theirs" "$(
        XDG_RUNTIME_DIR=$work systemd-analyze verify --user "$work/user/unslouchd.service" 2>&1 || echo "it refuses the unit")"
check "the service's user is one that sysusers makes" "$(
        name=$(sed -n 's/^User=//p' "$unit")
        grep -q "^u $name " systemd/sysusers.d/unslouch.conf || echo "sysusers has no user '$name'"
        systemd-sysusers --dry-run "$PWD/systemd/sysusers.d/unslouch.conf" 2>&1 | grep -i 'fail\|invalid\|unknown'
)"
# In tenths: at most 1.5.
check "the exposure is 1.5 or less" "$(
        systemd-analyze security --offline=yes --no-pager --threshold=15 "$work/unslouchd.service" >"$work/security" 2>&1 ||
                tail -n 20 "$work/security"
)"

done_testing
