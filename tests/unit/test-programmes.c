/* SPDX-License-Identifier: MIT */
/*
 * The programmes that ship, the person's own beside them, and what happens around broken files.
 */
#include "unit/programmes_bench.h"

#include <ctype.h>
#include <sys/stat.h>

/* A whole exercise whose easier one is @easier. */
#define CIRCLE(id, easier)                                                                                   \
        "[" id "]\neasier-id = " easier "\nname = N\nrole = main\ngroup = bone\nposition = sitting\n"        \
        "equipment = none\nflags = none\nsides = none\nlift = 1\nlower = 1\nrest-reps = 0\nrest-sets = 0\n"  \
        "switch = 0\nladder = 1x1@0\navoid-if = none\nready-1 = R.\ndo-1 = D.\nreturn = B.\nmistake = M.\n"  \
        "source = S\n"

static int unlink_in(const struct fixture *fixture, const char *name)
{
        char path[FIXTURE_PATH_SIZE + 16];

        snprintf(path, sizeof(path), "%s/%s", fixture->directory, name);
        return unlink(path);
}

static const struct programme *find_programme(const struct programmes *programmes, const char *id)
{
        int i = programme_find(programmes_set(programmes), id);

        assert_true(i >= 0);
        return &programmes_set(programmes)->programmes[i];
}

static int find_index(const struct programmes *programmes, const char *id)
{
        int i = programme_find_exercise(programmes_set(programmes), id);

        assert_true(i >= 0);
        return i;
}

static const struct exercise *find_exercise(const struct programmes *programmes, const char *id)
{
        return &programmes_set(programmes)->exercises[find_index(programmes, id)];
}

/* Those that ship; nothing is wrong with them. */
static struct programmes *load_shipped(struct fixture *fixture)
{
        struct programmes *programmes = bench_load(fixture, SHIPPED, NULL);

        assert_string_equal(fixture->printed, "");
        return programmes;
}

static void assert_list(
        const struct programmes *programmes, const struct exercise_list *list, const char *const *ids)
{
        uint8_t count = 0;

        for (; ids[count]; count++) {
                assert_true(count < list->count);
                assert_int_equal(list->exercises[count], find_index(programmes, ids[count]));
        }
        assert_int_equal(list->count, count);
}

static void what_ships_has_no_fault(void **state)
{
        static const char *const ids[] = { "daily-stretch", "gentle-stretch", "micro-breaks", "steady-back",
                "upper-back-strength" };
        struct programmes *programmes = load_shipped(*state);
        const struct programme_set *set = programmes_set(programmes);
        size_t checks = 0;

        for (size_t i = 0; i < set->exercise_count; i++)
                checks += set->exercises[i].group == EXERCISE_GROUP_CHECK;
        assert_int_equal(checks, 6);
        assert_int_equal(set->exercise_count - checks, 30);
        assert_int_equal(set->programme_count, ELEMENTS(ids));
        for (size_t i = 0; i < ELEMENTS(ids); i++) {
                assert_true(programme_find(set, ids[i]) >= 0);
                assert_null(programmes_why_missing(programmes, ids[i]));
        }
        assert_null(programmes_why_missing(programmes, "zebra"));
        programmes_free(programmes);
}

