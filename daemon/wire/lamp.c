/* SPDX-License-Identifier: MIT */
#include "wire/lamp.h"

#include "base/cleanup.h"
#include "wire/lamp_dialect.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum lamp_phase {
        LAMP_THEIRS,    /* shows nothing of ours */
        LAMP_OURS,      /* shows what we set */
        LAMP_RETURNING, /* was told to look as before, which is not confirmed yet */
};

struct lamp_want {
        uint32_t person;
        enum light_show show;
        bool drawn;         /* the lamp has shown it, or something stronger */
        int64_t until_usec; /* when it ends by itself */
};

struct lamp {
        const struct lamp_dialect_ops *ops;
        struct lamp_names names;
        bool may_turn_on;
        bool link;
        bool known;  /* seen is how the lamp looks now */
        bool silent; /* it did not answer: not asked again until there is a reason */
        bool breath; /* one is owed */
        enum lamp_phase phase;
        enum light_show shown;   /* LAMP_OURS: due or taken */
        struct lamp_look seen;   /* what it reported */
        struct lamp_look before; /* not LAMP_THEIRS: what it gets back */
        struct lamp_look left;   /* not LAMP_THEIRS: what we set, then how the lamp told it back */
        int64_t ask_until_usec;
        int64_t echo_until_usec;
        int64_t settle_until_usec; /* after a restart, people's shows may still be told again */
        int64_t retry_usec;
        size_t want_count;
        struct lamp_want wants[LAMP_PEOPLE_MAX];
};

static const struct lamp_dialect_ops *const dialects[LAMP_DIALECT_MAX_] = {
        [LAMP_ZIGBEE2MQTT] = &lamp_zigbee2mqtt_ops,
        [LAMP_TASMOTA] = &lamp_tasmota_ops,
};

CLEANUP_DEFINE(struct lamp *, lamp_free, lamp_freep)

int lamp_new(const struct lamp_config *config, struct lamp **ret_lamp)
{
        CLEANUP(lamp_freep) struct lamp *lamp = calloc(1, sizeof(*lamp));
        int r;

        if (!lamp)
                return -ENOMEM;
        lamp->ops = dialects[config->dialect];
        lamp->may_turn_on = config->may_turn_on;
        lamp->ask_until_usec = USEC_INFINITY;
        lamp->settle_until_usec = USEC_INFINITY;
        lamp->retry_usec = USEC_INFINITY;
        r = lamp->ops->name(config, &lamp->names);
        if (r < 0)
                return r;
        *ret_lamp = TAKE_PTR(lamp);
        return 0;
}

struct lamp *lamp_free(struct lamp *lamp)
{
        free(lamp);
        return NULL;
}

size_t lamp_topics(const struct lamp *lamp, const char *ret_topics[static LAMP_TOPICS_MAX])
{
        for (size_t i = 0; i < lamp->names.listen_count; i++)
                ret_topics[i] = lamp->names.listen[i];
        return lamp->names.listen_count;
}

static struct lamp_want *find_want(struct lamp *lamp, uint32_t person)
{
        for (size_t i = 0; i < lamp->want_count; i++) {
                if (lamp->wants[i].person == person)
                        return &lamp->wants[i];
        }
        return NULL;
}

static void remove_want(struct lamp *lamp, struct lamp_want *want)
{
        *want = lamp->wants[--lamp->want_count];
}

static void end_wants(struct lamp *lamp, int64_t now_usec)
{
        for (size_t i = lamp->want_count; i-- > 0;) {
                if (lamp->wants[i].until_usec <= now_usec)
                        remove_want(lamp, &lamp->wants[i]);
        }
}

static int strength(enum light_show show)
{
        switch (show) {
        case LIGHT_SHOW_BEFORE: return 0;
        case LIGHT_SHOW_DUE: return 1;
        case LIGHT_SHOW_REPEAT: return 2;
        case LIGHT_SHOW_TAKEN: return 3;
        }
        return 0;
}

static enum light_show strongest_want(const struct lamp *lamp)
{
        enum light_show strongest = LIGHT_SHOW_BEFORE;

        for (size_t i = 0; i < lamp->want_count; i++) {
                if (strength(lamp->wants[i].show) > strength(strongest))
                        strongest = lamp->wants[i].show;
        }
        return strongest;
}

