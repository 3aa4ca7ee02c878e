/* SPDX-License-Identifier: MIT */
#include "unit/scene.h"

#include "unit/test.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#define OFFICE            1
#define LOUNGE            2
#define KITCHEN           3
#define STEPS_AT_ONCE_MAX 20

/* The desk is the last: most scenes have none. */
enum scene_source { CHAIR, COMPUTER, LAPTOP, TRACKER, RADAR, SOFA, FOLLOWER, DESK };

static const char *const HOLD_REASONS[SCENE_HOLDS] = { "call", "baby", "guests", "holiday" };

static void scene_write(struct scene *scene, char kind, const char *format, ...)
        __attribute__((format(printf, 3, 4)));

static void scene_write(struct scene *scene, char kind, const char *format, ...)
{
        int64_t since_usec = scene->now.boottime_usec - scene->start.boottime_usec;
        int64_t since_sec = since_usec / USEC_PER_SEC;
        char *at = scene->text + scene->used;
        size_t left = sizeof(scene->text) - scene->used;
        va_list list;
        int n;

        if (!strchr(scene->show, kind))
                return;
        n = snprintf(at, left, "%s%lld:%02lld ", scene->used > 0 ? ", " : "", (long long)(since_sec / 60),
                (long long)(since_sec % 60));
        assert_true(n > 0 && (size_t)n < left);
        va_start(list, format);
        n += vsnprintf(at + n, left - (size_t)n, format, list);
        va_end(list);
        assert_true((size_t)n < left);
        scene->used += (size_t)n;
}

#define FLOOR_LAMP (1u << SCENE_FLOOR_LAMP)

static const char *told(uint16_t tell)
{
        static const char letters[] = "lspdf";
        static char text[2 + sizeof(letters)];
        size_t n = 0;

        text[n++] = ' ';
        for (int i = 0; i < SCENE_CHANNELS; i++)
                if (tell & (1u << i))
                        text[n++] = letters[i];
        if (n == 1)
                text[n++] = '-';
        text[n] = '\0';
        return text;
}

static void scene_take_prompt(struct scene *scene, const struct prompt *prompt)
{
        static const char *const names[PROMPT_MAX_] = { "due", "nudge", "repeat", "taken", "partial",
                "ignored", "dismissed", "moot", "posture-check", "seat-check", "session-due",
                "session-started", "session-done", "session-missed", "recovery-check", "level-up", "week-met",
                "block-done", "week-summary" };
        const char *about = prompt->about == PROMPT_ABOUT_STANDING ? "stand-" : "";
        bool ends = prompt->type >= PROMPT_BREAK_TAKEN && prompt->type <= PROMPT_BREAK_MOOT;

        if (prompt->type <= PROMPT_BREAK_REPEAT)
                assert_true(prompt->expires_boottime_usec > scene->now.boottime_usec);
        if (prompt->interval_usec > 0)
                scene_write(scene, 'P', "%s%s#%u%s every=%lld", about, names[prompt->type], prompt->id.number,
                        told(prompt->tell), (long long)(prompt->interval_usec / USEC_PER_MINUTE));
        else
                scene_write(scene, 'P', "%s%s#%u%s", about, names[prompt->type], prompt->id.number,
                        ends ? "" : told(prompt->tell));
}

static void scene_take_note(struct scene *scene, const struct prompt *prompt)
{
        static const char *const names[PROMPT_NOTE_MAX_] = { NULL, "interval", "stretch", "offer", "light" };

        if (prompt->note != PROMPT_NOTE_NONE)
                scene_write(scene, 'N', "note=%s%s", names[prompt->note],
                        prompt->actions & PROMPT_ACTION_START ? " start" : "");
}

static void scene_take_day(struct scene *scene, const struct day_summary *day)
{
        char date[INSTANT_DAY_TEXT_SIZE];

        instant_print_day(day->day, date);
        scene_write(scene, 'D', "day=%s sat=%lld bouts=%u breaks=%u", date,
                (long long)(day->seated_usec / USEC_PER_SEC), day->bouts, day->breaks);
}

