/* SPDX-License-Identifier: MIT */
/*
 * What the store keeps of a person and of a guided session, as a broken disk or another version may give it
 * back: an input that begins with @ is of a session, all else of a person.
 *
 * What can be read is written down so that it is read back the same, and it can go on; what is refused
 * leaves a session as it was.
 */
#include "fuzz/fuzz.h"

#include "base/text.h"
#include "config/programmes.h"
#include "wire/record.h"
#include "wire/session_record.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define STEPS_MAX 40
/* Longer than what is continued, too. */
static const int64_t downtimes_usec[] = { 0, 20 * USEC_PER_SEC, 7 * USEC_PER_HOUR };

static const struct source_config seat = {
        .kind = SOURCE_KIND_SEAT, .seat_group = SEAT_GROUP_NONE, .stale_after_usec = 6 * USEC_PER_HOUR
};
static const struct channel_config lamp = { .kind = CHANNEL_KIND_LIGHT };
static const struct person_config anna = {
        .id = "anna",
        .sources = &seat,
        .source_count = 1,
        .channels = &lamp,
        .channel_count = 1,
        .ladder = { .steps = { { 0, 1 } }, .count = 1 },
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

/* Somebody sits, and what was kept of them goes on for as long as it says that something is due. */
static void live(struct person *person, struct instant *now)
{
        static struct effects effects;
        const struct event sits = { .kind = EVENT_CLAIM,
                .claim = { .claim = { .value = SOURCE_VALUE_TRUE } } };
        const struct event time = { .kind = EVENT_TIME };

        person_step(person, &sits, now, &effects);
        for (int i = 0; i < STEPS_MAX && person->deadline_usec < USEC_INFINITY; i++) {
                if (now->boottime_usec < person->deadline_usec)
                        *now = instant_at(now, person->deadline_usec);
                effects.count = 0;
                person_step(person, &time, now, &effects);
        }
}

/* The daemon has restarted with @record. What it then keeps can be read again. */
static void go_on_living(const struct person_record *record, int64_t downtime_usec)
{
        static struct person_record kept;
        struct instant now = fuzz_now;
        struct person_view view;
        struct person person;
        char *printed;

        FUZZ_CHECK(person_init(&person, &anna, &now) == 0);
        person_load(&person, record, downtime_usec, &now);
        live(&person, &now);
        person_view(&person, &now, &view);
        FUZZ_CHECK(view.posture < POSTURE_MAX_ && view.phase < PHASE_MAX_);
        person_save(&person, &now, &kept);
        printed = record_print(&kept);
        FUZZ_CHECK(printed && record_parse(printed, &kept) == 0);
        free(printed);
        person_done(&person);
}

/* That of somebody of whom nothing is known. */
static void make_new(struct person_record *ret_record)
{
        struct person person;

        FUZZ_CHECK(person_init(&person, &anna, &fuzz_now) == 0);
        person_save(&person, &fuzz_now, ret_record);
        person_done(&person);
}

static void read_person(const char *text)
{
        static struct person_record record, again;
        char *printed;
        char *reprinted;

        make_new(&record);
        if (record_parse(text, &record) < 0)
                return;
        printed = record_print(&record);
        FUZZ_CHECK(printed && text_is_utf8(printed, strlen(printed)));
        make_new(&again);
        FUZZ_CHECK(record_parse(printed, &again) == 0);
        reprinted = record_print(&again);
        FUZZ_CHECK(reprinted && strcmp(printed, reprinted) == 0);
        free(printed);
        free(reprinted);
        for (size_t i = 0; i < ELEMENTS(downtimes_usec); i++)
                go_on_living(&record, downtimes_usec[i]);
}

/* As long as any sentence may take. */
static int64_t speak(void *userdata, const struct cue *cue)
{
        (void)userdata;
        (void)cue;
        return 2 * USEC_PER_SEC;
}

/* Two lines of each kind. */
static uint8_t lines(void *userdata, int exercise, enum cue_kind kind)
{
        (void)userdata;
        (void)exercise;
        (void)kind;
        return 2;
}

static const struct programme_set *shipped_set(void)
{
        static struct programmes *programmes;
        struct config_problems problems = { 0 };

        if (!programmes) {
                FUZZ_CHECK(programmes_load(TOP_SRCDIR "/conf/programmes", NULL, &problems, &programmes) == 0);
                FUZZ_CHECK(problems.errors == 0);
                config_problems_done(&problems);
        }
        return programmes_set(programmes);
}

/* The daemon has restarted, and the session goes on for as long as it says that something is due. */
static void go_on(struct session *session)
{
        static struct session_outcome outcome;
        const struct session_event restart = { .kind = SESSION_EVENT_RESTART };
        const struct session_event resume = { .kind = SESSION_EVENT_VERB, .verb = SESSION_VERB_RESUME };
        const struct session_event time = { .kind = SESSION_EVENT_TIME };
        struct instant now = fuzz_now;

        FUZZ_CHECK(session_step(session, &restart, &now, &outcome) == SESSION_FINE);
        (void)session_step(session, &resume, &now, &outcome);
        for (int i = 0; i < STEPS_MAX && session->deadline_usec < USEC_INFINITY; i++) {
                if (now.boottime_usec < session->deadline_usec)
                        now = instant_at(&now, session->deadline_usec);
                (void)session_step(session, &time, &now, &outcome);
        }
}

static void read_session(const char *text)
{
        static const struct session_voice voice = { .speak_usec = speak, .lines = lines };
        static struct session session, untouched, again;
        char *printed;
        char *reprinted;

        memset(&session, 0, sizeof(session));
        session_init(&session, shipped_set(), &voice);
        memcpy(&untouched, &session, sizeof(session));
        if (session_record_parse(text, &session) < 0) {
                FUZZ_CHECK(memcmp(&session, &untouched, sizeof(session)) == 0);
                return;
        }
        printed = session_record_print(&session);
        FUZZ_CHECK(printed && text_is_utf8(printed, strlen(printed)));
        memcpy(&again, &untouched, sizeof(session));
        FUZZ_CHECK(session_record_parse(printed, &again) == 0);
        reprinted = session_record_print(&again);
        FUZZ_CHECK(reprinted && strcmp(printed, reprinted) == 0);
        free(printed);
        free(reprinted);
        go_on(&session);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
        struct fuzz_input input = { .at = data, .left = size };
        bool is_session = size > 0 && *data == '@';
        char *text;

        if (is_session)
                (void)fuzz_take_byte(&input);
        text = fuzz_copy_text(&input);
        if (is_session)
                read_session(text);
        else
                read_person(text);
        free(text);
        return 0;
}
