/* SPDX-License-Identifier: MIT */
/*
 * Files of programmes and of messages, as people write and translate them. The first byte of an input
 * chooses: `m` a file of messages, `o` one of programmes, `p` the same which also overrides itself as one of
 * the person's own; all else is an INI file as such.
 *
 * What is wrong is told with its line; what is taken has its limits.
 */
#include "fuzz/fuzz_file.h"

#include "base/text.h"
#include "config/ini.h"
#include "config/messages.h"
#include "config/programmes.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* Also the language of a file of messages, "en". */
#define FILE_NAME "en.ini"

static void check_problems(const struct config_problems *problems)
{
        for (size_t i = 0; i < problems->count; i++) {
                fuzz_check_sentence(problems->items[i].text);
                FUZZ_CHECK(problems->items[i].file && problems->items[i].line >= 0);
        }
}

static void check_keys(const struct ini *ini)
{
        for (size_t i = 0; i < ini->key_count; i++) {
                const struct ini_key *key = &ini->keys[i];

                FUZZ_CHECK(key->line > 0 && key->section < ini->section_count);
                FUZZ_CHECK(ini_find_key(ini, key->section, key->name) == key);
                FUZZ_CHECK(!key->value || text_is_utf8(key->value, strlen(key->value)));
        }
        for (size_t i = 0; i < ini->section_count; i++)
                FUZZ_CHECK(ini_find_section(ini, ini->sections[i].name) == (int)i);
}

static void read_ini(const char *path)
{
        struct config_problems problems = { 0 };
        struct ini ini = { 0 };
        int r = ini_read(path, &problems, &ini);

        check_problems(&problems);
        if (r == 0) {
                check_keys(&ini);
                /* Without a fault each key has its value, whatever iniparser thinks of the file. */
                for (size_t i = 0; problems.errors == 0 && i < ini.key_count; i++)
                        FUZZ_CHECK(ini.keys[i].value);
                ini_done(&ini);
        } else {
                FUZZ_CHECK(r == -EINVAL && problems.errors > 0 && !ini.keys);
        }
        config_problems_done(&problems);
}

static void read_messages(const char *directory)
{
        struct config_problems problems = { 0 };
        struct catalogue *catalogue = NULL;
        int r = messages_load(directory, "en", &problems, &catalogue);

        check_problems(&problems);
        FUZZ_CHECK(r == 0 ? catalogue && problems.errors == 0
                          : r == -EINVAL && !catalogue && problems.errors > 0);
        catalogue_free(catalogue);
        config_problems_done(&problems);
}

static void check_words(const struct programmes *programmes, const char *language)
{
        const struct programme_set *set = programmes_set(programmes);

        for (size_t i = 0; i < set->exercise_count; i++)
                FUZZ_CHECK(programmes_exercise_words(programmes, (int)i, language));
        for (size_t i = 0; i < set->programme_count; i++)
                FUZZ_CHECK(programmes_words(programmes, (int)i, language));
        FUZZ_CHECK(programmes_safety_words(programmes, language) && programmes_screening(programmes));
}

static void read_programmes(const char *shipped, const char *own)
{
        struct config_problems problems = { 0 };
        struct programmes *programmes = NULL;

        FUZZ_CHECK(programmes_load(shipped, own, &problems, &programmes) == 0);
        check_problems(&problems);
        FUZZ_CHECK(programmes_are_incomplete(programmes) == (problems.errors > 0));
        check_words(programmes, "en");
        check_words(programmes, "de");
        for (size_t i = 0; i < programmes_set(programmes)->exercise_count; i++)
                FUZZ_CHECK(text_is_id(programmes_set(programmes)->exercises[i].id));
        programmes_free(programmes);
        config_problems_done(&problems);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
        struct fuzz_input input = { .at = data, .left = size };
        uint8_t way = size > 0 ? *data : '\0';
        const char *directory;
        const char *path;

        if (way == 'm' || way == 'o' || way == 'p')
                (void)fuzz_take_byte(&input);
        path = fuzz_file_write(FILE_NAME, input.at, input.left, &directory);
        switch (way) {
        case 'm': read_messages(directory); break;
        case 'o': read_programmes(directory, NULL); break;
        case 'p': read_programmes(directory, directory); break;
        default: read_ini(path);
        }
        return 0;
}
