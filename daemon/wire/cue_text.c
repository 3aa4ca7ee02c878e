/* SPDX-License-Identifier: MIT */
#include "wire/cue_text.h"

#include "base/text.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static size_t count_characters(const char *text)
{
        size_t count = 0;

        for (; *text != '\0'; text++)
                count += ((unsigned char)*text & 0xc0) != 0x80;
        return count;
}

/* Takes @line over if it is there and can be said. */
static int take_line(const char *line, char text[static CUE_TEXT_SIZE])
{
        if (!line || *line == '\0' || count_characters(line) > PROGRAMME_LINE_CHARACTERS_MAX)
                return -ENOENT;
        return text_copy(text, CUE_TEXT_SIZE, line) < 0 ? -ENOENT : 0;
}

static int take_phrase(const struct cue_words *words, enum phrase phrase, const struct phrase_values *values,
        char text[static CUE_TEXT_SIZE])
{
        char filled[CUE_TEXT_SIZE];

        if (phrases_fill(words->phrases, phrase, values, filled, sizeof(filled)) < 0)
                return -ENOENT;
        return take_line(filled, text);
}

/* "Bird dog. Reach long." Without the line only the name. */
static int take_named(const char *name, const char *line, char text[static CUE_TEXT_SIZE])
{
        char joined[CUE_TEXT_SIZE];
        int length;

        if (!name)
                return -ENOENT;
        length = snprintf(joined, sizeof(joined), "%s.%s%s", name, line ? " " : "", line ? line : "");
        return length < CUE_TEXT_SIZE ? take_line(joined, text) : -ENOENT;
}

static const char *name_of(const struct cue_words *words, int exercise)
{
        return exercise < 0 ? NULL : words->exercise(words->userdata, exercise)->name;
}

static uint8_t count_lines(const char *const lines[static PROGRAMME_LINES_MAX])
{
        uint8_t count = 0;

        while (count < PROGRAMME_LINES_MAX && lines[count])
                count++;
        return count;
}

/* What is done has one line at least where there are any words: the one sentence of a break. */
static const char *doing_line(const struct exercise_words *exercise, uint8_t line)
{
        if (line == 0 && !exercise->doing[0])
                return exercise->say;
        return line < PROGRAMME_LINES_MAX ? exercise->doing[line] : NULL;
}

uint8_t cue_text_lines(const struct cue_words *words, int exercise, enum cue_kind kind)
{
        const struct exercise_words *lines = exercise < 0 ? NULL : words->exercise(words->userdata, exercise);

        switch (kind) {
        case CUE_SAFETY: return words->safety->before_session != NULL;
        case CUE_INTRO: return words->programme->prepare ? 2 : words->programme->intro != NULL;
        case CUE_READY: return !lines ? 0 : lines->ready[0] ? count_lines(lines->ready) : 1;
        case CUE_DO: return !lines ? 0 : lines->doing[0] ? count_lines(lines->doing) : lines->say != NULL;
        case CUE_MISTAKE: return lines && lines->mistake;
        case CUE_OUTRO: return lines ? lines->returning != NULL : words->programme->outro != NULL;
        case CUE_COUNT:
        case CUE_HALFWAY:
        case CUE_COUNTDOWN:
        case CUE_SWITCH:
        case CUE_REST:
        case CUE_QUESTION: return 1;
        case CUE_MAX_: break;
        }
        return 0;
}

/* The name and one cue: the one that is asked for, else the first that fits with the name. */
static int compose_short(const struct exercise_words *exercise, uint8_t line, char text[static CUE_TEXT_SIZE])
{
        const char *wanted = doing_line(exercise, line);

        if (wanted && take_named(exercise->name, wanted, text) == 0)
                return 0;
        for (uint8_t i = 0; i < PROGRAMME_LINES_MAX; i++) {
                const char *other = doing_line(exercise, i);

                if (other && take_named(exercise->name, other, text) == 0)
                        return 0;
        }
        return take_named(exercise->name, NULL, text);
}

static int compose_ready(
        const struct exercise_words *exercise, const struct cue *cue, char text[static CUE_TEXT_SIZE])
{
        const char *line = cue->line < PROGRAMME_LINES_MAX ? exercise->ready[cue->line] : NULL;

        if (!cue->full)
                return compose_short(exercise, cue->line, text);
        if (cue->line > 0)
                return take_line(line, text);
        if (take_named(exercise->name, line, text) == 0)
                return 0;
        return take_line(line, text);
}

