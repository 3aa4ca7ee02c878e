/* SPDX-License-Identifier: MIT */
#include "io/logind_internal.h"

#include "base/cleanup.h"

#include <errno.h>
#include <string.h>

static struct logind_session *session_free(struct logind_session *session)
{
        if (!session)
                return NULL;
        sd_bus_slot_unref(session->question);
        free(session->path);
        free(session);
        return NULL;
}

CLEANUP_DEFINE(struct logind_session *, session_free, session_freep)

void logind_session_clear(struct logind *logind)
{
        for (size_t i = 0; i < logind->session_count; i++)
                session_free(logind->sessions[i]);
        free(logind->sessions);
        logind->sessions = NULL;
        logind->session_count = 0;
}

static struct logind_session *find(const struct logind *logind, const char *path)
{
        for (size_t i = 0; i < logind->session_count; i++)
                if (strcmp(logind->sessions[i]->path, path) == 0)
                        return logind->sessions[i];
        return NULL;
}

static void drop(struct logind *logind, struct logind_session *session)
{
        size_t i = 0;

        while (logind->sessions[i] != session)
                i++;
        logind->sessions[i] = logind->sessions[--logind->session_count];
        session_free(session);
}

static int on_answer(sd_bus_message *reply, void *userdata, sd_bus_error *ret_error);

/* All properties at once: a signal need not bring them, and they belong together. */
static void ask(struct logind_session *session)
{
        struct logind *logind = session->logind;
        int r;

        session->is_stale = false;
        r = logind_call(logind, &session->question, session->path, LOGIND_PROPERTIES, "GetAll", on_answer,
                session, "s", LOGIND_SESSION);
        if (r < 0) {
                session->is_read = true;
                session->counts = false;
                logind_tell_trouble(logind, LOGIND_TROUBLE_LOST, strerror(-r));
        }
}

/* Asks about the sessions that changed, each once at a time and few at once: the bus ends a connection's
 * questions beyond 128. */
static void ask_stale(struct logind *logind)
{
        size_t questions = 0;

        for (size_t i = 0; i < logind->session_count; i++)
                questions += logind->sessions[i]->question != NULL;
        for (size_t i = 0; i < logind->session_count && questions < LOGIND_QUESTIONS_MAX; i++) {
                struct logind_session *session = logind->sessions[i];

                if (!session->is_stale || session->question)
                        continue;
                ask(session);
                questions++;
        }
}

static void take_facts(struct logind_session *session, const struct logind_facts *facts)
{
        session->knows_uid = true;
        session->uid = facts->uid;
        session->counts = logind_facts_count(facts);
        session->idle = facts->idle;
        session->locked = facts->locked;
        session->idle_realtime_usec = 0;
        if (facts->idle && facts->idle_realtime_usec <= INT64_MAX)
                session->idle_realtime_usec = (int64_t)facts->idle_realtime_usec;
}

/* An answer that can not be read speaks for nobody. */
static int read_answer(struct logind_session *session, sd_bus_message *reply)
{
        struct logind_facts facts;
        int r;

        r = logind_facts_read(reply, &facts);
        if (r == 0 && !facts.knows_uid)
                r = -EBADMSG;
        if (r < 0) {
                session->counts = false;
                return r;
        }
        take_facts(session, &facts);
        return 0;
}

static int on_answer(sd_bus_message *reply, void *userdata, sd_bus_error *ret_error)
{
        struct logind_session *session = userdata;
        struct logind *logind = session->logind;
        int r = 0;

        (void)ret_error;
        session->question = sd_bus_slot_unref(session->question);
        session->is_read = true;
        /* An error: as a rule the session has ended meanwhile, and a signal says so. */
        if (!sd_bus_message_is_method_error(reply, NULL))
                r = read_answer(session, reply);
        if (r < 0)
                logind_tell_trouble(logind, LOGIND_TROUBLE_ODD_ANSWER, session->path);
        if (session->knows_uid && !logind_has_user(logind, session->uid))
                drop(logind, session);
        else if (session->knows_uid)
                logind_update_users(logind, session->uid, session->idle_realtime_usec);
        ask_stale(logind);
        logind_settle(logind);
        return 0;
}

