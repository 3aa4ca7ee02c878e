/* SPDX-License-Identifier: MIT */
#include "client/coach_store.h"

#include "app/keep_routine.h"
#include "app/programme_text.h"
#include "app/questionnaire.h"

#include <errno.h>
#include <string.h>

struct coach_store {
        const char *verb;
        struct history_store *files; /* the configuration and the store */
        const struct person_setup *setup;
        struct engine *engine; /* in which the person is as the store says */
        uint32_t person;
        struct instant now;
        bool is_writing; /* what the engine has to keep is to be kept */
        int error;       /* of keeping it */
};

CLEANUP_DEFINE(struct coach_store *, coach_store_close, coach_store_closep)

struct coach_store *coach_store_close(struct coach_store *store)
{
        if (!store)
                return NULL;
        engine_free(store->engine);
        history_store_close(store->files);
        free(store);
        return NULL;
}

static int fail(const struct coach_store *store, int error)
{
        fprintf(stderr, "unslouch %s: %s\n", store->verb, strerror(-error));
        return EXIT_STATUS_FAILED;
}

static void keep_effect(
        void *userdata, uint32_t person, const struct effect *effect, const struct instant *now)
{
        struct coach_store *store = userdata;
        int r;

        if (!store->is_writing || person != store->person || effect->kind != EFFECT_ROUTINE)
                return;
        r = keep_routine_put(history_store_base(store->files), &store->setup->routine, store->setup->core.id,
                &effect->routine, now);
        if (r < 0)
                store->error = r;
}

static struct routine *routine_of(const struct coach_store *store)
{
        return household_person(engine_household(store->engine), store->person)->routine;
}

/* The person as the store knows them, a step later: then the week is planned. */
static int restore(struct coach_store *store)
{
        const struct home *home = history_store_home(store->files);
        const struct engine_keep keep = { .userdata = store, .effect = keep_effect };
        int r;

        r = engine_new(
                home->settings, &home->catalogues, home->programmes, &keep, &store->now, &store->engine);
        if (r < 0)
                return fail(store, r);
        r = engine_find_person(store->engine, store->setup->core.id, &store->person);
        if (r < 0)
                return fail(store, r);
        if (!routine_of(store)) {
                fprintf(stderr, "unslouch %s: the configuration names no programme for %s\n", store->verb,
                        store->setup->core.id);
                return EXIT_STATUS_FAILED;
        }
        keep_routine_restore(history_store_base(store->files), routine_of(store), &store->setup->routine,
                store->setup->core.id, &store->now);
        engine_on_time(store->engine, &store->now);
        return EXIT_STATUS_DONE;
}

int coach_store_open(const char *verb, const struct history_files *files, struct coach_store **ret_store)
{
        CLEANUP(coach_store_closep) struct coach_store *store = calloc(1, sizeof(*store));
        int status;

        if (!store) {
                fprintf(stderr, "unslouch %s: there is not enough memory\n", verb);
                return EXIT_STATUS_FAILED;
        }
        store->verb = verb;
        status = history_store_open(verb, files, &store->files);
        if (status != EXIT_STATUS_DONE)
                return status;
        store->setup = history_store_person(store->files);
        store->now = history_store_now(store->files);
        status = restore(store);
        if (status == EXIT_STATUS_DONE)
                *ret_store = TAKE_PTR(store);
        return status;
}

const char *coach_store_person(const struct coach_store *store)
{
        return store->setup->core.id;
}

const char *coach_store_name(const struct coach_store *store)
{
        return store->setup->name;
}

struct instant coach_store_now(struct coach_store *store)
{
        return store->now;
}

static int give(const struct coach_store *store, char *json, char **ret_json)
{
        if (!json)
                return fail(store, -ENOMEM);
        *ret_json = json;
        return EXIT_STATUS_DONE;
}

int coach_store_plan(struct coach_store *store, char **ret_json)
{
        return give(store, engine_plan_text(store->engine, store->person, &store->now), ret_json);
}

