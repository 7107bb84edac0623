"""One writer at a time."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import filelock  # noqa: F401 (its import must not see the platform that a test pretends)
import pytest

import weiquan
from weiquan.errors import CaseError
from weiquan.store.folder import open_case, read_case, rename_case, save_case

ROOT = Path(weiquan.__file__).parents[1]
HOLDER = """
import sys
from pathlib import Path
from weiquan.store.folder import open_case
case = open_case(Path(sys.argv[1]))
print("holding", flush=True)
sys.stdin.read()
"""


def hold(folder):
    """Another program that has the case open until its input ends."""
    child = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=ROOT,
        text=True,
    )
    assert child.stdout.readline() == "holding\n"
    return child


def test_a_second_program_is_turned_away_at_once(case):
    case.close()
    child = hold(case.folder)
    with pytest.raises(CaseError, match="正在另一个窗口里使用。关掉那个窗口后再试。") as caught:
        open_case(case.folder)
    assert f"「{case.name}」" in caught.value.message
    child.communicate(timeout=60)


def test_a_case_in_use_can_still_be_read(case):
    assert read_case(case.folder).facts == case.facts


def test_a_program_that_was_killed_leaves_no_lock(case):
    case.close()
    child = hold(case.folder)
    child.kill()
    child.communicate(timeout=60)
    open_case(case.folder).close()


def test_a_second_opening_in_the_same_program_is_turned_away_too(case):
    with pytest.raises(CaseError, match="另一个窗口"):
        open_case(case.folder)


def test_a_closed_case_can_be_opened_but_no_longer_saved(case, now):
    case.close()
    case.close()
    case.set_answer("paid", "1.00", "wizard", now)
    with pytest.raises(ValueError, match="open_case"):
        save_case(case)
    open_case(case.folder).close()


def test_a_damaged_case_is_not_left_locked(case):
    case.close()
    path = case.folder / "case.json"
    good = path.read_bytes()
    path.write_bytes(b"{")
    with pytest.raises(CaseError, match="读不懂"):
        open_case(case.folder)
    path.write_bytes(good)
    open_case(case.folder).close()


def test_a_folder_that_does_not_exist_is_not_created_by_looking_for_it(home):
    with pytest.raises(CaseError, match="没有案件文件夹「走了」"):
        open_case(home / "走了")
    assert not home.exists()


@pytest.mark.parametrize("platform", ["linux", "win32"])
def test_the_lock_is_held_after_a_rename(case, now, monkeypatch, platform):
    monkeypatch.setattr(sys, "platform", platform)
    assert rename_case(case, "淘宝", "耳机")
    with pytest.raises(CaseError, match="另一个窗口"):
        open_case(case.folder)
    case.set_answer("paid", "1.00", "wizard", now)
    save_case(case)
    case.close()
    open_case(case.folder).close()


@pytest.mark.parametrize("platform", ["linux", "win32"])
def test_the_lock_is_held_after_a_rename_that_failed(case, monkeypatch, fail_call, platform):
    monkeypatch.setattr(sys, "platform", platform)
    fail_call(os, "rename", PermissionError(errno.EACCES, "x"), 1)
    assert not rename_case(case, "淘宝", "耳机")
    with pytest.raises(CaseError, match="另一个窗口"):
        open_case(case.folder)


@pytest.mark.skipif(sys.platform == "win32", reason="needs symbolic links")
def test_a_lock_that_is_a_link_is_not_followed(case, tmp_path):
    case.close()
    (case.folder / ".lock").unlink()
    (case.folder / ".lock").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(CaseError, match="链接"):
        open_case(case.folder)
    assert not (tmp_path / "elsewhere").exists()
