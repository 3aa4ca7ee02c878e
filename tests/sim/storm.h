/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * storm - seeded homes around the whole of app: the real engine, the real keeping on a real SQLite and the
 * real link, with everything outside of them made up and faulty. storm_world.c has the time and what happens
 * when, storm_config.c what the home is configured to be, storm_people.c those who live there,
 * storm_devices.c lamps, loudspeakers, phones and Home Assistant, storm_broker.c the broker, storm_wire.c the
 * connection to it (in place of io/mqtt and of the timers of sd-event), storm_disk.c the disk below SQLite,
 * storm_daemon.c the life of the daemon, storm_heard.c judges what it says, storm_kept.c what it keeps, and
 * storm_look.c a home at rest.
 *
 * Nothing here reads a clock, waits or asks for chance: the same seed gives the same trace, to the byte.
 */
#include "app/home.h"
#include "app/keep.h"
#include "app/link.h"
#include "sim/storm_disk.h"
#include "unit/zones.h"
#include "wire/topic.h"

#include <stdio.h>

#define STORM_PEOPLE  3
#define STORM_FILTERS 64
#define STORM_TOPICS  512
#define STORM_LAMPS   2
/* So many of a person are remembered. */
#define STORM_TELLINGS 64
#define STORM_SPOKEN   32

/* xorshift64*: fast, and the same everywhere. */
struct chance {
        uint64_t state;
};
uint32_t chance_below(struct chance *chance, uint32_t below);
bool chance_percent(struct chance *chance, uint32_t percent);
int64_t chance_usec(struct chance *chance, int64_t low_usec, int64_t high_usec);

/* A message on its way; topic and payload are behind it. */
struct letter {
        struct letter *next;
        int64_t due_usec;
        bool retain;
        bool is_receipt; /* a PUBACK */
        uint64_t tag;
        uint64_t number; /* of what was published, 0: not counted */
        size_t payload_bytes;
        const char *payload;
        char topic[];
};

/* In the order of sending, as MQTT has it: none arrives before the one before it. */
struct post {
        struct letter *first, *last;
        size_t count;
};

struct retained {
        char *topic; /* NULL: free */
        char *payload;
        size_t payload_bytes;
};

/* What the connection is doing. */
enum wire_stage {
        WIRE_IDLE,
        WIRE_TRYING,
        WIRE_UP,
};

/* How the broker is; the daemon's way to it may be bad besides. */
struct broker {
        struct retained retained[STORM_TOPICS];
        char filters[STORM_FILTERS][TOPIC_SIZE];
        bool states_wanted[STORM_FILTERS];
        size_t filter_count;
        bool is_down;
        int64_t back_usec;
        int64_t will_usec; /* when it notices that the daemon is gone; USEC_INFINITY */
        char will_topic[TOPIC_SIZE];
        uint32_t loses_percent;   /* of what sensors say */
        uint32_t repeats_percent; /* of what anybody says at QoS 1 */
        int64_t delay_usec;       /* at most, each way */
        struct post up, down;     /* from and to the daemon */
        struct post devices;      /* from devices to the broker */
};

struct lamp_model {
        bool on;
        int brightness;
        int temperature;
        /* As somebody left it by hand, or as it was before anything was shown. */
        bool own_on;
        int own_brightness, own_temperature;
        int64_t touched_usec; /* by hand, and by the daemon */
        int64_t set_usec;
        bool is_doubtful; /* who touched it last cannot be told, or what was kept of it is lost */
};

/* One telling of a prompt: the same is told once, unless nobody can know that it has arrived. */
struct telling {
        char id[48];
        uint32_t what; /* type, level and snooze */
        uint64_t tag;  /* of the connection's message; 0: of an earlier life */
        bool arrived, confirmed, excused;
};

/* Something that the daemon gave to be kept, and that a restart must find. */
enum kept_kind {
        KEPT_SPAN,
        KEPT_PROMPT,
        KEPT_DAY,
        KEPT_SESSION,
        KEPT_SET,
        KEPT_KIND_MAX_,
};
struct kept_thing {
        enum kept_kind kind;
        uint32_t person;
        bool found;
        int64_t key, value;
        int64_t committed_usec; /* INT64_MAX: not yet */
};

