"""README: what it shows is what the program prints, and what it says can be done."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from weiquan.cli.app import main

ROOT = Path(__file__).resolve().parent.parent
TEXT = (ROOT / "README.md").read_text(encoding="utf-8")
SHELL = "\n".join(re.findall(r"^```sh\n(.*?)^```", TEXT, re.M | re.S)).replace("\\\n", " ")
COMMANDS = [shlex.split(line, comments=True)[1:] for line in SHELL.splitlines()
            if line.startswith("weiquan ")]


@pytest.mark.usefixtures("rules")
def test_the_transcript_is_what_the_program_prints(capsys):
    block = re.search(r"<!-- transcript -->\n```console\n(.*?)```", TEXT, re.S)
    assert block is not None
    command, *shown = block[1].splitlines()
    assert command == "$ python3 run.py 例子"
    assert 10 < len(shown) <= 40
    assert main(["plan", "--example"]) == 0
    printed = capsys.readouterr()
    assert shown == (printed.err + printed.out).splitlines()[:len(shown)]


# Trying every condition takes most of a minute; by day tests/loading tries it on a few rules.
@pytest.mark.usefixtures("rules")
@pytest.mark.parametrize("words", [
    pytest.param(w, marks=pytest.mark.nightly) if "--deep" in w else w for w in COMMANDS],
    ids=" ".join)
def test_every_command_works(words, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(words) == 0
    printed = capsys.readouterr()
    assert printed.out or list(tmp_path.rglob("*.*")), printed.err


def test_the_commands_were_found():
    assert len(COMMANDS) > 8
    assert {w[0] for w in COMMANDS} >= {"plan", "checklist", "letter", "explain", "rules"}


def test_the_exit_codes_are_those_of_the_errors_that_are_raised():
    from weiquan import errors

    source = "".join(p.read_text(encoding="utf-8") for p in (ROOT / "weiquan").rglob("*.py"))
    raised = {k.exit_code for n, k in vars(errors).items()
              if f"raise {n}(" in source and issubclass(k, errors.WeiquanError)}
    assert len(raised) >= 4
    assert {int(n) for n in re.findall(r"^\| (\d+) \|", TEXT, re.M)} == raised | {0, 1, 130}
