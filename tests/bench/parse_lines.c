/* SPDX-License-Identifier: MIT */
/*
 * parse-lines LOG - the peer of `unslouch replay`: jansson alone parses every line of a recorded log, which
 * is in memory, and throws it away. Prints the lines and the nanoseconds of the processor.
 */
#include <err.h>
#include <fcntl.h>
#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>

static int64_t processor_nsec(void)
{
        struct timespec time;

        (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
        return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

int main(int argc, char *argv[])
{
        int fd = argc == 2 ? open(argv[1], O_RDONLY | O_CLOEXEC) : -1;
        int64_t began_nsec;
        uint64_t lines = 0;
        const char *log, *end;
        struct stat status;

        if (fd < 0 || fstat(fd, &status) < 0)
                err(2, "usage: parse-lines LOG");
        log = mmap(NULL, (size_t)status.st_size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, fd, 0);
        if (log == MAP_FAILED)
                err(1, "cannot map the log");
        end = log + status.st_size;
        began_nsec = processor_nsec();
        while (log < end) {
                const char *next = memchr(log, '\n', (size_t)(end - log));
                json_t *json;

                next = next ? next : end;
                json = json_loadb(log, (size_t)(next - log), 0, NULL);
                if (!json)
                        errx(1, "line %" PRIu64 " is not JSON", lines + 1);
                json_decref(json);
                lines++;
                log = next + 1;
        }
        printf("%" PRIu64 " %" PRId64 "\n", lines, processor_nsec() - began_nsec);
        return 0;
}
