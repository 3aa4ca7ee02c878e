/* SPDX-License-Identifier: MIT */
#include "io/child.h"

#include "base/cleanup.h"
#include "base/units.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>

struct child {
        sd_event_source *end;
        sd_event_source *timeout;
        int said; /* a file in memory: whatever is written to it, nobody has to read in time */
        bool timed_out;
        void *userdata;
        void (*on_end)(void *userdata, const struct child_result *result);
};

/* What systemd tells its service, and nobody else (sd_notify(3), systemd.exec(5)). */
static bool is_private(const char *variable)
{
        static const char *const names[] = { "NOTIFY_SOCKET=", "WATCHDOG_PID=", "WATCHDOG_USEC=",
                "CREDENTIALS_DIRECTORY=", "JOURNAL_STREAM=", "INVOCATION_ID=" };

        for (size_t i = 0; i < ELEMENTS(names); i++)
                if (strncmp(variable, names[i], strlen(names[i])) == 0)
                        return true;
        return false;
}

/* The list is the caller's, its texts are borrowed. Return: NULL without memory. */
static char **make_environment(void)
{
        size_t count = 0, kept = 0;
        char **list;

        while (environ && environ[count])
                count++;
        list = calloc(count + 1, sizeof(*list));
        for (size_t i = 0; list && i < count; i++)
                if (!is_private(environ[i]))
                        list[kept++] = environ[i];
        return list;
}

/* Reads what was said, blanks in place of line ends. */
static void read_said(const struct child *child, char text[static CHILD_SAID_SIZE])
{
        ssize_t size = pread(child->said, text, CHILD_SAID_SIZE - 1, 0);

        text[size > 0 ? size : 0] = '\0';
        for (char *p = text; *p; p++)
                if (*p == '\n')
                        *p = ' ';
        for (size_t end = strlen(text); end > 0 && text[end - 1] == ' '; end--)
                text[end - 1] = '\0';
}

static int on_end(sd_event_source *source, const siginfo_t *info, void *userdata)
{
        const struct child *child = userdata;
        char said[CHILD_SAID_SIZE];
        struct child_result result = {
                .status = info->si_code == CLD_EXITED ? info->si_status : -1,
                .timed_out = child->timed_out,
                .said = said,
        };

        (void)source;
        read_said(child, said);
        (void)sd_event_source_set_enabled(child->timeout, SD_EVENT_OFF);
        child->on_end(child->userdata, &result);
        return 0;
}

static int on_timeout(sd_event_source *source, uint64_t usec, void *userdata)
{
        struct child *child = userdata;

        (void)source;
        (void)usec;
        child->timed_out = true;
        (void)sd_event_source_send_child_signal(child->end, SIGKILL, NULL, 0);
        return 0;
}

static int add_actions(posix_spawn_file_actions_t *actions, int said)
{
        int error;

        error = posix_spawn_file_actions_addopen(actions, STDIN_FILENO, "/dev/null", O_RDWR, 0);
        if (error == 0)
                error = posix_spawn_file_actions_adddup2(actions, STDIN_FILENO, STDOUT_FILENO);
        if (error == 0)
                error = posix_spawn_file_actions_adddup2(actions, said, STDERR_FILENO);
        if (error == 0)
                error = posix_spawn_file_actions_addclosefrom_np(actions, STDERR_FILENO + 1);
        return error;
}

/* Signals are as a program expects them: none blocked, and a pipe's end ends it. */
static int set_signals(posix_spawnattr_t *attributes)
{
        sigset_t none, pipe;
        int error;

        (void)sigemptyset(&none);
        (void)sigemptyset(&pipe);
        (void)sigaddset(&pipe, SIGPIPE);
        error = posix_spawnattr_setsigmask(attributes, &none);
        if (error == 0)
                error = posix_spawnattr_setsigdefault(attributes, &pipe);
        if (error == 0)
                error = posix_spawnattr_setflags(attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
        return error;
}

/* The argument list is not written to: its type is older than const. */
static int spawn_with(const struct child_options *options, const posix_spawn_file_actions_t *actions,
        const posix_spawnattr_t *attributes, pid_t *ret_pid)
{
        CLEANUP_FREE char **environment = make_environment();

        if (!environment)
                return ENOMEM;
        return posix_spawn(ret_pid, options->program, actions, attributes,
                (char *const *)(uintptr_t)options->arguments, environment);
}

static int spawn(const struct child_options *options, int said, pid_t *ret_pid)
{
        posix_spawn_file_actions_t actions;
        posix_spawnattr_t attributes;
        int error;

        error = posix_spawn_file_actions_init(&actions);
        if (error != 0)
                return -error;
        error = posix_spawnattr_init(&attributes);
        if (error == 0) {
                error = add_actions(&actions, said);
                if (error == 0)
                        error = set_signals(&attributes);
                if (error == 0)
                        error = spawn_with(options, &actions, &attributes, ret_pid);
                (void)posix_spawnattr_destroy(&attributes);
        }
        (void)posix_spawn_file_actions_destroy(&actions);
        return -error;
}

/* sd-event wants it before any child is there. */
static int block_child_signal(void)
{
        sigset_t set;

        (void)sigemptyset(&set);
        (void)sigaddset(&set, SIGCHLD);
        return sigprocmask(SIG_BLOCK, &set, NULL) < 0 ? -errno : 0;
}

/* One that nothing would tell the end of is ended at once. */
static int watch(struct child *child, const struct child_options *options, pid_t pid)
{
        int r;

        r = sd_event_add_child(options->event, &child->end, pid, WEXITED, on_end, child);
        if (r < 0) {
                (void)kill(pid, SIGKILL);
                (void)waitpid(pid, NULL, 0);
                return r;
        }
        /* Freeing the source kills what still runs, and takes its end. */
        r = sd_event_source_set_child_process_own(child->end, true);
        if (r < 0)
                return r;
        return sd_event_add_time_relative(options->event, &child->timeout, CLOCK_BOOTTIME,
                (uint64_t)options->timeout_usec, 0, on_timeout, child);
}

CLEANUP_DEFINE(struct child *, child_free, child_freep)

int child_new(const struct child_options *options, struct child **ret_child)
{
        CLEANUP(child_freep) struct child *child = calloc(1, sizeof(*child));
        pid_t pid = 0;
        int r;

        if (!child)
                return -ENOMEM;
        *child = (struct child){ .said = -1, .userdata = options->userdata, .on_end = options->on_end };
        child->said = memfd_create("unslouch-child", MFD_CLOEXEC);
        if (child->said < 0)
                return -errno;
        r = block_child_signal();
        if (r < 0)
                return r;
        r = spawn(options, child->said, &pid);
        if (r < 0)
                return r;
        r = watch(child, options, pid);
        if (r < 0)
                return r;
        *ret_child = TAKE_PTR(child);
        return 0;
}

struct child *child_free(struct child *child)
{
        if (!child)
                return NULL;
        sd_event_source_disable_unref(child->timeout);
        sd_event_source_disable_unref(child->end);
        if (child->said >= 0)
                close(child->said);
        free(child);
        return NULL;
}
