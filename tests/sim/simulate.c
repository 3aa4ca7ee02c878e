/* SPDX-License-Identifier: MIT */
/*
 * simulate - runs the person-years, in two processes. TAP on standard output. SIM_SEED is the seed of the
 * first home and SIM_YEARS the number of person-years; the seed of a failure is that of its home, to be run
 * again with SIM_YEARS=1, and with SIM_TRACE=1 to see every step. With SIM_TRAIN=1 every home has exercise
 * programmes: for long runs.
 */
#include "sim/sim.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define SEED_DEFAULT 2026
#define HOME_DAYS    365
#define SHORT_DAYS   20
/* In so many person-years everything happens. */
#define LIVED_FOR_ALL 15

static uint64_t number_from(const char *name, uint64_t otherwise)
{
        const char *text = getenv(name);

        return text && *text != '\0' ? strtoull(text, NULL, 10) : otherwise;
}

static void add_up(struct sim *sum, const struct sim *sim)
{
        sum->steps += sim->steps;
        sum->prompts += sim->prompts;
        sum->outcomes += sim->outcomes;
        sum->snoozes += sim->snoozes;
        sum->restarts += sim->restarts;
        sum->offers += sim->offers;
        sum->sessions += sim->sessions;
        sum->finished += sim->finished;
        sum->sets += sim->sets;
        sum->cues += sim->cues;
        sum->resumed += sim->resumed;
        sum->standing += sim->standing;
        sum->forward += sim->forward;
}

/* A simulation in which nothing happens shows nothing. */
static bool is_idle(const struct sim *sum, double lived, uint64_t homes, uint64_t training)
{
        if (lived >= LIVED_FOR_ALL && (sum->standing == 0 || sum->forward == 0))
                return true;
        if (sum->prompts < homes || sum->outcomes < homes || sum->restarts < homes)
                return true;
        /* Of a few homes none may have programmes, or people who like them. */
        return homes >= SIM_TRAINING_HOMES &&
               (training == 0 || sum->offers < training || sum->finished < training || sum->sets < training ||
                       sum->resumed < training);
}

/* Homes of every second seed, until their people have lived for @years together. */
static void run_homes(const struct programmes *programmes, uint64_t seed, double years, int share)
{
        static struct sim sim, sum;
        uint64_t homes = 0, training = 0;
        double lived = 0;

        sim.programmes = programmes;
        for (; lived < years; seed += 2, homes++) {
                home_build(&sim, seed, HOME_DAYS);
                home_live(&sim);
                home_clear(&sim);
                lived += sim.count;
                training += sim.trainees[0].has_routine;
                add_up(&sum, &sim);
        }
        printf("# share %d: %llu homes, %.0f person-years, %llu steps, %llu prompts, %llu outcomes, %llu "
               "snoozes, %llu restarts, %llu prompts about standing, %llu brought forward\n",
                share, (unsigned long long)homes, lived, (unsigned long long)sum.steps,
                (unsigned long long)sum.prompts, (unsigned long long)sum.outcomes,
                (unsigned long long)sum.snoozes, (unsigned long long)sum.restarts,
                (unsigned long long)sum.standing, (unsigned long long)sum.forward);
        printf("# share %d: %llu homes with programmes, %llu offers, %llu sessions, %llu done, %llu sets, "
               "%llu cues, %llu cut by a restart\n",
                share, (unsigned long long)training, (unsigned long long)sum.offers,
                (unsigned long long)sum.sessions, (unsigned long long)sum.finished,
                (unsigned long long)sum.sets, (unsigned long long)sum.cues, (unsigned long long)sum.resumed);
        if (is_idle(&sum, lived, homes, training)) {
                printf("not ok - too little has happened\n");
                exit(EXIT_FAILURE);
        }
        exit(EXIT_SUCCESS);
}

static bool run_shares(const struct programmes *programmes, uint64_t seed, double years)
{
        pid_t children[2];
        bool good = true;

        fflush(stdout);
        for (int i = 0; i < 2; i++) {
                children[i] = fork();
                if (children[i] == 0)
                        run_homes(programmes, seed + (uint64_t)i, years / 2, i);
                good &= children[i] > 0;
        }
        for (int i = 0; i < 2; i++) {
                int status = -1;

                if (children[i] > 0)
                        good &= waitpid(children[i], &status, 0) == children[i] && WIFEXITED(status) &&
                                WEXITSTATUS(status) == 0;
        }
        return good;
}

static uint64_t trace_of(const struct programmes *programmes, uint64_t seed)
{
        static struct sim sim;

        sim.programmes = programmes;
        home_build(&sim, seed, SHORT_DAYS);
        home_live(&sim);
        home_clear(&sim);
        return sim.hash;
}

static struct programmes *load_programmes(void)
{
        struct config_problems problems = { 0 };
        struct programmes *programmes = NULL;

        if (programmes_load(TOP_SRCDIR "/conf/programmes", NULL, &problems, &programmes) < 0 ||
                problems.count > 0) {
                config_problems_print(&problems, stderr);
                exit(EXIT_FAILURE);
        }
        return programmes;
}

int main(void)
{
        uint64_t seed = number_from("SIM_SEED", SEED_DEFAULT);
        uint64_t years = number_from("SIM_YEARS", SIM_YEARS_DEFAULT);
        struct programmes *programmes = load_programmes();
        /* One home with programmes, and one without. */
        uint64_t training = seed - seed % (2 * SIM_TRAINING_HOMES) + 2 * SIM_TRAINING_HOME,
                 other = training + 2;
        bool same = trace_of(programmes, training) == trace_of(programmes, training) &&
                    trace_of(programmes, other) == trace_of(programmes, other);
        bool different = trace_of(programmes, other) != trace_of(programmes, other + 1);
        bool good;

        printf("1..3\n# SIM_SEED=%llu SIM_YEARS=%llu\n", (unsigned long long)seed, (unsigned long long)years);
        printf("%s 1 - the same seed gives the same trace\n", same ? "ok" : "not ok");
        printf("%s 2 - another seed gives another trace\n", different ? "ok" : "not ok");
        good = run_shares(programmes, seed, (double)years);
        printf("%s 3 - what must always be true is true in every step\n", good ? "ok" : "not ok");
        programmes_free(programmes);
        return same && different && good ? EXIT_SUCCESS : EXIT_FAILURE;
}
