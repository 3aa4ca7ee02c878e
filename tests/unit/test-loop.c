/* SPDX-License-Identifier: MIT */
/* The loop over a stand-in for io/mqtt, with a real store: in which order a turn ends. */
#include "unit/test.h"

#include "app/loop.h"
#include "io/mqtt.h"
#include "io/store.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

#define COMMANDED       "25"
#define COMMANDED_MIN   25
#define COMMANDED_USEC  (COMMANDED_MIN * USEC_PER_MINUTE)
#define UNCONFIRMED_MAX 256
#define NOTHING_STORED  INT64_C(-1)
#define STATE_TOPIC     "unslouch/anna/state"
#define SETTING_TOPIC   "unslouch/anna/sit_limit"
#define DIRECTORY_SIZE  64
#define STORE_PATH_SIZE 128
/* A loop that does not get that far ends by this. */
#define GIVE_UP_SEC 30

/* The broker, as the link sees it. */
struct mqtt {
        sd_event *event;
        sd_event_source *pump;
        const struct mqtt_handlers *handlers;
        void *userdata;
        bool up;
        bool spoken_to; /* the link has said how anna is */
        bool commanded;
        bool stopped;
        uint64_t unconfirmed[UNCONFIRMED_MAX];
        size_t unconfirmed_count;
        char directory[DIRECTORY_SIZE]; /* of the store */
        unsigned told;                  /* how often the new value was sent */
        int64_t stored_usec;            /* what a process that is killed then would leave */
};

/* One connection a test. */
static struct mqtt connection;

static void command(struct mqtt *mqtt)
{
        static const char payload[] = COMMANDED;
        const struct mqtt_message message = {
                .topic = SETTING_TOPIC "/set", .payload = payload, .payload_bytes = strlen(payload), .qos = 1
        };

        mqtt->commanded = true;
        mqtt->handlers->on_message(mqtt->userdata, &message);
}

/* One thing a turn, as from a socket. */
static int pump(sd_event_source *source, void *userdata)
{
        struct mqtt *mqtt = userdata;

        assert_true(sd_event_source_set_enabled(source, SD_EVENT_ON) >= 0);
        if (!mqtt->up) {
                mqtt->up = true;
                mqtt->handlers->on_up(mqtt->userdata, 0);
        } else if (mqtt->unconfirmed_count > 0) {
                mqtt->handlers->on_published(mqtt->userdata, mqtt->unconfirmed[--mqtt->unconfirmed_count]);
        } else if (mqtt->spoken_to && !mqtt->commanded) {
                command(mqtt);
        } else if (mqtt->stopped) {
                assert_true(sd_event_source_set_enabled(source, SD_EVENT_OFF) >= 0);
                mqtt->handlers->on_down(mqtt->userdata, NULL, true);
        } else {
                assert_true(sd_event_source_set_enabled(source, SD_EVENT_OFF) >= 0);
        }
        return 0;
}

static void go_on(struct mqtt *mqtt)
{
        assert_true(sd_event_source_set_enabled(mqtt->pump, SD_EVENT_ON) >= 0);
}

int mqtt_new(sd_event *event, const struct mqtt_options *options, const struct mqtt_handlers *handlers,
        void *userdata, struct mqtt **ret_mqtt)
{
        (void)options;
        connection.event = event;
        connection.handlers = handlers;
        connection.userdata = userdata;
        assert_true(sd_event_add_defer(event, &connection.pump, pump, &connection) >= 0);
        assert_true(sd_event_source_set_enabled(connection.pump, SD_EVENT_OFF) >= 0);
        *ret_mqtt = &connection;
        return 0;
}

struct mqtt *mqtt_free(struct mqtt *mqtt)
{
        if (mqtt)
                mqtt->pump = sd_event_source_disable_unref(mqtt->pump);
        return NULL;
}

