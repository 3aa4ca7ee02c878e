/* SPDX-License-Identifier: MIT */
#include "config/table.h"

#include "base/duration.h"
#include "base/text.h"
#include "base/units.h"
#include "config/draft.h"
#include "config/settings.h"
#include "wire/discovery.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define ROW(type_, group_, member_) .type = (type_), .offset = offsetof(struct group_, member_)
#define GROUP(rows_, group_)                                                                                 \
        {                                                                                                    \
                .rows = (rows_), .count = ELEMENTS(rows_), .size_bytes = sizeof(struct group_)               \
        }
#define NAME_MAX_BYTES  (NAME_SIZE - 1)
#define TOPIC_MAX_BYTES 511

static const char *const protocol_names[] = { "auto", "5", "3.1.1", NULL };
static const char *const channel_kind_choices[] = { "light", "speech", "phone", "desktop", "template", NULL };

static const struct table_row tls_rows[] = {
        { "ca_file", ROW(TABLE_PATH, draft_tls, ca_file),
                .help = "Certificates to trust, in PEM; the system's if not set." },
        { "cert_file", ROW(TABLE_PATH, draft_tls, cert_file),
                .help = "The client's own certificate, in PEM." },
        { "key_file", ROW(TABLE_PATH, draft_tls, key_file), .help = "The key of cert_file, in PEM." },
};
static const struct table_group tls_group = GROUP(tls_rows, draft_tls);

static const struct table_row broker_rows[] = {
        { "host", ROW(TABLE_TEXT, draft_broker, host), .required = true, .min = 1, .max = 253,
                .help = "Name or address of the MQTT broker." },
        { "port", ROW(TABLE_INTEGER, draft_broker, port), .min = 1, .max = UINT16_MAX,
                .help = "Port; 1883, or 8883 with tls." },
        { "protocol", ROW(TABLE_CHOICE, draft_broker, protocol), .choices = protocol_names,
                .fallback = "auto",
                .help = "MQTT version; auto is 5, and 3.1.1 where the broker refuses that." },
        { "client_id", ROW(TABLE_TEXT, draft_broker, client_id), .min = 1, .max = NAME_MAX_BYTES,
                .help = "Made from the base topic and the host's name if not set." },
        { "username", ROW(TABLE_TEXT, draft_broker, username), .min = 1, .max = 255,
                .help = "Name to log in with." },
        { "password_file", ROW(TABLE_PATH, draft_broker, password_file),
                .help = "File whose first line is the password; the credential mqtt-password comes before "
                        "it." },
        { "password", .type = TABLE_REFUSED,
                .help = "a password does not belong here: use password_file or the credential "
                        "mqtt-password" },
        { "keepalive", ROW(TABLE_DURATION, draft_broker, keepalive_usec), .min = 5 * USEC_PER_SEC,
                .max = USEC_PER_HOUR, .unit_usec = USEC_PER_SEC, .fallback = "120 s",
                .help = "After this long without a word the broker is asked whether it is there." },
        { "tls", ROW(TABLE_GROUP, draft_broker, tls), .group = &tls_group,
                .help = "Encrypts the connection; may be empty." },
};
static const struct table_group broker_group = GROUP(broker_rows, draft_broker);

static const struct table_row mqtt_rows[] = {
        { "base", ROW(TABLE_TOPIC, draft_mqtt, base), .min = 1, .max = TEXT_ID_SIZE - 1,
                .fallback = "unslouch", .help = "What all topics of this daemon begin with." },
        { "discovery", ROW(TABLE_CHOICE, draft_mqtt, discovery), .choices = discovery_mode_names,
                .fallback = "device",
                .help = "How Home Assistant learns of everybody: device since 2024.12, component for older "
                        "ones, ioBroker and Domoticz." },
        { "discovery_prefix", ROW(TABLE_TOPIC, draft_mqtt, discovery_prefix), .min = 1, .max = NAME_MAX_BYTES,
                .fallback = "homeassistant",
                .help = "What the topics begin with on which Home Assistant discovers devices." },
};
static const struct table_group mqtt_group = GROUP(mqtt_rows, draft_mqtt);

