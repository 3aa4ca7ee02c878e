/* SPDX-License-Identifier: MIT */
#include "io/logind_internal.h"

#include "base/cleanup.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>

/* Whether PropertiesChanged names @property; what has another form may mean it. */
static bool mentions(sd_bus_message *message, const char *property)
{
        const char *name;
        int r;

        if (sd_bus_message_skip(message, "s") < 0 ||
                sd_bus_message_enter_container(message, SD_BUS_TYPE_ARRAY, "{sv}") < 0)
                return true;
        while ((r = sd_bus_message_enter_container(message, SD_BUS_TYPE_DICT_ENTRY, "sv")) > 0) {
                if (sd_bus_message_read_basic(message, 's', &name) <= 0 || strcmp(name, property) == 0 ||
                        sd_bus_message_skip(message, "v") < 0 || sd_bus_message_exit_container(message) < 0)
                        return true;
        }
        if (r < 0 || sd_bus_message_exit_container(message) < 0 ||
                sd_bus_message_enter_container(message, SD_BUS_TYPE_ARRAY, "s") < 0)
                return true;
        while ((r = sd_bus_message_read_basic(message, 's', &name)) > 0)
                if (strcmp(name, property) == 0)
                        return true;
        return r < 0;
}

/* ---- sleep ---- */

static int on_inhibitor(sd_bus_message *reply, void *userdata, sd_bus_error *ret_error)
{
        struct logind *logind = userdata;
        int borrowed;

        (void)ret_error;
        logind->inhibit_question = sd_bus_slot_unref(logind->inhibit_question);
        if (sd_bus_message_is_method_error(reply, NULL)) {
                logind_tell_trouble(
                        logind, LOGIND_TROUBLE_INHIBITOR, sd_bus_message_get_error(reply)->message);
                return 0;
        }
        if (sd_bus_message_read(reply, "h", &borrowed) < 0) {
                logind_tell_trouble(logind, LOGIND_TROUBLE_ODD_ANSWER, "Inhibit");
                return 0;
        }
        logind->inhibitor = fcntl(borrowed, F_DUPFD_CLOEXEC, 3);
        if (logind->inhibitor < 0)
                logind_tell_trouble(logind, LOGIND_TROUBLE_INHIBITOR, strerror(errno));
        return 0;
}

static void take_inhibitor(struct logind *logind)
{
        int r;

        if (logind->inhibitor >= 0 || logind->inhibit_question)
                return;
        r = logind_call(logind, &logind->inhibit_question, LOGIND_PATH, LOGIND_MANAGER, "Inhibit",
                on_inhibitor, logind, "ssss", "sleep", "Unslouch", "Stores the time that you sat until now",
                "delay");
        if (r < 0)
                logind_tell_trouble(logind, LOGIND_TROUBLE_INHIBITOR, strerror(-r));
}

static void release_inhibitor(struct logind *logind)
{
        logind->inhibit_question = sd_bus_slot_unref(logind->inhibit_question);
        cleanup_closep(&logind->inhibitor);
        logind->inhibitor = -1;
}

int logind_machine_on_sleep(sd_bus_message *message, void *userdata, sd_bus_error *ret_error)
{
        struct logind *logind = userdata;
        int begins;

        (void)ret_error;
        if (!logind_is_sender(logind, message))
                return 0;
        if (sd_bus_message_read(message, "b", &begins) < 0) {
                logind_tell_trouble(logind, LOGIND_TROUBLE_ODD_ANSWER, "PrepareForSleep");
                return 0;
        }
        if (begins) {
                logind->handlers.on_sleep(logind->handlers.userdata);
                release_inhibitor(logind);
        } else {
                take_inhibitor(logind);
                logind->handlers.on_wake(logind->handlers.userdata);
        }
        return 0;
}

/* ---- what keeps the screen on ---- */

/* @blocked: words with colons between them. */
static bool has_idle(const char *blocked)
{
        static const char word[] = "idle";
        size_t length;

        for (; *blocked; blocked += length + (blocked[length] == ':')) {
                length = strcspn(blocked, ":");
                if (length == sizeof(word) - 1 && memcmp(blocked, word, length) == 0)
                        return true;
        }
        return false;
}

static int on_blocked(sd_bus_message *reply, void *userdata, sd_bus_error *ret_error)
{
        struct logind *logind = userdata;
        const char *blocked;
        bool inhibited;

        (void)ret_error;
        logind->blocked_question = sd_bus_slot_unref(logind->blocked_question);
        /* Some that speak for logind do not have the property: then nothing is known to be kept on. */
        if (sd_bus_message_is_method_error(reply, NULL))
                return 0;
        if (sd_bus_message_read(reply, "v", "s", &blocked) < 0) {
                logind_tell_trouble(logind, LOGIND_TROUBLE_ODD_ANSWER, "BlockInhibited");
                return 0;
        }
        inhibited = has_idle(blocked);
        if (inhibited == logind->inhibited)
                return 0;
        logind->inhibited = inhibited;
        logind->handlers.on_inhibited(logind->handlers.userdata, inhibited);
        return 0;
}

/* The newest question counts: what is on its way may be older than the change. */
static void ask_blocked(struct logind *logind)
{
        int r;

        r = logind_call(logind, &logind->blocked_question, LOGIND_PATH, LOGIND_PROPERTIES, "Get", on_blocked,
                logind, "ss", LOGIND_MANAGER, "BlockInhibited");
        if (r < 0)
                logind_tell_trouble(logind, LOGIND_TROUBLE_LOST, strerror(-r));
}

int logind_machine_on_changed(sd_bus_message *message, void *userdata, sd_bus_error *ret_error)
{
        struct logind *logind = userdata;

        (void)ret_error;
        if (logind_is_sender(logind, message) && mentions(message, "BlockInhibited"))
                ask_blocked(logind);
        return 0;
}

/* ---- the zone ---- */

/* timedated comes for a moment and goes; who forges this makes us read the zone once more, no worse. */
int logind_machine_on_zone(sd_bus_message *message, void *userdata, sd_bus_error *ret_error)
{
        struct logind *logind = userdata;

        (void)ret_error;
        if (mentions(message, "Timezone"))
                logind->handlers.on_zone(logind->handlers.userdata);
        return 0;
}

void logind_machine_begin(struct logind *logind)
{
        take_inhibitor(logind);
        ask_blocked(logind);
}

void logind_machine_clear(struct logind *logind)
{
        logind->blocked_question = sd_bus_slot_unref(logind->blocked_question);
        release_inhibitor(logind);
}
