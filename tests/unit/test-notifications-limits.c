/* SPDX-License-Identifier: MIT */
#include "unit/notification_desk.h"
#include "unit/scarce.h"

#include <errno.h>
#include <string.h>

static void the_server_gets_what_it_can_show(void **state)
{
        static const char text[] = "Tea & \"cake\" <b>now</b>";
        static const struct {
                const char *const abilities[4];
                enum server_abilities kind;
                const char *summary, *body, *actions;
        } cases[] = {
                { { NULL }, SERVER_ABILITIES_LIST, "A < B - Tea & \"cake\" <b>now</b>", "", "" },
                { { "actions", "sound", NULL }, SERVER_ABILITIES_LIST, "A < B - Tea & \"cake\" <b>now</b>",
                        "", "done=Done" },
                { { "body", NULL }, SERVER_ABILITIES_LIST, "A < B", "Tea & \"cake\" <b>now</b>", "" },
                { { "body", "body-markup", "actions", NULL }, SERVER_ABILITIES_LIST, "A < B",
                        "Tea &amp; \"cake\" &lt;b&gt;now&lt;/b&gt;", "done=Done" },
                { { NULL }, SERVER_ABILITIES_NUMBER, "A < B", "Tea & \"cake\" <b>now</b>", "" },
                { { NULL }, SERVER_ABILITIES_ERROR, "A < B", "Tea & \"cake\" <b>now</b>", "" },
        };
        struct notification notification = desk_due;
        struct desk *desk = *state;

        notification.title = "A < B";
        notification.text = text;
        notification.action_count = 1;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                desk->server.abilities = cases[i].abilities;
                desk->server.abilities_kind = cases[i].kind;
                server_start(&desk->server, &desk->bus, desk->event);
                desk_show_now(desk, &notification);
                assert_int_equal(desk->server.asked, i + 1);
                assert_string_equal(server_last(&desk->server)->summary, cases[i].summary);
                assert_string_equal(server_last(&desk->server)->body, cases[i].body);
                assert_string_equal(server_last(&desk->server)->actions, cases[i].actions);
                notifications_close(desk->notifications, "anna");
                desk_settle(desk);
                server_stop(&desk->server);
        }
        assert_int_equal(desk_count_lines(desk, ""), 0);
}

static void a_title_without_a_text_is_not_folded(void **state)
{
        static const char *const none[] = { NULL };
        struct desk *desk = *state;

        desk->server.abilities = none;
        desk_show_now(desk, &desk_passing);
        assert_string_equal(server_last(&desk->server)->summary, desk_passing.title);
}

static void texts_have_a_limit(void **state)
{
        static char title[NOTIFICATION_TEXT_BYTES_MAX + 2], text[NOTIFICATION_TEXT_BYTES_MAX + 2],
                id[PROMPT_ID_SIZE + 1], person[TEXT_ID_SIZE + 1], name[NOTIFICATION_LABEL_BYTES_MAX + 2],
                label[NOTIFICATION_LABEL_BYTES_MAX + 2];
        static const struct {
                char *text;
                size_t bytes_max;
        } limits[] = {
                { title, NOTIFICATION_TEXT_BYTES_MAX },
                { text, NOTIFICATION_TEXT_BYTES_MAX },
                { id, PROMPT_ID_SIZE - 1 },
                { person, TEXT_ID_SIZE - 1 },
                { name, NOTIFICATION_LABEL_BYTES_MAX },
                { label, NOTIFICATION_LABEL_BYTES_MAX },
        };
        static const struct notification longest = { .person = person,
                .id = id,
                .title = title,
                .text = text,
                .action_count = NOTIFICATION_ACTIONS_MAX,
                .actions = { { "a", "A" }, { "b", "B" }, { "c", "C" }, { "d", "D" }, { name, label } } };
        struct desk *desk = *state;

        for (size_t i = 0; i < ELEMENTS(limits); i++)
                memset(limits[i].text, '&', limits[i].bytes_max);
        desk_show_now(desk, &longest);
        assert_int_equal(strlen(server_last(&desk->server)->body), 5 * NOTIFICATION_TEXT_BYTES_MAX);
        server_press(&desk->server, 1, name);
        desk_settle(desk);
        assert_int_equal(desk->actions, 1);
        for (size_t i = 0; i < ELEMENTS(limits); i++) {
                limits[i].text[limits[i].bytes_max] = '&';
                assert_int_equal(notifications_show(desk->notifications, &longest), -E2BIG);
                limits[i].text[limits[i].bytes_max] = '\0';
        }
        desk_settle(desk);
        assert_int_equal(desk->server.notify_count, 1);
}

static void people_have_a_limit(void **state)
{
        struct notification notification = desk_due;
        struct desk *desk = *state;
        char person[16];

        notification.person = person;
        for (int i = 0; i < NOTIFICATIONS_MAX; i++) {
                snprintf(person, sizeof(person), "p%d", i);
                desk_show(desk, &notification);
        }
        desk_settle(desk);
        assert_int_equal(notifications_show(desk->notifications, &desk_due), -ENOSPC);
        desk_show_now(desk, &notification);
        assert_int_equal(desk->server.notify_count, NOTIFICATIONS_MAX + 1);
        notifications_close(desk->notifications, "p0");
        desk_show_now(desk, &desk_due);
        desk_assert_shown(desk, desk_due.id);
}

static void a_text_that_no_bus_takes_is_told_and_harms_nothing(void **state)
{
        struct notification notification = desk_due;
        struct desk *desk = *state;

        notification.title = "\xff";
        desk_show_now(desk, &notification);
        desk_show_now(desk, &notification);
        assert_int_equal(desk->server.notify_count, 0);
        assert_int_equal(desk_count_lines(desk, "cannot be sent"), 1);
        desk_show_now(desk, &desk_due);
        assert_int_equal(desk->server.notify_count, 1);
}

static void without_memory_the_earlier_one_stays(void **state)
{
        struct notifications_handlers handlers = { .userdata = NULL };
        struct notifications *another = NULL;
        struct desk *desk = *state;
        int failed = 1;

        scarce_begin(0);
        assert_int_equal(notifications_new(desk->log, &handlers, &another), -ENOMEM);
        scarce_end();
        desk_show_now(desk, &desk_due);
        for (int n = 0; failed; n++) {
                int r;

                scarce_begin(n);
                r = notifications_show(desk->notifications, &desk_later);
                failed = scarce_end();
                assert_int_equal(r, n == 0 ? -ENOMEM : 0);
                desk_assert_shown(desk, n == 0 ? desk_due.id : desk_later.id);
                desk_settle(desk);
                assert_int_equal(desk->server.notify_count, failed ? 1 : 2);
                assert_true(n < 20);
        }
        assert_int_equal(desk_count_lines(desk, "cannot be sent: Cannot allocate memory"), 1);
}

#define CASE(function)         cmocka_unit_test_setup_teardown(function, desk_setup_with_server, desk_teardown)
#define CASE_WITHOUT(function) cmocka_unit_test_setup_teardown(function, desk_setup, desk_teardown)

int main(void)
{
        static const struct CMUnitTest tests[] = {
                CASE_WITHOUT(the_server_gets_what_it_can_show),
                CASE(a_title_without_a_text_is_not_folded),
                CASE(texts_have_a_limit),
                CASE(people_have_a_limit),
                CASE(a_text_that_no_bus_takes_is_told_and_harms_nothing),
                CASE(without_memory_the_earlier_one_stays),
        };

        return cmocka_run_group_tests_name("notifications-limits", tests, NULL, NULL);
}