/* The lamp is somebody else's: what we showed is over. Shows that came since then stay wanted. */
static void yield_lamp(struct lamp *lamp)
{
        lamp->phase = LAMP_THEIRS;
        lamp->breath = false;
        for (size_t i = lamp->want_count; i-- > 0;) {
                if (lamp->wants[i].drawn)
                        remove_want(lamp, &lamp->wants[i]);
                else if (lamp->wants[i].show == LIGHT_SHOW_REPEAT)
                        lamp->breath = true;
        }
}

static int ask(struct lamp *lamp, int64_t now_usec, struct outbox *outbox)
{
        int r;

        if (lamp->silent || lamp->ask_until_usec != USEC_INFINITY)
                return 0;
        r = lamp->ops->ask(&lamp->names, outbox);
        if (r < 0)
                return r;
        lamp->ask_until_usec = usec_add(now_usec, LAMP_ASK_USEC);
        return 0;
}

static int give_back(struct lamp *lamp, int64_t now_usec, struct outbox *outbox)
{
        int r;

        r = lamp->ops->set(&lamp->names, &lamp->before, outbox);
        if (r < 0)
                return r;
        lamp->phase = LAMP_RETURNING;
        lamp->breath = false;
        lamp->echo_until_usec = usec_add(now_usec, LAMP_ECHO_USEC);
        return 0;
}

/* Shows the tint or the green. What the lamp looked like when it was still theirs is what it gets back. */
static int set_show(struct lamp *lamp, enum light_show show, int64_t now_usec, struct outbox *outbox)
{
        const struct lamp_look *before = lamp->phase == LAMP_THEIRS ? &lamp->seen : &lamp->before;
        struct lamp_look look = lamp_look_compose(before, show, lamp->ops->full_brightness);
        int r;

        r = lamp->ops->set(&lamp->names, &look, outbox);
        if (r < 0)
                return r;
        if (lamp->phase == LAMP_THEIRS) {
                lamp->before = lamp->seen;
                lamp->left = lamp->seen;
        }
        lamp_look_merge(&lamp->left, &look);
        lamp->phase = LAMP_OURS;
        lamp->shown = show;
        lamp->echo_until_usec = usec_add(now_usec, LAMP_ECHO_USEC);
        return 0;
}

/* What can only be on or off does not breathe: a relay is not to be clicked for show. */
static int breathe(struct lamp *lamp, int64_t now_usec, struct outbox *outbox)
{
        int r;

        if (lamp->left.keys & LAMP_KEY_BRIGHTNESS) {
                r = lamp->ops->breathe(&lamp->names, &lamp->left, outbox);
                if (r < 0)
                        return r;
                lamp->echo_until_usec = usec_add(now_usec, LAMP_ECHO_USEC + lamp->ops->breath_usec);
        }
        lamp->breath = false;
        return 0;
}

static bool may_begin(const struct lamp *lamp)
{
        return lamp->phase != LAMP_THEIRS || ((lamp->seen.on || lamp->may_turn_on) && !lamp->seen.effect);
}

static int draw(struct lamp *lamp, enum light_show wanted, int64_t now_usec, struct outbox *outbox)
{
        enum light_show show = wanted == LIGHT_SHOW_REPEAT ? LIGHT_SHOW_DUE : wanted;
        int r;

        if (!may_begin(lamp)) {
                lamp->want_count = 0;
                lamp->breath = false;
                return 0;
        }
        if (lamp->phase != LAMP_OURS || lamp->shown != show) {
                r = set_show(lamp, show, now_usec, outbox);
                if (r < 0)
                        return r;
        }
        for (size_t i = 0; i < lamp->want_count; i++)
                lamp->wants[i].drawn = true;
        if (!lamp->breath || wanted == LIGHT_SHOW_TAKEN)
                return 0;
        if (wanted == LIGHT_SHOW_REPEAT)
                return breathe(lamp, now_usec, outbox);
        lamp->breath = false;
        return 0;
}

/* When no echo of what it was given back came in time, that it obeyed is likelier than that it kept ours. */
static void end_returning(struct lamp *lamp, int64_t now_usec)
{
        if (lamp->phase != LAMP_RETURNING || !lamp->known || now_usec < lamp->echo_until_usec)
                return;
        lamp->phase = LAMP_THEIRS;
        if (!lamp_look_differs(&lamp->left, &lamp->seen))
                lamp_look_merge(&lamp->seen, &lamp->before);
}

