/* SPDX-License-Identifier: MIT */
#include "unit/test.h"

#include "client/plan_text.h"
#include "client/programme_print.h"
#include "client/prose.h"
#include "client/screening_text.h"
#include "client/session_text.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

/* 2026-11-25T13:55:00Z, a Wednesday */
#define NOW INT64_C(1795614900000000)

struct printer {
        const char *json;
        int (*print)(const char *json, const struct paint *paint, FILE *stream);
};

static const struct paint terminal = { .unicode = true, .columns = 80, .rows = 24 };

static char *print_on(const struct printer *printer, const struct paint *paint, int *ret_result)
{
        char *text = NULL;
        size_t size = 0;
        FILE *stream = open_memstream(&text, &size);

        assert_non_null(stream);
        *ret_result = printer->print(printer->json, paint, stream);
        fclose(stream);
        return text;
}

static void assert_printed(const struct printer *printer, const char *expected)
{
        int result;
        char *text = print_on(printer, &terminal, &result);

        assert_int_equal(result, 0);
        assert_string_equal(text, expected);
        free(text);
}

/* No line is wider than it may be, at any width, with colours and without, in any encoding. */
static void assert_fits(const struct printer *printer)
{
        for (int columns = 20; columns <= 200; columns++)
                for (int unicode = 0; unicode < 2; unicode++) {
                        const struct paint paint = { .unicode = unicode, .columns = columns, .rows = 24 };
                        int result;
                        char *text = print_on(printer, &paint, &result);

                        assert_int_equal(result, 0);
                        for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n")) {
                                if (paint_columns(line) > (size_t)columns)
                                        fail_msg("%d columns: '%s'", columns, line);
                                for (const char *c = line; !unicode && *c != '\0'; c++)
                                        assert_true((unsigned char)*c < 0x80);
                        }
                        free(text);
                }
}

static const char plan[] =
        "{\"week\":\"2026-11-23\",\"sessions\":["
        "{\"programme\":\"steady-back\",\"at\":\"2026-11-23T18:01:00+00:00\",\"state\":\"done\"},"
        "{\"programme\":\"daily-stretch\",\"at\":\"2026-11-24T12:30:00+00:00\",\"state\":\"missed\"},"
        "{\"programme\":\"daily-stretch\",\"at\":\"2026-11-25T12:30:00+00:00\",\"state\":\"short\"},"
        "{\"programme\":\"steady-back\",\"at\":\"2026-11-25T18:00:00+00:00\",\"state\":\"moved\"},"
        "{\"programme\":\"daily-stretch\",\"at\":null,\"state\":\"planned\"},"
        "{\"programme\":\"unheard-of\",\"at\":\"2026-11-28T18:00:00+00:00\",\"state\":\"excused\"},"
        "{\"programme\":\"steady-back\",\"at\":\"2026-11-29T18:00:00+00:00\",\"state\":\"planned\"},"
        "{\"programme\":\"steady-back\",\"at\":\"2026-11-29T19:00:00+00:00\",\"state\":\"odd\"}],"
        "\"next_sessions\":["
        "{\"programme\":\"daily-stretch\",\"at\":null,\"state\":\"planned\"},"
        "{\"programme\":\"steady-back\",\"at\":\"2026-11-30T18:00:00+00:00\",\"state\":\"planned\"}],"
        "\"held\":\"rest\",\"why\":null,\"light\":true,\"block\":{\"week\":2,\"met\":1,\"goal\":6},\"stretch_"
        "days\":1}";

