"""Articles, platform statements and deadlines as lines."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from weiquan.core.model import Platform, Precedent
from weiquan.core.model.ruleset import RuleSet
from weiquan.core.telling.lookups import KINDS, NO_FACT, ArticleRow, Row
from weiquan.core.values.zh import titled
from weiquan.render.plan_parts import WHO, Page

CONFIDENCE = {
    "verified-in-full-text": "核对过原文", "official-text": "官方文本", "api-enum": "官方开发文档",
    "verified-in-secondary": "二手来源", "secondary": "二手来源", "computed": "推算",
    "seed": "流传的说法", "unverified": "没有核实",
}

# How what people say about a platform stands today; the correction follows.
VERDICT = {
    "current": "现在仍然对。", "partly": "只对一部分。更准确的是：",
    "outdated": "已经过时。现在是：", "contradicted": "不对。现在是：",
    "unverified": "没有核实，不要当真。现在知道的是：", "unclear": "说法不一。现在知道的是：",
    "historic": "以前是这样。现在是：",
}


def law_lines(rows: Sequence[ArticleRow], day: date, columns: int, *,
              brief: bool) -> list[str]:
    """The instruments (with `brief`) or articles."""
    page = Page(columns)
    if brief:
        for row in rows:
            since = f"自 {row.since} 起{_gone(row, day)}"
            page.add(f"{row.law}　{titled(row.name)}，{since}", "", "    ")
        page.head("看一部：weiquan law 短名。看一条：weiquan law 短名 条号。按词找：--search 词。")
        return page.lines
    for _, group in groupby(rows, key=lambda r: r.law):
        _law(page, list(group), day)
    page.head("要旨是转述，不是条文原文。正式引用请看官方文本。")
    return page.lines


def _law(page: Page, rows: Sequence[ArticleRow], day: date) -> None:
    law = rows[0]
    page.head(f"{titled(law.name)}（短名 {law.law}），核对于 {law.as_of}{_gone(law, day)}")
    whole = day.isoformat() < law.since or bool(law.until and law.until < day.isoformat())
    for row in rows:
        gone = "" if row.in_force or whole else "（这一天不适用）"
        page.add(f"第{row.article}条{gone}：{row.gist}", "  ", "    ")
        if row.numbers:
            page.add(f"数字：{'、'.join(row.numbers)}；这一版自 {row.since} 起", "    ")
        if row.note:
            page.add(f"说明：{row.note}", "    ")
    page.add(f"出处：{law.source}，{CONFIDENCE[law.confidence]}", "  ", "    ")


def _gone(row: ArticleRow, day: date) -> str:
    """What to know when the instrument does not apply on `day`."""
    instead = f"，那天看「{row.instead}」" if row.instead else ""
    if row.until and row.until < day.isoformat():
        return f"（{row.until} 以后不再适用{instead}）"
    if row.since > day.isoformat() and not row.in_force:
        return f"（{day} 还没有施行，自 {row.since} 起{instead}）"
    return ""


OUTCOME = {"win": "买家赢", "partial": "买家得到一部分", "lose": "买家没有得到支持"}


def precedent_lines(rules: RuleSet, found: Sequence[Precedent], columns: int) -> list[str]:
    """Decided cases: what happened, what was held, what it turned on, where it was read."""
    page = Page(columns)
    for one in found:
        page.head(f"{one.name}　{one.court}，{one.year} 年，{OUTCOME[one.outcome]}")
        page.add(one.what, "  ")
        page.add(f"怎么判：{one.held}", "  ", "    ")
        page.add(f"关键：{one.turned_on}", "  ", "    ")
        names = "、".join(rules.theories[t].name for t in one.theories if t in rules.theories)
        page.add(f"有关的问题：{names}", "  ", "    ")
        read = f"{CONFIDENCE[one.confidence]}，核对于 {one.as_of}"
        page.add(f"出处：{one.source}，{read}", "  ", "    ")
    page.head("判过的案子只作参考：每件事的证据和经过都不一样。")
    return page.lines


def platforms_lines(rules: RuleSet, columns: int) -> list[str]:
    """One line per platform."""
    level = {"high": "较全", "medium": "部分", "low": "很少"}
    page = Page(columns)
    for one in rules.platforms.values():
        names = "、".join(a for a in one.aliases[:4])
        page.add(f"{one.label}（{one.id}）　收录{level[one.completeness]}，核对于 {one.as_of}"
                 + (f"。也叫：{names}" if names else ""), "", "    ")
    return page.lines


def platform_lines(platform: Platform, rows: Sequence[Row], gaps: Sequence[str],
                   columns: int) -> list[str]:
    """Every statement by kind; what is not certain is marked, what is wrong is corrected."""
    page = Page(columns)
    page.add(f"{platform.name}，核对于 {platform.as_of}。{platform.trust}")
    if platform.notes_text:
        page.add(platform.notes_text)
    kind = ""
    for row in rows:
        if row.kind != kind:
            page.head(KINDS[row.kind])
            kind = row.kind
        _statement(page, row)
    if gaps:
        page.head("还没有查到的")
        page.points(gaps)
    return page.lines


def _statement(page: Page, row: Row) -> None:
    seed = row.kind == "seed"
    doubt = "（没有核实，请以订单页面显示为准）" if row.confidence in NO_FACT and not seed else ""
    page.add(f"{row.text}{doubt}", "  - ", "    ")
    if seed:
        page.add(f"{VERDICT[row.status]}{row.correction}", "    ")
    elif row.correction:
        page.add(f"更正：{row.correction}", "    ")
    if row.note:
        page.add(f"说明：{row.note}", "    ")
    page.add(f"出处：{row.source}，{row.as_of}，{CONFIDENCE[row.confidence]}", "    ")


def deadline_lines(rows: Sequence[Row], columns: int) -> list[str]:
    """Every deadline with its basis."""
    page = Page(columns)
    for row in rows:
        page.add(f"[{WHO[row.kind]}] {row.text}", "", "    ")
        if row.note:
            page.add(f"说明：{row.note}", "    ")
        page.add(f"依据：{row.source}，核对于 {row.as_of}（{row.id}）", "    ")
    return page.lines
