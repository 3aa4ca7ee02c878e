/* SPDX-License-Identifier: MIT */
/*
 * Random days of a lamp that obeys: people's shows, somebody's hand, lost links, restarts. However it goes,
 * the lamp ends as it was before, or as somebody set it. UNSLOUCH_SEED=N runs one seed.
 */
#include "unit/lamp_bench.h"

#include <jansson.h>

#define SEEDS  1200
#define STEPS  120
#define PEOPLE 3
/* Longer than any echo or breath: then a change can only be somebody's. */
#define QUIET_USEC (6 * USEC_PER_SEC)

enum model_kind {
        MODEL_COLOUR, /* and white; of WLED every lamp is one, with effects for the white */
        MODEL_WHITE,  /* colour temperature */
        MODEL_DIMMER,
        MODEL_PLUG,
        MODEL_KIND_MAX_,
};

struct look {
        bool on;
        bool coloured; /* shows a, b; else the temperature */
        int brightness;
        int a, b;        /* z2m: x and y in hundredths; tasmota: hue and saturation; else red and green ... */
        int blue;        /* ... and blue */
        int temperature; /* wled: the effect; shelly: kelvin; else mired */
};

struct model {
        enum lamp_dialect dialect;
        enum model_kind kind;
        struct look look;
};

struct day {
        uint64_t random;
        struct lamp_config config;
        struct bench bench;
        struct model model;
        struct look wish; /* how the lamp is to look when nobody wants a show */
        bool link;
        bool open[PEOPLE];
        int64_t command_usec; /* the last one that reached the lamp */
        bool report_pending;
        bool asked; /* the next report is an answer */
        int64_t report_usec;
        char *stored;
};

static uint32_t below(struct day *day, uint32_t limit)
{
        day->random ^= day->random << 13;
        day->random ^= day->random >> 7;
        day->random ^= day->random << 17;
        return (uint32_t)(day->random >> 33) % limit;
}

static bool chance(struct day *day, uint32_t one_in)
{
        return below(day, one_in) == 0;
}

static void model_obey_zigbee2mqtt(struct model *model, const char *payload)
{
        json_t *json = json_loads(payload, 0, NULL);
        json_t *colour = json_object_get(json, "color");
        json_t *temperature = json_object_get(json, "color_temp");
        json_t *brightness = json_object_get(json, "brightness");
        const char *power = json_string_value(json_object_get(json, "state"));

        assert_non_null(json);
        assert_true(power || brightness || json_object_get(json, "effect"));
        if (brightness) {
                assert_true(model->kind != MODEL_PLUG);
                assert_true(!power || strcmp(power, "ON") == 0);
                model->look.brightness = (int)json_integer_value(brightness);
                model->look.on = true;
        }
        if (power)
                model->look.on = strcmp(power, "ON") == 0;
        if (colour) {
                assert_int_equal(model->kind, MODEL_COLOUR);
                model->look.coloured = true;
                model->look.a = (int)(100 * json_number_value(json_object_get(colour, "x")) + 0.5);
                model->look.b = (int)(100 * json_number_value(json_object_get(colour, "y")) + 0.5);
        }
        if (temperature) {
                assert_true(model->kind <= MODEL_WHITE);
                model->look.coloured = false;
                model->look.temperature = (int)json_integer_value(temperature);
        }
        json_decref(json);
}

static void model_obey_tasmota(struct model *model, const char *payload)
{
        char commands[512], power[4];
        char *rest = commands;
        struct look *look = &model->look;

        snprintf(commands, sizeof(commands), "%s", payload);
        for (char *command; (command = strsep(&rest, ";"));) {
                if (sscanf(command, "HSBColor %d,%d,%d", &look->a, &look->b, &look->brightness) == 3) {
                        assert_int_equal(model->kind, MODEL_COLOUR);
                        look->coloured = true;
                        look->on = true;
                } else if (sscanf(command, "CT %d", &look->temperature) == 1) {
                        assert_true(model->kind <= MODEL_WHITE);
                        look->coloured = false;
                        look->on = true;
                } else if (sscanf(command, "Dimmer %d", &look->brightness) == 1) {
                        assert_true(model->kind != MODEL_PLUG);
                        look->on = true;
                } else if (sscanf(command, "Power %3s", power) == 1) {
                        look->on = strcmp(power, "ON") == 0;
                } else {
                        /* Fade and Speed would be stored; their twins with a 2 are not. */
                        assert_true(strcmp(command, "NoDelay") == 0 || strncmp(command, "Fade2 ", 6) == 0 ||
                                    strncmp(command, "Speed2 ", 7) == 0 ||
                                    strncmp(command, "Delay ", 6) == 0);
                }
        }
}

