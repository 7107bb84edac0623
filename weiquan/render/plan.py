"""The plan as lines for a terminal: the action and its deadline first."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from weiquan.core.assessment import Assessment, Cited, ClaimView, Clock, StepView
from weiquan.core.contract import first_due
from weiquan.core.ruleset import RuleSet
from weiquan.core.zh import time_left, zh_due
from weiquan.render.wrap import wrap

STATUS = {"now": "现在", "check": "先核实", "later": "稍后", "done": "已做", "blocked": "做不了"}
TELLING = {"buyer", "merchant", "authority"}  # whose missed deadlines change what to do
WHO = {"buyer": "自己", "merchant": "商家", "platform": "平台", "authority": "部门", "court": "法院"}
NUMBERS = "一二三四五六七八九十"
NOT_A_LAWYER = "本工具不是律师。期限、金额和依据都写了出处，用之前请自己再看一遍。"


class Page:
    """Lines that fit the width, in the order in which they are added."""

    def __init__(self, columns: int, *, full: bool = True) -> None:
        self.columns = columns
        self.full = full
        self.lines: list[str] = []

    def add(self, text: str, indent: str = "", rest: str | None = None) -> None:
        """One paragraph after `indent`, further lines after `rest`."""
        self.lines += wrap(text, self.columns, indent, indent if rest is None else rest)

    def head(self, text: str) -> None:
        """A heading with an empty line before it."""
        if self.lines:
            self.lines.append("")
        self.add(text)

    def items(self, texts: Iterable[str], indent: str = "  ") -> None:
        """Numbered lines."""
        for i, text in enumerate(texts, 1):
            mark = f"{indent}{i}. "
            self.add(text, mark, " " * len(mark))

    def points(self, texts: Iterable[str], indent: str = "  ") -> None:
        """Lines with a dash."""
        for text in texts:
            self.add(text, f"{indent}- ", f"{indent}  ")


def plan_lines(rules: RuleSet, result: Assessment, columns: int, *,
               full: bool = False) -> list[str]:
    """What to do first, then the ladder, money, clocks, evidence, letters and gaps.

    Only `full` prints every step with its how, the gist of every article and the sources.
    """
    page = Page(columns, full=full)
    _next(page, result)
    _warnings(page, result)
    _excuse(page, result)
    _ladder(page, rules, result)
    _claims(page, result)
    _clocks(page, result)
    _evidence(page, result)
    _letters(page, result)
    _gaps(page, result)
    if full:
        _sources(page, result)
    else:
        page.head("每一步怎么做、条文要旨和出处：加上 --full。为什么这样说：weiquan explain 名字。")
    page.head(NOT_A_LAWYER)
    return page.lines


def summary_lines(rules: RuleSet, result: Assessment, columns: int) -> list[str]:
    """One screen for the end of the wizard: tonight's action, stops, the ladder in short."""
    page = Page(columns, full=False)
    _next(page, result)
    for warning, _ in result.warnings:
        if warning.level == "stop":
            page.add(warning.text, "【别做】", "        ")
    if result.total is not None:
        page.add(f"可以要求：{_money(result.total)}")
    page.head("接下来的路")
    for i, rung in enumerate(rules.rungs):
        for step in result.ladder:
            if step.rule.rung == rung.id and step is not result.next:
                mark = f"  {NUMBERS[i]}、{rung.name} [{STATUS[step.status]}] "
                page.add(step.rule.title, mark, "      ")
    return page.lines


def _next(page: Page, result: Assessment) -> None:
    step = result.next
    page.add(f"先做：{step.rule.title}")
    clock = first_due(step)
    if clock is not None:
        page.add(f"期限：{clock_text(clock, result.now)}")
    elif any(k.due is None for k in step.clocks):
        page.add("期限：请以订单页面的倒计时为准，今天就看一眼。")
    elif step.status == "now" and not step.rule.ends:
        page.add("期限：没有写死的日子，今天就做最稳妥。")
    if step.why:
        page.add(step.why)
    page.head("怎么做")
    page.items(step.rule.do)
    _paths(page, step)
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


def clock_text(clock: Clock, now: datetime) -> str:
    """11月24日（周二）18:00 前，还剩 1 天 19 小时（商家拒绝后申请介入）。到期：…"""
    rule = clock.rule
    if clock.due is None:
        return f"{rule.name}：{clock.note}到时：{rule.on_expiry}"
    certain = "" if clock.certain else "（估算）"
    text = f"{zh_due(clock.due, now)}{certain}，{time_left(now, clock.due)}（{rule.name}）。"
    if clock.passed(now):
        text += f"已经过了：{rule.on_expiry}"
    else:
        text += f"过了：{rule.on_expiry}"
    text = text if text.endswith("。") else f"{text}。"
    return text + (clock.note or "")


def cite_text(basis: Iterable[Cited], *, gist: bool = True) -> str:
    """消法 第25条（签收之日起七日内可退）；…, or the numbers only."""
    if not gist:
        return "、".join(f"{c.law} 第{c.article.split('(')[0]}条" for c in basis)
    return "；".join(f"{c.law} 第{c.article.split('(')[0]}条（{c.gist}）" for c in basis)


