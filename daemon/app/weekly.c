/* SPDX-License-Identifier: MIT */
#include "app/weekly.h"

#include "app/check.h"
#include "base/cleanup.h"
#include "io/child.h"
#include "io/message_ids.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#define DAYS_PER_WEEK 7
/* As many weeks as `unslouch report` tells of by itself. */
#define WEEKS 8
/* A page that is from later than now by more than a clock is off was written by a wrong clock. */
#define CLOCK_SLACK_USEC USEC_PER_DAY

struct weekly {
        struct weekly_options options;
        const struct settings *settings;
        bool *told;         /* by person: their trouble is known */
        bool bus_told;      /* so is that there is no bus */
        uint32_t next;      /* person of the round */
        int64_t round_usec; /* the planned time of the round; INT64_MIN: none was begun */
        bool resting;       /* the round is over */
        int64_t due_usec;   /* boottime */
        struct child *child;
        char path[PATH_MAX]; /* of the page that is being written */
        struct instant began;
};

static int32_t monday_of(int32_t day)
{
        return day - instant_weekday(day);
}

int64_t weekly_last_planned(const struct instant *now, int minute)
{
        int32_t monday = monday_of(instant_day(now, now->realtime_usec, 0));
        int64_t planned_usec = instant_from_civil(now, monday, minute);

        if (planned_usec > now->realtime_usec)
                planned_usec = instant_from_civil(now, monday - DAYS_PER_WEEK, minute);
        return planned_usec;
}

int64_t weekly_next_planned(const struct instant *now, int minute)
{
        int32_t monday = monday_of(instant_day(now, now->realtime_usec, 0));
        int64_t planned_usec = instant_from_civil(now, monday, minute);

        if (planned_usec <= now->realtime_usec)
                planned_usec = instant_from_civil(now, monday + DAYS_PER_WEEK, minute);
        return planned_usec;
}

struct weekly_range weekly_range(const struct instant *now)
{
        int32_t to_day = instant_day(now, now->realtime_usec, MINUTES_PER_DAY / 2);

        return (struct weekly_range){
                .from_day = monday_of(to_day) - (WEEKS - 1) * DAYS_PER_WEEK,
                .to_day = to_day,
        };
}

static void forget_round(struct weekly *weekly)
{
        weekly->next = 0;
        weekly->round_usec = INT64_MIN;
        weekly->resting = false;
        weekly->due_usec = weekly->settings && weekly->settings->report.file ? INT64_MIN : USEC_INFINITY;
}

int weekly_new(
        const struct weekly_options *options, const struct settings *settings, struct weekly **ret_weekly)
{
        struct weekly *weekly = calloc(1, sizeof(*weekly));
        int r;

        if (!weekly)
                return -ENOMEM;
        weekly->options = *options;
        r = weekly_change_settings(weekly, settings);
        if (r < 0) {
                weekly_free(weekly);
                return r;
        }
        *ret_weekly = weekly;
        return 0;
}

struct weekly *weekly_free(struct weekly *weekly)
{
        if (!weekly)
                return NULL;
        child_free(weekly->child);
        free(weekly->told);
        free(weekly);
        return NULL;
}

int weekly_change_settings(struct weekly *weekly, const struct settings *settings)
{
        weekly->child = child_free(weekly->child);
        free(weekly->told);
        weekly->told = calloc((size_t)settings->people_count + 1, sizeof(*weekly->told));
        weekly->settings = weekly->told ? settings : NULL;
        weekly->bus_told = false;
        forget_round(weekly);
        return weekly->told ? 0 : -ENOMEM;
}

void weekly_on_clock_change(struct weekly *weekly)
{
        if (weekly->due_usec != USEC_INFINITY)
                weekly->due_usec = INT64_MIN;
}

int64_t weekly_next_deadline(const struct weekly *weekly)
{
        return weekly->due_usec == INT64_MIN ? USEC_INFINITY : weekly->due_usec;
}

/* Puts the person's id into the name of the file. Return: 0; -ENAMETOOLONG; -ENOENT: there is no directory.
 * @path is empty then. */
static int print_path(const struct weekly *weekly, const char *person, char path[static PATH_MAX])
{
        const char *file = weekly->settings->report.file;
        size_t length = 0;

        path[0] = '\0';
        if (*file != '/' && weekly->options.state_dir[0] == '\0')
                return -ENOENT;
        if (*file != '/')
                length = (size_t)snprintf(path, PATH_MAX, "%s/", weekly->options.state_dir);
        for (; *file && length < PATH_MAX - 1; file++) {
                if (*file != '%') {
                        path[length++] = *file;
                        continue;
                }
                file++;
                length +=
                        (size_t)snprintf(path + length, PATH_MAX - length, "%s", *file == 'p' ? person : "%");
        }
        if (length >= PATH_MAX - 1) {
                path[0] = '\0';
                return -ENAMETOOLONG;
        }
        path[length] = '\0';
        return 0;
}

static void tell(struct weekly *weekly, uint32_t person, const char *reason)
{
        const char *id = weekly->settings->people[person].core.id;

        if (!weekly->told[person])
                log_write(weekly->options.log, LOG_WARNING,
                        &(struct log_fields){ .message_id = MESSAGE_ID_REPORT, .person = id },
                        "The week's report of %s is not written: %s", id, reason);
        weekly->told[person] = true;
}

