/* SPDX-License-Identifier: MIT */
#include "unit/test.h"

#include "unit/scarce.h"
#include "wire/catalogue.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>

/* Limits of a spoken line (programme.md 2 and 4.2). */
#define SAY_CHARACTERS_MAX 82
#define SENTENCE_WORDS_MAX 15

static struct catalogue *catalogue_of(const char *language)
{
        struct catalogue *catalogue = NULL;

        assert_int_equal(catalogue_new(language, &catalogue), 0);
        return catalogue;
}

static void add(
        struct catalogue *catalogue, enum prompt_type type, enum catalogue_text text, const char *variant)
{
        assert_int_equal(catalogue_add(catalogue, type, text, variant), 0);
}

static void texts_are_filled_in(void **state)
{
        struct catalogue *catalogue = catalogue_of("en");
        struct prompt prompt = {
                .type = PROMPT_BREAK_DUE,
                .sat_usec = 31 * USEC_PER_MINUTE + 31 * USEC_PER_SEC,
                .suggest_usec = 2 * USEC_PER_MINUTE,
                .note = PROMPT_NOTE_INTERVAL,
                .interval_usec = 45 * USEC_PER_MINUTE,
        };
        struct prompt_texts texts;

        (void)state;
        assert_string_equal(catalogue_language(catalogue), "en");
        add(catalogue, PROMPT_BREAK_DUE, CATALOGUE_TITLE, "Hello {person}");
        add(catalogue, PROMPT_BREAK_DUE, CATALOGUE_MESSAGE, "{minutes} min. Walk {suggest} min: {activity}.");
        add(catalogue, PROMPT_BREAK_DUE, CATALOGUE_SAY, "Take a short walk.");
        assert_int_equal(catalogue_add_activity(catalogue, "fetch some water"), 0);
        assert_int_equal(catalogue_compose(catalogue, &prompt, "Anna", false, &texts), 0);
        assert_string_equal(texts.title, "Hello Anna");
        assert_string_equal(texts.message, "32 min. Walk 2 min: fetch some water.");
        assert_string_equal(texts.say, "Take a short walk.");
        prompt_texts_done(&texts);

        assert_int_equal(catalogue_set_note(catalogue, PROMPT_NOTE_INTERVAL, "Old."), 0);
        assert_int_equal(catalogue_set_note(catalogue, PROMPT_NOTE_INTERVAL, "Every {interval} min now."), 0);
        assert_int_equal(catalogue_set_note(catalogue, PROMPT_NOTE_STRETCH, "Or stretch."), 0);
        assert_int_equal(catalogue_compose(catalogue, &prompt, "{person}", true, &texts), 0);
        assert_string_equal(texts.title, "Hello {person}");
        assert_string_equal(texts.say, "{person}: Take a short walk. Every 45 min now.");
        prompt_texts_done(&texts);
        assert_null(texts.say);

        prompt.note = PROMPT_NOTE_STRETCH;
        assert_int_equal(catalogue_compose(catalogue, &prompt, "Anna", true, &texts), 0);
        assert_string_equal(texts.say, "Anna: Take a short walk. Or stretch.");
        prompt_texts_done(&texts);

        prompt.note = PROMPT_NOTE_NONE;
        prompt.sat_usec = 0;
        assert_int_equal(catalogue_compose(catalogue, &prompt, "Anna", true, &texts), 0);
        assert_string_equal(texts.message, "1 min. Walk 2 min: fetch some water.");
        assert_string_equal(texts.say, "Anna: Take a short walk.");
        prompt_texts_done(&texts);
        catalogue_free(catalogue);
}

