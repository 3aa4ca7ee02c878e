/* SPDX-License-Identifier: MIT */
#include "client/screen.h"

#include "base/cleanup.h"

#include <errno.h>
#include <string.h>
#include <termios.h>

/* The other screen, no cursor, and nothing that wraps. */
#define SCREEN_ENTER "\033[?1049h\033[?25l\033[?7l\033[2J"
#define SCREEN_LEAVE "\033[0m\033[?7h\033[?25h\033[?1049l"

struct screen {
        bool has_keys;
        struct termios before;
};

/* What is shown goes out in one piece, so that it does not flicker. */
static int write_out(const char *text)
{
        if (fputs(text, stdout) < 0 || fflush(stdout) != 0)
                return errno > 0 ? -errno : -EIO;
        return 0;
}

/* Ctrl-C stays what it is. What would stop the program or dump it, and leave the screen behind, is no key. */
static void take_keys(struct screen *screen)
{
        struct termios keys;

        if (tcgetattr(STDIN_FILENO, &screen->before) < 0)
                return;
        keys = screen->before;
        keys.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
        keys.c_cc[VMIN] = 1;
        keys.c_cc[VTIME] = 0;
        keys.c_cc[VSUSP] = _POSIX_VDISABLE;
        keys.c_cc[VQUIT] = _POSIX_VDISABLE;
        screen->has_keys = tcsetattr(STDIN_FILENO, TCSAFLUSH, &keys) == 0;
}

int screen_open(struct screen **ret_screen)
{
        struct screen *screen;

        if (!isatty(STDOUT_FILENO))
                return -ENOTTY;
        screen = calloc(1, sizeof(*screen));
        if (!screen)
                return -ENOMEM;
        take_keys(screen);
        (void)write_out(SCREEN_ENTER);
        *ret_screen = screen;
        return 0;
}

struct screen *screen_close(struct screen *screen)
{
        if (!screen)
                return NULL;
        if (screen->has_keys)
                (void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &screen->before);
        (void)write_out(SCREEN_LEAVE);
        free(screen);
        return NULL;
}

bool screen_has_keys(const struct screen *screen)
{
        return screen->has_keys;
}

/* Each line is wiped before it is written: what ends in the last column would be wiped by what follows it. */
static void compose(FILE *stream, const struct paint *paint, const char *text, const char *footer)
{
        int row = 1;

        for (; *text != '\0' && row < paint->rows; row++) {
                size_t length = strcspn(text, "\n");

                fprintf(stream, "\033[%d;1H\033[2K%.*s", row, (int)length, text);
                text += length + (text[length] == '\n');
        }
        for (; row < paint->rows; row++)
                fprintf(stream, "\033[%d;1H\033[2K", row);
        fprintf(stream, "\033[%d;1H\033[2K", paint->rows);
        (void)paint_put(paint, stream, PAINT_DIM, footer, (size_t)paint->columns);
}

int screen_show(struct screen *screen, const struct paint *paint, const char *text, const char *footer)
{
        CLEANUP_FREE char *composed = NULL;
        size_t size;
        FILE *stream;

        (void)screen;
        stream = open_memstream(&composed, &size);
        if (!stream)
                return -ENOMEM;
        compose(stream, paint, text, footer);
        if (fclose(stream) != 0)
                return -ENOMEM;
        return write_out(composed);
}
