/* SPDX-License-Identifier: MIT */
#include "config/load.h"

#include <string.h>

/* Whether each % is followed by p or another %; @ret_has_person: whether one is by p. */
static bool is_template(const char *file, bool *ret_has_person)
{
        *ret_has_person = false;
        while ((file = strchr(file, '%'))) {
                if (file[1] != 'p' && file[1] != '%')
                        return false;
                *ret_has_person = *ret_has_person || file[1] == 'p';
                file += 2;
        }
        return true;
}

int load_weekly(struct load *load)
{
        const struct draft_report *draft = &load->draft->report;
        const config_setting_t *at = config_setting_get_member(load->root, "report");
        bool has_person;

        if (!draft->given || !draft->file)
                return 0;
        if (!is_template(draft->file, &has_person))
                report_member(&load->report, at, "file", "after %% stands p, the person's id, or another %%");
        else if (!has_person && load->settings->people_count > 1)
                report_member(&load->report, at, "file",
                        "several people would have one page: put %%p, the person's id, into the name");
        if (draft->file[strlen(draft->file) - 1] == '/')
                report_member(&load->report, at, "file", "a file, not a directory");
        load->settings->report = (struct report_settings){
                .file = draft->file,
                .at_minute = (int16_t)draft->at_minute,
        };
        return 0;
}
