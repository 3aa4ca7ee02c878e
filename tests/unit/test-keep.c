/* SPDX-License-Identifier: MIT */
#include "unit/test.h"

#include "app/keep.h"
#include "app/keep_restore.h"
#include "unit/engine_home.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#define MINUTES(n) ((n)*USEC_PER_MINUTE)

#define BOOT       "0123456789abcdef0123456789abcdef"
#define OTHER_BOOT "fedcba9876543210fedcba9876543210"

static const char *const anna_s_home =
        "people = ( { id = \"anna\"; name = \"Anna\"; sensors = (\n"
        "  { name = \"chair\"; kind = \"seat\"; topic = \"home/chair\"; },\n"
        "  { name = \"desk\"; kind = \"desk-height\"; topic = \"home/desk\"; when = \"> 95\"; },\n"
        "  { name = \"pc\"; kind = \"activity\"; topic = \"home/pc\"; } );\n"
        "  ladder = ( { after = \"0 s\"; tell = [\"lamp\"]; } ); } );\n"
        "channels = ( { name = \"lamp\"; kind = \"light\"; via = \"zigbee2mqtt\"; device = \"Lamp\"; } );\n";

enum {
        CHAIR,
        DESK,
        PC,
};

/* One life of the daemon. */
struct life {
        struct store *store;
        struct log *log;
        struct keep *keep;
        struct engine_home home;
};

static struct instant moment(int64_t boottime_usec, int64_t realtime_usec)
{
        return (struct instant){ boottime_usec, realtime_usec, { INT64_MIN, USEC_INFINITY, 0, 0, 0 } };
}

/* Monday 2026-11-23 10:00 in UTC, long after the boot. */
static struct instant first_moment(void)
{
        return moment(100000 * USEC_PER_SEC, INT64_C(1795428000000000));
}

static void begin_life(struct life *life, const char *directory, const char *boot, const char *config,
        const struct instant *now)
{
        struct engine_keep callbacks;
        enum store_note note;

        assert_int_equal(store_open(directory, now->realtime_usec, &note, &life->store), 0);
        assert_int_equal(log_new(false, &life->log), 0);
        assert_int_equal(keep_new(life->store, life->log, boot, &life->keep), 0);
        callbacks = keep_callbacks(life->keep);
        engine_home_make_kept(&life->home, config, &callbacks, now);
        keep_set_engine(life->keep, life->home.engine);
        keep_restore(life->keep, now);
        engine_home_link(&life->home, true);
}

/* As SIGKILL does: what was committed is there, the rest is not. */
static void end_life(struct life *life)
{
        engine_home_done(&life->home);
        assert_null(keep_free(life->keep));
        store_close(life->store);
        log_free(life->log);
}

static void wait(struct life *life, int64_t usec)
{
        engine_home_wait(&life->home, usec);
        keep_commit(life->keep, &life->home.now);
}

static void sit_for(struct life *life, int64_t usec)
{
        engine_home_hear(&life->home, "home/chair", "on");
        engine_home_hear(&life->home, "home/desk", "110");
        engine_home_hear(&life->home, "home/desk", "70");
        engine_home_hear(&life->home, "home/pc", "on");
        wait(life, usec);
}

static const struct person *person_of(const struct life *life)
{
        return engine_home_person(&life->home, 0);
}

static void make_directory(char directory[static 32])
{
        (void)snprintf(directory, 32, "/tmp/test-keep-XXXXXX");
        assert_non_null(mkdtemp(directory));
}

static void remove_directory(const char *directory)
{
        static const char *const files[] = { "", "-wal", "-shm" };

        for (size_t i = 0; i < ELEMENTS(files); i++) {
                char path[64];

                (void)snprintf(path, sizeof(path), "%s/unslouch.sqlite%s", directory, files[i]);
                (void)unlink(path);
        }
        assert_int_equal(rmdir(directory), 0);
}

#define BEN ", { id = \"ben\"; sensors = ( { name = \"chair\"; kind = \"seat\"; topic = \"b\"; } ); } );"