static void scene_take_effect(struct scene *scene, const struct effect *effect)
{
        static const char *const shows[] = { "before", "due", "repeat", "taken" };
        static const char *const refusals[] = { "no-prompt", "old-prompt", "no-snoozes", "range",
                "no-such-hold", "too-many-holds", "not-seated", "past", "no-desk" };
        static const char *const outcomes[OUTCOME_MAX_] = { "taken", "partial", "ignored", "dismissed",
                "moot" };
        static const char *const postures[POSTURE_MAX_] = { "unknown", "sitting", "standing", "away" };

        switch (effect->kind) {
        case EFFECT_PROMPT:
                scene_take_prompt(scene, &effect->prompt);
                scene_take_note(scene, &effect->prompt);
                break;
        case EFFECT_LIGHTS:
                if (effect->lights.channels != 0)
                        scene_write(scene, 'L', "%s%s=%s",
                                effect->lights.channels & FLOOR_LAMP ? "floor" : "",
                                effect->lights.channels & ~FLOOR_LAMP ? "lamp" : "",
                                shows[effect->lights.show]);
                break;
        case EFFECT_ERROR: scene_write(scene, 'E', "refused=%s", refusals[effect->error.refusal]); break;
        case EFFECT_OUTCOME:
                if (effect->outcome.ended)
                        scene_write(scene, 'O', "outcome=%s%s%s%s", outcomes[effect->outcome.outcome],
                                effect->outcome.about == PROMPT_ABOUT_STANDING ? " standing" : "",
                                effect->outcome.claimed ? " claimed" : "",
                                effect->outcome.snoozes > 0 ? " snoozed" : "");
                break;
        case EFFECT_HUSH: scene_write(scene, 'H', "hush"); break;
        case EFFECT_SPAN:
                scene_write(scene, 'S', "span=%s %lld-%lld%s", postures[effect->span.posture],
                        (long long)((effect->span.from_realtime_usec - scene->start.realtime_usec) /
                                    USEC_PER_SEC),
                        (long long)((effect->span.to_realtime_usec - scene->start.realtime_usec) /
                                    USEC_PER_SEC),
                        effect->span.censored ? " censored" : "");
                break;
        case EFFECT_STATE:
                scene->states++;
                scene_write(scene, 'T', "state");
                break;
        case EFFECT_WHY: scene_write(scene, 'W', "why"); break;
        case EFFECT_SAVE: scene_write(scene, 'K', "save"); break;
        case EFFECT_DAY: scene_take_day(scene, &effect->day); break;
        case EFFECT_ROUTINE_ERROR:
                scene_write(scene, 'E', "session-refused=%s",
                        effect->routine_error.refusal == ROUTINE_REFUSED_OLD_PROMPT ? "old-prompt" : "else");
                break;
        case EFFECT_SETTING:
        case EFFECT_SESSION:
        case EFFECT_CUE:
        case EFFECT_QUIET:
        case EFFECT_PLAN:
        case EFFECT_ROUTINE: break;
        }
}

static void scene_step(struct scene *scene, const struct event *event)
{
        scene->effects.count = 0;
        scene->steps++;
        person_step(&scene->person, event, &scene->now, &scene->effects);
        for (uint16_t i = 0; i < scene->effects.count; i++)
                scene_take_effect(scene, &scene->effects.items[i]);
}

/* The shell's turn: the event, then what is due because of it. */
static void scene_event(struct scene *scene, const struct event *event)
{
        static const struct event time = { .kind = EVENT_TIME };
        int turns = 0;

        scene_step(scene, event);
        while (scene->person.deadline_usec <= scene->now.boottime_usec) {
                assert_true(turns++ < STEPS_AT_ONCE_MAX);
                scene_step(scene, &time);
        }
}

static void scene_move(struct scene *scene, int64_t boottime_usec)
{
        scene->now.boottime_usec = boottime_usec;
        scene->now.realtime_usec = scene->start.realtime_usec + boottime_usec - scene->start.boottime_usec +
                                   scene->clock_shift_usec;
        scene->now.zone = zone_at(scene->setup.zone, scene->now.realtime_usec);
}

static void scene_pass(struct scene *scene, int64_t until_usec)
{
        static const struct event time = { .kind = EVENT_TIME };

        while (scene->person.deadline_usec < until_usec) {
                scene_move(scene, scene->person.deadline_usec);
                scene_event(scene, &time);
        }
        scene_move(scene, until_usec);
}

