/* SPDX-License-Identifier: MIT */
#include "unit/spoken.h"

#include "unit/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define ARGUMENTS_MAX 16

/* Puts a temporary file in the place of the stream's descriptor; returns the old one. */
static int swap_out(FILE *stream, FILE **ret_file)
{
        int kept;

        fflush(stream);
        kept = dup(fileno(stream));
        *ret_file = tmpfile();
        assert_non_null(*ret_file);
        assert_true(dup2(fileno(*ret_file), fileno(stream)) >= 0);
        return kept;
}

static void swap_back(FILE *stream, FILE *file, int kept, char text[static SPOKEN_SIZE])
{
        size_t length;

        fflush(stream);
        assert_true(dup2(kept, fileno(stream)) >= 0);
        close(kept);
        rewind(file);
        length = fread(text, 1, SPOKEN_SIZE - 1, file);
        text[length] = '\0';
        fclose(file);
}

void spoken_run(struct spoken *spoken, int (*run)(int argc, char *argv[]), const char *const *arguments)
{
        char *argv[ARGUMENTS_MAX + 1] = { NULL };
        FILE *out, *error;
        int out_kept, error_kept;
        int argc = 0;

        while (argc < ARGUMENTS_MAX && arguments[argc]) {
                argv[argc] = strdup(arguments[argc]);
                argc++;
        }
        out_kept = swap_out(stdout, &out);
        error_kept = swap_out(stderr, &error);
        spoken->status = run(argc, argv);
        swap_back(stderr, error, error_kept, spoken->error);
        swap_back(stdout, out, out_kept, spoken->out);
        /* getopt moves them about, but keeps them all. */
        for (int i = 0; i < argc; i++)
                free(argv[i]);
}
