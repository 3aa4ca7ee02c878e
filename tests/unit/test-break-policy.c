/* SPDX-License-Identifier: MIT */
/*
 * DESIGN 5 rule by rule: what a person does (unit/scene.h says how to read it), and everything that they are
 * told, minute and second. The person has a lamp, a speaker after 2 min and a phone after 5 min where nothing
 * else is said.
 */
#include "unit/test.h"

#include "unit/scene.h"

#include <stdio.h>

struct policy_case {
        const char *name;
        const struct scene_setup *setup;
        const char *script;
        const char *show;
        const char *expected;
};

static const struct hours_rule TEN_TO_ELEVEN = { HOURS_EVERY_DAY, 600, 660 };

static const struct scene_setup NO_REPEAT = { .no_repeat = true };
static const struct scene_setup CHECKED = { .posture_check = true };
static const struct scene_setup CHECKED_WITHOUT_SCREEN = { .posture_check = true, .channels = 2 };
static const struct scene_setup QUIET_AT_TEN = { .quiet_hours = &TEN_TO_ELEVEN };
static const struct scene_setup ACTIVE_AT_TEN = { .active_hours = &TEN_TO_ELEVEN };
static const struct scene_setup LOUD = { .speaker_first = true, .sit_limit_sec = 1200 };
static const struct scene_setup LOUD_ONCE = {
        .speaker_first = true, .sit_limit_sec = 1200, .voice_per_day = 1
};
static const struct scene_setup LAMP_ELSEWHERE = { .lamp_in_lounge = true };
static const struct scene_setup BY_BROKER = { .needs_broker = true };
static const struct scene_setup QUIET_BY_BROKER = { .needs_broker = true, .quiet_hours = &TEN_TO_ELEVEN };
static const struct scene_setup NOBODY_TO_TELL = { .channels = -1 };
static const struct scene_setup LOCAL = { .local_only = true };

#define LADDER_FROM_30 "30:00 due#1 l, 32:00 nudge#1 s, 35:00 nudge#1 p"

