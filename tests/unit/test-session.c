/* SPDX-License-Identifier: MIT */
/*
 * What a guided session says and when, and how long it takes: unit/session_bench.h says how to read the
 * tables.
 */
#include "unit/test.h"

#include "unit/session_bench.h"

struct session_case {
        const char *name;
        struct bench_setup setup;
        const char *plan;
        const char *script;
        const char *show;
        const char *expected;
};

#define SET_PACE .pace = SESSION_PACE_SET

static struct session_case CASES[] = {
        { "a session in pace rep: words, settling, counts, half-way, mistake, rest, return",
                { .pace = SESSION_PACE_REP }, "march cobra:new tee", "", "CSR",
                "0.0 safety, 6.0 intro, 10.0 ready march 1 short, 14.0 set 1, 18.0 count 1, 23.0 "
                "half, 25.0 down 3, 26.0 down 2, 27.0 down 1, 28.0 rest 0 cobra, 32.0 ready cobra"
                " 1, 36.0 ready cobra 2, 62.0 do 1, 66.0 do 2, 70.0 set 1, 74.0 count 1, 81.0 "
                "count 2, 85.0 half, 88.0 count 3, 95.0 count 4, 101.0 =cobra 1 4/4, 101.0 rest "
                "60, 105.0 mistake, 161.0 set 2, 165.0 count 1, 172.0 count 2, 176.0 half, 179.0 "
                "count 3, 186.0 count 4, 192.0 =cobra 2 4/4, 192.0 return 1, 196.0 rest 60 tee, "
                "256.0 ready tee 1 short, 260.0 set 1, 264.0 count 1, 270.0 count 2, 275.0 =tee 1"
                " 2/2, 275.0 rest 60, 279.0 mistake, 335.0 set 2, 339.0 count 1, 345.0 count 2, "
                "350.0 =tee 2 2/2, 350.0 outro, 354.0 question, 354.0 ended none cobra:100:none "
                "tee:100:none" },
        { "pace set announces the set, half-way and the rest", { SET_PACE }, "march cobra:new tee", "", "CSR",
                "0.0 safety, 6.0 intro, 10.0 ready march 1 short, 14.0 set 1, 23.0 half, 25.0 "
                "down 3, 28.0 rest 0 cobra, 32.0 ready cobra 1, 36.0 ready cobra 2, 62.0 do 1, "
                "66.0 do 2, 70.0 set 1, 85.0 half, 101.0 =cobra 1 4/4, 101.0 rest 60, 105.0 "
                "mistake, 161.0 set 2, 176.0 half, 192.0 =cobra 2 4/4, 192.0 return 1, 196.0 rest"
                " 60 tee, 256.0 ready tee 1 short, 260.0 set 1, 275.0 =tee 1 2/2, 275.0 rest 60, "
                "279.0 mistake, 335.0 set 2, 350.0 =tee 2 2/2, 350.0 outro, 354.0 question, 354.0"
                " ended none cobra:100:none tee:100:none" },
        { "pace set tells the last three of many", { SET_PACE }, "shrug", "", "CSR",
                "0.0 safety, 6.0 intro, 10.0 ready shrug 1 short, 14.0 set 1, 25.0 half, 28.0 "
                "down 3, 34.0 =shrug 1 8/8, 34.0 outro, 38.0 question, 38.0 ended none "
                "shrug:100:none" },
        { "sides alternate or change once, and long holds are halved", { .pace = SESSION_PACE_REP },
                "bug pec", "", "CSR",
                "0.0 safety, 6.0 intro, 10.0 ready bug 1 short, 40.0 set 1, 44.0 count 1L, 50.0 "
                "count 1R, 56.0 count 2L, 62.0 count 2R, 65.0 halfR, 68.0 count 3L, 74.0 count "
                "3R, 80.0 count 4L, 86.0 count 4R, 91.0 =bug 1 4/4, 91.0 rest 45, 95.0 mistake, "
                "136.0 set 2, 140.0 count 1L, 146.0 count 1R, 152.0 count 2L, 158.0 count 2R, "
                "161.0 halfR, 164.0 count 3L, 170.0 count 3R, 176.0 count 4L, 182.0 count 4R, "
                "187.0 =bug 2 4/4, 187.0 rest 25 pec, 212.0 ready pec 1 short, 232.0 set 1, 236.0"
                " count 1L, 249.0 halfL, 256.0 down 3, 257.0 down 2, 258.0 down 1, 272.0 count "
                "2L, 285.0 halfL, 292.0 down 3, 293.0 down 2, 294.0 down 1, 298.0 switch R, 306.0"
                " count 1R, 319.0 halfR, 326.0 down 3, 327.0 down 2, 328.0 down 1, 342.0 count "
                "2R, 355.0 halfR, 362.0 down 3, 363.0 down 2, 364.0 down 1, 368.0 =pec 1 2/2, "
                "368.0 outro, 372.0 question, 372.0 ended none bug:100:none pec:100:none" },
        { "each hold is counted down", { .pace = SESSION_PACE_REP }, "plank", "", "CSR",
                "0.0 safety, 6.0 intro, 10.0 ready plank 1 short, 40.0 set 1, 44.0 count 1, 49.0 "
                "down 3, 50.0 down 2, 51.0 down 1, 59.0 count 2, 64.0 down 3, 65.0 down 2, 66.0 "
                "down 1, 74.0 count 3, 79.0 down 3, 80.0 down 2, 81.0 down 1, 84.0 =plank 1 3/3, "
                "84.0 rest 45, 88.0 mistake, 129.0 set 2, 133.0 count 1, 138.0 down 3, 139.0 down"
                " 2, 140.0 down 1, 148.0 count 2, 153.0 down 3, 154.0 down 2, 155.0 down 1, 163.0"
                " count 3, 168.0 down 3, 169.0 down 2, 170.0 down 1, 173.0 =plank 2 3/3, 173.0 "
                "outro, 177.0 question, 177.0 ended none plank:100:none" },
        { "pace set counts a hold down as one", { SET_PACE }, "plank", "", "CSR",
                "0.0 safety, 6.0 intro, 10.0 ready plank 1 short, 40.0 set 1, 49.0 down 3, 64.0 "
                "down 3, 79.0 down 3, 84.0 =plank 1 3/3, 84.0 rest 45, 88.0 mistake, 129.0 set 2,"
                " 138.0 down 3, 153.0 down 3, 168.0 down 3, 173.0 =plank 2 3/3, 173.0 outro, "
                "177.0 question, 177.0 ended none plank:100:none" },
        { "a hold goes on at its repetition after a pause", { .pace = SESSION_PACE_REP }, "plank tee",
                "51.5 pause, 80 resume, 97.5 end", "CSER",
                "0.0 safety, 6.0 intro, 10.0 ready plank 1 short, 40.0 set 1, 44.0 count 1, 49.0 "
                "down 3, 50.0 down 2, 51.0 down 1, 51.5 note paused, 80.0 note resumed at 1, 82.0"
                " count 1, 87.0 down 3, 88.0 down 2, 89.0 down 1, 97.0 count 2" },
        { "pace set goes on at its repetition too", { SET_PACE }, "plank tee",
                "60 pause, 80 resume, 97.5 end", "CSER",
                "0.0 safety, 6.0 intro, 10.0 ready plank 1 short, 40.0 set 1, 49.0 down 3, 60.0 "
                "note paused, 80.0 note resumed at 2, 87.0 down 3" },
        { "words cut by a pause are said again, and time to settle stands still",
                { .pace = SESSION_PACE_REP }, "plank:new", "12 pause, 30 resume, 68 end", "CSER",
                "0.0 safety, 6.0 intro, 10.0 ready plank 1, 14.0 note paused, 30.0 ready plank 1,"
                " 34.0 ready plank 2, 58.0 do 1, 62.0 do 2, 66.0 set 1" },
        { "a rest stands still in a pause", { .pace = SESSION_PACE_REP }, "tee",
                "60 pause, 100 resume, 160 end", "CSER",
                "0.0 safety, 6.0 intro, 10.0 ready tee 1 short, 40.0 set 1, 44.0 count 1, 50.0 "
                "count 2, 55.0 =tee 1 2/2, 55.0 rest 60, 59.0 mistake, 63.0 note paused, 100.0 "
                "mistake, 155.0 set 2, 159.0 count 1" },
        { "between two repetitions a pause loses none", { .pace = SESSION_PACE_REP }, "tee",
                "49.5 pause, 60 resume, 70 end", "CSER",
                "0.0 safety, 6.0 intro, 10.0 ready tee 1 short, 40.0 set 1, 44.0 count 1, 49.5 "
                "note paused, 60.0 note resumed at 2, 62.0 count 2, 67.0 =tee 1 2/2, 67.0 rest 60" },
        { "a change of sides is told again after a pause", { .pace = SESSION_PACE_REP }, "pec",
                "80.5 pause, 90 resume, 105 end", "CSER",
                "0.0 safety, 6.0 intro, 10.0 ready pec 1 short, 14.0 set 1, 18.0 count 1L, 31.0 "
                "halfL, 38.0 down 3, 39.0 down 2, 40.0 down 1, 54.0 count 2L, 67.0 halfL, 74.0 "
                "down 3, 75.0 down 2, 76.0 down 1, 80.0 switch R, 84.0 note paused, 90.0 switch "
                "R, 97.5 count 1R" },
        { "a pause too long closes the session as it stands", { .pace = SESSION_PACE_REP }, "cobra tee",
                "50 pause, 7251 end", "CSER",
                "0.0 safety, 6.0 intro, 10.0 ready cobra 1 short, 40.0 set 1, 44.0 count 1, 50.0 "
                "note paused, 7250.0 =cobra 1 1/4, 7250.0 ended none cobra:12:none" },
        { "a set is done when the person says so", { .pace = SESSION_PACE_REP }, "cobra",
                "50 done, 70 pause, 75 done, 80 resume, 130 pause, 135 done, 145 done, 160 "
                "answer=easy",
                "CSER",
                "0.0 safety, 6.0 intro, 10.0 ready cobra 1 short, 40.0 set 1, 44.0 count 1, 50.0 "
                "=cobra 1 4/4, 50.0 rest 60, 54.0 mistake, 70.0 note paused, 75.0 refused=state, "
                "80.0 mistake, 120.0 set 2, 124.0 count 1, 130.0 note paused, 135.0 =cobra 2 4/4,"
                " 135.0 outro, 139.0 question, 139.0 ended none cobra:100:none, 145.0 "
                "refused=state, 160.0 note thanks, 160.0 ended easy cobra:100:easy" },
        { "next cuts words and rests short, and in a set leaves the exercise", { .pace = SESSION_PACE_REP },
                "cobra:new tee bug",
                "1 next, 11 next, 12 next, 15 next, 20 next, 23 next, 27 next, 60 next, 70 end", "CSER",
                "0.0 safety, 6.0 intro, 10.0 ready cobra 1, 14.0 count 1, 15.0 rest 0 tee, 19.0 "
                "ready tee 1 short, 23.0 set 1, 27.0 count 1, 27.5 rest 0 bug, 31.5 ready bug 1 "
                "short, 51.5 set 1, 55.5 count 1L, 60.0 outro, 64.0 ended none" },
        { "next ends a pause", { .pace = SESSION_PACE_REP }, "cobra tee", "55 pause, 60 next, 65 end", "CSER",
                "0.0 safety, 6.0 intro, 10.0 ready cobra 1 short, 40.0 set 1, 44.0 count 1, 51.0 "
                "count 2, 55.0 half, 55.5 note paused, 60.0 =cobra 1 1/4, 60.0 rest 0 tee, 64.0 "
                "ready tee 1 short" },
        { "next cuts the return and the outro short", { .pace = SESSION_PACE_REP }, "tee:new",
                "139 next, 140 next, 160 end", "CSER",
                "0.0 safety, 6.0 intro, 10.0 ready tee 1, 14.0 ready tee 2, 40.0 do 1, 44.0 do 2,"
                " 48.0 set 1, 52.0 count 1, 58.0 count 2, 63.0 =tee 1 2/2, 63.0 rest 60, 67.0 "
                "mistake, 123.0 set 2, 127.0 count 1, 133.0 count 2, 138.0 =tee 2 2/2, 138.0 "
                "return 1, 140.0 ended none tee:100:none, 142.0 question" },
        { "something easier takes the place of what is left", { .pace = SESSION_PACE_REP }, "tee cobra",
                "51 easier, 400 end", "CSER",
                "0.0 safety, 6.0 intro, 10.0 ready tee 1 short, 40.0 set 1, 44.0 count 1, 50.0 "
                "count 2, 51.0 =tee 1 1/2, 51.0 note instead wing, 53.0 rest 58 wing, 111.0 ready"
                " wing 1, 115.0 ready wing 2, 119.0 do 1, 123.0 do 2, 127.0 set 1, 131.0 count 1,"
                " 137.0 count 2, 143.0 count 3, 148.0 =wing 1 3/3, 148.0 rest 60, 152.0 mistake, "
                "208.0 set 2, 212.0 count 1, 218.0 count 2, 224.0 count 3, 229.0 =wing 2 3/3, "
                "229.0 return 1, 233.0 rest 60 cobra, 293.0 ready cobra 1 short, 297.0 set 1, "
                "301.0 count 1, 308.0 count 2, 312.0 half, 315.0 count 3, 322.0 count 4, 328.0 "
                "=cobra 1 4/4, 328.0 rest 60, 332.0 mistake, 388.0 set 2, 392.0 count 1, 399.0 "
                "count 2" },
        { "something easier is named in the rest", { .pace = SESSION_PACE_REP }, "tee cobra",
                "62 easier, 220 end", "CSER",
                "0.0 safety, 6.0 intro, 10.0 ready tee 1 short, 40.0 set 1, 44.0 count 1, 50.0 "
                "count 2, 55.0 =tee 1 2/2, 55.0 rest 60, 59.0 mistake, 63.0 note instead wing, "
                "65.0 rest 50 wing, 115.0 ready wing 1, 119.0 ready wing 2, 123.0 do 1, 127.0 do "
                "2, 131.0 set 1, 135.0 count 1, 141.0 count 2, 147.0 count 3, 152.0 =wing 1 3/3, "
                "152.0 return 1, 156.0 rest 60 cobra, 216.0 ready cobra 1 short, 220.0 set 1" },
        { "something easier before the first set has all of them", { .pace = SESSION_PACE_REP }, "tee",
                "42 easier, 300 answer=max, 301 which=tee", "CSER",
                "0.0 safety, 6.0 intro, 10.0 ready tee 1 short, 40.0 set 1, 44.0 note instead "
                "wing, 46.0 rest 0 wing, 50.0 ready wing 1, 54.0 ready wing 2, 58.0 do 1, 62.0 do"
                " 2, 66.0 set 1, 70.0 count 1, 76.0 count 2, 82.0 count 3, 87.0 =wing 1 3/3, 87.0"
                " rest 60, 91.0 mistake, 147.0 set 2, 151.0 count 1, 157.0 count 2, 163.0 count "
                "3, 168.0 =wing 2 3/3, 168.0 return 1, 172.0 outro, 176.0 question, 176.0 ended "
                "none tee:0:none wing:100:none, 300.0 which, 300.0 ended max tee:0:max "
                "wing:100:max, 301.0 ended max tee:0:max wing:100:right, 304.0 note thanks" },
        { "an exercise without an easier one has a line", { .pace = SESSION_PACE_REP }, "cobra tee",
                "50 easier, 70 easier, 400 end", "CSER",
                "0.0 safety, 6.0 intro, 10.0 ready cobra 1 short, 40.0 set 1, 44.0 count 1, 50.0 "
                "=cobra 1 1/4, 50.0 note easier, 52.0 rest 58, 56.0 mistake, 70.0 note easier, "
                "110.0 set 2, 114.0 count 1, 121.0 count 2, 125.0 half, 128.0 count 3, 135.0 "
                "count 4, 141.0 =cobra 2 4/4, 141.0 rest 60 tee, 201.0 ready tee 1 short, 205.0 "
                "set 1, 209.0 count 1, 215.0 count 2, 220.0 =tee 1 2/2, 220.0 rest 60, 224.0 "
                "mistake, 280.0 set 2, 284.0 count 1, 290.0 count 2, 295.0 =tee 2 2/2, 295.0 "
                "outro, 299.0 question, 299.0 ended none cobra:62:none tee:100:none" },
        { "the last set made easier ends the exercise", { .pace = SESSION_PACE_REP }, "cobra",
                "143 pause, 145 easier, 400 end", "CSER",
                "0.0 safety, 6.0 intro, 10.0 ready cobra 1 short, 40.0 set 1, 44.0 count 1, 51.0 "
                "count 2, 55.0 half, 58.0 count 3, 65.0 count 4, 71.0 =cobra 1 4/4, 71.0 rest 60,"
                " 75.0 mistake, 131.0 set 2, 135.0 count 1, 142.0 count 2, 143.0 note paused, "
                "145.0 =cobra 2 1/4, 145.0 note easier, 147.0 outro, 151.0 question, 151.0 ended "
                "none cobra:62:none" },
        { "what is planned anyway is not taken twice", { .pace = SESSION_PACE_REP }, "wing tee",
                "51 next, 90 easier, 100 end", "CSER",
                "0.0 safety, 6.0 intro, 10.0 ready wing 1 short, 40.0 set 1, 44.0 count 1, 50.0 "
                "count 2, 51.0 =wing 1 1/3, 51.0 rest 0 tee, 55.0 ready tee 1 short, 59.0 set 1, "
                "63.0 count 1, 69.0 count 2, 74.0 =tee 1 2/2, 74.0 rest 60, 78.0 mistake, 90.0 "
                "note easier" },
        { "mild pain goes on, more ends the exercise", { .pace = SESSION_PACE_REP }, "cobra tee",
                "50 pain=3, 55 pain=5, 200 pain=4, 300 end", "CSERP",
                "0.0 safety, 6.0 intro, 10.0 ready cobra 1 short, 40.0 set 1, 44.0 count 1, 50.0 "
                "pain cobra 3, 50.0 note mild, 52.0 count 2, 55.0 pain cobra 5, 55.0 =cobra 1 "
                "1/4, 55.0 note skip, 57.0 rest 58 tee, 115.0 ready tee 1 short, 119.0 set 1, "
                "123.0 count 1, 129.0 count 2, 134.0 =tee 1 2/2, 134.0 rest 60, 138.0 mistake, "
                "194.0 set 2, 198.0 count 1, 200.0 pain tee 4, 200.0 note skip, 202.0 outro, "
                "206.0 question, 206.0 ended none cobra:12:none:pain5 tee:50:none:pain4" },
        { "bad pain ends the session without a question", { .pace = SESSION_PACE_REP }, "cobra tee",
                "45 pain=6, 55 stop", "CSERP",
                "0.0 safety, 6.0 intro, 10.0 ready cobra 1 short, 40.0 set 1, 44.0 count 1, 45.0 "
                "pain cobra 6 stop-now, 45.0 note stop, 45.0 ended none cobra:0:none:pain6, 55.0 "
                "refused=none" },
        { "sharp pain ends the session whatever its number", { .pace = SESSION_PACE_REP }, "cobra tee",
                "50 sharp=2", "CSERP",
                "0.0 safety, 6.0 intro, 10.0 ready cobra 1 short, 40.0 set 1, 44.0 count 1, 50.0 "
                "pain cobra 2 stop-now, 50.0 =cobra 1 1/4, 50.0 note stop, 50.0 ended none "
                "cobra:12:none:pain2:sharp" },
        { "with clearance any pain ends the exercise", { .clearance = true }, "cobra tee",
                "50 pain=1, 60 end", "CSERP",
                "0.0 safety, 6.0 intro, 10.0 ready cobra 1 short, 40.0 set 1, 44.0 count 1, 50.0 "
                "pain cobra 1, 50.0 =cobra 1 1/4, 50.0 note skip, 52.0 rest 58 tee" },
        { "with clearance no pain goes on, and 4 ends the session", { .clearance = true }, "cobra",
                "50 pain=0, 55 too-easy, 60 pain=4", "CSERP",
                "0.0 safety, 6.0 intro, 10.0 ready cobra 1 short, 40.0 set 1, 44.0 count 1, 50.0 "
                "pain cobra 0, 50.0 note mild, 52.0 count 2, 55.0 refused=state, 56.0 half, 59.0 "
                "count 3, 60.0 pain cobra 4 stop-now, 60.0 =cobra 1 2/4, 60.0 note stop, 60.0 "
                "ended none cobra:25:none:pain4" },
        { "an ache that was there moves the limits", { .baseline = 5 }, "cobra tee", "46 pain=6, 50 pain=7",
                "CSERP",
                "0.0 safety, 6.0 intro, 10.0 ready cobra 1 short, 40.0 set 1, 44.0 count 1, 46.0 "
                "pain cobra 6, 46.0 note mild, 50.0 pain cobra 7 stop-now, 50.0 =cobra 1 1/4, "
                "50.0 note stop, 50.0 ended none cobra:12:none:pain7" },
        { "with clearance an ache that was there does not", { .clearance = true, .baseline = 5 }, "cobra",
                "50 pain=4", "CSERP",
                "0.0 safety, 6.0 intro, 10.0 ready cobra 1 short, 40.0 set 1, 44.0 count 1, 50.0 "
                "pain cobra 4 stop-now, 50.0 =cobra 1 1/4, 50.0 note stop, 50.0 ended none "
                "cobra:12:none:pain4" },
        { "pain before the first exercise pauses", { .pace = SESSION_PACE_REP }, "cobra",
                "3 pain=5, 4 pain=2, 5 pain=4, 10 resume, 21 end", "CSERP",
                "0.0 safety, 3.0 pain - 5, 4.0 pain - 2, 5.0 pain - 4, 6.0 note paused, 10.0 "
                "safety, 16.0 intro, 20.0 ready cobra 1 short" },
        { "pain in a pause ends the exercise, and the pause goes on", { .pace = SESSION_PACE_REP },
                "cobra tee", "55 pause, 60 pain=4, 80 resume, 150 end", "CSERP",
                "0.0 safety, 6.0 intro, 10.0 ready cobra 1 short, 40.0 set 1, 44.0 count 1, 51.0 "
                "count 2, 55.0 half, 55.5 note paused, 60.0 pain cobra 4, 60.0 =cobra 1 1/4, 60.0"
                " note skip, 80.0 rest 60 tee, 140.0 ready tee 1 short, 144.0 set 1, 148.0 count "
                "1" },
        { "pain in the rest after the exercise goes on with the rest", { .pace = SESSION_PACE_REP },
                "tee cobra", "140 pain=4, 200 end", "CSERP",
                "0.0 safety, 6.0 intro, 10.0 ready tee 1 short, 40.0 set 1, 44.0 count 1, 50.0 "
                "count 2, 55.0 =tee 1 2/2, 55.0 rest 60, 59.0 mistake, 115.0 set 2, 119.0 count "
                "1, 125.0 count 2, 130.0 =tee 2 2/2, 130.0 rest 60 cobra, 140.0 pain tee 4, 140.0"
                " note skip, 190.0 ready cobra 1 short, 194.0 set 1, 198.0 count 1" },
        { "pain between sets names what comes next anew", { .pace = SESSION_PACE_REP }, "tee cobra",
                "60 pain=4, 100 end", "CSERP",
                "0.0 safety, 6.0 intro, 10.0 ready tee 1 short, 40.0 set 1, 44.0 count 1, 50.0 "
                "count 2, 55.0 =tee 1 2/2, 55.0 rest 60, 59.0 mistake, 60.0 pain tee 4, 63.0 note"
                " skip, 65.0 rest 55 cobra" },
        { "pain in the return lines lets them be said", { .pace = SESSION_PACE_REP }, "tee:new cobra",
                "139 pain=4, 170 end", "CSERP",
                "0.0 safety, 6.0 intro, 10.0 ready tee 1, 14.0 ready tee 2, 40.0 do 1, 44.0 do 2,"
                " 48.0 set 1, 52.0 count 1, 58.0 count 2, 63.0 =tee 1 2/2, 63.0 rest 60, 67.0 "
                "mistake, 123.0 set 2, 127.0 count 1, 133.0 count 2, 138.0 =tee 2 2/2, 138.0 "
                "return 1, 139.0 pain tee 4, 142.0 note skip, 144.0 rest 60 cobra" },
        { "pain told with the question reaches the record", { .pace = SESSION_PACE_REP }, "tee",
                "150 pain=5, 160 answer=right", "PRE",
                "134.0 ended none tee:100:none, 150.0 pain tee 5, 150.0 ended none "
                "tee:100:none:pain5, 160.0 ended right tee:100:right:pain5" },
        { "bad pain told with the question closes it", { .pace = SESSION_PACE_REP }, "tee",
                "150 pain=7, 160 answer=right", "PRE",
                "134.0 ended none tee:100:none, 150.0 pain tee 7 stop-now, 150.0 ended none "
                "tee:100:none:pain7, 160.0 refused=none" },
        { "a stop logs what was done and asks", { .pace = SESSION_PACE_REP }, "cobra tee",
                "60 stop, 100 answer=right", "CSER",
                "0.0 safety, 6.0 intro, 10.0 ready cobra 1 short, 40.0 set 1, 44.0 count 1, 51.0 "
                "count 2, 55.0 half, 58.0 count 3, 60.0 =cobra 1 2/4, 60.0 note stopped, 60.0 "
                "ended none cobra:25:none, 62.0 question, 100.0 note thanks, 100.0 ended right "
                "cobra:25:right" },
        { "a stop before anything was done asks nothing", { .pace = SESSION_PACE_REP }, "cobra",
                "30 stop, 31 stop", "CSER",
                "0.0 safety, 6.0 intro, 10.0 ready cobra 1 short, 30.0 note stopped, 30.0 ended "
                "none, 31.0 refused=none" },
        { "a stop at the question leaves it unanswered", { .pace = SESSION_PACE_REP }, "tee",
                "150 stop, 151 answer=right", "ER", "134.0 ended none tee:100:none, 151.0 refused=none" },
        { "after hard the exercise is asked for, others were right", { .pace = SESSION_PACE_REP },
                "cobra tee", "400 answer=hard, 405 answer=none, 410 which=bug, 420 which=tee, 421 which=tee",
                "CER",
                "0.0 safety, 6.0 intro, 10.0 ready cobra 1 short, 40.0 set 1, 44.0 count 1, 51.0 "
                "count 2, 55.0 half, 58.0 count 3, 65.0 count 4, 71.0 rest 60, 75.0 mistake, "
                "131.0 set 2, 135.0 count 1, 142.0 count 2, 146.0 half, 149.0 count 3, 156.0 "
                "count 4, 162.0 rest 60 tee, 222.0 ready tee 1 short, 226.0 set 1, 230.0 count 1,"
                " 236.0 count 2, 241.0 rest 60, 245.0 mistake, 301.0 set 2, 305.0 count 1, 311.0 "
                "count 2, 316.0 outro, 320.0 question, 320.0 ended none cobra:100:none "
                "tee:100:none, 400.0 which, 400.0 ended hard cobra:100:hard tee:100:hard, 405.0 "
                "refused=value, 410.0 refused=value, 420.0 note thanks, 420.0 ended hard "
                "cobra:100:right tee:100:hard, 421.0 refused=none" },
        { "an answer before its question is enough", { .pace = SESSION_PACE_REP }, "cobra tee",
                "58.2 stop, 58.3 answer=max, 70 end", "CER",
                "0.0 safety, 6.0 intro, 10.0 ready cobra 1 short, 40.0 set 1, 44.0 count 1, 51.0 "
                "count 2, 55.0 half, 58.0 count 3, 58.2 ended none cobra:25:none, 58.3 ended max "
                "cobra:25:max, 58.5 note thanks" },
        { "an answer may be changed, and the exercise is asked for only then", { .pace = SESSION_PACE_REP },
                "cobra tee", "400 which=tee, 401 answer=max, 410 answer=hard, 420 answer=easy", "ER",
                "320.0 ended none cobra:100:none tee:100:none, 400.0 refused=state, 401.0 ended "
                "max cobra:100:max tee:100:max, 410.0 ended hard cobra:100:hard tee:100:hard, "
                "420.0 ended easy cobra:100:easy tee:100:easy" },
        { "the only exercise is the hard one", { .pace = SESSION_PACE_REP }, "cobra", "400 answer=hard", "ER",
                "166.0 ended none cobra:100:none, 400.0 ended hard cobra:100:hard" },
        { "too easy is kept for the exercise", { .pace = SESSION_PACE_REP }, "march tee cobra",
                "3 too-easy, 15 too-easy, 100 too-easy", "ER",
                "3.0 refused=state, 15.0 refused=state, 342.0 ended none tee:100:none:too-easy "
                "cobra:100:none" },
        { "easier fits only an exercise that is not over", { .pace = SESSION_PACE_REP }, "march tee cobra",
                "3 easier, 15 easier, 170 easier, 400 end", "ER",
                "3.0 refused=state, 15.0 refused=state, 170.0 refused=state, 342.0 ended none "
                "tee:100:none cobra:100:none" },
        { "a set cut by a restart waits, and goes on", { .pace = SESSION_PACE_REP }, "cobra tee",
                "50 restart=100, 200 resume, 250 restart=100, 360 resume, 410 end", "CSER",
                "0.0 safety, 6.0 intro, 10.0 ready cobra 1 short, 40.0 set 1, 44.0 count 1, 150.0"
                " note interrupted, 200.0 note resumed at 2, 202.0 count 2, 206.0 half, 209.0 "
                "count 3, 216.0 count 4, 222.0 =cobra 1 4/4, 222.0 rest 60, 226.0 mistake, 350.0 "
                "note interrupted, 360.0 mistake" },
        { "two hours after a restart the session is closed", { .pace = SESSION_PACE_REP }, "cobra tee",
                "55 restart=100, 7300 end", "CSER",
                "0.0 safety, 6.0 intro, 10.0 ready cobra 1 short, 40.0 set 1, 44.0 count 1, 51.0 "
                "count 2, 55.0 half, 155.0 note interrupted, 7255.0 =cobra 1 1/4, 7255.0 ended "
                "none cobra:12:none" },
        { "a restart after two hours closes it without a word", { .pace = SESSION_PACE_REP }, "cobra tee",
                "55 restart=7300, 7400 resume", "CSER",
                "0.0 safety, 6.0 intro, 10.0 ready cobra 1 short, 40.0 set 1, 44.0 count 1, 51.0 "
                "count 2, 55.0 half, 7355.0 =cobra 1 1/4, 7355.0 ended none cobra:12:none, 7400.0"
                " refused=none" },
        { "a restart in a pause does not start it anew", { .pace = SESSION_PACE_REP }, "cobra tee",
                "55 pause, 3600 restart=100, 7300 end", "CSER",
                "0.0 safety, 6.0 intro, 10.0 ready cobra 1 short, 40.0 set 1, 44.0 count 1, 51.0 "
                "count 2, 55.0 half, 55.5 note paused, 3700.0 note interrupted, 7255.0 =cobra 1 "
                "1/4, 7255.0 ended none cobra:12:none" },
        { "a restart keeps the question open", { .pace = SESSION_PACE_REP }, "tee",
                "150 restart=100, 260 answer=easy, 300 restart=5", "CSER",
                "0.0 safety, 6.0 intro, 10.0 ready tee 1 short, 40.0 set 1, 44.0 count 1, 50.0 "
                "count 2, 55.0 =tee 1 2/2, 55.0 rest 60, 59.0 mistake, 115.0 set 2, 119.0 count "
                "1, 125.0 count 2, 130.0 =tee 2 2/2, 130.0 outro, 134.0 question, 134.0 ended "
                "none tee:100:none, 260.0 note thanks, 260.0 ended easy tee:100:easy" },
        { "warm-up alone is no session", { .pace = SESSION_PACE_REP }, "march", "", "CSER",
                "0.0 safety, 6.0 intro, 10.0 ready march 1 short, 14.0 set 1, 18.0 count 1, 23.0 "
                "half, 25.0 down 3, 26.0 down 2, 27.0 down 1, 28.0 outro, 32.0 ended none" },
};

