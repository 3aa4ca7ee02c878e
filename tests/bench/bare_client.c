/* SPDX-License-Identifier: MIT */
/*
 * bare-client PORT [STORE] - the least that a daemon of this kind can be: linked with the libraries of
 * unslouchd, connected to the broker, subscribed to `bench/ask`, and asleep in the same event loop. It
 * answers on `bench/answer`. With STORE it also has an SQLite database open there, with a table that was
 * written to.
 */
#include <err.h>
#include <mosquitto.h>
#include <sqlite3.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <systemd/sd-event.h>

/* Longer than what is measured. */
#define KEEPALIVE_SEC 600

static void on_connect(struct mosquitto *client, void *userdata, int code)
{
        (void)userdata;
        if (code != 0 || mosquitto_subscribe(client, NULL, "bench/ask", 1) != MOSQ_ERR_SUCCESS)
                errx(1, "the broker refuses");
}

static void on_message(struct mosquitto *client, void *userdata, const struct mosquitto_message *message)
{
        (void)userdata;
        (void)mosquitto_publish(
                client, NULL, "bench/answer", message->payloadlen, message->payload, 1, false);
}

static int on_socket(sd_event_source *source, int fd, uint32_t events, void *userdata)
{
        struct mosquitto *client = userdata;

        (void)fd;
        (void)events;
        if (mosquitto_loop_read(client, 1) != MOSQ_ERR_SUCCESS)
                errx(1, "the connection is gone");
        if (mosquitto_want_write(client))
                (void)mosquitto_loop_write(client, 1);
        return sd_event_source_set_io_events(
                source, mosquitto_want_write(client) ? EPOLLIN | EPOLLOUT : EPOLLIN);
}

static void open_store(const char *file)
{
        static sqlite3 *database;

        if (sqlite3_open(file, &database) != SQLITE_OK ||
                sqlite3_exec(database,
                        "PRAGMA journal_mode = WAL; CREATE TABLE bench (a INTEGER); INSERT INTO bench VALUES "
                        "(1);",
                        NULL, NULL, NULL) != SQLITE_OK)
                errx(1, "cannot open the store: %s", sqlite3_errmsg(database));
}

int main(int argc, char *argv[])
{
        struct mosquitto *client;
        sd_event *event = NULL;

        if (argc != 2 && argc != 3)
                errx(2, "usage: bare-client PORT [STORE]");
        if (argc == 3)
                open_store(argv[2]);
        (void)mosquitto_lib_init();
        client = mosquitto_new(NULL, true, NULL);
        if (!client || sd_event_new(&event) < 0)
                errx(1, "no memory");
        mosquitto_connect_callback_set(client, on_connect);
        mosquitto_message_callback_set(client, on_message);
        (void)mosquitto_int_option(client, MOSQ_OPT_TCP_NODELAY, 1);
        if (mosquitto_connect(client, "127.0.0.1", atoi(argv[1]), KEEPALIVE_SEC) != MOSQ_ERR_SUCCESS)
                errx(1, "cannot connect to the broker");
        if (sd_event_add_io(event, NULL, mosquitto_socket(client), EPOLLIN, on_socket, client) < 0)
                errx(1, "no event loop");
        return sd_event_loop(event) < 0;
}
