"""What a sum in a text is for: the price, a loss, a refund, a wish; or left alone."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.yaml_files import values_in
from weiquan.core.asking.hearing import hear
from weiquan.core.asking.told import Told
from weiquan.core.values.said_sums import said_sums

NOW = datetime(2026, 11, 22, 20)
SUMS = values_in(Path(__file__).parent / "sums.yaml")["sums"]


def money_in(rules, text) -> dict[str, Decimal]:
    """The sums that a text gives, by fact; losses by their kind."""
    out: dict[str, Decimal] = {}
    for p in hear(rules, text, NOW).proposals:
        kind = rules.specs[p.fact].type
        if kind == "money":
            out[p.fact] = p.value
        elif kind == "items":
            out[p.value[0].kind] = p.value[0].amount
    return out


def test_the_table_is_long_enough():
    assert len(SUMS) >= 60


@pytest.mark.parametrize("case", SUMS, ids=lambda c: c["text"][:14])
def test_a_sum_has_the_role_that_its_sentence_gives_it(rules, case):
    expected = {k: Decimal(str(v)) for k, v in case["read"].items()}
    assert money_in(rules, case["text"]) == expected


@pytest.mark.parametrize("case", SUMS, ids=lambda c: c["text"][:14])
def test_a_sum_keeps_its_role_beside_a_purchase(rules, case):
    """A sentence before it that names another price changes no other role."""
    aside = {"paid", "fair_price"}      # a price tag says something beside its own price only
    read: dict[str, Any] = {k: Decimal(str(v)) for k, v in case["read"].items() if k not in aside}
    found = money_in(rules, f"在网上买的台灯，实付77元。{case['text']}")
    assert {k: v for k, v in found.items() if k not in aside} == read
    if "paid" not in case["read"]:
        assert found["paid"] == 77


@given(st.lists(st.sampled_from([c["text"] for c in SUMS]), min_size=2, max_size=4, unique=True),
       st.sampled_from(["。", "，", "；", "\n"]))
def test_no_sum_has_two_roles(rules, texts, between):
    text = between.join(texts)
    said = Counter(s.value for s in said_sums(Told(text, rules.speech).flat))
    roles = Counter(money_in(rules, text).values())
    for value, times in roles.items():
        assert times <= max(said[value], 1), (text, value)


# ---------------------------------------------------------------- how sums are written

@pytest.mark.parametrize(("text", "values"), [
    ("一万二", ["12000"]), ("3k多", ["3000"]), ("101万", ["1010000"]),
    ("12万多分批转走", ["120000"]),
    ("7140元", ["7140"]), ("43块", ["43"]), ("19块9包邮", ["19.9"]), ("9元9角", ["9.9"]),
    ("5块5毛", ["5.5"]), ("1700块3盒", ["1700"]), ("五块一张的券", ["5"]), ("1,299.50", ["1299.5"]),
    ("375，380的放不进", ["375", "380"]), ("20100 → 20000", ["20100", "20000"]),
    ("退我4块就是退5块", ["4", "5"]), ("两块硬盘", []), ("6块22ah电池", []), ("一块翡翠", []),
    ("打12315", []), ("双11买的", []), ("99新", []), ("20卷", []), ("八九十", []),
])
def test_a_sum_is_what_a_reader_would_take_for_one(rules, text, values):
    found = said_sums(Told(text, rules.speech).flat)
    assert [s.value for s in found] == [Decimal(v) for v in values]


@given(st.integers(1, 99999), st.integers(0, 9),
       st.sampled_from(["元{}角", "块{}", "块{}毛", ".{}元"]))
def test_yuan_and_jiao_are_one_sum(yuan, jiao, form):
    text = f"{yuan}{form.format(jiao)}"
    if yuan > 9 or not form.startswith("块"):   # 6块22
        assert [s.value for s in said_sums(text)] == [Decimal(f"{yuan}.{jiao}")]


@given(st.text(alphabet="0123456789.，,元块角毛分万千百k多余约一二两三十零减-~¥ 个张", max_size=14))
def test_any_heap_of_digits_is_read_without_failing(text):
    for said in said_sums(text):
        assert said.value > 0
        assert text[said.start:said.end]


@given(st.integers(1, 9), st.integers(1, 9), st.integers(1, 9),
       st.sampled_from([("万", "千", 10_000), ("千", "百", 1_000)]))
def test_a_sum_in_steps_of_ten_is_one_sum(first, second, third, steps):
    big, small, unit = steps
    for text, value in ((f"{first}{big}{second}", first * unit + second * unit // 10),
                        (f"{first}{big}{second}{small}", first * unit + second * unit // 10),
                        (f"{first}{big}{second}{small}{third}",
                         first * unit + second * unit // 10 + third * unit // 100)):
        assert [s.value for s in said_sums(f"付了{text}")] == [Decimal(value)], text


# 12315 and its like are telephone numbers.
@given(st.lists(st.integers(11, 9999).map(lambda n: n * 10 + 9)
                .filter(lambda n: n // 100 != 123), min_size=1, max_size=4),
       st.sampled_from(["退我", "要求退", "我要退", "还我"]),
       st.sampled_from(["，赔我", "再赔", "、赔", "，再赔我", "还要赔"]))
def test_what_is_asked_for_in_parts_is_added_up(rules, sums, first, then):
    text = first + then.join(map(str, sums))
    assert money_in(rules, text).get("asked_sum") == sum(sums), text


@given(st.lists(st.integers(6, 59).map(lambda n: n * 10 + 9), min_size=2, max_size=4, unique=True),
       st.sampled_from(["件", "双", "条", "个"]), st.booleans())
def test_the_prices_of_all_pieces_are_added_up(rules, prices, piece, each):
    said = f"一{piece}" if each else ""
    listed = "、".join(f"{said}{p}" for p in prices[:-1]) + f"和{said}{prices[-1]}"
    count = "零一两三四"[len(prices)]
    assert money_in(rules, f"买了{count}{piece}衣服，{listed}，都开线了") == {"paid": sum(prices)}
    other = "五六"[len(prices) % 2]
    assert "paid" not in money_in(rules, f"买了{other}{piece}衣服，{listed}，都开线了")
