#!/bin/sh
# SPDX-License-Identifier: MIT
# Includes point downwards only: base <- core, wire <- config <- io <- app <- main and client.
# shellcheck source-path=SCRIPTDIR
. "${top_srcdir:?}/tests/lint/tap.sh"

# What a floor's files may include, as a pattern of floors.
allowed_floors() {
        case $1 in
        base) echo 'base' ;;
        core) echo 'base|core' ;;
        wire) echo 'base|core|wire' ;;
        config) echo 'base|core|wire|config' ;;
        io) echo 'base|core|wire|config|io' ;;
        app) echo 'base|core|wire|config|io|app' ;;
        client) echo 'base|core|wire|config|io|app|client' ;;
        esac
}

for floor in base core wire config io app client; do
        # shellcheck disable=SC2046  # a list of names without spaces
        includes=$(grep -nE '^[[:space:]]*#[[:space:]]*include[[:space:]]*"' $(c_files $floor) /dev/null)
        check "$floor includes only what lies below it, by floor and file" \
                "$(echo "$includes" | grep -vE "\"($(allowed_floors $floor))/[a-z0-9_]+\.h\"" | grep .)"
done
check "the main program includes only floors" \
        "$(grep -nE '#[[:space:]]*include[[:space:]]*"' daemon/*.c | grep -vE '"(base|core|wire|config|io|app)/[a-z0-9_]+\.h"')"

# A room of io is X.c, X.h and whatever is named X_*; it knows its own files and no other room's but the log, which all
# may tell their troubles.
strangers=
for file in $(c_files io); do
        room=$(basename "$file" | sed 's/[._].*//')
        strangers="$strangers$(grep -HnE '#[[:space:]]*include[[:space:]]*"io/' "$file" |
                grep -vE "\"io/($room(_[a-z0-9_]+)?|log|message_ids)\.h\"")"
done
check "no file of io includes another room of io" "$strangers"

# cleanup.h closes files for the floors that open them.
# libc without the outside: strings, memory, numbers, and printing into memory.
pure='assert|ctype|errno|float|inttypes|limits|math|stdalign|stdarg|stdbool|stddef|stdint|stdio|stdlib|string|strings'
for floor in base core wire; do
        others=$([ $floor = wire ] && echo '|jansson')
        # shellcheck disable=SC2046
        check "$floor includes no header of the outside world" \
                "$(grep -nE '#[[:space:]]*include[[:space:]]*<' $(c_files $floor) |
                        grep -vE "<($pure$others)\.h>|^daemon/base/cleanup\.h:.*<unistd\.h>")"
done

done_testing