static int print_plan(const char *json, const struct paint *paint, FILE *stream)
{
        static char steady[] = "steady-back", steady_name[] = "Ruhiger Rücken";
        static char stretch[] = "daily-stretch", stretch_name[] = "Tägliches Dehnen für eine gute Haltung";
        static const struct plan_title titles[] = {
                { steady, steady_name, 18 * USEC_PER_MINUTE },
                { stretch, stretch_name, 0 },
        };
        const struct plan_page page = {
                .json = json,
                .person = "anna",
                .name = "Anna",
                .titles = titles,
                .title_count = ELEMENTS(titles),
                .now = { .boottime_usec = USEC_PER_DAY,
                        .realtime_usec = NOW,
                        .zone = { .since_realtime_usec = INT64_MIN, .until_realtime_usec = USEC_INFINITY } },
        };

        return plan_text_print(&page, paint, stream);
}

static void the_week_is_a_small_table(void **state)
{
        (void)state;
        assert_printed(&(struct printer){ plan, print_plan },
                "Anna, week of 2026-11-23\n"
                "\n"
                "  Mon 23  18:01  Ruhiger Rücken            done\n"
                "  Tue 24  12:30  Tägliches Dehnen für ei…  missed\n"
                "  Wed 25  12:30  Tägliches Dehnen für ei…  short\n"
                "          18:00  Ruhiger Rücken            moved\n"
                "          -      Tägliches Dehnen für ei…  planned\n"
                "  Sat 28  18:00  unheard-of                excused\n"
                "  Sun 29  18:00  Ruhiger Rücken            planned\n"
                "\n"
                "Next week\n"
                "          -      Tägliches Dehnen für ei…  planned\n"
                "  Mon 30  18:00  Ruhiger Rücken            planned\n"
                "\n"
                "█░░░░░  Week 2: 1 of 6 weeks met.\n"
                "Stretched on 1 day this week.\n"
                "Next: Ruhiger Rücken, 18:00, about 18 min.\n"
                "This is a light week: one set of each. unslouch session light no makes the\n"
                "sessions whole again.\n"
                "Today is for rest; sessions go on after it.\n");
}

static void a_hold_says_what_to_do(void **state)
{
        static const struct {
                const char *held;
                const char *words;
        } cases[] = {
                { "questions", "unslouch screening asks them." },
                { "rest", "Today is for rest" },
                { "paused", "unslouch release ends it." },
                { "see-terminal", "unslouch screening --show tells" },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                const struct paint wide = { .unicode = true, .columns = 200, .rows = 24 };
                char json[200];
                int result;
                char *text;

                snprintf(json, sizeof(json), "{\"week\":\"2026-11-23\",\"sessions\":[],\"held\":\"%s\"}",
                        cases[i].held);
                text = print_on(&(struct printer){ json, print_plan }, &wide, &result);
                assert_int_equal(result, 0);
                assert_non_null(strstr(text, cases[i].words));
                assert_non_null(strstr(text, "No session is planned this week."));
                free(text);
        }
}

static void a_week_that_is_over_goes_on_in_the_next(void **state)
{
        (void)state;
        assert_printed(&(struct printer){ "{\"week\":\"2026-11-23\",\"sessions\":[],\"next_sessions\":["
                                          "{\"programme\":\"steady-back\","
                                          "\"at\":\"2026-11-30T18:00:00+00:00\",\"state\":\"planned\"}]}",
                               print_plan },
                "Anna, week of 2026-11-23\n"
                "\n"
                "No session is planned this week.\n"
                "\n"
                "Next week\n"
                "  Mon 30  18:00  Ruhiger Rücken            planned\n"
                "\n"
                "Next: Ruhiger Rücken, Mon 30 Nov, 18:00, about 18 min.\n");
}

static void a_broken_file_is_told(void **state)
{
        (void)state;
        assert_printed(
                &(struct printer){ "{\"week\":\"2026-11-23\",\"sessions\":[],\"held\":\"see-terminal\","
                                   "\"why\":\"own is on hold: its file has a mistake.\"}",
                        print_plan },
                "Anna, week of 2026-11-23\n"
                "\n"
                "No session is planned this week.\n"
                "\n"
                "own is on hold: its file has a mistake.\n");
}

