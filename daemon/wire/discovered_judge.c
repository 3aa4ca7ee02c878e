/* SPDX-License-Identifier: MIT */
#include "wire/discovered_inside.h"

#include "base/text.h"
#include "base/units.h"
#include "wire/device_words.h"

#include <stdio.h>
#include <string.h>

#define WORDS_SIZE 1024

/* Keys of messages and classes of Home Assistant, without case. */
static const struct {
        const char *name;
        enum property property;
} properties[] = {
        { "contact", PROPERTY_CONTACT },
        { "door", PROPERTY_CONTACT },
        { "window", PROPERTY_CONTACT },
        { "opening", PROPERTY_CONTACT },
        { "garage_door", PROPERTY_CONTACT },
        { "water_leak", PROPERTY_LEAK },
        { "moisture", PROPERTY_LEAK },
        { "occupancy", PROPERTY_OCCUPANCY },
        { "occupied", PROPERTY_OCCUPANCY },
        { "presence", PROPERTY_PRESENCE },
        { "human_presence", PROPERTY_PRESENCE },
        { "has_target", PROPERTY_PRESENCE },
        { "still_target", PROPERTY_PRESENCE },
        { "people", PROPERTY_PRESENCE },
        { "motion", PROPERTY_MOTION },
        { "moving", PROPERTY_MOTION },
        { "moving_target", PROPERTY_MOTION },
        { "vibration", PROPERTY_VIBRATION },
        { "power", PROPERTY_POWER },
        { "apower", PROPERTY_POWER },
        { "height", PROPERTY_HEIGHT },
        { "desk_height", PROPERTY_HEIGHT },
        { "distance", PROPERTY_DISTANCE },
        { "idle", PROPERTY_IDLE },
        { "idle_seconds", PROPERTY_IDLE },
        { "idle_sec", PROPERTY_IDLE },
        { "idle_s", PROPERTY_IDLE },
        { "idle_time", PROPERTY_IDLE },
        { "idletime", PROPERTY_IDLE },
        { "idle_ms", PROPERTY_IDLE },
        { "user_active", PROPERTY_ACTIVE },
        { "in_use", PROPERTY_ACTIVE },
        { "running", PROPERTY_ACTIVE },
        { "device_tracker", PROPERTY_HOME },
        { "person", PROPERTY_HOME },
        { "seat", PROPERTY_SWITCH },
        { "seat_occupied", PROPERTY_SWITCH },
        { "chair", PROPERTY_SWITCH },
        { "sitting", PROPERTY_SWITCH },
};

enum property property_of(const char *name)
{
        for (size_t i = 0; i < ELEMENTS(properties); i++)
                if (text_equal_nocase(properties[i].name, name))
                        return properties[i].property;
        return PROPERTY_MAX_;
}

enum property property_guess(const char *name, bool is_number)
{
        enum property property = property_of(name);

        if (property != PROPERTY_MAX_)
                return property;
        if (is_number && strcasestr(name, "height"))
                return PROPERTY_HEIGHT;
        if (is_number && strcasestr(name, "idle"))
                return PROPERTY_IDLE;
        if (is_number)
                return strcasestr(name, "power") ? PROPERTY_POWER : PROPERTY_MAX_;
        if (device_words_match(name, DEVICE_WORDS_RADAR))
                return PROPERTY_PRESENCE;
        if (device_words_match(name, DEVICE_WORDS_MOTION))
                return PROPERTY_MOTION;
        return strcasestr(name, "occupancy") ? PROPERTY_OCCUPANCY : PROPERTY_SWITCH;
}

/* What is thought of a finding. */
struct judgement {
        bool likely;
        enum candidate_kind kind;
        bool sure;
        const char *when; /* NULL: the finding's own, or the default */
        const char *why;
};

#define UNLIKELY ((struct judgement){ .likely = false })

