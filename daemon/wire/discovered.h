/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * discovered - finds the likely chair, radar, desk, computer, lamps and speakers in what a broker says
 * (DESIGN 12, `unslouch discover`).
 *
 * Floor: wire (pure; allocates). It reads the discovery messages of Home Assistant (of a component and of a
 * device), zigbee2mqtt's list of devices, Tasmota's discovery, and whatever else goes by: what devices of
 * zigbee2mqtt, Tasmota, Shelly, ESPHome, WLED, sonos2mqtt, Hermes and Home Assistant's statestream say, and
 * any JSON or text with a telling name. What unslouch itself announces and says is left out.
 *
 * A candidate is sure if kind, match and name leave little doubt; of several lamps, speakers and radars only
 * those are that are by a desk. Everything has a limit: what is above is counted, not kept.
 */
#include "wire/candidate.h"

#include <stdint.h>

/* zigbee2mqtt's list of some 300 devices. All other messages: PAYLOAD_BYTES_MAX. */
#define DISCOVERED_BYTES_MAX      (2 * 1024 * 1024)
#define DISCOVERED_CANDIDATES_MAX 512
/* Topics whose retained message is remembered. */
#define DISCOVERED_TOPICS_MAX 8192
/* Of a kind, so many at most are sure: people have no more sensors and channels. */
#define DISCOVERED_SURE_MAX 4

struct discovered;

/* @base: unslouch's own base topic, what is below is left out. @prefix: of Home Assistant's discovery. Both
 * are copied. Return: 0; -ENOMEM. discovered_free() takes NULL. */
int discovered_new(const char *base, const char *prefix, struct discovered **ret_discovered);
struct discovered *discovered_free(struct discovered *discovered);

/**
 * discovered_take() - takes one message.
 * @retained: the broker had kept it.
 *
 * Return: 0, also for what says nothing; -EBADMSG for a discovery message that is none: malformed, or without
 *         what its kind must have; -EFBIG for one over DISCOVERED_BYTES_MAX; -ENOMEM, the message is lost
 *         then.
 */
int discovered_take(
        struct discovered *discovered, const char *topic, const void *payload, size_t bytes, bool retained);

/* After the last message: decides which are sure, and names and sorts them, the sure ones of a kind first.
 * Return: 0; -ENOMEM. */
int discovered_finish(struct discovered *discovered);

size_t discovered_count(const struct discovered *discovered);
/* Borrowed. */
const struct candidate *discovered_candidate(const struct discovered *discovered, size_t i);
/* What was above DISCOVERED_CANDIDATES_MAX. */
size_t discovered_dropped(const struct discovered *discovered);