/* "0.5", with the language's mark. */
static void print_load(const struct cue_words *words, uint16_t grams, char text[static 24])
{
        static const struct phrase_values none;
        char mark[8] = ".";
        size_t length;

        (void)phrases_fill(words->phrases, PHRASE_DECIMAL_MARK, &none, mark, sizeof(mark));
        if (grams % 1000 == 0) {
                snprintf(text, 24, "%u", grams / 1000U);
                return;
        }
        snprintf(text, 24, "%u%s%03u", grams / 1000U, mark, grams % 1000U);
        for (length = strlen(text); text[length - 1] == '0'; length--)
                text[length - 1] = '\0';
}

/* What is to be done in one set, in pieces that are joined by commas. */
struct announcement {
        char pieces[5][CUE_TEXT_SIZE / 4];
        size_t count;
};

static void add_piece(const struct cue_words *words, enum phrase phrase, const struct phrase_values *values,
        struct announcement *announcement)
{
        char *piece = announcement->pieces[announcement->count];

        if (phrases_fill(words->phrases, phrase, values, piece, sizeof(announcement->pieces[0])) == 0)
                announcement->count++;
}

static void add_side(const struct cue_words *words, const struct cue *cue, const struct phrase_values *values,
        struct announcement *announcement)
{
        switch (words->set->exercises[cue->exercise].sides) {
        case EXERCISE_SIDES_ALTERNATE: add_piece(words, PHRASE_EACH_SIDE, values, announcement); return;
        case EXERCISE_SIDES_EACH:
                if (cue->side == SESSION_SIDE_LEFT)
                        add_piece(words, PHRASE_LEFT, values, announcement);
                else if (cue->side == SESSION_SIDE_RIGHT)
                        add_piece(words, PHRASE_RIGHT, values, announcement);
                else
                        add_piece(words, PHRASE_EACH_SIDE, values, announcement);
                return;
        case EXERCISE_SIDES_NONE:
        case EXERCISE_SIDES_MAX_: return;
        }
}

static void announce(const struct cue_words *words, const struct cue *cue, struct announcement *announcement)
{
        char load[24];
        const struct phrase_values values = {
                .load = load,
                .reps = cue->dose.reps,
                .seconds = cue->dose.hold_sec,
                .set = cue->set,
                .sets = cue->dose.sets,
        };
        bool holds = cue->dose.hold_sec >= CUE_HOLD_TOLD_SEC;

        print_load(words, cue->dose.load_grams, load);
        announcement->count = 0;
        if (cue->dose.sets > 1)
                add_piece(words, PHRASE_SET, &values, announcement);
        if (cue->dose.reps > 1)
                add_piece(words, PHRASE_TIMES, &values, announcement);
        else if (!holds)
                add_piece(words, PHRASE_ONCE, &values, announcement);
        add_side(words, cue, &values, announcement);
        if (holds)
                add_piece(words, cue->dose.reps > 1 ? PHRASE_HOLD_EACH : PHRASE_HOLD, &values, announcement);
        if (cue->dose.load_grams > 0)
                add_piece(words, PHRASE_LOAD, &values, announcement);
}

/* The first @count pieces as one sentence. */
static int join_pieces(const struct announcement *announcement, size_t count, char text[static CUE_TEXT_SIZE])
{
        char joined[2 * CUE_TEXT_SIZE] = "";
        size_t length = 0;

        for (size_t i = 0; i < count; i++)
                length += (size_t)snprintf(joined + length, sizeof(joined) - length, "%s%s",
                        i > 0 ? ", " : "", announcement->pieces[i]);
        if (length == 0)
                return -ENOENT;
        if (joined[0] >= 'a' && joined[0] <= 'z')
                joined[0] = (char)(joined[0] - 'a' + 'A');
        snprintf(joined + length, sizeof(joined) - length, ".");
        return take_line(joined, text);
}

static int compose_announcement(
        const struct cue_words *words, const struct cue *cue, char text[static CUE_TEXT_SIZE])
{
        struct announcement announcement;

        if (cue->exercise < 0)
                return -ENOENT;
        announce(words, cue, &announcement);
        for (size_t count = announcement.count; count > 0; count--)
                if (join_pieces(&announcement, count, text) == 0)
                        return 0;
        return -ENOENT;
}

