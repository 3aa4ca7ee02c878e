/* SPDX-License-Identifier: MIT */
#include "unit/config_fixture.h"

#include "config/messages.h"
#include "wire/discovery_row.h"
#include "wire/publish.h"

#include <errno.h>
#include <sys/stat.h>

struct language {
        struct fixture *fixture;
        char file[FIXTURE_PATH_SIZE + 16];
};

static int setup(void **state)
{
        struct language *language = calloc(1, sizeof(*language));

        assert_non_null(language);
        assert_int_equal(fixture_setup((void **)&language->fixture), 0);
        snprintf(language->file, sizeof(language->file), "%s/xx.ini", language->fixture->directory);
        *state = language;
        return 0;
}

static int teardown(void **state)
{
        struct language *language = *state;

        (void)unlink(language->file);
        assert_int_equal(fixture_teardown((void **)&language->fixture), 0);
        free(language);
        return 0;
}

static int load(struct language *language, struct catalogue **ret_catalogue)
{
        struct config_problems problems = { 0 };
        int r = messages_load(language->fixture->directory, "xx", &problems, ret_catalogue);

        assert_int_equal(r == -EINVAL, problems.errors > 0);
        fixture_print_problems(language->fixture, &problems);
        config_problems_done(&problems);
        return r;
}

/* Sections with eight messages each, for all that need them, and the phrases; those in @without have none.
 * [session] in it: its section is open already. */
static void write_sections(FILE *file, const char *without)
{
        static const char *const sections[] = { "break_due", "break_nudge", "break_repeat", "break_taken",
                "break_partial", "posture_check", "seat_check", "session_due" };

        if (!strstr(without, "[session]"))
                fputs("[session]\n", file);
        for (int phrase = 0; phrase < PHRASE_MAX_; phrase++)
                if (!strstr(without, phrase_names[phrase]))
                        fprintf(file, "%s = phrase\n", phrase_names[phrase]);
        for (size_t i = 0; i < ELEMENTS(sections); i++) {
                if (strstr(without, sections[i]))
                        continue;
                fprintf(file, "[%s]\n", sections[i]);
                for (int number = 1; number <= 8; number++)
                        fprintf(file, "message-%d = text %d\n", number, number);
        }
}

/* Writes @text and behind it what a whole file needs besides. */
static void write_language(struct language *language, const char *text, const char *without)
{
        FILE *file = fopen(language->file, "w");

        assert_non_null(file);
        fputs(text, file);
        write_sections(file, without);
        assert_int_equal(fclose(file), 0);
}

