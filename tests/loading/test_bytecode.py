"""Compiled templates are kept in a private folder of this state of the program, or not at all."""

from __future__ import annotations

import os
import time

import pytest

from weiquan.loading.bytecode import bytecode_folder
from weiquan.render.letters import engine_for

TEMPLATE = "---\nid: a\n---\n- {{ paid | yuan }}\n"


@pytest.fixture
def cache(tmp_path):
    path = tmp_path / "cache"
    path.mkdir(mode=0o700)
    return path


def test_a_second_run_finds_what_the_first_compiled(cache, tmp_path):
    (tmp_path / "a.md.j2").write_text(TEMPLATE, encoding="utf-8")
    texts, kept = [], []
    for _ in range(2):
        engine = engine_for(tmp_path, bytecode_folder(cache, "jinja2 3"))
        texts.append(engine.get_template("a.md.j2").render(paid="299.00"))
        kept.append(sorted((p.name, p.stat().st_mtime_ns) for p in cache.rglob("*.cache")))
    assert texts[0] == texts[1]
    assert len(kept[0]) == 1
    assert kept[0] == kept[1]


def test_a_changed_template_is_compiled_anew(cache, tmp_path):
    path = tmp_path / "a.md.j2"
    for text in ("一", "二"):
        path.write_text(text, encoding="utf-8")
        engine = engine_for(tmp_path, bytecode_folder(cache, "jinja2 3"))
        assert engine.get_template("a.md.j2").render() == text


def _unused_for(folder, seconds):
    then = time.time() - seconds
    os.utime(folder, (then, then))


def test_the_folder_of_another_state_goes_when_nobody_used_it_for_a_day(cache):
    long_ago, today = (bytecode_folder(cache, f"jinja2 {n}") for n in (3, 4))
    _unused_for(long_ago, 25 * 3600)
    _unused_for(today, 23 * 3600)
    new = bytecode_folder(cache, "jinja2 5")
    assert new not in (long_ago, today)
    assert sorted(cache.iterdir()) == sorted((today, new))


def test_a_folder_in_use_counts_as_used(cache):
    mine = bytecode_folder(cache, "jinja2 3")
    _unused_for(mine, 25 * 3600)
    assert bytecode_folder(cache, "jinja2 3") == mine
    bytecode_folder(cache, "jinja2 4")
    assert mine.is_dir()


def test_a_letter_is_written_when_the_folder_vanishes_meanwhile(cache, tmp_path):
    (tmp_path / "a.md.j2").write_text(TEMPLATE, encoding="utf-8")
    folder = bytecode_folder(cache, "jinja2 3")
    engine = engine_for(tmp_path, folder)
    folder.rmdir()
    assert engine.get_template("a.md.j2").render(paid="299.00").strip() == "- 299.00 元"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
@pytest.mark.parametrize("mode", [0o770, 0o702, 0o755])
def test_a_folder_that_others_can_open_is_not_trusted_with_code(cache, mode):
    folder = bytecode_folder(cache, "jinja2 3")
    folder.chmod(mode)
    assert bytecode_folder(cache, "jinja2 3") is None
    folder.chmod(0o700)
    cache.chmod(mode)
    assert bytecode_folder(cache, "jinja2 3") is None


@pytest.mark.skipif(not hasattr(os, "chown") or os.getuid() != 0, reason="only root can give away")
def test_a_folder_that_belongs_to_somebody_else_is_not_used(cache):
    os.chown(bytecode_folder(cache, "jinja2 3"), 65534, -1)
    assert bytecode_folder(cache, "jinja2 3") is None


def test_without_a_cache_folder_nothing_is_kept(tmp_path):
    (tmp_path / "file").write_text("x")
    assert bytecode_folder(tmp_path / "file", "jinja2 3") is None
