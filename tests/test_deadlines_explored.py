"""What the card says of days, over cases of every kind with their days spread over two years."""

from __future__ import annotations

import random
import re
from datetime import timedelta
from typing import Any

import pytest

from tests.daily import share
from tests.explore import NOW
from tests.kinds import SERVICES, Case, cases
from weiquan.core.judging.assess import assess
from weiquan.core.language.condition import Special
from weiquan.core.model.ruleset import RuleSet
from weiquan.core.telling.card import card_of
from weiquan.render.plan import plan_lines

DAILY = 240
NEVER = re.compile(r"一共 0 天|(?:逾期|已过) \d+ (?:分钟|小时)：|过了 \d+ 天，")
NO_REASON = "提出七天无理由退货"
QUALITY = "质量问题直接要求退货"
FAULTS = {"arrived_bad", "fault_later", "mismatch", "fake_or_used", "wrong_missing", "food",
          "accused"}
CANNOT_BE_UNWANTED = {"fresh", "live", "digital", "voucher", "press"}
LONGEST = 40             # days from the order after which seven days from the door are over


def _cases(seeds: range) -> list[tuple[Case, Any]]:
    """Cases on some day of the two years after them, at midnight or in the evening."""
    out = []
    for case in cases(seeds):
        rng = random.Random(repr(case))
        later = timedelta(days=rng.choice((0, 0, 1, 5, 20, 45, 100, 365, 730)))
        case.facts.setdefault("refund_status", "not_applied")
        if "received_on" in case.facts and rng.random() < 0.6:
            case.facts["received_on"] = Special.UNSURE
        if rng.random() < 0.3:
            case.facts["return_signed_on"] = NOW.date()
            case.facts["refund_status"] = "return_signed"
        if rng.random() < 0.3:
            case.facts.update(standing_offer="refund", offer_until=Special.UNSURE)
        if rng.random() < 0.3 and case.story not in {"not_shipped", "cancelled"}:
            case.facts["goods_where"] = rng.choice(("gone", "used", "with_me"))
        if rng.random() < 0.2:
            case.facts["ordered_on"] = Special.UNSURE
        hour = rng.choice(({"hour": 0, "minute": 0}, {}))
        out.append((case, NOW.replace(**hour) + later))
    return out


def _swept(rules: RuleSet, seeds: range) -> None:
    told, wrong = 0, []
    for case, now in _cases(seeds):
        facts = case.facts
        result = assess(rules, facts, now)
        card = card_of(rules, facts, result)
        lines = "".join(x.strip() for x in plan_lines(rules, result, card, 80))
        about = (case.kind, case.where, case.story, card.mine)
        wrong += [(*about, m.group()) for m in NEVER.finditer(lines)]
        told += NO_REASON in card.mine or QUALITY in card.mine
        if "那天还不清楚" in card.mine and (NO_REASON in card.mine or QUALITY in card.mine):
            ordered = facts["ordered_on"]
            if ordered is not Special.UNSURE and now.date() - ordered > timedelta(days=LONGEST):
                wrong.append((*about, "over"))
        clocks = {k.rule.name for k in result.clocks if k.due is not None and k.due >= now} | \
            {u.rule.name for u in result.undated}
        gone = facts.get("goods_where") in {"gone", "used"}
        if clocks & {NO_REASON, QUALITY} and (gone or case.group in SERVICES):
            wrong.append((*about, "nothing to return"))
        if NO_REASON in clocks and (case.kind in CANNOT_BE_UNWANTED or case.story in FAULTS):
            wrong.append((*about, "not what is used"))
        if QUALITY in clocks and case.story not in FAULTS:
            wrong.append((*about, "nothing is wrong with it"))
    assert told > len(seeds) / 60, told
    assert not wrong, (len(wrong), wrong[:5])


@pytest.mark.parametrize("seeds", share(range(DAILY), 2))
def test_no_day_is_over_or_beside_the_case(rules: RuleSet, seeds: range) -> None:
    _swept(rules, seeds)


@pytest.mark.nightly
@pytest.mark.parametrize("part", range(5))
def test_no_day_is_over_or_beside_many_cases(rules: RuleSet, part: int) -> None:
    _swept(rules, range(1000 * (part + 1), 1000 * (part + 2)))
