/* SPDX-License-Identifier: MIT */
#include "app/engine_announce.h"

#include "app/engine_inside.h"
#include "base/cleanup.h"

#include <errno.h>
#include <string.h>

/* What we say of ourselves, and Home Assistant at its birth. */
#define ONLINE_WORD "online"

static struct discovery_place place_of(const struct discovery_announcement *announcement)
{
        return (struct discovery_place){
                .mode = announcement->mode,
                .prefix = announcement->prefix,
                .base = announcement->base,
                .version = PACKAGE_VERSION,
        };
}

int engine_make_announcing(struct engine *engine)
{
        struct engine_announcing *announcing = &engine->announcing;
        const struct settings *settings = engine->settings;

        engine_stop_announcing(engine);
        if (settings->discovery != DISCOVERY_OFF &&
                topic_join(announcing->birth_topic, settings->discovery_prefix, NULL, "status") < 0)
                return -ENAMETOOLONG;
        return announce_init(&announcing->book, settings->people_count);
}

void engine_free_announcing(struct engine *engine)
{
        announce_done(&engine->announcing.book);
}

void engine_set_seed(struct engine *engine, uint64_t seed)
{
        engine->announcing.seed = seed;
}

int engine_know_announcement(struct engine *engine, const struct discovery_announcement *known)
{
        const struct consumer *person = router_find(engine->ids, known->person);
        struct engine_wanted wanted;

        if (!person)
                return announce_know(&engine->announcing.book, known, 0, NULL, engine->settings->base);
        engine_want(engine, person->owner, &wanted);
        return announce_know(
                &engine->announcing.book, known, person->owner, &wanted.announcement, engine->settings->base);
}

/* What may be retained of a person: also what has left, until that is confirmed. */
static int join_left(struct discovery_announcement *announcement, const struct announce_left *left,
        struct discovery_component **ret_components)
{
        size_t count;
        int r;

        r = announce_join(announcement, left, ret_components, &count);
        if (r < 0)
                return r;
        announcement->components = *ret_components;
        announcement->component_count = count;
        announcement->has_routine |= left->routine;
        return 0;
}

static void adopt_person_book(struct engine *engine, const struct engine *old, uint32_t index)
{
        const struct announce_person *entry = &old->announcing.book.people[index];
        CLEANUP_FREE struct discovery_component *components = NULL;
        struct engine_wanted wanted;

        if (!entry->is_kept && entry->left.count == 0 && !entry->left.routine)
                return;
        engine_want(old, index, &wanted);
        if (join_left(&wanted.announcement, &entry->left, &components) == 0)
                (void)engine_know_announcement(engine, &wanted.announcement);
}

void engine_adopt_announcing(struct engine *engine, const struct engine *old)
{
        const struct announce *book = &old->announcing.book;

        engine->announcing.seed = old->announcing.seed;
        for (uint32_t i = 0; i < book->people_count; i++)
                adopt_person_book(engine, old, i);
        /* What is said about us on a base topic that we leave says the link that leaves it. */
        for (uint32_t i = 0; old->link_up && i < engine->announcing.book.debt_count; i++)
                engine->announcing.book.debts[i].is_base_left = false;
        for (uint32_t i = 0; i < book->debt_count; i++) {
                const struct discovery_announcement known = announce_debt_what(&book->debts[i]);

                if (!book->debts[i].is_paid)
                        (void)engine_know_announcement(engine, &known);
        }
}

void engine_begin_announcing(struct engine *engine, bool introduces)
{
        struct engine_announcing *announcing = &engine->announcing;

        engine_stop_announcing(engine);
        announcing->taken_back = 0;
        announcing->moved = 0;
        if (!introduces)
                return;
        announcing->migrated = 0;
        announcing->introduced = 0;
        announcing->is_online_told = engine->settings->discovery == DISCOVERY_OFF;
}

void engine_stop_announcing(struct engine *engine)
{
        struct engine_announcing *announcing = &engine->announcing;

        announce_forget_receipts(&announcing->book);
        announcing->birth_due_usec = USEC_INFINITY;
        announcing->migrated = UINT32_MAX;
        announcing->taken_back = UINT32_MAX;
        announcing->moved = UINT32_MAX;
        announcing->introduced = UINT32_MAX;
        announcing->restated = UINT32_MAX;
        announcing->is_online_told = true;
        announcing->left_base[0] = '\0';
}

/* @person NULL: a topic of the daemon's own. */
static void retain(
        struct engine *engine, const char *base, const char *person, const char *leaf, const char *payload)
{
        struct outbox_message *message;
        char topic[TOPIC_SIZE];

        if (topic_join(topic, base, person, leaf) < 0)
                return;
        message = outbox_add(&engine->outbox, OUTBOX_STATE, topic, payload);
        if (message)
                message->retain = true;
}

