/* SPDX-License-Identifier: MIT */
#include "wire/device_words.h"

#include "base/units.h"

#include <string.h>

#define WORDS_MAX 28

/* A word with "=" before it must stand alone; any other may be a part of a longer one. */
static const char *const words[DEVICE_WORDS_MAX_][WORDS_MAX] = {
        [DEVICE_WORDS_CHAIR] = { "chair", "=seat", "seat_", "=sofa", "couch", "=stool", "cushion", "stuhl",
                "sessel", "hocker", "sitzkissen", "=sitz", "=bench", "sitting", "seated" },
        [DEVICE_WORDS_DESK] = { "=desk", "deskheight", "desk_height", "standingdesk", "schreibtisch",
                "idasen", "=tisch", "linak", "flexispot", "jiecang", "loctek" },
        [DEVICE_WORDS_COMPUTER] = { "=pc", "=computer", "desktop", "laptop", "notebook", "workstation",
                "=mac", "macbook", "imac", "monitor", "=screen", "=tv", "television", "bildschirm", "rechner",
                "fernseher", "console", "playstation", "xbox" },
        [DEVICE_WORDS_WORKPLACE] = { "=desk", "office", "=study", "=work", "workplace", "workstation",
                "schreibtisch", "arbeits", "büro", "buero", "=pc", "monitor", "workroom" },
        [DEVICE_WORDS_ENTRANCE] = { "=door", "door_", "frontdoor", "backdoor", "window", "=gate", "garage",
                "fridge", "freezer", "=lid", "drawer", "mailbox", "cabinet", "cupboard", "wardrobe", "=tür",
                "haustür", "=tuer", "fenster", "briefkasten", "schrank", "schublade", "=tor" },
        [DEVICE_WORDS_RADAR] = { "radar", "mmwave", "mm-wave", "millimeter", "millimetre", "presence",
                "human", "ld2410", "ld2412", "ld2420", "ld2450", "ld1115", "=fp1", "=fp1e", "=fp2", "=fp300",
                "snzb-06", "zy-m100", "still_target", "has_target", "anwesenheit", "präsenz" },
        [DEVICE_WORDS_MOTION] = { "=pir", "motion", "moving", "bewegung", "doorbell", "camera" },
};

/* Bytes of UTF-8 beyond ASCII are letters. */
static bool is_letter(char c)
{
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (c & 0x80);
}

static bool has_word(const char *text, const char *word)
{
        bool alone = word[0] == '=';
        size_t length = strlen(word + alone);

        for (const char *at = text; (at = strcasestr(at, word + alone)); at++)
                if (!alone || ((at == text || !is_letter(at[-1])) && !is_letter(at[length])))
                        return true;
        return false;
}

bool device_words_match(const char *text, enum device_words group)
{
        for (size_t i = 0; i < WORDS_MAX && words[group][i]; i++)
                if (has_word(text, words[group][i]))
                        return true;
        return false;
}
