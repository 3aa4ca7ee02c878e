/* SPDX-License-Identifier: MIT */
#include "client/replay_summary.h"

#include "base/cleanup.h"

#include <errno.h>
#include <string.h>

struct bout_line {
        int64_t from_realtime_usec;
        int64_t to_realtime_usec;
        int64_t sat_usec;
        bool censored;
};

struct person_lines {
        struct bout_line *bouts;
        size_t bout_count;
        size_t bouts_allocated;
        struct day_summary *days; /* finished */
        size_t day_count;
        size_t days_allocated;
        int64_t claimed_realtime_usec; /* the last break that was only claimed: a bout ended there */
};

struct replay_summary {
        const struct settings *settings;
        struct person_lines *people;
};

int replay_summary_new(const struct settings *settings, struct replay_summary **ret_summary)
{
        struct replay_summary *summary = calloc(1, sizeof(*summary));

        if (!summary)
                return -ENOMEM;
        summary->settings = settings;
        summary->people = calloc((size_t)settings->people_count + 1, sizeof(*summary->people));
        if (!summary->people) {
                free(summary);
                return -ENOMEM;
        }
        for (uint32_t i = 0; i < settings->people_count; i++)
                summary->people[i].claimed_realtime_usec = INT64_MIN;
        *ret_summary = summary;
        return 0;
}

struct replay_summary *replay_summary_free(struct replay_summary *summary)
{
        if (!summary)
                return NULL;
        for (uint32_t i = 0; i < summary->settings->people_count; i++) {
                free(summary->people[i].bouts);
                free(summary->people[i].days);
        }
        free(summary->people);
        free(summary);
        return NULL;
}

static int add_bout(struct person_lines *lines, const struct bout_line *bout)
{
        if (lines->bout_count == lines->bouts_allocated) {
                size_t allocated = lines->bouts_allocated ? lines->bouts_allocated * 2 : 16;
                struct bout_line *grown = reallocarray(lines->bouts, allocated, sizeof(*grown));

                if (!grown)
                        return -ENOMEM;
                lines->bouts = grown;
                lines->bouts_allocated = allocated;
        }
        lines->bouts[lines->bout_count++] = *bout;
        return 0;
}

static int add_day(struct person_lines *lines, const struct day_summary *day)
{
        if (lines->day_count == lines->days_allocated) {
                size_t allocated = lines->days_allocated ? lines->days_allocated * 2 : 16;
                struct day_summary *grown = reallocarray(lines->days, allocated, sizeof(*grown));

                if (!grown)
                        return -ENOMEM;
                lines->days = grown;
                lines->days_allocated = allocated;
        }
        lines->days[lines->day_count++] = *day;
        return 0;
}

/* Whether an interval that begins at @from_usec still belongs to the last bout. */
static bool goes_on(const struct person_lines *lines, int64_t from_usec, int64_t min_break_usec)
{
        const struct bout_line *last;

        if (lines->bout_count == 0)
                return false;
        last = &lines->bouts[lines->bout_count - 1];
        return !last->censored && from_usec - last->to_realtime_usec < min_break_usec &&
               !(lines->claimed_realtime_usec >= last->to_realtime_usec &&
                       lines->claimed_realtime_usec <= from_usec);
}

static int add_interval(
        struct person_lines *lines, int64_t from_usec, int64_t to_usec, bool censored, int64_t min_break_usec)
{
        if (goes_on(lines, from_usec, min_break_usec)) {
                struct bout_line *last = &lines->bouts[lines->bout_count - 1];

                last->sat_usec += to_usec - from_usec;
                last->to_realtime_usec = to_usec;
                last->censored = censored;
                return 0;
        }
        return add_bout(lines, &(struct bout_line){
                                       .from_realtime_usec = from_usec,
                                       .to_realtime_usec = to_usec,
                                       .sat_usec = to_usec - from_usec,
                                       .censored = censored,
                               });
}

/* A break that was claimed cuts a span of sitting in two. */
static int take_span(struct person_lines *lines, const struct effect *effect, int64_t min_break_usec)
{
        int64_t from_usec = effect->span.from_realtime_usec;
        int64_t to_usec = effect->span.to_realtime_usec;
        int64_t cut_usec = lines->claimed_realtime_usec;
        int r;

        if (effect->span.posture != POSTURE_SITTING || to_usec <= from_usec)
                return 0;
        if (cut_usec <= from_usec || cut_usec >= to_usec)
                return add_interval(lines, from_usec, to_usec, effect->span.censored, min_break_usec);
        r = add_interval(lines, from_usec, cut_usec, false, min_break_usec);
        if (r < 0)
                return r;
        return add_interval(lines, cut_usec, to_usec, effect->span.censored, min_break_usec);
}

int replay_summary_take(struct replay_summary *summary, uint32_t person, const struct effect *effect,
        const struct instant *now)
{
        struct person_lines *lines = &summary->people[person];

        if (effect->kind == EFFECT_SPAN)
                return take_span(
                        lines, effect, summary->settings->people[person].core.breaks.bout.min_break_usec);
        if (effect->kind == EFFECT_DAY)
                return add_day(lines, &effect->day);
        if (effect->kind == EFFECT_OUTCOME && effect->outcome.claimed)
                lines->claimed_realtime_usec = now->realtime_usec;
        return 0;
}

