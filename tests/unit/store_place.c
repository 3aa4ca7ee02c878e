/* SPDX-License-Identifier: MIT */
#include "unit/store_place.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define NOBODY 65534

int place_set_up(void **state)
{
        struct place *place = calloc(1, sizeof(*place));

        assert_non_null(place);
        snprintf(place->root, sizeof(place->root), "/tmp/unslouch-store-XXXXXX");
        assert_non_null(mkdtemp(place->root));
        snprintf(place->directory, sizeof(place->directory), "%s/state", place->root);
        snprintf(place->file, sizeof(place->file), "%s/unslouch.sqlite", place->directory);
        *state = place;
        return 0;
}

int place_each_file(const char *directory, void (*visit)(const char *path, const char *name))
{
        DIR *stream = opendir(directory);
        struct dirent *entry;
        int count = 0;

        assert_non_null(stream);
        while ((entry = readdir(stream))) {
                char path[512];

                if (entry->d_name[0] == '.')
                        continue;
                snprintf(path, sizeof(path), "%s/%s", directory, entry->d_name);
                if (visit)
                        visit(path, entry->d_name);
                count++;
        }
        closedir(stream);
        return count;
}

static void remove_file(const char *path, const char *name)
{
        (void)name;
        if (rmdir(path) == 0)
                return;
        if (errno == ENOTEMPTY) {
                place_each_file(path, remove_file);
                rmdir(path);
        } else
                unlink(path);
}

void place_remove_directory(const char *path)
{
        place_each_file(path, remove_file);
        assert_int_equal(rmdir(path), 0);
}

int place_tear_down(void **state)
{
        struct place *place = *state;

        place_remove_directory(place->root);
        free(place);
        return 0;
}

struct store *place_open_store(const struct place *place, enum store_note expected_note)
{
        struct store *store = NULL;
        enum store_note note = STORE_NOTE_SET_ASIDE;

        assert_int_equal(store_open(place->directory, NOW_USEC, &note, &store), 0);
        assert_int_equal(note, expected_note);
        return store;
}

void place_assert_refused(const struct place *place, int error)
{
        struct store *store = NULL;
        enum store_note note = 42;

        assert_int_equal(store_open(place->directory, NOW_USEC, &note, &store), error);
        assert_null(store);
        assert_int_equal(note, 42);
}

sqlite3 *place_open_raw(const char *file)
{
        sqlite3 *database = NULL;

        assert_int_equal(sqlite3_open_v2(file, &database, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
        return database;
}

void place_execute_raw(const char *file, const char *sql)
{
        sqlite3 *database = NULL;

        assert_int_equal(sqlite3_open(file, &database), SQLITE_OK);
        assert_int_equal(sqlite3_exec(database, sql, NULL, NULL, NULL), SQLITE_OK);
        assert_int_equal(sqlite3_close(database), SQLITE_OK);
}

void place_assert_rows(const struct place *place, const char *sql, const char *expected)
{
        sqlite3 *database = place_open_raw(place->file);
        sqlite3_stmt *row = NULL;
        char text[1024] = "";
        size_t length = 0;

        assert_int_equal(sqlite3_prepare_v2(database, sql, -1, &row, NULL), SQLITE_OK);
        while (sqlite3_step(row) == SQLITE_ROW) {
                for (int i = 0; i < sqlite3_column_count(row); i++) {
                        const unsigned char *column = sqlite3_column_text(row, i);

                        length += (size_t)snprintf(text + length, sizeof(text) - length, "%s%s",
                                i > 0 ? "|" : "", column ? (const char *)column : "-");
                        assert_true(length < sizeof(text) - 1);
                }
                text[length++] = ';';
                text[length] = '\0';
        }
        assert_string_equal(text, expected);
        sqlite3_finalize(row);
        sqlite3_close(database);
}

void place_write_file(const char *path, const void *bytes, size_t size)
{
        int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

        assert_true(file >= 0);
        assert_int_equal(write(file, bytes, size), size);
        close(file);
}

uint32_t place_file_digest(const char *path)
{
        FILE *stream = fopen(path, "re");
        uint32_t digest = 2166136261u;
        int byte;

        assert_non_null(stream);
        while ((byte = fgetc(stream)) != EOF)
                digest = (digest ^ (uint32_t)byte) * 16777619u;
        fclose(stream);
        return digest;
}

struct effect place_span_effect(int64_t from_usec, int64_t to_usec)
{
        struct effect effect = { .kind = EFFECT_SPAN };

        effect.span.posture = POSTURE_SITTING;
        effect.span.from_realtime_usec = from_usec;
        effect.span.to_realtime_usec = to_usec;
        return effect;
}

void place_assert_private(const char *path, const char *name)
{
        struct stat status;

        (void)name;
        assert_int_equal(stat(path, &status), 0);
        assert_int_equal(status.st_mode & 07777, S_ISDIR(status.st_mode) ? 0700 : 0600);
}

int place_open_in_child(const struct place *place, bool as_nobody)
{
        pid_t child = fork();
        int status = 0;

        assert_true(child >= 0);
        if (child == 0) {
                struct store *store = NULL;
                enum store_note note;
                int r;

                if (as_nobody && geteuid() == 0 && (setgid(NOBODY) < 0 || setuid(NOBODY) < 0))
                        _exit(255);
                r = store_open(place->directory, NOW_USEC, &note, &store);
                if (r == 0)
                        store_close(store);
                _exit(-r);
        }
        assert_int_equal(waitpid(child, &status, 0), child);
        assert_true(WIFEXITED(status));
        return WEXITSTATUS(status);
}

/* Never returns: transactions of a span and its number, each told by a byte when it is committed. */
static void write_for_ever(const struct place *place, int told)
{
        struct store *store = NULL;
        enum store_note note;
        char *record = NULL;
        long number = 0;

        if (store_open(place->directory, NOW_USEC, &note, &store) < 0 || note != STORE_NOTE_NONE)
                _exit(1);
        if (store_get_person(store, "anna", &record) == 0)
                number = strtol(record, NULL, 10);
        for (;;) {
                struct effect effect = place_span_effect(number, number + 1);
                char text[32];

                snprintf(text, sizeof(text), "%ld", ++number);
                if (store_begin(store) < 0 || store_put_effect(store, "anna", &effect) < 0 ||
                        store_put_person(store, "anna", text) < 0 || store_commit(store) < 0 ||
                        write(told, &number, sizeof(number)) != sizeof(number))
                        _exit(2);
        }
}

long place_kill_writer(const struct place *place, int transactions)
{
        long number = 0, next;
        int ends[2];
        int status;
        pid_t child;

        assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
        child = fork();
        assert_true(child >= 0);
        if (child == 0)
                write_for_ever(place, ends[1]);
        close(ends[1]);
        for (int i = 0; i < transactions; i++)
                assert_int_equal(read(ends[0], &number, sizeof(number)), sizeof(number));
        assert_int_equal(kill(child, SIGKILL), 0);
        assert_int_equal(waitpid(child, &status, 0), child);
        assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
        while (read(ends[0], &next, sizeof(next)) == sizeof(next))
                number = next;
        close(ends[0]);
        return number;
}