static void test_run(void **state)
{
        const struct session_case *test = *state;
        static struct session_bench bench;

        bench_start(&bench, &test->setup, test->plan, test->show);
        bench_run(&bench, test->script);
        assert_string_equal(bench.text, test->expected);
}

#define PLAN "march cobra:new tee:new bug pec plank:new"

/* Without words: what the tempo, the rests and the settling of PLAN come to. */
#define PLAN_TEMPO_SEC                                                                                       \
        (10 + 30 + (2 * 27 + 60) + 60 + (2 * 11 + 60) + 60 + (2 * 47 + 45) + 45 + (2 * 62 + 8) + 30 +        \
                (2 * 40 + 45))

static int64_t length_usec(const struct session_bench *bench)
{
        return session_length(&bench->set, &bench->plan, &bench->voice);
}

static void a_length_is_the_tempo_and_the_words(void **state)
{
        static struct session_bench bench;
        /* Safety and intro; march and its set; what comes next; cobra's do lines, sets and return; tee's,
         * with its ready lines; bug's sets; pec's; what comes next; plank's; outro. Rests and settling hide
         * all other words. */
        int64_t words_sec = 10 + (4 + 4) + 4 + (8 + 4 + 4 + 4) + (8 + 8 + 4 + 4 + 4) + (4 + 4) + 4 + 4 +
                            (8 + 4 + 4 + 4) + 4;

        (void)state;
        bench_start(&bench, &(struct bench_setup){ .pace = SESSION_PACE_REP }, PLAN, "");
        assert_int_equal(length_usec(&bench) / USEC_PER_MSEC, (PLAN_TEMPO_SEC + words_sec) * 1000);
}