/* @argument: "[AGE][/LEASE]". */
static void scene_claim(
        struct scene *scene, enum scene_source source, enum source_value value, const char *argument)
{
        struct event event = { .kind = EVENT_CLAIM };
        const char *slash = strchr(argument, '/');

        event.claim.source = (uint16_t)source;
        event.claim.claim = (struct claim){
                .value = value,
                .reading = (uint32_t)value,
                .age_usec = strtoll(argument, NULL, 10) * USEC_PER_SEC,
                .lease_usec = slash ? strtoll(slash + 1, NULL, 10) * USEC_PER_SEC : 0,
        };
        scene_event(scene, &event);
}

/* What follows the person about says where they are. */
static void scene_follow(struct scene *scene, const char *room)
{
        static const struct {
                const char *name;
                uint16_t room;
        } rooms[] = { { "office", OFFICE }, { "lounge", LOUNGE }, { "kitchen", KITCHEN } };
        struct event event = { .kind = EVENT_CLAIM, .claim = { .source = FOLLOWER } };

        for (size_t i = 0; i < ELEMENTS(rooms); i++)
                if (strcmp(rooms[i].name, room) == 0)
                        event.claim.claim =
                                (struct claim){ .value = SOURCE_VALUE_TRUE, .room = rooms[i].room };
        scene_event(scene, &event);
}

static void scene_command(struct scene *scene, struct command command)
{
        struct event event = { .kind = EVENT_COMMAND, .command = &command };

        command.until_day = COMMAND_NO_DAY;
        memcpy(command.prompt_id, scene->prompt_id, sizeof(command.prompt_id));
        scene_event(scene, &event);
        scene->prompt_id[0] = '\0';
}

static void scene_hold(struct scene *scene, enum command_verb verb, const char *argument)
{
        struct command command = { .verb = verb };
        const char *slash = strchr(argument, '/');
        size_t length = slash ? (size_t)(slash - argument) : strlen(argument);

        assert_true(length < sizeof(command.reason));
        memcpy(command.reason, argument, length);
        if (slash)
                command.duration_usec = strtoll(slash + 1, NULL, 10) * USEC_PER_SEC;
        scene_command(scene, command);
}

static void scene_hold_topic(struct scene *scene, const char *reason, bool holds)
{
        struct event event = { .kind = EVENT_HOLD_TOPIC };
        uint16_t i = 0;

        while (strcmp(HOLD_REASONS[i], reason) != 0)
                assert_true(++i < SCENE_HOLDS);
        event.hold_topic.hold = i;
        event.hold_topic.value = holds ? SOURCE_VALUE_TRUE : SOURCE_VALUE_FALSE;
        scene_event(scene, &event);
}

static void scene_restart(struct scene *scene, int64_t down_usec)
{
        static const struct event time = { .kind = EVENT_TIME };
        struct instant saved = scene->now;
        struct person_record record;
        struct person old = scene->person;

        saved.boottime_usec -= down_usec;
        saved.realtime_usec -= down_usec;
        person_save(&old, &saved, &record);
        assert_int_equal(person_init(&scene->person, &scene->config, &scene->now), 0);
        memcpy(scene->person.sources, old.sources, sizeof(*old.sources) * scene->config.source_count);
        if (old.routine)
                routine_restore(
                        scene->person.routine, &(struct routine_record){ .kind = ROUTINE_RECORD_SCREENING,
                                                       .screening = *routine_answers(old.routine) });
        person_load(&scene->person, &record, down_usec, &scene->now);
        scene->person.link_up = old.link_up;
        person_done(&old);
        scene_event(scene, &time);
}

static void scene_seat_says(struct scene *scene, const char *argument)
{
        struct event event = { .kind = EVENT_AVAILABILITY };

        if (strcmp(argument, "nothing") == 0) {
                scene_claim(scene, CHAIR, SOURCE_VALUE_NOTHING, "");
                return;
        }
        event.availability.source = CHAIR;
        event.availability.offline = strcmp(argument, "offline") == 0;
        scene_event(scene, &event);
}

