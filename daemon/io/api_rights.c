/* SPDX-License-Identifier: MIT */
/* Who may do what: decided for every method call in one place, before anything looks at it. */
#include "io/api_inside.h"

#include "base/cleanup.h"

#include <errno.h>
#include <grp.h>
#include <limits.h>
#include <pwd.h>
#include <string.h>

#define PEER       "org.freedesktop.DBus.Peer"
#define PROPERTIES "org.freedesktop.DBus.Properties"
#define INSPECT    "org.freedesktop.DBus.Introspectable"
/* Enough for any entry of the user database; a larger one counts as none. */
#define USER_ENTRY_BYTES ((size_t)64 * 1024)
#define GROUPS_FIRST     64
/* A bus that did not answer in time is not waited for as long again so soon: calls of many may lie there. */
#define DISTRUST_USEC         (1 * USEC_PER_SEC)
#define CREDENTIALS_SOON_USEC (10 * USEC_PER_MSEC)

CLEANUP_DEFINE(sd_bus_message *, sd_bus_message_unref, message_freep)

static void caller_done(struct api_caller *caller)
{
        free(caller->sender);
        free(caller->gids);
        *caller = (struct api_caller){ .sender = NULL };
}

void api_rights_forget(struct api *api)
{
        caller_done(&api->caller);
        api->distrusted_until_usec = 0;
}

bool api_rights_allow(
        const struct api_rights *rights, uid_t uid, const gid_t *gids, size_t gid_count, uid_t person_uid)
{
        if (uid == 0)
                return true;
        if (rights->session_bus)
                return uid == rights->own_uid;
        for (size_t i = 0; rights->has_group && i < gid_count; i++)
                if (gids[i] == rights->group)
                        return true;
        return person_uid != API_NO_USER && uid == person_uid;
}

static bool allow(const struct api *api, uid_t person_uid)
{
        const struct api_caller *caller = &api->caller;

        return caller->sender &&
               api_rights_allow(&api->rights, caller->uid, caller->gids, caller->gid_count, person_uid);
}

bool api_rights_may_read(const struct api *api, const struct api_entry *person)
{
        return allow(api, person->uid);
}

bool api_rights_is_own(const struct api_rights *rights, uid_t uid, uid_t person_uid)
{
        if (uid == 0)
                return true;
        if (rights->session_bus)
                return uid == rights->own_uid;
        return person_uid != API_NO_USER && uid == person_uid;
}

static int read_groups(sd_bus_message *reply, struct api_caller *caller)
{
        const void *gids;
        size_t bytes;
        int r;

        r = sd_bus_message_enter_container(reply, 'v', "au");
        if (r < 0)
                return r;
        r = sd_bus_message_read_array(reply, 'u', &gids, &bytes);
        if (r < 0)
                return r;
        free(caller->gids);
        caller->gid_count = 0;
        caller->gids = malloc(bytes + 1);
        if (!caller->gids)
                return -ENOMEM;
        if (bytes > 0)
                memcpy(caller->gids, gids, bytes);
        caller->gid_count = bytes / sizeof(gid_t);
        return sd_bus_message_exit_container(reply);
}

static int read_credential(sd_bus_message *reply, struct api_caller *caller, bool *has_uid)
{
        const char *key;
        int r;

        r = sd_bus_message_read(reply, "s", &key);
        if (r < 0)
                return r;
        if (strcmp(key, "UnixUserID") == 0) {
                *has_uid = true;
                return sd_bus_message_read(reply, "v", "u", &caller->uid);
        }
        if (strcmp(key, "UnixGroupIDs") == 0)
                return read_groups(reply, caller);
        return sd_bus_message_skip(reply, "v");
}

int api_rights_read_credentials(sd_bus_message *reply, struct api_caller *caller)
{
        bool has_uid = false;
        int r;

        r = sd_bus_message_enter_container(reply, 'a', "{sv}");
        if (r < 0)
                return r;
        for (;;) {
                r = sd_bus_message_enter_container(reply, 'e', "sv");
                if (r < 0)
                        return r;
                if (r == 0)
                        return has_uid ? 0 : -ENODATA;
                r = read_credential(reply, caller, &has_uid);
                if (r < 0)
                        return r;
                r = sd_bus_message_exit_container(reply);
                if (r < 0)
                        return r;
        }
}

/* The groups of @user; there may be more than there is room for at first. */
static int list_groups(const struct passwd *user, struct api_caller *caller)
{
        for (int count = GROUPS_FIRST, had = 0; count > had && count <= NGROUPS_MAX;) {
                gid_t *gids = reallocarray(caller->gids, (size_t)count, sizeof(*gids));

                if (!gids)
                        return -ENOMEM;
                caller->gids = gids;
                had = count;
                if (getgrouplist(user->pw_name, user->pw_gid, gids, &count) >= 0) {
                        caller->gid_count = (size_t)count;
                        return 0;
                }
        }
        return 0;
}

int api_rights_look_up_groups(struct api_caller *caller)
{
        CLEANUP_FREE char *entry = malloc(USER_ENTRY_BYTES);
        struct passwd *found = NULL;
        struct passwd user;

        if (!entry)
                return -ENOMEM;
        (void)getpwuid_r(caller->uid, &user, entry, USER_ENTRY_BYTES, &found);
        return found ? list_groups(found, caller) : 0;
}

