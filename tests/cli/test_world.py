"""What is the world's fault is not called the program's: streams, paths, days, what is asked."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from tests.cli.test_case_commands import LATER, make
from tests.daily import daily
from weiquan.cli.app import COMMANDS, main
from weiquan.cli.common import cache_folder
from weiquan.store.folder import create_case, save_case
from weiquan.wizard.streams import harmless

posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX streams")
full = pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
BLAMES = ("程序出错", "Traceback", "Exception ignored")
# Eight runs each: by day those that print much, little and nothing.
CALLS = daily((["plan", "--set", "paid=20"], ["plan", "--help"], ["rules", "table"], ["platform"],
               ["rules", "schema"], ["--version"], ["law"], ["cases"], ["explain"], ["doctor"],
               ["nosuch"], ["plan", "--facts", "-"]), 5)


def run(argv, redirected, **env):
    return subprocess.run(
        ["/bin/bash", "-c", f'"$0" -m weiquan "$@" {redirected}', sys.executable, *argv],
        check=False, capture_output=True, text=True, encoding="utf-8", errors="replace", timeout=60,
        stdin=subprocess.DEVNULL, env={**os.environ, **env})


@posix
@full
@pytest.mark.parametrize("argv", CALLS, ids=" ".join)
def test_a_stream_that_takes_nothing_is_not_the_programs_fault(argv, tmp_path):
    home = {"WEIQUAN_HOME": str(tmp_path / "案卷")}
    usual = run(argv, "", **home)
    for redirected in (">/dev/full", ">&-", "2>/dev/full", "2>&-", ">&- 2>&-", "<&-",
                       "| head -c 3; exit ${PIPESTATUS[0]}"):
        got = run(argv, redirected, **home)
        assert not any(b in got.stdout + got.stderr for b in BLAMES), (redirected, got)
        expected = 6 if redirected == ">/dev/full" and usual.stdout else usual.returncode
        assert got.returncode == expected, (redirected, got)
        if expected == 6:
            assert "磁盘满了" in got.stderr
            assert "标准输出" in got.stderr


def test_every_command_can_be_asked_about_without_an_output(capfd, monkeypatch):
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    for name in COMMANDS:
        assert main([name, "--help"]) == 0


LONG = "很" * 300
AWKWARD = (
    ["explain", ""], ["explain", "."], ["plan", "--rules", LONG, "--trust"],
    ["plan", "--templates", LONG, "--trust"], ["rules", "check", "--rules", LONG],
    ["rules", "new", "theory", "late_gift", "--rules", LONG], ["plan", "--facts", LONG],
    ["letter", "complaint_12315", "--set", "paid=20", "-o", LONG],
    ["letter", "complaint_12315", "complaint_platform", "--set", "paid=20", "-o", LONG],
    ["letter", "--phone", "--set", "paid=20", "-o", f"{LONG}/页.html"],
    ["cases", "--dir", LONG], ["show", LONG], ["import", LONG], ["batch", LONG, "--out", "x"],
    ["export", "1", "--dir", LONG], ["resume", "--dir", LONG], ["doctor", "--dir", LONG],
    *(["letter", "--all", "--set", "paid=20", "--as-of", day]
      for day in ("9999-12-31", "0001-01-01", "2200-01-01")),
    ["--install-completion", "nosuch"], ["--show-completion", "nosuch"],
)


@pytest.mark.parametrize("argv", AWKWARD, ids=lambda a: " ".join(a).replace(LONG, "LONG"))
def test_what_cannot_be_read_written_or_reckoned_has_its_sentence(weiquan, argv):
    got = weiquan(*argv)
    assert not any(b in got.out + got.err for b in BLAMES), got
    assert got.code != 1 or argv[0] == "doctor", got
    assert got.code or argv[0] in {"doctor", "cases"}, got
    words = got.err.replace("--install-completion", "").replace("--show-completion", "")
    assert "not supported" not in words


@pytest.mark.parametrize(("asked", "place"), [
    ("complete_bash", "abc"), ("complete_nosuch", "0"), ("nosuch", "0"), ("x_bash", "0")])
def test_a_wrong_call_for_completion_is_said_in_chinese(weiquan, monkeypatch, asked, place):
    monkeypatch.setenv("_WEIQUAN_COMPLETE", asked)
    monkeypatch.setenv("COMP_CWORD", place)
    monkeypatch.setenv("COMP_WORDS", "weiquan ")
    got = weiquan()
    assert got.code == 2
    assert "环境变量" in got.err


@pytest.mark.parametrize("error", [MemoryError(), OSError(5, "EIO", "某处"), OSError(13, "EACCES")])
def test_what_the_system_refuses_anywhere_is_said(weiquan, monkeypatch, error):
    def refuse(_argv):
        raise error

    monkeypatch.setattr("weiquan.cli.app._call", refuse)
    got = weiquan("plan")
    assert got.code in {2, 4, 6}
    assert "程序出错" not in got.err


def test_an_error_of_nobody_but_the_program_is_still_its_own(weiquan, monkeypatch):
    def fail(_argv):
        raise OSError("a library speaking")

    monkeypatch.setattr("weiquan.cli.app._call", fail)
    assert weiquan("plan").code == 1


# ------------------------------------------------------------ what reaches the terminal

ORDERS = "\x1b]0;owned\x07\x1b[31m\x9b2J\u202e\x7f\r"
TYPED = (
    ["plan", "--set", f"{ORDERS}=1"], ["plan", "--set", ORDERS], ["plan", "--as-of", ORDERS],
    ["plan", "--example", ORDERS], ["plan", "--set", f"platform={ORDERS}"], ["law", ORDERS],
    ["letter", "--all", "--set", "paid=1", "-f", ORDERS], ["platform", ORDERS],
    ["explain", ORDERS], ["rules", "table", ORDERS], ["rules", "schema", ORDERS],
    ["cases", "--dir", f"/{ORDERS}"], ["show", ORDERS], ["letter", ORDERS], [ORDERS],
    ["plan", "--facts", ORDERS], ["rules", "check", "--rules", ORDERS], ["plan", f"--{ORDERS}"],
    ["log", ORDERS], ["reply", ORDERS], ["tell", ORDERS], ["batch", ORDERS, "--out", ORDERS],
    ["letter", "--all", "--set", "paid=1", "-o", f"{ORDERS}/x"], ["deadline-types", ORDERS],
)


@pytest.mark.parametrize("argv", TYPED, ids=lambda a: " ".join(a).replace(ORDERS, "ORDERS"))
def test_nothing_that_was_typed_gives_orders_to_the_terminal(weiquan, argv):
    got = weiquan(*argv)
    assert not set(ORDERS) & set("\x1b\x07\x9b\u202e\x7f\r") & set(got.out + got.err), got
    assert "程序出错" not in got.err


@pytest.mark.parametrize(("name", "text"), [
    ("a.json", '{"\\u001b]0;owned\\u0007": 1}'), ("a.yaml", '"\\e[31mx": 1\n')])
def test_nor_does_a_file_of_facts(weiquan, tmp_path, name, text):
    (tmp_path / name).write_text(text, encoding="utf-8")
    got = weiquan("plan", "--facts", name)
    assert got.code == 2
    assert not {"\x1b", "\x07"} & set(got.err)


def test_lines_tabs_and_chinese_stay():
    assert harmless("一\n二\t三　四\u00a0👨\u200d👩") == "一\n二\t三　四\u00a0👨\u200d👩"


# ------------------------------------------------------------ facts in files

@pytest.mark.parametrize(("name", "text", "said"), [
    ("a.json", '{"paid": 1, "paid": 2}', "「paid」写了两次"),
    ("a.yaml", "paid: 1\npaid: 2\n", "「paid」写了两次"),
    ("a.json", '{"nosuch": null, "paid": 1}', "没有「nosuch」这一项"),
    ("a.yaml", "nosuch:\npaid: 1\n", "没有「nosuch」这一项"),
    ("a.json", '{"facts": {"paid": 1, "paid": 2}}', "「paid」写了两次"),
    ("a.json", '{"paid": "' + "9" * 1_000_001 + '"}', "没有读")])
def test_json_is_read_as_strictly_as_yaml(weiquan, tmp_path, name, text, said):
    (tmp_path / name).write_text(text, encoding="utf-8")
    got = weiquan("plan", "--facts", name)
    assert got.code == 2
    assert said in got.err


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no /dev/zero here")
def test_what_is_without_an_end_is_not_read_to_its_end(weiquan):
    assert weiquan("plan", "--facts", "/dev/zero").code == 2


def test_many_findings_are_counted_and_not_all_said(weiquan, tmp_path):
    (tmp_path / "a.json").write_text(json.dumps({f"x{i}": 1 for i in range(5000)}))
    got = weiquan("plan", "--facts", "a.json")
    assert got.code == 2
    assert len(got.err.splitlines()) == 21
    assert "另外还有 4980 处" in got.err


def test_a_wrong_value_of_a_case_can_be_replaced(weiquan, tmp_path):
    now = datetime(2026, 11, 22, 20, 0)
    with create_case(tmp_path / "案卷", now) as case:
        case.set_answer("paid", "一大笔", "wizard", now)
        save_case(case)
    got = weiquan("plan", "1", "--dir", "案卷")
    assert got.code == 2
    assert "记在案件里" in got.err
    assert weiquan("plan", "1", "--dir", "案卷", "--set", "paid=20").code == 0


def test_folders_of_the_environment_are_where_they_are_meant(weiquan, monkeypatch, tmp_path):
    monkeypatch.setenv("WEIQUAN_HOME", "")
    monkeypatch.setenv("HOME", "")
    assert weiquan("cases").code == 4
    assert weiquan("cases", "--dir", "案卷").code == 0
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("WEIQUAN_CACHE", "~/x")
    assert cache_folder() == tmp_path / "x"


# ---------------------------------------------------------------- what is pasted into a shell

@pytest.mark.parametrize("name", ["$(touch PWNED)", "a;id", "-rf"])
@pytest.mark.parametrize("argv", [
    ["cases"], ["resume"], ["show", "1"], ["now", "1"], ["undo", "1"], ["redact", "1"],
    ["export", "1", "-o", "包.zip"], ["purge", "1"], ["log", "寄回", "--case", "1"]])
def test_no_command_that_is_offered_holds_a_name_that_a_shell_would_run(weiquan, tmp_path, argv,
                                                                        name):
    folder = make(tmp_path / "案卷", LATER)
    folder.rename(folder.with_name(name))
    ran = weiquan(*argv, "--dir", tmp_path / "案卷")
    assert ran.code in (0, 2, 4), ran.err
    offered = re.findall(r"weiquan (?!$)[^\n。]*|--name[^\n。]*", ran.out + ran.err)
    assert not [line for line in offered if name in line.replace(shlex.quote(name), "")
                .replace("=-rf", "")], offered
