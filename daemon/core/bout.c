/* SPDX-License-Identifier: MIT */
#include "core/bout.h"

#include <assert.h>

static struct bout_change *add_change(
        struct bout_changes *changes, enum bout_change_kind kind, int64_t at_usec)
{
        struct bout_change *change;

        assert(changes->count < BOUT_CHANGES_MAX);
        change = &changes->items[changes->count++];
        *change = (struct bout_change){ .kind = kind, .at_usec = at_usec };
        return change;
}

void bout_init(struct bout *bout, int64_t now_usec)
{
        *bout = (struct bout){
                .posture = POSTURE_UNKNOWN,
                .posture_since_usec = now_usec,
                .pending_since_usec = STAMP_NONE,
                .unknown_since_usec = now_usec,
                .provisional_since_usec = STAMP_NONE,
                .seated_since_usec = STAMP_NONE,
                .gap_since_usec = STAMP_NONE,
        };
}

/* Publishes another posture from @at_usec on. */
static void change_posture(
        struct bout *bout, enum posture posture, int64_t at_usec, struct bout_changes *changes)
{
        struct bout_change *span = add_change(changes, BOUT_CHANGE_SPAN, at_usec);

        span->posture = bout->posture;
        span->from_usec = bout->posture_since_usec;
        bout->posture = posture;
        bout->posture_since_usec = at_usec;
}

/* Ends the running seated interval at @at_usec. */
static void end_interval(
        struct bout *bout, enum bout_change_kind kind, int64_t at_usec, struct bout_changes *changes)
{
        struct bout_change *change = add_change(changes, kind, at_usec);

        change->from_usec = bout->seated_since_usec;
        bout->sat_usec += at_usec - bout->seated_since_usec;
        bout->seated_since_usec = STAMP_NONE;
        change->length_usec = bout->sat_usec;
}

static void close_bout(
        struct bout *bout, enum bout_change_kind kind, int64_t at_usec, struct bout_changes *changes)
{
        struct bout_change *change = add_change(changes, kind, at_usec);

        change->length_usec = bout->sat_usec;
        change->start_usec = bout->start_usec;
        bout->open = false;
        bout->sat_usec = 0;
}

/* Does what the gap has reached by @until_usec. */
static void run_gap(
        struct bout *bout, const struct bout_config *config, int64_t until_usec, struct bout_changes *changes)
{
        int64_t gap_usec;

        if (bout->gap_since_usec == STAMP_NONE)
                return;
        gap_usec = until_usec - bout->gap_since_usec;
        if (!bout->gap_counted && gap_usec >= config->min_break_usec) {
                bout->gap_counted = true;
                close_bout(bout, BOUT_CHANGE_CLOSED, bout->gap_since_usec + config->min_break_usec, changes);
        }
        if (!bout->gap_fulfilled && gap_usec >= config->break_goal_usec) {
                bout->gap_fulfilled = true;
                add_change(changes, BOUT_CHANGE_FULFILLED, bout->gap_since_usec + config->break_goal_usec);
        }
}

static void stand_up(struct bout *bout, enum posture posture, int64_t edge_usec, struct bout_changes *changes)
{
        end_interval(bout, BOUT_CHANGE_STOOD_UP, edge_usec, changes);
        change_posture(bout, posture, edge_usec, changes);
        bout->provisional_since_usec = STAMP_NONE;
        bout->gap_since_usec = edge_usec;
        bout->gap_counted = false;
        bout->gap_fulfilled = false;
}

static void sit_down(
        struct bout *bout, const struct bout_config *config, int64_t edge_usec, struct bout_changes *changes)
{
        struct bout_change *change;

        run_gap(bout, config, edge_usec, changes);
        change_posture(bout, POSTURE_SITTING, edge_usec, changes);
        change = add_change(changes, BOUT_CHANGE_SAT_DOWN, edge_usec);
        if (bout->gap_since_usec != STAMP_NONE)
                change->length_usec = edge_usec - bout->gap_since_usec;
        if (!bout->open) {
                bout->open = true;
                bout->start_usec = edge_usec;
                bout->sat_usec = 0;
        }
        bout->seated_since_usec = edge_usec;
        bout->gap_since_usec = STAMP_NONE;
}

/* Nobody knows since @at_usec: whatever was open is closed there as censored. */
static void lose(struct bout *bout, int64_t at_usec, struct bout_changes *changes)
{
        if (bout->seated_since_usec != STAMP_NONE)
                end_interval(bout, BOUT_CHANGE_STOOD_UP, at_usec, changes);
        change_posture(bout, POSTURE_UNKNOWN, at_usec, changes);
        if (bout->open || bout->gap_since_usec != STAMP_NONE)
                close_bout(bout, BOUT_CHANGE_CENSORED, at_usec, changes);
        bout->pending_since_usec = STAMP_NONE;
        bout->provisional_since_usec = STAMP_NONE;
        bout->gap_since_usec = STAMP_NONE;
}

