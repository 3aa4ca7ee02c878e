/* SPDX-License-Identifier: MIT */
#include "wire/topic.h"

#include "base/text.h"
#include "wire/publish.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* U+0000 to U+001F, and U+007F to U+009F, which UTF-8 writes as C2 80 to C2 9F. */
static bool is_control(const char *at)
{
        const uint8_t *bytes = (const uint8_t *)at;

        return bytes[0] < 0x20 || bytes[0] == 0x7f || (bytes[0] == 0xc2 && bytes[1] < 0xa0);
}

bool topic_is_name(const char *topic)
{
        size_t length = strnlen(topic, TOPIC_SIZE);

        if (length == 0 || length >= TOPIC_SIZE || !text_is_utf8(topic, length))
                return false;
        for (const char *at = topic; *at != '\0'; at++)
                if (is_control(at) || *at == '+' || *at == '#')
                        return false;
        return true;
}

int topic_join(char target[static TOPIC_SIZE], const char *base, const char *person, const char *leaf)
{
        char topic[TOPIC_SIZE];
        int length;

        length = snprintf(
                topic, sizeof(topic), "%s/%s%s%s", base, person ? person : "", person ? "/" : "", leaf);
        if ((size_t)length >= sizeof(topic))
                return -ENAMETOOLONG;
        memcpy(target, topic, (size_t)length + 1);
        return 0;
}

/* Fills in what "cmd" or "<setting>/set" below a person means. */
static void split_leaf(const char *leaf, struct topic_parts *parts)
{
        if (strcmp(leaf, "cmd") == 0) {
                parts->kind = TOPIC_COMMAND;
                return;
        }
        if (strcmp(leaf, TOPIC_SESSION_DAYS "/set") == 0)
                parts->kind = TOPIC_DAYS_SET;
        else if (strcmp(leaf, TOPIC_SESSION_TIME "/set") == 0)
                parts->kind = TOPIC_TIME_SET;
        for (unsigned setting = 0; setting < SETTING_MAX_; setting++) {
                size_t length = strlen(setting_names[setting]);

                if (strncmp(leaf, setting_names[setting], length) == 0 &&
                        strcmp(leaf + length, "/set") == 0) {
                        parts->kind = TOPIC_SETTING_SET;
                        parts->setting = (enum setting)setting;
                        return;
                }
        }
}

/* Takes "<person>/<leaf>" apart. */
static void split_person(const char *rest, struct topic_parts *parts)
{
        const char *slash = strchr(rest, '/');
        size_t length;

        if (!slash)
                return;
        length = (size_t)(slash - rest);
        if (length >= sizeof(parts->person))
                return;
        memcpy(parts->person, rest, length);
        parts->person[length] = '\0';
        if (text_is_id(parts->person))
                split_leaf(slash + 1, parts);
}

void topic_split(const char *topic, const char *base, struct topic_parts *ret_parts)
{
        struct topic_parts parts = { .kind = TOPIC_OTHER };
        size_t length = strlen(base);

        if (strncmp(topic, base, length) == 0 && topic[length] == '/') {
                const char *rest = topic + length + 1;

                if (strcmp(rest, "status") == 0)
                        parts.kind = TOPIC_STATUS;
                else if (strcmp(rest, "owner") == 0)
                        parts.kind = TOPIC_OWNER;
                else
                        split_person(rest, &parts);
        }
        if (parts.kind == TOPIC_OTHER)
                parts.person[0] = '\0';
        *ret_parts = parts;
}
