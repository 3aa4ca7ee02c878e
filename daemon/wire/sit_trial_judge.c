/* SPDX-License-Identifier: MIT */
#include "wire/sit_trial_inside.h"

#include "base/text.h"
#include "base/units.h"
#include "wire/device_words.h"
#include "wire/match.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

/* A value that changes more often in a step follows somebody else. */
#define CHANGES_MAX 3
/* Numbers must be apart by so many times what they waver, and by this part of their size. */
#define APART_FACTOR 2.0
#define APART_PART   0.05

#define SCORE_WORD       100
#define SCORE_NUMBER     80
#define SCORE_CHAIR      15
#define SCORE_UNSEEN     -30 /* nothing was known before they stood up */
#define SCORE_ONE_NUMBER -25 /* a single number a step may be chance */
#define SCORE_CHANGE     -5  /* of each change that is one too many */
#define SCORE_COPY       -10 /* Home Assistant's copy of what some device says itself */

/* Keys that tell of the device, not of people. */
static const char *const own_keys[] = { "linkquality", "rssi", "lqi", "battery", "voltage", "uptime",
        "uptimesec", "time", "last_seen", "timestamp", "ts", "tst", "heap", "mem_free", "temperature",
        "humidity", "counter" };

static bool is_own(const struct track *track)
{
        const char *dot = strrchr(track->field, '.');
        const char *key = dot ? dot + 1 : track->field;

        for (size_t i = 0; i < ELEMENTS(own_keys); i++)
                if (text_equal_nocase(key, own_keys[i]))
                        return true;
        return false;
}

/* ---- levels of numbers ---- */

struct level {
        double low, high;
};

static void widen(struct level *level, double number)
{
        if (number < level->low)
                level->low = number;
        if (number > level->high)
                level->high = number;
}

/* Where the number was as the step ended: the later half of what was said, at most the last RECENT_MAX. */
static struct level level_of(const struct track_step *step)
{
        struct level level = { step->last.number, step->last.number };
        uint32_t count = (step->messages + 1) / 2;

        for (uint32_t i = 0; i < count && i < RECENT_MAX; i++)
                widen(&level, step->recent[(step->messages - 1 - i) % RECENT_MAX]);
        return level;
}

static double width(const struct level *level)
{
        return level->high - level->low;
}

static double larger(double a, double b)
{
        return a > b ? a : b;
}

static double size_of(double number)
{
        return number < 0 ? -number : number;
}

/* The most that the number wavers while somebody stays as they are. */
static double waver_of(const struct track *track, const struct level *sitting, const struct level *standing)
{
        struct level before = level_of(&track->steps[SIT_STEP_BEFORE]);
        double waver = larger(width(sitting), width(standing));

        return track->steps[SIT_STEP_BEFORE].messages > 1 ? larger(waver, width(&before)) : waver;
}

/* Yes and no as numbers. */
static bool is_binary(const struct level *level)
{
        return width(level) <= 0 && (level->low <= 0 || level->low >= 1) && level->low >= 0 &&
               level->high <= 1;
}

/* Writes the limit between the levels, in their middle third. Return: whether they are apart. */
static bool write_limit(const struct track *track, bool two_sat, char when[static CANDIDATE_WHEN_SIZE])
{
        struct level sitting = level_of(&track->steps[SIT_STEP_SIT_AGAIN]);
        struct level standing = level_of(&track->steps[SIT_STEP_STAND]);
        struct level first = level_of(&track->steps[SIT_STEP_SIT]);
        bool above;
        double gap;

        if (two_sat) {
                widen(&sitting, first.low);
                widen(&sitting, first.high);
        }
        above = sitting.low > standing.high;
        gap = above ? sitting.low - standing.high : standing.low - sitting.high;
        if (gap <= 0 || gap < APART_FACTOR * waver_of(track, &sitting, &standing) ||
                gap < APART_PART * larger(size_of(sitting.high), size_of(standing.high)))
                return false;
        if (is_binary(&sitting) && is_binary(&standing))
                (void)snprintf(when, CANDIDATE_WHEN_SIZE, "%.0f", sitting.low);
        else if (above)
                (void)snprintf(
                        when, CANDIDATE_WHEN_SIZE, "> %.3g ~ %.2g", standing.high + 2 * gap / 3, gap / 3);
        else
                (void)snprintf(when, CANDIDATE_WHEN_SIZE, "< %.3g ~ %.2g", sitting.high + gap / 3, gap / 3);
        return true;
}

/* ---- whether it followed ---- */

static bool says(const struct match *match, const struct value *value, enum source_value expected)
{
        struct reading reading = { .kind = READING_TEXT };
        enum source_value said;

        if (value->kind == VALUE_NUMBER) {
                reading.kind = READING_NUMBER;
                reading.number = value->number;
                reading.is_number = true;
        }
        (void)text_copy(reading.text, sizeof(reading.text), value->text);
        return match_apply(match, &reading, SOURCE_VALUE_NOTHING, &said) >= 0 && said == expected;
}

/* Whether the match, however its numbers were rounded, says what was so. Return: 1, 0; -ENOMEM. */
static int holds(const struct track *track, const char *when)
{
        const char *error;
        struct match *match;
        bool right;
        int r;

        r = match_parse(when, &match, &error);
        if (r < 0)
                return r == -ENOMEM ? r : 0;
        right = says(match, &track->steps[SIT_STEP_SIT_AGAIN].last, SOURCE_VALUE_TRUE) &&
                says(match, &track->steps[SIT_STEP_STAND].last, SOURCE_VALUE_FALSE);
        match_free(match);
        return right;
}

