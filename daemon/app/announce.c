/* SPDX-License-Identifier: MIT */
#include "app/announce.h"

#include "base/cleanup.h"

#include <errno.h>
#include <string.h>

int announce_init(struct announce *book, uint32_t people_count)
{
        *book = (struct announce){ .people_count = people_count };
        book->people = calloc((size_t)people_count + 1, sizeof(*book->people));
        return book->people ? 0 : -ENOMEM;
}

void announce_clear_left(struct announce_left *left)
{
        free(left->components);
        *left = (struct announce_left){ 0 };
}

void announce_pay(struct announce_debt *debt)
{
        free(debt->components);
        debt->components = NULL;
        debt->component_count = 0;
        debt->is_paid = true;
}

struct discovery_announcement announce_debt_what(const struct announce_debt *debt)
{
        return (struct discovery_announcement){
                .person = debt->person,
                .base = debt->base,
                .prefix = debt->prefix,
                .mode = debt->mode,
                .has_routine = debt->has_routine,
                .components = debt->components,
                .component_count = debt->component_count,
        };
}

void announce_done(struct announce *book)
{
        for (uint32_t i = 0; book->people && i < book->people_count; i++)
                announce_clear_left(&book->people[i].left);
        for (uint32_t i = 0; i < book->debt_count; i++)
                announce_pay(&book->debts[i]);
        free(book->people);
        free(book->debts);
        *book = (struct announce){ 0 };
}

uint32_t announce_next_receipt(struct announce *book)
{
        book->last_receipt = book->last_receipt == UINT32_MAX ? 1 : book->last_receipt + 1;
        return book->last_receipt;
}

void announce_forget_receipts(struct announce *book)
{
        for (uint32_t i = 0; i < book->people_count; i++)
                book->people[i].left.receipt = 0;
        for (uint32_t i = 0; i < book->debt_count; i++)
                book->debts[i].receipt = 0;
}

/* A key on another platform is another component. */
static bool is_same(const struct discovery_component *a, const struct discovery_component *b)
{
        return strcmp(a->key, b->key) == 0 && strcmp(a->platform, b->platform) == 0;
}

/* @likely: where it is unless something has changed, so that a large home is compared at once. */
static bool has_component(const struct discovery_component *components, size_t count,
        const struct discovery_component *wanted, size_t likely)
{
        if (likely < count && is_same(&components[likely], wanted))
                return true;
        for (size_t i = 0; i < count; i++)
                if (is_same(&components[i], wanted))
                        return true;
        return false;
}

static bool has_components(
        const struct discovery_announcement *known, const struct discovery_announcement *wanted)
{
        for (size_t i = 0; i < wanted->component_count; i++)
                if (!has_component(known->components, known->component_count, &wanted->components[i], i))
                        return false;
        return true;
}

static int append_left(struct announce_left *left, const struct discovery_component *component)
{
        struct discovery_component *grown = reallocarray(left->components, left->count + 1, sizeof(*grown));

        if (!grown)
                return -ENOMEM;
        left->components = grown;
        left->components[left->count++] = *component;
        return 0;
}

/* Adds those of @known that @wanted has not; hardly ever is there one. What left may be noted already, by
 * another base. */
static int add_left(struct announce_left *left, const struct discovery_announcement *known,
        const struct discovery_announcement *wanted)
{
        for (size_t i = 0; i < known->component_count; i++) {
                const struct discovery_component *component = &known->components[i];

                if (has_component(wanted->components, wanted->component_count, component, i) ||
                        has_component(left->components, left->count, component, 0))
                        continue;
                if (append_left(left, component) < 0)
                        return -ENOMEM;
        }
        return 0;
}

static int copy_texts(struct announce_debt *debt, const struct discovery_announcement *known)
{
        int r;

        r = text_copy(debt->person, sizeof(debt->person), known->person);
        if (r == 0)
                r = text_copy(debt->base, sizeof(debt->base), known->base);
        if (r == 0)
                r = text_copy(debt->prefix, sizeof(debt->prefix), known->prefix);
        return r;
}

/* Room for one more: twice as much each time, for there may be thousands. */
static int grow_debts(struct announce *book)
{
        size_t room = book->debt_count > 0 ? 2 * (size_t)book->debt_count : 1;
        struct announce_debt *grown;

        if ((book->debt_count & (book->debt_count - 1)) != 0)
                return 0;
        grown = reallocarray(book->debts, room, sizeof(*grown));
        if (!grown)
                return -ENOMEM;
        book->debts = grown;
        return 0;
}

static int add_debt(
        struct announce *book, const struct discovery_announcement *known, struct announce_debt **ret_debt)
{
        struct announce_debt debt = { .mode = known->mode, .has_routine = known->has_routine };
        int r;

        r = copy_texts(&debt, known);
        if (r < 0)
                return r;
        r = grow_debts(book);
        if (r < 0)
                return r;
        debt.components = calloc(known->component_count + 1, sizeof(*debt.components));
        if (!debt.components)
                return -ENOMEM;
        for (size_t i = 0; i < known->component_count; i++)
                debt.components[debt.component_count++] = known->components[i];
        book->debts[book->debt_count] = debt;
        *ret_debt = &book->debts[book->debt_count++];
        return 0;
}

static enum announce_topics topics_of(const struct discovery_announcement *known,
        const struct discovery_announcement *wanted, bool same_base)
{
        if (!same_base)
                return ANNOUNCE_TOPICS_ALL;
        return known->has_routine && !wanted->has_routine ? ANNOUNCE_TOPICS_ROUTINE : ANNOUNCE_TOPICS_NONE;
}

/* Home Assistant finds @wanted where @known was, in the other form. */
static bool is_migrated(
        const struct discovery_announcement *known, const struct discovery_announcement *wanted)
{
        return wanted && known->mode != DISCOVERY_OFF && wanted->mode != DISCOVERY_OFF &&
               known->mode != wanted->mode && strcmp(wanted->prefix, known->prefix) == 0;
}

int announce_know(struct announce *book, const struct discovery_announcement *known, uint32_t person,
        const struct discovery_announcement *wanted, const char *base)
{
        bool same_discovery =
                wanted && wanted->mode == known->mode && strcmp(wanted->prefix, known->prefix) == 0;
        bool same_base = wanted && strcmp(wanted->base, known->base) == 0;
        struct announce_debt *debt;
        int r;

        if (same_discovery && add_left(&book->people[person].left, known, wanted) < 0)
                return -ENOMEM;
        if (same_discovery && same_base) {
                struct announce_person *entry = &book->people[person];

                entry->left.routine = known->has_routine && !wanted->has_routine;
                entry->is_kept =
                        has_components(known, wanted) && (known->has_routine || !wanted->has_routine);
                return 0;
        }
        r = add_debt(book, known, &debt);
        if (r < 0)
                return r;
        debt->topics = topics_of(known, wanted, same_base);
        debt->is_migrated = is_migrated(known, wanted);
        debt->is_withdrawn = !same_discovery;
        debt->is_base_left = strcmp(known->base, base) != 0;
        return 0;
}

int announce_join(const struct discovery_announcement *wanted, const struct announce_left *left,
        struct discovery_component **ret_components, size_t *ret_count)
{
        struct discovery_component *joined =
                calloc(wanted->component_count + left->count + 1, sizeof(*joined));
        size_t count = 0;

        if (!joined)
                return -ENOMEM;
        for (size_t i = 0; i < wanted->component_count; i++)
                joined[count++] = wanted->components[i];
        for (size_t i = 0; i < left->count; i++)
                joined[count++] = left->components[i];
        *ret_components = joined;
        *ret_count = count;
        return 0;
}