static const struct policy_case CASES[] = {
        /* 6: who has no programme */
        { "programmes are offered once a week, with the first prompt that nothing holds", NULL,
                "0:00 sit, 25:00 hold=guests/300, 30:30 up, 35:00 sit, 66:00 up, 70:00 sit, 101:00 up, "
                "10079:00 sit, 10110:00 end",
                "N", "30:00 note=offer, 10109:00 note=offer" },
        { "not while something is to be held back", NULL,
                "0:00 sit, 25:00 hold=baby/600, 31:00 up, 40:00 sit, 71:00 end", "PN",
                "30:00 due#1 l, 33:00 taken#1, 70:00 due#2 l, 70:00 note=offer" },
        /* 5.1 due, and the ladder */
        { "nothing is told before the limit", NULL, "0:00 sit, 29:59 end", "PL", "" },
        { "the limit is told along the ladder, once more after 10 min, and then by the light alone", NULL,
                "0:00 sit, 120:00 end", "P", LADDER_FROM_30 ", 40:00 repeat#1 lsp" },
        { "the light comes, breathes once, and stays", NULL, "0:00 sit, 120:00 end", "L",
                "30:00 lamp=due, 40:00 lamp=repeat" },
        { "a short gap pauses the clock", NULL, "0:00 sit, 20:00 up, 20:40 sit, 31:00 end", "P",
                "30:40 due#1 l" },
        { "a break resets the clock", NULL, "0:00 sit, 20:00 up, 21:00 sit, 52:00 end", "P",
                "51:00 due#1 l" },
        { "the bouts of the worked trace are prompted where it says", NULL,
                "0:00 sit, 25:00 up, 25:06 sit, 40:00 up, 40:45 sit, 50:00 up, 52:30 sit, 75:00 up, 76:00 "
                "sit, "
                "130:00 up, 140:00 end",
                "P",
                LADDER_FROM_30 ", 52:00 ignored#1, 106:00 due#2 l, 108:00 nudge#2 s, 111:00 nudge#2 p, "
                               "116:00 repeat#2 lsp, 132:00 ignored#2" },
        { "nothing is told while the edge is not certain", NULL, "0:00 sit, 29:55 up, 40:00 end", "PL", "" },
        { "what is due comes at once when the blip is over", NULL, "0:00 sit, 29:55 up, 30:03 sit, 31:00 end",
                "P", "30:03 due#1 l" },
        { "lingering runs the clock and tells nothing", NULL, "0:00 busy, 28:00 idle, 33:00 end", "PL", "" },
        { "lingering that is confirmed tells at once what is due", NULL,
                "0:00 busy, 28:00 idle, 32:00 busy, 33:00 end", "P", "32:00 due#1 l" },
        { "a seat that falls silent tells nothing", NULL, "0:00 sit, 29:00 seat=nothing, 60:00 end", "PL",
                "" },
        { "a seat that is silent for a moment tells late", NULL,
                "0:00 sit, 29:00 seat=offline, 31:00 seat=online, 32:00 end", "P", "31:00 due#1 l" },
        { "without channels the prompt is published alone", &NOBODY_TO_TELL, "0:00 sit, 31:00 end", "P",
                "30:00 due#1 -" },
        /* 5.2 leaving the seat */
        { "standing up silences at the debounced edge and the taken break is shown", NULL,
                "0:00 sit, 33:00 up, 40:00 end", "L", "30:00 lamp=due, 33:10 lamp=before, 35:00 lamp=taken" },
        { "standing up drops what is not said yet", NULL, "0:00 sit, 33:00 up, 34:00 end", "H",
                "33:10 hush" },
        { "coming back soon opens the light again", NULL, "0:00 sit, 31:00 up, 31:40 sit, 39:00 end", "L",
                "30:00 lamp=due, 31:10 lamp=before, 31:50 lamp=due" },
        { "coming back soon is no event and the ladder goes on", NULL,
                "0:00 sit, 31:00 up, 31:40 sit, 39:00 end", "P", LADDER_FROM_30 },
        { "a step that falls due while up is dropped", NULL, "0:00 sit, 31:40 up, 32:20 sit, 39:00 end", "P",
                "30:00 due#1 l, 35:00 nudge#1 p" },
        { "a repeat that falls due while up is dropped", NULL, "0:00 sit, 39:40 up, 40:20 sit, 49:00 end",
                "P", LADDER_FROM_30 },
        { "a blip as a step falls due delays it", NULL, "0:00 sit, 31:55 up, 32:03 sit, 33:00 end", "P",
                "30:00 due#1 l, 32:03 nudge#1 s" },
        { "going out of the house silences as well", NULL, "0:00 sit, 33:00 out, 34:00 end", "L",
                "30:00 lamp=due, 33:10 lamp=before" },
        /* 5.3 outcomes */
        { "a full break within 10 min is taken when it is one", NULL,
                "0:00 sit, 33:00 up, 36:00 sit, 37:00 end", "P",
                "30:00 due#1 l, 32:00 nudge#1 s, 35:00 taken#1" },
        { "exactly 10 min after is still within", NULL, "0:00 sit, 40:00 up, 43:00 end", "P",
                LADDER_FROM_30 ", 42:00 taken#1" },
        { "later than 10 min is ignored", &NO_REPEAT, "0:00 sit, 40:01 up, 43:00 end", "P",
                LADDER_FROM_30 ", 42:01 ignored#1" },
        { "within 10 min of the repeat is taken", NULL, "0:00 sit, 50:00 up, 53:00 end", "P",
                LADDER_FROM_30 ", 40:00 repeat#1 lsp, 52:00 taken#1" },
        { "later than 10 min after the repeat is ignored", NULL, "0:00 sit, 50:01 up, 53:00 end", "P",
                LADDER_FROM_30 ", 40:00 repeat#1 lsp, 52:01 ignored#1" },
        { "a short break is partial at the return", NULL, "0:00 sit, 33:00 up, 34:30 sit, 35:00 end", "P",
                "30:00 due#1 l, 32:00 nudge#1 s, 34:40 partial#1" },
        { "a late short break is ignored at the return", &NO_REPEAT,
                "0:00 sit, 41:00 up, 42:30 sit, 43:00 end", "P", LADDER_FROM_30 ", 42:40 ignored#1" },
        { "left within half a minute of the delivery is moot when the bout closes", NULL,
                "0:00 sit, 30:29 up, 35:00 end", "P", "30:00 due#1 l, 31:29 moot#1" },
        { "left a little later is an answer", NULL, "0:00 sit, 30:31 up, 35:00 end", "P",
                "30:00 due#1 l, 32:31 taken#1" },
        { "moot is not shown as taken", NULL, "0:00 sit, 30:20 up, 35:00 end", "L",
                "30:00 lamp=due, 30:30 lamp=before" },
        { "left at once but back before the bout closed is judged by the next time", NULL,
                "0:00 sit, 30:20 up, 30:50 sit, 34:00 up, 40:00 end", "P",
                "30:00 due#1 l, 32:00 nudge#1 s, 36:00 taken#1" },
        { "a short stand does not answer, a later one does", NULL,
                "0:00 sit, 33:00 up, 33:30 sit, 38:00 up, 41:00 end", "P", LADDER_FROM_30 ", 40:00 taken#1" },
        { "skip ends the prompts of this bout", NULL, "0:00 sit, 31:00 skip, 120:00 end", "P",
                "30:00 due#1 l, 31:00 dismissed#1" },
        { "skip restores the light", NULL, "0:00 sit, 31:00 skip, 50:00 end", "L",
                "30:00 lamp=due, 31:00 lamp=before" },
        { "after skip the next bout is prompted", NULL,
                "0:00 sit, 31:00 skip, 60:00 up, 62:00 sit, 93:00 end", "P",
                "30:00 due#1 l, 31:00 dismissed#1, 92:00 due#2 l" },
        { "done is taken and the clock begins anew", NULL, "0:00 sit, 31:00 done, 62:00 end", "P",
                "30:00 due#1 l, 31:00 taken#1, 61:00 due#2 l" },
        { "done is marked as claimed", NULL, "0:00 sit, 31:00 done, 62:00 end", "O",
                "31:00 outcome=taken claimed" },
        { "a taken break is not marked as claimed", NULL, "0:00 sit, 33:00 up, 62:00 end", "O",
                "35:00 outcome=taken" },
        { "each outcome is stored once", &NO_REPEAT,
                "0:00 sit, 31:00 up, 34:00 sit, 65:00 up, 66:30 sit, 110:00 up, 113:00 sit, 144:00 skip, "
                "180:00 up, "
                "183:00 sit, 213:10 up, 215:00 end",
                "O",
                "33:00 outcome=taken, 66:40 outcome=partial, 112:00 outcome=ignored, 144:00 "
                "outcome=dismissed, "
                "214:10 outcome=moot" },
        /* 5.4 snooze */
        { "a snooze silences for 10 min and comes back under the same id from the first step", NULL,
                "0:00 sit, 31:00 snooze, 48:00 end", "P",
                "30:00 due#1 l, 41:00 due#1 l, 43:00 nudge#1 s, 46:00 nudge#1 p" },
        { "a snooze restores the light meanwhile", NULL, "0:00 sit, 31:00 snooze, 48:00 end", "L",
                "30:00 lamp=due, 31:00 lamp=before, 41:00 lamp=due" },
        { "a snooze may have its own length", NULL, "0:00 sit, 31:00 snooze=300, 37:00 end", "P",
                "30:00 due#1 l, 36:00 due#1 l" },
        { "a snooze longer than allowed is refused", NULL, "0:00 sit, 31:00 snooze=1201, 32:00 end", "E",
                "31:00 refused=range" },
        { "a snooze shorter than allowed is refused", NULL, "0:00 sit, 31:00 snooze=299, 32:00 end", "E",
                "31:00 refused=range" },
        { "the third snooze of a bout is refused", NULL,
                "0:00 sit, 31:00 snooze, 42:00 snooze, 53:00 snooze, 53:30 end", "PE",
                "30:00 due#1 l, 41:00 due#1 l, 52:00 due#1 l, 53:00 refused=no-snoozes" },
        { "a snooze while snoozed has no effect", NULL,
                "0:00 sit, 31:00 snooze, 33:00 snooze, 42:00 snooze, 53:00 end", "PE",
                "30:00 due#1 l, 41:00 due#1 l, 52:00 due#1 l" },
        { "a snooze without a prompt is refused", NULL, "0:00 sit, 10:00 snooze, 11:00 end", "E",
                "10:00 refused=no-prompt" },
        { "skip without a prompt is refused", NULL, "0:00 sit, 10:00 skip, 11:00 end", "E",
                "10:00 refused=no-prompt" },
        { "the repeat comes 10 min after the snoozed prompt came back", NULL,
                "0:00 sit, 31:00 snooze, 52:00 end", "P",
                "30:00 due#1 l, 41:00 due#1 l, 43:00 nudge#1 s, 46:00 nudge#1 p, 51:00 repeat#1 lsp" },
        { "standing up ends a snooze and is an answer", NULL,
                "0:00 sit, 31:00 snooze, 33:00 up, 40:00 sit, 69:00 end", "P",
                "30:00 due#1 l, 35:00 taken#1" },
        { "until its end a snooze leaves time to answer", NULL, "0:00 sit, 39:50 snooze, 49:00 up, 60:00 end",
                "P", LADDER_FROM_30 ", 51:00 taken#1" },
        { "after a snooze the answer counts from the last delivery", NULL,
                "0:00 sit, 31:00 snooze, 50:30 up, 60:00 end", "P",
                "30:00 due#1 l, 41:00 due#1 l, 43:00 nudge#1 s, 46:00 nudge#1 p, 52:30 taken#1" },
        { "a short stand during a snooze ends the snooze and brings the light back", NULL,
                "0:00 sit, 31:00 snooze, 33:00 up, 33:30 sit, 34:00 end", "L",
                "30:00 lamp=due, 31:00 lamp=before, 33:40 lamp=due" },
        { "an outcome knows of its snoozes", NULL, "0:00 sit, 31:00 snooze, 43:00 up, 50:00 end", "O",
                "45:00 outcome=taken snoozed" },
        { "two snoozes are allowed again in the next bout", NULL,
                "0:00 sit, 31:00 snooze, 42:00 snooze, 53:00 up, 56:00 sit, 87:00 snooze, 98:00 snooze, "
                "108:30 end",
                "E", "" },
        { "an answer to an old prompt has no effect", NULL,
                "0:00 sit, 31:00 id=anna-2026-06-14-7, 31:00 skip, 33:00 end", "PE",
                "30:00 due#1 l, 31:00 refused=old-prompt, 32:00 nudge#1 s" },
        { "an answer to the open prompt by its id has effect", NULL,
                "0:00 sit, 31:00 id=anna-2026-06-15-1, 31:00 skip, 33:00 end", "PE",
                "30:00 due#1 l, 31:00 dismissed#1" },
        /* 5.5 holds */
        { "a call defers for 10 min, then the light alone comes", NULL,
                "0:00 sit, 20:00 hold=call, 79:00 end", "P", "40:00 due#1 l" },
        { "when the call ends the ladder begins with a nudge, and the 10 min start again", NULL,
                "0:00 sit, 20:00 on=call, 50:00 off=call, 61:00 end", "P",
                "40:00 due#1 l, 50:00 nudge#1 l, 52:00 nudge#1 s, 55:00 nudge#1 p, 60:00 repeat#1 lsp" },
        { "when the call ends sooner the prompt opens then", NULL,
                "0:00 sit, 20:00 on=call, 35:00 off=call, 38:00 end", "P", "35:00 due#1 l, 37:00 nudge#1 s" },
        { "after the call the answer counts from the nudge", NULL,
                "0:00 sit, 20:00 on=call, 55:00 off=call, 64:00 up, 70:00 end", "P",
                "40:00 due#1 l, 55:00 nudge#1 l, 57:00 nudge#1 s, 60:00 nudge#1 p, 66:00 taken#1" },
        { "a call that comes after the prompt keeps the later steps back", NULL,
                "0:00 sit, 31:00 on=call, 38:00 off=call, 44:00 end", "P",
                "30:00 due#1 l, 38:00 nudge#1 l, 40:00 nudge#1 s, 43:00 nudge#1 p" },
        { "two calls end with the last", NULL,
                "0:00 sit, 20:00 on=call, 21:00 hold=meeting, 33:00 off=call, 36:00 release=meeting, 37:00 "
                "end",
                "P", "36:00 due#1 l" },
        { "a call is no break", NULL, "0:00 sit, 10:00 on=call, 20:00 off=call, 31:00 end", "P",
                "30:00 due#1 l" },
        { "left before delivery is not even moot", NULL, "0:00 sit, 20:00 on=call, 33:00 up, 45:00 end", "PO",
                "" },
        { "a sleeping baby mutes the speaker alone", NULL, "0:00 sit, 10:00 on=baby, 45:00 end", "P",
                "30:00 due#1 l, 35:00 nudge#1 p, 40:00 repeat#1 lp" },
        { "guests withdraw the open prompt, and it comes anew when they have left", NULL,
                "0:00 sit, 31:00 on=guests, 50:00 off=guests, 51:00 end", "P",
                "30:00 due#1 l, 31:00 moot#1, 50:00 due#2 l" },
        { "guests restore the light", NULL, "0:00 sit, 31:00 on=guests, 49:00 end", "L",
                "30:00 lamp=due, 31:00 lamp=before" },
        { "nothing is shown while guests are here", NULL, "0:00 sit, 10:00 on=guests, 120:00 end", "PL", "" },
        { "nothing is shown on holiday", NULL, "0:00 sit, 10:00 on=holiday, 120:00 end", "PL", "" },
        { "a snoozed prompt is withdrawn as well", NULL, "0:00 sit, 31:00 snooze, 33:00 on=guests, 60:00 end",
                "P", "30:00 due#1 l, 33:00 moot#1" },
        { "a hold by command lasts an hour", NULL, "0:00 sit, 5:00 hold=guests, 66:00 end", "P",
                "65:00 due#1 l" },
        { "a hold by command lasts as long as it says", NULL, "0:00 sit, 5:00 hold=paused/2400, 46:00 end",
                "P", "45:00 due#1 l" },
        { "a reason that is not set cannot be released", NULL, "0:00 sit, 5:00 release=call, 6:00 end", "E",
                "5:00 refused=no-such-hold" },
        { "quiet hours withdraw the open prompt, and it comes anew when they end", &QUIET_AT_TEN,
                "29:00 sit, 121:00 end", "P", "59:00 due#1 l, 60:00 moot#1, 120:00 due#2 l" },
        { "in quiet hours nothing is told", &QUIET_AT_TEN, "61:00 sit, 119:59 end", "PL", "" },
        { "outside active hours nothing is told", &ACTIVE_AT_TEN, "0:00 sit, 59:59 end", "PL", "" },
        { "when active hours begin what is due is told", &ACTIVE_AT_TEN, "0:00 sit, 61:00 end", "P",
                "60:00 due#1 l" },
        { "nothing is told while switched off", NULL, "0:00 enabled=0, 0:00 sit, 60:00 end", "PL", "" },
        { "switched on again what is due is told", NULL,
                "0:00 enabled=0, 0:00 sit, 45:00 enabled=1, 46:00 end", "P", "45:00 due#1 l" },
        /* 5.6 posture check */
        { "one posture check a bout on the phone", &CHECKED,
                "0:00 sit, 16:00 up, 16:30 sit, 20:00 up, 22:00 sit, 38:00 end", "P",
                "15:00 posture-check#1 p, 37:00 posture-check#2 p" },
        { "no posture check without a screen or phone", &CHECKED_WITHOUT_SCREEN, "0:00 sit, 20:00 end", "P",
                "" },
        { "no posture check in a call", &CHECKED, "0:00 sit, 10:00 on=guests, 20:00 end", "P", "" },
        /* 5.7 voice caps */
        { "a third prompt in an hour is not spoken", &LOUD,
                "0:00 sit, 20:30 done, 41:00 done, 61:30 done, 82:00 end", "P",
                "20:00 due#1 s, 20:30 taken#1, 40:30 due#2 s, 41:00 taken#2, 61:00 due#3 -, 61:30 taken#3, "
                "81:30 due#4 s" },
        { "over the cap the other channels stay", &LOUD_ONCE, "0:00 sit, 20:30 done, 42:00 end", "P",
                "20:00 due#1 s, 20:30 taken#1, 40:30 due#2 -, 41:30 nudge#2 l" },
        /* 5.10 rooms */
        { "a lamp in another room is left alone", &LAMP_ELSEWHERE, "0:00 sit, 33:00 end", "PL",
                "30:00 due#1 -, 32:00 nudge#1 s" },
        { "a lamp is used where the person is", &LAMP_ELSEWHERE, "0:00 sofa, 31:00 end", "P",
                "30:00 due#1 l" },
        { "a lamp is used while the room is not known", &LAMP_ELSEWHERE, "0:00 lap, 31:00 end", "P",
                "30:00 due#1 l" },
        { "done while up resets the clock, however soon they are back", NULL,
                "0:00 sit, 30:20 up, 30:50 done, 31:00 sit, 61:30 end", "PO",
                "30:00 due#1 l, 30:50 taken#1, 30:50 outcome=taken claimed, 61:00 due#2 l" },
        /* 5.13 the broker */
        { "what falls due without a broker comes with it", &BY_BROKER,
                "0:00 sit, 29:00 link=down, 45:00 link=up, 48:00 end", "P",
                "45:00 due#1 l, 47:00 nudge#1 s" },
        { "what is no longer true is not told late", &BY_BROKER,
                "0:00 sit, 29:00 link=down, 40:00 up, 45:00 link=up, 48:00 end", "PO", "" },
        { "a prompt that was lost on the way leaves no lamp tinted when nobody sits there any more",
                &BY_BROKER, "0:00 sit, 30:01 link=lost, 31:00 up, 33:00 link=up, 36:00 end", "L",
                "30:00 lamp=due, 31:10 lamp=before" },
        { "a prompt that was lost on the way leaves no lamp tinted in quiet hours", &QUIET_BY_BROKER,
                "0:00 sit, 30:01 link=lost, 61:00 link=up, 90:00 end", "L",
                "30:00 lamp=due, 60:00 lamp=before" },
        { "a prompt that was lost on the way is told again, once", &BY_BROKER,
                "0:00 sit, 30:01 link=lost, 33:00 link=up, 36:00 end", "P",
                "30:00 due#1 l, 33:00 due#1 l, 35:00 nudge#1 s" },
        { "a prompt that was lost on the way with its repeat is told again from the first step", &BY_BROKER,
                "0:00 sit, 41:00 link=lost, 43:00 link=up, 44:00 end", "P",
                "30:00 due#1 l, 32:00 nudge#1 s, 35:00 nudge#1 p, 40:00 repeat#1 lsp, 43:00 due#1 l" },
        { "a prompt that was lost on the way long ago is told and repeated again", &BY_BROKER,
                "0:00 sit, 51:00 link=lost, 53:00 link=up, 64:00 end", "P",
                "30:00 due#1 l, 32:00 nudge#1 s, 35:00 nudge#1 p, 40:00 repeat#1 lsp, "
                /* two of an hour have been spoken */
                "53:00 due#1 l, 58:00 nudge#1 p, 63:00 repeat#1 lp" },
        { "steps that fell due without a broker come as one", &BY_BROKER,
                "0:00 sit, 31:00 link=down, 36:00 link=up, 36:30 end", "P",
                "30:00 due#1 l, 36:00 nudge#1 sp" },
        { "who has other channels does not wait for the broker", NULL, "0:00 sit, 29:00 link=down, 31:00 end",
                "P", "30:00 due#1 l" },
        /* 2 suspend */
        { "no prompt comes of a long sleep", NULL, "0:00 sit, 55:00 sleep=1800, 56:00 end", "PL", "" },
        { "a short sleep is not sitting time", NULL, "0:00 sit, 29:00 sleep=240, 35:00 end", "P",
                "34:00 due#1 l" },
        { "who sleeps with the machine has a break", &LOCAL,
                "0:00 busy, 29:00 sleep=1200, 29:00 busy, 60:00 end", "P", "59:00 due#1 l" },
};

