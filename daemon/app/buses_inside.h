/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * buses_inside - what the files of the buses share: buses.c (connections and life), buses_api.c (the home as
 * the API serves it), buses_routine.c (of it, the exercise programmes), buses_login.c (logind to sources) and
 * buses_desktop.c (this desktop to sources, prompts to notifications). Nobody else includes it.
 */
#include "app/buses.h"
#include "io/desktop_idle.h"
#include "io/logind.h"
#include "io/notifications.h"

/* What a person's notification is about. */
enum buses_shown {
        BUSES_SHOWN_NOTHING,
        BUSES_SHOWN_DUE,     /* goes when the prompt, of a break or a session, is no longer due */
        BUSES_SHOWN_PASSING, /* goes when they get up */
        BUSES_SHOWN_NEWS,    /* stays until they close it, or the next one comes */
};

struct buses_person {
        uid_t uid; /* the person's own user; API_NO_USER */
        enum buses_shown shown;
};

struct buses {
        struct buses_options options;
        struct engine *engine;
        struct buses_person *people; /* per person of the engine */
        struct bus *system;
        struct bus *session;
        struct api *api;
        struct logind *logind;
        uid_t *users; /* whom logind is asked about, by its numbers */
        struct desktop_idle *desktop_idle;
        bool watches_desktop; /* desktop_idle is attached */
        struct notifications *notifications;
        enum source_value desktop_value; /* what the desktop said last ... */
        int64_t desktop_since_usec;      /* ... and since when (boottime) */
        bool login_inhibited;
        bool desktop_inhibited;
};

const struct instant *buses_now(const struct buses *buses);
/* Call it before somebody is answered who then relies on what they did. */
void buses_commit(const struct buses *buses);
const struct settings *buses_settings(const struct buses *buses);

/* The home that the API serves. */
struct api_home buses_api_home(struct buses *buses);
int buses_set_api_people(struct buses *buses);
/* What of it is about sessions, programmes and the health questions. */
void buses_serve_routine(struct api_home *home);
void buses_tell_routine(const struct buses *buses, uint32_t person, struct api_state *state);
void buses_tell_cue(struct buses *buses, uint32_t person, const char *id, const struct cue *cue,
        const struct cue_text *text, const struct instant *now);
void buses_tell_prompt(struct buses *buses, uint32_t person, const struct prompt *prompt,
        const struct prompt_texts *texts, const struct instant *now);

/* Makes what asks logind about the people's users, and lets go of the one before. Return: 0; -ENOMEM. */
int buses_make_login(struct buses *buses);

/* Return: 0; -ENOMEM. */
int buses_make_desktop(struct buses *buses);
void buses_show_prompt(
        struct buses *buses, uint32_t person, const struct prompt *prompt, const struct prompt_texts *texts);
/* The person's state changed: takes away a notification that is no longer true. */
void buses_check_shown(struct buses *buses, uint32_t person, const struct instant *now);

/* Tells every person at this desktop what it said last, if it said something. */
void buses_tell_desktop(struct buses *buses);

/* Gives @claim to the person's sources of @kind. */
void buses_claim(struct buses *buses, uint32_t person, enum source_kind kind, const struct claim *claim);
/* Somebody or nobody keeps the screen on: the holds that ask for it. */
void buses_tell_inhibited(struct buses *buses);
