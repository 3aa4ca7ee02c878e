/* SPDX-License-Identifier: MIT */
/*
 * storm - runs person-years of homes with faults, in two processes. TAP on standard output. STORM_SEED is the
 * seed of the first home, STORM_YEARS the number of person-years; the seed of a failure is that of its home,
 * to be run again with STORM_YEARS=1, and with STORM_TRACE=FILE to see everything that is said and done.
 * STORM_DAYS is how long a home exists; each half has one home at least.
 */
#include "sim/storm.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define SEED_DEFAULT 2026
#define TRACED_DAYS  6
/* A trace that is shorter shows nothing. */
#define TRACED_BYTES_MIN 10000
/* So many homes of a share are a step that is told of. */
#define PROGRESS_HOMES 10

static uint64_t number_from(const char *name, uint64_t otherwise)
{
        const char *text = getenv(name);

        return text && *text != '\0' ? strtoull(text, NULL, 10) : otherwise;
}

static void make_directory(char path[static 64])
{
        (void)snprintf(
                path, 64, "%s/unslouch-storm-XXXXXX", access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
        if (!mkdtemp(path))
                abort();
}

static void remove_directory(const char *path)
{
        char file[128];

        (void)snprintf(file, sizeof(file), "%s/unslouch.sqlite", path);
        (void)unlink(file);
        (void)rmdir(path);
}

static void add_up(struct storm_counts *sum, const struct storm_counts *counts)
{
        uint64_t *to = (uint64_t *)sum;
        const uint64_t *from = (const uint64_t *)counts;

        for (size_t i = 0; i < sizeof(*sum) / sizeof(*to); i++)
                to[i] += from[i];
}

static double live(struct storm *storm, uint64_t seed, uint32_t days, FILE *trace)
{
        char directory[64];
        double people = 0;

        make_directory(directory);
        storm_build(storm, seed, days, directory, trace);
        storm_live(storm);
        for (uint32_t i = 0; i < STORM_PEOPLE; i++)
                people += storm->dwellers[i].is_here;
        storm_clear(storm);
        remove_directory(directory);
        return people * days / 365;
}

/* What both halves have lived through. */
struct sum {
        struct storm_counts counts;
        uint64_t homes;
        double years;
};

static void print_line(const char *name, uint64_t value)
{
        printf("# %s: %llu\n", name, (unsigned long long)value);
}

static void print_sum(const struct sum *sum)
{
        const struct storm_counts *counts = &sum->counts;
        const struct {
                const char *name;
                uint64_t value;
        } lines[] = {
                { "homes", sum->homes },
                { "turns of the loop", counts->turns },
                { "messages to the daemon", counts->messages_in },
                { "messages of the daemon", counts->messages_out },
                { "prompts", counts->prompts },
                { "prompts told again that nobody had confirmed", counts->repeated },
                { "outcomes", counts->outcomes },
                { "sentences spoken", counts->spoken },
                { "sessions done", counts->sessions },
                { "sets done", counts->sets },
                { "lamps changed by hand", counts->lamps_touched },
                { "connections cut", counts->cut },
                { "connections refused", counts->refused },
                { "sessions taken over before the will was said", counts->taken_over },
                { "broker restarts", counts->broker_restarts },
                { "broker restarts that forgot what was retained", counts->broker_forgot },
                { "messages lost on the way to the daemon", counts->lost_in },
                { "messages lost on the way from the daemon", counts->lost_out },
                { "messages delivered twice", counts->twice },
                { "births of Home Assistant", counts->births },
                { "kills", counts->kills },
                { "power cuts", counts->power_cuts },
                { "orderly stops", counts->stops },
                { "reloads", counts->reloads },
                { "people removed", counts->removed },
                { "suspends", counts->suspends },
                { "clock steps", counts->clock_steps },
                { "changes of the zone", counts->zones },
                { "disks full for hours", counts->disk_full },
                { "disks broken for hours", counts->disk_broken },
                { "single failed writes", counts->disk_once },
                { "writes refused", counts->writes_failed },
                { "records found again after a restart", counts->kept_found },
                { "looks at the home at rest", counts->rests },
        };

        printf("# person-years: %.1f\n", sum->years);
        for (size_t i = 0; i < ELEMENTS(lines); i++)
                print_line(lines[i].name, lines[i].value);
}

static void print_progress(double lived)
{
        if (getenv("STORM_PROGRESS"))
                (void)fprintf(stderr, "%.1f person-years of one half are over\n", lived);
}

static void run_homes(struct sum *sum, uint64_t seed, double years, uint32_t days, const char *trace_name)
{
        static struct storm storm;
        FILE *trace = trace_name ? fopen(trace_name, "w") : NULL;

        do {
                sum->years += live(&storm, seed, days, trace);
                add_up(&sum->counts, &storm.counts);
                seed += 2;
                if (++sum->homes % PROGRESS_HOMES == 0)
                        print_progress(sum->years);
        } while (sum->years < years);
        if (trace)
                (void)fclose(trace);
        exit(EXIT_SUCCESS);
}

static bool run_shares(uint64_t seed, double years, uint32_t days)
{
        const char *trace = getenv("STORM_TRACE");
        int shares = trace ? 1 : 2;
        struct sum *sums =
                mmap(NULL, 2 * sizeof(*sums), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
        pid_t children[2];
        bool good = sums != MAP_FAILED;

        if (!good)
                return false;
        fflush(stdout);
        for (int i = 0; i < shares; i++) {
                children[i] = fork();
                if (children[i] == 0)
                        run_homes(&sums[i], seed + (uint64_t)i, years / shares, days, trace);
                good &= children[i] > 0;
        }
        for (int i = 0; i < shares; i++) {
                int status = -1;
                pid_t child = wait(&status);

                good &= child > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0;
                /* One violation is enough. */
                for (int n = 0; !good && n < shares; n++)
                        if (children[n] != child)
                                (void)kill(children[n], SIGKILL);
        }
        sums[0].homes += sums[1].homes;
        sums[0].years += sums[1].years;
        add_up(&sums[0].counts, &sums[1].counts);
        print_sum(&sums[0]);
        (void)munmap(sums, 2 * sizeof(*sums));
        return good;
}

/* The whole trace of a short life. */
static char *trace_of(uint64_t seed)
{
        static struct storm storm;
        char *text = NULL;
        size_t size;
        FILE *trace = open_memstream(&text, &size);

        if (!trace)
                abort();
        (void)live(&storm, seed, TRACED_DAYS, trace);
        (void)fclose(trace);
        return text;
}

static void compare_traces(uint64_t seed, bool *ret_same, bool *ret_different)
{
        char *first = trace_of(seed);
        char *second = trace_of(seed);
        char *other = trace_of(seed + 1);

        *ret_same = strcmp(first, second) == 0 && strlen(first) > TRACED_BYTES_MIN;
        *ret_different = strcmp(first, other) != 0;
        free(first);
        free(second);
        free(other);
}

int main(void)
{
        uint64_t seed = number_from("STORM_SEED", SEED_DEFAULT);
        double years = (double)number_from("STORM_YEARS", STORM_YEARS_DEFAULT);
        uint32_t days = (uint32_t)number_from("STORM_DAYS", STORM_DAYS_DEFAULT);
        bool same = true, different = true, good;

        (void)setenv("UNSLOUCH_MESSAGES_DIR", TOP_SRCDIR "/conf/messages", 1);
        (void)setenv("UNSLOUCH_PROGRAMMES_DIR", TOP_SRCDIR "/conf/programmes", 1);
        disk_register();
        printf("1..3\n# STORM_SEED=%llu STORM_YEARS=%.0f\n", (unsigned long long)seed, years);
        if (!getenv("STORM_TRACE"))
                compare_traces(seed, &same, &different);
        printf("%s 1 - the same seed gives the same trace, to the byte\n", same ? "ok" : "not ok");
        printf("%s 2 - another seed gives another trace\n", different ? "ok" : "not ok");
        good = run_shares(seed, years, days);
        printf("%s 3 - whatever fails, nothing is lost, twice or late\n", good ? "ok" : "not ok");
        return same && different && good ? EXIT_SUCCESS : EXIT_FAILURE;
}