static void prompts_of_the_routine_have_facts(void **state)
{
        static const struct prompt_facts facts = { "Steady back", "Bird dog", "18:00", 2, 3, 5 };
        struct catalogue *catalogue = catalogue_of("en");
        struct prompt prompt = { .type = PROMPT_LEVEL_UP };
        struct prompt_texts texts;

        (void)state;
        add(catalogue, PROMPT_LEVEL_UP, CATALOGUE_TITLE, "{person}: {programme}, {exercise}");
        add(catalogue, PROMPT_LEVEL_UP, CATALOGUE_MESSAGE, "{time} {done} {target} {weeks}");
        assert_int_equal(catalogue_add(catalogue, PROMPT_LEVEL_UP, CATALOGUE_SAY, "{minutes}"), -EINVAL);
        assert_int_equal(catalogue_add(catalogue, PROMPT_BREAK_DUE, CATALOGUE_SAY, "{exercise}"), -EINVAL);
        assert_int_equal(catalogue_compose_routine(catalogue, &prompt, "Anna", false, &facts, &texts), 0);
        assert_string_equal(texts.title, "Anna: Steady back, Bird dog");
        assert_string_equal(texts.message, "18:00 2 3 5");
        prompt_texts_done(&texts);
        assert_string_equal(prompt_about_name(&prompt), "session");
        prompt = (struct prompt){ .type = PROMPT_SEAT_CHECK };
        assert_string_equal(prompt_about_name(&prompt), "sitting");
        catalogue_free(catalogue);
}

static void a_prompt_about_standing_has_words_of_its_own(void **state)
{
        struct catalogue *catalogue = catalogue_of("en");
        struct prompt prompt = {
                .type = PROMPT_BREAK_DUE, .about = PROMPT_ABOUT_STANDING, .sat_usec = 45 * USEC_PER_MINUTE
        };
        struct prompt_texts texts;

        (void)state;
        add(catalogue, PROMPT_BREAK_DUE, CATALOGUE_TITLE, "Get up");
        add(catalogue, PROMPT_SEAT_CHECK, CATALOGUE_TITLE, "The chair");
        /* rather no words than those of sitting */
        assert_int_equal(catalogue_compose(catalogue, &prompt, "Anna", false, &texts), -ENOENT);
        assert_int_equal(
                catalogue_add_standing(catalogue, PROMPT_BREAK_DUE, CATALOGUE_MESSAGE, "{time}"), -EINVAL);
        assert_int_equal(
                catalogue_add_standing(catalogue, PROMPT_BREAK_DUE, CATALOGUE_MESSAGE, "Sit: {minutes} min"),
                0);
        assert_int_equal(catalogue_compose(catalogue, &prompt, "Anna", false, &texts), 0);
        assert_null(texts.title);
        assert_string_equal(texts.message, "Sit: 45 min");
        assert_string_equal(prompt_about_name(&prompt), "standing");
        prompt_texts_done(&texts);
        catalogue_free(catalogue);
}

static void a_name_is_not_said_twice(void **state)
{
        struct catalogue *catalogue = catalogue_of("en");
        struct prompt prompt = { .type = PROMPT_BREAK_TAKEN };
        struct prompt_texts texts;

        (void)state;
        add(catalogue, PROMPT_BREAK_TAKEN, CATALOGUE_MESSAGE, "Good.");
        add(catalogue, PROMPT_BREAK_TAKEN, CATALOGUE_SAY, "{person}, well done.");
        assert_int_equal(catalogue_compose(catalogue, &prompt, "Ben", true, &texts), 0);
        assert_null(texts.title);
        assert_string_equal(texts.say, "Ben, well done.");
        prompt_texts_done(&texts);
        prompt.type = PROMPT_BREAK_DUE;
        assert_int_equal(catalogue_compose(catalogue, &prompt, "Ben", true, &texts), -ENOENT);
        catalogue_free(catalogue);
}

static void variants_take_turns(void **state)
{
        static const char *const variants[] = { "a", "b", "c", "d", "e", "f", "g", "h" };
        struct catalogue *catalogue = catalogue_of("en");
        struct prompt prompt = { .type = PROMPT_BREAK_NUDGE };
        char told[40];

        (void)state;
        for (size_t i = 0; i < ELEMENTS(variants); i++)
                add(catalogue, PROMPT_BREAK_NUDGE, CATALOGUE_TITLE, variants[i]);
        for (size_t i = 0; i < sizeof(told); i++) {
                struct prompt_texts texts;

                prompt.variant = (uint32_t)i;
                assert_int_equal(catalogue_compose(catalogue, &prompt, "Anna", false, &texts), 0);
                told[i] = texts.title[0];
                for (size_t back = 1; back <= 3 && back <= i; back++)
                        assert_int_not_equal(told[i], told[i - back]);
                prompt_texts_done(&texts);
        }
        catalogue_free(catalogue);
}

