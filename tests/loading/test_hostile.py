"""Rules and templates of others: nothing waits for ever, nothing fills the memory."""

from __future__ import annotations

import os
import sys
import time

import pytest

from weiquan.core.model import LetterMeta
from weiquan.errors import RenderFailed
from weiquan.loading.cache import load_cached
from weiquan.loading.sealed import key_of_rules, name_of, read_sealed, write_sealed
from weiquan.loading.wording import wrong_words_in_template
from weiquan.render.letters import render_letter

posix = pytest.mark.skipif(sys.platform == "win32", reason="pipes with a name")
LONG = 200_000


@posix
@pytest.mark.parametrize("place", [
    "rules/facts.yaml", "rules/theories/more.yaml", "rules/law/more.yaml", "rules/more.yaml",
    "templates/letters/more.md.j2", "templates/parts/paid.md.j2", "rules/examples/more.yaml"])
def test_a_pipe_among_the_rules_is_not_waited_for(tiny, place):
    path = tiny.root / place
    path.unlink(missing_ok=True)
    path.parent.mkdir(exist_ok=True)
    os.mkfifo(path)
    began = time.monotonic()
    tiny.check()
    assert time.monotonic() - began < 20


@posix
@pytest.mark.parametrize("where", ["/dev/zero", "/dev/stdin"])
def test_nor_a_device(tiny, where):
    path = tiny.root / "rules" / "facts.yaml"
    path.unlink()
    path.symlink_to(where)
    assert "rules/facts.yaml:1:1 Y002" in tiny.places()


@posix
def test_nor_a_pipe_in_the_cache(tiny, tmp_path):
    folder = tmp_path / "cache"
    folder.mkdir()
    key = key_of_rules(tiny.root)
    os.mkfifo(folder / f"rules-{name_of(key)}.bin")
    assert read_sealed(folder, key) is None
    assert load_cached(tiny.root, folder).facts


def test_what_a_killed_program_left_in_the_cache_goes_after_an_hour(tmp_path):
    old, new = tmp_path / "rules-old.tmp", tmp_path / "rules-new.tmp"
    for path in (old, new):
        path.write_bytes(b"half")
    os.utime(old, (0, 0))
    write_sealed(tmp_path, "0" * 64, b"whole")
    assert not old.exists()
    assert new.exists()
    assert read_sealed(tmp_path, "0" * 64) == b"whole"


@pytest.mark.parametrize("body", [
    "{#" * LONG, "{# a #}" * LONG, "{%" * LONG, "{% if" * LONG, "{% a" * LONG, "{{" * LONG,
    "{# " + "x" * LONG], ids=lambda b: b[:7])
def test_a_long_template_takes_no_more_than_a_moment(tiny, body):
    began = time.monotonic()
    list(wrong_words_in_template(body))
    tiny.put("templates/letters/more.md.j2", "---\nid: more\n---\n" + body[:900_000])
    assert any(p.path.endswith("more.md.j2") for p in tiny.check())
    assert time.monotonic() - began < 20


@pytest.mark.parametrize("body", [
    "{{ 1 / 0 }}", "{{ 1 + 'a' }}", "{{ today.replace(year=99999) }}", "{{ 'x' * 99999999 }}",
    "{{ 9 ** 9 ** 9 }}", "{% for i in 'x' * 99999 %}{% for j in 'x' * 99999 %}{% endfor %}"
    "{% endfor %}", "{% set range = range %}{% for i in range(99999) %}{% endfor %}",
    "{{ 'x'.ljust(999999999) }}", "{{ '{:999999999}'.format(1) }}", "{{ [1][9] }}",
    "{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}", "{{ lipsum(n=999) }}",
    "{{ today | zh_date | join(1, 2, 3) }}", "{{ 'a'.b.c }}", "{{ today - 1 }}"])
def test_what_a_template_cannot_work_out_is_said_with_its_line(tmp_path, body):
    from datetime import date

    meta = LetterMeta(id="odd", title="信", name="信", to="商家", order=1)
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "odd.md.j2").write_text("---\nid: odd\n---\n\n" + body,
                                                    encoding="utf-8")
    began = time.monotonic()
    with pytest.raises(RenderFailed, match=r"模板 templates/letters/odd\.md\.j2 第 5 行 写不出来"):
        render_letter(tmp_path, "letters", meta, {"today": date(2026, 11, 22)})
    assert time.monotonic() - began < 20