static void run_case(void **state)
{
        const struct policy_case *expected = *state;
        struct scene *scene = test_malloc(sizeof(*scene));

        scene_run(scene, expected->setup, expected->script, expected->show);
        assert_string_equal(scene->text, expected->expected);
        scene_done(scene);
        test_free(scene);
}

/* Appends to @script @count bouts of @sits minutes, each followed by a break of 5. */
static void write_bouts(char *script, size_t size, int from, int count, int sits)
{
        size_t used = strlen(script);

        for (int i = 0; i < count; i++) {
                int start = from + i * (sits + 5);
                int n = snprintf(script + used, size - used, "%d:00 sit, %d:00 up, %d:00 end, ", start,
                        start + sits, start + sits + 4);

                assert_true(n > 0 && (size_t)n < size - used);
                used += (size_t)n;
        }
}

static void ten_ignored_prompts_make_the_interval_half_as_long_again(void **state)
{
        static const struct scene_setup setup = { .back_off = true, .no_repeat = true };
        struct scene *scene = test_malloc(sizeof(*scene));
        char script[2048] = "";

        (void)state;
        write_bouts(script, sizeof(script), 0, 10, 45);
        scene_run(scene, &setup, script, "");
        assert_true(scene->person.policy.interval_usec == 45 * USEC_PER_MINUTE);
        scene->show = "P";
        scene_go_on(scene, "500:00 sit, 545:30 end");
        assert_string_equal(scene->text, "545:00 due#11 l every=45");
        scene_done(scene);
        test_free(scene);
}