static void a_weekly_programme_is_as_its_file_says(void **state)
{
        struct programmes *programmes = load_shipped(*state);
        const struct programme *upper = find_programme(programmes, "upper-back-strength");
        const struct programme *steady = find_programme(programmes, "steady-back");

        assert_int_equal(upper->kind, PROGRAMME_KIND_STRENGTH);
        assert_int_equal(upper->schedule, PROGRAMME_SCHEDULE_WEEKLY);
        assert_int_equal(upper->screening, PROGRAMME_SCREENING_GENERAL);
        assert_int_equal(upper->per_week_min, 3);
        assert_int_equal(upper->per_week_max, 7);
        assert_int_equal(upper->default_days, 0x15);
        assert_int_equal(upper->min_gap_hours, 20);
        assert_int_equal(upper->rest_days_between, 1);
        assert_false(upper->rest_days_strict);
        assert_int_equal(upper->min_weeks, 6);
        assert_int_equal(upper->deload_every_weeks, 7);
        assert_int_equal(upper->level_min_days, 7);
        assert_int_equal(upper->level_min_days_easy, 3);
        assert_int_equal(upper->pain_stop, 6);
        assert_int_equal(upper->pain_down, 4);
        assert_int_equal(upper->use_instead, programme_find(programmes_set(programmes), "steady-back"));
        assert_int_equal(upper->pick_count, 2);
        assert_int_equal(upper->prone_stand_in, -1);
        assert_list(programmes, &upper->order,
                (const char *[]){ "prone-cobra", "prone-t-raise", "prone-y-raise", NULL });
        assert_list(programmes, &upper->pick_order,
                (const char *[]){ "abdominal-brace", "dead-bug", "plank-knees", "plank-forearm", NULL });
        assert_list(
                programmes, &upper->warm_up, (const char *[]){ "march-in-place", "shoulder-rolls", NULL });
        assert_list(programmes, &upper->stand_ins,
                (const char *[]){ "seated-chest-lift", "wall-slide", "shoulder-blade-squeeze", NULL });
        assert_int_equal(steady->screening, PROGRAMME_SCREENING_CLEARANCE);
        assert_true(steady->rest_days_strict);
        assert_true(steady->prone_needs_clearance);
        assert_int_equal(steady->pain_stop, 4);
        assert_int_equal(steady->pain_down, 1);
        assert_int_equal(steady->prone_stand_in, find_index(programmes, "seated-chest-lift"));
        assert_int_equal(steady->forbidden_flags, EXERCISE_FLAG_SPINE_FLEXION | EXERCISE_FLAG_SPINE_ROTATION |
                                                          EXERCISE_FLAG_IMPACT | EXERCISE_FLAG_ROLLER |
                                                          EXERCISE_FLAG_LOADED_FORWARD_REACH);
        assert_int_equal(steady->use_instead, -1);
        programmes_free(programmes);
}

static void daily_and_break_programmes_have_their_own_rules(void **state)
{
        struct programmes *programmes = load_shipped(*state);
        const struct programme *daily = find_programme(programmes, "daily-stretch");
        const struct programme *breaks = find_programme(programmes, "micro-breaks");

        assert_int_equal(daily->kind, PROGRAMME_KIND_STRETCH);
        assert_int_equal(daily->schedule, PROGRAMME_SCHEDULE_DAILY);
        assert_int_equal(daily->default_days, 0x7f);
        assert_int_equal(daily->use_instead, programme_find(programmes_set(programmes), "gentle-stretch"));
        assert_int_equal(breaks->kind, PROGRAMME_KIND_BREAK);
        assert_int_equal(breaks->schedule, PROGRAMME_SCHEDULE_EVENT);
        assert_int_equal(breaks->screening, PROGRAMME_SCREENING_NONE);
        assert_int_equal(breaks->order.count, 7);
        programmes_free(programmes);
}

static void an_exercise_is_as_its_file_says(void **state)
{
        struct programmes *programmes = load_shipped(*state);
        const struct exercise *raise = find_exercise(programmes, "prone-t-raise");
        const struct exercise *bridge = find_exercise(programmes, "supine-bridge");

        assert_int_equal(raise->role, EXERCISE_ROLE_MAIN);
        assert_int_equal(raise->group, EXERCISE_GROUP_STRENGTH);
        assert_int_equal(raise->position, EXERCISE_POSITION_PRONE);
        assert_int_equal(raise->sides, EXERCISE_SIDES_NONE);
        assert_int_equal(raise->flags, EXERCISE_FLAG_FLOOR | EXERCISE_FLAG_PRONE);
        assert_int_equal(raise->lift_sec, 2);
        assert_int_equal(raise->lower_sec, 2);
        assert_int_equal(raise->rest_reps_sec, 1);
        assert_int_equal(raise->rest_sets_sec, 60);
        assert_int_equal(raise->switch_sec, 0);
        assert_int_equal(raise->top, 7);
        assert_int_equal(raise->start_level, 1);
        assert_int_equal(raise->ladder[6].reps, 30);
        assert_int_equal(raise->load_top, 6);
        assert_int_equal(raise->load_ladder[0].load_grams, 500);
        assert_int_equal(raise->load_ladder[3].reps, 12);
        assert_int_equal(raise->load_ladder[3].load_grams, 1000);
        assert_string_equal(programmes_set(programmes)->equipment[__builtin_ctz(raise->load_equipment)],
                "light-dumbbells");
        assert_int_equal(raise->equipment & raise->load_equipment, 0);
        assert_int_equal(raise->easier, find_index(programmes, "prone-w-raise"));
        assert_int_equal(raise->harder, -1);
        assert_int_equal(
                find_exercise(programmes, "prone-w-raise")->harder, find_index(programmes, "prone-t-raise"));
        assert_int_equal(bridge->start_level, 2);
        assert_int_equal(find_exercise(programmes, "dead-bug")->sides, EXERCISE_SIDES_ALTERNATE);
        assert_int_equal(find_exercise(programmes, "pec-stretch-doorway")->sides, EXERCISE_SIDES_EACH);
        assert_int_equal(find_exercise(programmes, "pec-stretch-doorway")->switch_sec, 8);
        programmes_free(programmes);
}

