/* SPDX-License-Identifier: MIT */
/* The link over a stand-in for io/mqtt: who has the base topic, when the broker is slow. */
#include "unit/test.h"

#include "app/link.h"
#include "unit/engine_home.h"

#include <stdlib.h>
#include <string.h>

#define INSTANCE "0123456789abcdef0123456789abcdef"

/* What the link did with the connection. */
struct mqtt {
        const struct mqtt_handlers *handlers;
        void *userdata;
        unsigned online; /* how often it said so */
};

/* One connection a test. */
static struct mqtt connection;

int mqtt_new(sd_event *event, const struct mqtt_options *options, const struct mqtt_handlers *handlers,
        void *userdata, struct mqtt **ret_mqtt)
{
        (void)event;
        (void)options;
        connection = (struct mqtt){ .handlers = handlers, .userdata = userdata };
        *ret_mqtt = &connection;
        return 0;
}

struct mqtt *mqtt_free(struct mqtt *mqtt)
{
        (void)mqtt;
        return NULL;
}

int mqtt_start(struct mqtt *mqtt)
{
        mqtt->handlers->on_up(mqtt->userdata, 0);
        return 0;
}

int mqtt_subscribe(struct mqtt *mqtt, const char *filter, enum mqtt_subscription kind)
{
        (void)mqtt;
        (void)filter;
        (void)kind;
        return 0;
}

int mqtt_unsubscribe(struct mqtt *mqtt, const char *filter)
{
        (void)mqtt;
        (void)filter;
        return 0;
}

int mqtt_publish(struct mqtt *mqtt, const struct mqtt_message *message, uint64_t tag)
{
        (void)tag;
        mqtt->online +=
                strcmp(message->topic, "unslouch/status") == 0 && strcmp(message->payload, "online") == 0;
        return 0;
}

int mqtt_stop(struct mqtt *mqtt, const struct mqtt_message *message, int64_t timeout_usec)
{
        (void)mqtt;
        (void)message;
        (void)timeout_usec;
        return 0;
}

int mqtt_read_password(const char *file, char **ret_password)
{
        (void)file;
        *ret_password = NULL;
        return 0;
}

static const struct instant *now_of(void *userdata)
{
        return &((struct engine_home *)userdata)->now;
}

static void on_refused(void *userdata)
{
        (void)userdata;
        fail_msg("the link has refused");
}

static void on_stopped(void *userdata)
{
        (void)userdata;
}

static void hear(const char *topic, const char *payload)
{
        const struct mqtt_message message = {
                .topic = topic, .payload = payload, .payload_bytes = strlen(payload), .retain = true
        };

        connection.handlers->on_message(connection.userdata, &message);
}

/* The daemon was killed, and what it retained comes late: `owner` when the time for asking is over. */
static void our_own_online_is_known_however_late_the_owner_comes(void **state)
{
        static const struct {
                const char *owner;
                unsigned online;
        } cases[] = {
                { "{\"instance\":\"" INSTANCE "\",\"host\":\"here\"}", 1 },
                { "{\"instance\":\"another\",\"host\":\"there\"}", 0 },
                { "", 0 },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct engine_home home;
                struct link_options options = { .instance = INSTANCE,
                        .handlers = { &home, now_of, on_refused, on_stopped } };
                struct link *link;

                engine_home_make(&home,
                        "broker = { host = \"broker\"; };\npeople = ( { id = \"anna\"; sensors = ( "
                        "{ name = \"chair\"; kind = \"seat\"; topic = \"a\"; } ); } );");
                assert_int_equal(log_new(false, &options.log), 0);
                assert_true(sd_event_new(&options.event) >= 0);
                options.engine = home.engine;
                assert_int_equal(link_new(&options, &link), 0);
                assert_int_equal(link_start(link), 0);
                hear("unslouch/status", "online");
                /* The one timer is that of asking. */
                assert_true(sd_event_run(options.event, 10 * LINK_ASK_USEC) > 0);
                assert_int_equal(connection.online, 0);
                hear("unslouch/owner", cases[i].owner);
                assert_int_equal(connection.online, cases[i].online);
                link_free(link);
                sd_event_unref(options.event);
                log_free(options.log);
                engine_home_done(&home);
        }
}

int main(void)
{
        static const struct CMUnitTest tests[] = {
                cmocka_unit_test(our_own_online_is_known_however_late_the_owner_comes),
        };

        return cmocka_run_group_tests_name("link", tests, NULL, NULL);
}
