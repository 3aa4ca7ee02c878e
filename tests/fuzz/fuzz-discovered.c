/* SPDX-License-Identifier: MIT */
/*
 * What a broker says to `unslouch discover`: each line of an input is a topic, a tab and a payload; a line
 * that begins with ! is of a retained message.
 *
 * Whatever is said, each candidate can be printed, and what it says is taken by the configuration: topics are
 * names, the field and the match can be read.
 */
#include "fuzz/fuzz.h"

#include "base/text.h"
#include "wire/discovered.h"
#include "wire/field.h"
#include "wire/match.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define MESSAGES_MAX 32

static void check_shown(const char *text)
{
        FUZZ_CHECK(text_is_utf8(text, strlen(text)));
        for (; *text != '\0'; text++)
                FUZZ_CHECK(text_unshowable_bytes(text) == 0);
}

static void check_read(const struct candidate *candidate)
{
        struct field_path *path = NULL;
        struct match *match = NULL;
        const char *error;

        FUZZ_CHECK(candidate->topic[0] == '\0' || topic_is_name(candidate->topic));
        FUZZ_CHECK(candidate->availability[0] == '\0' || topic_is_name(candidate->availability));
        FUZZ_CHECK(candidate->topic[0] != '\0' || candidate->via[0] != '\0');
        FUZZ_CHECK(field_path_parse(candidate->field, &path, &error) == 0);
        FUZZ_CHECK(match_parse(candidate->when[0] == '\0' ? NULL : candidate->when, &match, &error) == 0);
        field_path_free(path);
        match_free(match);
}

static void check_candidate(const struct candidate *candidate)
{
        FUZZ_CHECK(candidate->kind < CANDIDATE_KIND_MAX_);
        FUZZ_CHECK(candidate->name[0] != '\0' && candidate->why[0] != '\0');
        check_shown(candidate->label);
        check_shown(candidate->name);
        check_shown(candidate->room);
        check_shown(candidate->device);
        check_shown(candidate->topic);
        check_shown(candidate->field);
        check_shown(candidate->when);
        check_shown(candidate->availability);
        check_shown(candidate->why);
        for (int i = 0; i < CANDIDATE_EXTRAS_MAX; i++)
                check_shown(candidate->extras[i].value);
        check_read(candidate);
}

static bool is_same_list(enum candidate_kind a, enum candidate_kind b)
{
        return (a >= CANDIDATE_LIGHT) == (b >= CANDIDATE_LIGHT);
}

/* Names are unique among sensors and among channels. */
static void check_names(const struct discovered *discovered)
{
        size_t count = discovered_count(discovered);

        for (size_t i = 0; i < count; i++)
                for (size_t j = 0; j < i; j++) {
                        const struct candidate *a = discovered_candidate(discovered, i);
                        const struct candidate *b = discovered_candidate(discovered, j);

                        FUZZ_CHECK(!is_same_list(a->kind, b->kind) || strcmp(a->name, b->name) != 0);
                }
}

static void take(struct discovered *discovered, struct fuzz_input *line)
{
        bool retained = line->left > 0 && *line->at == '!';
        struct fuzz_input topic_part;
        char *topic;
        char *payload;
        int r;

        if (retained)
                (void)fuzz_take_byte(line);
        topic_part = fuzz_take_part(line, '\t');
        topic = fuzz_copy_text(&topic_part);
        payload = fuzz_copy_bytes(line);
        r = discovered_take(discovered, topic, payload, line->left, retained);
        FUZZ_CHECK(r == 0 || r == -EBADMSG || r == -EFBIG);
        free(topic);
        free(payload);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
        struct fuzz_input input = { .at = data, .left = size };
        struct discovered *discovered = NULL;

        FUZZ_CHECK(discovered_new("unslouch", "homeassistant", &discovered) == 0);
        for (int i = 0; i < MESSAGES_MAX && input.left > 0; i++) {
                struct fuzz_input line = fuzz_take_part(&input, '\n');

                take(discovered, &line);
        }
        FUZZ_CHECK(discovered_finish(discovered) == 0);
        FUZZ_CHECK(discovered_count(discovered) <= DISCOVERED_CANDIDATES_MAX);
        for (size_t i = 0; i < discovered_count(discovered); i++)
                check_candidate(discovered_candidate(discovered, i));
        check_names(discovered);
        discovered_free(discovered);
        return 0;
}
