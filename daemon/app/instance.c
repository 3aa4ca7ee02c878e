/* SPDX-License-Identifier: MIT */
#include "app/instance.h"

#include <limits.h>
#include <stdint.h>
#include <systemd/sd-id128.h>
#include <unistd.h>

#define UNSLOUCH_APPLICATION_ID SD_ID128_MAKE(bc, 64, 8f, 42, 0c, ba, 5c, 19, a9, ac, 0c, cc, 0a, 22, 03, d4)

static uint64_t hash_more(uint64_t hash, const char *text)
{
        for (; *text; text++)
                hash = (hash ^ (uint8_t)*text) * UINT64_C(1099511628211);
        return hash;
}

void instance_make(const char *state_dir, char instance[static INSTANCE_SIZE])
{
        uint64_t hash = UINT64_C(14695981039346656037);
        char host[HOST_NAME_MAX + 1] = "";
        sd_id128_t id = { .qwords = { 0, 0 } };

        if (sd_id128_get_machine_app_specific(UNSLOUCH_APPLICATION_ID, &id) < 0)
                (void)sd_id128_randomize(&id);
        (void)gethostname(host, sizeof(host) - 1);
        hash = hash_more(hash_more(hash, host), state_dir);
        id.qwords[0] ^= hash;
        id.qwords[1] ^= hash * UINT64_C(0x9e3779b97f4a7c15);
        sd_id128_to_string(id, instance);
}
