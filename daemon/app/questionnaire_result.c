/* SPDX-License-Identifier: MIT */
#include "app/questionnaire.h"

#include "wire/writer.h"

static const char *const causes[] = {
        [FITTING_EASIER] = "easier",
        [FITTING_ALTERNATIVE] = "alternative",
        [FITTING_STAND_IN] = "stand-in",
        [FITTING_LEFT_OUT] = "left-out",
};

static const char *exercise_name(const struct questionnaire *questionnaire, int exercise)
{
        return programmes_exercise_words(questionnaire->programmes, exercise, questionnaire->language)->name;
}

static json_t *changes_json(const struct questionnaire *questionnaire, const struct fitted_programme *fitted)
{
        json_t *array = json_array();

        for (uint8_t i = 0; i < fitted->count; i++) {
                const struct fitted_exercise *item = &fitted->items[i];
                struct writer writer;

                if (item->cause == FITTING_KEPT)
                        continue;
                writer = writer_begin();
                writer_add_text(&writer, "name", exercise_name(questionnaire, item->wanted));
                writer_add_text(&writer, "cause", causes[item->cause]);
                writer_add_text(&writer, "by",
                        item->exercise < 0 ? NULL : exercise_name(questionnaire, item->exercise));
                writer_append(&array, writer_json_end(&writer));
        }
        return array;
}

static int64_t count_left(const struct fitted_programme *fitted)
{
        int64_t count = 0;

        for (uint8_t i = 0; i < fitted->count; i++)
                count += fitted->items[i].exercise >= 0 && !fitted->items[i].is_warm_up;
        return count;
}

/* How the programme stands. What rests or is paused is free all the same, and so is what is empty. */
static const char *state_of(const struct routine_outlook *outlook)
{
        switch (outlook->held) {
        case PLAN_HOLD_QUESTIONS: return "open";
        case PLAN_HOLD_SEE_TERMINAL: return outlook->fitted.is_empty ? "free" : "held";
        case PLAN_HOLD_NONE:
        case PLAN_HOLD_REST:
        case PLAN_HOLD_PAUSED:
        case PLAN_HOLD_MAX_: break;
        }
        return "free";
}

/* The programme that suits better what holds this one; NULL. */
static const char *instead_of(const struct questionnaire *questionnaire, const struct programme *programme)
{
        const struct screening_answers *answers = routine_answers(questionnaire->routine);
        const struct screening_rules *rules = questionnaire->config->rules;
        int16_t instead = -1;

        if (screening_tags(rules, answers) & programme->not_for)
                instead = programme->use_instead;
        for (uint8_t i = 0; i < rules->general_count; i++)
                if (answers->general[i] == ANSWER_YES && rules->general_route[i] >= 0)
                        instead = rules->general_route[i];
        if (instead < 0 || &questionnaire->config->set->programmes[instead] == programme)
                return NULL;
        return programmes_words(questionnaire->programmes, instead, questionnaire->language)->name;
}

static json_t *programme_json(const struct questionnaire *questionnaire, uint8_t item)
{
        int16_t number = questionnaire->config->items[item].programme;
        const struct programme *programme = &questionnaire->config->set->programmes[number];
        struct writer writer = writer_begin();
        struct routine_outlook outlook;
        const char *state;

        if (!routine_outlook(questionnaire->routine, item, &outlook))
                outlook = (struct routine_outlook){ .held = PLAN_HOLD_NONE };
        state = state_of(&outlook);
        writer_add_text(&writer, "id", programme->id);
        writer_add_text(&writer, "name",
                programmes_words(questionnaire->programmes, number, questionnaire->language)->name);
        writer_add_text(&writer, "state", state);
        writer_add_text(&writer, "instead",
                outlook.held == PLAN_HOLD_SEE_TERMINAL ? instead_of(questionnaire, programme) : NULL);
        writer_add_json(&writer, "changes", changes_json(questionnaire, &outlook.fitted));
        writer_add_integer(&writer, "left", count_left(&outlook.fitted));
        return writer_json_end(&writer);
}

static json_t *programmes_json(const struct questionnaire *questionnaire)
{
        json_t *array = json_array();

        for (uint8_t i = 0; i < questionnaire->config->item_count; i++)
                if (questionnaire->config->items[i].programme >= 0)
                        writer_append(&array, programme_json(questionnaire, i));
        return array;
}

static void add_day(struct writer *writer, const char *key, int32_t day)
{
        char text[INSTANT_DAY_TEXT_SIZE];

        if (day == INT32_MIN) {
                writer_add_text(writer, key, NULL);
                return;
        }
        instant_print_day(day, text);
        writer_add_text(writer, key, text);
}

char *questionnaire_result(const struct questionnaire *questionnaire)
{
        const struct screening_answers *answers = routine_answers(questionnaire->routine);
        struct writer writer = writer_begin();

        add_day(&writer, "answered", answers->answered_day);
        add_day(&writer, "cleared", answers->cleared_day);
        writer_add_boolean(&writer, "flagged", answers->red_flag);
        writer_add_json(&writer, "programmes", programmes_json(questionnaire));
        return writer_text_end(&writer);
}
