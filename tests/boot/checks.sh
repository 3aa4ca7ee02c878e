#!/bin/sh
# SPDX-License-Identifier: MIT
# What only a real systemd can show: runs inside the machine that scripts/boot boots, as root, and prints TAP.
# Usage: checks.sh PACKAGE NEWER_PACKAGE
# The daemon's clock begins at six yesterday and runs 60 times as fast, and on over restarts: its minute is a second.
# shellcheck disable=SC2317  # check() calls them
set -u
export LC_ALL=C.UTF-8 TZ=UTC
package=$1
newer_package=$2
here=$(dirname "$0")
name=org.unslouch.Unslouch1
person=/org/unslouch/Unslouch1/person
daemon_root=/org/unslouch/Unslouch1

# shellcheck source=tests/boot/tap.sh
. "$here/tap.sh"

refused() { # WORDS COMMAND...: it fails, and says WORDS
        words=$1
        shift
        ! output=$("$@" 2>&1) && echo "$output" | grep -q "$words" && return
        echo "$* said: $output"
        return 1
}

as() { # USER COMMAND...
        user=$1
        shift
        setpriv --reuid "$user" --regid "$user" --init-groups env HOME="/home/$user" "$@"
}

property() { # PERSON PROPERTY: as busctl prints it, without the type
        busctl get-property "$name" "$person/$1" "$name".Person "$2" | sed 's/^[^ ]* //; s/^"\(.*\)"$/\1/'
}
has() { # PERSON PROPERTY VALUE
        [ "$(property "$1" "$2")" = "$3" ]
}
is_active() { systemctl --quiet is-active unslouchd; }
main_pid() { systemctl show --value --property=MainPID unslouchd; }
restarted_from() { [ "$(main_pid)" != "$1" ] && [ "$(main_pid)" != 0 ] && is_active; }
entry() { # MESSAGE_ID WORDS: of the daemon, explained
        journalctl --quiet --unit=unslouchd --catalog --no-pager MESSAGE_ID="$1" | tee /run/entry | grep -q "Subject: $2" ||
                { cat /run/entry; return 1; }
}

install_without_configuration() {
        DEBIAN_FRONTEND=noninteractive dpkg --install "$package" &&
                systemctl --quiet is-enabled unslouchd && ! is_active && ! systemctl --quiet is-failed unslouchd
}

answers_at_once_without_configuration() {
        refused unslouchd timeout 5 unslouch status
}

start_service() {
        cp "$here/unslouch.conf" /etc/unslouch/ && usermod -aG unslouch member &&
                mkdir -p /run/systemd/system/unslouchd.service.d &&
                echo "$(date +%s) $(($(date +%s) / 86400 * 86400 - 64800))" >/run/started_at &&
                cat >/run/systemd/system/unslouchd.service.d/fast.conf <<-END &&
                [Service]
                ExecStart=
                ExecStart=/bin/sh -c 'read real told </run/started_at; started=\$\$((told + (\$\$(date +%%s) - real) * 60)); \\
                        exec /usr/sbin/unslouchd --bus=system --time-scale=60 --start-time=\$\$(date -u -d @\$\$started +%%FT%%TZ)'
                WatchdogSec=2
                RestartSec=100ms
END
        systemctl daemon-reload && systemctl start unslouchd && is_active
}

# The sandbox is the unit's, and what it says is so.
runs_confined() {
        pid=$(main_pid)
        [ "$(stat -c %U "/proc/$pid")" = unslouch ] && grep -q '^NoNewPrivs:.*1$' "/proc/$pid/status" &&
                grep -q '^CapEff:.*0000000000000000$' "/proc/$pid/status" && grep -q '^Seccomp:.*2$' "/proc/$pid/status" &&
                [ "$(stat -L -c %a /var/lib/unslouch)" = 700 ] && [ -s /var/lib/unslouch/unslouch.sqlite ]
}

# Another program of the service, in the same sandbox, asks over D-Bus and writes.
writes_report() {
        page=/var/lib/unslouch/ben.html
        until_true 20 grep -qs '</html>' "$page" && [ "$(stat -c '%a %U' "$page")" = "600 unslouch" ] &&
                [ -s /var/lib/unslouch/anna.html ]
}

