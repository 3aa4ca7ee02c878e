/* SPDX-License-Identifier: MIT */
#include "config/load.h"

#include "base/cleanup.h"
#include "core/ladder.h"

#include <errno.h>
#include <string.h>

/* The channels of one person, as numbers of the household, in rising order. */
struct telling {
        uint32_t channels[CHANNELS_MAX];
        uint8_t count;
};

/* Adds @channel; false if there are CHANNELS_MAX others. */
static bool telling_add(struct telling *telling, uint32_t channel)
{
        uint8_t place = 0;

        while (place < telling->count && telling->channels[place] < channel)
                place++;
        if (place < telling->count && telling->channels[place] == channel)
                return true;
        if (telling->count == CHANNELS_MAX)
                return false;
        memmove(&telling->channels[place + 1], &telling->channels[place],
                (size_t)(telling->count - place) * sizeof(telling->channels[0]));
        telling->channels[place] = channel;
        telling->count++;
        return true;
}

static void check_after(
        struct load *load, const config_setting_t *at, const struct draft_step *steps, uint32_t i)
{
        if (steps[i].after_usec == DRAFT_NONE)
                return;
        if (i == 0 && steps[0].after_usec != 0)
                report_member(&load->report, at, "after", "the first step is told at 0 s");
        if (i > 0 && steps[i - 1].after_usec != DRAFT_NONE && steps[i].after_usec <= steps[i - 1].after_usec)
                report_member(&load->report, at, "after", "not later than the step before it");
}

/* The names of a step that are channels; the others are told at its `tell`. */
static void check_tell(struct load *load, const config_setting_t *at, const struct draft_texts *tell)
{
        uint32_t channel;

        for (uint32_t i = 0; i < tell->count; i++)
                if (names_find(&load->channels, tell->items[i], &channel) < 0)
                        report_setting(&load->report, load_element(at, "tell", i),
                                "there is no channel '%.64s'", tell->items[i]);
}

/* The channels that the ladder names; false if they are too many. */
static bool collect_named(struct load *load, const struct draft_person *draft, struct telling *telling)
{
        const struct draft_step *steps = draft->ladder.items;

        for (uint32_t i = 0; i < draft->ladder.count; i++)
                for (uint32_t j = 0; j < steps[i].tell.count; j++) {
                        uint32_t channel;

                        if (names_find(&load->channels, steps[i].tell.items[j], &channel) == 0 &&
                                !telling_add(telling, channel))
                                return false;
                }
        return true;
}

int load_ladder(struct load *load, const config_setting_t *at, const struct draft_person *draft)
{
        const struct draft_step *steps = draft->ladder.items;
        struct telling telling = { 0 };

        for (uint32_t i = 0; i < draft->ladder.count; i++) {
                const config_setting_t *element = load_element(at, "ladder", i);

                if (!steps[i].given)
                        continue;
                check_after(load, element, steps, i);
                check_tell(load, element, &steps[i].tell);
        }
        if (!collect_named(load, draft, &telling))
                report_member(&load->report, at, "ladder", "names more than %d channels", CHANNELS_MAX);
        for (uint8_t i = 0; i < telling.count; i++)
                load->told[telling.channels[i]]++;
        return 0;
}

/* The mask of the person's channels that a step names. */
static uint16_t mask_of(struct load *load, const struct telling *telling, const struct draft_texts *tell)
{
        uint16_t mask = 0;

        for (uint32_t i = 0; i < tell->count; i++) {
                uint32_t channel;

                if (names_find(&load->channels, tell->items[i], &channel) < 0)
                        continue;
                for (uint8_t j = 0; j < telling->count; j++)
                        if (telling->channels[j] == channel)
                                mask |= (uint16_t)(1u << j);
        }
        return mask;
}

static void compile_ladder(struct load *load, struct ladder *ladder, const struct draft_person *draft,
        const struct telling *telling)
{
        const struct draft_step *steps = draft->ladder.items;

        for (uint32_t i = 0; i < draft->ladder.count; i++)
                ladder->steps[ladder->count++] = (struct ladder_step){
                        .after_usec = steps[i].after_usec,
                        .tell = mask_of(load, telling, &steps[i].tell),
                };
}

static int draft_step(struct load *load, const struct telling *telling, const struct ladder_step *step,
        struct draft_step *draft)
{
        draft->given = true;
        draft->after_usec = step->after_usec;
        draft->tell.given = true;
        draft->tell.items = calloc(CHANNELS_MAX, sizeof(*draft->tell.items));
        if (!draft->tell.items)
                return -ENOMEM;
        for (uint8_t i = 0; i < telling->count; i++) {
                const char *name = load->settings->channels[telling->channels[i]].name;

                if (!(step->tell & 1u << i) || !name)
                        continue;
                draft->tell.items[draft->tell.count] = strdup(name);
                if (!draft->tell.items[draft->tell.count++])
                        return -ENOMEM;
        }
        return 0;
}

