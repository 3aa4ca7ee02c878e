/* SPDX-License-Identifier: MIT */
#include "unit/test.h"

#include "unit/routine_bench.h"

static const struct routine_setup STEADY = { .item_count = 1,
        .items = { ITEM(BENCH_STEADY, MON_WED_FRI, 18 * 60, ROUTINE_NO_MINUTE) } };
static const struct routine_setup TWO = { .item_count = 2,
        .items = { ITEM(0, MON_WED_FRI, 18 * 60, ROUTINE_NO_MINUTE),
                ITEM(BENCH_STRETCH, HOURS_EVERY_DAY, 12 * 60 + 30, ROUTINE_NO_MINUTE) } };
static const struct routine_setup SHARED = { .item_count = 2,
        .items = { ITEM(0, MON_WED_FRI, 18 * 60, ROUTINE_NO_MINUTE),
                ITEM(BENCH_STEADY, MON_WED_FRI, 12 * 60, ROUTINE_NO_MINUTE) } };

struct routine_case {
        const char *name;
        const struct routine_setup *setup;
        const char *script;
        const char *show;
        const char *expected;
};

static const struct routine_case CASES[] = {
        { "every set and the session are kept", NULL, "mon 18:05 train", "R",
                "mon 18:05 =set cobra 1 10, mon 18:05 =set cobra 2 10, "
                "mon 18:05 =set raise 1 10, mon 18:05 =set raise 2 10, "
                "mon 18:05 =set brace 1 10, mon 18:05 =set brace 2 10, mon 18:05 =set bug 1 10, "
                "mon 18:05 =set bug 2 10, "
                "mon 18:05 =session strength normal none cobra:100:none raise:100:none "
                "brace:100:none bug:100:none, "
                "mon 18:05 =session strength normal right cobra:100:right raise:100:right "
                "brace:100:right bug:100:right" },
        { "the answer comes later", NULL,
                "mon 18:05 train=none, tue 03:00 answer=right, tue 03:01 answer=easy", "rE",
                "mon 18:05 =session strength normal none cobra:100:none raise:100:none "
                "brace:100:none bug:100:none, "
                "tue 03:00 =session strength normal right cobra:100:right raise:100:right "
                "brace:100:right bug:100:right, tue 03:01 !session none" },
        { "the question closes with the day", NULL,
                "mon 18:05 train=none, tue 04:30 answer=right, tue 04:31 levels", "rE",
                "mon 18:05 =session strength normal none cobra:100:none raise:100:none "
                "brace:100:none bug:100:none, tue 04:30 !session none, "
                "tue 04:31 <cobra 1 raise 1>" },
        { "the next session closes the question", &TWO,
                "mon 12:35 train=none, mon 18:05 start, mon 18:05 answer=right", "rE",
                "mon 12:35 =session stretch normal none doorway:100:none, "
                "mon 18:05 !session state" },
        { "hard is about the exercise that is named", NULL,
                "mon 18:05 train=none, mon 18:06 answer=hard, mon 18:06 which=nonsense, "
                "mon 18:06 which=raise",
                "rE",
                "mon 18:05 =session strength normal none cobra:100:none raise:100:none "
                "brace:100:none bug:100:none, "
                "mon 18:06 =session strength normal hard cobra:100:hard raise:100:hard "
                "brace:100:hard bug:100:hard, mon 18:06 !session value, "
                "mon 18:06 =session strength normal hard cobra:100:right raise:100:hard "
                "brace:100:right bug:100:right" },
        { "one at a time", NULL,
                "mon 18:05 start, mon 18:06 start, mon 18:06 resume, mon 18:07 pause, "
                "mon 18:07 start",
                "E", "mon 18:06 !running, mon 18:06 !session state, mon 18:07 !running" },
        { "verbs without a session", NULL, "mon 09:00 pause, mon 09:00 stop, mon 09:00 answer=easy", "E",
                "mon 09:00 !session none, mon 09:00 !session none, mon 09:00 !session none" },
        { "stopped before anything was done it leaves nothing", NULL,
                "mon 18:05 start, mon 18:05 stop, mon 18:06 plan, mon 18:07 train", "PrE",
                "mon 18:00 due strength ld, mon 18:05 started strength, "
                "mon 18:06 [mon planned wed planned fri planned], mon 18:07 started strength, "
                "mon 18:07 =session strength normal none cobra:100:none raise:100:none "
                "brace:100:none bug:100:none, mon 18:07 done strength d, "
                "mon 18:07 =session strength normal right cobra:100:right raise:100:right "
                "brace:100:right bug:100:right" },
        { "stopped half-way it counts", NULL,
                "mon 18:05 start, mon 18:06 stop, mon 18:07 answer=right, mon 18:07 plan, "
                "mon 18:08 start",
                "PrE",
                "mon 18:00 due strength ld, mon 18:05 started strength, "
                "mon 18:06 =session strength normal none cobra:45:none, "
                "mon 18:06 done strength d, "
                "mon 18:07 =session strength normal right cobra:45:right, "
                "mon 18:07 [mon done 18:05 wed planned fri planned | 1: 0/6], "
                "mon 18:08 !held rest" },
        { "a session that ends after the day is asked about all the same", NULL,
                "tue 03:56 start, tue 04:20 answer=right, tue 04:21 answer=right", "rE",
                "tue 04:11 =session strength normal none cobra:100:none raise:100:none "
                "brace:100:none bug:100:none, "
                "tue 04:20 =session strength normal right cobra:100:right raise:100:right "
                "brace:100:right bug:100:right, tue 04:21 !session none" },
        { "a session that goes on when its day ends is not missed", NULL, "tue 03:56 start, tue 04:20 plan",
                "P",
                "mon 18:00 due strength ld, tue 03:56 started strength, tue 04:11 done strength d, "
                "tue 04:20 [mon done 03:56 wed planned fri planned | 1: 0/6]" },
        { "the answer takes nothing back of the morning's", NULL,
                "tue 03:56 start, tue 03:58 pain=3, tue 07:30 worse, tue 07:31 plan, "
                "tue 07:32 answer=right, tue 07:33 plan, tue 07:34 worse",
                "E",
                "tue 07:31 [mon done 03:56 fri planned sun moved | rest | 1: 0/6], "
                "tue 07:33 [mon done 03:56 fri planned sun moved | rest | 1: 0/6], tue 07:34 !no-question" },
        { "the answer takes nothing back of what was cleared", NULL,
                "mon 18:05 start, mon 18:06 pain=1, mon 18:07 sets, wed 18:05 start, wed 18:06 pain=1, "
                "wed 18:07 sets, fri 18:05 start, fri 18:06 pain=1, fri 18:07 sets, fri 18:10 levels, "
                "fri 18:11 cleared, fri 18:12 levels, fri 18:13 answer=right, fri 18:14 levels",
                "",
                "fri 18:10 <cobra 1x raise 1>, fri 18:12 <cobra 1 raise 1>, fri 18:14 <cobra 1 raise 1>" },
        { "and no longer than for a day", NULL, "tue 03:56 start, wed 04:01 answer=right", "E",
                "wed 04:01 !session none" },
        { "one a day, twenty hours apart", NULL,
                "mon 10:00 train, mon 20:00 start, tue 05:00 start, tue 06:00 train, "
                "tue 06:01 plan",
                "E",
                "mon 20:00 !held rest, tue 05:00 !held rest, "
                "tue 06:01 [mon done 10:00 tue done 06:00 fri planned | 1: 0/6]" },
        { "forty hours and a day between, where rest is strict", &STEADY,
                "mon 18:10 train, tue 19:00 start, wed 09:00 start, wed 10:30 train, "
                "thu 12:00 start, fri 09:00 plan",
                "E",
                "tue 19:00 !held rest, wed 09:00 !held rest, thu 12:00 !held rest, "
                "fri 09:00 [mon done 18:10 steady wed done 10:30 steady fri planned steady | 1: 0/10]" },
        { "a short one is short", NULL,
                "mon 18:05 short, mon 18:05 sets, mon 18:06 answer=right, mon 18:06 plan", "PR",
                "mon 18:00 due strength ld, mon 18:05 started strength, "
                "mon 18:05 =set cobra 1 10, mon 18:05 =set raise 1 10, "
                "mon 18:05 =set brace 1 10, mon 18:05 =set bug 1 10, "
                "mon 18:05 =session strength short none cobra:100:none raise:100:none brace:100:none "
                "bug:100:none, mon 18:05 done strength d, "
                "mon 18:06 =session strength short right cobra:100:right raise:100:right "
                "brace:100:right bug:100:right, "
                "mon 18:06 [mon short 18:05 wed planned fri planned | 1: 0/6]" },
        { "mild pain goes on, and is asked about", NULL,
                "mon 18:05 start, mon 18:06 pain=2, mon 18:07 sets, mon 18:08 answer=right, "
                "tue 06:59 end, tue 07:30 fine, tue 07:31 worse",
                "PrE",
                "mon 18:00 due strength ld, mon 18:05 started strength, mon 18:06 =pain cobra 2, "
                "mon 18:07 =session strength normal none cobra:100:none:2 raise:100:none "
                "brace:100:none bug:100:none, mon 18:07 done strength d, "
                "mon 18:08 =session strength normal right cobra:100:right:2 raise:100:right "
                "brace:100:right bug:100:right, tue 07:00 recovery strength d, "
                "tue 07:30 =recovery fine, tue 07:31 !no-question" },
        { "the morning's question waits for a free moment", NULL,
                "mon 18:05 start, mon 18:06 pain=2, mon 18:07 sets, tue 06:00 out, "
                "tue 09:00 home, wed 09:00 worse",
                "PrE",
                "mon 18:00 due strength ld, mon 18:05 started strength, mon 18:06 =pain cobra 2, "
                "mon 18:07 =session strength normal none cobra:100:none:2 raise:100:none "
                "brace:100:none bug:100:none, mon 18:07 done strength d, "
                "tue 09:00 recovery strength d, wed 09:00 !no-question" },
        { "pain that is worse makes the next one lighter", NULL,
                "mon 18:05 train, wed 18:05 train, fri 18:05 train, mon2 18:05 train, "
                "wed2 18:05 start, wed2 18:06 pain=3, wed2 18:07 sets, wed2 18:08 answer=right, "
                "wed2 18:08 levels, thu2 09:00 worse, thu2 09:01 levels, thu2 09:01 plan, "
                "fri2 18:30 start",
                "PrE",
                "mon 18:00 due strength ld, mon 18:05 started strength, "
                "mon 18:05 =session strength normal none cobra:100:none raise:100:none "
                "brace:100:none bug:100:none, mon 18:05 done strength d, "
                "mon 18:05 =session strength normal right cobra:100:right raise:100:right "
                "brace:100:right bug:100:right, wed 18:00 due strength ld, "
                "wed 18:05 started strength, "
                "wed 18:05 =session strength normal none cobra:100:none raise:100:none "
                "brace:100:none bug:100:none, wed 18:05 done strength d, "
                "wed 18:05 =session strength normal right cobra:100:right raise:100:right "
                "brace:100:right bug:100:right, fri 18:00 due strength ld, "
                "fri 18:05 started strength, "
                "fri 18:05 =session strength normal none cobra:100:none raise:100:none "
                "brace:100:none bug:100:none, fri 18:05 done strength d, "
                "fri 18:05 week-met strength 3 1 d, "
                "fri 18:05 =session strength normal right cobra:100:right raise:100:right "
                "brace:100:right bug:100:right, mon2 04:00 summary strength 3 1 d, "
                "mon2 18:00 due strength ld, mon2 18:05 started strength, "
                "mon2 18:05 =session strength normal none cobra:100:none raise:100:none "
                "brace:100:none bug:100:none, mon2 18:05 done strength d, "
                "mon2 18:05 =session strength normal right cobra:100:right raise:100:right "
                "brace:100:right bug:100:right, mon2 18:05 level-up strength cobra d, "
                "mon2 18:05 level-up strength raise, mon2 18:05 level-up strength brace, "
                "mon2 18:05 level-up strength bug, wed2 18:00 due strength ld, "
                "wed2 18:05 started strength, wed2 18:06 =pain cobra 3, "
                "wed2 18:07 =session strength normal none cobra:100:none:3 raise:100:none "
                "brace:100:none bug:100:none, wed2 18:07 done strength d, "
                "wed2 18:08 =session strength normal right cobra:100:right:3 raise:100:right "
                "brace:100:right bug:100:right, wed2 18:08 <cobra 2 raise 2>, "
                "thu2 07:00 recovery strength d, thu2 09:00 =recovery worse, "
                "thu2 09:01 <cobra 1 raise 1>, "
                "thu2 09:01 [mon done 18:05 wed done 18:05 sat moved | rest | light | 2: "
                "1/6], "
                "fri2 18:30 !held rest" },
        { "nobody asked", NULL, "mon 09:00 fine, mon 18:05 train, tue 09:00 worse", "E",
                "mon 09:00 !no-question, tue 09:00 !no-question" },
        { "pain that ends an exercise", NULL,
                "mon 18:05 start, mon 18:06 pain=4, mon 18:06 sets, mon 18:07 answer=right, "
                "mon 18:08 plan",
                "rQ",
                "mon 18:06 quiet, mon 18:06 =pain cobra 4, mon 18:06 quiet, mon 18:06 quiet, "
                "mon 18:06 quiet, mon 18:06 quiet, mon 18:06 quiet, mon 18:06 quiet, "
                "mon 18:06 quiet, mon 18:06 quiet, mon 18:06 quiet, mon 18:06 quiet, "
                "mon 18:06 quiet, mon 18:06 quiet, mon 18:06 quiet, mon 18:06 quiet, "
                "mon 18:06 quiet, mon 18:06 quiet, mon 18:06 quiet, mon 18:06 quiet, "
                "mon 18:06 quiet, "
                "mon 18:06 =session strength normal none cobra:45:none:4 raise:100:none "
                "brace:100:none bug:100:none, "
                "mon 18:07 =session strength normal right cobra:45:right:4 raise:100:right "
                "brace:100:right bug:100:right, "
                "mon 18:08 [mon done 18:05 wed planned fri planned | 1: 0/6]" },
        { "pain that ends a session asks the questions again", NULL,
                "mon 18:05 start, mon 18:10 pain=6, mon 18:11 start, mon 18:12 levels, "
                "mon 18:12 yes, mon 18:13 plan, mon 18:13 levels, wed 18:05 train",
                "PrEQ",
                "mon 18:00 due strength ld, mon 18:05 started strength, mon 18:10 quiet, "
                "mon 18:10 =pain raise 6, "
                "mon 18:10 =session strength normal none cobra:100:none raise:45:none:6, "
                "mon 18:10 =suspension raise suspended, mon 18:10 done strength, "
                "mon 18:10 =screening no unanswered, mon 18:11 !held questions, "
                "mon 18:12 <cobra 1 raise 1x>, mon 18:12 =screening no, "
                "mon 18:13 [mon done 18:05 wed planned fri planned | 1: 0/6], "
                "mon 18:13 <cobra 1 raise 1x>, tue 07:00 recovery strength d, "
                "wed 18:00 due strength ld, wed 18:05 started strength, wed 18:05 quiet, "
                "wed 18:05 quiet, wed 18:05 quiet, wed 18:05 quiet, wed 18:05 quiet, "
                "wed 18:05 quiet, wed 18:05 quiet, wed 18:05 quiet, wed 18:05 quiet, "
                "wed 18:05 quiet, wed 18:05 quiet, wed 18:05 quiet, wed 18:05 quiet, "
                "wed 18:05 quiet, wed 18:05 quiet, wed 18:05 quiet, wed 18:05 quiet, "
                "wed 18:05 quiet, wed 18:05 quiet, wed 18:05 quiet, "
                "wed 18:05 =session strength normal none cobra:100:none brace:100:none bug:100:none, "
                "wed 18:05 done strength d, "
                "wed 18:05 =session strength normal right cobra:100:right brace:100:right "
                "bug:100:right" },
        { "sharp pain needs more", NULL,
                "mon 18:05 start, mon 18:10 sharp=7, mon 18:11 start, mon 18:12 yes, "
                "mon 18:13 start, mon 18:14 cleared, mon 18:15 plan, mon 18:15 levels",
                "rE",
                "mon 18:10 =pain raise 7 sharp, "
                "mon 18:10 =session strength normal none cobra:100:none raise:45:none:7, "
                "mon 18:10 =suspension raise suspended, mon 18:10 =screening no unanswered, "
                "mon 18:11 !held see-terminal, mon 18:12 =screening no, "
                "mon 18:13 !held see-terminal, mon 18:14 =screening no cleared, "
                "mon 18:14 =suspension raise cleared, "
                "mon 18:15 [mon done 18:05 wed planned fri planned | 1: 0/6], "
                "mon 18:15 <cobra 1 raise 1>" },
        { "none-apply is an answer too", NULL,
                "mon 18:05 start, mon 18:10 pain=7, mon 18:11 none-apply, mon 18:12 plan", "r",
                "mon 18:10 =pain raise 7, "
                "mon 18:10 =session strength normal none cobra:100:none raise:45:none:7, "
                "mon 18:10 =suspension raise suspended, mon 18:10 =screening no unanswered, "
                "mon 18:11 =screening no, "
                "mon 18:12 [mon done 18:05 wed planned fri planned | 1: 0/6]" },
        { "what hurts in one programme is left out of the other", &SHARED,
                "mon 18:05 start=strength, mon 18:06 sharp=5, mon 18:07 none-apply, "
                "mon 18:07 cleared, mon 18:08 levels",
                "r",
                "mon 18:06 =pain cobra 5 sharp, "
                "mon 18:06 =session strength normal none cobra:45:none:5, "
                "mon 18:06 =suspension cobra suspended, mon 18:06 =screening no unanswered, "
                "mon 18:07 =screening no, mon 18:07 =screening no cleared, "
                "mon 18:07 =suspension cobra cleared, mon 18:08 <cobra 1 raise 1 bridge 1>" },
        { "what a session is like is said before it", NULL,
                "mon 18:05 start, mon 18:10 stop, wed 18:05 train=hard, fri 18:05 train=hard, "
                "sat 18:05 train=hard, sun 18:05 short, sun 18:10 stop, tue2 18:05 start, tue2 18:10 stop, "
                "wed3 18:05 start, wed3 18:10 stop, fri3 18:05 start, fri3 18:10 stop, mon6 18:05 yes, "
                "mon6 18:05 start, mon6 18:10 stop",
                "T",
                "mon 18:05 'week-one', wed 18:05 'thanks', fri 18:05 'thanks', sat 18:05 'thanks', "
                "sun 18:05 'short', tue2 18:05 'light-week', wed3 18:05 'back', mon6 18:05 'back'" },
        { "in the third week half of it is done", NULL,
                "mon 18:05 start, mon 18:10 stop, sat 18:05 start, sat 18:10 stop, mon2 18:05 start, "
                "mon2 18:10 stop, sat2 18:05 start, sat2 18:10 stop, mon3 18:05 start, mon3 18:10 stop, "
                "wed3 18:05 start",
                "T", "mon 18:05 'week-one', mon3 18:05 'week-three'" },
        { "what pain leaves out is told after the session", NULL,
                "mon 18:05 start, mon 18:06 pain=1, mon 18:07 sets, mon 18:08 end, wed 18:05 start, "
                "wed 18:06 pain=1, wed 18:07 sets, wed 18:08 end, fri 18:05 start, fri 18:06 pain=1, "
                "fri 18:07 sets, fri 18:08 answer=right, fri 18:09 levels",
                "T",
                "mon 18:05 'week-one', fri 18:07 'left-out cobra', fri 18:08 'thanks', "
                "fri 18:09 <cobra 1x raise 1>" },
        { "one exercise is offered again", NULL,
                "mon 18:05 start, mon 18:06 pain=6, mon 18:06 yes, mon 18:07 levels, mon 18:08 clear=raise, "
                "mon 18:08 clear=nonsense, mon 18:09 clear=cobra, mon 18:10 levels, mon 18:11 clear=cobra",
                "rE",
                "mon 18:06 =pain cobra 6, "
                "mon 18:06 =session strength normal none cobra:45:none:6, "
                "mon 18:06 =suspension cobra suspended, mon 18:06 =screening no unanswered, "
                "mon 18:06 =screening no, mon 18:07 <cobra 1x raise 1>, mon 18:08 !not-suspended, "
                "mon 18:08 !not-suspended, mon 18:09 =suspension cobra cleared, "
                "mon 18:10 <cobra 1 raise 1>, mon 18:11 !not-suspended" },
        { "three hard sessions make a light week, which is told", NULL,
                "mon 18:05 light=no, mon 18:05 train=hard, wed 18:05 train=hard, fri 18:05 train=hard, "
                "fri 18:06 plan, mon2 18:05 train, mon2 18:06 plan",
                "PE",
                "mon 18:00 due strength ld, mon 18:05 !not-light, mon 18:05 started strength, "
                "mon 18:05 done strength d, wed 18:00 due strength ld, wed 18:05 started strength, "
                "wed 18:05 done strength d, fri 18:00 due strength ld, fri 18:05 started strength, "
                "fri 18:05 done strength d, fri 18:05 week-met strength 3 1 d, "
                "fri 18:06 [mon done 18:05 wed done 18:05 fri done 18:05 | light | 1: 1/6], "
                "mon2 04:00 summary strength 3 1 d, mon2 18:00 due strength ld light, "
                "mon2 18:05 started strength, mon2 18:05 done strength d, "
                "mon2 18:06 [mon done 18:05 wed planned fri planned | light | 2: 1/6]" },
        { "a light week is declined", NULL,
                "mon 18:05 train=hard, wed 18:05 train=hard, fri 18:05 train=hard, sat 09:00 light=no, "
                "sat 09:01 plan, mon2 17:00 restart=5, mon2 18:05 train, wed2 09:00 light=yes, "
                "wed2 09:01 plan, wed2 18:05 short, wed2 18:05 sets",
                "r",
                "mon 18:05 =session strength normal none cobra:100:none raise:100:none brace:100:none "
                "bug:100:none, "
                "mon 18:05 =session strength normal hard cobra:100:hard raise:100:hard brace:100:hard "
                "bug:100:hard, "
                "mon 18:05 =session strength normal hard cobra:100:hard raise:100:right "
                "brace:100:right bug:100:right, "
                "wed 18:05 =session strength normal none cobra:100:none raise:100:none brace:100:none "
                "bug:100:none, "
                "wed 18:05 =session strength normal hard cobra:100:hard raise:100:hard brace:100:hard "
                "bug:100:hard, "
                "wed 18:05 =session strength normal hard cobra:100:hard raise:100:right "
                "brace:100:right bug:100:right, "
                "fri 18:05 =session strength normal none cobra:100:none raise:100:none brace:100:none "
                "bug:100:none, "
                "fri 18:05 =session strength normal hard cobra:100:hard raise:100:hard brace:100:hard "
                "bug:100:hard, "
                "fri 18:05 =session strength normal hard cobra:100:hard raise:100:right "
                "brace:100:right bug:100:right, "
                "sat 09:01 [mon done 18:05 wed done 18:05 fri done 18:05 | 1: 1/6], "
                "mon2 18:05 =session strength normal none cobra:100:none raise:100:none "
                "brace:100:none bug:100:none, "
                "mon2 18:05 =session strength normal right cobra:100:right raise:100:right "
                "brace:100:right bug:100:right, "
                "wed2 09:01 [mon done 18:05 wed planned fri planned | light | 2: 1/6], "
                "wed2 18:05 =session strength short none cobra:100:none raise:100:none "
                "brace:100:none bug:100:none" },
        { "a session in quiet hours is led to its end", NULL,
                "mon 18:05 start, mon 18:06 quiet, mon 18:07 sets, mon 18:08 answer=hard, "
                "mon 18:08 which=cobra",
                "Pr",
                "mon 18:00 due strength ld, mon 18:05 started strength, "
                "mon 18:07 =session strength normal none cobra:100:none raise:100:none "
                "brace:100:none bug:100:none, mon 18:07 done strength, "
                "mon 18:08 =session strength normal hard cobra:100:hard raise:100:hard "
                "brace:100:hard bug:100:hard, "
                "mon 18:08 =session strength normal hard cobra:100:hard raise:100:right "
                "brace:100:right bug:100:right" },
        { "what is being said is cut short", NULL,
                "mon 18:05 start, mon 18:05 next, mon 18:05 pause, mon 18:05 resume, "
                "mon 18:06 too-easy, mon 18:06 pain=1, mon 18:07 stop",
                "Q", "mon 18:05 quiet, mon 18:05 quiet, mon 18:07 quiet" },
        { "levels rise after a week, and one of them is told aloud", NULL,
                "mon 18:05 train, wed 18:05 train, fri 18:05 train, mon2 18:05 train, "
                "mon2 18:06 levels",
                "P",
                "mon 18:00 due strength ld, mon 18:05 started strength, "
                "mon 18:05 done strength d, wed 18:00 due strength ld, "
                "wed 18:05 started strength, wed 18:05 done strength d, "
                "fri 18:00 due strength ld, fri 18:05 started strength, "
                "fri 18:05 done strength d, fri 18:05 week-met strength 3 1 d, "
                "mon2 04:00 summary strength 3 1 d, mon2 18:00 due strength ld, "
                "mon2 18:05 started strength, mon2 18:05 done strength d, "
                "mon2 18:05 level-up strength cobra d, mon2 18:05 level-up strength raise, "
                "mon2 18:05 level-up strength brace, mon2 18:05 level-up strength bug, "
                "mon2 18:06 <cobra 2 raise 2>" },
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
