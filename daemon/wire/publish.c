/* SPDX-License-Identifier: MIT */
#include "wire/publish.h"

#include "base/duration.h"
#include "base/text.h"
#include "wire/command.h"
#include "wire/writer.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* How much of a command that could not be read is given back. */
#define UNREADABLE_BYTES_MAX 64

const char *const posture_names[POSTURE_MAX_] = {
        [POSTURE_UNKNOWN] = "unknown",
        [POSTURE_SITTING] = "sitting",
        [POSTURE_STANDING] = "standing",
        [POSTURE_AWAY] = "away",
};

const char *const phase_names[PHASE_MAX_] = {
        [PHASE_IDLE] = "idle",
        [PHASE_SITTING] = "sitting",
        [PHASE_DUE] = "due",
        [PHASE_SNOOZED] = "snoozed",
        [PHASE_HELD] = "held",
        [PHASE_BREAK] = "break",
        [PHASE_SESSION] = "session",
        [PHASE_OFF_HOURS] = "off_hours",
        [PHASE_UNKNOWN] = "unknown",
};

const char *const setting_names[SETTING_MAX_] = {
        [SETTING_ENABLED] = "enabled",
        [SETTING_SIT_LIMIT] = "sit_limit",
        [SETTING_BREAK_GOAL] = "break_goal",
        [SETTING_SNOOZE] = "snooze",
        [SETTING_STAND_LIMIT] = "stand_limit",
};

const char *const source_kind_names[SOURCE_KIND_MAX_] = {
        [SOURCE_KIND_SEAT] = "seat",
        [SOURCE_KIND_PRESENCE] = "presence",
        [SOURCE_KIND_DESK_HEIGHT] = "desk-height",
        [SOURCE_KIND_ACTIVITY] = "activity",
        [SOURCE_KIND_HOME] = "home",
        [SOURCE_KIND_ROOM] = "room",
        [SOURCE_KIND_LOGIND] = "logind",
        [SOURCE_KIND_DESKTOP_IDLE] = "desktop-idle",
};

const char *const outcome_names[OUTCOME_MAX_] = {
        [OUTCOME_TAKEN] = "taken",
        [OUTCOME_PARTIAL] = "partial",
        [OUTCOME_IGNORED] = "ignored",
        [OUTCOME_DISMISSED] = "dismissed",
        [OUTCOME_MOOT] = "moot",
};

void prompt_id_print(const char *person, struct prompt_id id, char text[static PROMPT_ID_SIZE])
{
        char day[INSTANT_DAY_TEXT_SIZE];

        instant_print_day(id.day, day);
        snprintf(text, PROMPT_ID_SIZE, "%s-%s-%" PRIu16, person, day, id.number);
}

static void add_prompt_id(struct writer *writer, const char *key, const char *person, struct prompt_id id)
{
        char text[PROMPT_ID_SIZE];

        prompt_id_print(person, id, text);
        writer_add_text(writer, key, id.number > 0 ? text : NULL);
}

static json_t *hold_reasons(const struct hold_set *set)
{
        const char *reasons[HOLDS_MAX];

        for (uint8_t i = 0; i < set->count; i++)
                reasons[i] = set->holds[i].reason;
        return writer_texts(reasons, set->count);
}

/* Null throughout for who has no programmes; daily ones have no weeks to count. */
static void add_routine(struct writer *writer, const struct routine *routine, const struct instant *now)
{
        struct routine_summary summary = { 0 };
        bool is_weekly;

        if (routine)
                routine_summary(routine, now, &summary);
        is_weekly = summary.week_target > 0;
        writer_add_time(writer, "next_session", now, summary.next_session_realtime_usec);
        writer_add_json(writer, "week_done", is_weekly ? json_integer(summary.week_done) : json_null());
        writer_add_json(writer, "week_target", is_weekly ? json_integer(summary.week_target) : json_null());
        writer_add_json(writer, "streak_weeks", is_weekly ? json_integer(summary.streak_weeks) : json_null());
}