takes_changed_setting() {
        has anna SitLimit 30 && sed -i 's/sit_limit = "30 min"/sit_limit = "45 min"/' /etc/unslouch/unslouch.conf &&
                systemctl reload unslouchd && until_true 5 has anna SitLimit 45
}

refuses_broken_file() {
        pid=$(main_pid)
        cp /etc/unslouch/unslouch.conf /run/good.conf
        sed -i 's/sit_limit = "45 min"/sit_limit = "never"/' /etc/unslouch/unslouch.conf
        refused . systemctl reload unslouchd && is_active && [ "$(main_pid)" = "$pid" ] && has anna SitLimit 45
        result=$?
        cp /run/good.conf /etc/unslouch/unslouch.conf
        return "$result"
}

does_not_start_with_broken_file() {
        echo 'people = (' >/etc/unslouch/unslouch.conf
        refused . systemctl restart unslouchd
        until_true 5 systemctl is-failed unslouchd
        [ "$(systemctl show --value --property=ExecMainStatus unslouchd)" = 78 ]
        result=$?
        cp /run/good.conf /etc/unslouch/unslouch.conf
        systemctl reset-failed unslouchd
        systemctl start unslouchd && return "$result"
}

restarted_by_watchdog() {
        before=$(main_pid)
        kill -STOP "$before"
        until_true 20 restarted_from "$before" && journalctl --quiet --unit=unslouchd | grep -qi watchdog
}

prompts() { unslouch history --prompts --days 3 --json ben; }
sitting_today() { property ben SittingTodaySeconds; }

kill_loses_nothing() {
        id=$(property ben PromptId)
        sat=$(sitting_today)
        [ -n "$id" ] || return
        before=$(main_pid)
        kill -KILL "$before"
        until_true 10 restarted_from "$before" && until_true 10 has ben PromptId "$id" || return
        now=$(sitting_today)
        echo "prompt $id; sat $sat before and $now after"
        [ "$now" -ge $((sat - 60)) ]
}

may_all() { # USER
        as "$1" unslouch status ben && as "$1" unslouch hold call -p ben && as "$1" unslouch release call -p ben &&
                as "$1" busctl get-property "$name" "$person"/anna "$name".Person Posture &&
                as "$1" busctl call "$name" "$daemon_root" "$name".Manager Reload
}
may_own() {
        as anna unslouch status anna && as anna busctl get-property "$name" "$person"/anna "$name".Person Posture &&
                refused . as anna unslouch status ben && refused . as anna unslouch hold call -p ben &&
                refused . as anna busctl call "$name" "$daemon_root" "$name".Manager Reload
}
may_nothing() {
        refused . as stranger unslouch status anna && refused . as stranger unslouch status ben &&
                refused 'ccess denied\|ermission' as stranger busctl get-property "$name" "$person"/ben "$name".Person Posture &&
                refused 'ccess denied\|ermission' as stranger busctl call "$name" "$daemon_root" "$name".Manager Reload
}

# A login as a display manager makes it; there is no screen behind it.
log_in() {
        cat >/etc/pam.d/boot-test <<-END
        auth required pam_permit.so
        account required pam_permit.so
        session required pam_systemd.so type=x11 class=user
END
        systemd-run --quiet --unit=desktop --property=User=anna --property=PAMName=boot-test \
                --setenv=XDG_SESSION_TYPE=x11 --setenv=XDG_SESSION_CLASS=user sleep 600 &&
                until_true 10 session_of_anna && until_true 10 has anna Posture sitting
}
session_of_anna() { loginctl --no-legend list-sessions | awk '$3 == "anna" { print $1; found = 1 } END { exit !found }'; }
hint() { # METHOD VALUE
        session=$(loginctl show-session --value --property=Id "$(session_of_anna)")
        object=$(busctl call org.freedesktop.login1 /org/freedesktop/login1 org.freedesktop.login1.Manager GetSession s "$session" |
                cut -d '"' -f 2)
        busctl call org.freedesktop.login1 "$object" org.freedesktop.login1.Session "$1" b "$2"
}
goes_idle_and_comes_back() {
        hint SetIdleHint true && until_true 10 has anna Posture away &&
                hint SetIdleHint false && until_true 10 has anna Posture sitting
}
locks_and_unlocks() {
        hint SetLockedHint true && until_true 10 has anna Posture away &&
                hint SetLockedHint false && until_true 10 has anna Posture sitting
}