static void wrong_texts_are_refused(void **state)
{
        struct catalogue *catalogue = catalogue_of("en");
        struct catalogue *none = NULL;
        char text[CATALOGUE_TEXT_BYTES_MAX + 2];

        (void)state;
        memset(text, 'a', sizeof(text));
        text[CATALOGUE_TEXT_BYTES_MAX + 1] = '\0';
        assert_int_equal(catalogue_new("an-endless-language", &none), -ENAMETOOLONG);
        assert_null(catalogue_free(none));
        assert_int_equal(catalogue_add(catalogue, PROMPT_BREAK_DUE, CATALOGUE_SAY, text), -E2BIG);
        assert_int_equal(catalogue_add(catalogue, PROMPT_BREAK_DUE, CATALOGUE_SAY, ""), -EINVAL);
        assert_int_equal(catalogue_add(catalogue, PROMPT_BREAK_DUE, CATALOGUE_SAY, "{name}"), -EINVAL);
        assert_int_equal(catalogue_add(catalogue, PROMPT_BREAK_DUE, CATALOGUE_SAY, "{"), -EINVAL);
        assert_int_equal(catalogue_add(catalogue, PROMPT_BREAK_DUE, CATALOGUE_SAY, "}"), -EINVAL);
        assert_int_equal(catalogue_add(catalogue, PROMPT_BREAK_DUE, CATALOGUE_SAY, "\xff"), -EINVAL);
        assert_int_equal(catalogue_add_activity(catalogue, "walk {minutes}"), -EINVAL);
        assert_int_equal(catalogue_set_note(catalogue, PROMPT_NOTE_INTERVAL, "{nothing}"), -EINVAL);
        assert_int_equal(catalogue_set_note(catalogue, PROMPT_NOTE_OFFER, "{person}"), -EINVAL);
        for (int i = 0; i < CATALOGUE_VARIANTS_MAX; i++)
                add(catalogue, PROMPT_BREAK_DUE, CATALOGUE_SAY, "Up.");
        assert_int_equal(catalogue_add(catalogue, PROMPT_BREAK_DUE, CATALOGUE_SAY, "Up."), -ENOSPC);
        catalogue_free(catalogue);
}

static void buttons_have_labels(void **state)
{
        struct catalogue *catalogue = catalogue_of("en");
        char label[CATALOGUE_LABEL_BYTES_MAX + 2];

        (void)state;
        assert_string_equal(catalogue_label(catalogue, "not-me"), "not-me");
        assert_string_equal(catalogue_label(catalogue, "dance"), "dance");
        assert_int_equal(catalogue_set_label(catalogue, "not-me", "Nobody"), 0);
        assert_int_equal(catalogue_set_label(catalogue, "not-me", "Not me"), 0);
        assert_string_equal(catalogue_label(catalogue, "not-me"), "Not me");
        assert_string_equal(catalogue_label(catalogue, "done"), "done");
        assert_int_equal(catalogue_set_label(catalogue, "dance", "Dance"), -EINVAL);
        assert_int_equal(catalogue_set_label(catalogue, "done", ""), -EINVAL);
        assert_int_equal(catalogue_set_label(catalogue, "done", "{person}"), -EINVAL);
        assert_int_equal(catalogue_set_label(catalogue, "done", "\xff"), -EINVAL);
        memset(label, 'x', sizeof(label) - 1);
        label[sizeof(label) - 1] = '\0';
        assert_int_equal(catalogue_set_label(catalogue, "done", label), -E2BIG);
        assert_string_equal(catalogue_label(catalogue, "done"), "done");
        assert_int_equal(catalogue_set_label(catalogue, "done", label + 1), 0);
        assert_string_equal(catalogue_label(catalogue, "done"), label + 1);
        catalogue_free(catalogue);
}