static void who_has_no_programme_is_offered_one(void **state)
{
        (void)state;
        assert_printed(&(struct printer){ "{}", print_plan },
                "Anna\n"
                "\n"
                "No sessions are planned. If you like, choose a programme: unslouch programme\n"
                "list shows what there is, and programmes in the configuration plans it.\n");
        assert_fits(&(struct printer){ "{}", print_plan });
}

static void the_plan_fits_every_terminal(void **state)
{
        (void)state;
        assert_fits(&(struct printer){ plan, print_plan });
}

static void the_calendar_has_what_is_still_to_come(void **state)
{
        static char id[] = "steady-back", name[] = "Steady back";
        static const struct plan_title titles[] = { { id, name, 18 * USEC_PER_MINUTE } };
        const struct plan_page page = {
                .json = plan,
                .person = "anna",
                .name = "Anna",
                .titles = titles,
                .title_count = 1,
                .now = { .boottime_usec = USEC_PER_DAY,
                        .realtime_usec = NOW,
                        .zone = { .since_realtime_usec = INT64_MIN, .until_realtime_usec = USEC_INFINITY } },
        };
        char *text = NULL;

        (void)state;
        assert_int_equal(plan_text_calendar(&page, NULL, &text), 0);
        assert_null(strstr(text, "20261123T1801"));
        assert_non_null(strstr(text, "UID:anna-steady-back-2026-11-23-2@unslouch\r\n"));
        assert_non_null(strstr(text, "DTSTART:20261125T180000Z\r\n"));
        assert_non_null(strstr(text, "UID:anna-steady-back-2026-11-23-3@unslouch\r\n"));
        assert_non_null(strstr(text, "DURATION:PT18M\r\n"));
        assert_non_null(strstr(text, "SUMMARY:Steady back\r\n"));
        assert_non_null(strstr(text, "UID:anna-steady-back-2026-11-30-1@unslouch\r\n"));
        assert_non_null(strstr(text, "DTSTART:20261130T180000Z\r\n"));
        assert_null(strstr(text, "daily-stretch"));
        free(text);
}

static const char programme[] =
        "{\"id\":\"upper-back-strength\",\"name\":\"Kraft für den oberen Rücken\",\"kind\":\"strength\","
        "\"schedule\":\"weekly\",\"yours\":true,\"length_s\":1020,\"exercises\":["
        "{\"id\":\"march\",\"name\":\"Marschieren\",\"part\":\"warm-up\",\"sets\":1,\"reps\":1,\"hold_s\":60,"
        "\"load_kg\":null,\"sides\":null,\"level\":1,\"top\":2,\"instead_of\":null,\"ready\":[\"Steh auf.\"],"
        "\"do\":[],\"return\":null,\"mistake\":null},"
        "{\"id\":\"prone-cobra\",\"name\":\"Kobra in Bauchlage\",\"part\":\"main\",\"sets\":2,\"reps\":10,"
        "\"hold_s\":2,\"load_kg\":1.5,\"sides\":\"each\",\"level\":7,\"top\":7,\"instead_of\":\"Etwas\","
        "\"ready\":[\"Leg dich auf den Bauch, die Arme neben dir, die Füße am Boden.\"],"
        "\"do\":[\"Zieh das Kinn ein und die Schulterblätter zu den Gesäßtaschen.\"],"
        "\"return\":\"Senk dich langsam ab.\",\"mistake\":\"Nicht zu hoch.\"},"
        "{\"id\":\"x\",\"name\":\"Wechsel\",\"part\":\"main\",\"sets\":3,\"reps\":8,\"hold_s\":0,"
        "\"load_kg\":null,\"sides\":\"alternate\",\"level\":1,\"top\":4,\"instead_of\":null,\"ready\":[],"
        "\"do\":[],\"return\":null,\"mistake\":null}],\"left_out\":[\"Brücke\",\"Planke\"],"
        "\"suspended\":[{\"id\":\"plank-knees\",\"name\":\"Planke\"}]}";