static void empty_topic(struct engine *engine, const char *base, const char *person, const char *leaf)
{
        retain(engine, base, person, leaf, "");
}

/* Nothing retained stays behind of the routine of who has none any more. */
static void empty_routine_topics(struct engine *engine, const char *base, const char *person)
{
        empty_topic(engine, base, person, "session");
        empty_topic(engine, base, person, "plan");
        empty_topic(engine, base, person, TOPIC_SESSION_DAYS);
        empty_topic(engine, base, person, TOPIC_SESSION_TIME);
}

static void empty_topics(struct engine *engine, const struct announce_debt *debt)
{
        if (debt->topics == ANNOUNCE_TOPICS_NONE)
                return;
        empty_routine_topics(engine, debt->base, debt->person);
        if (debt->topics == ANNOUNCE_TOPICS_ROUTINE)
                return;
        empty_topic(engine, debt->base, debt->person, "state");
        empty_topic(engine, debt->base, debt->person, "why");
        for (int setting = 0; setting < SETTING_MAX_; setting++)
                empty_topic(engine, debt->base, debt->person, setting_names[setting]);
}

/* Once for all the people who were there. */
static void empty_base(struct engine *engine, const struct announce_debt *debt)
{
        char *left_base = engine->announcing.left_base;

        if (!debt->is_base_left || strcmp(left_base, debt->base) == 0)
                return;
        (void)text_copy(left_base, TEXT_ID_SIZE, debt->base);
        empty_topic(engine, debt->base, NULL, "status");
        empty_topic(engine, debt->base, NULL, "owner");
}

static void pay(struct engine *engine, struct announce_debt *debt)
{
        const struct discovery_announcement what = announce_debt_what(debt);

        if (engine->keep.withdrawn)
                engine->keep.withdrawn(engine->keep.userdata, &what);
        announce_pay(debt);
}

/* What finds no room in the outbox is forgotten by Home Assistant, and introduced as new. */
static void migrate(struct engine *engine, const struct announce_debt *debt)
{
        const struct discovery_announcement what = announce_debt_what(debt);
        const struct discovery_place place = place_of(&what);

        if (debt->is_migrated && !debt->is_paid)
                (void)discovery_migrate(
                        &place, what.person, what.components, what.component_count, &engine->outbox);
}

/* What finds no room in the outbox is taken back on the next connection. */
static void take_back(struct engine *engine, struct announce_debt *debt, bool is_migrated)
{
        const struct discovery_announcement what = announce_debt_what(debt);
        const struct discovery_place place = place_of(&what);
        size_t before = engine->outbox.count;

        if (debt->is_paid || debt->is_migrated != is_migrated)
                return;
        if (debt->is_withdrawn && discovery_withdraw(&place, what.person, what.components,
                                          what.component_count, &engine->outbox) < 0)
                return;
        empty_topics(engine, debt);
        empty_base(engine, debt);
        if (engine->outbox.count == before) {
                pay(engine, debt);
                return;
        }
        debt->receipt = announce_next_receipt(&engine->announcing.book);
        engine->outbox.messages[engine->outbox.count - 1].receipt = debt->receipt;
}

/* Before it is sent: a daemon that ends meanwhile will know what may be there. */
static void keep_wanted(struct engine *engine, uint32_t index, const struct engine_wanted *wanted)
{
        struct announce_person *entry = &engine->announcing.book.people[index];
        CLEANUP_FREE struct discovery_component *components = NULL;
        struct discovery_announcement all = wanted->announcement;

        if (entry->is_kept || join_left(&all, &entry->left, &components) < 0)
                return;
        entry->is_kept = true;
        if (engine->keep.announced)
                engine->keep.announced(engine->keep.userdata, &all);
}

void engine_keep_again(struct engine *engine)
{
        struct announce *book = &engine->announcing.book;
        struct engine_wanted wanted;

        for (uint32_t i = 0; i < book->people_count; i++) {
                if (!book->people[i].is_kept)
                        continue;
                book->people[i].is_kept = false;
                engine_want(engine, i, &wanted);
                keep_wanted(engine, i, &wanted);
        }
        for (uint32_t i = 0; i < book->debt_count && engine->keep.announced; i++) {
                const struct discovery_announcement what = announce_debt_what(&book->debts[i]);

                if (!book->debts[i].is_paid)
                        engine->keep.announced(engine->keep.userdata, &what);
        }
        for (uint32_t i = 0; i < engine->settings->channel_count && engine->keep.lamp; i++)
                if (engine->channels[i].lamp)
                        engine->keep.lamp(engine->keep.userdata, i);
}