/* The plan may be run by any speaker on a busy machine. */
static void test_length(void **state)
{
        const struct bench_setup *setup = *state;
        static struct session_bench bench;
        int64_t taken_usec, planned_usec;

        bench_start(&bench, setup, PLAN, "");
        bench_go_to_end(&bench);
        assert_int_equal(bench.session.state, SESSION_STATE_QUESTION);
        taken_usec = bench.question_usec - bench.start.boottime_usec;
        planned_usec = length_usec(&bench);
        assert_in_range(taken_usec, planned_usec * 95 / 100, planned_usec * 105 / 100);
        assert_int_equal(bench.set_count, 9);
}

struct length_case {
        const char *name;
        struct bench_setup setup;
};

static struct length_case LENGTHS[] = {
        { "a session takes as long as was told", { .pace = SESSION_PACE_REP } },
        { "a session in pace set takes as long as was told", { SET_PACE } },
        { "a speaker that answers early changes little", { .pace = SESSION_PACE_REP, .said_pct = 70 } },
        { "a speaker that answers late changes little", { .pace = SESSION_PACE_REP, .said_pct = 130 } },
        { "late timers change little", { .pace = SESSION_PACE_REP, .late_msec = 60 } },
        { "late timers at a session sixty times as fast change little",
                { .pace = SESSION_PACE_REP, .late_msec = 600 } },
};

