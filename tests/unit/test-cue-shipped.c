/* SPDX-License-Identifier: MIT */
/*
 * Every sentence that a session can say with the programmes and the languages that ship.
 */
#include "unit/test.h"

#include "config/messages.h"
#include "config/programmes.h"
#include "wire/cue_text.h"

#include <stdlib.h>
#include <strings.h>

struct shipped {
        const char *language;
        struct config_problems problems;
        struct programmes *programmes;
        struct catalogue *catalogue;
        struct cue_words words;
        unsigned composed;
};

static const struct exercise_words *words_of(void *userdata, int exercise)
{
        const struct shipped *shipped = userdata;

        return programmes_exercise_words(shipped->programmes, exercise, shipped->language);
}

static void load(struct shipped *shipped)
{
        assert_int_equal(programmes_load(TOP_SRCDIR "/conf/programmes", NULL, &shipped->problems,
                                 &shipped->programmes),
                0);
        assert_int_equal(messages_load(TOP_SRCDIR "/conf/messages", shipped->language, &shipped->problems,
                                 &shipped->catalogue),
                0);
        assert_int_equal(shipped->problems.errors, 0);
        shipped->words = (struct cue_words){
                .language = shipped->language,
                .set = programmes_set(shipped->programmes),
                .phrases = catalogue_phrases(shipped->catalogue),
                .safety = programmes_safety_words(shipped->programmes, shipped->language),
                .userdata = shipped,
                .exercise = words_of,
        };
        assert_true(shipped->words.set->exercise_count >= 30);
}

static void unload(struct shipped *shipped)
{
        catalogue_free(shipped->catalogue);
        programmes_free(shipped->programmes);
        config_problems_done(&shipped->problems);
}

static size_t count_characters(const char *text)
{
        size_t count = 0;

        for (; *text != '\0'; text++)
                count += ((unsigned char)*text & 0xc0) != 0x80;
        return count;
}

static const char *find_nocase(const char *text, const char *word)
{
        for (; *text != '\0'; text++)
                if (strncasecmp(text, word, strlen(word)) == 0)
                        return text;
        return NULL;
}

/* @is_safety: only the text before a session may say what is to be said when something hurts. */
static void check_text(struct shipped *shipped, const struct cue_text *text, bool is_safety)
{
        static const char *const never[] = { "proven", "cure", "heal", "treat", "prevent", "medic", "medik",
                "disease", "illness", "osteoporo", "fracture", "Bruch", "diagnos", "patient", "doctor",
                "clinic", "Arzt", "Klinik", "therap", "krank", "bewiesen", "behandel", "slouch", "lazy",
                "must ", "musst", "fault", "injur" };
        static const char *const hurts[] = { "pain", "schmerz" };

        if (count_characters(text->say) > PROGRAMME_LINE_CHARACTERS_MAX)
                fail_msg("too long: %s", text->say);
        if (text->say[0] == '\0' || text->show[0] == '\0' || strpbrk(text->say, "{}"))
                fail_msg("not whole: '%s' '%s'", text->say, text->show);
        for (size_t i = 0; i < ELEMENTS(never); i++)
                if (find_nocase(text->say, never[i]))
                        fail_msg("%s: %s", never[i], text->say);
        for (size_t i = 0; i < ELEMENTS(hurts); i++)
                if (!is_safety && find_nocase(text->say, hurts[i]))
                        fail_msg("%s: %s", hurts[i], text->say);
        assert_true(cue_text_speak_usec(text->say, shipped->language) <= 15 * USEC_PER_SEC);
        shipped->composed++;
}

static void say(struct shipped *shipped, const struct cue *cue)
{
        struct cue_text text;

        if (cue_text_compose(&shipped->words, cue, &text) < 0)
                fail_msg("%s: no words for a cue of kind %d, exercise %d, line %d", shipped->language,
                        (int)cue->kind, cue->exercise, cue->line);
        check_text(shipped, &text, cue->kind == CUE_SAFETY);
}

static void say_lines(struct shipped *shipped, int16_t exercise, enum cue_kind kind)
{
        uint8_t lines = cue_text_lines(&shipped->words, exercise, kind);

        for (uint8_t line = 0; line < lines; line++) {
                struct cue cue = { .kind = kind, .exercise = exercise, .line = line, .full = true };

                say(shipped, &cue);
                cue.full = false;
                if (line == 0)
                        say(shipped, &cue);
        }
}

/* Its name is always heard in what is said of it when its words are known. */
static void say_name(struct shipped *shipped, int16_t exercise)
{
        const struct cue cue = { .kind = CUE_READY, .exercise = exercise };
        struct cue_text text;

        assert_int_equal(cue_text_compose(&shipped->words, &cue, &text), 0);
        assert_int_equal(strncmp(text.say, words_of(shipped, exercise)->name,
                                 strlen(words_of(shipped, exercise)->name)),
                0);
}