static json_t *get(json_t *json, const char *key)
{
        return json_object_get(json, key);
}

static int get_integer(json_t *json, const char *key)
{
        return (int)json_integer_value(get(json, key));
}

static void model_obey_ha_json(struct model *model, const char *payload)
{
        json_t *json = json_loads(payload, 0, NULL);
        struct look *look = &model->look;

        assert_non_null(json);
        /* A flash ends as it began. */
        if (get(json, "flash")) {
                json_decref(json);
                return;
        }
        look->on = strcmp(json_string_value(get(json, "state")), "ON") == 0;
        assert_true(look->on || !get(json, "transition"));
        if (get(json, "brightness")) {
                assert_true(model->kind != MODEL_PLUG);
                look->brightness = get_integer(json, "brightness");
        }
        if (get(json, "color")) {
                assert_int_equal(model->kind, MODEL_COLOUR);
                look->coloured = true;
                look->a = get_integer(get(json, "color"), "r");
                look->b = get_integer(get(json, "color"), "g");
                look->blue = get_integer(get(json, "color"), "b");
        }
        if (get(json, "color_temp")) {
                assert_true(model->kind <= MODEL_WHITE);
                look->coloured = false;
                look->temperature = get_integer(json, "color_temp");
        }
        json_decref(json);
}

static void model_obey_wled(struct model *model, const char *payload)
{
        json_t *json = json_loads(payload, 0, NULL);
        json_t *segment = get(json, "seg"), *colour = json_array_get(get(segment, "col"), 0);
        struct look *look = &model->look;

        assert_non_null(json);
        look->on = json_is_true(get(json, "on"));
        if (get(json, "bri"))
                look->brightness = get_integer(json, "bri");
        assert_int_equal(get_integer(segment, "id"), 3);
        look->temperature = get_integer(segment, "fx");
        assert_int_equal(json_array_size(colour), 3);
        look->a = (int)json_integer_value(json_array_get(colour, 0));
        look->b = (int)json_integer_value(json_array_get(colour, 1));
        look->blue = (int)json_integer_value(json_array_get(colour, 2));
        json_decref(json);
}

static void model_obey_shelly(struct model *model, const char *payload)
{
        json_t *json = json_loads(payload, 0, NULL);
        const char *method = json_string_value(get(json, "method"));
        json_t *params = get(json, "params");
        struct look *look = &model->look;

        assert_non_null(method);
        if (strcmp(strchr(method, '.'), ".Set") == 0) {
                look->on = json_is_true(get(params, "on"));
                if (get(params, "brightness")) {
                        assert_true(model->kind != MODEL_PLUG);
                        look->brightness = get_integer(params, "brightness");
                }
                if (get(params, "rgb")) {
                        assert_int_equal(model->kind, MODEL_COLOUR);
                        look->coloured = true;
                        look->a = (int)json_integer_value(json_array_get(get(params, "rgb"), 0));
                        look->b = (int)json_integer_value(json_array_get(get(params, "rgb"), 1));
                        look->blue = (int)json_integer_value(json_array_get(get(params, "rgb"), 2));
                }
                if (get(params, "ct")) {
                        assert_true(model->kind <= MODEL_WHITE);
                        look->coloured = false;
                        look->temperature = get_integer(params, "ct");
                }
        } else {
                assert_string_equal(strchr(method, '.'), ".GetStatus");
        }
        json_decref(json);
}

/* Carries out @payload if @topic is where the lamp takes commands. */
static bool model_obey(struct model *model, const char *topic, const char *payload)
{
        static const struct {
                const char *topic;
                void (*obey)(struct model *model, const char *payload);
        } ways[] = {
                { "zigbee2mqtt/desk/set", model_obey_zigbee2mqtt },
                { "cmnd/desk/Backlog", model_obey_tasmota },
                { "wled/desk/api", model_obey_wled },
                { "node/light/desk/command", model_obey_ha_json },
                { "desk/set", model_obey_ha_json },
                { "desk/rpc", model_obey_shelly },
        };

        for (size_t i = 0; i < ELEMENTS(ways); i++) {
                if (strcmp(topic, ways[i].topic) == 0) {
                        ways[i].obey(model, payload);
                        return true;
                }
        }
        return false;
}