upgrade_keeps_history() {
        before=$(prompts)
        pid=$(main_pid)
        echo "$before" | grep -q '"id"' && DEBIAN_FRONTEND=noninteractive dpkg --install "$newer_package" &&
                until_true 10 restarted_from "$pid" && until_true 10 has ben Id ben || return
        after=$(prompts)
        echo "before: $before"
        echo "after: $after"
        first=$(echo "$before" | grep -o '"id": *"[^"]*"' | head -n 1)
        [ -n "$first" ] && echo "$after" | grep -qF "$first"
}

remains() { # what of ours is on the disk
        find / -xdev -path "$here" -prune -o -path /var/log -prune -o -path /var/cache -prune -o -iname '*unslouch*' -print
        getent passwd unslouch
        getent group unslouch
        journalctl --list-catalog | grep -i unslouch
}
removes_but_keeps_history() {
        DEBIAN_FRONTEND=noninteractive dpkg --remove unslouch && ! is_active && [ -s /var/lib/unslouch/unslouch.sqlite ] &&
                [ -e /etc/unslouch/unslouch.conf ]
}
purges() {
        DEBIAN_FRONTEND=noninteractive dpkg --purge unslouch || return
        left=$(remains)
        echo "left: $left"
        [ -z "$left" ]
}

for user in anna ben member stranger; do
        useradd --create-home --shell /bin/sh $user
done

check "the machine has booted" until_true 30 sh -c 'systemctl is-system-running | grep -qE "running|degraded|starting"'
check "installed without a configuration, the service is enabled and waits" install_without_configuration
check "without a configuration the client is told at once" answers_at_once_without_configuration
check "with a configuration the service becomes ready" start_service
check "it runs as its own user, without any privilege" runs_confined
check "it writes everybody's report" writes_report
check "the broker hears that it is online" until_true 10 sh -c "mosquitto_sub -C 1 -W 1 -t unslouch/status | grep -qx online"
mosquitto_sub -t unslouch/ben/prompt >/run/prompts &
check "a message of a chair is seated time" sh -c 'mosquitto_pub -r -t zigbee2mqtt/chair -m "{\"contact\":false}"'
check "who sits is seen sitting" until_true 10 has ben Posture sitting
check "root may do everything" may_all root
check "a member of the group may do everything" may_all member
check "a person's own user may command that person alone" may_own
check "another user may do nothing" may_nothing
check "a graphical login is somebody at the machine" log_in
check "a login that goes idle is nobody, until it is used" goes_idle_and_comes_back
check "a login that is locked is nobody, until it is unlocked" locks_and_unlocks
check "a reload takes a changed setting" takes_changed_setting
check "a reload refuses a broken file, and the service stays up" refuses_broken_file
check "the chair's message has led to a prompt" until_true 40 grep -q '"break_due"' /run/prompts
check "killed, it comes back and has lost nothing" kill_loses_nothing
check "a stopped daemon is started again by the watchdog" restarted_by_watchdog
check "with a broken file it does not start, and is not tried again" does_not_start_with_broken_file
check "the start is in the journal, and explained" entry cd73eb8cb18e9573cf353c321bbd3a30 "unslouchd has started"
check "the reload is in the journal, and explained" entry fb49546597624e5fde7481620d16aa03 "The configuration was read again"
check "the broken file is in the journal, and explained" entry 5292486b8299b4aa1cd0c6a2eb6bd340 "The configuration has a mistake"
check "the broker is in the journal, and explained" entry cc0aaa2515f2381b82b5859539527fd4 "The broker is connected"
check "an upgrade restarts it and keeps the history" upgrade_keeps_history
check "removal keeps the history" removes_but_keeps_history
check "purging leaves nothing" purges
done_testing
