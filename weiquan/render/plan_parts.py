"""The parts of a plan: money, clocks, evidence, letters, gaps and sources."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from weiquan.core.judging.assessment import Assessment
from weiquan.core.judging.views import Cited, Clock
from weiquan.core.model.ruleset import RuleSet
from weiquan.core.telling.card import Card
from weiquan.core.values.zh import time_left, zh_due
from weiquan.render.wrap import wrap

TELLING = {"buyer", "merchant", "authority"}  # whose missed deadlines change what to do
WHO = {"buyer": "自己", "merchant": "商家", "platform": "平台", "authority": "部门",
       "court": "法院"}


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


def _how_certain(clock: Clock) -> str:
    return clock.counted or ("" if clock.certain else "（估算）")


def clock_text(clock: Clock, now: datetime) -> str:
    """The clock in full: when it ends, what is left, what it is, what happens then."""
    rule = clock.rule
    if clock.due is None:
        return f"{rule.name}：{clock.note}到时：{rule.on_expiry}"
    certain = _how_certain(clock)
    text = f"{zh_due(clock.due, now)}{certain}，{time_left(now, clock.due)}（{rule.name}）。"
    if clock.passed(now):
        text += f"已经过了：{rule.on_expiry}"
    else:
        text += f"过了：{rule.on_expiry}"
    text = text if text.endswith("。") else f"{text}。"
    return text + (clock.note or "")


def _clock_line(clock: Clock, now: datetime) -> str:
    """The clock on one line, with the day on which the rule was checked."""
    dated = checked_text(clock)
    checked = f"，{dated}" if dated else ""
    cited = cite_text(clock.basis[:2], gist=False)
    tail = f"（{cited}{checked}）" if cited else f"（{checked.lstrip('，')}）" if checked else ""
    if clock.due is None:
        return f"{clock.rule.name}：以订单页面的倒计时为准{tail}"
    certain = _how_certain(clock)
    return (f"{zh_due(clock.due, now)}{certain}，{time_left(now, clock.due)}：{clock.rule.name}"
            f"{tail}")


def checked_text(clock: Clock) -> str:
    """When the rule was checked, and for a platform's rule of which day its text is."""
    as_of = clock.rule.as_of
    if as_of is None:
        return ""
    if clock.checked is None:
        return f"核对于 {as_of}"
    return f"文本日期 {as_of}，核对于 {clock.checked}"


def cite_text(basis: Iterable[Cited], *, gist: bool = True) -> str:
    """消法 第25条（签收之日起七日内可退）, or the numbers only."""
    if not gist:
        return "、".join(f"{c.law} 第{c.article.split('(')[0]}条" for c in basis)
    return "；".join(f"{c.law} 第{c.article.split('(')[0]}条（{c.gist}）" for c in basis)


def add_clocks(page: Page, result: Assessment) -> None:
    """The deadlines, the first to end on top."""
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
            page.add(f"{cited}{'，' if cited else ''}{checked_text(clock)}", "    ")


def add_evidence(page: Page, result: Assessment) -> None:
    """The evidence still lacking, the soonest to vanish on top."""
    lacking = [e for e in result.evidence if not e.have]
    if not lacking:
        return
    page.head("还缺的证据（越容易消失的越靠前，详见 weiquan checklist）")
    for one in lacking[:6]:
        page.add(f"{one.rule.title}：{'、'.join(one.proves) or one.rule.proves}", "  - ", "    ")
    if len(lacking) > 6:
        page.add(f"另外还有 {len(lacking) - 6} 项。", "    ")


def add_letters(page: Page, result: Assessment) -> None:
    """The letters that can be written."""
    if not result.letters:
        return
    page.head("可以写的文书（weiquan letter 名字）")
    for one in result.letters:
        state = "材料齐了" if one.ready else f"还有 {len(one.missing)} 处要补"
        page.add(f"{one.rule.id}　{one.rule.name}，给{one.rule.to}（{state}）", "  ", "    ")


def add_gaps(page: Page, card: Card, result: Assessment) -> None:
    """What nobody has told yet and would decide, and what unknown answers were read as."""
    asked = {q.fact.id for q in card.open}
    unsure = [g for g in result.gaps if g.unsure and g.fact not in asked]
    if card.open or unsure or card.besides:
        page.head("还没说到、会改变结果的")
        for q in card.open:
            page.add(f"{q.fact.ask}{q.why}", "  - ", "    ")
        for text in card.besides:
            page.add(f"{text}？", "  - ", "    ")
        for gap in unsure[:3]:
            page.add(f"{gap.ask}刚才答的是不清楚，弄清了再改。", "  - ", "    ")
        if card.open:
            page.add(f"知道的接着答就行；用命令的写成 --set {card.open[0].fact.id}=…", "  ")
    if result.own_answers:
        page.head("你自己写的（会照写进文书，没有当成哪一个选项）")
        for told in result.own_answers:
            page.add(f"{told.short}：{told.words}", "  - ", "    ")
    if result.readings:
        page.head("没说的先这样算，不是这样就改")
        for reading in result.readings if page.full else result.readings[:6]:
            page.add(f"{reading.fact.short}：{reading.say}", "  - ", "    ")


def add_precedents(page: Page, rules: RuleSet, result: Assessment) -> None:
    """The decided cases that are nearest to what is still open, won and lost alike."""
    from weiquan.core.telling.precedents import nearest_to

    found = nearest_to(rules, result)
    if not found:
        return
    page.head("判过的相近的事（只作参考，每件事情况不同）")
    for case in found:
        page.add(f"{case.court}（{case.year}）：{case.what}{case.held}", "  - ", "    ")
        page.add(f"关键：{case.turned_on}", "    ")


def add_sources(page: Page, result: Assessment) -> None:
    """Where everything was read."""
    if result.sources:
        page.head("出处")
        page.points(result.sources)


def clock_lines(result: Assessment, columns: int) -> list[str]:
    """All deadlines as a page of their own."""
    page = Page(columns, full=True)
    add_clocks(page, result)
    return page.lines or ["没有能数出日子的期限。"]