/* The bit of a name in a table of @count names. */
static uint64_t bit_of(char (*names)[TEXT_ID_SIZE], size_t count, const char *name)
{
        for (size_t i = 0; i < count; i++)
                if (strcmp(names[i], name) == 0)
                        return UINT64_C(1) << i;
        fail_msg("%s is not there", name);
        return 0;
}

static void tags_and_equipment_are_bits_of_the_tables(void **state)
{
        struct programmes *programmes = load_shipped(*state);
        const struct programme_set *set = programmes_set(programmes);
        const struct exercise *extension = find_exercise(programmes, "prone-back-extension");

        assert_int_equal(set->tag_count, 23);
        assert_int_equal(find_programme(programmes, "upper-back-strength")->not_for,
                bit_of(set->tags, set->tag_count, "osteoporosis") |
                        bit_of(set->tags, set->tag_count, "vertebral-fracture"));
        assert_int_equal(find_exercise(programmes, "sit-to-stand")->avoid,
                bit_of(set->tags, set->tag_count, "knee-pain-loading") |
                        bit_of(set->tags, set->tag_count, "fall-risk"));
        assert_int_equal(find_exercise(programmes, "walk-about")->avoid, 0);
        assert_int_equal(
                extension->equipment, bit_of(set->equipment, set->equipment_count, "mat") |
                                              bit_of(set->equipment, set->equipment_count, "pillow"));
        assert_int_equal(find_exercise(programmes, "chin-glide")->equipment, 0);
        programmes_free(programmes);
}

static void the_questions_are_as_their_file_says(void **state)
{
        struct programmes *programmes = load_shipped(*state);
        const struct programme_set *set = programmes_set(programmes);
        const struct screening_rules *rules = programmes_screening(programmes);
        static const enum answer expected[] = { ANSWER_YES, ANSWER_YES, ANSWER_NO, ANSWER_NO };

        assert_int_equal(rules->general_count, 10);
        assert_int_equal(rules->clearance_count, ELEMENTS(expected));
        for (size_t i = 0; i < ELEMENTS(expected); i++)
                assert_int_equal(rules->clearance_expected[i], expected[i]);
        assert_int_equal(rules->clearance_prone, 1);
        for (size_t i = 0; i < SCREENING_QUESTIONS_MAX; i++)
                assert_int_equal(rules->general_route[i], i == 3 ? programme_find(set, "steady-back") : -1);
        assert_string_equal(set->tags[0], "osteoporosis");
        assert_int_equal(rules->tag_from[0], 3);
        assert_string_equal(set->tags[1], "vertebral-fracture");
        assert_int_equal(rules->tag_from[1], -1);
        assert_int_equal(rules->review_days, 90);
        assert_int_equal(rules->re_ask_after_layoff_days, 28);
        programmes_free(programmes);
}

/* Every text of two languages, as an array of pointers: all members of these structs are such. */
static void check_translated(const void *english, const void *german, size_t size)
{
        const char *const *from = english;
        const char *const *to = german;

        for (size_t i = 0; i < size / sizeof(*from); i++) {
                assert_int_equal(from[i] == NULL, to[i] == NULL);
                if (from[i] && from[i] == to[i])
                        fail_msg("not translated: %s", from[i]);
        }
}

