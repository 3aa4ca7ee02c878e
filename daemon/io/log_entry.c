/* SPDX-License-Identifier: MIT */
#include "io/log_entry.h"

#include "base/text.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

/* A field other than the text is cut at this length, its name included. */
#define FIELD_BYTES_MAX 512

static bool is_continuation(char byte)
{
        return ((unsigned char)byte & 0xc0) == 0x80;
}

/* C0 and DEL; the C1 controls are two bytes in UTF-8, of which the first is 0xc2. */
static size_t control_bytes(const char *p)
{
        unsigned char byte = (unsigned char)*p;

        if (byte < 0x20 || byte == 0x7f)
                return 1;
        if (byte == 0xc2 && (unsigned char)p[1] >= 0x80 && (unsigned char)p[1] < 0xa0)
                return 2;
        return 0;
}

/* Length of the character at @p in valid UTF-8. */
static size_t character_bytes(const char *p)
{
        size_t count = 1;

        while (is_continuation(p[count]))
                count++;
        return count;
}

static size_t append_escaped(char *target, size_t length, const char *bytes, size_t count)
{
        static const char digits[] = "0123456789abcdef";

        for (size_t i = 0; i < count; i++) {
                target[length++] = '\\';
                target[length++] = 'x';
                target[length++] = digits[(unsigned char)bytes[i] >> 4];
                target[length++] = digits[(unsigned char)bytes[i] & 0x0f];
        }
        return length;
}

size_t log_entry_escape(const char *text, char *target, size_t size)
{
        static const char cut[] = "...";
        bool utf8 = text_is_utf8(text, strlen(text));
        size_t length = 0;
        size_t fits = 0; /* where a cut text would end */

        for (const char *p = text; *p;) {
                size_t count = utf8 ? character_bytes(p) : 1;
                size_t controls = utf8 ? control_bytes(p) : (*p & 0x80 ? 1 : control_bytes(p));
                size_t needed = controls ? 4 * controls : count;

                if (length + sizeof(cut) <= size)
                        fits = length;
                if (length + needed + 1 > size) {
                        memcpy(target + fits, cut, sizeof(cut));
                        return fits + sizeof(cut) - 1;
                }
                if (controls)
                        length = append_escaped(target, length, p, controls);
                else {
                        memcpy(target + length, p, count);
                        length += count;
                }
                p += count;
        }
        target[length] = '\0';
        return length;
}

/* Appends "@name=@value", escaped unless it is the text itself. */
static void add_field(struct log_entry *entry, const char *name, const char *value, bool escaped)
{
        char *field = entry->bytes + entry->used_bytes;
        size_t room = sizeof(entry->bytes) - entry->used_bytes;
        size_t length = strlen(name) + 1;

        memcpy(field, name, length - 1);
        field[length - 1] = '=';
        if (escaped) {
                size_t value_length = strnlen(value, room - length);

                memcpy(field + length, value, value_length);
                length += value_length;
        } else
                length += log_entry_escape(value, field + length, FIELD_BYTES_MAX - length);
        entry->fields[entry->count++] = (struct iovec){ .iov_base = field, .iov_len = length };
        entry->used_bytes += length;
}

static void add_number(struct log_entry *entry, const char *name, int value)
{
        char digits[16];

        (void)snprintf(digits, sizeof(digits), "%d", value);
        add_field(entry, name, digits, true);
}

void log_entry_build(struct log_entry *entry, int priority, const struct log_fields *fields, const char *text)
{
        entry->count = 0;
        entry->used_bytes = 0;
        add_number(entry, "PRIORITY", priority);
        add_field(entry, "MESSAGE", text, true);
        if (!fields)
                return;
        if (fields->message_id)
                add_field(entry, "MESSAGE_ID", fields->message_id, false);
        if (fields->person)
                add_field(entry, "UNSLOUCH_PERSON", fields->person, false);
        if (fields->topic)
                add_field(entry, "UNSLOUCH_TOPIC", fields->topic, false);
        if (fields->config_file)
                add_field(entry, "CONFIG_FILE", fields->config_file, false);
        if (fields->config_line)
                add_number(entry, "CONFIG_LINE", fields->config_line);
        if (fields->error)
                add_number(entry, "ERRNO", fields->error);
}

bool log_entry_is_journal(const char *journal_stream, int descriptor)
{
        char own[64];
        struct stat status;

        if (!journal_stream || fstat(descriptor, &status) < 0)
                return false;
        (void)snprintf(own, sizeof(own), "%ju:%ju", (uintmax_t)status.st_dev, (uintmax_t)status.st_ino);
        return strcmp(journal_stream, own) == 0;
}