static void introduce(struct engine *engine, uint32_t index)
{
        struct announce_left *left = &engine->announcing.book.people[index].left;
        size_t before = engine->outbox.count;
        struct discovery_place place;
        struct engine_wanted wanted;

        engine_want(engine, index, &wanted);
        place = place_of(&wanted.announcement);
        keep_wanted(engine, index, &wanted);
        if (left->routine)
                empty_routine_topics(engine, wanted.announcement.base, wanted.announcement.person);
        if (discovery_announce(
                    &place, &wanted.description.person, left->components, left->count, &engine->outbox) < 0 ||
                engine->outbox.count == before || (left->count == 0 && !left->routine))
                return;
        left->receipt = announce_next_receipt(&engine->announcing.book);
        engine->outbox.messages[engine->outbox.count - 1].receipt = left->receipt;
}

/* Whoever hears of us only now must hear that we are there, too. */
static void tell_online(struct engine *engine)
{
        engine->announcing.is_online_told = true;
        retain(engine, engine->settings->base, NULL, "status", ONLINE_WORD);
}

bool engine_announce_next(struct engine *engine)
{
        struct engine_announcing *announcing = &engine->announcing;
        struct announce *book = &announcing->book;

        if (announcing->migrated < book->debt_count)
                migrate(engine, &book->debts[announcing->migrated++]);
        else if (announcing->taken_back < book->debt_count)
                take_back(engine, &book->debts[announcing->taken_back++], false);
        else if (announcing->introduced < engine->settings->people_count)
                introduce(engine, announcing->introduced++);
        else if (announcing->moved < book->debt_count)
                take_back(engine, &book->debts[announcing->moved++], true);
        else if (!announcing->is_online_told)
                tell_online(engine);
        else
                return false;
        return true;
}

bool engine_is_announcing(const struct engine *engine)
{
        const struct engine_announcing *announcing = &engine->announcing;

        return announcing->migrated < announcing->book.debt_count ||
               announcing->taken_back < announcing->book.debt_count ||
               announcing->moved < announcing->book.debt_count ||
               announcing->introduced < engine->settings->people_count || !announcing->is_online_told ||
               announcing->restated < engine->settings->people_count;
}

bool engine_restate_next(struct engine *engine, const struct instant *now)
{
        static const struct event event = { .kind = EVENT_TIME };
        struct engine_announcing *announcing = &engine->announcing;

        if (announcing->restated >= engine->settings->people_count)
                return false;
        engine_publish_all(engine, announcing->restated++, &event, now);
        return true;
}

static void receive_left(struct engine *engine, uint32_t index)
{
        struct announce_left *left = &engine->announcing.book.people[index].left;
        struct engine_wanted wanted;

        announce_clear_left(left);
        engine_want(engine, index, &wanted);
        if (engine->keep.announced)
                engine->keep.announced(engine->keep.userdata, &wanted.announcement);
}

void engine_on_receipt(struct engine *engine, uint32_t receipt)
{
        struct announce *book = &engine->announcing.book;

        for (uint32_t i = 0; i < book->debt_count; i++)
                if (!book->debts[i].is_paid && book->debts[i].receipt == receipt) {
                        pay(engine, &book->debts[i]);
                        return;
                }
        for (uint32_t i = 0; i < book->people_count; i++)
                if (book->people[i].left.receipt == receipt) {
                        receive_left(engine, i);
                        return;
                }
}

/* splitmix64: each seed gives another row of numbers, each time the same. */
static uint64_t next_random(uint64_t *seed)
{
        uint64_t mixed = *seed += UINT64_C(0x9e3779b97f4a7c15);

        mixed = (mixed ^ (mixed >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
        mixed = (mixed ^ (mixed >> 27)) * UINT64_C(0x94d049bb133111eb);
        return mixed ^ (mixed >> 31);
}

void engine_take_birth(struct engine *engine, const struct engine_message *message, const struct instant *now)
{
        struct engine_announcing *announcing = &engine->announcing;

        /* A retained one is old: who connects is told everything anyway. */
        if (message->retain || !engine->link_up || announcing->birth_due_usec != USEC_INFINITY ||
                strcmp(message->topic, announcing->birth_topic) != 0 ||
                message->payload_bytes != strlen(ONLINE_WORD) ||
                memcmp(message->payload, ONLINE_WORD, strlen(ONLINE_WORD)) != 0)
                return;
        announcing->birth_due_usec = now->boottime_usec + (int64_t)(next_random(&announcing->seed) %
                                                                    (ENGINE_BIRTH_DELAY_USEC + 1));
}

int64_t engine_birth_deadline(const struct engine *engine)
{
        return engine_is_announcing(engine) ? USEC_INFINITY : engine->announcing.birth_due_usec;
}

void engine_answer_birth(struct engine *engine, const struct instant *now)
{
        struct engine_announcing *announcing = &engine->announcing;

        if (engine_birth_deadline(engine) > now->boottime_usec)
                return;
        announcing->birth_due_usec = USEC_INFINITY;
        announcing->introduced = 0;
        announcing->is_online_told = false;
        announcing->restated = 0;
        engine->told_usec = now->boottime_usec;
}