static void the_interval_changes_once_a_day_and_never_beyond_an_hour(void **state)
{
        static const struct scene_setup setup = { .back_off = true, .no_repeat = true };
        struct scene *scene = test_malloc(sizeof(*scene));

        (void)state;
        scene_run(scene, &setup, "", "");
        for (int day = 0; day < 4; day++) {
                char script[2048] = "";
                int64_t before_usec = scene->person.policy.interval_usec;

                write_bouts(script, sizeof(script), day * 1440, 10, 75);
                scene_go_on(scene, script);
                assert_true(scene->person.policy.interval_usec <= BACK_OFF_CAP_USEC);
                assert_true(scene->person.policy.interval_usec <= before_usec * 3 / 2);
        }
        assert_true(scene->person.policy.interval_usec == BACK_OFF_CAP_USEC);
        scene_done(scene);
        test_free(scene);
}

static void taken_prompts_bring_the_own_limit_back(void **state)
{
        static const struct scene_setup setup = { .back_off = true, .no_repeat = true };
        struct scene *scene = test_malloc(sizeof(*scene));
        char script[4096] = "";

        (void)state;
        write_bouts(script, sizeof(script), 0, 10, 45);
        scene_run(scene, &setup, script, "");
        assert_true(scene->person.policy.interval_usec == 45 * USEC_PER_MINUTE);
        script[0] = '\0';
        /* one of ten is still few, eight of ten are not, but the interval changes once a day */
        write_bouts(script, sizeof(script), 1440, 1, 50);
        write_bouts(script, sizeof(script), 1500, 7, 65);
        scene_go_on(scene, script);
        assert_true(scene->person.policy.interval_usec == 60 * USEC_PER_MINUTE);
        script[0] = '\0';
        write_bouts(script, sizeof(script), 2880, 2, 65);
        scene_go_on(scene, script);
        assert_true(scene->person.policy.interval_usec == 40 * USEC_PER_MINUTE);
        script[0] = '\0';
        write_bouts(script, sizeof(script), 4320, 2, 45);
        scene_go_on(scene, script);
        assert_true(scene->person.policy.interval_usec == 30 * USEC_PER_MINUTE);
        scene_done(scene);
        test_free(scene);
}

