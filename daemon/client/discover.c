/* SPDX-License-Identifier: MIT */
#include "base/duration.h"
#include "base/number.h"
#include "base/text.h"
#include "client/discover_inside.h"
#include "client/stanza.h"
#include "client/verbs.h"
#include "wire/discovered.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <string.h>

#define FOR_DEFAULT_USEC (30 * USEC_PER_SEC)
#define FOR_MIN_USEC     (1 * USEC_PER_SEC)
#define FOR_MAX_USEC     (1 * USEC_PER_HOUR)
#define HOST_SIZE        256
/* Topics of messages that are no discovery; the others are counted. */
#define SKIPPED_MAX 20

static const char help[] =
        "Usage: unslouch discover [OPTION]...\n"
        "Listens to the broker and prints a configuration with the chairs, radars, desks,\n"
        "computers, lamps and speakers that are likely yours, and why. What is doubtful\n"
        "is commented out. Nothing is sent, and no daemon is asked.\n"
        "\n"
        "      --broker HOST         or HOST:PORT; localhost:1883 if not given\n"
        "      --username NAME       who we are to the broker\n"
        "      --password-file FILE  has the password\n"
        "      --ca-file FILE        speak TLS, and trust this authority\n"
        "      --config FILE         take all that from this configuration instead\n"
        "      --for TIME            listen for so long, \"30 s\" if not given; Ctrl-C\n"
        "                            ends it earlier, and prints what there is\n"
        "      --sit                 ask to sit, stand and sit again, and print the\n"
        "                            topic, field and match that followed\n"
        "      --steps TIME          with --sit: go on after so long, not at Enter\n"
        "      --json                print JSON\n"
        "  -h, --help                show this help and exit\n"
        "\n"
        "Exit status: 0 done, 1 failed or nothing followed, 2 usage,\n"
        "78 bad configuration.\n";

struct discover {
        const struct discover_arguments *arguments;
        struct discovered *discovered;
        struct ear *ear;
        uint32_t skipped[SKIPPED_MAX]; /* hashes of their topics */
        size_t skipped_count;
};

/* ---- listening ---- */

/* A message of another device is told by its topic, once. */
static void tell_skipped(struct discover *discover, const char *topic)
{
        uint32_t hash = UINT32_C(2166136261);

        for (const char *at = topic; *at != '\0'; at++)
                hash = (hash ^ (unsigned char)*at) * UINT32_C(16777619);
        for (size_t i = 0; i < discover->skipped_count && i < SKIPPED_MAX; i++)
                if (discover->skipped[i] == hash)
                        return;
        if (discover->skipped_count < SKIPPED_MAX) {
                discover->skipped[discover->skipped_count++] = hash;
                fprintf(stderr, "unslouch discover: skipped, for it is no discovery message: %s\n", topic);
        } else if (discover->skipped_count == SKIPPED_MAX) {
                discover->skipped_count++;
                fputs("unslouch discover: more of them are skipped\n", stderr);
        }
}

static int on_message(void *userdata, const struct mqtt_message *message)
{
        struct discover *discover = userdata;
        int r;

        r = discovered_take(discover->discovered, message->topic, message->payload, message->payload_bytes,
                message->retain);
        if (r == -EBADMSG || r == -EFBIG)
                tell_skipped(discover, message->topic);
        return r == -ENOMEM ? r : 0;
}

static int on_up(void *userdata)
{
        struct discover *discover = userdata;
        char text[DURATION_TEXT_SIZE];

        duration_print(discover->arguments->for_usec, text);
        fprintf(stderr, "Listening to %s for %s ...\n", discover->arguments->broker->host, text);
        return ear_stop_after(discover->ear, discover->arguments->for_usec);
}

/* ---- printing ---- */

static int print_json(const struct discover *discover)
{
        json_t *list = json_array();
        bool complete = list;

        for (size_t i = 0; complete && i < discovered_count(discover->discovered); i++)
                complete = json_array_append_new(
                                   list, stanza_json(discovered_candidate(discover->discovered, i))) >= 0;
        if (complete)
                complete = json_dumpf(list, stdout, JSON_INDENT(2)) >= 0 && fputc('\n', stdout) != EOF;
        json_decref(list);
        return complete ? EXIT_STATUS_DONE : EXIT_STATUS_FAILED;
}

