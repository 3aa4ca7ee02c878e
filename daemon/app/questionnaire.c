/* SPDX-License-Identifier: MIT */
#include "app/questionnaire.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

/* "flag.emergency-", "q", "agreed-", "thing." and a number, or the name of a tag or of a thing. */
#define QUESTION_SIZE (TEXT_ID_SIZE + 16)

enum part {
        PART_EMERGENCY,
        PART_SOON,
        PART_GENERAL,
        PART_AGREED,
        PART_TAG,
        PART_THING,
        PART_MAX_,
};

static const struct {
        const char *page;
        const char *prefix; /* of the names */
        bool is_numbered;
} parts[PART_MAX_] = {
        [PART_EMERGENCY] = { "flags", "flag.emergency-", true },
        [PART_SOON] = { "flags", "flag.soon-", true },
        [PART_GENERAL] = { "general", "q", true },
        [PART_AGREED] = { "more", "agreed-", true },
        [PART_TAG] = { "more", "", false },
        [PART_THING] = { "things", "thing.", false },
};

static const struct programme *programme_of(const struct questionnaire *questionnaire, uint8_t item)
{
        int16_t programme = questionnaire->config->items[item].programme;

        return programme < 0 ? NULL : &questionnaire->config->set->programmes[programme];
}

/* What is asked, found out once for all questions. */
struct asked {
        const struct routine_config *config;
        const struct screening_answers *answers;
        const struct safety_words *words;
        uint64_t tags; /* what the person's programmes have to know */
        uint32_t things;
        bool clearance;
};

static struct asked collect_asked(const struct questionnaire *questionnaire)
{
        const struct routine_config *config = questionnaire->config;
        struct asked asked = {
                .config = config,
                .answers = routine_answers(questionnaire->routine),
                .words = programmes_safety_words(questionnaire->programmes, questionnaire->language),
        };

        for (uint8_t i = 0; i < config->item_count; i++) {
                const struct programme *programme = programme_of(questionnaire, i);

                if (!programme)
                        continue;
                asked.tags |= screening_tags_needed(config->set, programme);
                asked.things |= screening_equipment_needed(config->set, programme);
                asked.clearance |= programme->screening == PROGRAMME_SCREENING_CLEARANCE;
        }
        asked.things &= ~config->equipment_known;
        return asked;
}

/* Pain has stopped a session, and nothing was answered since. */
static bool is_flagged(const struct screening_answers *answers)
{
        return answers->answered_day == INT32_MIN &&
               (answers->red_flag || answers->general[0] != ANSWER_NONE);
}

/* The text of one question in the person's language. NULL: it is not asked. */
static const char *text_of(const struct asked *asked, enum part part, size_t i)
{
        const struct programme_set *set = asked->config->set;
        const struct screening_rules *rules = asked->config->rules;
        const struct safety_words *words = asked->words;

        switch (part) {
        case PART_EMERGENCY: return i < SCREENING_QUESTIONS_MAX ? words->red_flags_emergency[i] : NULL;
        case PART_SOON: return i < SCREENING_QUESTIONS_MAX ? words->red_flags_soon[i] : NULL;
        case PART_GENERAL: return i < rules->general_count ? words->general[i] : NULL;
        case PART_AGREED: return i < rules->clearance_count && asked->clearance ? words->clearance[i] : NULL;
        case PART_TAG:
                if (i >= set->tag_count || !(asked->tags & UINT64_C(1) << i) || rules->tag_from[i] >= 0)
                        return NULL;
                return words->tags[i];
        case PART_THING:
                if (i >= set->equipment_count || !(asked->things & UINT32_C(1) << i))
                        return NULL;
                return words->equipment[i] ? words->equipment[i] : set->equipment[i];
        case PART_MAX_: break;
        }
        return NULL;
}

static void print_name(const struct asked *asked, enum part part, size_t i, char name[static QUESTION_SIZE])
{
        const struct programme_set *set = asked->config->set;

        if (parts[part].is_numbered)
                snprintf(name, QUESTION_SIZE, "%s%zu", parts[part].prefix, i + 1);
        else
                snprintf(name, QUESTION_SIZE, "%s%s", parts[part].prefix,
                        part == PART_TAG ? set->tags[i] : set->equipment[i]);
}

static bool is_answered(const struct screening_answers *answers, enum part part, size_t i)
{
        switch (part) {
        case PART_GENERAL: return answers->general[i] != ANSWER_NONE;
        case PART_AGREED: return answers->clearance[i] != ANSWER_NONE;
        case PART_TAG: return answers->tags[i] != ANSWER_NONE;
        case PART_THING: return answers->equipment_known & UINT32_C(1) << i;
        case PART_EMERGENCY:
        case PART_SOON:
        case PART_MAX_: break;
        }
        return false;
}

struct listing {
        struct asked asked;
        int (*row)(void *userdata, const struct api_question *question);
        void *userdata;
};

static int list_text(const struct listing *listing, const char *name, const char *text)
{
        const struct api_question question = { .name = name, .text = text };

        return text ? listing->row(listing->userdata, &question) : 0;
}