struct dweller {
        char id[16];
        bool is_here;  /* in the configuration */
        bool was_here; /* may be retained somewhere */
        bool has_desk, has_pc, trains;
        bool is_seated, is_raised, is_active; /* what is true */
        int64_t next_usec;                    /* when they do something else */
        int64_t report_usec;                  /* when the sensors repeat what they say */
        /* What the daemon was told last. */
        bool told_seated, told_any;
        int64_t told_usec;
        struct telling tellings[STORM_TELLINGS];
        uint32_t telling_count;
        int64_t spoken_usec[STORM_SPOKEN];
        uint32_t spoken_count;
        char session[16]; /* its state, as retained */
        /* What must outlive a crash: settings, and holds by command. */
        bool is_remembered;
        int64_t settings[SETTING_MAX_];
        struct hold_set holds;
        int64_t sitting_usec; /* today */
        int32_t day;
};

/* What was done to the daemon and what came of it. */
struct storm_counts {
        uint64_t turns, messages_in, messages_out, prompts, repeated, outcomes, sessions, sets, spoken;
        uint64_t broker_restarts, broker_forgot, cut, refused, taken_over, lost_in, lost_out, twice, births;
        uint64_t kills, power_cuts, stops, reloads, removed, suspends, clock_steps, zones, dates_wrong;
        uint64_t disk_full, disk_broken, disk_once, writes_failed, lifes_without_store;
        uint64_t kept_found, looks, rests, lamps_touched;
};

struct daemon {
        struct home *home;
        struct store *store;
        struct keep *keep;
        struct engine_keep callbacks;
        struct engine *engine;
        struct link *link;
        struct instant now;
        bool has_now;
        bool lives;
        int64_t born_usec;
        uint64_t life; /* counts them */
        int64_t suspended_usec, stepped;
        bool failed_write; /* the disk has refused something in this turn */
        bool in_doubt;     /* and it was not yet written again */
        bool link_stopped;
};

struct storm {
        uint64_t seed;
        struct chance chance;
        const struct test_zone *zone;
        int64_t true_usec; /* the time that passes */
        int64_t end_usec;
        int64_t boot_usec;     /* boottime is true_usec less this */
        int64_t realtime_usec; /* realtime is true_usec and this */
        char boot_id[33];
        char directory[64];
        struct disk disk;
        struct broker broker;
        struct daemon daemon;
        struct log *log;
        struct lamp_model lamps[STORM_LAMPS];
        struct dweller dwellers[STORM_PEOPLE];
        /* The connection, storm_wire.c. */
        struct mqtt *mqtt;
        /* The one timer of the link. */
        int64_t link_timer_usec;
        void *link_userdata;
        int (*link_handler)(sd_event_source *source, uint64_t usec, void *userdata);
        /* What happens by itself. */
        int64_t fault_usec, look_usec, disk_back_usec, birth_usec, hand_usec, command_usec;
        int64_t connected_usec;
        int64_t upset_usec; /* a reload, while something may have been under way to a lamp */
        /* The configuration of the moment. */
        char base[32];
        unsigned discovery;
        unsigned sit_limit_min;
        /* What was given to be kept. */
        struct kept_thing *kept;
        size_t kept_count, kept_room;
        int64_t died_usec;          /* when the last life ended */
        int64_t died_realtime_usec; /* what the clock was ahead then */
        bool forgets;   /* in doubt, or young things lost with the power: what is open may be older */
        bool book_lost; /* what is retained of whom may have been forgotten */
        FILE *trace;    /* NULL: none */
        uint64_t hash;
        struct storm_counts counts;
};

/* storm_world.c */
void storm_build(struct storm *storm, uint64_t seed, uint32_t days, const char *directory, FILE *trace);
void storm_live(struct storm *storm);
void storm_clear(struct storm *storm);
struct instant storm_now(const struct storm *storm);
bool storm_is_traced(const struct storm *storm);
__attribute__((format(printf, 2, 3))) void storm_tell(struct storm *storm, const char *format, ...);
__attribute__((format(printf, 2, 3), noreturn)) void storm_fail(struct storm *storm, const char *format, ...);
void storm_mix(struct storm *storm, const void *bytes, size_t size);

