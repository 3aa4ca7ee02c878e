/* SPDX-License-Identifier: MIT */
#include "config/load.h"

#include "base/cleanup.h"
#include "base/text.h"
#include "wire/publish.h"
#include "wire/via.h"

#include <assert.h>
#include <errno.h>
#include <string.h>

/* Of what comes by MQTT. In the order of the table's choices, which is that of enum source_kind. */
static const int64_t stale_after_usec[] = {
        [SOURCE_KIND_SEAT] = 6 * USEC_PER_HOUR,
        [SOURCE_KIND_PRESENCE] = 6 * USEC_PER_HOUR,
        [SOURCE_KIND_DESK_HEIGHT] = USEC_INFINITY,
        [SOURCE_KIND_ACTIVITY] = 15 * USEC_PER_MINUTE,
        [SOURCE_KIND_HOME] = USEC_INFINITY,
        [SOURCE_KIND_ROOM] = 6 * USEC_PER_HOUR,
};

/* Of a beacon, which tells a distance every few seconds as long as it hears something. */
#define BEACON_STALE_USEC (60 * USEC_PER_SEC)

#define COVERS_ROOM 0
#define COVERS_SEAT 1

/* An activity that programs report over D-Bus. */
#define VIA_DBUS "dbus"

static bool is_via_dbus(const struct draft_sensor *draft)
{
        return draft->via && strcmp(draft->via, VIA_DBUS) == 0;
}

static bool comes_by_mqtt(const struct draft_sensor *draft)
{
        return draft->kind != SOURCE_KIND_LOGIND && draft->kind != SOURCE_KIND_DESKTOP_IDLE &&
               !(draft->kind == SOURCE_KIND_ACTIVITY && is_via_dbus(draft));
}

static void report_via_unknown(struct load *load, const config_setting_t *at, enum source_kind kind)
{
        char names[128];
        size_t length = 0;
        size_t count = 0;

        for (; via_names[count] && length < sizeof(names); count++)
                length += (size_t)snprintf(names + length, sizeof(names) - length, "%s%s",
                        count > 0 ? ", " : "", via_names[count]);
        report_member(&load->report, at, "via", "unknown (allowed %s%s)", names,
                kind == SOURCE_KIND_ACTIVITY ? ", " VIA_DBUS : "");
}

/* Hands the family's values to the draft where the file is silent, so that they are its effective values. */
static void take_defaults(struct draft_sensor *draft, struct via *via)
{
        /* The family's match is for its own field. */
        if (!draft->when && !draft->field)
                draft->when = TAKE_PTR(via->when);
        if (!draft->field)
                draft->field = TAKE_PTR(via->field);
        if (!draft->availability.given && via->availability_topic) {
                draft->availability.given = true;
                draft->availability.topic = TAKE_PTR(via->availability_topic);
                draft->availability.field = TAKE_PTR(via->availability_field);
        }
}

static int expand_via(struct load *load, const config_setting_t *at, struct draft_sensor *draft,
        struct sensor_settings *sensor)
{
        struct via via = { 0 };
        const char *error = NULL;
        int r;

        r = via_expand(draft->via, draft->device, (enum source_kind)draft->kind, &via, &error);
        if (r == -ENOENT)
                report_via_unknown(load, at, (enum source_kind)draft->kind);
        else if (r == -EINVAL)
                report_member(&load->report, at, "device", "%s", error);
        if (r < 0)
                return r == -ENOMEM ? r : 0;
        for (size_t i = 0; i < ELEMENTS(sensor->topics); i++)
                sensor->topics[i] = TAKE_PTR(via.topics[i]);
        take_defaults(draft, &via);
        via_done(&via);
        if (!draft->field)
                report_missing(
                        &load->report, at, "field", "this device family has no usual field for the kind");
        return 0;
}

/* Where its messages come: a topic, or a device of a family. */
static int load_topics(struct load *load, const config_setting_t *at, struct draft_sensor *draft,
        struct sensor_settings *sensor)
{
        if (!draft->via) {
                if (config_setting_get_member(at, "device") && !config_setting_get_member(at, "via"))
                        report_member(&load->report, at, "device", "only with via");
                else if (!config_setting_get_member(at, "topic") && !config_setting_get_member(at, "via"))
                        report_missing(
                                &load->report, at, "topic", "where its messages come; or say via and device");
                sensor->topics[0] = draft->topic ? strdup(draft->topic) : NULL;
                return draft->topic && !sensor->topics[0] ? -ENOMEM : 0;
        }
        if (is_via_dbus(draft)) {
                if (draft->kind != DRAFT_NONE)
                        report_member(&load->report, at, "via", "only for kind 'activity'");
                return 0;
        }
        if (config_setting_get_member(at, "topic"))
                report_member(&load->report, at, "topic", "not together with via, which says it");
        if (!config_setting_get_member(at, "device"))
                report_missing(&load->report, at, "device", "what the family calls the device");
        if (!draft->device || draft->kind == DRAFT_NONE)
                return 0;
        return expand_via(load, at, draft, sensor);
}

