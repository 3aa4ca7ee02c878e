/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * replay_log - one line of a recorded log, as `mosquitto_sub -F %j` (payload as text) or `%J` (payload as
 * JSON) writes it, and back (DESIGN 12).
 *
 * Floor: app (pure; allocates).
 */
#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#define REPLAY_LINE_BYTES_MAX (1024 * 1024)

struct replay_line {
        int64_t realtime_usec;
        const char *topic;
        const char *payload; /* any bytes */
        size_t payload_bytes;
        uint8_t qos;
        bool retain;
        json_t *json; /* owns topic and payload if they do not lie in the line */
        char *text;   /* owns a payload that came as JSON */
};

/**
 * replay_line_parse() - reads one line without its newline.
 * @bytes: changed; @ret_line may point into it.
 * @ret_reason: receives a static sentence, for -EINVAL.
 *
 * A null payload is an empty one. A payload whose payloadlen does not fit, or in a line that is not UTF-8,
 * becomes bytes that payload_init() rejects: the recorder could not write it down.
 *
 * Return: 0, replay_line_done() frees it; -EINVAL.
 */
int replay_line_parse(char *bytes, size_t size, struct replay_line *ret_line, const char **ret_reason);
void replay_line_done(struct replay_line *line);

/*
 * Writes a line in the same form and order of keys. @tst is from timestamp_print(); @expiry_sec is left out
 * when 0.
 */
struct replay_output {
        const char *tst;
        const char *topic;
        const char *payload;
        size_t payload_bytes;
        uint8_t qos;
        bool retain;
        uint32_t expiry_sec;
};
void replay_line_print(const struct replay_output *output, FILE *stream);