/* Two views are alike. */
static bool is_same_view(const struct session_view *a, const struct session_view *b)
{
        return a->state == b->state && a->phase == b->phase && a->exercise == b->exercise &&
               a->next == b->next && a->set == b->set && a->rep == b->rep && a->side == b->side &&
               a->phase_ends_realtime_usec == b->phase_ends_realtime_usec && a->done_pct == b->done_pct;
}

static void the_view_changes_only_when_that_is_told(void **state)
{
        static struct session_bench bench;
        struct session_view view, last;
        unsigned phases = 0;

        (void)state;
        bench_start(&bench, &(struct bench_setup){ .pace = SESSION_PACE_REP }, PLAN, "");
        session_view(&bench.session, &bench.now, &last);
        assert_int_equal(last.phase, SESSION_PHASE_INTRO);
        assert_int_equal(last.done_pct, 0);
        assert_int_equal(last.next, BENCH_MARCH);
        while (bench_go_once(&bench)) {
                session_view(&bench.session, &bench.now, &view);
                assert_true(bench.outcome.changed || is_same_view(&view, &last));
                assert_true(view.done_pct >= last.done_pct);
                phases |= 1U << view.phase;
                last = view;
        }
        assert_int_equal(phases, (1U << SESSION_PHASE_MAX_) - 1);
        assert_int_equal(last.state, SESSION_STATE_QUESTION);
        assert_int_equal(last.done_pct, 100);
        assert_int_equal(last.exercise, -1);
}

