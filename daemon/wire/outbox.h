/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * outbox - the MQTT messages that a turn of the loop wants to send, in order, as plain data.
 *
 * Floor: wire (pure; allocates). Whoever drives the engine drains it after every turn.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* More messages in one turn are refused: a bug or an attack, never a home. */
#define OUTBOX_MAX 4096

enum outbox_kind {
        OUTBOX_STATE,  /* retained, the newest per topic counts */
        OUTBOX_EVENT,  /* prompt, error: never retained, with an expiry */
        OUTBOX_DEVICE, /* to a lamp, speaker or other device: never retained */
};

struct outbox_message {
        enum outbox_kind kind;
        char *topic;
        char *payload; /* with a NUL behind the last byte, which payload_bytes does not count */
        size_t payload_bytes;
        uint8_t qos;
        bool retain;
        uint32_t expiry_sec; /* 0: none */
        uint32_t person;     /* whose prompt it opens, or OUTBOX_NO_PERSON: what to report if it is lost */
        uint32_t receipt;    /* what to report when it has arrived; 0: nothing */
};

#define OUTBOX_NO_PERSON UINT32_MAX

struct outbox {
        struct outbox_message *messages;
        size_t count;
        size_t allocated;
        size_t bytes; /* of the payloads together */
};

/**
 * outbox_add() - appends a message; topic and payload are copied, payload_bytes is strlen(payload).
 *
 * Return: the message, whose other fields the caller may set (qos 1, no retain, no expiry, OUTBOX_NO_PERSON,
 *         no receipt);
 *         NULL without memory or at OUTBOX_MAX.
 */
struct outbox_message *outbox_add(
        struct outbox *outbox, enum outbox_kind kind, const char *topic, const char *payload);

/* Frees the messages, keeps the array. */
void outbox_clear(struct outbox *outbox);
/* Frees everything. */
void outbox_done(struct outbox *outbox);