int load_field(struct load *load, const config_setting_t *at, const char *name, const char *text,
        struct field_path **ret_field)
{
        const char *error = NULL;
        int r;

        r = field_path_parse(text, ret_field, &error);
        if (r == -EINVAL)
                report_member(&load->report, at, name, "%s", error);
        return r == -ENOMEM ? r : 0;
}

int load_match(struct load *load, const config_setting_t *at, const char *text, struct match **ret_match)
{
        const char *error = NULL;
        int r;

        r = match_parse(text, ret_match, &error);
        if (r == -EINVAL)
                report_member(&load->report, at, "when", "%s", error);
        return r == -ENOMEM ? r : 0;
}

static int load_reading(struct load *load, const config_setting_t *at, const struct draft_sensor *draft,
        struct sensor_settings *sensor)
{
        int r;

        r = load_field(load, at, "field", draft->field, &sensor->field);
        if (r < 0)
                return r;
        r = load_match(load, at, draft->when, &sensor->when);
        if (r < 0)
                return r;
        sensor->field_text = draft->field;
        sensor->when_text = draft->when;
        sensor->availability_topic = draft->availability.topic;
        sensor->availability_field_text = draft->availability.field;
        if (!draft->availability.field)
                return 0;
        return load_field(load, at, "availability", draft->availability.field, &sensor->availability_field);
}

/* A sensor that does not come by MQTT. */
static void load_local(struct load *load, const config_setting_t *at, const struct draft_person *person,
        const struct draft_sensor *draft, struct sensor_settings *sensor)
{
        static const char *const names[] = { "topic", "via", "device", "field", "when", "availability" };
        bool via_dbus = draft->kind == SOURCE_KIND_ACTIVITY;

        for (size_t i = 0; i < ELEMENTS(names); i++) {
                const config_setting_t *member = config_setting_get_member(at, names[i]);

                if (member && via_dbus && strcmp(names[i], "via") != 0)
                        report_setting(&load->report, member, "not together with via = \"" VIA_DBUS "\"");
                if (member && !via_dbus)
                        report_setting(&load->report, member, "a sensor of kind '%s' has no such setting",
                                source_kind_names[draft->kind]);
        }
        if (draft->kind == SOURCE_KIND_LOGIND && !person->user)
                report_member(&load->report, at, "kind", "needs the person's user: whose session it is");
        sensor->reported = draft->kind != SOURCE_KIND_LOGIND;
}

/* What only some kinds have. */
static void check_kind(struct load *load, const config_setting_t *at, const struct draft_sensor *draft)
{
        const config_setting_t *shared = config_setting_get_member(at, "shared");

        if (config_setting_get_member(at, "covers") && draft->kind != SOURCE_KIND_PRESENCE)
                report_member(&load->report, at, "covers", "only for kind 'presence'");
        if (config_setting_get_member(at, "portable") && !source_is_activity((enum source_kind)draft->kind))
                report_member(&load->report, at, "portable",
                        "only for kinds 'activity', 'logind' and 'desktop-idle'");
        if (shared && draft->shared == 1 && draft->kind != SOURCE_KIND_SEAT)
                report_warning(&load->report, shared, "has no effect: only a seat can be shared");
        if (draft->kind == SOURCE_KIND_ROOM && !draft->room && config_setting_get_member(at, "when"))
                report_member(&load->report, at, "when", "needs room: without it its messages name one");
        if (draft->kind == SOURCE_KIND_DESK_HEIGHT && !draft->when && !config_setting_get_member(at, "when"))
                report_missing(&load->report, at, "when", "which height is raised, such as \"> 95\"");
}

/* Fills the draft with what the kind implies. */
static void set_kind_defaults(struct draft_sensor *draft)
{
        if (draft->stale_after_usec == DRAFT_NONE && draft->kind == SOURCE_KIND_ROOM && draft->room)
                draft->stale_after_usec = BEACON_STALE_USEC;
        else if (draft->stale_after_usec == DRAFT_NONE)
                draft->stale_after_usec =
                        comes_by_mqtt(draft) ? stale_after_usec[draft->kind] : USEC_INFINITY;
        if (draft->kind == SOURCE_KIND_PRESENCE && draft->covers == DRAFT_NONE)
                draft->covers = COVERS_ROOM;
        if (source_is_activity((enum source_kind)draft->kind) && draft->portable == DRAFT_NONE)
                draft->portable = 0;
}

