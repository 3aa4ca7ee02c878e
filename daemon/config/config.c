/* SPDX-License-Identifier: MIT */
#include "config/config.h"

#include "base/cleanup.h"
#include "base/text.h"
#include "config/load.h"
#include "config/reader.h"
#include "config/scan.h"

#include <errno.h>
#include <string.h>

#define PORT_PLAIN           1883
#define PORT_TLS             8883
#define TIME_ZONE_CHARACTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_+-/,.<>:"

CLEANUP_DEFINE(struct settings *, settings_free, settings_freep)

const config_setting_t *load_element(const config_setting_t *parent, const char *name, uint32_t i)
{
        return config_setting_get_elem(config_setting_get_member(parent, name), i);
}

bool load_has_errors(const struct load *load)
{
        return load->report.problems->errors > load->errors_before;
}

/* Everything has room [0], so that names of rooms can be looked up. */
static int add_no_room(struct settings *settings)
{
        settings->rooms = calloc(1, sizeof(*settings->rooms));
        if (!settings->rooms)
                return -ENOMEM;
        settings->room_count = 1;
        return 0;
}

static void load_broker(struct load *load)
{
        struct draft_broker *draft = &load->draft->broker;
        const config_setting_t *tls;

        if (!draft->given)
                return;
        tls = config_setting_get_member(config_setting_get_member(load->root, "broker"), "tls");
        if (draft->port == DRAFT_NONE)
                draft->port = draft->tls.given ? PORT_TLS : PORT_PLAIN;
        if (draft->tls.given && config_setting_get_member(tls, "cert_file") &&
                !config_setting_get_member(tls, "key_file"))
                report_missing(&load->report, tls, "key_file", "the key of cert_file");
        if (draft->tls.given && config_setting_get_member(tls, "key_file") &&
                !config_setting_get_member(tls, "cert_file"))
                report_missing(&load->report, tls, "cert_file", "the certificate of key_file");
        load->settings->broker = (struct broker_settings){
                .host = draft->host,
                .port = (uint16_t)draft->port,
                .protocol = (enum mqtt_protocol)draft->protocol,
                .client_id = draft->client_id,
                .username = draft->username,
                .password_file = draft->password_file,
                .keepalive_sec = (uint16_t)(draft->keepalive_usec / USEC_PER_SEC),
                .tls = draft->tls.given,
                .ca_file = draft->tls.ca_file,
                .cert_file = draft->tls.cert_file,
                .key_file = draft->tls.key_file,
        };
}

static bool has_empty_level(const char *topic)
{
        return *topic == '/' || topic[strlen(topic) - 1] == '/' || strstr(topic, "//");
}

static void load_base(struct load *load)
{
        const char *base = load->draft->mqtt.base;
        const config_setting_t *at = config_setting_get_member(load->root, "mqtt");

        /* The table's limit is that of the target. */
        snprintf(load->settings->base, sizeof(load->settings->base), "%s", base);
        if (*base == '$')
                report_member(&load->report, at, "base", "topics that begin with $ are the broker's own");
        if (has_empty_level(base))
                report_member(
                        &load->report, at, "base", "begins or ends with a slash, or has an empty level");
}

static void load_discovery(struct load *load)
{
        const char *prefix = load->draft->mqtt.discovery_prefix;
        const config_setting_t *at = config_setting_get_member(load->root, "mqtt");

        load->settings->discovery = (enum discovery_mode)load->draft->mqtt.discovery;
        snprintf(load->settings->discovery_prefix, sizeof(load->settings->discovery_prefix), "%s", prefix);
        if (*prefix == '$')
                report_member(&load->report, at, "discovery_prefix",
                        "topics that begin with $ are the broker's own");
        if (has_empty_level(prefix))
                report_member(&load->report, at, "discovery_prefix",
                        "begins or ends with a slash, or has an empty level");
        /* Home Assistant's word that it is there would come on the topic of ours. */
        if (load->settings->discovery != DISCOVERY_OFF && strcmp(prefix, load->draft->mqtt.base) == 0)
                report_member(&load->report, at, "discovery_prefix", "is mqtt.base, and must be another");
}

