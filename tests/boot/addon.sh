#!/bin/sh
# SPDX-License-Identifier: MIT
# The start script of the Home Assistant add-on: runs as its container would, without systemd, in the root that scripts/boot has made,
# with a broker that wants a password and a stand-in for the Supervisor. Prints TAP.
# Usage: addon.sh PACKAGE
# shellcheck disable=SC2317  # check() calls them
set -u
export LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive
here=$(dirname "$0")
# shellcheck source=tests/boot/tap.sh
. "$here/tap.sh"

until_said() { # TOPIC WORDS
        until_true 10 sh -c "mosquitto_sub -u addons -P 'se\"cret' -C 1 -W 1 -t '$1' | grep -q '$2'"
}

start() { # OPTIONS: the add-on with these; its log is in /run/addon.log
        mkdir -p /data /config
        printf '%s' "$1" >/data/options.json
        SUPERVISOR_TOKEN=$token "$here/addon/start" >/run/addon.log 2>&1 &
        addon=$!
}
# A container that stops takes its bus with it.
stop_bus() {
        for directory in /proc/[0-9]*; do
                [ "$(cat "$directory/comm" 2>/dev/null)" = dbus-daemon ] && kill "${directory#/proc/}"
        done
}
# The daemon's exit status is in ended; a daemon that hangs is killed.
await_end() {
        (until_true 30 ended_or_gone || kill -KILL "$addon") >/dev/null 2>&1 &
        wait "$addon"
        ended=$?
        stop_bus
}
ended_or_gone() { ! kill -0 "$addon"; }
ended_with() { # STATUS WORDS
        [ "$ended" -eq "$1" ] && grep -q "$2" /run/addon.log && return
        echo "status $ended"
        cat /run/addon.log
        return 1
}

token=t0ken
one='{"people":[{"id":"anna","name":"Anna \"A\" Ü","language":"de","chair":"Office chair","radar":"","monitor_topic":"pc/on","sit_limit":25,
        "strength":true,"strength_at":"18:30","stretch":false},{"id":"ben","name":"Ben","chair":"Ben'"'"'s chair","stretch":true}],
        "lamps":["Desk lamp","Shelf"],"speech":true,"phone":true}'

sees_who_sits() {
        mosquitto_pub -u addons -P 'se"cret' -r -t 'zigbee2mqtt/Office chair' -m '{"contact":false}'
        until_said unslouch/anna/state '"posture":"sitting"' || { cat /run/addon.log; return 1; }
}
as_configured() {
        unslouchd --config /run/unslouch/unslouch.conf --print-config >/run/printed &&
                grep -q 'sit_limit = "25 min"' /run/printed && grep -q 'id = "upper-back-strength"' /run/printed &&
                grep -q 'at = "18:30"' /run/printed && grep -q 'id = "daily-stretch"' /run/printed &&
                grep -q 'name = "Shelf"' /run/printed && unslouch people | grep -q anna && return
        cat /run/printed
        return 1
}
answers_questions() {
        unslouch screening anna --answers no,no,no,no,no,no,no,no,no,no && unslouch status anna
}
keeps_secrets() {
        ! grep -r 'cret\|t0ken' /run/unslouch/unslouch.conf /run/addon.log && [ "$(stat -c %a%U /run/unslouch/mqtt-password)" = 600unslouch ] &&
                ! tr '\0' '\n' <"/proc/$addon/environ" | grep t0ken
}
is_nobody() {
        grep -q '^NoNewPrivs:.*1$' "/proc/$addon/status" &&
                [ "$(awk '/^Uid:/ { print $2 }' "/proc/$addon/status")" = "$(id -u unslouch)" ]
}

dpkg --install "$1" >/dev/null 2>&1
printf 'listener 1883 127.0.0.1\npassword_file /run/broker.passwords\n' >/run/broker.conf
mosquitto_passwd -b -c /run/broker.passwords addons 'se"cret'
chmod 0644 /run/broker.passwords
mosquitto -c /run/broker.conf >/run/broker.log 2>&1 &
perl "$here/supervisor.pl" &

start "$one"
check "the add-on is online on the Supervisor's broker" until_said unslouch/status online
check "it has what the options say" as_configured
check "somebody on the chair is seen" sees_who_sits
check "the client works in the container, and the health questions too" answers_questions
check "it runs as its own user" is_nobody
check "no secret is in its log, its configuration or its environment" keeps_secrets
kill -TERM "$addon"
await_end
check "it ends when it is told to" test "$ended" -eq 0
check "the history is kept in /data" test -s /data/history/unslouch.sqlite

start '{"people":[{"id":"anna","name":"Anna","sit_limit":99}],"lamps":[],"speech":false,"phone":true}'
await_end
check "a wrong option is named" ended_with 1 'sit_limit'
token=wrong
start "$one"
await_end
check "without a broker it says what to do" ended_with 1 'install the add-on Mosquitto broker'
token=t0ken
printf 'people = (\n  { id = "me"; sensors = ( { name = "c"; kind = "seat"; via = "zigbee2mqtt"; device = "c"; } ); } );' >/config/unslouch.conf
start "$one"
check "a file of one's own takes the place of the options" until_said unslouch/me/state posture
check "and has the Supervisor's broker" grep -q '^broker = { host = "localhost"; port = 1883; username = "addons"; };$' /run/unslouch/unslouch.conf
kill -TERM "$addon"
await_end
check "it ends again" test "$ended" -eq 0
done_testing
