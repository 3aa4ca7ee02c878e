/* SPDX-License-Identifier: MIT */
#include "app/buses_inside.h"

#include "base/cleanup.h"
#include "io/message_ids.h"

#include <errno.h>
#include <pwd.h>
#include <unistd.h>

/* Enough for any entry of the user database; a larger one counts as none. */
#define USER_ENTRY_BYTES 65536

const struct instant *buses_now(const struct buses *buses)
{
        return buses->options.handlers.now(buses->options.handlers.userdata);
}

void buses_commit(const struct buses *buses)
{
        buses->options.handlers.commit(buses->options.handlers.userdata);
}

const struct settings *buses_settings(const struct buses *buses)
{
        return engine_settings(buses->engine);
}

void buses_claim(struct buses *buses, uint32_t person, enum source_kind kind, const struct claim *claim)
{
        const struct person_config *config = &buses_settings(buses)->people[person].core;

        for (uint16_t i = 0; i < config->source_count; i++)
                if (config->sources[i].kind == kind)
                        engine_on_claim(buses->engine, person, i, claim, buses_now(buses));
}

void buses_tell_inhibited(struct buses *buses)
{
        const struct settings *settings = buses_settings(buses);
        bool inhibited = buses->login_inhibited || buses->desktop_inhibited;

        for (uint32_t i = 0; i < settings->people_count; i++)
                for (uint16_t j = 0; j < settings->people[i].core.hold_count; j++)
                        if (settings->people[i].holds[j].idle_inhibitor)
                                engine_on_hold(buses->engine, i, j,
                                        inhibited ? SOURCE_VALUE_TRUE : SOURCE_VALUE_FALSE, buses_now(buses));
}

static void on_state(void *userdata, uint32_t person, const struct instant *now)
{
        struct buses *buses = userdata;

        buses_commit(buses);
        buses_check_shown(buses, person, now);
        api_state_changed(buses->api, person);
}

static void on_why(void *userdata, uint32_t person, const struct instant *now)
{
        struct buses *buses = userdata;

        (void)now;
        api_why_changed(buses->api, person);
}

static void on_prompt(void *userdata, uint32_t person, const struct prompt *prompt,
        const struct prompt_texts *texts, const struct instant *now)
{
        struct buses *buses = userdata;

        buses_commit(buses);
        buses_show_prompt(buses, person, prompt, texts);
        buses_tell_prompt(buses, person, prompt, texts, now);
}

static void on_session(void *userdata, uint32_t person, const struct instant *now)
{
        struct buses *buses = userdata;

        (void)now;
        buses_commit(buses);
        api_session_changed(buses->api, person);
}

static void on_plan(void *userdata, uint32_t person, const struct instant *now)
{
        struct buses *buses = userdata;

        (void)now;
        buses_commit(buses);
        api_plan_changed(buses->api, person);
}

static void on_cue(void *userdata, uint32_t person, const char *id, const struct cue *cue,
        const struct cue_text *text, const struct instant *now)
{
        buses_tell_cue(userdata, person, id, cue, text, now);
}

static void on_system_connected(void *userdata, sd_bus *connection)
{
        struct buses *buses = userdata;

        logind_attach(buses->logind, connection);
        if (buses->options.kind == BUS_SYSTEM)
                api_attach(buses->api, connection);
}

static void on_system_lost(void *userdata)
{
        struct buses *buses = userdata;

        logind_detach(buses->logind);
        if (buses->options.kind == BUS_SYSTEM)
                api_detach(buses->api);
}

/* Whether somebody's sensors or holds ask for what the desktop tells. */
static bool needs_desktop(const struct buses *buses)
{
        const struct settings *settings = buses_settings(buses);

        for (uint32_t i = 0; i < settings->people_count; i++) {
                const struct person_setup *setup = &settings->people[i];

                for (uint16_t j = 0; j < setup->core.source_count; j++)
                        if (setup->core.sources[j].kind == SOURCE_KIND_DESKTOP_IDLE)
                                return true;
                for (uint16_t j = 0; j < setup->core.hold_count; j++)
                        if (setup->holds[j].idle_inhibitor)
                                return true;
        }
        return false;
}

/* Asks the desktop what it tells, from when somebody needs it. */
static void watch_desktop(struct buses *buses)
{
        if (buses->watches_desktop || !bus_connection(buses->session) || !needs_desktop(buses))
                return;
        buses->watches_desktop = true;
        desktop_idle_attach(buses->desktop_idle, bus_connection(buses->session));
}

static void on_session_connected(void *userdata, sd_bus *connection)
{
        struct buses *buses = userdata;

        watch_desktop(buses);
        notifications_attach(buses->notifications, connection);
        api_attach(buses->api, connection);
}

static void on_session_lost(void *userdata)
{
        struct buses *buses = userdata;

        if (buses->watches_desktop)
                desktop_idle_detach(buses->desktop_idle);
        buses->watches_desktop = false;
        notifications_detach(buses->notifications);
        api_detach(buses->api);
}

/* The user called @name; a name that nobody has is told. */
static uid_t find_user(const struct buses *buses, const char *name)
{
        CLEANUP_FREE char *entry = malloc(USER_ENTRY_BYTES);
        struct passwd *found = NULL;
        struct passwd user;

        if (!entry)
                return API_NO_USER;
        (void)getpwnam_r(name, &user, entry, USER_ENTRY_BYTES, &found);
        if (found)
                return found->pw_uid;
        log_write(buses->options.log, LOG_WARNING,
                &(struct log_fields){ .message_id = MESSAGE_ID_USER_UNKNOWN },
                "There is no user '%s' on this machine.", name);
        return API_NO_USER;
}