static bool is_restless(const struct track *track)
{
        for (int step = SIT_STEP_SIT; step < SIT_STEP_MAX_; step++)
                if (track->steps[step].changes > CHANGES_MAX)
                        return true;
        return false;
}

/* Writes what is true while they sit. Return: the score; 0 if it did not follow. */
static int follow(const struct track *track, char when[static CANDIDATE_WHEN_SIZE])
{
        const struct value *first = &track->steps[SIT_STEP_SIT].last;
        const struct value *standing = &track->steps[SIT_STEP_STAND].last;
        const struct value *again = &track->steps[SIT_STEP_SIT_AGAIN].last;
        bool two_sat = first->kind != VALUE_NONE;
        int score = two_sat ? 0 : SCORE_UNSEEN;

        if (is_own(track) || again->kind != standing->kind || (two_sat && first->kind != again->kind) ||
                track->steps[SIT_STEP_STAND].changes == 0 || track->steps[SIT_STEP_SIT_AGAIN].changes == 0)
                return 0;
        if (again->kind == VALUE_NUMBER) {
                if (!write_limit(track, two_sat, when))
                        return 0;
                return score + SCORE_NUMBER +
                       (track->steps[SIT_STEP_STAND].messages == 1 ? SCORE_ONE_NUMBER : 0);
        }
        if (again->kind != VALUE_WORD || is_restless(track) ||
                text_equal_nocase(again->text, standing->text) ||
                (two_sat && !text_equal_nocase(first->text, again->text)))
                return 0;
        (void)text_copy(when, CANDIDATE_WHEN_SIZE, again->text);
        for (int step = SIT_STEP_SIT; step < SIT_STEP_MAX_; step++)
                if (track->steps[step].changes > 1)
                        score += SCORE_CHANGE * (int)(track->steps[step].changes - 1);
        return score + SCORE_WORD;
}

/* ---- how it is told ---- */

static bool is_copy(const char *topic)
{
        return strstr(topic, "/binary_sensor/") || strstr(topic, "homeassistant");
}

static void fill(const struct track *track, const char *when, int score, struct sit_follower *follower)
{
        static const char zigbee[] = "zigbee2mqtt/";
        struct candidate *candidate = &follower->candidate;
        bool chair = device_words_match(track->topic, DEVICE_WORDS_CHAIR) ||
                     device_words_match(track->field, DEVICE_WORDS_CHAIR);
        bool radar = device_words_match(track->field, DEVICE_WORDS_RADAR);

        *follower = (struct sit_follower){ .score = score + (chair ? SCORE_CHAIR : 0) +
                                                    (is_copy(track->topic) ? SCORE_COPY : 0) };
        candidate->kind = radar && !chair ? CANDIDATE_PRESENCE : CANDIDATE_SEAT;
        candidate->covers_seat = candidate->kind == CANDIDATE_PRESENCE;
        candidate->sure = track->steps[SIT_STEP_SIT].last.kind != VALUE_NONE;
        (void)text_copy(candidate->name, sizeof(candidate->name), radar && !chair ? "radar" : "chair");
        (void)text_copy(candidate->topic, sizeof(candidate->topic), track->topic);
        (void)text_copy(candidate->field, sizeof(candidate->field), track->field);
        (void)text_copy(candidate->when, sizeof(candidate->when), when);
        if (strncmp(track->topic, zigbee, strlen(zigbee)) == 0 &&
                text_copy(candidate->device, sizeof(candidate->device), track->topic + strlen(zigbee)) >= 0) {
                (void)text_copy(candidate->via, sizeof(candidate->via), "zigbee2mqtt");
                candidate->unretained = !track->retained;
        }
        (void)text_copy(
                follower->sitting, sizeof(follower->sitting), track->steps[SIT_STEP_SIT_AGAIN].last.text);
        (void)text_copy(
                follower->standing, sizeof(follower->standing), track->steps[SIT_STEP_STAND].last.text);
}

/* Puts it in its place; the worst falls out behind the last. */
static void rank(struct sit_follower *followers, uint32_t *reactions, size_t *count,
        const struct sit_follower *follower, uint32_t reaction)
{
        size_t i = *count;

        while (i > 0 && (followers[i - 1].score < follower->score ||
                                (followers[i - 1].score == follower->score && reactions[i - 1] > reaction)))
                i--;
        if (i == SIT_TRIAL_FOLLOWERS_MAX)
                return;
        if (*count < SIT_TRIAL_FOLLOWERS_MAX)
                (*count)++;
        for (size_t j = *count - 1; j > i; j--) {
                followers[j] = followers[j - 1];
                reactions[j] = reactions[j - 1];
        }
        followers[i] = *follower;
        reactions[i] = reaction;
}

int sit_trial_judge(const struct sit_trial *trial,
        struct sit_follower followers[static SIT_TRIAL_FOLLOWERS_MAX], size_t *ret_count)
{
        uint32_t reactions[SIT_TRIAL_FOLLOWERS_MAX];
        size_t count = 0;

        for (size_t i = 0; i < trial->count; i++) {
                const struct track *track = &trial->tracks[i];
                char when[CANDIDATE_WHEN_SIZE];
                struct sit_follower follower;
                int score = follow(track, when);
                int r;

                if (score <= 0)
                        continue;
                r = holds(track, when);
                if (r < 0)
                        return r;
                if (r == 0)
                        continue;
                fill(track, when, score, &follower);
                rank(followers, reactions, &count, &follower, track->reaction);
        }
        *ret_count = count;
        return 0;
}
