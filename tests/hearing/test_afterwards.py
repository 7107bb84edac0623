"""What comes after the purchase, said in many ways: chased, ruled against, called, threatened."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from tests.yaml_files import values_in
from weiquan.core.asking.cueing import find
from weiquan.core.asking.hearing import hear
from weiquan.core.asking.told import Told

NOW = datetime(2026, 11, 30, 20)
LABELS = values_in(Path(__file__).parent / "afterwards.yaml")["labels"]


@pytest.fixture
def read(rules):
    return lambda text: hear(rules, text, NOW).facts()


@pytest.mark.parametrize("label", LABELS)
def test_it_is_heard_and_its_opposite_is_not(read, label):
    heard = {t: label in read(t).get("happened", ()) for t in LABELS[label]["heard"]}
    not_heard = {t: label in read(t).get("happened", ()) for t in LABELS[label]["not_heard"]}
    assert [t for t, there in heard.items() if not there] == []
    assert [t for t, there in not_heard.items() if there] == []


def test_two_dots_reach_into_the_next_sentences_but_not_for_ever(rules):
    near = Told("孩子拿了手机。第二天看账单，充了三百。", rules.speech)
    far = Told("孩子拿了手机。" + "后来又说了很多别的事情。" * 8 + "充了三百。", rules.speech)
    assert [h.cue for h in find("手机……充了", near, {})] == ["手机……充了"]
    assert not list(find("手机……充了", far, {}))
    assert not list(find("手机…充了", near, {}))


@pytest.mark.parametrize("paper", ["起诉状", "传票", "支付令"])
def test_the_day_on_which_a_paper_came_is_read(read, paper):
    assert read(f"商家告我，{paper}11月24日收到")["paper_on"] == date(2026, 11, 24)
    assert read(f"商家告我，11月24日收到{paper}")["paper_on"] == date(2026, 11, 24)


@pytest.mark.parametrize(("says", "result"), [
    ("12315说商家不来，决定终止调解", "ended"), ("市监所让我自己去法院", "ended"),
    ("消协调解没成，给我开了终止的单子", "ended"),
    ("市场监管局查了说轻微已改正不予立案", "no_case"),
    ("在市监所签了调解书，到现在没退", "agreed"), ("法院判了，判决生效了还没给", "judged"),
    ("12315说不归他们管", "not_accepted")])
def test_how_far_a_complaint_got_is_read(read, says, result):
    assert read(f"买的耳机坏了，{says}")["filed_result"] == result


def test_what_another_sues_for_is_no_wish(read):
    facts = read("原告某服饰店诉称货未退回，请求判令返还货款468元、误工费800元。我是被告")
    assert "pursued" in facts["happened"]
    assert "medical" not in facts.get("wishes", ())
