/* SPDX-License-Identifier: MIT */
#include "unit/test.h"

#include "wire/cue_text.h"

#include <errno.h>

#define NAME_70  "A name of an exercise that is so long that little can be said with it."
#define TOO_LONG "This is a line of more than eighty-two characters, which is more than one may ever be."

enum { DOG, REACH, WALK, LONG, NAMELESS, EXERCISES };

static const struct exercise_words exercise_words[EXERCISES] = {
        [DOG] = { .name = "Bird dog",
                .ready = { "Kneel on your hands and knees.", "Hands under the shoulders." },
                .doing = { "Reach long.", "Breathe.", "Slowly." },
                .returning = "Come back slowly.",
                .mistake = "Long, not high.",
                .easier = "Move the leg alone." },
        [REACH] = { .name = "Side reach", .doing = { "Reach up." }, .mistake = "Do not lean." },
        [WALK] = { .name = "Short walk", .say = "Take a short walk." },
        [LONG] = { .name = NAME_70,
                .ready = { "Lie on your front, arms by your sides." },
                .doing = { "Lift the chest and the hands a little.", "Breathe." } },
        [NAMELESS] = { .doing = { "Move." } },
};

static struct exercise exercises[EXERCISES] = {
        [DOG] = { .id = "bird-dog", .sides = EXERCISE_SIDES_ALTERNATE },
        [REACH] = { .id = "side-reach", .sides = EXERCISE_SIDES_EACH },
        [WALK] = { .id = "walk" },
        [LONG] = { .id = "long" },
        [NAMELESS] = { .id = "nameless" },
};
static const struct programme_set set = { .exercises = exercises, .exercise_count = EXERCISES };

static const struct exercise_words *words_of(void *userdata, int exercise)
{
        (void)userdata;
        return &exercise_words[exercise];
}

static const char *const texts[PHRASE_MAX_] = {
        [PHRASE_SET] = "set {set} of {sets}",
        [PHRASE_TIMES] = "{reps} times",
        [PHRASE_ONCE] = "once",
        [PHRASE_EACH_SIDE] = "each side",
        [PHRASE_LEFT] = "left",
        [PHRASE_RIGHT] = "right",
        [PHRASE_HOLD] = "hold {seconds} seconds",
        [PHRASE_HOLD_EACH] = "{seconds} seconds each",
        [PHRASE_LOAD] = "{load} kg",
        [PHRASE_DECIMAL_MARK] = ",",
        [PHRASE_PROGRESS] = "{count} of {reps}",
        [PHRASE_HALFWAY] = "Half-way.",
        [PHRASE_LAST_THREE] = "Last three.",
        [PHRASE_SWITCH] = "Change.",
        [PHRASE_SWITCH_LEFT] = "Now left.",
        [PHRASE_SWITCH_RIGHT] = "Now right.",
        [PHRASE_REST] = "Rest {seconds}.",
        [PHRASE_REST_SAME] = "Rest {seconds}. Again.",
        [PHRASE_REST_NEXT] = "Rest {seconds}. Next: {next}.",
        [PHRASE_SAME] = "Again.",
        [PHRASE_NEXT] = "Next: {next}.",
        [PHRASE_EFFORT] = "Easy?",
        [PHRASE_WHICH] = "Which one?",
        [PHRASE_EASIER] = "Easier: {name}.",
        [PHRASE_PAUSED] = "Paused.",
        [PHRASE_RESUMED] = "On.",
        [PHRASE_RESUMED_AT] = "On with {count}.",
        [PHRASE_PAIN_SKIP] = "Skip it.",
};

static const struct programme_words programme = { .name = "Steady back",
        .prepare = "Lay out your mat.",
        .intro = "Slow and tall.",
        .outro = "Well done." };
static const struct safety_words safety = { .before_session = "Clear some space." };

struct bench {
        struct phrases phrases;
        struct cue_words words;
};

static int setup(void **state)
{
        static struct bench bench;

        bench = (struct bench){ .words = { .language = "en",
                                        .set = &set,
                                        .phrases = &bench.phrases,
                                        .programme = &programme,
                                        .safety = &safety,
                                        .exercise = words_of } };
        for (int i = 0; i < PHRASE_MAX_; i++)
                if (texts[i])
                        assert_int_equal(phrases_set(&bench.phrases, (enum phrase)i, texts[i]), 0);
        *state = &bench;
        return 0;
}