static const char *model_print_zigbee2mqtt(const struct model *model, char text[static 512])
{
        const struct look *look = &model->look;
        const char *power = look->on ? "ON" : "OFF";

        switch (model->kind) {
        case MODEL_COLOUR:
                snprintf(text, 512,
                        "{\"state\":\"%s\",\"brightness\":%d,\"color\":{\"x\":0.%02d,\"y\":0.%02d},"
                        "\"color_mode\":\"%s\",\"color_temp\":%d}",
                        power, look->brightness, look->a, look->b, look->coloured ? "xy" : "color_temp",
                        look->temperature);
                break;
        case MODEL_WHITE:
                snprintf(text, 512,
                        "{\"state\":\"%s\",\"brightness\":%d,\"color_temp\":%d,\"linkquality\":7}", power,
                        look->brightness, look->temperature);
                break;
        case MODEL_DIMMER:
                snprintf(text, 512, "{\"state\":\"%s\",\"brightness\":%d}", power, look->brightness);
                break;
        case MODEL_PLUG:
        case MODEL_KIND_MAX_: snprintf(text, 512, "{\"state\":\"%s\",\"power\":3.1}", power); break;
        }
        return "zigbee2mqtt/desk";
}

static const char *model_print_tasmota(const struct model *model, char text[static 512])
{
        const struct look *look = &model->look;
        const char *power = look->on ? "ON" : "OFF";

        switch (model->kind) {
        case MODEL_COLOUR:
                snprintf(text, 512,
                        "{\"POWER\":\"%s\",\"Dimmer\":%d,\"Color\":\"00\",\"HSBColor\":\"%d,%d,%d\","
                        "\"White\":%d,\"CT\":%d}",
                        power, look->brightness, look->a, look->b, look->coloured ? look->brightness : 0,
                        look->coloured ? 0 : look->brightness, look->temperature);
                break;
        case MODEL_WHITE:
                snprintf(text, 512, "{\"POWER\":\"%s\",\"Dimmer\":%d,\"Color\":\"00\",\"CT\":%d}", power,
                        look->brightness, look->temperature);
                break;
        case MODEL_DIMMER:
                snprintf(text, 512, "{\"POWER\":\"%s\",\"Dimmer\":%d}", power, look->brightness);
                break;
        case MODEL_PLUG:
        case MODEL_KIND_MAX_:
                snprintf(text, 512, "{\"POWER\":\"%s\",\"Uptime\":\"0T18:36:12\"}", power);
                break;
        }
        return "stat/desk/RESULT";
}

static const char *model_print_ha_json(const struct model *model, char text[static 512])
{
        const struct look *look = &model->look;
        char colour[64] = "", brightness[32] = "";

        if (model->kind == MODEL_COLOUR && look->coloured)
                snprintf(colour, sizeof(colour),
                        ",\"color_mode\":\"rgb\",\"color\":{\"r\":%d,\"g\":%d,\"b\":%d}", look->a, look->b,
                        look->blue);
        else if (model->kind <= MODEL_WHITE)
                snprintf(colour, sizeof(colour), ",\"color_mode\":\"color_temp\",\"color_temp\":%d",
                        look->temperature);
        if (model->kind != MODEL_PLUG)
                snprintf(brightness, sizeof(brightness), ",\"brightness\":%d", look->brightness);
        snprintf(text, 512, "{\"state\":\"%s\"%s%s}", look->on ? "ON" : "OFF", brightness, colour);
        return model->dialect == LAMP_ESPHOME ? "node/light/desk/state" : "desk";
}

static const char *const shelly_components[MODEL_KIND_MAX_] = { "rgbcct:0", "cct:0", "light:0", "switch:0" };

