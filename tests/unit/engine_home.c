/* SPDX-License-Identifier: MIT */
#include "unit/engine_home.h"

#include "unit/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

/* 2026-11-23T10:00:00Z, a Monday */
#define START_REALTIME_USEC INT64_C(1795428000000000)
#define START_BOOTTIME_USEC (1000 * USEC_PER_SEC)

static struct home *load(const char *config)
{
        struct config_problems problems = { 0 };
        struct home *home = NULL;
        int fd = memfd_create("unslouch.conf", 0);
        char path[64];

        assert_true(fd >= 0);
        assert_int_equal(write(fd, config, strlen(config)), (ssize_t)strlen(config));
        (void)snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
        assert_int_equal(setenv("UNSLOUCH_MESSAGES_DIR", TOP_SRCDIR "/conf/messages", 1), 0);
        assert_int_equal(setenv("UNSLOUCH_PROGRAMMES_DIR", TOP_SRCDIR "/conf/programmes", 1), 0);
        if (home_load(path, &problems, &home) < 0) {
                config_problems_print(&problems, stderr);
                fail_msg("the configuration has errors");
        }
        config_problems_done(&problems);
        close(fd);
        return home;
}

static void keep_effect(
        void *userdata, uint32_t person, const struct effect *effect, const struct instant *now)
{
        struct engine_home *home = userdata;

        (void)person;
        (void)now;
        home->settings_kept += effect->kind == EFFECT_SETTING;
        home->outcomes_kept += effect->kind == EFFECT_OUTCOME;
}

static void keep_save(void *userdata, uint32_t person, const struct instant *now)
{
        struct engine_home *home = userdata;

        (void)person;
        (void)now;
        home->saves++;
}

static void keep_lamp(void *userdata, uint32_t channel)
{
        struct engine_home *home = userdata;

        (void)channel;
        home->lamps_kept++;
}

static void keep_lamp_blind(void *userdata, uint32_t channel)
{
        struct engine_home *home = userdata;

        (void)channel;
        home->lamps_blind++;
}

static void keep_rejected(void *userdata, const char *topic, const char *reason, const struct instant *now)
{
        struct engine_home *home = userdata;

        (void)now;
        home->rejected_count++;
        (void)snprintf(home->rejected_topic, sizeof(home->rejected_topic), "%s", topic);
        (void)snprintf(home->rejected_reason, sizeof(home->rejected_reason), "%s", reason);
}

static void keep_announced(void *userdata, const struct discovery_announcement *announcement)
{
        struct engine_home *home = userdata;

        home->announced++;
        home->components_announced = announcement->component_count;
}

static void keep_withdrawn(void *userdata, const struct discovery_announcement *announcement)
{
        struct engine_home *home = userdata;

        (void)announcement;
        home->withdrawn++;
}

static struct engine *make_engine(struct engine_home *home, struct home *from)
{
        const struct engine_keep keep = {
                .userdata = home,
                .effect = keep_effect,
                .save = keep_save,
                .lamp = keep_lamp,
                .lamp_blind = keep_lamp_blind,
                .rejected = keep_rejected,
                .announced = keep_announced,
                .withdrawn = keep_withdrawn,
        };
        struct engine *engine;

        assert_int_equal(
                engine_new(from->settings, &from->catalogues, from->programmes, &keep, &home->now, &engine),
                0);
        return engine;
}

void engine_home_make(struct engine_home *home, const char *config)
{
        *home = (struct engine_home){
                .home = load(config),
                .now = {
                        .boottime_usec = START_BOOTTIME_USEC,
                        .realtime_usec = START_REALTIME_USEC,
                        .zone = { INT64_MIN, USEC_INFINITY, 0, 0, 0 },
                },
        };
        home->engine = make_engine(home, home->home);
}

void engine_home_make_kept(struct engine_home *home, const char *config, const struct engine_keep *keep,
        const struct instant *now)
{
        *home = (struct engine_home){ .home = load(config), .now = *now };
        assert_int_equal(engine_new(home->home->settings, &home->home->catalogues, home->home->programmes,
                                 keep, now, &home->engine),
                0);
}

