/* SPDX-License-Identifier: MIT */
#include "app/engine_inside.h"

#include "base/cleanup.h"
#include "wire/command.h"

#include <errno.h>
#include <string.h>

/* One message on its way to its consumers: checked once, parsed at most once. */
struct delivery {
        const struct engine_message *message;
        const struct instant *now;
        struct payload payload;
        int error;          /* of payload_init() */
        int64_t age_usec;   /* by the message's own time; negative: not looked for yet */
        const char *reason; /* why somebody could not read it: a static sentence */
};

static const char *reason_of(int error)
{
        switch (error) {
        case -EFBIG: return "the payload is larger than 64 KiB";
        case -EILSEQ: return "the payload is not UTF-8 text";
        case -EPROTO: return "the payload is not JSON, or nested too deep";
        case -ENOENT: return "the payload has no such field";
        case -ENOMEM: return "there is no memory to read the payload";
        default: return "the value is of a type that cannot be judged";
        }
}

/* The value at @path; an empty payload says nothing, whatever the path. */
static int read_value(struct delivery *delivery, const struct field_path *path, struct reading *ret_reading)
{
        if (delivery->error < 0)
                return delivery->error;
        if (delivery->payload.size == 0) {
                *ret_reading = (struct reading){ .kind = READING_NOTHING };
                return 0;
        }
        return payload_read(&delivery->payload, path, ret_reading);
}

static int64_t age_of(struct delivery *delivery)
{
        int64_t seen;

        if (delivery->age_usec >= 0)
                return delivery->age_usec;
        delivery->age_usec = 0;
        if (payload_last_seen(&delivery->payload, &seen) == 0)
                delivery->age_usec = usec_max(delivery->now->realtime_usec - seen, 0);
        return delivery->age_usec;
}

static void reject_source(
        struct engine *engine, struct delivery *delivery, const struct consumer *consumer, int error)
{
        const struct event event = { .kind = EVENT_REJECTED, .rejected = { (uint16_t)consumer->index } };

        delivery->reason = reason_of(error);
        engine_step(engine, consumer->owner, &event, delivery->now);
}

/* Which room a source names, or how far away it sees the person. */
static int judge_room(const struct engine *engine, const struct consumer *consumer,
        const struct reading *reading, struct claim *claim)
{
        const struct sensor_settings *sensor =
                &engine->settings->people[consumer->owner].sensors[consumer->index];
        const struct person *person = household_person(engine->household, consumer->owner);
        const struct room_reader reader = {
                .names = sensor->rooms,
                .name_count = sensor->room_count,
                .rooms = (const char *const *)engine->settings->rooms,
                .room_count = engine->settings->room_count,
                .when = sensor->when_text ? sensor->when : NULL,
                .yes = sensor->when,
        };

        return room_reading_judge(&reader, person->config->sources[consumer->index].room, reading,
                person->sources[consumer->index].value, claim);
}

/* Reads a source's value and what it means. */
static int judge_source(const struct engine *engine, struct delivery *delivery,
        const struct consumer *consumer, struct claim *ret_claim)
{
        const struct sensor_settings *sensor =
                &engine->settings->people[consumer->owner].sensors[consumer->index];
        const struct person *person = household_person(engine->household, consumer->owner);
        struct reading reading;
        int r;

        r = read_value(delivery, sensor->field, &reading);
        if (r < 0)
                return r;
        if (person->config->sources[consumer->index].kind == SOURCE_KIND_ROOM)
                r = judge_room(engine, consumer, &reading, ret_claim);
        else
                r = match_apply(
                        sensor->when, &reading, person->sources[consumer->index].value, &ret_claim->value);
        if (r < 0)
                return r;
        ret_claim->retained = delivery->message->retain;
        ret_claim->reading = reading.digest;
        ret_claim->age_usec = age_of(delivery);
        return 0;
}

/*
 * A device whose messages carry the field only sometimes is normal: such a message is no information. A field
 * that was never seen is likelier a mistake in the configuration, and is told.
 */
