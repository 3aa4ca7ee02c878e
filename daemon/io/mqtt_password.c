/* SPDX-License-Identifier: MIT */
#include "base/cleanup.h"
#include "io/mqtt.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>

/* MQTT carries no longer one. */
#define PASSWORD_MAX_BYTES 65535

/* Reads @file into @buffer of PASSWORD_MAX_BYTES + 1. Return: the count of bytes; -E2BIG; another negative
 * errno. */
static ssize_t read_file(const char *file, char *buffer)
{
        CLEANUP_CLOSE int descriptor = -1;
        size_t bytes = 0;
        ssize_t n;

        descriptor = open(file, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
        if (descriptor < 0)
                return -errno;
        while (bytes <= PASSWORD_MAX_BYTES) {
                n = read(descriptor, buffer + bytes, PASSWORD_MAX_BYTES + 1 - bytes);
                if (n < 0 && errno == EINTR)
                        continue;
                if (n < 0)
                        return -errno;
                if (n == 0)
                        return (ssize_t)bytes;
                bytes += (size_t)n;
        }
        return -E2BIG;
}

static int read_into(const char *file, char *buffer, char **ret_password)
{
        ssize_t bytes = read_file(file, buffer);

        if (bytes < 0)
                return (int)bytes;
        if (bytes > 0 && buffer[bytes - 1] == '\n')
                bytes--;
        if (memchr(buffer, '\0', (size_t)bytes))
                return -EINVAL;
        *ret_password = strndup(buffer, (size_t)bytes);
        return *ret_password ? 0 : -ENOMEM;
}

static int read_password(const char *file, char **ret_password)
{
        char *buffer;
        int r;

        buffer = calloc(1, PASSWORD_MAX_BYTES + 1);
        if (!buffer)
                return -ENOMEM;
        r = read_into(file, buffer, ret_password);
        explicit_bzero(buffer, PASSWORD_MAX_BYTES + 1);
        free(buffer);
        return r;
}

int mqtt_read_password(const char *file, char **ret_password)
{
        const char *directory = getenv("CREDENTIALS_DIRECTORY");
        CLEANUP_FREE char *credential = NULL;
        char *password = NULL;
        int r = -ENOENT;

        if (directory) {
                if (asprintf(&credential, "%s/mqtt-password", directory) < 0) {
                        credential = NULL;
                        return -ENOMEM;
                }
                r = read_password(credential, &password);
        }
        if (r == -ENOENT && file)
                r = read_password(file, &password);
        else if (r == -ENOENT)
                r = 0;
        if (r < 0)
                return r;
        *ret_password = password;
        return 0;
}