static int print_stanza(const struct discover *discover)
{
        size_t count = discovered_count(discover->discovered);
        CLEANUP_FREE const struct candidate **candidates = calloc(count + 1, sizeof(struct candidate *));

        if (!candidates)
                return EXIT_STATUS_FAILED;
        for (size_t i = 0; i < count; i++)
                candidates[i] = discovered_candidate(discover->discovered, i);
        stanza_print(stdout, discover->arguments->broker, candidates, count);
        if (discovered_dropped(discover->discovered) > 0)
                fprintf(stdout, "# %zu more were not looked at.\n", discovered_dropped(discover->discovered));
        return EXIT_STATUS_DONE;
}

static int print_found(const struct discover *discover)
{
        int status = discover->arguments->json ? print_json(discover) : print_stanza(discover);

        if (status == EXIT_STATUS_DONE && fflush(stdout) == 0 && !ferror(stdout))
                return EXIT_STATUS_DONE;
        fputs("unslouch discover: it cannot be printed\n", stderr);
        return EXIT_STATUS_FAILED;
}

static int listen_and_print(struct discover *discover)
{
        static const char *const filters[] = { "#" };
        const struct ear_options options = {
                .verb = "discover",
                .broker = discover->arguments->broker,
                .filters = filters,
                .filter_count = ELEMENTS(filters),
                .userdata = discover,
                .on_up = on_up,
                .on_message = on_message,
        };
        int status;

        status = ear_open(&options, &discover->ear);
        if (status == EXIT_STATUS_DONE)
                status = ear_listen(discover->ear);
        if (status != EXIT_STATUS_DONE)
                return status;
        return discovered_finish(discover->discovered) < 0 ? EXIT_STATUS_FAILED : print_found(discover);
}

static int discover_list(const struct discover_arguments *arguments)
{
        struct discover discover = { .arguments = arguments };
        int status = EXIT_STATUS_FAILED;

        if (discovered_new(arguments->base, arguments->prefix, &discover.discovered) >= 0)
                status = listen_and_print(&discover);
        ear_close(discover.ear);
        discovered_free(discover.discovered);
        return status;
}

/* ---- arguments ---- */

/* As they are written. */
struct words {
        const char *broker;
        const char *username;
        const char *password_file;
        const char *ca_file;
        const char *config_file;
        const char *time;
        const char *steps;
        bool sit;
        bool json;
};

static int refuse(const char *what, const char *word)
{
        fprintf(stderr, "unslouch discover: %s '%s'; try unslouch discover --help\n", what, word);
        return EXIT_STATUS_USAGE;
}

/* "HOST", "HOST:PORT", "[ADDRESS]:PORT" or an address of IPv6. */
static int read_broker(const char *word, char host[static HOST_SIZE], uint16_t *ret_port)
{
        const char *begin = word[0] == '[' ? word + 1 : word;
        const char *end = word[0] == '[' ? strchr(word, ']') : strrchr(word, ':');
        const char *colon = word[0] == '[' && end ? end + 1 : end;
        int64_t port = *ret_port;

        if (word[0] != '[' && end && strchr(word, ':') != end)
                end = colon = NULL;
        if ((word[0] == '[' && !end) || (colon && *colon != ':' && *colon != '\0'))
                return refuse("there is no broker", word);
        if (!end)
                end = word + strlen(word);
        if (colon && *colon == ':' && number_parse_integer(colon + 1, 1, UINT16_MAX, &port) < 0)
                return refuse("there is no port 1 to 65535 in", word);
        if (end == begin || end - begin >= HOST_SIZE || !text_is_utf8(word, strlen(word)))
                return refuse("there is no broker", word);
        memcpy(host, begin, (size_t)(end - begin));
        host[end - begin] = '\0';
        *ret_port = (uint16_t)port;
        return EXIT_STATUS_DONE;
}

static int read_time(const char *word, int64_t *ret_usec)
{
        int64_t usec;

        if (!word)
                return EXIT_STATUS_DONE;
        if (duration_parse(word, &usec) < 0 || usec < FOR_MIN_USEC || usec > FOR_MAX_USEC)
                return refuse("a time from \"1 s\" to \"1 h\" is wanted, not", word);
        *ret_usec = usec;
        return EXIT_STATUS_DONE;
}

/* All but the broker. */
static int run(
        const struct words *words, const struct broker_settings *broker, const char *base, const char *prefix)
{
        struct discover_arguments arguments = { .broker = broker,
                .base = base,
                .prefix = prefix,
                .for_usec = FOR_DEFAULT_USEC,
                .json = words->json };
        int status;

        status = read_time(words->time, &arguments.for_usec);
        if (status == EXIT_STATUS_DONE)
                status = read_time(words->steps, &arguments.step_usec);
        if (status != EXIT_STATUS_DONE)
                return status;
        return words->sit ? discover_sit(&arguments) : discover_list(&arguments);
}

