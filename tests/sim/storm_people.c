/* SPDX-License-Identifier: MIT */
#include "sim/storm.h"

#include <stdlib.h>
#include <string.h>

/* Sensors repeat what they say at least this often. */
#define REPORT_USEC (2 * USEC_PER_HOUR)

static void say(
        struct storm *storm, const struct dweller *dweller, const char *leaf, const char *word, bool certain)
{
        char topic[TOPIC_SIZE];

        (void)snprintf(topic, sizeof(topic), "sensor/%s/%s", dweller->id, leaf);
        devices_say(storm, topic, word, strcmp(leaf, "chair") != 0, 0, certain);
}

static void report(struct storm *storm, struct dweller *dweller, bool certain)
{
        say(storm, dweller, "chair", dweller->is_seated ? "on" : "off", certain);
        if (dweller->has_desk)
                say(storm, dweller, "desk", dweller->is_raised ? "110" : "72", certain);
        if (dweller->has_pc)
                say(storm, dweller, "pc", dweller->is_active ? "on" : "off", certain);
        dweller->report_usec = storm->true_usec + chance_usec(&storm->chance, REPORT_USEC / 2, REPORT_USEC);
}

void people_begin(struct storm *storm)
{
        for (uint32_t i = 0; i < STORM_PEOPLE; i++) {
                struct dweller *dweller = &storm->dwellers[i];

                (void)snprintf(dweller->id, sizeof(dweller->id), "person-%u", i);
                dweller->has_pc = chance_percent(&storm->chance, 40);
                dweller->has_desk = dweller->has_pc && chance_percent(&storm->chance, 50);
                dweller->trains = chance_percent(&storm->chance, 25);
                dweller->next_usec = storm->true_usec + chance_usec(&storm->chance, 0, USEC_PER_HOUR);
                dweller->report_usec = storm->true_usec;
        }
}

int64_t people_next(const struct storm *storm)
{
        int64_t next = USEC_INFINITY;

        for (uint32_t i = 0; i < STORM_PEOPLE; i++)
                if (storm->dwellers[i].is_here)
                        next = usec_min(
                                next, usec_min(storm->dwellers[i].next_usec, storm->dwellers[i].report_usec));
        return next;
}

/* How long they are up. Most mornings they leave the house. */
static int64_t draw_break(struct storm *storm, const struct dweller *dweller, int32_t minute, bool is_night)
{
        struct chance *chance = &storm->chance;

        if (is_night)
                return chance_usec(chance, USEC_PER_HOUR, 3 * USEC_PER_HOUR);
        if (minute < 10 * 60 && chance_percent(chance, 70))
                return chance_usec(chance, 4 * USEC_PER_HOUR, 9 * USEC_PER_HOUR);
        if (dweller->is_raised)
                return chance_usec(chance, 0, 80 * USEC_PER_MINUTE);
        if (chance_percent(chance, 30))
                return chance_usec(chance, 5 * USEC_PER_SEC, 3 * USEC_PER_MINUTE);
        return chance_usec(chance, USEC_PER_MINUTE, 5 * USEC_PER_HOUR);
}

static int64_t draw_bout(struct chance *chance)
{
        if (chance_percent(chance, 20))
                return chance_usec(chance, USEC_PER_SEC, USEC_PER_MINUTE);
        return chance_usec(chance, 5 * USEC_PER_MINUTE, 70 * USEC_PER_MINUTE);
}

/* Sits down, or gets up; who has a raised desk may go on standing at it. */
static void change_place(struct storm *storm, struct dweller *dweller)
{
        struct instant now = storm_now(storm);
        int32_t minute = instant_minute_of_day(&now, now.realtime_usec);
        bool is_night = minute < 7 * 60 || minute > 22 * 60 + 30;

        dweller->is_seated = !dweller->is_seated && (!is_night || chance_percent(&storm->chance, 10));
        dweller->is_raised =
                !dweller->is_seated && dweller->has_desk && !is_night && chance_percent(&storm->chance, 30);
        dweller->is_active = dweller->is_seated || dweller->is_raised;
        dweller->next_usec =
                storm->true_usec + (dweller->is_seated ? draw_bout(&storm->chance)
                                                       : draw_break(storm, dweller, minute, is_night));
        report(storm, dweller, false);
}

void people_act(struct storm *storm)
{
        for (uint32_t i = 0; i < STORM_PEOPLE; i++) {
                struct dweller *dweller = &storm->dwellers[i];

                if (!dweller->is_here)
                        continue;
                if (dweller->next_usec <= storm->true_usec)
                        change_place(storm, dweller);
                else if (dweller->report_usec <= storm->true_usec)
                        report(storm, dweller, true);
        }
}

