/* SPDX-License-Identifier: MIT */
#include "core/session_parts.h"

/* Holds so long are counted down, and said to be half over. */
#define COUNTED_HOLD_SEC 5
#define HALVED_HOLD_SEC  10
/* Sets of so many repetitions are said to be half over, and in pace `set` to have three left. */
#define HALVED_REPS    4
#define ANNOUNCED_REPS 8
#define LAST_REPS      3
#define LAST_SECONDS   3

/* How long a cue is of use to a channel that was away. */
#define TEMPO_LIFE_USEC    (2 * USEC_PER_SEC)
#define WORDS_LIFE_USEC    (15 * USEC_PER_SEC)
#define QUESTION_LIFE_USEC (10 * USEC_PER_MINUTE)
/* Even an empty cue takes a moment: a session always moves on in time. */
#define WORDS_MIN_USEC USEC_PER_MSEC

static int64_t life_usec(enum cue_kind kind)
{
        switch (kind) {
        case CUE_COUNT:
        case CUE_HALFWAY:
        case CUE_COUNTDOWN: return TEMPO_LIFE_USEC;
        case CUE_QUESTION: return QUESTION_LIFE_USEC;
        case CUE_SAFETY:
        case CUE_INTRO:
        case CUE_READY:
        case CUE_DO:
        case CUE_SWITCH:
        case CUE_REST:
        case CUE_MISTAKE:
        case CUE_OUTRO:
        case CUE_MAX_: break;
        }
        return WORDS_LIFE_USEC;
}

/* A cue about the exercise that the session is at. */
static struct cue about_exercise(const struct session *session, enum cue_kind kind)
{
        const struct session_item *item = session_item(session);

        return (struct cue){
                .kind = kind,
                .exercise = item->exercise,
                .next = -1,
                .full = item->full_words,
                .set = session->set_number,
                .dose = item->dose,
                .side = session_in_set(session) ? session_side(session, session->moves_done)
                                                : SESSION_SIDE_NONE,
        };
}

/* One about the session as a whole. */
static struct cue about_session(enum cue_kind kind)
{
        return (struct cue){ .kind = kind, .exercise = -1, .next = -1, .full = true };
}

static uint8_t line_count(const struct session *session, enum cue_kind kind)
{
        return session->voice.lines(session->voice.userdata, session_item(session)->exercise, kind);
}

static bool line_cue(const struct session *session, enum cue_kind kind, uint8_t count, struct cue *ret_cue)
{
        if (session->line >= count)
                return false;
        *ret_cue = about_exercise(session, kind);
        ret_cue->line = session->line;
        return true;
}

/* Full words are all lines; later the name and one cue are enough. */
static bool ready_cue(const struct session *session, struct cue *ret_cue)
{
        uint8_t count = line_count(session, CUE_READY);

        if (count == 0 || !session_item(session)->full_words)
                count = 1;
        return line_cue(session, CUE_READY, count, ret_cue);
}

static bool do_cue(const struct session *session, struct cue *ret_cue)
{
        uint8_t count = session_item(session)->full_words ? line_count(session, CUE_DO) : 0;

        return line_cue(session, CUE_DO, count, ret_cue);
}

static bool return_cue(const struct session *session, struct cue *ret_cue)
{
        uint8_t count = session_item(session)->full_words ? line_count(session, CUE_OUTRO) : 0;

        return line_cue(session, CUE_OUTRO, count, ret_cue);
}

static bool again_cue(const struct session *session, struct cue *ret_cue)
{
        if (!line_cue(session, CUE_READY, 1, ret_cue))
                return false;
        ret_cue->note = CUE_NOTE_RESUMED;
        ret_cue->count = session_rep(session, session->moves_done);
        return true;
}

