/* SPDX-License-Identifier: MIT */
#include "app/keep_announce.h"

#include "io/store_announcement.h"

static struct store_announcement to_store(const struct announcement *announcement)
{
        return (struct store_announcement){
                .person = announcement->person,
                .base = announcement->base,
                .prefix = announcement->prefix,
                .mode = announcement->mode,
                .has_routine = announcement->has_routine,
                .components = announcement->components,
                .component_count = announcement->component_count,
        };
}

int keep_put_announcement(struct store *store, const struct announcement *announcement)
{
        const struct store_announcement stored = to_store(announcement);

        return store_put_announcement(store, &stored);
}

int keep_delete_announcement(struct store *store, const struct announcement *announcement)
{
        const struct store_announcement stored = to_store(announcement);

        return store_delete_announcement(store, &stored);
}

static int know(void *userdata, const struct store_announcement *stored)
{
        const struct announcement known = {
                .person = stored->person,
                .base = stored->base,
                .prefix = stored->prefix,
                .mode = stored->mode,
                .has_routine = stored->has_routine,
                .components = stored->components,
                .component_count = stored->component_count,
        };

        (void)engine_know_announcement(userdata, &known);
        return 0;
}

void keep_restore_announcements(struct store *store, struct engine *engine)
{
        (void)store_read_announcements(store, know, engine);
}
