/* SPDX-License-Identifier: MIT */
#include "unit/api_bench.h"

#include "wire/command.h"

#include <errno.h>
#include <grp.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define BUSCTL_ARGUMENTS_MAX 16
#define BUSCTL_BYTES_MAX     65536

/* 2026-11-22 09:00 UTC */
static const struct instant morning = {
        .boottime_usec = USEC_PER_DAY,
        .realtime_usec = INT64_C(1795338000) * USEC_PER_SEC,
        .zone = { .since_realtime_usec = INT64_MIN, .until_realtime_usec = USEC_INFINITY },
};

static void home_state(void *userdata, uint32_t person, struct api_state *ret_state)
{
        struct api_bench *bench = userdata;

        *ret_state = bench->states[person];
}

static char *home_state_text(void *userdata, uint32_t person)
{
        (void)userdata;
        return strdup(person == ANNA ? "{\"posture\":\"sitting\"}" : "{}");
}

static char *home_why_text(void *userdata, uint32_t person)
{
        (void)userdata;
        return strdup(person == ANNA ? "{\"row\":1}" : "{}");
}

static int home_command(
        void *userdata, uint32_t person, const struct command *command, struct effect *ret_refusal)
{
        struct api_bench *bench = userdata;

        snprintf(bench->asked, sizeof(bench->asked),
                "person %u verb %d id '%s' reason '%s' for %" PRId64 " s until %d setting %d value %" PRId64,
                person, (int)command->verb, command->prompt_id, command->reason,
                command->duration_usec / USEC_PER_SEC,
                command->until_day == COMMAND_NO_DAY ? -1 : command->until_minute, (int)command->setting,
                command->value);
        if (!bench->refuse)
                return 0;
        *ret_refusal = bench->refusal;
        return -ECANCELED;
}

static int home_parse(void *userdata, const char *text, struct command *ret_command, const char **ret_reason)
{
        (void)userdata;
        return command_parse(text, strlen(text), &morning, ret_command, ret_reason);
}

static int home_parse_setting(void *userdata, enum setting setting, const char *text,
        struct command *ret_command, const char **ret_reason)
{
        (void)userdata;
        return command_parse_setting(setting, text, strlen(text), ret_command, ret_reason);
}

static int home_report(void *userdata, uint32_t person, const char *source, bool active, int64_t lease_usec)
{
        struct api_bench *bench = userdata;

        snprintf(bench->asked, sizeof(bench->asked), "person %u source '%s' %s for %" PRId64 " s", person,
                source, active ? "active" : "idle",
                lease_usec == USEC_INFINITY ? -1 : lease_usec / USEC_PER_SEC);
        if (strcmp(source, "mat") == 0)
                return -EINVAL;
        return strcmp(source, "laptop") == 0 ? 0 : -ENOENT;
}

static int home_reload(void *userdata, struct config_problems *ret_problems)
{
        struct api_bench *bench = userdata;
        struct config_problem *items;

        if (bench->reload_result == -ENOMEM)
                return -ENOMEM;
        items = calloc(2, sizeof(*items));
        assert_non_null(items);
        items[0] = (struct config_problem){
                .line = 7, .text = strdup("setting 'a': odd"), .file = strdup("x.conf")
        };
        items[1] = (struct config_problem){
                .line = 9, .warning = true, .text = strdup("\xff"), .file = strdup("\xfe")
        };
        *ret_problems = (struct config_problems){ .items = items, .count = 2, .errors = 1 };
        /* A reload hands the people over anew. */
        assert_int_equal(api_set_people(bench->api, bench->people, PEOPLE_COUNT), 0);
        return bench->reload_result;
}

static const char *home_broker(void *userdata)
{
        (void)userdata;
        return "away";
}

static int home_spans(void *userdata, uint32_t person, int64_t from, int64_t to,
        int (*row)(void *row_userdata, const struct span_record *span), void *row_userdata)
{
        struct api_bench *bench = userdata;
        const struct span_record span = { .posture = POSTURE_SITTING,
                .censored = true,
                .from_realtime_usec = from,
                .to_realtime_usec = to };
        int r = 0;

        snprintf(bench->asked, sizeof(bench->asked), "spans of %u from %" PRId64 " to %" PRId64, person, from,
                to);
        for (size_t i = 0; r == 0 && i < bench->history_rows; i++)
                r = row(row_userdata, &span);
        return r < 0 ? r : bench->history_result;
}