static void the_view_shows_the_repetition(void **state)
{
        static struct session_bench bench;
        struct session_view view;

        (void)state;
        bench_start(&bench, &(struct bench_setup){ .pace = SESSION_PACE_REP }, "bug tee", "");
        /* 44 s: the first set; each move takes 6 s with the rest after it. */
        bench_run(&bench, "50.5 end");
        session_view(&bench.session, &bench.now, &view);
        assert_int_equal(view.phase, SESSION_PHASE_LIFT);
        assert_int_equal(view.exercise, BENCH_BUG);
        assert_int_equal(view.next, BENCH_TEE);
        assert_int_equal(view.set, 1);
        assert_int_equal(view.sets, 2);
        assert_int_equal(view.rep, 1);
        assert_int_equal(view.side, SESSION_SIDE_RIGHT);
        assert_int_equal(view.phase_ends_realtime_usec - view.started_realtime_usec, 52 * USEC_PER_SEC);
        bench_run(&bench, "55.5 end");
        session_view(&bench.session, &bench.now, &view);
        assert_int_equal(view.phase, SESSION_PHASE_BETWEEN);
        assert_int_equal(view.rep, 1);
        bench_run(&bench, "57 pause, 58 end");
        session_view(&bench.session, &bench.now, &view);
        assert_int_equal(view.state, SESSION_STATE_PAUSED);
        assert_int_equal(view.rep, 2);
        assert_int_equal(view.phase_ends_realtime_usec, 0);
}

