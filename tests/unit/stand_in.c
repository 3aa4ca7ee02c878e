/* SPDX-License-Identifier: MIT */
#include "unit/stand_in.h"

#include "io/api.h"
#include "wire/publish.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

struct server {
        struct stand_in_home home;
        int calls;
};

/* One object: a person of the server's. */
struct object {
        struct server *server;
        const struct person_status *person;
};

static int get_text(sd_bus *bus, const char *path, const char *interface, const char *property,
        sd_bus_message *reply, void *userdata, sd_bus_error *error)
{
        const struct object *object = userdata;
        const struct person_status *person = object->person;
        const struct {
                const char *property;
                const char *text;
        } texts[] = {
                { "Id", person->id },
                { "Name", person->name },
                { "Posture", object->server->home.nonsense ? "hovering" : posture_names[person->posture] },
                { "Phase", phase_names[person->phase] },
                { "PromptId", person->prompt_id },
                { "InRoom", person->room },
                { "SessionDays", person->session_days },
                { "SessionTime", person->session_time },
                { "State", "{}" },
                { "Why", object->server->home.why },
        };

        (void)bus, (void)path, (void)interface, (void)error;
        for (size_t i = 0; i < ELEMENTS(texts); i++)
                if (strcmp(texts[i].property, property) == 0)
                        return sd_bus_message_append(reply, "s", texts[i].text ? texts[i].text : "{}");
        return -ENOENT;
}

static int get_number(sd_bus *bus, const char *path, const char *interface, const char *property,
        sd_bus_message *reply, void *userdata, sd_bus_error *error)
{
        const struct object *object = userdata;
        const struct person_status *person = object->person;
        const struct {
                const char *property;
                const char *type;
                int64_t value;
        } numbers[] = {
                { "Since", "t", person->since_usec },
                { "BoutStart", "t", person->bout_start_usec },
                { "NextBreak", "t", person->next_break_usec },
                { "BoutSeconds", "u", person->bout_sec },
                { "SittingTodaySeconds", "u", person->sitting_today_sec },
                { "BreaksToday", "u", person->breaks_today },
                { "LongestBoutTodaySeconds", "u", person->longest_bout_today_sec },
                { "SnoozesLeft", "u", person->snoozes_left },
                { "SitLimit", "u", person->sit_limit_min },
                { "StandLimit", "u", person->stand_limit_min },
                { "BreakGoal", "u", person->break_goal_min },
                { "Snooze", "u", person->snooze_min },
                { "Enabled", "b", person->enabled },
        };

        (void)bus, (void)path, (void)interface, (void)error;
        for (size_t i = 0; i < ELEMENTS(numbers); i++) {
                if (strcmp(numbers[i].property, property) != 0)
                        continue;
                if (numbers[i].type[0] == 't')
                        return sd_bus_message_append(reply, "t", (uint64_t)numbers[i].value);
                return sd_bus_message_append(reply, numbers[i].type, (int)numbers[i].value);
        }
        return -ENOENT;
}

static int get_holds(sd_bus *bus, const char *path, const char *interface, const char *property,
        sd_bus_message *reply, void *userdata, sd_bus_error *error)
{
        const struct object *object = userdata;
        int r;

        (void)bus, (void)path, (void)interface, (void)property, (void)error;
        r = sd_bus_message_open_container(reply, 'a', "s");
        for (size_t i = 0; r >= 0 && i < object->person->hold_count; i++)
                r = sd_bus_message_append(reply, "s", object->person->holds[i]);
        return r < 0 ? r : sd_bus_message_close_container(reply);
}