char *publish_state(const struct person *person, const struct person_names *names,
        const struct person_view *view, const struct instant *now)
{
        struct writer writer = writer_begin();

        writer_add_text(&writer, "posture", posture_names[view->posture]);
        writer_add_time(&writer, "since", now, view->since_realtime_usec);
        writer_add_time(&writer, "bout_start", now, view->bout_start_realtime_usec);
        writer_add_integer(&writer, "bout_s", view->bout_usec / USEC_PER_SEC);
        writer_add_integer(&writer, "sitting_today_s", view->sitting_today_usec / USEC_PER_SEC);
        writer_add_integer(&writer, "breaks_today", view->breaks_today);
        writer_add_integer(&writer, "longest_bout_today_s", view->longest_bout_today_usec / USEC_PER_SEC);
        writer_add_text(&writer, "phase", phase_names[view->phase]);
        writer_add_time(&writer, "next_break", now, view->next_break_realtime_usec);
        add_prompt_id(&writer, "prompt_id", names->id, view->prompt);
        writer_add_integer(&writer, "snoozes_left", view->snoozes_left);
        writer_add_json(&writer, "holds", hold_reasons(&person->holds));
        writer_add_text(&writer, "in_room", view->room == ROOM_NONE ? NULL : names->rooms[view->room]);
        add_routine(&writer, person->routine, now);
        return writer_text_end(&writer);
}

size_t prompt_action_names(uint8_t actions, const char *names[static PROMPT_ACTIONS_MAX])
{
        static const struct {
                enum prompt_action action;
                const char *name;
        } known[PROMPT_ACTIONS_MAX] = {
                { PROMPT_ACTION_START, "start" },
                { PROMPT_ACTION_DONE, "done" },
                { PROMPT_ACTION_SNOOZE, "snooze" },
                { PROMPT_ACTION_SKIP, "skip" },
                { PROMPT_ACTION_NOT_ME, "not-me" },
        };
        size_t count = 0;

        for (size_t i = 0; i < ELEMENTS(known); i++)
                if (actions & known[i].action)
                        names[count++] = known[i].name;
        return count;
}

static json_t *action_names(uint8_t actions)
{
        const char *names[PROMPT_ACTIONS_MAX];
        size_t count = prompt_action_names(actions, names);

        return writer_texts(names, count);
}

static json_t *channel_names(uint16_t channels, const struct person_names *names)
{
        const char *told[CHANNELS_MAX];
        size_t count = 0;

        for (unsigned i = 0; i < CHANNELS_MAX; i++)
                if (channels & (1U << i))
                        told[count++] = names->channels[i];
        return writer_texts(told, count);
}

static int64_t expiry_realtime(const struct prompt *prompt, const struct instant *now)
{
        if (prompt->expires_boottime_usec == USEC_INFINITY)
                return 0;
        return instant_to_realtime(now, prompt->expires_boottime_usec);
}

char *publish_prompt(const struct prompt *prompt, const struct person_names *names,
        const struct prompt_texts *texts, const struct instant *now)
{
        struct writer writer = writer_begin();

        writer_add_text(&writer, "event_type", prompt_type_names[prompt->type]);
        add_prompt_id(&writer, "id", names->id, prompt->id);
        writer_add_text(&writer, "about", prompt_about_name(prompt));
        writer_add_text(&writer, "title", texts->title);
        writer_add_text(&writer, "message", texts->message);
        writer_add_text(&writer, "say", texts->say);
        writer_add_json(&writer, "actions", action_names(prompt->actions));
        writer_add_json(&writer, "tell", channel_names(prompt->tell, names));
        writer_add_integer(&writer, "level", prompt->level);
        writer_add_time(&writer, "expires", now, expiry_realtime(prompt, now));
        return writer_text_end(&writer);
}

/* What a command is called in an error: its verb, or the setting that was to be set. */
static const char *command_name(const struct effect *effect)
{
        switch (effect->error.verb) {
        case COMMAND_DONE: return "done";
        case COMMAND_SKIP: return "skip";
        case COMMAND_NOT_ME: return "not-me";
        case COMMAND_SNOOZE: return "snooze";
        case COMMAND_HOLD: return "hold";
        case COMMAND_RELEASE: return "release";
        case COMMAND_SET: return setting_names[effect->error.setting];
        }
        return NULL;
}

static const char *refusal_reason(enum refusal refusal)
{
        switch (refusal) {
        case REFUSAL_NO_PROMPT: return "There is no open prompt.";
        case REFUSAL_OLD_PROMPT: return "This prompt is no longer open.";
        case REFUSAL_NO_SNOOZES: return "There is no snooze left this time.";
        case REFUSAL_RANGE: return "The value is not one of those allowed.";
        case REFUSAL_NO_SUCH_HOLD: return "Nothing is held for this reason.";
        case REFUSAL_TOO_MANY_HOLDS: return "Too many reasons hold the prompts already.";
        case REFUSAL_NOT_SEATED: return "Nobody sits, as far as is known.";
        case REFUSAL_PAST: return "This moment has passed.";
        case REFUSAL_NO_DESK:
                return "Standing is not counted: no sensor tells the height of this person's desk.";
        }
        return NULL;
}