static void what_is_wrong_is_told_with_its_line(void **state)
{
        static const struct {
                const char *text;
                const char *problems;
        } cases[] = {
                { "[brake_due]\n", "xx.ini:1: section 'brake_due': unknown (did you mean 'break_due'?)\n" },
                { "[other]\nkey = x\n", "xx.ini:1: section 'other': unknown\n" },
                { "[interval\n", "xx.ini:1: a section's name has no closing bracket\n" },
                { "[\n", "xx.ini:1: a section's name has no closing bracket\n" },
                { "[interval]\n[interval]\n", "xx.ini:2: section 'interval' is there already, in line 1\n" },
                { "note = x\n", "xx.ini:1: key 'note': before the first section\n" },
                { "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\xc3\xbc = x\n",
                        "xx.ini:1: key 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa': "
                        "before the first section\n" },
                { "[interval]\nwhat\n", "xx.ini:2: neither a section nor a key with a value\n" },
                { "[interval]\nnotes = x\n", "xx.ini:2: key 'notes': unknown (section interval has note)\n" },
                { "[interval]\nNote = x\n", "xx.ini:2: key 'Note': unknown (section interval has note)\n" },
                { "[activities]\nactivity = x\n",
                        "xx.ini:2: key 'activity': unknown (section activities has activity-N)\n" },
                { "[activities]\nactivity-0 = x\n",
                        "xx.ini:2: key 'activity-0': unknown (section activities has activity-N)\n" },
                { "[activities]\nactivity-01 = x\n",
                        "xx.ini:2: key 'activity-01': unknown (section activities has activity-N)\n" },
                { "[activities]\nactivity-1a = x\n",
                        "xx.ini:2: key 'activity-1a': unknown (section activities has activity-N)\n" },
                { "[activities]\nactivity-33 = x\n",
                        "xx.ini:2: key 'activity-33': unknown (section activities has activity-N)\n" },
                { "[break_moot]\nshout-1 = x\n", "xx.ini:2: key 'shout-1': unknown (section break_moot has "
                                                 "title-N, message-N, say-N)\n" },
                { "[activities]\nactivity-1 = x\n\nactivity-1 = y\n",
                        "xx.ini:4: section 'activities': key 'activity-1': it is there already, in line "
                        "2\n" },
                { "[activities]\nactivity-1 = x\nactivity-4 = y\n",
                        "xx.ini:3: key 'activity-4': there is no activity-2\n"
                        "xx.ini:3: key 'activity-4': there is no activity-3\n" },
                { "[interval]\nnote = first; second\n",
                        "xx.ini:2: section 'interval': key 'note': value would be cut at ; or #: "
                        "put the text in double quotes\n" },
                { "[interval]\nnote = first # second\n",
                        "xx.ini:2: section 'interval': key 'note': value would be cut at ; or "
                        "#: put the text in double quotes\n" },
                { "[interval]\nnote = first \\\nsecond = 2\n",
                        "xx.ini:2: ends with a backslash, which would join it with the next line\n"
                        "xx.ini:3: key 'second': unknown (section interval has note)\n" },
                { "# a comment \\  \n[interval]\n",
                        "xx.ini:1: ends with a backslash, which would join it with the next line\n" },
                { "[interval]\nnote =\n", "xx.ini:2: section 'interval': key 'note': value empty\n" },
                { "[interval]\nnote = \"\"\n", "xx.ini:2: section 'interval': key 'note': value empty\n" },
                { "[interval]\nnote = \"open\n",
                        "xx.ini:2: section 'interval': key 'note': value has no closing quote at its end\n" },
                { "[interval]\nnote = \"a\" b\n",
                        "xx.ini:2: section 'interval': key 'note': value has no closing quote at its end\n" },
                { "[interval]\nnote = \"a \"b\" c\"\n",
                        "xx.ini:2: section 'interval': key 'note': value has a quote inside quotes\n" },
                { "[interval]\nnote = 'a'\n",
                        "xx.ini:2: section 'interval': key 'note': value begins with a single quote, which "
                        "would be taken off: use double "
                        "quotes\n" },
                { "[interval]\n\nnote = every {hours} hours\n",
                        "xx.ini:3: key 'note': not a text of the catalogue: an unknown placeholder, a lone "
                        "brace, or empty\n" },
                { "[break_moot]\nsay-1 = hello {\n", "xx.ini:2: key 'say-1': not a text of the catalogue: an "
                                                     "unknown placeholder, a lone brace, or "
                                                     "empty\n" },
                { "[actions]\ndone-1 = x\n", "xx.ini:2: key 'done-1': unknown (section actions has start, "
                                             "done, snooze, skip, not-me)\n" },
                { "[notes]\nstretch-1 = x\n", "xx.ini:2: key 'stretch-1': unknown (section notes has "
                                              "stretch, offer, light-week)\n" },
                { "[notes]\noffer = {person}\n",
                        "xx.ini:2: key 'offer': not a text of the catalogue: an unknown placeholder, a lone "
                        "brace, or empty\n" },
                { "[actions]\nskip = x\nskip = y\n",
                        "xx.ini:3: section 'actions': key 'skip': it is there already, in line 2\n" },
                { "[actions]\ndone = {person}\n", "xx.ini:2: key 'done': not a text of the catalogue: an "
                                                  "unknown placeholder, a lone brace, or "
                                                  "empty\n" },
                { "[entities]\nwhy = Why\nnext = x\nnexts = x\n",
                        "xx.ini:4: key 'nexts': unknown (section entities has what Home Assistant shows, "
                        "such as "
                        "next_break)\n" },
                { "[entities]\ntrigger = x\n", "xx.ini:2: key 'trigger': not a text of the catalogue: an "
                                               "unknown placeholder, a lone brace, or "
                                               "empty\n" },
                { "[session]\nstep-up = x\nhalftime = x\n",
                        "xx.ini:3: key 'halftime': unknown (section session has the phrases of a session, "
                        "such as halfway)\n" },
                { "[session]\nstep-up = {next}\n", "xx.ini:2: key 'step-up': not a text of the "
                                                   "catalogue: an unknown placeholder, a lone brace, or "
                                                   "empty\n" },
                { "[interval]\nnote = \xff\n", "xx.ini:2: this is not UTF-8 text\n" },
        };

        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct language *language = *state;
                struct catalogue *catalogue = NULL;

                write_language(language, cases[i].text,
                        strstr(cases[i].text, "[session]") ? "[session] step-up" : "");
                assert_int_equal(load(language, &catalogue), -EINVAL);
                assert_null(catalogue);
                assert_string_equal(language->fixture->printed, cases[i].problems);
        }
}