static void german_is_complete(void **state)
{
        struct programmes *programmes = load_shipped(*state);
        const struct programme_set *set = programmes_set(programmes);

        for (size_t i = 0; i < set->exercise_count; i++)
                check_translated(programmes_exercise_words(programmes, (int)i, "en"),
                        programmes_exercise_words(programmes, (int)i, "de"), sizeof(struct exercise_words));
        for (size_t i = 0; i < set->programme_count; i++)
                check_translated(programmes_words(programmes, (int)i, "en"),
                        programmes_words(programmes, (int)i, "de"), sizeof(struct programme_words));
        check_translated(programmes_safety_words(programmes, "en"), programmes_safety_words(programmes, "de"),
                sizeof(struct safety_words));
        programmes_free(programmes);
}

/* Sentences of at most 15 words, and no number: how much is said from the dose. */
static void check_spoken(const void *words, size_t size)
{
        const char *const *texts = words;

        for (size_t i = 0; i < size / sizeof(*texts); i++) {
                size_t count = 0;

                for (const char *at = texts[i]; at && *at != '\0'; at++) {
                        if (strchr(".?!", *at))
                                count = 0;
                        else if (*at != ' ' && (at == texts[i] || at[-1] == ' '))
                                count++;
                        if (count > 15 || isdigit((unsigned char)*at))
                                fail_msg("not to be spoken: %s", texts[i]);
                }
        }
}

static void spoken_lines_are_short_and_have_no_numbers(void **state)
{
        static const char *const languages[] = { "en", "de" };
        struct programmes *programmes = load_shipped(*state);
        const struct programme_set *set = programmes_set(programmes);

        for (size_t language = 0; language < ELEMENTS(languages); language++) {
                for (size_t i = 0; i < set->exercise_count; i++)
                        check_spoken(programmes_exercise_words(programmes, (int)i, languages[language]),
                                sizeof(struct exercise_words));
                for (size_t i = 0; i < set->programme_count; i++)
                        check_spoken(programmes_words(programmes, (int)i, languages[language]),
                                sizeof(struct programme_words));
        }
        programmes_free(programmes);
}

static void words_fall_back_to_english_one_by_one(void **state)
{
        struct fixture *fixture = *state;
        struct programmes *programmes;
        const struct exercise_words *words;

        bench_write_changed(
                fixture, "x.ini", bench_programme, "do-1 = Pull.\n", "do-1 = Pull.\ndo-1[nl] = Trek.\n");
        bench_write_changed(fixture, "safety.ini", bench_safety, "stop-now = Stop.\n",
                "stop-now = Stop.\nstop-now[nl] = Hou op.\n[equipment]\nband = a band\nband[nl] = een band\n"
                "[text]\n");
        programmes = bench_load(fixture, fixture->directory, NULL);
        assert_string_equal(fixture->printed, "safety.ini:20: section 'text' is there already, in line 8\n"
                                              "x.ini:1: section 'programme': the safety texts are in "
                                              "safety.ini, which has errors\n");
        programmes_free(programmes);
        bench_write_changed(fixture, "safety.ini", bench_safety, "sore-wrist = Is a wrist sore?\n",
                "sore-wrist = Is a wrist sore?\nsore-wrist[nl] = Doet een pols pijn?\n"
                "[equipment]\nband = a band\nband[nl] = een band\n");
        programmes = bench_load(fixture, fixture->directory, NULL);
        assert_string_equal(fixture->printed, "");
        words = programmes_exercise_words(programmes, find_index(programmes, "row"), "NL");
        assert_string_equal(words->name, "Row");
        assert_string_equal(words->ready[0], "Sit.");
        assert_null(words->ready[1]);
        assert_string_equal(words->doing[0], "Trek.");
        assert_null(words->say);
        words = programmes_exercise_words(programmes, find_index(programmes, "row"), "fr");
        assert_string_equal(words->doing[0], "Pull.");
        assert_string_equal(programmes_words(programmes, 0, "nl")->intro, "Hello.");
        assert_string_equal(programmes_safety_words(programmes, "nl")->stop_now, "Stop.");
        assert_null(programmes_safety_words(programmes, "nl")->tags[0]);
        assert_string_equal(programmes_safety_words(programmes, "nl")->tags[1], "Doet een pols pijn?");
        assert_string_equal(programmes_safety_words(programmes, "en")->tags[1], "Is a wrist sore?");
        assert_string_equal(programmes_safety_words(programmes, "nl")->equipment[0], "een band");
        programmes_free(programmes);
}