static int64_t earlier_of(int64_t stamp_usec, int64_t now_usec)
{
        return stamp_usec == STAMP_NONE ? now_usec : usec_min(stamp_usec, now_usec);
}

static void begin_provisional(struct bout *bout, int64_t now_usec)
{
        if (bout->posture == POSTURE_SITTING && bout->provisional_since_usec == STAMP_NONE)
                bout->provisional_since_usec = now_usec;
}

/* Unknown: for a while what was before goes on, then nothing does. */
static void step_unknown(struct bout *bout, int64_t now_usec, struct bout_changes *changes)
{
        if (bout->unknown_since_usec == STAMP_NONE)
                bout->unknown_since_usec = now_usec;
        /* An edge that was pending may have been the true one. */
        begin_provisional(bout, earlier_of(bout->pending_since_usec, bout->unknown_since_usec));
        bout->pending_since_usec = STAMP_NONE;
        if (bout->posture == POSTURE_UNKNOWN || now_usec - bout->unknown_since_usec < UNKNOWN_MAX_USEC)
                return;
        lose(bout, earlier_of(bout->provisional_since_usec, bout->unknown_since_usec), changes);
}

/* A pending edge that has lasted counts, dated to where it was. */
static void confirm_edge(
        struct bout *bout, const struct bout_config *config, int64_t now_usec, struct bout_changes *changes)
{
        int64_t edge_usec = bout->pending_since_usec;

        if (edge_usec == STAMP_NONE || bout->pending_blocked || now_usec - edge_usec < config->debounce_usec)
                return;
        bout->pending_since_usec = STAMP_NONE;
        if (bout->pending == POSTURE_SITTING)
                sit_down(bout, config, edge_usec, changes);
        else
                stand_up(bout, bout->pending, edge_usec, changes);
}

/* The verdict contradicts what is published: an edge, which counts once it has lasted. */
static void step_edge(struct bout *bout, const struct bout_config *config, const struct verdict *verdict,
        int64_t edge_usec, int64_t now_usec, struct bout_changes *changes)
{
        if (bout->pending_since_usec == STAMP_NONE)
                bout->pending_since_usec = usec_max(edge_usec, bout->posture_since_usec);
        bout->pending = verdict->posture;
        bout->pending_blocked = verdict->posture == POSTURE_SITTING && verdict->provisional;
        confirm_edge(bout, config, now_usec, changes);
}

/* The first word after nobody knew: there is no edge to wait for. */
static void step_found(struct bout *bout, const struct bout_config *config, const struct verdict *verdict,
        int64_t now_usec, struct bout_changes *changes)
{
        if (verdict->posture != POSTURE_SITTING)
                change_posture(bout, verdict->posture, now_usec, changes);
        else if (!verdict->provisional)
                sit_down(bout, config, now_usec, changes);
}

static void step_known(struct bout *bout, const struct bout_config *config, const struct verdict *verdict,
        int64_t now_usec, struct bout_changes *changes)
{
        bool sits = verdict->posture == POSTURE_SITTING;
        int64_t left_usec = usec_max(now_usec - verdict->idle_usec, bout->seated_since_usec);
        /* What was only believed is taken back to where the belief began. */
        int64_t edge_usec = sits ? now_usec : earlier_of(bout->provisional_since_usec, left_usec);

        bout->unknown_since_usec = STAMP_NONE;
        if (sits && verdict->provisional)
                begin_provisional(bout, left_usec);
        else
                bout->provisional_since_usec = STAMP_NONE;
        if (bout->posture == POSTURE_UNKNOWN) {
                step_found(bout, config, verdict, now_usec, changes);
        } else if (sits != (bout->posture == POSTURE_SITTING)) {
                step_edge(bout, config, verdict, edge_usec, now_usec, changes);
        } else {
                bout->pending_since_usec = STAMP_NONE;
                if (verdict->posture != bout->posture)
                        change_posture(bout, verdict->posture, now_usec, changes);
        }
        if (bout->posture != POSTURE_SITTING)
                run_gap(bout, config, earlier_of(bout->pending_since_usec, now_usec), changes);
}

void bout_step(struct bout *bout, const struct bout_config *config, const struct verdict *verdict,
        int64_t now_usec, struct bout_changes *changes)
{
        if (bout->resumed && now_usec - bout->unknown_since_usec >= UNKNOWN_MAX_USEC)
                bout->resumed = false;
        /* What ends at this very moment has lasted until now. */
        confirm_edge(bout, config, now_usec, changes);
        if (bout->resumed || verdict->posture == POSTURE_UNKNOWN)
                step_unknown(bout, now_usec, changes);
        else
                step_known(bout, config, verdict, now_usec, changes);
}