/* Brings the lamp to what is wanted now, or asks it first. */
static void apply(struct lamp *lamp, int64_t now_usec, struct outbox *outbox)
{
        enum light_show wanted;
        int r;

        end_wants(lamp, now_usec);
        end_returning(lamp, now_usec);
        wanted = strongest_want(lamp);
        lamp->retry_usec = USEC_INFINITY;
        if (!lamp->link)
                return;
        if (wanted == LIGHT_SHOW_BEFORE &&
                (lamp->phase != LAMP_OURS || lamp->settle_until_usec != USEC_INFINITY))
                return;
        if (!lamp->known)
                r = ask(lamp, now_usec, outbox);
        else if (wanted == LIGHT_SHOW_BEFORE)
                r = give_back(lamp, now_usec, outbox);
        else
                r = draw(lamp, wanted, now_usec, outbox);
        if (r < 0)
                lamp->retry_usec = usec_add(now_usec, LAMP_ASK_USEC);
}

void lamp_on_link(struct lamp *lamp, bool up, int64_t now_usec, struct outbox *outbox)
{
        lamp->link = up;
        lamp->known = false;
        lamp->silent = false;
        lamp->seen = (struct lamp_look){ 0 };
        lamp->ask_until_usec = USEC_INFINITY;
        lamp->retry_usec = USEC_INFINITY;
        if (up && ask(lamp, now_usec, outbox) < 0)
                lamp->retry_usec = usec_add(now_usec, LAMP_ASK_USEC);
}

static bool listens_to(const struct lamp *lamp, const char *topic)
{
        for (size_t i = 0; i < lamp->names.listen_count; i++) {
                if (strcmp(lamp->names.listen[i], topic) == 0)
                        return true;
        }
        return false;
}

/*
 * The lamp speaks for the first time since the connection or the daemon began: what we left may have been
 * lost on the way, and what it shows may be any of our looks.
 */
static void find_phase(struct lamp *lamp)
{
        static const enum light_show shows[] = { LIGHT_SHOW_DUE, LIGHT_SHOW_TAKEN };

        if (!lamp_look_differs(&lamp->before, &lamp->seen)) {
                lamp->phase = LAMP_THEIRS;
                return;
        }
        if (!lamp_look_differs(&lamp->left, &lamp->seen)) {
                lamp->phase = LAMP_OURS;
                return;
        }
        for (size_t i = 0; i < ELEMENTS(shows); i++) {
                struct lamp_look look =
                        lamp_look_compose(&lamp->before, shows[i], lamp->ops->full_brightness);

                if (!lamp_look_differs(&look, &lamp->seen)) {
                        lamp->phase = LAMP_OURS;
                        lamp->shown = shows[i];
                        lamp_look_merge(&lamp->left, &lamp->seen);
                        return;
                }
        }
        yield_lamp(lamp);
}

/* Tells of the time before our message, which it crossed on the way. */
static bool is_late(const struct lamp *lamp)
{
        return lamp_look_differs(&lamp->left, &lamp->seen) && !lamp_look_differs(&lamp->before, &lamp->seen);
}

/*
 * A report while the lamp is ours. Within the echo's time it tells how the lamp took what we set, unless it
 * says that a lamp which was on is off: nothing of ours turns it off, so that is somebody's wish.
 */
static void compare_report(
        struct lamp *lamp, const struct lamp_look *report, bool is_off, bool was_on, int64_t now_usec)
{
        if (now_usec >= lamp->echo_until_usec) {
                if (lamp_look_differs(&lamp->left, report))
                        yield_lamp(lamp);
        } else if (is_off && was_on) {
                yield_lamp(lamp);
        } else if (!is_off && !is_late(lamp)) {
                lamp_look_merge(&lamp->left, report);
        }
}

static void take_report(
        struct lamp *lamp, const struct lamp_look *report, enum lamp_report kind, int64_t now_usec)
{
        bool was_on = lamp->seen.on;
        bool is_off = (report->keys & LAMP_KEY_POWER) && !report->on;

        end_returning(lamp, now_usec);
        lamp_look_merge(&lamp->seen, report);
        if (!lamp->known) {
                if (kind != LAMP_REPORT_WHOLE)
                        return;
                lamp->known = true;
                lamp->silent = false;
                lamp->ask_until_usec = USEC_INFINITY;
                if (lamp->phase != LAMP_THEIRS)
                        find_phase(lamp);
        } else if (lamp->phase == LAMP_OURS) {
                compare_report(lamp, report, is_off, was_on, now_usec);
        } else if (is_off || !lamp_look_differs(&lamp->before, &lamp->seen)) {
                /* Back where it was, or off, which was so before or is somebody's wish. */
                lamp->phase = LAMP_THEIRS;
        }
}

