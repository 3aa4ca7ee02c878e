# SPDX-License-Identifier: MIT
"""The beginning of a busy week in which the daemon is killed again and again; scripts/crash has the whole of it."""

import contextlib
import pathlib
import random

import crash_week

KILLS = 25


def test_what_was_told_before_a_kill_is_there_after_it():
    seed = random.SystemRandom().getrandbits(32)
    print(f"seed {seed}")
    with crash_week.place() as directory:
        with contextlib.closing(crash_week.Week(pathlib.Path(directory), seed)) as week:
            week.live(KILLS)
            assert not week.truth.losses, week.describe_losses()
            assert week.kills == KILLS
            assert week.truth.told["prompts and notices"] > 0
            assert week.truth.told["settings"] > 0