static int compose_number(unsigned number, char text[static CUE_TEXT_SIZE])
{
        snprintf(text, CUE_TEXT_SIZE, "%u", number);
        return 0;
}

static int compose_count(const struct cue_words *words, const struct cue *cue, struct cue_text *text)
{
        const struct phrase_values values = { .count = cue->count, .reps = cue->dose.reps };

        if (cue->count == 0)
                return compose_announcement(words, cue, text->say);
        if (take_phrase(words, PHRASE_PROGRESS, &values, text->show) < 0)
                compose_number(cue->count, text->show);
        return compose_number(cue->count, text->say);
}

static int compose_countdown(const struct cue_words *words, const struct cue *cue, struct cue_text *text)
{
        static const struct phrase_values none;

        compose_number(cue->count, text->show);
        if (cue->count == 3 && take_phrase(words, PHRASE_LAST_THREE, &none, text->say) == 0)
                return 0;
        return compose_number(cue->count, text->say);
}

static int compose_switch(
        const struct cue_words *words, const struct cue *cue, char text[static CUE_TEXT_SIZE])
{
        static const enum phrase phrases[SESSION_SIDE_MAX_] = {
                [SESSION_SIDE_NONE] = PHRASE_SWITCH,
                [SESSION_SIDE_LEFT] = PHRASE_SWITCH_LEFT,
                [SESSION_SIDE_RIGHT] = PHRASE_SWITCH_RIGHT,
        };
        static const struct phrase_values none;

        return take_phrase(words, phrases[cue->side], &none, text);
}

/* A rest of a second or none is not worth its words. */
static int compose_rest(const struct cue_words *words, const struct cue *cue, char text[static CUE_TEXT_SIZE])
{
        const struct phrase_values values = { .seconds = cue->count, .next = name_of(words, cue->next) };
        bool rests = cue->count > 1;

        if (values.next && take_phrase(words, rests ? PHRASE_REST_NEXT : PHRASE_NEXT, &values, text) == 0)
                return 0;
        /* The name is too long to be said with the rest. */
        if (cue->next >= 0 && take_phrase(words, rests ? PHRASE_REST : PHRASE_SAME, &values, text) == 0)
                return 0;
        return take_phrase(words, rests ? PHRASE_REST_SAME : PHRASE_SAME, &values, text);
}

static int compose_exercise(
        const struct cue_words *words, const struct cue *cue, char text[static CUE_TEXT_SIZE])
{
        const struct exercise_words *exercise;

        if (cue->exercise < 0)
                return cue->kind == CUE_OUTRO ? take_line(words->programme->outro, text) : -ENOENT;
        exercise = words->exercise(words->userdata, cue->exercise);
        if (cue->kind == CUE_READY)
                return compose_ready(exercise, cue, text);
        if (cue->kind == CUE_DO)
                return take_line(doing_line(exercise, cue->line), text);
        return take_line(cue->kind == CUE_MISTAKE ? exercise->mistake : exercise->returning, text);
}

/* An answer to the person: the words of its kind are not said. */
static int compose_note(const struct cue_words *words, const struct cue *cue, char text[static CUE_TEXT_SIZE])
{
        static const enum phrase phrases[CUE_NOTE_MAX_] = {
                [CUE_NOTE_MILD] = PHRASE_PAIN_MILD,
                [CUE_NOTE_SKIP] = PHRASE_PAIN_SKIP,
                [CUE_NOTE_STOP] = PHRASE_PAIN_STOP,
                [CUE_NOTE_EASIER] = PHRASE_EASIER,
                [CUE_NOTE_INSTEAD] = PHRASE_EASIER,
                [CUE_NOTE_STEP_UP] = PHRASE_STEP_UP,
                [CUE_NOTE_PAUSED] = PHRASE_PAUSED,
                [CUE_NOTE_INTERRUPTED] = PHRASE_INTERRUPTED,
                [CUE_NOTE_RESUMED] = PHRASE_RESUMED,
                [CUE_NOTE_STOPPED] = PHRASE_STOPPED,
                [CUE_NOTE_THANKS] = PHRASE_THANKS,
                [CUE_NOTE_LEFT_OUT] = PHRASE_SUSPENDED,
                [CUE_NOTE_LIGHT_WEEK] = PHRASE_LIGHT_WEEK,
                [CUE_NOTE_SHORT] = PHRASE_SHORT,
                [CUE_NOTE_BACK] = PHRASE_BACK,
                [CUE_NOTE_WEEK_ONE] = PHRASE_WEEK_ONE,
                [CUE_NOTE_WEEK_THREE] = PHRASE_WEEK_THREE,
        };
        const struct phrase_values values = { .name = name_of(words, cue->exercise), .count = cue->count };

        if (cue->note == CUE_NOTE_EASIER && cue->exercise >= 0 &&
                take_line(words->exercise(words->userdata, cue->exercise)->easier, text) == 0)
                return 0;
        if (cue->note == CUE_NOTE_RESUMED && cue->count > 1 &&
                take_phrase(words, PHRASE_RESUMED_AT, &values, text) == 0)
                return 0;
        return take_phrase(words, phrases[cue->note], &values, text);
}