static void seven_messages_are_too_few(void **state)
{
        struct language *language = *state;
        struct catalogue *catalogue = NULL;

        write_language(language,
                "[break_due]\nmessage-1 = 1\nmessage-2 = 2\nmessage-3 = 3\nmessage-4 = 4\nmessage-5 = "
                "5\nmessage-6 = 6\n"
                "message-7 = 7\n",
                "break_due seat_check");
        assert_int_equal(load(language, &catalogue), -EINVAL);
        assert_string_equal(language->fixture->printed,
                "xx.ini: section 'seat_check': has 0 messages (allowed 8..32)\n"
                "xx.ini:1: section 'break_due': has 7 messages (allowed 8..32)\n");
}

static void words_for_standing_may_be_missing_but_not_be_few(void **state)
{
        struct language *language = *state;
        struct catalogue *catalogue = NULL;

        /* every file here was written without them */
        write_language(language, "", "");
        assert_int_equal(load(language, &catalogue), 0);
        catalogue = catalogue_free(catalogue);
        write_language(language, "[standing_due]\nmessage-1 = 1\n[standing_moot]\nmessage-1 = {time}\n", "");
        assert_int_equal(load(language, &catalogue), -EINVAL);
        assert_string_equal(language->fixture->printed,
                "xx.ini:1: section 'standing_due': has 1 messages (allowed 8..32)\n");
        write_language(language, "[standing_moot]\nmessage-1 = {time}\n", "");
        assert_int_equal(load(language, &catalogue), -EINVAL);
        assert_string_equal(language->fixture->printed, "xx.ini:2: key 'message-1': not a text of the "
                                                        "catalogue: an unknown placeholder, a lone brace, or "
                                                        "empty\n");
}

static void a_missing_phrase_is_told(void **state)
{
        struct language *language = *state;
        struct catalogue *catalogue = NULL;

        write_language(language, "", "halfway which");
        assert_int_equal(load(language, &catalogue), -EINVAL);
        assert_non_null(strstr(language->fixture->printed, ": section 'session': has no 'halfway'\n"));
        assert_non_null(strstr(language->fixture->printed, ": section 'session': has no 'which'\n"));
}