int mqtt_start(struct mqtt *mqtt)
{
        go_on(mqtt);
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

static void copy_file(const char *from, const char *to, const char *name)
{
        char path[STORE_PATH_SIZE];
        struct stat status;
        int in, out;

        (void)snprintf(path, sizeof(path), "%s/%s", from, name);
        in = open(path, O_RDONLY | O_CLOEXEC);
        if (in < 0)
                return; /* there may be no log */
        assert_int_equal(fstat(in, &status), 0);
        (void)snprintf(path, sizeof(path), "%s/%s", to, name);
        out = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
        assert_true(out >= 0);
        assert_int_equal(sendfile(out, in, NULL, (size_t)status.st_size), status.st_size);
        close(out);
        close(in);
}

static void remove_store(const char *directory)
{
        static const char *const names[] = { "unslouch.sqlite", "unslouch.sqlite-wal", "unslouch.sqlite-shm",
                "instance" };

        for (size_t i = 0; i < ELEMENTS(names); i++) {
                char path[STORE_PATH_SIZE];

                (void)snprintf(path, sizeof(path), "%s/%s", directory, names[i]);
                (void)unlink(path);
        }
        assert_int_equal(rmdir(directory), 0);
}

/* The setting in a copy of the store's files as they are now. */
static int64_t read_stored(const char *from)
{
        char copy[] = "/tmp/unslouch-test-XXXXXX";
        int64_t value = NOTHING_STORED, file_value;
        enum store_note note;
        struct store *store;

        assert_non_null(mkdtemp(copy));
        copy_file(from, copy, "unslouch.sqlite");
        copy_file(from, copy, "unslouch.sqlite-wal");
        assert_int_equal(store_open(copy, 1, &note, &store), 0);
        (void)store_get_setting(store, "anna", SETTING_SIT_LIMIT, &value, &file_value);
        store_close(store);
        remove_store(copy);
        return value;
}

int mqtt_publish(struct mqtt *mqtt, const struct mqtt_message *message, uint64_t tag)
{
        assert_true(mqtt->unconfirmed_count < UNCONFIRMED_MAX);
        mqtt->unconfirmed[mqtt->unconfirmed_count++] = tag;
        go_on(mqtt);
        mqtt->spoken_to |= strcmp(message->topic, STATE_TOPIC) == 0;
        if (strcmp(message->topic, SETTING_TOPIC) == 0 && message->payload_bytes == strlen(COMMANDED) &&
                memcmp(message->payload, COMMANDED, strlen(COMMANDED)) == 0) {
                mqtt->told++;
                mqtt->stored_usec = read_stored(mqtt->directory);
                assert_int_equal(raise(SIGTERM), 0);
        }
        return 0;
}

int mqtt_stop(struct mqtt *mqtt, const struct mqtt_message *message, int64_t timeout_usec)
{
        (void)message;
        (void)timeout_usec;
        mqtt->stopped = true;
        go_on(mqtt);
        return 0;
}

int mqtt_read_password(const char *file, char **ret_password)
{
        (void)file;
        *ret_password = NULL;
        return 0;
}

static struct home *load_home(void)
{
        static const char config[] =
                "broker = { host = \"broker\"; };\npeople = ( { id = \"anna\"; sensors = ( "
                "{ name = \"chair\"; kind = \"seat\"; topic = \"a\"; } ); } );";
        char path[] = "/tmp/unslouch-test-XXXXXX";
        struct config_problems problems = { 0 };
        struct home *home = NULL;
        int fd = mkstemp(path);

        assert_int_equal(setenv("UNSLOUCH_MESSAGES_DIR", TOP_SRCDIR "/conf/messages", 1), 0);
        assert_int_equal(setenv("UNSLOUCH_PROGRAMMES_DIR", TOP_SRCDIR "/conf/programmes", 1), 0);
        assert_true(fd >= 0);
        assert_int_equal(write(fd, config, strlen(config)), (ssize_t)strlen(config));
        close(fd);
        assert_int_equal(home_load(path, &problems, &home), 0);
        config_problems_done(&problems);
        assert_int_equal(unlink(path), 0);
        return home;
}

/* A process that is killed right after a message has gone must not have forgotten what it said. */
static void what_is_sent_is_stored_before(void **state)
{
        struct loop_options options = { .scale = 1, .start_realtime_usec = INT64_MIN, .bus = BUS_NONE };

        (void)state;
        connection = (struct mqtt){ .stored_usec = NOTHING_STORED, .directory = "/tmp/unslouch-test-XXXXXX" };
        assert_non_null(mkdtemp(connection.directory));
        options.state_dir = connection.directory;
        assert_int_equal(log_new(false, &options.log), 0);
        (void)alarm(GIVE_UP_SEC);
        assert_int_equal(loop_run(&options, load_home()), EXIT_STATUS_DONE);
        (void)alarm(0);
        assert_int_equal(connection.told, 1);
        assert_int_equal(connection.stored_usec, COMMANDED_USEC);
        log_free(options.log);
        remove_store(connection.directory);
}

int main(void)
{
        static const struct CMUnitTest tests[] = {
                cmocka_unit_test(what_is_sent_is_stored_before),
        };

        return cmocka_run_group_tests_name("loop", tests, NULL, NULL);
}