static void scene_happen(struct scene *scene, const char *word, int64_t seconds)
{
        struct event event = { .kind = EVENT_SUSPENDED };

        if (strcmp(word, "sleep") == 0) {
                event.suspended.from_boottime_usec = scene->now.boottime_usec - seconds * USEC_PER_SEC;
                event.suspended.to_boottime_usec = scene->now.boottime_usec;
        } else {
                event.kind = EVENT_CLOCK_CHANGED;
                scene->clock_shift_usec += seconds * USEC_PER_SEC;
                scene_move(scene, scene->now.boottime_usec);
        }
        scene_event(scene, &event);
}

static bool scene_do_source(struct scene *scene, const char *word, const char *argument)
{
        static const struct {
                const char *word;
                enum scene_source source;
                enum source_value value;
        } words[] = {
                { "sit", CHAIR, SOURCE_VALUE_TRUE },
                { "up", CHAIR, SOURCE_VALUE_FALSE },
                { "busy", COMPUTER, SOURCE_VALUE_TRUE },
                { "idle", COMPUTER, SOURCE_VALUE_FALSE },
                { "no-session", COMPUTER, SOURCE_VALUE_NOTHING },
                { "lap", LAPTOP, SOURCE_VALUE_TRUE },
                { "lap-idle", LAPTOP, SOURCE_VALUE_FALSE },
                { "lap-lost", LAPTOP, SOURCE_VALUE_NOTHING },
                { "home", TRACKER, SOURCE_VALUE_TRUE },
                { "out", TRACKER, SOURCE_VALUE_FALSE },
                { "near", RADAR, SOURCE_VALUE_TRUE },
                { "far", RADAR, SOURCE_VALUE_FALSE },
                { "sofa", SOFA, SOURCE_VALUE_TRUE },
                { "sofa-up", SOFA, SOURCE_VALUE_FALSE },
                { "desk", DESK, SOURCE_VALUE_TRUE },
                { "desk-down", DESK, SOURCE_VALUE_FALSE },
        };

        for (size_t i = 0; i < ELEMENTS(words); i++)
                if (strcmp(words[i].word, word) == 0) {
                        scene_claim(scene, words[i].source, words[i].value, argument);
                        return true;
                }
        return false;
}

static bool scene_do_command(struct scene *scene, const char *word, const char *argument)
{
        int64_t number = strtoll(argument, NULL, 10);

        if (strcmp(word, "done") == 0)
                scene_command(scene, (struct command){ .verb = COMMAND_DONE });
        else if (strcmp(word, "skip") == 0)
                scene_command(scene, (struct command){ .verb = COMMAND_SKIP });
        else if (strcmp(word, "not-me") == 0)
                scene_command(scene, (struct command){ .verb = COMMAND_NOT_ME });
        else if (strcmp(word, "snooze") == 0)
                scene_command(scene,
                        (struct command){ .verb = COMMAND_SNOOZE, .duration_usec = number * USEC_PER_SEC });
        else if (strcmp(word, "hold") == 0)
                scene_hold(scene, COMMAND_HOLD, argument);
        else if (strcmp(word, "release") == 0)
                scene_hold(scene, COMMAND_RELEASE, argument);
        else if (strcmp(word, "enabled") == 0)
                scene_command(scene,
                        (struct command){ .verb = COMMAND_SET, .setting = SETTING_ENABLED, .value = number });
        else if (strcmp(word, "limit") == 0)
                scene_command(scene, (struct command){ .verb = COMMAND_SET,
                                             .setting = SETTING_SIT_LIMIT,
                                             .value = number * USEC_PER_SEC });
        else if (strcmp(word, "goal") == 0)
                scene_command(scene, (struct command){ .verb = COMMAND_SET,
                                             .setting = SETTING_BREAK_GOAL,
                                             .value = number * USEC_PER_SEC });
        else if (strcmp(word, "stand") == 0)
                scene_command(scene, (struct command){ .verb = COMMAND_SET,
                                             .setting = SETTING_STAND_LIMIT,
                                             .value = number * USEC_PER_SEC });
        else
                return false;
        return true;
}

