/* SPDX-License-Identifier: MIT */
#include "io/api_inside.h"

#include "base/cleanup.h"
#include "io/message_ids.h"

#include <errno.h>
#include <grp.h>
#include <string.h>

/* Enough for a group of some thousand members; a larger one counts as none. */
#define GROUP_ENTRY_BYTES ((size_t)256 * 1024)

/* Answers to RequestName (D-Bus specification). */
enum name_reply {
        NAME_PRIMARY_OWNER = 1,
        NAME_IN_QUEUE = 2,
};

struct api_entry *api_find_id(const struct api *api, const char *id)
{
        uint32_t number;

        return names_find(&api->names, id, &number) < 0 ? NULL : &api->people[number];
}

struct api_entry *api_find_path(const struct api *api, const char *path)
{
        CLEANUP_FREE char *id = NULL;

        if (sd_bus_path_decode(path, API_PEOPLE_PATH, &id) <= 0)
                return NULL;
        return api_find_id(api, id);
}

static void free_people(struct api_entry *people, uint32_t count)
{
        for (uint32_t i = 0; people && i < count; i++) {
                free(people[i].id);
                free(people[i].name);
                free(people[i].path);
        }
        free(people);
}

static int fill_entry(struct api_entry *entry, struct api *api, const struct api_person *person)
{
        entry->api = api;
        entry->uid = person->uid;
        entry->min_break_sec = person->min_break_sec;
        entry->id = strdup(person->id);
        entry->name = strdup(person->name);
        if (!entry->id || !entry->name)
                return -ENOMEM;
        return sd_bus_path_encode(API_PEOPLE_PATH, person->id, &entry->path);
}

static int fill_people(struct api_entry *people, struct names *names, struct api *api,
        const struct api_person *given, uint32_t count)
{
        for (uint32_t i = 0; i < count; i++) {
                uint32_t number;
                int r;

                people[i].number = i;
                r = fill_entry(&people[i], api, &given[i]);
                if (r < 0)
                        return r;
                r = names_add(names, people[i].id, i, &number);
                if (r < 0)
                        return r;
        }
        return 0;
}

/* Not before somebody can ask: the lookup loads a library. */
static void look_up_group(struct api_rights *rights)
{
        CLEANUP_FREE char *entry = malloc(GROUP_ENTRY_BYTES);
        struct group *found = NULL;
        struct group group;

        rights->has_group = false;
        if (!entry)
                return;
        (void)getgrnam_r(API_GROUP, &group, entry, GROUP_ENTRY_BYTES, &found);
        if (!found)
                return;
        rights->group = found->gr_gid;
        rights->has_group = true;
}

/* Whoever showed the list of people asks for it anew. */
static void tell_people(struct api *api)
{
        if (api->connection)
                (void)sd_bus_emit_properties_changed(api->connection, API_PATH, API_MANAGER, "People", NULL);
}

int api_set_people(struct api *api, const struct api_person *people, uint32_t count)
{
        struct api_entry *entries = calloc((size_t)count + 1, sizeof(*entries));
        struct names names = { 0 };
        int r;

        if (!entries)
                return -ENOMEM;
        r = fill_people(entries, &names, api, people, count);
        if (r < 0) {
                names_done(&names);
                free_people(entries, count);
                return r;
        }
        names_done(&api->names);
        free_people(api->people, api->count);
        api->names = names;
        api->people = entries;
        api->count = count;
        if (api->connection)
                look_up_group(&api->rights);
        tell_people(api);
        return 0;
}

int api_new(struct log *log, const struct api_home *home, bool session_bus, struct api **ret_api)
{
        struct api *api = calloc(1, sizeof(*api));

        if (!api)
                return -ENOMEM;
        api->log = log;
        api->home = *home;
        api->rights = (struct api_rights){ .session_bus = session_bus, .own_uid = geteuid() };
        *ret_api = api;
        return 0;
}

struct api *api_free(struct api *api)
{
        if (!api)
                return NULL;
        api_detach(api);
        names_done(&api->names);
        free_people(api->people, api->count);
        free(api);
        return NULL;
}

static void tell_name(struct api *api, const char *text)
{
        if (!api->name_told)
                log_write(api->log, LOG_WARNING, &(struct log_fields){ .message_id = MESSAGE_ID_BUS_NAME },
                        "%s", text);
        api->name_told = true;
}

