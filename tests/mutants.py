"""Small wrong changes to the rules, made in memory and undone again."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from weiquan.core.language import condition as c
from weiquan.core.language import formula as f
from weiquan.core.model.ruleset import RuleSet
from weiquan.core.model.walking import Item, items_of

CONDITIONS = ("when", "ready", "done", "blocked", "right_if", "ask_if", "worth", "met", "raised",
              "yes_if", "provided")
OPPOSITE = {
    "eq": "ne", "ne": "eq", "lt": "ge", "ge": "lt", "le": "gt", "gt": "le",
    "within_days": "older_than_days", "older_than_days": "within_days",
    "within_hours": "older_than_hours", "older_than_hours": "within_hours",
    "before": "from", "from": "before",
}
DROPPED = {"step": "steps", "line": "lines", "defeat": "defeats", "owes": "owes",
           "warning": "warnings", "not_claim": "not_claims",
           "clock": "deadlines", "report": "report", "element": "elements",
           "evidence": "evidence", "excuse": "excuses", "letter": "letters"}
# What letters and the ladder depend on; the rest is questions, wording and look-ups.
CORE = frozenset({"condition", "theory", "element", "line", "defeat", "step", "warning",
                  "not_claim", "clock", "param", "derived"})


@dataclass(frozen=True)
class Mutant:
    """One change: where it is, what it does, and how to make and undo it."""

    file: str
    kind: str                                   # as in weiquan.core.model.walking
    rule: str                                   # id of the rule
    what: str
    make: Callable[[], None]
    undo: Callable[[], None]
    old: c.Condition | None                     # it can only be seen where this ...
    new: c.Condition | None                     # ... and this come out otherwise
    theory: str = ""
    platform: str = ""
    uses: tuple[c.Condition, ...] = ()          # for a parameter: the conditions that use it
    counted: tuple[c.Condition, ...] = ()       # and when the clocks and sums do that use it

    @property
    def core(self) -> bool:
        """Whether letters or the ladder depend on it."""
        return self.kind in CORE and not self.what.startswith("worth")

    @property
    def name(self) -> str:
        """One line for people."""
        return f"{self.file}: {self.kind} {self.rule}: {self.what}"


def mutants(rules: RuleSet) -> Iterator[Mutant]:
    """Every mutant of `rules`, in the order of the files."""
    for item in items_of(rules):
        if item.kind in {"note", "path", "value"}:
            continue
        yield from _of_conditions(rules, item)
        yield from _of_numbers(rules, item)
        yield from _drops(rules, item)
    yield from _of_params(rules)


def _about(rules: RuleSet, item: Item) -> dict[str, Any]:
    owner = item.owner
    place = getattr(item.obj, "place", "") or getattr(owner, "place", "")
    return {
        "file": place.partition(":")[0], "kind": item.kind,
        "rule": getattr(item.obj, "id", "") or getattr(owner, "id", ""),
        "theory": owner.id if type(owner).__name__ == "Theory" else "",
        "platform": owner.id if type(owner).__name__ == "Platform" else "",
    }


def _setting(obj: Any, field: str, value: Any) -> tuple[Callable[[], None], Callable[[], None]]:
    old = getattr(obj, field)
    return (lambda: setattr(obj, field, value)), (lambda: setattr(obj, field, old))


# ---------------------------------------------------------------- conditions

def _of_conditions(rules: RuleSet, item: Item) -> Iterator[Mutant]:
    for field in CONDITIONS:
        cond = getattr(item.obj, field, None)
        if cond is None:
            continue
        for what, changed in variants(cond):
            if item.kind == "condition":
                make, undo = _naming(rules.named, item.obj.id, changed)
            elif field == "raised":
                make, undo = _naming(rules.raised, item.obj.id, changed)
            else:
                make, undo = _setting(item.obj, field, changed)
            yield Mutant(what=f"{field}: {what}", make=make, undo=undo, old=cond, new=changed,
                         **_about(rules, item))
    if getattr(item.obj, "right_if", c.NEVER) != c.NEVER:
        make, undo = _setting(item.obj, "right_if", c.NEVER)
        yield Mutant(what="right_if: gone", make=make, undo=undo, old=item.obj.right_if,
                     new=c.NEVER, **_about(rules, item))


def _naming(table: dict[str, c.Condition], name: str, cond: c.Condition
            ) -> tuple[Callable[[], None], Callable[[], None]]:
    old = table[name]
    return (lambda: table.__setitem__(name, cond)), (lambda: table.__setitem__(name, old))


def variants(cond: c.Condition) -> Iterator[tuple[str, c.Condition]]:
    """`cond` with one leaf turned round or one number moved."""
    match cond:
        case c.Not(item):
            yield from ((what, c.Not(new)) for what, new in variants(item))
        case c.All(items) | c.AnyOf(items):
            for i, item in enumerate(items):
                for what, new in variants(item):
                    yield what, type(cond)((*items[:i], new, *items[i + 1:]))
        case c.Compare(place=""):
            return  # the loader put it there: no line of the rules says it
        case c.Compare():
            yield _line(cond), _turned(cond)
            if cond.op == "past_days":
                older = dataclasses.replace(cond, op="older_than_days")
                yield f"{_line(cond)}: no day off moves it", older
            for value in _moved(cond.value):
                yield f"{_line(cond)} -> {_short(value)}", dataclasses.replace(cond, value=value)
        case c.Known() | c.Is():
            yield _line(cond), c.Not(cond)


def _turned(leaf: c.Compare) -> c.Condition:
    if isinstance(leaf.value, bool):
        return dataclasses.replace(leaf, value=not leaf.value)
    if leaf.op in OPPOSITE:
        return dataclasses.replace(leaf, op=OPPOSITE[leaf.op])
    return c.Not(leaf)


def _moved(value: Any) -> Iterator[Any]:
    match value:
        case bool() | str() | tuple() | c.ParamRef():
            return
        case c.Gap(of=of, length=int() as length):
            yield from (c.Gap(of, length + n) for n in (-1, 1) if length + n >= 0)
        case date():
            yield from (value + timedelta(days=n) for n in (-1, 1))
        case int() | Decimal():
            yield from (value + n for n in (-1, 1) if value + n >= 0)


def _line(leaf: c.Compare | c.Known | c.Is) -> str:
    at = leaf.place.partition(":")[2]
    match leaf:
        case c.Compare(fact=fact, op=op, value=value):
            text = f"{fact} {op} {_short(value)}"
        case c.Known(fact=fact):
            text = f"known {fact}"
        case c.Is(name=name):
            text = f"is {name}"
    return f"L{at} {text}"


def _short(value: Any) -> str:
    if isinstance(value, tuple):
        return f"[{' '.join(map(str, value))}]"
    if isinstance(value, c.Gap):
        return f"{value.of} + {_short(value.length)}"
    return value.param if isinstance(value, c.ParamRef) else str(value)


# ---------------------------------------------------------------- numbers

def _of_numbers(rules: RuleSet, item: Item) -> Iterator[Mutant]:
    about = _about(rules, item)
    if item.kind == "clock" and item.obj.length.value is not None:
        for n in (-1, 1):
            make, undo = _setting(item.obj.length, "value", item.obj.length.value + n)
            if item.obj.length.value + n >= 0 and item.obj.status == "current":
                yield Mutant(what=f"length {n:+}", make=make, undo=undo, old=item.obj.when,
                             new=None, **about)
    if item.kind == "step" and item.obj.first:
        first = 0 if item.obj.first > 0 else item.obj.first + 1
        make, undo = _setting(item.obj, "first", first)
        yield Mutant(what=f"first {item.obj.first} -> {first}", make=make, undo=undo,
                     old=item.obj.when, new=None, **about)
    if item.kind == "line" and item.obj.amount is not None:
        for what, changed in amounts(item.obj.amount):
            make, undo = _setting(item.obj, "amount", changed)
            yield Mutant(what=f"amount: {what}", make=make, undo=undo, old=item.obj.when,
                         new=None, **about)


def amounts(formula: f.Formula) -> Iterator[tuple[str, f.Formula]]:
    """`formula` with one number moved or one part left out."""
    match formula:
        case f.ValueAmount(value):
            yield f"{value} + 1", f.ValueAmount(value + 1)
        case f.Combine(op=op, items=items):
            for i, part in enumerate(items):
                if i:
                    rest = items[:i] + items[i + 1:]
                    yield f"{op} without part {i + 1}", (
                        rest[0] if len(rest) == 1 else f.Combine(op, rest))
                for what, new in amounts(part):
                    yield what, f.Combine(op, (*items[:i], new, *items[i + 1:]))


def _of_params(rules: RuleSet) -> Iterator[Mutant]:
    compared, counted = _params_used(rules)
    for law in rules.laws.values():
        for param in law.params:
            if param.id not in compared.keys() | counted.keys():
                continue
            for value in param.values:
                for n in (-1, 1):
                    if value.value is not None:
                        make, undo = _setting(value, "value", value.value + n)
                        yield Mutant(law.place.partition(":")[0], "param", param.id,
                                     f"{value.start} {n:+}", make, undo, None, None,
                                     uses=(c.ALWAYS, *compared.get(param.id, ())),
                                     counted=tuple(counted.get(param.id, ())))


def _params_used(rules: RuleSet) -> tuple[dict[str, list[c.Condition]],
                                          dict[str, list[c.Condition]]]:
    """The leaves that compare with each parameter, and when clocks and amounts count with it."""
    compared: dict[str, list[c.Condition]] = {}
    counted: dict[str, list[c.Condition]] = {}
    for item in items_of(rules):
        for field in CONDITIONS:
            cond = getattr(item.obj, field, None)
            for leaf in c.leaves(cond) if cond is not None else ():
                if c.param_in(leaf):
                    compared.setdefault(c.param_in(leaf), []).append(leaf)
        names: list[str] = []
        if item.kind == "clock":
            names = [item.obj.length.param]
        if item.kind == "line" and item.obj.amount is not None:
            names = [p.param for p in f.parts(item.obj.amount) if isinstance(p, f.ParamAmount)]
        for name in filter(None, names):
            counted.setdefault(name, []).append(item.obj.when)
    return compared, counted


# ---------------------------------------------------------------- drops

def _drops(rules: RuleSet, item: Item) -> Iterator[Mutant]:
    field = DROPPED.get(item.kind)
    if field is None or item.obj in rules.forms.values():
        return  # the short form of a letter shows in no story
    pool: Any = rules if item.owner is item.obj else item.owner
    if item.kind == "clock" and pool is not rules:
        field = "clocks"
    have = getattr(pool, field)
    left: Any = {k: v for k, v in have.items() if v is not item.obj} \
        if isinstance(have, Mapping) else tuple(x for x in have if x is not item.obj)
    make, undo = _setting(pool, field, left)
    yield Mutant(what="dropped", make=make, undo=undo, old=getattr(item.obj, "when", None),
                 new=None, **_about(rules, item))
