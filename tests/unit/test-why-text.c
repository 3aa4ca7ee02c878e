/* SPDX-License-Identifier: MIT */
#include "unit/test.h"

#include "client/why_text.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

/* 2026-11-22T13:55:00Z */
#define NOW INT64_C(1795355700000000)

static char *print_why(const char *why, const struct person_status *status, int *ret_result)
{
        char *text = NULL;
        size_t size = 0;
        FILE *stream = open_memstream(&text, &size);

        assert_non_null(stream);
        *ret_result = why_text_print(why, status, stream);
        fclose(stream);
        return text;
}

static void assert_why(const char *why, const struct person_status *status, const char *expected)
{
        int result;
        char *text = print_why(why, status, &result);

        assert_int_equal(result, 0);
        assert_string_equal(text, expected);
        for (const char *line = text; *line != '\0'; line += strcspn(line, "\n") + 1)
                assert_in_range(strcspn(line, "\n"), 0, 80);
        free(text);
}

static void a_seated_person_is_explained(void **state)
{
        const struct person_status status = {
                .id = "anna",
                .name = "Anna",
                .posture = POSTURE_SITTING,
                .phase = PHASE_SITTING,
                .since_usec = NOW - 20 * USEC_PER_MINUTE,
                .enabled = true,
                .asked_usec = NOW,
        };

        (void)state;
        assert_why("{\"posture\":\"sitting\",\"row\":1,\"because\":\"the seat is occupied\","
                   "\"source\":\"chair\",\"in_room\":\"den\",\"in_room_by\":\"watch\",\"sources\":["
                   "{\"name\":\"watch\",\"kind\":\"room\",\"says\":\"yes\","
                   "\"since\":\"2026-11-22T13:35:00+00:00\",\"room\":\"den\",\"live\":true,\"doubted\":false,"
                   "\"rejected\":0},"
                   "{\"name\":\"chair\",\"kind\":\"seat\",\"says\":\"yes\","
                   "\"since\":\"2026-11-22T13:35:00+00:00\",\"room\":null,\"live\":true,\"doubted\":false,"
                   "\"rejected\":0},"
                   "{\"name\":\"desk\",\"kind\":\"desk-height\",\"says\":\"no\","
                   "\"since\":\"2026-11-21T13:35:00+00:00\",\"live\":true,\"doubted\":false,\"rejected\":2},"
                   "{\"name\":\"pc\",\"kind\":\"activity\",\"says\":\"nothing\",\"since\":null,"
                   "\"live\":false,\"doubted\":false,\"rejected\":0}],"
                   "\"next\":[{\"what\":\"break\",\"at\":\"2026-11-22T14:05:00+00:00\"}],"
                   "\"held_by\":[{\"reason\":\"call\",\"effect\":\"defer\","
                   "\"until\":\"2026-11-22T15:00:00+00:00\"}],\"interval_s\":1800,\"phase\":\"sitting\"}",
                &status,
                "Anna has been sitting since 13:35 (20 min).\n"
                "Because the seat is occupied, says 'chair' (a seat sensor).\n"
                "An occupied seat means sitting, whatever else is heard.\n"
                "The room is 'den', says 'watch'.\n"
                "\n"
                "The sensors:\n"
                "  watch: there since 13:35 (20 min)\n"
                "  chair: occupied since 13:35 (20 min)\n"
                "  desk: lowered since Sat 21 Nov, 13:35 (24 h 20 min)\n"
                "    2 of its messages could not be read\n"
                "  pc: nothing is heard from it now\n"
                "\n"
                "The next break is due at 14:05, in 10 min.\n"
                "A break comes after 30 min of sitting.\n"
                "Held for 'call' until 15:00: prompts wait a while.\n");
}

static void nothing_known_is_explained_too(void **state)
{
        const struct person_status status = {
                .id = "ben",
                .posture = POSTURE_UNKNOWN,
                .phase = PHASE_UNKNOWN,
                .enabled = true,
                .asked_usec = NOW,
        };

        (void)state;
        assert_why("{\"posture\":\"unknown\",\"row\":8,\"because\":\"nothing is heard from any sensor\","
                   "\"source\":null,\"sources\":[],\"next\":[],\"held_by\":[{\"reason\":\"quiet_hours\","
                   "\"effect\":\"quiet\",\"until\":\"2026-11-23T07:00:00+00:00\"},{\"reason\":\"off_hours\","
                   "\"effect\":\"quiet\",\"until\":null}],\"interval_s\":0,\"phase\":\"unknown\"}",
                &status,
                "Whether ben sits has not been known.\n"
                "Because nothing is heard from any sensor.\n"
                "As long as that is so, nothing is counted and nobody is reminded.\n"
                "\n"
                "Nothing is due as long as too little is known.\n"
                "These are the quiet hours until Mon 23 Nov, 07:00: nothing is shown.\n"
                "The active hours are over: nothing is shown.\n");
}

