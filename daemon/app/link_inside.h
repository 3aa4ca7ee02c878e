/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * link_inside - what the files of the link share: link.c (life), link_session.c (whose base topic it is),
 * link_send.c (what is sent and lost) and link_denied.c (what the broker does not permit). Nobody else
 * includes it.
 */
#include "app/link.h"
#include "wire/topic.h"

#include <limits.h>

#define LINK_ONLINE    "online"
#define LINK_OFFLINE   "offline"
#define LINK_HOST_SIZE (HOST_NAME_MAX + 1)

enum link_stage {
        LINK_STAGE_DOWN,
        LINK_STAGE_ASKING,  /* connected; who has the base topic? */
        LINK_STAGE_WAITING, /* another daemon has it: waiting for its will */
        LINK_STAGE_UP,      /* the base topic is ours */
        LINK_STAGE_STOPPING,
};

/* A message that the broker has not confirmed yet, and of which somebody wants to know. */
struct awaited {
        uint64_t tag;
        uint32_t person;  /* whose prompt it opens; OUTBOX_NO_PERSON */
        uint32_t receipt; /* 0: none */
};

/* How many denied topics are told one by one; of further ones it is only said that there are more. */
#define LINK_DENIED_MAX 32

struct link_denied {
        char *topics[LINK_DENIED_MAX];
        size_t count;
        bool more;
};

struct link {
        struct link_options options;
        struct mqtt *mqtt;
        sd_event_source *timer;
        enum link_stage stage;
        char status_topic[TOPIC_SIZE];
        char owner_topic[TOPIC_SIZE];
        char host[LINK_HOST_SIZE];
        int64_t keepalive_usec;
        bool other_online; /* the retained status says so */
        bool owner_known;
        char owner_instance[64];
        char owner_host[LINK_HOST_SIZE];
        size_t sent; /* messages of the outbox that are sent already */
        uint64_t tag;
        uint64_t online_tag; /* of our `online`, until it is confirmed and the engine is told; 0: it has been
                              */
        struct awaited *awaited;
        size_t awaited_count;
        size_t awaited_allocated;
        struct link_denied denied; /* topics that the broker's rights deny, told once each */
};

static inline const struct instant *link_now(struct link *link)
{
        return link->options.handlers.now(link->options.handlers.userdata);
}

/* The handlers of io/mqtt. */
void link_on_up(void *userdata, unsigned reconnects);
void link_on_down(void *userdata, const char *reason, bool was_up);
void link_on_message(void *userdata, const struct mqtt_message *message);
void link_on_published(void *userdata, uint64_t tag);
int link_on_timer(sd_event_source *source, uint64_t usec, void *userdata);

void link_on_denied(void *userdata, const char *topic, bool is_filter, uint64_t tag);

/* Our `online` is confirmed, or will not be: the engine may speak. */
void link_on_confirmed(struct link *link);

/* Subscribes to everything that the engine wants. */
void link_subscribe(struct link *link);

/* The broker has refused what was sent with @tag. */
void link_give_up(struct link *link, uint64_t tag);

void link_denied_done(struct link_denied *denied);

/* The engine takes back the prompts whose opening the broker never confirmed. */
void link_report_lost(struct link *link);
