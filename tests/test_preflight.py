"""The check of letters: a zoo of planted defects, and clean letters in which nothing is found."""

from __future__ import annotations

import re
from collections import Counter
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.test_theories import STORIES
from tests.yaml_files import texts_in
from weiquan.cli.gather import gather
from weiquan.core.judging.assess import assess
from weiquan.core.telling.letters import letter_context
from weiquan.core.telling.preflight import Checked, looks_for, preflight
from weiquan.paths import data_root
from weiquan.render.letters import engine_for, render_letter
from weiquan.render.txt import to_text

if TYPE_CHECKING:
    from weiquan.core.judging.assessment import Assessment
    from weiquan.core.model import LetterMeta
    from weiquan.core.model.ruleset import RuleSet
    from weiquan.core.telling.findings import Finding

ZOO: dict[str, Any] = texts_in(Path(__file__).parent / "zoo" / "defects.yaml")
DEFECTS: list[dict[str, Any]] = ZOO["defects"]
KEYS = {"planted", "check", "base", "letter", "set", "drop", "raw", "swap", "add", "level"}
# What a person adds before a letter goes out.
SIGNED = {"user_name": "林某", "user_phone": "13800001234", "user_address": "某市戊区某路8号",
          "order_no": "260111202233445566", "seller_name": "某某用品有限公司",
          "seller_address": "某市丁区某路5号"}
PASSES = 3
STEP = 9   # of the stories of theories every ninth


def letter_of(rules: RuleSet, meta: LetterMeta, facts: dict[str, Any],
              result: Assessment) -> Checked:
    context = letter_context(rules, facts, result, meta)
    document = render_letter(data_root() / "templates", "letters", meta, context, engine())
    return Checked(rules, facts, result, meta, context, to_text(document, None))


@cache
def engine() -> Any:
    return engine_for(data_root() / "templates")


def planted(rules: RuleSet, defect: dict[str, Any]) -> list[Finding]:
    base = ZOO["bases"][defect["base"]]
    now = datetime.fromisoformat(base["as_of"])
    told = {k: v for k, v in base["facts"].items() if k not in defect.get("drop", ())}
    facts = gather(rules, now, case={**told, **defect.get("set", {})}) | defect.get("raw", {})
    made = letter_of(rules, rules.letters[defect["letter"]], facts, assess(rules, facts, now))
    text = made.text
    for old, new in defect.get("swap", {}).items():
        assert old in text, (old, text)
        text = text.replace(old, new, 1)
    if "add" in defect:
        label = next(c.label for f in rules.facts for c in f.choices
                     if f.id == "goods_where" and len(c.label) >= 8)
        text = text.rstrip("\n") + "\n" + defect["add"].replace("CHOICE", label) + "\n"
    return preflight(Checked(rules, facts, made.result, made.meta, made.context, text))


@pytest.mark.parametrize("defect", DEFECTS, ids=lambda d: d["planted"])
def test_a_planted_defect_is_found_by_its_check_alone(rules: RuleSet,
                                                      defect: dict[str, Any]) -> None:
    assert set(defect) <= KEYS
    found = planted(rules, defect)
    assert {f.check for f in found} == {defect["check"]}, found
    level = defect.get("level", rules.preflight[defect["check"]].level)
    assert {f.level for f in found} == {level}
    for one in found:
        assert one.where
        assert one.do.endswith("。")
        assert "{" not in one.say.replace("{{", "")


def test_the_zoo_has_animals_of_every_kind(rules: RuleSet) -> None:
    assert len(DEFECTS) >= 60
    assert len({d["planted"] for d in DEFECTS}) == len(DEFECTS)
    kinds = Counter(d["check"] for d in DEFECTS)
    assert set(kinds) == set(rules.preflight)
    assert min(kinds.values()) >= 2 or [k for k, n in kinds.items() if n < 2] == ["not_helping"]


def test_every_check_is_looked_for_by_words_or_by_the_program(rules: RuleSet) -> None:
    assert [c.id for c in rules.preflight.values() if not looks_for(c)] == []


@pytest.mark.parametrize("base", ZOO["bases"])
def test_the_letters_in_which_defects_are_planted_are_clean(rules: RuleSet, base: str) -> None:
    kinds = {d["letter"] for d in DEFECTS if d["base"] == base}
    case = ZOO["bases"][base]
    now = datetime.fromisoformat(case["as_of"])
    facts = gather(rules, now, case=case["facts"])
    result = assess(rules, facts, now)
    for kind in kinds & {x.rule.id for x in result.letters}:
        assert preflight(letter_of(rules, rules.letters[kind], facts, result)) == [], kind


def proofs(result: Assessment) -> tuple[str, ...]:
    """For each thing to be proved one exhibit, as a person would have collected."""
    return tuple(dict.fromkeys(
        e.lacking[0] for v in (*result.verdicts, *result.lines) for e in v.elements
        if e.lacking and not e.have))


@pytest.fixture(scope="module")
def clean(rules: RuleSet) -> list[tuple[str, Checked]]:
    """Finished letters of the theories' stories."""
    out = []
    for param in STORIES[::STEP]:
        story = param.values[0]
        now = datetime.fromisoformat(story["as_of"])
        facts = gather(rules, now, case={**SIGNED, **story["facts"]})
        facts["evidence_have"] = ()
        for _ in range(PASSES):  # what is there may raise something else to be proved
            result = assess(rules, facts, now)
            facts["evidence_have"] += proofs(result)
        result = assess(rules, facts, now)
        out += [(f"{param.id}: {x.rule.id}", letter_of(rules, x.rule, facts, result))
                for x in result.letters]
    return out


def test_nothing_is_found_in_clean_letters(clean: list[tuple[str, Checked]]) -> None:
    assert len(clean) >= 40
    assert len({made.meta.id for _, made in clean}) >= 8
    found = {name: [f.say for f in got] for name, made in clean if (got := preflight(made))}
    assert found == {}


def test_what_is_found_is_chinese_and_says_what_to_do(rules: RuleSet) -> None:
    for check in rules.preflight.values():
        text = re.sub(r"\{(?:found|what)\}", "", check.say)
        assert re.search(r"[一-鿿]", text), check.id
        assert not check.say.endswith("。")
        assert check.do.endswith("。")
        assert not re.search(r"[A-Za-z{}]", text.replace("12315", "")), check.id
        for wording in check.wordings:
            assert wording.words
            assert wording.offer.endswith(("。", "”")) or wording.offer == ""
            assert check.own == "none" or wording.offer, check.id