/* Ben leaves the file while the daemon is down; the life after next knows that he was taken back. */
static void who_left_while_the_daemon_was_down_is_taken_back_once(void **state)
{
        static const char config_of_anna[] = "people = ( { id = \"anna\"; sensors = ( { name = \"chair\"; "
                                             "kind = \"seat\"; topic = \"a\"; } ); }";
        struct instant now = first_moment();
        char directory[32], both[512], anna[512];

        (void)state;
        make_directory(directory);
        (void)snprintf(both, sizeof(both), "%s" BEN, config_of_anna);
        (void)snprintf(anna, sizeof(anna), "%s );", config_of_anna);
        for (int number = 0; number < 4; number++) {
                struct life life;

                begin_life(&life, directory, BOOT, number == 0 ? both : anna, &now);
                assert_int_equal(engine_home_count(&life.home, "unslouch/ben/why", ""), number < 3);
                assert_int_equal(
                        engine_home_count(&life.home, "homeassistant/device/unslouch_ben/config", ""),
                        number < 3);
                /* The second life ends before the broker has confirmed it. */
                if (number == 2)
                        engine_home_confirm(&life.home);
                keep_commit(life.keep, &life.home.now);
                end_life(&life);
                now = moment(now.boottime_usec + MINUTES(1), now.realtime_usec + MINUTES(1));
        }
        remove_directory(directory);
}

static void elapsed_time_is_the_boot_s_or_the_wall_clock_s(void **state)
{
        static const struct {
                const char *then_boot;
                const char *boot;
                int64_t boottime_usec, realtime_usec; /* growth since then */
                int64_t elapsed_usec;
        } cases[] = {
                { BOOT, BOOT, 5, 900, 5 },
                { BOOT, BOOT, 0, 900, 0 },
                { BOOT, BOOT, 5, -900, 5 },
                { BOOT, BOOT, -5, 900, 900 },
                { BOOT, OTHER_BOOT, 5, 900, 900 },
                { BOOT, OTHER_BOOT, 5, -1, USEC_INFINITY },
                { BOOT, "", 5, 900, 900 },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct store_alive then = { .boottime_usec = 1000, .realtime_usec = 1000000 };
                struct instant now = moment(1000 + cases[i].boottime_usec, 1000000 + cases[i].realtime_usec);

                (void)snprintf(then.boot_id, sizeof(then.boot_id), "%s", cases[i].then_boot);
                assert_true(keep_elapsed(&then, cases[i].boot, &now) == cases[i].elapsed_usec);
        }
}

static void a_restart_continues_the_bout_and_the_prompt(void **state)
{
        static const struct {
                const char *boot;
                int64_t boottime_usec; /* at the restart, if it is another boot */
        } cases[] = {
                { BOOT, -1 },
                { OTHER_BOOT, 30 * USEC_PER_SEC },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct instant now = first_moment();
                char directory[32];
                struct life life;

                make_directory(directory);
                begin_life(&life, directory, BOOT, anna_s_home, &now);
                sit_for(&life, MINUTES(31));
                assert_int_equal(person_of(&life)->policy.stage, PROMPT_STAGE_OPEN);
                now = instant_at(&life.home.now, life.home.now.boottime_usec + MINUTES(2));
                end_life(&life);
                if (cases[i].boottime_usec >= 0)
                        now.boottime_usec = cases[i].boottime_usec;
                begin_life(&life, directory, cases[i].boot, anna_s_home, &now);
                assert_int_equal(person_of(&life)->policy.stage, PROMPT_STAGE_OPEN);
                assert_true(bout_clock(&person_of(&life)->bout, now.boottime_usec) == MINUTES(33));
                assert_true(person_of(&life)->sources[CHAIR].since_usec == now.boottime_usec - MINUTES(33));
                engine_home_hear(&life.home, "home/chair", "off");
                engine_home_wait(&life.home, MINUTES(3));
                assert_int_equal(engine_home_count(&life.home, "unslouch/anna/prompt", "break_taken"), 1);
                end_life(&life);
                remove_directory(directory);
        }
}