static const struct table_row channel_rows[] = {
        { "name", ROW(TABLE_TEXT, draft_channel, name), .required = true, .min = 1, .max = NAME_MAX_BYTES,
                .help = "What ladders call it." },
        { "kind", ROW(TABLE_CHOICE, draft_channel, kind), .required = true, .choices = channel_kind_choices,
                .help = "What it is." },
        { "via", ROW(TABLE_TEXT, draft_channel, via), .min = 1, .max = NAME_MAX_BYTES,
                .help = "How it is spoken to: zigbee2mqtt, tasmota, wled, esphome, ha-json or shelly for a "
                        "light, hermes, sonos2mqtt, homeassistant or raw for speech." },
        { "device", ROW(TABLE_TOPIC, draft_channel, device), .min = 1, .max = 255,
                .help = "Light: its friendly name, Tasmota's or WLED's topic, ESPHome's PREFIX/OBJECT, "
                        "Shelly's MQTT prefix; speech via sonos2mqtt: the speaker's uuid, all rooms if not "
                        "set." },
        { "topic", ROW(TABLE_TOPIC, draft_channel, topic), .min = 1, .max = TOPIC_MAX_BYTES,
                .help = "Speech via raw, and template: where the message goes; light via ha-json: its "
                        "command topic." },
        { "payload", ROW(TABLE_PAYLOAD, draft_channel, payload), .min = 1, .max = 4096,
                .help = "Template: the message, with {text} {title} {person} {id} {level} {seconds}." },
        { "room", ROW(TABLE_TEXT, draft_channel, room), .min = 1, .max = NAME_MAX_BYTES,
                .help = "It is used only while the person is here, or may be." },
        { "may_turn_on", ROW(TABLE_BOOLEAN, draft_channel, may_turn_on),
                .help = "Light: whether a lamp that is off may be used; true if not set." },
        { "base", ROW(TABLE_TOPIC, draft_channel, base), .min = 1, .max = 255,
                .help = "Light via zigbee2mqtt or wled, speech via sonos2mqtt: its base topic; zigbee2mqtt, "
                        "wled or sonos if not set." },
        { "full_topic", ROW(TABLE_TOPIC, draft_channel, full_topic), .min = 1, .max = 255,
                .help = "Light via tasmota: its FullTopic; %prefix%/%topic%/ if not set." },
        { "state_topic", ROW(TABLE_TOPIC, draft_channel, state_topic), .min = 1, .max = TOPIC_MAX_BYTES,
                .help = "Light via ha-json: where it tells its state; made from a topic that ends in /set or "
                        "/command if not set." },
        { "component", ROW(TABLE_TEXT, draft_channel, component), .min = 1, .max = LAMP_COMPONENT_SIZE - 1,
                .help = "Light via shelly: such as rgbw:0; light:0 if not set." },
        { "site", ROW(TABLE_TEXT, draft_channel, site), .min = 1, .max = NAME_MAX_BYTES,
                .help = "Speech via hermes: its siteId; default if not set." },
        { "volume", ROW(TABLE_REAL, draft_channel, volume), .min = 0, .max = 1,
                .help = "Speech, but via raw: from 0 to 1; the speaker's own if not set." },
        { "language", ROW(TABLE_TEXT, draft_channel, language), .min = 2, .max = 15,
                .help = "Speech, but via raw: told to the speaker if set." },
};
const struct table_group table_channel = GROUP(channel_rows, draft_channel);

static const struct table_row report_rows[] = {
        { "file", ROW(TABLE_TEXT, draft_report, file), .required = true, .min = 1,
                .max = REPORT_FILE_BYTES_MAX,
                .help = "The page that is written; %p stands for the person's id, a relative name is in the "
                        "state directory." },
        { "at", ROW(TABLE_WEEK_TIME, draft_report, at_minute), .fallback = "mon 05:00",
                .help = "Weekday and time; before noon it tells of the days until the day before." },
};
static const struct table_group report_group = GROUP(report_rows, draft_report);

static const struct table_row root_rows[] = {
        { "broker", ROW(TABLE_GROUP, draft, broker), .group = &broker_group,
                .help = "The MQTT broker; without it MQTT is off." },
        { "mqtt", ROW(TABLE_GROUP, draft, mqtt), .group = &mqtt_group, .help = "What is said on it." },
        { "channels", ROW(TABLE_LIST, draft, channels), .group = &table_channel, .max = CHANNEL_SETTINGS_MAX,
                .help = "Lights, speakers, phones, desktops: what people are told by." },
        { "people", ROW(TABLE_LIST, draft, people), .group = &table_person, .required = true, .min = 1,
                .max = PEOPLE_MAX, .help = "Who is reminded." },
        { "report", ROW(TABLE_GROUP, draft, report), .group = &report_group,
                .help = "Each week everybody's report as a page; none without it." },
        { "time_zone", ROW(TABLE_TEXT, draft, time_zone), .fixed = true, .min = 1, .max = NAME_MAX_BYTES,
                .help = "Such as Europe/Berlin; TZ, else the system's, if not set." },
        { "state_dir", ROW(TABLE_PATH, draft, state_dir), .fixed = true,
                .help = "Where the history is kept; $STATE_DIRECTORY, else $XDG_STATE_HOME/unslouch, if not "
                        "set." },
};
const struct table_group table_root = GROUP(root_rows, draft);

