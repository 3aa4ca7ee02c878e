/* SPDX-License-Identifier: MIT */
/*
 * A whole upper-back session, and at each of its cues a crash: what is on the disk then is copied, and the
 * daemon started anew on the copy, within two hours and after more.
 */
#include "unit/kept_life.h"

#define CUE     "unslouch/anna/cue"
#define SESSION "unslouch/anna/session"
/* Every so many cues the resumed session is led to its end. */
#define LED_TO_THE_END 12

/* Counts all that is said. */
static const char *const spoken_home =
        "people = ( { id = \"anna\"; sensors = ( { name = \"chair\"; kind = \"seat\"; topic = "
        "\"home/chair\"; } );\n"
        "  quiet_hours = (); programmes = ( { id = \"upper-back-strength\"; days = \"mon,wed,fri\";\n"
        "  at = \"18:00\"; pace = \"rep\"; } ); equipment = [ \"mat\", \"pillow\", \"chair\", \"wall\" ]; } "
        ");\n"
        "channels = ( { name = \"radio\"; kind = \"speech\"; via = \"raw\"; topic = \"radio/say\"; } );\n";

/* Where the session was when it was cut. */
struct cut {
        struct session_view view;
        unsigned sets;    /* that were finished */
        unsigned planned; /* in all */
        bool is_begun;    /* of the set it is in, or of one before */
};

static void copy_file(const char *from, const char *to, const char *name)
{
        char path[80], bytes[4096];
        FILE *source, *copy;
        size_t size;

        (void)snprintf(path, sizeof(path), "%s/%s", from, name);
        source = fopen(path, "rb");
        if (!source)
                return;
        (void)snprintf(path, sizeof(path), "%s/%s", to, name);
        copy = fopen(path, "wb");
        assert_non_null(copy);
        while ((size = fread(bytes, 1, sizeof(bytes), source)) > 0)
                assert_int_equal(fwrite(bytes, 1, size, copy), size);
        assert_int_equal(fclose(copy), 0);
        (void)fclose(source);
}

/* The daemon is started on what a crash of @life leaves, after so long; @life itself goes on. */
static void live_on(struct life *copy, const struct life *life, int64_t away_usec)
{
        struct instant now = instant_at(&life->home.now, life->home.now.boottime_usec + away_usec);

        (void)snprintf(copy->directory, sizeof(copy->directory), "/tmp/test-keep-r-XXXXXX");
        assert_non_null(mkdtemp(copy->directory));
        copy_file(life->directory, copy->directory, "unslouch.sqlite");
        copy_file(life->directory, copy->directory, "unslouch.sqlite-wal");
        begin_life(copy, spoken_home, &now);
}

static struct session_view view_of(const struct life *life)
{
        struct session_view view;

        routine_session_view(routine_of(life), &life->home.now, &view);
        return view;
}

static enum session_state state_of(const struct life *life)
{
        return view_of(life).state;
}

static struct cut cut(struct life *life)
{
        const struct session *session = routine_session(routine_of(life));
        struct cut cut = { .view = view_of(life), .sets = sets_kept(life), .planned = sets_planned(session) };

        for (uint8_t i = 0; i < session->plan.count; i++)
                cut.is_begun |= !session->plan.items[i].is_warm_up && session->total_done[i] > 0;
        cut.is_begun |= session->moves_done > 0 && !session->plan.items[session->item].is_warm_up;
        return cut;
}

static int check_whole_set(void *userdata, const struct store_set *set)
{
        assert_int_equal(set->record.reps_done, set->record.dose.reps);
        ++*(unsigned *)userdata;
        return 0;
}

/* All sets of the plan, each to its last repetition, once. */
static void assert_all_sets(struct life *life, unsigned planned)
{
        unsigned whole = 0;

        assert_int_equal(
                store_read_sets(life->store, "anna", INT64_MIN, INT64_MAX, check_whole_set, &whole), 0);
        assert_int_equal(whole, planned);
}