/* What takes the place of another takes its share of the way, too. */
static void something_easier_keeps_what_is_done(void **state)
{
        static struct session_bench bench;
        struct session_view before, after;

        (void)state;
        bench_start(&bench, &(struct bench_setup){ .pace = SESSION_PACE_REP }, "cobra tee bug", "");
        bench_run(&bench, "240 end");
        session_view(&bench.session, &bench.now, &before);
        assert_int_equal(before.exercise, BENCH_TEE);
        bench_run(&bench, "240 easier, 330 end");
        session_view(&bench.session, &bench.now, &after);
        assert_int_equal(after.exercise, BENCH_WING);
        assert_int_equal(after.next, BENCH_BUG);
        assert_in_range(after.done_pct, before.done_pct, before.done_pct + 20);
        bench_run(&bench, "520 end");
        session_view(&bench.session, &bench.now, &after);
        assert_int_equal(after.exercise, BENCH_BUG);
        assert_in_range(after.done_pct, before.done_pct + 15, 99);
}

static void no_session_shows_nothing(void **state)
{
        struct session session;
        struct session_view view;
        struct instant now = { .boottime_usec = 5 };

        (void)state;
        session_init(&session, NULL, &(struct session_voice){ 0 });
        assert_int_equal(session.deadline_usec, USEC_INFINITY);
        session_view(&session, &now, &view);
        assert_int_equal(view.state, SESSION_STATE_NONE);
        assert_int_equal(view.programme, -1);
        assert_int_equal(view.exercise, -1);
        assert_int_equal(view.next, -1);
        assert_int_equal(view.done_pct, 0);
}

