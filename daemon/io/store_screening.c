/* SPDX-License-Identifier: MIT */
#include "io/store_routine.h"

#include "io/store_internal.h"

#include <errno.h>
#include <string.h>

static const char *const answer_words[] = {
        [ANSWER_NONE] = "none", /* is not written */
        [ANSWER_NO] = "no",
        [ANSWER_YES] = "yes",
};

enum page {
        PAGE_GENERAL,
        PAGE_CLEARANCE,
        PAGE_MAX_,
};

static const char *const page_words[PAGE_MAX_] = {
        [PAGE_GENERAL] = "general",
        [PAGE_CLEARANCE] = "clearance",
};

enum about {
        ABOUT_TAG,
        ABOUT_EQUIPMENT,
        ABOUT_MAX_,
};

static const char *const about_words[ABOUT_MAX_] = {
        [ABOUT_TAG] = "tag",
        [ABOUT_EQUIPMENT] = "equipment",
};

/* INT32_MIN, never, is NULL. */
static struct store_value day_value(int32_t day)
{
        return day == INT32_MIN ? store_text(NULL) : store_integer(day);
}

static int put_page(struct store *store, const char *person, enum page page, const enum answer *answers)
{
        for (int i = 0; i < SCREENING_QUESTIONS_MAX; i++) {
                const struct store_value values[] = {
                        store_text(person),
                        store_text(page_words[page]),
                        store_integer(i),
                        store_text(answer_words[answers[i]]),
                };
                int r;

                if (answers[i] == ANSWER_NONE)
                        continue;
                r = store_statement_run(store, STORE_STATEMENT_PUT_ANSWER, values, ELEMENTS(values));
                if (r < 0)
                        return r;
        }
        return 0;
}

static int put_names(struct store *store, const char *person, enum about about,
        const struct store_named_answer *answers, uint8_t count)
{
        for (uint8_t i = 0; i < count; i++) {
                const struct store_value values[] = {
                        store_text(person),
                        store_text(about_words[about]),
                        store_text(answers[i].name),
                        store_text(answer_words[answers[i].answer]),
                };
                int r = store_statement_run(
                        store, STORE_STATEMENT_PUT_NAMED_ANSWER, values, ELEMENTS(values));

                if (r < 0)
                        return r;
        }
        return 0;
}

/* The row of the person, without the answers. */
static int put_head(struct store *store, const char *person, const struct screening_answers *answers)
{
        const struct store_value values[] = {
                store_text(person),
                day_value(answers->answered_day),
                day_value(answers->cleared_day),
                store_integer(answers->red_flag),
        };
        const struct store_value clearing[] = { store_text(person), store_integer(answers->cleared_day) };
        int r;

        r = store_statement_run(store, STORE_STATEMENT_PUT_SCREENING, values, ELEMENTS(values));
        if (r < 0)
                return r;
        r = store_statement_run(store, STORE_STATEMENT_DELETE_ANSWERS, values, 1);
        if (r < 0)
                return r;
        r = store_statement_run(store, STORE_STATEMENT_DELETE_NAMED_ANSWERS, values, 1);
        if (r < 0 || answers->cleared_day == INT32_MIN)
                return r;
        return store_statement_run(store, STORE_STATEMENT_PUT_CLEARING, clearing, ELEMENTS(clearing));
}

int store_put_screening(struct store *store, const char *person, const struct store_screening *screening)
{
        struct store_group group;
        int r;

        if (screening->tag_count > TAGS_MAX || screening->equipment_count > EQUIPMENT_MAX)
                return -EINVAL;
        r = store_group_begin(store, &group);
        if (r < 0)
                return r;
        r = put_head(store, person, &screening->answers);
        if (r == 0)
                r = put_page(store, person, PAGE_GENERAL, screening->answers.general);
        if (r == 0)
                r = put_page(store, person, PAGE_CLEARANCE, screening->answers.clearance);
        if (r == 0)
                r = put_names(store, person, ABOUT_TAG, screening->tags, screening->tag_count);
        if (r == 0)
                r = put_names(
                        store, person, ABOUT_EQUIPMENT, screening->equipment, screening->equipment_count);
        return store_group_end(store, &group, r);
}

static int read_day(sqlite3_stmt *row, int column, int32_t *day)
{
        int64_t value = INT32_MIN;
        int r = 0;

        if (sqlite3_column_type(row, column) != SQLITE_NULL)
                r = store_row_integer(row, column, (int64_t)INT32_MIN + 1, INT32_MAX, &value);
        if (r < 0)
                return r;
        *day = (int32_t)value;
        return 0;
}

