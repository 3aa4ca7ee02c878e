/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * mqtt_internal - what the files of io/mqtt share. Nobody else includes it but their tests.
 *
 *   mqtt.c         the interface, and the only timer
 *   mqtt_attempt.c whose turn it is to connect: the worker under way, and those abandoned
 *   mqtt_worker.c  the thread that connects
 *   mqtt_session.c from the greeting to the end of a connection
 *   mqtt_client.c  one client object of libmosquitto, fresh for each connection, and its callbacks
 *   mqtt_link.c    that client in the event loop: socket, reading, writing, keepalive
 *   mqtt_queue.c   what is to be sent, and what waits for its PUBACK
 *   mqtt_retry.c   when and how the next attempt is made (pure)
 *   mqtt_reason.c  what went wrong, in one sentence (pure)
 *   mqtt_setup.c   the copy of the settings; mqtt_password.c reads the password
 *
 * What libmosquitto 2.0.11 does, measured, and what follows from it:
 *
 * A blocking connect tries every address of the name in turn, but only a refusal moves it on: a silent first
 * address costs minutes. It also binds to the bind address first, so "0.0.0.0" or "::" confines it to one
 * family (mqtt_retry.c).
 *
 * With threads announced, connecting queues the CONNECT packet and sends nothing: a worker that comes back
 * late cannot take the session over from a newer connection. The loop revokes the announcement, and later
 * packets are written at once.
 *
 * The TLS handshake begins in the worker and goes on in loop_read(), also when it waits for writing.
 *
 * When the library closes its socket, the number may be in use again before anybody hears of it. So epoll
 * gets a duplicate.
 *
 * Reading, writing or pinging on a closed client crashes: mqtt_link_is_open() comes first, always.
 *
 * loop_read() takes one packet (with TLS: what the last record holds) and doesn't say what is left.
 */
#include "base/cleanup.h"
#include "io/mqtt.h"

#include <mosquitto.h>
#include <mqtt_protocol.h>
#include <sys/queue.h>

/* QoS 1 messages on the wire without PUBACK; a broker may want fewer. */
#define MQTT_INFLIGHT_MAX 20
/* Packets read, and messages sent, before others in the loop have their turn. */
#define MQTT_READS_PER_TURN  64
#define MQTT_WRITES_PER_TURN 256
/* Fixed header, topic's length, packet id and our properties at most. */
#define MQTT_HEADER_MAX_BYTES  32
#define MQTT_TOPIC_MAX_BYTES   65535
#define MQTT_PAYLOAD_MAX_BYTES 268435455
#define MQTT_REASON_SIZE       512
#define MQTT_WORDS_SIZE        160
/* Workers that did not return in time and still hang in name resolution or connect(). */
#define MQTT_ABANDONED_MAX 2
#define MQTT_NO_CODE       INT32_MIN

/* A connection that lasted longer than this makes the next back-off begin anew. */
#define MQTT_STEADY_USEC (60 * USEC_PER_SEC)

/* ---- mqtt_setup.c ---- */

/* The settings of all connections, owned by struct mqtt. */
struct mqtt_setup {
        char *host;
        uint16_t port;
        uint16_t keepalive_sec;
        enum mqtt_protocol protocol;
        char *client_id;
        char *username;
        char *password;
        char *will_topic;
        char *will_payload;
        bool tls;
        char *ca_file;
        char *cert_file;
        char *key_file;
        uint32_t packet_max_bytes;
};

/* Return: 0; -ENOMEM; -EINVAL for a TLS file that cannot be read. On failure too, mqtt_setup_done() frees. */
int mqtt_setup_copy(struct mqtt_setup *setup, const struct mqtt_options *options);
void mqtt_setup_done(struct mqtt_setup *setup);

/* ---- mqtt_retry.c ---- */

enum mqtt_outcome {
        MQTT_OUTCOME_UNREACHED,    /* no name, no TCP, no TLS, or refused by CONNACK */
        MQTT_OUTCOME_STALLED,      /* the worker did not return in time */
        MQTT_OUTCOME_CLOSED,       /* the broker closed before CONNACK */
        MQTT_OUTCOME_OLD_PROTOCOL, /* CONNACK: unsupported protocol version */
        MQTT_OUTCOME_LOST,         /* there was a connection */
};

