/* SPDX-License-Identifier: MIT */
/*
 * Calls by D-Bus. The first line of an input is the caller (r root, g somebody of the group, a anna, s a
 * stranger), the object (m the home, a anna, b ben) and the call (the N-th of the table below, or
 * M:SIGNATURE, a call of that name with arguments of any types); each further line is an argument, of an
 * array its length first.
 *
 * The API serves on one end of a pair of sockets; on the other end the target answers for the bus. Each call
 * is answered once, errors are in sentences and under names of their own, a stranger gets nothing and nobody
 * another's health questions, and what reaches the home is within its bounds.
 */
#include "fuzz/fuzz.h"

#include "base/text.h"
#include "io/api_inside.h"
#include "wire/command.h"
#include "wire/session_command.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#define DBUS          "org.freedesktop.DBus"
#define PROPERTIES    "org.freedesktop.DBus.Properties"
#define CALLER        ":1.7"
#define ANNA_UID      1000
#define BEN_UID       1001
#define MEMBER_UID    1002
#define STRANGER_UID  4242
#define GROUP         77
/* D-Bus permits one more, but sd-bus drops such a call without an answer. */
#define SIGNATURE_MAX 254
#define ARRAY_MAX     300
#define TURNS_MAX     1000

enum { ANNA, BEN, PEOPLE_COUNT };

static const struct {
        const char *interface;
        const char *member;
        const char *types;
} calls[] = {
        { API_MANAGER, "GetPerson", "s" },
        { API_MANAGER, "Reload", "" },
        { API_MANAGER, "Backup", "" },
        { API_PERSON, "Done", "s" },
        { API_PERSON, "Skip", "s" },
        { API_PERSON, "NotMe", "s" },
        { API_PERSON, "Snooze", "su" },
        { API_PERSON, "Hold", "ss" },
        { API_PERSON, "Release", "s" },
        { API_PERSON, "Set", "ss" },
        { API_PERSON, "ReportActivity", "sbu" },
        { API_PERSON, "ListSpans", "tt" },
        { API_PERSON, "ListPrompts", "tt" },
        { API_PERSON, "ListDays", "ss" },
        { API_PERSON, "ListSessions", "tt" },
        { API_PERSON, "Session", "s" },
        { API_PERSON, "Programmes", "" },
        { API_PERSON, "Programme", "s" },
        { API_PERSON, "ScreeningQuestions", "" },
        { API_PERSON, "ScreeningAnswer", "asab" },
        { API_PERSON, "ScreeningCleared", "" },
        { API_PERSON, "ScreeningResult", "" },
        { PROPERTIES, "Get", "ss" },
        { PROPERTIES, "GetAll", "s" },
        { PROPERTIES, "Set", "ssvu" },
        { PROPERTIES, "Set", "ssvs" },
        { PROPERTIES, "Set", "ssvb" },
        { "org.freedesktop.DBus.Introspectable", "Introspect", "" },
};

static struct {
        struct log *log;
        struct api *api;
        sd_bus *server;
        sd_bus *peer;
        struct person_settings settings[PEOPLE_COUNT];
        struct hold_set holds[PEOPLE_COUNT];
        uint64_t cookie; /* of the call */
        unsigned answers;
        bool refused; /* the answer is an error ... */
        bool denied;  /* ... of rights ... */
        bool unknown; /* ... or about what is not there */
        bool name_asked;
} bench;

static void home_state(void *userdata, uint32_t person, struct api_state *ret_state)
{
        (void)userdata;
        *ret_state = (struct api_state){
                .room = "office", .holds = &bench.holds[person], .settings = &bench.settings[person]
        };
}

static char *home_text(void *userdata, uint32_t person)
{
        (void)userdata;
        (void)person;
        return strdup("{}");
}

static int home_command(
        void *userdata, uint32_t person, const struct command *command, struct effect *ret_refusal)
{
        (void)userdata;
        FUZZ_CHECK(person < PEOPLE_COUNT);
        FUZZ_CHECK(memchr(command->prompt_id, '\0', PROMPT_ID_SIZE));
        FUZZ_CHECK(memchr(command->reason, '\0', TEXT_ID_SIZE));
        FUZZ_CHECK(command->reason[0] == '\0' || text_is_id(command->reason));
        FUZZ_CHECK(command->duration_usec >= 0);
        if (command->verb != COMMAND_SKIP)
                return 0;
        *ret_refusal = (struct effect){ .kind = EFFECT_ERROR,
                .error = { .verb = COMMAND_SKIP, .refusal = REFUSAL_NO_PROMPT } };
        return -ECANCELED;
}