static int run_with_file(const struct words *words)
{
        struct home *home = NULL;
        int status;

        if (words->broker || words->username || words->password_file || words->ca_file)
                return refuse("the broker's settings come from", words->config_file);
        status = check_load(words->config_file, stderr, &home);
        if (status != EXIT_STATUS_DONE)
                return status;
        if (home->settings->broker.host) {
                status = run(words, &home->settings->broker, home->settings->base,
                        home->settings->discovery_prefix);
        } else {
                fprintf(stderr, "unslouch discover: %s has no broker\n", words->config_file);
                status = EXIT_STATUS_CONFIG;
        }
        home_free(home);
        return status;
}

/* The file as the configuration has it, from the root on. NULL stays NULL. */
static int read_file_name(const char *word, char **ret_name)
{
        char *name = word ? realpath(word, NULL) : NULL;

        if (word && !name) {
                fprintf(stderr, "unslouch discover: %s: %s\n", word, strerror(errno));
                return EXIT_STATUS_FAILED;
        }
        *ret_name = name;
        return EXIT_STATUS_DONE;
}

static int run_with_words(const struct words *words)
{
        CLEANUP_FREE char *username = words->username ? strdup(words->username) : NULL;
        CLEANUP_FREE char *password_file = NULL;
        CLEANUP_FREE char *ca_file = NULL;
        char host[HOST_SIZE] = "localhost";
        struct broker_settings broker = {
                .host = host, .port = words->ca_file ? 8883 : 1883, .keepalive_sec = 60
        };
        int status = words->username && !username ? EXIT_STATUS_FAILED : EXIT_STATUS_DONE;

        if (status == EXIT_STATUS_DONE)
                status = read_file_name(words->password_file, &password_file);
        if (status == EXIT_STATUS_DONE)
                status = read_file_name(words->ca_file, &ca_file);
        if (status == EXIT_STATUS_DONE && words->broker)
                status = read_broker(words->broker, host, &broker.port);
        broker.username = username;
        broker.password_file = password_file;
        broker.tls = ca_file;
        broker.ca_file = ca_file;
        return status == EXIT_STATUS_DONE ? run(words, &broker, "unslouch", "homeassistant") : status;
}

/* Return: an exit status; -1 if help was printed. */
static int take_option(struct words *words, int option)
{
        switch (option) {
        case 'b': words->broker = optarg; break;
        case 'u': words->username = optarg; break;
        case 'w': words->password_file = optarg; break;
        case 'a': words->ca_file = optarg; break;
        case 'c': words->config_file = optarg; break;
        case 'f': words->time = optarg; break;
        case 't': words->steps = optarg; break;
        case 's': words->sit = true; break;
        case 'j': words->json = true; break;
        case 'h': return fputs(help, stdout) < 0 || fflush(stdout) != 0 ? EXIT_STATUS_FAILED : -1;
        default: return EXIT_STATUS_USAGE;
        }
        return EXIT_STATUS_DONE;
}

static int read_words(int argc, char *argv[], struct words *words)
{
        static const struct option options[] = {
                { "broker", required_argument, NULL, 'b' },
                { "username", required_argument, NULL, 'u' },
                { "password-file", required_argument, NULL, 'w' },
                { "ca-file", required_argument, NULL, 'a' },
                { "config", required_argument, NULL, 'c' },
                { "for", required_argument, NULL, 'f' },
                { "steps", required_argument, NULL, 't' },
                { "sit", no_argument, NULL, 's' },
                { "json", no_argument, NULL, 'j' },
                { "help", no_argument, NULL, 'h' },
                { NULL, 0, NULL, 0 },
        };
        int option;

        while ((option = getopt_long(argc, argv, "h", options, NULL)) != -1) {
                int status = take_option(words, option);

                if (status != EXIT_STATUS_DONE)
                        return status;
        }
        if (optind < argc)
                return refuse("too much:", argv[optind]);
        if (words->steps && !words->sit)
                return refuse("--steps goes with --sit only:", words->steps);
        return EXIT_STATUS_DONE;
}

int verb_discover(int argc, char *argv[])
{
        struct words words = { 0 };
        int status = read_words(argc, argv, &words);

        if (status != EXIT_STATUS_DONE)
                return status < 0 ? EXIT_STATUS_DONE : status;
        return words.config_file ? run_with_file(&words) : run_with_words(&words);
}