static void a_finished_session_shows_no_exercise(void **state)
{
        static struct session_bench bench;
        struct session_view view;

        (void)state;
        bench_start(&bench, &(struct bench_setup){ .pace = SESSION_PACE_REP }, "tee", "");
        bench_go_to_end(&bench);
        bench_run(&bench, "300 answer=right");
        session_view(&bench.session, &bench.now, &view);
        assert_int_equal(view.state, SESSION_STATE_DONE);
        assert_int_equal(view.exercise, -1);
        assert_int_equal(view.done_pct, 100);
        assert_int_equal(bench.session.deadline_usec, USEC_INFINITY);
        assert_int_equal(bench.records, 2);
        assert_int_equal(bench.record.day, bench.plan.day);
}

int main(void)
{
        struct CMUnitTest tests[ELEMENTS(CASES) + ELEMENTS(LENGTHS) + 6] = {
                cmocka_unit_test(a_length_is_the_tempo_and_the_words),
                cmocka_unit_test(the_view_changes_only_when_that_is_told),
                cmocka_unit_test(the_view_shows_the_repetition),
                cmocka_unit_test(something_easier_keeps_what_is_done),
                cmocka_unit_test(no_session_shows_nothing),
                cmocka_unit_test(a_finished_session_shows_no_exercise),
        };
        size_t count = 6;

        for (size_t i = 0; i < ELEMENTS(CASES); i++)
                tests[count++] = (struct CMUnitTest){ CASES[i].name, test_run, NULL, NULL, &CASES[i] };
        for (size_t i = 0; i < ELEMENTS(LENGTHS); i++)
                tests[count++] =
                        (struct CMUnitTest){ LENGTHS[i].name, test_length, NULL, NULL, &LENGTHS[i].setup };
        return cmocka_run_group_tests(tests, NULL, NULL);
}