static void after_a_long_downtime_a_seat_is_unknown_and_leases_count_on(void **state)
{
        static const struct {
                int64_t downtime_usec;
                enum source_value chair, desk, pc;
        } cases[] = {
                { MINUTES(5), SOURCE_VALUE_TRUE, SOURCE_VALUE_FALSE, SOURCE_VALUE_TRUE },
                { MINUTES(5) + 1, SOURCE_VALUE_NOTHING, SOURCE_VALUE_FALSE, SOURCE_VALUE_TRUE },
                { MINUTES(9), SOURCE_VALUE_NOTHING, SOURCE_VALUE_FALSE, SOURCE_VALUE_TRUE },
                { MINUTES(11), SOURCE_VALUE_NOTHING, SOURCE_VALUE_FALSE, SOURCE_VALUE_NOTHING },
                { -MINUTES(60 * 24), SOURCE_VALUE_NOTHING, SOURCE_VALUE_NOTHING, SOURCE_VALUE_NOTHING },
                { MINUTES(60 * 24 * 7), SOURCE_VALUE_NOTHING, SOURCE_VALUE_FALSE, SOURCE_VALUE_NOTHING },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct instant now = first_moment();
                char directory[32];
                struct life life;

                make_directory(directory);
                begin_life(&life, directory, BOOT, anna_s_home, &now);
                sit_for(&life, MINUTES(5));
                keep_save_all(life.keep, &life.home.now);
                keep_commit(life.keep, &life.home.now);
                now = instant_at(&life.home.now, life.home.now.boottime_usec + cases[i].downtime_usec);
                end_life(&life);
                begin_life(&life, directory, OTHER_BOOT, anna_s_home, &now);
                assert_int_equal(person_of(&life)->sources[CHAIR].value, cases[i].chair);
                assert_int_equal(person_of(&life)->sources[DESK].value, cases[i].desk);
                assert_int_equal(person_of(&life)->sources[PC].value, cases[i].pc);
                end_life(&life);
                remove_directory(directory);
        }
}

/* A claim that comes from the machine itself, as a bus brings it. */
static void claim(struct life *life, uint16_t source, enum source_value value, int64_t lease_usec)
{
        const struct claim claim = { .value = value, .lease_usec = lease_usec };
        const struct person *person = person_of(life);

        source_claim(&person->sources[source], &person->config->sources[source], &claim, &life->home.now);
}

static void what_the_machine_itself_says_does_not_outlive_the_daemon(void **state)
{
        static const char by_mqtt[] = "people = ( { id = \"anna\"; user = \"anna\"; sensors = (\n"
                                      "  { name = \"chair\"; kind = \"seat\"; topic = \"home/chair\"; },\n"
                                      "  { name = \"keys\"; kind = \"desktop-idle\"; },\n"
                                      "  { name = \"session\"; kind = \"logind\"; },\n"
                                      "  { name = \"report\"; kind = \"activity\"; via = \"dbus\"; },\n"
                                      "  { name = \"pc\"; kind = \"activity\"; topic = \"home/pc\"; "
                                      "stale_after = \"never\"; } ); } );\n";
        static const char by_dbus[] = "people = ( { id = \"anna\"; user = \"anna\"; sensors = (\n"
                                      "  { name = \"chair\"; kind = \"seat\"; topic = \"home/chair\"; },\n"
                                      "  { name = \"pc\"; kind = \"activity\"; via = \"dbus\"; } ); } );\n";
        enum { KEYS = 1, SESSION, REPORT, MQTT_PC };
        struct instant now = first_moment();
        struct store_source saved;
        char directory[32];
        struct life life;

        (void)state;
        make_directory(directory);
        begin_life(&life, directory, BOOT, by_mqtt, &now);
        engine_home_hear(&life.home, "home/chair", "on");
        engine_home_hear(&life.home, "home/pc", "on");
        for (uint16_t i = KEYS; i <= REPORT; i++)
                claim(&life, i, SOURCE_VALUE_TRUE, i == REPORT ? MINUTES(60) : 0);
        wait(&life, MINUTES(1));
        keep_save_all(life.keep, &life.home.now);
        keep_commit(life.keep, &life.home.now);
        assert_int_equal(store_get_source(life.store, "anna", "chair", &saved), 0);
        assert_int_equal(store_get_source(life.store, "anna", "keys", &saved), -ENOENT);
        assert_int_equal(store_get_source(life.store, "anna", "session", &saved), -ENOENT);
        assert_int_equal(store_get_source(life.store, "anna", "report", &saved), -ENOENT);
        now = life.home.now;
        end_life(&life);
        begin_life(&life, directory, BOOT, by_mqtt, &now);
        assert_int_equal(person_of(&life)->sources[CHAIR].value, SOURCE_VALUE_TRUE);
        assert_int_equal(person_of(&life)->sources[MQTT_PC].value, SOURCE_VALUE_TRUE);
        for (uint16_t i = KEYS; i <= REPORT; i++)
                assert_int_equal(person_of(&life)->sources[i].value, SOURCE_VALUE_NOTHING);
        end_life(&life);
        begin_life(&life, directory, BOOT, by_dbus, &now);
        assert_int_equal(person_of(&life)->sources[CHAIR].value, SOURCE_VALUE_TRUE);
        assert_int_equal(person_of(&life)->sources[1].value, SOURCE_VALUE_NOTHING);
        end_life(&life);
        remove_directory(directory);
}