/* CLOCK_MONOTONIC of this turn of the loop. */
static int64_t now_usec(const struct api *api)
{
        uint64_t now = 0;

        (void)sd_event_now(sd_bus_get_event(api->connection), CLOCK_MONOTONIC, &now);
        return (int64_t)now;
}

static int ask_credentials(struct api *api, const char *sender, sd_bus_message **ret_reply)
{
        CLEANUP(message_freep) sd_bus_message *call = NULL;
        bool distrusted = now_usec(api) < api->distrusted_until_usec;
        int r;

        r = sd_bus_message_new_method_call(
                api->connection, &call, DBUS, "/org/freedesktop/DBus", DBUS, "GetConnectionCredentials");
        if (r < 0)
                return r;
        r = sd_bus_message_append(call, "s", sender);
        if (r < 0)
                return r;
        r = sd_bus_call(api->connection, call, distrusted ? CREDENTIALS_SOON_USEC : API_CREDENTIALS_USEC,
                NULL, ret_reply);
        if (r == -ETIMEDOUT && !distrusted)
                api->distrusted_until_usec = now_usec(api) + API_CREDENTIALS_USEC + DISTRUST_USEC;
        return r;
}

/* Learns who @sender is, unless it is known already. */
static int learn_caller(struct api *api, const char *sender)
{
        CLEANUP(message_freep) sd_bus_message *reply = NULL;
        CLEANUP(caller_done) struct api_caller caller = { .sender = NULL };
        int r;

        if (api->caller.sender && strcmp(api->caller.sender, sender) == 0)
                return 0;
        caller_done(&api->caller);
        r = ask_credentials(api, sender, &reply);
        if (r < 0)
                return r;
        r = api_rights_read_credentials(reply, &caller);
        if (r < 0)
                return r;
        if (!caller.gids && !api->rights.session_bus) {
                r = api_rights_look_up_groups(&caller);
                if (r < 0)
                        return r;
        }
        caller.sender = strdup(sender);
        if (!caller.sender)
                return -ENOMEM;
        api->caller = caller;
        caller = (struct api_caller){ .sender = NULL };
        return 0;
}

static bool owns_somebody(const struct api *api)
{
        for (uint32_t i = 0; i < api->count; i++)
                if (allow(api, api->people[i].uid))
                        return true;
        return false;
}

const struct api_entry *api_rights_find_own(const struct api *api)
{
        for (uint32_t i = 0; api->caller.sender && i < api->count; i++)
                if (api->people[i].uid == api->caller.uid)
                        return &api->people[i];
        return NULL;
}

/* Whether @message asks for a person of the caller's own. */
static bool asks_for_own(const struct api *api, sd_bus_message *message)
{
        const struct api_entry *person = NULL;
        const char *id;

        if (sd_bus_message_has_signature(message, "s") > 0 && sd_bus_message_read(message, "s", &id) > 0)
                person = *id == '\0' ? api_rights_find_own(api) : api_find_id(api, id);
        return sd_bus_message_rewind(message, true) >= 0 && person && api_rights_may_read(api, person);
}

/* What a caller who may not do everything may do. */
static bool may_somewhat(const struct api *api, sd_bus_message *message)
{
        const char *path = sd_bus_message_get_path(message);
        const struct api_entry *person = api_find_path(api, path);

        if (person)
                return api_rights_may_read(api, person);
        if (strcmp(path, API_PATH) == 0 && sd_bus_message_is_method_call(message, API_MANAGER, "GetPerson"))
                return asks_for_own(api, message);
        if (!owns_somebody(api))
                return false;
        /* Of people they are then told their own only. */
        if (sd_bus_message_is_method_call(message, INSPECT, "Introspect") > 0)
                return strncmp(path, API_PEOPLE_PATH "/", strlen(API_PEOPLE_PATH "/")) != 0;
        return strcmp(path, API_PATH) == 0 &&
               (sd_bus_message_is_method_call(message, PROPERTIES, "Get") > 0 ||
                       sd_bus_message_is_method_call(message, PROPERTIES, "GetAll") > 0);
}

/* A call may leave out the interface, so the name alone tells. */
static bool is_screening(sd_bus_message *message)
{
        const char *member = sd_bus_message_get_member(message);

        return member && strncmp(member, API_SCREENING_PREFIX, strlen(API_SCREENING_PREFIX)) == 0;
}

/* The health questions of a person are theirs, whoever else may do everything. */
static bool is_private(const struct api *api, sd_bus_message *message)
{
        const struct api_entry *person;

        if (!is_screening(message))
                return false;
        person = api_find_path(api, sd_bus_message_get_path(message));
        return person && !api_rights_is_own(&api->rights, api->caller.uid, person->uid);
}

int api_rights_filter(sd_bus_message *message, void *userdata, sd_bus_error *ret_error)
{
        struct api *api = userdata;
        const char *sender = sd_bus_message_get_sender(message);

        if (sd_bus_message_is_method_call(message, NULL, NULL) <= 0 ||
                sd_bus_message_is_method_call(message, PEER, NULL) > 0)
                return 0;
        if (!sender || learn_caller(api, sender) < 0)
                return sd_bus_error_set(ret_error, SD_BUS_ERROR_ACCESS_DENIED,
                        "The bus did not say in time who asks; try again.");
        if (allow(api, API_NO_USER) || may_somewhat(api, message))
                return is_private(api, message) ? api_error_private(ret_error) : 0;
        return api_error_denied(ret_error, &api->rights);
}
