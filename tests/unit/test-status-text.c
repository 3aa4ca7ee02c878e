/* SPDX-License-Identifier: MIT */
#include "unit/test.h"

#include "client/day_bar.h"
#include "client/status_text.h"

#include <stdlib.h>
#include <time.h>

#define MINUTE USEC_PER_MINUTE
#define HOUR   USEC_PER_HOUR
/* 2026-11-23T08:00:00Z, a Monday. */
#define EIGHT (INT64_C(1795420800) * USEC_PER_SEC)
#define NOON  (EIGHT + 4 * HOUR)

static void use_zone(const char *zone)
{
        assert_int_equal(setenv("TZ", zone, 1), 0);
        tzset();
}

/* Anna at noon, in the middle of an ordinary bout. */
static struct person_status anna(void)
{
        return (struct person_status){
                .id = "anna",
                .name = "Anna",
                .posture = POSTURE_SITTING,
                .phase = PHASE_SITTING,
                .since_usec = NOON - 20 * MINUTE,
                .bout_start_usec = NOON - 20 * MINUTE,
                .bout_sec = 20 * 60,
                .sitting_today_sec = 2 * 3600 + 10 * 60,
                .breaks_today = 3,
                .longest_bout_today_sec = 48 * 60,
                .next_break_usec = NOON + 10 * MINUTE,
                .snoozes_left = 2,
                .room = "office",
                .enabled = true,
                .sit_limit_min = 30,
                .break_goal_min = 2,
                .snooze_min = 10,
                .asked_usec = NOON,
        };
}

static const struct span_record morning[] = {
        { .posture = POSTURE_SITTING, .from_realtime_usec = EIGHT, .to_realtime_usec = EIGHT + 2 * HOUR },
        { .posture = POSTURE_AWAY,
                .from_realtime_usec = EIGHT + 2 * HOUR,
                .to_realtime_usec = EIGHT + 3 * HOUR },
        { .posture = POSTURE_STANDING,
                .from_realtime_usec = EIGHT + 3 * HOUR,
                .to_realtime_usec = NOON - 20 * MINUTE },
        { .posture = POSTURE_SITTING, .from_realtime_usec = NOON - 20 * MINUTE, .to_realtime_usec = NOON },
};

static char *make(const struct person_status *status, const struct paint *paint, int lines_max)
{
        struct status_picture picture = {
                .status = status,
                .spans = morning,
                .span_count = ELEMENTS(morning),
                .now_usec = NOON,
                .lines_max = lines_max,
        };
        char *text;

        assert_int_equal(status_text_make(&picture, paint, &text), 0);
        return text;
}

static void assert_text(const struct person_status *status, const struct paint *paint, const char *expected)
{
        char *text = make(status, paint, 0);

        assert_string_equal(text, expected);
        free(text);
}

static void a_wide_terminal_has_all_of_it(void **state)
{
        static const struct paint paint = { .unicode = true, .columns = 80 };
        struct person_status status = anna();

        (void)state;
        use_zone("UTC");
        assert_text(&status, &paint,
                "Anna has been sitting since 11:40 (office)\n"
                "Next break at 12:10, in 10 min.\n"
                "\n"
                "Sitting   20 min  ━━━━━━━━━━━━━━━━────────  limit 30 min\n"
                "Today     3 breaks, 2 h 10 min sitting, longest 48 min in one go\n"
                "\n"
                "▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▁▁▁▁▁▁▁▁▁▁▁▁████████▄▄▄▄\n"
                "08:00       09:00       10:00       11:00\n"
                "▄ sitting   █ standing   ▁ away   · not known\n");
}