static void command(struct storm *storm, const struct dweller *dweller, const char *text, int64_t after_usec)
{
        char topic[TOPIC_SIZE];

        (void)snprintf(topic, sizeof(topic), "%s/%s/cmd", storm->base, dweller->id);
        devices_say(storm, topic, text, false, after_usec, false);
}

static void set(struct storm *storm, const struct dweller *dweller, const char *setting, const char *value)
{
        char topic[TOPIC_SIZE];

        (void)snprintf(topic, sizeof(topic), "%s/%s/%s/set", storm->base, dweller->id, setting);
        devices_say(storm, topic, value, false, 0, false);
}

/* What they say of themselves. */
void people_command(struct storm *storm)
{
        static const char *const words[] = { "snooze", "skip", "done", "hold call 20 min", "release call",
                "hold baby 2 h", "hold guests 1 h", "hold holiday until 2026-02-01", "release holiday",
                "hold paused", "release paused", "not-me", "session pause", "session resume", "session next",
                "session stop", "screening none-apply", "nonsense" };
        struct dweller *dweller = &storm->dwellers[chance_below(&storm->chance, STORM_PEOPLE)];
        uint32_t draw = chance_below(&storm->chance, 10);

        if (!dweller->is_here)
                return;
        if (draw == 0)
                set(storm, dweller, "sit_limit", chance_percent(&storm->chance, 50) ? "25" : "45");
        else if (draw == 1)
                set(storm, dweller, "snooze", chance_percent(&storm->chance, 50) ? "5" : "15");
        else if (draw == 2)
                say(storm, dweller, "call", chance_percent(&storm->chance, 30) ? "on" : "off", false);
        else
                command(storm, dweller, words[chance_below(&storm->chance, ELEMENTS(words))], 0);
}

/* Somebody has been told something, and most do what it says. */
void people_answer(struct storm *storm, uint32_t index, const char *event_type, const char *id)
{
        struct dweller *dweller = &storm->dwellers[index];
        struct chance *chance = &storm->chance;
        int64_t after_usec = chance_usec(chance, 2 * USEC_PER_SEC, 5 * USEC_PER_MINUTE);
        char text[160];

        if (strcmp(event_type, "session_due") == 0 && chance_percent(chance, 60)) {
                command(storm, dweller, "session start", after_usec);
        } else if (strncmp(event_type, "break_", 6) == 0 && id) {
                if (strstr(event_type, "due") || strstr(event_type, "nudge") ||
                        strstr(event_type, "repeat")) {
                        if (chance_percent(chance, 50))
                                dweller->next_usec = storm->true_usec + after_usec;
                        else if (chance_percent(chance, 40)) {
                                (void)snprintf(text, sizeof(text), "{\"action\":\"%s\",\"id\":\"%s\"}",
                                        chance_percent(chance, 60) ? "snooze" : "skip", id);
                                command(storm, dweller, text, after_usec);
                        }
                }
        }
}

/* The session's state has changed. */
void people_train(struct storm *storm, uint32_t index, const char *state)
{
        static const char *const answers[] = { "session answer easy", "session answer right",
                "session answer hard" };
        struct dweller *dweller = &storm->dwellers[index];

        if (strcmp(dweller->session, state) == 0)
                return;
        (void)text_copy(dweller->session, sizeof(dweller->session), state);
        if (strcmp(state, "question") == 0 && chance_percent(&storm->chance, 80))
                command(storm, dweller, answers[chance_below(&storm->chance, ELEMENTS(answers))],
                        chance_usec(&storm->chance, 2 * USEC_PER_SEC, 5 * USEC_PER_MINUTE));
        if (strcmp(state, "paused") == 0 && chance_percent(&storm->chance, 80))
                command(storm, dweller, "session resume",
                        chance_usec(&storm->chance, 10 * USEC_PER_SEC, 5 * USEC_PER_MINUTE));
}

void people_told(struct storm *storm, const char *topic, const char *payload, size_t size)
{
        for (uint32_t i = 0; i < STORM_PEOPLE; i++) {
                struct dweller *dweller = &storm->dwellers[i];
                char chair[TOPIC_SIZE];
                bool seated = size == 2 && memcmp(payload, "on", 2) == 0;

                (void)snprintf(chair, sizeof(chair), "sensor/%s/chair", dweller->id);
                if (strcmp(topic, chair) != 0)
                        continue;
                if (!dweller->told_any || seated != dweller->told_seated)
                        dweller->told_usec = storm->true_usec;
                dweller->told_any = true;
                dweller->told_seated = seated;
        }
}
