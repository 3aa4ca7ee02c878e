#!/bin/sh
# SPDX-License-Identifier: MIT
# What the compiled floors ask of the outside, and what they keep. Needs a build without instrumentation.
# shellcheck source-path=SCRIPTDIR
. "${top_srcdir:?}/tests/lint/tap.sh"
cd "$top_builddir" || exit 1

# The floors' libraries and the programs' own objects.
objects() {
        find . -maxdepth 1 -name 'libunslouch-*.a'
        find daemon -maxdepth 1 -name '*.o'
        find daemon/client -name '*.o'
}

# The undefined symbols of a library that no library in the other arguments defines; the checking twins of _FORTIFY_SOURCE
# ("__memcpy_chk") and of C23 ("__isoc23_strtol") by their plain names.
outside_symbols() {
        library=$1
        nm --undefined-only --format=posix "$library" | awk 'NF >= 2 { print $1 }' | sort -u >"symbols-wanted.$$"
        nm --defined-only --extern-only --format=posix "$@" | awk 'NF >= 2 { print $1 }' | sort -u >"symbols-there.$$"
        comm -23 "symbols-wanted.$$" "symbols-there.$$" |
                sed -E 's/^__(.*)_chk$/\1/; s/^__isoc[0-9]+_//' | sort -u
        rm -f "symbols-wanted.$$" "symbols-there.$$"
}

memory='calloc|free|malloc|realloc|reallocarray'
strings='mem(ccpy|chr|cmp|cpy|mem|move|rchr|set)|mempcpy|stp(cpy|ncpy)|str(case)?(chr|chrnul|cmp|cpy|cspn|dup|len|ncasecmp|ncmp|ncpy)'
strings="$strings|str(n?casecmp|ncat|ndup|nlen|pbrk|rchr|sep|spn|str|tok_r)|str(casestr|ncasecmp)|explicit_bzero|rawmemchr"
numbers='strto(d|l|ll|ul|ull|imax|umax)|v?(sn|as)printf|sscanf|labs|llabs|abs|(l|ll)?div|qsort|bsearch'
maths='(f(abs|loor|max|min|mod|dim)|ceil|round|l?lround|l?lrint|rint|nearbyint|trunc|sqrt|pow|exp|log|hypot|modf|ldexp|frexp)'
letters='__ctype_(b|tolower|toupper)_loc|to(lower|upper)|is(alnum|alpha|digit|print|space|xdigit)'
compiler='__assert_fail|__stack_chk_fail|__errno_location|_GLOBAL_OFFSET_TABLE_|__[a-z]+[sdt]i[234]'
pure="$memory|$strings|$numbers|$maths|$letters|$compiler"

for archive in base core wire config io app; do
        [ -e "libunslouch-$archive.a" ] || {
                check "libunslouch-$archive.a is built" "it is not"
                done_testing
        }
done

check "base asks only for strings, memory and arithmetic" \
        "$(outside_symbols libunslouch-base.a | grep -vxE "$pure")"
check "core asks only for strings, memory, arithmetic and base" \
        "$(outside_symbols libunslouch-core.a libunslouch-base.a | grep -vxE "$pure")"
check "wire asks only for strings, memory, arithmetic, jansson, base and core" \
        "$(outside_symbols libunslouch-wire.a libunslouch-core.a libunslouch-base.a |
                grep -vxE "$pure|json_[a-z_]+|jsonp_[a-z_]+")"

# Constant tables of pointers lie in .data.rel.ro, which is read-only once the program runs.
kept=$(for file in $(objects); do
        nm --format=sysv "$file" | awk -F '|' -v file="$file" '
                { gsub(/ /, ""); }
                /^[^|]*\[?.*\]?:$/ { member = $0 }
                $7 ~ /^(\.(data|bss|tdata|tbss)(\..*)?|\*COM\*)$/ && $7 !~ /^\.data\.rel\.ro/ && $5 != "" {
                        print file ": " $1 " in " $7
                }'
done)
check "no floor and no program keeps data that can change outside of its objects" "$kept"

# Names the objects, apart from those that match the first argument, that ask for a symbol that matches the second.
askers_except() {
        for file in $(objects); do
                nm --undefined-only --print-file-name "$file" 2>/dev/null |
                        sed -E 's/__([a-z_]+)_chk$/\1/' | grep -E " U ($2)$" | grep -vE "[:/-]$1\.o:"
        done
}
clocks='clock_gettime|clock_getres|clock|gettimeofday|time|ftime|timespec_get|localtime(_r)?|gmtime(_r)?|mktime|timegm|tzset'
check "only io/clock reads a clock, and client/clock_text the zone" \
        "$(askers_except 'clock' "$clocks" | grep -vE '[:/-]clock_text\.o:.* localtime_r$')"
check "only the programs' main ends the process" \
        "$(askers_except '(unslouchd?-)?main' 'exit|_exit|_Exit|quick_exit|abort|raise')"
check "nothing sleeps, and nothing runs a shell" \
        "$(askers_except 'none' 'sleep|usleep|nanosleep|clock_nanosleep|system|popen')"
check "no locale is set: numbers have a point everywhere" "$(askers_except 'none' 'setlocale|uselocale|newlocale')"
check "nothing uses a call that cannot know the room it has, or that reads numbers without saying what failed" \
        "$(askers_except 'none' 'gets|strcpy|strcat|sprintf|vsprintf|atoi|atol|atoll|atof|strtok|rand|random')"

done_testing
