/* SPDX-License-Identifier: MIT */
#include "unit/test.h"

#include "unit/scarce.h"
#include "wire/record.h"

#include <assert.h>
#include <errno.h>
#include <jansson.h>
#include <stdio.h>

/* A member more or less: record.c must learn of it, and then this. */
static_assert(sizeof(struct bout) == 104, "struct bout has changed");
static_assert(sizeof(struct break_policy) == 184, "struct break_policy has changed");
static_assert(sizeof(struct day_summary) == 64, "struct day_summary has changed");
static_assert(sizeof(struct hold) == 72, "struct hold has changed");

/* Every member has a value of its own that no other has, extremes where they may be. */
static void fill(struct person_record *record)
{
        memset(record, 0, sizeof(*record));
        record->saved_boottime_usec = -12345678901;
        record->saved_realtime_usec = INT64_C(1795338091329890);
        record->sit_limit_usec = 25 * USEC_PER_MINUTE;
        record->stand_limit_usec = 35 * USEC_PER_MINUTE;
        record->bout.posture = POSTURE_SITTING;
        record->bout.posture_since_usec = INT64_C(999999999999999999);
        record->bout.pending = POSTURE_AWAY;
        record->bout.pending_since_usec = 11;
        record->bout.pending_blocked = true;
        record->bout.unknown_since_usec = 12;
        record->bout.provisional_since_usec = 13;
        record->bout.resumed = true;
        record->bout.overdue = true;
        record->bout.open = true;
        record->bout.start_usec = INT64_C(-1000000000000000000);
        record->bout.sat_usec = 15;
        record->bout.seated_since_usec = 16;
        record->bout.gap_since_usec = STAMP_NONE;
        record->bout.gap_counted = true;
        record->bout.gap_fulfilled = true;
        record->policy.stage = PROMPT_STAGE_AMBIENT;
        record->policy.id = (struct prompt_id){ 20779, 65535 };
        record->policy.due_usec = 17;
        record->policy.wait_since_usec = 18;
        record->policy.first_delivered_usec = 19;
        record->policy.last_delivered_usec = 20;
        record->policy.timer_usec = 21;
        record->policy.snooze_until_usec = 22;
        record->policy.left_usec = STAMP_NONE;
        record->policy.answer = PROMPT_ANSWER_MOOT;
        record->policy.suggest_usec = 23;
        record->policy.lit = 65535;
        record->policy.next_step = LADDER_STEPS_MAX;
        record->policy.prompt_snoozes = 2;
        record->policy.lights_only = true;
        record->policy.was_held = true;
        record->policy.repeated = true;
        record->policy.finished = true;
        record->policy.checked = true;
        record->policy.snoozes = 255;
        record->policy.interval_usec = 1800000000;
        record->policy.recent_taken = 1023;
        record->policy.recent_count = 10;
        record->policy.back_off_day = INT32_MIN;
        record->policy.back_off_untold = true;
        record->policy.offer_monday = 20614;
        record->policy.note = PROMPT_NOTE_OFFER;
        record->policy.long_mark_usec = 24;
        for (uint32_t i = 0; i < PROMPT_BREAK_TYPES; i++)
                record->policy.variants[i] = UINT32_MAX - i;
        for (int i = 0; i < VOICE_PER_HOUR_MAX; i++)
                record->voice.spoken_usec[i] = 100 - i;
        record->voice.spoken_count = VOICE_PER_HOUR_MAX;
        record->voice.spoken_today = 255;
        record->standing.bout = record->bout;
        record->standing.bout.sat_usec = 33;
        record->standing.policy = record->policy;
        record->standing.policy.interval_usec = 2700000000;
        record->summary.day = -20779;
        record->summary.began_usec = 25;
        record->summary.ends_usec = 26;
        record->summary.seated_usec = 27;
        record->summary.longest_usec = 28;
        record->summary.bouts = 29;
        record->summary.interruptions = 30;
        record->summary.breaks = 31;
        record->summary.full_breaks = 32;
        record->summary.prompts = 65535;
        for (uint16_t i = 0; i < OUTCOME_MAX_; i++)
                record->summary.outcomes[i] = (uint16_t)(40 + i);
        record->holds.count = HOLDS_MAX;
        for (unsigned i = 0; i < HOLDS_MAX; i++) {
                struct hold *hold = &record->holds.holds[i];

                snprintf(hold->reason, sizeof(hold->reason), "reason_%u-2345678901234567890123", i);
                hold->effect = (enum hold_effect)(i % HOLD_EFFECT_MAX_);
                hold->by_topic = i % 2 == 0;
                hold->by_command = true;
                hold->until_boottime_usec = USEC_INFINITY;
                hold->until_realtime_usec = 1000 + i;
        }
}

