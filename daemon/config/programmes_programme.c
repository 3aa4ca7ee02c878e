/* SPDX-License-Identifier: MIT */
#include "config/hours_text.h"
#include "config/programmes_keys.h"
#include "config/programmes_value.h"

#include <errno.h>
#include <string.h>

#define DAYS_PER_WEEK   7
#define GAP_HOURS_MAX   168
#define WEEKS_MAX       52
#define LEVEL_DAYS_MAX  90
#define VERSION_CURRENT 1

#define KIND_STRENGTH 1
#define KIND_STRETCH  2
#define KIND_BREAK    4
#define KIND_TRAINING (KIND_STRENGTH | KIND_STRETCH)
#define KIND_ALL      (KIND_TRAINING | KIND_BREAK)

static const struct key_rule rules[] = {
        { "id", KEY_DATA, 0, false, KIND_ALL, KIND_ALL },
        { "name", KEY_SPOKEN, 0, false, KIND_ALL, KIND_ALL },
        { "version", KEY_DATA, 0, false, KIND_ALL, KIND_ALL },
        { "kind", KEY_DATA, 0, false, KIND_ALL, KIND_ALL },
        { "schedule", KEY_DATA, 0, false, KIND_ALL, KIND_ALL },
        { "screening", KEY_DATA, 0, false, KIND_ALL, KIND_ALL },
        { "not-for", KEY_DATA, 0, false, KIND_ALL, KIND_ALL },
        { "use-instead", KEY_DATA, 0, false, KIND_TRAINING, 0 },
        { "forbidden-flags", KEY_DATA, 0, false, KIND_ALL, 0 },
        { "order", KEY_DATA, 0, false, KIND_ALL, KIND_ALL },
        { "warm-up", KEY_DATA, 0, false, KIND_TRAINING, 0 },
        { "pick-order", KEY_DATA, 0, false, KIND_TRAINING, 0 },
        { "pick-count", KEY_DATA, 0, false, KIND_TRAINING, 0 },
        { "stand-ins", KEY_DATA, 0, false, KIND_TRAINING, 0 },
        { "prone-needs-clearance", KEY_DATA, 0, false, KIND_TRAINING, 0 },
        { "prone-stand-in", KEY_DATA, 0, false, KIND_TRAINING, 0 },
        { "per-week-min", KEY_DATA, 0, false, KIND_TRAINING, KIND_TRAINING },
        { "per-week-max", KEY_DATA, 0, false, KIND_TRAINING, KIND_TRAINING },
        { "default-days", KEY_DATA, 0, false, KIND_TRAINING, 0 },
        { "min-gap-hours", KEY_DATA, 0, false, KIND_TRAINING, KIND_TRAINING },
        { "rest-days-between", KEY_DATA, 0, false, KIND_TRAINING, 0 },
        { "rest-days-strict", KEY_DATA, 0, false, KIND_TRAINING, 0 },
        { "min-weeks", KEY_DATA, 0, false, KIND_TRAINING, KIND_TRAINING },
        { "deload-every-weeks", KEY_DATA, 0, false, KIND_TRAINING, 0 },
        { "level-min-days", KEY_DATA, 0, false, KIND_TRAINING, KIND_TRAINING },
        { "level-min-days-easy", KEY_DATA, 0, false, KIND_TRAINING, KIND_TRAINING },
        { "prepare", KEY_SPOKEN, 0, false, KIND_TRAINING, 0 },
        { "intro", KEY_SPOKEN, 0, false, KIND_ALL, KIND_ALL },
        { "outro", KEY_SPOKEN, 0, false, KIND_ALL, KIND_ALL },
        { "keep-up", KEY_SPOKEN, 0, false, KIND_BREAK, 0 },
};

