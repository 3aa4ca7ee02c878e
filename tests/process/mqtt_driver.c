/* SPDX-License-Identifier: MIT */
/*
 * mqtt_driver - io/mqtt in a loop of its own, driven by lines: commands on stdin, events on stdout, fields
 * separated by tabs. Command line: setting=value... (see options[]). test_mqtt_client.py speaks to it.
 *
 *   keep KIND FILTER              subscribe now and at every connection; KIND: state, command
 *   sub KIND FILTER / unsub FILTER
 *   pub TAG QOS RETAIN EXPIRY TOPIC [PAYLOAD]
 *   large TOPIC BYTES             publishes zeros
 *   burst COUNT TOPIC             publishes 1, 2, 3, ... with QoS 1 and the same as tag, until one is refused
 *   stop TOPIC PAYLOAD TIMEOUT_MS
 *   start / free                  free also ends the driver
 *   timer                         begins to measure a timer of 10 ms
 *   lateness                      how late it was at most since the last time, in microseconds
 *   switches                      voluntary context switches of this process
 */
#include "io/mqtt_internal.h"

#include <arpa/inet.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <time.h>

#define FIELDS_MAX 8
#define KEPT_MAX   8
#define LINE_SIZE  65536
#define TICK_USEC  (10 * USEC_PER_MSEC)

struct driver {
        sd_event *event;
        struct mqtt *mqtt;
        sd_event_source *ticker;
        int64_t tick_due_usec;
        int64_t latest_usec;
        struct {
                char filter[256];
                enum mqtt_subscription kind;
        } kept[KEPT_MAX];
        size_t kept_count;
        bool is_up;
        char line[LINE_SIZE];
        size_t line_bytes;
};

/* ---- names that no resolver knows ---- */

typedef int resolve_function(const char *, const char *, const struct addrinfo *, struct addrinfo **);

static resolve_function *real_resolver(void)
{
        resolve_function *function;
        void *symbol = dlsym(RTLD_NEXT, "getaddrinfo");

        memcpy(&function, &symbol, sizeof(function));
        return function;
}

static void pause_as_told(void)
{
        static atomic_long calls;
        int slow_msec = (int)strtol(getenv("SLOW_MS"), NULL, 10);

        if (atomic_fetch_add(&calls, 1) < strtol(getenv("SLOW_CALLS"), NULL, 10))
                (void)poll(NULL, 0, slow_msec);
}

/*
 * slow.test is at 127.0.0.1, which takes SLOW_MS to be found the first SLOW_CALLS times; two.test is at ::1
 * and then at 127.0.0.1.
 */
int getaddrinfo(const char *restrict name, const char *restrict service,
        const struct addrinfo *restrict hints, struct addrinfo **restrict ret_list)
{
        resolve_function *resolve = real_resolver();
        struct addrinfo *second = NULL;
        int r;

        if (name && strcmp(name, "slow.test") == 0) {
                pause_as_told();
                return resolve("127.0.0.1", service, hints, ret_list);
        }
        if (!name || strcmp(name, "two.test") != 0)
                return resolve(name, service, hints, ret_list);
        r = resolve("::1", service, hints, ret_list);
        if (r != 0)
                return r;
        r = resolve("127.0.0.1", service, hints, &second);
        if (r != 0) {
                freeaddrinfo(*ret_list);
                return r;
        }
        (*ret_list)->ai_next = second;
        return 0;
}

/* ---- events ---- */

static void on_up(void *userdata, unsigned reconnects)
{
        struct driver *driver = userdata;

        driver->is_up = true;
        for (size_t i = 0; i < driver->kept_count; i++)
                (void)mqtt_subscribe(driver->mqtt, driver->kept[i].filter, driver->kept[i].kind);
        printf("up\t%u\n", reconnects);
}

static void on_down(void *userdata, const char *reason, bool was_up)
{
        struct driver *driver = userdata;

        driver->is_up = false;
        printf("down\t%d\t%s\n", was_up, reason ? reason : "");
}

static void on_message(void *userdata, const struct mqtt_message *message)
{
        (void)userdata;
        printf("message\t%d\t%u\t%s\t%zu\t%.*s\n", message->retain, message->qos, message->topic,
                message->payload_bytes, (int)(message->payload_bytes < 200 ? message->payload_bytes : 200),
                message->payload ? (const char *)message->payload : "");
}

static void on_published(void *userdata, uint64_t tag)
{
        (void)userdata;
        printf("published\t%llu\n", (unsigned long long)tag);
}

static void on_denied(void *userdata, const char *topic, bool is_filter, uint64_t tag)
{
        (void)userdata;
        printf("denied\t%s\t%d\t%llu\n", topic, is_filter, (unsigned long long)tag);
}

static int on_tick(sd_event_source *source, uint64_t usec, void *userdata)
{
        struct driver *driver = userdata;
        struct timespec now;
        int64_t now_usec;

        (void)usec;
        (void)clock_gettime(CLOCK_MONOTONIC, &now);
        now_usec = now.tv_sec * USEC_PER_SEC + now.tv_nsec / 1000;
        driver->latest_usec = usec_max(driver->latest_usec, now_usec - driver->tick_due_usec);
        driver->tick_due_usec = now_usec + TICK_USEC;
        (void)sd_event_source_set_time(source, (uint64_t)driver->tick_due_usec);
        return sd_event_source_set_enabled(source, SD_EVENT_ONESHOT);
}

