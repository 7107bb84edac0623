"""The evidence checklist as lines: by element of the claims, the weakest first."""

from __future__ import annotations

from weiquan.core.judging.assessment import Assessment
from weiquan.core.judging.views import ElementView, EvidenceView
from weiquan.core.model.ruleset import RuleSet
from weiquan.render.plan import NOT_A_LAWYER
from weiquan.render.plan_parts import Page, cite_text


def weakest_first(result: Assessment) -> list[ElementView]:
    """Every element once: those with no evidence first, then by the share that is there."""
    seen: dict[str, ElementView] = {}
    for claim in result.claims:
        for element in claim.elements:
            seen.setdefault(element.title, element)
    return sorted(seen.values(), key=lambda e: (
        len(e.have) / (len(e.have) + len(e.lacking) or 1), -len(e.lacking)))


def checklist_lines(rules: RuleSet, result: Assessment, columns: int) -> list[str]:
    """What is to be proved, with what, and how to capture what is still lacking."""
    page = Page(columns)
    lacking = [e for e in result.evidence if not e.have]
    if lacking:
        page.add(f"先取：{lacking[0].rule.title}")
        page.items(lacking[0].rule.capture)
    else:
        page.add("清单上的证据都有了。原件留好，不要删聊天，不要换手机号。")
    elements = weakest_first(result)
    of_this_case = {e.rule.id for e in result.evidence}
    if elements:
        page.head("要证明的事（最弱的在前）")
    for element in elements:
        state = "还没有证据" if not element.have else (
            "够用了" if not element.lacking else "有一些，能再加强")
        page.add(f"{element.title}：{state}", "  ", "    ")
        for one in (x for x in (*element.have, *element.lacking) if x in of_this_case):
            mark = "[有]" if one in element.have else "[缺]"
            page.add(f"{mark} {rules.evidence[one].title}", "    ", "         ")
        if element.basis:
            page.add(f"依据：{cite_text(element.basis)}", "    ")
    if len(lacking) > 1:
        page.head("怎么取（越容易消失的越靠前）")
        for view in lacking[1:]:
            _card(page, view)
    have = [e for e in result.evidence if e.have]
    if have:
        page.head("已经有的（编号在各份文书里都一样）")
        for view in sorted(have, key=lambda e: e.number or 0):
            page.add(f"证据{view.number}　{view.rule.title}", "  ", "    ")
    page.head(NOT_A_LAWYER)
    return page.lines


def _card(page: Page, view: EvidenceView) -> None:
    rule = view.rule
    page.add(f"{rule.title}：{'、'.join(view.proves) or rule.proves}", "  ", "    ")
    page.items(rule.capture, "    ")
    if rule.strength:
        page.add(f"证明力：{rule.strength}", "    ")
