"""What a letter says, on random cases: each sentence is carried by an answer, none by nothing."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest

from tests.explore import NOW, walk
from weiquan.core.judging.assess import assess
from weiquan.core.judging.assessment import Assessment
from weiquan.core.judging.combining import ONLY_IF_WISHED
from weiquan.core.model import LetterMeta
from weiquan.core.model.ruleset import RuleSet
from weiquan.core.telling.letters import letter_context
from weiquan.core.telling.statements import SAME, covered
from weiquan.paths import data_root
from weiquan.render.letters import engine_for, render_letter
from weiquan.render.txt import to_text

CASES = 3
Facts = dict[str, Any]
# What a person may have typed for letters; facts that no random interview asks for.
TYPED = {
    "problem": ("右边门第三天就关不上，缝有两厘米。拧过螺丝也没用。",
                "半夜自己断电，一晚上断了4次，冰箱里的东西全坏了。",
                "找商家，他们店里说不归他们管。贵司客服还说卖家发货时是好的，第二天就不制冷了。"),
    "told_more": ("1. 11月3日16:20打开的，照片有 2. 还没投诉 3. 病历写“划伤1.8厘米”，店还开着",
                  "1. 10月、11月都在群里催过 2. 说“发出去就不管了” 3. 我觉得自己看得懂"),
    "merchant_said": ("这个不归我们管", "超过时间了", "说我没证据是他家的"),
    "promise_text": ("十年质保，坏了包换",), "product": ("衣柜一个", "净水器"),
    "seller_name": ("某某家居旗舰店",), "order_no": ("240911234567",),
    "user_name": ("何某",), "user_phone": ("13800000000",),
}
# Two sentences that say opposite things about how matters stand.
OPPOSITE = (
    ("东西在我这里", r"我寄回|退货在路上|签收退货|退回并由|没有签收|至今没有收到"),
    ("没有答复", r"(?:你店|你方|商家|对方|卖家|你)说“|被拒绝"),
    ("答应了，一直没有办", r"被拒绝|不同意办理"), ("同意退货", r"不同意办理|申请被拒绝"),
    ("至今没有收到", r"我寄回|签收退货|退货.{0,4}已经签收"),
    ("货款已经退回", r"到今天没有退款"),
    ("之后联系不到", r"店还开着|只同意|同意退货"), ("至今没有发货", r"\d日签收"),
    ("页面没有写明", r"(?:你店|商家)写明“"), ("没有答复", r"只同意|提出的处理办法"),
    ("没有签收", r"东西在我这里|商品已经寄回|已将商品寄回"),
)
# What only an answer can carry: something that was done, said or left undone.
CLAIMS = re.compile(r"寄回|签收|拒绝|不同意|没有(?:发货|收到|退款|答复|受理|退)|已经|一直"
                    r"|被(?!投|举|申|告|异|答)")
# 没有公示地址的, 不同意的: a condition, and what the form itself says of the way of the letter.
IF = re.compile(r"[^，。]*的(?:，|请)|以前|不在其内")
CODE = re.compile(r"[A-Za-z_]{3,}|None|[{}]|【待补")


@dataclass(frozen=True)
class Written:
    """One letter of one case: what it sees and its text, unwrapped."""

    meta: LetterMeta
    seen: dict[str, Any]
    text: str

    @property
    def sentences(self) -> list[str]:
        """What it says after its head, one by one, without numbers and spaces at the edges."""
        lines = [re.sub(r"^\d+\. ", "", x.strip()) for x in self.text.split("\n")]
        return [s.strip() for x in lines for s in re.split(r"[。；　]", x) if len(s.strip()) > 3]


def facts_of(rules: RuleSet, seed: int) -> Facts:
    """A random case; the odd ones are told only in part."""
    rng = random.Random(seed)
    facts = dict(walk(rules, rng, unsure=0.05 if seed % 2 else 0.3).facts)
    for name, texts in TYPED.items():
        if rng.random() < 0.6:
            facts.setdefault(name, rng.choice(texts))
    return facts


def write(rules: RuleSet, engine: Any, facts: Facts, result: Assessment,
          meta: LetterMeta) -> Written:
    """One letter, whether or not it is offered."""
    folder = "letters" if meta is rules.letters.get(meta.id) else "forms"
    seen = letter_context(rules, facts, result, meta)
    document = render_letter(data_root() / "templates", folder, meta, seen, engine)
    return Written(meta, seen, to_text(document, None))


@pytest.fixture(scope="module")
def engine() -> Any:
    return engine_for(data_root() / "templates")


def offered(rules: RuleSet, engine: Any, seeds: range) -> Iterator[tuple[Facts, Assessment,
                                                                        Written]]:
    """Every letter that is offered in these cases, and its short text."""
    for seed in seeds:
        facts = facts_of(rules, seed)
        result = assess(rules, facts, NOW)
        for view in result.letters:
            yield facts, result, write(rules, engine, facts, result, view.rule)
            if view.rule.form:
                yield facts, result, write(rules, engine, facts, result,
                                           rules.forms[view.rule.form])


def _carried(rules: RuleSet, engine: Any, facts: Facts,
             letters: list[Written]) -> list[tuple[str, str]]:
    """The claims in the letters of a case that stand there whatever is left out of it."""
    left = [{s for s in one.sentences if CLAIMS.search(IF.sub("", s))} for one in letters]
    sections: dict[str, set[str]] = {}
    for name in facts:
        sections.setdefault(rules.specs[name].section, set()).add(name)
    # All at once first: hardly a claim outlives it.
    for group in ([set(facts)] + list(sections.values()) + [{name} for name in facts]):
        if not any(left):
            break
        rest = {k: v for k, v in facts.items() if k not in group}
        result = assess(rules, rest, NOW)
        for n, one in enumerate(letters):
            if left[n]:
                left[n] &= set(write(rules, engine, rest, result, one.meta).sentences)
    return [(one.meta.id, s) for one, some in zip(letters, left, strict=True) for s in sorted(some)]


@pytest.mark.parametrize("seeds", [range(3), pytest.param(range(3, 60),
                                                             marks=pytest.mark.nightly)])
def test_every_sentence_is_carried_by_an_answer_or_is_the_form_itself(
        rules: RuleSet, engine: Any, seeds: range) -> None:
    seen = 0
    for seed in seeds:
        made = list(offered(rules, engine, range(seed, seed + 1)))
        if made:
            assert _carried(rules, engine, made[0][0], [one for _, _, one in made]) == []
        seen += len(made)
    assert seen > 4


def test_nothing_is_demanded_that_is_done_and_sums_are_those_of_the_ledger(
        rules: RuleSet, engine: Any) -> None:
    asked = 0
    # Some cases have no letter that asks for anything: on until enough was asked.
    for facts, result, one in offered(rules, engine, range(100, 100 + CASES * 20)):
        paid, back = facts.get("paid"), facts.get("refunded_amount")
        refunded = facts.get("refund_status") == "refunded" and facts.get(
            "advance_refund") not in {"asked_back", "taken_back"}
        wishes = facts.get("wishes") if isinstance(facts.get("wishes"), tuple) else ()
        for ask in one.seen["asks"]:
            asked += 1
            if not ask["line"]:  # the request of a wish that no line answers
                assert ask["wish"] in wishes, ask
                continue
            line = next(x for x in result.lines if x.id == ask["line"])
            if ask["money"] == "price" and isinstance(paid, Decimal) and ask["amount"] is not None:
                most = paid - (back if isinstance(back, Decimal) else Decimal(0))
                promised = [facts.get(n) for n in ("promised_sum", "offered_sum", "advance_amount",
                                                   "clawback_amount", "deposit_paid", "asked_sum",
                                                   "total_price")]
                assert ask["amount"] <= max(most, *(x for x in promised
                                                    if isinstance(x, Decimal)), Decimal(0)), ask
            if ask["money"] in ONLY_IF_WISHED:
                assert set(line.rule.wishes) & set(wishes), ask
            if refunded:
                assert ask["money"] not in {"price", "act"}, (one.meta.id, ask)
            if one.seen["goods_back"] or one.seen["never_came"]:
                assert not re.search("退货并|无理由退货|配合退回", ask["text"]), ask
            assert not line.rule.leans or len(one.seen["asks"]) > 1, ask
            assert "〔" not in ask["text"] + ask["short"]
        sure = [a["amount"] for a in one.seen["asks"] if a["sure"] and a["amount"] is not None]
        if one.seen["sum_sure"] is not None:
            assert one.seen["sum_sure"] == sum(sure, Decimal(0))
        if facts.get("merchant_response") == "agreed":
            assert one.meta.id != "merchant_demand"
        if asked > 60:
            break
    assert asked > 60


def test_no_reason_without_a_fact_and_no_two_sentences_against_each_other(
        rules: RuleSet, engine: Any) -> None:
    reasons = 0
    for facts, _, one in offered(rules, engine, range(200, 200 + CASES * 2)):
        text = one.text
        for typed in (v for k, v in facts.items() if k in TYPED):
            text = text.replace(typed.rstrip("。"), "某")
        for row in one.seen["reasons"]:
            reasons += 1
            assert row["story"] or one.seen["told"] or one.seen["troubles"], one.meta.id
        assert "因此，可以" not in text
        for said, against in OPPOSITE:
            if said in text:
                found = re.search(against, text.replace(said, ""))
                assert not found, (one.meta.id, said, found, text)
    assert reasons > 20


# What the own words of TYPED must leave behind nowhere.
LEFT = re.compile("还没投诉|店还开着|照片有|我觉得自己|“[^”]*他家|“我没证据|贵司")
BEGINS = re.compile("[和及但而]|所以|于是|然后")


@pytest.mark.parametrize("seeds", [range(700, 700 + CASES * 2), pytest.param(
    range(706, 800), marks=pytest.mark.nightly)])
def test_facts_are_whole_sentences_and_stand_once(rules: RuleSet, engine: Any,
                                                  seeds: range) -> None:
    told = 0
    for seed in seeds:
        facts = facts_of(rules, seed) | {"told_more": TYPED["told_more"][seed % 2],
                                         "merchant_said": TYPED["merchant_said"][-1]}
        result = assess(rules, facts, NOW)
        for view in result.letters:
            if view.rule.id not in {"merchant_demand", "platform_intervention"}:
                continue
            one = write(rules, engine, facts, result, view.rule)
            assert not LEFT.search(one.text), (LEFT.search(one.text), one.text)
            assert one.text.count("“") == one.text.count("”")
            spoken = [s for row in one.seen["told"] for s in row["text"].split("。")]
            told += len(spoken)
            for n, sentence in enumerate(spoken):
                assert not BEGINS.match(sentence), sentence
                assert all(covered(sentence, x) < SAME for x in spoken[n + 1:]), spoken
            firsts = [(c[0].law, c[0].article) for c in (r["cite"] for r in one.seen["reasons"])]
            assert len(set(firsts)) == len(firsts), firsts
    assert told > 3


HE = re.compile("商家|卖家|店家|贵司|他们")


@pytest.mark.parametrize("seeds", [range(400, 400 + CASES * 2), pytest.param(
    range(412, 600), marks=pytest.mark.nightly)])
def test_a_letter_to_the_seller_speaks_to_him_and_asks_first(
        rules: RuleSet, engine: Any, seeds: range) -> None:
    spoken = 0
    for seed in seeds:
        facts = facts_of(rules, seed) | {"problem": TYPED["problem"][-1]}
        result = assess(rules, facts, NOW)
        for view in result.letters:
            if view.rule.id not in {"chat_message", "merchant_demand"}:
                continue
            one = write(rules, engine, facts, result, view.rule)
            if one.seen["party"] not in {"shop", "owner"}:
                continue
            said = re.sub("“[^”]*”|【[^】]*】", "", one.text)
            assert not HE.search(said), (one.meta.id, HE.search(said), one.text)
            if one.meta.id == "merchant_demand":
                spoken += one.seen["them"] in "".join(r["text"] for r in one.seen["told"])
                head, _, rest = one.text.partition("事实")
                assert "请在" in head
                assert not re.search(r"^\s*\d+\. *[；，。]", rest, re.MULTILINE)
    assert spoken > 0


def test_every_letter_keeps_its_length_and_shows_no_code(rules: RuleSet, engine: Any) -> None:
    seen = set()
    for facts, _, one in offered(rules, engine, range(300, 300 + CASES * 2)):
        seen.add(one.meta.id)
        if one.meta.max_chars is not None:
            assert len(one.text) <= one.meta.max_chars, (one.meta.id, len(one.text), one.text)
        text = one.text
        for typed in (v for v in facts.values() if isinstance(v, str)):
            text = text.replace(typed, "某")
        assert not CODE.search(text), (one.meta.id, CODE.search(text))
        assert not re.search(r"[，。；：、]{2}|（）|“”|^\d+\. *$", text, re.MULTILINE), \
            (one.meta.id, text)
    assert len(seen) > 5