static int teardown(void **state)
{
        phrases_done(&((struct bench *)*state)->phrases);
        return 0;
}

/* In the cases: the words, and what is shown where it is something else. NULL: no words. */
struct composed {
        struct cue cue;
        const char *say;
        const char *show;
};

static void check(const struct bench *bench, const struct composed *should)
{
        struct cue_text text;
        int r = cue_text_compose(&bench->words, &should->cue, &text);

        assert_int_equal(r, should->say ? 0 : -ENOENT);
        if (!should->say)
                return;
        assert_string_equal(text.say, should->say);
        assert_string_equal(text.show, should->show ? should->show : should->say);
}

#define CHECK(state, cases)                                                                                  \
        for (size_t i = 0; i < ELEMENTS(cases); i++)                                                         \
        check(*(state), &(cases)[i])

static void words_of_the_session_are_said(void **state)
{
        static const struct composed cases[] = {
                { { .kind = CUE_SAFETY, .exercise = -1 }, "Clear some space.", NULL },
                { { .kind = CUE_INTRO, .exercise = -1 }, "Slow and tall.", NULL },
                { { .kind = CUE_INTRO, .exercise = -1, .line = 1 }, "Lay out your mat.", NULL },
                { { .kind = CUE_OUTRO, .exercise = -1 }, "Well done.", NULL },
                { { .kind = CUE_QUESTION, .exercise = -1 }, "Easy?", NULL },
                { { .kind = CUE_QUESTION, .exercise = -1, .asks_exercise = true }, "Which one?", NULL },
                { { .kind = CUE_READY, .exercise = -1 }, NULL, NULL },
                { { .kind = CUE_MAX_, .exercise = -1 }, NULL, NULL },
        };

        CHECK(state, cases);
}

static void an_exercise_has_all_its_words_or_its_name_and_one(void **state)
{
        static const struct composed cases[] = {
                { { .kind = CUE_READY, .exercise = DOG, .full = true },
                        "Bird dog. Kneel on your hands and knees.", NULL },
                { { .kind = CUE_READY, .exercise = DOG, .line = 1, .full = true },
                        "Hands under the shoulders.", NULL },
                { { .kind = CUE_READY, .exercise = DOG, .line = 2, .full = true }, NULL, NULL },
                { { .kind = CUE_READY, .exercise = DOG, .line = 9, .full = true }, NULL, NULL },
                { { .kind = CUE_READY, .exercise = DOG }, "Bird dog. Reach long.", NULL },
                { { .kind = CUE_READY, .exercise = DOG, .line = 2 }, "Bird dog. Slowly.", NULL },
                { { .kind = CUE_READY, .exercise = DOG, .line = 9 }, "Bird dog. Reach long.", NULL },
                { { .kind = CUE_DO, .exercise = DOG, .line = 1 }, "Breathe.", NULL },
                { { .kind = CUE_DO, .exercise = DOG, .line = 3 }, NULL, NULL },
                { { .kind = CUE_DO, .exercise = DOG, .line = 9 }, NULL, NULL },
                { { .kind = CUE_MISTAKE, .exercise = DOG }, "Long, not high.", NULL },
                { { .kind = CUE_OUTRO, .exercise = DOG }, "Come back slowly.", NULL },
                { { .kind = CUE_OUTRO, .exercise = REACH }, NULL, NULL },
                { { .kind = CUE_READY, .exercise = REACH, .full = true }, "Side reach.", NULL },
                { { .kind = CUE_DO, .exercise = WALK }, "Take a short walk.", NULL },
                { { .kind = CUE_READY, .exercise = WALK }, "Short walk. Take a short walk.", NULL },
                /* The name leaves no room for the line. */
                { { .kind = CUE_READY, .exercise = LONG, .full = true },
                        "Lie on your front, arms by your sides.", NULL },
                { { .kind = CUE_READY, .exercise = LONG }, NAME_70 ". Breathe.", NULL },
                { { .kind = CUE_READY, .exercise = NAMELESS }, NULL, NULL },
        };

        CHECK(state, cases);
}

