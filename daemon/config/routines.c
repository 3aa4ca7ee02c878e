/* SPDX-License-Identifier: MIT */
#include "config/load.h"

#include "base/text.h"
#include "config/hours_text.h"
#include "config/programmes.h"
#include "config/routine_days.h"

#include <stdio.h>
#include <string.h>

/* One of a person's programmes, while it is checked. */
struct wish {
        struct load *load;
        const config_setting_t *at;
        struct draft_programme *draft;
        const struct programme *programme;
};

/* The id in the array @ids, @count of TEXT_ID_SIZE, that was likeliest meant by @id; NULL. */
static const char *nearest_id(const char *id, const char (*ids)[TEXT_ID_SIZE], size_t count)
{
        const char *words[EQUIPMENT_MAX];

        for (size_t i = 0; i < count; i++)
                words[i] = ids[i];
        return text_nearest(id, words, count);
}

static const char *nearest_programme(const struct programme_set *set, const char *id)
{
        const char *words[PROGRAMMES_MAX];

        for (size_t i = 0; i < set->programme_count; i++)
                words[i] = set->programmes[i].id;
        return text_nearest(id, words, set->programme_count);
}

/* Tells that nothing has the programme's id, or that its file is broken: that holds only the programme up. */
static void report_missing_programme(const struct wish *wish, struct person_setup *person)
{
        const struct programmes *programmes = wish->load->programmes;
        const char *why = programmes ? programmes_why_missing(programmes, wish->draft->id) : NULL;
        const char *nearest =
                programmes ? nearest_programme(programmes_set(programmes), wish->draft->id) : NULL;

        if (why)
                report_warning(
                        &wish->load->report, wish->at, "it is on hold until its file is right: %s", why);
        else if (nearest)
                report_member(&wish->load->report, wish->at, "id",
                        "there is no such programme (did you mean '%s'?)", nearest);
        else
                report_member(&wish->load->report, wish->at, "id", "there is no such programme");
        if (why && person->programme_missing[0] == '\0')
                snprintf(person->programme_missing, sizeof(person->programme_missing), "%s", wish->draft->id);
        person->routine.is_incomplete = person->programme_missing[0] != '\0';
}

/* A person's programmes are few: each is compared with those before it. */
static bool is_repeated(
        struct load *load, const config_setting_t *person, const struct draft_programme *drafts, uint32_t i)
{
        for (uint32_t j = 0; j < i; j++)
                if (drafts[j].id && strcmp(drafts[j].id, drafts[i].id) == 0) {
                        report_member(&load->report, load_element(person, "programmes", i), "id",
                                "this person has this programme already, in line %d",
                                (int)load_element(person, "programmes", j)->line);
                        return true;
                }
        return false;
}

static const char *day_word(int count)
{
        return count == 1 ? "day" : "days";
}

static void report_close_days(const struct wish *wish)
{
        const struct programme *programme = wish->programme;
        uint8_t days = (uint8_t)wish->draft->days;
        char from[HOURS_TEXT_DAYS_SIZE];
        char to[HOURS_TEXT_DAYS_SIZE];
        char example[HOURS_TEXT_DAYS_SIZE];
        int first = 0;
        int next = 0;

        (void)routine_days_gap(days, &first, &next);
        hours_text_print_days(INT64_C(1) << first, from);
        hours_text_print_days(INT64_C(1) << next, to);
        hours_text_print_days(routine_days_choose(programme, days, 0), example);
        report_member(&wish->load->report, wish->at, "days",
                "too close, %s and %s: this programme needs %u %s of rest between (allowed such as %s)", from,
                to, programme->rest_days_between, day_word(programme->rest_days_between), example);
}