void lamp_message(struct lamp *lamp, const char *topic, struct payload *payload, int64_t now_usec,
        struct outbox *outbox)
{
        struct lamp_look report;
        enum lamp_report kind;
        json_t *json;

        if (!listens_to(lamp, topic))
                return;
        json = payload_json(payload);
        if (!json)
                return;
        kind = lamp->ops->read(json, &report);
        if (kind == LAMP_REPORT_NOTHING)
                return;
        take_report(lamp, &report, kind, now_usec);
        apply(lamp, now_usec, outbox);
}

static void want_show(struct lamp *lamp, uint32_t person, enum light_show show, int64_t now_usec)
{
        struct lamp_want *want = find_want(lamp, person);

        if (show == LIGHT_SHOW_BEFORE) {
                lamp->settle_until_usec = USEC_INFINITY;
                if (want)
                        remove_want(lamp, want);
                return;
        }
        if (!want) {
                if (lamp->want_count == LAMP_PEOPLE_MAX)
                        return;
                want = &lamp->wants[lamp->want_count++];
        }
        *want = (struct lamp_want){ .person = person, .show = show, .until_usec = USEC_INFINITY };
        if (show == LIGHT_SHOW_TAKEN)
                want->until_usec = usec_add(now_usec, LAMP_TAKEN_USEC);
        if (show == LIGHT_SHOW_REPEAT)
                lamp->breath = true;
}

void lamp_show(
        struct lamp *lamp, uint32_t person, enum light_show show, int64_t now_usec, struct outbox *outbox)
{
        end_wants(lamp, now_usec);
        want_show(lamp, person, show, now_usec);
        lamp->silent = false;
        apply(lamp, now_usec, outbox);
}

void lamp_step(struct lamp *lamp, int64_t now_usec, struct outbox *outbox)
{
        if (lamp->ask_until_usec <= now_usec) {
                lamp->ask_until_usec = USEC_INFINITY;
                lamp->silent = true;
        }
        if (lamp->settle_until_usec <= now_usec)
                lamp->settle_until_usec = USEC_INFINITY;
        apply(lamp, now_usec, outbox);
}

int64_t lamp_next_deadline(const struct lamp *lamp)
{
        int64_t next_usec = usec_min(lamp->ask_until_usec, lamp->settle_until_usec);

        next_usec = usec_min(next_usec, lamp->retry_usec);
        if (lamp->phase == LAMP_RETURNING && lamp->known)
                next_usec = usec_min(next_usec, lamp->echo_until_usec);
        for (size_t i = 0; i < lamp->want_count; i++)
                next_usec = usec_min(next_usec, lamp->wants[i].until_usec);
        return next_usec;
}

bool lamp_is_ours(const struct lamp *lamp)
{
        return lamp->phase != LAMP_THEIRS;
}

char *lamp_save(const struct lamp *lamp)
{
        CLEANUP(json_decrefp) json_t *json = NULL;

        if (!lamp_is_ours(lamp))
                return strdup("{}");
        json = json_pack("{s:o,s:o,s:b}", "before", lamp_look_print(&lamp->before), "left",
                lamp_look_print(&lamp->left), "taken", lamp->shown == LIGHT_SHOW_TAKEN);
        return json ? json_dumps(json, JSON_COMPACT) : NULL;
}

int lamp_load(struct lamp *lamp, const char *text, int64_t now_usec)
{
        CLEANUP(json_decrefp) json_t *json = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
        json_t *taken = json_object_get(json, "taken");
        struct lamp_look before, left;
        int r;

        if (!json_is_object(json))
                return -EINVAL;
        if (json_object_size(json) == 0)
                return 0;
        r = lamp_look_parse(json_object_get(json, "before"), &before);
        if (r < 0)
                return r;
        r = lamp_look_parse(json_object_get(json, "left"), &left);
        if (r < 0)
                return r;
        if (!json_is_boolean(taken))
                return -EINVAL;
        lamp->before = before;
        lamp->left = left;
        lamp->phase = LAMP_OURS;
        lamp->shown = json_is_true(taken) ? LIGHT_SHOW_TAKEN : LIGHT_SHOW_DUE;
        lamp->known = false;
        lamp->seen = (struct lamp_look){ 0 };
        lamp->settle_until_usec = usec_add(now_usec, LAMP_ASK_USEC);
        return 0;
}