static void a_narrow_terminal_has_shorter_words(void **state)
{
        static const struct paint paint = { .unicode = false, .columns = 40 };
        struct person_status status = anna();

        (void)state;
        use_zone("UTC");
        status.hold_count = 2;
        strcpy(status.holds[0], "call");
        strcpy(status.holds[1], "meeting");
        assert_text(&status, &paint,
                "Anna: sitting since 11:40 (office)\n"
                "Next break at 12:10, in 10 min.\n"
                "\n"
                "Sitting  20 min  ######---  limit 30 min\n"
                "Today    3 breaks, sat 2 h 10 min\n"
                "Longest  48 min\n"
                "On hold  call, meeting\n"
                "\n"
                "====================__________#######===\n"
                "08:00     09:00     10:00     11:00\n"
                "= sitting # standing _ away . unknown\n");
}

static void the_narrowest_still_says_the_most_important(void **state)
{
        static const struct paint paint = { .unicode = false, .columns = 20 };
        struct person_status status = anna();

        (void)state;
        use_zone("UTC");
        assert_text(&status, &paint,
                "Anna: sitting\n"
                "Next break at 12:10.\n"
                "\n"
                "Sitting  20 min\n"
                "Today    3 breaks\n"
                "Longest  48 min\n"
                "\n"
                "==========_____###==\n"
                "08:00     10:00\n");
}

static const char *line_of(const char *text, int number, char line[static 256])
{
        size_t length;

        for (; number > 0; number--) {
                text = strchr(text, '\n');
                assert_non_null(text);
                text++;
        }
        length = strcspn(text, "\n");
        assert_true(length < 256);
        memcpy(line, text, length);
        line[length] = '\0';
        return line;
}

static void the_offer_of_a_session_is_told_as_such(void **state)
{
        static const struct {
                enum phase phase;
                enum posture posture;
                int64_t bout_sec;
                const char *wide;
                const char *narrow;
        } cases[] = {
                { PHASE_DUE, POSTURE_UNKNOWN, 0, "A session is offered: unslouch session start begins it.",
                        "Session offered." },
                { PHASE_DUE, POSTURE_STANDING, 0, "A session is offered: unslouch session start begins it.",
                        "Session offered." },
                { PHASE_DUE, POSTURE_SITTING, 24 * 60,
                        "A session is offered: unslouch session start begins it.", "Session offered." },
                { PHASE_DUE, POSTURE_SITTING, 25 * 60, "Time for a break: stand up and move for 2 min.",
                        "Time to stand up." },
                { PHASE_SNOOZED, POSTURE_AWAY, 0, "The session is put off for a while.", "Put off." },
        };

        (void)state;
        use_zone("UTC");
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct person_status status = anna();

                status.phase = cases[i].phase;
                status.posture = cases[i].posture;
                status.bout_sec = cases[i].bout_sec;
                status.week_target = 3;
                for (int narrow = 0; narrow <= 1; narrow++) {
                        struct paint paint = { .unicode = true, .columns = narrow ? 20 : 80 };
                        char *text = make(&status, &paint, 0);
                        char line[256];

                        assert_string_equal(line_of(text, 1, line), narrow ? cases[i].narrow : cases[i].wide);
                        free(text);
                }
        }
}