/* Takes a session in; it is to be asked what it is. */
static int add(struct logind *logind, const char *path)
{
        CLEANUP(session_freep) struct logind_session *session = NULL;
        struct logind_session **sessions;

        if (logind->session_count >= LOGIND_SESSIONS_MAX) {
                logind_tell_trouble(logind, LOGIND_TROUBLE_MANY_SESSIONS, NULL);
                return 0;
        }
        sessions = realloc(logind->sessions, (logind->session_count + 1) * sizeof(struct logind_session *));
        if (!sessions)
                return -ENOMEM;
        logind->sessions = sessions;
        session = calloc(1, sizeof(*session));
        if (!session)
                return -ENOMEM;
        session->logind = logind;
        session->is_stale = true;
        session->path = strdup(path);
        if (!session->path)
                return -ENOMEM;
        logind->sessions[logind->session_count++] = TAKE_PTR(session);
        return 0;
}

int logind_session_read_list(struct logind *logind, sd_bus_message *reply)
{
        const char *path;
        uint32_t uid;
        int r;

        r = sd_bus_message_enter_container(reply, SD_BUS_TYPE_ARRAY, "(susso)");
        if (r < 0)
                return -EBADMSG;
        while ((r = sd_bus_message_read(reply, "(susso)", NULL, &uid, NULL, NULL, &path)) > 0) {
                if (!logind_has_user(logind, uid) || find(logind, path))
                        continue;
                r = add(logind, path);
                if (r < 0)
                        return r;
        }
        if (r < 0)
                return -EBADMSG;
        ask_stale(logind);
        return 0;
}

int logind_session_on_new(sd_bus_message *message, void *userdata, sd_bus_error *ret_error)
{
        struct logind *logind = userdata;
        const char *path;

        (void)ret_error;
        if (!logind_is_sender(logind, message))
                return 0;
        if (sd_bus_message_read(message, "so", NULL, &path) < 0)
                logind_tell_trouble(logind, LOGIND_TROUBLE_ODD_ANSWER, "SessionNew");
        else if (!find(logind, path) && add(logind, path) < 0)
                logind_tell_trouble(logind, LOGIND_TROUBLE_LOST, strerror(ENOMEM));
        ask_stale(logind);
        return 0;
}

int logind_session_on_removed(sd_bus_message *message, void *userdata, sd_bus_error *ret_error)
{
        struct logind *logind = userdata;
        struct logind_session *session;
        const char *path;
        bool knows_uid;
        uid_t uid;

        (void)ret_error;
        if (!logind_is_sender(logind, message))
                return 0;
        if (sd_bus_message_read(message, "so", NULL, &path) < 0) {
                logind_tell_trouble(logind, LOGIND_TROUBLE_ODD_ANSWER, "SessionRemoved");
                return 0;
        }
        session = find(logind, path);
        if (!session)
                return 0;
        knows_uid = session->knows_uid;
        uid = session->uid;
        drop(logind, session);
        if (knows_uid)
                logind_update_users(logind, uid, 0);
        ask_stale(logind);
        logind_settle(logind);
        return 0;
}

int logind_session_on_changed(sd_bus_message *message, void *userdata, sd_bus_error *ret_error)
{
        struct logind *logind = userdata;
        const char *path = sd_bus_message_get_path(message);
        struct logind_session *session;

        (void)ret_error;
        if (!logind_is_sender(logind, message) || !path)
                return 0;
        session = find(logind, path);
        if (!session)
                return 0;
        session->is_stale = true;
        ask_stale(logind);
        return 0;
}

bool logind_session_is_active(const struct logind *logind, uid_t uid)
{
        for (size_t i = 0; i < logind->session_count; i++) {
                const struct logind_session *session = logind->sessions[i];

                if (session->knows_uid && session->uid == uid && session->counts && !session->idle &&
                        !session->locked)
                        return true;
        }
        return false;
}

int64_t logind_session_idle_since(const struct logind *logind, uid_t uid)
{
        int64_t latest_usec = 0;

        for (size_t i = 0; i < logind->session_count; i++) {
                const struct logind_session *session = logind->sessions[i];

                if (!session->knows_uid || session->uid != uid || !session->counts)
                        continue;
                if (session->idle_realtime_usec == 0)
                        return 0;
                latest_usec = usec_max(latest_usec, session->idle_realtime_usec);
        }
        return latest_usec;
}