/* storm_config.c: loads what the home is configured to be now. */
void storm_draw_config(struct storm *storm, bool may_move);
struct home *storm_load_home(struct storm *storm);

/* storm_people.c */
void people_begin(struct storm *storm);
int64_t people_next(const struct storm *storm);
void people_act(struct storm *storm);
void people_command(struct storm *storm);
void people_answer(struct storm *storm, uint32_t index, const char *event_type, const char *id);
void people_train(struct storm *storm, uint32_t index, const char *state);
/* What the daemon's engine is told of them. */
void people_told(struct storm *storm, const char *topic, const char *payload, size_t size);

/* storm_devices.c */
void devices_begin(struct storm *storm);
void devices_take(struct storm *storm, const char *topic, const char *payload, size_t size);
void devices_by_hand(struct storm *storm);
/* A device publishes, @after_usec from now. @certain: it is neither lost nor repeated. */
void devices_say(struct storm *storm, const char *topic, const char *payload, bool retain, int64_t after_usec,
        bool certain);

/* storm_broker.c */
void post_add(struct post *post, const char *topic, const void *payload, size_t size, bool retain,
        int64_t due_usec, uint64_t tag);
struct letter *post_take(struct post *post);
void post_clear(struct post *post);
void broker_begin(struct storm *storm);
void broker_clear(struct storm *storm);
int64_t broker_next(const struct storm *storm);
/* Return: whether the daemon has learned of it. */
bool broker_step(struct storm *storm);
void broker_publish(struct storm *storm, const char *topic, const char *payload, size_t size, bool retain,
        bool by_daemon);
/* What comes of a subscription is on its way. */
void broker_subscribe(struct storm *storm, const char *filter, bool states_wanted);
void broker_unsubscribe(struct storm *storm, const char *filter);
const struct retained *broker_find(const struct storm *storm, const char *topic);
/* Everything from the daemon arrives as far as it is under way. */
void broker_drain_up(struct storm *storm);
/* The daemon's connection is gone. @part: how much of what is under way still arrives, in percent. */
void broker_cut(struct storm *storm, uint32_t part, bool orderly);
void broker_stop(struct storm *storm, int64_t until_usec, bool forgets);

/* storm_wire.c */
bool wire_is_up(const struct storm *storm);
int64_t wire_next(const struct storm *storm);
void wire_step(struct storm *storm);
void wire_arrived(struct storm *storm, const struct letter *letter);
void wire_lost(struct storm *storm, const char *reason);
/* The way to the broker without telling the daemon, which is dead. */
void wire_drop(struct storm *storm, bool power);

/* storm_daemon.c */
void daemon_start(struct storm *storm);
void daemon_stop(struct storm *storm);
void daemon_kill(struct storm *storm, unsigned where, bool power);
void daemon_reload(struct storm *storm);
void daemon_turn(struct storm *storm);
void daemon_sleep(struct storm *storm, int64_t usec);
void daemon_set_clock(struct storm *storm);
const struct instant *daemon_now(void *userdata);
struct log *storm_log_new(struct storm *storm);

/* storm_heard.c: the daemon has published something; the broker has it; the daemon knows that. */
void heard_sent(struct storm *storm, const char *topic, const char *payload, size_t size, uint64_t tag);
void heard_arrived(struct storm *storm, uint64_t tag);
void heard_confirmed(struct storm *storm, uint64_t tag);
/* The daemon forgets: what was told may be told once more. */
void heard_excuse(struct storm *storm);
/* A new life: its messages are counted anew, and what the sensors said is perhaps forgotten. */
void heard_new_life(struct storm *storm);
/* Whether the telling with @id has arrived, or nobody can know. */
bool heard_has(const struct storm *storm, uint32_t index, const char *id);

/* storm_kept.c */
struct engine_keep kept_callbacks(struct storm *storm);
void kept_committed(struct storm *storm, bool sure);
void kept_lost_turn(struct storm *storm);
void kept_power_cut(struct storm *storm);
void kept_check(struct storm *storm);
void kept_remember(struct storm *storm);
void kept_check_restored(struct storm *storm);

/* storm_look.c: if nothing is under way, everything must agree. */
void look_around(struct storm *storm);
