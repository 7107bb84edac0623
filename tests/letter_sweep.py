"""The cases of the sweep over letters: theory by progress by role, from stories and from answers
that make a theory's own conditions true.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

from tests.explore import NOW, solve
from tests.yaml_files import texts_in
from weiquan.cli.gather import gather
from weiquan.core.asking.interview import offered_choices
from weiquan.core.case.context import context_of
from weiquan.core.judging.assess import assess
from weiquan.core.judging.assessment import Assessment
from weiquan.core.language import condition as c
from weiquan.core.model import LetterMeta
from weiquan.core.model.ruleset import RuleSet
from weiquan.core.telling.letters import letter_context
from weiquan.core.telling.progress import never_came
from weiquan.paths import data_root
from weiquan.render.letters import engine_for, render_letter
from weiquan.render.txt import to_text

Facts = dict[str, Any]
FOLDER = Path(__file__).parent
# How far the matter has come. A fact of it that the case does not ask is left out.
PROGRESS: dict[str, dict[str, Any]] = {
    "as told": {},
    "nobody asked yet": {"merchant_response": "not_asked", "refund_status": "not_applied"},
    "silent": {"merchant_response": "silent", "refund_status": "applied"},
    "stalling": {"merchant_response": "stalling", "refund_status": "to_return"},
    "refused": {"merchant_response": "refused", "refund_status": "rejected"},
    "offered less": {"merchant_response": "offered_less", "offered_sum": Decimal(20)},
    "agreed": {"merchant_response": "agreed"},
    "gone": {"merchant_response": "gone"},
    "sent back": {"refund_status": "sent_back", "goods_where": "in_transit", "sent_back_on": -3},
    "signed back": {"refund_status": "return_signed", "goods_where": "returned",
                    "sent_back_on": -12, "return_signed_on": -9, "merchant_response": "stalling"},
    "return refused": {"refund_status": "return_refused", "goods_where": "refused",
                       "merchant_response": "refused"},
    "partly refunded": {"refund_status": "partly", "refunded_amount": Decimal(10),
                        "merchant_response": "refused"},
    "refunded": {"refund_status": "refunded"},
    "clawed back": {"advance_refund": "taken_back", "refund_status": "clawed",
                    "platform_decision": "for_merchant"},
    "platform said no": {"platform_decision": "for_merchant", "merchant_response": "refused",
                         "refund_status": "rejected"},
    "complained": {"filed": "complaint", "filed_on": -8, "filed_result": "ended",
                   "platform_decision": "for_merchant", "merchant_response": "refused"},
    "sued": {"filed": "court", "merchant_response": "refused"},
}
ROLES: dict[str, dict[str, Any]] = {
    "self": {"writer_role": "buyer"},
    "parent": {"writer_role": "guardian", "minor_age": "over8"},
    "child for a parent": {"writer_role": "family"},
    "friend": {"writer_role": "friend"},
    "helper": {"writer_role": "helper"},
}
# What is typed for letters: in one half of the cases all of it, in the other nothing.
TYPED: dict[str, Any] = {
    "seller_name": "某某家居旗舰店", "seller_address": "某市甲区某路8号",
    "order_no": "240911234567", "user_name": "何某", "user_phone": "13800000000",
    "user_address": "某市乙区某路1号", "product": "衣柜一个",
}


@dataclass(frozen=True)
class Base:
    """Where a case begins: the facts of a story, or those that make a theory true."""

    name: str
    theory: str
    facts: Facts
    now: datetime


@dataclass(frozen=True)
class Swept:
    """One letter of one case, as it would go out."""

    name: str
    rules: RuleSet
    facts: Mapping[str, Any]
    result: Assessment
    meta: LetterMeta
    seen: Mapping[str, Any]
    text: str                     # unwrapped
    title: str


def bases(rules: RuleSet) -> tuple[Base, ...]:
    """Of every theory its stories, and answers under which all of it holds; the cases."""
    return (*stories(rules), *solved(rules), *cases(rules))


@cache
def stories(rules: RuleSet) -> tuple[Base, ...]:
    """The stories of every theory."""
    out = []
    for path in sorted((FOLDER / "theories").glob("*.yaml")):
        for story in texts_in(path)["stories"]:
            now = datetime.fromisoformat(story["as_of"])
            out.append(Base(f"{path.stem}: {story['name']}", path.stem,
                            gather(rules, now, case=story["facts"]), now))
    return tuple(out)


@cache
def solved(rules: RuleSet) -> tuple[Base, ...]:
    """Of every theory answers under which all of it holds; what is found in many tries."""
    out = []
    for theory in rules.theories.values():
        facts = solve(rules, c.All((theory.raised, *(e.met for e in theory.elements))), want=True)
        if facts is not None:
            out.append(Base(f"{theory.id}: solved", theory.id, facts, NOW))
    return tuple(out)


@cache
def cases(rules: RuleSet) -> tuple[Base, ...]:
    """The decided cases and the complaints, in people's own words."""
    out = []
    for path in sorted((FOLDER / "cases").glob("*/*.yaml")):
        case = texts_in(path)
        now = datetime.fromisoformat(case["as_of"])
        out.append(Base(path.stem, "", gather(rules, now, case=case["facts"]), now))
    return tuple(out)