static void a_programme_shows_how_much_and_how(void **state)
{
        (void)state;
        assert_printed(&(struct printer){ programme, programme_print },
                "Kraft für den oberen Rücken (upper-back-strength), on some days of the week,\n"
                "about 17 min\n"
                "What a session would be today:\n"
                "\n"
                "To warm up\n"
                "  Marschieren: 1 set of 60 s (level 1 of 2)\n"
                "      Steh auf.\n"
                "\n"
                "Exercises\n"
                "  Kobra in Bauchlage: 2 sets of 10, each held for 2 s, with 1.5 kg, each side\n"
                "  (level 7 of 7)\n"
                "      in place of Etwas\n"
                "      Leg dich auf den Bauch, die Arme neben dir, die Füße am Boden.\n"
                "      Zieh das Kinn ein und die Schulterblätter zu den Gesäßtaschen.\n"
                "      Senk dich langsam ab.\n"
                "      Nicht zu hoch.\n"
                "  Wechsel: 3 sets of 8, left and right in turn (level 1 of 4)\n"
                "\n"
                "Left out, by your answers: Brücke, Planke\n"
                "\n"
                "Planke is left out until you say so: unslouch session clear plank-knees offers\n"
                "it again.\n");
        assert_printed(&(struct printer){ programme, programme_print_line },
                "upper-back-strength   Kraft für den oberen Rücken, on some days of the week,\n"
                "                      yours, about 17 min\n");
}

static void a_programme_fits_every_terminal(void **state)
{
        (void)state;
        assert_fits(&(struct printer){ programme, programme_print });
        assert_fits(&(struct printer){ programme, programme_print_line });
}

static int print_session(const char *json, const struct paint *paint, FILE *stream)
{
        const struct person_status status = {
                .id = "anna",
                .name = "Anna",
                .next_session_usec = NOW + USEC_PER_DAY,
                .week_done = 1,
                .week_target = 3,
                .asked_usec = NOW,
        };

        return session_text_print(json, &status, paint, stream);
}

#define SESSION(state_)                                                                                      \
        "{\"programme\":\"steady-back\",\"title\":\"Steady back\",\"state\":\"" state_                       \
        "\",\"exercise\":\"bird-dog\",\"name\":\"Bird dog\",\"set\":2,\"sets\":3,\"rep\":5,\"reps\":8,"      \
        "\"hold_s\":3,\"load_kg\":null,\"side\":\"left\",\"phase\":\"lift\",\"next\":\"Supine bridge\","     \
        "\"started\":\"2026-11-25T13:40:00+00:00\",\"done_pct\":34}"

static void a_session_tells_where_it_is_and_what_can_be_done(void **state)
{
        static const struct {
                const char *json;
                const char *expected;
        } cases[] = {
                { SESSION("running"), "Steady back, since 13:40, 34 % done\n"
                                      "Bird dog: set 2 of 3, repetition 5 of 8, left.\n"
                                      "Then: Supine bridge.\n" },
                { SESSION("paused"), "Steady back, since 13:40, 34 % done\n"
                                     "Bird dog: set 2 of 3, repetition 5 of 8, left.\n"
                                     "Then: Supine bridge.\n"
                                     "Paused: unslouch session resume goes on, stop ends it.\n" },
                { SESSION("question"),
                        "Steady back, since 13:40, 34 % done\n"
                        "How did it feel? unslouch session answer easy, right, hard or max.\n" },
                { SESSION("done"), "No session is running. 1 of 3 done this week.\n"
                                   "The next is planned for Thu 26 Nov, 13:55; unslouch session start begins "
                                   "it now.\n" },
                { "{}", "No session is running. 1 of 3 done this week.\n"
                        "The next is planned for Thu 26 Nov, 13:55; unslouch session start begins it "
                        "now.\n" },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                assert_printed(&(struct printer){ cases[i].json, print_session }, cases[i].expected);
                assert_fits(&(struct printer){ cases[i].json, print_session });
        }
}

