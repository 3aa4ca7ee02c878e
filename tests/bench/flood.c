/* SPDX-License-Identifier: MIT */
/*
 * flood PORT QOS COUNT BYTES LAST_TOPIC LAST_PAYLOAD TOPIC... - publishes COUNT messages of a sensor, of
 * BYTES each and no two like each other, as fast as the broker takes them, over the topics in turns; then the
 * last message. Prints for how long that took, in nanoseconds.
 */
#include "bench/mqtt_line.h"
#include "bench/radar.h"

#include <err.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#define WINDOW      500
#define BATCH_BYTES 16384

int main(int argc, char *argv[])
{
        static struct mqtt_line line;
        static unsigned char batch[BATCH_BYTES + RADAR_BYTES_MAX + 512];
        static char payload[RADAR_BYTES_MAX + 64];
        unsigned count, open = 0;
        size_t have = 0, bytes;
        int64_t began_nsec;
        int qos;

        if (argc < 8)
                errx(2, "usage: flood PORT QOS COUNT BYTES LAST_TOPIC LAST_PAYLOAD TOPIC...");
        qos = atoi(argv[2]);
        count = (unsigned)atoi(argv[3]);
        bytes = (size_t)atoi(argv[4]);
        if (bytes > RADAR_BYTES_MAX)
                errx(2, "at most %d bytes", RADAR_BYTES_MAX);
        mqtt_line_connect(&line, argv[1], "flood");
        began_nsec = mqtt_line_now_nsec();
        for (unsigned i = 0; i < count; i++) {
                (void)radar_print(payload, bytes, i);
                have += mqtt_line_encode(batch + have, sizeof(batch) - have,
                        argv[7 + i % (unsigned)(argc - 7)], payload, qos, (uint16_t)(i % 60000 + 1));
                open += qos > 0;
                if (have < BATCH_BYTES && open < WINDOW)
                        continue;
                mqtt_line_write(&line, batch, have);
                have = 0;
                if (qos > 0)
                        open -= mqtt_line_take_acknowledged(&line, open >= WINDOW);
        }
        mqtt_line_write(&line, batch, have);
        while (open > 0)
                open -= mqtt_line_take_acknowledged(&line, 1);
        mqtt_line_publish(&line, argv[5], argv[6]);
        printf("%" PRId64 "\n", mqtt_line_now_nsec() - began_nsec);
        return 0;
}