static uint8_t kind_of(enum programme_kind kind)
{
        switch (kind) {
        case PROGRAMME_KIND_STRENGTH: return KIND_STRENGTH;
        case PROGRAMME_KIND_STRETCH: return KIND_STRETCH;
        case PROGRAMME_KIND_BREAK: return KIND_BREAK;
        case PROGRAMME_KIND_MAX_: break;
        }
        return KIND_ALL;
}

static void read_kind(const struct programmes_place *place, struct programme *programme)
{
        static const char *const kind_names[] = { "strength", "stretch", "break", "safety" };
        static const char *const schedule_names[PROGRAMME_SCHEDULE_MAX_] = { "weekly", "daily", "event" };
        static const char *const screening_names[PROGRAMME_SCREENING_MAX_] = { "none", "general",
                "clearance" };
        bool is_strict;

        programme->kind = (enum programme_kind)value_choice(
                place, "kind", kind_names, ELEMENTS(kind_names), PROGRAMME_KIND_MAX_);
        programme->schedule = (enum programme_schedule)value_choice(
                place, "schedule", schedule_names, PROGRAMME_SCHEDULE_MAX_, PROGRAMME_SCHEDULE_MAX_);
        programme->screening = (enum programme_screening)value_choice(
                place, "screening", screening_names, PROGRAMME_SCREENING_MAX_, PROGRAMME_SCREENING_CLEARANCE);
        is_strict = programme->screening == PROGRAMME_SCREENING_CLEARANCE;
        programme->pain_stop = is_strict ? 4 : 6;
        programme->pain_down = is_strict ? 1 : 4;
        programme->forbidden_flags = value_flags(place, "forbidden-flags");
        (void)value_integer(place, "version", VERSION_CURRENT, VERSION_CURRENT, VERSION_CURRENT);
}

/* The days that are said, or every day; none if they are wrong. */
static uint8_t read_days(const struct programmes_place *place, enum programme_schedule schedule)
{
        const struct ini_key *key = value_find(place, "default-days");
        int64_t days = 0;

        if (schedule == PROGRAMME_SCHEDULE_WEEKLY &&
                !ini_find_key(&place->file->ini, place->section, "default-days"))
                programmes_report(place, NULL, "key 'default-days': missing, with schedule = weekly");
        if (!key)
                return HOURS_EVERY_DAY;
        if (schedule == PROGRAMME_SCHEDULE_DAILY || schedule == PROGRAMME_SCHEDULE_EVENT)
                programmes_report(place, key, "only with schedule = weekly");
        else if (hours_text_parse_days(key->value, &days) < 0)
                programmes_report(
                        place, key, "value '%.64s': not days of the week, such as mon, wed, fri", key->value);
        return (uint8_t)days;
}

/* Whether two of @days, from week to week, have fewer than @rest_days between them. */
static bool are_close(uint8_t days, uint8_t rest_days)
{
        for (int day = 0; day < DAYS_PER_WEEK; day++)
                for (int gap = 1; gap <= rest_days && gap < DAYS_PER_WEEK; gap++)
                        if ((days >> day & 1) && (days >> (day + gap) % DAYS_PER_WEEK & 1))
                                return true;
        return false;
}

static void check_days(const struct programmes_place *place, const struct programme *programme)
{
        const struct ini_key *key = value_find(place, "default-days");
        int count = __builtin_popcount(programme->default_days);

        if (!key || count == 0)
                return;
        if (count < programme->per_week_min ||
                (programme->per_week_max > 0 && count > programme->per_week_max))
                programmes_report(place, key, "value '%.64s': days: %d (allowed per-week-min..per-week-max)",
                        key->value, count);
        if (programme->rest_days_strict && are_close(programme->default_days, programme->rest_days_between))
                programmes_report(place, key,
                        "value '%.64s': closer than rest-days-between, with rest-days-strict", key->value);
}

/* More days than fit into a week with the rest days between. */
static void check_rest(const struct programmes_place *place, const struct programme *programme)
{
        const struct ini_key *key = value_find(place, "per-week-max");
        int fitting = (DAYS_PER_WEEK + programme->rest_days_between) / (programme->rest_days_between + 1);

        if (key && programme->rest_days_strict && programme->per_week_max > fitting)
                programmes_report(place, key,
                        "value '%.64s': more than fit with rest-days-strict (allowed 1..%d)", key->value,
                        fitting);
}