def grid(rules: RuleSet) -> list[tuple[Base, str, str]]:
    """Every theory with every progress and every role, its bases in turn; every case with every
    progress, told by whoever tells it.
    """
    of: dict[str, list[Base]] = {}
    for base in (*solved(rules), *stories(rules)):
        of.setdefault(base.theory, []).append(base)
    out = [(some[n % len(some)], progress, role) for some in of.values()
           for n, (progress, role) in enumerate(product(PROGRESS, ROLES))]
    return out + [(base, progress, "self") for base in cases(rules) for progress in PROGRESS]


def laid_over(rules: RuleSet, base: Base, progress: str, role: str, *,
              typed: bool) -> Facts | None:
    """The case with this progress, told by this role; None where the two do not go together."""
    facts = dict(base.facts)
    facts.setdefault("paid", Decimal("299.00"))
    if typed:
        facts = {**TYPED, **facts}
    if role != "self" or "writer_role" not in facts:
        facts |= ROLES[role]
    if progress == "as told":
        return facts
    never = context_of(rules, facts, base.now)
    if PROGRESS[progress].get("goods_where") and never_came(never):
        return None                # what never came is not sent back
    for fact, raw in PROGRESS[progress].items():
        value = (base.now + timedelta(days=raw)).date() if isinstance(raw, int) else raw
        ctx = context_of(rules, facts, base.now)
        spec = rules.specs[fact]
        if c.evaluate(spec.ask_if, ctx).truth is c.Tri.FALSE or (
                spec.type == "choice" and value not in offered_choices(spec, ctx)):
            return None
        facts[fact] = value
    return facts


def letters_in(rules: RuleSet, engine: Any, name: str, facts: Facts,
               now: datetime) -> Iterator[Swept]:
    """Every letter that is offered in a case, and the text of its form."""
    result = assess(rules, facts, now)
    if result.contradictions:
        return
    for view in result.letters:
        yield written(rules, engine, name, facts, result, view.rule)
        if view.rule.form:
            yield written(rules, engine, name, facts, result, rules.forms[view.rule.form])


def written(rules: RuleSet, engine: Any, name: str, facts: Mapping[str, Any],
            result: Assessment, meta: LetterMeta) -> Swept:
    """One letter of a case."""
    folder = "letters" if meta is rules.letters.get(meta.id) else "forms"
    seen = letter_context(rules, facts, result, meta)
    document = render_letter(data_root() / "templates", folder, meta, seen, engine)
    return Swept(name, rules, facts, result, meta, seen, to_text(document, None), document.title)


def engine() -> Any:
    """What fills templates."""
    return engine_for(data_root() / "templates")