static void a_setting_made_at_run_time_wins_until_the_file_changes(void **state)
{
        static const char changed[] =
                "people = ( { id = \"anna\"; name = \"Anna\"; breaks = { sit_limit = \"25 min\"; };\n"
                "  sensors = ( { name = \"chair\"; kind = \"seat\"; topic = \"home/chair\"; } ); } );\n";
        struct instant now = first_moment();
        char directory[32];
        struct life life;

        (void)state;
        make_directory(directory);
        begin_life(&life, directory, BOOT, anna_s_home, &now);
        engine_home_hear(&life.home, "unslouch/anna/sit_limit/set", "45");
        engine_home_hear(&life.home, "unslouch/anna/enabled/set", "OFF");
        wait(&life, USEC_PER_SEC);
        now = life.home.now;
        end_life(&life);
        begin_life(&life, directory, BOOT, anna_s_home, &now);
        assert_true(person_setting(person_of(&life), SETTING_SIT_LIMIT) == MINUTES(45));
        assert_true(person_setting(person_of(&life), SETTING_ENABLED) == 0);
        end_life(&life);
        begin_life(&life, directory, BOOT, changed, &now);
        assert_true(person_setting(person_of(&life), SETTING_SIT_LIMIT) == MINUTES(25));
        assert_true(person_setting(person_of(&life), SETTING_ENABLED) == 0);
        end_life(&life);
        remove_directory(directory);
}

static void a_lamp_that_shows_something_of_ours_is_given_back_after_a_restart(void **state)
{
        struct instant now = first_moment();
        char directory[32];
        struct life life;

        (void)state;
        make_directory(directory);
        begin_life(&life, directory, BOOT, anna_s_home, &now);
        engine_home_hear(&life.home, "zigbee2mqtt/Lamp", "{\"state\":\"OFF\",\"brightness\":80}");
        sit_for(&life, MINUTES(30));
        engine_home_hear(&life.home, "zigbee2mqtt/Lamp", "{\"state\":\"ON\",\"brightness\":80}");
        wait(&life, MINUTES(1));
        assert_true(lamp_is_ours(engine_lamp(life.home.engine, 0)));
        now = life.home.now;
        end_life(&life);
        begin_life(&life, directory, BOOT, anna_s_home, &now);
        assert_true(lamp_is_ours(engine_lamp(life.home.engine, 0)));
        engine_home_hear(&life.home, "zigbee2mqtt/Lamp", "{\"state\":\"ON\",\"brightness\":80}");
        engine_home_hear(&life.home, "home/chair", "on");
        wait(&life, MINUTES(1));
        engine_home_forget(&life.home);
        engine_home_hear(&life.home, "home/chair", "off");
        wait(&life, MINUTES(1));
        assert_int_equal(engine_home_count(&life.home, "zigbee2mqtt/Lamp/set", "\"state\":\"OFF\""), 1);
        end_life(&life);
        remove_directory(directory);
}

static void without_a_store_nothing_is_kept_and_all_goes_on(void **state)
{
        struct instant now = first_moment();
        struct engine_keep callbacks;
        struct life life = { 0 };

        (void)state;
        assert_int_equal(log_new(false, &life.log), 0);
        assert_int_equal(keep_new(NULL, life.log, BOOT, &life.keep), 0);
        callbacks = keep_callbacks(life.keep);
        engine_home_make_kept(&life.home, anna_s_home, &callbacks, &now);
        keep_set_engine(life.keep, life.home.engine);
        keep_restore(life.keep, &now);
        engine_home_link(&life.home, true);
        sit_for(&life, MINUTES(31));
        keep_save_all(life.keep, &life.home.now);
        assert_int_equal(engine_home_count(&life.home, "unslouch/anna/prompt", "break_due"), 1);
        end_life(&life);
}

#define BEN_TOO                                                                                              \
        "people = ( { id = \"anna\"; sensors = ( { name = \"chair\"; kind = \"seat\"; topic = \"a\"; } ); }"
static const char *const without_ben = BEN_TOO " );";
static const char *const with_ben = BEN_TOO BEN;

