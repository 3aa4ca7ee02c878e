# SPDX-License-Identifier: MIT
"""The first thing that a new user sees: the recorded day, up to the first break."""

import os
import re
import subprocess
import sys


def play(*options):
    demo = os.path.join(os.environ["top_srcdir"], "scripts/demo.py")
    command = [sys.executable, demo, "--unslouchd", os.environ["UNSLOUCHD"], "--mosquitto", os.environ["MOSQUITTO"]]
    return subprocess.run(
        command + list(options), stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=100, check=False
    )


def test_the_recorded_day_tells_of_the_first_reminder_and_the_break_after_it():
    result = play("--until", "09:09")
    assert result.returncode == 0, result.stdout + result.stderr
    expected = [
        r"^08:3\d  Anna sits down\.$",
        r"^09:0\d  A break is due",
        r"^09:0\d      the desk lamp turns warm$",
        r"^09:0\d      the speaker says: ",
        r"^09:0\d  Anna gets up\.$",
        r"^09:0\d      the desk lamp turns green$",
        r"^09:0\d      the desk lamp is as it was before$",
    ]
    told = result.stdout.splitlines()
    at = 0
    for pattern in expected:
        found = next((number for number in range(at, len(told)) if re.search(pattern, told[number])), None)
        assert found is not None, f"nothing like /{pattern}/ after line {at} of\n{result.stdout}"
        at = found + 1


def test_a_daemon_that_does_not_start_ends_the_demonstration_with_its_words(tmp_path):
    config = tmp_path / "bad.conf"
    config.write_text('broker = { host = "localhost"; port = 1883; };\npeople = ( { id = "NO GOOD"; } );\n')
    result = play("--config", str(config))
    assert result.returncode == 1
    assert "NO GOOD" in result.stderr
