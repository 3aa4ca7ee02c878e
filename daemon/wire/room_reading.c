/* SPDX-License-Identifier: MIT */
#include "wire/room_reading.h"

#include <errno.h>

static char plain(char c)
{
        if (c >= 'A' && c <= 'Z')
                return (char)(c - 'A' + 'a');
        return c == '_' || c == '-' ? ' ' : c;
}

bool room_name_equal(const char *a, const char *b)
{
        for (; *a != '\0' && plain(*a) == plain(*b); a++)
                b++;
        return plain(*a) == plain(*b);
}

uint16_t room_name_find(const struct room_reader *reader, const char *name)
{
        for (uint16_t i = 0; i < reader->name_count; i++)
                if (room_name_equal(reader->names[i].name, name))
                        return reader->names[i].room;
        for (uint16_t i = 1; i < reader->room_count; i++)
                if (room_name_equal(reader->rooms[i], name))
                        return i;
        return ROOM_NONE;
}

static int judge_name(const struct room_reader *reader, const struct reading *reading, struct claim *claim)
{
        if (reading->kind != READING_TEXT)
                return -EINVAL;
        claim->room = room_name_find(reader, reading->text);
        claim->value = claim->room == ROOM_NONE ? SOURCE_VALUE_NOTHING : SOURCE_VALUE_TRUE;
        return 0;
}

static int judge_beacon(const struct room_reader *reader, const struct reading *reading,
        enum source_value before, struct claim *claim)
{
        bool is_distance =
                reading->kind == READING_NUMBER || (reading->kind == READING_TEXT && reading->is_number);
        enum source_value value = SOURCE_VALUE_TRUE;
        int r = 0;

        if (reader->when || !is_distance)
                r = match_apply(reader->when ? reader->when : reader->yes, reading, before, &value);
        if (r < 0)
                return r;
        claim->value = value;
        claim->distance = is_distance && reading->number > 0 ? reading->number : 0;
        return 0;
}

int room_reading_judge(const struct room_reader *reader, uint16_t own_room, const struct reading *reading,
        enum source_value before, struct claim *claim)
{
        claim->room = ROOM_NONE;
        claim->distance = 0;
        if (reading->kind == READING_NOTHING) {
                claim->value = SOURCE_VALUE_NOTHING;
                return 0;
        }
        return own_room == ROOM_NONE ? judge_name(reader, reading, claim)
                                     : judge_beacon(reader, reading, before, claim);
}
