/* SPDX-License-Identifier: MIT */
/* The home as the API serves it: sessions, programmes and the health questions. */
#include "app/buses_inside.h"

#include "app/programme_text.h"
#include "app/questionnaire.h"
#include "base/cleanup.h"
#include "io/store_routine.h"
#include "wire/publish_session.h"
#include "wire/session_command.h"

#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>

/* More than any refusal names. */
#define ROUTINE_ALLOWED_MAX 32

static const struct routine *routine_of(const struct buses *buses, uint32_t person)
{
        return household_person(engine_household(buses->engine), person)->routine;
}

static struct programme_reader reader_of(const struct buses *buses, uint32_t person)
{
        const struct person_setup *setup = &buses_settings(buses)->people[person];

        return (struct programme_reader){
                .programmes = engine_programmes(buses->engine),
                .language = setup->language,
                .routine = routine_of(buses, person),
                .config = &setup->routine,
        };
}

static int make_questionnaire(
        const struct buses *buses, uint32_t person, struct questionnaire *ret_questionnaire)
{
        const struct person_setup *setup = &buses_settings(buses)->people[person];
        const struct routine *routine = routine_of(buses, person);

        if (!routine || setup->routine.item_count == 0)
                return -ENOENT;
        *ret_questionnaire = (struct questionnaire){
                .programmes = engine_programmes(buses->engine),
                .config = &setup->routine,
                .routine = routine,
                .language = setup->language,
        };
        return 0;
}

static void copy_text(char *target, char *text)
{
        if (text)
                (void)text_copy(target, API_PLAN_TEXT_SIZE, text);
        free(text);
}

void buses_tell_routine(const struct buses *buses, uint32_t person, struct api_state *state)
{
        const struct routine *routine = routine_of(buses, person);
        const struct routine_item *item = routine ? routine_item_in_force(routine) : NULL;

        if (routine)
                routine_summary(routine, buses_now(buses), &state->routine);
        if (!item)
                return;
        copy_text(state->session_days, publish_session_days(item->days));
        if (item->minute != ROUTINE_NO_MINUTE)
                copy_text(state->session_time, publish_session_time(item->minute, item->until_minute));
}

static char *session_text(void *userdata, uint32_t person)
{
        struct buses *buses = userdata;

        if (!routine_of(buses, person))
                return strdup("{}");
        return engine_session_text(buses->engine, person, buses_now(buses));
}

static char *plan_text(void *userdata, uint32_t person)
{
        struct buses *buses = userdata;

        if (!routine_of(buses, person))
                return strdup("{}");
        return engine_plan_text(buses->engine, person, buses_now(buses));
}

/* "A sentence. Allowed: one, other." Return: NULL without memory. */
static char *sentence(const char *reason, const char *const *allowed, size_t count)
{
        CLEANUP_FREE char *text = NULL;
        size_t size = 0;
        FILE *stream = open_memstream(&text, &size);

        if (!stream)
                return NULL;
        fputs(reason, stream);
        for (size_t i = 0; i < count; i++)
                fprintf(stream, "%s%s", i > 0 ? ", " : " Allowed: ", allowed[i]);
        if (count > 0)
                fputc('.', stream);
        if (fclose(stream) != 0)
                return NULL;
        return TAKE_PTR(text);
}

/* The same of the error topic's JSON. */
static char *refusal_sentence(const struct effect *refusal)
{
        CLEANUP_FREE char *json = publish_routine_refusal(refusal);
        json_t *root = json ? json_loads(json, 0, NULL) : NULL;
        const json_t *list = json_object_get(root, "allowed");
        const char *reason = json_string_value(json_object_get(root, "reason"));
        const char *allowed[ROUTINE_ALLOWED_MAX];
        size_t count = 0;
        char *text = NULL;

        while (count < json_array_size(list) && count < ELEMENTS(allowed)) {
                allowed[count] = json_string_value(json_array_get(list, count));
                count++;
        }
        if (reason)
                text = sentence(reason, allowed, count);
        json_decref(root);
        return text;
}

static int session(void *userdata, uint32_t person, const char *words, char **ret_reason)
{
        struct buses *buses = userdata;
        struct session_command_error error = { .reason = "This is no command about sessions." };
        struct routine_command command;
        CLEANUP_FREE char *text = NULL;
        struct effect refusal;
        int r;

        if (asprintf(&text, "session %s", words) < 0) {
                text = NULL;
                return -ENOMEM;
        }
        r = session_command_parse(text, strlen(text), buses_now(buses), &command, &error);
        if (r < 0) {
                *ret_reason = sentence(error.reason, error.allowed, error.allowed_count);
                return *ret_reason ? -EINVAL : -ENOMEM;
        }
        r = engine_session_command(buses->engine, person, &command, buses_now(buses), &refusal);
        buses_commit(buses);
        if (r != -ECANCELED)
                return r;
        *ret_reason = refusal_sentence(&refusal);
        return *ret_reason ? r : -ENOMEM;
}