/* The client's own name before what it says is of no use here. */
static const char *without_name(const char *said)
{
        static const char name[] = "unslouch report: ";

        return strncmp(said, name, strlen(name)) == 0 ? said + strlen(name) : said;
}

/* The file has the clock's time, which is not the machine's where time runs faster. */
static void stamp(const struct weekly *weekly)
{
        int64_t usec = weekly->began.realtime_usec;
        const struct timespec times[2] = {
                { .tv_sec = usec / USEC_PER_SEC, .tv_nsec = usec % USEC_PER_SEC * 1000 },
                { .tv_sec = usec / USEC_PER_SEC, .tv_nsec = usec % USEC_PER_SEC * 1000 },
        };

        (void)utimensat(AT_FDCWD, weekly->path, times, 0);
}

/* Whatever became of it, the next one's turn comes: a page that failed is tried again next week, or after a
 * reload. */
static void on_end(void *userdata, const struct child_result *result)
{
        struct weekly *weekly = userdata;
        uint32_t person = weekly->next++;

        if (result->timed_out)
                tell(weekly, person, "it took too long.");
        else if (result->status != EXIT_STATUS_DONE)
                tell(weekly, person,
                        *result->said ? without_name(result->said) : "the program `unslouch` failed.");
        else {
                stamp(weekly);
                weekly->told[person] = false;
        }
        weekly->child = child_free(weekly->child);
        weekly->due_usec = INT64_MIN;
}

static const char *client_program(void)
{
        const char *program = getenv("UNSLOUCH_CLIENT");

        return program && *program ? program : BINDIR "/unslouch";
}

static int start(struct weekly *weekly, const struct instant *now)
{
        const struct weekly_range range = weekly_range(now);
        char bus[sizeof("--bus=") + 8], from[INSTANT_DAY_TEXT_SIZE], to[INSTANT_DAY_TEXT_SIZE];
        const char *arguments[] = { "unslouch", "report", bus, "--person",
                weekly->settings->people[weekly->next].core.id, "--from", from, "--to", to, "--html",
                weekly->path, NULL };
        const struct child_options options = {
                .event = weekly->options.event,
                .program = client_program(),
                .arguments = arguments,
                .timeout_usec = WEEKLY_TIMEOUT_USEC,
                .userdata = weekly,
                .on_end = on_end,
        };

        snprintf(bus, sizeof(bus), "--bus=%s", bus_kind_names[weekly->options.bus]);
        instant_print_day(range.from_day, from);
        instant_print_day(range.to_day, to);
        weekly->began = *now;
        return child_new(&options, &weekly->child);
}

/* Whether the page was written at the planned time or later. */
static bool is_there(const struct weekly *weekly, const struct instant *now)
{
        struct stat status;
        int64_t written_usec;

        if (stat(weekly->path, &status) < 0)
                return false;
        written_usec = status.st_mtim.tv_sec * USEC_PER_SEC + status.st_mtim.tv_nsec / 1000;
        return written_usec >= weekly->round_usec && written_usec <= now->realtime_usec + CLOCK_SLACK_USEC;
}

/* Looks at the next person. Return: whether there is one. */
static bool take_next(struct weekly *weekly, const struct instant *now)
{
        char reason[128];
        int r;

        if (weekly->next == weekly->settings->people_count)
                return false;
        r = print_path(weekly, weekly->settings->people[weekly->next].core.id, weekly->path);
        if (r == 0 && is_there(weekly, now)) {
                weekly->next++;
                return true;
        }
        if (r == 0)
                r = start(weekly, now);
        if (r < 0) {
                snprintf(reason, sizeof(reason), "%s: %s.",
                        weekly->path[0] == '\0' ? "its file" : client_program(), strerror(-r));
                tell(weekly, weekly->next++, reason);
        }
        return true;
}

static bool can_be_asked(struct weekly *weekly, bool served)
{
        if (weekly->options.bus != BUS_NONE)
                return served;
        if (!weekly->bus_told)
                log_write(weekly->options.log, LOG_WARNING,
                        &(struct log_fields){ .message_id = MESSAGE_ID_REPORT },
                        "No report is written, for this needs D-Bus: start unslouchd with --bus=system or "
                        "--bus=session, or leave out the setting report.");
        weekly->bus_told = true;
        weekly->due_usec = USEC_INFINITY;
        return false;
}

static void begin_round(struct weekly *weekly, const struct instant *now)
{
        int64_t planned_usec = weekly_last_planned(now, weekly->settings->report.at_minute);

        if (planned_usec == weekly->round_usec)
                return;
        weekly->round_usec = planned_usec;
        weekly->next = 0;
        weekly->resting = false;
}

void weekly_on_time(struct weekly *weekly, bool served, const struct instant *now)
{
        if (now->boottime_usec < weekly->due_usec || weekly->due_usec == USEC_INFINITY || weekly->child)
                return;
        /* From now on no timer is needed: what it waits for begins a turn. */
        weekly->due_usec = INT64_MIN;
        if (!can_be_asked(weekly, served))
                return;
        begin_round(weekly, now);
        while (!weekly->resting && !weekly->child)
                weekly->resting = !take_next(weekly, now);
        if (weekly->resting)
                weekly->due_usec = instant_to_boottime(
                        now, weekly_next_planned(now, weekly->settings->report.at_minute));
}