/* Writes @key, under its section, with @length letters between @quote. */
static void write_long(struct language *language, const char *key, int length, const char *quote)
{
        FILE *file = fopen(language->file, "w");

        assert_non_null(file);
        fprintf(file, "%s = %s", key, quote);
        for (int i = 0; i < length; i++)
                fputc('x', file);
        fprintf(file, "%s\n", quote);
        write_sections(file, "");
        assert_int_equal(fclose(file), 0);
}

static void texts_have_a_limit(void **state)
{
        static const char *const quotes[] = { "", "\"" };

        for (size_t i = 0; i < ELEMENTS(quotes); i++) {
                struct language *language = *state;
                struct catalogue *catalogue = NULL;

                write_long(language, "[interval]\nnote", CATALOGUE_TEXT_BYTES_MAX, quotes[i]);
                assert_int_equal(load(language, &catalogue), 0);
                catalogue = catalogue_free(catalogue);
                write_long(language, "[interval]\nnote", CATALOGUE_TEXT_BYTES_MAX + 1, quotes[i]);
                assert_int_equal(load(language, &catalogue), -EINVAL);
                assert_string_equal(language->fixture->printed,
                        "xx.ini:2: key 'note': value too long (allowed 1..400 bytes)\n");
                write_long(language, "[actions]\nskip", CATALOGUE_LABEL_BYTES_MAX, quotes[i]);
                assert_int_equal(load(language, &catalogue), 0);
                catalogue = catalogue_free(catalogue);
                write_long(language, "[actions]\nskip", CATALOGUE_LABEL_BYTES_MAX + 1, quotes[i]);
                assert_int_equal(load(language, &catalogue), -EINVAL);
                assert_string_equal(language->fixture->printed,
                        "xx.ini:2: key 'skip': value too long (allowed 1..63 bytes)\n");
        }
}

static void texts_arrive_as_they_are_written(void **state)
{
        struct language *language = *state;
        struct catalogue *catalogue = NULL;
        struct prompt_texts texts;
        struct prompt prompt = { .type = PROMPT_BREAK_MOOT };
        struct prompt due = { .type = PROMPT_BREAK_DUE, .variant = 7 };

        write_language(language,
                "; a comment\r\n  [break_moot]  \r\n title-1 = A = b: 'c' \"d\" \xc3\xa4 "
                "\r\n\tmessage-1=\"one; two # three\"\n[actions]\nnot-me = Nobody\nsnooze = \"Later; "
                "soon\"\n",
                "");
        assert_int_equal(load(language, &catalogue), 0);
        assert_string_equal(language->fixture->printed, "");
        assert_string_equal(catalogue_language(catalogue), "xx");
        assert_int_equal(catalogue_compose(catalogue, &prompt, "Anna", false, &texts), 0);
        assert_string_equal(texts.title, "A = b: 'c' \"d\" \xc3\xa4");
        assert_string_equal(texts.message, "one; two # three");
        assert_null(texts.say);
        prompt_texts_done(&texts);
        assert_int_equal(catalogue_compose(catalogue, &due, "Anna", false, &texts), 0);
        assert_string_equal(texts.message, "text 8");
        prompt_texts_done(&texts);
        assert_string_equal(catalogue_label(catalogue, "not-me"), "Nobody");
        assert_string_equal(catalogue_label(catalogue, "snooze"), "Later; soon");
        assert_string_equal(catalogue_label(catalogue, "done"), "done");
        catalogue_free(catalogue);
}

/* A label that is the action's bare name would be one that is missing: the shipped ones begin with a capital.
 */
static void check_labels(const struct catalogue *catalogue)
{
        const char *actions[PROMPT_ACTIONS_MAX];

        assert_int_equal(prompt_action_names(UINT8_MAX, actions), PROMPT_ACTIONS_MAX);
        for (size_t i = 0; i < PROMPT_ACTIONS_MAX; i++)
                assert_string_not_equal(catalogue_label(catalogue, actions[i]), actions[i]);
}