/* Writes what is said, and what is shown where that is something else. */
static int compose(const struct cue_words *words, const struct cue *cue, struct cue_text *text)
{
        static const struct phrase_values none;

        if (cue->note != CUE_NOTE_NONE)
                return compose_note(words, cue, text->say);
        switch (cue->kind) {
        case CUE_SAFETY: return take_line(words->safety->before_session, text->say);
        case CUE_INTRO:
                return take_line(
                        cue->line == 0 ? words->programme->intro : words->programme->prepare, text->say);
        case CUE_READY:
        case CUE_DO:
        case CUE_MISTAKE:
        case CUE_OUTRO: return compose_exercise(words, cue, text->say);
        case CUE_COUNT: return compose_count(words, cue, text);
        case CUE_HALFWAY: return take_phrase(words, PHRASE_HALFWAY, &none, text->say);
        case CUE_COUNTDOWN: return compose_countdown(words, cue, text);
        case CUE_SWITCH: return compose_switch(words, cue, text->say);
        case CUE_REST: return compose_rest(words, cue, text->say);
        case CUE_QUESTION:
                return take_phrase(
                        words, cue->asks_exercise ? PHRASE_WHICH : PHRASE_EFFORT, &none, text->say);
        case CUE_MAX_: break;
        }
        return -ENOENT;
}

int cue_text_compose(const struct cue_words *words, const struct cue *cue, struct cue_text *ret_text)
{
        struct cue_text text = { 0 };
        int r;

        r = compose(words, cue, &text);
        if (r < 0)
                return r;
        if (text.show[0] == '\0')
                memcpy(text.show, text.say, sizeof(text.show));
        *ret_text = text;
        return 0;
}

/* "seventy-five" is two words, "fünfundsiebzig" as long as three. */
static int64_t number_words(unsigned number, bool german)
{
        int64_t count = 0;

        if (number >= 1000)
                count += 1 + number_words(number / 1000, german);
        number %= 1000;
        if (number >= 100)
                count += 2;
        number %= 100;
        if (number > 20 && number % 10 != 0)
                return count + (german ? 3 : 2);
        return count + (number > 0 || count == 0);
}

/* The words of one piece between spaces: numbers, what joins them, and letters, of which long ones count
 * twice. */
static int64_t piece_words(const char *piece, size_t length, bool german)
{
        const size_t long_word = 12;
        size_t letters = 0;
        int64_t words = 0;

        for (size_t i = 0; i < length;) {
                unsigned number = 0;
                size_t first = i;

                for (; i < length && piece[i] >= '0' && piece[i] <= '9'; i++)
                        number = number < 100000 ? 10 * number + (unsigned)(piece[i] - '0') : number;
                if (i > first) {
                        words += number_words(number, german);
                        /* A decimal mark or a colon is spoken. */
                        words += i + 1 < length && strchr(".,:", piece[i]) && piece[i + 1] >= '0' &&
                                 piece[i + 1] <= '9';
                        continue;
                }
                letters +=
                        ((unsigned char)piece[i] | 0x20) >= 'a' && ((unsigned char)piece[i] & 0xc0) != 0x80;
                i++;
        }
        return words + (letters > 0) + (letters > long_word);
}

int64_t cue_text_speak_usec(const char *text, const char *language)
{
        bool german = strncmp(language, "de", 2) == 0;
        int64_t words = 0;

        for (text += strspn(text, " "); *text != '\0'; text += strspn(text, " ")) {
                size_t length = strcspn(text, " ");

                words += piece_words(text, length, german);
                text += length;
        }
        return usec_max(CUE_SPEAK_MIN_USEC, words * USEC_PER_MINUTE / CUE_WORDS_PER_MINUTE);
}