static void each_phase_has_a_plain_sentence(void **state)
{
        static const struct {
                enum phase phase;
                enum posture posture;
                int64_t next_break_usec;
                const char *wide;
                const char *narrow;
        } cases[] = {
                { PHASE_SITTING, POSTURE_SITTING, NOON + 10 * MINUTE, "Next break at 12:10, in 10 min.",
                        "Next break at 12:10." },
                /* What is left is rounded up, so that it and what has passed make the limit. */
                { PHASE_SITTING, POSTURE_SITTING, NOON + 10 * MINUTE - 5 * USEC_PER_SEC,
                        "Next break at 12:09, in 10 min.", "Next break at 12:09." },
                { PHASE_SITTING, POSTURE_SITTING, NOON - 1, "Next break at 11:59.", "Next break at 11:59." },
                { PHASE_SITTING, POSTURE_SITTING, 0, "No break is planned.", "No break is planned." },
                { PHASE_DUE, POSTURE_SITTING, 0, "Time for a break: stand up and move for 2 min.",
                        "Time to stand up." },
                { PHASE_SNOOZED, POSTURE_SITTING, NOON + 10 * MINUTE,
                        "The break is put off until 12:10; 2 snoozes left.", "Put off until 12:10." },
                { PHASE_SNOOZED, POSTURE_SITTING, 0, "The break is put off.", "Put off." },
                { PHASE_HELD, POSTURE_SITTING, 0, "Reminders wait until the hold is over.",
                        "Reminders wait." },
                { PHASE_BREAK, POSTURE_AWAY, 0, "On a break.", "On a break." },
                { PHASE_IDLE, POSTURE_STANDING, 0, "No break is due.", "No break is due." },
                { PHASE_IDLE, POSTURE_STANDING, NOON + 10 * MINUTE, "Next change at 12:10, in 10 min.",
                        "Change at 12:10." },
                { PHASE_DUE, POSTURE_STANDING, 0, "Time for a change: sit down or walk for 2 min.",
                        "Time for a change." },
                { PHASE_BREAK, POSTURE_SITTING, 0, "On a break.", "On a break." },
                { PHASE_OFF_HOURS, POSTURE_AWAY, 0, "No reminders at this hour.", "No reminders now." },
                { PHASE_SESSION, POSTURE_STANDING, 0, "A session is on; no reminders meanwhile.",
                        "A session is on." },
                { PHASE_UNKNOWN, POSTURE_UNKNOWN, 0, "No sensor reports; see unslouch why.",
                        "No sensor reports." },
        };

        (void)state;
        use_zone("UTC");
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct person_status status = anna();

                status.phase = cases[i].phase;
                status.posture = cases[i].posture;
                status.stand_limit_min = 45;
                status.next_break_usec = cases[i].next_break_usec;
                for (int narrow = 0; narrow <= 1; narrow++) {
                        struct paint paint = { .unicode = true, .columns = narrow ? 20 : 80 };
                        char *text = make(&status, &paint, 0);
                        char line[256];

                        assert_string_equal(line_of(text, 1, line), narrow ? cases[i].narrow : cases[i].wide);
                        free(text);
                }
        }
}

static void the_break_of_the_moment_has_its_goal(void **state)
{
        static const struct paint paint = { .unicode = true, .columns = 80 };
        struct person_status status = anna();
        char line[256];
        char *text;

        (void)state;
        use_zone("UTC");
        status.phase = PHASE_BREAK;
        status.posture = POSTURE_STANDING;
        status.since_usec = NOON - MINUTE;
        text = make(&status, &paint, 0);
        assert_string_equal(line_of(text, 0, line), "Anna has been standing since 11:59 (office)");
        assert_string_equal(
                line_of(text, 1, line), "On a break; staying up until 12:01 makes it a full one.");
        assert_string_equal(line_of(text, 3, line), "Standing  60 s    ━━━━━━━━━━━━────────────  goal 2 min");
        free(text);
}

static void standing_is_shown_against_its_limit(void **state)
{
        static const struct paint paint = { .unicode = true, .columns = 80 };
        struct person_status status = anna();
        char line[256];
        char *text;

        (void)state;
        use_zone("UTC");
        status.phase = PHASE_IDLE;
        status.posture = POSTURE_STANDING;
        status.stand_limit_min = 40;
        text = make(&status, &paint, 0);
        assert_string_equal(
                line_of(text, 3, line), "Standing  20 min  ━━━━━━━━━━━━────────────  limit 40 min");
        free(text);
        status.stand_limit_min = 0;
        status.next_break_usec = 0;
        text = make(&status, &paint, 0);
        assert_string_equal(line_of(text, 3, line), "Standing  20 min");
        free(text);
}

