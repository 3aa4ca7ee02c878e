/* SPDX-License-Identifier: MIT */
#include "unit/test.h"

#include "app/questionnaire.h"
#include "base/cleanup.h"
#include "config/config.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#define QUESTIONS_MAX 128

struct bench {
        struct programmes *programmes;
        struct routine_config config;
        struct routine *routine;
        struct questionnaire questionnaire;
        /* What was asked. */
        struct api_question questions[QUESTIONS_MAX];
        char names[QUESTIONS_MAX][64];
        size_t count;
};

static const struct instant now = {
        .boottime_usec = USEC_PER_DAY,
        .realtime_usec = INT64_C(1795338000) * USEC_PER_SEC,
        .zone = { .since_realtime_usec = INT64_MIN, .until_realtime_usec = USEC_INFINITY },
};

static void open_bench(struct bench *bench, const char *programme, const char *language)
{
        CLEANUP(config_problems_done) struct config_problems problems = { 0 };

        memset(bench, 0, sizeof(*bench));
        assert_int_equal(
                programmes_load(TOP_SRCDIR "/conf/programmes", NULL, &problems, &bench->programmes), 0);
        bench->config = (struct routine_config){
                .set = programmes_set(bench->programmes),
                .rules = programmes_screening(bench->programmes),
                .items = { { .days = 0x15, .minute = 18 * 60, .until_minute = ROUTINE_NO_MINUTE } },
                .item_count = 1,
        };
        bench->config.items[0].programme = (int16_t)programme_find(bench->config.set, programme);
        assert_true(bench->config.items[0].programme >= 0);
        assert_int_equal(routine_new(&bench->config, 0, &now, &bench->routine), 0);
        bench->questionnaire = (struct questionnaire){
                .programmes = bench->programmes,
                .config = &bench->config,
                .routine = bench->routine,
                .language = language,
        };
}

static void close_bench(struct bench *bench)
{
        routine_free(bench->routine);
        programmes_free(bench->programmes);
}

static int take_question(void *userdata, const struct api_question *question)
{
        struct bench *bench = userdata;

        assert_true(bench->count < QUESTIONS_MAX);
        snprintf(bench->names[bench->count], sizeof(bench->names[0]), "%s", question->name);
        bench->questions[bench->count] = *question;
        bench->questions[bench->count].name = bench->names[bench->count];
        bench->count++;
        return 0;
}

static void ask(struct bench *bench)
{
        bench->count = 0;
        assert_int_equal(questionnaire_list(&bench->questionnaire, take_question, bench), 0);
}

static size_t count_page(const struct bench *bench, const char *page)
{
        size_t count = 0;

        for (size_t i = 0; i < bench->count; i++)
                count += bench->questions[i].page && strcmp(bench->questions[i].page, page) == 0;
        return count;
}

/* Answers no to all but @yes, and takes it. */
static int answer(struct bench *bench, const char *page, const char *yes, const char **ret_reason)
{
        struct api_answer answers[QUESTIONS_MAX];
        struct screening_answers all;
        struct routine_record record = { .kind = ROUTINE_RECORD_SCREENING };
        size_t count = 0;
        int r;

        for (size_t i = 0; i < bench->count; i++)
                if (bench->questions[i].page && (!page || strcmp(bench->questions[i].page, page) == 0))
                        answers[count++] = (struct api_answer){ bench->names[i],
                                yes && strcmp(bench->names[i], yes) == 0 };
        r = questionnaire_answer(&bench->questionnaire, answers, count, &all, ret_reason);
        if (r < 0)
                return r;
        record.screening = all;
        routine_restore(bench->routine, &record);
        return 0;
}

static void the_pages_are_what_the_programmes_ask_for(void **state)
{
        static const struct {
                const char *programme;
                const char *language;
                const char *first; /* question, its begin */
                bool has_gate;
        } cases[] = {
                { "upper-back-strength", "en", "Has a clinician told you to exercise only under supervision?",
                        false },
                { "steady-back", "de", "Hat dir jemand vom Fach gesagt, dass du nur", true },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct bench bench;
                bool has_gate = false;
                size_t first = 0;

                open_bench(&bench, cases[i].programme, cases[i].language);
                ask(&bench);
                while (!bench.questions[first].page) {
                        has_gate |= strcmp(bench.names[first], "gate") == 0;
                        first++;
                }
                assert_int_equal(
                        strncmp(bench.questions[first].text, cases[i].first, strlen(cases[i].first)), 0);
                assert_string_equal(bench.names[first], "q1");
                assert_int_equal(has_gate, cases[i].has_gate);
                assert_int_equal(count_page(&bench, "general"), 10);
                assert_int_equal(count_page(&bench, "flags"), 0);
                assert_true(count_page(&bench, "more") > 0 && count_page(&bench, "things") > 0);
                close_bench(&bench);
        }
}

