/* SPDX-License-Identifier: MIT */
/*
 * Topics, and templates of a person's own: the first line of an input is a topic, the second the text that a
 * placeholder stands for, the rest is the template.
 *
 * A template that is JSON with a plain word is JSON with any text.
 */
#include "fuzz/fuzz.h"

#include "base/text.h"
#include "wire/template.h"
#include "wire/topic.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

static bool is_json(const char *text)
{
        json_t *json = json_loads(text, 0, NULL);

        json_decref(json);
        return json != NULL;
}

static void check_topic(const char *topic)
{
        struct topic_parts parts;
        char joined[TOPIC_SIZE];

        if (topic_is_name(topic))
                FUZZ_CHECK(strlen(topic) < TOPIC_SIZE && text_is_utf8(topic, strlen(topic)));
        topic_split(topic, "unslouch", &parts);
        switch (parts.kind) {
        case TOPIC_OTHER: return;
        case TOPIC_STATUS: FUZZ_CHECK(topic_join(joined, "unslouch", NULL, "status") == 0); break;
        case TOPIC_OWNER: FUZZ_CHECK(topic_join(joined, "unslouch", NULL, "owner") == 0); break;
        case TOPIC_COMMAND: FUZZ_CHECK(topic_join(joined, "unslouch", parts.person, "cmd") == 0); break;
        case TOPIC_DAYS_SET:
                FUZZ_CHECK(topic_join(joined, "unslouch", parts.person, TOPIC_SESSION_DAYS "/set") == 0);
                break;
        case TOPIC_TIME_SET:
                FUZZ_CHECK(topic_join(joined, "unslouch", parts.person, TOPIC_SESSION_TIME "/set") == 0);
                break;
        case TOPIC_SETTING_SET: FUZZ_CHECK(parts.setting < SETTING_MAX_); return;
        }
        FUZZ_CHECK(strcmp(joined, topic) == 0);
}

static char *fill(const char *pattern, const char *text)
{
        const struct template_values values = {
                .text = text, .title = text, .person = text, .id = text, .level = 2, .seconds = 1800
        };
        char *filled = template_fill(pattern, &values);

        FUZZ_CHECK(filled);
        return filled;
}

/* No word of JSON has a q, so that a q stands within a text. */
static void check_template(const char *pattern, const char *text)
{
        char *plain = fill(pattern, "q");
        char *filled = fill(pattern, text);

        if (text_is_utf8(pattern, strlen(pattern)) && text_is_utf8(text, strlen(text))) {
                FUZZ_CHECK(text_is_utf8(filled, strlen(filled)));
                if ((*pattern == '{' || *pattern == '[') && is_json(plain))
                        FUZZ_CHECK(is_json(filled));
        }
        free(plain);
        free(filled);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
        struct fuzz_input input = { .at = data, .left = size };
        struct fuzz_input topic_part = fuzz_take_part(&input, '\n');
        struct fuzz_input text_part = fuzz_take_part(&input, '\n');
        char *topic = fuzz_copy_text(&topic_part);
        char *text = fuzz_copy_text(&text_part);
        char *pattern = fuzz_copy_text(&input);
        const char *fault = template_check(pattern);

        check_topic(topic);
        if (fault)
                fuzz_check_sentence(fault);
        else
                check_template(pattern, text);
        free(topic);
        free(text);
        free(pattern);
        return 0;
}