static struct programme_reader reader_of(const struct coach_store *store)
{
        return (struct programme_reader){
                .programmes = engine_programmes(store->engine),
                .language = store->setup->language,
                .routine = routine_of(store),
                .config = &store->setup->routine,
        };
}

int coach_store_programme(struct coach_store *store, const char *id, char **ret_json)
{
        struct programme_reader reader = reader_of(store);
        int programme = programme_text_find(&reader, id);

        if (programme >= 0)
                return give(store, programme_text(&reader, programme), ret_json);
        fprintf(stderr, "unslouch %s: there is no programme '%s'; unslouch programme list names them\n",
                store->verb, id);
        return EXIT_STATUS_FAILED;
}

/* Room for one more and the NULL behind it. */
static int add_id(void *userdata, const char *id)
{
        char ***ids = userdata;
        char **grown;
        size_t count = 0;

        while (*ids && (*ids)[count])
                count++;
        grown = reallocarray(*ids, count + 2, sizeof(*grown));
        if (!grown)
                return -ENOMEM;
        *ids = grown;
        grown[count] = strdup(id);
        grown[count + 1] = NULL;
        return grown[count] ? 0 : -ENOMEM;
}

int coach_store_list_programmes(struct coach_store *store, char ***ret_ids)
{
        struct programme_reader reader = reader_of(store);
        char **ids = calloc(1, sizeof(*ids));
        int r = ids ? programme_text_list(&reader, add_id, &ids) : -ENOMEM;

        if (r < 0) {
                connection_free_people(ids);
                return fail(store, r);
        }
        *ret_ids = ids;
        return EXIT_STATUS_DONE;
}

static struct questionnaire questionnaire_of(const struct coach_store *store)
{
        return (struct questionnaire){
                .programmes = engine_programmes(store->engine),
                .config = &store->setup->routine,
                .routine = routine_of(store),
                .language = store->setup->language,
        };
}

int coach_store_result(struct coach_store *store, char **ret_json)
{
        struct questionnaire questionnaire = questionnaire_of(store);

        return give(store, questionnaire_result(&questionnaire), ret_json);
}

static int add_question(void *userdata, const struct api_question *question)
{
        return questions_add(userdata, question->name, question->page, question->text);
}

int coach_store_questions(struct coach_store *store, struct questions *ret_questions)
{
        struct questionnaire questionnaire = questionnaire_of(store);
        int r = questionnaire_list(&questionnaire, add_question, ret_questions);

        return r < 0 ? fail(store, r) : EXIT_STATUS_DONE;
}

/* Takes @answers, and keeps what comes of them, all of it or nothing. */
static int take(struct coach_store *store, const struct screening_answers *answers)
{
        struct store *base = history_store_base(store->files);
        int r;

        r = store_begin(base);
        if (r < 0)
                return fail(store, r);
        store->is_writing = true;
        engine_on_screening(store->engine, store->person, answers, &store->now);
        store->is_writing = false;
        if (store->error < 0) {
                store_rollback(base);
                return fail(store, store->error);
        }
        r = store_commit(base);
        return r < 0 ? fail(store, r) : EXIT_STATUS_DONE;
}

int coach_store_answer(struct coach_store *store, const struct api_answer *answers, size_t count)
{
        struct questionnaire questionnaire = questionnaire_of(store);
        struct screening_answers all;
        const char *reason = "";

        if (questionnaire_answer(&questionnaire, answers, count, &all, &reason) < 0) {
                fprintf(stderr, "unslouch %s: %s\n", store->verb, reason);
                return EXIT_STATUS_FAILED;
        }
        return take(store, &all);
}

int coach_store_clear(struct coach_store *store)
{
        struct questionnaire questionnaire = questionnaire_of(store);
        struct screening_answers all;

        questionnaire_clear(&questionnaire, &all);
        return take(store, &all);
}