/* What the person's own programmes are avoided with stands in the safety texts that ship. */
static void write_own(struct fixture *fixture, const char *from, const char *to)
{
        char text[4096];
        char *at;

        snprintf(text, sizeof(text), "%s", bench_programme);
        while ((at = strstr(text, "sore-wrist")))
                memcpy(at, "wrist-pain", 10);
        at = strstr(text, "sore, ");
        assert_non_null(at);
        memmove(at, at + 6, strlen(at + 6) + 1);
        bench_write_changed(fixture, "x.ini", text, from, to);
}

static void own_programmes_are_added(void **state)
{
        struct fixture *fixture = *state;
        struct programmes *programmes;

        write_own(fixture, "order = row, press\n", "order = row, press\nwarm-up = shoulder-rolls\n");
        programmes = bench_load_own(fixture);
        assert_string_equal(fixture->printed, "");
        assert_int_equal(programmes_set(programmes)->programme_count, 6);
        assert_int_equal(programmes_set(programmes)->exercise_count, 38);
        assert_list(programmes, &find_programme(programmes, "own")->warm_up,
                (const char *[]){ "shoulder-rolls", NULL });
        programmes_free(programmes);
}

static void own_programmes_and_exercises_take_the_place_of_ours(void **state)
{
        struct fixture *fixture = *state;
        struct programmes *programmes;

        write_own(fixture, "id = own\n", "id = upper-back-strength\n");
        bench_write(fixture, "y.ini",
                "[check-1]\nname = Mine\ngroup = check\nsay = Look up.\nsay[de] = Schau auf.\n");
        programmes = bench_load_own(fixture);
        assert_string_equal(fixture->printed, "");
        assert_int_equal(programmes_set(programmes)->programme_count, 5);
        assert_int_equal(programmes_set(programmes)->exercise_count, 38);
        assert_list(programmes, &find_programme(programmes, "upper-back-strength")->order,
                (const char *[]){ "row", "press", NULL });
        assert_string_equal(
                programmes_exercise_words(programmes, find_index(programmes, "check-1"), "en")->say,
                "Look up.");
        assert_string_equal(
                programmes_exercise_words(programmes, find_index(programmes, "check-1"), "de")->say,
                "Schau auf.");
        programmes_free(programmes);
}

static void own_safety_texts_take_the_place_of_ours(void **state)
{
        struct fixture *fixture = *state;
        struct programmes *programmes;

        bench_write(fixture, "safety.ini", bench_safety);
        programmes = bench_load_own(fixture);
        assert_int_equal(programmes_screening(programmes)->general_count, 2);
        assert_string_equal(programmes_safety_words(programmes, "en")->stop_now, "Stop.");
        /* With other tags, ours can't be understood. */
        assert_non_null(strstr(fixture->printed, "tag 'osteoporosis': unknown"));
        assert_int_equal(programmes_set(programmes)->programme_count, 0);
        programmes_free(programmes);
}

static void a_broken_own_programme_lets_none_take_its_place(void **state)
{
        struct fixture *fixture = *state;
        struct programmes *programmes;

        write_own(fixture, "id = own\nname = Own\n", "id = upper-back-strength\nname = Own; mine\n");
        programmes = bench_load_own(fixture);
        assert_int_equal(programme_find(programmes_set(programmes), "upper-back-strength"), -1);
        assert_string_equal(programmes_why_missing(programmes, "upper-back-strength"),
                "x.ini:3: section 'programme': key 'name': value would be cut at ; or #: put the text in "
                "double quotes");
        assert_null(programmes_why_missing(programmes, "own"));
        assert_int_equal(programmes_set(programmes)->programme_count, 4);
        assert_true(programme_find_exercise(programmes_set(programmes), "prone-cobra") >= 0);
        programmes_free(programmes);
}