static const char result[] =
        "{\"answered\":\"2026-11-22\",\"cleared\":null,\"flagged\":false,\"programmes\":["
        "{\"id\":\"a\",\"name\":\"Upper back strength\",\"state\":\"free\",\"instead\":null,\"changes\":["
        "{\"name\":\"Prone cobra\",\"cause\":\"stand-in\",\"by\":\"Seated chest lift\"},"
        "{\"name\":\"Dead bug\",\"cause\":\"left-out\",\"by\":null}],\"left\":3},"
        "{\"id\":\"b\",\"name\":\"Tägliches Dehnen\",\"state\":\"free\",\"instead\":null,\"changes\":[],"
        "\"left\":3},"
        "{\"id\":\"c\",\"name\":\"Nothing\",\"state\":\"free\",\"instead\":null,\"changes\":[],\"left\":0},"
        "{\"id\":\"d\",\"name\":\"Held\",\"state\":\"held\",\"instead\":\"Steady back\",\"changes\":[],"
        "\"left\":3},"
        "{\"id\":\"e\",\"name\":\"Open\",\"state\":\"open\",\"instead\":null,\"changes\":[],\"left\":3}]}";

static void what_answers_mean_is_said_in_kind_words(void **state)
{
        (void)state;
        assert_printed(&(struct printer){ result, screening_text_print },
                "Answered on 2026-11-22.\n"
                "Upper back strength: you can start, with some changes:\n"
                "  Seated chest lift takes the place of Prone cobra.\n"
                "  Dead bug is left out.\n"
                "Tägliches Dehnen: you can start.\n"
                "Nothing: nothing of it is left that suits your answers. Another one may:\n"
                "unslouch programme list.\n"
                "Held waits for now. Please ask a doctor or physical therapist first; they can\n"
                "fit it to you. Once they have agreed: unslouch screening cleared.\n"
                "  Steady back may suit you better; the configuration can name it under\n"
                "  'programmes'.\n"
                "Open waits for the questions: unslouch screening asks them.\n"
                "Breaks and their reminders go on whatever the answers are.\n");
        assert_fits(&(struct printer){ result, screening_text_print });
}

static void after_an_emergency_both_ways_out_are_named(void **state)
{
        static const struct {
                const char *json;
                const char *words; /* NULL: nothing of it */
        } cases[] = {
                { "{\"answered\":null,\"cleared\":null,\"flagged\":true,\"programmes\":[]}",
                        "to be answered anew and a clinician has to agree." },
                { "{\"answered\":\"2026-11-22\",\"cleared\":null,\"flagged\":true,\"programmes\":[]}",
                        "anew, which is done, and" },
                { "{\"answered\":\"2026-11-22\",\"cleared\":\"2026-11-22\",\"flagged\":true,"
                  "\"programmes\":[]}",
                        NULL },
                { "{\"answered\":null,\"cleared\":null,\"flagged\":false,\"programmes\":[]}", NULL },
        };
        const struct paint wide = { .unicode = true, .columns = 200, .rows = 24 };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                int r;
                char *text = print_on(&(struct printer){ cases[i].json, screening_text_print }, &wide, &r);

                assert_int_equal(r, 0);
                if (cases[i].words)
                        assert_non_null(strstr(text, cases[i].words));
                else
                        assert_null(strstr(text, "anew"));
                free(text);
        }
}

static void what_is_no_answer_of_a_daemon_is_refused(void **state)
{
        static int (*const printers[])(const char *, const struct paint *, FILE *) = { print_plan,
                programme_print, programme_print_line, print_session, screening_text_print };
        static const char *const texts[] = { "", "[]", "7", "{\"a\":1,\"a\":2}" };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(printers); i++)
                for (size_t j = 0; j < ELEMENTS(texts); j++) {
                        int r;
                        char *text = print_on(&(struct printer){ texts[j], printers[i] }, &terminal, &r);

                        assert_int_equal(r, -EINVAL);
                        free(text);
                }
}

