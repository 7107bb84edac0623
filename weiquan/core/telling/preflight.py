"""The check of a letter before it is called ready: every finding at once, blocking ones first."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from weiquan.core.judging.assessment import Assessment
from weiquan.core.judging.offers import NOT_NOW
from weiquan.core.model import LetterMeta, Preflight
from weiquan.core.model.ruleset import RuleSet
from weiquan.core.telling.citecheck import article_findings, cited_in, sum_findings, values_in
from weiquan.core.telling.findings import WHOLE, Finding, concerns, finding
from weiquan.core.telling.numbercheck import number_findings, private_findings
from weiquan.core.telling.sentences import sentences_of
from weiquan.core.telling.wordcheck import letter_findings, typed_findings, without_typed
from weiquan.core.values.day_patterns import WRITTEN
from weiquan.core.values.patterns import lazy_re
from weiquan.core.values.records import result as made

# What a person types in words and a letter repeats.
OWN_WORDS = ("problem", "merchant_said", "promise_text", "product", "seller_name",
             "seller_address", "user_address", "user_name", "losses")
OWN_NUMBERS = ("user_phone", "order_no", "return_tracking")
NOT_SUCH = "这一份不是给这种案子用的。"
_COURT_PAPERS = frozenset({"court"})
_MARKS = ("{{", "}}", "{%", "待补")
# Looked for only where a letter has letters at all.
_CODE = (r"(?<![A-Za-z])(?:None|True|False|Undefined)(?![A-Za-z])"
         r"|(?<![A-Za-z\d_])[a-z]+(?:_[a-z\d]+)+(?![A-Za-z\d_])")
_WORD = r"(?<![A-Za-z\d_.@-])[a-z]{4,}(?![A-Za-z\d_.@-])"
# What of a context the rules have worded.
_WORDED = {"exhibits": ("title",), "asks": ("text", "what", "working"), "reasons": ("story", "so")}
_FAR = timedelta(days=120)   # further back it is rather the year that was left out
_EXHIBIT = lazy_re(r"证据(\d+)")


@made
class Checked:
    """A letter to be checked: what it is, for which case, and its unwrapped text."""

    rules: RuleSet
    given: Mapping[str, Any]
    result: Assessment
    meta: LetterMeta
    context: Mapping[str, Any]
    text: str
    short: bool = False      # for the fields of a page, which have measures of their own

    @property
    def typed(self) -> list[tuple[str, str]]:
        """The typed facts that such a letter uses: (id, text)."""
        return [(f, t) for f in OWN_WORDS if f in self.meta.uses
                and isinstance(t := self.given.get(f), str)]


def preflight(letter: Checked) -> list[Finding]:
    """What must be put right before a letter goes out, blocking findings first; each once."""
    own = letter.typed
    sentences = sentences_of(letter.text)
    bare = without_typed(sentences, [t for _, t in own] + _of_the_rules(letter))
    found = [f for check, look in _LOOKS.items() if concerns(letter.rules.preflight[check],
                                                             letter.meta) for f in look(letter)]
    carried = _carried(letter)
    found += typed_findings(letter.rules, letter.meta, own, carried)
    found += letter_findings(letter.rules, letter.meta, bare, carried)
    placed = [(f"第 {n} 句", s) for n, s in enumerate(sentences, 1)]
    values = values_in(letter.context)
    day = letter.result.law_day
    now = letter.result.now.date()
    found += article_findings(letter.rules, placed, cited_in(values), day, now)
    found += sum_findings(letter.rules, placed,
                          [*values, *values_in(letter.given), *_totals(letter)])
    facts = {f: v for f, v in letter.given.items() if isinstance(v, str)}
    found += number_findings(letter.rules, facts, letter.meta.uses)
    spoken = [(f"「{letter.rules.specs[f].short}」", f, t) for f, t in own]
    told = [(f"第 {n} 句", "", s) for n, s in enumerate(bare, 1)]
    found += private_findings(letter.rules, [*spoken, *told],
                              [facts[f] for f in OWN_NUMBERS if f in facts])
    return sorted(dict.fromkeys(found), key=lambda f: not f.blocks)


def _of_the_rules(letter: Checked) -> list[str]:
    """What the rules themselves word: names of exhibits, the demands that the case carries."""
    context = letter.context
    return [str(row[part]) for name, parts in _WORDED.items()
            for row in context[name] for part in parts]


def _carried(letter: Checked) -> set[str]:
    """The wishes for which the case has a demand that may be made."""
    return {w for x in letter.result.lines if x.chosen and x.answer != "no"
            for w in x.rule.wishes} | {
        w.rule.id for w in letter.result.wishes if w.asked and w.answer != "no"}


def _totals(letter: Checked) -> list[Decimal]:
    """Sums that a template adds up."""
    parts = [letter.context.get(name) for name in ("sum_sure", "sum_more")]
    numbers = [p for p in parts if isinstance(p, Decimal)]
    sued, paid = letter.given.get("their_claim"), letter.given.get("paid")
    beyond = [sued - paid] if isinstance(sued, Decimal) and isinstance(paid, Decimal) else []
    return [*beyond, sum(numbers, Decimal(0)), *(x.amount for x in letter.result.lines
                                        if x.amount is not None)]


def _other_side(letter: Checked) -> Iterator[Finding]:
    if letter.context["addressee"] or letter.context["party"] == "platform":
        return
    if letter.meta.voice in _COURT_PAPERS:
        yield finding(letter.rules, "other_side_unknown", WHOLE, what="法院要被告的名称和地址")
    elif not letter.context["on_platform"]:  # else the order says who it is
        # A name that is found in a minute keeps no complaint from being written tonight.
        blank = letter.rules.specs["seller_name"].short
        yield finding(letter.rules, "other_side_unknown", WHOLE, level="warn",
                      what=f"【{blank}】交之前要填上")


def _without_exhibit(letter: Checked) -> Iterator[Finding]:
    flat = letter.text.replace("\n", "")
    for row in letter.context["reasons"]:
        if row["story"] and row["story"] in flat and row["lacking"] and not row["have"]:
            titles = [letter.rules.evidence[e].title for e in row["lacking"][:3]]
            names = "、".join(titles)
            yield finding(letter.rules, "fact_without_exhibit", "理由", found=row["story"],
                          what=f"，可以用：{names}")


def _unknown_exhibit(letter: Checked) -> Iterator[Finding]:
    there = {str(e["number"]) for e in letter.context["exhibits"]}
    for number in dict.fromkeys(_EXHIBIT.findall(letter.text)):
        if number not in there:
            yield finding(letter.rules, "exhibit_unknown", WHOLE, found=f"证据{number}")


def _days_backwards(letter: Checked) -> Iterator[Finding]:
    """Days that the person's own words tell in the wrong order, as far as the calendar shows."""
    today = letter.result.now.date()
    before: tuple[date, str] | None = None
    for found in WRITTEN.finditer("".join(r["text"] for r in letter.context["told"])):
        this = _gone_by(found, today)
        if this is None:
            continue
        if before is not None and timedelta(0) < before[0] - this < _FAR:
            yield finding(letter.rules, "days_backwards", "「问题经过」",
                          found=f"{before[1]}……{found[0]}")
        before = this, found[0]