bool api_is_named(const struct api *api)
{
        return api->named;
}

static int on_name(sd_bus_message *message, void *userdata, sd_bus_error *ret_error)
{
        struct api *api = userdata;
        uint32_t reply = 0;

        (void)ret_error;
        if (sd_bus_message_is_method_error(message, SD_BUS_ERROR_ACCESS_DENIED)) {
                tell_name(api, "D-Bus does not allow this user the name " API_NAME
                               ", so `unslouch` cannot reach this daemon: install " API_NAME
                               ".conf into the bus's system.d directory, or run as the user " API_GROUP ".");
                return 0;
        }
        if (sd_bus_message_is_method_error(message, NULL) || sd_bus_message_read(message, "u", &reply) < 0) {
                tell_name(api, "D-Bus did not give us the name " API_NAME
                               ", so `unslouch` cannot reach this daemon; restart the daemon to ask again.");
                return 0;
        }
        api->named = reply != NAME_IN_QUEUE;
        if (reply == NAME_IN_QUEUE)
                tell_name(api,
                        "Another program has the name " API_NAME
                        " on D-Bus, and `unslouch` reaches that one: stop it, and the name comes to us.");
        else
                api->name_told = false;
        return 0;
}

/* In the queue the name comes to us later; and whoever may take it from us. The bus tells both unasked. */
static int on_name_changed(sd_bus_message *message, void *userdata, sd_bus_error *ret_error)
{
        struct api *api = userdata;
        bool is_ours = sd_bus_message_is_signal(message, DBUS, "NameAcquired") > 0;
        const char *sender = sd_bus_message_get_sender(message);
        const char *name;

        (void)ret_error;
        if (!is_ours && sd_bus_message_is_signal(message, DBUS, "NameLost") <= 0)
                return 0;
        if (sender && strcmp(sender, DBUS) == 0 && sd_bus_message_read(message, "s", &name) > 0 &&
                strcmp(name, API_NAME) == 0)
                api->named = is_ours;
        (void)sd_bus_message_rewind(message, true);
        return 0;
}

static int add_objects(struct api *api)
{
        sd_bus_slot **slots = api->slots;
        sd_bus *connection = api->connection;
        int r;

        r = sd_bus_add_filter(connection, &slots[API_SLOT_FILTER], api_rights_filter, api);
        if (r < 0)
                return r;
        r = sd_bus_add_object_vtable(
                connection, &slots[API_SLOT_MANAGER], API_PATH, API_MANAGER, api_manager_vtable, api);
        if (r < 0)
                return r;
        r = sd_bus_add_fallback_vtable(connection, &slots[API_SLOT_PERSON], API_PEOPLE_PATH, API_PERSON,
                api_person_vtable, api_person_find, api);
        if (r < 0)
                return r;
        r = sd_bus_add_node_enumerator(
                connection, &slots[API_SLOT_PEOPLE], API_PEOPLE_PATH, api_person_enumerate, api);
        if (r < 0)
                return r;
        r = sd_bus_add_filter(connection, &slots[API_SLOT_NAME_CHANGES], on_name_changed, api);
        if (r < 0)
                return r;
        return sd_bus_request_name_async(
                connection, &slots[API_SLOT_NAME], API_NAME, SD_BUS_NAME_QUEUE, on_name, api);
}

void api_attach(struct api *api, sd_bus *connection)
{
        const struct log_fields fields = { .message_id = MESSAGE_ID_BUS_NAME, .error = ENOMEM };

        api_detach(api);
        api->connection = sd_bus_ref(connection);
        look_up_group(&api->rights);
        if (add_objects(api) >= 0)
                return;
        api_detach(api);
        log_write(api->log, LOG_ERR, &fields, "Cannot serve on D-Bus: %s.", strerror(ENOMEM));
}

void api_detach(struct api *api)
{
        for (size_t i = 0; i < API_SLOT_MAX_; i++)
                api->slots[i] = sd_bus_slot_unref(api->slots[i]);
        api->connection = sd_bus_unref(api->connection);
        api->named = false;
        api_rights_forget(api);
        api->trouble_told = false;
        for (uint32_t i = 0; i < api->count; i++)
                api->people[i].told = false;
}
