/* SPDX-License-Identifier: MIT */
#include "unit/private_bus.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define SETTLE_ROUNDS 4

static const char config[] =
        "<!DOCTYPE busconfig PUBLIC \"-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN\""
        " \"http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd\">\n"
        "<busconfig>\n"
        "  <listen>unix:path=%s</listen>\n"
        "  <auth>EXTERNAL</auth>\n"
        "  <policy context=\"default\">\n"
        "    <allow send_destination=\"*\" eavesdrop=\"true\"/>\n"
        "    <allow eavesdrop=\"true\"/>\n"
        "    <allow own=\"*\"/>\n"
        "    %s\n"
        "  </policy>\n"
        "</busconfig>\n";

static void write_config(const struct private_bus *bus, const char *path)
{
        FILE *stream = fopen(path, "we");

        assert_non_null(stream);
        assert_true(fprintf(stream, config, bus->socket, bus->rules ? bus->rules : "") > 0);
        assert_int_equal(fclose(stream), 0);
}

void private_bus_init(struct private_bus *bus)
{
        *bus = (struct private_bus){ .pid = 0 };
        snprintf(bus->directory, sizeof(bus->directory), "/tmp/unslouch-bus-XXXXXX");
        assert_non_null(mkdtemp(bus->directory));
        snprintf(bus->socket, sizeof(bus->socket), "%s/socket", bus->directory);
        snprintf(bus->address, sizeof(bus->address), "unix:path=%s", bus->socket);
}

/* Never returns. */
static void run_daemon(const char *config_path, int ready, pid_t parent)
{
        char option_config[128], option_ready[64];
        int silence = open("/dev/null", O_WRONLY | O_CLOEXEC);

        /* It complains of limits that do not matter here. */
        if (prctl(PR_SET_PDEATHSIG, SIGKILL) < 0 || getppid() != parent || fcntl(ready, F_SETFD, 0) < 0 ||
                dup2(silence, STDERR_FILENO) < 0)
                _exit(126);
        snprintf(option_config, sizeof(option_config), "--config-file=%s", config_path);
        snprintf(option_ready, sizeof(option_ready), "--print-address=%d", ready);
        execlp("dbus-daemon", "dbus-daemon", option_config, "--nofork", "--nopidfile", "--nosyslog",
                option_ready, (char *)NULL);
        _exit(127);
}

/* It says its address as soon as it listens; an end of file instead means that it could not. */
static void wait_until_ready(int ready)
{
        struct pollfd wait = { .fd = ready, .events = POLLIN };
        char byte;

        assert_int_equal(poll(&wait, 1, PRIVATE_BUS_WAIT_USEC / USEC_PER_MSEC), 1);
        assert_int_equal(read(ready, &byte, 1), 1);
}

void private_bus_start(struct private_bus *bus)
{
        char path[96];
        int ends[2];
        pid_t parent = getpid();

        assert_int_equal(bus->pid, 0);
        snprintf(path, sizeof(path), "%s/bus.conf", bus->directory);
        write_config(bus, path);
        assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
        bus->pid = fork();
        assert_true(bus->pid >= 0);
        if (bus->pid == 0)
                run_daemon(path, ends[1], parent);
        close(ends[1]);
        wait_until_ready(ends[0]);
        close(ends[0]);
        assert_int_equal(unlink(path), 0);
}

void private_bus_stop(struct private_bus *bus)
{
        int status;

        if (bus->pid == 0)
                return;
        assert_int_equal(kill(bus->pid, SIGTERM), 0);
        assert_int_equal(waitpid(bus->pid, &status, 0), bus->pid);
        bus->pid = 0;
        assert_true(unlink(bus->socket) == 0 || errno == ENOENT);
}

void private_bus_done(struct private_bus *bus)
{
        private_bus_stop(bus);
        assert_int_equal(rmdir(bus->directory), 0);
}

sd_bus *private_bus_connect(const struct private_bus *bus, sd_event *event)
{
        sd_bus *connection = NULL;

        assert_int_equal(sd_bus_new(&connection), 0);
        assert_true(sd_bus_set_address(connection, bus->address) >= 0);
        assert_true(sd_bus_set_bus_client(connection, true) >= 0);
        assert_true(sd_bus_start(connection) >= 0);
        assert_true(sd_bus_attach_event(connection, event, SD_EVENT_PRIORITY_NORMAL) >= 0);
        return connection;
}

static uint64_t now_usec(void)
{
        struct timespec now;

        assert_int_equal(clock_gettime(CLOCK_MONOTONIC, &now), 0);
        return (uint64_t)now.tv_sec * USEC_PER_SEC + (uint64_t)now.tv_nsec / 1000;
}

uint64_t private_bus_deadline(void)
{
        return now_usec() + PRIVATE_BUS_WAIT_USEC;
}

bool private_bus_turn(sd_event *event, uint64_t deadline_usec)
{
        uint64_t now = now_usec();

        if (now >= deadline_usec)
                return false;
        assert_true(sd_event_run(event, deadline_usec - now) >= 0);
        return true;
}

static int on_answer(sd_bus_message *message, void *userdata, sd_bus_error *error)
{
        bool *answered = userdata;

        (void)error;
        assert_false(sd_bus_message_is_method_error(message, NULL));
        *answered = true;
        return 0;
}

/* Messages between two peers keep their order, so the answer comes behind all that was said before. */
static void ask(sd_event *event, sd_bus *from, sd_bus *to)
{
        const char *name = NULL;
        bool answered = false;

        WAIT_FOR(event, sd_bus_is_ready(from) > 0 && sd_bus_is_ready(to) > 0);
        assert_true(sd_bus_get_unique_name(to, &name) >= 0);
        assert_true(sd_bus_call_method_async(from, NULL, name, "/", "org.freedesktop.DBus.Peer", "Ping",
                            on_answer, &answered, NULL) >= 0);
        WAIT_FOR(event, answered);
}

void private_bus_settle(sd_event *event, sd_bus *a, sd_bus *b)
{
        for (int i = 0; i < SETTLE_ROUNDS; i++) {
                ask(event, a, b);
                ask(event, b, a);
        }
}

void private_bus_say_to(sd_bus *from, sd_bus *to, const char *path, const char *interface, const char *member,
        const char *types, ...)
{
        sd_bus_message *signal = NULL;
        const char *name;
        va_list arguments;

        assert_true(sd_bus_get_unique_name(to, &name) >= 0);
        assert_true(sd_bus_message_new_signal(from, &signal, path, interface, member) >= 0);
        assert_true(sd_bus_message_set_destination(signal, name) >= 0);
        va_start(arguments, types);
        assert_true(sd_bus_message_appendv(signal, types, arguments) >= 0);
        va_end(arguments);
        assert_true(sd_bus_send(from, signal, NULL) >= 0);
        sd_bus_message_unref(signal);
}