static int home_parse(void *userdata, const char *text, struct command *ret_command, const char **ret_reason)
{
        (void)userdata;
        return command_parse(text, strlen(text), &fuzz_now, ret_command, ret_reason);
}

static int home_parse_setting(void *userdata, enum setting setting, const char *text,
        struct command *ret_command, const char **ret_reason)
{
        (void)userdata;
        FUZZ_CHECK(strlen(text) <= API_TEXT_BYTES_MAX);
        return command_parse_setting(setting, text, strlen(text), ret_command, ret_reason);
}

static int home_report(void *userdata, uint32_t person, const char *source, bool active, int64_t lease_usec)
{
        (void)userdata;
        (void)person;
        (void)active;
        FUZZ_CHECK(strlen(source) <= API_TEXT_BYTES_MAX);
        FUZZ_CHECK(lease_usec == USEC_INFINITY ||
                   (lease_usec > 0 && lease_usec <= API_LEASE_MAX_SEC * USEC_PER_SEC));
        if (strcmp(source, "mat") == 0)
                return -EINVAL;
        return strcmp(source, "laptop") == 0 ? 0 : -ENOENT;
}

static int home_reload(void *userdata, struct config_problems *ret_problems)
{
        (void)userdata;
        problems_add(ret_problems, "unslouch.conf", 7, false, "setting 'a': odd");
        return -EINVAL;
}

static int home_backup(void *userdata, int *ret_descriptor)
{
        (void)userdata;
        (void)ret_descriptor;
        return -ENOTCONN;
}

static const char *home_broker(void *userdata)
{
        (void)userdata;
        return "away";
}

static void check_time_asked_for(int64_t from_usec, int64_t to_usec)
{
        FUZZ_CHECK(from_usec <= to_usec && to_usec - from_usec <= API_LIST_DAYS_MAX * USEC_PER_DAY);
}

static int home_spans(void *userdata, uint32_t person, int64_t from, int64_t to,
        int (*row)(void *row_userdata, const struct span_record *span), void *row_userdata)
{
        const struct span_record span = {
                .posture = POSTURE_SITTING, .from_realtime_usec = from, .to_realtime_usec = to
        };

        (void)userdata;
        (void)person;
        check_time_asked_for(from, to);
        return row(row_userdata, &span);
}

static int home_prompts(void *userdata, uint32_t person, int64_t from, int64_t to,
        int (*row)(void *row_userdata, const struct prompt_record *prompt), void *row_userdata)
{
        const struct prompt_record prompt = { .id = { .day = 0, .number = 3 }, .outcome = OUTCOME_TAKEN };

        (void)userdata;
        (void)person;
        check_time_asked_for(from, to);
        return row(row_userdata, &prompt);
}

static int home_days(void *userdata, uint32_t person, int32_t from_day, int32_t to_day,
        int (*row)(void *row_userdata, const struct day_summary *day), void *row_userdata)
{
        const struct day_summary day = { .day = from_day };

        (void)userdata;
        (void)person;
        FUZZ_CHECK(from_day <= to_day && to_day - from_day <= API_LIST_DAYS_MAX);
        return row(row_userdata, &day);
}

static int home_sessions(void *userdata, uint32_t person, int64_t from, int64_t to,
        int (*row)(void *row_userdata, const struct api_session *session), void *row_userdata)
{
        static const struct session_record record = { .effort = EFFORT_RIGHT };
        const struct api_session session = { .programme = "steady-back", .record = &record };

        (void)userdata;
        (void)person;
        check_time_asked_for(from, to);
        return row(row_userdata, &session);
}

static int home_session(void *userdata, uint32_t person, const char *words, char **ret_reason)
{
        struct session_command_error error = { .reason = NULL };
        struct routine_command command;
        char text[API_SESSION_BYTES_MAX + sizeof("session ")];

        (void)userdata;
        (void)person;
        FUZZ_CHECK(strlen(words) <= API_SESSION_BYTES_MAX);
        snprintf(text, sizeof(text), "session %s", words);
        if (session_command_parse(text, strlen(text), &fuzz_now, &command, &error) >= 0)
                return 0;
        *ret_reason = strdup(error.reason ? error.reason : "There is no such command.");
        return -EINVAL;
}

