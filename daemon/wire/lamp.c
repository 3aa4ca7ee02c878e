/* SPDX-License-Identifier: MIT */
#include "wire/lamp.h"

#include "base/cleanup.h"
#include "wire/lamp_inside.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static const struct lamp_dialect_ops *const dialects[LAMP_DIALECT_MAX_] = {
        [LAMP_ZIGBEE2MQTT] = &lamp_zigbee2mqtt_ops,
        [LAMP_TASMOTA] = &lamp_tasmota_ops,
        [LAMP_WLED] = &lamp_wled_ops,
        [LAMP_ESPHOME] = &lamp_esphome_ops,
        [LAMP_HA_JSON] = &lamp_ha_json_ops,
        [LAMP_SHELLY] = &lamp_shelly_ops,
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
        lamp->breath_until_usec = USEC_INFINITY;
        lamp->signal_usec = USEC_INFINITY;
        lamp->put_out_until_usec = INT64_MIN;
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

void lamp_yield(struct lamp *lamp)
{
        lamp->phase = LAMP_THEIRS;
        lamp->breath = false;
        lamp->breath_until_usec = USEC_INFINITY;
        for (size_t i = lamp->want_count; i-- > 0;) {
                if (lamp->wants[i].drawn)
                        remove_want(lamp, &lamp->wants[i]);
                else if (lamp->wants[i].show == LIGHT_SHOW_REPEAT)
                        lamp->breath = true;
        }
}

/* A lamp that cannot be asked is listened to: what it said last may be retained. */
static int ask(struct lamp *lamp, int64_t now_usec, struct outbox *outbox)
{
        int r;

        if (lamp->silent || lamp->ask_until_usec != USEC_INFINITY)
                return 0;
        r = lamp->ops->ask ? lamp->ops->ask(&lamp->names, outbox) : 0;
        if (r < 0)
                return r;
        lamp->ask_until_usec = usec_add(now_usec, LAMP_ASK_USEC);
        lamp->vague = false;
        return 0;
}

void lamp_end_asking(struct lamp *lamp)
{
        lamp->ask_until_usec = USEC_INFINITY;
        if (lamp->ops->ask) {
                lamp->silent = true;
        } else if (lamp->seen.keys & LAMP_KEY_POWER) {
                lamp_know(lamp);
        } else if (lamp->phase != LAMP_THEIRS) {
                lamp->seen = lamp->left;
                lamp_know(lamp);
        } else {
                lamp->silent = true;
        }
}

static int give_back(struct lamp *lamp, int64_t now_usec, struct outbox *outbox)
{
        int r;

        r = lamp->ops->set(&lamp->names, &lamp->before, outbox);
        if (r < 0)
                return r;
        lamp->phase = LAMP_RETURNING;
        lamp->breath = false;
        lamp->breath_until_usec = USEC_INFINITY;
        lamp->echo_until_usec = usec_add(now_usec, LAMP_ECHO_USEC);
        if (!lamp->before.on)
                lamp->put_out_until_usec = lamp->echo_until_usec;
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
        lamp->breath_until_usec = USEC_INFINITY;
        lamp->echo_until_usec = usec_add(now_usec, LAMP_ECHO_USEC);
        return 0;
}

/* The way down of a breath; the way up is due when it is over. */
static int begin_breath(struct lamp *lamp, int64_t now_usec, struct outbox *outbox)
{
        struct lamp_look look = lamp->left;
        int r;

        if (lamp->breath_until_usec != USEC_INFINITY)
                return 0;
        look.brightness = LAMP_BREATH_BRIGHTNESS(look.brightness);
        r = lamp->ops->set(&lamp->names, &look, outbox);
        if (r < 0)
                return r;
        lamp->resting = lamp->left;
        lamp->left = look;
        lamp->breath_until_usec = usec_add(now_usec, lamp->ops->breath_usec);
        return 0;
}

static int end_breath(struct lamp *lamp, int64_t now_usec, struct outbox *outbox)
{
        int r;

        r = lamp->ops->set(&lamp->names, &lamp->resting, outbox);
        if (r < 0) {
                lamp->breath_until_usec = usec_add(now_usec, LAMP_ASK_USEC);
                return r;
        }
        lamp->left = lamp->resting;
        lamp->breath_until_usec = USEC_INFINITY;
        lamp->echo_until_usec = usec_add(now_usec, LAMP_ECHO_USEC);
        return 0;
}