/* Stamps inside the suspend cannot be told from its end. */
static void move_stamp(int64_t *stamp_usec, int64_t to_usec)
{
        if (*stamp_usec != STAMP_NONE)
                *stamp_usec = to_usec;
}

void bout_suspend(struct bout *bout, const struct bout_config *config, int64_t from_usec, int64_t to_usec,
        bool local, struct bout_changes *changes)
{
        bool seated = bout->posture == POSTURE_SITTING;
        int64_t cut_usec =
                earlier_of(bout->provisional_since_usec, earlier_of(bout->pending_since_usec, from_usec));

        if (bout->posture == POSTURE_UNKNOWN)
                return;
        if (local && seated && to_usec - from_usec >= config->debounce_usec) {
                bout->pending_since_usec = STAMP_NONE;
                stand_up(bout, POSTURE_AWAY, cut_usec, changes);
        } else if (!local && to_usec - from_usec > UNKNOWN_MAX_USEC) {
                lose(bout, seated ? cut_usec : from_usec, changes);
                bout->unknown_since_usec = to_usec;
        } else if (seated) {
                end_interval(bout, BOUT_CHANGE_PAUSED, from_usec, changes);
                change_posture(bout, POSTURE_SITTING, from_usec, changes);
                bout->posture_since_usec = to_usec;
                bout->seated_since_usec = to_usec;
                move_stamp(&bout->provisional_since_usec, to_usec);
                move_stamp(&bout->unknown_since_usec, to_usec);
        }
        move_stamp(&bout->pending_since_usec, to_usec);
}

void bout_close_overdue(struct bout *bout, struct bout_changes *changes)
{
        if (bout->overdue && bout->posture != POSTURE_UNKNOWN)
                lose(bout, bout->unknown_since_usec, changes);
        bout->overdue = false;
}

void bout_heard(struct bout *bout)
{
        bout->resumed = false;
}

void bout_claim_break(struct bout *bout, int64_t now_usec, struct bout_changes *changes)
{
        if (!bout->open)
                return;
        if (bout->seated_since_usec == STAMP_NONE) {
                bout->gap_counted = true;
                close_bout(bout, BOUT_CHANGE_CLOSED, now_usec, changes);
                return;
        }
        end_interval(bout, BOUT_CHANGE_PAUSED, now_usec, changes);
        close_bout(bout, BOUT_CHANGE_CLOSED, now_usec, changes);
        bout->open = true;
        bout->start_usec = now_usec;
        bout->seated_since_usec = now_usec;
        move_stamp(&bout->provisional_since_usec, now_usec);
        move_stamp(&bout->pending_since_usec, now_usec);
}

void bout_censor(struct bout *bout, int64_t now_usec, struct bout_changes *changes)
{
        if (bout->posture == POSTURE_UNKNOWN)
                return;
        lose(bout, now_usec, changes);
        bout->unknown_since_usec = now_usec;
}

int64_t bout_clock(const struct bout *bout, int64_t now_usec)
{
        if (!bout->open)
                return 0;
        return bout->sat_usec +
               (bout->seated_since_usec == STAMP_NONE ? 0 : now_usec - bout->seated_since_usec);
}

bool bout_is_seated(const struct bout *bout)
{
        return bout->posture == POSTURE_SITTING;
}

bool bout_is_confirmed(const struct bout *bout)
{
        return bout->posture == POSTURE_SITTING && bout->pending_since_usec == STAMP_NONE &&
               bout->unknown_since_usec == STAMP_NONE && bout->provisional_since_usec == STAMP_NONE;
}

static int64_t gap_deadline(const struct bout *bout, const struct bout_config *config)
{
        if (bout->gap_since_usec == STAMP_NONE || bout->gap_fulfilled)
                return USEC_INFINITY;
        return bout->gap_since_usec + (bout->gap_counted ? config->break_goal_usec : config->min_break_usec);
}

int64_t bout_next_deadline(const struct bout *bout, const struct bout_config *config)
{
        if (bout->unknown_since_usec != STAMP_NONE) {
                if (bout->posture == POSTURE_UNKNOWN && !bout->resumed)
                        return USEC_INFINITY;
                return bout->unknown_since_usec + UNKNOWN_MAX_USEC;
        }
        if (bout->pending_since_usec != STAMP_NONE)
                return bout->pending_blocked ? USEC_INFINITY
                                             : bout->pending_since_usec + config->debounce_usec;
        return gap_deadline(bout, config);
}
