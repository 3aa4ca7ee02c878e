/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * hermes_intent - what was said to a voice assistant (hermes/intent/<name>), as the text of a command
 * (DESIGN 6). The sentences that it is trained with are in conf/hermes.
 *
 * Floor: wire (pure; allocates while it reads JSON).
 */
#include "wire/command_text.h"
#include "wire/outbox.h"

#define HERMES_INTENT_TOPIC  "hermes/intent/+"
#define HERMES_SITE_SIZE     64
#define HERMES_DIALOGUE_SIZE 64

struct hermes_command {
        char text[COMMAND_TEXT_SIZE];        /* for session_command_parse() and command_parse() */
        char site[HERMES_SITE_SIZE];         /* where it was said: whose command it is */
        char dialogue[HERMES_DIALOGUE_SIZE]; /* in which it was said; "": in none */
};

/* The intents that are understood: "UnslouchStart", ... */
extern const char *const hermes_intent_names[];
extern const size_t hermes_intent_count;

/**
 * hermes_intent_parse() - reads the payload of an intent.
 *
 * Return: 0; -ENOENT if the intent is not one of ours; -EINVAL if it cannot be read; -ENOMEM. On failure
 *         @ret_command is untouched.
 */
int hermes_intent_parse(struct payload *payload, struct hermes_command *ret_command);

/* Adds the message that ends the dialogue in which @command was said: else the assistant goes on listening
 * until its patience ends. Nothing outside of a dialogue. Return: 0; -ENOMEM. */
int hermes_intent_end(const struct hermes_command *command, struct outbox *outbox);