enum mqtt_family {
        MQTT_FAMILY_ANY,
        MQTT_FAMILY_IPV4,
        MQTT_FAMILY_IPV6,
};

struct mqtt_retry {
        uint64_t random;
        unsigned failures; /* since the last steady connection */
        enum mqtt_protocol setting;
        bool old_protocol; /* 3.1.1 next */
        bool guessed;      /* 3.1.1 only because MQTT 5 was met with silence */
        enum mqtt_family family;
};

void mqtt_retry_init(struct mqtt_retry *retry, enum mqtt_protocol setting, uint64_t seed);

/**
 * mqtt_retry_next() - decides on protocol and address family of the next attempt, and how long to wait for
 * it.
 * @up_usec: how long the connection had been up; only for MQTT_OUTCOME_LOST.
 *
 * Return: the delay: full jitter (0 to the ceiling) with a ceiling that doubles from MQTT_BACK_OFF_MIN_USEC
 * to MQTT_BACK_OFF_MAX_USEC; 0 right after a broker said that it does not speak MQTT 5.
 */
int64_t mqtt_retry_next(struct mqtt_retry *retry, enum mqtt_outcome outcome, int64_t up_usec);

/* The local address to bind to, or NULL. */
const char *mqtt_retry_bind_address(const struct mqtt_retry *retry);

/* ---- mqtt_client.c ---- */

/* One client object: a worker's until it is handed back, then the loop's. */
struct mqtt_client {
        struct mosquitto *handle;
        struct mqtt *mqtt; /* NULL while a worker has it: no callback may touch anything else then */
        char *host;        /* copies: a worker may outlive the mqtt */
        uint16_t port;
        const char *bind_address; /* static */
        bool old_protocol;
        bool tls;
        uint32_t receive_max_bytes; /* that we take */
        char words[MQTT_WORDS_SIZE]; /* the library's first error line */
        int connack;                 /* its code, or MQTT_NO_CODE */
        int farewell;      /* the library's code at the end (of enum mosq_err_t or MQTT 5), or MQTT_NO_CODE */
        unsigned progress; /* counts callbacks */
        uint16_t keepalive_sec; /* the broker's, if it said one */
        uint16_t inflight_max;
        uint32_t packet_max_bytes; /* that the broker takes; 0: no limit */
};

/* Return: 0; -ENOMEM; -EINVAL for TLS files that cannot be read or a topic of the will that is none. */
int mqtt_client_new(
        const struct mqtt_setup *setup, const struct mqtt_retry *retry, struct mqtt_client **ret_client);
struct mqtt_client *mqtt_client_free(struct mqtt_client *client);
CLEANUP_DEFINE(struct mqtt_client *, mqtt_client_free, mqtt_client_freep)

/* Blocks: resolves the name, connects, begins TLS. Return: of enum mosq_err_t, with errno. Nothing of MQTT is
 * sent yet. */
int mqtt_client_connect(struct mqtt_client *client);

/* From now on the client belongs to the loop. */
void mqtt_client_attach(struct mqtt_client *client, struct mqtt *mqtt);

/* ---- mqtt_worker.c ---- */

struct mqtt_worker;

/* Starts a thread that calls mqtt_client_connect(). Takes @client over on success. Return: 0 or negative
 * errno. */
int mqtt_worker_start(struct mqtt_client *client, struct mqtt_worker **ret_worker);
/* Readable once the worker is done. Owned by the worker. */
int mqtt_worker_fd(const struct mqtt_worker *worker);
/* Only when mqtt_worker_fd() is readable: frees the worker, hands the client back. @ret_error: errno. Return:
 * enum mosq_err_t. */
int mqtt_worker_finish(struct mqtt_worker *worker, struct mqtt_client **ret_client, int *ret_error);
/*
 * Lets go of a worker without waiting: it frees its client and itself when it returns. Return: whether its
 * thread may still run.
 */
bool mqtt_worker_disown(struct mqtt_worker *worker);

/* ---- mqtt_queue.c ---- */

enum mqtt_entry_kind {
        MQTT_ENTRY_PUBLISH,
        MQTT_ENTRY_SUBSCRIBE,
        MQTT_ENTRY_UNSUBSCRIBE,
};