/* Writes down the texts and numbers of a call. */
static void note(const struct object *object, sd_bus_message *call)
{
        char line[256];
        size_t length;
        const char *text;
        uint32_t number;
        char type;

        length = (size_t)snprintf(
                line, sizeof(line), "%s %s", object->person->id, sd_bus_message_get_member(call));
        for (const char *mark = " "; sd_bus_message_peek_type(call, &type, NULL) > 0; mark = "|") {
                if (type == 's' && sd_bus_message_read_basic(call, type, &text) > 0)
                        length += (size_t)snprintf(line + length, sizeof(line) - length, "%s%s", mark, text);
                else if (type == 'u' && sd_bus_message_read_basic(call, type, &number) > 0)
                        length +=
                                (size_t)snprintf(line + length, sizeof(line) - length, "%s%u", mark, number);
                else
                        break;
        }
        line[length++] = '\n';
        if (write(object->server->calls, line, length) < 0)
                _exit(1);
}

static int on_command(sd_bus_message *call, void *userdata, sd_bus_error *error)
{
        struct object *object = userdata;

        note(object, call);
        if (object->server->home.error)
                return sd_bus_error_set(error, object->server->home.error, object->server->home.sentence);
        return sd_bus_reply_method_return(call, NULL);
}

static int on_spans(sd_bus_message *call, void *userdata, sd_bus_error *error)
{
        const struct object *object = userdata;

        (void)error;
        if (object->server->home.nonsense)
                return sd_bus_reply_method_return(
                        call, "a(sbtt)", 1, "hovering", 0, UINT64_C(1), UINT64_C(2));
        return sd_bus_reply_method_return(call, "a(sbtt)", 2, "away", 1, UINT64_C(1000), UINT64_C(2000),
                "sitting", 0, UINT64_C(2000), UINT64_C(9000));
}

static int on_prompts(sd_bus_message *call, void *userdata, sd_bus_error *error)
{
        const struct object *object = userdata;

        (void)error;
        return sd_bus_reply_method_return(call, "a(sttttusbus)", 2,
                object->server->home.nonsense ? "anna-3" : "anna-x-2026-11-22-3", UINT64_C(1), UINT64_C(2),
                UINT64_C(3), UINT64_C(4), 1800, "taken", 1, 2, "sitting", "anna-2026-11-22-4", UINT64_C(5),
                UINT64_C(6), UINT64_C(7), UINT64_C(0), 60, "", 0, 0, "standing");
}

static int on_days(sd_bus_message *call, void *userdata, sd_bus_error *error)
{
        const struct object *object = userdata;

        (void)error;
        return sd_bus_reply_method_return(call, "a(suuuuuuuuuuuu)", 1,
                object->server->home.nonsense ? "someday" : "2026-11-22", 3600, 1800, 3, 70000, 5, 6, 7, 8, 9,
                10, 11, 12);
}