static void a_file_that_cannot_be_read_stands_for_the_programme_of_its_name(void **state)
{
        struct fixture *fixture = *state;
        struct programmes *programmes;
        char path[FIXTURE_PATH_SIZE + 32];

        snprintf(path, sizeof(path), "%s/steady-back.ini", fixture->directory);
        assert_int_equal(mkdir(path, 0700), 0);
        programmes = bench_load_own(fixture);
        assert_int_equal(rmdir(path), 0);
        assert_int_equal(programme_find(programmes_set(programmes), "steady-back"), -1);
        assert_string_equal(programmes_why_missing(programmes, "steady-back"),
                "steady-back.ini: cannot read the file: Is a directory");
        programmes_free(programmes);
}

static void a_broken_exercise_takes_with_it_what_is_made_of_it(void **state)
{
        struct fixture *fixture = *state;
        struct programmes *programmes;

        bench_write(fixture, "y.ini", "[prone-cobra]\nname = Mine\n");
        programmes = bench_load_own(fixture);
        assert_int_equal(programme_find(programmes_set(programmes), "upper-back-strength"), -1);
        assert_non_null(strstr(programmes_why_missing(programmes, "upper-back-strength"),
                "section 'programme': key 'order': 'prone-cobra': it is in "));
        assert_true(programme_find(programmes_set(programmes), "steady-back") >= 0);
        programmes_free(programmes);
}

/* Ours in a folder of the test's, with one of them broken. */
static struct programmes *load_without(struct fixture *fixture, const char *broken)
{
        static const char *const names[] = { "daily-stretch.ini", "gentle-stretch.ini", "micro-breaks.ini",
                "safety.ini", "steady-back.ini", "upper-back-strength.ini" };
        char path[FIXTURE_PATH_SIZE + 64];
        struct programmes *programmes;

        for (size_t i = 0; i < ELEMENTS(names); i++) {
                char from[sizeof(SHIPPED) + 64];

                snprintf(path, sizeof(path), "%s/%s", fixture->directory, names[i]);
                snprintf(from, sizeof(from), "%s/%s", SHIPPED, names[i]);
                assert_int_equal(symlink(from, path), 0);
                if (strcmp(names[i], broken) != 0)
                        continue;
                assert_int_equal(unlink(path), 0);
                fixture_write(path, "[programme]\nversion = 2\n");
        }
        programmes = bench_load(fixture, fixture->directory, NULL);
        for (size_t i = 0; i < ELEMENTS(names); i++) {
                snprintf(path, sizeof(path), "%s/%s", fixture->directory, names[i]);
                assert_int_equal(unlink(path), 0);
        }
        return programmes;
}

static void the_others_load_beside_a_broken_file(void **state)
{
        static const struct {
                const char *file;
                const char *id;
                size_t programmes;
        } cases[] = {
                { "daily-stretch.ini", "daily-stretch", 4 },
                { "gentle-stretch.ini", "gentle-stretch", 4 },
                { "micro-breaks.ini", "micro-breaks", 4 },
                { "steady-back.ini", "steady-back", 4 },
                { "upper-back-strength.ini", "upper-back-strength", 4 },
                /* Breaks need no questions. */
                { "safety.ini", "safety", 1 },
        };

        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct programmes *programmes = load_without(*state, cases[i].file);

                assert_non_null(programmes_why_missing(programmes, cases[i].id));
                assert_int_equal(programmes_set(programmes)->programme_count, cases[i].programmes);
                programmes_free(programmes);
        }
}

static void what_is_left_out_of_a_list_is_told_without_an_error(void **state)
{
        struct fixture *fixture = *state;
        struct programmes *programmes = load_without(fixture, "steady-back.ini");
        static const char *const warnings[] = { "key 'stand-ins': 'seated-chest-lift'",
                "key 'stand-ins': 'wall-slide'", "key 'use-instead': 'steady-back'",
                "key 'route-q4': 'steady-back'" };

        for (size_t i = 0; i < ELEMENTS(warnings); i++) {
                const char *at = strstr(fixture->printed, warnings[i]);

                assert_non_null(at);
                assert_non_null(strstr(at, ": left out, "));
        }
        assert_list(programmes, &find_programme(programmes, "upper-back-strength")->stand_ins,
                (const char *[]){ "shoulder-blade-squeeze", NULL });
        assert_int_equal(find_programme(programmes, "upper-back-strength")->use_instead, -1);
        assert_int_equal(programmes_screening(programmes)->general_route[3], -1);
        programmes_free(programmes);
}

