/* SPDX-License-Identifier: MIT */
#include "client/why_text.h"

#include "client/clock_text.h"
#include "client/phase_text.h"
#include "wire/field.h"
#include "wire/publish.h"

#include <errno.h>
#include <string.h>

struct why {
        const json_t *root;
        const struct person_status *status;
        FILE *stream;
};

/* What the rows of DESIGN 3 mean. */
static const char *const rules[] = {
        "Who is not at home is away, whatever else is heard.",
        "An occupied seat means sitting, whatever else is heard.",
        "A raised desk with somebody at it means standing.",
        "An empty seat with somebody near it means standing.",
        "Something in use means sitting, where no seat says otherwise.",
        "What was in use a moment ago still counts for a few minutes.",
        "Somebody seen at the seat sits there, or stands if the desk is raised.",
        "Seen nowhere means away.",
        "As long as that is so, nothing is counted and nobody is reminded.",
};

/* What a sensor of each kind is called, and what its yes and no mean. */
static const struct {
        const char *what;
        const char *yes;
        const char *no;
} kinds[SOURCE_KIND_MAX_] = {
        [SOURCE_KIND_SEAT] = { "a seat sensor", "occupied", "empty" },
        [SOURCE_KIND_PRESENCE] = { "a presence sensor", "somebody is there", "nobody is there" },
        [SOURCE_KIND_DESK_HEIGHT] = { "a desk's height", "raised", "lowered" },
        [SOURCE_KIND_ACTIVITY] = { "something in use", "in use", "not in use" },
        [SOURCE_KIND_HOME] = { "who is at home", "at home", "not at home" },
        [SOURCE_KIND_ROOM] = { "what follows them about", "there", "not there" },
        [SOURCE_KIND_LOGIND] = { "the login session", "in use", "idle, locked or closed" },
        [SOURCE_KIND_DESKTOP_IDLE] = { "keyboard and mouse", "in use", "idle" },
};

static const char *text_of(const json_t *object, const char *key)
{
        const char *text = json_string_value(json_object_get(object, key));

        return text ? text : "";
}

/* The moment that @key of @object tells, or 0. */
static int64_t moment_of(const json_t *object, const char *key)
{
        int64_t realtime_usec = 0;

        (void)payload_time_parse(text_of(object, key), &realtime_usec);
        return realtime_usec;
}

/* SOURCE_KIND_MAX_ if the word is none. */
static enum source_kind kind_of(const json_t *source)
{
        const char *word = text_of(source, "kind");
        enum source_kind kind = 0;

        while (kind < SOURCE_KIND_MAX_ && strcmp(source_kind_names[kind], word) != 0)
                kind++;
        return kind;
}

/* " since 13:20 (35 min)" */
static void print_since(const struct why *why, int64_t since_usec)
{
        char moment[CLOCK_TEXT_SIZE], span[CLOCK_TEXT_SIZE];

        if (since_usec == 0)
                return;
        clock_text_moment(since_usec, why->status->asked_usec, moment);
        clock_text_duration((why->status->asked_usec - since_usec) / USEC_PER_SEC, span);
        fprintf(why->stream, " since %s (%s)", moment, span);
}

static void print_posture(const struct why *why)
{
        const char *name = why->status->name[0] != '\0' ? why->status->name : why->status->id;

        switch (why->status->posture) {
        case POSTURE_SITTING: fprintf(why->stream, "%s has been sitting", name); break;
        case POSTURE_STANDING: fprintf(why->stream, "%s has been standing", name); break;
        case POSTURE_AWAY: fprintf(why->stream, "%s has been away", name); break;
        case POSTURE_UNKNOWN:
        case POSTURE_MAX_: fprintf(why->stream, "Whether %s sits has not been known", name); break;
        }
        print_since(why, why->status->since_usec);
        fputs(".\n", why->stream);
}

static const json_t *find_source(const struct why *why, const char *name)
{
        const json_t *sources = json_object_get(why->root, "sources");

        for (size_t i = 0; i < json_array_size(sources); i++) {
                const json_t *source = json_array_get(sources, i);

                if (strcmp(text_of(source, "name"), name) == 0)
                        return source;
        }
        return NULL;
}

static void print_reason(const struct why *why)
{
        json_int_t row = json_integer_value(json_object_get(why->root, "row"));
        const char *name = text_of(why->root, "source");
        enum source_kind kind = kind_of(find_source(why, name));
        const char *posture = text_of(why->root, "posture");

        /* A change counts once it has lasted for a moment: until then the sensors are ahead. */
        if (strcmp(posture, posture_names[why->status->posture]) != 0)
                fprintf(why->stream, "The sensors have just changed, to %s.\n", posture);
        fprintf(why->stream, "Because %s", text_of(why->root, "because"));
        if (kind < SOURCE_KIND_MAX_)
                fprintf(why->stream, ", says '%s' (%s)", name, kinds[kind].what);
        fputs(".\n", why->stream);
        if (row >= 0 && (size_t)row < ELEMENTS(rules))
                fprintf(why->stream, "%s\n", rules[row]);
}

static void print_room(const struct why *why)
{
        const char *room = json_string_value(json_object_get(why->root, "in_room"));
        const char *by = json_string_value(json_object_get(why->root, "in_room_by"));

        if (room)
                fprintf(why->stream, "The room is '%s'", room);
        if (room && by)
                fprintf(why->stream, ", says '%s'", by);
        if (room)
                fputs(".\n", why->stream);
}