static bool is_silent(const struct engine *engine, const struct consumer *consumer)
{
        const struct person *person = household_person(engine->household, consumer->owner);

        return engine->people[consumer->owner].field_seen[consumer->index] ||
               person->sources[consumer->index].since_usec != INT64_MIN;
}

static void take_claim(struct engine *engine, struct delivery *delivery, const struct consumer *consumer)
{
        struct event event = { .kind = EVENT_CLAIM, .claim = { .source = (uint16_t)consumer->index } };
        int r;

        r = judge_source(engine, delivery, consumer, &event.claim.claim);
        if (r == -ENOENT && is_silent(engine, consumer))
                return;
        if (r < 0) {
                reject_source(engine, delivery, consumer, r);
                return;
        }
        engine->people[consumer->owner].field_seen[consumer->index] = true;
        engine_step(engine, consumer->owner, &event, delivery->now);
}

/* Return: 1 online, 0 offline, -ENODATA for anything else. */
static int availability_word(const struct reading *reading)
{
        if (reading->kind == READING_BOOLEAN)
                return reading->boolean;
        if (reading->kind != READING_TEXT)
                return -ENODATA;
        if (text_equal_nocase(reading->text, "online") || text_equal_nocase(reading->text, "true"))
                return 1;
        if (text_equal_nocase(reading->text, "offline") || text_equal_nocase(reading->text, "false"))
                return 0;
        return -ENODATA;
}

static int read_availability(
        const struct engine *engine, struct delivery *delivery, const struct sensor_settings *sensor)
{
        const struct field_path *path = sensor->availability_field;
        struct reading reading;
        int r;

        if (delivery->error < 0)
                return delivery->error;
        if (!path)
                path = payload_json(&delivery->payload) ? engine->state : engine->whole;
        r = read_value(delivery, path, &reading);
        return r < 0 ? r : availability_word(&reading);
}

static void take_availability(
        struct engine *engine, struct delivery *delivery, const struct consumer *consumer)
{
        const struct sensor_settings *sensor =
                &engine->settings->people[consumer->owner].sensors[consumer->index];
        struct event event = { .kind = EVENT_AVAILABILITY,
                .availability = { .source = (uint16_t)consumer->index } };
        int r;

        r = read_availability(engine, delivery, sensor);
        if (r == -EFBIG || r == -EILSEQ)
                delivery->reason = reason_of(r);
        if (r < 0)
                return;
        event.availability.offline = r == 0;
        engine_step(engine, consumer->owner, &event, delivery->now);
}

static void take_hold(struct engine *engine, struct delivery *delivery, const struct consumer *consumer)
{
        const struct hold_settings *hold = &engine->settings->people[consumer->owner].holds[consumer->index];
        enum source_value *value = &engine->people[consumer->owner].hold_values[consumer->index];
        struct event event = { .kind = EVENT_HOLD_TOPIC,
                .hold_topic = { .hold = (uint16_t)consumer->index } };
        struct reading reading;
        int r;

        r = read_value(delivery, hold->field, &reading);
        if (r == -ENOENT)
                return;
        if (r == 0)
                r = match_apply(hold->when, &reading, *value, &event.hold_topic.value);
        if (r < 0) {
                delivery->reason = reason_of(r);
                return;
        }
        *value = event.hold_topic.value;
        engine_step(engine, consumer->owner, &event, delivery->now);
}

static void take_button(struct engine *engine, struct delivery *delivery, const struct consumer *consumer)
{
        const struct button_settings *button =
                &engine->settings->people[consumer->owner].buttons[consumer->index];
        struct reading reading;
        int r;

        /* What is retained was pressed long ago. */
        if (delivery->message->retain)
                return;
        r = read_value(delivery, button->field, &reading);
        if (r == -EFBIG || r == -EILSEQ || r == -EPROTO || r == -ENOMEM)
                delivery->reason = reason_of(r);
        if (r == 0)
                engine_take_press(engine, consumer->owner, consumer->index, &reading, delivery->now);
}