static void who_and_what_depends_on_what_is_known(void **state)
{
        static const struct {
                const char *name;
                enum posture posture;
                int64_t since_usec;
                const char *room;
                const char *line;
        } cases[] = {
                { "Anna", POSTURE_AWAY, NOON - HOUR, "", "Anna has been away since 11:00" },
                { "Anna", POSTURE_AWAY, NOON - 24 * HOUR, "", "Anna has been away since Sun 22 Nov, 12:00" },
                { "Anna", POSTURE_SITTING, 0, "", "Anna is sitting" },
                { "Anna", POSTURE_UNKNOWN, NOON - HOUR, "", "Anna: posture not known since 11:00" },
                { "", POSTURE_STANDING, NOON - HOUR, "office",
                        "anna has been standing since 11:00 (office)" },
                { "王芳", POSTURE_SITTING, NOON - HOUR, "书房", "王芳 has been sitting since 11:00 (书房)" },
        };
        static const struct paint paint = { .unicode = true, .columns = 80 };

        (void)state;
        use_zone("UTC");
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct person_status status = anna();
                char line[256];
                char *text;

                strcpy(status.name, cases[i].name);
                strcpy(status.room, cases[i].room);
                status.posture = cases[i].posture;
                status.since_usec = cases[i].since_usec;
                text = make(&status, &paint, 0);
                assert_string_equal(line_of(text, 0, line), cases[i].line);
                free(text);
        }
}

static void clocks_run_on_from_the_daemons_answer(void **state)
{
        static const struct paint paint = { .unicode = true, .columns = 80 };
        struct person_status status = anna();
        struct status_picture picture = { .status = &status, .now_usec = NOON + 5 * MINUTE };
        char line[256];
        char *text;

        (void)state;
        use_zone("UTC");
        status.longest_bout_today_sec = status.bout_sec;
        assert_true(status_text_runs(&status));
        assert_int_equal(status_text_make(&picture, &paint, &text), 0);
        assert_string_equal(line_of(text, 1, line), "Next break at 12:10, in 5 min.");
        assert_string_equal(
                line_of(text, 3, line), "Sitting   25 min  ━━━━━━━━━━━━━━━━━━━━────  limit 30 min");
        assert_string_equal(
                line_of(text, 4, line), "Today     3 breaks, 2 h 15 min sitting, longest 25 min in one go");
        /* Without any history: the present, from since when it is. */
        assert_string_equal(line_of(text, 6, line), "········▄▄▄▄▄");
        free(text);

        status.posture = POSTURE_AWAY;
        status.phase = PHASE_IDLE;
        assert_false(status_text_runs(&status));
        assert_int_equal(status_text_make(&picture, &paint, &text), 0);
        assert_string_equal(line_of(text, 3, line), "Away      25 min");
        assert_string_equal(
                line_of(text, 4, line), "Today     3 breaks, 2 h 10 min sitting, longest 20 min in one go");
        free(text);
        status.phase = PHASE_BREAK;
        assert_true(status_text_runs(&status));
}

static void a_later_reminder_shows_as_the_limit(void **state)
{
        static const struct paint paint = { .unicode = false, .columns = 80 };
        struct person_status status = anna();
        char line[256];
        char *text;

        (void)state;
        use_zone("UTC");
        status.next_break_usec = NOON + 25 * MINUTE;
        text = make(&status, &paint, 0);
        assert_string_equal(
                line_of(text, 3, line), "Sitting   20 min  ##########--------------  limit 45 min");
        free(text);
        status.phase = PHASE_DUE;
        status.bout_sec = 50 * 60;
        text = make(&status, &paint, 0);
        assert_string_equal(
                line_of(text, 3, line), "Sitting   50 min  ########################  limit 30 min");
        free(text);
}

static void switched_off_is_said_first(void **state)
{
        static const struct paint paint = { .columns = 80 };
        struct person_status status = anna();
        char line[256];
        char *text;

        (void)state;
        status.enabled = false;
        status.phase = PHASE_HELD;
        text = make(&status, &paint, 0);
        assert_string_equal(line_of(text, 1, line), "Reminders are switched off.");
        free(text);
}