static void model_print_shelly(const struct model *model, char text[static 512])
{
        const struct look *look = &model->look;
        char colour[96] = "", brightness[32] = "";

        if (model->kind == MODEL_COLOUR)
                snprintf(colour, sizeof(colour), ",\"mode\":\"%s\",\"rgb\":[%d,%d,%d]",
                        look->coloured ? "rgb" : "cct", look->a, look->b, look->blue);
        if (model->kind <= MODEL_WHITE)
                snprintf(colour + strlen(colour), sizeof(colour) - strlen(colour), ",\"ct\":%d",
                        look->temperature);
        if (model->kind != MODEL_PLUG)
                snprintf(brightness, sizeof(brightness), ",\"brightness\":%d", look->brightness);
        snprintf(text, 512, "{\"id\":0,\"output\":%s%s%s}", look->on ? "true" : "false", brightness, colour);
}

/* As the device does it: the brightness, the colour, and then everything. */
static void model_tell_wled(const struct model *model, struct bench *bench)
{
        const struct look *look = &model->look;
        int brightness = look->on ? look->brightness : 0;
        char text[512];

        snprintf(text, sizeof(text), "%d", brightness);
        bench_hear(bench, "wled/desk/g", text);
        snprintf(text, sizeof(text), "#%02X%02X%02X", (unsigned)look->a, (unsigned)look->b,
                (unsigned)look->blue);
        bench_hear(bench, "wled/desk/c", text);
        snprintf(text, sizeof(text),
                "<?xml version=\"1.0\" "
                "?><vs><ac>%d</ac><cl>%d</cl><cl>%d</cl><cl>%d</cl><nl>0</nl><fx>%d</fx>"
                "<wv>-1</wv><cy>0</cy><ss>3</ss></vs>",
                brightness, look->a, look->b, look->blue, look->temperature);
        bench_hear(bench, "wled/desk/v", text);
}

static bool model_shows(const struct model *model, const struct look *wish)
{
        const struct look *look = &model->look;

        if (look->on != wish->on)
                return false;
        if (model->kind == MODEL_PLUG)
                return true;
        /* How bright a WLED that is off would be is not told. */
        if (look->brightness != wish->brightness && (wish->on || model->dialect != LAMP_WLED))
                return false;
        if (model->kind == MODEL_DIMMER)
                return true;
        if (model->dialect == LAMP_WLED)
                return look->a == wish->a && look->b == wish->b && look->blue == wish->blue &&
                       look->temperature == wish->temperature;
        if (model->kind == MODEL_COLOUR && look->coloured != wish->coloured)
                return false;
        if (model->kind == MODEL_COLOUR && wish->coloured)
                return look->a == wish->a && look->b == wish->b && look->blue == wish->blue;
        return look->temperature == wish->temperature;
}

/* A look that neither amber, green nor our whites could be taken for. */
static struct look random_look(struct day *day)
{
        /* Of each dialect: the scale, and where a, b and the temperature may be. */
        static const struct {
                uint32_t full, a, a_width, b, b_width, temperature, temperature_width;
        } ranges[LAMP_DIALECT_MAX_] = {
                [LAMP_ZIGBEE2MQTT] = { 254, 15, 20, 10, 20, 153, 60 },
                [LAMP_TASMOTA] = { 100, 200, 60, 40, 40, 153, 60 },
                [LAMP_WLED] = { 255, 60, 100, 30, 60, 1, 100 },
                [LAMP_ESPHOME] = { 255, 60, 100, 30, 60, 153, 60 },
                [LAMP_HA_JSON] = { 255, 60, 100, 30, 60, 153, 60 },
                [LAMP_SHELLY] = { 100, 60, 100, 30, 60, 4800, 1700 },
        };
        const uint32_t full = ranges[day->model.dialect].full;
        const enum lamp_dialect dialect = day->model.dialect;

        return (struct look){
                .on = !chance(day, 3),
                .coloured = day->model.kind == MODEL_COLOUR && chance(day, 2),
                .brightness = (int)(full * 3 / 10 + below(day, full * 15 / 100)),
                .a = (int)(ranges[dialect].a + below(day, ranges[dialect].a_width)),
                .b = (int)(ranges[dialect].b + below(day, ranges[dialect].b_width)),
                .blue = 7,
                .temperature =
                        (int)(ranges[dialect].temperature + below(day, ranges[dialect].temperature_width)),
        };
}

