/* SPDX-License-Identifier: MIT */
/*
 * discovery_printer - prints how people are introduced to Home Assistant and taken back, with every
 * combination of what decides it: a JSON object a line, with "case" and "messages". test_discovery_rules.py
 * reads it.
 *
 * discovery_printer MESSAGES_DIRECTORY: where the languages' files are.
 */
#include "config/messages.h"
#include "wire/discovery.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

/* More reasons than get a switch. */
#define REASONS (DISCOVERY_HOLDS_MAX + 2)

static const char *const programmes[] = { "upper-back-strength", "daily-stretch", "gentle-stretch" };
static const char *const people[] = { "Anna", "Sitting", "J\303\266rg \"Jo\" {{ x }}", "" };
static const size_t hold_counts[] = { 0, 1, 10, REASONS };
static const size_t programme_counts[] = { 0, 1, ELEMENTS(programmes) };

struct bench {
        struct catalogue *catalogues[3]; /* none, English, German */
        char texts[REASONS][16];
        const char *reasons[REASONS];
};

/* One of the combinations. */
struct situation {
        enum discovery_mode mode;
        struct discovery_person person;
        const char *language;
};

static json_t *texts_json(const char *const *texts, size_t count)
{
        json_t *array = json_array();

        for (size_t i = 0; i < count; i++)
                json_array_append_new(array, json_string(texts[i]));
        return array;
}

static json_t *messages_json(const struct outbox *outbox)
{
        json_t *array = json_array();

        for (size_t i = 0; i < outbox->count; i++) {
                const struct outbox_message *message = &outbox->messages[i];

                json_array_append_new(array,
                        json_pack("{s:s, s:s, s:i, s:b, s:b}", "topic", message->topic, "payload",
                                message->payload, "qos", (int)message->qos, "retain", (int)message->retain,
                                "is_state", (int)(message->kind == OUTBOX_STATE)));
        }
        return array;
}

static void print(const struct situation *situation, const char *what, struct outbox *outbox)
{
        const struct discovery_person *person = &situation->person;
        json_t *line = json_pack("{s:{s:s, s:s, s:s, s:s, s:b, s:b, s:o, s:o}, s:o}", "case", "what", what,
                "mode", discovery_mode_names[situation->mode], "language", situation->language, "name",
                person->name, "has_routine", (int)person->has_routine, "has_stand_limit",
                (int)person->has_stand_limit, "holds", texts_json(person->holds, person->hold_count),
                "programmes", texts_json(person->programmes, person->programme_count), "messages",
                messages_json(outbox));

        if (!line || json_dumpf(line, stdout, JSON_COMPACT) < 0)
                exit(EXIT_FAILURE);
        putchar('\n');
        json_decref(line);
        outbox_clear(outbox);
}

static void must(int r)
{
        if (r < 0)
                exit(EXIT_FAILURE);
}

static void print_situation(const struct situation *situation)
{
        const struct discovery_place place = { situation->mode, "homeassistant", "unslouch", "1.2.3" };
        const struct discovery_component left[] = { { "gone", "sensor" },
                { "trigger_gone", "device_automation" } };
        struct discovery_component components[DISCOVERY_COMPONENTS_MAX];
        size_t count = discovery_components(&situation->person, components);
        struct outbox outbox = { 0 };

        must(discovery_announce(&place, &situation->person, NULL, 0, &outbox));
        print(situation, "announce", &outbox);
        must(discovery_announce(&place, &situation->person, left, ELEMENTS(left), &outbox));
        print(situation, "announce_left", &outbox);
        must(discovery_withdraw(&place, situation->person.id, components, count, &outbox));
        print(situation, "withdraw", &outbox);
        outbox_done(&outbox);
}

/* @number counts all combinations. Returns whether there is one of this number. */
static bool choose(const struct bench *bench, size_t number, struct situation *ret)
{
        static const char *const languages[] = { "", "en", "de" };
        struct situation situation = {
                .person = { .id = "anna-1", .holds = bench->reasons, .programmes = programmes }
        };
        struct discovery_person *person = &situation.person;

        person->name = people[number % ELEMENTS(people)];
        situation.mode = (enum discovery_mode)(number % DISCOVERY_MODE_MAX_);
        number /= DISCOVERY_MODE_MAX_;
        person->has_routine = number % 2;
        number /= 2;
        person->has_stand_limit = number % 2;
        number /= 2;
        person->hold_count = hold_counts[number % ELEMENTS(hold_counts)];
        number /= ELEMENTS(hold_counts);
        person->programme_count = programme_counts[number % ELEMENTS(programme_counts)];
        number /= ELEMENTS(programme_counts);
        situation.language = languages[number % ELEMENTS(languages)];
        person->words = bench->catalogues[number % ELEMENTS(languages)];
        *ret = situation;
        return number < ELEMENTS(languages);
}

int main(int argc, char **argv)
{
        struct config_problems problems = { 0 };
        struct bench bench = { 0 };
        struct situation situation;

        if (argc != 2)
                return EXIT_FAILURE;
        must(messages_load(argv[1], "en", &problems, &bench.catalogues[1]));
        must(messages_load(argv[1], "de", &problems, &bench.catalogues[2]));
        for (size_t i = 0; i < REASONS; i++) {
                snprintf(bench.texts[i], sizeof(bench.texts[i]), "do-not_%zu", i);
                bench.reasons[i] = bench.texts[i];
        }
        for (size_t number = 0; choose(&bench, number, &situation); number++)
                print_situation(&situation);
        for (size_t i = 0; i < ELEMENTS(bench.catalogues); i++)
                catalogue_free(bench.catalogues[i]);
        config_problems_done(&problems);
        return EXIT_SUCCESS;
}
