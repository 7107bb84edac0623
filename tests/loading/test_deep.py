"""weiquan rules check --deep: conditions that never change, and answers without a next step."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.explore import NOW
from weiquan.cli.app import main
from weiquan.loading.deep import conditions_of
from weiquan.loading.loader import check_rules

END = "rules/facts.yaml:60:13 W207"  # the answer 还没申请
DEEP = {"W205", "W206", "W207"}
STEPS, SHOP = "rules/steps.yaml", "rules/platforms/shop.yaml"
STEP_OF_EVERY_CASE = """  - id: ask_again
    rung: law
    title: 再问一次
    do:
      - 再问一次。
"""


def findings(tiny, now=NOW):
    _, problems = check_rules(tiny.root / "rules", tiny.root / "templates", None, now)
    return [(f"{p.path}:{p.line}:{p.column} {p.code}", p.message) for p in problems]


def places(tiny):
    return [place for place, _ in findings(tiny)]


@pytest.fixture
def going_on(tiny):
    """The tiny rule set with a step that is left in every case."""
    text = (tiny.root / STEPS).read_text(encoding="utf-8")
    tiny.put(STEPS, text + STEP_OF_EVERY_CASE)
    return tiny


def when(tiny, text):
    """Give the step 「tell」, line 6, another condition."""
    indented = "\n".join(f"      {line}" for line in text.splitlines())
    tiny.edit(STEPS, "      is: refused", indented)


def test_rules_that_can_hold_and_fail_have_no_findings(going_on):
    assert findings(going_on) == []


@pytest.mark.parametrize("text", [
    "all:\n  - is: refused\n  - refund_status: not_applied",
    "all:\n  - received: true\n  - received: false",
    "all:\n  - paid:\n      lt: 100\n  - paid:\n      gt: 200",
    "all:\n  - received_on:\n      within_days: 3\n  - received_on:\n      older_than_days: 3",
    "all:\n  - received: false\n  - received_on:\n      older_than_days: 3",
    "all:\n  - received_on:\n      within_days: 3\n  - received_on:\n      past_days: 3",
    "paid:\n  lt: '0.01'",
    "not:\n  any:\n    - is: refused\n    - refund_status: not_applied",
], ids=["choice", "bool", "money", "days", "gate", "days with roll",
        "below the least", "not"])
def test_a_condition_that_contradicts_itself_never_holds(going_on, text):
    when(going_on, text)
    [(place, message)] = findings(going_on)
    assert place == f"{STEPS}:6:5 W205"
    assert "永远不会成立" in message


@pytest.mark.parametrize("text", [
    "any:\n  - is: refused\n  - refund_status: not_applied",
    "any:\n  - paid:\n      ge: 100\n  - paid:\n      lt: 100",
    "paid:\n  ge: '0.01'",
    "not:\n  all:\n    - received: true\n    - received: false",
], ids=["choice", "money", "the least", "not"])
def test_a_condition_that_cannot_fail_always_holds(going_on, text):
    when(going_on, text)
    [(place, message)] = findings(going_on)
    assert place == f"{STEPS}:6:5 W206"
    assert "永远成立，可以不写" in message


@pytest.mark.parametrize("text", [
    "all:\n  - paid:\n      ge: 100\n  - paid:\n      le: 100",
    "all:\n  - received_on:\n      within_days: 3\n  - received_on:\n      older_than_days: 2",
    "paid:\n  ge: '0.02'",
    "paid:\n  ge: 50000",
], ids=["one amount", "one day", "just above the least", "beyond every usual amount"])
def test_a_condition_with_little_room_is_no_finding(going_on, text):
    when(going_on, text)
    assert findings(going_on) == []


def test_a_condition_that_fails_where_its_question_is_not_asked_is_no_finding(going_on):
    when(going_on, "any:\n  - received_on:\n      before: 2026-11-20\n"
                   "  - received_on:\n      from: 2026-11-20")
    assert places(going_on) == []


def test_a_step_of_a_platform_is_none_where_nobody_named_the_platform(going_on):
    steps = (going_on.root / STEPS).read_text(encoding="utf-8")
    going_on.put(STEPS, steps.replace(STEP_OF_EVERY_CASE, ""))
    shop = (going_on.root / SHOP).read_text(encoding="utf-8")
    going_on.put(SHOP, f"{shop}steps:\n{STEP_OF_EVERY_CASE}")
    assert set(places(going_on)) == {END}


def test_an_answer_after_which_nothing_is_left_is_named_with_what_happened(tiny):
    [(place, message), (other, another)] = findings(tiny)
    assert place == other == END
    assert message.startswith("「不让退货」的退款状态是「还没申请」时没有下一步")
    assert another.startswith("「东西坏了」的退款状态是「还没申请」时没有下一步")


def test_a_step_that_cannot_be_done_is_no_next_step(going_on):
    going_on.edit(STEPS, "    title: 再问一次\n", "    title: 再问一次\n    blocked:\n"
                  "      refund_status: not_applied\n    blocked_why: 还没申请。\n")
    assert places(going_on) == [END] * 2


def test_a_step_that_comes_later_is_a_next_step(going_on):
    going_on.edit(STEPS, "    title: 再问一次\n", "    title: 再问一次\n    ready:\n"
                  "      is: refused\n    later_why: 等商家拒绝。\n")
    assert places(going_on) == []


def test_a_step_that_waits_for_something_to_find_out_is_a_next_step(going_on):
    going_on.edit("rules/facts.yaml", "    short: 维修次数\n",
                  "    short: 维修次数\n    worth:\n      is: refused\n")
    going_on.edit(STEPS, "    title: 再问一次\n",
                  "    title: 再问一次\n    when:\n      repairs:\n        ge: 1\n")
    assert places(going_on) == []


def test_with_the_money_back_nothing_needs_to_follow(tiny):
    tiny.edit("rules/facts.yaml", "      - id: not_applied", "      - id: refunded")
    assert places(tiny) == []


def test_an_end_that_only_some_cases_reach_is_found(going_on):
    going_on.edit(STEPS, "    do:\n      - 再问一次",
                  "    when:\n      happened:\n        has: refused\n    do:\n      - 再问一次")
    assert places(going_on) == [END]


def test_rules_with_errors_are_not_tried(tiny):
    tiny.edit("rules/warnings.yaml", "received: true", "recieved: true")
    assert [p.partition(" ")[2] for p in places(tiny)] == ["L101"]


def test_the_command_tries_only_when_asked(tiny, capsys):
    words = ["rules", "check", "--rules", str(tiny.root / "rules"), "--as-of", "2026-11-22"]
    assert main(words) == 0
    assert capsys.readouterr().out == ""
    assert main([*words, "--deep"]) == 0
    out, err = capsys.readouterr()
    assert out.startswith(END.replace(" ", ": "))
    assert err.startswith("0 处错误，2 处提醒。")


@pytest.mark.nightly
def test_the_rules_of_this_program_have_no_such_findings():
    root = Path(__file__).parents[2]
    rules, problems = check_rules(root / "rules", root / "templates", None, NOW)
    assert sum(1 for _ in conditions_of(rules)) > 1000
    assert not [str(p) for p in problems if p.code in DEEP]