/* Ben's chair is stored with the stamps of a boot that is not the last one in which the daemon lived. */
static void who_comes_back_after_another_boot_brings_no_stamps_of_the_old_one(void **state)
{
        struct instant now = first_moment();
        char directory[32];
        struct life life;

        (void)state;
        make_directory(directory);
        begin_life(&life, directory, BOOT, with_ben, &now);
        engine_home_hear(&life.home, "b", "on");
        keep_commit(life.keep, &life.home.now);
        end_life(&life);
        now = moment(MINUTES(1), now.realtime_usec + MINUTES(5));
        begin_life(&life, directory, OTHER_BOOT, without_ben, &now);
        wait(&life, MINUTES(1));
        end_life(&life);
        now = moment(MINUTES(3), now.realtime_usec + MINUTES(2));
        begin_life(&life, directory, OTHER_BOOT, with_ben, &now);
        assert_true(engine_home_person(&life.home, 1)->sources[0].since_usec == INT64_MIN);
        assert_int_equal(engine_home_person(&life.home, 1)->bout.posture, POSTURE_UNKNOWN);
        end_life(&life);
        remove_directory(directory);
}

static void who_comes_back_with_a_reload_has_their_settings(void **state)
{
        struct instant now = first_moment();
        struct engine_home again;
        struct engine_keep callbacks;
        char directory[32];
        struct life life;

        (void)state;
        make_directory(directory);
        begin_life(&life, directory, BOOT, with_ben, &now);
        engine_home_hear(&life.home, "unslouch/ben/snooze/set", "15");
        keep_commit(life.keep, &life.home.now);
        end_life(&life);
        begin_life(&life, directory, BOOT, without_ben, &now);
        callbacks = keep_callbacks(life.keep);
        engine_home_make_kept(&again, with_ben, &callbacks, &life.home.now);
        keep_set_engine(life.keep, again.engine);
        keep_restore_newcomers(life.keep, life.home.engine, &life.home.now);
        assert_true(person_setting(engine_home_person(&again, 1), SETTING_SNOOZE) == MINUTES(15));
        keep_set_engine(life.keep, life.home.engine);
        engine_home_done(&again);
        end_life(&life);
        remove_directory(directory);
}