static void print_source(const struct why *why, const json_t *source)
{
        json_int_t rejected = json_integer_value(json_object_get(source, "rejected"));
        enum source_kind kind = kind_of(source);
        const char *says = text_of(source, "says");
        bool known = kind < SOURCE_KIND_MAX_;

        fprintf(why->stream, "  %s: ", text_of(source, "name"));
        if (!json_is_true(json_object_get(source, "live")))
                fputs("nothing is heard from it now", why->stream);
        else if (strcmp(says, "yes") == 0)
                fputs(known ? kinds[kind].yes : "yes", why->stream);
        else
                fputs(known ? kinds[kind].no : "no", why->stream);
        print_since(why, moment_of(source, "since"));
        if (json_is_true(json_object_get(source, "doubted")))
                fputs("; does not count until it changes", why->stream);
        fputc('\n', why->stream);
        if (rejected > 0)
                fprintf(why->stream, "    %lld of its messages could not be read\n", (long long)rejected);
}

static void print_sources(const struct why *why)
{
        const json_t *sources = json_object_get(why->root, "sources");

        if (json_array_size(sources) == 0)
                return;
        fputs("\nThe sensors:\n", why->stream);
        for (size_t i = 0; i < json_array_size(sources); i++)
                print_source(why, json_array_get(sources, i));
}

/* What the phase means where no moment tells more. */
static const char *phase_sentence(const struct person_status *status)
{
        if (phase_text_is_of_session(status))
                return status->phase == PHASE_DUE ? "A session is offered now."
                                                  : "The session that is offered is snoozed.";
        switch (status->phase) {
        case PHASE_IDLE: return "Nothing is due while nobody sits.";
        case PHASE_SITTING: return "Nothing is due.";
        case PHASE_DUE: return "A break is due now.";
        case PHASE_SNOOZED: return "The break that is due is snoozed.";
        case PHASE_HELD: return "A break is held back.";
        case PHASE_BREAK: return "This is a break.";
        case PHASE_SESSION: return "A session runs: no breaks meanwhile.";
        case PHASE_OFF_HOURS: return "Nothing is due outside the active hours.";
        case PHASE_UNKNOWN: return "Nothing is due as long as too little is known.";
        case PHASE_MAX_: break;
        }
        return "";
}

static void print_next(const struct why *why)
{
        const json_t *next = json_array_get(json_object_get(why->root, "next"), 0);
        json_int_t interval_sec = json_integer_value(json_object_get(why->root, "interval_s"));
        int64_t at_usec = moment_of(next, "at");
        char text[CLOCK_TEXT_SIZE];

        fputc('\n', why->stream);
        if (!why->status->enabled) {
                fputs("Reminders are switched off.\n", why->stream);
                return;
        }
        if (at_usec > why->status->asked_usec) {
                clock_text_moment(at_usec, why->status->asked_usec, text);
                fprintf(why->stream, "The next break is due at %s", text);
                clock_text_duration((at_usec - why->status->asked_usec) / USEC_PER_SEC, text);
                fprintf(why->stream, ", in %s%s.\n", text,
                        why->status->phase == PHASE_SNOOZED ? ": it is snoozed" : "");
        } else {
                fprintf(why->stream, "%s\n", phase_sentence(why->status));
        }
        clock_text_duration(interval_sec, text);
        if (interval_sec > 0)
                fprintf(why->stream, "A break comes after %s of sitting.\n", text);
}

/* What a hold does, by the word for its effect. */
static const char *effect_sentence(const char *effect)
{
        static const struct {
                const char *effect;
                const char *sentence;
        } sentences[] = {
                { "defer", "prompts wait a while" },
                { "mute", "nothing is said aloud" },
                { "quiet", "nothing is shown" },
                { "off", "nothing is shown" },
        };

        for (size_t i = 0; i < ELEMENTS(sentences); i++)
                if (strcmp(sentences[i].effect, effect) == 0)
                        return sentences[i].sentence;
        return effect;
}

static void print_hold(const struct why *why, const json_t *hold)
{
        const char *reason = text_of(hold, "reason");
        int64_t until_usec = moment_of(hold, "until");
        char text[CLOCK_TEXT_SIZE];

        if (strcmp(reason, "quiet_hours") == 0)
                fputs("These are the quiet hours", why->stream);
        else if (strcmp(reason, "off_hours") == 0)
                fputs("The active hours are over", why->stream);
        else
                fprintf(why->stream, "Held for '%s'", reason);
        if (until_usec != 0) {
                clock_text_moment(until_usec, why->status->asked_usec, text);
                fprintf(why->stream, " until %s", text);
        }
        fprintf(why->stream, ": %s.\n", effect_sentence(text_of(hold, "effect")));
}

int why_text_print(const char *text, const struct person_status *status, FILE *stream)
{
        json_t *root = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
        const struct why why = { root, status, stream };
        const json_t *holds;

        if (!json_is_object(root)) {
                json_decref(root);
                return -EBADMSG;
        }
        print_posture(&why);
        print_reason(&why);
        print_room(&why);
        print_sources(&why);
        print_next(&why);
        holds = json_object_get(root, "held_by");
        for (size_t i = 0; i < json_array_size(holds); i++)
                print_hold(&why, json_array_get(holds, i));
        json_decref(root);
        return 0;
}