static void each_source_speaks_in_its_own_words(void **state)
{
        static const struct {
                const char *kind;
                const char *says;
                const char *told;
        } cases[] = {
                { "seat", "no", "  x: empty\n" },
                { "presence", "yes", "  x: somebody is there\n" },
                { "presence", "no", "  x: nobody is there\n" },
                { "desk-height", "yes", "  x: raised\n" },
                { "activity", "no", "  x: not in use\n" },
                { "home", "no", "  x: not at home\n" },
                { "logind", "no", "  x: idle, locked or closed\n" },
                { "desktop-idle", "yes", "  x: in use\n" },
                { "of-tomorrow", "yes", "  x: yes\n" },
                { "of-tomorrow", "no", "  x: no\n" },
        };
        const struct person_status status = { .id = "ben", .asked_usec = NOW };
        char why[256];

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                char *text;
                int result;

                snprintf(why, sizeof(why),
                        "{\"sources\":[{\"name\":\"x\",\"kind\":\"%s\",\"says\":\"%s\",\"live\":true}]}",
                        cases[i].kind, cases[i].says);
                text = print_why(why, &status, &result);
                assert_int_equal(result, 0);
                assert_non_null(strstr(text, cases[i].told));
                assert_non_null(strstr(text, "Reminders are switched off.\n"));
                free(text);
        }
}

static void each_phase_has_its_sentence(void **state)
{
        static const char *const sentences[PHASE_MAX_] = {
                [PHASE_IDLE] = "Nothing is due while nobody sits.",
                [PHASE_SITTING] = "Nothing is due.",
                [PHASE_DUE] = "A break is due now.",
                [PHASE_SNOOZED] = "The break that is due is snoozed.",
                [PHASE_HELD] = "A break is held back.",
                [PHASE_BREAK] = "This is a break.",
                [PHASE_SESSION] = "A session runs: no breaks meanwhile.",
                [PHASE_OFF_HOURS] = "Nothing is due outside the active hours.",
                [PHASE_UNKNOWN] = "Nothing is due as long as too little is known.",
        };

        (void)state;
        for (enum phase phase = 0; phase < PHASE_MAX_; phase++) {
                const struct person_status status = {
                        .id = "ben",
                        .posture = POSTURE_AWAY,
                        .phase = phase,
                        .enabled = true,
                        .asked_usec = NOW,
                };
                int result;
                char *text = print_why("{\"posture\":\"standing\"}", &status, &result);

                assert_non_null(strstr(text, sentences[phase]));
                assert_non_null(strstr(text, "ben has been away.\n"));
                assert_non_null(strstr(text, "The sensors have just changed, to standing.\n"));
                free(text);
        }
}

static void the_offer_of_a_session_is_no_break(void **state)
{
        struct person_status status = { .id = "ben",
                .posture = POSTURE_AWAY,
                .phase = PHASE_DUE,
                .week_target = 3,
                .enabled = true,
                .asked_usec = NOW };
        int result;
        char *text = print_why("{\"posture\":\"away\"}", &status, &result);

        (void)state;
        assert_non_null(strstr(text, "A session is offered now."));
        free(text);
        status.phase = PHASE_SNOOZED;
        text = print_why("{\"posture\":\"away\"}", &status, &result);
        assert_non_null(strstr(text, "The session that is offered is snoozed."));
        free(text);
}

static void what_is_no_why_is_refused(void **state)
{
        static const char *const cases[] = { "", "[]", "{", "null" };
        const struct person_status status = { .id = "ben" };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                int result;
                char *text = print_why(cases[i], &status, &result);

                assert_int_equal(result, -EBADMSG);
                assert_string_equal(text, "");
                free(text);
        }
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(a_seated_person_is_explained),
                cmocka_unit_test(nothing_known_is_explained_too),
                cmocka_unit_test(each_source_speaks_in_its_own_words),
                cmocka_unit_test(each_phase_has_its_sentence),
                cmocka_unit_test(the_offer_of_a_session_is_no_break),
                cmocka_unit_test(what_is_no_why_is_refused),
        };

        setenv("TZ", "UTC", 1);
        return cmocka_run_group_tests(tests, NULL, NULL);
}