static void without_back_off_the_limit_stays(void **state)
{
        static const struct scene_setup setup = { .no_repeat = true };
        struct scene *scene = test_malloc(sizeof(*scene));
        char script[2048] = "";

        (void)state;
        write_bouts(script, sizeof(script), 0, 12, 45);
        scene_run(scene, &setup, script, "");
        assert_true(scene->person.policy.interval_usec == 30 * USEC_PER_MINUTE);
        scene_done(scene);
        test_free(scene);
}

static void the_changed_interval_is_told_once(void **state)
{
        static const struct scene_setup setup = { .back_off = true, .no_repeat = true };
        struct scene *scene = test_malloc(sizeof(*scene));
        char script[2048] = "";

        (void)state;
        write_bouts(script, sizeof(script), 0, 10, 45);
        scene_run(scene, &setup, script, "");
        scene->show = "P";
        scene_go_on(scene, "600:00 sit, 646:00 up, 700:00 sit, 746:00 up, 750:00 end");
        assert_string_equal(
                scene->text, "645:00 due#11 l every=45, 648:00 taken#11, 745:00 due#12 l, 748:00 taken#12");
        scene_done(scene);
        test_free(scene);
}

static void after_2_h_of_sitting_a_longer_break_is_suggested(void **state)
{
        struct scene *scene = test_malloc(sizeof(*scene));
        int64_t suggested[6];
        int count = 0;

        (void)state;
        scene_run(scene, NULL, "0:00 end", "");
        for (int i = 0; i < 6; i++) {
                char script[64];

                snprintf(script, sizeof(script), "%d:00 sit, %d:00 end, %d:00 end", i * 35, i * 35 + 29,
                        i * 35 + 30);
                scene_go_on(scene, script);
                scene_go_on(scene, "");
                snprintf(script, sizeof(script), "%d:30 end", i * 35 + 30);
                scene_go_on(scene, script);
                suggested[count++] = scene->person.policy.suggest_usec;
                snprintf(script, sizeof(script), "%d:31 up", i * 35 + 32);
                scene_go_on(scene, script);
        }
        assert_true(suggested[0] == 2 * USEC_PER_MINUTE);
        assert_true(suggested[1] == 2 * USEC_PER_MINUTE);
        assert_true(suggested[2] == 2 * USEC_PER_MINUTE);
        /* the fourth half hour, and the short rests before it, make two hours */
        assert_true(suggested[3] == 5 * USEC_PER_MINUTE);
        assert_true(suggested[4] == 2 * USEC_PER_MINUTE);
        scene_done(scene);
        test_free(scene);
}

