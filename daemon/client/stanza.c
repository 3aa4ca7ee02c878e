/* SPDX-License-Identifier: MIT */
#include "client/stanza.h"

#include <string.h>

static void put_text(FILE *stream, const char *name, const char *text)
{
        fprintf(stream, " %s = \"", name);
        for (; *text != '\0'; text++) {
                if (*text == '"' || *text == '\\')
                        fputc('\\', stream);
                fputc(*text, stream);
        }
        fputs("\";", stream);
}

static void put_known(FILE *stream, const char *name, const char *text)
{
        if (text[0] != '\0')
                put_text(stream, name, text);
}

static bool is_channel(const struct candidate *candidate)
{
        return candidate->kind == CANDIDATE_LIGHT || candidate->kind == CANDIDATE_SPEECH;
}

/* Speakers have no topic of their own, and of a light only ha-json is known by it. */
static bool has_topic(const struct candidate *candidate)
{
        if (is_channel(candidate))
                return strcmp(candidate->via, "ha-json") == 0;
        return candidate->via[0] == '\0';
}

void stanza_print_entry(FILE *stream, const struct candidate *candidate)
{
        fputc('{', stream);
        put_text(stream, "name", candidate->name);
        put_text(stream, "kind", candidate_kind_names[candidate->kind]);
        put_known(stream, "via", candidate->via);
        put_known(stream, "device", candidate->device);
        if (has_topic(candidate))
                put_text(stream, "topic", candidate->topic);
        if (!is_channel(candidate) && (candidate->field[0] != '\0' || candidate->via[0] != '\0'))
                put_text(stream, "field", candidate->field);
        put_known(stream, "when", candidate->when);
        if (candidate->covers_seat)
                put_text(stream, "covers", "seat");
        put_known(stream, "availability", candidate->availability);
        for (size_t i = 0; i < CANDIDATE_EXTRAS_MAX && candidate->extras[i].name; i++)
                put_text(stream, candidate->extras[i].name, candidate->extras[i].value);
        put_known(stream, "room", candidate->room);
        fputs(" }", stream);
}

static void print_why(FILE *stream, const struct candidate *candidate, const char *indent)
{
        fprintf(stream, "%s# %s (%s): %s.\n", indent, candidate->label, candidate_kind_names[candidate->kind],
                candidate->why);
        if (candidate->unretained)
                fprintf(stream,
                        "%s# Nothing of it is retained: set retain for this device in zigbee2mqtt, so that a "
                        "restart "
                        "knows who sits.\n",
                        indent);
}

/* A list being printed. It has a comma between two of its entries and none behind the last. */
struct list {
        FILE *stream;
        const char *indent;
        bool has_entry;
};

static void print_row(struct list *list, const struct candidate *candidate)
{
        print_why(list->stream, candidate, list->indent);
        fprintf(list->stream, "%s%s%s", list->indent, candidate->sure ? "" : "# ",
                list->has_entry ? ", " : "");
        stanza_print_entry(list->stream, candidate);
        fputc('\n', list->stream);
        list->has_entry |= candidate->sure;
}

/* Of each kind the first few. */
static void print_doubtful(
        struct list *list, const struct candidate *const *candidates, size_t count, bool channels)
{
        size_t shown[CANDIDATE_KIND_MAX_] = { 0 };
        size_t hidden = 0;

        for (size_t i = 0; i < count; i++) {
                if (is_channel(candidates[i]) != channels || candidates[i]->sure)
                        continue;
                if (shown[candidates[i]->kind]++ < STANZA_DOUBTFUL_MAX)
                        print_row(list, candidates[i]);
                else
                        hidden++;
        }
        if (hidden > 0)
                fprintf(list->stream, "%s# and %zu more that are less likely; --json has them all.\n",
                        list->indent, hidden);
}

/* The sure ones, then the others, of sensors or of channels. */
static void print_list(
        struct list *list, const struct candidate *const *candidates, size_t count, bool channels)
{
        for (size_t i = 0; i < count; i++)
                if (is_channel(candidates[i]) == channels && candidates[i]->sure)
                        print_row(list, candidates[i]);
        print_doubtful(list, candidates, count, channels);
}

static void print_tls(FILE *stream, const struct broker_settings *broker)
{
        if (!broker->tls)
                return;
        fputs(" tls = {", stream);
        put_known(stream, "ca_file", broker->ca_file ? broker->ca_file : "");
        put_known(stream, "cert_file", broker->cert_file ? broker->cert_file : "");
        put_known(stream, "key_file", broker->key_file ? broker->key_file : "");
        fputs(" };", stream);
}

static void print_broker(FILE *stream, const struct broker_settings *broker)
{
        fputs("broker = {", stream);
        put_text(stream, "host", broker->host);
        fprintf(stream, " port = %u;", (unsigned)broker->port);
        put_known(stream, "username", broker->username ? broker->username : "");
        put_known(stream, "password_file", broker->password_file ? broker->password_file : "");
        print_tls(stream, broker);
        fputs(" };\n", stream);
}

void stanza_print(FILE *stream, const struct broker_settings *broker,
        const struct candidate *const *candidates, size_t count)
{
        fputs("# What unslouch discover has found. What is doubtful is commented out: look at it, and take "
              "the # away\n"
              "# from what is yours. unslouch check tells what is wrong with the file, if anything is.\n",
                stream);
        print_broker(stream, broker);
        fputs("people = (\n"
              "  { id = \"me\"; name = \"Me\"; # the id is a part of topics: a-z, 0-9, _ and -\n"
              "    sensors = (\n",
                stream);
        print_list(&(struct list){ .stream = stream, .indent = "      " }, candidates, count, false);
        fputs("    );\n"
              "  }\n"
              ");\n"
              "channels = (\n",
                stream);
        print_list(&(struct list){ .stream = stream, .indent = "  " }, candidates, count, true);
        fputs(");\n", stream);
}

/* An empty text is null. */
static json_t *text_or_null(const char *text)
{
        return text[0] != '\0' ? json_string(text) : json_null();
}

/* Adds the settings that only some have. Return: whether there was memory. */
static bool add_extras(json_t *object, const struct candidate *candidate)
{
        for (size_t i = 0; i < CANDIDATE_EXTRAS_MAX && candidate->extras[i].name; i++)
                if (json_object_set_new(
                            object, candidate->extras[i].name, json_string(candidate->extras[i].value)) < 0)
                        return false;
        return true;
}

json_t *stanza_json(const struct candidate *candidate)
{
        json_t *object = json_pack("{s:s,s:s,s:b,s:o,s:o,s:o,s:o,s:o,s:s,s:o,s:o,s:o,s:b,s:b}", "kind",
                candidate_kind_names[candidate->kind], "name", candidate->name, "sure", (int)candidate->sure,
                "label", text_or_null(candidate->label), "why", text_or_null(candidate->why), "via",
                text_or_null(candidate->via), "device", text_or_null(candidate->device), "topic",
                text_or_null(candidate->topic), "field", candidate->field, "when",
                text_or_null(candidate->when), "room", text_or_null(candidate->room), "availability",
                text_or_null(candidate->availability), "covers_seat", (int)candidate->covers_seat,
                "advise_retain", (int)candidate->unretained);

        if (object && add_extras(object, candidate))
                return object;
        json_decref(object);
        return NULL;
}