/* Pace `rep` counts each repetition; pace `set` tells when three are left. */
static bool lift_cue(const struct session *session, struct cue *ret_cue)
{
        struct dose dose = session_item(session)->dose;
        uint8_t rep = session_rep(session, session->moves_done);

        if (!line_cue(session, CUE_COUNT, 1, ret_cue))
                return false;
        ret_cue->count = rep;
        if (session->plan.pace == SESSION_PACE_REP)
                return true;
        ret_cue->kind = CUE_COUNTDOWN;
        ret_cue->count = LAST_REPS;
        return dose.reps >= ANNOUNCED_REPS && dose.hold_sec < HALVED_HOLD_SEC &&
               rep == dose.reps - LAST_REPS + 1 &&
               !(session_exercise(session)->sides == EXERCISE_SIDES_ALTERNATE &&
                       ret_cue->side == SESSION_SIDE_RIGHT);
}

static bool hold_cue(const struct session *session, struct cue *ret_cue, int64_t *ret_due_usec)
{
        int64_t hold_sec = session_item(session)->dose.hold_sec;
        int slot = session->line + (hold_sec >= HALVED_HOLD_SEC ? 0 : 1);
        int last = session->plan.pace == SESSION_PACE_REP ? LAST_SECONDS : 1;

        if (hold_sec < COUNTED_HOLD_SEC || slot > last)
                return false;
        if (slot == 0) {
                *ret_cue = about_exercise(session, CUE_HALFWAY);
                *ret_due_usec = session->phase_ends_usec - hold_sec * USEC_PER_SEC / 2;
                return true;
        }
        *ret_cue = about_exercise(session, CUE_COUNTDOWN);
        ret_cue->count = (uint16_t)(LAST_SECONDS + 1 - slot);
        *ret_due_usec = session->phase_ends_usec - ret_cue->count * USEC_PER_SEC;
        return true;
}

/* While the repetition in the middle is lowered. */
static bool lower_cue(const struct session *session, struct cue *ret_cue)
{
        const struct session_item *item = session_item(session);
        uint16_t move = session->moves_done;
        bool is_middle = session_rep(session, move) == item->dose.reps / 2;

        if (session_exercise(session)->sides == EXERCISE_SIDES_ALTERNATE)
                is_middle = move + 1 == session_set_moves(session, item) / 2;
        return is_middle && item->dose.reps >= HALVED_REPS && item->dose.hold_sec < HALVED_HOLD_SEC &&
               line_cue(session, CUE_HALFWAY, 1, ret_cue);
}

static bool rest_cue(const struct session *session, struct cue *ret_cue)
{
        int64_t left_usec = session->phase_ends_usec - session->stepped_usec;

        if (session->line == 0) {
                *ret_cue = about_exercise(session, CUE_REST);
                if (!session_has_more_sets(session))
                        ret_cue->next = session->plan.items[session->item + 1].exercise;
                ret_cue->count = (uint16_t)((usec_max(left_usec, 0) + USEC_PER_SEC / 2) / USEC_PER_SEC);
                return true;
        }
        if (session->line > 1 || !session_has_more_sets(session) || line_count(session, CUE_MISTAKE) == 0)
                return false;
        *ret_cue = about_exercise(session, CUE_MISTAKE);
        return true;
}

static bool question_cue(const struct session *session, struct cue *ret_cue)
{
        bool asks_exercise = session->line == 1;

        if (session->line > 1 || (asks_exercise && session->effort < EFFORT_HARD))
                return false;
        *ret_cue = about_session(CUE_QUESTION);
        ret_cue->asks_exercise = asks_exercise;
        return true;
}

/* The intro's own lines, then what is to be said of this session. */
static bool intro_cue(const struct session *session, struct cue *ret_cue)
{
        uint8_t count = session->voice.lines(session->voice.userdata, -1, CUE_INTRO);

        if (count == 0)
                count = 1;
        *ret_cue = about_session(CUE_INTRO);
        ret_cue->line = session->line;
        if (session->line < count)
                return true;
        ret_cue->note = session->plan.remark;
        return session->line == count && session->plan.remark != CUE_NOTE_NONE;
}

static bool session_cue(const struct session *session, enum cue_kind kind, struct cue *ret_cue)
{
        if (session->line > 0)
                return false;
        *ret_cue = about_session(kind);
        ret_cue->line = session->line;
        return true;
}

