/* SPDX-License-Identifier: MIT */
#include "wire/lamp_inside.h"

#include <string.h>

void lamp_end_returning(struct lamp *lamp, int64_t now_usec)
{
        if (lamp->phase != LAMP_RETURNING || !lamp->known || now_usec < lamp->echo_until_usec)
                return;
        lamp->phase = LAMP_THEIRS;
        if (!lamp_look_differs(&lamp->left, &lamp->seen))
                lamp_look_merge(&lamp->seen, &lamp->before);
}

static bool listens_to(const struct lamp *lamp, const char *topic)
{
        for (size_t i = 0; i < lamp->names.listen_count; i++) {
                if (strcmp(lamp->names.listen[i], topic) == 0)
                        return true;
        }
        return false;
}

/* Whether the lamp is at the bottom of a breath in @look that was cut short: then it is to end. */
static bool is_in_breath(struct lamp *lamp, const struct lamp_look *look)
{
        struct lamp_look low = *look;

        low.brightness = LAMP_BREATH_BRIGHTNESS(look->brightness);
        if (lamp->ops->breathe || !(look->keys & LAMP_KEY_BRIGHTNESS) || lamp_look_differs(&low, &lamp->seen))
                return false;
        lamp->resting = *look;
        lamp->breath_until_usec = INT64_MIN;
        return true;
}

/* Whether it shows what we show for @show. */
static bool find_show(struct lamp *lamp, enum light_show show)
{
        struct lamp_look look = lamp_look_compose(&lamp->before, show, lamp->ops->full_brightness);

        if (lamp_look_differs(&look, &lamp->seen) && !is_in_breath(lamp, &look))
                return false;
        lamp->phase = LAMP_OURS;
        lamp->shown = show;
        lamp_look_merge(&lamp->left, &lamp->seen);
        return true;
}

/*
 * The lamp speaks for the first time since the connection or the daemon began: what we left may have been
 * lost on the way, and what it shows may be any of our looks.
 */
static void find_phase(struct lamp *lamp)
{
        lamp->breath_until_usec = USEC_INFINITY;
        if (!lamp_look_differs(&lamp->before, &lamp->seen)) {
                lamp->phase = LAMP_THEIRS;
                return;
        }
        if (find_show(lamp, LIGHT_SHOW_DUE) || find_show(lamp, LIGHT_SHOW_TAKEN))
                return;
        if (lamp_look_differs(&lamp->left, &lamp->seen))
                lamp_yield(lamp);
        else
                lamp->phase = LAMP_OURS;
}

/* Tells of the time before our message, which it crossed on the way. */
static bool is_late(const struct lamp *lamp)
{
        return lamp_look_differs(&lamp->left, &lamp->seen) && !lamp_look_differs(&lamp->before, &lamp->seen);
}

/* Is what it was told to show: the last that a slow lamp said within the echo's time was on the way there. */
static bool is_obeyed(struct lamp *lamp, const struct lamp_look *report)
{
        struct lamp_look told = lamp_look_compose(&lamp->before, lamp->shown, lamp->ops->full_brightness);

        if (lamp_look_differs(&told, report))
                return false;
        lamp_look_merge(&lamp->left, report);
        return true;
}

/*
 * A report while the lamp is ours. Within the echo's time it tells how the lamp took what we set, unless it
 * says that a lamp which was on is off: no show of ours turns it off, so that is somebody's wish, if it was
 * not given back as off just before.
 */
static void compare_report(
        struct lamp *lamp, const struct lamp_look *report, bool is_off, bool was_on, int64_t now_usec)
{
        if (now_usec >= lamp->echo_until_usec) {
                if (lamp_look_differs(&lamp->left, report) && !is_obeyed(lamp, report))
                        lamp_yield(lamp);
        } else if (is_off && was_on && now_usec >= lamp->put_out_until_usec) {
                lamp_yield(lamp);
        } else if (!is_off && !is_late(lamp)) {
                lamp_look_merge(&lamp->left, report);
        }
}

void lamp_know(struct lamp *lamp)
{
        lamp->known = true;
        lamp->silent = false;
        lamp->blind = false;
        lamp->ask_until_usec = USEC_INFINITY;
        if (lamp->phase != LAMP_THEIRS)
                find_phase(lamp);
}

/* A lamp that cannot be asked has begun to tell: the rest may follow in a moment. */
static void await_rest(struct lamp *lamp, int64_t now_usec)
{
        if (!lamp->ops->ask && lamp->ask_until_usec == USEC_INFINITY)
                lamp->ask_until_usec = usec_add(now_usec, LAMP_ASK_USEC);
}

static void take_report(
        struct lamp *lamp, const struct lamp_look *report, enum lamp_report kind, int64_t now_usec)
{
        bool was_on = lamp->seen.on;
        bool is_off = (report->keys & LAMP_KEY_POWER) && !report->on;

        lamp_end_returning(lamp, now_usec);
        lamp_look_merge(&lamp->seen, report);
        if (!lamp->known) {
                if (kind != LAMP_REPORT_WHOLE) {
                        await_rest(lamp, now_usec);
                        return;
                }
                lamp_know(lamp);
        } else if (lamp->phase == LAMP_OURS) {
                compare_report(lamp, report, is_off, was_on, now_usec);
        } else if (is_off || !lamp_look_differs(&lamp->before, &lamp->seen)) {
                /* Back where it was, or off, which was so before or is somebody's wish. */
                lamp->phase = LAMP_THEIRS;
        }
}

void lamp_message(struct lamp *lamp, const char *topic, struct payload *payload, int64_t now_usec,
        struct outbox *outbox)
{
        struct lamp_look report;
        enum lamp_report kind;

        if (!listens_to(lamp, topic) || now_usec < lamp->deaf_until_usec)
                return;
        kind = lamp->ops->read(&lamp->names, topic, payload, &report);
        if (!lamp->known && kind != LAMP_REPORT_WHOLE && lamp->ops->ask)
                lamp->vague = true;
        if (kind == LAMP_REPORT_NOTHING)
                return;
        take_report(lamp, &report, kind, now_usec);
        lamp_apply(lamp, now_usec, outbox);
}
