"""What came out for a case, in a few plain values: for the list of cases, and to say what changed.

A summary is kept with the case, so that a list of hundreds judges none of them, and so that rules
which are newer than the case can say in words what is different for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from weiquan.core.values.records import result as plain
from weiquan.core.values.zh import zh_date

if TYPE_CHECKING:
    from weiquan.core.judging.assessment import Assessment
    from weiquan.core.model.ruleset import RuleSet

OTHERS = {"merchant": "商家", "platform": "平台", "authority": "部门", "court": "法院"}
MOST_CHANGES = 8
NEAR = timedelta(days=120)   # of two deadlines a far one of one's own is no more urgent


@plain
class Clock:
    """A deadline as a summary holds it."""

    due: datetime
    who: str
    name: str

    @property
    def said(self) -> str:
        """Its name, with whose it is where it is not the person's own."""
        return f"{OTHERS[self.who]}：{self.name}" if self.who in OTHERS else self.name


def summary_of(rules: RuleSet, facts: dict[str, Any], result: Assessment) -> dict[str, Any]:
    """The summary of a case, as JSON holds it; times as ISO, sums as text with two decimals."""
    # A list of cases reads summaries and judges nothing: it should not pay for these imports.
    from weiquan.core.telling.card import heads_of
    from weiquan.core.telling.nearest import ON_PAGE

    page = facts.get("page_deadline")
    dues = [[k.due.isoformat(timespec="minutes"), k.rule.who, k.rule.name]
            for k in result.clocks if k.due is not None]
    if isinstance(page, datetime):
        dues.append([page.isoformat(timespec="minutes"), "buyer", ON_PAGE])
    money = result.total.firm, result.total.with_arguable
    labels = facts.get("happened")
    told = [x for x in labels if x in rules.happened] if isinstance(labels, tuple) else []
    product, paid = facts.get("product"), facts.get("paid")
    return {
        # Ids and words as the answers have them, for a list that reads no answers.
        "about": {
            "platform": result.platform_id, "product": product if isinstance(product, str) else "",
            "paid": f"{paid:.2f}" if isinstance(paid, Decimal) else "", "happened": told,
        },
        "named": {"platform": result.platform_name,
                  "happened": [rules.happened[x].label for x in told]},
        "at": result.now.isoformat(timespec="minutes"),
        "rules": rules.digest,
        "head": heads_of(rules, facts, result)[0],
        "step": result.next.rule.title,
        "sum": None if money[0] is None else f"{money[0]:.2f}",
        "most": None if money[1] is None else f"{money[1]:.2f}",
        "due": sorted(dues),
        "verdicts": {v.rule.id: [v.rule.name, v.answer] for v in result.verdicts if not v.hidden},
    }


def clocks_in(seen: Mapping[str, Any]) -> list[Clock]:
    """The deadlines of a summary, the first to end on top; [] where it holds none."""
    out = []
    for item in seen.get("due") or ():
        try:
            when, who, name = item
            out.append(Clock(datetime.fromisoformat(when), str(who), str(name)))
        except (TypeError, ValueError):
            continue  # a file that somebody wrote by hand
    return out


def next_clock(seen: Mapping[str, Any], now: datetime) -> Clock | None:
    """What runs out next: the person's own, else what is waited for; None where nothing does."""
    left = [k for k in clocks_in(seen) if k.due >= now]
    own = [k for k in left if k.who == "buyer" and k.due <= now + NEAR]
    return min(own or left, key=lambda k: k.due, default=None)


def changed(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    """What newer rules changed in the same answers at the same moment, a sentence each.

    [] where all of it is the same. Both are summaries; `old` may be of any age.
    """
    out = _verdicts(_pairs(old), _pairs(new))
    for key, name in (("sum", "站得住的合计"), ("most", "连同可以争取的合计")):
        if key in old and old[key] != new[key]:
            out.append(f"{name}：原来{_yuan(old[key])}，现在{_yuan(new[key])}。")
    out += _clocks(old, new)
    if old.get("step") and old["step"] != new["step"]:
        out.append(f"先做的一步：原来是“{old['step']}”，现在是“{new['step']}”。")
    more = len(out) - MOST_CHANGES
    return out if more <= 0 else [*out[:MOST_CHANGES], f"另外还有 {more} 处不同。"]


def _pairs(seen: Mapping[str, Any]) -> dict[str, tuple[str, str]]:
    verdicts = seen.get("verdicts")
    if not isinstance(verdicts, dict):
        return {}
    return {i: (str(v[0]), str(v[1])) for i, v in verdicts.items()
            if isinstance(v, list) and len(v) == 2}


def _verdicts(old: dict[str, tuple[str, str]], new: dict[str, tuple[str, str]]) -> list[str]:
    out = []
    for theory, (name, answer) in new.items():
        if theory not in old:
            out.append(f"“{name}”是新看的一条，现在{_mark(answer)}。")
        elif old[theory][1] != answer:
            out.append(f"“{name}”原来{_mark(old[theory][1])}，现在{_mark(answer)}。")
    return out + [f"“{name}”现在不看了，原来{_mark(answer)}。"
                  for theory, (name, answer) in old.items() if theory not in new]


def _clocks(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    had = {k.said: k.due for k in clocks_in(old)}
    have = {k.said: k.due for k in clocks_in(new)}
    out = []
    for name, due in have.items():
        if name not in had:
            out.append(f"多了一个期限，{zh_date(due)}：{name}。")
        elif had[name] != due:
            out.append(f"期限“{name}”原来是{zh_date(had[name])}，现在是{zh_date(due)}。")
    return out + [f"少了一个期限：{name}（原来是{zh_date(due)}）。"
                  for name, due in had.items() if name not in have]


def _mark(answer: str) -> str:
    from weiquan.core.telling.marks import MARK

    return f"【{MARK.get(answer, answer)}】"


def _yuan(text: object) -> str:
    return f"是 {text} 元" if isinstance(text, str) else "算不出"