static int count_lines(const char *text)
{
        int lines = 0;

        for (; *text != '\0'; text++)
                lines += *text == '\n';
        return lines;
}

static void few_lines_keep_the_most_important(void **state)
{
        static const struct paint paint = { .unicode = true, .columns = 80 };
        static const struct {
                int lines_max;
                int lines;
                const char *last;
        } cases[] = {
                { 0, 9, "▄ sitting   █ standing   ▁ away   · not known" },
                { 9, 9, "▄ sitting   █ standing   ▁ away   · not known" },
                { 8, 8, "08:00       09:00       10:00       11:00" },
                { 7, 6, "08:00       09:00       10:00       11:00" },
                { 5, 5, "▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▁▁▁▁▁▁▁▁▁▁▁▁████████▄▄▄▄" },
                { 4, 4, "Today     3 breaks, 2 h 10 min sitting, longest 48 min in one go" },
                { 1, 1, "Anna has been sitting since 11:40 (office)" },
        };
        struct person_status status = anna();

        (void)state;
        use_zone("UTC");
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                char *text = make(&status, &paint, cases[i].lines_max);
                char line[256];

                assert_int_equal(count_lines(text), cases[i].lines);
                assert_string_equal(line_of(text, cases[i].lines - 1, line), cases[i].last);
                free(text);
        }
}

static uint64_t next_random(uint64_t *seed)
{
        *seed ^= *seed << 13;
        *seed ^= *seed >> 7;
        *seed ^= *seed << 17;
        return *seed;
}

static int64_t random_below(uint64_t *seed, int64_t limit)
{
        return (int64_t)(next_random(seed) % (uint64_t)limit);
}

static void random_words(uint64_t *seed, char *text, size_t size)
{
        static const char *const pieces[] = { "a", "Anna ", "王", "\U0001f9d8", "e\u0308", "\t", "\033[2J",
                "\xff", "ß", "office" };
        size_t length = 0;

        text[0] = '\0';
        for (int64_t i = random_below(seed, 12); i > 0; i--) {
                const char *piece = pieces[random_below(seed, ELEMENTS(pieces))];

                if (length + strlen(piece) >= size)
                        return;
                strcpy(text + length, piece);
                length += strlen(piece);
        }
}

static struct person_status random_status(uint64_t *seed)
{
        struct person_status status = {
                .id = "anna",
                .posture = (enum posture)random_below(seed, POSTURE_MAX_),
                .phase = (enum phase)random_below(seed, PHASE_MAX_),
                .since_usec = random_below(seed, 3) * (NOON - random_below(seed, 30 * HOUR)) / 2,
                .bout_sec = random_below(seed, 20000),
                .sitting_today_sec = random_below(seed, 90000),
                .breaks_today = random_below(seed, 2000),
                .longest_bout_today_sec = random_below(seed, 90000),
                .next_break_usec = random_below(seed, 2) * (NOON + random_below(seed, 60 * HOUR) - HOUR),
                .snoozes_left = random_below(seed, 5),
                .hold_count = (size_t)random_below(seed, HOLDS_MAX + 1),
                .enabled = random_below(seed, 10) > 0,
                .sit_limit_min = random_below(seed, 300),
                .break_goal_min = random_below(seed, 100),
                .asked_usec = NOON - random_below(seed, HOUR),
        };

        random_words(seed, status.name, sizeof(status.name));
        random_words(seed, status.room, sizeof(status.room));
        for (size_t i = 0; i < status.hold_count; i++)
                strcpy(status.holds[i], random_below(seed, 2) ? "call" : "a-hold-with-a-name-of-32-letters");
        return status;
}

/* Takes the colours out again, in place. */
static void strip_colours(char *text)
{
        char *to = text;

        while (*text != '\0')
                if (text[0] == '\033')
                        text += strcspn(text, "m") + 1;
                else
                        *to++ = *text++;
        *to = '\0';
}

