/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * person_picture - all that the picture of a person's day is made of, as the daemon tells it at one moment.
 *
 * Floor: client. Blocks as the connection does, and tells errors as it does.
 */
#include "client/connection.h"
#include "client/paint.h"

struct person_picture {
        struct person_status status;
        struct span_record *spans; /* of the day, oldest first; owned */
        size_t span_count;
        int64_t now_usec; /* realtime of the daemon, which is ahead of ours with --time-scale */
};

/* Reads everything anew into @picture, which is initialized with zeros or by an earlier call; without a
 * history there are no spans. Return: an exit status; on failure @picture is untouched. */
int person_picture_read(struct connection *connection, const char *path, struct person_picture *picture);
void person_picture_done(struct person_picture *picture);

/* The lines, @later_usec after the daemon was asked. @lines_max: as in status_text. Return: 0 with a text
 * that the caller owns; -ENOMEM. */
int person_picture_make_text(const struct person_picture *picture, int64_t later_usec,
        const struct paint *paint, int lines_max, char **ret_text);
