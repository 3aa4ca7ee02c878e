/* SPDX-License-Identifier: MIT */
#include "client/check_listen.h"

#include "client/ear.h"

#include <stdio.h>
#include <string.h>

#define ZIGBEE_PREFIX "zigbee2mqtt/"
/* More seats of one home are not asked for. */
#define SEATS_MAX 256

struct seat {
        const char *topic; /* borrowed from the settings */
        const char *person;
        const char *sensor;
        int line;
        bool retained;
};

struct asking {
        struct ear *ear;
        struct seat seats[SEATS_MAX];
        const char *filters[SEATS_MAX];
        size_t count;
};

static void add_seats(struct asking *asking, const struct person_setup *person)
{
        for (uint16_t i = 0; i < person->core.source_count && asking->count < SEATS_MAX; i++) {
                const struct sensor_settings *sensor = &person->sensors[i];

                if (person->core.sources[i].kind != SOURCE_KIND_SEAT || !sensor->topics[0] ||
                        strncmp(sensor->topics[0], ZIGBEE_PREFIX, strlen(ZIGBEE_PREFIX)) != 0)
                        continue;
                asking->filters[asking->count] = sensor->topics[0];
                asking->seats[asking->count++] = (struct seat){
                        .topic = sensor->topics[0],
                        .person = person->core.id,
                        .sensor = sensor->name,
                        .line = sensor->line,
                };
        }
}

static int on_up(void *userdata)
{
        struct asking *asking = userdata;

        return ear_stop_after(asking->ear, CHECK_LISTEN_USEC);
}

static int on_message(void *userdata, const struct mqtt_message *message)
{
        struct asking *asking = userdata;

        for (size_t i = 0; i < asking->count; i++)
                if (message->retain && strcmp(asking->seats[i].topic, message->topic) == 0)
                        asking->seats[i].retained = true;
        return 0;
}

static void print_warnings(const struct asking *asking, const char *file)
{
        for (size_t i = 0; i < asking->count; i++) {
                const struct seat *seat = &asking->seats[i];

                if (!seat->retained)
                        printf("%s:%d: warning: setting 'people.%s.sensors.%s': nothing is retained on '%s': "
                               "set "
                               "retain for this device in zigbee2mqtt, so that a restart knows who sits\n",
                                file, seat->line, seat->person, seat->sensor, seat->topic);
        }
}

static int ask(struct asking *asking, const struct broker_settings *broker, const char *file)
{
        const struct ear_options options = {
                .verb = "check",
                .broker = broker,
                .filters = asking->filters,
                .filter_count = asking->count,
                .userdata = asking,
                .on_up = on_up,
                .on_message = on_message,
        };
        int status;

        status = ear_open(&options, &asking->ear);
        if (status == EXIT_STATUS_DONE)
                status = ear_listen(asking->ear);
        asking->ear = ear_close(asking->ear);
        if (status != EXIT_STATUS_DONE)
                return status;
        print_warnings(asking, file);
        return fflush(stdout) == 0 && !ferror(stdout) ? EXIT_STATUS_DONE : EXIT_STATUS_FAILED;
}

int check_listen(const char *file)
{
        CLEANUP_FREE struct asking *asking = calloc(1, sizeof(*asking));
        CLEANUP(config_problems_done) struct config_problems problems = { 0 };
        struct home *home = NULL;
        int status = EXIT_STATUS_DONE;

        /* It has been checked, and its problems are told. */
        if (!asking || home_load(file, &problems, &home) < 0)
                return EXIT_STATUS_FAILED;
        for (uint32_t i = 0; i < home->settings->people_count; i++)
                add_seats(asking, &home->settings->people[i]);
        if (asking->count > 0 && home->settings->broker.host)
                status = ask(asking, &home->settings->broker, file);
        home_free(home);
        return status;
}