static void start_ticker(struct driver *driver)
{
        uint64_t now_usec = 0;

        (void)sd_event_now(driver->event, CLOCK_MONOTONIC, &now_usec);
        driver->tick_due_usec = (int64_t)now_usec + TICK_USEC;
        (void)sd_event_add_time(driver->event, &driver->ticker, CLOCK_MONOTONIC,
                (uint64_t)driver->tick_due_usec, 1, on_tick, driver);
        printf("timer\n");
}

static long long voluntary_switches(void)
{
        FILE *status = fopen("/proc/self/status", "re");
        char line[256];
        long long count = -1;

        if (!status)
                return count;
        while (fgets(line, sizeof(line), status))
                if (strncmp(line, "voluntary_ctxt_switches:", 24) == 0)
                        count = strtoll(line + 24, NULL, 10);
        (void)fclose(status);
        return count;
}

/* ---- commands ---- */

static enum mqtt_subscription kind_of(const char *word)
{
        return strcmp(word, "command") == 0 ? MQTT_SUBSCRIBE_COMMAND : MQTT_SUBSCRIBE_STATE;
}

static int keep(struct driver *driver, char **fields)
{
        if (driver->kept_count == KEPT_MAX)
                return -ENOBUFS;
        driver->kept[driver->kept_count].kind = kind_of(fields[1]);
        (void)snprintf(
                driver->kept[driver->kept_count].filter, sizeof(driver->kept[0].filter), "%s", fields[2]);
        driver->kept_count++;
        return driver->is_up ? mqtt_subscribe(driver->mqtt, fields[2], kind_of(fields[1])) : 0;
}

static int publish(struct driver *driver, char **fields, size_t count)
{
        struct mqtt_message message = {
                .topic = fields[5],
                .payload = count > 6 ? fields[6] : NULL,
                .payload_bytes = count > 6 ? strlen(fields[6]) : 0,
                .qos = (uint8_t)strtoul(fields[2], NULL, 10),
                .retain = fields[3][0] == '1',
                .expiry_sec = (uint32_t)strtoul(fields[4], NULL, 10),
        };

        return mqtt_publish(driver->mqtt, &message, strtoull(fields[1], NULL, 10));
}

static int publish_large(struct driver *driver, char **fields)
{
        size_t bytes = strtoul(fields[2], NULL, 10);
        CLEANUP_FREE char *payload = calloc(1, bytes + 1);
        struct mqtt_message message = {
                .topic = fields[1], .payload = payload, .payload_bytes = bytes, .qos = 1
        };

        return payload ? mqtt_publish(driver->mqtt, &message, 0) : -ENOMEM;
}

static int burst(struct driver *driver, char **fields)
{
        unsigned long long count = strtoull(fields[1], NULL, 10);
        unsigned long long i;
        char payload[32];
        int r = 0;

        for (i = 0; i < count && r == 0; i++) {
                struct mqtt_message message = { .topic = fields[2], .payload = payload, .qos = 1 };

                message.payload_bytes = (size_t)snprintf(payload, sizeof(payload), "%llu", i + 1);
                r = mqtt_publish(driver->mqtt, &message, i + 1);
        }
        printf("burst\t%llu\n", r == 0 ? i : i - 1);
        return r;
}

static int stop(struct driver *driver, char **fields)
{
        struct mqtt_message message = { .topic = fields[1],
                .payload = fields[2],
                .payload_bytes = strlen(fields[2]),
                .qos = 1,
                .retain = true };

        return mqtt_stop(driver->mqtt, &message, strtoll(fields[3], NULL, 10) * USEC_PER_MSEC);
}

static int perform(struct driver *driver, char **fields, size_t count)
{
        const char *verb = fields[0];

        if (strcmp(verb, "keep") == 0 && count == 3)
                return keep(driver, fields);
        if (strcmp(verb, "sub") == 0 && count == 3)
                return mqtt_subscribe(driver->mqtt, fields[2], kind_of(fields[1]));
        if (strcmp(verb, "unsub") == 0 && count == 2)
                return mqtt_unsubscribe(driver->mqtt, fields[1]);
        if (strcmp(verb, "pub") == 0 && count >= 6)
                return publish(driver, fields, count);
        if (strcmp(verb, "large") == 0 && count == 3)
                return publish_large(driver, fields);
        if (strcmp(verb, "burst") == 0 && count == 3)
                return burst(driver, fields);
        if (strcmp(verb, "stop") == 0 && count == 4)
                return stop(driver, fields);
        if (strcmp(verb, "start") == 0)
                return mqtt_start(driver->mqtt);
        if (strcmp(verb, "free") == 0)
                return sd_event_exit(driver->event, 0);
        if (strcmp(verb, "timer") == 0)
                start_ticker(driver);
        else if (strcmp(verb, "lateness") == 0)
                printf("lateness\t%lld\n", (long long)driver->latest_usec);
        else if (strcmp(verb, "switches") == 0)
                printf("switches\t%lld\n", voluntary_switches());
        else
                return -EBADMSG;
        if (strcmp(verb, "lateness") == 0)
                driver->latest_usec = 0;
        return 0;
}