/* A Shelly tells everything when it is asked, and changes as events. */
static void report_shelly(struct day *day)
{
        const char *component = shelly_components[day->model.kind];
        char status[512], text[640], topic[64];

        model_print_shelly(&day->model, status);
        if (day->asked) {
                snprintf(topic, sizeof(topic), "unslouch/shelly/desk/%s/rpc", component);
                snprintf(text, sizeof(text), "{\"id\":1,\"src\":\"desk\",\"result\":%s}", status);
        } else {
                snprintf(topic, sizeof(topic), "desk/events/rpc");
                snprintf(text, sizeof(text), "{\"method\":\"NotifyStatus\",\"params\":{\"%s\":%s}}",
                        component, status);
        }
        day->asked = false;
        bench_hear(&day->bench, topic, text);
}

static void report(struct day *day)
{
        char text[512];
        const char *topic = NULL;

        day->report_pending = false;
        switch (day->model.dialect) {
        case LAMP_ZIGBEE2MQTT: topic = model_print_zigbee2mqtt(&day->model, text); break;
        case LAMP_TASMOTA: topic = model_print_tasmota(&day->model, text); break;
        case LAMP_ESPHOME:
        case LAMP_HA_JSON: topic = model_print_ha_json(&day->model, text); break;
        case LAMP_WLED: model_tell_wled(&day->model, &day->bench); return;
        case LAMP_SHELLY: report_shelly(day); return;
        case LAMP_DIALECT_MAX_: break;
        }
        bench_hear(&day->bench, topic, text);
}

/* Carries what was sent to the lamp, which will tell how it looks then. */
static void deliver(struct day *day)
{
        for (size_t i = 0; i < day->bench.outbox.count; i++) {
                const struct outbox_message *message = &day->bench.outbox.messages[i];

                assert_true(day->link);
                day->report_pending = true;
                day->report_usec = day->bench.now_usec + below(day, 1500) * USEC_PER_MSEC;
                if (strstr(message->payload, "GetStatus"))
                        day->asked = true;
                if (model_obey(&day->model, message->topic, message->payload))
                        day->command_usec = day->bench.now_usec;
        }
        outbox_clear(&day->bench.outbox);
}

static void store(struct day *day)
{
        free(day->stored);
        day->stored = lamp_is_ours(day->bench.lamp) ? lamp_save(day->bench.lamp) : NULL;
}

static void settle(struct day *day)
{
        deliver(day);
        store(day);
}

static bool is_retained(enum lamp_dialect dialect)
{
        return dialect == LAMP_WLED || dialect == LAMP_ESPHOME || dialect == LAMP_HA_JSON;
}

static void set_link(struct day *day, bool up)
{
        day->link = up;
        day->asked = false;
        /* What cannot be asked has retained what it said. */
        day->report_pending = up && is_retained(day->model.dialect);
        day->report_usec = day->bench.now_usec;
        if (day->report_pending && chance(day, 2))
                report(day);
        bench_link(&day->bench, up);
        settle(day);
}

static void pass_time(struct day *day, int64_t usec)
{
        int64_t end_usec = day->bench.now_usec + usec;

        for (int turns = 0;; turns++) {
                int64_t next_usec = lamp_next_deadline(day->bench.lamp);

                assert_true(turns < 100);
                if (day->report_pending && day->report_usec <= usec_min(end_usec, next_usec)) {
                        day->bench.now_usec = usec_max(day->bench.now_usec, day->report_usec);
                        report(day);
                } else if (next_usec <= end_usec) {
                        day->bench.now_usec = usec_max(day->bench.now_usec, next_usec);
                        lamp_step(day->bench.lamp, day->bench.now_usec, &day->bench.outbox);
                } else {
                        break;
                }
                settle(day);
        }
        day->bench.now_usec = end_usec;
}

static void somebody_sets_it(struct day *day)
{
        struct look look = random_look(day);

        if (day->report_pending || day->bench.now_usec < day->command_usec + QUIET_USEC)
                return;
        /* A plug that is on is on: who wanted it so cannot be told. */
        if (day->model.kind == MODEL_PLUG && (!day->link || look.on == day->model.look.on))
                return;
        day->model.look = look;
        day->wish = day->model.look;
        if (day->link)
                report(day);
        settle(day);
}

/* May be at any time after the lamp has told that it is on. */
static void somebody_turns_it_off(struct day *day)
{
        if (!day->link || day->report_pending || !day->model.look.on)
                return;
        day->model.look.on = false;
        day->wish = day->model.look;
        report(day);
        settle(day);
}