/* Checks days that the file has; the programme's own are right. */
static void check_days(const struct wish *wish)
{
        const struct programme *programme = wish->programme;
        const config_setting_t *at = config_setting_get_member(wish->at, "days");
        uint8_t days = (uint8_t)wish->draft->days;
        int count = __builtin_popcount(days);

        if (programme->schedule == PROGRAMME_SCHEDULE_DAILY) {
                if (days != HOURS_EVERY_DAY)
                        report_value(&wish->load->report, at,
                                "this programme is for every day (allowed daily, or leave it out)");
                return;
        }
        if (!routine_days_are_rested(programme, days))
                report_close_days(wish);
        else if (count > programme->per_week_max)
                report_value(&wish->load->report, at, "%d days a week are too many (allowed %u..%u)", count,
                        programme->per_week_min, programme->per_week_max);
        else if (count < programme->per_week_min)
                report_warning(&wish->load->report, at,
                        "%d %s a week: this programme needs %u, and others "
                        "will be chosen as well",
                        count, day_word(count), programme->per_week_min);
}

/* Whether `never` leaves the programme the days that its week needs. A daily one does with what is left. */
static void check_never(const struct wish *wish, const config_setting_t *person, uint8_t never)
{
        const struct programme *programme = wish->programme;
        bool is_daily = programme->schedule == PROGRAMME_SCHEDULE_DAILY;
        uint8_t left = is_daily ? (uint8_t)(HOURS_EVERY_DAY & ~never)
                                : routine_days_choose(programme, (uint8_t)wish->draft->days, never);
        int count = __builtin_popcount(left);
        int needed = is_daily ? 1 : programme->per_week_min;

        if (count < needed)
                report_warning(&wish->load->report, config_setting_get_member(person, "never"),
                        "leaves %d %s a week for '%s', which needs %d: its weeks can't be met", count,
                        day_word(count), programme->id, programme->per_week_min);
}

/* Checks a programme that is known and adds it to the routine. */
static void add_item(const struct wish *wish, const config_setting_t *person, struct routine_config *routine)
{
        const struct programme *programme = wish->programme;
        struct draft_programme *draft = wish->draft;
        const struct draft_window *at = &draft->at;

        if (draft->days == DRAFT_NONE)
                draft->days = programme->schedule == PROGRAMME_SCHEDULE_DAILY ? HOURS_EVERY_DAY
                                                                              : programme->default_days;
        else if (config_setting_get_member(wish->at, "days"))
                check_days(wish);
        if (routine->never)
                check_never(wish, person, routine->never);
        routine->items[routine->item_count++] = (struct routine_item){
                .programme = (int16_t)(programme - routine->set->programmes),
                .days = (uint8_t)draft->days,
                .minute = at->from_minute == DRAFT_NONE ? ROUTINE_NO_MINUTE : (int32_t)at->from_minute,
                .until_minute =
                        at->until_minute == DRAFT_NONE ? ROUTINE_NO_MINUTE : (int32_t)at->until_minute,
                .pace = (enum session_pace)draft->pace,
        };
}

static void load_item(struct load *load, const config_setting_t *at, struct draft_list *list, uint32_t i,
        struct person_setup *person)
{
        struct draft_programme *drafts = list->items;
        struct wish wish = { .load = load, .at = load_element(at, "programmes", i), .draft = &drafts[i] };
        int programme = -1;

        if (!drafts[i].given)
                return;
        if (drafts[i].pace == DRAFT_NONE)
                drafts[i].pace = person->routine.pace;
        if (!drafts[i].id || is_repeated(load, at, drafts, i))
                return;
        if (person->routine.set)
                programme = programme_find(person->routine.set, drafts[i].id);
        if (programme < 0) {
                report_missing_programme(&wish, person);
                return;
        }
        wish.programme = &person->routine.set->programmes[programme];
        if (wish.programme->kind == PROGRAMME_KIND_BREAK ||
                wish.programme->schedule == PROGRAMME_SCHEDULE_EVENT)
                report_member(&load->report, wish.at, "id",
                        "it has no sessions that could be planned: breaks suggest it by themselves");
        else
                add_item(&wish, at, &person->routine);
}

