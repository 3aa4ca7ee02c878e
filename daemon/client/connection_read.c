/* SPDX-License-Identifier: MIT */
#include "client/connection_inside.h"

#include "wire/publish.h"

#include <errno.h>
#include <stdarg.h>
#include <string.h>

enum field_kind {
        FIELD_MOMENT,  /* t, into int64_t */
        FIELD_COUNT,   /* u, into int64_t */
        FIELD_BOOLEAN, /* b, into bool */
        FIELD_TEXT,    /* s, into an array of @size */
        FIELD_POSTURE, /* s */
        FIELD_PHASE,   /* s */
        FIELD_HOLDS,   /* as */
};

static const char *const field_types[] = {
        [FIELD_MOMENT] = "t",
        [FIELD_COUNT] = "u",
        [FIELD_BOOLEAN] = "b",
        [FIELD_TEXT] = "s",
        [FIELD_POSTURE] = "s",
        [FIELD_PHASE] = "s",
        [FIELD_HOLDS] = "as",
};

/* Where each property of API_PERSON goes. */
static const struct field {
        const char *property;
        enum field_kind kind;
        size_t offset;
        size_t size;
} fields[] = {
#define FIELD(property, kind, member)                                                                        \
        {                                                                                                    \
                property, kind, offsetof(struct person_status, member),                                      \
                        sizeof(((struct person_status *)NULL)->member)                                       \
        }
        FIELD("Id", FIELD_TEXT, id),
        FIELD("Name", FIELD_TEXT, name),
        FIELD("Posture", FIELD_POSTURE, posture),
        FIELD("Phase", FIELD_PHASE, phase),
        FIELD("Since", FIELD_MOMENT, since_usec),
        FIELD("BoutStart", FIELD_MOMENT, bout_start_usec),
        FIELD("BoutSeconds", FIELD_COUNT, bout_sec),
        FIELD("SittingTodaySeconds", FIELD_COUNT, sitting_today_sec),
        FIELD("BreaksToday", FIELD_COUNT, breaks_today),
        FIELD("LongestBoutTodaySeconds", FIELD_COUNT, longest_bout_today_sec),
        FIELD("NextBreak", FIELD_MOMENT, next_break_usec),
        FIELD("PromptId", FIELD_TEXT, prompt_id),
        FIELD("SnoozesLeft", FIELD_COUNT, snoozes_left),
        FIELD("Holds", FIELD_HOLDS, holds),
        FIELD("InRoom", FIELD_TEXT, room),
        FIELD("Enabled", FIELD_BOOLEAN, enabled),
        FIELD("SitLimit", FIELD_COUNT, sit_limit_min),
        FIELD("StandLimit", FIELD_COUNT, stand_limit_min),
        FIELD("BreakGoal", FIELD_COUNT, break_goal_min),
        FIELD("Snooze", FIELD_COUNT, snooze_min),
        FIELD("MinBreakSeconds", FIELD_COUNT, min_break_sec),
        FIELD("NextSession", FIELD_MOMENT, next_session_usec),
        FIELD("WeekDone", FIELD_COUNT, week_done),
        FIELD("WeekTarget", FIELD_COUNT, week_target),
        FIELD("StreakWeeks", FIELD_COUNT, streak_weeks),
        FIELD("SessionDays", FIELD_TEXT, session_days),
        FIELD("SessionTime", FIELD_TEXT, session_time),
#undef FIELD
};

int connection_number_of(const char *word, const char *const *names, int count)
{
        for (int i = 0; i < count; i++)
                if (strcmp(names[i], word) == 0)
                        return i;
        return -EBADMSG;
}

static int read_number(sd_bus_message *answer, const struct field *field, void *target)
{
        uint64_t moment;
        uint32_t count;
        int boolean;
        int r;

        if (field->kind == FIELD_MOMENT) {
                r = sd_bus_message_read_basic(answer, 't', &moment);
                if (r < 0)
                        return r;
                if (moment > INT64_MAX)
                        return -EBADMSG;
                *(int64_t *)target = (int64_t)moment;
        } else if (field->kind == FIELD_COUNT) {
                r = sd_bus_message_read_basic(answer, 'u', &count);
                if (r < 0)
                        return r;
                *(int64_t *)target = count;
        } else {
                r = sd_bus_message_read_basic(answer, 'b', &boolean);
                if (r < 0)
                        return r;
                *(bool *)target = boolean;
        }
        return 0;
}

static int read_word(sd_bus_message *answer, const struct field *field, void *target)
{
        const char *word;
        int r;

        r = sd_bus_message_read_basic(answer, 's', &word);
        if (r < 0)
                return r;
        if (field->kind == FIELD_TEXT)
                return text_copy(target, field->size, word) < 0 ? -EBADMSG : 0;
        if (field->kind == FIELD_POSTURE)
                r = connection_number_of(word, posture_names, POSTURE_MAX_);
        else
                r = connection_number_of(word, phase_names, PHASE_MAX_);
        if (r < 0)
                return r;
        if (field->kind == FIELD_POSTURE)
                *(enum posture *)target = (enum posture)r;
        else
                *(enum phase *)target = (enum phase)r;
        return 0;
}

