"""Saving: whole or not at all, private, and honest about what the system refuses."""

from __future__ import annotations

import errno
import json
import os
import random
import shutil
import signal
import stat
import subprocess
import sys
import textwrap
import time
import zipfile
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import weiquan
from weiquan.errors import CaseError
from weiquan.store.case import Answer, Case, Letter, Past
from weiquan.store.folder import (
    create_case,
    evidence_folder,
    open_case,
    read_case,
    rename_case,
    save_case,
    write_readme,
)
from weiquan.store.parse import dump, parse

ROOT = Path(weiquan.__file__).parents[1]
posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX modes and signals")


def snapshot(folder):
    """Every file of a folder but the backup, with its bytes."""
    return {
        p.relative_to(folder).as_posix(): p.read_bytes()
        for p in folder.rglob("*")
        if p.is_file() and p.name != "case.json.bak"
    }


def spawn(code, *args):
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(code), *map(str, args)],
        stdout=subprocess.PIPE,
        cwd=ROOT,
        text=True,
        encoding="utf-8",
    )


# ------------------------------------------------------------ what is stored

texts = st.text(st.characters(exclude_categories=["Cs"]))
moments = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1)).map(
    lambda d: d.replace(microsecond=0)
)
values = st.one_of(
    st.booleans(), st.integers(), texts, st.lists(texts, max_size=3), st.just({"unsure": True})
)
answers = st.builds(
    Answer, values, st.sampled_from(["wizard", "flag", "file", "platform"]), moments, st.just({})
)


@given(
    facts=st.dictionaries(texts, answers, max_size=4),
    asked=st.lists(texts, max_size=3),
    history=st.lists(st.builds(Past, texts, values, moments, st.just({})), max_size=2),
    at=moments,
)
def test_whatever_was_answered_comes_back(facts, asked, history, at):
    letter = Letter("merchant_demand", "docx", "文书/01-催告函.docx", at, "ab" * 32)
    case = Case(
        folder=Path("x"), id="1", created=at, updated=at, facts=facts, asked=asked,
        history=history, letters=[letter], exhibits=asked, finished=True,
    )  # fmt: skip
    assert parse(dump(case), Path("x")) == case


def test_a_saved_case_is_opened_as_it_was(case):
    case.close()
    with open_case(case.folder) as opened:
        assert opened == case


def test_control_characters_are_escaped_in_the_file(case, now):
    case.set_answer("product", "耳机\x00\x1b[2J🎧", "wizard", now)
    save_case(case)
    raw = (case.folder / "case.json").read_bytes()
    assert b"\x1b" not in raw
    assert b"\x00" not in raw
    assert "🎧" in raw.decode("utf-8")


def test_the_version_before_is_kept(case, now):
    before = (case.folder / "case.json").read_bytes()
    case.set_answer("paid", "199.00", "wizard", now)
    save_case(case)
    assert (case.folder / "case.json.bak").read_bytes() == before


def test_saving_the_same_again_keeps_the_backup(case):
    before = (case.folder / "case.json.bak").read_bytes()
    save_case(case)
    assert (case.folder / "case.json.bak").read_bytes() == before


def test_a_case_survives_being_zipped_and_unpacked_elsewhere(case, tmp_path):
    write_readme(case)
    case.close()
    archive = shutil.make_archive(str(tmp_path / "a"), "zip", case.folder.parent)
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(tmp_path / "elsewhere")
    with open_case(tmp_path / "elsewhere" / case.name) as opened:
        assert opened.facts == case.facts


@posix
def test_only_the_owner_can_read_a_case(case):
    write_readme(case)
    evidence_folder(case)
    paths = [case.folder.parent, case.folder, *case.folder.rglob("*")]
    assert len(paths) == 7  # home, case, .lock, case.json, its backup, 说明.txt, 证据
    for path in paths:
        mode = stat.S_IMODE(path.stat().st_mode)
        assert mode == (0o700 if path.is_dir() else 0o600), path


def test_a_case_that_is_only_read_cannot_be_saved(case):
    with pytest.raises(ValueError, match="open_case"):
        save_case(read_case(case.folder))


def test_a_change_made_by_hand_meanwhile_is_not_written_over(case, now):
    path = case.folder / "case.json"
    edited = path.read_bytes().replace(b"299.00", b"199.00")
    path.write_bytes(edited)
    case.set_answer("received", True, "wizard", now)
    with pytest.raises(CaseError, match="被别的程序改过"):
        save_case(case)
    assert path.read_bytes() == edited


