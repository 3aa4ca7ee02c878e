/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * The lamp on the desk: a colour lamp on zigbee2mqtt, and what it says and is told.
 */
#include "unit/lamp_bench.h"

#define LAMP "zigbee2mqtt/desk"
#define ASK  LAMP "/get {\"state\":\"\"}"
#define SET  LAMP "/set "
#define BEFORE                                                                                               \
        "{\"state\":\"ON\",\"brightness\":200,\"color_mode\":\"color_temp\",\"color_temp\":250,\"color\":{"  \
        "\"x\":0.38,\"y\":0.38}}"
#define OFF                                                                                                  \
        "{\"state\":\"OFF\",\"brightness\":200,\"color_mode\":\"color_temp\",\"color_temp\":250,\"color\":{" \
        "\"x\":0.38,\"y\":0.38}}"
#define TINTED                                                                                               \
        "{\"state\":\"ON\",\"brightness\":200,\"color_mode\":\"xy\",\"color\":{\"x\":0.55,\"y\":0.4},"       \
        "\"color_temp\":500}"
#define GREEN                                                                                                \
        "{\"state\":\"ON\",\"brightness\":200,\"color_mode\":\"xy\",\"color\":{\"x\":0.22,\"y\":0.65},"      \
        "\"color_temp\":200}"
#define BLUE                                                                                                 \
        "{\"state\":\"ON\",\"brightness\":100,\"color_mode\":\"xy\",\"color\":{\"x\":0.16,\"y\":0.08},"      \
        "\"color_temp\":153}"
#define TINT     SET "{\"state\":\"ON\",\"brightness\":200,\"color\":{\"x\":0.55,\"y\":0.4},\"transition\":1}"
#define TAKEN    SET "{\"state\":\"ON\",\"brightness\":200,\"color\":{\"x\":0.22,\"y\":0.65},\"transition\":1}"
#define BREATH   SET "{\"effect\":\"breathe\"}\n" SET "{\"effect\":\"finish_effect\"}"
#define BACK     SET "{\"state\":\"ON\",\"brightness\":200,\"color_temp\":250,\"transition\":1}"
#define BACK_OFF SET "{\"brightness\":200,\"transition\":0}\n" SET "{\"state\":\"OFF\",\"color_temp\":250}"

static const struct lamp_config desk_lamp = {
        .dialect = LAMP_ZIGBEE2MQTT,
        .device = "desk",
        .may_turn_on = true,
};

/* Connected, and has told @state. */
static inline void bench_begin(struct bench *bench, const char *state)
{
        bench_init(bench, &desk_lamp);
        bench_link(bench, true);
        bench_sent(bench, ASK);
        bench_hear(bench, LAMP, state);
        bench_sent(bench, "");
}

/* Is due for Anna, and has told so. */
static inline void bench_begin_due(struct bench *bench, const char *state)
{
        bench_begin(bench, state);
        bench_show(bench, ANNA, LIGHT_SHOW_DUE);
        outbox_clear(&bench->outbox);
        bench_wait(bench, USEC_PER_SEC / 2);
        bench_hear(bench, LAMP, TINTED);
        bench_wait(bench, USEC_PER_MINUTE);
        bench_sent(bench, "");
        assert_true(lamp_is_ours(bench->lamp));
}