def _warnings(page: Page, result: Assessment) -> None:
    shown = [w for w in result.warnings if page.full or w[0].level == "stop"] \
        or list(result.warnings[:1])
    if not shown:
        return
    page.head("小心")
    for warning, basis in shown:
        mark = "【别做】" if warning.level == "stop" else "【留意】"
        cited = cite_text(basis, gist=False)
        page.add(warning.text + (f"（{cited}）" if cited else ""), f"  {mark}", "          ")


def _excuse(page: Page, result: Assessment) -> None:
    excuse = result.excuse
    if excuse is None:
        return
    page.head(f"商家说：{excuse.name}")
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
        steps = [s for s in result.ladder if s.rule.rung == rung.id]
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
            page.add(f"期限：{zh_due(clock.due, now)}，{time_left(now, clock.due)}", "      ")
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


def _claims(page: Page, result: Assessment) -> None:
    if result.claims:
        page.head("可以要求什么")
        for claim in result.claims:
            _claim(page, claim)
        if result.total is not None and sum(c.chosen for c in result.claims) > 1:
            page.add(f"合计 {_money(result.total)}", "  ")
        if result.burden and page.full:
            page.add(f"谁来证明：{result.burden}", "  ")
    if result.not_claims:
        page.head("不要主张什么")
        for no in result.not_claims:
            page.add(f"{no.rule.name}：{no.rule.why}", "  - ", "    ")


def _claim(page: Page, claim: ClaimView) -> None:
    amount = _money(claim.amount) if claim.amount is not None else claim.rule.amount_text
    kind = {"main": "", "extra": "另加 ", "option": "也可以改为 "}[claim.rule.kind]
    if claim.set_aside:
        kind = f"（和“{claim.set_aside}”只能选一个，已按金额高的算）"
    page.add(f"{kind}{claim.rule.name}" + (f"　{amount}" if amount else ""), "  ", "    ")
    if claim.unsure:
        page.add(f"还不能确定，先弄清：{'、'.join(claim.unsure)}。", "      ")
    if claim.working and claim.rule.amount is not None:
        page.add(f"算法：{claim.working}", "      ")
    for limit in claim.rule.limits if page.full else claim.rule.limits[:1]:
        page.add(f"要知道：{limit}", "      ")
    if claim.basis:
        page.add(f"依据：{cite_text(claim.basis, gist=page.full)}", "      ")


def _clocks(page: Page, result: Assessment) -> None:
    if not result.clocks:
        return
    page.head("期限（先到的在前）")
    for clock in result.clocks:
        if not page.full and clock.passed(result.now) and clock.rule.who not in TELLING:
            continue
        text = clock_text(clock, result.now) if page.full else _clock_line(clock, result.now)
        page.add(f"[{WHO[clock.rule.who]}] {text}", "  ", "    ")
        if page.full and clock.rule.as_of is not None:
            cited = cite_text(clock.basis, gist=False)
            page.add(f"{cited}{'，' if cited else ''}核对于 {clock.rule.as_of}", "    ")


def _clock_line(clock: Clock, now: datetime) -> str:
    """The clock on one line, with the day on which the rule was checked."""
    checked = f"，核对于 {clock.rule.as_of}" if clock.rule.as_of is not None else ""
    cited = cite_text(clock.basis[:2], gist=False)
    tail = f"（{cited}{checked}）" if cited else f"（{checked.lstrip('，')}）" if checked else ""
    if clock.due is None:
        return f"{clock.rule.name}：以订单页面的倒计时为准{tail}"
    certain = "" if clock.certain else "（估算）"
    return (f"{zh_due(clock.due, now)}{certain}，{time_left(now, clock.due)}：{clock.rule.name}"
            f"{tail}")


def _evidence(page: Page, result: Assessment) -> None:
    lacking = [e for e in result.evidence if not e.have]
    if not lacking:
        return
    page.head("还缺的证据（越容易消失的越靠前，详见 weiquan checklist）")
    for one in lacking[:6]:
        page.add(f"{one.rule.title}：{'、'.join(one.proves) or one.rule.proves}", "  - ", "    ")
    if len(lacking) > 6:
        page.add(f"另外还有 {len(lacking) - 6} 项。", "    ")


def _letters(page: Page, result: Assessment) -> None:
    if not result.letters:
        return
    page.head("可以写的文书（weiquan letter 名字）")
    for one in result.letters:
        state = "材料齐了" if one.ready else f"还有 {len(one.missing)} 处要补"
        page.add(f"{one.rule.id}　{one.rule.name}，给{one.rule.to}（{state}）", "  ", "    ")


def _gaps(page: Page, result: Assessment) -> None:
    if not result.gaps:
        return
    page.head("还没弄清的，补上会更准")
    for gap in result.gaps:
        page.add(f"{gap.ask}（--set {gap.fact}=…）", "  - ", "    ")


def _sources(page: Page, result: Assessment) -> None:
    if result.sources:
        page.head("出处")
        page.points(result.sources)


def _money(value: Decimal) -> str:
    return f"{value:.2f} 元"