static int home_prompts(void *userdata, uint32_t person, int64_t from, int64_t to,
        int (*row)(void *row_userdata, const struct prompt_record *prompt), void *row_userdata)
{
        struct api_bench *bench = userdata;
        struct prompt_record prompt = {
                .id = { .day = 0, .number = 3 },
                .outcome = OUTCOME_TAKEN,
                .claimed = true,
                .snoozes = 2,
                .due_realtime_usec = 1,
                .first_realtime_usec = 2,
                .last_realtime_usec = 3,
                .left_realtime_usec = 4,
                .sat_usec = 5 * USEC_PER_SEC,
        };
        int r = 0;

        snprintf(bench->asked, sizeof(bench->asked), "prompts of %u from %" PRId64 " to %" PRId64, person,
                from, to);
        for (size_t i = 0; r == 0 && i < bench->history_rows; i++) {
                prompt.ended = i == 0;
                prompt.about = i == 0 ? PROMPT_ABOUT_SITTING : PROMPT_ABOUT_STANDING;
                r = row(row_userdata, &prompt);
        }
        return r < 0 ? r : bench->history_result;
}

static int home_days(void *userdata, uint32_t person, int32_t from_day, int32_t to_day,
        int (*row)(void *row_userdata, const struct day_summary *day), void *row_userdata)
{
        struct api_bench *bench = userdata;
        const struct day_summary day = {
                .day = from_day,
                .seated_usec = 1 * USEC_PER_SEC,
                .longest_usec = 2 * USEC_PER_SEC,
                .bouts = 3,
                .interruptions = 4,
                .breaks = 5,
                .full_breaks = 6,
                .prompts = 7,
                .outcomes = { 8, 9, 10, 11, 12 },
        };
        int r = 0;

        snprintf(bench->asked, sizeof(bench->asked), "days of %u from %d to %d", person, from_day, to_day);
        for (size_t i = 0; r == 0 && i < bench->history_rows; i++)
                r = row(row_userdata, &day);
        return r < 0 ? r : bench->history_result;
}

static int home_sessions(void *userdata, uint32_t person, int64_t from, int64_t to,
        int (*row)(void *row_userdata, const struct api_session *session), void *row_userdata)
{
        static const char *const exercises[] = { "prone-cobra", "dead-bug" };
        const struct session_record record = {
                .started_realtime_usec = from,
                .kind = SESSION_KIND_SHORT,
                .effort = EFFORT_RIGHT,
                .result_count = 2,
                .results = { { .done_pct = 100, .level = 3, .pain = 4 }, { .done_pct = 50, .level = 1 } },
        };
        const struct api_session session = {
                .programme = "upper-back-strength", .record = &record, .exercises = exercises
        };
        struct api_bench *bench = userdata;
        int r = 0;

        snprintf(bench->asked, sizeof(bench->asked), "sessions of %u from %" PRId64 " to %" PRId64, person,
                from, to);
        for (size_t i = 0; r == 0 && i < bench->history_rows; i++)
                r = row(row_userdata, &session);
        return r < 0 ? r : bench->history_result;
}

static int home_missed(void *userdata, uint32_t person, int32_t from_day, int32_t to_day,
        int (*row)(void *row_userdata, const char *programme, int32_t day), void *row_userdata)
{
        struct api_bench *bench = userdata;
        int r = 0;

        snprintf(bench->asked, sizeof(bench->asked), "missed of %u from %d to %d", person, from_day, to_day);
        for (size_t i = 0; r == 0 && i < bench->history_rows; i++)
                r = row(row_userdata, "upper-back-strength", from_day);
        return r < 0 ? r : bench->history_result;
}

static char *home_session_text(void *userdata, uint32_t person)
{
        (void)userdata;
        return strdup(person == ANNA ? "{\"state\":\"running\"}" : "{}");
}

static char *home_plan_text(void *userdata, uint32_t person)
{
        (void)userdata;
        return strdup(person == ANNA ? "{\"held\":\"rest\"}" : "{}");
}