static void take_cue(struct engine *engine, struct delivery *delivery, const struct consumer *consumer)
{
        const struct cue_settings *cue = &engine->settings->people[consumer->owner].cues[consumer->index];
        const struct person *person = household_person(engine->household, consumer->owner);
        struct event event = { .kind = EVENT_CUE,
                .cue = { .cue = (uint16_t)consumer->index, .retained = delivery->message->retain } };
        struct reading reading;
        int r;

        r = read_value(delivery, cue->field, &reading);
        if (r == -ENOENT)
                return;
        if (r == 0)
                r = match_apply(cue->when, &reading, person->cues[consumer->index], &event.cue.value);
        if (r < 0) {
                delivery->reason = reason_of(r);
                return;
        }
        engine_step(engine, consumer->owner, &event, delivery->now);
}

static void take_device(struct engine *engine, struct delivery *delivery, const struct consumer *consumer)
{
        struct engine_channel *channel = &engine->channels[consumer->owner];
        int64_t now_usec = delivery->now->boottime_usec;

        if (delivery->error < 0) {
                delivery->reason = reason_of(delivery->error);
                return;
        }
        /* What was said is over, whenever that was. */
        if (consumer->kind == CONSUMER_SPEAKER && delivery->message->retain)
                return;
        if (consumer->kind == CONSUMER_LAMP) {
                lamp_message(channel->lamp, delivery->message->topic, &delivery->payload, now_usec,
                        &engine->outbox);
        } else {
                speaker_message(channel->speaker, &delivery->payload, now_usec, &engine->outbox);
                engine_take_said(engine, consumer->owner, delivery->now);
        }
        engine_channel_changed(engine, consumer->owner);
}

static void hand_to(struct engine *engine, struct delivery *delivery, const struct consumer *consumer)
{
        switch (consumer->kind) {
        case CONSUMER_SOURCE: take_claim(engine, delivery, consumer); break;
        case CONSUMER_AVAILABILITY: take_availability(engine, delivery, consumer); break;
        case CONSUMER_HOLD: take_hold(engine, delivery, consumer); break;
        case CONSUMER_BUTTON: take_button(engine, delivery, consumer); break;
        case CONSUMER_CUE: take_cue(engine, delivery, consumer); break;
        case CONSUMER_LAMP:
        case CONSUMER_SPEAKER: take_device(engine, delivery, consumer); break;
        case CONSUMER_PERSON: break;
        }
}

static void deliver(struct engine *engine, const struct consumer *consumer,
        const struct engine_message *message, const struct instant *now)
{
        struct delivery delivery;

        /* Member by member: the payload is large, and payload_init() knows what of it counts. */
        delivery.message = message;
        delivery.now = now;
        delivery.age_usec = -1;
        delivery.reason = NULL;
        delivery.error = payload_init(&delivery.payload, message->payload, message->payload_bytes);
        for (; consumer; consumer = router_next(engine->topics, consumer))
                hand_to(engine, &delivery, consumer);
        if (delivery.error == 0)
                payload_done(&delivery.payload);
        if (delivery.reason && engine->keep.rejected)
                engine->keep.rejected(engine->keep.userdata, message->topic, delivery.reason, now);
}

void engine_show_command(const struct engine_message *message, char shown[static ENGINE_SHOWN_BYTES + 1])
{
        const char *bytes = message->payload;
        bool text = text_is_utf8(bytes, message->payload_bytes);
        size_t count = message->payload_bytes;

        if (count > ENGINE_SHOWN_BYTES)
                for (count = ENGINE_SHOWN_BYTES; text && count > 0 && (bytes[count] & 0xc0) == 0x80;)
                        count--;
        for (size_t i = 0; i < count; i++)
                shown[i] = (text && (uint8_t)bytes[i] > '~') || (bytes[i] >= ' ' && bytes[i] <= '~')
                                   ? bytes[i]
                                   : '?';
        shown[count] = '\0';
}