static void say_sets(struct shipped *shipped, int16_t id)
{
        const struct exercise *exercise = &shipped->words.set->exercises[id];
        uint8_t steps = exercise->top + exercise->load_top;

        for (uint8_t step = 1; step <= steps; step++) {
                struct cue cue = { .kind = CUE_COUNT, .exercise = id, .set = 1 };

                cue.dose = step <= exercise->top ? exercise->ladder[step - 1]
                                                 : exercise->load_ladder[step - exercise->top - 1];
                for (int side = 0; side < SESSION_SIDE_MAX_; side++) {
                        cue.side = (enum session_side)side;
                        say(shipped, &cue);
                }
                for (cue.count = 1; cue.count <= cue.dose.reps; cue.count++)
                        say(shipped, &cue);
        }
}

static void say_exercise(struct shipped *shipped, int16_t exercise)
{
        static const enum cue_kind kinds[] = { CUE_READY, CUE_DO, CUE_MISTAKE, CUE_OUTRO };
        static const enum cue_note notes[] = { CUE_NOTE_INSTEAD, CUE_NOTE_LEFT_OUT };
        struct cue rest = { .kind = CUE_REST, .exercise = exercise, .next = exercise };
        struct cue_text text;

        for (size_t i = 0; i < ELEMENTS(kinds); i++)
                say_lines(shipped, exercise, kinds[i]);
        say_name(shipped, exercise);
        say_sets(shipped, exercise);
        for (rest.count = 0; rest.count <= 120; rest.count++) {
                rest.next = exercise;
                say(shipped, &rest);
                /* No name that ships is too long to be told as the next one. */
                assert_int_equal(cue_text_compose(&shipped->words, &rest, &text), 0);
                assert_non_null(strstr(text.say, words_of(shipped, exercise)->name));
                rest.next = -1;
                say(shipped, &rest);
        }
        for (size_t i = 0; i < ELEMENTS(notes); i++)
                say(shipped, &(struct cue){ .kind = CUE_READY, .exercise = exercise, .note = notes[i] });
}

static void say_session(struct shipped *shipped, int programme)
{
        static const enum cue_kind kinds[] = { CUE_SAFETY, CUE_INTRO, CUE_HALFWAY, CUE_QUESTION, CUE_OUTRO,
                CUE_SWITCH };

        shipped->words.programme = programmes_words(shipped->programmes, programme, shipped->language);
        for (size_t i = 0; i < ELEMENTS(kinds); i++)
                say_lines(shipped, -1, kinds[i]);
        for (uint8_t left = 3; left > 0; left--)
                say(shipped, &(struct cue){ .kind = CUE_COUNTDOWN, .exercise = -1, .count = left });
        say(shipped, &(struct cue){ .kind = CUE_QUESTION, .exercise = -1, .asks_exercise = true });
        say(shipped, &(struct cue){ .kind = CUE_SWITCH, .exercise = -1, .side = SESSION_SIDE_LEFT });
        say(shipped, &(struct cue){ .kind = CUE_SWITCH, .exercise = -1, .side = SESSION_SIDE_RIGHT });
}

static void say_notes(struct shipped *shipped)
{
        /* Those that name an exercise are said of each. */
        for (int note = CUE_NOTE_NONE + 1; note < CUE_NOTE_MAX_; note++)
                if (note != CUE_NOTE_EASIER && note != CUE_NOTE_INSTEAD && note != CUE_NOTE_LEFT_OUT)
                        say(shipped,
                                &(struct cue){
                                        .kind = CUE_INTRO, .exercise = -1, .note = (enum cue_note)note });
}

static bool is_guided(const struct exercise *exercise)
{
        return exercise->group != EXERCISE_GROUP_CHECK;
}

static void every_sentence_that_ships_can_be_said(void **state)
{
        static const char *const languages[] = { "en", "de" };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(languages); i++) {
                struct shipped shipped = { .language = languages[i] };

                load(&shipped);
                for (size_t j = 0; j < shipped.words.set->programme_count; j++)
                        say_session(&shipped, (int)j);
                for (size_t j = 0; j < shipped.words.set->exercise_count; j++)
                        if (is_guided(&shipped.words.set->exercises[j]))
                                say_exercise(&shipped, (int16_t)j);
                say_notes(&shipped);
                assert_true(shipped.composed > 5000);
                unload(&shipped);
        }
}

int main(void)
{
        static const struct CMUnitTest tests[] = {
                cmocka_unit_test(every_sentence_that_ships_can_be_said),
        };

        return cmocka_run_group_tests_name("cue_shipped", tests, NULL, NULL);
}