static void read_week(const struct programmes_place *place, struct programme *programme)
{
        programme->per_week_min = (uint8_t)value_integer(place, "per-week-min", 1, DAYS_PER_WEEK, 1);
        programme->per_week_max =
                (uint8_t)value_integer(place, "per-week-max", programme->per_week_min, DAYS_PER_WEEK, 0);
        programme->min_gap_hours = (uint8_t)value_integer(place, "min-gap-hours", 0, GAP_HOURS_MAX, 0);
        programme->rest_days_between =
                (uint8_t)value_integer(place, "rest-days-between", 0, DAYS_PER_WEEK - 1, 0);
        programme->rest_days_strict = value_yes(place, "rest-days-strict");
        programme->min_weeks = (uint8_t)value_integer(place, "min-weeks", 1, WEEKS_MAX, 1);
        programme->deload_every_weeks = (uint8_t)value_integer(place, "deload-every-weeks", 0, WEEKS_MAX, 0);
        programme->level_min_days = (uint8_t)value_integer(place, "level-min-days", 1, LEVEL_DAYS_MAX, 1);
        programme->level_min_days_easy =
                (uint8_t)value_integer(place, "level-min-days-easy", 1, programme->level_min_days, 1);
        programme->default_days = read_days(place, programme->schedule);
        check_days(place, programme);
        check_rest(place, programme);
}

/* What the lists hold is looked up when all files are known. */
static void read_lists(const struct programmes_place *place)
{
        struct value_list list;

        for (const struct programmes_reference *reference = programmes_references; reference->name;
                reference++)
                value_read_list(place, reference->name, reference->max, &list);
        value_read_list(place, "not-for", TAGS_MAX, &list);
        value_take_list(place, "order", PROGRAMME_EXERCISES_MAX, &list);
        if (list.key && list.count == 0)
                programmes_report(place, list.key, "value 'none': a programme without an exercise");
}

static void read_pick(const struct programmes_place *place, struct programme *programme)
{
        const struct ini_key *count_key = value_find(place, "pick-count");
        struct value_list list;

        value_take_list(place, "pick-order", PROGRAMME_EXERCISES_MAX, &list);
        if (list.count > 0)
                programme->pick_count =
                        (uint8_t)value_integer(place, "pick-count", 1, (int64_t)list.count, 1);
        if (list.count > 0 && !ini_find_key(&place->file->ini, place->section, "pick-count"))
                programmes_report(place, list.key, "without a pick-count");
        if (count_key && !ini_find_key(&place->file->ini, place->section, "pick-order"))
                programmes_report(place, count_key, "without a pick-order");
}

int programmes_read_programme(const struct programmes_place *place)
{
        struct programmes *programmes = place->programmes;
        struct programme programme = { .use_instead = -1, .prone_stand_in = -1 };
        struct programme_entry *entries;

        (void)snprintf(programme.id, sizeof(programme.id), "%s", place->file->id);
        read_kind(place, &programme);
        programmes_check_keys(place, rules, ELEMENTS(rules), kind_of(programme.kind));
        read_lists(place);
        read_pick(place, &programme);
        programme.prone_needs_clearance = value_yes(place, "prone-needs-clearance");
        if (programme.kind != PROGRAMME_KIND_BREAK)
                read_week(place, &programme);
        entries = reallocarray(
                programmes->programmes, programmes->programme_count + 1, sizeof(*programmes->programmes));
        if (!entries)
                return -ENOMEM;
        programmes->programmes = entries;
        entries[programmes->programme_count++] = (struct programme_entry){ .programme = programme,
                .file = (uint32_t)(place->file - programmes->files),
                .section = place->section };
        return 0;
}
