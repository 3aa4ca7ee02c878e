#!/bin/sh
# SPDX-License-Identifier: MIT
# Shell scripts and spelling.
# shellcheck source-path=SCRIPTDIR
. "${top_srcdir:?}/tests/lint/tap.sh"

for tool in shellcheck codespell; do
        command -v $tool >/dev/null || {
                check "$tool is there" "install $tool"
                done_testing
        }
done

scripts=$(grep -lrE '^#!/bin/sh' scripts tests conf 2>/dev/null | sort)
[ ! -d .ci ] || scripts="$scripts .ci/run"
# shellcheck disable=SC2086  # a list of names without spaces
check "shellcheck finds nothing in the scripts" "$(shellcheck --external-sources $scripts tests/lint/tap.sh 2>&1)"

# The words that codespell takes for mistakes, and the texts in other languages.
others='*/de.ini,*/programmes/*.ini,*/homeassistant/*.yaml,*/test_blueprints.py,*/words-de.txt'
check "codespell finds no misspelling" \
        "$(codespell --quiet-level=2 --ignore-words=tests/lint/words.txt --skip="$others,*.pyc,*/corpus/*" \
                ./*.md conf daemon scripts systemd tests 2>&1
        codespell --quiet-level=2 --ignore-words=tests/lint/words.txt --ignore-words=tests/lint/words-de.txt \
                conf/homeassistant/*.yaml tests/process/test_blueprints.py 2>&1
        grep -hvE '^[a-z0-9-]+\[' conf/programmes/*.ini | codespell --quiet-level=2 --ignore-words=tests/lint/words.txt - 2>&1)"

done_testing
