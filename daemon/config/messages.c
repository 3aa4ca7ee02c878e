/* SPDX-License-Identifier: MIT */
#include "config/messages.h"

#include "base/cleanup.h"
#include "config/messages_scan.h"
#include "config/problems.h"

#include <errno.h>
#include <string.h>

/* Longest "section:key-NN" of a file that has been scanned. */
#define KEY_SIZE 64

CLEANUP_DEFINE(struct catalogue *, catalogue_free, catalogue_freep)

const char *messages_directory(void)
{
        const char *directory = getenv("UNSLOUCH_MESSAGES_DIR");

        return directory && *directory != '\0' ? directory : PKGDATADIR "/messages";
}

static int add_text(struct catalogue *catalogue, const struct message_slot *slot, const char *text)
{
        enum prompt_type type = PROMPT_BREAK_DUE;

        if (slot->section == MESSAGE_SECTION_ACTIVITIES)
                return catalogue_add_activity(catalogue, text);
        if (slot->section == MESSAGE_SECTION_INTERVAL)
                return catalogue_set_note(catalogue, PROMPT_NOTE_INTERVAL, text);
        if (slot->section == MESSAGE_SECTION_NOTES)
                return catalogue_set_note(
                        catalogue, (enum prompt_note)(MESSAGE_FIRST_NOTE + slot->key), text);
        if (slot->section == MESSAGE_SECTION_ACTIONS)
                return catalogue_set_label(catalogue, message_key_name(slot->section, slot->key), text);
        if (slot->section == MESSAGE_SECTION_SESSION)
                return catalogue_set_phrase(catalogue, (enum phrase)slot->key, text);
        if (slot->section == MESSAGE_SECTION_ENTITIES)
                return catalogue_set_entity(catalogue, message_key_name(slot->section, slot->key), text);
        /* What is left are the kinds of prompt. */
        (void)message_section_type(slot->section, &type);
        if (slot->section >= MESSAGE_SECTION_STANDING)
                return catalogue_add_standing(catalogue, type, (enum catalogue_text)slot->key, text);
        return catalogue_add(catalogue, type, (enum catalogue_text)slot->key, text);
}

static int load_slot(const char *file, const struct message_slot *slot, struct config_problems *problems,
        struct catalogue *catalogue)
{
        char key[KEY_SIZE];
        int r = add_text(catalogue, slot, slot->text);

        message_slot_print(slot, key);
        if (r < 0 && r != -ENOMEM)
                problems_add(problems, file, slot->line, false,
                        "key '%s': not a text of the catalogue: an unknown placeholder, a lone brace, or "
                        "empty",
                        strchr(key, ':') + 1);
        return r == -ENOMEM ? r : 0;
}

static int load_scanned(const char *file, const struct message_scan *scan, struct config_problems *problems,
        struct catalogue *catalogue)
{
        for (size_t i = 0; i < scan->count; i++) {
                int r = load_slot(file, &scan->slots[i], problems, catalogue);

                if (r < 0)
                        return r;
        }
        return 0;
}

static int load_file(const char *file, const char *language, struct config_problems *problems,
        struct catalogue **ret_catalogue)
{
        CLEANUP(catalogue_freep) struct catalogue *catalogue = NULL;
        CLEANUP(message_scan_done) struct message_scan scan = { 0 };
        size_t errors = problems->errors;
        int r;

        r = message_scan_file(file, problems, &scan);
        if (r < 0)
                return r;
        r = catalogue_new(language, &catalogue);
        if (r < 0)
                return r == -ENOMEM ? r : -ENOENT;
        r = load_scanned(file, &scan, problems, catalogue);
        if (r < 0)
                return r;
        if (problems->errors > errors)
                return -EINVAL;
        *ret_catalogue = TAKE_PTR(catalogue);
        return 0;
}

int messages_load(const char *directory, const char *language, struct config_problems *problems,
        struct catalogue **ret_catalogue)
{
        CLEANUP_FREE char *file = NULL;

        if (strchr(language, '/'))
                return -ENOENT;
        if (asprintf(&file, "%s/%s.ini", directory, language) < 0) {
                file = NULL;
                return -ENOMEM;
        }
        return load_file(file, language, problems, ret_catalogue);
}
