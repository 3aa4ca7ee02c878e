/* SPDX-License-Identifier: MIT */
#include "unit/test.h"

#include "unit/routine_bench.h"

static const struct routine_setup WINDOW = { .item_count = 1,
        .items = { ITEM(0, MON_WED_FRI, 18 * 60, 21 * 60) } };
static const struct routine_setup LATE = { .item_count = 1, .items = { ITEM(0, MON_WED_FRI, 23 * 60, 60) } };
static const struct routine_setup LATE_AT = { .item_count = 1,
        .items = { ITEM(0, MON_WED_FRI, 3 * 60 + 30, ROUTINE_NO_MINUTE) } };
static const struct routine_setup BOTH = { .item_count = 2,
        .items = { ITEM(0, MON_WED_FRI, 18 * 60, ROUTINE_NO_MINUTE),
                ITEM(BENCH_STRETCH, HOURS_EVERY_DAY, 18 * 60, ROUTINE_NO_MINUTE) } };
static const struct routine_setup DAILY = { .item_count = 1,
        .items = { ITEM(BENCH_STRETCH, HOURS_EVERY_DAY, ROUTINE_NO_MINUTE, ROUTINE_NO_MINUTE) } };
static const struct routine_setup UNANSWERED = { .is_unanswered = true };
static const struct routine_setup NIGHT = {
        .start = "2026-03-23 07:00:00", .item_count = 1, .items = { ITEM(0, 0x20, 150, ROUTINE_NO_MINUTE) }
};
static const struct routine_setup NIGHT_BACK = {
        .start = "2026-10-19 06:00:00", .item_count = 1, .items = { ITEM(0, 0x20, 150, ROUTINE_NO_MINUTE) }
};

struct routine_case {
        const char *name;
        const struct routine_setup *setup;
        const char *script;
        const char *show;
        const char *expected;
};