static void scene_routine(struct scene *scene, enum routine_verb verb, enum session_verb session_verb)
{
        struct routine_command command = { .verb = verb, .session_verb = session_verb };
        struct event event = { .kind = EVENT_ROUTINE, .routine = &command };

        memcpy(command.prompt_id, scene->prompt_id, sizeof(command.prompt_id));
        scene_event(scene, &event);
        scene->prompt_id[0] = '\0';
}

/* Every set at once. */
static void scene_do_sets(struct scene *scene)
{
        const struct session *session;

        while ((session = routine_session(scene->person.routine)) && session->state != SESSION_STATE_QUESTION)
                scene_routine(scene, ROUTINE_GUIDED,
                        session->stage >= SESSION_STAGE_ANNOUNCE && session->stage <= SESSION_STAGE_SWITCH
                                ? SESSION_VERB_DONE
                                : SESSION_VERB_NEXT);
}

static void scene_session(struct scene *scene, const char *argument)
{
        if (strcmp(argument, "start") == 0)
                scene_routine(scene, ROUTINE_START, SESSION_VERB_MAX_);
        else if (strcmp(argument, "pause") == 0)
                scene_routine(scene, ROUTINE_GUIDED, SESSION_VERB_PAUSE);
        else if (strcmp(argument, "resume") == 0)
                scene_routine(scene, ROUTINE_GUIDED, SESSION_VERB_RESUME);
        else if (strcmp(argument, "stop") == 0)
                scene_routine(scene, ROUTINE_GUIDED, SESSION_VERB_STOP);
        else
                scene_do_sets(scene);
}

static void scene_answer_questions(struct scene *scene)
{
        struct screening_answers answers = { .cleared_day = INT32_MIN };
        struct event event = { .kind = EVENT_SCREENING, .screening = &answers };

        for (size_t i = 0; i < SCREENING_QUESTIONS_MAX; i++)
                answers.general[i] = ANSWER_NO;
        answers.answered_day = scene->person.summary.day;
        scene_event(scene, &event);
}

static void scene_cue(struct scene *scene, const char *argument)
{
        struct event event = { .kind = EVENT_CUE };

        event.cue.retained = strcmp(argument, "old") == 0;
        event.cue.value = strcmp(argument, "nothing") == 0 ? SOURCE_VALUE_NOTHING
                          : strcmp(argument, "no") == 0    ? SOURCE_VALUE_FALSE
                                                           : SOURCE_VALUE_TRUE;
        scene_event(scene, &event);
}

static void scene_do(struct scene *scene, const char *word, const char *argument)
{
        struct event link = { .kind = EVENT_LINK };

        if (scene_do_source(scene, word, argument) || scene_do_command(scene, word, argument))
                return;
        if (strcmp(word, "seat") == 0) {
                scene_seat_says(scene, argument);
        } else if (strcmp(word, "in") == 0) {
                scene_follow(scene, argument);
        } else if (strcmp(word, "on") == 0 || strcmp(word, "off") == 0) {
                scene_hold_topic(scene, argument, word[1] == 'n');
        } else if (strcmp(word, "link") == 0) {
                link.link.up = strcmp(argument, "up") == 0;
                link.link.lost = strcmp(argument, "lost") == 0;
                scene_event(scene, &link);
        } else if (strcmp(word, "id") == 0) {
                assert_int_equal(text_copy(scene->prompt_id, sizeof(scene->prompt_id), argument), 0);
        } else if (strcmp(word, "restart") == 0) {
                scene_restart(scene, strtoll(argument, NULL, 10) * USEC_PER_SEC);
        } else if (strcmp(word, "cue") == 0) {
                scene_cue(scene, argument);
        } else if (strcmp(word, "session") == 0) {
                scene_session(scene, argument);
        } else if (strcmp(word, "end") != 0) {
                assert_true(strcmp(word, "sleep") == 0 || strcmp(word, "clock") == 0);
                scene_happen(scene, word, strtoll(argument, NULL, 10));
        }
}

/* Time that the machine sleeps through or is down for does nothing by itself. */
static int64_t silent_usec(const char *word, const char *argument)
{
        if (strcmp(word, "sleep") != 0 && strcmp(word, "restart") != 0)
                return 0;
        return strtoll(argument, NULL, 10) * USEC_PER_SEC;
}

