/* SPDX-License-Identifier: MIT */
/*
 * engine-cost CONFIG COUNT BYTES - what one message of a sensor costs the engine alone, in a home whose
 * people p00000 and so on have a radar on the topic `radar/ID` each. COUNT messages of BYTES each go to
 * people all over the home. Prints nanoseconds of the processor a message and allocations a message. Under
 * callgrind with --instr-atstart=no the instructions of those messages alone are counted, but for what
 * printing them takes, which is a constant.
 */
#include "app/check.h"
#include "app/engine.h"
#include "bench/radar.h"

#include <err.h>
#include <inttypes.h>
#include <stdlib.h>
#include <time.h>
#if __has_include(<valgrind/callgrind.h>)
#include <valgrind/callgrind.h>
#else
#define CALLGRIND_START_INSTRUMENTATION
#define CALLGRIND_STOP_INSTRUMENTATION
#endif

/* A prime: neighbours in time are not neighbours in memory. */
#define STRIDE 7919
/* 2026-11-23T10:00:00Z, a Monday */
#define START_REALTIME_USEC INT64_C(1795428000000000)

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *old, size_t size);

static uint64_t allocations;

/* In place of the C library's, for all libraries of the process. */
void *malloc(size_t size)
{
        allocations++;
        return __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
        allocations++;
        return __libc_calloc(count, size);
}

void *realloc(void *old, size_t size)
{
        allocations++;
        return __libc_realloc(old, size);
}

static int64_t processor_nsec(void)
{
        struct timespec time;

        (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
        return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

static void hear(
        struct engine *engine, uint32_t person, size_t bytes, unsigned number, const struct instant *now)
{
        static char payload[RADAR_BYTES_MAX + 64];
        char topic[32];
        struct engine_message message = { .topic = topic, .payload = payload };

        (void)snprintf(topic, sizeof(topic), "radar/p%05u", person);
        message.payload_bytes = radar_print(payload, bytes, number);
        engine_on_message(engine, &message, now);
        engine_on_time(engine, now);
        outbox_clear(engine_outbox(engine));
}

static void pass(struct instant *now, int64_t usec)
{
        now->boottime_usec += usec;
        now->realtime_usec += usec;
}

/* All that is told at first is told. */
static void settle(struct engine *engine, uint32_t people, size_t bytes, struct instant *now)
{
        engine_on_link(engine, true, now);
        for (uint32_t i = 0; i < people; i++)
                hear(engine, i, bytes, i, now);
        for (unsigned i = 0; i < 100; i++) {
                pass(now, USEC_PER_SEC / 2);
                engine_on_time(engine, now);
                outbox_clear(engine_outbox(engine));
        }
}

static void measure(struct engine *engine, uint32_t people, uint32_t count, size_t bytes, struct instant *now)
{
        uint64_t allocated = allocations;
        int64_t began_nsec = processor_nsec();

        CALLGRIND_START_INSTRUMENTATION;
        for (uint32_t i = 0; i < count; i++) {
                pass(now, 10);
                hear(engine, (uint32_t)((uint64_t)i * STRIDE % people), bytes, i, now);
        }
        CALLGRIND_STOP_INSTRUMENTATION;
        printf("%.1f %.4f\n", (double)(processor_nsec() - began_nsec) / count,
                (double)(allocations - allocated) / count);
}

int main(int argc, char *argv[])
{
        struct instant now = {
                .boottime_usec = 1000 * USEC_PER_SEC,
                .realtime_usec = START_REALTIME_USEC,
                .zone = { INT64_MIN, USEC_INFINITY, 0, 0, 0 },
        };
        const struct engine_keep keep = { 0 };
        struct home *home = NULL;
        struct engine *engine;
        size_t bytes;

        if (argc != 4)
                errx(2, "usage: engine-cost CONFIG COUNT BYTES");
        bytes = (size_t)atoi(argv[3]);
        if (bytes > RADAR_BYTES_MAX)
                errx(2, "at most %d bytes", RADAR_BYTES_MAX);
        if (check_load(argv[1], stderr, &home) != EXIT_STATUS_DONE)
                return 1;
        if (engine_new(home->settings, &home->catalogues, home->programmes, &keep, &now, &engine) < 0)
                errx(1, "no engine");
        settle(engine, home->settings->people_count, bytes, &now);
        measure(engine, home->settings->people_count, (uint32_t)atoi(argv[2]), bytes, &now);
        engine_free(engine);
        home_free(home);
        return 0;
}