static int home_session(void *userdata, uint32_t person, const char *words, char **ret_reason)
{
        struct api_bench *bench = userdata;

        snprintf(bench->asked, sizeof(bench->asked), "session of %u: %s", person, words);
        if (strcmp(words, "dance") != 0 && !bench->refuse)
                return 0;
        *ret_reason = strdup(bench->refuse ? "No session is open." : "This is no command.");
        return bench->refuse ? -ECANCELED : -EINVAL;
}

static int home_programmes(
        void *userdata, uint32_t person, int (*row)(void *row_userdata, const char *id), void *row_userdata)
{
        int r;

        (void)userdata;
        (void)person;
        r = row(row_userdata, "steady-back");
        return r < 0 ? r : row(row_userdata, "daily-stretch");
}

static int home_programme(void *userdata, uint32_t person, const char *id, char **ret_json)
{
        (void)userdata;
        (void)person;
        if (strcmp(id, "steady-back") != 0)
                return -ENOENT;
        *ret_json = strdup("{\"id\":\"steady-back\"}");
        return *ret_json ? 0 : -ENOMEM;
}

static int home_questions(void *userdata, uint32_t person,
        int (*row)(void *row_userdata, const struct api_question *question), void *row_userdata)
{
        static const struct api_question questions[] = {
                { "disclaimer", NULL, "It decides nothing.", false },
                { "q1", "general", "Is it so?", true },
                { "neck-injury", "more", "Or so?", false },
        };
        struct api_bench *bench = userdata;
        int r = 0;

        snprintf(bench->asked, sizeof(bench->asked), "questions of %u", person);
        for (size_t i = 0; r == 0 && i < bench->history_rows + 1; i++)
                r = row(row_userdata, &questions[i]);
        return r < 0 ? r : bench->history_result;
}

static int home_answer(void *userdata, uint32_t person, const struct api_answer *answers, size_t count,
        const char **ret_reason)
{
        struct api_bench *bench = userdata;
        int length = snprintf(bench->asked, sizeof(bench->asked), "answers of %u:", person);

        for (size_t i = 0; i < count && (size_t)length < sizeof(bench->asked); i++)
                length += snprintf(bench->asked + length, sizeof(bench->asked) - (size_t)length, " %s %s",
                        answers[i].name, answers[i].yes ? "yes" : "no");
        *ret_reason = "They belong together.";
        return bench->history_result;
}

static int home_cleared(void *userdata, uint32_t person)
{
        struct api_bench *bench = userdata;

        snprintf(bench->asked, sizeof(bench->asked), "cleared %u", person);
        return bench->history_result;
}

static int home_result(void *userdata, uint32_t person, char **ret_json)
{
        struct api_bench *bench = userdata;

        (void)person;
        if (bench->history_result < 0)
                return bench->history_result;
        *ret_json = strdup("{\"programmes\":[]}");
        return *ret_json ? 0 : -ENOMEM;
}

static const struct api_home home = {
        .state = home_state,
        .state_text = home_state_text,
        .why_text = home_why_text,
        .command = home_command,
        .parse = home_parse,
        .parse_setting = home_parse_setting,
        .report = home_report,
        .reload = home_reload,
        .broker = home_broker,
        .spans = home_spans,
        .prompts = home_prompts,
        .days = home_days,
        .sessions = home_sessions,
        .missed = home_missed,
        .session_text = home_session_text,
        .plan_text = home_plan_text,
        .session = home_session,
        .programmes = home_programmes,
        .programme = home_programme,
        .questions = home_questions,
        .answer = home_answer,
        .cleared = home_cleared,
        .result = home_result,
};