static void somebody_is_shown(struct day *day)
{
        static const enum light_show shows[] = { LIGHT_SHOW_DUE, LIGHT_SHOW_REPEAT, LIGHT_SHOW_TAKEN,
                LIGHT_SHOW_BEFORE };
        uint32_t person = below(day, PEOPLE);
        enum light_show show = shows[below(day, ELEMENTS(shows))];

        day->open[person] = show == LIGHT_SHOW_DUE || show == LIGHT_SHOW_REPEAT;
        bench_show(&day->bench, person, show);
        if (day->link && chance(day, 8)) {
                /* The connection dies with what was just sent. */
                outbox_clear(&day->bench.outbox);
                store(day);
                set_link(day, false);
                return;
        }
        settle(day);
}

static void restart(struct day *day)
{
        struct outbox outbox = day->bench.outbox;
        int64_t now_usec = day->bench.now_usec;

        lamp_free(day->bench.lamp);
        bench_init(&day->bench, &day->config);
        day->bench.outbox = outbox;
        day->bench.now_usec = now_usec;
        if (day->stored)
                assert_int_equal(lamp_load(day->bench.lamp, day->stored, now_usec), 0);
        day->link = false;
        for (uint32_t person = 0; person < PEOPLE; person++) {
                if (day->open[person])
                        bench_show(&day->bench, person, LIGHT_SHOW_DUE);
        }
        settle(day);
        set_link(day, true);
}

static void day_step(struct day *day)
{
        switch (below(day, 12)) {
        case 0: set_link(day, !day->link); break;
        case 1: restart(day); break;
        case 2: somebody_sets_it(day); break;
        case 3: somebody_turns_it_off(day); break;
        case 4:
        case 5: pass_time(day, below(day, 30000) * USEC_PER_MSEC); break;
        case 6: pass_time(day, QUIET_USEC); break;
        default: somebody_is_shown(day); break;
        }
        if (chance(day, 2))
                pass_time(day, below(day, 3000) * USEC_PER_MSEC);
}

static void run_day(uint64_t seed)
{
        struct day day = { .random = seed * UINT64_C(0x9e3779b97f4a7c15), .link = true };
        const enum lamp_dialect dialect = (enum lamp_dialect)(seed % LAMP_DIALECT_MAX_);
        const enum model_kind kind = (enum model_kind)(seed / LAMP_DIALECT_MAX_ % MODEL_KIND_MAX_);
        const struct lamp_config config = {
                .dialect = dialect,
                .device = dialect == LAMP_ESPHOME ? "node/desk" : "desk",
                .topic = "desk/set",
                .component = shelly_components[kind],
                .answers = "unslouch",
                .may_turn_on = seed / 7 % 4 != 0,
        };

        day.config = config;
        day.model.dialect = dialect;
        day.model.kind = dialect == LAMP_WLED ? MODEL_COLOUR : kind;
        bench_init(&day.bench, &config);
        day.model.look = random_look(&day);
        day.wish = day.model.look;
        set_link(&day, true);
        for (int i = 0; i < STEPS; i++)
                day_step(&day);
        for (uint32_t person = 0; person < PEOPLE; person++)
                bench_show(&day.bench, person, LIGHT_SHOW_BEFORE);
        settle(&day);
        set_link(&day, true);
        pass_time(&day, USEC_PER_MINUTE);
        if (!model_shows(&day.model, &day.wish) || lamp_is_ours(day.bench.lamp))
                fail_msg("UNSLOUCH_SEED=%llu", (unsigned long long)seed);
        free(day.stored);
        bench_done(&day.bench);
}

static void however_the_day_goes_the_lamp_ends_as_it_was_or_as_somebody_set_it(void **state)
{
        const char *seed = getenv("UNSLOUCH_SEED");

        (void)state;
        if (seed) {
                run_day(strtoull(seed, NULL, 10));
                return;
        }
        for (uint64_t i = 1; i <= SEEDS; i++)
                run_day(i);
        print_message("# seeds 1 to %d\n", SEEDS);
}

int main(void)
{
        static const struct CMUnitTest tests[] = {
                cmocka_unit_test(however_the_day_goes_the_lamp_ends_as_it_was_or_as_somebody_set_it),
        };

        return cmocka_run_group_tests_name("lamp-random", tests, NULL, NULL);
}
