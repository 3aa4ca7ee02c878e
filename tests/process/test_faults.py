# SPDX-License-Identifier: MIT
"""Faults of broker and network, mostly once each: nothing is late, a prompt is told once, and nothing is left in memory.

scripts/faults does the same many times over, and with longer faults.
"""

import contextlib

import pytest

import faults

# In their short form these are as others are; scripts/faults has them, too.
LONG_ONLY = {"its answers dropped", "TLS certificate of another"}
SHORT = [name for name in faults.FAULTS if name not in LONG_ONLY]
# What is late on a quiet machine, or each time, is the daemon's doing.
LATENESS_TRIES = 3


@pytest.fixture
def bench(request):
    with contextlib.ExitStack() as stack:
        yield faults.Bench(faults.FAULTS[request.param], stack)


@pytest.mark.parametrize("bench", SHORT, indirect=True, ids=lambda name: f"broker {name}")
def test_nothing_is_lost_or_late_with_a(bench):
    for _ in range(LATENESS_TRIES):
        outcome = bench.run()
        assert (outcome.heard, outcome.doubles) == (1, 0)
        if outcome.lateness.is_good:
            return
        assert not outcome.lateness.is_of_quiet_machine, f"late: {outcome.lateness}"
    pytest.fail(f"late: {outcome.lateness}")


@pytest.mark.parametrize("bench", ["prompts denied"], indirect=True)
def test_a_denied_topic_is_told_once(bench):
    bench.run()
    bench.run()
    assert len([line for line in bench.broker.lines if "Denied PUBLISH" in line]) >= 2
    assert len([line for line in bench.daemon.lines if "does not let us" in line]) == 1


@pytest.mark.parametrize("bench", ["restarted"], indirect=True)
def test_restarts_leave_nothing_in_memory(bench):
    bench.run()
    before = bench.daemon.private_kb()
    for _ in range(2):
        assert bench.run().heard == 1
    assert bench.daemon.private_kb() - before <= faults.GROWTH_MAX_KB
