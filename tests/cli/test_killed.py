"""Killed at every change on disk and at any moment: nothing promised is lost, nothing half stays.

The work is done by killing.py in a process of its own, because it forks.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and SIGKILL")
ROOT = Path(__file__).parents[2]
# Deaths that there must have been, lest the test look at nothing.
EVERY_STEP = {"answering": 30, "lettering": 25, "batch": 10, "commands": 60}
RANDOM = {"answering": 80, "lettering": 70, "batch": 50}


def deaths(tmp_path, *words):
    ran = subprocess.run(
        [sys.executable, "-m", "tests.cli.killing", str(tmp_path), *map(str, words)], cwd=ROOT,
        capture_output=True, text=True, encoding="utf-8", check=False, timeout=3000,
        env={**os.environ, "PYTHONPATH": str(ROOT)})
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


@pytest.mark.parametrize(("action", "stride"), [("answering", 3), ("lettering", 6), ("batch", 5)])
def test_killed_at_some_steps_nothing_is_lost(tmp_path, action, stride):
    seen = deaths(tmp_path, action, "at-every-step", stride)
    assert seen["wrong"] == []
    assert seen["deaths"] >= EVERY_STEP[action] // stride


@pytest.mark.nightly
@pytest.mark.parametrize("action", EVERY_STEP)
def test_killed_at_every_step_nothing_is_lost(tmp_path, action):
    seen = deaths(tmp_path, action, "at-every-step")
    assert seen["wrong"] == []
    assert seen["deaths"] >= EVERY_STEP[action]


@pytest.mark.nightly
@pytest.mark.parametrize("action", RANDOM)
def test_killed_at_two_hundred_random_moments_nothing_is_lost(tmp_path, action):
    seen = deaths(tmp_path, action, "at-random", RANDOM[action], 7)
    assert seen["wrong"] == []
    assert seen["deaths"] == RANDOM[action]
    assert seen["promised"] > 0 or action == "batch"