/* Every entity has a name in every language; the English ones are those that the program has itself. */
static void check_entities(const struct catalogue *catalogue, bool is_english)
{
        for (size_t i = 0; i < DISCOVERY_ROWS; i++) {
                const struct discovery_row *row = &discovery_rows[i];
                const char *name = catalogue_entity(catalogue, row->key);

                assert_int_equal(name != NULL, row->name != NULL);
                if (name && is_english)
                        assert_string_equal(name, row->name);
        }
}

static void the_languages_that_ship_are_right(void **state)
{
        static const char *const languages[] = { "en", "de" };

        for (size_t i = 0; i < ELEMENTS(languages); i++) {
                struct language *language = *state;
                struct config_problems problems = { 0 };
                struct catalogue *catalogue = NULL;
                int r;

                r = messages_load(TOP_SRCDIR "/conf/messages", languages[i], &problems, &catalogue);
                fixture_print_problems(language->fixture, &problems);
                assert_string_equal(language->fixture->printed, "");
                assert_int_equal(r, 0);
                assert_string_equal(catalogue_language(catalogue), languages[i]);
                check_labels(catalogue);
                check_entities(catalogue, i == 0);
                config_problems_done(&problems);
                catalogue_free(catalogue);
        }
}

static void languages_that_are_not_there_are_told_apart(void **state)
{
        struct language *language = *state;
        struct config_problems problems = { 0 };
        struct catalogue *catalogue = NULL;

        assert_int_equal(load(language, &catalogue), -ENOENT);
        assert_int_equal(messages_load(TOP_SRCDIR "/conf", "messages/en", &problems, &catalogue), -ENOENT);
        assert_int_equal(messages_load(TOP_SRCDIR "/conf/messages", "none", &problems, &catalogue), -ENOENT);
        assert_int_equal(problems.errors, 0);
        assert_int_equal(mkdir(language->file, 0700), 0);
        assert_int_equal(load(language, &catalogue), -EINVAL);
        assert_string_equal(language->fixture->printed, "xx.ini: cannot read the file: Is a directory\n");
        assert_int_equal(rmdir(language->file), 0);
        config_problems_done(&problems);
}

static void files_have_a_limit(void **state)
{
        struct language *language = *state;
        struct catalogue *catalogue = NULL;
        FILE *file = fopen(language->file, "w");

        assert_non_null(file);
        for (size_t i = 0; i < 256 * 1024 + 1; i++)
                fputc('\n', file);
        assert_int_equal(fclose(file), 0);
        assert_int_equal(load(language, &catalogue), -EINVAL);
        assert_string_equal(language->fixture->printed, "xx.ini: larger than 256 KiB\n");
}

static void the_environment_says_where_the_files_are(void **state)
{
        (void)state;
        assert_int_equal(setenv("UNSLOUCH_MESSAGES_DIR", "/somewhere", 1), 0);
        assert_string_equal(messages_directory(), "/somewhere");
        assert_int_equal(setenv("UNSLOUCH_MESSAGES_DIR", "", 1), 0);
        assert_string_equal(messages_directory(), PKGDATADIR "/messages");
        assert_int_equal(unsetenv("UNSLOUCH_MESSAGES_DIR"), 0);
        assert_string_equal(messages_directory(), PKGDATADIR "/messages");
}

#define CASE(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
        static const struct CMUnitTest tests[] = {
                CASE(what_is_wrong_is_told_with_its_line),
                CASE(seven_messages_are_too_few),
                CASE(words_for_standing_may_be_missing_but_not_be_few),
                CASE(a_missing_phrase_is_told),
                CASE(texts_have_a_limit),
                CASE(texts_arrive_as_they_are_written),
                CASE(the_languages_that_ship_are_right),
                CASE(languages_that_are_not_there_are_told_apart),
                CASE(files_have_a_limit),
                cmocka_unit_test(the_environment_says_where_the_files_are),
        };

        return cmocka_run_group_tests_name("messages", tests, NULL, NULL);
}
