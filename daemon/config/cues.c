/* SPDX-License-Identifier: MIT */
#include "config/load.h"

#include <string.h>

static bool is_same_text(const char *a, const char *b)
{
        return strcmp(a ? a : "", b ? b : "") == 0;
}

/* Cues of one person are few: each is compared with those before it. */
static void check_twice(struct load *load, const config_setting_t *person, const config_setting_t *at,
        const struct draft_cue *cues, uint32_t i)
{
        for (uint32_t j = 0; cues[i].topic && j < i; j++)
                if (is_same_text(cues[j].topic, cues[i].topic) &&
                        is_same_text(cues[j].field, cues[i].field) &&
                        is_same_text(cues[j].when, cues[i].when)) {
                        report_warning(&load->report, at, "has no effect: it is the cue of line %d again",
                                (int)load_element(person, "cues", j)->line);
                        return;
                }
}

static int load_cue(struct load *load, const config_setting_t *at, const struct draft_cue *draft,
        struct cue_settings *settings)
{
        int r;

        settings->topic = draft->topic;
        r = load_field(load, at, "field", draft->field, &settings->field);
        if (r < 0)
                return r;
        return load_match(load, at, draft->when, &settings->when);
}

int load_cues(struct load *load, const config_setting_t *at, const struct draft_person *draft,
        struct person_setup *person)
{
        const struct draft_cue *cues = draft->cues.items;

        for (uint32_t i = 0; i < draft->cues.count; i++) {
                const config_setting_t *element = load_element(at, "cues", i);
                int r;

                if (!cues[i].given)
                        continue;
                check_twice(load, at, element, cues, i);
                r = load_cue(load, element, &cues[i], &person->cues[i]);
                if (r < 0)
                        return r;
        }
        return 0;
}