static int read_head(sqlite3_stmt *row, struct screening_answers *answers)
{
        int64_t red_flag = 0;
        int r;

        r = read_day(row, 0, &answers->answered_day);
        if (r == 0)
                r = read_day(row, 1, &answers->cleared_day);
        if (r == 0)
                r = store_row_integer(row, 2, 0, 1, &red_flag);
        if (r < 0)
                return r;
        answers->red_flag = red_flag != 0;
        return 0;
}

static int get_head(struct store *store, const char *person, struct screening_answers *answers)
{
        const struct store_value values[] = { store_text(person) };
        sqlite3_stmt *row;
        int r;

        r = store_statement_fetch(store, STORE_STATEMENT_GET_SCREENING, values, ELEMENTS(values), &row);
        if (r < 0)
                return r;
        r = read_head(row, answers);
        (void)store_statement_done(row);
        return store_row_refuse(store, "screenings", r);
}

/* Return: ANSWER_NO or ANSWER_YES; -EBADMSG; -ENOMEM. */
static int read_answer(sqlite3_stmt *row, int column)
{
        int answer = store_row_word(row, column, answer_words, ELEMENTS(answer_words));

        return answer == ANSWER_NONE ? -EBADMSG : answer;
}

/* A screening that is being read. */
struct reader {
        struct store *store;
        struct store_screening *screening;
};

static int read_question(sqlite3_stmt *row, struct screening_answers *answers)
{
        int64_t question = 0;
        int page, answer;
        int r;

        page = store_row_word(row, 0, page_words, PAGE_MAX_);
        if (page < 0)
                return page;
        r = store_row_integer(row, 1, 0, SCREENING_QUESTIONS_MAX - 1, &question);
        if (r < 0)
                return r;
        answer = read_answer(row, 2);
        if (answer < 0)
                return answer;
        if (page == PAGE_GENERAL)
                answers->general[question] = (enum answer)answer;
        else
                answers->clearance[question] = (enum answer)answer;
        return 0;
}

static int take_question(void *context, sqlite3_stmt *row)
{
        const struct reader *reader = context;
        int r = read_question(row, &reader->screening->answers);

        return store_row_refuse(reader->store, "screening_answers", r);
}

static int add_name(struct store_named_answer *answers, uint8_t *count, uint8_t max,
        const struct store_named_answer *added)
{
        if (*count >= max)
                return -EBADMSG;
        answers[(*count)++] = *added;
        return 0;
}

static int read_name(sqlite3_stmt *row, struct store_screening *screening)
{
        struct store_named_answer named = { 0 };
        int about, answer;
        int r;

        about = store_row_word(row, 0, about_words, ABOUT_MAX_);
        if (about < 0)
                return about;
        r = store_row_id(row, 1, named.name);
        if (r < 0)
                return r;
        answer = read_answer(row, 2);
        if (answer < 0)
                return answer;
        named.answer = (enum answer)answer;
        if (about == ABOUT_TAG)
                return add_name(screening->tags, &screening->tag_count, TAGS_MAX, &named);
        return add_name(screening->equipment, &screening->equipment_count, EQUIPMENT_MAX, &named);
}

static int take_name(void *context, sqlite3_stmt *row)
{
        const struct reader *reader = context;

        return store_row_refuse(reader->store, "screening_named_answers", read_name(row, reader->screening));
}

int store_get_screening(struct store *store, const char *person, struct store_screening *ret_screening)
{
        const struct store_value values[] = { store_text(person) };
        struct store_screening screening = { 0 };
        struct reader reader = { .store = store, .screening = &screening };
        int r;

        r = get_head(store, person, &screening.answers);
        if (r == 0)
                r = store_row_each(store, STORE_STATEMENT_READ_ANSWERS, values, ELEMENTS(values),
                        take_question, &reader);
        if (r == 0)
                r = store_row_each(store, STORE_STATEMENT_READ_NAMED_ANSWERS, values, ELEMENTS(values),
                        take_name, &reader);
        if (r < 0)
                return r;
        *ret_screening = screening;
        return 0;
}

/* Who is called with each clearing. */
struct clearing_reader {
        struct store *store;
        int (*row)(void *userdata, int32_t day);
        void *userdata;
};

static int give_clearing(void *context, sqlite3_stmt *row)
{
        const struct clearing_reader *reader = context;
        int64_t day = 0;
        int r;

        r = store_row_integer(row, 0, INT32_MIN, INT32_MAX, &day);
        if (r < 0)
                return store_row_refuse(reader->store, "screening_clearings", r);
        return reader->row(reader->userdata, (int32_t)day);
}

int store_read_clearings(
        struct store *store, const char *person, int (*row)(void *userdata, int32_t day), void *userdata)
{
        struct clearing_reader reader = { .store = store, .row = row, .userdata = userdata };
        const struct store_value values[] = { store_text(person) };

        return store_row_each(
                store, STORE_STATEMENT_READ_CLEARINGS, values, ELEMENTS(values), give_clearing, &reader);
}