static const sd_bus_vtable person_vtable[] = {
        SD_BUS_VTABLE_START(0),
        SD_BUS_PROPERTY("Id", "s", get_text, 0, 0),
        SD_BUS_PROPERTY("Name", "s", get_text, 0, 0),
        SD_BUS_PROPERTY("Posture", "s", get_text, 0, 0),
        SD_BUS_PROPERTY("Phase", "s", get_text, 0, 0),
        SD_BUS_PROPERTY("PromptId", "s", get_text, 0, 0),
        SD_BUS_PROPERTY("InRoom", "s", get_text, 0, 0),
        SD_BUS_PROPERTY("State", "s", get_text, 0, 0),
        SD_BUS_PROPERTY("SessionDays", "s", get_text, 0, 0),
        SD_BUS_PROPERTY("SessionTime", "s", get_text, 0, 0),
        SD_BUS_PROPERTY("Why", "s", get_text, 0, 0),
        SD_BUS_PROPERTY("Since", "t", get_number, 0, 0),
        SD_BUS_PROPERTY("BoutStart", "t", get_number, 0, 0),
        SD_BUS_PROPERTY("NextBreak", "t", get_number, 0, 0),
        SD_BUS_PROPERTY("BoutSeconds", "u", get_number, 0, 0),
        SD_BUS_PROPERTY("SittingTodaySeconds", "u", get_number, 0, 0),
        SD_BUS_PROPERTY("BreaksToday", "u", get_number, 0, 0),
        SD_BUS_PROPERTY("LongestBoutTodaySeconds", "u", get_number, 0, 0),
        SD_BUS_PROPERTY("SnoozesLeft", "u", get_number, 0, 0),
        SD_BUS_PROPERTY("SitLimit", "u", get_number, 0, 0),
        SD_BUS_PROPERTY("BreakGoal", "u", get_number, 0, 0),
        SD_BUS_PROPERTY("Snooze", "u", get_number, 0, 0),
        SD_BUS_PROPERTY("Enabled", "b", get_number, 0, 0),
        SD_BUS_PROPERTY("Holds", "as", get_holds, 0, 0),
        SD_BUS_METHOD("Done", "s", "", on_command, SD_BUS_VTABLE_UNPRIVILEGED),
        SD_BUS_METHOD("Skip", "s", "", on_command, SD_BUS_VTABLE_UNPRIVILEGED),
        SD_BUS_METHOD("NotMe", "s", "", on_command, SD_BUS_VTABLE_UNPRIVILEGED),
        SD_BUS_METHOD("Snooze", "su", "", on_command, SD_BUS_VTABLE_UNPRIVILEGED),
        SD_BUS_METHOD("Hold", "ss", "", on_command, SD_BUS_VTABLE_UNPRIVILEGED),
        SD_BUS_METHOD("Release", "s", "", on_command, SD_BUS_VTABLE_UNPRIVILEGED),
        SD_BUS_METHOD("Set", "ss", "", on_command, SD_BUS_VTABLE_UNPRIVILEGED),
        SD_BUS_METHOD("ListSpans", "tt", "a(sbtt)", on_spans, SD_BUS_VTABLE_UNPRIVILEGED),
        SD_BUS_METHOD("ListPrompts", "tt", "a(sttttusbus)", on_prompts, SD_BUS_VTABLE_UNPRIVILEGED),
        SD_BUS_METHOD("ListDays", "ss", "a(suuuuuuuuuuuu)", on_days, SD_BUS_VTABLE_UNPRIVILEGED),
        SD_BUS_VTABLE_END,
};

static int encode_path(const char *id, char **ret_path)
{
        return sd_bus_path_encode(API_PATH "/person", id, ret_path);
}

static int get_people(sd_bus *bus, const char *path, const char *interface, const char *property,
        sd_bus_message *reply, void *userdata, sd_bus_error *error)
{
        const struct server *server = userdata;
        char *person = NULL;
        int r;

        (void)bus, (void)path, (void)interface, (void)property, (void)error;
        r = sd_bus_message_open_container(reply, 'a', "o");
        for (size_t i = 0; r >= 0 && i < server->home.count; i++) {
                r = encode_path(server->home.people[i].id, &person);
                if (r >= 0)
                        r = sd_bus_message_append(reply, "o", person);
                free(person);
        }
        return r < 0 ? r : sd_bus_message_close_container(reply);
}

static int on_get_person(sd_bus_message *call, void *userdata, sd_bus_error *error)
{
        const struct server *server = userdata;
        const char *id;
        char *path = NULL;
        int r;

        r = sd_bus_message_read(call, "s", &id);
        if (r < 0)
                return r;
        if (id[0] == '\0' && server->home.own > 0)
                id = server->home.people[server->home.own - 1].id;
        for (size_t i = 0; i < server->home.count; i++) {
                if (strcmp(id, server->home.people[i].id) != 0)
                        continue;
                r = encode_path(id, &path);
                if (r >= 0)
                        r = sd_bus_reply_method_return(call, "o", path);
                free(path);
                return r;
        }
        return sd_bus_error_setf(
                error, API_ERROR ".UnknownPerson", "There is no person '%s'; known: anna.", id);
}

static int on_reload(sd_bus_message *call, void *userdata, sd_bus_error *error)
{
        const struct server *server = userdata;

        (void)error;
        if (server->home.unapplied)
                return sd_bus_reply_method_return(call, "ba(susb)", 0, 2, "/etc/unslouch/unslouch.conf", 12,
                        "setting 'x': value '1': no such setting", 0, "/etc/unslouch/unslouch.conf", 0,
                        "there is no seat", 1);
        return sd_bus_reply_method_return(call, "ba(susb)", 1, 0);
}

