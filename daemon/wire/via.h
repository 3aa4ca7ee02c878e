/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * via - what `via` and `device` of a sensor stand for: topics, field, match and availability (DESIGN 3).
 *
 * Floor: wire (pure; allocates).
 *
 * zigbee2mqtt  device is the friendly name, spaces and slashes included. Topic zigbee2mqtt/<device>,
 *              availability zigbee2mqtt/<device>/availability. A seat is a contact sensor that opens under
 *              weight: `contact`, "false"; a presence is `presence`. Other kinds have no usual field.
 * tasmota      device is the topic, or the whole full topic with %prefix% in it (`tasmota_49A3BC/%prefix%`).
 *              Topics tele/<device>/SENSOR and stat/<device>/RESULT, availability tele/<device>/LWT. Fields
 *              differ by what is connected (`LD2410.Distance[1]`, `Switch1`), so none is usual.
 * esphome      device is <prefix>/<object>. Topic <prefix>/sensor/<object>/state for a desk's height,
 *              otherwise <prefix>/binary_sensor/<object>/state, whole payload; availability <prefix>/status.
 * shelly       second generation and later; device is the topic prefix. Topic <device>/events/rpc,
 *              availability <device>/online. A seat is the first input, an activity the first switch drawing
 *              over 10 W.
 * statestream  Home Assistant's mqtt_statestream; device is <base>/<domain>/<object>. Topic <device>/state,
 *              whole payload. It has no availability: the state itself says "unavailable".
 * espresense   for kind room. Device is <device>/<room>, as the room's node is called. Topic
 *              espresense/devices/<device>/<room>, field `distance`; availability
 *              espresense/rooms/<room>/status.
 *
 * A button is zigbee2mqtt's `action`, tasmota's Button1 on stat/<device>/RESULT, an event of esphome
 * (<prefix>/event/<object>/state, `event_type`), or the first event of shelly's <device>/events/rpc.
 *
 * A height has no usual threshold: the configuration must give `when` for kind desk-height.
 */
#include "core/source.h"

#define VIA_TOPICS_MAX 2

/* All owned; NULL where the device family has no such thing. via_done() frees them. */
struct via {
        char *topics[VIA_TOPICS_MAX]; /* the second may be NULL */
        char *field; /* default of the kind, "" the whole payload; NULL: the configuration must say */
        char *when;  /* default of the kind; NULL: match_parse()'s default */
        char *availability_topic;
        char *availability_field; /* NULL, as for all families now: the whole payload, or JSON's "state" */
};

extern const char *const via_names[]; /* NULL-terminated: zigbee2mqtt tasmota esphome shelly statestream
                                       * espresense */

/**
 * via_expand() - fills @ret_via for a sensor of @kind.
 * @ret_error: receives a static sentence, for -EINVAL.
 *
 * Return: 0; -ENOENT for an unknown @name; -EINVAL if the device name does not fit the family, or the kind
 *         has no device (logind, desktop-idle); -ENOMEM.
 */
int via_expand(const char *name, const char *device, enum source_kind kind, struct via *ret_via,
        const char **ret_error);
/**
 * via_expand_button() - the same for a button: only topics[0] and field are set.
 *
 * Return: as above; -ENOENT also for a family without buttons.
 */
int via_expand_button(const char *name, const char *device, struct via *ret_via, const char **ret_error);
void via_done(struct via *via);