static const struct routine_case CASES[] = {
        { "a session is offered at its time", NULL,
                "mon 17:00 phase, mon 17:50 phase, mon 18:00 phase, mon 18:10 phase, "
                "mon 19:00 phase, tue 05:00 end",
                "PL",
                "mon 17:00 (nothing), mon 17:50 (soon replaces), mon 18:00 due strength ld, "
                "mon 18:00 lamp=due, mon 18:00 (due replaces), mon 18:10 lamp=before, "
                "mon 18:10 (due), mon 19:00 (nothing), tue 04:00 missed strength" },
        { "it is not offered to who is out", NULL, "mon 17:00 out, mon 19:30 home, mon 20:30 end", "PL",
                "mon 19:30 due strength ld, mon 19:30 lamp=due, mon 19:40 lamp=before" },
        { "it is not offered in a hold", NULL,
                "mon 17:50 held, mon 17:55 phase, mon 18:20 free, mon 18:25 phase", "P",
                "mon 17:55 (nothing), mon 18:20 due strength ld, mon 18:25 (due replaces)" },
        { "it is not offered in quiet hours", NULL, "mon 17:00 quiet, tue 08:00 loud, tue 09:00 end", "P",
                "tue 04:00 missed strength" },
        { "it is not offered on a holiday", NULL, "mon 17:00 off, mon 19:00 phase, tue 08:00 on", "P",
                "mon 19:00 (nothing)" },
        { "a holiday that ends at midnight wakes nobody", NULL,
                "mon 09:00 off, tue 00:00 on, tue 03:59 phase, wed 17:59 phase, wed 18:00 phase", "PR",
                "tue 03:59 (nothing), tue 04:00 =excused mon, "
                "wed 17:59 (soon replaces), wed 18:00 due strength ld, wed 18:00 (due replaces)" },
        { "a late evening is no time for what was planned for six", NULL,
                "mon 17:00 held, mon 22:00 free, tue 03:00 end", "P", "" },
        { "who is active at night is offered it then", NULL,
                "mon 17:00 held, mon 22:00 active, mon 22:30 free, mon 22:31 end", "P",
                "mon 22:30 due strength ld" },
        { "it waits for a break's prompt", NULL,
                "mon 17:58 busy, mon 18:05 phase, mon 18:12 idle, mon 18:13 phase", "P",
                "mon 18:05 (nothing), mon 18:12 due strength ld, mon 18:13 (due replaces)" },
        { "a window opens when the person is home", &WINDOW,
                "mon 17:50 phase, mon 17:55 out, mon 19:00 home, mon 19:20 phase, mon 21:10 end", "PL",
                "mon 17:50 (soon replaces), mon 19:00 due strength ld, mon 19:00 lamp=due, "
                "mon 19:10 lamp=before, mon 19:20 (due), mon 20:45 due strength ld, "
                "mon 20:45 lamp=due, mon 20:55 lamp=before" },
        { "a window that nobody was home for closes without a word", &WINDOW,
                "mon 17:55 out, mon 21:10 home, tue 03:00 end", "P", "" },
        { "shortly before it closes one offer is enough", &WINDOW,
                "mon 18:00 held, mon 20:50 free, mon 21:10 end", "PL",
                "mon 18:00 due strength ld, mon 18:00 lamp=due, mon 18:10 lamp=before, "
                "mon 20:50 due strength ld, mon 20:50 lamp=due, mon 21:00 lamp=before" },
        { "the last call waits for a break's prompt", &WINDOW,
                "mon 20:40 busy, mon 20:50 idle, mon 20:51 end", "P",
                "mon 18:00 due strength ld, mon 20:50 due strength ld" },
        { "a window reaches past midnight", &LATE, "mon 23:05 end, tue 00:50 end, tue 02:00 end", "P",
                "mon 23:00 due strength ld, tue 00:45 due strength ld" },
        { "a snooze tells it again, twice", NULL,
                "mon 18:05 later, mon 18:05 phase, mon 18:06 later, mon 18:16 later, "
                "mon 18:30 later, mon 18:40 phase, mon 19:50 end",
                "PEL",
                "mon 18:00 due strength ld, mon 18:00 lamp=due, mon 18:05 lamp=before, "
                "mon 18:05 (due snoozed), mon 18:15 due strength ld, mon 18:15 lamp=due, "
                "mon 18:16 lamp=before, mon 18:26 due strength ld, mon 18:26 lamp=due, "
                "mon 18:30 !no-snoozes, mon 18:36 lamp=before, mon 18:40 (due)" },
        { "a snooze has a range", NULL,
                "mon 18:05 later=4, mon 18:05 later=21, mon 18:05 later=20, mon 18:26 end", "PEL",
                "mon 18:00 due strength ld, mon 18:00 lamp=due, mon 18:05 !range, "
                "mon 18:05 !range, mon 18:05 lamp=before, mon 18:25 due strength ld, "
                "mon 18:25 lamp=due" },
        { "a snooze ends in a hold, and is told after it", NULL,
                "mon 18:05 later, mon 18:10 held, mon 18:30 free, mon 18:31 end", "P",
                "mon 18:00 due strength ld, mon 18:30 due strength ld" },
        { "done starts it", NULL, "mon 18:02 done, mon 18:03 phase", "PL",
                "mon 18:00 due strength ld, mon 18:00 lamp=due, mon 18:02 lamp=before, "
                "mon 18:02 started strength, mon 18:03 (session replaces)" },
        { "skip leaves it out today", NULL,
                "mon 18:02 dismiss, mon 18:03 phase, mon 18:03 plan, tue 05:00 end", "PrL",
                "mon 18:00 due strength ld, mon 18:00 lamp=due, mon 18:02 =change strength mon, "
                "mon 18:02 lamp=before, mon 18:03 (nothing), "
                "mon 18:03 [mon missed wed planned fri planned sun moved]" },
        { "nothing is answered that was not offered", NULL,
                "mon 17:00 done, mon 17:00 dismiss, mon 17:00 later", "PrE",
                "mon 17:00 !none, mon 17:00 !none, mon 17:00 !none" },
        { "the command starts what is offered", NULL,
                "mon 18:02 start, mon 18:03 phase, mon 18:04 stop, mon 18:05 phase", "PL",
                "mon 18:00 due strength ld, mon 18:00 lamp=due, mon 18:02 lamp=before, "
                "mon 18:02 started strength, mon 18:03 (session replaces), "
                "mon 18:04 done strength d, mon 18:05 (nothing)" },
        { "a session before its time takes its place", NULL, "mon 10:00 train, mon 19:00 end", "P",
                "mon 10:00 started strength, mon 10:00 done strength d" },
        { "the offer ends with its day", &LATE_AT, "tue 04:01 phase", "PL",
                "tue 03:30 due strength ld, tue 03:30 lamp=due, tue 03:40 lamp=before, "
                "tue 04:00 missed strength, tue 04:01 (nothing)" },
        { "two programmes are offered in turn", &BOTH, "mon 18:01 phase, mon 18:02 dismiss, mon 18:03 phase",
                "PL",
                "mon 18:00 due strength ld, mon 18:00 lamp=due, mon 18:01 (due replaces), "
                "mon 18:02 lamp=before, mon 18:02 due stretch ld, mon 18:02 lamp=due, "
                "mon 18:03 (due replaces)" },
        { "a break may suggest the stretch once its time has passed, until it is done", &BOTH,
                "mon 17:00 phase, mon 18:01 dismiss, mon 18:02 phase, mon 18:03 dismiss, mon 19:30 phase, "
                "tue 17:00 phase, tue 18:30 phase, tue 19:30 phase, tue 19:31 train=right, tue 19:32 phase, "
                "wed 17:40 phase",
                "",
                "mon 17:00 (nothing), mon 18:02 (due replaces), mon 19:30 (nothing), "
                "tue 17:00 (nothing), tue 18:30 (due), tue 19:30 (nothing stretch), "
                "tue 19:32 (nothing), wed 17:40 (nothing)" },
        { "what holds the stretch keeps a break from suggesting it", &DAILY,
                "mon 09:00 phase, mon 10:00 off, mon 10:01 phase, mon 11:00 on, mon 11:01 phase, "
                "mon 12:00 yes=2, mon 12:01 phase",
                "",
                "mon 09:00 (nothing stretch), mon 10:01 (nothing), mon 11:01 (nothing stretch), "
                "mon 12:01 (nothing)" },
        { "the pause ends the session's phase after a while", NULL,
                "mon 18:05 start, mon 18:06 pause, mon 18:07 phase, mon 18:16 phase, "
                "mon 18:17 resume, mon 18:18 phase",
                "P",
                "mon 18:00 due strength ld, mon 18:05 started strength, "
                "mon 18:07 (session replaces), mon 18:16 (nothing), mon 18:18 (session replaces)" },
        { "the night that skips the time offers it at its end", &NIGHT,
                "sat 12:00 plan, sun 01:00 end, sun 06:00 end", "P",
                "tue 02:30 due strength ld, tue 04:00 missed strength, "
                "wed 02:30 due strength ld, wed 04:00 missed strength, "
                "thu 02:30 due strength ld, thu 04:00 missed strength, "
                "fri 02:30 due strength ld, fri 04:00 missed strength, "
                "sat 02:30 due strength ld, sat 04:00 missed strength, "
                "sat 12:00 [mon missed 02:30 tue missed 02:30 wed missed 02:30 thu missed 02:30 fri "
                "missed 02:30 sat planned 03:00 sun moved 02:30], sun 03:00 due strength ld, "
                "sun 04:00 missed strength" },
        { "the night that repeats the time offers it once", &NIGHT_BACK,
                "sat 12:00 plan, sun 01:00 end, sun 06:00 end", "P",
                "tue 02:30 due strength ld, tue 04:00 missed strength, "
                "wed 02:30 due strength ld, wed 04:00 missed strength, "
                "thu 02:30 due strength ld, thu 04:00 missed strength, "
                "fri 02:30 due strength ld, fri 04:00 missed strength, "
                "sat 02:30 due strength ld, sat 04:00 missed strength, "
                "sat 12:00 [mon missed 02:30 tue missed 02:30 wed missed 02:30 thu missed 02:30 fri "
                "missed 02:30 sat planned 02:30 sun moved 02:30], sun 02:30 due strength ld, "
                "sun 04:00 missed strength" },
        { "a clock set back offers nothing again", NULL,
                "mon 18:05 clock=-3600, mon 17:10 phase, mon 18:30 end", "PL",
                "mon 18:00 due strength ld, mon 18:00 lamp=due, mon 17:10 (due replaces), "
                "mon 17:15 lamp=before" },
        { "a clock set forward offers what is due", NULL, "mon 12:00 clock=21600, mon 18:01 phase", "PL",
                "mon 18:00 due strength ld, mon 18:00 lamp=due, mon 18:01 (due replaces)" },
        { "a clock set forward by a day misses the day", NULL, "mon 12:00 clock=86400, tue 12:01 plan", "P",
                "tue 12:00 missed strength, "
                "tue 12:01 [mon missed wed planned fri planned sun moved]" },
        { "a clock set back by a day tells no day twice", NULL,
                "tue 12:00 clock=-86400, mon 12:01 plan, tue 12:00 plan", "P",
                "mon 18:00 due strength ld, tue 04:00 missed strength, "
                "mon 12:01 [mon planned wed planned fri planned], "
                "tue 12:00 [mon missed wed planned fri planned sun moved]" },
        { "illness asks the questions again", NULL,
                "mon 09:00 ill, mon 10:00 start, tue 09:00 well, tue 09:01 plan, "
                "wed 18:30 start, wed 18:31 yes, wed 18:32 plan, wed 18:33 start",
                "PrE",
                "mon 10:00 !held paused, tue 04:00 =excused mon, "
                "tue 09:00 =screening no unanswered, "
                "tue 09:01 [mon excused wed planned fri planned sun moved | questions], "
                "wed 18:30 !held questions, wed 18:31 =screening no, wed 18:31 due strength ld, "
                "wed 18:32 [mon excused wed planned fri planned sun moved], "
                "wed 18:33 started strength" },
        { "illness before the questions were answered changes nothing", &UNANSWERED,
                "mon 09:00 ill, tue 09:00 well, tue 09:01 plan", "rE",
                "tue 04:00 =excused mon, "
                "tue 09:01 [mon excused wed planned fri planned sun moved | questions]" },
        { "unanswered questions hold it, and a week without it is no fault", &UNANSWERED,
                "mon 18:05 plan, mon 18:05 start, wed 17:00 none-apply, wed 18:10 train, "
                "wed 18:11 plan",
                "PrE",
                "mon 18:05 [mon planned wed planned fri planned | questions], "
                "mon 18:05 !held questions, wed 17:00 =screening no, wed 18:00 due strength ld, "
                "wed 18:10 started strength, "
                "wed 18:10 =session strength normal none cobra:100:none raise:100:none "
                "brace:100:none bug:100:none, wed 18:10 done strength d, "
                "wed 18:10 =session strength normal right cobra:100:right raise:100:right "
                "brace:100:right bug:100:right, "
                "wed 18:11 [mon missed wed done 18:10 fri planned sun moved | 1: 0/6]" },
        { "a yes holds it until cleared", NULL,
                "mon 09:00 yes=2, mon 09:01 plan, mon 09:02 start, mon 18:30 cleared, "
                "mon 18:31 plan",
                "PrE",
                "mon 09:00 =screening yes, "
                "mon 09:01 [mon planned wed planned fri planned | see-terminal], "
                "mon 09:02 !held see-terminal, mon 18:30 =screening yes cleared, "
                "mon 18:30 due strength ld, mon 18:31 [mon planned wed planned fri planned]" },
        { "nothing is left of it", NULL, "mon 09:00 exclude, mon 09:01 plan, mon 09:02 start", "E",
                "mon 09:01 [mon planned wed planned fri planned | see-terminal], mon 09:02 !empty" },
        { "no programme of this name", NULL, "mon 09:00 start=stretch, mon 09:00 start=nonsense", "E",
                "mon 09:00 !no-programme, mon 09:00 !no-programme" },
};

static void check(void **state)
{
        static struct routine_bench bench;
        const struct routine_case *this = *state;

        routine_bench_run(&bench, this->setup, this->script, this->show);
        routine_bench_done(&bench);
        assert_string_equal(bench.text, this->expected);
}

int main(void)
{
        static struct CMUnitTest tests[ELEMENTS(CASES)];

        for (size_t i = 0; i < ELEMENTS(CASES); i++)
                tests[i] =
                        (struct CMUnitTest){ CASES[i].name, check, NULL, NULL, (void *)(uintptr_t)&CASES[i] };
        return cmocka_run_group_tests(tests, NULL, NULL);
}