static int home_programmes(
        void *userdata, uint32_t person, int (*row)(void *row_userdata, const char *id), void *row_userdata)
{
        (void)userdata;
        (void)person;
        return row(row_userdata, "steady-back");
}

static int home_programme(void *userdata, uint32_t person, const char *id, char **ret_json)
{
        (void)userdata;
        (void)person;
        if (strcmp(id, "steady-back") != 0)
                return -ENOENT;
        *ret_json = strdup("{}");
        return *ret_json ? 0 : -ENOMEM;
}

static int home_questions(void *userdata, uint32_t person,
        int (*row)(void *row_userdata, const struct api_question *question), void *row_userdata)
{
        const struct api_question question = { "q1", "general", "Is it so?", true };

        (void)userdata;
        (void)person;
        return row(row_userdata, &question);
}

static int home_answer(void *userdata, uint32_t person, const struct api_answer *answers, size_t count,
        const char **ret_reason)
{
        (void)userdata;
        (void)person;
        FUZZ_CHECK(count <= API_ANSWERS_MAX);
        for (size_t i = 0; i < count; i++)
                FUZZ_CHECK(text_is_utf8(answers[i].name, strlen(answers[i].name)));
        *ret_reason = "They belong together.";
        return count == 1 ? 0 : -EINVAL;
}

static int home_cleared(void *userdata, uint32_t person)
{
        (void)userdata;
        return person == ANNA ? 0 : -ENOENT;
}

static int home_result(void *userdata, uint32_t person, char **ret_json)
{
        (void)userdata;
        (void)person;
        *ret_json = strdup("{}");
        return *ret_json ? 0 : -ENOMEM;
}

static const struct api_home home = {
        .state = home_state,
        .state_text = home_text,
        .why_text = home_text,
        .command = home_command,
        .parse = home_parse,
        .parse_setting = home_parse_setting,
        .report = home_report,
        .reload = home_reload,
        .backup = home_backup,
        .broker = home_broker,
        .spans = home_spans,
        .prompts = home_prompts,
        .days = home_days,
        .sessions = home_sessions,
        .session_text = home_text,
        .plan_text = home_text,
        .session = home_session,
        .programmes = home_programmes,
        .programme = home_programme,
        .questions = home_questions,
        .answer = home_answer,
        .cleared = home_cleared,
        .result = home_result,
};

/* An error is in a sentence, and under a name that tells what it is: the library makes System.Error.* of an
 * errno that nobody put into words. */
static void check_error(const sd_bus_error *error)
{
        FUZZ_CHECK(
                error && error->name && strncmp(error->name, "System.Error.", strlen("System.Error.")) != 0);
        fuzz_check_sentence(error->message);
        bench.refused = true;
        bench.denied = strcmp(error->name, SD_BUS_ERROR_ACCESS_DENIED) == 0;
        bench.unknown = strcmp(error->name, SD_BUS_ERROR_UNKNOWN_OBJECT) == 0 ||
                        strcmp(error->name, SD_BUS_ERROR_UNKNOWN_METHOD) == 0;
}

/* What a bus does for whom it serves, and the answer to the call. */
static int on_peer(sd_bus_message *message, void *userdata, sd_bus_error *ret_error)
{
        uint64_t cookie;

        (void)userdata;
        (void)ret_error;
        if (sd_bus_message_is_method_call(message, DBUS, "Hello") > 0)
                return sd_bus_reply_method_return(message, "s", ":1.1");
        if (sd_bus_message_is_method_call(message, DBUS, "RequestName") > 0) {
                bench.name_asked = true;
                return sd_bus_reply_method_return(message, "u", 1);
        }
        if (sd_bus_message_is_method_call(message, NULL, NULL) > 0)
                return sd_bus_reply_method_return(message, NULL);
        if (sd_bus_message_get_reply_cookie(message, &cookie) < 0)
                return 1;
        if (cookie != bench.cookie)
                return 0;
        bench.answers++;
        if (sd_bus_message_is_method_error(message, NULL) > 0)
                check_error(sd_bus_message_get_error(message));
        return 1;
}

