/* SPDX-License-Identifier: MIT */
#include "io/mqtt_internal.h"

void mqtt_retry_init(struct mqtt_retry *retry, enum mqtt_protocol setting, uint64_t seed)
{
        *retry = (struct mqtt_retry){
                .random = seed,
                .setting = setting,
                .old_protocol = setting == MQTT_PROTOCOL_3_1_1,
        };
}

/* SplitMix64. */
static uint64_t draw(struct mqtt_retry *retry)
{
        uint64_t value;

        retry->random += UINT64_C(0x9e3779b97f4a7c15);
        value = retry->random;
        value = (value ^ (value >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
        value = (value ^ (value >> 27)) * UINT64_C(0x94d049bb133111eb);
        return value ^ (value >> 31);
}

static void choose_protocol(struct mqtt_retry *retry, enum mqtt_outcome outcome)
{
        if (retry->setting != MQTT_PROTOCOL_AUTO)
                return;
        switch (outcome) {
        case MQTT_OUTCOME_OLD_PROTOCOL:
                retry->old_protocol = !retry->old_protocol;
                retry->guessed = false;
                break;
        case MQTT_OUTCOME_CLOSED:
                retry->old_protocol = !retry->old_protocol;
                retry->guessed = retry->old_protocol;
                break;
        case MQTT_OUTCOME_LOST:
                /* A broker that was just going down looks like one that hangs up on MQTT 5: ask it again. */
                if (retry->guessed)
                        retry->old_protocol = retry->guessed = false;
                break;
        case MQTT_OUTCOME_UNREACHED:
        case MQTT_OUTCOME_STALLED: break;
        }
}

static void choose_family(struct mqtt_retry *retry, enum mqtt_outcome outcome)
{
        if (outcome == MQTT_OUTCOME_STALLED)
                retry->family = retry->family == MQTT_FAMILY_IPV6 ? MQTT_FAMILY_ANY : retry->family + 1;
        else if (outcome == MQTT_OUTCOME_UNREACHED)
                retry->family = MQTT_FAMILY_ANY;
}

int64_t mqtt_retry_next(struct mqtt_retry *retry, enum mqtt_outcome outcome, int64_t up_usec)
{
        bool was_old = retry->old_protocol;
        int64_t ceiling_usec;

        choose_protocol(retry, outcome);
        choose_family(retry, outcome);
        if (outcome == MQTT_OUTCOME_OLD_PROTOCOL && !was_old && retry->old_protocol)
                return 0;
        if (outcome == MQTT_OUTCOME_LOST && up_usec > MQTT_STEADY_USEC)
                retry->failures = 0;
        ceiling_usec = usec_min(MQTT_BACK_OFF_MIN_USEC << retry->failures, MQTT_BACK_OFF_MAX_USEC);
        if (ceiling_usec < MQTT_BACK_OFF_MAX_USEC)
                retry->failures++;
        return (int64_t)(draw(retry) % (uint64_t)(ceiling_usec + 1));
}

const char *mqtt_retry_bind_address(const struct mqtt_retry *retry)
{
        switch (retry->family) {
        case MQTT_FAMILY_ANY: return NULL;
        case MQTT_FAMILY_IPV4: return "0.0.0.0";
        case MQTT_FAMILY_IPV6: return "::";
        }
        return NULL;
}