static void refuse_command(
        struct engine *engine, uint32_t person, const struct engine_message *message, const char *reason)
{
        char shown[ENGINE_SHOWN_BYTES + 1];
        CLEANUP_FREE char *payload = NULL;
        struct outbox_message *event;

        engine_show_command(message, shown);
        payload = publish_unreadable(shown, reason, command_words, command_words_count);
        event = engine_publish(engine, person, OUTBOX_EVENT, "error", payload);
        if (event)
                event->expiry_sec = ENGINE_ERROR_EXPIRY_SEC;
}

/* What cannot be read is out of every range: the answer names the range, and shows the value that stays. */
static void parse_setting(
        enum setting setting, const struct engine_message *message, struct command *ret_command)
{
        const char *reason;

        if (command_parse_setting(setting, message->payload, message->payload_bytes, ret_command, &reason) <
                0)
                *ret_command = (struct command){ .verb = COMMAND_SET,
                        .setting = setting,
                        .until_day = COMMAND_NO_DAY,
                        .value = INT64_MIN };
}

static void take_setting(struct engine *engine, uint32_t person, enum setting setting,
        const struct engine_message *message, const struct instant *now)
{
        struct command command;
        const struct event event = { .kind = EVENT_COMMAND, .command = &command };

        parse_setting(setting, message, &command);
        engine_step(engine, person, &event, now);
}

void engine_take_command(struct engine *engine, uint32_t person, const struct engine_message *message,
        const struct instant *now)
{
        const char *reason = "it cannot be read";
        struct command command;
        const struct event event = { .kind = EVENT_COMMAND, .command = &command };

        if (engine_take_session_command(engine, person, message, now) == 0)
                return;
        if (command_parse(message->payload, message->payload_bytes, now, &command, &reason) < 0) {
                refuse_command(engine, person, message, reason);
                return;
        }
        engine_step(engine, person, &event, now);
}

/* What was said to a voice assistant is a command in other words. */
static void take_intent(
        struct engine *engine, const struct engine_message *message, const struct instant *now)
{
        char text[COMMAND_TEXT_SIZE];
        struct engine_message command = { .topic = message->topic, .payload = text };
        uint32_t person;

        if (message->retain)
                return;
        person = engine_read_intent(engine, message, now, text);
        if (person == ENGINE_NO_PERSON)
                return;
        command.payload_bytes = strlen(text);
        engine_take_command(engine, person, &command, now);
}

/* Commands come on "<base>/...": everything else is told apart by its first bytes. A retained command is an
 * old one. */
static void take_own_topic(
        struct engine *engine, const struct engine_message *message, const struct instant *now)
{
        const struct consumer *person;
        struct topic_parts parts;

        if (message->retain || strncmp(message->topic, engine->settings->base, engine->base_bytes) != 0)
                return;
        topic_split(message->topic, engine->settings->base, &parts);
        person = router_find(engine->ids, parts.person);
        if (!person)
                return;
        switch (parts.kind) {
        case TOPIC_COMMAND: engine_take_command(engine, person->owner, message, now); break;
        case TOPIC_SETTING_SET: take_setting(engine, person->owner, parts.setting, message, now); break;
        case TOPIC_DAYS_SET: engine_take_session_days(engine, person->owner, message, now); break;
        case TOPIC_TIME_SET: engine_take_session_time(engine, person->owner, message, now); break;
        case TOPIC_STATUS:
        case TOPIC_OWNER:
        case TOPIC_OTHER: break;
        }
}

void engine_on_message(struct engine *engine, const struct engine_message *message, const struct instant *now)
{
        const struct consumer *consumer = router_find(engine->topics, message->topic);
        struct engine_message present = *message;

        /* An empty payload may be nowhere; from here on it is somewhere. */
        if (!present.payload)
                present.payload = "";
        if (consumer)
                deliver(engine, consumer, &present, now);
        take_own_topic(engine, &present, now);
        take_intent(engine, &present, now);
        engine_take_birth(engine, &present, now);
        engine_settle(engine);
}