/* No file may grow beyond @bytes: much as a disk that is full. */
static void limit_files(rlim_t bytes)
{
        struct rlimit limit;

        assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
        limit.rlim_cur = bytes == RLIM_INFINITY ? limit.rlim_max : bytes;
        assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

static void what_a_full_disk_refused_is_kept_when_there_is_room_again(void **state)
{
        struct instant now = first_moment();
        char directory[32];
        struct life life;

        (void)state;
        make_directory(directory);
        begin_life(&life, directory, BOOT, anna_s_home, &now);
        sit_for(&life, MINUTES(10));
        engine_home_hear(&life.home, "zigbee2mqtt/Lamp", "{\"state\":\"OFF\"}");
        assert_true(signal(SIGXFSZ, SIG_IGN) != SIG_ERR);
        limit_files(1);
        engine_home_hear(&life.home, "unslouch/anna/snooze/set", "15");
        keep_commit(life.keep, &life.home.now);
        wait(&life, MINUTES(21));
        assert_int_equal(engine_home_count(&life.home, "zigbee2mqtt/Lamp/set", "\"state\":\"ON\""), 1);
        limit_files(RLIM_INFINITY);
        wait(&life, MINUTES(2));
        now = instant_at(&life.home.now, life.home.now.boottime_usec + MINUTES(1));
        end_life(&life);
        begin_life(&life, directory, BOOT, anna_s_home, &now);
        assert_true(person_setting(person_of(&life), SETTING_SNOOZE) == MINUTES(15));
        assert_int_equal(person_of(&life)->policy.stage, PROMPT_STAGE_OPEN);
        assert_true(lamp_is_ours(engine_lamp(life.home.engine, 0)));
        end_life(&life);
        remove_directory(directory);
}

/* The same life goes on with what @directory has, or with a new file there. */
static void change_store(struct life *life, const char *directory,
        void (*take)(struct keep *keep, struct store *store, const struct instant *now))
{
        enum store_note note;

        store_close(life->store);
        assert_int_equal(store_open(directory, 1, &note, &life->store), 0);
        take(life->keep, life->store, &life->home.now);
}

static void a_new_store_has_what_was_set_and_what_is_open(void **state)
{
        struct instant now = first_moment();
        char directory[32], fresh[32];
        struct life life;

        (void)state;
        make_directory(directory);
        make_directory(fresh);
        begin_life(&life, directory, BOOT, anna_s_home, &now);
        sit_for(&life, MINUTES(10));
        engine_home_hear(&life.home, "unslouch/anna/sit_limit/set", "45");
        keep_commit(life.keep, &life.home.now);
        change_store(&life, fresh, keep_set_store);
        now = life.home.now;
        end_life(&life);
        begin_life(&life, fresh, BOOT, anna_s_home, &now);
        assert_true(person_setting(person_of(&life), SETTING_SIT_LIMIT) == MINUTES(45));
        assert_true(bout_clock(&person_of(&life)->bout, now.boottime_usec) == MINUTES(10));
        end_life(&life);
        remove_directory(directory);
        remove_directory(fresh);
}

/* A life without a store, as keep_new() has it. */
static void begin_without_store(struct life *life, const char *config, const struct instant *now)
{
        struct engine_keep callbacks;

        life->store = NULL;
        assert_int_equal(log_new(false, &life->log), 0);
        assert_int_equal(keep_new(NULL, life->log, BOOT, &life->keep), 0);
        callbacks = keep_callbacks(life->keep);
        engine_home_make_kept(&life->home, config, &callbacks, now);
        keep_set_engine(life->keep, life->home.engine);
        keep_restore(life->keep, now);
        engine_home_link(&life->home, true);
}

/* What was set before, what was set while there was no store, and what goes on. */
static void a_store_that_is_found_late_gives_what_was_not_changed_and_keeps_what_was(void **state)
{
        struct instant now = first_moment();
        char directory[32];
        struct life life;

        (void)state;
        make_directory(directory);
        begin_life(&life, directory, BOOT, anna_s_home, &now);
        engine_home_hear(&life.home, "unslouch/anna/sit_limit/set", "45");
        engine_home_hear(&life.home, "unslouch/anna/snooze/set", "15");
        keep_commit(life.keep, &life.home.now);
        now = instant_at(&life.home.now, life.home.now.boottime_usec + MINUTES(10));
        end_life(&life);
        begin_without_store(&life, anna_s_home, &now);
        sit_for(&life, MINUTES(10));
        engine_home_hear(&life.home, "unslouch/anna/snooze/set", "5");
        change_store(&life, directory, keep_find_store);
        wait(&life, MINUTES(1));
        assert_true(person_setting(person_of(&life), SETTING_SIT_LIMIT) == MINUTES(45));
        assert_int_equal(engine_home_count(&life.home, "unslouch/anna/sit_limit", "45"), 1);
        assert_true(person_setting(person_of(&life), SETTING_SNOOZE) == MINUTES(5));
        now = life.home.now;
        end_life(&life);
        begin_life(&life, directory, BOOT, anna_s_home, &now);
        assert_true(person_setting(person_of(&life), SETTING_SIT_LIMIT) == MINUTES(45));
        assert_true(person_setting(person_of(&life), SETTING_SNOOZE) == MINUTES(5));
        assert_true(bout_clock(&person_of(&life)->bout, now.boottime_usec) == MINUTES(11));
        end_life(&life);
        remove_directory(directory);
}

int main(void)
{
        static const struct CMUnitTest tests[] = {
                cmocka_unit_test(who_left_while_the_daemon_was_down_is_taken_back_once),
                cmocka_unit_test(elapsed_time_is_the_boot_s_or_the_wall_clock_s),
                cmocka_unit_test(a_restart_continues_the_bout_and_the_prompt),
                cmocka_unit_test(after_a_long_downtime_a_seat_is_unknown_and_leases_count_on),
                cmocka_unit_test(what_the_machine_itself_says_does_not_outlive_the_daemon),
                cmocka_unit_test(a_setting_made_at_run_time_wins_until_the_file_changes),
                cmocka_unit_test(a_lamp_that_shows_something_of_ours_is_given_back_after_a_restart),
                cmocka_unit_test(who_comes_back_after_another_boot_brings_no_stamps_of_the_old_one),
                cmocka_unit_test(who_comes_back_with_a_reload_has_their_settings),
                cmocka_unit_test(what_a_full_disk_refused_is_kept_when_there_is_room_again),
                cmocka_unit_test(a_new_store_has_what_was_set_and_what_is_open),
                cmocka_unit_test(a_store_that_is_found_late_gives_what_was_not_changed_and_keeps_what_was),
                cmocka_unit_test(without_a_store_nothing_is_kept_and_all_goes_on),
        };

        return cmocka_run_group_tests_name("keep", tests, NULL, NULL);
}
