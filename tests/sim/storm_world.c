/* SPDX-License-Identifier: MIT */
#include "sim/storm.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

/* So often at one moment: a bug of ours must not hang the run. */
#define ROUNDS_MAX 20000

uint32_t chance_below(struct chance *chance, uint32_t below)
{
        uint64_t x = chance->state;

        x ^= x >> 12;
        x ^= x << 25;
        x ^= x >> 27;
        chance->state = x;
        return (uint32_t)(((x * UINT64_C(2685821657736338717)) >> 32) * below >> 32);
}

bool chance_percent(struct chance *chance, uint32_t percent)
{
        return chance_below(chance, 100) < percent;
}

/* In whole milliseconds above @low_usec. */
int64_t chance_usec(struct chance *chance, int64_t low_usec, int64_t high_usec)
{
        int64_t span = usec_max(high_usec - low_usec, 0) / USEC_PER_MSEC;

        return low_usec +
               (int64_t)chance_below(chance, (uint32_t)usec_min(span + 1, UINT32_MAX)) * USEC_PER_MSEC;
}

void storm_mix(struct storm *storm, const void *bytes, size_t size)
{
        const uint8_t *byte = bytes;

        for (size_t i = 0; i < size; i++)
                storm->hash = (storm->hash ^ byte[i]) * UINT64_C(1099511628211);
}

bool storm_is_traced(const struct storm *storm)
{
        return storm && storm->trace;
}

static void print_time(const struct storm *storm, FILE *file)
{
        int64_t usec = storm->true_usec;

        fprintf(file, "day %lld %02lld:%02lld:%02lld.%06lld ", (long long)(usec / USEC_PER_DAY),
                (long long)(usec / USEC_PER_HOUR % 24), (long long)(usec / USEC_PER_MINUTE % 60),
                (long long)(usec / USEC_PER_SEC % 60), (long long)(usec % USEC_PER_SEC));
}

void storm_tell(struct storm *storm, const char *format, ...)
{
        va_list arguments;

        if (!storm->trace)
                return;
        print_time(storm, storm->trace);
        va_start(arguments, format);
        (void)vfprintf(storm->trace, format, arguments);
        va_end(arguments);
        fputc('\n', storm->trace);
}

void storm_fail(struct storm *storm, const char *format, ...)
{
        va_list arguments;

        if (storm->trace)
                (void)fflush(storm->trace);
        printf("# ");
        print_time(storm, stdout);
        va_start(arguments, format);
        (void)vprintf(format, arguments);
        va_end(arguments);
        printf("\n# to see it again: STORM_SEED=%llu STORM_YEARS=1 STORM_TRACE=FILE tests/sim/storm\n",
                (unsigned long long)storm->seed);
        (void)fflush(stdout);
        exit(EXIT_FAILURE);
}

struct instant storm_now(const struct storm *storm)
{
        int64_t realtime_usec = storm->true_usec + storm->realtime_usec;

        return (struct instant){
                .boottime_usec = storm->true_usec - storm->boot_usec,
                .realtime_usec = realtime_usec,
                .zone = zone_at(storm->zone, realtime_usec),
        };
}

static void boot(struct storm *storm)
{
        storm->boot_usec = storm->true_usec - chance_usec(&storm->chance, 5 * USEC_PER_SEC, USEC_PER_MINUTE);
        (void)snprintf(storm->boot_id, sizeof(storm->boot_id), "%016llx%016llx",
                (unsigned long long)storm->true_usec, (unsigned long long)storm->chance.state);
}

void storm_build(struct storm *storm, uint64_t seed, uint32_t days, const char *directory, FILE *trace)
{
        memset(storm, 0, sizeof(*storm));
        storm->seed = seed;
        storm->trace = trace;
        storm->chance.state = (seed + 1) * UINT64_C(0x9e3779b97f4a7c15) | 1;
        storm->hash = UINT64_C(1469598103934665603);
        storm->zone = TEST_ZONES[chance_below(&storm->chance, ELEMENTS(TEST_ZONES))];
        (void)text_copy(storm->directory, sizeof(storm->directory), directory);
        (void)text_copy(storm->base, sizeof(storm->base), "unslouch");
        storm->end_usec = days * USEC_PER_DAY;
        storm->realtime_usec = utc_usec("2026-01-01 00:00:00");
        storm->link_timer_usec = USEC_INFINITY;
        storm->log = storm_log_new(storm);
        disk_begin(&storm->disk, &storm->true_usec, seed);
        boot(storm);
        broker_begin(storm);
        people_begin(storm);
        devices_begin(storm);
        storm_draw_config(storm, false);
        storm->fault_usec = chance_usec(&storm->chance, USEC_PER_HOUR, 12 * USEC_PER_HOUR);
        storm->look_usec = USEC_PER_HOUR;
        storm->disk_back_usec = USEC_INFINITY;
        storm->birth_usec = USEC_PER_DAY;
        storm->hand_usec = USEC_PER_HOUR;
        storm->command_usec = USEC_PER_HOUR;
        daemon_start(storm);
}