static const sd_bus_vtable manager_vtable[] = {
        SD_BUS_VTABLE_START(0),
        SD_BUS_PROPERTY("People", "ao", get_people, 0, 0),
        SD_BUS_METHOD("GetPerson", "s", "o", on_get_person, SD_BUS_VTABLE_UNPRIVILEGED),
        SD_BUS_METHOD("Reload", "", "ba(susb)", on_reload, SD_BUS_VTABLE_UNPRIVILEGED),
        SD_BUS_VTABLE_END,
};

static int swallow(sd_bus_message *message, void *userdata, sd_bus_error *error)
{
        (void)message, (void)userdata, (void)error;
        return 1;
}

static int add_objects(struct server *server, sd_bus *bus, struct object *objects)
{
        char *path = NULL;
        int r;

        if (server->home.silent)
                return sd_bus_add_filter(bus, NULL, swallow, NULL);
        r = sd_bus_add_object_vtable(bus, NULL, API_PATH, API_MANAGER, manager_vtable, server);
        for (size_t i = 0; r >= 0 && i < server->home.count; i++) {
                objects[i] = (struct object){ server, &server->home.people[i] };
                r = encode_path(server->home.people[i].id, &path);
                if (r >= 0)
                        r = sd_bus_add_object_vtable(bus, NULL, path, API_PERSON, person_vtable, &objects[i]);
                free(path);
        }
        return r;
}

/* Never returns. */
static void serve(const char *address, struct server *server, int ready)
{
        struct object objects[STAND_IN_PEOPLE_MAX];
        sd_bus *bus = NULL;

        if (sd_bus_new(&bus) < 0 || sd_bus_set_address(bus, address) < 0 ||
                sd_bus_set_bus_client(bus, true) < 0 || sd_bus_start(bus) < 0 ||
                sd_bus_request_name(bus, API_NAME, 0) < 0 || add_objects(server, bus, objects) < 0 ||
                write(ready, "r", 1) != 1)
                _exit(1);
        for (;;) {
                int r = sd_bus_process(bus, NULL);

                if (r == 0)
                        r = sd_bus_wait(bus, UINT64_MAX);
                if (r < 0)
                        _exit(1);
        }
}

void stand_in_start(
        struct stand_in *stand_in, const struct private_bus *bus, const struct stand_in_home *home)
{
        struct server server = { .home = *home };
        struct pollfd wait = { .events = POLLIN };
        pid_t parent = getpid();
        int ready[2], calls[2];
        char byte;

        assert_int_equal(pipe2(ready, O_CLOEXEC), 0);
        assert_int_equal(pipe2(calls, O_CLOEXEC | O_NONBLOCK), 0);
        server.calls = calls[1];
        stand_in->pid = fork();
        assert_true(stand_in->pid >= 0);
        if (stand_in->pid == 0) {
                if (prctl(PR_SET_PDEATHSIG, SIGKILL) < 0 || getppid() != parent)
                        _exit(1);
                close(ready[0]);
                serve(bus->address, &server, ready[1]);
        }
        close(ready[1]);
        close(calls[1]);
        stand_in->calls = calls[0];
        wait.fd = ready[0];
        assert_int_equal(poll(&wait, 1, PRIVATE_BUS_WAIT_USEC / USEC_PER_MSEC), 1);
        assert_int_equal(read(ready[0], &byte, 1), 1);
        close(ready[0]);
}

void stand_in_stop(struct stand_in *stand_in)
{
        int status;

        assert_int_equal(kill(stand_in->pid, SIGKILL), 0);
        assert_int_equal(waitpid(stand_in->pid, &status, 0), stand_in->pid);
        close(stand_in->calls);
}

void stand_in_take_calls(struct stand_in *stand_in, char *text, size_t size)
{
        ssize_t length = read(stand_in->calls, text, size - 1);

        text[length < 0 ? 0 : length] = '\0';
}
