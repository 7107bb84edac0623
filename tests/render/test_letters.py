"""Letters and short texts as a reader gets them, from facts to words."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest

from tests.render.plain import plain_text
from weiquan.core.judging.assess import assess
from weiquan.core.judging.views import Cited
from weiquan.core.language.condition import Context
from weiquan.core.telling.letters import letter_context, placeholder, timeline
from weiquan.paths import data_root
from weiquan.render.blocks import Document, Heading, Table, block_lines
from weiquan.render.letters import _ensure_stop, _quote, cite, render_letter

if TYPE_CHECKING:
    from collections.abc import Mapping

    from weiquan.core.model.ruleset import RuleSet

NOW = datetime(2026, 11, 22, 20, 0)
LETTERS = ("merchant_demand", "platform_intervention", "platform_appeal", "seller_disclosure",
           "clawback_reply", "complaint_12315", "report_12315", "consumer_association",
           "evidence_list")
FORMS = ("merchant_demand", "platform_intervention", "platform_appeal", "clawback_reply",
         "complaint_12315", "report_12315")
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
    "excuse": "used", "loss": Decimal(20), "problem": "左脚鞋底开胶约3厘米",
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
         now: datetime = NOW) -> tuple[Document, dict[str, Any]]:
    meta = getattr(rules, folder)[kind]
    context = letter_context(rules, facts, assess(rules, facts, now), meta)
    return render_letter(data_root() / "templates", folder, meta, context), context


def words(rules: RuleSet, folder: str, kind: str, facts: Mapping[str, Any],
          now: datetime = NOW) -> str:
    return plain_text(made(rules, folder, kind, facts, now)[0])


# ---------------------------------------------------------------- every letter, every case

SLIPS = {
    "template marks": r"\{\{|\}\}|\{%|%\}|\{#",
    "Python values": r"None|True|False|Undefined|Decimal|datetime",
    "two stops in a row": r"[，。；：、？]{2}",
    "empty brackets": r"（）|“”|《》|【】|（；|；）",
    "half-width punctuation": r"[一-鿿][,.;:!?()][一-鿿]",
    "a gap between words": r"[一-鿿，。；：] [一-鿿]",
    "shouting or flattery": r"[!！]|您",
    "a stop at the start": r"^[，。；：、）]",
    "threats": r"律师函|曝光|媒体|骗子|诈骗",
}


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize(("folder", "kind"), EVERY)
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
        document, context = made(rules, folder, kind, facts)
        marks = set(re.findall(r"【待补：(.*?)】", plain_text(document)))
        missing = {rules.specs[f].short for f in needs if f not in facts}
        amounts = {d["working"] for d in context["demands"] if d["amount"] is None}
        assert missing <= marks | {"平台垫付"}
        platform = rules.platforms.get(facts.get("platform", ""))
        named_by = platform.named_by if platform and platform.named_by not in facts else ""
        assert marks <= missing | amounts | set(context["open_days"]) | (
            {rules.specs[named_by].short} if named_by else set())


@pytest.mark.parametrize("kind", LETTERS)
def test_no_heading_stands_without_text_below_it(rules: RuleSet, kind: str) -> None:
    for facts in CASES.values():
        blocks = made(rules, "letters", kind, facts)[0].blocks
        pairs = list(pairwise(blocks))
        assert pairs
        assert not [a for a, b in pairs if isinstance(a, Heading) and isinstance(b, Heading)]
        assert not isinstance(blocks[-1], Heading)


@pytest.mark.parametrize("kind", LETTERS)
def test_a_letter_bears_the_title_of_its_front_matter(rules: RuleSet, kind: str) -> None:
    assert made(rules, "letters", kind, QUALITY)[0].title == rules.letters[kind].title


@pytest.mark.parametrize("kind", FORMS)
def test_a_short_text_fits_its_box(rules: RuleSet, kind: str) -> None:
    limit = rules.forms[kind].max_chars
    assert limit is not None
    for facts in CASES.values():
        assert len(words(rules, "forms", kind, facts)) <= limit


def test_the_chat_message_is_short(rules: RuleSet) -> None:
    assert len(words(rules, "forms", "merchant_demand", RETURNED)) <= 200


# ---------------------------------------------------------------- the story

def test_the_story_tells_every_dated_fact_in_order(rules: RuleSet) -> None:
    text = words(rules, "letters", "complaint_12315", RETURNED)
    days = ["2026年9月1日", "2026年9月5日", "2026年9月7日", "2026年9月8日", "2026年9月11日",
            "2026年10月1日9时5分"]
    at = [text.index(f"{day}，") for day in days]
    assert at == sorted(at)


def test_the_hour_is_told_only_where_it_is_known(rules: RuleSet) -> None:
    facts = QUALITY | {"rejected_at": datetime(2026, 9, 8)}
    assert "2026年9月8日18时30分，商家拒绝" in words(rules, "letters", "merchant_demand", QUALITY)
    assert "2026年9月8日，商家拒绝" in words(rules, "letters", "merchant_demand", facts)


def test_the_words_of_the_merchant_are_quoted(rules: RuleSet) -> None:
    assert "“穿过了，不退”。" in words(rules, "letters", "merchant_demand", QUALITY)


# ---------------------------------------------------------------- demands

@pytest.mark.parametrize("kind", ["merchant_demand", "platform_intervention", "platform_appeal",
                                  "complaint_12315", "consumer_association"])
def test_demands_stand_with_amount_working_and_capitals(rules: RuleSet, kind: str) -> None:
    text = words(rules, "letters", kind, QUALITY)
    assert "金额 299.00 元（计算方法：" in text
    assert "共计 319.00 元（人民币叁佰壹拾玖元整）" in text


@pytest.mark.parametrize("kind", ["merchant_demand", "platform_intervention", "complaint_12315"])
def test_a_short_text_says_how_much_is_asked(rules: RuleSet, kind: str) -> None:
    assert "共计 319.00 元" in words(rules, "forms", kind, QUALITY)


def test_while_facts_are_open_a_letter_does_not_demand_everything_at_once(rules: RuleSet) -> None:
    context = made(rules, "letters", "merchant_demand", CASES["barely_anything"])[1]
    assert len(context["demands"]) == 1


def test_a_report_asks_for_no_money(rules: RuleSet) -> None:
    document, context = made(rules, "letters", "report_12315", RETURNED)
    text = plain_text(document)
    assert context["report_points"]
    assert "计算方法" not in text
    assert not [d for d in context["demands"] if d["ask"] in text]


def test_a_complaint_asks_for_no_punishment(rules: RuleSet) -> None:
    text = words(rules, "letters", "complaint_12315", QUALITY)
    assert not re.search("处罚|罚款|查处|立案", text)


def test_exhibits_carry_one_number_in_every_letter(rules: RuleSet) -> None:
    for kind in ("merchant_demand", "complaint_12315", "evidence_list"):
        tables = [b for b in made(rules, "letters", kind, RETURNED)[0].blocks
                  if isinstance(b, Table)]
        assert [row[:2] for row in tables[-1].rows[1:]] == [
            ("证据1", "订单详情"), ("证据2", "付款和到账记录"), ("证据3", "退货运单和签收")]


# ---------------------------------------------------------------- taking a refund back

def test_an_overpayment_is_owned_up_to_and_no_more_is_demanded(rules: RuleSet) -> None:
    text = words(rules, "letters", "clawback_reply", CASES["asked_back_double"])
    assert "多退的部分，消费者愿意退还" in text
    assert "撤回要求" not in text
    assert "没有发现同一笔款项重复退款" not in text


def test_whoever_was_paid_twice_demands_no_money(rules: RuleSet) -> None:
    facts = QUALITY | {"advance_refund": "taken_back", "double_refund": True}
    assert "计算方法" in words(rules, "letters", "clawback_reply",
                           facts | {"double_refund": False})
    assert "计算方法" not in words(rules, "letters", "clawback_reply", facts)


def test_goods_that_stayed_are_offered_back_unless_someone_agreed(rules: RuleSet) -> None:
    kept = words(rules, "letters", "clawback_reply", CASES["goods_kept"])
    left = words(rules, "letters", "clawback_reply", CASES["goods_left_to_me"])
    assert "消费者愿意退回商品" in kept
    assert "消费者愿意退回商品" not in left
    assert "无需退货" in left


def test_the_reply_says_that_goods_were_returned_only_if_they_were(rules: RuleSet) -> None:
    said = "商品已退回并由商家签收"
    assert said in words(rules, "letters", "clawback_reply", TAKEN)
    for case in ("goods_kept", "goods_left_to_me", "goods_gone"):
        assert said not in words(rules, "letters", "clawback_reply", CASES[case])


def test_the_money_taken_is_asked_back_when_the_goods_were_returned(rules: RuleSet) -> None:
    text = words(rules, "letters", "clawback_reply", TAKEN)
    assert "299.00 元" in text[text.index("请求"):]


def test_a_complaint_about_a_refund_taken_back_names_the_platform(rules: RuleSet) -> None:
    against = words(rules, "letters", "complaint_12315", TAKEN)
    assert "被投诉人（下文称平台）" in against
    assert "由平台履行" in against
    assert "被投诉人（下文称商家）" in words(rules, "letters", "complaint_12315", QUALITY)


# ---------------------------------------------------------------- law that a letter brings along

def test_the_review_by_a_human_is_cited_from_the_day_it_is_law(rules: RuleSet) -> None:
    old = RETURNED | {"ordered_on": date(2025, 11, 1), "received_on": date(2025, 11, 3),
                      "applied_on": date(2025, 11, 4), "sent_back_on": date(2025, 11, 5),
                      "return_signed_on": date(2025, 11, 7), "decided_at": datetime(2025, 12, 1)}
    before = words(rules, "letters", "platform_appeal", old, datetime(2026, 1, 31, 12))
    after = words(rules, "letters", "platform_appeal", old, datetime(2026, 2, 1, 12))
    assert "由人工复核本次处理结果，并告知复核结论。" in before
    assert "《网络交易平台规则监督管理办法》第十九条" in after


def test_rules_for_livestreams_are_cited_only_for_livestreams(rules: RuleSet) -> None:
    live = words(rules, "letters", "seller_disclosure", CASES["livestream_gone"])
    assert "《直播电商监督管理办法》第十八条" in live
    assert "直播" not in words(rules, "letters", "seller_disclosure", QUALITY)


def test_grounds_with_one_name_add_up(rules: RuleSet) -> None:
    grounds = made(rules, "letters", "seller_disclosure", RETURNED)[1]["grounds"]
    assert [g.law for g in grounds["identity"]] == ["消法", "电商法", "七日办法"]


def test_each_article_is_explained_once(rules: RuleSet) -> None:
    for facts in CASES.values():
        told = [(a.law, a.article.split("(")[0])
                for a in made(rules, "letters", "platform_appeal", facts)[1]["articles"]]
        assert len(told) == len(set(told))


def test_articles_are_never_quoted_as_wording(rules: RuleSet) -> None:
    document, context = made(rules, "letters", "complaint_12315", QUALITY)
    assert context["articles"]
    assert not [a for a in context["articles"] if f"“{a.gist}" in plain_text(document)]


def test_the_timeline_tells_what_happened_and_not_what_is_due(rules: RuleSet) -> None:
    dates = {f.id: NOW if f.type == "datetime" else NOW.date() for f in rules.facts
             if f.type in {"date", "datetime"}}
    ctx = Context(dates, NOW, lambda _: Decimal(0), rules.next_workday)
    told = {row["fact"] for row in timeline(rules, ctx)}
    assert set(dates) - told == {"ship_by", "page_deadline"}


# ---------------------------------------------------------------- hostile text

def test_what_users_type_stays_plain_text(rules: RuleSet) -> None:
    evil = "{{ 7*7 }}{% for x in y %} | a | b\n# 标题\n1. 项 <b>&amp;</b> ${x} `x`"
    texts = ("product", "problem", "promise_text", "merchant_said", "order_no", "seller_name",
             "seller_address", "user_name", "user_phone", "user_address", "return_tracking")
    for facts in (QUALITY, RETURNED, TAKEN):
        tame = facts | dict.fromkeys(texts, "甲")
        hostile = facts | dict.fromkeys(texts, evil)
        for folder, kind in EVERY:
            shown = made(rules, folder, kind, hostile)[0]
            assert "{{ 7*7 }}{% for x in y %}" in plain_text(shown)
            assert [type(b) for b in shown.blocks] == [
                type(b) for b in made(rules, folder, kind, tame)[0].blocks]


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
    (placeholder("商品"), "【待补：商品】"),
])
def test_quoted_words_have_one_pair_of_quotes(typed: str, quoted: str) -> None:
    assert _quote(typed) == quoted


def test_laws_are_cited_by_their_short_title() -> None:
    law = Cited("民法典", "563(1)(3)", "", "中华人民共和国民法典", full_text=True)
    assert cite([law]) == "《民法典》第五百六十三条"