static void a_record_survives_to_the_last_bit(void **state)
{
        struct person_record record, back;
        char *text, *again;

        (void)state;
        fill(&record);
        text = record_print(&record);
        assert_non_null(text);
        memset(&back, 0, sizeof(back));
        assert_int_equal(record_parse(text, &back), 0);
        assert_memory_equal(&record, &back, sizeof(record));
        again = record_print(&back);
        assert_string_equal(text, again);
        free(text);
        free(again);
}

/* A new person's record, as person_save() gives it. */
static void init(struct person_record *record)
{
        memset(record, 0, sizeof(*record));
        bout_init(&record->bout, 1000);
        break_policy_init(&record->policy, 30 * USEC_PER_MINUTE);
        bout_init(&record->standing.bout, 1000);
        break_policy_init(&record->standing.policy, STAND_LIMIT_USEC);
}

static void versions_can_follow_each_other(void **state)
{
        struct person_record record;

        (void)state;
        init(&record);
        assert_int_equal(record_parse("{}", &record), 0);
        assert_int_equal(record.policy.interval_usec, 30 * USEC_PER_MINUTE);
        assert_int_equal(
                record_parse("{\"new\":{\"x\":[1]},\"bout\":{\"y\":null,\"sat_usec\":5}}", &record), 0);
        assert_int_equal(record.bout.sat_usec, 5);
        assert_int_equal(record.bout.posture_since_usec, 1000);
        record.policy.variants[2] = 7;
        assert_int_equal(record_parse("{\"policy\":{\"variants\":[3,4]}}", &record), 0);
        assert_int_equal(record.policy.variants[1], 4);
        assert_int_equal(record.policy.variants[2], 7);
        assert_int_equal(record_parse("{\"summary\":{\"outcomes\":[1,2,3,4,5,6,7,8]}}", &record), 0);
        assert_int_equal(record.summary.outcomes[OUTCOME_MAX_ - 1], 5);
        assert_int_equal(record_parse("{\"holds\":[]}", &record), 0);
        assert_int_equal(record.holds.count, 0);
}

static void doctored_records_are_refused_whole(void **state)
{
        static const char *const doctored[] = {
                "",
                "null",
                "[]",
                "5",
                "{",
                "{\"bout\":5}",
                "{\"policy\":[]}",
                "{\"bout\":{\"posture\":4}}",
                "{\"bout\":{\"posture\":-1}}",
                "{\"bout\":{\"posture\":\"sitting\"}}",
                "{\"bout\":{\"sat_usec\":-1}}",
                "{\"bout\":{\"sat_usec\":1.5}}",
                "{\"bout\":{\"start_usec\":9223372036854775807}}",
                "{\"bout\":{\"open\":1}}",
                "{\"bout\":{\"posture_since_usec\":-9223372036854775808}}",
                "{\"bout\":{\"pending_since_usec\":9223372036854775807}}",
                "{\"bout\":{\"posture\":1}}",
                "{\"bout\":{\"pending\":3,\"pending_since_usec\":5}}",
                "{\"bout\":{\"posture\":2,\"pending_since_usec\":5}}",
                "{\"bout\":{\"posture\":2,\"pending\":3,\"pending_since_usec\":5}}",
                "{\"bout\":{\"seated_since_usec\":5}}",
                "{\"bout\":{\"posture\":1,\"seated_since_usec\":5}}",
                "{\"bout\":{\"posture\":1,\"open\":true,\"seated_since_usec\":5,\"gap_since_usec\":5}}",
                "{\"bout\":{\"unknown_since_usec\":-9223372036854775808,\"resumed\":true}}",
                "{\"bout\":{\"unknown_since_usec\":-9223372036854775808,\"overdue\":true}}",
                "{\"policy\":{\"stage\":4}}",
                "{\"standing_bout\":{\"posture\":1}}",
                "{\"standing_policy\":{\"stage\":1}}",
                "{\"policy\":{\"snoozes\":null}}",
                "{\"policy\":{\"snoozes\":\"1\"}}",
                "{\"policy\":{\"variants\":{}}}",
                "{\"policy\":{\"variants\":5}}",
                "{\"holds\":5}",
                "{\"holds\":{}}",
                "{\"policy\":{\"stage\":5}}",
                "{\"policy\":{\"stage\":1}}",
                "{\"policy\":{\"stage\":2,\"id.number\":1}}",
                "{\"policy\":{\"id.number\":65536}}",
                "{\"policy\":{\"id.day\":2147483647}}",
                "{\"policy\":{\"back_off_day\":2147483648}}",
                "{\"policy\":{\"next_step\":9}}",
                "{\"policy\":{\"snoozes\":256}}",
                "{\"policy\":{\"interval_usec\":0}}",
                "{\"policy\":{\"recent_taken\":1024}}",
                "{\"policy\":{\"recent_count\":11}}",
                "{\"voice\":{\"spoken_count\":13}}",
                "{\"voice\":{\"spoken_usec\":[\"x\"]}}",
                "{\"voice\":{\"spoken_usec\":7}}",
                "{\"policy\":{\"variants\":[4294967296]}}",
                "{\"policy\":{\"answer\":3}}",
                "{\"policy\":{\"due_usec\":1000000000000000001}}",
                "{\"summary\":{\"bouts\":-1}}",
                "{\"summary\":{\"ends_usec\":99999999999999999999}}",
                "{\"saved_boottime_usec\":9223372036854775807}",
                "{\"saved_realtime_usec\":null}",
                "{\"holds\":{}}",
                "{\"holds\":[5]}",
                "{\"holds\":[{}]}",
                "{\"holds\":[{\"reason\":\"Call\"}]}",
                "{\"holds\":[{\"reason\":5}]}",
                "{\"holds\":[{\"reason\":\"call\",\"effect\":4}]}",
                "{\"holds\":[{\"reason\":\"a2345678901234567890123456789012x\"}]}",
                "{\"holds\":[{\"reason\":\"call\",\"until_boottime_usec\":-9223372036854775808}]}",
                "{\"holds\":[{\"reason\":\"a\"},{\"reason\":\"a\"},{\"reason\":\"a\"},{\"reason\":\"a\"},"
                "{\"reason\":\"a\"},{\"reason\":\"a\"},{\"reason\":\"a\"},{\"reason\":\"a\"},{\"reason\":"
                "\"a\"},"
                "{\"reason\":\"a\"},{\"reason\":\"a\"},{\"reason\":\"a\"},{\"reason\":\"a\"},{\"reason\":"
                "\"a\"},"
                "{\"reason\":\"a\"},{\"reason\":\"a\"},{\"reason\":\"a\"}]}",
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(doctored); i++) {
                struct person_record record, before;

                init(&record);
                before = record;
                if (record_parse(doctored[i], &record) != -EINVAL)
                        fail_msg("%s", doctored[i]);
                assert_memory_equal(&record, &before, sizeof(record));
        }
}