static int list_texts(const struct listing *listing)
{
        const struct safety_words *words = listing->asked.words;
        const struct {
                const char *name;
                const char *text;
        } texts[] = {
                { "disclaimer", words->disclaimer_long },
                { "before", words->before_first_session },
                { "cleared", words->cleared },
                { "therapist", words->therapist },
                { "stop", words->stop_now },
                { "emergency", words->emergency },
                { "gate", listing->asked.clearance ? words->gate : NULL },
        };

        for (size_t i = 0; i < ELEMENTS(texts); i++) {
                int r = list_text(listing, texts[i].name, texts[i].text);

                if (r < 0)
                        return r;
        }
        return 0;
}

static int list_part(const struct listing *listing, enum part part)
{
        const struct asked *asked = &listing->asked;
        char name[QUESTION_SIZE];

        for (size_t i = 0; i < TAGS_MAX; i++) {
                const char *text = text_of(asked, part, i);
                struct api_question question = { .name = name, .page = parts[part].page, .text = text };
                int r;

                if (!text)
                        continue;
                print_name(asked, part, i, name);
                question.answered = is_answered(asked->answers, part, i);
                r = listing->row(listing->userdata, &question);
                if (r < 0)
                        return r;
        }
        return 0;
}

int questionnaire_list(const struct questionnaire *questionnaire,
        int (*row)(void *userdata, const struct api_question *question), void *userdata)
{
        const struct listing listing = { collect_asked(questionnaire), row, userdata };
        bool is_asked_for_flags = is_flagged(listing.asked.answers);
        int r;

        r = list_texts(&listing);
        for (enum part part = is_asked_for_flags ? 0 : PART_GENERAL; r >= 0 && part < PART_MAX_; part++)
                r = list_part(&listing, part);
        return r < 0 ? r : 0;
}

/* Which question is called @name. Return: 0; -ENOENT. */
static int find_question(const struct asked *asked, const char *name, enum part *ret_part, size_t *ret_number)
{
        char known[QUESTION_SIZE];

        for (enum part part = 0; part < PART_MAX_; part++)
                for (size_t i = 0; i < TAGS_MAX; i++) {
                        if (!text_of(asked, part, i))
                                continue;
                        print_name(asked, part, i, known);
                        if (strcmp(name, known) != 0)
                                continue;
                        *ret_part = part;
                        *ret_number = i;
                        return 0;
                }
        return -ENOENT;
}

/* What an answer sheet has besides the answers themselves. */
struct sheet {
        struct screening_answers answers;
        uint32_t general; /* questions of that page that were answered */
        bool emergency;
        bool soon;
};

static void put_answer(struct sheet *sheet, enum part part, size_t i, bool yes)
{
        enum answer answer = yes ? ANSWER_YES : ANSWER_NO;

        switch (part) {
        case PART_EMERGENCY: sheet->emergency |= yes; break;
        case PART_SOON: sheet->soon |= yes; break;
        case PART_GENERAL:
                sheet->answers.general[i] = answer;
                sheet->general |= UINT32_C(1) << i;
                break;
        case PART_AGREED: sheet->answers.clearance[i] = answer; break;
        case PART_TAG: sheet->answers.tags[i] = answer; break;
        case PART_THING:
                sheet->answers.equipment_known |= UINT32_C(1) << i;
                sheet->answers.equipment_there &= ~(UINT32_C(1) << i);
                if (yes)
                        sheet->answers.equipment_there |= UINT32_C(1) << i;
                break;
        case PART_MAX_: break;
        }
}

int questionnaire_answer(const struct questionnaire *questionnaire, const struct api_answer *answers,
        size_t count, struct screening_answers *ret_answers, const char **ret_reason)
{
        uint8_t general_count = questionnaire->config->rules->general_count;
        struct asked asked = collect_asked(questionnaire);
        struct sheet sheet = { .answers = *asked.answers };

        for (size_t i = 0; i < count; i++) {
                enum part part;
                size_t number;

                if (find_question(&asked, answers[i].name, &part, &number) < 0) {
                        *ret_reason = "There is no question of such a name; ask for the questions first.";
                        return -EINVAL;
                }
                put_answer(&sheet, part, number, answers[i].yes);
        }
        if (sheet.general != 0 && __builtin_popcount(sheet.general) != general_count) {
                *ret_reason = "The questions of the page 'general' are answered all together.";
                return -EINVAL;
        }
        if (sheet.general != 0)
                sheet.answers.answered_day = routine_day(questionnaire->routine);
        if (sheet.emergency || sheet.soon)
                screening_raise_flag(&sheet.answers, sheet.emergency);
        *ret_answers = sheet.answers;
        return 0;
}

void questionnaire_clear(const struct questionnaire *questionnaire, struct screening_answers *ret_answers)
{
        *ret_answers = *routine_answers(questionnaire->routine);
        ret_answers->cleared_day = routine_day(questionnaire->routine);
}