struct mqtt_entry {
        TAILQ_ENTRY(mqtt_entry) link;
        enum mqtt_entry_kind kind;
        int id; /* the library's message id, once sent */
        uint64_t tag;
        uint32_t expiry_sec;
        int options; /* of a subscription */
        uint8_t qos;
        bool retain;
        bool farewell;
        size_t payload_bytes;
        const char *payload; /* in data, after the topic's NUL */
        char data[];         /* topic or filter */
};

TAILQ_HEAD(mqtt_entries, mqtt_entry);

struct mqtt_queue {
        struct mqtt_entries waiting;
        struct mqtt_entries sent; /* QoS 1, no PUBACK yet; filters without SUBACK */
        size_t messages;          /* in both */
        size_t bytes;             /* of the payloads of both */
        unsigned sent_count;      /* messages in `sent` */
};

void mqtt_queue_init(struct mqtt_queue *queue);
void mqtt_queue_clear(struct mqtt_queue *queue);
/* Return: 0; -ENOBUFS with MQTT_QUEUE_MAX messages or MQTT_QUEUE_BYTES_MAX; -ENOMEM. @ret_entry, borrowed,
 * may be NULL. */
int mqtt_queue_add_message(struct mqtt_queue *queue, const struct mqtt_message *message, uint64_t tag,
        struct mqtt_entry **ret_entry);
/* Subscriptions are not counted: there are as many as the configuration has. Return: 0; -ENOMEM. */
int mqtt_queue_add_filter(
        struct mqtt_queue *queue, enum mqtt_entry_kind kind, const char *filter, int options);
/* The next to be sent, or NULL if there is none or @inflight_max forbids it. */
struct mqtt_entry *mqtt_queue_next(struct mqtt_queue *queue, unsigned inflight_max);
/* The next one now waits for its PUBACK or SUBACK. */
void mqtt_queue_mark_sent(struct mqtt_queue *queue, struct mqtt_entry *entry);
/* Finds by the library's id among those sent; NULL if it is none of them. */
struct mqtt_entry *mqtt_queue_find_sent(struct mqtt_queue *queue, int id);
/* Removes from @list and frees. */
void mqtt_queue_drop_waiting(struct mqtt_queue *queue, struct mqtt_entry *entry);
void mqtt_queue_drop_sent(struct mqtt_queue *queue, struct mqtt_entry *entry);

/* ---- mqtt_link.c ---- */

/* A client in the loop. Zero-initialised and with fd -1 when closed. */
struct mqtt_link {
        struct mqtt_client *client;
        int fd; /* our duplicate of the library's socket, for epoll */
        sd_event_source *io;
        uint32_t events; /* that epoll watches */
        int result;      /* the library's first error, of enum mosq_err_t */
        int error;       /* errno with it */
        bool more;       /* stopped at a bound: go on without waiting for epoll */
        /* CLOCK_MONOTONIC, as the library counts; no later than the library's own stamps */
        int64_t last_in_usec;
        int64_t last_out_usec;
        /* both clocks at the last look, to see a suspend */
        int64_t looked_boottime_usec;
        int64_t looked_monotonic_usec;
};

/* Takes @client over in any case. @handler is called when the socket is ready. Return: 0 or negative errno.
 */
int mqtt_link_open(
        struct mqtt_link *link, struct mqtt *mqtt, struct mqtt_client *client, sd_event_io_handler_t handler);
/* Closes at once; the broker publishes the will unless mqtt_link_disconnect() came first. */
void mqtt_link_close(struct mqtt_link *link);
bool mqtt_link_is_open(const struct mqtt_link *link);
/*
 * Reads, sends from the queue, writes, each within its bound. Afterwards the link may be closed by the
 * library: mqtt_mqtt_link_is_open().
 */
void mqtt_link_turn(struct mqtt_link *link, struct mqtt *mqtt);
/* Sends DISCONNECT: no will. */
void mqtt_link_disconnect(struct mqtt_link *link);

/**
 * mqtt_link_keep_alive() - pings if it is time to.
 * @ret_next_usec: receives when to call it again, on CLOCK_BOOTTIME.
 *
 * Return: 0; -ETIMEDOUT if the machine slept for so long that the broker has given up on us, or will before
 * we may ping.
 */
int mqtt_link_keep_alive(struct mqtt_link *link, struct mqtt *mqtt, int64_t *ret_next_usec);
/* When to call mqtt_link_keep_alive() first, on CLOCK_BOOTTIME. */
int64_t mqtt_link_begin_keepalive(struct mqtt_link *link, struct mqtt *mqtt);