# ------------------------------------------------------------ what goes wrong

STEPS = [("open", 1), ("open", 2), ("fsync", 1), ("replace", 1), ("open", 4), ("fsync", 3),
         ("replace", 2)]


@posix  # the numbers in STEPS count the syncs of the folder
@pytest.mark.parametrize(("call", "nth"), STEPS)
@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (errno.ENOSPC, "磁盘满了"),
        (errno.EACCES, "没有权限"),
        (errno.EROFS, "只读"),
        (errno.EIO, "磁盘读写出错"),
        (errno.ENAMETOOLONG, "路径太长"),
        (errno.ENOTSUP, "网盘"),
        (errno.ENOLCK, "网盘"),
        (errno.ENXIO, f"编号 {errno.ENXIO}"),
    ],
)
def test_a_step_of_saving_that_fails_leaves_the_stored_case(
    case, now, fail_call, call, nth, code, reason
):
    before = snapshot(case.folder)
    case.set_answer("paid", "199.00", "wizard", now)
    calls = fail_call(os, call, OSError(code, "x"), nth)
    with pytest.raises(CaseError) as caught:
        save_case(case)
    assert len(calls) >= nth
    assert snapshot(case.folder) == before
    assert reason in caught.value.message
    assert "没有改动" in caught.value.message


@posix  # the numbers in STEPS count the syncs of the folder
@pytest.mark.parametrize(("call", "nth"), STEPS)
def test_after_a_failed_save_the_next_one_saves_everything(case, now, fail_call, call, nth):
    case.set_answer("paid", "199.00", "wizard", now)
    fail_call(os, call, OSError(errno.ENOSPC, "x"), nth)
    with pytest.raises(CaseError):
        save_case(case)
    save_case(case)
    assert read_case(case.folder).facts["paid"].value == "199.00"


@posix
@pytest.mark.parametrize(("call", "nth", "calls_in_all"), [
    ("open", 3, 5), ("open", 5, 5), ("fsync", 2, 4), ("fsync", 4, 4)])
def test_a_folder_that_cannot_be_synced_does_not_stop_a_save(
    case, now, fail_call, call, nth, calls_in_all
):
    case.set_answer("paid", "199.00", "wizard", now)
    calls = fail_call(os, call, OSError(errno.EINVAL, "x"), nth)
    save_case(case)
    assert len(calls) == calls_in_all
    assert read_case(case.folder).facts["paid"].value == "199.00"


@posix
def test_a_write_that_the_system_cuts_short_leaves_the_stored_case(case):
    case.close()
    before = snapshot(case.folder)
    child = spawn(
        """
        import resource, sys
        from datetime import datetime
        from pathlib import Path
        from weiquan.errors import CaseError
        from weiquan.store.folder import open_case, save_case
        case = open_case(Path(sys.argv[1]))
        case.set_answer("loss", "很长" * 5000, "wizard", datetime(2026, 11, 22))
        resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))
        try:
            save_case(case)
        except CaseError as error:
            print(error.message)
        """,
        case.folder,
    )
    out, _ = child.communicate(timeout=60)
    assert "磁盘满了" in out
    assert snapshot(case.folder) == before


@pytest.mark.parametrize("nth", [2, 4])
def test_stopping_in_the_middle_of_a_save_does_not_stop_the_next(case, now, fail_call, nth):
    case.set_answer("paid", "199.00", "wizard", now)
    fail_call(os, "fsync", KeyboardInterrupt(), nth)
    with pytest.raises(KeyboardInterrupt):
        save_case(case)
    case.set_answer("paid", "99.00", "wizard", now)
    save_case(case)
    assert read_case(case.folder).facts["paid"].value == "99.00"


@pytest.mark.parametrize(
    ("module", "call"), [(os, "mkdir"), (os, "open"), (os, "fsync"), (os, "replace")]
)
def test_a_case_that_cannot_be_created_leaves_nothing(home, now, fail_call, module, call):
    home.mkdir()
    fail_call(module, call, OSError(errno.ENOSPC, "x"), 1)
    with pytest.raises(CaseError, match="磁盘满了"):
        create_case(home, now)
    assert list(home.iterdir()) == []


