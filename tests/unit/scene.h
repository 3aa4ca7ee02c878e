/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * scene - one person driven through time by a script, and the text of all that is done for them.
 *
 * A script is "<minutes>:<seconds> <word>[=<argument>], ...", in rising order, from Monday 2026-06-15 09:00
 * in Berlin on. Words: sit, up, seat=nothing, seat=offline, seat=online (the chair, in the office); busy,
 * idle, no-session (the computer there); lap, lap-idle, lap-lost (a portable one); out, home; near, far (a
 * radar in the lounge); sofa, sofa-up (a seat in the lounge); in=office|lounge|kitchen|nowhere (what follows
 * the person about); desk, desk-down (raised, lowered) - each of these may have =[AGE][/LEASE]; done,
 * skip, not-me, snooze[=SECONDS], hold=REASON[/SECONDS], release=REASON, enabled=0|1, limit=SECONDS,
 * goal=SECONDS, stand=SECONDS, id=TEXT (with the next command);
 * cue=yes|no|nothing|old (a cue's topic; old: yes, retained); on=REASON, off=REASON (topics of call, baby,
 * guests and holiday); link=down|up|lost; sleep=SECONDS (until now); clock=SECONDS (the wall clock jumps by
 * so many); restart=SECONDS (down for so long until now); session=start|pause|resume|stop|all (does every set
 * at once); end.
 *
 * The text is a list of "<minutes>:<seconds> <what>". Shown are, by the letters of `show`:
 * P prompts, with stand- before those about standing: due nudge repeat taken partial ignored dismissed moot
 * posture-check seat-check, "#" the number of the prompt, the channels told (l lamp, s speaker, p phone, d
 * desktop, f floor lamp), and every=MINUTES where a new interval is told; L lamps: lamp=due repeat taken
 * before, floor= of the floor lamp, floorlamp= of both; E refusals: refused=WHY; O outcomes stored:
 * outcome=WHAT; H hush; S spans: span=POSTURE FROM-TO in seconds; T state messages; W why; K what is open is
 * saved: save; N notes: note=interval stretch offer; D finished days: day=DATE sat=SECONDS bouts=NUMBER
 * breaks=NUMBER.
 */
#include "core/person.h"
#include "unit/zones.h"

#define SCENE_TEXT_MAX 8192
#define SCENE_SOURCES  8
#define SCENE_CHANNELS 5
#define SCENE_HOLDS    4

enum scene_channel { SCENE_LAMP, SCENE_SPEAKER, SCENE_PHONE, SCENE_DESKTOP, SCENE_FLOOR_LAMP };

/* What differs from a person with a lamp, a speaker, a phone and all defaults but the posture check, which is
 * off. */
struct scene_setup {
        int channels; /* of the enum above, from the first on; 0: three; -1: none */
        bool needs_broker;
        bool local_only; /* the computer is this machine's session, the portable one its desktop */
        bool posture_check;
        bool back_off;
        bool no_repeat;
        bool lamp_in_lounge;
        bool rooms; /* a lamp in the office; a floor lamp and the speaker in the lounge; steps as by default
                     */
        bool speaker_first;      /* a ladder of its own: the speaker at once, the lamp after a minute */
        int64_t sit_limit_sec;   /* 0: the default */
        int64_t stand_limit_sec; /* 0: there is no desk; negative: there is one, and no limit */
        int64_t linger_sec;
        uint8_t voice_per_day;
        const struct hours_rule *active_hours, *quiet_hours; /* one rule each, or NULL */
        const struct test_zone *zone;
        const char *start;                    /* UTC; NULL: as above */
        const struct routine_config *routine; /* its questions are answered: no */
};

struct scene {
        struct scene_setup setup;
        struct instant now, start;
        struct source_config sources[SCENE_SOURCES];
        struct channel_config channels[SCENE_CHANNELS];
        struct hold_config holds[SCENE_HOLDS];
        struct person_config config;
        struct person person;
        struct effects effects;
        char prompt_id[PROMPT_ID_SIZE];
        int64_t clock_shift_usec; /* of the wall clock, by steps */
        const char *show;
        char text[SCENE_TEXT_MAX];
        size_t used;
        uint32_t steps;
        uint32_t states; /* state messages so far */
};

/* Runs @script; @scene is filled anew and stays as it is at the script's end. scene_done() releases it. */
void scene_run(struct scene *scene, const struct scene_setup *setup, const char *script, const char *show);
/* Runs @script on from where the last one ended; times still count from the start. */
void scene_go_on(struct scene *scene, const char *script);
void scene_done(struct scene *scene);

/* What the state topic shows now. */
struct person_view scene_view(const struct scene *scene);
