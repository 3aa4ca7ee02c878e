#!/bin/sh
# SPDX-License-Identifier: MIT
# The journal's catalog explains what the daemon's entries say, all of them and nothing else.
# shellcheck source-path=SCRIPTDIR
. "${top_srcdir:?}/tests/lint/tap.sh"

header=daemon/io/message_ids.h
catalog=systemd/unslouch.catalog
work=$(mktemp -d)
trap 'rm -r "$work"' EXIT

sed -n 's/^#define MESSAGE_ID_[A-Z_]* *"\([0-9a-f]\{32\}\)".*/\1/p' $header | sort >"$work/header"
sed -n 's/^-- //p' $catalog | sort >"$work/catalog"

check "every MESSAGE_ID is 32 hexadecimal digits" "$(
        grep '^#define MESSAGE_ID_' $header | grep -vE '"[0-9a-f]{32}"'
        [ -s "$work/header" ] || echo "$header has none"
)"
check "no MESSAGE_ID stands for two things" "$(uniq -d "$work/header")"
check "every MESSAGE_ID is used" "$(
        sed -n 's/^#define \(MESSAGE_ID_[A-Z_]*\) .*/\1/p' $header | while read -r name; do
                grep -rqw "$name" daemon --include='*.c' || echo "$name"
        done
)"
check "every MESSAGE_ID is explained" "$(comm -23 "$work/header" "$work/catalog")"
check "nothing else is explained, and nothing twice" "$(
        comm -13 "$work/header" "$work/catalog"
        uniq -d "$work/catalog"
)"
check "every entry has a subject, a documentation and a text" "$(awk '
        function finish() { if (id != "" && (!subject || !documentation || !text)) print id }
        /^-- / { finish(); id = $2; subject = documentation = text = header_over = 0; next }
        /^$/ { header_over = 1; next }
        header_over { text = 1; next }
        /^Subject: .../ { subject = 1 }
        /^Documentation: man:(org\.)?unslouch/ { documentation = 1 }
        END { finish() }' $catalog)"
check "a field in a text is one that the log writes" "$(
        grep -o '@[A-Z_]*@' $catalog | sort -u | tr -d @ | while read -r field; do
                grep -qF "\"$field\"" daemon/io/log_entry.c || echo "$field"
        done
)"

mkdir -p "$work/root/usr/lib/systemd/catalog" "$work/root/var/lib/systemd/catalog"
cp $catalog "$work/root/usr/lib/systemd/catalog/"
check "journalctl takes the catalog" "$(journalctl --update-catalog --root="$work/root" 2>&1 || echo "it refuses it")"
check "journalctl finds every entry of it" "$(
        journalctl --list-catalog --root="$work/root" 2>&1 | cut -d ' ' -f 1 | sort | comm -3 - "$work/catalog")"

done_testing
