"""Letters and short texts as a reader gets them, from facts to words."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest

from tests.render.plain import plain_text
from weiquan.core.judging.assess import assess
from weiquan.core.judging.views import Cited
from weiquan.core.language.condition import Context
from weiquan.core.telling.addressee import placeholder
from weiquan.core.telling.letters import letter_context, timeline
from weiquan.paths import data_root
from weiquan.render.blocks import Document, Heading, Table, block_lines
from weiquan.render.citing import cite
from weiquan.render.letters import _ensure_stop, _quote, engine_for, render_letter
from weiquan.render.txt import to_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from weiquan.core.judging.assessment import Assessment
    from weiquan.core.model.ruleset import RuleSet

NOW = datetime(2026, 11, 22, 20, 0)
LETTERS = ("chat_message", "merchant_demand", "platform_intervention", "platform_appeal",
           "seller_disclosure", "clawback_reply", "complaint_12315", "consumer_association",
           "evidence_list", "defence", "payment_order_objection")
FORMS = ("chat_message", "platform_intervention", "platform_appeal", "clawback_reply",
         "complaint_12315")
SHOES: dict[str, Any] = {
    "scope": "online", "special": (), "platform": "wechat_shop", "product": "轻便跑步鞋",
    "goods_kind": "clothing", "paid": Decimal("299.00"), "ordered_on": date(2026, 9, 1),
    "seller_kind": "shop", "livestream": False, "received": True,
    "received_on": date(2026, 9, 5), "order_no": "6920381745519284736",
    "seller_name": "某某鞋业有限公司", "user_name": "王小明", "user_phone": "13800000000",
    "user_address": "某省某市某路1号",
}
QUALITY = SHOES | {
    "dispute": "quality_not_as_described", "problem_kind": "mismatch", "desired": "refund_return",
    "fault_on": date(2026, 9, 6), "told_on": date(2026, 9, 6), "applied_on": date(2026, 9, 7),
    "refund_status": "rejected", "apply_reason": "quality", "merchant_response": "refused",
    "rejected_at": datetime(2026, 9, 8, 18, 30), "platform_decision": "not_asked",
    "excuse": ("used",), "loss": Decimal(20), "problem": "左脚鞋底开胶约3厘米",
    "promise_text": "详情页写“头层牛皮”", "merchant_said": "穿过了，不退。",
    "evidence_have": ("order_page", "payment", "product_page", "chat", "goods_photo"),
}
RETURNED = SHOES | {
    "dispute": "returned_not_refunded", "apply_reason": "no_reason", "filed": "none",
    "refund_status": "return_signed", "applied_on": date(2026, 9, 7),
    "sent_back_on": date(2026, 9, 8), "return_signed_on": date(2026, 9, 11),
    "return_dispute": "finance", "return_tracking": "SF1234567890",
    "return_freight": Decimal(12), "merchant_response": "stalling", "loss": Decimal(0),
    "platform_decision": "for_merchant", "decided_at": datetime(2026, 10, 1, 9, 5),
    "reason_given": False, "problem": "商家签收退货后一直没有退款",
    "evidence_have": ("order_page", "payment", "return_waybill"),
}
TAKEN = SHOES | {
    "dispute": "platform_clawback", "advance_refund": "taken_back",
    "advance_amount": Decimal(299), "advanced_on": date(2026, 9, 10),
    "clawback_at": datetime(2026, 9, 20, 10, 0), "clawback_amount": Decimal(299),
    "clawback_reason": "merchant_appeal", "double_refund": False, "goods_where": "returned",
    "reason_given": False, "merchant_response": "silent", "platform_decision": "for_merchant",
    "problem": "平台退款后又从账户扣走",
}
CASES: dict[str, dict[str, Any]] = {
    "quality": QUALITY,
    "returned": RETURNED,
    "taken_back": TAKEN,
    "asked_back_double": TAKEN | {"advance_refund": "asked_back", "double_refund": True},
    "goods_kept": TAKEN | {"goods_where": "with_me", "keep_agreed": "nobody"},
    "goods_left_to_me": TAKEN | {"goods_where": "with_me", "keep_agreed": "merchant"},
    "goods_gone": TAKEN | {"goods_where": "gone", "keep_agreed": "platform"},
    "never_came": SHOES | {"dispute": "not_received", "received": False,
                           "ship_state": "shown_signed", "refund_status": "applied",
                           "courier_told_on": date(2026, 9, 12), "desired": "refund",
                           "problem": "物流显示签收但没有拿到", "filed": "complaint",
                           "filed_on": date(2026, 10, 1), "filed_result": "not_accepted",
                           "filed_result_on": date(2026, 10, 9)},
    "livestream_gone": QUALITY | {"livestream": True, "merchant_response": "gone"},
    "private_seller": QUALITY | {"seller_kind": "private", "platform": "other"},
    "platform_sells": QUALITY | {"seller_kind": "self_operated",
                                 "seller_address": "某省某市某路2号"},
    "barely_anything": {"platform": "other", "dispute": "quality_not_as_described"},
    "nothing": {},
}
EVERY = [("letters", x) for x in LETTERS] + [("forms", x) for x in FORMS]


def made(rules: RuleSet, folder: str, kind: str, facts: Mapping[str, Any],
         now: datetime = NOW, *, endless: bool = False) -> tuple[Document, dict[str, Any]]:
    return written(rules, folder, kind, tuple(facts.items()), now, endless=endless)


@cache
def written(rules: RuleSet, folder: str, kind: str, told: tuple[tuple[str, Any], ...],
            now: datetime, *, endless: bool) -> tuple[Document, dict[str, Any]]:
    """One letter of one case, written once; nobody changes it."""
    meta = getattr(rules, folder)[kind]
    if endless:
        meta = replace(meta, max_chars=None)
    context = letter_context(rules, dict(told), judged(rules, told, now), meta)
    return render_letter(data_root() / "templates", folder, meta, context, engine()), context


@cache
def judged(rules: RuleSet, told: tuple[tuple[str, Any], ...], now: datetime) -> Assessment:
    """One case for all of its letters."""
    return assess(rules, dict(told), now)


@cache
def engine() -> Any:
    """One engine for all letters here: it compiles each template once."""
    return engine_for(data_root() / "templates")


def words(rules: RuleSet, folder: str, kind: str, facts: Mapping[str, Any],
          now: datetime = NOW) -> str:
    return plain_text(made(rules, folder, kind, facts, now)[0])


# ---------------------------------------------------------------- every letter, every case

SLIPS = {
    "template marks": r"\{\{|\}\}|\{%|%\}|\{#",
    "Python values": r"None|True|False|Undefined|Decimal|datetime",
    "two stops in a row": r"[，。；：、？]{2}",
    "empty brackets": r"（）|“”|《》|【】|（；|；）|（，|：；",
    "half-width punctuation": r"[一-鿿][,.;:!?()][一-鿿]",
    "a gap between words": r"[一-鿿，。；：] [一-鿿]",
    "shouting or flattery": r"[!！]|您",
    "a stop at the start": r"^[，。；：、）]",
    "threats": r"律师函|曝光|媒体|骗子|诈骗",
}


@pytest.mark.parametrize(("folder", "kind"), EVERY)
@pytest.mark.parametrize("case", CASES)
def test_no_letter_of_any_case_shows_a_slip(rules: RuleSet, folder: str, kind: str,
                                            case: str) -> None:
    blocks = made(rules, folder, kind, CASES[case])[0].blocks
    text = "\n".join(line for b in blocks
                     for line in (sum(b.rows, ()) if isinstance(b, Table) else block_lines(b)))
    slips = [(name, text[max(0, m.start() - 12):m.end() + 12])
             for name, slip in SLIPS.items() for m in re.finditer(slip, text, re.MULTILINE)]
    assert slips == []


@pytest.mark.parametrize(("folder", "kind"), EVERY)
def test_what_is_still_missing_is_marked_and_listed(rules: RuleSet, folder: str,
                                                    kind: str) -> None:
    needs = getattr(rules, folder)[kind].needs
    for facts in CASES.values():
        text = plain_text(made(rules, folder, kind, facts)[0])
        for fact in needs:
            mark = f"【{rules.specs[fact].short}】"
            assert mark not in text or fact not in facts, fact


@pytest.mark.parametrize("kind", LETTERS)
def test_no_heading_stands_without_text_below_it(rules: RuleSet, kind: str) -> None:
    for facts in CASES.values():
        blocks = made(rules, "letters", kind, facts)[0].blocks
        pairs = list(pairwise(blocks))
        assert pairs
        assert not [a for a, b in pairs if isinstance(a, Heading) and isinstance(b, Heading)]
        assert not isinstance(blocks[-1], Heading)


@pytest.mark.parametrize("kind", FORMS)
def test_a_short_text_fits_its_box(rules: RuleSet, kind: str) -> None:
    limit = rules.forms[kind].max_chars
    assert limit is not None
    for facts in CASES.values():
        assert len(words(rules, "forms", kind, facts)) <= limit


def test_a_letter_that_is_too_long_leaves_out_what_matters_least(rules: RuleSet) -> None:
    wordy = QUALITY | {"problem": "左脚鞋底开胶约3厘米。" * 25}
    for kind in ("merchant_demand", "platform_intervention", "complaint_12315"):
        text = to_text(made(rules, "letters", kind, wordy)[0], None)
        limit = rules.letters[kind].max_chars
        assert limit is not None
        assert len(text) <= limit
        assert text.count("左脚鞋底开胶") >= 1
        assert "。左脚鞋底。" not in text


# ---------------------------------------------------------------- the story

def test_the_words_of_the_merchant_are_quoted_once_and_answered(rules: RuleSet) -> None:
    text = words(rules, "letters", "merchant_demand", QUALITY)
    assert "你店说“穿过了，不退”。" in text
    assert text.count("“穿过了，不退”") == 2
    assert "“穿过了，不退”不是理由：" in text


def test_the_own_words_stand_once(rules: RuleSet) -> None:
    for kind in ("merchant_demand", "platform_intervention", "complaint_12315"):
        _, _, body = words(rules, "letters", kind, QUALITY).partition("\n")
        assert body.count("左脚鞋底开胶约3厘米") == 1


# ---------------------------------------------------------------- taking a refund back

def test_an_overpayment_is_owned_up_to_and_no_more_is_demanded(rules: RuleSet) -> None:
    text = words(rules, "letters", "clawback_reply", CASES["asked_back_double"])
    assert "多退的部分我退还" in text
    assert "请维持退款" not in text


def test_goods_that_stayed_are_offered_back_unless_someone_agreed(rules: RuleSet) -> None:
    kept = words(rules, "letters", "clawback_reply", CASES["goods_kept"])
    left = words(rules, "letters", "clawback_reply", CASES["goods_left_to_me"])
    assert "我就寄" in kept
    assert "我就寄" not in left
    assert "商家说过不用退货" in left


def test_the_reply_says_that_goods_were_returned_only_if_they_were(rules: RuleSet) -> None:
    said = "东西已经退回并由商家签收"
    assert said in words(rules, "letters", "clawback_reply", TAKEN)
    for case in ("goods_kept", "goods_left_to_me", "goods_gone"):
        assert said not in words(rules, "letters", "clawback_reply", CASES[case])


def test_the_money_taken_is_asked_back_in_the_first_line(rules: RuleSet) -> None:
    assert made(rules, "letters", "clawback_reply", TAKEN)[0].title.startswith(
        "请退回已扣的299元")


# ---------------------------------------------------------------- law that a letter brings along

def test_the_review_by_a_human_is_cited_from_the_day_it_is_law(rules: RuleSet) -> None:
    old = RETURNED | {"ordered_on": date(2025, 11, 1), "received_on": date(2025, 11, 3),
                      "applied_on": date(2025, 11, 4), "sent_back_on": date(2025, 11, 5),
                      "return_signed_on": date(2025, 11, 7), "decided_at": datetime(2025, 12, 1)}
    before = words(rules, "letters", "platform_appeal", old, datetime(2026, 1, 31, 12))
    after = words(rules, "letters", "platform_appeal", old, datetime(2026, 2, 1, 12))
    assert "所依据的规则条款。" in before
    assert "《网络交易平台规则监督管理办法》第十九条" in after


def test_rules_for_livestreams_are_cited_only_for_livestreams(rules: RuleSet) -> None:
    live = words(rules, "letters", "seller_disclosure", CASES["livestream_gone"])
    assert "《直播电商监督管理办法》第十八条" in live
    assert "直播" not in words(rules, "letters", "seller_disclosure", QUALITY)


def test_the_timeline_tells_what_happened_and_not_what_is_due(rules: RuleSet) -> None:
    dates = {f.id: NOW if f.type == "datetime" else NOW.date() for f in rules.facts
             if f.type in {"date", "datetime"}}
    ctx = Context(dates, NOW, lambda _: Decimal(0), rules.next_workday)
    told = {row["fact"] for row in timeline(rules, ctx)}
    due = {f.id for f in rules.facts if f.id in dates and not f.check.not_future}
    assert set(dates) - told == due
    assert {"ship_by", "page_deadline"} <= due


# ---------------------------------------------------------------- hostile text

def test_what_users_type_stays_plain_text(rules: RuleSet) -> None:
    evil = "{{ 7*7 }}{% for x in y %} | a | b\n# 标题\n1. 项 <b>&amp;</b> ${x} `x`"
    texts = ("product", "problem", "promise_text", "merchant_said", "order_no", "seller_name",
             "seller_address", "user_name", "user_phone", "user_address", "return_tracking")
    for facts in (QUALITY, RETURNED, TAKEN):
        tame = facts | dict.fromkeys(texts, "甲")
        hostile = facts | dict.fromkeys(texts, evil)
        for folder, kind in EVERY:
            shown = made(rules, folder, kind, hostile, endless=True)[0]
            assert "{{ 7*7 }}{% for" in plain_text(shown)
            assert [type(b) for b in shown.blocks] == [
                type(b) for b in made(rules, folder, kind, tame, endless=True)[0].blocks]


# ---------------------------------------------------------------- filters

@pytest.mark.parametrize(("typed", "sentence"), [
    ("鞋底开胶", "鞋底开胶。"),
    ("鞋底开胶。", "鞋底开胶。"),
    ("鞋底开胶.", "鞋底开胶。"),
    ("鞋底开胶，", "鞋底开胶。"),
    ("还能穿吗？", "还能穿吗？"),
    ("写着“真皮”", "写着“真皮”。"),
    ("他说“不退。”", "他说“不退。”"),
    ("（见照片）", "（见照片）。"),
    ("等等……", "等等……"),
    ("", ""),
])
def test_a_sentence_ends_with_one_stop(typed: str, sentence: str) -> None:
    assert _ensure_stop(typed) == sentence


@pytest.mark.parametrize(("typed", "quoted"), [
    ("不退。", "“不退”"),
    ("“不退”", "“不退”"),
    ('"不退"', "“不退”"),
    ('说"真皮"的', "“说‘真皮’的”"),
    ("“真皮”和“头层”", "“‘真皮’和‘头层’”"),
    (placeholder("商品"), "【商品】"),
])
def test_quoted_words_have_one_pair_of_quotes(typed: str, quoted: str) -> None:
    assert _quote(typed) == quoted


def test_laws_are_cited_by_their_short_title() -> None:
    law = Cited("民法典", "563(1)(3)", "", "中华人民共和国民法典", full_text=True)
    assert cite([law]) == "《民法典》第五百六十三条"
