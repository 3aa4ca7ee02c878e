/* SPDX-License-Identifier: MIT */
#include "app/router.h"

#include "base/cleanup.h"

#include <errno.h>
#include <string.h>

#define NONE          UINT32_MAX
#define CONSUMERS_MAX (UINT32_C(1) << 31)
#define BUCKETS_MIN   64

struct entry {
        const char *name;
        uint64_t hash;
        uint32_t first;
        uint32_t last;
};

/* Open addressing: a bucket holds the index of an entry. At most half of the buckets are in use. */
struct router {
        uint32_t *buckets;
        size_t bucket_count; /* a power of two */
        struct entry *entries;
        size_t entry_count;
        size_t entries_allocated;
        struct consumer *consumers;
        size_t consumer_count;
        size_t consumers_allocated;
};

static uint64_t hash_name(const char *name)
{
        uint64_t hash = UINT64_C(14695981039346656037);

        for (const char *c = name; *c; c++)
                hash = (hash ^ (uint8_t)*c) * UINT64_C(1099511628211);
        return hash;
}

int router_new(struct router **ret_router)
{
        struct router *router = calloc(1, sizeof(*router));

        if (!router)
                return -ENOMEM;
        *ret_router = router;
        return 0;
}

struct router *router_free(struct router *router)
{
        if (!router)
                return NULL;
        free(router->buckets);
        free(router->entries);
        free(router->consumers);
        free(router);
        return NULL;
}

/* The bucket of @name, or the empty one where it belongs. The table is never full. */
static size_t find_bucket(const struct router *router, const char *name, uint64_t hash)
{
        size_t mask = router->bucket_count - 1;
        size_t bucket = (size_t)hash & mask;

        while (router->buckets[bucket] != NONE) {
                const struct entry *entry = &router->entries[router->buckets[bucket]];

                if (entry->hash == hash && strcmp(entry->name, name) == 0)
                        break;
                bucket = (bucket + 1) & mask;
        }
        return bucket;
}

static int grow_buckets(struct router *router)
{
        size_t count = router->bucket_count ? router->bucket_count * 2 : BUCKETS_MIN;
        uint32_t *buckets;

        if (router->bucket_count && router->entry_count * 2 < router->bucket_count)
                return 0;
        buckets = malloc(count * sizeof(*buckets));
        if (!buckets)
                return -ENOMEM;
        memset(buckets, 0xff, count * sizeof(*buckets));
        free(router->buckets);
        router->buckets = buckets;
        router->bucket_count = count;
        for (size_t i = 0; i < router->entry_count; i++) {
                const struct entry *entry = &router->entries[i];

                buckets[find_bucket(router, entry->name, entry->hash)] = (uint32_t)i;
        }
        return 0;
}

/* Room for one more of @size bytes behind @count. Returns the array, which may have moved, or NULL. */
static void *grow_array(void *array, size_t count, size_t *allocated, size_t size)
{
        size_t wanted = *allocated ? *allocated * 2 : 16;
        void *grown;

        if (count < *allocated)
                return array;
        grown = reallocarray(array, wanted, size);
        if (grown)
                *allocated = wanted;
        return grown;
}

static int reserve(struct router *router)
{
        struct consumer *consumers;
        struct entry *entries;

        if (router->consumer_count >= CONSUMERS_MAX)
                return -E2BIG;
        consumers = grow_array(
                router->consumers, router->consumer_count, &router->consumers_allocated, sizeof(*consumers));
        if (!consumers)
                return -ENOMEM;
        router->consumers = consumers;
        entries = grow_array(
                router->entries, router->entry_count, &router->entries_allocated, sizeof(*entries));
        if (!entries)
                return -ENOMEM;
        router->entries = entries;
        return grow_buckets(router);
}

int router_add(
        struct router *router, const char *name, enum consumer_kind kind, uint32_t owner, uint32_t index)
{
        uint64_t hash = hash_name(name);
        struct entry *entry;
        uint32_t consumer;
        size_t bucket;
        int r;

        r = reserve(router);
        if (r < 0)
                return r;
        consumer = (uint32_t)router->consumer_count++;
        router->consumers[consumer] = (struct consumer){ kind, owner, index, NONE };
        bucket = find_bucket(router, name, hash);
        if (router->buckets[bucket] == NONE) {
                router->buckets[bucket] = (uint32_t)router->entry_count;
                router->entries[router->entry_count++] = (struct entry){ name, hash, consumer, consumer };
                return 0;
        }
        entry = &router->entries[router->buckets[bucket]];
        router->consumers[entry->last].next = consumer;
        entry->last = consumer;
        return 0;
}

const struct consumer *router_find(const struct router *router, const char *name)
{
        size_t bucket;

        if (router->bucket_count == 0)
                return NULL;
        bucket = find_bucket(router, name, hash_name(name));
        if (router->buckets[bucket] == NONE)
                return NULL;
        return &router->consumers[router->entries[router->buckets[bucket]].first];
}

const struct consumer *router_next(const struct router *router, const struct consumer *consumer)
{
        return consumer->next == NONE ? NULL : &router->consumers[consumer->next];
}

size_t router_count(const struct router *router)
{
        return router->entry_count;
}

const char *router_name(const struct router *router, size_t index)
{
        return router->entries[index].name;
}