/* Writes a ladder that nobody wrote down to the draft, so that it can be printed. */
static int draft_ladder(struct load *load, const struct telling *telling, const struct ladder *ladder,
        struct draft_list *list)
{
        list->given = true;
        list->items = calloc(LADDER_STEPS_MAX, sizeof(struct draft_step));
        if (!list->items)
                return -ENOMEM;
        for (; list->count < ladder->count; list->count++) {
                struct draft_step *step = &((struct draft_step *)list->items)[list->count];
                int r = draft_step(load, telling, &ladder->steps[list->count], step);

                if (r < 0) {
                        list->count++;
                        return r;
                }
        }
        return 0;
}

/* Channels that no ladder names are for everybody who has none. */
static void collect_unnamed(struct load *load, uint32_t person, struct telling *telling)
{
        for (uint32_t i = 0; i < load->settings->channel_count; i++)
                if (load->told[i] == 0 && !telling_add(telling, i)) {
                        report_setting(&load->report, load_element(load->root, "people", person),
                                "more than %d channels that no ladder names: a ladder is needed",
                                CHANNELS_MAX);
                        return;
                }
}

/* Fills the person's part of the arrays, which begins at @channels and @names. */
static void compile_channels(struct load *load, struct person_setup *person, const struct telling *telling,
        struct channel_config *channels, const char **names)
{
        for (uint8_t i = 0; i < telling->count; i++) {
                const struct channel_settings *channel = &load->settings->channels[telling->channels[i]];

                channels[i] = (struct channel_config){
                        .kind = channel->kind,
                        .room = channel->room,
                        .channel = telling->channels[i],
                };
                names[i] = channel->name;
        }
        person->core.channels = channels;
        person->core.channel_count = telling->count;
        /* A desktop can always be told; and without a broker nothing may wait for one. */
        person->core.needs_broker = load->draft->broker.given &&
                                    ladder_of_kind(channels, telling->count, CHANNEL_KIND_DESKTOP) == 0;
        person->channel_names = names;
}

static int load_telling(struct load *load, uint32_t i, const struct telling *telling,
        struct channel_config *channels, const char **names)
{
        struct draft_person *draft = &((struct draft_person *)load->draft->people.items)[i];
        struct person_setup *person = &load->settings->people[i];

        compile_channels(load, person, telling, channels, names);
        if (draft->ladder.given) {
                compile_ladder(load, &person->core.ladder, draft, telling);
                return 0;
        }
        ladder_default(&person->core.ladder, channels, telling->count);
        return draft_ladder(load, telling, &person->core.ladder, &draft->ladder);
}

/* Who is told by which channel. The unnamed ones are counted into @by only here: load->told is still read. */
static void collect_tellings(struct load *load, struct telling *tellings, uint32_t *by)
{
        const struct draft_person *people = load->draft->people.items;

        for (uint32_t i = 0; i < load->draft->people.count; i++) {
                if (people[i].ladder.given)
                        (void)collect_named(load, &people[i], &tellings[i]);
                else
                        collect_unnamed(load, i, &tellings[i]);
                for (uint8_t j = 0; j < tellings[i].count; j++)
                        by[tellings[i].channels[j]]++;
        }
}

static void finish_channels(struct load *load, const uint32_t *by)
{
        for (uint32_t i = 0; i < load->settings->channel_count; i++) {
                load->settings->channels[i].shared = by[i] > 1;
                /* With an error in a ladder this may be but its consequence. */
                if (by[i] == 0 && !load_has_errors(load))
                        report_warning(&load->report, load_element(load->root, "channels", i),
                                "nobody is told by it: every person has a ladder, and none names it");
        }
}

static int load_all(struct load *load, const struct telling *tellings, size_t total)
{
        struct settings_arrays *arrays = &load->settings->arrays;
        size_t next = 0;

        /* One more than counted, so that nothing is of size 0. */
        arrays->channels = calloc(total + 1, sizeof(*arrays->channels));
        arrays->channel_names = calloc(total + 1, sizeof(*arrays->channel_names));
        if (!arrays->channels || !arrays->channel_names)
                return -ENOMEM;
        for (uint32_t i = 0; i < load->settings->people_count; i++) {
                int r = load_telling(
                        load, i, &tellings[i], &arrays->channels[next], &arrays->channel_names[next]);

                if (r < 0)
                        return r;
                next += tellings[i].count;
        }
        return 0;
}

int load_tellings(struct load *load)
{
        uint32_t people = load->settings->people_count;
        CLEANUP_FREE struct telling *tellings = calloc((size_t)people + 1, sizeof(*tellings));
        CLEANUP_FREE uint32_t *by = calloc((size_t)load->settings->channel_count + 1, sizeof(*by));
        size_t total = 0;

        if (!tellings || !by)
                return -ENOMEM;
        collect_tellings(load, tellings, by);
        if (people > 0)
                finish_channels(load, by);
        for (uint32_t i = 0; i < people; i++)
                total += tellings[i].count;
        return load_all(load, tellings, total);
}