def test_a_home_below_a_file_is_refused(tmp_path, now):
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(CaseError, match="不是文件夹"):
        create_case(tmp_path / "file", now)
    with pytest.raises(CaseError, match="不是文件夹"):
        create_case(tmp_path / "file" / "below", now)


def test_a_path_that_is_too_long_is_refused(tmp_path, now):
    with pytest.raises(CaseError, match="路径太长"):
        create_case(tmp_path / ("长" * 100), now)


def test_an_unreadable_case_file_is_refused_in_words(case, monkeypatch):
    def denied(path, *_):
        raise PermissionError(errno.EACCES, "x", str(path))

    monkeypatch.setattr(os, "open", denied)
    with pytest.raises(CaseError, match="没有权限"):
        read_case(case.folder)


def test_a_readme_that_cannot_be_written_leaves_the_old_one(case, fail_call):
    write_readme(case, "旧的")
    fail_call(os, "replace", OSError(errno.ENOSPC, "x"), 1)
    with pytest.raises(CaseError, match="磁盘满了"):
        write_readme(case, "新的")
    assert (case.folder / "说明.txt").read_text(encoding="utf-8") == "旧的"


WRITER = """
import sys
from datetime import datetime
from pathlib import Path
from weiquan.store.folder import open_case, save_case
case = open_case(Path(sys.argv[1]))
print("ready", flush=True)
for n in range(10**9):
    case.set_answer("n", n, "wizard", datetime(2026, 11, 22))
    case.set_answer("text", str(n) * 2000, "wizard", datetime(2026, 11, 22))
    case.history.clear()
    save_case(case)
"""


@posix
def test_a_program_killed_while_saving_leaves_a_whole_case(case):
    case.close()
    rng = random.Random(7)
    seen = set()
    for _ in range(6):
        child = spawn(WRITER, case.folder)
        assert child.stdout.readline() == "ready\n"
        time.sleep(rng.uniform(0.02, 0.12))
        child.send_signal(signal.SIGKILL)
        child.communicate(timeout=60)
        with open_case(case.folder) as opened:
            seen.add(opened.facts["n"].value)
            assert opened.facts["text"].value == str(opened.facts["n"].value) * 2000
        json.loads((case.folder / "case.json.bak").read_bytes())
    assert len(seen) > 1
    assert list(case.folder.glob("*tmp*")) == []


def test_what_a_killed_program_left_half_written_is_removed(case):
    case.close()
    leftover = case.folder / ".0123456789ab.weiquan-tmp"
    leftover.write_bytes(b"{")
    open_case(case.folder).close()
    assert not leftover.exists()


# ------------------------------------------------------------ names


def test_the_folder_is_renamed_once_platform_and_product_are_known(home, now):
    with create_case(home, now) as case:
        assert case.name == "2026-11-22-未命名"
        assert rename_case(case, "抖音", "降噪耳机")
        case.set_answer("product", "降噪耳机", "wizard", now)
        save_case(case)
    assert [p.name for p in home.iterdir()] == ["2026-11-22-抖音-降噪耳机"]
    assert read_case(home / "2026-11-22-抖音-降噪耳机").facts["product"].value == "降噪耳机"


def test_a_case_never_moves_onto_another(home, now):
    with create_case(home, now, platform="抖音", product="耳机") as first:
        first.set_answer("paid", "1.00", "wizard", now)
        save_case(first)
    with create_case(home, now) as second:
        assert rename_case(second, "抖音", "耳机")
        assert second.name == "2026-11-22-抖音-耳机-2"
        assert not rename_case(second, "抖音", "耳机")
    assert read_case(first.folder).facts["paid"].value == "1.00"


def test_two_cases_of_one_day_get_names_of_their_own(home, now):
    names = []
    for _ in range(3):
        with create_case(home, now, platform="抖音", product="耳机") as case:
            names.append(case.name)
    assert names == ["2026-11-22-抖音-耳机" + n for n in ("", "-2", "-3")]


def test_a_folder_that_cannot_be_renamed_stays_and_can_be_saved(case, now, fail_call):
    old = case.folder
    fail_call(os, "rename", PermissionError(errno.EACCES, "x"), 1)
    assert not rename_case(case, "淘宝", "耳机")
    case.set_answer("paid", "199.00", "wizard", now)
    save_case(case)
    assert case.folder == old
    assert read_case(old).facts["paid"].value == "199.00"