static void a_set_is_announced_with_what_it_asks(void **state)
{
#define SET(number, id, which, ...)                                                                          \
        {                                                                                                    \
                .kind = CUE_COUNT, .exercise = id, .set = number, .side = which, .dose = { __VA_ARGS__ }     \
        }
        static const struct composed cases[] = {
                { SET(2, WALK, SESSION_SIDE_NONE, 3, 12, 2, 0), "Set 2 of 3, 12 times.", NULL },
                { SET(1, WALK, SESSION_SIDE_NONE, 1, 12, 2, 0), "12 times.", NULL },
                { SET(1, WALK, SESSION_SIDE_NONE, 1, 1, 30, 0), "Hold 30 seconds.", NULL },
                { SET(1, WALK, SESSION_SIDE_NONE, 1, 1, 2, 0), "Once.", NULL },
                { SET(1, WALK, SESSION_SIDE_NONE, 1, 2, 20, 0), "2 times, 20 seconds each.", NULL },
                { SET(1, WALK, SESSION_SIDE_NONE, 2, 12, 1, 500), "Set 1 of 2, 12 times, 0,5 kg.", NULL },
                { SET(1, WALK, SESSION_SIDE_NONE, 2, 12, 1, 1000), "Set 1 of 2, 12 times, 1 kg.", NULL },
                { SET(1, WALK, SESSION_SIDE_NONE, 2, 12, 1, 1250), "Set 1 of 2, 12 times, 1,25 kg.", NULL },
                { SET(1, DOG, SESSION_SIDE_LEFT, 2, 8, 10, 0),
                        "Set 1 of 2, 8 times, each side, 10 seconds each.", NULL },
                { SET(1, REACH, SESSION_SIDE_LEFT, 2, 8, 0, 0), "Set 1 of 2, 8 times, left.", NULL },
                { SET(1, REACH, SESSION_SIDE_RIGHT, 2, 8, 0, 0), "Set 1 of 2, 8 times, right.", NULL },
                { SET(1, REACH, SESSION_SIDE_NONE, 2, 8, 0, 0), "Set 1 of 2, 8 times, each side.", NULL },
                { SET(1, -1, SESSION_SIDE_NONE, 2, 8, 0, 0), NULL, NULL },
        };

        CHECK(state, cases);
#undef SET
}

static void counts_and_rests_are_told(void **state)
{
        static const struct composed cases[] = {
                { { .kind = CUE_COUNT, .exercise = DOG, .count = 5, .dose = { .reps = 12 } }, "5",
                        "5 of 12" },
                { { .kind = CUE_COUNTDOWN, .exercise = DOG, .count = 3 }, "Last three.", "3" },
                { { .kind = CUE_COUNTDOWN, .exercise = DOG, .count = 2 }, "2", "2" },
                { { .kind = CUE_HALFWAY, .exercise = DOG }, "Half-way.", NULL },
                { { .kind = CUE_SWITCH, .exercise = DOG }, "Change.", NULL },
                { { .kind = CUE_SWITCH, .exercise = DOG, .side = SESSION_SIDE_LEFT }, "Now left.", NULL },
                { { .kind = CUE_SWITCH, .exercise = DOG, .side = SESSION_SIDE_RIGHT }, "Now right.", NULL },
                { { .kind = CUE_REST, .exercise = DOG, .next = -1, .count = 60 }, "Rest 60. Again.", NULL },
                { { .kind = CUE_REST, .exercise = DOG, .next = -1, .count = 1 }, "Again.", NULL },
                { { .kind = CUE_REST, .exercise = DOG, .next = REACH, .count = 60 },
                        "Rest 60. Next: Side reach.", NULL },
                { { .kind = CUE_REST, .exercise = DOG, .next = REACH }, "Next: Side reach.", NULL },
                { { .kind = CUE_REST, .exercise = DOG, .next = LONG, .count = 60 }, "Rest 60.", NULL },
                { { .kind = CUE_REST, .exercise = DOG, .next = NAMELESS, .count = 60 }, "Rest 60.", NULL },
        };

        CHECK(state, cases);
}

