/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * coach - one person's exercise programmes as the verbs see them: asked of the daemon, or read from a store
 * that no daemon holds.
 *
 * Floor: client. Blocks. Functions return exit statuses, as connection's do: what went wrong has been told.
 * Texts are owned by the caller.
 */
#include "client/connection.h"
#include "client/history_store.h"

struct coach;

/**
 * coach_open() - finds the person.
 * @files: with a config_file or a state_dir the store is read; its person is that of @options.
 *
 * coach_close() takes NULL.
 */
int coach_open(const struct connection_options *options, const struct history_files *files,
        struct coach **ret_coach);
struct coach *coach_close(struct coach *coach);
CLEANUP_DEFINE(struct coach *, coach_close, coach_closep)

const char *coach_person(const struct coach *coach); /* the id */
const char *coach_name(const struct coach *coach);
/* The clocks, with the zone of the process. */
struct instant coach_now(struct coach *coach);

/* JSON: the plan, one programme, what the health answers mean. */
int coach_plan(struct coach *coach, char **ret_json);
int coach_programme(struct coach *coach, const char *id, char **ret_json);
int coach_result(struct coach *coach, char **ret_json);

/* NULL-terminated; freed with connection_free_people(). */
int coach_list_programmes(struct coach *coach, char ***ret_ids);

/* @ret_questions as in connection_get_questions(). */
int coach_questions(struct coach *coach, struct questions *ret_questions);
int coach_answer(struct coach *coach, const struct api_answer *answers, size_t count);
int coach_clear(struct coach *coach);
