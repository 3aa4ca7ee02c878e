/* SPDX-License-Identifier: MIT */
#include "wire/publish.h"

#include "wire/writer.h"

/* The rows of DESIGN 3, as a sentence each. */
static const char *const row_reasons[] = {
        "they are not at home",
        "the seat is occupied",
        "the desk is raised and somebody is there",
        "the seat is empty and somebody is near it",
        "something is in use",
        "something was in use a moment ago",
        "somebody is seen at the seat",
        "nobody is seen",
};

static bool source_is_live(const struct source *source, const struct source_config *config, int64_t now_usec)
{
        return source->value != SOURCE_VALUE_NOTHING && !source->offline &&
               source_lease_end(source, config) > now_usec;
}

static const char *value_name(enum source_value value)
{
        switch (value) {
        case SOURCE_VALUE_NOTHING: return "nothing";
        case SOURCE_VALUE_FALSE: return "no";
        case SOURCE_VALUE_TRUE: return "yes";
        }
        return NULL;
}

/* Why nothing is known, in the order of what helps most. */
static const char *unknown_reason(const struct person *person, int64_t now_usec)
{
        bool live = false;

        for (uint16_t i = 0; i < person->config->source_count; i++) {
                if (!source_is_live(&person->sources[i], &person->config->sources[i], now_usec))
                        continue;
                if (person->sources[i].doubted)
                        return "something may be lying on the seat, so it does not count until it changes";
                live = true;
        }
        return live ? "what is heard does not tell whether they sit" : "nothing is heard from any sensor";
}

static const char *row_reason(const struct person *person, int64_t now_usec)
{
        if (person->verdict.row < ELEMENTS(row_reasons))
                return row_reasons[person->verdict.row];
        return unknown_reason(person, now_usec);
}

static const char *room_name(const struct person_names *names, uint16_t room)
{
        return room == ROOM_NONE ? NULL : names->rooms[room];
}

/* Only what changes when the source says something else: repeats must not make a new message. */
static json_t *source_json(const struct person *person, const struct person_names *names, uint16_t index,
        const struct instant *now)
{
        const struct source *source = &person->sources[index];
        const struct source_config *config = &person->config->sources[index];
        bool live = source_is_live(source, config, now->boottime_usec);
        bool dated = live && source->since_usec != INT64_MIN;
        struct writer writer = writer_begin();

        writer_add_text(&writer, "name", names->sources[index]);
        writer_add_text(&writer, "kind", source_kind_names[config->kind]);
        writer_add_text(&writer, "says", value_name(live ? source->value : SOURCE_VALUE_NOTHING));
        writer_add_time(&writer, "since", now, dated ? instant_to_realtime(now, source->since_usec) : 0);
        writer_add_text(
                &writer, "room", room_name(names, live && source->room ? source->room : config->room));
        writer_add_boolean(&writer, "live", live);
        writer_add_boolean(&writer, "doubted", source->doubted);
        writer_add_integer(&writer, "rejected", source->rejected);
        return writer_json_end(&writer);
}

static json_t *sources_json(
        const struct person *person, const struct person_names *names, const struct instant *now)
{
        json_t *array = json_array();

        for (uint16_t i = 0; i < person->config->source_count; i++)
                writer_append(&array, source_json(person, names, i, now));
        return array;
}

static json_t *next_json(const struct person_view *view, const struct instant *now)
{
        json_t *array = json_array();
        struct writer writer;

        if (view->next_break_realtime_usec == 0)
                return array;
        writer = writer_begin();
        writer_add_text(&writer, "what", "break");
        writer_add_time(&writer, "at", now, view->next_break_realtime_usec);
        writer_append(&array, writer_json_end(&writer));
        return array;
}

static json_t *held_json(
        const char *reason, const char *effect, int64_t until_realtime_usec, const struct instant *now)
{
        struct writer writer = writer_begin();

        writer_add_text(&writer, "reason", reason);
        writer_add_text(&writer, "effect", effect);
        writer_add_time(&writer, "until", now, until_realtime_usec);
        return writer_json_end(&writer);
}

static const char *effect_name(enum hold_effect effect)
{
        static const char *const names[HOLD_EFFECT_MAX_] = {
                [HOLD_EFFECT_DEFER] = "defer",
                [HOLD_EFFECT_MUTE] = "mute",
                [HOLD_EFFECT_QUIET] = "quiet",
                [HOLD_EFFECT_OFF] = "off",
        };

        return names[effect];
}

/* When a hold ends by itself, realtime; 0 if only its topic or a command ends it. */
static int64_t hold_end(const struct hold *hold, const struct instant *now)
{
        int64_t end = hold->until_realtime_usec;

        if (hold->by_topic || !hold->by_command)
                return 0;
        if (hold->until_boottime_usec != USEC_INFINITY)
                end = usec_min(end, instant_to_realtime(now, hold->until_boottime_usec));
        return end == USEC_INFINITY ? 0 : end;
}

static json_t *holds_json(const struct person *person, const struct instant *now)
{
        int64_t hours_end = person->hours_until_realtime_usec;
        json_t *array = json_array();

        if (hours_end == USEC_INFINITY)
                hours_end = 0;
        if (person->in_quiet_hours)
                writer_append(&array, held_json("quiet_hours", "quiet", hours_end, now));
        else if (!person->in_active_hours)
                writer_append(&array, held_json("off_hours", "quiet", hours_end, now));
        for (uint8_t i = 0; i < person->holds.count; i++) {
                const struct hold *hold = &person->holds.holds[i];

                writer_append(
                        &array, held_json(hold->reason, effect_name(hold->effect), hold_end(hold, now), now));
        }
        return array;
}

/* What tells the room that they are in; NULL: nothing does. */
static const char *room_source(const struct person *person, const struct person_names *names)
{
        const struct verdict *verdict = &person->verdict;

        if (person->room == ROOM_NONE)
                return NULL;
        if (person->room == verdict->room && verdict->source != POSTURE_SOURCE_NONE)
                return names->sources[verdict->source];
        return person->room == person->followed.room ? names->sources[person->followed.source] : NULL;
}

char *publish_why(const struct person *person, const struct person_names *names, const struct instant *now)
{
        const struct verdict *verdict = &person->verdict;
        bool stands = person_about(person) == PROMPT_ABOUT_STANDING;
        const struct break_policy *policy = stands ? &person->standing.policy : &person->policy;
        struct writer writer = writer_begin();
        struct person_view view;

        person_view(person, now, &view);
        writer_add_text(&writer, "posture", posture_names[verdict->posture]);
        writer_add_integer(&writer, "row", verdict->row);
        writer_add_text(&writer, "because", row_reason(person, now->boottime_usec));
        writer_add_text(&writer, "source",
                verdict->source == POSTURE_SOURCE_NONE ? NULL : names->sources[verdict->source]);
        writer_add_text(&writer, "in_room", room_name(names, person->room));
        writer_add_text(&writer, "in_room_by", room_source(person, names));
        writer_add_json(&writer, "sources", sources_json(person, names, now));
        writer_add_json(&writer, "next", next_json(&view, now));
        writer_add_json(&writer, "held_by", holds_json(person, now));
        writer_add_integer(&writer, "interval_s", policy->interval_usec / USEC_PER_SEC);
        writer_add_text(&writer, "phase", phase_names[view.phase]);
        return writer_text_end(&writer);
}
