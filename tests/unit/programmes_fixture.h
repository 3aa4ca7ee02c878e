/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * Files whose people name programmes: those that ship, and a household's own.
 */
#include "unit/config_fixture.h"

#define SPEAKER "{ name = \"say\"; kind = \"speech\"; via = \"hermes\"; }"
#define PHONE   "{ name = \"phone\"; kind = \"phone\"; }"
#define LAMP    "{ name = \"lamp\"; kind = \"light\"; via = \"tasmota\"; device = \"l\"; }"
#define SEAT    "sensors = ( { name = \"c\"; kind = \"seat\"; topic = \"c\"; } );"
/* What is put at a place begins in line 3. */
#define ANNA(channels, text)                                                                                 \
        BROKER "channels = ( " channels " );\n"                                                              \
               "people = ( { id = \"anna\"; " SEAT "\n" text " } );"
#define WITH(text)       ANNA(SPEAKER, text)
#define PROGRAMMES(text) WITH("programmes = (\n" text " );")

/* A household's own programme, of at most 3 days. */
static const char own_programme[] = "[programme]\n"
                                    "id = two-or-three\n"
                                    "name = Two or three\n"
                                    "version = 1\n"
                                    "kind = strength\n"
                                    "schedule = weekly\n"
                                    "per-week-min = 2\n"
                                    "per-week-max = 3\n"
                                    "default-days = tue, sat\n"
                                    "min-gap-hours = 20\n"
                                    "min-weeks = 6\n"
                                    "screening = general\n"
                                    "not-for = none\n"
                                    "order = prone-cobra\n"
                                    "level-min-days = 7\n"
                                    "level-min-days-easy = 7\n"
                                    "intro = Two or three exercises.\n"
                                    "outro = That is all.\n";

static inline void programmes_write_own(const struct fixture *fixture, const char *name, const char *text)
{
        char path[FIXTURE_PATH_SIZE + 32];

        (void)snprintf(path, sizeof(path), "%s/%s", fixture->directory, name);
        if (text)
                fixture_write(path, text);
        else
                assert_int_equal(unlink(path), 0);
}

static inline int programmes_setup(void **state)
{
        struct config_problems problems = { 0 };
        struct fixture *fixture;

        assert_int_equal(fixture_setup(state), 0);
        fixture = *state;
        programmes_write_own(fixture, "two-or-three.ini", own_programme);
        fixture_know_programmes(fixture, fixture->directory, &problems);
        programmes_write_own(fixture, "two-or-three.ini", NULL);
        if (problems.count > 0)
                config_problems_print(&problems, stderr);
        assert_int_equal(problems.count, 0);
        return 0;
}