static void what_is_too_long_to_say_is_left_out(void **state)
{
        struct bench *bench = *state;
        struct cue cue = { .kind = CUE_COUNT,
                .exercise = WALK,
                .set = 1,
                .dose = { .sets = 2, .reps = 12, .load_grams = 500 } };
        struct cue_text text;

        assert_true(strlen(TOO_LONG) > PROGRAMME_LINE_CHARACTERS_MAX);
        assert_int_equal(phrases_set(&bench->phrases, PHRASE_LOAD, TOO_LONG), 0);
        assert_int_equal(cue_text_compose(&bench->words, &cue, &text), 0);
        assert_string_equal(text.say, "Set 1 of 2, 12 times.");
        assert_int_equal(phrases_set(&bench->phrases, PHRASE_SET, TOO_LONG), 0);
        assert_int_equal(cue_text_compose(&bench->words, &cue, &text), -ENOENT);
        assert_int_equal(phrases_set(&bench->phrases, PHRASE_PROGRESS, TOO_LONG), 0);
        cue.count = 4;
        assert_int_equal(cue_text_compose(&bench->words, &cue, &text), 0);
        assert_string_equal(text.show, "4");
}

static void a_cue_with_a_note_says_the_note(void **state)
{
        static const struct composed cases[] = {
                { { .kind = CUE_REST, .note = CUE_NOTE_PAUSED, .exercise = -1 }, "Paused.", NULL },
                { { .kind = CUE_REST, .note = CUE_NOTE_SKIP, .exercise = DOG }, "Skip it.", NULL },
                { { .kind = CUE_MISTAKE, .note = CUE_NOTE_EASIER, .exercise = DOG }, "Move the leg alone.",
                        NULL },
                { { .kind = CUE_MISTAKE, .note = CUE_NOTE_EASIER, .exercise = WALK }, "Easier: Short walk.",
                        NULL },
                { { .kind = CUE_READY, .note = CUE_NOTE_INSTEAD, .exercise = DOG }, "Easier: Bird dog.",
                        NULL },
                { { .kind = CUE_READY, .note = CUE_NOTE_RESUMED, .exercise = DOG, .count = 4 }, "On with 4.",
                        NULL },
                { { .kind = CUE_READY, .note = CUE_NOTE_RESUMED, .exercise = DOG, .count = 1 }, "On.", NULL },
                { { .kind = CUE_OUTRO, .note = CUE_NOTE_THANKS, .exercise = -1 }, NULL, NULL },
        };

        CHECK(state, cases);
}

static void lines_are_counted(void **state)
{
        static const struct {
                int exercise;
                enum cue_kind kind;
                uint8_t lines;
        } cases[] = {
                { DOG, CUE_READY, 2 },
                { DOG, CUE_DO, 3 },
                { DOG, CUE_MISTAKE, 1 },
                { DOG, CUE_OUTRO, 1 },
                { DOG, CUE_COUNT, 1 },
                { DOG, CUE_HALFWAY, 1 },
                { DOG, CUE_COUNTDOWN, 1 },
                { DOG, CUE_SWITCH, 1 },
                { DOG, CUE_REST, 1 },
                { WALK, CUE_READY, 1 },
                { WALK, CUE_DO, 1 },
                { WALK, CUE_MISTAKE, 0 },
                { WALK, CUE_OUTRO, 0 },
                { -1, CUE_READY, 0 },
                { -1, CUE_DO, 0 },
                { -1, CUE_MISTAKE, 0 },
                { -1, CUE_SAFETY, 1 },
                { -1, CUE_INTRO, 2 },
                { -1, CUE_OUTRO, 1 },
                { -1, CUE_QUESTION, 1 },
                { -1, CUE_MAX_, 0 },
        };
        const struct bench *bench = *state;

        for (size_t i = 0; i < ELEMENTS(cases); i++)
                assert_int_equal(
                        cue_text_lines(&bench->words, cases[i].exercise, cases[i].kind), cases[i].lines);
}