void storm_clear(struct storm *storm)
{
        if (storm->daemon.lives)
                daemon_stop(storm);
        storm->log = log_free(storm->log);
        broker_clear(storm);
        disk_done(&storm->disk);
        free(storm->kept);
        storm->kept = NULL;
}

/* The time that passes while the daemon is down; the machine may be down, too. */
static void stay_away(struct storm *storm, bool power)
{
        struct chance *chance = &storm->chance;
        int64_t until_usec = storm->true_usec +
                             (chance_percent(chance, 70) ? chance_usec(chance, 100000, 20 * USEC_PER_SEC)
                                                         : chance_usec(chance, 0, 20 * USEC_PER_MINUTE));
        int64_t next_usec;

        while ((next_usec = usec_min(broker_next(storm), people_next(storm))) < until_usec) {
                storm->true_usec = usec_max(storm->true_usec, next_usec);
                if (broker_next(storm) <= storm->true_usec)
                        (void)broker_step(storm);
                else
                        people_act(storm);
        }
        storm->true_usec = until_usec;
        if (power)
                boot(storm);
        if (chance_percent(chance, 10))
                storm_draw_config(storm, chance_percent(chance, 30));
        daemon_start(storm);
}

static void crash(struct storm *storm)
{
        bool power = chance_percent(&storm->chance, 40);

        daemon_kill(storm, chance_below(&storm->chance, 4), power);
        stay_away(storm, power);
}

static void stop_and_start(struct storm *storm)
{
        daemon_stop(storm);
        stay_away(storm, false);
}

static void reload(struct storm *storm)
{
        storm_draw_config(storm, false);
        daemon_reload(storm);
}

static void restart_broker(struct storm *storm)
{
        struct chance *chance = &storm->chance;

        if (!storm->broker.is_down)
                broker_stop(storm,
                        storm->true_usec + (chance_percent(chance, 60)
                                                           ? chance_usec(chance, 0, 5 * USEC_PER_SEC)
                                                           : chance_usec(chance, 0, 3 * USEC_PER_HOUR)),
                        chance_percent(chance, 40));
}

static void cut(struct storm *storm)
{
        wire_lost(storm, "The connection was cut.");
}

static void spoil_disk(struct storm *storm)
{
        uint32_t draw = chance_below(&storm->chance, 3);

        if (draw == 0) {
                storm->disk.fails_in = 1 + chance_below(&storm->chance, 40);
                storm->counts.disk_once++;
                storm_tell(storm, "! the disk will fail once");
                return;
        }
        storm->disk.fault = draw == 1 ? DISK_FULL : DISK_BROKEN;
        storm->counts.disk_full += draw == 1;
        storm->counts.disk_broken += draw == 2;
        storm->disk_back_usec =
                storm->true_usec + chance_usec(&storm->chance, USEC_PER_MINUTE, 8 * USEC_PER_HOUR);
        storm_tell(storm, "! the disk is %s", draw == 1 ? "full" : "broken");
}

static void sleep_a_while(struct storm *storm)
{
        struct chance *chance = &storm->chance;

        daemon_sleep(storm, chance_percent(chance, 60)
                                    ? chance_usec(chance, USEC_PER_SEC, 400 * USEC_PER_SEC)
                                    : chance_usec(chance, 300 * USEC_PER_SEC, 20 * USEC_PER_HOUR));
}

