"""Where each value of a letter is from: keys such as fact:paid, article:消法|24, exhibit:chat."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from weiquan.core.judging.assessment import Assessment
from weiquan.core.judging.views import Cited
from weiquan.core.language.condition import Context, facts_in
from weiquan.core.language.formula import facts_in_formula
from weiquan.core.language.holes import facts_of_holes
from weiquan.core.model import LetterMeta, Theory
from weiquan.core.model.ruleset import RuleSet
from weiquan.core.telling.addressee import Placeholder
from weiquan.core.telling.letters import TROUBLES, main_theory
from weiquan.core.telling.replying import reply_clock
from weiquan.core.telling.titles import Matter

Keys = tuple[str, ...]
ROLE, DAY = "role:", "day:"
WEAK = frozenset({ROLE, DAY})    # these say how it is put, not why it is said
_ROLES = frozenset({"me", "them", "party", "capacity", "principal", "buyer", "called", "against",
                    "recipient", "letter_title"})
# Computed values that rest on facts.
_FACTS: Mapping[str, tuple[str, ...]] = {
    "addressee": ("seller_name", "platform"), "platform_name": ("platform_said", "platform"),
    "place": ("seller_address", "where_bought", "platform"),
    "on_platform": ("platform", "where_bought"), "wish": ("wishes",), "deed": ("wishes",),
    "favour": ("wishes",), "hopeless": ("wishes",), "owed_sum": ("wishes", "their_claim", "paid"),
    "left_out": ("wishes",),
    "ways": ("filed", "platform_decision", "where_bought", "platform"),
    "told": ("problem", "told_more", "said_instead"),
    "came": ("received_on", "ordered_on"), "dated": ("ordered_on",), "kin_told": ("problem",),
    "accounts": (), "their_words": ("merchant_said",),
    "raised": ("happened",), "can": ("happened",), "operators": ("platform",),
}
_CONDITIONS = {"service": "service_case", "goods_back": "letter_goods_back",
               "goods_stay": "letter_no_goods_here", "never_came": "letter_never_came"}
# What says only how it is put.
_PUT = {ROLE: ("称呼", "谁写给谁"), DAY: ("日子", "写信的这一天")}
_CLOCKED = frozenset({"reply_by", "reply_days", "door", "platform_now"})
_THEORY = frozenset({"summary", "cause"})
_TOTALS = {"sum_sure": True, "sum_more": False, "sum_times": False, "sum_rest": False}


class Tracer:
    """Answers for one letter of one case which sources stand behind a value of its template."""

    def __init__(self, rules: RuleSet, given: Mapping[str, Any], result: Assessment,
                 meta: LetterMeta, ctx: Context, context: Mapping[str, Any]) -> None:
        self.rules = rules
        self.given = given
        self.result = result
        self.meta = meta
        self.ctx = ctx
        self.context = context
        self._theories = {v.rule.name: v.rule for v in result.verdicts}
        self._known: dict[str, Keys] = {}

    def chosen(self, own: Iterable[tuple[str, Any]],
               conditions: Iterable[Iterable[tuple[str, Any]]]) -> Keys:
        """The sources of a piece: its own values', else those of the nearest condition.

        What only says who is called how, or when, is no reason by itself.
        """
        mine = self._of_all(own)
        if set(mine) - WEAK:
            return mine
        for level in conditions:
            found = self._of_all(level)
            if set(found) - WEAK:
                return tuple(dict.fromkeys([*mine, *found]))
        return mine

    def _of_all(self, pairs: Iterable[tuple[str, Any]]) -> Keys:
        return tuple(dict.fromkeys(k for name, value in pairs for k in self.of(name, value)))

    def of(self, name: str, value: Any) -> Keys:
        """The keys of the sources of one value under the name that a template uses."""
        if callable(value):
            return ()
        if isinstance(value, Placeholder):
            return (f"blank:{name if name in self.rules.specs else value.strip('【】')}",)
        if isinstance(value, Matter):
            return tuple(self._facts(value.facts))
        if name in self.rules.specs:
            return (f"fact:{name}",) if name in self.ctx.facts and name in self.context else ()
        if isinstance(value, dict | list | tuple | Cited) and not isinstance(value, str):
            keys = tuple(dict.fromkeys(self._within(value)))
            return keys or self._computed(name)
        return self._computed(name)

    def _computed(self, name: str) -> Keys:
        if name not in self._known:
            self._known[name] = tuple(dict.fromkeys(self._named(name)))
        return self._known[name]

    def _named(self, name: str) -> Iterator[str]:
        """The keys of a computed value, by what it is computed from."""
        if name in _ROLES:
            yield ROLE
        elif name == "today":
            yield DAY
        elif name in _CLOCKED:
            yield from self._term()
        elif name in _THEORY:
            main = main_theory(self.result, [x for x in self.result.lines if x.chosen])
            yield from () if main is None else (f"theory:{main.id}",)
        elif name in _TOTALS:
            rows = [r for r in self.context["asks"] if r["sure"] is _TOTALS[name]]
            yield from self._within(rows)
        elif name == "calm":
            yield from self._excuse()
        else:
            yield from self._facts(self._behind(name))

    def _behind(self, name: str) -> Iterable[str]:
        """The facts that a computed value is made from, or that decide whether it holds."""
        if name in _CONDITIONS:
            return sorted(facts_in(self.ctx.named[_CONDITIONS[name]], self.ctx.named))
        return _FACTS.get(name, ())

    def _term(self) -> Iterator[str]:
        if self.meta.reply_clocks:
            yield f"clock:{reply_clock(self.rules, self.ctx, self.meta).id}"
        yield from self._facts(("page_deadline",))

    def _excuse(self) -> Iterator[str]:
        for view in self.result.excuses:
            yield f"excuse:{view.id}"
        yield from self._facts(("merchant_said", "excuse") if self.result.excuses else ())

    def _facts(self, names: Iterable[str]) -> Iterator[str]:
        return (f"fact:{f}" for f in names if f in self.ctx.facts)

    def _within(self, value: Any) -> Iterator[str]:
        """The keys of rows and citations inside a value."""
        if isinstance(value, Cited):
            yield f"article:{value.law}|{value.article.split('(')[0]}"
        elif isinstance(value, dict):
            yield from self._row(value)
        elif isinstance(value, list | tuple):
            for one in value:
                yield from self._told(one) if isinstance(one, str) else self._within(one)

    def _row(self, row: dict[str, Any]) -> Iterator[str]:
        """The keys of one row of a context: what it is shows in what it holds."""
        rest: Any = list(row.values())
        match row:
            case {"line": str(line)}:
                yield from self._line(line)
            case {"clock": str(clock)}:
                yield f"clock:{clock}"
            case {"fact": str(fact)}:
                yield f"fact:{fact}"
            case {"number": _, "id": str(id_)}:
                yield f"exhibit:{id_}"
            case {"reason": str(number), "theory": str(theory)}:
                yield from self._reason(theory, int(number))
                rest = row["cite"]
            case {"element": str(element), "claim": str(claim)}:
                yield from self._element(claim, element)
                rest = row["cite"]
            case {"account": str(account)}:
                found = next(a for a in self.rules.accounts if a.id == account)
                yield from self._facts(dict.fromkeys((
                    *facts_of_holes(found.say), *sorted(facts_in(found.when, self.ctx.named)))))
            case {"situation": _}:
                yield from self._facts(("situation", "situation_points"))
                rest = row.get("cite", ())
            case {"weight": _}:
                yield "fact:problem"
            case {"excuse": str(excuse)}:
                yield f"excuse:{excuse}"
                yield from self._facts(("merchant_said", "excuse"))
            case {"violates": _, "id": str(id_)}:
                yield f"report:{id_}"
            case _:
                pass
        yield from self._within(rest)

    def _line(self, id_: str) -> Iterator[str]:
        line = next((x for x in self.result.lines if x.id == id_), None)
        if line is None:
            return
        yield f"line:{id_}"
        yield from self._facts(sorted(facts_in_formula(line.rule.amount)))
        yield from self._facts(("wishes",))
        yield from (k for c in line.basis for k in self._within(c))

    def _reason(self, id_: str, number: int) -> Iterator[str]:
        theory = self.rules.theories[id_]
        reason = self.rules.reasons[id_][number]
        yield f"theory:{id_}"
        yield from self._facts(dict.fromkeys((
            *facts_of_holes(reason.say), *sorted(facts_in(reason.when, self.ctx.named)))))
        found = next((e for e in theory.elements if e.id == reason.element), None)
        yield from self._exhibits(found.evidence if found is not None else ())

    def _exhibits(self, ids: Iterable[str]) -> Iterator[str]:
        had = self.given.get("evidence_have")
        return (f"exhibit:{e}" for e in ids if isinstance(had, tuple) and e in had)

    def _element(self, claim: str, id_: str) -> Iterator[str]:
        theory: Theory | None = self._theories.get(claim)
        if theory is None:
            return
        yield f"element:{theory.id}.{id_}"
        found = next((e for e in theory.elements if e.id == id_), None)
        if found is not None:
            looked: set[str] = set()
            for cond in (found.when, found.met):
                looked |= facts_in(cond, self.ctx.named)
            yield from self._facts(sorted(looked))
            yield from self._exhibits(found.evidence)

    def _told(self, text: str) -> Iterator[str]:
        """The facts whose answer is told in these words."""
        if text not in self.context["troubles"]:
            return
        for fact in self.rules.facts:
            value = self.ctx.facts.get(fact.id)
            picked = (value,) if isinstance(value, str) else value
            if fact.section in TROUBLES and isinstance(picked, tuple) \
                    and any(c.id in picked and c.story for c in fact.choices):
                yield f"fact:{fact.id}"


def described(rules: RuleSet, key: str, shown: Callable[[str], str]) -> tuple[str, str]:
    """(kind, words) of a source; `shown` gives the answer of a fact as it is now, or nothing."""
    kind, _, id_ = key.partition(":")
    match kind:
        case "fact" if id_ in rules.specs:
            now = shown(id_)
            return "回答", rules.specs[id_].short + (f"：{now}" if now else "")
        case "blank":
            spec = rules.specs.get(id_)
            return "空着", f"{spec.short if spec is not None else id_}，还没填"
        case "article":
            return "法条", _article(rules, id_)
        case "exhibit" if id_ in rules.evidence:
            return "证据", rules.evidence[id_].title
        case "element" | "line" | "theory" | "report":
            return _ruled(rules, kind, id_)
        case "excuse" if id_ in rules.excuses:
            return "对方的理由", rules.excuses[id_].name
        case "clock":
            return "期限", _clock(rules, id_)
        case "form":
            name, _, line = id_.rpartition(":")
            return "固定写法", f"templates/{name} 第 {line} 行"
        case _:
            return _PUT.get(key, ("规则", id_))


def _article(rules: RuleSet, id_: str) -> str:
    short, _, number = id_.partition("|")
    law = rules.laws.get(short)
    article = rules.article(law, number) if law is not None else None
    gist = article.versions[-1].gist.rstrip("。") if article is not None else ""
    return f"{short} 第 {number} 条" + (f"（{gist}）" if gist else "")


def _clock(rules: RuleSet, id_: str) -> str:
    if id_ in rules.deadlines:
        return rules.deadlines[id_].name
    return next((k.name for p in rules.platforms.values() for k in p.clocks if k.id == id_), id_)


def _ruled(rules: RuleSet, kind: str, id_: str) -> tuple[str, str]:
    name, _, part = id_.partition(".")
    theory = rules.theories.get(name)
    if kind == "report":
        point = next((p for t in rules.theories.values() for p in t.report if p.id == id_), None)
        return "举报的线索", point.what.rstrip("。") if point is not None else id_
    if theory is None:
        return "规则", id_
    if kind == "theory":
        return "法律问题", theory.name
    if kind == "line":
        line = next((x for x in theory.lines if x.id == part), None)
        return "请求", f"{line.what if line is not None else part}（{theory.name}）"
    element = next((e for e in theory.elements if e.id == part), None)
    return "要证明的", f"{element.title if element is not None else part}（{theory.name}）"
