# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# bash completion for unslouch. Verbs and options come from its --help, people and holds from the daemon.

# COMPREPLY gets those words of $1 that begin with $2.
_unslouch_offer() {
        mapfile -t COMPREPLY < <(compgen -W "$1" -- "$2")
}

_unslouch_offer_files() {
        compopt -o filenames
        mapfile -t COMPREPLY < <(compgen -f -- "$1")
}

_unslouch_people() {
        "$program" people 2>/dev/null
}

_unslouch_holds() {
        "$program" status --json 2>/dev/null | sed -n 's/.*"holds": *\[\([^]]*\)\].*/\1/p' | tr -d '"' | tr , ' '
}

_unslouch_programmes() {
        "$program" programme list 2>/dev/null | sed -n 's/^\([a-z0-9_-][a-z0-9_-]*\).*/\1/p'
}

_unslouch_verbs() {
        "$program" --help 2>/dev/null | sed -n 's/^  \([a-z][a-z-]*\)  *.*/\1/p'
}

_unslouch_options() {
        "$program" "$1" --help 2>/dev/null | sed -nE 's/^ +(-[a-z], )?(--[a-z-]+).*/\2/p'
}

# The value of the option $1, so far $2. Returns 1 if it takes none.
_unslouch_value() {
        case $1 in
        --bus) _unslouch_offer "system session" "$2" ;;
        -p | --person) _unslouch_offer "$(_unslouch_people)" "$2" ;;
        --from | --to) _unslouch_offer "today yesterday" "$2" ;;
        --config | --state | --password-file | --ca-file) _unslouch_offer_files "$2" ;;
        --for | --steps) _unslouch_offer "20s 30s 1min 5min" "$2" ;;
        --broker) _unslouch_offer "localhost" "$2" ;;
        --days | --until | --answers | --username) ;;
        *) return 1 ;;
        esac
}

# Argument number $2 of the verb $1, so far $3; the argument before it is $4.
_unslouch_argument() {
        case $1:$2 in
        status:0 | watch:0 | why:0 | history:0 | done:0 | skip:0 | not-me:0 | plan:0) _unslouch_offer "$(_unslouch_people)" "$3" ;;
        snooze:0) _unslouch_offer "5min 10min 15min 20min" "$3" ;;
        hold:0)
                _unslouch_offer \
                        "call meeting film do-not-disturb baby partner-asleep paused guests holiday ill" "$3"
                ;;
        hold:1) _unslouch_offer "30min 1h 2h until" "$3" ;;
        release:0) _unslouch_offer "$(_unslouch_holds)" "$3" ;;
        set:0) _unslouch_offer "enabled sit_limit break_goal snooze stand_limit session_days session_time" "$3" ;;
        set:1) [[ $4 != enabled ]] || _unslouch_offer "on off" "$3" ;;
        session:0) _unslouch_offer "start pause resume done next easier pain stop too-easy answer move skip at days light clear" "$3" ;;
        session:1)
                case $4 in
                start) _unslouch_offer "$(_unslouch_programmes) short" "$3" ;;
                answer) _unslouch_offer "easy right hard max fine worse" "$3" ;;
                light) _unslouch_offer "no yes" "$3" ;;
                move | skip) _unslouch_offer "today tomorrow mon tue wed thu fri sat sun" "$3" ;;
                esac
                ;;
        screening:0) _unslouch_offer "$(_unslouch_people) cleared" "$3" ;;
        screening:1) _unslouch_offer "cleared" "$3" ;;
        programme:0) _unslouch_offer "list show" "$3" ;;
        programme:1) [[ $4 != show ]] || _unslouch_offer "$(_unslouch_programmes)" "$3" ;;
        replay:0) _unslouch_offer_files "$3" ;;
        esac
}

_unslouch() {
        local program=${COMP_WORDS[0]} verb=${COMP_WORDS[1]} current=${COMP_WORDS[COMP_CWORD]}
        local previous=${COMP_WORDS[COMP_CWORD - 1]} number=0 last='' word
        COMPREPLY=()

        if ((COMP_CWORD == 1)); then
                _unslouch_offer "$(_unslouch_verbs) --help --version" "$current"
                return
        fi
        # bash splits "--bus=session" at the "=".
        if [[ $current == "=" ]]; then
                current=
        elif [[ $previous == "=" ]]; then
                previous=${COMP_WORDS[COMP_CWORD - 2]}
        fi
        if _unslouch_value "$previous" "$current"; then
                return
        fi
        if [[ $current == -* ]]; then
                _unslouch_offer "$(_unslouch_options "$verb")" "$current"
                return
        fi
        for word in "${COMP_WORDS[@]:2:COMP_CWORD-2}"; do
                case $last in
                -p | --person | --bus | --config | --state | --from | --to | --days | --until | --answers | --password-file | --ca-file | --for | --steps | --broker | --username | =) ;;
                *) [[ $word == -* || $word == "=" ]] || number=$((number + 1)) ;;
                esac
                last=$word
        done
        _unslouch_argument "$verb" "$number" "$current" "$previous"
}

complete -F _unslouch unslouch