/* What goes wrong next. */
static void let_go_wrong(struct storm *storm)
{
        static const struct {
                uint32_t percent;
                void (*happen)(struct storm *storm);
        } faults[] = {
                { 24, crash },
                { 8, stop_and_start },
                { 10, reload },
                { 12, restart_broker },
                { 24, cut },
                { 10, spoil_disk },
                { 7, sleep_a_while },
                { 5, daemon_set_clock },
        };
        uint32_t draw = chance_below(&storm->chance, 100);

        storm->fault_usec =
                storm->true_usec + (chance_percent(&storm->chance, 20)
                                                   ? chance_usec(&storm->chance, 0, 3 * USEC_PER_MINUTE)
                                                   : chance_usec(&storm->chance, 0, 24 * USEC_PER_HOUR));
        for (size_t i = 0; i < ELEMENTS(faults); i++) {
                if (draw < faults[i].percent) {
                        faults[i].happen(storm);
                        return;
                }
                draw -= faults[i].percent;
        }
}

static void mend_disk(struct storm *storm)
{
        storm->disk.fault = DISK_WELL;
        storm->disk_back_usec = USEC_INFINITY;
        storm_tell(storm, "! the disk is well again");
        /* A store that could not be opened is tried again by the loop, which is not here. */
        if (storm->daemon.lives && !storm->daemon.store)
                stop_and_start(storm);
}

static void be_born(struct storm *storm)
{
        storm->birth_usec = storm->true_usec + chance_usec(&storm->chance, USEC_PER_HOUR, 10 * USEC_PER_DAY);
        storm->counts.births++;
        devices_say(storm, "homeassistant/status", "online", chance_percent(&storm->chance, 20), 0, true);
}

static void act(struct storm *storm)
{
        struct chance *chance = &storm->chance;
        int64_t now_usec = storm->true_usec;

        people_act(storm);
        if (storm->disk_back_usec <= now_usec)
                mend_disk(storm);
        if (storm->birth_usec <= now_usec)
                be_born(storm);
        if (storm->hand_usec <= now_usec) {
                storm->hand_usec = now_usec + chance_usec(chance, USEC_PER_MINUTE, 8 * USEC_PER_HOUR);
                devices_by_hand(storm);
        }
        if (storm->command_usec <= now_usec) {
                storm->command_usec = now_usec + chance_usec(chance, USEC_PER_MINUTE, 4 * USEC_PER_HOUR);
                people_command(storm);
        }
        if (storm->look_usec <= now_usec) {
                storm->look_usec = now_usec + chance_usec(chance, USEC_PER_MINUTE, 6 * USEC_PER_HOUR);
                look_around(storm);
        }
        if (storm->fault_usec <= now_usec)
                let_go_wrong(storm);
}

static int64_t next_act(const struct storm *storm)
{
        int64_t next = usec_min(people_next(storm), usec_min(storm->fault_usec, storm->look_usec));

        next = usec_min(next, usec_min(storm->disk_back_usec, storm->birth_usec));
        return usec_min(next, usec_min(storm->hand_usec, storm->command_usec));
}

/* One thing happens at the moment at which it is due; what the daemon learns of it is a turn. */
static void live_once(struct storm *storm, unsigned *rounds)
{
        int64_t deadline_usec = engine_next_deadline(storm->daemon.engine);
        int64_t engine_usec =
                deadline_usec == USEC_INFINITY ? USEC_INFINITY : deadline_usec + storm->boot_usec;
        int64_t outside_usec = usec_min(broker_next(storm), wire_next(storm));
        int64_t next_usec = usec_min(usec_min(engine_usec, outside_usec), next_act(storm));

        *rounds = next_usec <= storm->true_usec ? *rounds + 1 : 0;
        if (*rounds > ROUNDS_MAX)
                storm_fail(storm, "something is due again and again");
        storm->true_usec = usec_max(storm->true_usec, next_usec);
        storm->daemon.has_now = false;
        if (broker_next(storm) <= storm->true_usec) {
                if (!broker_step(storm) && engine_usec > storm->true_usec)
                        return;
        } else if (wire_next(storm) <= storm->true_usec)
                wire_step(storm);
        else if (next_act(storm) <= storm->true_usec)
                act(storm);
        daemon_turn(storm);
}

void storm_live(struct storm *storm)
{
        unsigned rounds = 0;

        while (storm->true_usec < storm->end_usec)
                live_once(storm, &rounds);
        storm_mix(storm, &storm->counts, sizeof(storm->counts));
}