static void without_memory_nothing_is_left_behind(void **state)
{
        struct catalogue *catalogue = NULL;
        struct prompt prompt = {
                .type = PROMPT_BREAK_DUE, .note = PROMPT_NOTE_INTERVAL, .interval_usec = USEC_PER_MINUTE
        };
        int failed = 1;

        (void)state;
        scarce_begin(0);
        assert_int_equal(catalogue_new("en", &catalogue), -ENOMEM);
        scarce_end();
        catalogue = catalogue_of("en");
        scarce_begin(0);
        assert_int_equal(catalogue_add(catalogue, PROMPT_BREAK_DUE, CATALOGUE_SAY, "Up."), -ENOMEM);
        scarce_begin(0);
        assert_int_equal(catalogue_set_note(catalogue, PROMPT_NOTE_INTERVAL, "Note."), -ENOMEM);
        scarce_end();
        add(catalogue, PROMPT_BREAK_DUE, CATALOGUE_TITLE, "Up");
        add(catalogue, PROMPT_BREAK_DUE, CATALOGUE_MESSAGE, "Up.");
        add(catalogue, PROMPT_BREAK_DUE, CATALOGUE_SAY, "Up.");
        for (int n = 0; failed; n++) {
                struct prompt_texts texts;
                int r;

                scarce_begin(n);
                r = catalogue_compose(catalogue, &prompt, "Anna", true, &texts);
                failed = scarce_end();
                assert_int_equal(r, failed ? -ENOMEM : 0);
                if (r == 0)
                        prompt_texts_done(&texts);
                assert_true(n < 20);
        }
        catalogue_free(catalogue);
}

/*
 * The texts that ship. They are read here line by line, the plain way, so that what is checked is the file
 * itself.
 */
/* Kinds of prompt, and kinds of prompt about standing. */
#define SECTIONS (PROMPT_MAX_ + CATALOGUE_STANDING_TYPES)

struct shipped {
        const char *language;
        const char *until_light; /* how a suggested activity ends */
        struct catalogue *catalogue;
        uint32_t variants[SECTIONS][CATALOGUE_TEXT_MAX_];
        unsigned activities;
        bool noted;
        unsigned notes;
};

static void count_words(const char *say)
{
        int words = 0;
        bool inside = false;

        for (; *say != '\0'; say++) {
                bool space = *say == ' ';

                if (!space && !inside)
                        words++;
                inside = !space;
                if (strchr(".?!:", *say))
                        words = 0;
                assert_true(words <= SENTENCE_WORDS_MAX);
        }
}

static size_t count_characters(const char *text)
{
        size_t count = 0;

        for (; *text != '\0'; text++)
                count += ((unsigned char)*text & 0xc0) != 0x80;
        return count;
}

static void check_text(const struct shipped *shipped, int section, enum catalogue_text kind, const char *text)
{
        static const char *const never[] = { "sitting too long", "stop sitting", "too long", "must ",
                "should ", "health", "pain", "treat", "prevent", "proven", "cure", "medical", "spine",
                "slouch", "lazy", "fault", "nicht mehr sitzen", "zu lange", "musst", "solltest", "gesund",
                "schmerz", "heil", "Rücken", "krank", "faul", "krumm", "Arzt", "bewiesen" };

        for (size_t i = 0; i < ELEMENTS(never); i++)
                if (strcasestr(text, never[i]))
                        fail_msg("%s: %s", never[i], text);
        if (section < PROMPT_MAX_ && strstr(text, "{activity}") && !strstr(text, shipped->until_light))
                fail_msg("no end: %s", text);
        if ((section >= PROMPT_MAX_ || !strstr(text, "{activity}")) && strstr(text, shipped->until_light))
                fail_msg("an end without activity: %s", text);
        if (kind != CATALOGUE_SAY)
                return;
        if (count_characters(text) > SAY_CHARACTERS_MAX)
                fail_msg("too long to say: %s", text);
        count_words(text);
}

