/* SPDX-License-Identifier: MIT */
#include "app/link_inside.h"

#include "io/message_ids.h"

#include <stdlib.h>
#include <string.h>

void link_denied_done(struct link_denied *denied)
{
        for (size_t i = 0; i < denied->count; i++)
                free(denied->topics[i]);
        denied->count = 0;
}

/* Return: whether the topic is to be told: it is new, and can be remembered. */
static bool remember(struct link_denied *denied, const char *topic)
{
        char *copy;

        for (size_t i = 0; i < denied->count; i++)
                if (strcmp(denied->topics[i], topic) == 0)
                        return false;
        if (denied->count == LINK_DENIED_MAX)
                return false;
        copy = strdup(topic);
        if (!copy)
                return false;
        denied->topics[denied->count++] = copy;
        return true;
}

static void tell_more(struct link *link)
{
        if (link->denied.count < LINK_DENIED_MAX || link->denied.more)
                return;
        link->denied.more = true;
        log_write(link->options.log, LOG_WARNING,
                &(struct log_fields){ .message_id = MESSAGE_ID_BROKER_DENIES },
                "The broker denies many topics; no more of them are told.");
}

void link_on_denied(void *userdata, const char *topic, bool is_filter, uint64_t tag)
{
        struct link *link = userdata;

        if (remember(&link->denied, topic)) {
                log_write(link->options.log, LOG_WARNING,
                        &(struct log_fields){ .message_id = MESSAGE_ID_BROKER_DENIES, .topic = topic },
                        "The broker does not let us %s '%s': permit that to our user name in the broker's "
                        "list of "
                        "rights.",
                        is_filter ? "listen to" : "publish to", topic);
                tell_more(link);
        }
        if (!is_filter)
                link_give_up(link, tag);
}
