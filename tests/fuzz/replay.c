/* SPDX-License-Identifier: MIT */
/*
 * Gives each kept input of a target (tests/fuzz/corpus/NAME) to it, without libFuzzer, and says so as TAP.
 * Usage: replay-NAME [FILE...]; without FILE all kept inputs.
 */
#include "fuzz/fuzz.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define INPUT_BYTES_MAX 65536

static int is_input(const struct dirent *entry)
{
        return entry->d_name[0] != '.';
}

/* Reads @file to its end. Return: the bytes, owned by the caller; NULL if it can't be read or is too large.
 */
static uint8_t *read_input(const char *file, size_t *ret_size)
{
        FILE *stream = fopen(file, "re");
        uint8_t *bytes = malloc(INPUT_BYTES_MAX);

        *ret_size = stream && bytes ? fread(bytes, 1, INPUT_BYTES_MAX, stream) : 0;
        if (!stream || !bytes || ferror(stream) || *ret_size == INPUT_BYTES_MAX) {
                free(bytes);
                bytes = NULL;
        }
        if (stream)
                fclose(stream);
        return bytes;
}

/* A finding ends the program, without an "ok": what was tried is said before. */
static bool try_input(int number, const char *file, const char *name)
{
        size_t size;
        uint8_t *bytes = read_input(file, &size);

        printf("# %s\n", name);
        fflush(stdout);
        if (bytes)
                (void)LLVMFuzzerTestOneInput(bytes, size);
        printf("%s %d - %s\n", bytes ? "ok" : "not ok", number, name);
        free(bytes);
        return bytes != NULL;
}

static bool try_corpus(const char *directory)
{
        struct dirent **entries = NULL;
        int count = scandir(directory, &entries, is_input, alphasort);
        bool all = count > 0;

        printf("1..%d\n", count > 0 ? count : 1);
        if (count <= 0)
                printf("not ok 1 - %s has no inputs\n", directory);
        for (int i = 0; i < count; i++) {
                char file[4096];

                snprintf(file, sizeof(file), "%s/%s", directory, entries[i]->d_name);
                all = try_input(i + 1, file, entries[i]->d_name) && all;
                free(entries[i]);
        }
        free(entries);
        return all;
}

int main(int argument_count, char **arguments)
{
        bool all = true;

        if (argument_count == 1)
                return try_corpus(TOP_SRCDIR "/tests/fuzz/corpus/" TARGET) ? 0 : 1;
        printf("1..%d\n", argument_count - 1);
        for (int i = 1; i < argument_count; i++)
                all = try_input(i, arguments[i], arguments[i]) && all;
        return all ? 0 : 1;
}