#define WALK_SEED  UINT64_C(0x756e736c6f756368)
#define WALK_STEPS 5000

/* xorshift: the same walk everywhere. */
static uint64_t next_random(uint64_t *seed)
{
        *seed ^= *seed << 13;
        *seed ^= *seed >> 7;
        *seed ^= *seed << 17;
        return *seed;
}

static const struct source_config walk_sources[] = {
        { .kind = SOURCE_KIND_SEAT, .seat_group = SEAT_GROUP_NONE, .stale_after_usec = 6 * USEC_PER_HOUR },
        { .kind = SOURCE_KIND_ACTIVITY,
                .seat_group = SEAT_GROUP_NONE,
                .stale_after_usec = 15 * USEC_PER_MINUTE },
};
static const struct channel_config walk_channels[] = { { .kind = CHANNEL_KIND_LIGHT },
        { .kind = CHANNEL_KIND_SPEECH } };
static const struct person_config walk_config = {
        .id = "anna",
        .sources = walk_sources,
        .source_count = ELEMENTS(walk_sources),
        .channels = walk_channels,
        .channel_count = ELEMENTS(walk_channels),
        .ladder = { .steps = { { 0, 1 }, { 2 * USEC_PER_MINUTE, 2 } }, .count = 2 },
        .breaks = {
                .bout = { 10 * USEC_PER_SEC, 60 * USEC_PER_SEC, 120 * USEC_PER_SEC },
                .sit_limit_usec = 30 * USEC_PER_MINUTE,
                .long_break_usec = 5 * USEC_PER_MINUTE,
                .posture_check_usec = 15 * USEC_PER_MINUTE,
                .snooze_usec = 10 * USEC_PER_MINUTE,
                .snoozes = 2,
                .repeat_usec = 10 * USEC_PER_MINUTE,
                .defer_usec = 10 * USEC_PER_MINUTE,
                .back_off = true,
                .voice_per_hour = 2,
                .voice_per_day = 12,
                .linger_usec = 5 * USEC_PER_MINUTE,
        },
        .day_start_minute = 240,
};

