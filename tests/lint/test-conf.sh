#!/bin/sh
# SPDX-License-Identifier: MIT
# The configuration and the recorded day that are shipped.
# shellcheck source-path=SCRIPTDIR
. "${top_srcdir:?}/tests/lint/tap.sh"

UNSLOUCH_MESSAGES_DIR=$top_srcdir/conf/messages
UNSLOUCH_PROGRAMMES_DIR=$top_srcdir/conf/programmes
export UNSLOUCH_MESSAGES_DIR UNSLOUCH_PROGRAMMES_DIR
for file in conf/*.conf conf/*.conf.sample; do
        check "$file has neither errors nor warnings" "$(
                "$top_builddir/unslouch" check --config "$file" 2>&1 | grep -E ':[0-9]+: '
                "$top_builddir/unslouch" check --config "$file" >/dev/null 2>&1 || echo "status $?"
        )"
done
example=$(mktemp)
awk '/^ *```$/ { inside = 0 } inside { print } /^ *broker = / && !inside { inside = 1; print }' README.md >"$example"
check "the example in the README has neither errors nor warnings" "$(
        [ -s "$example" ] || echo "it is not found"
        "$top_builddir/unslouch" check --config "$example" 2>&1 | grep -vx '0 errors, 0 warnings'
)"
rm -f "$example"
check "the recorded day is what its script makes" \
        "$(PYTHONDONTWRITEBYTECODE=1 "${PYTHON3:-/usr/bin/python3}" conf/demo/make-day.py |
                cmp - conf/demo/working-day.jsonl 2>&1)"

done_testing