/* What a programme may not have may not come in by another file either. */
static void forbidden_movements_are_found_in_other_files(void **state)
{
        static const struct {
                const char *from;
                const char *to;
                const char *fault;
        } cases[] = {
                { "order = row, press\n",
                        "order = row, thoracic-extension-roller\nforbidden-flags = spine-extension\n",
                        "x.ini:9: section 'programme': key 'order': exercise 'thoracic-extension-roller': "
                        "spine-extension, which is forbidden here\n"
                        "x.ini:9: section 'programme': key 'order': exercise 'thoracic-extension-chair': "
                        "spine-extension, which is forbidden here\n" },
                { "order = row, press\n", "order = row, lat-stretch-kneeling\nforbidden-flags = hip-hinge\n",
                        "x.ini:9: section 'programme': key 'order': exercise 'lat-stretch-wall': hip-hinge, "
                        "which is forbidden here\n" },
                { "order = row, press\n",
                        "order = row\nstand-ins = plank-knees\nforbidden-flags = kneeling\n",
                        "x.ini:10: section 'programme': key 'stand-ins': exercise 'plank-knees': kneeling, "
                        "which is forbidden here\n" },
                { "mistake = Do not lean.\n",
                        "mistake = Do not lean.\nharder-id = press\neasier-id = press\n", "" },
        };

        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct fixture *fixture = *state;
                struct programmes *programmes;

                write_own(fixture, cases[i].from, cases[i].to);
                programmes = bench_load_own(fixture);
                assert_string_equal(fixture->printed, cases[i].fault);
                assert_int_equal(
                        programme_find(programmes_set(programmes), "own") >= 0, *cases[i].fault == '\0');
                programmes_free(programmes);
        }
}

static void easier_exercises_do_not_go_in_circles(void **state)
{
        struct fixture *fixture = *state;

        write_own(fixture, "mistake = Do not lean.\n", "mistake = Do not lean.\neasier-id = circle-a\n");
        bench_write(fixture, "y.ini", CIRCLE("circle-a", "circle-b") CIRCLE("circle-b", "circle-a"));
        programmes_free(bench_load_own(fixture));
        assert_string_equal(fixture->printed,
                "y.ini:2: section 'circle-a': key 'easier-id': value 'circle-b': leads back to 'circle-a'\n"
                "y.ini:23: section 'circle-b': key 'easier-id': value 'circle-a': leads back to "
                "'circle-b'\n"
                "x.ini:40: warning: section 'row': key 'easier-id': 'circle-a': left out, it is in y.ini, "
                "which has "
                "errors\n");
}

static void ids_come_once_in_a_folder(void **state)
{
        struct fixture *fixture = *state;
        struct programmes *programmes;

        bench_write(fixture, "safety.ini", bench_safety);
        bench_write(fixture, "x.ini", bench_programme);
        bench_write_changed(fixture, "y.ini", bench_programme, "[press]\n", "[push]\n");
        programmes = bench_load(fixture, fixture->directory, NULL);
        assert_string_equal(fixture->printed,
                "y.ini:1: section 'programme': programme 'own' is there already, in x.ini\n"
                "y.ini:21: section 'row': exercise 'row' is there already, in x.ini\n");
        assert_int_equal(programmes_set(programmes)->exercise_count, 2);
        programmes_free(programmes);
        bench_write(fixture, "x.ini", bench_safety);
        assert_int_equal(unlink_in(fixture, "y.ini"), 0);
        programmes_free(bench_load(fixture, fixture->directory, NULL));
        assert_string_equal(fixture->printed,
                "x.ini:1: section 'programme': kind 'safety' is there already, in safety.ini\n");
}

static void a_posture_check_is_no_exercise_of_a_programme(void **state)
{
        struct fixture *fixture = *state;

        write_own(fixture, "order = row, press\n", "order = row, check-1\n");
        programmes_free(bench_load_own(fixture));
        assert_string_equal(fixture->printed,
                "x.ini:9: section 'programme': key 'order': exercise 'check-1': a posture check, which has "
                "words only\n");
}

