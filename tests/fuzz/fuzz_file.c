/* SPDX-License-Identifier: MIT */
#include "fuzz/fuzz_file.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* What is there to be removed. */
static struct {
        char directory[256];
        char path[320];
        int descriptor;
} place;

static void remove_place(void)
{
        unlink(place.path);
        rmdir(place.directory);
}

static void make_place(const char *name)
{
        const char *parent = getenv("TMPDIR");

        if (!parent)
                parent = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp";
        snprintf(place.directory, sizeof(place.directory), "%s/unslouch-fuzz-XXXXXX", parent);
        FUZZ_CHECK(mkdtemp(place.directory));
        snprintf(place.path, sizeof(place.path), "%.255s/%.31s", place.directory, name);
        place.descriptor = open(place.path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
        FUZZ_CHECK(place.descriptor >= 0);
        FUZZ_CHECK(atexit(remove_place) == 0);
}

const char *fuzz_file_write(const char *name, const void *bytes, size_t size, const char **ret_directory)
{
        if (place.path[0] == '\0')
                make_place(name);
        FUZZ_CHECK(ftruncate(place.descriptor, 0) == 0);
        FUZZ_CHECK(pwrite(place.descriptor, bytes, size, 0) == (ssize_t)size);
        if (ret_directory)
                *ret_directory = place.directory;
        return place.path;
}
