"""CONTRIBUTING: its example is made, checked, asked about and tested as it says."""

from __future__ import annotations

import re
import shlex
import shutil
from datetime import date, datetime
from pathlib import Path

import pytest
import yaml

from tests.test_theories import CHECKS, _check
from tests.yaml_files import texts_in
from weiquan.cli.app import main
from weiquan.cli.gather import gather
from weiquan.core.judging.assess import assess
from weiquan.core.language.reading import read_condition
from weiquan.loading.loader import check_rules

ROOT = Path(__file__).resolve().parent.parent
TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
FILES = dict(re.findall(r"<!-- file: (\S+) -->\n```yaml\n(.*?)```", TEXT, re.S))
COMMANDS = [shlex.split(line)[2:] for block in re.findall(r"^```sh\n(.*?)^```", TEXT, re.M | re.S)
            for line in block.splitlines()]
ASKING = [c for c in COMMANDS if c[0] in {"law", "plan", "explain"}]


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A copy of the rules and templates with the example in it."""
    place = tmp_path_factory.mktemp("contributing")
    for part in ("rules", "templates"):
        shutil.copytree(ROOT / part, place / part)
    for name, text in FILES.items():
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_text(text, encoding="utf-8")
    return place


@pytest.fixture(scope="module")
def checked(home):
    """The rules with the example, read once, and what is found in them."""
    return check_rules(home / "rules", home / "templates", date(2026, 11, 22))


def test_the_example_has_no_findings(checked):
    rules, problems = checked
    assert rules is not None
    assert [str(p) for p in problems if p.level == "error" or "wrong_color" in p.path] == []


def test_the_stories_of_the_example_come_out(home, checked):
    rules, _ = checked
    stories = texts_in(home / "tests/theories/wrong_color.yaml")["stories"]
    assert len(stories) == 3
    for story in stories:
        now = datetime.fromisoformat(story["as_of"])
        result = assess(rules, gather(rules, now, case=story["facts"]), now)
        assert not [w for key, want in story["expect"].items() for w in _check(result, key, want)]


def test_the_file_that_rules_new_makes_is_the_one_that_the_page_fills_in(tmp_path):
    [command] = [c for c in COMMANDS if c[:2] == ["rules", "new"]]
    shutil.copytree(ROOT / "rules", tmp_path / "rules",  # an author may have made the example
                    ignore=shutil.ignore_patterns("wrong_color.yaml"))
    assert main([*command, "--rules", str(tmp_path / "rules")]) == 0
    made = tmp_path / "rules/theories/wrong_color.yaml"
    filled = yaml.safe_load(FILES["rules/theories/wrong_color.yaml"])
    assert set(filled) <= set(yaml.safe_load(made.read_text(encoding="utf-8")))


@pytest.mark.parametrize("command", [
    *ASKING[:1], *(pytest.param(c, marks=pytest.mark.nightly) for c in ASKING[1:])], ids=" ".join)
def test_what_the_page_asks_is_answered(home, checked, command, monkeypatch, capsys):
    monkeypatch.chdir(home)
    monkeypatch.setattr("weiquan.loading.loader.load_rules",
                        lambda root: {home: checked[0]}[root])
    more = ["--rules", "rules", "--templates", "templates", "--trust"]
    assert main([*command, *more]) == 0, capsys.readouterr().err
    assert capsys.readouterr().out


def test_every_command_of_the_page_is_there():
    assert {c[0] for c in COMMANDS} == {"例子", "rules", "law", "plan", "explain", "测试"}
    assert {c[1] for c in COMMANDS if c[0] == "rules"} == {"check", "new", "schema", "table"}


def test_the_conditions_of_the_page_can_be_read(rules):
    [block] = re.findall(r"```yaml\n(when:.*?)```", TEXT, re.S)
    condition = yaml.safe_load(block)["when"]
    assert read_condition(condition)
    facts = {k for item in condition["all"] for k in item} - {"all", "any", "not", "is", "known"}
    assert len(facts) >= 4
    assert facts <= set(rules.specs)
    assert "platform_said_no" in rules.conditions


def test_the_page_names_what_the_stories_of_a_theory_can_expect():
    [line] = [x for x in TEXT.splitlines() if x.startswith("`expect` 里能写的")]
    names = set(re.findall(r"`([a-z_]+)`", line.partition("整个案子")[0])) - {"expect"}
    assert names == set(CHECKS)