static void compile(struct source_config *source, const struct draft_sensor *draft)
{
        source->kind = (enum source_kind)draft->kind;
        source->covers_seat = draft->covers == COVERS_SEAT;
        source->portable = draft->portable == 1;
        source->shared = draft->shared == 1 && draft->kind == SOURCE_KIND_SEAT;
        source->seat_group = SEAT_GROUP_NONE;
        source->stale_after_usec = draft->stale_after_usec;
}

/* Where it comes from, and what its messages mean. */
static int load_origin(struct load *load, const config_setting_t *at, const struct draft_person *person,
        struct draft_sensor *draft, struct sensor_settings *sensor)
{
        int r;

        if (!comes_by_mqtt(draft)) {
                load_local(load, at, person, draft, sensor);
                return 0;
        }
        r = load_topics(load, at, draft, sensor);
        if (r < 0)
                return r;
        return load_reading(load, at, draft, sensor);
}

static int load_sensor(struct load *load, const config_setting_t *at, const struct draft_person *person,
        struct draft_sensor *draft, struct settings_arrays *next, struct sensor_settings *sensor,
        struct source_config *source)
{
        int r;

        static_assert(
                ELEMENTS(stale_after_usec) == SOURCE_KIND_LOGIND, "the kinds that come by MQTT come first");
        sensor->name = draft->name;
        sensor->line = (int)at->line;
        r = load_origin(load, at, person, draft, sensor);
        if (r < 0)
                return r;
        r = load_room(load, at, draft->room, &source->room);
        if (r < 0)
                return r;
        r = load_room_names(load, at, draft, next->room_names, sensor);
        next->room_names += draft->rooms.count;
        if (r < 0 || draft->kind == DRAFT_NONE)
                return r;
        check_kind(load, at, draft);
        set_kind_defaults(draft);
        compile(source, draft);
        return 0;
}

/* Sensors of one person are few: each is compared with those before it. */
static void check_name(struct load *load, const config_setting_t *at, const config_setting_t *person,
        const struct draft_sensor *sensors, uint32_t i)
{
        for (uint32_t j = 0; sensors[i].name && j < i; j++)
                if (sensors[j].name && strcmp(sensors[j].name, sensors[i].name) == 0) {
                        report_member(&load->report, at, "name",
                                "this person has a sensor of this name already, in line %d",
                                (int)load_element(person, "sensors", j)->line);
                        return;
                }
}

/* DESIGN 3: whether some source could ever say that they sit. One of a kind that is wrong has been told
 * already. */
static bool could_sit(const struct draft_sensor *sensors, uint32_t count)
{
        for (uint32_t i = 0; i < count; i++)
                if (sensors[i].kind == DRAFT_NONE || sensors[i].kind == SOURCE_KIND_SEAT ||
                        source_is_activity((enum source_kind)sensors[i].kind) ||
                        (sensors[i].kind == SOURCE_KIND_PRESENCE && sensors[i].covers == COVERS_SEAT))
                        return true;
        return false;
}

/* Whether all that is known of a person's sitting is what this machine itself knows. */
static bool is_local_only(const struct draft_sensor *sensors, uint32_t count)
{
        for (uint32_t i = 0; i < count; i++)
                if (comes_by_mqtt(&sensors[i]) && sensors[i].kind != SOURCE_KIND_ROOM)
                        return false;
        return count > 0;
}

int load_sensors(struct load *load, const config_setting_t *at, struct draft_person *draft,
        struct person_setup *person, struct settings_arrays *next)
{
        struct draft_sensor *sensors = draft->sensors.items;
        struct source_config *sources =
                &load->settings->arrays.sources[person->sensors - load->settings->arrays.sensors];

        for (uint32_t i = 0; i < draft->sensors.count; i++) {
                const config_setting_t *element = load_element(at, "sensors", i);
                int r;

                if (!sensors[i].given)
                        continue;
                check_name(load, element, at, sensors, i);
                r = load_sensor(load, element, draft, &sensors[i], next, &person->sensors[i], &sources[i]);
                if (r < 0)
                        return r;
                person->source_names[i] = person->sensors[i].name;
        }
        if (!could_sit(sensors, draft->sensors.count))
                report_warning(&load->report, at,
                        "no sensor can ever say that this person sits: a seat, an activity, a session, a "
                        "desktop, or a presence that covers the seat could");
        person->core.local_only = is_local_only(sensors, draft->sensors.count);
        return 0;
}
