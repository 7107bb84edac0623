"""What remains of a text where some of its words belong to another kind of case."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pytest

from weiquan.core.judging.wording import Wording
from weiquan.core.language.condition import NEVER, Compare, Condition, Context
from weiquan.core.model import Fact, Step, Term
from weiquan.core.model.ruleset import RuleSet

NOW = datetime(2026, 11, 22)


def _wording(received: bool | None) -> Wording:
    term = Term(id="parcel", text="寄来的", words=("面单", "拆封"),
                when=Compare("received", "eq", True))
    facts = {} if received is None else {"received": received}
    ctx = Context(facts, NOW, lambda _: Decimal(0), lambda day: day)
    return Wording(RuleSet(terms=(term,)), ctx)


@pytest.mark.parametrize(("text", "left"), [
    ("拍下来。", "拍下来。"),
    ("拍面单。", ""),
    ("整体拍一张；面单也拍。", "整体拍一张。"),
    ("面单也拍；整体拍一张。", "整体拍一张。"),
    ("面单不是证据；可是要靠它来补。", ""),                   # leans on what is gone
    ("面单先拍；再称一次；整体也拍。", "整体也拍。"),
    ("整体拍一张；可是别拆。", "整体拍一张；可是别拆。"),
    ("先停用。面单留着。原样放好。", "先停用。"),             # what follows builds on it
    ("先拍面单。再称重。", ""),
    ("都拍：整体、面单、编号。", "都拍：整体、编号。"),
    ("都拍：面单、编号。", "都拍：编号。"),
    ("都拍：整体、编号、面单。", "都拍：整体、编号。"),
    ("都拍：整体、快递面单都要。", ""),                       # no item of its own
    ("点“面单”那一栏。", "点“面单”那一栏。"),                 # the name of a button
])
def test_only_what_fits_remains(text: str, left: str) -> None:
    assert _wording(False).said(text) == left


@pytest.mark.parametrize("received", [True, None])
def test_where_it_is_in_place_or_open_nothing_is_left_out(received: bool | None) -> None:
    assert _wording(received).said("拍面单。") == "拍面单。"


def _scene(facts: dict, when: Condition = NEVER) -> Wording:
    term = Term(id="stay", text="住店", words=("前台",), told=("酒店", "民宿"), when=when)
    ctx = Context(facts, NOW, lambda _: Decimal(0), lambda day: day)
    problem = Fact(id="problem", section="result", ask="经过？", short="经过", type="text")
    return Wording(RuleSet(terms=(term,), facts=(problem,)), ctx)


@pytest.mark.parametrize(("facts", "left"), [
    ({}, ""),
    ({"problem": "机票的舱位不对。"}, ""),
    ({"problem": "订的民宿没有房。"}, "请前台写一句。"),
    ({"goods_kind": "酒店"}, ""),                             # no words of the person
])
def test_a_scene_is_told_or_not_spoken_of(facts: dict, left: str) -> None:
    assert _scene(facts).said("请前台写一句。") == left


@pytest.mark.parametrize(("answer", "left"), [(True, "请前台写一句。"), (False, ""), (None, "")])
def test_an_answer_tells_a_scene_where_it_is_certain(answer: bool | None, left: str) -> None:
    facts = {} if answer is None else {"received": answer}
    assert _scene(facts, Compare("received", "eq", True)).said("请前台写一句。") == left


def test_a_step_about_something_else_is_no_step() -> None:
    do = ("整体拍一张。", "拍面单。")
    kept = _wording(False).step(Step(id="a", rung="evidence", title="拍清楚", do=do))
    assert kept is not None
    assert kept.do == do[:1]
    assert _wording(False).step(Step(id="b", rung="evidence", title="拆封录像", do=do)) is None
    assert _wording(False).step(Step(id="c", rung="evidence", title="拍", do=do[1:])) is None
