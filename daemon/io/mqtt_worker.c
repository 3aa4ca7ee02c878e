/* SPDX-License-Identifier: MIT */
#include "io/mqtt_internal.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/eventfd.h>

/* Who frees a worker: whoever changes its state second. */
enum worker_state {
        WORKER_RUNNING,
        WORKER_DONE,     /* the thread has ended or is about to: the loop joins it and frees */
        WORKER_DISOWNED, /* the loop has let go: the thread frees */
};

struct mqtt_worker {
        atomic_int state;
        int fd;
        pthread_t thread;
        struct mqtt_client *client;
        int result;
        int error;
};

static struct mqtt_worker *worker_free(struct mqtt_worker *worker)
{
        if (!worker)
                return NULL;
        mqtt_client_free(worker->client);
        if (worker->fd >= 0)
                close(worker->fd);
        free(worker);
        return NULL;
}

CLEANUP_DEFINE(struct mqtt_worker *, worker_free, worker_freep)

static void *worker_run(void *userdata)
{
        struct mqtt_worker *worker = userdata;
        int running = WORKER_RUNNING;

        (void)pthread_setname_np(pthread_self(), "mqtt-connect");
        worker->result = mqtt_client_connect(worker->client);
        worker->error = errno;
        if (atomic_compare_exchange_strong(&worker->state, &running, WORKER_DONE))
                (void)eventfd_write(worker->fd, 1); /* the loop joins before it frees */
        else
                worker_free(worker);
        return NULL;
}

/* The thread must not take the signals that the loop waits for. */
static int start_thread(struct mqtt_worker *worker)
{
        sigset_t all;
        sigset_t before;
        int r;

        sigfillset(&all);
        r = pthread_sigmask(SIG_SETMASK, &all, &before);
        if (r != 0)
                return -r;
        r = pthread_create(&worker->thread, NULL, worker_run, worker);
        (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
        return -r;
}

int mqtt_worker_start(struct mqtt_client *client, struct mqtt_worker **ret_worker)
{
        CLEANUP(worker_freep) struct mqtt_worker *worker = NULL;
        int r;

        worker = calloc(1, sizeof(*worker));
        if (!worker)
                return -ENOMEM;
        worker->fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
        if (worker->fd < 0)
                return -errno;
        worker->client = client;
        r = start_thread(worker);
        if (r < 0) {
                worker->client = NULL;
                return r;
        }
        *ret_worker = TAKE_PTR(worker);
        return 0;
}

int mqtt_worker_fd(const struct mqtt_worker *worker)
{
        return worker->fd;
}

int mqtt_worker_finish(struct mqtt_worker *worker, struct mqtt_client **ret_client, int *ret_error)
{
        int result;

        (void)pthread_join(worker->thread, NULL);
        result = worker->result;
        *ret_error = worker->error;
        *ret_client = TAKE_PTR(worker->client);
        worker_free(worker);
        return result;
}

bool mqtt_worker_disown(struct mqtt_worker *worker)
{
        pthread_t thread = worker->thread; /* the thread may free the worker at once */
        int running = WORKER_RUNNING;

        if (atomic_compare_exchange_strong(&worker->state, &running, WORKER_DISOWNED)) {
                (void)pthread_detach(thread);
                return true;
        }
        (void)pthread_join(thread, NULL);
        worker_free(worker);
        return false;
}