static void load_time_zone(struct load *load)
{
        const char *zone = load->draft->time_zone;

        load->settings->time_zone = load->draft->time_zone;
        load->settings->state_dir = load->draft->state_dir;
        if (zone && (zone[strspn(zone, TIME_ZONE_CHARACTERS)] != '\0' || *zone == '/' || *zone == '.' ||
                            *zone == ':' || strstr(zone, "..")))
                report_member(
                        &load->report, load->root, "time_zone", "not a time zone such as Europe/Berlin");
}

static int load_parts(struct load *load)
{
        static int (*const parts[])(struct load * load) = { load_channels, load_people, load_seats,
                load_tellings, load_channel_rooms, load_routines, load_weekly, load_mqtt_off };
        int r;

        r = reader_read_group(&load->report, load->root, &table_root, load->draft);
        if (r < 0)
                return r;
        r = add_no_room(load->settings);
        if (r < 0)
                return r;
        load_broker(load);
        load_base(load);
        load_discovery(load);
        load_time_zone(load);
        for (size_t i = 0; i < ELEMENTS(parts); i++) {
                r = parts[i](load);
                if (r < 0)
                        return r;
        }
        return 0;
}

static void load_done(struct load *load)
{
        names_done(&load->rooms);
        names_done(&load->channels);
        free(load->told);
}

/* Compiles the tree of a file whose syntax is right. */
static int build(const char *file, const config_setting_t *root, struct config_problems *problems,
        const struct programmes *programmes, struct settings **ret_settings)
{
        CLEANUP(settings_freep) struct settings *settings = calloc(1, sizeof(*settings));
        struct load load = {
                .report = { .file = file, .problems = problems },
                .root = root,
                .settings = settings,
                .programmes = programmes,
                .errors_before = problems->errors,
        };
        int r;

        if (!settings)
                return -ENOMEM;
        settings->draft = calloc(1, sizeof(*settings->draft));
        settings->file = strdup(file);
        if (!settings->draft || !settings->file)
                return -ENOMEM;
        load.draft = settings->draft;
        r = load_parts(&load);
        load_done(&load);
        if (r < 0)
                return r;
        if (load_has_errors(&load))
                return -EINVAL;
        *ret_settings = TAKE_PTR(settings);
        return 0;
}

/* Parses @text and builds the settings. After an error of syntax the tree has only parts of the file: it's
 * the only one told. */
static int parse(const char *file, const char *directory, const char *text, struct config_problems *problems,
        const struct programmes *programmes, struct settings **ret_settings)
{
        config_t tree;
        int r;

        config_init(&tree);
        config_set_include_dir(&tree, directory);
        if (config_read_string(&tree, text)) {
                r = build(file, config_root_setting(&tree), problems, programmes, ret_settings);
        } else {
                problems_add(problems, config_error_file(&tree) ? config_error_file(&tree) : file,
                        config_error_line(&tree), false, "%s", config_error_text(&tree));
                r = -EINVAL;
        }
        config_destroy(&tree);
        return r;
}

/* The directory that @file is in, owned by the caller; NULL without memory. */
static char *directory_of(const char *file)
{
        const char *slash = strrchr(file, '/');

        if (!slash)
                return strdup(".");
        return slash == file ? strdup("/") : strndup(file, (size_t)(slash - file));
}

int config_load(const char *file, struct config_problems *problems, const struct programmes *programmes,
        struct settings **ret_settings)
{
        CLEANUP_FREE char *directory = directory_of(file);
        CLEANUP_FREE char *text = NULL;
        int r;

        if (!directory)
                return -ENOMEM;
        r = scan_configuration(file, directory, problems, &text);
        if (r < 0)
                return r;
        return parse(file, directory, text, problems, programmes, ret_settings);
}
