"""What must hold for the person's own words in a letter: who acted, what is a fact."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tests.letter_rules import known, rule
from tests.letter_sweep import Swept
from weiquan.core.case.context import context_of
from weiquan.core.judging.offers import all_paid_back
from weiquan.core.telling.statements import covered

_FACTS = re.compile(r"(?:\n事实\n|事实依据\n|经过：)(.*?)(?=\n(?:理由|依据|不同意的|坚持|处理部门"
                    r"|请不要)|$)", re.DOTALL)
_QUOTED = re.compile("“[^”]*”|（[^）]*）")
_NO_FACT = re.compile(r"？|吗[。；]|怎么办|^(?:\d\. )?(?:要是|如果|万一|\d[、)）])", re.MULTILINE)
_UNSAID = re.compile("没有同意|没有选过|没有授权过|没有说明过")
_PEOPLE = "司机|师傅|月嫂|骑手|快递员|物业|邻居|房东|保姆|业务员|教练|老师|医生|来电"
_SELLER = "商家|卖家|店|老板|客服|主播|对方|机构"
_HE = re.compile(rf"(?:{_PEOPLE})(?:(?!{_SELLER})[^“”]){{0,40}}?[他她](?![们家])(\w{{3}})")
# Letters that tell what happened and have room for it.
_TELL = frozenset({"merchant_demand", "complaint_12315"})
_UNLIKE = frozenset({"mismatch", "fake_or_used", "promise"})
_HALF = 0.5


def facts_in(one: Swept) -> str:
    """The part of a letter that tells what happened."""
    found = _FACTS.search(one.text)
    return found.group(1) if found else ""


@rule("no fact")
def _no_fact(one: Swept) -> Iterator[str]:
    found = _NO_FACT.search(_QUOTED.sub("", facts_in(one)))
    if found:
        yield found.string[max(0, found.start() - 10):found.end() + 15]


@rule("said by nobody")
def _unsaid(one: Swept) -> Iterator[str]:
    typed = "".join(v for v in one.facts.values() if isinstance(v, str)) + "".join(
        c.story for id_, v in one.facts.items() for c in one.rules.specs[id_].choices
        if c.id == v or (isinstance(v, tuple) and c.id in v))
    for found in _UNSAID.finditer(facts_in(one)):
        if found.group() not in typed:
            yield found.string[max(0, found.start() - 15):found.end()]


@rule("who acted")
def _acted(one: Swept) -> Iterator[str]:
    problem = known(one, "problem")
    for found in _HE.finditer(problem) if isinstance(problem, str) else ():
        if f"{one.seen['them']}{found.group(1)}" in one.text:
            yield f"{one.seen['them']}{found.group(1)} of {found.group()}"


@rule("promise absent")
def _promise(one: Swept) -> Iterator[str]:
    """What was promised stands where it is what the goods are measured by."""
    words, happened = known(one, "promise_text"), known(one, "happened")
    if not isinstance(words, str) or not isinstance(happened, tuple) \
            or not _UNLIKE & set(happened) or one.meta.id not in _TELL \
            or one.meta is not one.rules.letters.get(one.meta.id) or one.seen["party"] == "courier":
        return
    core = re.sub(r"^[^“]*“|”.*$", "", words).strip("“”。")
    if core[:6] not in one.text and covered(core, one.text) < _HALF:
        yield f"{core} of {facts_in(one)[:60]}"


@rule("another thing first than the wish")
def _wish(one: Swept) -> Iterator[str]:
    asked = [w for w in one.result.wishes if w.asked and w.answer != "no" and w.line is not None
             and w.line.chosen and not w.line.rule.leans
             and w.line.rule.money in {"price", "act", "gap"}]
    allowed = one.meta.asks_for
    asked = [w for w in asked if not allowed or w.line is None
             or w.line.rule.money in allowed]
    asks = one.seen["asks"]
    if not asked or not asks or one.meta.id not in _TELL or all_paid_back(
            context_of(one.rules, one.facts, one.result.now)):
        return
    granted = {w for a in asks for x in one.result.lines if x.id == a["line"]
               for w in x.rule.wishes} | {a["wish"] for a in asks}
    lines = {a["line"] for a in asks} | {a["also"] for a in asks}
    if not any(w.rule.id in granted or w.line.id in lines for w in asked if w.line is not None):
        yield f"{[w.rule.id for w in asked]} not in {[a['text'] for a in asks]}"