bool session_next_cue(const struct session *session, struct cue *ret_cue, int64_t *ret_due_usec)
{
        *ret_due_usec = INT64_MIN;
        switch (session->stage) {
        case SESSION_STAGE_SAFETY: return session_cue(session, CUE_SAFETY, ret_cue);
        case SESSION_STAGE_INTRO: return intro_cue(session, ret_cue);
        case SESSION_STAGE_READY: return ready_cue(session, ret_cue);
        case SESSION_STAGE_DO: return do_cue(session, ret_cue);
        case SESSION_STAGE_ANNOUNCE: return line_cue(session, CUE_COUNT, 1, ret_cue);
        case SESSION_STAGE_AGAIN: return again_cue(session, ret_cue);
        case SESSION_STAGE_LIFT: return lift_cue(session, ret_cue);
        case SESSION_STAGE_HOLD: return hold_cue(session, ret_cue, ret_due_usec);
        case SESSION_STAGE_LOWER: return lower_cue(session, ret_cue);
        case SESSION_STAGE_SWITCH: return line_cue(session, CUE_SWITCH, 1, ret_cue);
        case SESSION_STAGE_RETURN: return return_cue(session, ret_cue);
        case SESSION_STAGE_REST: return rest_cue(session, ret_cue);
        case SESSION_STAGE_OUTRO: return session_cue(session, CUE_OUTRO, ret_cue);
        case SESSION_STAGE_QUESTION: return question_cue(session, ret_cue);
        case SESSION_STAGE_BETWEEN:
        case SESSION_STAGE_MAX_: break;
        }
        return false;
}

void session_give(struct session *session, const struct session_turn *turn, struct cue *cue)
{
        int64_t now_usec = turn->now->boottime_usec;
        int64_t words_usec;

        cue->number = ++session->cues;
        words_usec = usec_max(session->voice.speak_usec(session->voice.userdata, cue), WORDS_MIN_USEC);
        cue->expires_boottime_usec = now_usec + usec_max(life_usec(cue->kind), words_usec);
        session->words_end_usec = now_usec + words_usec * (session->voice.answers ? 2 : 1);
        session->waits_for = cue->number;
        turn->outcome->cues[turn->outcome->cue_count++] = *cue;
}

void session_say_note(struct session *session, enum cue_note note)
{
        session->note = note;
        session->note_exercise = -1;
        if (session_at_exercise(session))
                session->note_exercise = session_item(session)->exercise;
}

/* Whoever does not know notes takes them for something of this kind. */
static enum cue_kind note_kind(enum cue_note note)
{
        switch (note) {
        case CUE_NOTE_STOP:
        case CUE_NOTE_STOPPED:
        case CUE_NOTE_LEFT_OUT:
        case CUE_NOTE_THANKS: return CUE_OUTRO;
        case CUE_NOTE_LIGHT_WEEK:
        case CUE_NOTE_SHORT:
        case CUE_NOTE_BACK:
        case CUE_NOTE_WEEK_ONE:
        case CUE_NOTE_WEEK_THREE: return CUE_INTRO;
        case CUE_NOTE_PAUSED:
        case CUE_NOTE_INTERRUPTED:
        case CUE_NOTE_SKIP: return CUE_REST;
        case CUE_NOTE_INSTEAD:
        case CUE_NOTE_RESUMED: return CUE_READY;
        case CUE_NOTE_MILD:
        case CUE_NOTE_EASIER:
        case CUE_NOTE_STEP_UP:
        case CUE_NOTE_NONE:
        case CUE_NOTE_MAX_: break;
        }
        return CUE_MISTAKE;
}

void session_give_note(struct session *session, const struct session_turn *turn)
{
        struct cue cue = about_session(note_kind(session->note));

        cue.note = session->note;
        cue.exercise = session->note_exercise;
        session->note = CUE_NOTE_NONE;
        session_give(session, turn, &cue);
}
