/* SPDX-License-Identifier: MIT */
/*
 * simulate - runs the person-years, in two processes. TAP on standard output. SIM_SEED is the seed of the
 * first home and SIM_YEARS the number of person-years; the seed of a failure is that of its home, to be run
 * again with SIM_YEARS=1, and with SIM_TRACE=1 to see every step.
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

/* Homes of every second seed, until their people have lived for @years together. */
static void run_homes(uint64_t seed, double years, int share)
{
        static struct sim sim;
        uint64_t homes = 0, steps = 0, prompts = 0, outcomes = 0, snoozes = 0, restarts = 0;
        uint64_t standing = 0, forward = 0;
        double lived = 0;

        for (; lived < years; seed += 2, homes++) {
                home_build(&sim, seed, HOME_DAYS);
                home_live(&sim);
                home_clear(&sim);
                lived += sim.count;
                steps += sim.steps;
                prompts += sim.prompts;
                outcomes += sim.outcomes;
                snoozes += sim.snoozes;
                restarts += sim.restarts;
                standing += sim.standing;
                forward += sim.forward;
        }
        printf("# share %d: %llu homes, %.0f person-years, %llu steps, %llu prompts, %llu outcomes, %llu "
               "snoozes, "
               "%llu restarts, %llu prompts about standing, %llu brought forward\n",
                share, (unsigned long long)homes, lived, (unsigned long long)steps,
                (unsigned long long)prompts, (unsigned long long)outcomes, (unsigned long long)snoozes,
                (unsigned long long)restarts, (unsigned long long)standing, (unsigned long long)forward);
        /* a simulation in which nothing happens shows nothing */
        if (prompts < homes || outcomes < homes || restarts < homes ||
                (lived >= LIVED_FOR_ALL && (standing == 0 || forward == 0))) {
                printf("not ok - too little has happened\n");
                exit(EXIT_FAILURE);
        }
        exit(EXIT_SUCCESS);
}

static bool run_shares(uint64_t seed, double years)
{
        pid_t children[2];
        bool good = true;

        fflush(stdout);
        for (int i = 0; i < 2; i++) {
                children[i] = fork();
                if (children[i] == 0)
                        run_homes(seed + (uint64_t)i, years / 2, i);
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

static uint64_t trace_of(uint64_t seed)
{
        static struct sim sim;

        home_build(&sim, seed, SHORT_DAYS);
        home_live(&sim);
        home_clear(&sim);
        return sim.hash;
}

int main(void)
{
        uint64_t seed = number_from("SIM_SEED", SEED_DEFAULT);
        uint64_t years = number_from("SIM_YEARS", SIM_YEARS_DEFAULT);
        bool same = trace_of(seed) == trace_of(seed);
        bool different = trace_of(seed) != trace_of(seed + 1);
        bool good;

        printf("1..3\n# SIM_SEED=%llu SIM_YEARS=%llu\n", (unsigned long long)seed, (unsigned long long)years);
        printf("%s 1 - the same seed gives the same trace\n", same ? "ok" : "not ok");
        printf("%s 2 - another seed gives another trace\n", different ? "ok" : "not ok");
        good = run_shares(seed, (double)years);
        printf("%s 3 - what must always be true is true in every step\n", good ? "ok" : "not ok");
        return same && different && good ? EXIT_SUCCESS : EXIT_FAILURE;
}