/* ---- mqtt_reason.c ---- */

/* Why connecting failed. @result: of enum mosq_err_t, @error: errno with it, @words: the library's own. */
void mqtt_reason_connect(const struct mqtt_setup *setup, int result, int error, const char *words,
        char text[static MQTT_REASON_SIZE]);
/* Why the broker refused: @code of CONNACK, of 3.1.1 or 5. */
void mqtt_reason_refused(
        const struct mqtt_setup *setup, bool old_protocol, int code, char text[static MQTT_REASON_SIZE]);
/* Why a connection ended. @code: of enum mosq_err_t, or an MQTT 5 reason of 128 or more. */
void mqtt_reason_lost(const struct mqtt_setup *setup, int code, char text[static MQTT_REASON_SIZE]);

/* ---- mqtt.c ---- */

enum mqtt_phase {
        MQTT_PHASE_IDLE,       /* not started, or stopped */
        MQTT_PHASE_WAITING,    /* for the next attempt */
        MQTT_PHASE_CONNECTING, /* a worker is at it */
        MQTT_PHASE_GREETING,   /* TLS, CONNECT sent, CONNACK awaited */
        MQTT_PHASE_UP,
        MQTT_PHASE_STOPPING, /* the farewell is on its way */
};

/* A worker and the source that says when it is done. */
struct mqtt_attempt {
        struct mqtt_worker *worker;
        sd_event_source *source;
};

struct mqtt {
        sd_event *event;
        struct mqtt_setup setup;
        struct mqtt_handlers handlers;
        void *userdata;
        enum mqtt_phase phase;
        struct mqtt_retry retry;
        struct mqtt_attempt current;
        struct mqtt_attempt abandoned[MQTT_ABANDONED_MAX];
        bool starved; /* the next attempt is due, but all places of abandoned workers are taken */
        struct mqtt_link link;
        struct mqtt_queue queue;
        sd_event_source *timer; /* the phase says for what */
        sd_event_source *work;  /* deferred: there is something to send, to read or to tell */
        int64_t up_boottime_usec;
        unsigned connections;
        bool said_farewell; /* it was confirmed */
        bool tell_stopped;
        bool threads_left;             /* a disowned worker may still run */
        char reason[MQTT_REASON_SIZE]; /* last told; empty: none */
        int64_t connect_timeout_usec;  /* MQTT_CONNECT_TIMEOUT_USEC; tests shorten it */
};

int64_t mqtt_now_boottime(const struct mqtt *mqtt);
void mqtt_arm_timer(struct mqtt *mqtt, int64_t boottime_usec);
void mqtt_disarm_timer(struct mqtt *mqtt);
/* There is something to send, to read or to tell: soon, from the loop. */
void mqtt_schedule_work(struct mqtt *mqtt);

/* ---- mqtt_attempt.c ---- */

/* Starts a worker, or remembers to once there is a place for it. */
void mqtt_attempt_begin(struct mqtt *mqtt);
/* The worker's time is over: it may finish whenever it can, and its client is thrown away then. */
void mqtt_attempt_abandon(struct mqtt *mqtt);
/* Lets go of the worker, if there is one, for good. */
void mqtt_attempt_disown(struct mqtt *mqtt, struct mqtt_attempt *attempt);

/* ---- mqtt_session.c ---- */

/* A worker has connected @client, which is taken over: CONNECT. */
void mqtt_session_greet(struct mqtt *mqtt, struct mqtt_client *client);
/* An attempt has failed: tells why, and plans the next. The rest as in mqtt_reason_connect(). */
void mqtt_session_fail(
        struct mqtt *mqtt, enum mqtt_outcome outcome, int result, int error, const char *words);
/* The keepalive timer of a connection. */
void mqtt_session_keep_alive(struct mqtt *mqtt);
/* The deferred work. */
void mqtt_session_work(struct mqtt *mqtt);
/* The end of mqtt_stop(). */
void mqtt_session_end_stop(struct mqtt *mqtt);

/* For mqtt_client.c: what the library's callbacks found. */
void mqtt_take_message(struct mqtt *mqtt, const struct mosquitto_message *message);
void mqtt_take_puback(struct mqtt *mqtt, int id, int code);
void mqtt_take_suback(struct mqtt *mqtt, int id, int code);