static void what_the_configuration_tells_is_not_asked(void **state)
{
        struct bench bench;

        (void)state;
        open_bench(&bench, "upper-back-strength", "en");
        bench.config.equipment_known = UINT32_MAX;
        ask(&bench);
        assert_int_equal(count_page(&bench, "things"), 0);
        close_bench(&bench);
}

static void answers_are_taken_with_their_day(void **state)
{
        const struct screening_answers *answers;
        const char *reason = NULL;
        struct bench bench;

        (void)state;
        open_bench(&bench, "upper-back-strength", "en");
        ask(&bench);
        assert_int_equal(answer(&bench, NULL, "thing.mat", &reason), 0);
        answers = routine_answers(bench.routine);
        assert_int_equal(answers->answered_day, routine_day(bench.routine));
        assert_int_equal(__builtin_popcount(answers->equipment_there), 1);
        ask(&bench);
        for (size_t i = 0; i < bench.count; i++)
                assert_int_equal(bench.questions[i].answered, bench.questions[i].page != NULL);
        close_bench(&bench);
}

static void a_part_of_the_first_page_and_strange_names_are_refused(void **state)
{
        static const struct api_answer some[] = { { "q1", false } }, strange[] = { { "q99", false } };
        struct screening_answers all;
        const char *reason = "";
        struct bench bench;

        (void)state;
        open_bench(&bench, "upper-back-strength", "en");
        assert_int_equal(questionnaire_answer(&bench.questionnaire, some, 1, &all, &reason), -EINVAL);
        assert_non_null(strstr(reason, "all together"));
        assert_int_equal(questionnaire_answer(&bench.questionnaire, strange, 1, &all, &reason), -EINVAL);
        assert_non_null(strstr(reason, "no question of such a name"));
        close_bench(&bench);
}

static void after_pain_that_stopped_a_session_the_flags_come_first(void **state)
{
        struct routine_record record = { .kind = ROUTINE_RECORD_SCREENING };
        const char *reason = NULL;
        struct bench bench;

        (void)state;
        open_bench(&bench, "upper-back-strength", "en");
        ask(&bench);
        assert_int_equal(answer(&bench, NULL, NULL, &reason), 0);
        record.screening = *routine_answers(bench.routine);
        screening_raise_flag(&record.screening, false);
        routine_restore(bench.routine, &record);
        ask(&bench);
        assert_int_equal(count_page(&bench, "flags"), 12);
        assert_int_equal(answer(&bench, "flags", "flag.emergency-1", &reason), 0);
        assert_true(routine_answers(bench.routine)->red_flag);
        /* New answers alone are not enough. */
        ask(&bench);
        assert_int_equal(answer(&bench, "general", NULL, &reason), 0);
        assert_int_equal(routine_answers(bench.routine)->cleared_day, INT32_MIN);
        questionnaire_clear(&bench.questionnaire, &record.screening);
        assert_int_equal(record.screening.cleared_day, routine_day(bench.routine));
        close_bench(&bench);
}

static void the_result_names_no_answer(void **state)
{
        const char *reason = NULL;
        struct bench bench;
        char *json;

        (void)state;
        open_bench(&bench, "upper-back-strength", "en");
        ask(&bench);
        assert_int_equal(answer(&bench, NULL, "q4", &reason), 0);
        json = questionnaire_result(&bench.questionnaire);
        assert_non_null(json);
        assert_non_null(strstr(json, "\"state\":\"held\""));
        assert_non_null(strstr(json, "\"instead\":\"Steady back\""));
        assert_null(strstr(json, "osteo"));
        assert_null(strstr(json, "q4"));
        free(json);
        close_bench(&bench);
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(the_pages_are_what_the_programmes_ask_for),
                cmocka_unit_test(what_the_configuration_tells_is_not_asked),
                cmocka_unit_test(answers_are_taken_with_their_day),
                cmocka_unit_test(a_part_of_the_first_page_and_strange_names_are_refused),
                cmocka_unit_test(after_pain_that_stopped_a_session_the_flags_come_first),
                cmocka_unit_test(the_result_names_no_answer),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