/* The kinds of prompt, then those about standing. */
static int find_section(const char *name)
{
        for (int type = 0; type < PROMPT_MAX_; type++)
                if (strcmp(prompt_type_names[type], name) == 0)
                        return type;
        for (int type = 0; type < CATALOGUE_STANDING_TYPES; type++)
                if (strncmp(name, "standing_", 9) == 0 &&
                        strcmp(name + 9, prompt_type_names[type] + strlen("break_")) == 0)
                        return PROMPT_MAX_ + type;
        return -1;
}

static void take_phrase(const struct shipped *shipped, const char *key, const char *value)
{
        for (int phrase = 0; phrase < PHRASE_MAX_; phrase++)
                if (strcmp(phrase_names[phrase], key) == 0) {
                        assert_null(catalogue_phrases(shipped->catalogue)->texts[phrase]);
                        assert_int_equal(
                                catalogue_set_phrase(shipped->catalogue, (enum phrase)phrase, value), 0);
                        return;
                }
        fail_msg("[session] %s", key);
}

static void take_note(struct shipped *shipped, const char *key, const char *value)
{
        for (unsigned note = PROMPT_NOTE_STRETCH; note < PROMPT_NOTE_MAX_; note++)
                if (strcmp(prompt_note_names[note], key) == 0) {
                        assert_int_equal(
                                catalogue_set_note(shipped->catalogue, (enum prompt_note)note, value), 0);
                        shipped->notes++;
                        return;
                }
        fail_msg("[notes] %s", key);
}

static void take_text(struct shipped *shipped, const char *section, const char *key, const char *value)
{
        static const char *const kinds[CATALOGUE_TEXT_MAX_] = { "title", "message", "say" };
        int number = find_section(section);

        if (strcmp(section, "activities") == 0) {
                char expected[32];

                snprintf(expected, sizeof(expected), "activity-%u", ++shipped->activities);
                assert_string_equal(key, expected);
                assert_int_equal(catalogue_add_activity(shipped->catalogue, value), 0);
                return;
        }
        if (strcmp(section, "interval") == 0) {
                assert_string_equal(key, "note");
                assert_int_equal(catalogue_set_note(shipped->catalogue, PROMPT_NOTE_INTERVAL, value), 0);
                assert_non_null(strstr(value, "{interval}"));
                shipped->noted = true;
                return;
        }
        if (strcmp(section, "notes") == 0) {
                take_note(shipped, key, value);
                return;
        }
        if (strcmp(section, "session") == 0) {
                take_phrase(shipped, key, value);
                return;
        }
        if (strcmp(section, "actions") == 0) {
                assert_int_equal(catalogue_set_label(shipped->catalogue, key, value), 0);
                return;
        }
        if (strcmp(section, "entities") == 0) {
                assert_int_equal(catalogue_set_entity(shipped->catalogue, key, value), 0);
                return;
        }
        assert_true(number >= 0);
        for (int kind = 0; kind < CATALOGUE_TEXT_MAX_; kind++) {
                char expected[32];

                snprintf(expected, sizeof(expected), "%s-%u", kinds[kind],
                        shipped->variants[number][kind] + 1);
                if (strcmp(key, expected) != 0)
                        continue;
                shipped->variants[number][kind]++;
                check_text(shipped, number, (enum catalogue_text)kind, value);
                if (number < PROMPT_MAX_)
                        add(shipped->catalogue, (enum prompt_type)number, (enum catalogue_text)kind, value);
                else
                        assert_int_equal(catalogue_add_standing(shipped->catalogue,
                                                 (enum prompt_type)(number - PROMPT_MAX_),
                                                 (enum catalogue_text)kind, value),
                                0);
                return;
        }
        fail_msg("[%s] %s", section, key);
}

static void read_shipped(struct shipped *shipped)
{
        char path[512], line[1024], section[64] = "";
        FILE *file;

        snprintf(path, sizeof(path), "%s/conf/messages/%s.ini", TOP_SRCDIR, shipped->language);
        file = fopen(path, "re");
        assert_non_null(file);
        while (fgets(line, sizeof(line), file)) {
                char *equals = strstr(line, " = ");

                line[strcspn(line, "\n")] = '\0';
                if (line[0] == '#' || line[0] == '\0')
                        continue;
                if (line[0] == '[') {
                        snprintf(section, sizeof(section), "%.*s", (int)strcspn(line + 1, "]"), line + 1);
                        continue;
                }
                assert_non_null(equals);
                *equals = '\0';
                /* What iniparser would cut, join or unquote. */
                assert_null(strpbrk(equals + 3, ";#\\\""));
                assert_true(isalnum((unsigned char)line[0]) && equals[3] != '\'' && equals[3] != ' ');
                take_text(shipped, section, line, equals + 3);
        }
        fclose(file);
}

