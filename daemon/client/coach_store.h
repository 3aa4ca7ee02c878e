/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * coach_store - the same as coach.h of a store that no daemon holds. Holds that somebody has set are not
 * known here. Only health answers are written.
 *
 * Floor: client. Blocks on the files. Functions return exit statuses; what went wrong has been told.
 */
#include "client/connection.h"
#include "client/history_store.h"

struct coach_store;

/* @verb: for messages. coach_store_close() takes NULL. */
int coach_store_open(const char *verb, const struct history_files *files, struct coach_store **ret_store);
struct coach_store *coach_store_close(struct coach_store *store);

const char *coach_store_person(const struct coach_store *store);
const char *coach_store_name(const struct coach_store *store);
struct instant coach_store_now(struct coach_store *store);

int coach_store_plan(struct coach_store *store, char **ret_json);
int coach_store_programme(struct coach_store *store, const char *id, char **ret_json);
int coach_store_result(struct coach_store *store, char **ret_json);
int coach_store_list_programmes(struct coach_store *store, char ***ret_ids);
int coach_store_questions(struct coach_store *store, struct questions *ret_questions);
int coach_store_answer(struct coach_store *store, const struct api_answer *answers, size_t count);
int coach_store_clear(struct coach_store *store);
