/* SPDX-License-Identifier: MIT */
#include "unit/test.h"

#include "unit/routine_bench.h"

static const struct routine_setup NEVER = { .never = 0x40 };
static const struct routine_setup FIVE = { .item_count = 1,
        .items = { ITEM(0, 0x1f, 18 * 60, ROUTINE_NO_MINUTE) } };
static const struct routine_setup STEADY = { .item_count = 1,
        .items = { ITEM(BENCH_STEADY, MON_WED_FRI, 18 * 60, ROUTINE_NO_MINUTE) } };
static const struct routine_setup STEADY_DAILY = { .item_count = 1,
        .items = { ITEM(BENCH_STEADY, HOURS_EVERY_DAY, 18 * 60, ROUTINE_NO_MINUTE) } };
static const struct routine_setup STRETCH = { .item_count = 1,
        .items = { ITEM(BENCH_STRETCH, HOURS_EVERY_DAY, 12 * 60 + 30, ROUTINE_NO_MINUTE) } };
static const struct routine_setup WINDOW = { .item_count = 1,
        .items = { ITEM(0, MON_WED_FRI, 18 * 60, 21 * 60) } };
static const struct routine_setup TWO = { .item_count = 2,
        .items = { ITEM(0, MON_WED_FRI, 18 * 60, ROUTINE_NO_MINUTE),
                ITEM(BENCH_STRETCH, HOURS_EVERY_DAY, 12 * 60 + 30, ROUTINE_NO_MINUTE) } };
static const struct routine_setup QUIETLY = { .item_count = 1,
        .items = { ITEM(0, MON_WED_FRI, ROUTINE_NO_MINUTE, ROUTINE_NO_MINUTE) } };
static const struct routine_setup NOTHING = { .item_count = -1 };
static const struct routine_setup GONE = { .item_count = 1,
        .items = { ITEM(-1, MON_WED_FRI, 18 * 60, ROUTINE_NO_MINUTE) } };

struct routine_case {
        const char *name;
        const struct routine_setup *setup;
        const char *script;
        const char *show;
        const char *expected;
};