static void check_counts(const struct shipped *shipped)
{
        static const uint32_t least[SECTIONS][CATALOGUE_TEXT_MAX_] = {
                [PROMPT_BREAK_DUE] = { 8, 8, 8 },
                [PROMPT_BREAK_NUDGE] = { 8, 8, 8 },
                [PROMPT_BREAK_REPEAT] = { 8, 8, 8 },
                [PROMPT_BREAK_TAKEN] = { 8, 8, 8 },
                [PROMPT_BREAK_PARTIAL] = { 8, 8, 8 },
                [PROMPT_BREAK_IGNORED] = { 1, 1, 0 },
                [PROMPT_BREAK_DISMISSED] = { 1, 1, 0 },
                [PROMPT_BREAK_MOOT] = { 1, 1, 0 },
                [PROMPT_POSTURE_CHECK] = { 8, 8, 0 },
                [PROMPT_SEAT_CHECK] = { 8, 8, 8 },
                [PROMPT_SESSION_DUE] = { 8, 8, 8 },
                [PROMPT_SESSION_STARTED] = { 1, 1, 0 },
                [PROMPT_SESSION_DONE] = { 1, 1, 0 },
                [PROMPT_SESSION_MISSED] = { 1, 1, 0 },
                [PROMPT_RECOVERY_CHECK] = { 1, 1, 1 },
                [PROMPT_LEVEL_UP] = { 1, 1, 1 },
                [PROMPT_WEEK_MET] = { 1, 1, 1 },
                [PROMPT_BLOCK_DONE] = { 1, 1, 1 },
                [PROMPT_WEEK_SUMMARY] = { 1, 1, 0 },
                [PROMPT_MAX_ + PROMPT_BREAK_DUE] = { 8, 8, 8 },
                [PROMPT_MAX_ + PROMPT_BREAK_NUDGE] = { 8, 8, 8 },
                [PROMPT_MAX_ + PROMPT_BREAK_REPEAT] = { 8, 8, 8 },
                [PROMPT_MAX_ + PROMPT_BREAK_TAKEN] = { 8, 8, 8 },
                [PROMPT_MAX_ + PROMPT_BREAK_PARTIAL] = { 8, 8, 8 },
                [PROMPT_MAX_ + PROMPT_BREAK_IGNORED] = { 1, 1, 0 },
                [PROMPT_MAX_ + PROMPT_BREAK_DISMISSED] = { 1, 1, 0 },
                [PROMPT_MAX_ + PROMPT_BREAK_MOOT] = { 1, 1, 0 },
        };

        for (unsigned section = 0; section < SECTIONS; section++)
                for (unsigned text = 0; text < CATALOGUE_TEXT_MAX_; text++) {
                        uint32_t count = shipped->variants[section][text];

                        assert_true(count >= least[section][text]);
                        /* Where nothing is to be heard, nothing must be. */
                        assert_true(least[section][text] > 0 || count == 0);
                }
        assert_true(shipped->activities >= CATALOGUE_VARIANTS_MIN);
        assert_true(shipped->noted);
        assert_int_equal(shipped->notes, PROMPT_NOTE_MAX_ - PROMPT_NOTE_STRETCH);
        for (int phrase = 0; phrase < PHRASE_MAX_; phrase++)
                assert_non_null(catalogue_phrases(shipped->catalogue)->texts[phrase]);
}