/* Something happens to @person: a claim, a command, a sleep, or only time. */
static void walk(struct person *person, struct instant *now, uint64_t *seed)
{
        static const int64_t pauses_sec[] = { 1, 15, 50, 90, 200, 400, 700, 1900 };
        int64_t pause_usec = pauses_sec[next_random(seed) % ELEMENTS(pauses_sec)] * USEC_PER_SEC;
        struct command command = { .verb = (enum command_verb)(next_random(seed) % COMMAND_SET),
                .reason = "call",
                .until_day = COMMAND_NO_DAY };
        struct event event = { .kind = EVENT_TIME };
        static struct effects effects;

        switch (next_random(seed) % 8) {
        case 0: event = (struct event){ .kind = EVENT_COMMAND, .command = &command }; break;
        case 1:
                event = (struct event){ .kind = EVENT_SUSPENDED,
                        .suspended = { now->boottime_usec, now->boottime_usec + pause_usec } };
                break;
        case 2:
        case 3:
        case 4:
                event = (struct event){ .kind = EVENT_CLAIM };
                event.claim.source = (uint16_t)(next_random(seed) % ELEMENTS(walk_sources));
                event.claim.claim.value = (enum source_value)(next_random(seed) % 3);
                event.claim.claim.reading = event.claim.claim.value;
                break;
        default: break;
        }
        *now = instant_at(now, now->boottime_usec + pause_usec);
        effects.count = 0;
        person_step(person, &event, now, &effects);
}

static void whatever_core_comes_to_can_be_kept(void **state)
{
        struct instant now = {
                .boottime_usec = USEC_PER_HOUR,
                .realtime_usec = INT64_C(1795338091000000),
                .zone = { INT64_MIN, USEC_INFINITY, 3600, 3600, 3600 },
        };
        uint64_t seed = WALK_SEED;
        bool stages[PROMPT_STAGE_AMBIENT + 1] = { false };
        struct person person;

        (void)state;
        assert_int_equal(person_init(&person, &walk_config, &now), 0);
        for (int i = 0; i < WALK_STEPS; i++) {
                struct person_record record, back;
                char *text, *again;

                walk(&person, &now, &seed);
                stages[person.policy.stage] = true;
                person_save(&person, &now, &record);
                init(&back);
                text = record_print(&record);
                if (record_parse(text, &back) < 0)
                        fail_msg("seed %llx, step %d: %s", (unsigned long long)WALK_SEED, i, text);
                again = record_print(&back);
                assert_string_equal(text, again);
                free(text);
                free(again);
        }
        for (size_t i = 0; i < ELEMENTS(stages); i++)
                assert_true(stages[i]);
        person_done(&person);
}

static void an_endless_record_is_refused(void **state)
{
        static char text[70000];
        struct person_record record;

        (void)state;
        memset(text, ' ', sizeof(text));
        text[0] = '{';
        text[sizeof(text) - 2] = '}';
        text[sizeof(text) - 1] = '\0';
        init(&record);
        assert_int_equal(record_parse(text, &record), -EINVAL);
}

static void without_memory_there_is_no_text(void **state)
{
        struct person_record record;
        int failed = 1;
        int n = 0;

        (void)state;
        fill(&record);
        json_set_alloc_funcs(malloc, free);
        for (; failed; n++) {
                char *text;

                scarce_begin(n);
                text = record_print(&record);
                failed = scarce_end();
                assert_int_equal(text == NULL, failed);
                free(text);
        }
        assert_true(n > 50);
}

/* The library loses its hold of a long name without memory: only what comes before the first one. */
static void without_memory_nothing_is_read(void **state)
{
        struct person_record record, before;
        char *text;

        (void)state;
        fill(&record);
        text = record_print(&record);
        init(&record);
        before = record;
        json_set_alloc_funcs(malloc, free);
        for (int n = 0; n < 3; n++) {
                scarce_begin(n);
                assert_int_equal(record_parse(text, &record), -ENOMEM);
                assert_true(scarce_end());
                assert_memory_equal(&record, &before, sizeof(record));
        }
        assert_int_equal(record_parse(text, &record), 0);
        free(text);
}

int main(void)
{
        static const struct CMUnitTest tests[] = {
                cmocka_unit_test(a_record_survives_to_the_last_bit),
                cmocka_unit_test(versions_can_follow_each_other),
                cmocka_unit_test(doctored_records_are_refused_whole),
                cmocka_unit_test(whatever_core_comes_to_can_be_kept),
                cmocka_unit_test(an_endless_record_is_refused),
                cmocka_unit_test(without_memory_there_is_no_text),
                cmocka_unit_test(without_memory_nothing_is_read),
        };

        return cmocka_run_group_tests_name("record", tests, NULL, NULL);
}