/* Within two hours: it is paused where it was, says so, and goes on from there. */
static void check_resumed(const struct life *life, const struct cut *cut, bool to_the_end)
{
        struct session_view view;
        struct life copy;

        live_on(&copy, life, HOURS(2) - MINUTES(1));
        view = view_of(&copy);
        assert_int_equal(sets_kept(&copy), cut->sets);
        assert_int_equal(view.state, SESSION_STATE_PAUSED);
        assert_int_equal(view.exercise, cut->view.exercise);
        assert_int_equal(view.set, cut->view.set);
        assert_true(view.started_realtime_usec == cut->view.started_realtime_usec);
        assert_int_equal(engine_home_count(&copy.home, SESSION, "\"state\":\"paused\""), 1);
        assert_int_equal(engine_home_count(&copy.home, CUE, "We were interrupted."), 1);
        command(&copy, "session resume");
        view = view_of(&copy);
        assert_int_equal(view.state, SESSION_STATE_RUNNING);
        assert_int_equal(view.exercise, cut->view.exercise);
        assert_int_equal(view.set, cut->view.set);
        if (to_the_end) {
                wait(&copy, HOURS(1));
                assert_int_equal(state_of(&copy), SESSION_STATE_QUESTION);
                assert_all_sets(&copy, cut->planned);
        }
        remove_life(&copy);
}

static int take_session(void *userdata, const struct store_session *session)
{
        *(struct store_session *)userdata = *session;
        return 0;
}

/* After more it is closed as it stands: what was begun of a set is kept as such, and nothing is asked. */
static void check_closed(const struct life *life, const struct cut *cut)
{
        struct store_session session = { .record = { .result_count = 0 } };
        struct life copy;
        unsigned sets;

        live_on(&copy, life, HOURS(2) + MINUTES(1));
        sets = sets_kept(&copy);
        assert_in_range(sets, cut->sets, cut->sets + 1);
        assert_true(state_of(&copy) == SESSION_STATE_NONE || state_of(&copy) == SESSION_STATE_DONE);
        assert_int_equal(engine_home_count(&copy.home, CUE, ""), 0);
        assert_int_equal(
                store_read_sessions(copy.store, "anna", INT64_MIN, INT64_MAX, take_session, &session), 0);
        assert_true((session.record.result_count > 0) == cut->is_begun);
        assert_int_equal(session.record.effort, EFFORT_NONE);
        assert_int_equal(
                engine_home_count(&copy.home, "unslouch/anna/plan", "\"state\":\"done\"") > 0, cut->is_begun);
        command(&copy, "session resume");
        engine_home_last(&copy.home, "unslouch/anna/error", "session resume");
        assert_int_equal(sets_kept(&copy), sets);
        remove_life(&copy);
}

/* Until something more is said. */
static void wait_for_cue(struct life *life)
{
        size_t before = engine_home_count(&life->home, CUE, "");

        while (engine_home_count(&life->home, CUE, "") == before)
                wait(life, engine_next_deadline(life->home.engine) - life->home.now.boottime_usec);
}

static void a_crash_at_any_cue_loses_no_finished_set(void **state)
{
        struct instant now = first_moment();
        unsigned cues = 0, planned;
        struct life life;

        (void)state;
        (void)snprintf(life.directory, sizeof(life.directory), "/tmp/test-keep-r-XXXXXX");
        assert_non_null(mkdtemp(life.directory));
        begin_life(&life, spoken_home, &now);
        command(&life, "screening none-apply");
        command(&life, "session start");
        planned = sets_planned(routine_session(routine_of(&life)));
        while (state_of(&life) == SESSION_STATE_RUNNING) {
                struct cut now_cut = cut(&life);

                check_resumed(&life, &now_cut, cues % LED_TO_THE_END == 0);
                check_closed(&life, &now_cut);
                cues++;
                wait_for_cue(&life);
        }
        assert_true(cues > 200);
        assert_int_equal(state_of(&life), SESSION_STATE_QUESTION);
        assert_all_sets(&life, planned);
        remove_life(&life);
}

/* The question stays open for the day, and what was done is done. */
static void a_crash_in_the_question_asks_on(void **state)
{
        struct life life;
        unsigned planned;

        (void)state;
        make_life(&life);
        command(&life, "screening none-apply");
        command(&life, "session start");
        planned = sets_planned(routine_session(routine_of(&life)));
        wait(&life, HOURS(1));
        live_again(&life, anna_s_home, HOURS(3));
        assert_int_equal(state_of(&life), SESSION_STATE_QUESTION);
        assert_all_sets(&life, planned);
        command(&life, "session answer right");
        assert_int_equal(state_of(&life), SESSION_STATE_DONE);
        remove_life(&life);
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(a_crash_at_any_cue_loses_no_finished_set),
                cmocka_unit_test(a_crash_in_the_question_asks_on),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
