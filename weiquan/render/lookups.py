"""Articles, platform statements and deadlines as lines."""

from __future__ import annotations

from collections.abc import Sequence

from weiquan.core.lookups import KINDS, NO_FACT, STATUS, ArticleRow, Row
from weiquan.core.model import Platform
from weiquan.core.ruleset import RuleSet
from weiquan.render.plan import WHO, Page

CONFIDENCE = {
    "verified-in-full-text": "核对过原文", "official-text": "官方文本", "api-enum": "官方开发文档",
    "verified-in-secondary": "二手来源", "secondary": "二手来源", "computed": "推算",
    "seed": "流传的说法", "unverified": "没有核实",
}


def law_lines(rules: RuleSet, rows: Sequence[ArticleRow], columns: int, *,
              brief: bool) -> list[str]:
    """The instruments (with `brief`) or articles."""
    page = Page(columns)
    last = ""
    for row in rows:
        gone = "" if row.in_force else "（这一天不适用）"
        if brief:
            page.add(f"{row.law}　《{row.name}》，自 {row.since} 起{gone}", "", "    ")
            continue
        if row.law != last:
            page.head(f"《{row.name}》（短名 {row.law}），核对于 {row.as_of}，"
                      f"{CONFIDENCE[row.confidence]}，来源：{row.source}")
            last = row.law
        page.add(f"第{row.article}条{gone}：{row.gist}", "  ", "    ")
        if row.numbers:
            page.add(f"数字：{'、'.join(row.numbers)}；这一版自 {row.since} 起", "    ")
        if row.note:
            page.add(f"说明：{row.note}", "    ")
    page.head("要旨是转述，不是条文原文。正式引用请看官方文本。")
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


def platform_lines(platform: Platform, rows: Sequence[Row], columns: int) -> list[str]:
    """Every statement by kind; what is not certain is marked, what is wrong is corrected."""
    page = Page(columns)
    page.add(f"{platform.name}，核对于 {platform.as_of}。{platform.trust}")
    kind = ""
    for row in rows:
        if row.kind != kind:
            page.head(KINDS[row.kind])
            kind = row.kind
        _statement(page, row)
    if platform.gaps:
        page.head("还没有查到的")
        page.points(platform.gaps)
    return page.lines


def _statement(page: Page, row: Row) -> None:
    doubt = "（没有核实，请以订单页面显示为准）" if row.confidence in NO_FACT and row.kind != "seed" \
        else ""
    page.add(f"{row.text}{doubt}", "  - ", "    ")
    if row.kind == "seed":
        page.add(f"这个说法：{STATUS[row.status]}。现在应当是：{row.correction}", "    ")
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
