/* SPDX-License-Identifier: MIT */
#include "client/progress.h"

#include <stdio.h>
#include <unistd.h>

struct progress progress_begin(const char *what)
{
        return (struct progress){ .what = what, .shown = isatty(STDERR_FILENO) == 1, .percent = -1 };
}

void progress_tell(struct progress *progress, int64_t done, int64_t total)
{
        int percent = total > 0 ? (int)(done * 100 / total) : progress->percent;

        if (!progress->shown || percent == progress->percent)
                return;
        progress->percent = percent;
        fprintf(stderr, "\r%s: %3d %%", progress->what, percent);
}

void progress_end(struct progress *progress)
{
        if (progress->percent >= 0)
                fputs("\r\033[K", stderr);
        progress->percent = -1;
}
