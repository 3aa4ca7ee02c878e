# SPDX-License-Identifier: MIT
# fish completion for unslouch. Verbs and options come from its --help, people and holds from the daemon.

# Runs the program as it stands on the command line.
function __unslouch_run
    set -l words (commandline -opc)
    command $words[1] $argv 2>/dev/null
end

function __unslouch_verbs
    __unslouch_run --help | string replace -rf '^  ([a-z][a-z-]*) +(.*)' '$1\t$2'
end

function __unslouch_verb
    set -l words (commandline -opc)
    echo $words[2]
end

function __unslouch_needs_verb
    test (count (commandline -opc)) -eq 1
end

function __unslouch_people
    __unslouch_run people
end

function __unslouch_holds
    __unslouch_run status --json | string match -rg '"holds": *\[([^\]]*)\]' | string match -ra '[a-z0-9_-]+'
end

function __unslouch_programmes
    __unslouch_run programme list | string match -rg '^([a-z0-9_-]+)'
end

function __unslouch_options
    __unslouch_run (__unslouch_verb) --help |
        string replace -rf '^ +(?:-[a-z], )?(--[a-z-]+)(?:=[A-Z]+| [A-Z]+)? *(.*)' '$1\t$2'
end

# The option whose value is being typed, if there is one.
function __unslouch_option
    set -l current (commandline -ct)
    set -l words (commandline -opc)
    if string match -q -- '--*=*' $current
        string replace -r '=.*' '' -- $current
    else
        echo $words[-1]
    end
end

# Prints the values that fit the option; false if it takes none.
function __unslouch_values
    set -l option (__unslouch_option)
    set -l values
    switch $option
        case --bus
            set values system session
        case -p --person
            set values (__unslouch_people)
        case --from --to
            set values today yesterday
        case --for --steps
            set values 20s 30s 1min 5min
        case --broker
            set values localhost
        case --config --state --password-file --ca-file
            __fish_complete_path (commandline -ct)
            return 0
        case --days --until --answers --username
            return 0
        case '*'
            return 1
    end
    if string match -q -- '--*=*' (commandline -ct)
        string join \n -- $option=$values
    else
        string join \n -- $values
    end
    return 0
end

# How many arguments stand before the cursor, behind the verb; options and their values are none.
function __unslouch_number
    set -l words (commandline -opc)
    set -l number 0
    set -l last
    for word in $words[3..]
        if not contains -- "$last" -p --person --bus --config --state --from --to --days --until --answers \
                --password-file --ca-file --for --steps --broker --username
            and not string match -q -- '-*' $word
            set number (math $number + 1)
        end
        set last $word
    end
    echo $number
end

function __unslouch_arguments
    if __unslouch_values
        return
    end
    if string match -q -- '-*' (commandline -ct)
        __unslouch_options
        return
    end
    set -l words (commandline -opc)
    switch (__unslouch_verb):(__unslouch_number)
        case status:0 watch:0 why:0 history:0 done:0 skip:0 not-me:0 plan:0
            __unslouch_people
        case snooze:0
            string join \n 5min 10min 15min 20min
        case hold:0
            string join \n call meeting film do-not-disturb baby partner-asleep paused guests holiday ill
        case hold:1
            string join \n 30min 1h 2h until
        case release:0
            __unslouch_holds
        case set:0
            string join \n enabled sit_limit break_goal snooze stand_limit session_days session_time
        case set:1
            if test "$words[-1]" = enabled
                string join \n on off
            end
        case session:0
            string join \n start pause resume done next easier pain stop too-easy answer move skip at days light clear
        case session:1
            switch "$words[-1]"
                case start
                    __unslouch_programmes
                    echo short
                case answer
                    string join \n easy right hard max fine worse
                case light
                    string join \n no yes
                case move skip
                    string join \n today tomorrow mon tue wed thu fri sat sun
            end
        case screening:0
            __unslouch_people
            echo cleared
        case screening:1
            echo cleared
        case programme:0
            string join \n list show
        case programme:1
            if test "$words[-1]" = show
                __unslouch_programmes
            end
        case replay:0
            __fish_complete_path (commandline -ct)
    end
end

complete -c unslouch -f
complete -c unslouch -n __unslouch_needs_verb -a '(__unslouch_verbs)'
complete -c unslouch -n __unslouch_needs_verb -l help -d 'show the help'
complete -c unslouch -n __unslouch_needs_verb -l version -d 'show the version'
complete -c unslouch -n 'not __unslouch_needs_verb' -a '(__unslouch_arguments)'
