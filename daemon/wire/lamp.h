/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * lamp - one light: what it shows for whom, what it showed before, and how it gets back there (DESIGN 7).
 *
 * Floor: wire (pure; allocates in lamp_new()). The dialects (lamp_zigbee2mqtt.c and so on) are tables of
 * functions between messages and struct lamp_look; lamp.c, lamp_report.c and lamp_keep.c are the state
 * machine over them.
 *
 * A lamp is asked for its state before it is first shown anything. Where it cannot be asked (wled, esphome,
 * ha-json) what it has retained, or says by itself, is listened to. One that has told nothing within
 * LAMP_ASK_USEC is blind (lamp_is_blind()): it shows what its device comes back from by itself - an effect, a
 * flash, a blink - once for each show, and nothing is given back (not if may_turn_on is false: it may be
 * off). A lamp that answers, but not with how it looks, is left alone. A show that is still wanted when it
 * speaks later is shown then. What it looked like is saved when the first person's show begins and given back
 * when the last one's ends: off stays off, the colour mode is kept.
 *
 * Somebody else's hand wins: a report that differs from what we left makes the lamp theirs. Nothing is given
 * back then, the shows that were on it are over, and a later show starts afresh from what they set. Reports
 * within LAMP_ECHO_USEC of our message are how the lamp took it, and the last of them is what later ones are
 * compared with; only OFF counts as somebody's at once, as soon as the lamp has said that it is on. After a
 * lost connection the first report decides (of a lamp that cannot be asked and retains nothing: that it still
 * shows what we left is assumed): it looks like one of our shows (still ours), as before (ours was
 * lost: shown again if still wanted), or otherwise (theirs).
 *
 * A lamp that is off and may not be turned on, or that runs a programme of colours which could not be given
 * back, is left alone until the next lamp_show(). Lamps do what they can: without colour a warm and a neutral
 * white, with brightness alone dimmed and bright, else just on; only what has brightness breathes.
 */
#include "core/effect.h"
#include "wire/field.h"
#include "wire/outbox.h"

#define LAMP_TOPICS_MAX 3
#define LAMP_ASK_USEC   (2 * USEC_PER_SEC)
#define LAMP_TAKEN_USEC (3 * USEC_PER_SEC)
/* Messages of the lamp within this time after ours are the echo of ours. */
#define LAMP_ECHO_USEC  (2 * USEC_PER_SEC)
#define LAMP_PEOPLE_MAX 16

enum lamp_dialect {
        LAMP_ZIGBEE2MQTT,
        LAMP_TASMOTA,
        LAMP_WLED,
        LAMP_ESPHOME,
        LAMP_HA_JSON,
        LAMP_SHELLY,
        LAMP_DIALECT_MAX_,
};

/* "light:0" and the like, NUL included. */
#define LAMP_COMPONENT_SIZE 16

struct lamp_config {
        enum lamp_dialect dialect;
        /* zigbee2mqtt: friendly name; tasmota: topic; wled: what follows @base, or the whole device topic if
         * it has a slash; esphome: "PREFIX/OBJECT"; shelly: its MQTT prefix; ha-json: NULL */
        const char *device;
        const char *full_topic;  /* tasmota: NULL is "%prefix%/%topic%/" */
        const char *base;        /* zigbee2mqtt, wled: NULL is the dialect's name */
        const char *topic;       /* ha-json: where it takes commands */
        const char *state_topic; /* ha-json: where it tells its state; NULL is made from @topic: without its
                                  * "/set", with "/state" for "/command", else there is none */
        const char *component;   /* shelly: NULL is "light:0" */
        const char *answers;     /* shelly: our base topic, below which it answers */
        bool may_turn_on;
};

/* Whether @component is one that a shelly lamp can be: light, rgb, rgbw, cct, rgbcct or switch, and a number.
 */
bool lamp_component_is_valid(const char *component);

struct lamp;

/* Return: 0; -ENOMEM; -ENAMETOOLONG; -EINVAL for a device or component that the dialect cannot have. @config
 * is borrowed for the call. lamp_free() takes NULL. */
int lamp_new(const struct lamp_config *config, struct lamp **ret_lamp);
struct lamp *lamp_free(struct lamp *lamp);

/* The topics to subscribe to; @ret_topics are borrowed from the lamp. Returns their number. */
size_t lamp_topics(const struct lamp *lamp, const char *ret_topics[static LAMP_TOPICS_MAX]);

/*
 * Connected (again): asks for the lamp's state, then brings it to what is wanted. Not @up: what is due waits.
 * A message for which there is no memory is tried again.
 */
void lamp_on_link(struct lamp *lamp, bool up, int64_t now_usec, struct outbox *outbox);

/* A message came on one of the lamp's topics; other topics and what is no state of a lamp change nothing. */
void lamp_message(struct lamp *lamp, const char *topic, struct payload *payload, int64_t now_usec,
        struct outbox *outbox);

/*
 * @person wants the lamp to show @show; the strongest of all people's shows wins (taken, repeat, due,
 * before). Taken ends by itself after LAMP_TAKEN_USEC, each repeat causes one breath. More than
 * LAMP_PEOPLE_MAX people are not shown.
 */
void lamp_show(
        struct lamp *lamp, uint32_t person, enum light_show show, int64_t now_usec, struct outbox *outbox);

/* Does what is due at @now_usec (boottime). lamp_next_deadline() is when to call it; USEC_INFINITY: never. */
void lamp_step(struct lamp *lamp, int64_t now_usec, struct outbox *outbox);
int64_t lamp_next_deadline(const struct lamp *lamp);

/* Whether something was wanted of it though it does not tell how it looks; until it tells. */
bool lamp_is_blind(const struct lamp *lamp);

/*
 * Whether it now shows something of ours, or is not known to be back yet: then lamp_save() must be stored, so
 * that a restart can give it back.
 */
bool lamp_is_ours(const struct lamp *lamp);
/* What it looked like before and how we left it, as JSON owned by the caller; NULL without memory. */
char *lamp_save(const struct lamp *lamp);
/*
 * Takes over a lamp that an earlier run left showing something of ours. Nobody's show is wanted yet: people's
 * shows may be told again for LAMP_ASK_USEC (or until a lamp_show() of before), then the lamp is given back
 * if it still looks as left. Return: 0; -EINVAL if @text is no saved lamp; -ENOMEM; nothing is changed then.
 */
int lamp_load(struct lamp *lamp, const char *text, int64_t now_usec);
/* After a reload, behind lamp_load() if there is one: @lamp knows what the same lamp, @old, was seen to look
 * like, if that cannot be asked anew, and whether it is blind; a signal that it is in will end. */
void lamp_adopt(struct lamp *lamp, const struct lamp *old);
