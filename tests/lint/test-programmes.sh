#!/bin/sh
# SPDX-License-Identifier: MIT
# The exercise programmes that are shipped: what is said is short, neutral and promises nothing.
# shellcheck source-path=SCRIPTDIR
. "${top_srcdir:?}/tests/lint/tap.sh"

# What is heard, or seen on a topic or a screen: all texts of the programmes, and the spoken ones of the safety texts.
spoken=$(
        for file in conf/programmes/*.ini; do
                case $file in
                */safety.ini) keys='disclaimer-short|before-session|therapist|stop-now|emergency' ;;
                *) keys='name|say|prepare|intro|outro|keep-up|ready-[0-9]|do-[0-9]|return|mistake|easier|harder' ;;
                esac
                grep -HnE "^($keys)(\[[a-z_-]+\])? = " "$file"
        done
)
texts=$(grep -HnE '^[a-z0-9-]+(\[[a-z_-]+\])? = ' conf/programmes/*.ini | grep -vE ':(source|muscles) = ')

check "spoken lines are found" "$([ "$(echo "$spoken" | wc -l)" -gt 500 ] || echo "$spoken" | wc -l)"
check "no spoken line is longer than 82 characters" \
        "$(echo "$spoken" | grep -E '^[^=]* = .{83}')"
check "no spoken sentence is longer than 15 words" "$(echo "$spoken" | awk '{
        line = $0; sub(/^[^=]* = /, "")
        count = split($0, sentences, /[.?!]/)
        for (i = 1; i <= count; i++)
                if (split(sentences[i], words, " ") > 15)
                        print line
}')"
check "no spoken line has a number: how much is said from the dose" \
        "$(echo "$spoken" | sed -E 's/^[^=]* = //' | grep -n '[0-9]')"
check "no spoken line has a medical word" "$(echo "$spoken" | grep -iE \
        'osteopor|fractur|diagnos|disease|patient|medicin|medicat|symptom|injur|illness|surgery|pregnan|blood pressure'
        echo "$spoken" | grep -iE \
                'knochenbr|wirbelbr|krankheit|medikament|medizin|verletz|operation|schwanger|blutdruck|arthr')"
check "nothing promises to heal, and nothing is proven" "$(echo "$texts" | grep -iwE \
        'proven|cures?|heals?|prevents?|corrects?|treatment|therapy|bewiesen|erwiesen|heilt|heilung|vorbeugt|lindert')"
check "ids are neutral: they are seen on topics" \
        "$(grep -nE '^(id = |\[)' conf/programmes/*.ini | grep -E 'osteo|fractur|patient|therap')"
check "no line is longer than 1000 bytes" "$(grep -nE ".{900}" conf/programmes/*.ini)"

done_testing