/* Minutes with at most two decimals and at least one: "49.25", "54.0". */
static void print_minutes(int64_t usec, FILE *stream)
{
        int64_t hundredths = (usec * 100 + USEC_PER_MINUTE / 2) / USEC_PER_MINUTE;

        fprintf(stream, "%lld.%0*lld", (long long)(hundredths / 100), hundredths % 10 == 0 ? 1 : 2,
                (long long)(hundredths % 10 == 0 ? hundredths % 100 / 10 : hundredths % 100));
}

static bool is_of_day(const struct replay_summary *summary, uint32_t person, const struct bout_line *bout,
        int32_t day, const struct instant *now)
{
        return !bout->censored && instant_day(now, bout->from_realtime_usec,
                                          summary->settings->people[person].core.day_start_minute) == day;
}

static void print_bouts(const struct replay_summary *summary, uint32_t person, int32_t day,
        const struct instant *now, FILE *stream)
{
        const struct person_lines *lines = &summary->people[person];
        size_t count = 0;
        size_t printed = 0;

        for (size_t i = 0; i < lines->bout_count; i++)
                count += is_of_day(summary, person, &lines->bouts[i], day, now);
        fprintf(stream, "%zu %s", count, count == 1 ? "bout" : "bouts");
        for (size_t i = 0; i < lines->bout_count; i++) {
                if (!is_of_day(summary, person, &lines->bouts[i], day, now))
                        continue;
                printed++;
                fputs(printed == 1 ? " of " : printed == count ? " and " : ", ", stream);
                print_minutes(lines->bouts[i].sat_usec, stream);
        }
        fputs(count == 0 ? "" : " minutes", stream);
}

static void print_count(unsigned count, const char *one, const char *many, FILE *stream)
{
        fprintf(stream, "%u %s", count, count == 1 ? one : many);
}

/* Those whose end is known; posture checks have none. */
static unsigned count_prompts(const struct day_summary *day)
{
        unsigned count = 0;

        for (int i = 0; i < OUTCOME_MAX_; i++)
                count += day->outcomes[i];
        return count;
}

static void print_prompts(const struct day_summary *day, FILE *stream)
{
        static const char *const names[OUTCOME_MAX_] = {
                [OUTCOME_TAKEN] = "taken",
                [OUTCOME_PARTIAL] = "partial",
                [OUTCOME_IGNORED] = "ignored",
                [OUTCOME_DISMISSED] = "dismissed",
                [OUTCOME_MOOT] = "moot",
        };
        const char *separator = ": ";

        print_count(count_prompts(day), "prompt", "prompts", stream);
        for (int i = 0; i < OUTCOME_MAX_; i++) {
                if (day->outcomes[i] == 0)
                        continue;
                fprintf(stream, "%s%u %s", separator, (unsigned)day->outcomes[i], names[i]);
                separator = ", ";
        }
}

static void print_day(const struct replay_summary *summary, uint32_t person, const struct day_summary *day,
        int64_t sitting_usec, const struct instant *now, FILE *stream)
{
        char date[INSTANT_DAY_TEXT_SIZE];

        if (sitting_usec == 0 && count_prompts(day) == 0)
                return;
        instant_print_day(day->day, date);
        fprintf(stream, "%s, %s: ", summary->settings->people[person].name, date);
        print_bouts(summary, person, day->day, now, stream);
        fputs("; sitting for ", stream);
        print_minutes(sitting_usec, stream);
        fputs(" minutes; ", stream);
        print_count(day->interruptions, "interruption", "interruptions", stream);
        fputs(", ", stream);
        print_count(day->breaks, "break", "breaks", stream);
        fputs(", ", stream);
        print_count(day->full_breaks, "full break", "full breaks", stream);
        fputs("; ", stream);
        print_prompts(day, stream);
        fputs(".\n", stream);
}

/* The running bout takes the place of what is known of it already. */
static void add_open_bout(struct person_lines *lines, const struct bout *bout, const struct instant *now)
{
        int64_t start_usec = instant_to_realtime(now, bout->start_usec);

        if (!bout->open)
                return;
        while (lines->bout_count > 0 &&
                lines->bouts[lines->bout_count - 1].from_realtime_usec >= start_usec - USEC_PER_SEC)
                lines->bout_count--;
        (void)add_bout(lines, &(struct bout_line){
                                      .from_realtime_usec = start_usec,
                                      .to_realtime_usec = now->realtime_usec,
                                      .sat_usec = bout_clock(bout, now->boottime_usec),
                              });
}

void replay_summary_print(
        struct replay_summary *summary, struct engine *engine, const struct instant *now, FILE *stream)
{
        for (uint32_t i = 0; i < summary->settings->people_count; i++) {
                const struct person *person = household_person(engine_household(engine), i);
                struct person_lines *lines = &summary->people[i];

                add_open_bout(lines, &person->bout, now);
                for (size_t d = 0; d < lines->day_count; d++)
                        print_day(summary, i, &lines->days[d], lines->days[d].seated_usec, now, stream);
                print_day(summary, i, &person->summary,
                        day_summary_sitting(&person->summary, &person->bout, now->boottime_usec), now,
                        stream);
        }
}