/* Lets both ends work until neither has anything to do. */
static void settle(void)
{
        for (int turns = 0; turns < TURNS_MAX; turns++) {
                int r = sd_bus_process(bench.server, NULL);
                int s = sd_bus_process(bench.peer, NULL);

                FUZZ_CHECK(r >= 0 && s >= 0);
                if (r == 0 && s == 0)
                        return;
        }
        FUZZ_CHECK(false);
}

static void connect_ends(void)
{
        sd_id128_t id = SD_ID128_MAKE(61, 2b, 0c, 4f, 1d, 8e, 4a, 7b, 90, 3c, 55, 27, 0e, 6a, f1, 38);
        int ends[2];

        FUZZ_CHECK(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends) == 0);
        FUZZ_CHECK(sd_bus_new(&bench.peer) >= 0 && sd_bus_set_fd(bench.peer, ends[0], ends[0]) >= 0);
        FUZZ_CHECK(sd_bus_set_server(bench.peer, 1, id) >= 0 && sd_bus_set_trusted(bench.peer, 1) >= 0);
        FUZZ_CHECK(sd_bus_add_filter(bench.peer, NULL, on_peer, NULL) >= 0 && sd_bus_start(bench.peer) >= 0);
        FUZZ_CHECK(sd_bus_new(&bench.server) >= 0 && sd_bus_set_fd(bench.server, ends[1], ends[1]) >= 0);
        FUZZ_CHECK(sd_bus_set_bus_client(bench.server, 1) >= 0 && sd_bus_start(bench.server) >= 0);
        settle();
}

static void serve(void)
{
        static const struct api_person people[PEOPLE_COUNT] = {
                { .id = "anna", .name = "Anna", .uid = ANNA_UID },
                { .id = "ben", .name = "Ben", .uid = BEN_UID }
        };

        static gid_t gid = GROUP;

        connect_ends();
        FUZZ_CHECK(log_new(false, &bench.log) == 0);
        FUZZ_CHECK(api_new(bench.log, &home, false, &bench.api) == 0);
        FUZZ_CHECK(api_set_people(bench.api, people, PEOPLE_COUNT) == 0);
        api_attach(bench.api, bench.server);
        settle();
        FUZZ_CHECK(bench.name_asked);
        bench.api->rights.own_uid = 0;
        bench.api->rights.has_group = true;
        bench.api->rights.group = GROUP;
        bench.api->caller.sender = strdup(CALLER);
        bench.api->caller.gids = &gid;
}

/* The text of an argument, as far as D-Bus can carry it. Owned by the caller. */
static char *take_text(struct fuzz_input *input)
{
        struct fuzz_input line = fuzz_take_part(input, '\n');
        char *text = fuzz_copy_text(&line);

        if (!text_is_utf8(text, strlen(text)))
                *text = '\0';
        return text;
}

static int append_basic(sd_bus_message *call, char type, struct fuzz_input *input)
{
        char *text = take_text(input);
        uint64_t number = strtoull(text, NULL, 10);
        uint32_t small = (uint32_t)number;
        uint16_t tiny = (uint16_t)number;
        uint8_t byte = (uint8_t)number;
        int truth = *text == 't';
        double real = (double)number;
        int r = -EINVAL;

        switch (type) {
        case 's':
        case 'o':
        case 'g': r = sd_bus_message_append_basic(call, type, text); break;
        case 'b': r = sd_bus_message_append_basic(call, type, &truth); break;
        case 'y': r = sd_bus_message_append_basic(call, type, &byte); break;
        case 'n':
        case 'q': r = sd_bus_message_append_basic(call, type, &tiny); break;
        case 'i':
        case 'u': r = sd_bus_message_append_basic(call, type, &small); break;
        case 'x':
        case 't': r = sd_bus_message_append_basic(call, type, &number); break;
        case 'd': r = sd_bus_message_append_basic(call, type, &real); break;
        }
        free(text);
        return r;
}

/* An array or a variant of a basic type; of an array the input has the length first. */
static int append_container(sd_bus_message *call, char kind, char type, struct fuzz_input *input)
{
        const char contents[] = { type, '\0' };
        uint32_t count = 1;
        int r;

        if (kind == 'a') {
                struct fuzz_input line = fuzz_take_part(input, '\n');

                count = fuzz_take_number(&line, ARRAY_MAX);
        }
        r = sd_bus_message_open_container(call, kind, contents);
        for (uint32_t i = 0; r >= 0 && i < count; i++)
                r = append_basic(call, type, input);
        return r < 0 ? r : sd_bus_message_close_container(call);
}

