"""The plan as lines for a terminal or a file: the card first, then everything behind it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from weiquan.core.judging.assessment import Assessment
from weiquan.core.judging.views import ExcuseView, StepView
from weiquan.core.model.ruleset import RuleSet
from weiquan.core.telling.card import Card
from weiquan.core.telling.contract import first_due
from weiquan.core.values.zh import time_left, zh_due
from weiquan.render.card import card_lines
from weiquan.render.plan_parts import (
    Page,
    add_clocks,
    add_evidence,
    add_gaps,
    add_letters,
    add_precedents,
    add_sources,
    cite_text,
    clock_text,
)
from weiquan.render.verdicts import add_others, add_wishes

STATUS = {"now": "现在", "check": "先核实", "later": "稍后", "blocked": "做不了"}
NUMBERS = "一二三四五六七八九十"
NOT_A_LAWYER = "本工具不是律师。期限、金额和依据都写了出处，用之前请自己再看一遍。"


def plan_lines(rules: RuleSet, result: Assessment, card: Card, columns: int, *,
               full: bool = False) -> list[str]:
    """The card, what can be had and why, the ladder, clocks, evidence, letters and gaps.

    Only `full` prints every step with its how, the gist of every article and the sources.
    """
    page = Page(columns, full=full)
    page.lines += card_lines(card, columns)
    _first(page, result)
    add_wishes(page, rules, result)
    add_others(page, result)
    add_gaps(page, card, result)
    _excuses(page, result)
    _warnings(page, result)
    _ladder(page, rules, result)
    add_clocks(page, result)
    add_evidence(page, result)
    add_letters(page, result)
    add_precedents(page, rules, result)
    if full:
        add_sources(page, result)
    else:
        page.head("每一步怎么做、条文要旨和出处：加上 --full。为什么这样说：weiquan explain 名字。")
    page.head(NOT_A_LAWYER)
    return page.lines


def _first(page: Page, result: Assessment) -> None:
    page.head(f"先做：{result.next.rule.title}")
    _how(page, result.next, [clock_text(k, result.now) for k in result.next.clocks[:2]])


def _how(page: Page, step: StepView, clocks: Sequence[str] = ()) -> None:
    """How to take a step: what to do and where, its clocks, what is known of it, its law."""
    page.items(step.rule.do)
    _paths(page, step)
    for clock in clocks:
        page.add(f"期限：{clock}", "  ")
    for note in step.notes if page.full else step.notes[:3]:
        page.add(note.text, "  * ", "    ")
    for limit in step.rule.limits:
        page.add(f"要知道：{limit}", "  ")
    for close in step.rule.closes:
        page.add(f"注意：{close.door}。{close.why}", "  ")
    if step.basis:
        page.add(f"依据：{cite_text(step.basis, gist=page.full)}", "  ", "        ")


def _paths(page: Page, step: StepView) -> None:
    for path, sure in step.paths:
        tail = "" if sure else "（这条路径没有核实，请以 App 里显示为准）"
        page.add(f"App 里：{path}{tail}", "  ", "          ")


def _warnings(page: Page, result: Assessment) -> None:
    shown = [w for w in result.warnings if page.full or w[0].level == "stop"] \
        or list(result.warnings[:1])
    if not shown:
        return
    page.head("小心")
    for warning, basis in shown:
        mark = "【要紧】" if warning.level == "stop" else "【留意】"
        cited = cite_text(basis, gist=False)
        page.add(warning.text + (f"（{cited}）" if cited else ""), f"  {mark}", "          ")


def _excuses(page: Page, result: Assessment) -> None:
    for excuse in result.excuses:
        _excuse(page, excuse)


def _excuse(page: Page, excuse: ExcuseView) -> None:
    page.head(f"商家说：{excuse.name}")
    if excuse.beside:
        page.add(excuse.beside_why or "这和眼下的事不是一回事，不用跟着它走。", "  ")
        if not page.full:
            return
    if excuse.right:
        page.add("从填的情况看，这一点商家可能有道理。", "  ")
    if excuse.right or page.full:
        page.add("什么时候商家有道理：", "  ")
        page.points(excuse.right_when, "    ")
    page.add("事实和规定：", "  ")
    page.points(excuse.answer, "    ")
    if excuse.reply and not excuse.right:
        page.add("可以这样回：", "  ")
        page.add(excuse.reply, "    ")
    if excuse.capture and page.full:
        page.add("现在就留好：", "  ")
        page.points(excuse.capture, "    ")


def _ladder(page: Page, rules: RuleSet, result: Assessment) -> None:
    page.head("整条路")
    for i, rung in enumerate(rules.rungs):
        steps = [s for s in result.ladder if s.rule.rung == rung.id and s.status != "done"]
        if not steps:
            continue
        page.add(f"{NUMBERS[i]}、{rung.name}：{rung.what}")
        for step in steps:
            page.add(step.rule.title, f"  [{STATUS[step.status]}] ", "         ")
            if step is result.next:
                page.add("就是上面“先做”的这一步。", "      ")
                continue
            if step.why:
                page.add(step.why, "      ")
            if step.status in {"now", "check"}:
                _detail(page, step, result.now)
            if step.status in {"now", "check", "later"}:
                for close in step.rule.closes:
                    page.add(f"先想好：{close.door}。{close.why}", "      ")


def _detail(page: Page, step: StepView, now: datetime) -> None:
    if not page.full:
        clock = first_due(step)
        if clock is not None and clock.rule.who == "buyer" and clock.due is not None:
            page.add(f"期限：{zh_due(clock.due, now)}{clock.counted}，"
                     f"{time_left(now, clock.due)}", "      ")
        return
    page.points(step.rule.do, "      ")
    _paths(page, step)
    for clock in step.clocks:
        page.add(f"期限：{clock_text(clock, now)}", "      ")
    for limit in step.rule.limits:
        page.add(f"要知道：{limit}", "      ")
    if step.rule.cost:
        page.add(f"花费：{step.rule.cost}", "      ")
    if step.basis:
        page.add(f"依据：{cite_text(step.basis)}", "      ")


def how_lines(rules: RuleSet, result: Assessment, card: Card, columns: int) -> list[str]:
    """How to take the steps of tonight, and the way behind them."""
    page = Page(columns, full=False)
    titles = {s.id for s in card.steps}
    for step in result.ladder:
        if step.rule.id in titles:
            page.head(step.rule.title)
            _how(page, step)
    _warnings(page, result)
    _ladder(page, rules, result)
    return page.lines


def why_lines(rules: RuleSet, result: Assessment, card: Card, columns: int) -> list[str]:
    """Why it can be had or not, with what it hangs on and the law."""
    page = Page(columns, full=True)
    add_wishes(page, rules, result)
    add_others(page, result)
    _excuses(page, result)
    add_gaps(page, card, result)
    add_precedents(page, rules, result)
    return page.lines