static void objects_of_other_members_do_no_harm(void **state)
{
        static int (*const printers[])(const char *, const struct paint *, FILE *) = { print_plan,
                programme_print, programme_print_line, print_session, screening_text_print };
        static const char json[] =
                "{\"week\":7,\"sessions\":[7,{\"state\":7}],\"block\":7,\"held\":[],"
                "\"programmes\":[7],\"exercises\":{\"a\":1},\"left_out\":[7],\"state\":{}}";

        (void)state;
        for (size_t i = 0; i < ELEMENTS(printers); i++)
                assert_fits(&(struct printer){ json, printers[i] });
}

static void yes_and_no_are_read_in_both_languages(void **state)
{
        static const struct {
                const char *text;
                int result;
                bool yes;
        } cases[] = {
                { "yes\n", 0, true },
                { " Y ", 0, true },
                { "ja", 0, true },
                { "J", 0, true },
                { "no\r\n", 0, false },
                { "NEIN", 0, false },
                { "n", 0, false },
                { "", -EINVAL, false },
                { "nope", -EINVAL, false },
                { "yes no", -EINVAL, false },
                { "1", -EINVAL, false },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                bool yes = !cases[i].yes;

                assert_int_equal(
                        screening_text_parse(cases[i].text, strlen(cases[i].text), &yes), cases[i].result);
                if (cases[i].result == 0)
                        assert_int_equal(yes, cases[i].yes);
        }
}

static void lists_of_answers_are_read_whole_or_not_at_all(void **state)
{
        bool answers[API_ANSWERS_MAX];
        char many[4 * API_ANSWERS_MAX + 4] = "";

        (void)state;
        assert_int_equal(screening_text_parse_list("no, yes,n", answers), 3);
        assert_false(answers[0]);
        assert_true(answers[1]);
        assert_false(answers[2]);
        assert_int_equal(screening_text_parse_list("no,,no", answers), -EINVAL);
        assert_int_equal(screening_text_parse_list("no,", answers), -EINVAL);
        assert_int_equal(screening_text_parse_list("", answers), -EINVAL);
        for (size_t i = 0; i <= API_ANSWERS_MAX; i++)
                strcat(many, i > 0 ? ",no" : "no");
        assert_int_equal(screening_text_parse_list(many, answers), -E2BIG);
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(the_week_is_a_small_table),
                cmocka_unit_test(a_hold_says_what_to_do),
                cmocka_unit_test(a_week_that_is_over_goes_on_in_the_next),
                cmocka_unit_test(a_broken_file_is_told),
                cmocka_unit_test(who_has_no_programme_is_offered_one),
                cmocka_unit_test(the_plan_fits_every_terminal),
                cmocka_unit_test(the_calendar_has_what_is_still_to_come),
                cmocka_unit_test(a_programme_shows_how_much_and_how),
                cmocka_unit_test(a_programme_fits_every_terminal),
                cmocka_unit_test(a_session_tells_where_it_is_and_what_can_be_done),
                cmocka_unit_test(what_answers_mean_is_said_in_kind_words),
                cmocka_unit_test(after_an_emergency_both_ways_out_are_named),
                cmocka_unit_test(what_is_no_answer_of_a_daemon_is_refused),
                cmocka_unit_test(objects_of_other_members_do_no_harm),
                cmocka_unit_test(yes_and_no_are_read_in_both_languages),
                cmocka_unit_test(lists_of_answers_are_read_whole_or_not_at_all),
        };

        setenv("TZ", "UTC", 1);
        tzset();
        return cmocka_run_group_tests(tests, NULL, NULL);
}