static void perform_line(struct driver *driver, char *line)
{
        char *fields[FIELDS_MAX] = { NULL };
        size_t count = 0;
        int r;

        while (line && count < FIELDS_MAX)
                fields[count++] = strsep(&line, "\t");
        r = perform(driver, fields, count);
        if (r < 0)
                printf("error\t%s\t%s\n", fields[0], strerrorname_np(-r));
}

static int on_stdin(sd_event_source *source, int fd, uint32_t events, void *userdata)
{
        struct driver *driver = userdata;
        ssize_t n =
                read(fd, driver->line + driver->line_bytes, sizeof(driver->line) - 1 - driver->line_bytes);
        char *start = driver->line;
        char *end;

        (void)source;
        (void)events;
        if (n <= 0)
                return sd_event_exit(driver->event, 0);
        driver->line_bytes += (size_t)n;
        driver->line[driver->line_bytes] = '\0';
        while ((end = strchr(start, '\n'))) {
                *end = '\0';
                perform_line(driver, start);
                start = end + 1;
        }
        driver->line_bytes -= (size_t)(start - driver->line);
        memmove(driver->line, start, driver->line_bytes);
        return 0;
}

/* ---- the command line ---- */

struct settings_of_test {
        struct broker_settings broker;
        struct mqtt_options options;
        int64_t connect_timeout_usec;
};

static bool set_option(struct settings_of_test *set, const char *name, char *value)
{
        struct {
                const char *name;
                char **target;
        } texts[] = {
                { "host", &set->broker.host },
                { "username", &set->broker.username },
                { "ca", &set->broker.ca_file },
                { "cert", &set->broker.cert_file },
                { "key", &set->broker.key_file },
        };

        for (size_t i = 0; i < ELEMENTS(texts); i++) {
                if (strcmp(name, texts[i].name) == 0) {
                        *texts[i].target = value;
                        return true;
                }
        }
        if (strcmp(name, "port") == 0)
                set->broker.port = (uint16_t)strtoul(value, NULL, 10);
        else if (strcmp(name, "keepalive") == 0)
                set->broker.keepalive_sec = (uint16_t)strtoul(value, NULL, 10);
        else if (strcmp(name, "protocol") == 0)
                set->broker.protocol = value[0] == '5' ? MQTT_PROTOCOL_5 : MQTT_PROTOCOL_3_1_1;
        else if (strcmp(name, "tls") == 0)
                set->broker.tls = true;
        else if (strcmp(name, "client_id") == 0)
                set->options.client_id = value;
        else if (strcmp(name, "password") == 0)
                set->options.password = value;
        else if (strcmp(name, "connect_timeout_ms") == 0)
                set->connect_timeout_usec = strtoll(value, NULL, 10) * USEC_PER_MSEC;
        else
                return false;
        return true;
}

static int read_options(int argc, char **argv, struct settings_of_test *set)
{
        for (int i = 1; i < argc; i++) {
                char *value = strchr(argv[i], '=');

                if (!value)
                        return -EINVAL;
                *value = '\0';
                if (!set_option(set, argv[i], value + 1))
                        return -EINVAL;
        }
        return 0;
}

static int run(struct driver *driver, struct settings_of_test *set)
{
        static const struct mqtt_handlers handlers = { on_up, on_down, on_message, on_published, on_denied };
        int r;

        r = mqtt_new(driver->event, &set->options, &handlers, driver, &driver->mqtt);
        if (r < 0)
                return r;
        driver->mqtt->connect_timeout_usec = set->connect_timeout_usec;
        r = sd_event_add_io(driver->event, NULL, STDIN_FILENO, EPOLLIN, on_stdin, driver);
        if (r >= 0)
                r = mqtt_start(driver->mqtt);
        if (r >= 0)
                r = sd_event_loop(driver->event);
        mqtt_free(driver->mqtt);
        return r;
}

int main(int argc, char **argv)
{
        static struct driver driver;
        struct settings_of_test set = {
                .broker = { .keepalive_sec = 120 },
                .options = { .client_id = "driver",
                        .will_topic = "driver/status",
                        .will_payload = "offline",
                        .seed = 1 },
                .connect_timeout_usec = MQTT_CONNECT_TIMEOUT_USEC,
        };
        int r;

        (void)setvbuf(stdout, NULL, _IOLBF, 0);
        set.options.broker = &set.broker;
        r = read_options(argc, argv, &set);
        if (r >= 0)
                r = sd_event_new(&driver.event);
        if (r >= 0)
                r = run(&driver, &set);
        if (r < 0)
                printf("failed\t%s\n", strerrorname_np(-r));
        sd_event_source_disable_unref(driver.ticker);
        sd_event_unref(driver.event);
        printf("end\n");
        return r < 0;
}