void scene_go_on(struct scene *scene, const char *script)
{
        while (*script != '\0') {
                char word[80], *argument;
                long long minutes, seconds;
                int64_t at_usec;
                int used = 0;

                assert_int_equal(sscanf(script, " %lld:%lld %79[^, ]%n", &minutes, &seconds, word, &used), 3);
                script += used;
                script += strspn(script, ", ");
                argument = strchr(word, '=');
                if (argument)
                        *argument++ = '\0';
                at_usec = scene->start.boottime_usec + (minutes * 60 + seconds) * USEC_PER_SEC;
                scene_pass(scene, at_usec - silent_usec(word, argument ? argument : ""));
                scene_move(scene, at_usec);
                scene_do(scene, word, argument ? argument : "");
        }
}

static void scene_set_sources(struct scene *scene)
{
        static const struct source_config sources[SCENE_SOURCES] = {
                [CHAIR] = { .kind = SOURCE_KIND_SEAT, .room = OFFICE, .stale_after_usec = 6 * USEC_PER_HOUR },
                [COMPUTER] = { .kind = SOURCE_KIND_ACTIVITY,
                        .room = OFFICE,
                        .stale_after_usec = USEC_INFINITY },
                [LAPTOP] = { .kind = SOURCE_KIND_ACTIVITY,
                        .portable = true,
                        .stale_after_usec = USEC_INFINITY },
                [TRACKER] = { .kind = SOURCE_KIND_HOME, .stale_after_usec = USEC_INFINITY },
                [RADAR] = { .kind = SOURCE_KIND_PRESENCE, .room = LOUNGE, .stale_after_usec = USEC_INFINITY },
                [SOFA] = { .kind = SOURCE_KIND_SEAT, .room = LOUNGE, .stale_after_usec = 6 * USEC_PER_HOUR },
                [FOLLOWER] = { .kind = SOURCE_KIND_ROOM, .stale_after_usec = 6 * USEC_PER_HOUR },
                [DESK] = { .kind = SOURCE_KIND_DESK_HEIGHT,
                        .room = OFFICE,
                        .stale_after_usec = USEC_INFINITY },
        };

        memcpy(scene->sources, sources, sizeof(sources));
        if (scene->setup.local_only) {
                scene->sources[COMPUTER].kind = SOURCE_KIND_LOGIND;
                scene->sources[LAPTOP].kind = SOURCE_KIND_DESKTOP_IDLE;
        }
        for (int i = 0; i < SCENE_SOURCES; i++)
                scene->sources[i].seat_group = SEAT_GROUP_NONE;
}

static void scene_set_channels(struct scene *scene)
{
        static const struct channel_config channels[SCENE_CHANNELS] = {
                [SCENE_LAMP] = { .kind = CHANNEL_KIND_LIGHT, .channel = 0 },
                [SCENE_SPEAKER] = { .kind = CHANNEL_KIND_SPEECH, .channel = 1 },
                [SCENE_PHONE] = { .kind = CHANNEL_KIND_PHONE, .channel = 2 },
                [SCENE_DESKTOP] = { .kind = CHANNEL_KIND_DESKTOP, .channel = 3 },
                [SCENE_FLOOR_LAMP] = { .kind = CHANNEL_KIND_LIGHT, .room = LOUNGE, .channel = 4 },
        };
        struct person_config *config = &scene->config;

        memcpy(scene->channels, channels, sizeof(channels));
        if (scene->setup.lamp_in_lounge)
                scene->channels[SCENE_LAMP].room = LOUNGE;
        config->channels = scene->channels;
        config->channel_count = scene->setup.channels == 0
                                        ? 3
                                        : (uint8_t)(scene->setup.channels < 0 ? 0 : scene->setup.channels);
        ladder_default(&config->ladder, scene->channels, config->channel_count);
        if (scene->setup.speaker_first)
                config->ladder = (struct ladder){ .steps = { { 0, 1 << SCENE_SPEAKER },
                                                          { USEC_PER_MINUTE, 1 << SCENE_LAMP } },
                        .count = 2 };
}

