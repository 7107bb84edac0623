"""What letters ask for is what the card says may be had: over all decided cases and complaints."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.yaml_files import texts_in
from weiquan.cli.gather import gather
from weiquan.core.case.context import context_of
from weiquan.core.judging.assess import assess
from weiquan.core.telling.letters import letter_context
from weiquan.core.telling.ownwords import own_words
from weiquan.core.telling.parties import Parties
from weiquan.core.telling.statements import Words, statements

if TYPE_CHECKING:
    from weiquan.core.judging.assessment import Assessment
    from weiquan.core.model.ruleset import RuleSet

CASES = sorted((Path(__file__).parent / "cases").glob("*/*.yaml"))
LETTERS = ("merchant_demand", "complaint_12315", "platform_appeal", "platform_intervention")
# Sums that are proved by receipts, and one of two multiples, may be left to the other letters.
ELSEWHERE = frozenset({"freight", "property", "promised", "triple", "ten", "mental", "punish"})
DAY = date(2026, 11, 20)
_SEEN: list[tuple[str, str, Assessment, dict[str, Any]]] = []


@cache
def _case(path: Path) -> dict[str, Any]:
    data: dict[str, Any] = texts_in(path)
    return data


def contexts(rules: RuleSet) -> Iterator[tuple[str, str, Assessment, dict[str, Any]]]:
    """Every such letter that is offered in these cases, with what its template sees."""
    if not _SEEN:
        for path in CASES:
            case = _case(path)
            now = datetime.fromisoformat(case["as_of"])
            facts = gather(rules, now, case=case["facts"])
            result = assess(rules, facts, now)
            _SEEN.extend((path.stem, x.rule.id, result,
                          letter_context(rules, facts, result, x.rule))
                         for x in result.letters if x.rule.id in LETTERS)
    yield from _SEEN


def test_every_wish_that_may_be_had_is_asked_for_and_none_that_cannot(rules: RuleSet) -> None:
    seen = 0
    for name, letter, result, context in contexts(rules):
        lines = {x.id: x for x in result.lines}
        have = {a[k] for a in context["asks"] for k in ("line", "also")} - {""}
        granted = {w for a in context["asks"] for w in (
            a["wish"], *(lines[a["line"]].rule.wishes if a["line"] else ()))}
        for wish in result.wishes:
            if not wish.asked or wish.rule.beside or wish.rule.id in ELSEWHERE:
                continue
            if wish.answer == "no":
                assert wish.rule.id not in {a["wish"] for a in context["asks"]}, (name, letter)
            elif wish.rule.in_place and wish.line is not None and wish.line.rule.money in {
                    "price", "act"} and wish.line.theory.role == "main":
                main = lines[context["asks"][0]["line"]] if context["asks"][0]["line"] else None
                same_money = main is not None and main.rule.money == wish.line.rule.money == "price"
                assert wish.line.id in have or wish.rule.id in granted or same_money \
                    or any(a["also"] for a in context["asks"]) \
                    or wish.line.theory.id == "settlement_unperformed", (name, letter, wish.rule.id)
            seen += 1
    assert seen > 200


def test_the_title_names_what_is_asked(rules: RuleSet) -> None:
    seen = 0
    for name, letter, _, context in contexts(rules):
        if not context["asks"]:
            continue
        deed, text = context["deed"], context["asks"][0]["text"]
        for one in deed.split("或者") if deed else ():
            wishes = [w for w in rules.wishes.values() if w.deed == one]
            assert any(not w.seen_in or set(w.seen_in) & set(text) for w in wishes), \
                (name, letter, deed, text)
        assert "退货" not in deed or "退货" in text, (name, letter, text)
        seen += bool(deed)
    assert seen > 150


def test_what_was_lost_is_in_a_certain_sum_only_where_it_is_certain(rules: RuleSet) -> None:
    lost = 0
    for name, letter, result, context in contexts(rules):
        lines = {x.id: x for x in result.lines}
        for ask in context["asks"][1:]:
            line = lines.get(ask["line"])
            if line is None or ask["money"] not in {"loss", "injury", "property"}:
                continue
            lost += 1
            certain = line.answer == "yes" and line.strength == "firm"
            assert certain or not ask["sure"], (name, letter, ask)
    assert lost > 5


def test_a_multiple_comes_after_the_price_and_never_from_a_private_seller(
        rules: RuleSet) -> None:
    seen = 0
    for name, letter, result, context in contexts(rules):
        multiples = [a for a in context["asks"] if a["money"] == "multiple"]
        assert not multiples or context["party"] != "owner", (name, letter)
        if multiples and context["asks"][0] is multiples[0]:
            assert not any(x.chosen and x.rule.money == "price" and x.answer == "yes"
                           for x in result.lines), (name, letter)
        seen += bool(multiples)
    assert seen > 20


def test_goods_that_do_not_go_back_are_not_to_be_sent(rules: RuleSet) -> None:
    stay = 0
    for name, letter, _, context in contexts(rules):
        if context["goods_stay"]:
            stay += 1
            assert not any("退货并" in a["text"] or "寄回" in a["text"] for a in context["asks"]), \
                (name, letter)
    assert stay > 60


def test_what_was_only_seen_is_said_so_and_what_is_confirmed_is_not(rules: RuleSet) -> None:
    said = plain = 0
    for name, letter, result, context in contexts(rules):
        third = {"platform", "lab", "brand", "seller", "official"} & set(
            context.get("proof_by") or ())
        for row in context["reasons"]:
            hedged = row["story"].startswith(f"照{context['me']}看到的，")
            assert not (hedged and third), (name, letter, row["story"])
            if "reason" not in row or not rules.reasons[row["theory"]][int(row["reason"])].seen:
                assert not hedged
                continue
            verdict = result.verdict(row["theory"])
            plain_to_see = {"arrived_bad", "fault_later", "wrong_missing", "food"} & set(
                context.get("happened") or ()) and "guess" not in str(context.get("proof_by"))
            if verdict is not None and verdict.answer != "yes" and not third \
                    and not plain_to_see \
                    and "admitted" not in str(context.get("knew_signs")):
                assert hedged or context.get("promise_met") == "admitted", (name, row["story"])
            said += hedged
            plain += not hedged
    assert said > 20
    assert plain > 20


@pytest.mark.parametrize(("text", "left"), [
    ("下单前商家答复是正品，品牌方看过说不是。", "下单前商家答复是正品，品牌方看过说不是"),
    ("我于9月8日在网上买的手镯，最开始发错了货。", "最开始发错了货"),
    ("9月8日在小程序购物，备注了颜色。", "备注了颜色"),
    ("9月8日买了10个屏幕，全部不能用。", "9月8日买了10个屏幕，全部不能用"),
])
def test_a_clause_that_only_buys_is_left_to_the_answers(rules: RuleSet, text: str,
                                                        left: str) -> None:
    now = datetime(2026, 11, 20, 20)
    facts = gather(rules, now, case={"problem": text, "ordered_on": "2026-09-08",
                                     "product": "手镯"})
    sides = Parties("我", "你店", "shop", "self", "", "我")
    rows = own_words(rules, context_of(rules, facts, now), sides, "official")
    assert [r["text"] for r in rows] == [left]


@pytest.mark.parametrize(("text", "left"), [
    ("到手就坏了，要求全额退款。", ["到手就坏了"]),
    ("卡过期了，只肯给小一号的。要不就退我1288块。", ["卡过期了，只肯给小一号的"]),
    ("降成10800，订单写“取消扣全款、预定后不可取消”。",
     ["降成10800，订单写“取消扣全款、预定后不可取消”"]),
    ("三天后降成10800，预定后不可取消”。", ["三天后降成10800"]),
    ("他说“不退，你去告”，就挂了。", ["他说“不退，你去告”，就挂了"]),
    ("装上就响。这也叫三包？", ["装上就响"]),
    ("亲爱的客服，我想申请退款，9月15日扣了738元。", ["9月15日扣了738元"]),
    ("一个烂一个青。平台包庇商家。", ["一个烂一个青"]),
    ("多次延长时限。对商家拖延退款的行为处罚。", ["多次延长时限"]),
    ("商家要求我先签收，我没有签。", ["商家要求我先签收，我没有签"]),
])
def test_own_words_are_whole_and_tell_what_happened(rules: RuleSet, text: str,
                                                    left: list[str]) -> None:
    said = ["。".join(s) for s in statements(text, DAY, Words.of(rules))]
    assert said == left


def _of(rules: RuleSet, **facts: Any) -> dict[str, Any]:
    now = datetime(2026, 11, 20, 20)
    given = gather(rules, now, case=facts)
    return letter_context(rules, given, assess(rules, given, now), rules.letters["merchant_demand"])


CARD: dict[str, Any] = {
    "happened": ["prepaid", "merchant_gone"], "goods_kind": "beauty", "where_bought": "street",
    "prepaid_kind": "balance", "prepaid_why": "passed_on", "merchant_response": "refused",
    "wishes": ["refund_rest"], "product": "理发卡", "paid": "3000"}


def test_a_demand_for_the_rest_names_what_is_left_or_of_how_much(rules: RuleSet) -> None:
    asks = _of(rules, **CARD, problem="充了3000的卡，还剩2180。新老板不认。")["asks"]
    assert (asks[0]["amount"], "2180元" in asks[0]["text"]) == (2180, True)
    for problem in ("充了3000的卡，还剩8次。新老板不认。", "还剩4000没用。", "新老板不认旧卡。"):
        first = _of(rules, **CARD, problem=problem)["asks"][0]
        assert first["amount"] is None
        assert "（共付3000元，扣除已经提供的部分）" in first["text"]


def test_a_loss_that_nobody_named_is_not_asked_beside_one_that_is(rules: RuleSet) -> None:
    hurt: dict[str, Any] = {
        "happened": ["food", "hurt"], "food_problem": "foreign", "where_bought": "takeaway",
        "goods_kind": "food", "product": "酸菜鱼", "medical": ["visit"], "wishes": ["medical"],
        "losses": "看牙 320", "paid": "28", "merchant_response": "refused"}
    asked = "".join(a["text"] for a in _of(rules, **hurt)["asks"])
    assert "320元" in asked
    assert "减少的收入" not in asked
    assert "护理" not in asked


def test_who_wants_the_platform_to_pay_is_asked_the_loss_that_was_told(rules: RuleSet) -> None:
    asked = [a["text"] for a in _of(
        rules, happened=["service_bad"], goods_kind="housework", where_bought="app",
        platform="other", product="家政", paid="86", losses="玻璃 1860", wishes=["platform_pays"],
        merchant_response="refused", problem="擦窗的时候把玻璃刮花了。")["asks"]]
    assert any("1860元" in text for text in asked)
    assert not any("由平台" in text for text in asked)