/* What can only be on or off does not breathe: a relay is not to be clicked for show. */
static int breathe(struct lamp *lamp, int64_t now_usec, struct outbox *outbox)
{
        int r;

        if (lamp->left.keys & LAMP_KEY_BRIGHTNESS) {
                if (lamp->ops->breathe)
                        r = lamp->ops->breathe(&lamp->names, &lamp->left, outbox);
                else
                        r = begin_breath(lamp, now_usec, outbox);
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
        if (lamp->breath_until_usec <= now_usec)
                return end_breath(lamp, now_usec, outbox);
        if (!lamp->breath || wanted == LIGHT_SHOW_TAKEN)
                return 0;
        if (wanted == LIGHT_SHOW_REPEAT)
                return breathe(lamp, now_usec, outbox);
        lamp->breath = false;
        return 0;
}

/* A signal in two halves must not end after the first. */
static int end_signal(struct lamp *lamp, int64_t now_usec, struct outbox *outbox)
{
        int r;

        if (lamp->signal_usec > now_usec)
                return 0;
        r = lamp->ops->signal(&lamp->names, LIGHT_SHOW_DUE, outbox);
        lamp->signal_usec = r < 0 ? usec_add(now_usec, LAMP_ASK_USEC) : USEC_INFINITY;
        return r;
}

/*
 * A lamp that does not tell how it looks shows what it comes back from by itself, once for each show: nothing
 * need be given back then. What may be off, and is not to be turned on, is left alone, and so is what answers
 * with something else than how it looks: it may be no lamp.
 */
static int signal_once(struct lamp *lamp, enum light_show wanted, int64_t now_usec, struct outbox *outbox)
{
        bool signalled = lamp->signal_usec != USEC_INFINITY;
        int r;

        lamp->blind = true;
        lamp->breath = false;
        for (size_t i = 0; !signalled && i < lamp->want_count; i++)
                signalled = lamp->wants[i].show == wanted && lamp->wants[i].signalled;
        if (signalled || lamp->vague || !lamp->may_turn_on || lamp->phase != LAMP_THEIRS)
                return 0;
        r = lamp->ops->signal(&lamp->names, wanted, outbox);
        if (r < 0)
                return r;
        for (size_t i = 0; i < lamp->want_count; i++)
                lamp->wants[i].signalled = true;
        lamp->deaf_until_usec = usec_add(now_usec, lamp->ops->signal_usec + LAMP_ECHO_USEC);
        if (lamp->ops->signal_has_halves && wanted != LIGHT_SHOW_TAKEN)
                lamp->signal_usec = usec_add(now_usec, lamp->ops->signal_usec);
        return 0;
}

void lamp_apply(struct lamp *lamp, int64_t now_usec, struct outbox *outbox)
{
        enum light_show wanted;
        int r;

        end_wants(lamp, now_usec);
        lamp_end_returning(lamp, now_usec);
        wanted = strongest_want(lamp);
        lamp->retry_usec = USEC_INFINITY;
        if (!lamp->link)
                return;
        if (end_signal(lamp, now_usec, outbox) < 0)
                return;
        if (wanted == LIGHT_SHOW_BEFORE &&
                (lamp->phase != LAMP_OURS || lamp->settle_until_usec != USEC_INFINITY))
                return;
        if (!lamp->known && lamp->silent)
                r = signal_once(lamp, wanted, now_usec, outbox);
        else if (!lamp->known)
                r = ask(lamp, now_usec, outbox);
        else if (wanted == LIGHT_SHOW_BEFORE)
                r = give_back(lamp, now_usec, outbox);
        else
                r = draw(lamp, wanted, now_usec, outbox);
        if (r < 0)
                lamp->retry_usec = usec_add(now_usec, LAMP_ASK_USEC);
}

static void forget_look(struct lamp *lamp)
{
        lamp->known = false;
        lamp->silent = false;
        lamp->seen = (struct lamp_look){ 0 };
        lamp->ask_until_usec = USEC_INFINITY;
}

/* What a lamp has retained may come before the word that the broker is there. */
void lamp_on_link(struct lamp *lamp, bool up, int64_t now_usec, struct outbox *outbox)
{
        lamp->link = up;
        lamp->retry_usec = USEC_INFINITY;
        if (!up || lamp->ops->ask)
                forget_look(lamp);
        if (!up)
                return;
        if (lamp->known)
                lamp_apply(lamp, now_usec, outbox);
        else if (ask(lamp, now_usec, outbox) < 0)
                lamp->retry_usec = usec_add(now_usec, LAMP_ASK_USEC);
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
        if (lamp->ops->ask)
                lamp->silent = false;
        lamp_apply(lamp, now_usec, outbox);
}

void lamp_step(struct lamp *lamp, int64_t now_usec, struct outbox *outbox)
{
        if (lamp->ask_until_usec <= now_usec)
                lamp_end_asking(lamp);
        if (lamp->settle_until_usec <= now_usec)
                lamp->settle_until_usec = USEC_INFINITY;
        lamp_apply(lamp, now_usec, outbox);
}

int64_t lamp_next_deadline(const struct lamp *lamp)
{
        int64_t next_usec = usec_min(lamp->ask_until_usec, lamp->settle_until_usec);

        next_usec = usec_min(next_usec, lamp->retry_usec);
        if (lamp->link)
                next_usec = usec_min(next_usec, lamp->signal_usec);
        if (lamp->link && lamp->known && lamp->phase == LAMP_OURS && lamp->retry_usec == USEC_INFINITY &&
                lamp->settle_until_usec == USEC_INFINITY)
                next_usec = usec_min(next_usec, lamp->breath_until_usec);
        if (lamp->phase == LAMP_RETURNING && lamp->known)
                next_usec = usec_min(next_usec, lamp->echo_until_usec);
        for (size_t i = 0; i < lamp->want_count; i++)
                next_usec = usec_min(next_usec, lamp->wants[i].until_usec);
        return next_usec;
}

bool lamp_is_blind(const struct lamp *lamp)
{
        return lamp->blind;
}
