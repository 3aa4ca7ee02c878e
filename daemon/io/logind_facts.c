/* SPDX-License-Identifier: MIT */
#include "io/logind_internal.h"

#include <errno.h>
#include <string.h>

/* User is a pair of the number and the object's path. */
static int read_user(sd_bus_message *message, struct logind_facts *facts)
{
        int r;

        r = sd_bus_message_read(message, "(uo)", &facts->uid, NULL);
        if (r <= 0)
                return -EBADMSG;
        facts->knows_uid = true;
        return 0;
}

static int read_value(sd_bus_message *message, const char *name, struct logind_facts *facts)
{
        const struct {
                const char *name;
                const char *type;
                void *target;
        } known[] = {
                { "Class", "s", &facts->class },
                { "Type", "s", &facts->type },
                { "State", "s", &facts->state },
                { "Remote", "b", &facts->remote },
                { "Active", "b", &facts->active },
                { "IdleHint", "b", &facts->idle },
                { "LockedHint", "b", &facts->locked },
                { "IdleSinceHint", "t", &facts->idle_realtime_usec },
                { "User", "(uo)", NULL },
        };

        for (size_t i = 0; i < ELEMENTS(known); i++) {
                int r;

                if (strcmp(known[i].name, name) != 0)
                        continue;
                r = sd_bus_message_enter_container(message, SD_BUS_TYPE_VARIANT, known[i].type);
                if (r <= 0)
                        return -EBADMSG;
                r = known[i].target ? sd_bus_message_read_basic(message, known[i].type[0], known[i].target)
                                    : read_user(message, facts);
                if (r < 0)
                        return -EBADMSG;
                return sd_bus_message_exit_container(message) < 0 ? -EBADMSG : 0;
        }
        return sd_bus_message_skip(message, "v") < 0 ? -EBADMSG : 0;
}

int logind_facts_read(sd_bus_message *message, struct logind_facts *ret_facts)
{
        struct logind_facts facts = { 0 };
        int r;

        r = sd_bus_message_enter_container(message, SD_BUS_TYPE_ARRAY, "{sv}");
        if (r < 0)
                return -EBADMSG;
        while ((r = sd_bus_message_enter_container(message, SD_BUS_TYPE_DICT_ENTRY, "sv")) > 0) {
                const char *name;

                if (sd_bus_message_read_basic(message, 's', &name) <= 0)
                        return -EBADMSG;
                r = read_value(message, name, &facts);
                if (r < 0)
                        return r;
                if (sd_bus_message_exit_container(message) < 0)
                        return -EBADMSG;
        }
        if (r < 0)
                return -EBADMSG;
        *ret_facts = facts;
        return 0;
}

static bool is_word(const char *word, const char *expected)
{
        return word && strcmp(word, expected) == 0;
}

bool logind_facts_count(const struct logind_facts *facts)
{
        /* While its unit is being started a session in the foreground is "opening"; no signal tells the end
         * of that. */
        bool in_front =
                is_word(facts->state, "active") || (is_word(facts->state, "opening") && facts->active);
        bool graphical =
                is_word(facts->type, "x11") || is_word(facts->type, "wayland") || is_word(facts->type, "mir");

        return is_word(facts->class, "user") && !facts->remote && graphical && in_front;
}