static void what_is_due_but_not_certain_is_planned_for_no_time(void **state)
{
        struct scene *scene = test_malloc(sizeof(*scene));
        uint32_t states;

        (void)state;
        scene_run(scene, NULL, "0:00 busy, 28:00 idle, 29:00 end", "");
        assert_true(scene_view(scene).next_break_realtime_usec ==
                    scene->start.realtime_usec + 30 * USEC_PER_MINUTE);
        scene_go_on(scene, "30:01 near, 30:02 end");
        assert_true(scene_view(scene).next_break_realtime_usec == 0);
        /* Nothing but the counters changes, whatever a chattering radar says. */
        states = scene->states;
        scene_go_on(scene, "30:03 far, 30:04 near, 30:05 far, 30:06 near, 30:07 far, 30:08 end");
        assert_true(scene->states == states);
        scene_done(scene);
        test_free(scene);
}

static void fewer_snoozes_than_were_taken_leave_none(void **state)
{
        struct scene *scene = test_malloc(sizeof(*scene));

        (void)state;
        scene_run(scene, NULL, "0:00 sit, 30:01 snooze, 40:02 snooze, 41:00 end", "");
        scene->person.breaks.snoozes = 1;
        assert_int_equal(scene_view(scene).snoozes_left, 0);
        scene->person.breaks.snoozes = 2;
        assert_int_equal(scene_view(scene).snoozes_left, 0);
        scene_done(scene);
        test_free(scene);
}

#define OTHERS 8

int main(void)
{
        static struct CMUnitTest tests[ELEMENTS(CASES) + OTHERS] = {
                cmocka_unit_test(ten_ignored_prompts_make_the_interval_half_as_long_again),
                cmocka_unit_test(the_interval_changes_once_a_day_and_never_beyond_an_hour),
                cmocka_unit_test(taken_prompts_bring_the_own_limit_back),
                cmocka_unit_test(without_back_off_the_limit_stays),
                cmocka_unit_test(the_changed_interval_is_told_once),
                cmocka_unit_test(after_2_h_of_sitting_a_longer_break_is_suggested),
                cmocka_unit_test(what_is_due_but_not_certain_is_planned_for_no_time),
                cmocka_unit_test(fewer_snoozes_than_were_taken_leave_none),
        };
        static struct policy_case cases[ELEMENTS(CASES)];

        memcpy(cases, CASES, sizeof(cases));
        for (size_t i = 0; i < ELEMENTS(CASES); i++)
                tests[OTHERS + i] = (struct CMUnitTest){
                        .name = cases[i].name, .test_func = run_case, .initial_state = &cases[i]
                };
        return cmocka_run_group_tests_name("break_policy", tests, NULL, NULL);
}