/* A lamp in the office, a lamp and a speaker in the lounge, and a phone. */
static void scene_set_rooms(struct scene *scene)
{
        if (!scene->setup.rooms)
                return;
        scene->channels[SCENE_LAMP].room = OFFICE;
        scene->channels[SCENE_SPEAKER].room = LOUNGE;
        scene->config.channel_count = SCENE_CHANNELS;
        scene->config.ladder = (struct ladder){ .steps = { { 0, 1 << SCENE_LAMP | FLOOR_LAMP },
                                                        { 2 * USEC_PER_MINUTE, 1 << SCENE_SPEAKER },
                                                        { 5 * USEC_PER_MINUTE, 1 << SCENE_PHONE } },
                .count = 3 };
}

static void scene_set_breaks(struct scene *scene)
{
        const struct scene_setup *setup = &scene->setup;

        scene->config.breaks = (struct break_settings){
                .bout = { .debounce_usec = 10 * USEC_PER_SEC,
                        .min_break_usec = 60 * USEC_PER_SEC,
                        .break_goal_usec = 120 * USEC_PER_SEC },
                .sit_limit_usec =
                        setup->sit_limit_sec ? setup->sit_limit_sec * USEC_PER_SEC : 30 * USEC_PER_MINUTE,
                .stand_limit_usec = usec_max(setup->stand_limit_sec, 0) * USEC_PER_SEC,
                .long_break_usec = 5 * USEC_PER_MINUTE,
                .posture_check_usec = setup->posture_check ? 15 * USEC_PER_MINUTE : 0,
                .snooze_usec = 10 * USEC_PER_MINUTE,
                .snoozes = 2,
                .repeat_usec = setup->no_repeat ? 0 : 10 * USEC_PER_MINUTE,
                .defer_usec = 10 * USEC_PER_MINUTE,
                .back_off = setup->back_off,
                .voice_per_hour = 2,
                .voice_per_day = setup->voice_per_day ? setup->voice_per_day : 12,
                .linger_usec = (setup->linger_sec ? setup->linger_sec : 300) * USEC_PER_SEC,
        };
}

void scene_run(struct scene *scene, const struct scene_setup *setup, const char *script, const char *show)
{
        static const struct scene_setup none = { .channels = 0 };
        struct event link = { .kind = EVENT_LINK };

        memset(scene, 0, sizeof(*scene));
        scene->setup = setup ? *setup : none;
        if (!scene->setup.zone)
                scene->setup.zone = &BERLIN;
        scene->show = show;
        scene->start = instant_in(
                scene->setup.zone, utc_usec(scene->setup.start ? scene->setup.start : "2026-06-15 07:00:00"));
        scene->now = scene->start;
        scene_set_sources(scene);
        scene_set_channels(scene);
        scene_set_rooms(scene);
        scene_set_breaks(scene);
        for (int i = 0; i < SCENE_HOLDS; i++) {
                assert_int_equal(text_copy(scene->holds[i].reason, TEXT_ID_SIZE, HOLD_REASONS[i]), 0);
                scene->holds[i].effect = hold_effect_of(HOLD_REASONS[i]);
        }
        assert_int_equal(text_copy(scene->config.id, sizeof(scene->config.id), "anna"), 0);
        scene->config.sources = scene->sources;
        scene->config.source_count = scene->setup.stand_limit_sec != 0 ? SCENE_SOURCES : DESK;
        scene->config.cue_count = 1;
        scene->config.holds = scene->holds;
        scene->config.hold_count = SCENE_HOLDS;
        scene->config.active_hours = scene->setup.active_hours;
        scene->config.active_hours_count = scene->setup.active_hours != NULL;
        scene->config.quiet_hours = scene->setup.quiet_hours;
        scene->config.quiet_hours_count = scene->setup.quiet_hours != NULL;
        scene->config.day_start_minute = 240;
        scene->config.local_only = scene->setup.local_only;
        scene->config.needs_broker = scene->setup.needs_broker;
        scene->config.routine = scene->setup.routine;
        assert_int_equal(person_init(&scene->person, &scene->config, &scene->now), 0);
        link.link.up = true;
        scene_event(scene, &link);
        if (scene->setup.routine)
                scene_answer_questions(scene);
        scene_go_on(scene, script);
}

void scene_done(struct scene *scene)
{
        person_done(&scene->person);
}

struct person_view scene_view(const struct scene *scene)
{
        struct person_view view;

        person_view(&scene->person, &scene->now, &view);
        return view;
}