/* A mat, or a switch, on what is called a chair. */
static struct judgement judge_contact(const struct finding *finding, const char *words)
{
        bool chair = device_words_match(words, DEVICE_WORDS_CHAIR);

        if (finding->is_number || (!chair && device_words_match(words, DEVICE_WORDS_ENTRANCE)))
                return UNLIKELY;
        return (struct judgement){
                .likely = true,
                .kind = CANDIDATE_SEAT,
                .sure = chair,
                .why = chair ? "its name says that it is a seat; discover --sit tells whether the match is "
                               "the right way "
                               "round"
                             : "a mat on a chair may be wired to a contact such as this",
        };
}

static struct judgement judge_seat(const char *words, bool sure, const char *why)
{
        if (!device_words_match(words, DEVICE_WORDS_CHAIR))
                return UNLIKELY;
        return (struct judgement){ .likely = true, .kind = CANDIDATE_SEAT, .sure = sure, .why = why };
}

static struct judgement judge_presence(const struct finding *finding, const char *words)
{
        bool motion = finding->property == PROPERTY_MOTION || device_words_match(words, DEVICE_WORDS_MOTION);
        bool radar = finding->property == PROPERTY_PRESENCE || device_words_match(words, DEVICE_WORDS_RADAR);
        struct judgement judgement = {
                .likely = true,
                .kind = CANDIDATE_PRESENCE,
                .sure = radar && (!motion || finding->property == PROPERTY_PRESENCE),
                .when = finding->is_number ? "> 0" : NULL,
                .why = "it sees people who sit still",
        };

        if (!motion && device_words_match(words, DEVICE_WORDS_CHAIR)) {
                judgement.kind = CANDIDATE_SEAT;
                judgement.sure = true;
                judgement.why = "its name says that it is a seat";
        } else if (!judgement.sure) {
                judgement.why = "a sensor of motion soon loses those who sit still";
        }
        return judgement;
}

static struct judgement judge_computer(const char *words, const char *when, bool sure, const char *why)
{
        if (!device_words_match(words, DEVICE_WORDS_COMPUTER))
                return UNLIKELY;
        return (struct judgement){
                .likely = true, .kind = CANDIDATE_ACTIVITY, .sure = sure, .when = when, .why = why
        };
}

/* A height above the floor, between sitting and standing. */
static struct judgement judge_desk(const struct finding *finding, const char *words)
{
        static const struct {
                const char *unit;
                const char *when;
                double lowest, highest; /* a desk's */
        } units[] = {
                { "cm", "> 95 ~ 3", 40, 150 },
                { "mm", "> 950 ~ 30", 400, 1500 },
                { "m", "> 0.95 ~ 0.03", 0.4, 1.5 },
                { "in", "> 37 ~ 1", 16, 60 },
        };
        struct judgement judgement = {
                .likely = true,
                .kind = CANDIDATE_DESK,
                .when = units[0].when,
                .why = "its name says that it is a desk; set the height above which you stand at it",
        };
        size_t i = 0;

        if (!device_words_match(words, DEVICE_WORDS_DESK) || (!finding->is_number && finding->has_value))
                return UNLIKELY;
        while (finding->unit && i < ELEMENTS(units) && strcmp(units[i].unit, finding->unit) != 0)
                i++;
        if (i == ELEMENTS(units))
                return UNLIKELY;
        judgement.when = units[i].when;
        judgement.sure = finding->property == PROPERTY_HEIGHT && (finding->unit || finding->has_value) &&
                         (!finding->has_value ||
                                 (finding->value >= units[i].lowest && finding->value <= units[i].highest));
        return judgement;
}

static struct judgement judge_idle(const struct finding *finding)
{
        const char *name = finding->property_name ? finding->property_name : "";
        const char *unit = finding->unit ? finding->unit : "";
        bool in_msec = strcmp(unit, "ms") == 0 || text_equal_nocase(name, "idle_ms");
        bool in_minutes = strcmp(unit, "min") == 0;
        bool in_sec = strcmp(unit, "s") == 0 || strstr(name, "_s");