static int programmes(
        void *userdata, uint32_t person, int (*row)(void *row_userdata, const char *id), void *row_userdata)
{
        struct programme_reader reader = reader_of(userdata, person);

        return reader.programmes ? programme_text_list(&reader, row, row_userdata) : 0;
}

static int programme(void *userdata, uint32_t person, const char *id, char **ret_json)
{
        struct programme_reader reader = reader_of(userdata, person);
        int number = reader.programmes ? programme_text_find(&reader, id) : -1;

        if (number < 0)
                return -ENOENT;
        *ret_json = programme_text(&reader, number);
        return *ret_json ? 0 : -ENOMEM;
}

static int questions(void *userdata, uint32_t person,
        int (*row)(void *row_userdata, const struct api_question *question), void *row_userdata)
{
        struct questionnaire questionnaire;
        int r;

        r = make_questionnaire(userdata, person, &questionnaire);
        if (r < 0)
                return r;
        return questionnaire_list(&questionnaire, row, row_userdata);
}

static int answer(void *userdata, uint32_t person, const struct api_answer *answers, size_t count,
        const char **ret_reason)
{
        const struct buses *buses = userdata;
        struct questionnaire questionnaire;
        struct screening_answers all;
        int r;

        r = make_questionnaire(buses, person, &questionnaire);
        if (r < 0)
                return r;
        r = questionnaire_answer(&questionnaire, answers, count, &all, ret_reason);
        if (r < 0)
                return r;
        engine_on_screening(buses->engine, person, &all, buses_now(buses));
        buses_commit(buses);
        return 0;
}

static int cleared(void *userdata, uint32_t person)
{
        const struct buses *buses = userdata;
        struct questionnaire questionnaire;
        struct screening_answers all;
        int r;

        r = make_questionnaire(buses, person, &questionnaire);
        if (r < 0)
                return r;
        questionnaire_clear(&questionnaire, &all);
        engine_on_screening(buses->engine, person, &all, buses_now(buses));
        buses_commit(buses);
        return 0;
}

static int result(void *userdata, uint32_t person, char **ret_json)
{
        struct questionnaire questionnaire;
        int r;

        r = make_questionnaire(userdata, person, &questionnaire);
        if (r < 0)
                return r;
        *ret_json = questionnaire_result(&questionnaire);
        return *ret_json ? 0 : -ENOMEM;
}

/* Where the sessions of the store go to. */
struct session_rows {
        int (*row)(void *row_userdata, const struct api_session *session);
        void *userdata;
};

static int tell_session(void *userdata, const struct store_session *stored)
{
        const struct session_rows *rows = userdata;
        const char *exercises[PROGRAMME_EXERCISES_MAX];
        const struct api_session told = {
                .programme = stored->programme, .record = &stored->record, .exercises = exercises
        };

        for (size_t i = 0; i < PROGRAMME_EXERCISES_MAX; i++)
                exercises[i] = stored->exercises[i];
        return rows->row(rows->userdata, &told);
}

static int sessions(void *userdata, uint32_t person, int64_t from_realtime_usec, int64_t to_realtime_usec,
        int (*row)(void *row_userdata, const struct api_session *session), void *row_userdata)
{
        const struct buses *buses = userdata;
        struct store *store = buses->options.handlers.store(buses->options.handlers.userdata);
        struct session_rows rows = { row, row_userdata };

        if (!store)
                return -ENOTCONN;
        return store_read_sessions(store, buses_settings(buses)->people[person].core.id, from_realtime_usec,
                to_realtime_usec, tell_session, &rows);
}

static int missed(void *userdata, uint32_t person, int32_t from_day, int32_t to_day,
        int (*row)(void *row_userdata, const char *programme, int32_t day), void *row_userdata)
{
        const struct buses *buses = userdata;
        struct store *store = buses->options.handlers.store(buses->options.handlers.userdata);

        if (!store)
                return -ENOTCONN;
        return store_read_missed(
                store, buses_settings(buses)->people[person].core.id, from_day, to_day, row, row_userdata);
}

void buses_serve_routine(struct api_home *home)
{
        home->sessions = sessions;
        home->missed = missed;
        home->session_text = session_text;
        home->plan_text = plan_text;
        home->session = session;
        home->programmes = programmes;
        home->programme = programme;
        home->questions = questions;
        home->answer = answer;
        home->cleared = cleared;
        home->result = result;
}

void buses_tell_cue(struct buses *buses, uint32_t person, const char *id, const struct cue *cue,
        const struct cue_text *text, const struct instant *now)
{
        struct api_cue told = {
                .id = id, .kind = cue_kind_names[cue->kind], .say = text->say, .show = text->show
        };

        if (cue->exercise >= 0)
                told.exercise = programmes_set(engine_programmes(buses->engine))->exercises[cue->exercise].id;
        if (cue->expires_boottime_usec != USEC_INFINITY)
                told.expires_realtime_usec = instant_to_realtime(now, cue->expires_boottime_usec);
        api_cued(buses->api, person, &told);
}
