"""Every option and argument that reads a file says what is wrong with it, and never reads on."""

from __future__ import annotations

import io
import os
import sys
import zipfile
from functools import lru_cache
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.cli.conftest import FACTS, flags
from weiquan.cli.app import COMMANDS
from weiquan.cli.common import place_of, rules_at
from weiquan.cli.group import build_app
from weiquan.cli.inputs import LARGEST

READERS = ("--file", "--facts", "--story")
BUGS = ("程序出错", "Traceback")


@lru_cache
def readers():
    """Each command with each of its options that names a file to be read."""
    rules_at(place_of(None, None, trust=False))
    out = []
    for name in COMMANDS:
        command = build_app(COMMANDS, "", [name]).get_command(None, name)
        out += [(name, opt) for p in command.params for opt in p.opts if opt in READERS]
    return out


# What else must be given so that the file is read at all.
REST = {"explain": ["apply_intervention"], "letter": ["merchant_demand"]}


def calls(source):
    for name, option in readers():
        rest = ["不能退"] if (name, option) in {("reply", "--facts"), ("reply", "--story")} \
            else REST.get(name, [])
        yield [name, *rest, option, source]


def test_every_reader_is_known():
    found = set(readers())
    assert {("reply", "--file"), ("tell", "--file"), ("plan", "--facts"), ("letter", "--story"),
            ("explain", "--facts")} <= found
    assert len(found) > 12


@pytest.fixture
def odd(tmp_path):
    """Files that nobody means."""
    (tmp_path / "大.txt").write_bytes("很".encode() * 700_000)
    (tmp_path / "乱.txt").write_bytes(b"\xff\xfe\xff\xff\x81" * 9)
    (tmp_path / "夹").mkdir()
    names = {"大.txt": "没有读", "乱.txt": "不是", "夹": "是文件夹", "无.txt": "没有文件",
             "大.txt/里": "没有文件", "很" * 300: "读不了"}
    if Path("/dev/zero").exists():
        names["/dev/zero"] = "没有读"
    return names


def test_each_has_a_limit_and_a_sentence_for_what_is_no_file(weiquan, odd):
    for n, (source, said) in enumerate(odd.items()):
        # All of them meet the first; the rest is the same code, so a third does.
        for argv in list(calls(source))[n % 3::3 if n else 1]:
            got = weiquan(*argv)
            assert got.code == 2, (argv, got)
            assert said in got.err, (argv, got)
            assert len(got.err.strip().splitlines()) == 1, (argv, got)
            assert not any(b in got.err for b in BUGS)


def test_standard_input_has_the_same_limit(weiquan, monkeypatch):
    for argv in calls("-"):
        stream = io.BytesIO("很".encode() * 700_000)
        monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=stream, isatty=lambda: False))
        got = weiquan(*argv)
        assert (got.code, "没有读" in got.err) == (2, True), (argv, got)
        assert stream.tell() <= 1_000_001


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_words_are_read_as_chinese_systems_write_them(weiquan, tmp_path, encoding):
    (tmp_path / "话.txt").write_text("影响二次销售，不能退", encoding=encoding)
    got = weiquan("reply", "--file", "话.txt", *flags(FACTS))
    assert got.code == 0, got.err
    assert "二次销售" in got.out
    assert weiquan("tell", "--file", "话.txt").code == 0


def test_words_in_two_places_are_not_guessed_at(weiquan, tmp_path):
    (tmp_path / "话.txt").write_text("不能退", encoding="utf-8")
    for command in ("reply", "tell"):
        got = weiquan(command, "不能退", "--file", "话.txt")
        assert (got.code, "写了两处" in got.err) == (2, True)


def test_as_much_as_is_allowed_is_read(weiquan, tmp_path):
    (tmp_path / "长.txt").write_bytes(b"\n" * (LARGEST - 30) + "商家不发货".encode())
    assert weiquan("tell", "--file", "长.txt").code == 0


# ---------------------------------------------------------------- a letter that is explained

def bomb():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("word/document.xml", b" " * 60_000_000)
    return out.getvalue()


@pytest.mark.parametrize(("name", "make", "said"), [
    ("信.txt", lambda p: p.mkdir(), "读不了"),
    ("信.txt", None, "读不了"),
    ("信.docx", lambda p: p.write_bytes(bomb()), "太大"),
    ("信.txt", lambda p: p.write_bytes(b" " * 33_000_000), "没有读"),
    ("信.txt", lambda p: None, "读不了"),
])
def test_what_is_no_letter_is_not_waited_for(weiquan, tmp_path, name, make, said):
    if make is None and not hasattr(os, "mkfifo"):
        pytest.skip("no pipes with names here")
    (make or os.mkfifo)(tmp_path / name)
    got = weiquan("explain", name, *flags(FACTS))
    assert got.code in {2, 6}, got
    assert said in got.err