/* Tells a name that no exercise needs. With a file left out it may be right all the same. */
static void report_equipment(struct load *load, const config_setting_t *at, const char *name)
{
        const struct programme_set *set = load->programmes ? programmes_set(load->programmes) : NULL;
        const char *nearest =
                set ? nearest_id(name, (const char(*)[TEXT_ID_SIZE])set->equipment, set->equipment_count)
                    : NULL;

        if (load->programmes && programmes_are_incomplete(load->programmes))
                report_warning(&load->report, at, "no exercise that could be read needs it");
        else if (nearest)
                report_value(&load->report, at, "no exercise needs it (did you mean '%s'?)", nearest);
        else
                report_value(&load->report, at, "no exercise needs it");
}

static void load_equipment(struct load *load, const config_setting_t *at, const struct draft_texts *names,
        struct routine_config *routine)
{
        size_t count = routine->set ? routine->set->equipment_count : 0;

        if (!names->given)
                return;
        routine->equipment_known = (uint32_t)((UINT64_C(1) << count) - 1);
        for (uint32_t i = 0; i < names->count; i++) {
                size_t number = 0;

                while (number < count && strcmp(routine->set->equipment[number], names->items[i]) != 0)
                        number++;
                if (number < count)
                        routine->equipment_there |= UINT32_C(1) << number;
                else
                        report_equipment(load, load_element(at, "equipment", i), names->items[i]);
        }
}

static bool has_kind(const struct person_setup *person, enum channel_kind kind)
{
        for (uint8_t i = 0; i < person->core.channel_count; i++)
                if (person->core.channels[i].kind == kind)
                        return true;
        return false;
}

/* Only hermes says when it has spoken: repetitions are counted aloud only where all speech goes by it. */
static enum session_pace usual_pace(const struct load *load, const struct person_setup *person)
{
        enum session_pace pace = SESSION_PACE_SET;

        for (uint8_t i = 0; i < person->core.channel_count; i++) {
                const struct channel_settings *channel =
                        &load->settings->channels[person->core.channels[i].channel];

                if (channel->kind != CHANNEL_KIND_SPEECH)
                        continue;
                if (channel->speech.dialect != SPEAKER_HERMES)
                        return SESSION_PACE_SET;
                pace = SESSION_PACE_REP;
        }
        return pace;
}

/* With an error it may be but its consequence. */
static void check_leads(struct load *load, const config_setting_t *at, const struct person_setup *person)
{
        if (person->has_routine && !load_has_errors(load) && !has_kind(person, CHANNEL_KIND_SPEECH) &&
                !has_kind(person, CHANNEL_KIND_PHONE) && !has_kind(person, CHANNEL_KIND_DESKTOP))
                report_warning(&load->report, config_setting_get_member(at, "programmes"),
                        "nobody leads through it: its cues are only published, for there is neither speech, "
                        "phone nor desktop");
}

static void load_routine(struct load *load, uint32_t i)
{
        struct draft_person *draft = &((struct draft_person *)load->draft->people.items)[i];
        struct person_setup *person = &load->settings->people[i];
        const config_setting_t *at = load_element(load->root, "people", i);

        if (!draft->given)
                return;
        person->has_routine = draft->programmes.count > 0;
        person->routine = (struct routine_config){
                .set = load->programmes ? programmes_set(load->programmes) : NULL,
                .rules = load->programmes ? programmes_screening(load->programmes) : NULL,
                .never = draft->never == DRAFT_NONE ? 0 : (uint8_t)draft->never,
                .pace = usual_pace(load, person),
        };
        for (uint32_t j = 0; j < draft->programmes.count; j++)
                load_item(load, at, &draft->programmes, j, person);
        if (person->has_routine && person->routine.set)
                person->core.routine = &person->routine;
        load_equipment(load, at, &draft->equipment, &person->routine);
        check_leads(load, at, person);
}

int load_routines(struct load *load)
{
        for (uint32_t i = 0; i < load->settings->people_count; i++)
                load_routine(load, i);
        return 0;
}
