/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * screen - standard output and input as a full screen: the other screen of the terminal, without a cursor,
 * keys at once and unseen. What was there before is there again after screen_close().
 *
 * Floor: client. Blocks as a terminal does.
 */
#include "client/paint.h"

struct screen;

/* Return: 0; -ENOTTY if standard output is no terminal; -ENOMEM. screen_close() takes NULL. */
int screen_open(struct screen **ret_screen);
struct screen *screen_close(struct screen *screen);

/* Whether keys come on standard input. */
bool screen_has_keys(const struct screen *screen);

/* Shows the lines of @text from the top, and @footer in the last line of the @paint. Return: 0; negative
 * errno. */
int screen_show(struct screen *screen, const struct paint *paint, const char *text, const char *footer);