void engine_home_done(struct engine_home *home)
{
        engine_home_forget(home);
        free(home->sent);
        engine_free(home->engine);
        home_free(home->home);
}

/* Takes what was sent over from the outbox. */
static void listen(struct engine_home *home)
{
        struct outbox *outbox = engine_outbox(home->engine);

        for (size_t i = 0; i < outbox->count; i++) {
                const struct outbox_message *message = &outbox->messages[i];

                home->sent = reallocarray(home->sent, home->sent_count + 1, sizeof(*home->sent));
                assert_non_null(home->sent);
                assert_int_equal(message->payload_bytes, strlen(message->payload));
                home->sent[home->sent_count++] = (struct sent){
                        .topic = strdup(message->topic),
                        .payload = strdup(message->payload),
                        .retain = message->retain,
                        .qos = message->qos,
                        .expiry_sec = message->expiry_sec,
                        .person = message->person,
                        .receipt = message->receipt,
                };
        }
        outbox_clear(outbox);
}

void engine_home_reload(struct engine_home *home, const char *config)
{
        struct home *fresh = load(config);
        struct engine *engine = make_engine(home, fresh);

        engine_adopt(engine, home->engine, &home->now);
        engine_free(home->engine);
        home_free(home->home);
        home->engine = engine;
        home->home = fresh;
        listen(home);
}

void engine_home_link(struct engine_home *home, bool up)
{
        engine_on_link(home->engine, up, &home->now);
        listen(home);
        engine_on_time(home->engine, &home->now);
        listen(home);
}

void engine_home_confirm(struct engine_home *home)
{
        for (size_t i = 0; i < home->sent_count; i++)
                if (home->sent[i].receipt != 0)
                        engine_on_receipt(home->engine, home->sent[i].receipt);
}

void engine_home_hear_bytes(
        struct engine_home *home, const char *topic, const void *payload, size_t size, bool retain)
{
        const struct engine_message message = {
                .topic = topic,
                .payload = payload,
                .payload_bytes = size,
                .retain = retain,
        };

        engine_on_message(home->engine, &message, &home->now);
        engine_on_time(home->engine, &home->now);
        listen(home);
}

void engine_home_hear(struct engine_home *home, const char *topic, const char *payload)
{
        engine_home_hear_bytes(home, topic, payload, strlen(payload), false);
}

void engine_home_wait(struct engine_home *home, int64_t usec)
{
        int64_t until_usec = home->now.boottime_usec + usec;

        for (;;) {
                int64_t deadline_usec = usec_max(engine_next_deadline(home->engine), home->now.boottime_usec);

                if (deadline_usec > until_usec)
                        break;
                home->now = instant_at(&home->now, deadline_usec);
                engine_on_time(home->engine, &home->now);
                listen(home);
        }
        home->now = instant_at(&home->now, until_usec);
}

static bool is_match(const struct sent *sent, const char *topic, const char *part)
{
        return strcmp(sent->topic, topic) == 0 && strstr(sent->payload, part) != NULL;
}

size_t engine_home_count(const struct engine_home *home, const char *topic, const char *part)
{
        size_t count = 0;

        for (size_t i = 0; i < home->sent_count; i++)
                count += is_match(&home->sent[i], topic, part);
        return count;
}

const struct sent *engine_home_last(const struct engine_home *home, const char *topic, const char *part)
{
        for (size_t i = home->sent_count; i > 0; i--)
                if (is_match(&home->sent[i - 1], topic, part))
                        return &home->sent[i - 1];
        fail_msg("nothing was sent to '%s' with '%s'", topic, part);
        return NULL;
}

void engine_home_forget(struct engine_home *home)
{
        for (size_t i = 0; i < home->sent_count; i++) {
                free(home->sent[i].topic);
                free(home->sent[i].payload);
        }
        home->sent_count = 0;
}

const struct person *engine_home_person(const struct engine_home *home, uint32_t person)
{
        return household_person(engine_household(home->engine), person);
}