def _gone_by(found: re.Match[str], today: date) -> date | None:
    """The written day, without a year the last one that has gone by; None where there is none."""
    for year in (int(found["year"]),) if found["year"] else (today.year, today.year - 1):
        with suppress(ValueError):
            day = date(year, int(found["month"]), int(found["day"]))
            if day <= today:
                return day
    return None


def _not_now(id_: str) -> Callable[[Checked], Iterator[Finding]]:
    def look(letter: Checked) -> Iterator[Finding]:
        withheld = {meta.id: why for meta, why in letter.result.withheld}
        withheld |= {meta.form: why for meta, why in letter.result.withheld if meta.form}
        offered = {x.rule.id for x in letter.result.letters}
        offered |= {x.rule.form for x in letter.result.letters}
        if letter.meta.id in offered:
            return
        why = withheld.get(letter.meta.id, NOT_SUCH)
        if why != NOT_NOW:
            yield finding(letter.rules, id_, WHOLE, what=why.rstrip("。"))

    return look


def _codes(letter: Checked) -> Iterator[Finding]:
    typed = "\n".join(t for _, t in letter.typed) + str(letter.context["platform_name"])
    latin = any("a" <= c <= "z" for c in letter.text)
    codes = [m for m in _MARKS if m in letter.text][:1] + (
        re.findall(_CODE, letter.text) if latin else [])
    for word in dict.fromkeys(codes):
        if word not in typed:
            yield finding(letter.rules, "answer_code", WHOLE, found=word)
    words = {w for w in re.findall(_WORD, letter.text) if w not in typed} if latin else set()
    if words:
        for word in sorted(words & (letter.rules.answer_ids | set(letter.rules.specs))):
            yield finding(letter.rules, "answer_code", WHOLE, found=word)
    for label in letter.rules.long_labels:
        if label in letter.text and label not in typed:
            yield finding(letter.rules, "answer_code", WHOLE, found=label)


def _gaps(letter: Checked) -> Iterator[Finding]:
    shorts = {letter.rules.specs[f].short for f in letter.meta.needs
              if f in letter.rules.specs and isinstance(letter.given.get(f), str | Decimal)}
    blanks = (piece.partition("】")[0] for piece in letter.text.split("【")[1:])
    for blank in dict.fromkeys(blanks):
        if blank in shorts:
            yield finding(letter.rules, "gap_known", WHOLE, found=f"【{blank}】")


def _length(letter: Checked) -> Iterator[Finding]:
    most, have = letter.meta.max_chars, len(letter.text.strip())
    if most is not None and have > most and not letter.short:
        yield finding(letter.rules, "over_length", WHOLE, found=str(have), what=str(most))


_LOOKS: dict[str, Callable[[Checked], Iterator[Finding]]] = {
    "other_side_unknown": _other_side,
    "fact_without_exhibit": _without_exhibit,
    "exhibit_unknown": _unknown_exhibit,
    "days_backwards": _days_backwards,
    "platform_conditions": _not_now("platform_conditions"),
    "acceptance_12315": _not_now("acceptance_12315"),
    "acceptance_court": _not_now("acceptance_court"),
    "not_helping": _not_now("not_helping"),
    "answer_code": _codes,
    "gap_known": _gaps,
    "over_length": _length,
}
# What the program looks for by itself; every other check is its words.
LOOKED_FOR: frozenset[str] = frozenset({
    *_LOOKS, "sum_unlike_case", "article_not_in_force", "article_not_saying", "private_data",
    "phone_wrong", "order_no_wrong", "id_number_wrong"})


def looks_for(check: Preflight) -> bool:
    """Whether something looks for what a check is about."""
    return bool(check.wordings) != (check.id in LOOKED_FOR)
