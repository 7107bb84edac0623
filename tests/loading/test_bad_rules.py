"""Every broken rule set in tests/bad_rules gives exactly the findings that it names."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

CASES = sorted(p for p in (Path(__file__).parents[1] / "bad_rules").iterdir() if p.is_file())
HEADER = re.compile(r"^#: (file|expect) (.+)$", re.MULTILINE)
EXPECT = re.compile(r"(?:(?P<path>\S+):)?(?P<place>\d+:\d+) (?P<code>[A-Z]\d{3})(?: (?P<text>.+))?")
# What an English library would say, and how nobody is to be addressed.
ENGLISH = re.compile(r"[a-z]+ (?:should|must|is|not|input|value|expected|found)\b|[您你！]")


def expected_of(text):
    """The file that a case replaces or adds, and its findings as (place, code, text)."""
    lines = HEADER.findall(text)
    [file] = [value for kind, value in lines if kind == "file"]
    found = [EXPECT.fullmatch(value) for kind, value in lines if kind == "expect"]
    return file, [(f"{e['path'] or file}:{e['place']}", e["code"], e["text"] or "") for e in found]


def test_the_rule_set_that_the_cases_break_is_valid(tiny):
    assert tiny.check() == []


def test_there_are_enough_cases():
    assert len(CASES) >= 45


@pytest.mark.parametrize("case", CASES, ids=lambda p: p.stem)
def test_a_broken_rule_set_gives_exactly_its_findings_in_plain_chinese(case, tiny):
    text = case.read_text(encoding="utf-8")
    file, expected = expected_of(text)
    assert expected
    tiny.put(file, text)
    problems = tiny.check()
    got = [(f"{p.path}:{p.line}:{p.column}", p.code) for p in problems]
    assert got == [(place, code) for place, code, _ in expected]
    for problem, (_, code, part) in zip(problems, expected, strict=True):
        assert part in problem.message
        assert (problem.level == "warning") == code.startswith("W")
        said = re.sub("「[^」]*」", "", problem.message)
        assert re.search("[一-鿿]", said), problem
        assert not ENGLISH.search(said), problem


def test_every_code_that_the_loader_can_give_has_a_case():
    source = Path(__file__).parents[2] / "weiquan" / "loading"
    codes = {code for p in source.glob("*.py")
             for code in re.findall(r'"([YSLTW]\d{3})"', p.read_text(encoding="utf-8"))}
    named = {code for case in CASES
             for _, code, _ in expected_of(case.read_text(encoding="utf-8"))[1]}
    elsewhere = "\n".join(p.read_text(encoding="utf-8") for p in Path(__file__).parent.glob("*.py"))
    assert len(codes) > 50
    assert {c for c in codes - named if c not in elsewhere} == set()
