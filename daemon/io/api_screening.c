/* SPDX-License-Identifier: MIT */
/*
 * The health questions. The filter has let in nobody but root and the person's own user (api_rights.c). What
 * was answered is never in an error, as errors may be logged.
 */
#include "io/api_inside.h"

#include "base/cleanup.h"

#include <errno.h>
#include <string.h>

CLEANUP_DEFINE(sd_bus_message *, sd_bus_message_unref, message_freep)

/* The texts and the questions are two arrays of one reply, in which the texts come first. */
struct pages {
        sd_bus_message *reply;
        bool in_questions;
};

/* Begins the questions. */
static int turn_page(struct pages *pages)
{
        int r;

        r = sd_bus_message_close_container(pages->reply);
        if (r < 0)
                return r;
        pages->in_questions = true;
        return sd_bus_message_open_container(pages->reply, 'a', "(sssb)");
}

static int add_question(void *userdata, const struct api_question *question)
{
        struct pages *pages = userdata;
        int r;

        if (!question->page) {
                r = sd_bus_message_append(pages->reply, "{ss}", question->name, question->text);
                return r < 0 ? r : 0;
        }
        if (!pages->in_questions) {
                r = turn_page(pages);
                if (r < 0)
                        return r;
        }
        r = sd_bus_message_append(pages->reply, "(sssb)", question->name, question->page, question->text,
                (int)question->answered);
        return r < 0 ? r : 0;
}

static int fill_pages(struct pages *pages, const struct api_entry *person)
{
        const struct api_home *home = &person->api->home;
        int r;

        r = sd_bus_message_open_container(pages->reply, 'a', "{ss}");
        if (r < 0)
                return r;
        r = home->questions(home->userdata, person->number, add_question, pages);
        if (r < 0)
                return r;
        if (!pages->in_questions) {
                r = turn_page(pages);
                if (r < 0)
                        return r;
        }
        return sd_bus_message_close_container(pages->reply);
}

int api_screening_questions(sd_bus_message *message, void *userdata, sd_bus_error *ret_error)
{
        CLEANUP(message_freep) sd_bus_message *reply = NULL;
        struct pages pages = { 0 };
        int r;

        r = sd_bus_message_new_method_return(message, &reply);
        if (r < 0)
                return r;
        pages.reply = reply;
        r = fill_pages(&pages, userdata);
        if (r == -ENOENT)
                return api_error_no_programme(ret_error);
        if (r < 0)
                return r;
        return sd_bus_message_send(reply);
}

static int read_names(sd_bus_message *message, struct api_answer answers[static API_ANSWERS_MAX],
        size_t *ret_count, sd_bus_error *error)
{
        size_t count = 0;
        const char *name;
        int r;

        r = sd_bus_message_enter_container(message, 'a', "s");
        if (r < 0)
                return r;
        while ((r = sd_bus_message_read_basic(message, 's', &name)) > 0) {
                if (count == API_ANSWERS_MAX) {
                        (void)api_error_invalid(error, "There are at most %d answers.", API_ANSWERS_MAX);
                        return -EINVAL;
                }
                answers[count++].name = name;
        }
        *ret_count = count;
        return r < 0 ? r : sd_bus_message_exit_container(message);
}

static int read_yes(sd_bus_message *message, struct api_answer *answers, size_t count, sd_bus_error *error)
{
        size_t read = 0;
        int yes;
        int r;

        r = sd_bus_message_enter_container(message, 'a', "b");
        if (r < 0)
                return r;
        while ((r = sd_bus_message_read_basic(message, 'b', &yes)) > 0) {
                if (read < count)
                        answers[read].yes = yes;
                read++;
        }
        if (r < 0)
                return r;
        if (read != count) {
                (void)api_error_invalid(error, "Each name goes with one answer.");
                return -EINVAL;
        }
        return sd_bus_message_exit_container(message);
}

int api_screening_answer(sd_bus_message *message, void *userdata, sd_bus_error *ret_error)
{
        const struct api_entry *person = userdata;
        const struct api_home *home = &person->api->home;
        struct api_answer answers[API_ANSWERS_MAX];
        const char *reason = "";
        size_t count;
        int r;

        r = read_names(message, answers, &count, ret_error);
        if (r < 0)
                return r;
        r = read_yes(message, answers, count, ret_error);
        if (r < 0)
                return r;
        r = home->answer(home->userdata, person->number, answers, count, &reason);
        if (r == -ENOENT)
                return api_error_no_programme(ret_error);
        if (r == -EINVAL)
                return api_error_invalid(ret_error, "%s", reason);
        if (r < 0)
                return r;
        return sd_bus_reply_method_return(message, NULL);
}

int api_screening_cleared(sd_bus_message *message, void *userdata, sd_bus_error *ret_error)
{
        const struct api_entry *person = userdata;
        const struct api_home *home = &person->api->home;
        int r;

        r = home->cleared(home->userdata, person->number);
        if (r == -ENOENT)
                return api_error_no_programme(ret_error);
        if (r < 0)
                return r;
        return sd_bus_reply_method_return(message, NULL);
}

int api_screening_result(sd_bus_message *message, void *userdata, sd_bus_error *ret_error)
{
        const struct api_entry *person = userdata;
        const struct api_home *home = &person->api->home;
        CLEANUP_FREE char *json = NULL;
        int r;

        r = home->result(home->userdata, person->number, &json);
        if (r == -ENOENT)
                return api_error_no_programme(ret_error);
        if (r < 0)
                return r;
        return sd_bus_reply_method_return(message, "s", json);
}