/* What is shown for @id already, by an engine before this one. */
static enum buses_shown shown_before(const struct buses *buses, const char *id)
{
        uint32_t person;

        if (!buses->people || engine_find_person(buses->engine, id, &person) < 0)
                return BUSES_SHOWN_NOTHING;
        return buses->people[person].shown;
}

/* The people of @engine, in place of those before. */
static int make_people(struct buses *buses, struct engine *engine)
{
        const struct settings *settings = engine_settings(engine);
        struct buses_person *people = calloc((size_t)settings->people_count + 1, sizeof(*people));

        if (!people)
                return -ENOMEM;
        for (uint32_t i = 0; i < settings->people_count; i++) {
                const char *user = settings->people[i].user;

                people[i].uid = user ? find_user(buses, user) : API_NO_USER;
                people[i].shown = shown_before(buses, settings->people[i].core.id);
        }
        free(buses->people);
        buses->people = people;
        buses->engine = engine;
        return 0;
}

static void set_listener(struct buses *buses)
{
        const struct engine_listener listener = {
                .userdata = buses,
                .state = on_state,
                .why = on_why,
                .prompt = on_prompt,
                .session = on_session,
                .plan = on_plan,
                .cue = on_cue,
        };

        engine_set_listener(buses->engine, &listener);
}

static int make_parts(struct buses *buses)
{
        const struct api_home home = buses_api_home(buses);
        bool on_session = buses->options.kind == BUS_SESSION;
        int r;

        r = make_people(buses, buses->engine);
        if (r < 0)
                return r;
        r = buses_make_desktop(buses);
        if (r < 0)
                return r;
        r = api_new(buses->options.log, &home, on_session, &buses->api);
        if (r < 0)
                return r;
        r = buses_set_api_people(buses);
        if (r < 0)
                return r;
        return buses_make_login(buses);
}

static int connect_all(struct buses *buses)
{
        const struct bus_handlers system = {
                .userdata = buses,
                .on_connected = on_system_connected,
                .on_lost = on_system_lost,
        };
        const struct bus_handlers session = {
                .userdata = buses,
                .on_connected = on_session_connected,
                .on_lost = on_session_lost,
        };
        sd_event *event = buses->options.event;
        int r;

        r = bus_new(event, buses->options.log, BUS_SYSTEM, &system, &buses->system);
        if (r < 0 || buses->options.kind != BUS_SESSION)
                return r;
        return bus_new(event, buses->options.log, BUS_SESSION, &session, &buses->session);
}

CLEANUP_DEFINE(struct buses *, buses_free, buses_freep)

int buses_new(const struct buses_options *options, struct engine *engine, struct buses **ret_buses)
{
        CLEANUP(buses_freep) struct buses *buses = calloc(1, sizeof(*buses));
        int r;

        if (!buses)
                return -ENOMEM;
        buses->options = *options;
        buses->engine = engine;
        r = make_parts(buses);
        if (r < 0)
                return r;
        set_listener(buses);
        if (options->kind != BUS_NONE)
                r = connect_all(buses);
        if (r < 0)
                return r;
        *ret_buses = TAKE_PTR(buses);
        return 0;
}

struct buses *buses_free(struct buses *buses)
{
        if (!buses)
                return NULL;
        api_free(buses->api);
        logind_free(buses->logind);
        desktop_idle_free(buses->desktop_idle);
        notifications_free(buses->notifications);
        bus_free(buses->session);
        bus_free(buses->system);
        free(buses->users);
        free(buses->people);
        free(buses);
        return NULL;
}

/* Takes away what is shown for those who are not in @engine; NULL: for everybody. */
static void close_gone(struct buses *buses, const struct engine *engine)
{
        const struct settings *settings = buses_settings(buses);

        for (uint32_t i = 0; i < settings->people_count; i++) {
                const char *id = settings->people[i].core.id;
                uint32_t person;

                if (buses->people[i].shown == BUSES_SHOWN_NOTHING ||
                        (engine && engine_find_person(engine, id, &person) == 0))
                        continue;
                notifications_close(buses->notifications, id);
                buses->people[i].shown = BUSES_SHOWN_NOTHING;
        }
}

static int change_parts(struct buses *buses, struct engine *engine)
{
        int r;

        close_gone(buses, engine);
        r = make_people(buses, engine);
        if (r < 0)
                return r;
        r = buses_set_api_people(buses);
        if (r < 0)
                return r;
        return buses_make_login(buses);
}

int buses_change_engine(struct buses *buses, struct engine *engine)
{
        int r;

        r = change_parts(buses, engine);
        if (r < 0)
                return r;
        set_listener(buses);
        watch_desktop(buses);
        buses_tell_inhibited(buses);
        buses_tell_desktop(buses);
        for (uint32_t i = 0; i < engine_settings(engine)->people_count; i++)
                on_state(buses, i, buses_now(buses));
        return 0;
}

void buses_broker_changed(struct buses *buses)
{
        api_broker_changed(buses->api);
}

void buses_stop(struct buses *buses)
{
        /* What is sent goes out at once where the bus takes it, and no end waits for one that does not. */
        close_gone(buses, NULL);
}

bool buses_is_served(const struct buses *buses)
{
        return api_is_named(buses->api);
}