/* Appends an argument of each of @types: basic ones, and arrays and variants of these. */
static int append(sd_bus_message *call, const char *types, struct fuzz_input *input)
{
        int r = 0;

        for (; r >= 0 && *types != '\0'; types++) {
                if ((*types == 'a' || *types == 'v') && types[1] != '\0') {
                        r = append_container(call, types[0], types[1], input);
                        types++;
                } else {
                        r = append_basic(call, *types, input);
                }
        }
        return r;
}

struct call {
        const char *path;
        const char *interface; /* NULL: not said */
        char *member;
        char *types;
        bool is_there;   /* the object has the method */
        bool has_health; /* asks for, or gives, health answers */
};

static char *copy(const char *text)
{
        char *own = strdup(text);

        FUZZ_CHECK(own);
        return own;
}

/* "M:SIGNATURE", or a number of the table. */
static struct call read_call(struct fuzz_input *line)
{
        static const char *const paths[] = { API_PATH, API_PEOPLE_PATH "/anna", API_PEOPLE_PATH "/ben" };
        uint8_t object = fuzz_take_byte(line);
        struct call call = { .path = paths[object == 'a' ? 1 : object == 'b' ? 2 : 0] };
        struct fuzz_input member = { .left = 0 };

        if (line->left > 0 && *line->at >= '0' && *line->at <= '9') {
                size_t i = fuzz_take_number(line, 1000) % ELEMENTS(calls);

                call.interface = calls[i].interface;
                call.is_there = (call.path == paths[0] && strcmp(call.interface, API_MANAGER) == 0) ||
                                (call.path != paths[0] && strcmp(call.interface, API_PERSON) == 0);
                call.member = copy(calls[i].member);
                call.types = copy(calls[i].types);
        } else {
                member = fuzz_take_part(line, ':');
                call.member = fuzz_copy_text(&member);
                if (line->left > SIGNATURE_MAX)
                        line->left = SIGNATURE_MAX;
                call.types = fuzz_copy_text(line);
        }
        call.has_health = strncmp(call.member, API_SCREENING_PREFIX, strlen(API_SCREENING_PREFIX)) == 0;
        return call;
}

/* Return: 0; negative errno if there can be no such message. */
static int send_call(const struct call *call, struct fuzz_input *input)
{
        sd_bus_message *message = NULL;
        int r = sd_bus_message_new_method_call(
                bench.peer, &message, API_NAME, call->path, call->interface, call->member);

        if (r >= 0)
                r = sd_bus_message_set_sender(message, CALLER);
        if (r >= 0)
                r = append(message, call->types, input);
        if (r >= 0)
                r = sd_bus_send(bench.peer, message, &bench.cookie);
        sd_bus_message_unref(message);
        return r;
}

static void check_answer(const struct call *call, uid_t uid)
{
        bool own = uid == 0 || (uid == ANNA_UID && strcmp(call->path, API_PEOPLE_PATH "/anna") == 0);

        FUZZ_CHECK(bench.answers == 1);
        FUZZ_CHECK(!call->is_there || !bench.unknown);
        if (uid == STRANGER_UID)
                FUZZ_CHECK(bench.denied);
        if (call->has_health && !own)
                FUZZ_CHECK(bench.refused);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
        struct fuzz_input input = { .at = data, .left = size };
        struct fuzz_input line = fuzz_take_part(&input, '\n');
        uint8_t caller = fuzz_take_byte(&line);
        uid_t uid = caller == 'r' ? 0 : caller == 'g' ? MEMBER_UID : caller == 's' ? STRANGER_UID : ANNA_UID;
        struct call call = read_call(&line);

        if (!bench.api)
                serve();
        bench.api->caller.uid = uid;
        bench.api->caller.gid_count = caller == 'g';
        bench.answers = 0;
        bench.refused = false;
        bench.denied = false;
        bench.unknown = false;
        if (send_call(&call, &input) >= 0) {
                settle();
                check_answer(&call, uid);
        }
        free(call.member);
        free(call.types);
        return 0;
}
