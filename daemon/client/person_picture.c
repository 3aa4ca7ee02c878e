/* SPDX-License-Identifier: MIT */
#include "client/person_picture.h"

#include "client/day_bar.h"
#include "client/status_text.h"

/* The end is far enough ahead for a daemon whose clock runs fast. */
#define SPANS_AHEAD_USEC (366 * USEC_PER_DAY)

int person_picture_read(struct connection *connection, const char *path, struct person_picture *picture)
{
        struct person_picture fresh = { .span_count = 0 };
        int status;

        status = connection_get_status(connection, path, &fresh.status);
        if (status != EXIT_STATUS_DONE)
                return status;
        fresh.now_usec = fresh.status.asked_usec;
        status = connection_list_spans(connection, path, day_bar_start(fresh.now_usec),
                fresh.now_usec + SPANS_AHEAD_USEC, &fresh.spans, &fresh.span_count);
        if (status == EXIT_STATUS_NO_DAEMON)
                return status;
        /* The open span is the last, and ends when the daemon answers. */
        if (fresh.span_count > 0)
                fresh.now_usec = usec_max(fresh.now_usec, fresh.spans[fresh.span_count - 1].to_realtime_usec);
        fresh.status.asked_usec = fresh.now_usec;
        person_picture_done(picture);
        *picture = fresh;
        return EXIT_STATUS_DONE;
}

void person_picture_done(struct person_picture *picture)
{
        free(picture->spans);
        picture->spans = NULL;
        picture->span_count = 0;
}

int person_picture_make_text(const struct person_picture *picture, int64_t later_usec,
        const struct paint *paint, int lines_max, char **ret_text)
{
        struct status_picture view = {
                .status = &picture->status,
                .spans = picture->spans,
                .span_count = picture->span_count,
                .now_usec = picture->now_usec + later_usec,
                .lines_max = lines_max,
        };

        return status_text_make(&view, paint, ret_text);
}