static const struct routine_case CASES[] = {
        { "three days are planned as configured", NULL, "mon 08:00 plan", "P",
                "mon 08:00 [mon planned wed planned fri planned]" },
        { "a missed Monday is made up on Sunday", NULL,
                "tue 08:00 plan, wed 18:10 train, thu 08:00 plan, fri 18:05 train, "
                "sat 09:00 plan, sun 20:00 train, mon2 08:00 plan",
                "P",
                "mon 18:00 due strength ld, tue 04:00 missed strength, "
                "tue 08:00 [mon missed wed planned fri planned sun moved], "
                "wed 18:00 due strength ld, wed 18:10 started strength, "
                "wed 18:10 done strength d, "
                "thu 08:00 [mon missed wed done 18:10 fri planned sun moved | 1: 0/6], "
                "fri 18:00 due strength ld, fri 18:05 started strength, "
                "fri 18:05 done strength d, "
                "sat 09:00 [mon missed wed done 18:10 fri done 18:05 sun moved | 1: 0/6], "
                "sun 18:00 due strength ld, sun 20:00 started strength, "
                "sun 20:00 done strength d, sun 20:00 week-met strength 3 1 d, "
                "mon2 04:00 summary strength 3 1 d, "
                "mon2 08:00 [mon planned wed planned fri planned | 2: 1/6]" },
        { "a missed Friday is made up on Saturday", NULL,
                "mon 18:05 train, wed 18:05 train, sat 09:00 plan, sat 18:05 train, "
                "mon2 09:00 plan",
                "P",
                "mon 18:00 due strength ld, mon 18:05 started strength, "
                "mon 18:05 done strength d, wed 18:00 due strength ld, "
                "wed 18:05 started strength, wed 18:05 done strength d, "
                "fri 18:00 due strength ld, sat 04:00 missed strength, "
                "sat 09:00 [mon done 18:05 wed done 18:05 fri missed sat moved | 1: 0/6], "
                "sat 18:00 due strength ld, sat 18:05 started strength, "
                "sat 18:05 done strength d, sat 18:05 week-met strength 3 1 d, "
                "mon2 04:00 summary strength 3 1 d, "
                "mon2 09:00 [mon planned wed planned fri planned | 2: 1/6]" },
        { "a missed Wednesday after Monday moves to Sunday", NULL, "mon 18:05 train, thu 08:00 plan", "",
                "thu 08:00 [mon done 18:05 wed missed fri planned sun moved | 1: 0/6]" },
        { "only the weekend is left and one is done", NULL, "mon 18:05 train, sat 08:00 plan", "",
                "sat 08:00 [mon done 18:05 wed missed fri missed sat moved sun moved | 1: 0/6]" },
        { "strict rest leaves one of the weekend", &STEADY, "mon 18:05 train, sat 08:00 plan", "",
                "sat 08:00 [mon done 18:05 steady wed missed steady fri missed steady sat moved "
                "steady | 1: 0/10]" },
        { "strict rest on Friday with none done", &STEADY, "fri 08:00 plan", "",
                "fri 08:00 [mon missed steady wed missed steady fri planned steady sun moved steady]" },
        { "only Sunday is left, and the week is short", NULL, "sun 08:00 plan, mon2 08:00 plan", "",
                "sun 08:00 [mon missed wed missed thu missed fri missed sat missed sun moved], "
                "mon2 08:00 [mon planned wed planned fri planned]" },
        { "days that are never used stay free", &NEVER, "tue 08:00 plan, sat 09:00 plan, sun 09:00 plan", "",
                "tue 08:00 [mon missed tue moved wed planned fri planned], "
                "sat 09:00 [mon missed tue missed wed missed thu missed fri missed sat moved], "
                "sun 09:00 [mon missed tue missed wed missed thu missed fri missed sat missed]" },
        { "nothing crosses the week", NULL, "mon2 08:00 plan, mon2 08:00 summary", "",
                "mon2 08:00 [mon planned wed planned fri planned], "
                "mon2 08:00 {0/3 streak 0 next mon2}" },
        { "who wants five days is offered five", &FIVE, "mon 08:00 plan, mon 18:05 train, wed 08:00 plan", "",
                "mon 08:00 [mon planned tue planned wed planned thu planned fri planned], "
                "wed 08:00 [mon done 18:05 tue missed wed planned thu planned fri planned sat moved "
                "| 1: 0/6]" },
        { "the rest that is strict counts across the week", &STEADY,
                "wed 18:05 train, fri 18:05 train, sun 18:05 train, mon2 08:00 plan", "",
                "mon2 08:00 [wed planned steady fri planned steady sun moved steady | 2: 1/10]" },
        { "a session is moved to another day and time", NULL,
                "mon 17:00 move=tue/19:00, mon 18:30 plan, tue 19:05 train, wed 09:00 plan", "Pr",
                "mon 17:00 =change strength mon to tue 1140, "
                "mon 18:30 [tue moved 19:00 wed planned fri planned], tue 19:00 due strength ld, "
                "tue 19:05 started strength, "
                "tue 19:05 =session strength normal none cobra:100:none raise:100:none "
                "brace:100:none bug:100:none, tue 19:05 done strength d, "
                "tue 19:05 =session strength normal right cobra:100:right raise:100:right "
                "brace:100:right bug:100:right, "
                "wed 09:00 [tue done 19:05 wed planned fri planned | 1: 0/6]" },
        { "a session is moved within its day", NULL,
                "wed 17:00 move=wed/20:00, wed 17:01 plan, thu 09:00 plan", "Pr",
                "mon 18:00 due strength ld, tue 04:00 missed strength, "
                "wed 17:00 =change strength wed to wed 1200, "
                "wed 17:01 [mon missed wed moved 20:00 fri planned sun moved], "
                "wed 20:00 due strength ld, thu 04:00 missed strength, "
                "thu 09:00 [mon missed wed missed 20:00 thu moved fri planned sat moved]" },
        { "a session is moved to an earlier day", NULL,
                "mon 18:05 train, tue 10:00 move=tue, tue 10:01 plan, wed 10:00 plan", "Pr",
                "mon 18:00 due strength ld, mon 18:05 started strength, "
                "mon 18:05 =session strength normal none cobra:100:none raise:100:none "
                "brace:100:none bug:100:none, mon 18:05 done strength d, "
                "mon 18:05 =session strength normal right cobra:100:right raise:100:right "
                "brace:100:right bug:100:right, tue 10:00 =change strength wed to tue -1, "
                "tue 10:01 [mon done 18:05 tue moved fri planned | 1: 0/6], "
                "tue 18:00 due strength ld, wed 04:00 missed strength, "
                "wed 10:00 [mon done 18:05 tue missed fri planned sun moved | 1: 0/6]" },
        { "what was moved may be moved on", NULL,
                "mon 09:00 move=tue/19:00, mon 09:00 move=thu, mon 09:01 plan, "
                "mon 09:02 move=mon/20:00, mon 09:03 plan",
                "r",
                "mon 09:00 =change strength mon to tue 1140, "
                "mon 09:00 =change strength mon to thu -1, "
                "mon 09:01 [wed planned thu moved fri planned], "
                "mon 09:02 =change strength wed to mon 1200, "
                "mon 09:03 [mon moved 20:00 thu moved fri planned]" },
        { "what was skipped may be moved back", NULL,
                "mon 20:05 skip=mon, mon 20:06 plan, mon 20:07 move=mon/21:00, mon 20:08 plan, "
                "mon 21:00 end",
                "Pr",
                "mon 18:00 due strength ld, mon 20:05 =change strength mon, "
                "mon 20:06 [mon missed wed planned fri planned sun moved], "
                "mon 20:07 =change strength wed to mon 1260, "
                "mon 20:07 =change strength mon to mon 1260, "
                "mon 20:08 [mon moved 21:00 fri planned sun moved], mon 21:00 due strength ld" },
        { "a session that is offered is skipped, and the offer is over", NULL,
                "mon 18:05 skip=mon, mon 18:06 phase, mon 18:07 done, mon 18:08 plan", "PE",
                "mon 18:00 due strength ld, mon 18:06 (nothing), mon 18:07 !none, "
                "mon 18:08 [mon missed wed planned fri planned sun moved]" },
        { "after all was excluded there is nothing to start", NULL,
                "mon 09:00 exclude, mon 09:01 start, mon 09:02 plan", "PE",
                "mon 09:01 !empty, mon 09:02 [mon planned wed planned fri planned | see-terminal]" },
        { "a session is skipped and made up", NULL, "mon 09:00 skip=mon, mon 09:01 plan, tue 09:00 plan",
                "Pr",
                "mon 09:00 =change strength mon, "
                "mon 09:01 [mon missed wed planned fri planned sun moved], "
                "tue 09:00 [mon missed wed planned fri planned sun moved]" },
        { "a later session is skipped", &STEADY,
                "wed 18:05 train, thu 09:00 skip=fri, thu 09:01 plan, sat 09:00 plan", "r",
                "wed 18:05 =session steady normal none bridge:100:none, "
                "wed 18:05 =session steady normal right bridge:100:right, "
                "thu 09:00 =change steady fri, "
                "thu 09:01 [mon missed steady wed done 18:05 steady fri missed steady sat moved "
                "steady | 1: 0/10], "
                "sat 09:00 [mon missed steady wed done 18:05 steady fri missed steady sat moved "
                "steady | 1: 0/10]" },
        { "a moved session that is missed is made up too", NULL, "mon 09:00 move=tue, wed 09:00 plan", "Pr",
                "mon 09:00 =change strength mon to tue -1, tue 18:00 due strength ld, "
                "wed 04:00 missed strength, "
                "wed 09:00 [tue missed wed planned fri planned sun moved]" },
        { "what cannot be moved is refused", NULL,
                "mon 09:00 move=mon2, mon 09:00 move=mon/08:00, tue 09:00 move=mon, "
                "tue 09:00 move=sun2, tue 09:00 plan",
                "rE",
                "mon 09:00 !week, mon 09:00 !past, tue 09:00 !past, tue 09:00 !week, "
                "tue 09:00 [mon missed wed planned fri planned sun moved]" },
        { "a day that is never used takes no session", &NEVER, "mon 09:00 move=sun, mon 09:00 days=sun", "rE",
                "mon 09:00 !week, mon 09:00 !week" },
        { "a day with a session takes no other", NULL, "mon 18:05 train, mon 18:06 move=mon", "E",
                "mon 18:06 !week" },
        { "strict rest keeps a session from the next day", &STEADY,
                "mon 18:05 train, tue 09:00 move=tue, tue 09:00 move=thu, tue 09:01 plan", "E",
                "tue 09:00 !week, "
                "tue 09:01 [mon done 18:05 steady thu moved steady sat moved steady | 1: 0/10]" },
        { "a moved strict session keeps its rest", &STEADY,
                "mon 09:00 move=wed, mon 09:00 move=tue, mon 09:01 plan", "E",
                "mon 09:01 [tue moved steady fri planned steady sun moved steady]" },
        { "what is not planned cannot be skipped", NULL,
                "tue 09:00 skip=mon, tue 09:00 skip=tue, tue 09:00 skip=wed2, "
                "tue 09:00 skip=wed, tue 09:01 plan",
                "rE",
                "tue 09:00 !past, tue 09:00 !not-planned, tue 09:00 !not-planned, "
                "tue 09:00 =change strength wed, "
                "tue 09:01 [mon missed tue moved wed missed fri planned sun moved]" },
        { "nothing is left to be moved", NULL,
                "mon 09:00 train, tue 09:00 train, wed 09:00 train, thu 09:00 move=fri", "E",
                "thu 09:00 !not-planned" },
        { "the days are set at run time", NULL, "mon 09:00 days=tue+thu+sat, mon 09:01 plan, wed 09:00 plan",
                "r",
                "mon 09:00 =days 2a, mon 09:01 [tue planned thu planned sat planned], "
                "wed 09:00 [tue missed wed moved thu planned sat planned]" },
        { "the time is set at run time", NULL,
                "mon 09:00 at=19:00, mon 09:01 plan, mon 19:01 end, wed 09:00 at=06:00-20:00, "
                "wed 09:01 plan",
                "Pr",
                "mon 09:00 =time 1140--1, "
                "mon 09:01 [mon planned 19:00 wed planned 19:00 fri planned 19:00], "
                "mon 19:00 due strength ld, tue 04:00 missed strength, wed 09:00 =time 360-1200, "
                "wed 09:00 due strength ld, "
                "wed 09:01 [mon missed 06:00 wed planned 06:00 fri planned 06:00 sun moved 06:00]" },
        { "the time of an offer is put off", NULL, "mon 18:05 at=20:00, mon 20:30 end", "PrL",
                "mon 18:00 due strength ld, mon 18:00 lamp=due, mon 18:05 =time 1200--1, "
                "mon 18:05 lamp=before, mon 20:00 due strength ld, mon 20:00 lamp=due, "
                "mon 20:10 lamp=before" },
        { "days need a weekly programme", &STRETCH,
                "mon 09:00 days=mon, mon 09:00 at=13:00, mon 09:01 plan, mon 09:02 move=tue", "rE",
                "mon 09:00 !no-programme, mon 09:00 =time 780--1, "
                "mon 09:01 [mon planned 13:00 stretch tue planned 13:00 stretch wed planned 13:00 "
                "stretch thu planned 13:00 stretch fri planned 13:00 stretch sat planned 13:00 "
                "stretch sun planned 13:00 stretch], mon 09:02 !not-planned" },
        { "without programmes there is nothing to set", &NOTHING,
                "mon 09:00 at=13:00, mon 09:00 start, mon 09:00 skip=mon, mon 09:01 plan, "
                "mon 09:01 summary, tue 09:00 end",
                "PrE",
                "mon 09:00 !no-programme, mon 09:00 !no-programme, mon 09:00 !not-planned, "
                "mon 09:01 [], mon 09:01 {0/0 streak 0 next}" },
        { "a programme that is not there is left out", &GONE,
                "mon 09:00 plan, mon 09:00 start, mon 18:30 plan, mon 18:30 days=mon", "PrE",
                "mon 09:00 [], mon 09:00 !no-programme, mon 18:30 [], mon 18:30 !no-programme" },
        { "a holiday excuses its week", NULL,
                "mon 09:00 off, mon 10:00 plan, thu 09:00 on, thu 09:01 plan, mon2 09:00 summary", "Pr",
                "mon 10:00 [mon planned wed planned fri planned | paused], "
                "tue 04:00 =excused mon, "
                "thu 09:01 [mon excused wed excused thu moved fri planned sat moved], "
                "thu 18:00 due strength ld, fri 18:00 due strength ld, "
                "sat 04:00 missed strength, sat 18:00 due strength ld, "
                "sun 04:00 missed strength, sun 18:00 due strength ld, "
                "mon2 04:00 missed strength, mon2 09:00 {0/3 streak 0 next mon2}" },
        { "a holiday after the sessions excuses nothing", NULL,
                "mon 18:05 train, wed 18:05 train, fri 18:05 train, sat 09:00 off, "
                "mon2 09:00 on, mon2 09:01 summary",
                "r",
                "mon 18:05 =session strength normal none cobra:100:none raise:100:none "
                "brace:100:none bug:100:none, "
                "mon 18:05 =session strength normal right cobra:100:right raise:100:right "
                "brace:100:right bug:100:right, "
                "wed 18:05 =session strength normal none cobra:100:none raise:100:none "
                "brace:100:none bug:100:none, "
                "wed 18:05 =session strength normal right cobra:100:right raise:100:right "
                "brace:100:right bug:100:right, "
                "fri 18:05 =session strength normal none cobra:100:none raise:100:none "
                "brace:100:none bug:100:none, "
                "fri 18:05 =session strength normal right cobra:100:right raise:100:right "
                "brace:100:right bug:100:right, mon2 09:01 {0/3 streak 1 next mon2}" },
        { "excused weeks do not end a streak", NULL,
                "mon 18:05 train, wed 18:05 train, fri 18:05 train, mon2 09:00 off, "
                "mon3 09:00 on, mon3 18:05 train, tue3 19:00 train, wed3 19:00 train, "
                "thu3 09:00 summary",
                "", "thu3 09:00 {3/3 streak 2 next mon4}" },
        { "a day of rest is no day of a session", NULL,
                "mon 18:05 start, mon 18:10 pain=3, mon 18:10 sets, tue 09:00 worse, "
                "tue 09:01 plan, tue 19:00 start, wed 18:30 start, thu 09:00 plan",
                "PrE",
                "mon 18:00 due strength ld, mon 18:05 started strength, mon 18:10 =pain raise 3, "
                "mon 18:10 =session strength normal none cobra:100:none raise:100:none:3 "
                "brace:100:none bug:100:none, mon 18:10 done strength d, "
                "tue 07:00 recovery strength d, tue 09:00 =recovery worse, "
                "tue 09:01 [mon done 18:05 fri planned sun moved | rest | 1: 0/6], "
                "tue 19:00 !held rest, wed 18:30 !held rest, "
                "thu 09:00 [mon done 18:05 fri planned sun moved | 1: 0/6]" },
        { "the stretch has no debt", &TWO, "tue 12:40 dismiss, tue 13:00 plan, thu 09:00 plan", "Pr",
                "mon 12:30 due stretch ld, mon 18:00 due strength ld, tue 04:00 missed strength, "
                "tue 12:30 due stretch ld, tue 12:40 =change stretch tue, "
                "tue 13:00 [mon missed 12:30 stretch mon missed tue missed 12:30 stretch wed planned "
                "12:30 stretch wed planned thu planned 12:30 stretch fri planned 12:30 stretch fri "
                "planned sat planned 12:30 stretch sun planned 12:30 stretch sun moved], "
                "wed 12:30 due stretch ld, wed 18:00 due strength ld, thu 04:00 missed strength, "
                "thu 09:00 [mon missed 12:30 stretch mon missed tue missed 12:30 stretch wed missed "
                "12:30 stretch wed missed thu planned 12:30 stretch thu moved fri planned 12:30 "
                "stretch fri planned sat planned 12:30 stretch sat moved sun planned 12:30 "
                "stretch]" },
        { "a time that has passed reads missed, and the week is planned as it will be tomorrow", &TWO,
                "mon 13:29 plan, mon 13:31 plan, mon 13:31 summary, mon 18:59 summary, "
                "mon 19:01 plan, mon 19:01 summary, tue 05:00 plan",
                "PV",
                "mon 12:30 due stretch ld, "
                "mon 13:29 [mon planned 12:30 stretch mon planned tue planned 12:30 stretch wed "
                "planned 12:30 stretch wed planned thu planned 12:30 stretch fri planned 12:30 "
                "stretch fri planned sat planned 12:30 stretch sun planned 12:30 stretch], "
                "mon 13:30 plan, "
                "mon 13:31 [mon missed 12:30 stretch mon planned tue planned 12:30 stretch wed "
                "planned 12:30 stretch wed planned thu planned 12:30 stretch fri planned 12:30 "
                "stretch fri planned sat planned 12:30 stretch sun planned 12:30 stretch], "
                "mon 13:31 {0/3 streak 0 next mon}, mon 18:00 due strength ld, "
                "mon 18:59 {0/3 streak 0 next tue}, mon 19:00 plan, "
                "mon 19:01 [mon missed 12:30 stretch mon missed tue planned 12:30 stretch wed "
                "planned 12:30 stretch wed planned thu planned 12:30 stretch fri planned 12:30 "
                "stretch fri planned sat planned 12:30 stretch sun planned 12:30 stretch sun moved], "
                "mon 19:01 {0/3 streak 0 next tue}, tue 04:00 missed strength, "
                "tue 05:00 [mon missed 12:30 stretch mon missed tue planned 12:30 stretch wed "
                "planned 12:30 stretch wed planned thu planned 12:30 stretch fri planned 12:30 "
                "stretch fri planned sat planned 12:30 stretch sun planned 12:30 stretch sun moved]" },
        { "who comes home after the time is offered it, and may do it until the day ends", NULL,
                "mon 17:00 out, mon 19:30 plan, mon 19:40 home, mon 19:41 plan, mon 20:41 plan, "
                "mon 21:00 train, mon 21:01 plan",
                "P",
                "mon 19:30 [mon missed wed planned fri planned sun moved], "
                "mon 19:40 due strength ld, mon 19:41 [mon planned wed planned fri planned], "
                "mon 20:41 [mon missed wed planned fri planned sun moved], "
                "mon 21:00 started strength, mon 21:00 done strength d, "
                "mon 21:01 [mon done 21:00 wed planned fri planned | 1: 0/6]" },
        { "a time that has passed on a holiday is excused", NULL, "mon 09:00 off, mon 19:01 plan", "",
                "mon 19:01 [mon excused wed planned fri planned sun moved | paused]" },
        { "a window that has closed reads missed", &WINDOW, "mon 20:59 plan, mon 21:01 plan", "",
                "mon 20:59 [mon planned wed planned fri planned], "
                "mon 21:01 [mon missed wed planned fri planned sun moved]" },
        { "days set later do not relabel the days before", NULL,
                "wed 09:00 days=tue+thu+sat, wed 09:01 plan, fri 09:00 restart=5, fri 09:01 plan", "r",
                "wed 09:00 =days 2a, "
                "wed 09:01 [mon missed wed moved thu planned sat planned], "
                "fri 09:01 [mon missed wed missed thu missed fri moved sat planned sun moved]" },
        { "the week after is planned already", NULL, "mon 08:00 nextweek, sun 20:00 nextweek", "",
                "mon 08:00 [mon2 planned wed2 planned fri2 planned], "
                "sun 20:00 [mon2 planned wed2 planned fri2 planned]" },
        { "strict rest reaches into the week after", &STEADY,
                "wed 18:05 train, fri 18:05 train, sat 09:00 nextweek, sun 18:05 train, mon2 08:00 nextweek",
                "",
                "sat 09:00 [wed2 planned steady fri2 planned steady sun2 moved steady], "
                "mon2 08:00 [wed3 planned steady fri3 planned steady sun3 moved steady]" },
        { "both programmes have their own day", &TWO,
                "mon 12:35 train, mon 18:05 train, mon 18:06 plan, mon 18:06 summary", "P",
                "mon 12:30 due stretch ld, mon 12:35 started stretch, mon 12:35 done stretch d, "
                "mon 18:00 due strength ld, mon 18:05 started strength, "
                "mon 18:05 done strength d, "
                "mon 18:06 [mon done 12:35 stretch mon done 18:05 tue planned 12:30 stretch wed "
                "planned 12:30 stretch wed planned thu planned 12:30 stretch fri planned 12:30 "
                "stretch fri planned sat planned 12:30 stretch sun planned 12:30 stretch | 1: 0/6 | "
                "stretch 1], mon 18:06 {1/3 streak 0 next tue}" },
        { "a stretch moves nowhere", &STRETCH, "mon 09:00 plan, tue 09:00 skip=wed, tue 09:01 plan", "r",
                "mon 09:00 [mon planned 12:30 stretch tue planned 12:30 stretch wed planned 12:30 "
                "stretch thu planned 12:30 stretch fri planned 12:30 stretch sat planned 12:30 "
                "stretch sun planned 12:30 stretch], tue 09:00 =change stretch wed, "
                "tue 09:01 [mon missed 12:30 stretch tue planned 12:30 stretch wed missed 12:30 "
                "stretch thu planned 12:30 stretch fri planned 12:30 stretch sat planned 12:30 "
                "stretch sun planned 12:30 stretch]" },
        { "sessions without a time are never offered", &QUIETLY, "mon 20:01 train, wed 23:00 end", "P",
                "mon 20:01 started strength, mon 20:01 done strength d" },
        { "a light evening: the week is met by a short session too", NULL,
                "mon 18:05 train, wed 18:05 train, fri 18:05 short, fri 18:05 sets, "
                "fri 18:06 plan, mon2 09:00 summary",
                "P",
                "mon 18:00 due strength ld, mon 18:05 started strength, "
                "mon 18:05 done strength d, wed 18:00 due strength ld, "
                "wed 18:05 started strength, wed 18:05 done strength d, "
                "fri 18:00 due strength ld, fri 18:05 started strength, "
                "fri 18:05 done strength d, fri 18:05 week-met strength 3 1 d, "
                "fri 18:06 [mon done 18:05 wed done 18:05 fri short 18:05 | 1: 1/6], "
                "mon2 04:00 summary strength 3 1 d, mon2 09:00 {0/3 streak 1 next mon2}" },
        { "a fourth session is extra", NULL,
                "mon 18:05 train, tue 18:05 train, wed 18:05 train, thu 18:05 train, "
                "thu 18:06 plan",
                "r",
                "mon 18:05 =session strength normal none cobra:100:none raise:100:none "
                "brace:100:none bug:100:none, "
                "mon 18:05 =session strength normal right cobra:100:right raise:100:right "
                "brace:100:right bug:100:right, "
                "tue 18:05 =session strength normal none cobra:100:none raise:100:none "
                "brace:100:none bug:100:none, "
                "tue 18:05 =session strength normal right cobra:100:right raise:100:right "
                "brace:100:right bug:100:right, "
                "wed 18:05 =session strength normal none cobra:100:none raise:100:none "
                "brace:100:none bug:100:none, "
                "wed 18:05 =session strength normal right cobra:100:right raise:100:right "
                "brace:100:right bug:100:right, "
                "thu 18:05 =session strength extra none cobra:100:none raise:100:none brace:100:none "
                "bug:100:none, "
                "thu 18:05 =session strength extra right cobra:100:right raise:100:right "
                "brace:100:right bug:100:right, "
                "thu 18:06 [mon done 18:05 tue done 18:05 wed done 18:05 thu done 18:05 | 1: 1/6]" },
        { "a strict programme has at most every other day", &STEADY_DAILY,
                "mon 18:05 train, wed 18:05 train, fri 18:05 train, sun 18:05 train, "
                "sun 18:06 plan",
                "PE",
                "mon 18:00 due steady ld, mon 18:05 started steady, mon 18:05 done steady d, "
                "wed 18:00 due steady ld, wed 18:05 started steady, wed 18:05 done steady d, "
                "fri 18:00 due steady ld, fri 18:05 started steady, fri 18:05 done steady d, "
                "fri 18:05 week-met steady 3 1 d, sun 18:00 due steady ld, "
                "sun 18:05 started steady, sun 18:05 done steady d, "
                "sun 18:06 [mon done 18:05 steady wed done 18:05 steady fri done 18:05 steady sun "
                "done 18:05 steady | 1: 1/10]" },
        { "the layoff is seen", NULL, "mon 18:05 train, tue2 18:05 start, tue2 18:05 sets, tue2 18:06 end",
                "r",
                "mon 18:05 =session strength normal none cobra:100:none raise:100:none "
                "brace:100:none bug:100:none, "
                "mon 18:05 =session strength normal right cobra:100:right raise:100:right "
                "brace:100:right bug:100:right, "
                "tue2 18:05 =session strength return none cobra:100:none raise:100:none "
                "brace:100:none bug:100:none" },
        { "a long layoff asks the questions again", NULL,
                "mon 18:05 train, mon5 18:05 start, mon5 18:05 yes, mon5 18:06 train, "
                "mon5 18:07 levels",
                "rE",
                "mon 18:05 =session strength normal none cobra:100:none raise:100:none "
                "brace:100:none bug:100:none, "
                "mon 18:05 =session strength normal right cobra:100:right raise:100:right "
                "brace:100:right bug:100:right, mon5 18:05 !held questions, "
                "mon5 18:05 =screening no, "
                "mon5 18:06 =session strength return none cobra:100:none raise:100:none "
                "brace:100:none bug:100:none, "
                "mon5 18:06 =session strength return right cobra:100:right raise:100:right "
                "brace:100:right bug:100:right, mon5 18:07 <cobra 1 raise 1>" },
        { "after eight weeks the programme begins anew", NULL,
                "mon 18:05 train, mon9 18:05 yes, mon9 18:06 train, mon9 18:07 plan", "R",
                "mon 18:05 =set cobra 1 10, mon 18:05 =set cobra 2 10, "
                "mon 18:05 =set raise 1 10, mon 18:05 =set raise 2 10, "
                "mon 18:05 =set brace 1 10, mon 18:05 =set brace 2 10, mon 18:05 =set bug 1 10, "
                "mon 18:05 =set bug 2 10, "
                "mon 18:05 =session strength normal none cobra:100:none raise:100:none "
                "brace:100:none bug:100:none, "
                "mon 18:05 =session strength normal right cobra:100:right raise:100:right "
                "brace:100:right bug:100:right, mon9 18:05 =screening no, "
                "mon9 18:06 =set cobra 1 10, mon9 18:06 =set cobra 2 10, "
                "mon9 18:06 =set raise 1 10, mon9 18:06 =set raise 2 10, "
                "mon9 18:06 =set brace 1 10, mon9 18:06 =set brace 2 10, "
                "mon9 18:06 =set bug 1 10, mon9 18:06 =set bug 2 10, "
                "mon9 18:06 =session strength normal none cobra:100:none raise:100:none "
                "brace:100:none bug:100:none, mon9 18:06 =start strength mon9, "
                "mon9 18:06 =session strength normal right cobra:100:right raise:100:right "
                "brace:100:right bug:100:right, "
                "mon9 18:07 [mon done 18:06 wed planned fri planned | 1: 0/6]" },
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
