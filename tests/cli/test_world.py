"""What is the world's fault is not called the program's: streams, paths, days, what is asked."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from weiquan.cli.app import COMMANDS, main
from weiquan.wizard.streams import harmless

posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX streams")
full = pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full here")  # noqa: PTH110
BLAMES = ("程序出错", "Traceback", "Exception ignored")
CALLS = (["--version"], ["plan", "--help"], ["plan", "--set", "paid=20"], ["rules", "table"],
         ["platform"], ["rules", "schema"], ["law"], ["cases"], ["doctor"], ["explain"],
         ["nosuch"], ["plan", "--facts", "-"])


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