static int read_holds(sd_bus_message *answer, struct person_status *status)
{
        const char *reason;
        int r;

        r = sd_bus_message_enter_container(answer, 'a', "s");
        if (r < 0)
                return r;
        while ((r = sd_bus_message_read_basic(answer, 's', &reason)) > 0) {
                if (status->hold_count >= HOLDS_MAX ||
                        text_copy(status->holds[status->hold_count], TEXT_ID_SIZE, reason) < 0)
                        return -EBADMSG;
                status->hold_count++;
        }
        return r < 0 ? r : sd_bus_message_exit_container(answer);
}

static int read_field(sd_bus_message *answer, const struct field *field, struct person_status *status)
{
        void *target = (char *)status + field->offset;

        switch (field->kind) {
        case FIELD_MOMENT:
        case FIELD_COUNT:
        case FIELD_BOOLEAN: return read_number(answer, field, target);
        case FIELD_TEXT:
        case FIELD_POSTURE:
        case FIELD_PHASE: return read_word(answer, field, target);
        case FIELD_HOLDS: return read_holds(answer, status);
        }
        return -EBADMSG;
}

/* One entry of the dictionary; a property that is not in the table is left out. */
static int read_property(sd_bus_message *answer, struct person_status *status)
{
        const struct field *field = NULL;
        const char *property;
        int r;

        r = sd_bus_message_read_basic(answer, 's', &property);
        if (r < 0)
                return r;
        for (size_t i = 0; i < ELEMENTS(fields) && !field; i++)
                if (strcmp(fields[i].property, property) == 0)
                        field = &fields[i];
        if (!field)
                return sd_bus_message_skip(answer, "v");
        r = sd_bus_message_enter_container(answer, 'v', field_types[field->kind]);
        if (r < 0)
                return r;
        r = read_field(answer, field, status);
        if (r < 0)
                return r;
        return sd_bus_message_exit_container(answer);
}

static int read_properties(sd_bus_message *answer, struct person_status *status)
{
        int r;

        r = sd_bus_message_enter_container(answer, 'a', "{sv}");
        if (r < 0)
                return r;
        while ((r = sd_bus_message_enter_container(answer, 'e', "sv")) > 0) {
                r = read_property(answer, status);
                if (r < 0)
                        return r;
                r = sd_bus_message_exit_container(answer);
                if (r < 0)
                        return r;
        }
        if (r < 0)
                return r;
        return status->id[0] == '\0' ? -EBADMSG : 0;
}

int connection_get_status(struct connection *connection, const char *path, struct person_status *ret_status)
{
        CLEANUP(sd_bus_error_free) sd_bus_error error = SD_BUS_ERROR_NULL;
        CLEANUP(messagep) sd_bus_message *answer = NULL;
        struct person_status status = { 0 };
        int r;

        r = sd_bus_call_method(connection->bus, API_NAME, path, "org.freedesktop.DBus.Properties", "GetAll",
                &error, &answer, "s", API_PERSON);
        if (r < 0)
                return connection_tell(connection, r, &error);
        r = read_properties(answer, &status);
        if (r < 0)
                return connection_tell(connection, r, NULL);
        status.asked_usec = connection_now(connection);
        *ret_status = status;
        return EXIT_STATUS_DONE;
}

int connection_get_text(
        struct connection *connection, const char *path, const char *property, char **ret_text)
{
        CLEANUP(sd_bus_error_free) sd_bus_error error = SD_BUS_ERROR_NULL;
        int r;

        r = sd_bus_get_property_string(
                connection->bus, API_NAME, path, API_PERSON, property, &error, ret_text);
        return r < 0 ? connection_tell(connection, r, &error) : EXIT_STATUS_DONE;
}

int connection_call(
        struct connection *connection, const char *path, const char *member, const char *types, ...)
{
        CLEANUP(sd_bus_error_free) sd_bus_error error = SD_BUS_ERROR_NULL;
        CLEANUP(messagep) sd_bus_message *question = NULL;
        va_list arguments;
        int r;

        r = sd_bus_message_new_method_call(connection->bus, &question, API_NAME, path, API_PERSON, member);
        if (r < 0)
                return connection_tell(connection, r, NULL);
        va_start(arguments, types);
        r = sd_bus_message_appendv(question, types, arguments);
        va_end(arguments);
        if (r < 0)
                return connection_tell(connection, r, NULL);
        r = sd_bus_call(connection->bus, question, 0, &error, NULL);
        return r < 0 ? connection_tell(connection, r, &error) : EXIT_STATUS_DONE;
}