static void furnish(struct api_bench *bench)
{
        bench->people[ANNA] = (struct api_person){ .id = "anna", .name = "Anna", .uid = API_NO_USER };
        bench->people[BEN] = (struct api_person){ .id = "ben", .name = "Ben", .uid = API_NO_USER };
        for (size_t i = 0; i < PEOPLE_COUNT; i++) {
                bench->settings[i] = (struct person_settings){
                        .enabled = true,
                        .sit_limit_usec = 30 * USEC_PER_MINUTE,
                        .break_goal_usec = 2 * USEC_PER_MINUTE,
                        .snooze_usec = 10 * USEC_PER_MINUTE,
                        .stand_limit_usec = 45 * USEC_PER_MINUTE,
                };
                bench->states[i] = (struct api_state){
                        .view = {
                                .posture = POSTURE_SITTING,
                                .since_realtime_usec = 11,
                                .bout_start_realtime_usec = 12,
                                .bout_usec = 13 * USEC_PER_SEC,
                                .sitting_today_usec = 14 * USEC_PER_SEC,
                                .breaks_today = 15,
                                .longest_bout_today_usec = 16 * USEC_PER_SEC,
                                .phase = PHASE_DUE,
                                .next_break_realtime_usec = 17,
                                .prompt = { .day = 0, .number = 18 },
                                .snoozes_left = 2,
                        },
                        .room = "office",
                        .routine = { .next_session_realtime_usec = 19,
                                .week_done = 2,
                                .week_target = 3,
                                .streak_weeks = 4 },
                        .session_days = "mon,wed,fri",
                        .session_time = "18:00",
                        .holds = &bench->holds[i],
                        .settings = &bench->settings[i],
                };
        }
        bench->history_rows = 2;
}

int api_bench_set_up(void **state)
{
        struct api_bench *bench = calloc(1, sizeof(*bench));

        assert_non_null(bench);
        private_bus_init(&bench->private);
        assert_int_equal(sd_event_new(&bench->event), 0);
        stderr_tap_begin(&bench->tap);
        assert_int_equal(log_new(false, &bench->log), 0);
        furnish(bench);
        *state = bench;
        return 0;
}

int api_bench_tear_down(void **state)
{
        struct api_bench *bench = *state;

        api_bench_leave(bench);
        api_free(bench->api);
        stderr_tap_end(&bench->tap);
        log_free(bench->log);
        free(bench->output);
        sd_event_unref(bench->event);
        private_bus_done(&bench->private);
        free(bench);
        return 0;
}

static int on_signal(sd_bus_message *message, void *userdata, sd_bus_error *ret_error)
{
        struct api_bench *bench = userdata;

        (void)ret_error;
        sd_bus_message_unref(bench->signal);
        bench->signal = sd_bus_message_ref(message);
        bench->signals++;
        return 0;
}

void api_bench_connect(struct api_bench *bench)
{
        bench->server = private_bus_connect(&bench->private, bench->event);
        bench->client = private_bus_connect(&bench->private, bench->event);
        WAIT_FOR(bench->event, sd_bus_is_ready(bench->server) > 0 && sd_bus_is_ready(bench->client) > 0);
        assert_true(sd_bus_add_match_async(bench->client, &bench->match,
                            "type='signal',path_namespace='" API_PATH "'", on_signal, NULL, bench) >= 0);
        api_attach(bench->api, bench->server);
        api_bench_settle(bench);
}

void api_bench_start(struct api_bench *bench, bool session_bus)
{
        private_bus_start(&bench->private);
        api_bench_serve(bench, session_bus);
}

void api_bench_serve(struct api_bench *bench, bool session_bus)
{
        struct api_home served = home;

        served.userdata = bench;
        assert_int_equal(api_new(bench->log, &served, session_bus, &bench->api), 0);
        assert_int_equal(api_set_people(bench->api, bench->people, PEOPLE_COUNT), 0);
        api_bench_connect(bench);
}

void api_bench_leave(struct api_bench *bench)
{
        if (bench->api)
                api_detach(bench->api);
        bench->reply = sd_bus_message_unref(bench->reply);
        bench->signal = sd_bus_message_unref(bench->signal);
        bench->match = sd_bus_slot_unref(bench->match);
        bench->server = sd_bus_close_unref(bench->server);
        bench->client = sd_bus_close_unref(bench->client);
}

void api_bench_settle(struct api_bench *bench)
{
        private_bus_settle(bench->event, bench->server, bench->client);
}

static int on_reply(sd_bus_message *message, void *userdata, sd_bus_error *ret_error)
{
        struct api_bench *bench = userdata;

        (void)ret_error;
        bench->reply = sd_bus_message_ref(message);
        return 0;
}

