/* SPDX-License-Identifier: MIT */
#include "fuzz/fuzz.h"

#include "base/text.h"
#include "wire/topic.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const struct instant fuzz_now = {
        .boottime_usec = 1000 * USEC_PER_SEC,
        .realtime_usec = INT64_C(1795338000) * USEC_PER_SEC,
        .zone = {
                .since_realtime_usec = INT64_MIN,
                .until_realtime_usec = USEC_INFINITY,
                .offset_before_sec = 3600,
                .offset_sec = 3600,
                .offset_after_sec = 3600,
        },
};

void fuzz_fail(const char *file, int line, const char *condition)
{
        fprintf(stderr, "%s:%d: not true: %s\n", file, line, condition);
        abort();
}

uint8_t fuzz_take_byte(struct fuzz_input *input)
{
        if (input->left == 0)
                return 0;
        input->left--;
        return *input->at++;
}

struct fuzz_input fuzz_take_part(struct fuzz_input *input, char separator)
{
        const uint8_t *end = input->left > 0 ? memchr(input->at, separator, input->left) : NULL;
        struct fuzz_input part = { .at = input->at, .left = end ? (size_t)(end - input->at) : input->left };

        input->at += part.left + (end != NULL);
        input->left -= part.left + (end != NULL);
        return part;
}

uint32_t fuzz_take_number(struct fuzz_input *input, uint32_t max)
{
        uint64_t number = 0;

        while (input->left > 0 && *input->at >= '0' && *input->at <= '9') {
                number = number * 10 + (uint64_t)(fuzz_take_byte(input) - '0');
                if (number > max)
                        number = max;
        }
        return (uint32_t)number;
}

void *fuzz_copy_bytes(const struct fuzz_input *part)
{
        void *copy = malloc(part->left);

        FUZZ_CHECK(copy || part->left == 0);
        if (part->left > 0)
                memcpy(copy, part->at, part->left);
        return copy;
}

char *fuzz_copy_text(const struct fuzz_input *part)
{
        char *copy = malloc(part->left + 1);

        FUZZ_CHECK(copy);
        if (part->left > 0)
                memcpy(copy, part->at, part->left);
        copy[part->left] = '\0';
        return copy;
}

void fuzz_check_sentence(const char *text)
{
        FUZZ_CHECK(text && *text != '\0');
        FUZZ_CHECK(text_is_utf8(text, strlen(text)));
}

void fuzz_check_outbox(const struct outbox *outbox, bool json)
{
        for (size_t i = 0; i < outbox->count; i++) {
                const struct outbox_message *message = &outbox->messages[i];
                json_t *object;

                FUZZ_CHECK(topic_is_name(message->topic));
                FUZZ_CHECK(text_is_utf8(message->payload, message->payload_bytes));
                if (!json || message->payload_bytes == 0 || message->payload[0] != '{')
                        continue;
                object = json_loadb(message->payload, message->payload_bytes, JSON_REJECT_DUPLICATES, NULL);
                FUZZ_CHECK(json_is_object(object));
                json_decref(object);
        }
}
