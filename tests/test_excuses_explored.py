"""What the other side may say: which reasons are offered in which case, and what is answered."""

from __future__ import annotations

import pytest

from tests.daily import share
from tests.explore import NOW
from tests.kinds import SERVICES, Case, cases, misplaced
from weiquan.core.asking.interview import MOST_REASONS, offered
from weiquan.core.judging.assess import assess
from weiquan.core.model.ruleset import RuleSet
from weiquan.core.telling.card import card_of

DAILY = 240
ANSWERED = 20            # cases whose every reason is answered: that takes a while
# Reasons, and the cases in which nobody gives them.
NEVER_SAID = (
    ({"bonus_deduct", "card_no_refund", "staff_commission"}, lambda c: c.story != "prepaid"),
    ({"adult_account", "parent_fault"}, lambda c: c.story != "minor"),
    ({"normal_drop", "price_reasons", "strike_price"}, lambda c: c.story != "price"),
    ({"label_small", "no_harm"}, lambda c: c.story not in {"food", "hurt"}),
    ({"tag", "opened", "resale", "freight", "no_video", "got_back_no_refund", "swapped",
      "courier_fault", "unsigned"}, lambda c: c.group in SERVICES),
    ({"used_final", "used_told", "private_seller"}, lambda c: c.where in {"shop", "self", "organ"}),
    ({"just_promoting", "replay_gone"}, lambda c: c.where in {"street", "shop", "sh_person"}),
    ({"renewal_agreed", "renewal_no_refund"}, lambda c: c.group not in {"digital", "account"}),
)


def _reasons(rules: RuleSet, case: Case) -> list[str]:
    told = {k: v for k, v in case.facts.items() if k != "excuse"}
    return [c.id for c in offered(rules, rules.specs["excuse"], told, NOW)]


@pytest.mark.parametrize("seeds", share(range(DAILY), 3))
def test_only_reasons_that_can_be_given_are_offered_and_never_too_many(
        rules: RuleSet, seeds: range) -> None:
    most, wrong = 0, []
    for case in cases(seeds):
        ids = _reasons(rules, case)
        most = max(most, len(ids))
        wrong += [(case.kind, case.where, case.story, sorted(set(ids) & never))
                  for never, nobody in NEVER_SAID if nobody(case) and set(ids) & never]
    assert 5 < most <= MOST_REASONS
    assert not wrong, (len(wrong), wrong[:5])


def test_every_reason_is_offered_when_it_was_said(rules: RuleSet) -> None:
    spec, missing = rules.specs["excuse"], []
    for excuse in rules.excuses.values():
        told = {"happened": ("arrived_bad",), "merchant_said": excuse.says[0]}
        if excuse.id not in {c.id for c in offered(rules, spec, told, NOW)}:
            missing.append((excuse.id, excuse.says[0]))
    assert not missing


def test_what_was_chosen_stays_among_what_is_offered(rules: RuleSet) -> None:
    spec = rules.specs["excuse"]
    told = {"happened": ("price",), "goods_kind": "course", "excuse": ("tag", "no_video")}
    assert {"tag", "no_video"} <= {c.id for c in offered(rules, spec, told, NOW)}


def _swept(rules: RuleSet, seeds: range) -> None:
    asked, wrong = 0, []
    for case in cases(seeds):
        for id_ in _reasons(rules, case):
            case.facts["excuse"] = (id_,)
            result = assess(rules, case.facts, NOW)
            card = card_of(rules, case.facts, result)
            asked += 1
            wrong += [(case.kind, case.where, case.story, *what)
                      for what in misplaced(case, result, card) if what[0].startswith("excuse")]
    assert asked > len(seeds)
    assert not wrong, (len(wrong), wrong[:8])


def test_no_answer_speaks_of_another_kind(rules: RuleSet) -> None:
    _swept(rules, range(ANSWERED))


@pytest.mark.nightly
@pytest.mark.parametrize("part", range(6))
def test_no_answer_speaks_of_another_kind_in_many_cases(rules: RuleSet, part: int) -> None:
    _swept(rules, range(200 * part, 200 * (part + 1)))
