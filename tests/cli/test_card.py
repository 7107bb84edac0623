"""The card fits its screen whatever the case, and says what must be said."""

from __future__ import annotations

import random
from datetime import datetime

import pytest

from tests.cli.conftest import AS_OF, TOLD, sets
from tests.daily import share
from tests.explore import walk
from weiquan.core.judging.assess import assess
from weiquan.core.telling.card import card_of
from weiquan.render.card import card_lines
from weiquan.render.wrap import width

NOW = datetime.fromisoformat(AS_OF)
SIZES = [(80, 24), (50, 20)]
PASTE = ("请退还货款。理由：收到的东西和说的不一样。" * 4, "订单号 1234567890", "请写明理由。" * 9)


@pytest.mark.parametrize("seed", range(12))
def test_the_card_of_any_case_fits_the_screen(rules, seed):
    rng = random.Random(900 + seed)
    some = tuple(x for x in rules.happened if rng.random() < 0.1) or ("mismatch",)
    way = walk(rules, rng, fixed={"happened": some})
    for known in (3, 8, len(way.asked)):
        given = {k: way.facts[k] for k in way.asked[:known]}
        result = assess(rules, given, NOW)
        card = card_of(rules, given, result)
        for columns, rows in SIZES:
            for paste in ((), PASTE):
                lines = card_lines(card, columns - 1, rows, paste=paste, paste_to="平台介入")
                assert len(lines) <= rows - 1
                assert all(width(x) < columns for x in lines)
                text = "".join("".join(x.split()) for x in lines)
                assert "".join(card.steps[0].title.split()) in text
                assert "再来看一次" in text
                assert ("必须做" in text) != ("可以睡了" in text)
                for first in (card.mine[:12], *card.overdue[:1]):
                    assert "".join(first.split())[:12] in text
                for wish in [w for w in card.wishes if w.asked][:1]:
                    assert f"【{wish.mark}】" in text


@pytest.mark.parametrize("seeds", share(range(30), 3))
def test_one_answer_to_several_wishes_stands_once(rules, seeds):
    seen = 0
    for seed in seeds:
        way = walk(rules, random.Random(3_000 + seed))
        facts = {**way.facts, "wishes": ("exchange", "repair", "parts", "refund_return", "ten")}
        card = card_of(rules, facts, assess(rules, facts, NOW))
        rows = [(w.mark, w.amount, w.say) for w in card.wishes if w.asked and w.say]
        assert len(rows) == len(set(rows)), rows
        seen += any("、" in w.label for w in card.wishes)
    assert seen


def test_the_nearest_day_of_mine_and_what_is_overdue_are_always_shown(weiquan):
    overdue = weiquan("now", *sets({**TOLD, "apply_reason": "no_reason"}), "--as-of", AS_OF)
    assert "商家已经逾期 5 天：" in overdue.out
    mine = weiquan("now", "--set", "happened=unwanted", "--set", "received_on=2026-11-17",
                   "--refund-status", "not_applied", "--platform", "douyin", "--as-of", AS_OF)
    assert "最近的期限：11月24日（周二）24:00 前" in mine.out
    unknown = weiquan("now", "--set", "happened=unwanted", "--set", "received_on=不清楚",
                      "--refund-status", "not_applied", "--platform", "douyin", "--as-of", AS_OF)
    assert "一共7天。那天还不清楚，所以今天就做。" in "".join(unknown.out.split())
    for got in (overdue, mine, unknown):
        assert "没有写死的日子" not in got.out


def test_the_card_in_a_file_is_whole(rules):
    facts = {"happened": ("unwanted",), "platform": "douyin"}
    card = card_of(rules, facts, assess(rules, facts, NOW))
    text = "".join("".join(x.split()) for x in card_lines(card, 72, paste=PASTE))
    for piece in (*card.stop, *card.later, *(d for s in card.steps for d in s.do), *PASTE):
        assert "".join(piece.split()) in text
