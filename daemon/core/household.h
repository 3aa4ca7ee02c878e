/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * household - the people, and one heap of their deadlines. The cost of an event does not grow with their
 * number.
 *
 * Floor: core (pure; allocates only in household_new()).
 * A seat that several people share is theirs only if nobody else could be there (DESIGN 3, row 1): a step of
 * one person may make another one due at once, who is then returned by household_next_due().
 */
#include "core/person.h"

struct household;

/**
 * household_new() - people of whom nothing is known.
 * @configs: @count of them, borrowed, must outlive the household.
 * @seat_groups: number of shared seats that source_config.seat_group may name.
 *
 * Return: 0; -ENOMEM. household_free() frees it and takes NULL.
 */
int household_new(const struct person_config *const *configs, uint32_t count, uint32_t seat_groups,
        const struct instant *now, struct household **ret_household);
struct household *household_free(struct household *household);

uint32_t household_count(const struct household *household);

/* Borrowed; @person is below household_count(). */
struct person *household_person(struct household *household, uint32_t person);

/* Empties @effects, steps one person, and keeps the heap and the shared seats up to date. */
void household_step(struct household *household, uint32_t person, const struct event *event,
        const struct instant *now, struct effects *effects);

/* Whether somebody's deadline is at or before @now_usec (boottime), and whose. Step them with EVENT_TIME. */
bool household_next_due(const struct household *household, int64_t now_usec, uint32_t *ret_person);

/* The next deadline of all (boottime); USEC_INFINITY if there is none. */
int64_t household_next_deadline(const struct household *household);

/* After person_load(), person_adopt() or person_republish(): makes the person due at once. */
void household_touch(struct household *household, uint32_t person, const struct instant *now);