/* What is allowed instead. */
struct allowed {
        const char *texts[2]; /* one of them may be @range */
        size_t count;
        char range[2 * DURATION_TEXT_SIZE + 8];
};

static void allow(struct allowed *allowed, const char *text)
{
        allowed->texts[allowed->count++] = text;
}

static void allow_range(struct allowed *allowed, const struct effect *effect)
{
        char from[DURATION_TEXT_SIZE];
        char to[DURATION_TEXT_SIZE];

        if (effect->error.verb == COMMAND_SET && effect->error.setting == SETTING_ENABLED) {
                allow(allowed, "ON");
                allow(allowed, "OFF");
                return;
        }
        if (effect->error.verb == COMMAND_SET && effect->error.setting == SETTING_STAND_LIMIT)
                allow(allowed, "off");
        duration_print(effect->error.min, from);
        duration_print(effect->error.max, to);
        snprintf(allowed->range, sizeof(allowed->range), "%s to %s", from, to);
        allow(allowed, allowed->range);
}

static void refusal_allowed(const struct effect *effect, struct allowed *allowed)
{
        allowed->count = 0;
        switch (effect->error.refusal) {
        case REFUSAL_RANGE: allow_range(allowed, effect); return;
        case REFUSAL_NO_SNOOZES:
                allow(allowed, "done");
                allow(allowed, "skip");
                return;
        case REFUSAL_TOO_MANY_HOLDS: allow(allowed, "release"); return;
        case REFUSAL_PAST: allow(allowed, "a moment to come"); return;
        case REFUSAL_NO_PROMPT:
        case REFUSAL_OLD_PROMPT:
        case REFUSAL_NO_SUCH_HOLD:
        case REFUSAL_NOT_SEATED: return;
        case REFUSAL_NO_DESK: allow(allowed, "off"); return;
        }
}

static char *error_text(const char *command, const char *reason, json_t *allowed)
{
        struct writer writer = writer_begin();

        writer_add_text(&writer, "command", command);
        writer_add_text(&writer, "reason", reason);
        writer_add_json(&writer, "allowed", allowed);
        return writer_text_end(&writer);
}

char *publish_error(const struct effect *effect)
{
        struct allowed allowed;

        refusal_allowed(effect, &allowed);
        return error_text(command_name(effect), refusal_reason(effect->error.refusal),
                writer_texts(allowed.texts, allowed.count));
}

char *publish_refusal(const struct effect *effect)
{
        const char *reason = refusal_reason(effect->error.refusal);
        bool in_one = effect->error.refusal == REFUSAL_RANGE;
        struct allowed allowed;
        char text[256];

        refusal_allowed(effect, &allowed);
        if (allowed.count == 0)
                return strdup(reason);
        /* The range goes on with the sentence that it belongs to, in place of its full stop. */
        snprintf(text, sizeof(text), "%.*s%s %s%s%s.", (int)(strlen(reason) - in_one), reason,
                in_one ? ":" : " Allowed:", allowed.texts[0], allowed.count > 1 ? ", " : "",
                allowed.count > 1 ? allowed.texts[1] : "");
        return strdup(text);
}

char *publish_unreadable(
        const char *command, const char *reason, const char *const *allowed, size_t allowed_count)
{
        char shown[UNREADABLE_BYTES_MAX + 1];
        size_t length = strnlen(command, UNREADABLE_BYTES_MAX);

        /* A cut may lie within a character: its first bytes go too. */
        for (size_t cut = 0; cut < 3 && length > 0 && !text_is_utf8(command, length); cut++)
                length--;
        memcpy(shown, command, length);
        shown[length] = '\0';
        return error_text(
                text_is_utf8(shown, length) ? shown : NULL, reason, writer_texts(allowed, allowed_count));
}

char *publish_owner(const char *instance, const char *host, const char *version)
{
        struct writer writer = writer_begin();

        writer_add_text(&writer, "instance", instance);
        writer_add_text(&writer, "host", host);
        writer_add_text(&writer, "version", version);
        return writer_text_end(&writer);
}

char *publish_setting(enum setting setting, int64_t value)
{
        char text[24];

        if (setting == SETTING_ENABLED)
                return strdup(value != 0 ? "ON" : "OFF");
        snprintf(text, sizeof(text), "%" PRId64, (value + USEC_PER_MINUTE / 2) / USEC_PER_MINUTE);
        return strdup(text);
}