static void speaking_takes_its_time(void **state)
{
        static const struct {
                const char *text;
                const char *language;
                int words; /* 0: the least */
        } cases[] = {
                { "", "en", 0 },
                { "5", "en", 0 },
                { "Half-way.", "en", 0 },
                { "one two three four five", "en", 5 },
                { "  one  two three four five ", "en", 5 },
                { "Rest for 60 seconds please", "en", 5 },
                { "Rest for 75 seconds please", "en", 6 },
                { "75 Sekunden Pause, dann weiter", "de", 7 },
                { "12-mal und dann noch 1", "de", 6 },
                { "one two three 0.5 kg", "en", 7 },
                { "one two three 18:30", "en", 6 },
                { "one two three 100 120 121", "en", 3 + 2 + 3 + 4 },
                { "one two three 1000 2500 12345678", "en", 3 + 2 + 4 + 9 },
                { "one two three 0 20", "en", 5 },
                { "one two three - four", "en", 4 },
                { "Schulterbl\xc3\xa4tter und Ellbogen und Knie", "de", 6 },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                int64_t should = cases[i].words * USEC_PER_MINUTE / CUE_WORDS_PER_MINUTE;
                int64_t is = cue_text_speak_usec(cases[i].text, cases[i].language);

                if (is != (cases[i].words == 0 ? CUE_SPEAK_MIN_USEC : should))
                        fail_msg("%s: %lld words", cases[i].text,
                                (long long)(is * CUE_WORDS_PER_MINUTE / USEC_PER_MINUTE));
        }
}

static void wrong_phrases_are_refused(void **state)
{
        static const struct {
                enum phrase phrase;
                const char *text;
                int error;
        } cases[] = {
                { PHRASE_NEXT, "{next}", 0 },
                { PHRASE_NEXT, "", -EINVAL },
                { PHRASE_NEXT, "{name}", -EINVAL },
                { PHRASE_NEXT, "{", -EINVAL },
                { PHRASE_NEXT, "}", -EINVAL },
                { PHRASE_NEXT, "\xff", -EINVAL },
                { PHRASE_HALFWAY, "{count}", -EINVAL },
        };
        struct phrases phrases = { 0 };
        struct phrase_values values = { .next = NULL };
        char text[PHRASE_BYTES_MAX + 2];
        char small[4];

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++)
                assert_int_equal(phrases_set(&phrases, cases[i].phrase, cases[i].text), cases[i].error);
        memset(text, 'x', sizeof(text) - 1);
        text[sizeof(text) - 1] = '\0';
        assert_int_equal(phrases_set(&phrases, PHRASE_NEXT, text), -E2BIG);
        assert_int_equal(phrases_fill(&phrases, PHRASE_SAME, &values, small, sizeof(small)), -ENOENT);
        assert_int_equal(phrases_fill(&phrases, PHRASE_NEXT, &values, small, sizeof(small)), 0);
        assert_string_equal(small, "");
        values.next = "four";
        assert_int_equal(phrases_fill(&phrases, PHRASE_NEXT, &values, small, sizeof(small)), -ENAMETOOLONG);
        assert_string_equal(small, "");
        phrases_done(&phrases);
        for (int i = 0; i < PHRASE_MAX_; i++)
                assert_non_null(phrase_names[i]);
}

static void a_long_name_fills_no_more_than_there_is(void **state)
{
        struct bench *bench = *state;
        char name[1024];
        char text[2048];
        const struct phrase_values values = { .next = name };

        memset(name, 'x', sizeof(name) - 1);
        name[sizeof(name) - 1] = '\0';
        assert_int_equal(
                phrases_fill(&bench->phrases, PHRASE_NEXT, &values, text, sizeof(text)), -ENAMETOOLONG);
}

#define CASE(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
        static const struct CMUnitTest tests[] = {
                CASE(words_of_the_session_are_said),
                CASE(an_exercise_has_all_its_words_or_its_name_and_one),
                CASE(a_set_is_announced_with_what_it_asks),
                CASE(counts_and_rests_are_told),
                CASE(what_is_too_long_to_say_is_left_out),
                CASE(a_cue_with_a_note_says_the_note),
                CASE(lines_are_counted),
                cmocka_unit_test(speaking_takes_its_time),
                cmocka_unit_test(wrong_phrases_are_refused),
                CASE(a_long_name_fills_no_more_than_there_is),
        };

        return cmocka_run_group_tests_name("cue_text", tests, NULL, NULL);
}