        if (!finding->is_number)
                return UNLIKELY;
        return (struct judgement){
                .likely = true,
                .kind = CANDIDATE_ACTIVITY,
                .sure = in_msec || in_minutes || in_sec,
                .when = in_msec      ? "< 60000"
                        : in_minutes ? "< 1"
                                     : "< 60",
                .why = "it tells how long nobody has touched a computer",
        };
}

static struct judgement judge_switch(const struct finding *finding, const char *words)
{
        struct judgement judgement = judge_seat(words, true, "its name says that it is a seat");

        if (finding->is_number)
                return UNLIKELY;
        if (!judgement.likely)
                judgement = judge_computer(words, NULL, finding->property == PROPERTY_ACTIVE,
                        "it is on while somebody sits at it");
        return judgement;
}

static struct judgement judge(const struct finding *finding, const char *words)
{
        switch (finding->property) {
        case PROPERTY_CONTACT: return judge_contact(finding, words);
        case PROPERTY_LEAK: return judge_seat(words, true, "its name says that it is a seat");
        case PROPERTY_VIBRATION:
                return judge_seat(words, false, "it feels movement, and who sits still is not felt");
        case PROPERTY_OCCUPANCY:
        case PROPERTY_PRESENCE:
        case PROPERTY_MOTION: return judge_presence(finding, words);
        case PROPERTY_POWER:
                return judge_computer(words, "> 10 ~ 5", true, "it tells the power of what somebody sits at");
        case PROPERTY_HEIGHT:
        case PROPERTY_DISTANCE: return judge_desk(finding, words);
        case PROPERTY_IDLE: return judge_idle(finding);
        case PROPERTY_ACTIVE:
        case PROPERTY_SWITCH: return judge_switch(finding, words);
        case PROPERTY_HOME:
                return (struct judgement){ .likely = true,
                        .kind = CANDIDATE_HOME,
                        .when = "home",
                        .why = "it tells where somebody is; use it if it is you" };
        case PROPERTY_MAX_: break;
        }
        return UNLIKELY;
}

static void copy_room(struct candidate *candidate, const char *room)
{
        discovered_copy_shown(candidate->room, sizeof(candidate->room), room);
}

int discovered_judge(struct discovered *discovered, const struct finding *finding)
{
        struct candidate candidate = { 0 };
        char words[WORDS_SIZE];
        struct judgement judgement;
        const char *when;

        (void)snprintf(words, sizeof(words), "%s %s %s", finding->label ? finding->label : "", finding->topic,
                finding->words ? finding->words : "");
        judgement = judge(finding, words);
        if (!judgement.likely)
                return 0;
        candidate.kind = judgement.kind;
        candidate.sure = judgement.sure;
        when = finding->when ? finding->when : judgement.when;
        if (!discovered_copy_exact(candidate.topic, sizeof(candidate.topic), finding->topic) ||
                !discovered_copy_exact(
                        candidate.field, sizeof(candidate.field), finding->field ? finding->field : "") ||
                !discovered_copy_exact(candidate.when, sizeof(candidate.when), when ? when : ""))
                return 0;
        /* A family whose device has too long a name is used by its topic. */
        if (finding->via &&
                discovered_copy_exact(candidate.device, sizeof(candidate.device), finding->device))
                (void)text_copy(candidate.via, sizeof(candidate.via), finding->via);
        else if (finding->availability)
                (void)discovered_copy_exact(
                        candidate.availability, sizeof(candidate.availability), finding->availability);
        discovered_copy_shown(candidate.label, sizeof(candidate.label),
                finding->label && finding->label[0] != '\0' ? finding->label : finding->topic);
        copy_room(&candidate, finding->room);
        (void)snprintf(candidate.why, sizeof(candidate.why), "%s: %s", finding->source, judgement.why);
        return discovered_add(discovered, &candidate);
}
