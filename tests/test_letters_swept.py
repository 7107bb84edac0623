"""Every letter that is offered, by theory, progress and role: what must hold for any letter."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import Any

import pytest

from tests.letter_case_rules import RULES, findings
from tests.letter_sweep import (
    PROGRESS,
    ROLES,
    TYPED,
    Base,
    Swept,
    cases,
    engine,
    grid,
    laid_over,
    letters_in,
    stories,
)
from weiquan.core.model.ruleset import RuleSet

PARTS = 12
DAILY = 24
NOW = datetime(2026, 11, 22, 20)
# A case in which nearly every letter has something to say.
PLAIN: dict[str, Any] = {
    **TYPED, "happened": ("fault_later",), "platform": "taobao", "where_bought": "shop",
    "goods_kind": "furniture", "paid": Decimal(2680), "ordered_on": datetime(2026, 11, 1).date(),
    "received_on": datetime(2026, 11, 5).date(), "fault_on": datetime(2026, 11, 9).date(),
    "told_on": datetime(2026, 11, 9).date(), "goods_where": "with_me",
    "refund_status": "rejected", "merchant_response": "refused", "writer_role": "buyer",
    "merchant_said": "这个不归我们管", "problem": "右边门第三天就关不上，缝有两厘米。",
    "evidence_have": ("order_page", "goods_photo", "chat"), "wishes": ("refund_return",),
}


def _sweep(rules: RuleSet, some: Iterable[tuple[Base, str, str]]) -> int:
    made, filler, wrong = 0, engine(), []
    for n, (base, progress, role) in enumerate(some):
        facts = laid_over(rules, base, progress, role, typed=n % 2 == 0)
        if facts is None:
            continue
        name = f"{base.name}, {progress}, {role}{', typed' if n % 2 == 0 else ''}"
        for one in letters_in(rules, filler, name, facts, base.now):
            made += 1
            wrong += [f"{one.meta.id} of {name}: {kind}: {what}" for kind, what in findings(one)]
    assert not wrong, f"{len(wrong)} findings\n" + "\n".join(wrong[:40])
    return made


def test_a_sample_of_letters_keeps_every_rule(rules: RuleSet) -> None:
    rng = random.Random(20261130)
    some = [(rng.choice((*stories(rules), *cases(rules))), progress, rng.choice([*ROLES]))
            for progress in rng.choices([*PROGRESS], k=DAILY)]
    assert _sweep(rules, some) > DAILY


@pytest.mark.nightly
@pytest.mark.parametrize("part", range(PARTS))
def test_every_letter_of_every_theory_progress_and_role_keeps_every_rule(
        rules: RuleSet, part: int) -> None:
    assert _sweep(rules, grid(rules)[part::PARTS]) > 1000


# What people write besides: who is not the seller acts, nothing else of it is a fact.
PLANTED = ("来了个师傅，他看一眼扭头就走了。要是你们还不认，我就去告到底。还能再赔点吗？"
           "实在不行我就说是小孩弄的。1、全额退款；2、公开道歉。")
KEPT_OUT = re.compile("(?:你店|你公司|你方|商家|卖家|平台|对方)看一眼|要是你们|告到底|再赔点吗"
                      "|小孩弄的|公开道歉")


def _planted(rules: RuleSet, some: Iterable[Base]) -> int:
    made, filler, wrong = 0, engine(), []
    for base in some:
        facts = {**base.facts, "problem": f"说好的到现在也没有办好。{PLANTED}"}
        for one in letters_in(rules, filler, base.name, facts, base.now):
            made += 1
            found = KEPT_OUT.search(one.text)
            if found:
                wrong.append(f"{one.meta.id} of {base.name}: {found.group()}")
    assert not wrong, "\n".join(wrong[:40])
    return made


def test_what_is_no_fact_stays_out_of_a_sample_of_letters(rules: RuleSet) -> None:
    assert _planted(rules, random.Random(20261130).sample(stories(rules), DAILY)) > DAILY


@pytest.mark.nightly
def test_what_is_no_fact_stays_out_of_every_letter(rules: RuleSet) -> None:
    assert _planted(rules, (*stories(rules), *cases(rules))) > 5000


# ---------------------------------------------------------------- each rule can fail

def _offered(rules: RuleSet, kind: str, **more: Any) -> Swept:
    found = _letters(rules, tuple(more.items()))
    assert kind in found, sorted(found)
    return found[kind]


@cache
def _letters(rules: RuleSet, more: tuple[tuple[str, Any], ...]) -> dict[str, Swept]:
    """The letters of the plain case with these answers, written once: defects go into copies."""
    facts = {k: v for k, v in {**PLAIN, **dict(more)}.items() if v is not None}
    return {one.meta.id: one for one in letters_in(rules, engine(), "plain", facts, NOW)
            if one.meta is rules.letters.get(one.meta.id)}


def _more(words: str) -> Callable[[Swept], Swept]:
    """One sentence more at the end of the facts."""
    def broken(one: Swept) -> Swept:
        return replace(one, text=re.sub(r"\n(理由|依据)\n", rf"\n9. {words}\n\n\1\n", one.text,
                                        count=1))
    return broken


def _instead(old: str, new: str) -> Callable[[Swept], Swept]:
    def broken(one: Swept) -> Swept:
        assert old in one.text, one.text
        return replace(one, text=one.text.replace(old, new), title=one.title.replace(old, new))
    return broken


def _ask(**change: Any) -> Callable[[Swept], Swept]:
    """The main demand another one."""
    def broken(one: Swept) -> Swept:
        first, *rest = one.seen["asks"]
        return replace(one, seen={**one.seen, "asks": [{**first, **change}, *rest]})
    return broken


DEFECTS: list[tuple[str, str, Callable[[Swept], Swept]]] = [
    ("length", "merchant_demand", _more("再说一遍经过。" * 90)),
    ("order", "complaint_12315", _instead("投诉请求", "请求")),
    ("sum and day first", "merchant_demand", _instead("2680元", "全部货款")),
    ("sum and day first", "merchant_demand", _instead("（含当日）前", "以前")),
    ("articles at most", "merchant_demand", _more(
        "另见《民法典》第一条、第二条、第三条、第四条。")),
    ("article twice", "complaint_12315", _more(
        "（《消费者权益保护法》第二十四条）（《消费者权益保护法》第二十四条）。")),
    ("long sentence", "merchant_demand", _more("缝很大，" * 40)),
    ("blank though known", "complaint_12315", _instead("某某家居旗舰店", "【卖家名称】")),
    ("code or option label", "merchant_demand", _more("现在是 merchant_response。")),
    ("words never said", "merchant_demand", _more("请妥善办理。")),
    ("slip", "merchant_demand", _more("门关不上，，缝很大。")),
    ("unbalanced", "merchant_demand", _more("你店说“不归我们管。")),
    ("cut sentence", "merchant_demand", _more("门关不上，因为。")),
    ("sentence twice", "merchant_demand", _more(
        "门框已经往下斜了两指。门框已经往下斜了两指。")),
    ("the same twice in one sentence", "merchant_demand", _more(
        "还没有答复，你店没有答复。")),
    ("question in the proof column", "evidence_list", _instead("实付2680元", "付没付钱，有没有退")),
    ("preflight", "merchant_demand", _more("另付9999元。")),
    ("sum of no demand", "complaint_12315", _ask(amount=Decimal(77))),
    ("sum absent from the facts", "complaint_12315", _instead("，实付2680元", "")),
    ("day of no fact", "merchant_demand", _more("2月3日又坏了一次。")),
    ("name absent", "civil_complaint", _instead("某某家居旗舰店", "商家")),
    ("name absent", "complaint_12315", _instead("何某", "投诉的人")),
    ("role", "complaint_12315", _instead("委托代理人", "联系人")),
    ("report without a lead", "report_12315", lambda one: replace(one, text=re.sub(
        r"\d+年?\d*月\d+日", "那天", one.text))),
    ("beyond its reader's power", "complaint_12315", _ask(text="撤销合同")),
    ("way that is closed", "merchant_demand", lambda one: replace(
        one, facts={**one.facts, "filed": "court"})),
    ("forbidden by progress", "merchant_demand", lambda one: replace(
        one, facts={**one.facts, "merchant_response": "agreed"})),
    ("forbidden by progress", "merchant_demand", lambda one: replace(
        one, facts={**one.facts, "refund_status": "refunded"})),
    ("forbidden by progress", "merchant_demand", lambda one: replace(
        one, seen={**one.seen, "goods_back": True})),
    ("demand unlike the card", "complaint_12315", lambda one: replace(
        one, result=replace(one.result, lines=tuple(
            replace(x, answer="no") for x in one.result.lines)))),
    ("against each other", "merchant_demand", _more("东西在我这里，11月12日我寄回。")),
    ("no fact", "merchant_demand", _more("这样还能退吗。")),
    ("no fact", "complaint_12315", _more("2、公开道歉。")),
    ("said by nobody", "merchant_demand", _more("你店的办法我没有同意。")),
    ("who acted", "merchant_demand", _instead("他说修不了", "你店说修不了")),
    ("promise absent", "merchant_demand", _instead("整块实木门板", "某某")),
    ("another thing first than the wish", "complaint_12315", _ask(line="", wish="repair")),
    ("article not of this case", "merchant_demand", _more(
        "（《市场监督管理投诉举报处理暂行办法》第二十一条）。")),
]
WITH = {"who acted": {"problem": "右边门关不上。师傅上门看过，他说修不了。"},
        "promise absent": {"happened": ("mismatch",), "promise_text": "整块实木门板"},
        "role": {"writer_role": "family"},
        "report without a lead": {"ordered_on": datetime(2026, 10, 1).date(), "problem": None,
                                  "received_on": datetime(2026, 10, 5).date(), "fault_on": None,
                                  "told_on": datetime(2026, 10, 9).date()},
        "name absent": {"filed": "complaint", "filed_result": "ended"}}


@pytest.mark.parametrize(("kind", "letter", "broken"), DEFECTS,
                         ids=[f"{k}, {x}, {n}" for n, (k, x, _) in enumerate(DEFECTS)])
def test_a_rule_finds_what_breaks_it(rules: RuleSet, kind: str, letter: str,
                                     broken: Callable[[Swept], Swept]) -> None:
    more = {} if (kind, letter) == ("name absent", "complaint_12315") else WITH.get(kind, {})
    good = _offered(rules, letter, **more)
    assert kind not in {k for k, _ in findings(good)}
    assert kind in {k for k, _ in findings(broken(good))}


def test_every_rule_has_something_that_breaks_it() -> None:
    assert {kind for kind, _, _ in DEFECTS} == set(RULES)