static void without_the_safety_texts_there_are_only_breaks(void **state)
{
        struct fixture *fixture = *state;
        struct programmes *programmes;

        bench_write(fixture, "x.ini", bench_programme);
        programmes = bench_load(fixture, fixture->directory, NULL);
        assert_string_equal(fixture->printed,
                "x.ini:1: section 'programme': there is no file with the safety texts (kind = safety)\n");
        assert_int_equal(programmes_screening(programmes)->general_count, 0);
        assert_int_equal(programmes_screening(programmes)->clearance_prone, -1);
        assert_int_equal(programmes_screening(programmes)->tag_from[0], -1);
        assert_null(programmes_safety_words(programmes, "de")->emergency);
        programmes_free(programmes);
}

static void folders_that_cannot_be_read_are_told(void **state)
{
        struct fixture *fixture = *state;
        struct programmes *programmes;
        char path[FIXTURE_PATH_SIZE + 16];

        snprintf(path, sizeof(path), "%s/none", fixture->directory);
        programmes = bench_load(fixture, path, NULL);
        assert_string_equal(
                fixture->printed, "none: cannot read the folder of programmes: No such file or directory\n");
        assert_int_equal(programmes_set(programmes)->programme_count, 0);
        programmes_free(programmes);
        /* The person's own need not be there, but are to be a folder. */
        programmes_free(bench_load(fixture, SHIPPED, path));
        assert_string_equal(fixture->printed, "");
        snprintf(path, sizeof(path), "%s/x.ini", fixture->directory);
        fixture_write(path, "");
        programmes_free(bench_load(fixture, SHIPPED, path));
        assert_string_equal(
                fixture->printed, "x.ini: cannot read the folder of programmes: Not a directory\n");
        programmes_free(bench_load_own(fixture));
        assert_string_equal(fixture->printed, "x.ini: there is neither a programme nor an exercise in it\n");
}

static void the_environment_says_where_the_files_are(void **state)
{
        (void)state;
        assert_int_equal(setenv("UNSLOUCH_PROGRAMMES_DIR", "/somewhere", 1), 0);
        assert_string_equal(programmes_directory(), "/somewhere");
        assert_int_equal(setenv("UNSLOUCH_PROGRAMMES_DIR", "", 1), 0);
        assert_string_equal(programmes_directory(), PKGDATADIR "/programmes");
        assert_int_equal(unsetenv("UNSLOUCH_PROGRAMMES_DIR"), 0);
        assert_string_equal(programmes_directory(), PKGDATADIR "/programmes");
}

#define CASE(function) cmocka_unit_test_setup_teardown(function, fixture_setup, bench_teardown)

int main(void)
{
        static const struct CMUnitTest tests[] = {
                CASE(what_ships_has_no_fault),
                CASE(a_weekly_programme_is_as_its_file_says),
                CASE(daily_and_break_programmes_have_their_own_rules),
                CASE(an_exercise_is_as_its_file_says),
                CASE(tags_and_equipment_are_bits_of_the_tables),
                CASE(the_questions_are_as_their_file_says),
                CASE(german_is_complete),
                CASE(spoken_lines_are_short_and_have_no_numbers),
                CASE(words_fall_back_to_english_one_by_one),
                CASE(own_programmes_are_added),
                CASE(own_programmes_and_exercises_take_the_place_of_ours),
                CASE(own_safety_texts_take_the_place_of_ours),
                CASE(a_broken_own_programme_lets_none_take_its_place),
                CASE(a_file_that_cannot_be_read_stands_for_the_programme_of_its_name),
                CASE(a_broken_exercise_takes_with_it_what_is_made_of_it),
                CASE(the_others_load_beside_a_broken_file),
                CASE(what_is_left_out_of_a_list_is_told_without_an_error),
                CASE(forbidden_movements_are_found_in_other_files),
                CASE(easier_exercises_do_not_go_in_circles),
                CASE(ids_come_once_in_a_folder),
                CASE(a_posture_check_is_no_exercise_of_a_programme),
                CASE(without_the_safety_texts_there_are_only_breaks),
                CASE(folders_that_cannot_be_read_are_told),
                cmocka_unit_test(the_environment_says_where_the_files_are),
        };

        return cmocka_run_group_tests_name("programmes", tests, NULL, NULL);
}
