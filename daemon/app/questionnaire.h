/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * questionnaire - the health questions as they are asked of one person, what their answers make of struct
 * screening_answers, and what that means for their programmes (programme.md 6).
 *
 * Floor: app; no I/O. Answers are health data: they are in nothing that is given out here.
 *
 * The pages: "flags", what pain that stopped a session felt like, asked only after such a one; "general", the
 * ten questions; "more", what the person's programmes have to know; "things", the equipment that they need
 * and the configuration does not tell of.
 */
#include "config/programmes.h"
#include "core/routine.h"
#include "io/api.h"

/* Whose questions, all borrowed. */
struct questionnaire {
        const struct programmes *programmes;
        const struct routine_config *config;
        const struct routine *routine;
        const char *language;
};

/**
 * questionnaire_list() - gives @row the texts, then the questions, in the order in which they are asked.
 *
 * The texts: disclaimer, before, cleared, therapist, stop, emergency (what a yes to a flag of that name
 * means), and gate where a programme needs clearance.
 *
 * Return: 0; what @row returned below 0.
 */
int questionnaire_list(const struct questionnaire *questionnaire,
        int (*row)(void *userdata, const struct api_question *question), void *userdata);

/**
 * questionnaire_answer() - the answers that there are, with @answers added to them.
 *
 * The questions of the page "general" come all or not at all; with them the answers are of today. A yes to a
 * flag holds all programmes, whatever else is answered.
 *
 * Return: 0; -EINVAL with a static sentence: an unknown name, or a part of that page. It names no answer.
 */
int questionnaire_answer(const struct questionnaire *questionnaire, const struct api_answer *answers,
        size_t count, struct screening_answers *ret_answers, const char **ret_reason);

/* The answers that there are, and that a clinician has agreed today. */
void questionnaire_clear(const struct questionnaire *questionnaire, struct screening_answers *ret_answers);

/**
 * questionnaire_result() - what the answers mean, as JSON owned by the caller:
 * {"answered","cleared","flagged","programmes":[{"id","name","state","instead","changes":[{"name","cause",
 * "by"}],"left"}]}.
 *
 * answered and cleared are dates or null; flagged: it needs new answers and a clearing; state is open, held
 * or free; cause is easier, alternative, stand-in or left-out; left: how many main exercises there are.
 *
 * Return: NULL without memory.
 */
char *questionnaire_result(const struct questionnaire *questionnaire);
