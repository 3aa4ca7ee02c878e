/* SPDX-License-Identifier: MIT */
#include "sim/storm.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

void storm_draw_config(struct storm *storm, bool may_move)
{
        struct chance *chance = &storm->chance;
        uint32_t always = chance_below(chance, STORM_PEOPLE);

        for (uint32_t i = 0; i < STORM_PEOPLE; i++) {
                bool was = storm->dwellers[i].is_here;

                storm->dwellers[i].is_here = i == always || chance_percent(chance, 60);
                storm->counts.removed += was && !storm->dwellers[i].is_here;
        }
        storm->discovery = chance_below(chance, 3);
        storm->sit_limit_min = 30 + 10 * chance_below(chance, 2);
        if (may_move)
                (void)text_copy(storm->base, sizeof(storm->base),
                        chance_percent(chance, 50) ? "unslouch" : "home/unslouch");
}

static void write_person(const struct storm *storm, uint32_t i, FILE *file)
{
        const struct dweller *dweller = &storm->dwellers[i];

        fprintf(file, "{ id = \"%s\"; name = \"Person %u\"; sensors = (\n", dweller->id, i);
        fprintf(file,
                "{ name = \"chair\"; kind = \"seat\"; topic = \"sensor/%s/chair\"; room = \"room-%u\"; }",
                dweller->id, i);
        if (dweller->has_pc)
                fprintf(file,
                        ", { name = \"pc\"; kind = \"activity\"; topic = \"sensor/%s/pc\"; room = "
                        "\"room-%u\"; }",
                        dweller->id, i);
        if (dweller->has_desk)
                fprintf(file,
                        ", { name = \"desk\"; kind = \"desk-height\"; topic = \"sensor/%s/desk\"; when = \"> "
                        "95 ~ 3\"; }",
                        dweller->id);
        fprintf(file, ");\n breaks = { sit_limit = \"%u min\"; };\n", storm->sit_limit_min);
        fprintf(file, "holds = ( { reason = \"call\"; topic = \"sensor/%s/call\"; when = \"on\"; } );\n",
                dweller->id);
        fprintf(file, "active_hours = ( { days = \"daily\"; from = \"06:30\"; to = \"23:00\"; } );\n");
        if (dweller->trains)
                fprintf(file, "programmes = ( { id = \"upper-back-strength\"; days = \"mon,wed,fri\"; at = "
                              "\"18:00\"; },"
                              " { id = \"daily-stretch\"; at = \"12:30\"; } );\n"
                              "equipment = [ \"mat\", \"pillow\", \"foam-roller\", \"chair\", \"wall\" ];\n");
        fprintf(file,
                "ladder = ( { after = \"0 s\"; tell = [\"lamp-%u\"]; }, { after = \"1 min\"; tell = "
                "[\"voice-%u\"]; },"
                " { after = \"4 min\"; tell = [\"phone\"]; } ); }",
                i % STORM_LAMPS, i);
}

static void write_config(const struct storm *storm, FILE *file)
{
        static const char *const modes[] = { "device", "component", "off" };
        const char *comma = "";

        fprintf(file, "broker = { host = \"broker\"; };\nmqtt = { base = \"%s\"; discovery = \"%s\"; };\n",
                storm->base, modes[storm->discovery]);
        fprintf(file, "channels = ( { name = \"phone\"; kind = \"phone\"; }");
        for (uint32_t i = 0; i < STORM_LAMPS; i++)
                fprintf(file,
                        ", { name = \"lamp-%u\"; kind = \"light\"; via = \"zigbee2mqtt\"; device = "
                        "\"lamp-%u\"; }",
                        i, i);
        for (uint32_t i = 0; i < STORM_PEOPLE; i++)
                fprintf(file,
                        ", { name = \"voice-%u\"; kind = \"speech\"; via = \"hermes\"; site = \"site-%u\"; }",
                        i, i);
        fprintf(file, ");\npeople = (\n");
        for (uint32_t i = 0; i < STORM_PEOPLE; i++)
                if (storm->dwellers[i].is_here) {
                        fputs(comma, file);
                        write_person(storm, i, file);
                        comma = ",\n";
                }
        fprintf(file, ");\n");
}

struct home *storm_load_home(struct storm *storm)
{
        struct config_problems problems = { 0 };
        struct home *home = NULL;
        int fd = memfd_create("unslouch.conf", 0);
        FILE *file = fd < 0 ? NULL : fdopen(fd, "w");
        char path[64];

        if (!file)
                storm_fail(storm, "no file for the configuration");
        write_config(storm, file);
        (void)fflush(file);
        (void)snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
        if (home_load(path, &problems, &home) < 0) {
                config_problems_print(&problems, stdout);
                storm_fail(storm, "the configuration has errors");
        }
        config_problems_done(&problems);
        (void)fclose(file);
        for (uint32_t i = 0; i < STORM_PEOPLE; i++)
                storm->dwellers[i].was_here |= storm->dwellers[i].is_here;
        return home;
}