static void assert_within(char *text, const struct paint *paint, int lines_max)
{
        char *rest = text;
        char *line;

        if (lines_max > 0)
                assert_true(count_lines(text) <= lines_max);
        while ((line = strsep(&rest, "\n")) != NULL)
                assert_true(paint_columns(line) <= (size_t)paint->columns);
}

static void nothing_is_ever_wider_than_the_terminal(void **state)
{
        static const char *const zones[] = { "UTC", "Europe/Berlin", "Australia/Lord_Howe",
                "Asia/Kathmandu" };
        uint64_t seed = 20261122;

        (void)state;
        print_message("# seed %llu\n", (unsigned long long)seed);
        for (int round = 0; round < 4000; round++) {
                struct person_status status = random_status(&seed);
                struct span_record spans[30];
                struct status_picture picture = {
                        .status = &status,
                        .spans = spans,
                        .span_count = (size_t)random_below(&seed, ELEMENTS(spans) + 1),
                        .now_usec =
                                NOON + random_below(&seed, 400) * 24 * HOUR + random_below(&seed, 24 * HOUR),
                        .lines_max = (int)random_below(&seed, 16),
                };
                struct paint paint = {
                        .colours = random_below(&seed, 2) == 0,
                        .unicode = random_below(&seed, 2) == 0,
                        .columns = 20 + (int)random_below(&seed, 181),
                };
                int64_t at_usec = picture.now_usec - random_below(&seed, 40 * HOUR);
                char *text;

                use_zone(zones[random_below(&seed, ELEMENTS(zones))]);
                for (size_t i = 0; i < picture.span_count; i++) {
                        int64_t length_usec = random_below(&seed, 3 * HOUR) - MINUTE;

                        spans[i] = (struct span_record){
                                .posture = (enum posture)random_below(&seed, POSTURE_MAX_),
                                .from_realtime_usec = at_usec,
                                .to_realtime_usec = at_usec + length_usec,
                        };
                        at_usec += length_usec + random_below(&seed, HOUR);
                }
                assert_int_equal(status_text_make(&picture, &paint, &text), 0);
                strip_colours(text);
                assert_within(text, &paint, picture.lines_max);
                free(text);
        }
}

static void every_width_shows_the_posture_and_the_bar(void **state)
{
        (void)state;
        use_zone("UTC");
        for (int columns = 20; columns <= 200; columns++) {
                struct paint paint = { .unicode = true, .columns = columns };
                struct person_status status = anna();
                char *text = make(&status, &paint, 0);

                assert_non_null(strstr(text, "sitting"));
                assert_non_null(strstr(text, "Next break at 12:10"));
                assert_non_null(strstr(text, "▄▄▄▄"));
                assert_within(text, &paint, 10);
                free(text);
        }
}

int main(void)
{
        static const struct CMUnitTest tests[] = {
                cmocka_unit_test(a_wide_terminal_has_all_of_it),
                cmocka_unit_test(a_narrow_terminal_has_shorter_words),
                cmocka_unit_test(the_narrowest_still_says_the_most_important),
                cmocka_unit_test(each_phase_has_a_plain_sentence),
                cmocka_unit_test(the_offer_of_a_session_is_told_as_such),
                cmocka_unit_test(the_break_of_the_moment_has_its_goal),
                cmocka_unit_test(standing_is_shown_against_its_limit),
                cmocka_unit_test(who_and_what_depends_on_what_is_known),
                cmocka_unit_test(clocks_run_on_from_the_daemons_answer),
                cmocka_unit_test(a_later_reminder_shows_as_the_limit),
                cmocka_unit_test(switched_off_is_said_first),
                cmocka_unit_test(few_lines_keep_the_most_important),
                cmocka_unit_test(every_width_shows_the_posture_and_the_bar),
                cmocka_unit_test(nothing_is_ever_wider_than_the_terminal),
        };

        return cmocka_run_group_tests_name("status_text", tests, NULL, NULL);
}
