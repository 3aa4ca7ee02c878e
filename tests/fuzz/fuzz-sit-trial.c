/* SPDX-License-Identifier: MIT */
/*
 * What a broker says while somebody sits down and stands up for `unslouch discover --sit`: each line of an
 * input is a topic, a tab and a payload; a line of > alone is the next step, ! before a topic a retained
 * message.
 *
 * What is found to follow can be read by the configuration.
 */
#include "fuzz/fuzz.h"

#include "base/text.h"
#include "wire/match.h"
#include "wire/sit_trial.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define MESSAGES_MAX 64

static void take(struct sit_trial *trial, struct fuzz_input *line)
{
        bool retained = line->left > 0 && *line->at == '!';
        struct fuzz_input topic_part;
        char *topic;
        char *payload;
        int r;

        if (retained)
                (void)fuzz_take_byte(line);
        topic_part = fuzz_take_part(line, '\t');
        topic = fuzz_copy_text(&topic_part);
        payload = fuzz_copy_bytes(line);
        r = sit_trial_take(trial, topic, payload, line->left, retained);
        FUZZ_CHECK(r == 0 || r == -ENOSPC);
        free(topic);
        free(payload);
}

static void check_follower(const struct sit_follower *follower)
{
        const struct candidate *candidate = &follower->candidate;
        struct field_path *path = NULL;
        struct match *match = NULL;
        const char *error;

        FUZZ_CHECK(candidate->kind == CANDIDATE_SEAT || candidate->kind == CANDIDATE_PRESENCE);
        FUZZ_CHECK(topic_is_name(candidate->topic));
        FUZZ_CHECK(text_is_utf8(candidate->label, strlen(candidate->label)));
        FUZZ_CHECK(text_is_utf8(follower->sitting, strnlen(follower->sitting, SIT_TRIAL_VALUE_SIZE)));
        FUZZ_CHECK(text_is_utf8(follower->standing, strnlen(follower->standing, SIT_TRIAL_VALUE_SIZE)));
        FUZZ_CHECK(field_path_parse(candidate->field, &path, &error) == 0);
        FUZZ_CHECK(match_parse(candidate->when[0] == '\0' ? NULL : candidate->when, &match, &error) == 0);
        field_path_free(path);
        match_free(match);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
        static struct sit_follower followers[SIT_TRIAL_FOLLOWERS_MAX];
        struct fuzz_input input = { .at = data, .left = size };
        struct sit_trial *trial = NULL;
        int steps = 1;
        size_t count;

        FUZZ_CHECK(sit_trial_new("unslouch", &trial) == 0);
        for (int i = 0; i < MESSAGES_MAX && input.left > 0; i++) {
                struct fuzz_input line = fuzz_take_part(&input, '\n');

                if (line.left != 1 || *line.at != '>')
                        take(trial, &line);
                else if (steps++ < SIT_STEP_MAX_)
                        sit_trial_next(trial);
        }
        FUZZ_CHECK(sit_trial_judge(trial, followers, &count) == 0 && count <= SIT_TRIAL_FOLLOWERS_MAX);
        for (size_t i = 0; i < count; i++) {
                check_follower(&followers[i]);
                FUZZ_CHECK(i == 0 || followers[i - 1].score >= followers[i].score);
        }
        sit_trial_free(trial);
        return 0;
}
