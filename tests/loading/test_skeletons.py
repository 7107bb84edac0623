"""weiquan rules new: a commented start for a rule, which the check follows to the end."""

from __future__ import annotations

import dataclasses
import re
import shutil
from pathlib import Path

import pytest

from weiquan.cli.app import main
from weiquan.core import model as m
from weiquan.loading.loader import check_rules
from weiquan.loading.skeletons import KINDS

ROOT = Path(__file__).parents[2]
PLACES = {"platform": "rules/platforms/new_one.yaml", "theory": "rules/theories/new_one.yaml",
          "excuse": "rules/excuses/new_one.yaml", "letter": "templates/letters/new_one.md.j2"}
SHAPES = {
    "platform": (m.Platform, m.Operator, m.Contact, m.MenuPath, m.Deadline, m.Length, m.Note,
                 m.PageState, m.Box, m.Source),
    "theory": (m.Theory, m.Decides, m.Element, m.Line, m.Owes, m.Defeat, m.Say, m.NotClaim,
               m.ReportPoint, m.Step, m.Close, m.Override),
    "excuse": (m.Excuse,),
    "letter": (m.LetterMeta, m.Ground, m.Remark),
}
DERIVED = {"place", "needs", "uses", "shows"}


@pytest.fixture
def home(tmp_path):
    """A copy of the rules and templates."""
    for part in ("rules", "templates"):
        shutil.copytree(ROOT / part, tmp_path / part)
    return tmp_path


def new(home, kind, name="new_one"):
    return main(["rules", "new", kind, name, "--rules", str(home / "rules"),
                 "--templates", str(home / "templates"), "--as-of", "2026-11-22"])


def findings(home):
    _, problems = check_rules(home / "rules", home / "templates")
    return [p for p in problems if "new_one" in p.path or p.level == "error"]


@pytest.fixture(scope="module")
def four(tmp_path_factory):
    """A copy of the rules with a new file of every kind: one reading of all rules serves them."""
    home = tmp_path_factory.mktemp("four")
    for part in ("rules", "templates"):
        shutil.copytree(ROOT / part, home / part)
    for kind in KINDS:
        assert new(home, kind) == 0
    return home


@pytest.fixture(scope="module")
def found(four):
    """What is found in the files as they are made."""
    return findings(four)


@pytest.mark.parametrize("kind", KINDS)
def test_a_new_file_has_findings_only_where_it_is_marked(four, found, kind):
    path = four / PLACES[kind]
    lines = path.read_text(encoding="utf-8").splitlines()
    body = lines.index("---", 1) if kind == "letter" else len(lines)  # there # is a heading
    marked = {i for i, line in enumerate(lines, 1)
              if "【改：" in line and (i > body or not line.lstrip().startswith("#"))}
    assert marked
    assert {p.line for p in found if p.path == PLACES[kind]} == marked
    assert all("还没有填" in p.message and p.path in PLACES.values() for p in found)


def test_new_files_have_no_findings_once_they_are_filled_in(four, found, tmp_path):
    home = shutil.copytree(four, tmp_path / "filled")
    for place in PLACES.values():
        text = (home / place).read_text(encoding="utf-8")
        (home / place).write_text(re.sub("【改：(.*?)】", r"\1", text), encoding="utf-8")
    steps = home / "rules/steps.yaml"
    listed = steps.read_text(encoding="utf-8")
    steps.write_text(listed.replace("- merchant_demand\n", "- new_one\n", 1), encoding="utf-8")
    assert findings(home) == []
    assert found


@pytest.mark.parametrize("kind", KINDS)
def test_the_place_of_the_new_file_is_printed(home, kind, capsys):
    assert new(home, kind) == 0
    assert capsys.readouterr().out.strip() == str(home / PLACES[kind])


@pytest.mark.parametrize("kind", KINDS)
def test_every_key_stands_in_the_skeleton(kind):
    text = (ROOT / "rules/skeletons" / KINDS[kind][0]).read_text(encoding="utf-8")
    keys = set(re.findall(r"^ *(?:# )? *(?:- )?'?([a-z_]+)'?:", text, re.MULTILINE))
    wanted = {f.name for shape in SHAPES[kind] for f in dataclasses.fields(shape)} - DERIVED
    assert wanted - keys == set()


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_that_is_there_is_never_overwritten(home, kind, capsys):
    new(home, kind)
    path = home / PLACES[kind]
    path.write_text("自己写的", encoding="utf-8")
    assert new(home, kind) == 2
    assert path.read_text(encoding="utf-8") == "自己写的"
    assert "没有动它" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["Late", "1st", "../late", "late gift", "赠品", "", "late__gift",
                                  "con", "a" * 61])
def test_a_name_that_cannot_be_a_file_is_refused(home, name, capsys):
    before = sorted(p.name for p in (home / "rules/excuses").iterdir())
    assert new(home, "excuse", name) == 2
    assert sorted(p.name for p in (home / "rules/excuses").iterdir()) == before
    assert "例如 late_gift" in capsys.readouterr().err


def test_an_unknown_kind_is_answered_with_the_nearest(home, capsys):
    assert new(home, "excuses") == 2
    assert "是不是想写「excuse」" in capsys.readouterr().err


def test_a_folder_without_rules_is_named(tmp_path, capsys):
    assert main(["rules", "new", "excuse", "late_gift", "--rules", str(tmp_path)]) == 2
    assert "没有 excuses 文件夹" in capsys.readouterr().err


def test_the_day_of_the_new_file_is_the_day_of_the_command(home):
    new(home, "excuse")
    assert "as_of: 2026-11-22" in (home / PLACES["excuse"]).read_text(encoding="utf-8")