sd_bus_message *api_bench_call(struct api_bench *bench, const char *path, const char *interface,
        const char *member, const char *types, ...)
{
        sd_bus_message *call = NULL;
        const char *name = NULL;
        va_list arguments;

        assert_true(sd_bus_get_unique_name(bench->server, &name) >= 0);
        assert_true(sd_bus_message_new_method_call(bench->client, &call, name, path, interface, member) >= 0);
        va_start(arguments, types);
        assert_true(sd_bus_message_appendv(call, types, arguments) >= 0);
        va_end(arguments);
        bench->reply = sd_bus_message_unref(bench->reply);
        assert_true(sd_bus_call_async(bench->client, NULL, call, on_reply, bench, 0) >= 0);
        sd_bus_message_unref(call);
        WAIT_FOR(bench->event, bench->reply);
        return bench->reply;
}

sd_bus_message *api_bench_get(struct api_bench *bench, const char *property)
{
        sd_bus_message *reply = api_bench_call(
                bench, ANNA_PATH, "org.freedesktop.DBus.Properties", "Get", "ss", API_PERSON, property);
        const char *contents = NULL;

        assert_false(sd_bus_message_is_method_error(reply, NULL));
        assert_true(sd_bus_message_peek_type(reply, NULL, &contents) > 0);
        assert_true(sd_bus_message_enter_container(reply, 'v', contents) > 0);
        return reply;
}

void api_bench_expect_error(sd_bus_message *reply, const char *name, const char *words)
{
        const sd_bus_error *error = sd_bus_message_get_error(reply);

        assert_non_null(error);
        assert_string_equal(error->name, name);
        if (!strstr(error->message, words))
                fail_msg("'%s' is not in '%s'", words, error->message);
}

/* Never returns. */
static void run_busctl(
        const struct api_bench *bench, uid_t uid, const char *const *arguments, int output, pid_t parent)
{
        char address[160];
        const char *line[BUSCTL_ARGUMENTS_MAX] = { "busctl", address, "--no-pager" };
        size_t count = 3;

        if (prctl(PR_SET_PDEATHSIG, SIGKILL) < 0 || getppid() != parent || dup2(output, 1) < 0 ||
                dup2(output, 2) < 0)
                _exit(126);
        if (uid != geteuid() &&
                (setgroups(0, NULL) < 0 || setresgid(uid, uid, uid) < 0 || setresuid(uid, uid, uid) < 0))
                _exit(126);
        snprintf(address, sizeof(address), "--address=%s", bench->private.address);
        while (*arguments && count < BUSCTL_ARGUMENTS_MAX - 1)
                line[count++] = *arguments++;
        execvp("busctl", (char **)(uintptr_t)line);
        _exit(127);
}

struct output {
        char *text;
        size_t length;
        bool ended;
};

static int on_output(sd_event_source *source, int fd, uint32_t events, void *userdata)
{
        struct output *output = userdata;
        ssize_t count = read(fd, output->text + output->length, BUSCTL_BYTES_MAX - 1 - output->length);

        (void)events;
        if (count > 0) {
                output->length += (size_t)count;
                return 0;
        }
        output->ended = true;
        return sd_event_source_set_enabled(source, SD_EVENT_OFF);
}

const char *api_bench_busctl(struct api_bench *bench, uid_t uid, const char *const *arguments)
{
        struct output output = { .text = calloc(1, BUSCTL_BYTES_MAX) };
        sd_event_source *source = NULL;
        pid_t parent = getpid();
        int status;
        int ends[2];
        pid_t pid;

        assert_non_null(output.text);
        free(bench->output);
        bench->output = output.text;
        /* Others must reach the socket. */
        assert_int_equal(chmod(bench->private.directory, 0755), 0);
        assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
        pid = fork();
        assert_true(pid >= 0);
        if (pid == 0)
                run_busctl(bench, uid, arguments, ends[1], parent);
        close(ends[1]);
        assert_true(sd_event_add_io(bench->event, &source, ends[0], EPOLLIN, on_output, &output) >= 0);
        WAIT_FOR(bench->event, output.ended);
        sd_event_source_unref(source);
        close(ends[0]);
        assert_int_equal(waitpid(pid, &status, 0), pid);
        assert_true(WIFEXITED(status) && WEXITSTATUS(status) < 126);
        return output.text;
}