/* Whatever the counters say, what is told is whole, and never the same within three. */
static void check_composing(const struct shipped *shipped)
{
        static const struct prompt_facts facts = { "Steady back", "Bird dog", "18:00", 2, 3, 5 };

        for (unsigned section = 0; section < SECTIONS; section++) {
                bool stands = section >= PROMPT_MAX_;
                char *before[3] = { NULL, NULL, NULL };

                for (uint32_t variant = 0; variant < 100; variant++) {
                        struct prompt prompt = { .type = (enum prompt_type)(section % PROMPT_MAX_),
                                .about = stands ? PROMPT_ABOUT_STANDING : PROMPT_ABOUT_SITTING,
                                .variant = variant,
                                .sat_usec = 30 * USEC_PER_MINUTE,
                                .suggest_usec = 5 * USEC_PER_MINUTE };
                        struct prompt_texts texts;

                        assert_int_equal(catalogue_compose_routine(
                                                 shipped->catalogue, &prompt, "Anna", true, &facts, &texts),
                                0);
                        assert_null(strpbrk(texts.message, "{}"));
                        if (texts.say)
                                assert_int_equal(strncmp(texts.say, "Anna: ", 6), 0);
                        for (size_t i = 0;
                                i < 3 && texts.say && shipped->variants[section][CATALOGUE_SAY] >= 8; i++)
                                assert_true(!before[i] || strcmp(before[i], texts.say) != 0);
                        free(before[variant % 3]);
                        before[variant % 3] = texts.say;
                        texts.say = NULL;
                        prompt_texts_done(&texts);
                }
                for (size_t i = 0; i < 3; i++)
                        free(before[i]);
        }
}

static void the_texts_that_ship_keep_the_rules(void **state)
{
        struct shipped languages[] = {
                { .language = "en", .until_light = "tay up until the light tells you." },
                { .language = "de", .until_light = "bis das Licht es dir sagt." },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(languages); i++) {
                languages[i].catalogue = catalogue_of(languages[i].language);
                read_shipped(&languages[i]);
                check_counts(&languages[i]);
                check_composing(&languages[i]);
                catalogue_free(languages[i].catalogue);
        }
}

static void entities_have_names(void **state)
{
        struct catalogue *catalogue = catalogue_of("en");
        char name[CATALOGUE_LABEL_BYTES_MAX + 2];

        (void)state;
        assert_null(catalogue_entity(catalogue, "next_break"));
        assert_null(catalogue_entity(catalogue, "dance"));
        assert_int_equal(catalogue_set_entity(catalogue, "next_break", "Then"), 0);
        assert_int_equal(catalogue_set_entity(catalogue, "next_break", "Next walk"), 0);
        assert_string_equal(catalogue_entity(catalogue, "next_break"), "Next walk");
        assert_int_equal(catalogue_set_entity(catalogue, "dance", "Dance"), -EINVAL);
        assert_int_equal(catalogue_set_entity(catalogue, "trigger", "Trigger"), -EINVAL);
        assert_int_equal(catalogue_set_entity(catalogue, "why", ""), -EINVAL);
        assert_int_equal(catalogue_set_entity(catalogue, "why", "{person}"), -EINVAL);
        memset(name, 'x', sizeof(name) - 1);
        name[sizeof(name) - 1] = '\0';
        assert_int_equal(catalogue_set_entity(catalogue, "why", name), -E2BIG);
        assert_null(catalogue_entity(catalogue, "why"));
        assert_int_equal(catalogue_set_entity(catalogue, "why", name + 1), 0);
        assert_string_equal(catalogue_entity(catalogue, "why"), name + 1);
        catalogue_free(catalogue);
}

int main(void)
{
        static const struct CMUnitTest tests[] = {
                cmocka_unit_test(texts_are_filled_in),
                cmocka_unit_test(prompts_of_the_routine_have_facts),
                cmocka_unit_test(a_prompt_about_standing_has_words_of_its_own),
                cmocka_unit_test(a_name_is_not_said_twice),
                cmocka_unit_test(variants_take_turns),
                cmocka_unit_test(wrong_texts_are_refused),
                cmocka_unit_test(buttons_have_labels),
                cmocka_unit_test(entities_have_names),
                cmocka_unit_test(without_memory_nothing_is_left_behind),
                cmocka_unit_test(the_texts_that_ship_keep_the_rules),
        };

        return cmocka_run_group_tests_name("catalogue", tests, NULL, NULL);
}