const struct table_row *table_find(const struct table_group *group, const char *name)
{
        for (size_t i = 0; i < group->count; i++)
                if (strcmp(group->rows[i].name, name) == 0)
                        return &group->rows[i];
        return NULL;
}

const char *table_nearest(const struct table_group *group, const char *name)
{
        const char *names[32];
        size_t count = 0;

        assert(group->count <= ELEMENTS(names));
        for (size_t i = 0; i < group->count; i++)
                if (group->rows[i].type != TABLE_REFUSED)
                        names[count++] = group->rows[i].name;
        return text_nearest(name, names, count);
}

void table_print_duration(const struct table_row *row, int64_t usec, char text[static TABLE_ALLOWED_SIZE])
{
        static const struct {
                int64_t usec;
                const char *name;
        } units[] = { { USEC_PER_SEC, "s" }, { USEC_PER_MINUTE, "min" }, { USEC_PER_HOUR, "h" },
                { USEC_PER_DAY, "d" } };

        if (row->word && usec == row->word_usec) {
                snprintf(text, TABLE_ALLOWED_SIZE, "%s", row->word);
                return;
        }
        for (size_t i = 0; usec > 0 && i < ELEMENTS(units); i++)
                if (row->unit_usec == units[i].usec && usec % units[i].usec == 0) {
                        snprintf(text, TABLE_ALLOWED_SIZE, "%" PRId64 " %s", usec / units[i].usec,
                                units[i].name);
                        return;
                }
        duration_print(usec, text);
}

/* Writes "a, b, c". */
static void print_choices(const struct table_row *row, char text[static TABLE_ALLOWED_SIZE])
{
        size_t length = 0;

        for (size_t i = 0; row->choices[i] && length < TABLE_ALLOWED_SIZE; i++)
                length += (size_t)snprintf(text + length, TABLE_ALLOWED_SIZE - length, "%s%s",
                        i > 0 ? ", " : "", row->choices[i]);
}

static void print_durations(const struct table_row *row, char text[static TABLE_ALLOWED_SIZE])
{
        char min[TABLE_ALLOWED_SIZE];
        char max[TABLE_ALLOWED_SIZE];

        table_print_duration(row, row->min, min);
        table_print_duration(row, row->max, max);
        snprintf(text, TABLE_ALLOWED_SIZE, "%.32s%s%.64s..%.64s", row->word ? row->word : "",
                row->word ? " or " : "", min, max);
}

void table_print_allowed(const struct table_row *row, char text[static TABLE_ALLOWED_SIZE])
{
        text[0] = '\0';
        switch (row->type) {
        case TABLE_CHOICE: print_choices(row, text); return;
        case TABLE_DURATION: print_durations(row, text); return;
        case TABLE_BOOLEAN: snprintf(text, TABLE_ALLOWED_SIZE, "true, false"); return;
        case TABLE_DAYS:
                snprintf(
                        text, TABLE_ALLOWED_SIZE, "daily, or days and spans of days: mon,wed,fri or mon-fri");
                return;
        case TABLE_TIME:
                snprintf(text, TABLE_ALLOWED_SIZE, "00:00..%s",
                        row->max == MINUTES_PER_DAY ? "24:00" : "23:59");
                return;
        case TABLE_WEEK_TIME: snprintf(text, TABLE_ALLOWED_SIZE, "mon 00:00..sun 23:59"); return;
        case TABLE_WINDOW:
                snprintf(text, TABLE_ALLOWED_SIZE, "00:00..23:59, or a window of one day: 18:00-21:00");
                return;
        case TABLE_INTEGER:
        case TABLE_REAL:
                snprintf(text, TABLE_ALLOWED_SIZE, "%" PRId64 "..%" PRId64, row->min, row->max);
                return;
        case TABLE_ID: snprintf(text, TABLE_ALLOWED_SIZE, "1 to 32 of a-z 0-9 _ -"); return;
        case TABLE_TEXT:
        case TABLE_PAYLOAD:
        case TABLE_TOPIC:
                snprintf(text, TABLE_ALLOWED_SIZE, "%" PRId64 "..%" PRId64 " bytes", row->min, row->max);
                return;
        case TABLE_TEXTS:
        case TABLE_MAP:
        case TABLE_LIST:
                snprintf(text, TABLE_ALLOWED_SIZE, "%" PRId64 "..%" PRId64 " of them", row->min, row->max);
                return;
        case TABLE_PATH:
        case TABLE_GROUP:
        case TABLE_REFUSED: return;
        }
}
