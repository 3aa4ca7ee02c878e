/* SPDX-License-Identifier: MIT */
/*
 * A line of a recorded log. One that can be read and is written down again is read back the same.
 */
#include "fuzz/fuzz.h"

#include "app/replay_log.h"
#include "app/timestamp.h"
#include "base/text.h"
#include "wire/field.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* The line as replay would write it; owned by the caller. */
static char *print(const struct replay_line *line, size_t *ret_size)
{
        char tst[TIMESTAMP_TEXT_SIZE];
        const struct replay_output output = {
                .tst = tst,
                .topic = line->topic,
                .payload = line->payload,
                .payload_bytes = line->payload_bytes,
                .qos = line->qos,
                .retain = line->retain,
                .expiry_sec = line->qos,
        };
        char *text = NULL;
        FILE *stream = open_memstream(&text, ret_size);

        FUZZ_CHECK(stream);
        timestamp_print(&fuzz_now, line->realtime_usec, tst);
        replay_line_print(&output, stream);
        FUZZ_CHECK(fclose(stream) == 0);
        return text;
}

static void check_printed(const struct replay_line *line)
{
        struct replay_line again;
        const char *reason = NULL;
        size_t size;
        char *text = print(line, &size);

        FUZZ_CHECK(text_is_utf8(text, size) && text[size - 1] == '\n');
        FUZZ_CHECK(replay_line_parse(text, size - 1, &again, &reason) == 0);
        FUZZ_CHECK(again.realtime_usec == line->realtime_usec);
        FUZZ_CHECK(strcmp(again.topic, line->topic) == 0);
        FUZZ_CHECK(again.qos == line->qos && again.retain == line->retain);
        FUZZ_CHECK(again.payload_bytes == line->payload_bytes);
        FUZZ_CHECK(memcmp(again.payload, line->payload, line->payload_bytes) == 0);
        replay_line_done(&again);
        free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
        const struct fuzz_input input = { .at = data, .left = size };
        char *bytes = fuzz_copy_bytes(&input);
        struct replay_line line = { .qos = 99 };
        const char *reason = NULL;
        int r = replay_line_parse(bytes, size, &line, &reason);

        if (r < 0) {
                FUZZ_CHECK(r == -EINVAL && line.qos == 99);
                fuzz_check_sentence(reason);
        } else {
                struct payload payload;

                FUZZ_CHECK(line.realtime_usec > 0 && line.topic && *line.topic != '\0' && line.payload);
                FUZZ_CHECK(line.qos <= 2);
                if (payload_init(&payload, line.payload, line.payload_bytes) == 0) {
                        check_printed(&line);
                        payload_done(&payload);
                }
                replay_line_done(&line);
        }
        free(bytes);
        return 0;
}
