"""Tables of what one other answer changes: each theory beside its written stories.

python -m tests.tables --write [theory…]

A row is a story of tests/theories with one answer changed or taken away, and what the theory says
then. Which rows there are follows from the rules: every fact that its conditions look at, with
the values that they name. The outcome is what the program says: whoever changes a rule reads the
rows that change with it, as one reads a diff, and commits both.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml

from weiquan.cli.gather import gather
from weiquan.core.judging.assess import assess
from weiquan.core.judging.assessment import Assessment
from weiquan.core.language import condition as c
from weiquan.core.language import formula as f
from weiquan.core.model import Fact, Theory
from weiquan.core.model.ruleset import RuleSet
from weiquan.loading.cache import load_cached
from weiquan.paths import data_root

STORIES = Path(__file__).parent / "theories"
FOLDER = Path(__file__).parent / "tables"
MOST_STORIES = 4               # of a theory, one for each outcome that they have, then the next
MOST_VALUES = 6                # of one fact
GONE = "没有答"


def outcome(result: Assessment, theory: str) -> str:
    """What a theory says, on one line: answer, sums with their strength, steps, what not to ask."""
    found = next((v for v in result.verdicts if v.rule.id == theory), None)
    if found is None:
        return "not raised"
    out = [found.answer + (" hidden" if found.hidden else "")]
    out += [f"{x.rule.id}={x.amount} {x.strength} {x.answer}{'' if x.chosen else ' not chosen'}"
            for x in found.lines]
    own = {s.id for s in found.rule.steps}
    out += [f"{s.rule.id}: {s.status}" for s in result.ladder if s.rule.id in own]
    own = {n.id for n in found.rule.not_claims}
    out += [f"not {n.rule.id}" for n in result.not_claims if n.rule.id in own]
    return "; ".join(out)


def rows_of(rules: RuleSet, theory: Theory) -> Iterator[dict[str, Any]]:
    """The stories of a theory with their neighbours that come out otherwise."""
    written = yaml.load((STORIES / f"{theory.id}.yaml").read_text(encoding="utf-8"),
                        yaml.CBaseLoader)["stories"]
    told = [(s, _says(rules, s, s["facts"], theory)) for s in written]
    for story, was in _apart(told)[:MOST_STORIES]:
        rows = []
        seen = {was}
        for fact, value in _changes(rules, theory, story):
            facts = {k: v for k, v in story["facts"].items() if k != fact}
            if value is not None:
                facts[fact] = value
            try:
                now = _says(rules, story, facts, theory)
            except Exception:
                continue
            if now not in seen:
                rows.append({"fact": fact, "value": GONE if value is None else value, "is": now})
                seen.add(now)
        yield {"story": story["name"], "was": was, "rows": rows}


def _apart(told: Sequence[tuple[Any, str]]) -> list[tuple[Any, str]]:
    """Those with an outcome of their own first."""
    first: dict[str, tuple[Any, str]] = {}
    for story, was in told:
        first.setdefault(was.partition(";")[0], (story, was))
    rest = [x for x in told if x not in first.values()]
    return [*first.values(), *rest]


def _says(rules: RuleSet, story: Mapping[str, Any], facts: Mapping[str, Any],
          theory: Theory) -> str:
    now = datetime.fromisoformat(story["as_of"])
    return outcome(assess(rules, gather(rules, now, case=dict(facts)), now), theory.id)


# ---------------------------------------------------------------- which answers to change

def _changes(rules: RuleSet, theory: Theory, story: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    named: dict[str, list[Any]] = {}
    for cond in _conditions(theory):
        for leaf in _leaves(rules, cond):
            if isinstance(leaf, c.Compare):
                named.setdefault(leaf.fact, []).append(leaf.value)
            elif isinstance(leaf, c.Known):
                named.setdefault(leaf.fact, [])
    for line in theory.lines:
        for fact in sorted(f.facts_in_formula(line.amount)):
            named.setdefault(fact, [])
    for fact, values in sorted(named.items()):
        spec = rules.specs.get(fact)
        if spec is None or not spec.asked:
            continue
        had = story["facts"].get(fact)
        if had is not None:
            yield fact, None
        yield from ((fact, v) for v in _values(spec, values, had) if v != had)


def _values(spec: Fact, named: Sequence[Any], had: Any) -> list[Any]:
    """Values to try: those that conditions name, and one that they do not."""
    flat = [x for v in named for x in (v if isinstance(v, (tuple, list, frozenset)) else (v,))]
    match spec.type:
        case "bool":
            return ["true", "false"]
        case "choice" | "choices":
            ids = [ch.id for ch in spec.choices]
            wanted = [x for x in dict.fromkeys(flat) if x in ids]
            other = next((x for x in ids if x not in wanted), None)
            picked = [*wanted[:MOST_VALUES], *([other] if other else [])]
            return picked if spec.type == "choice" else [[x] for x in picked] + (
                [[*had, x] for x in picked if x not in had] if isinstance(had, list) else [])
        case "date":
            if not isinstance(had, str):
                return []
            day = date.fromisoformat(had[:10])
            return [(day + timedelta(days=n)).isoformat() for n in (-400, -8, 8)]
        case "money":
            around = Decimal(had if isinstance(had, str) else "100")
            return [f"{around + 1:.2f}", f"{around * 10:.2f}"]
        case "int":
            return [str(int(had if isinstance(had, str) else 1) + n) for n in (1, 10)]
        case _:
            return []


def _conditions(theory: Theory) -> Iterator[c.Condition]:
    yield from (theory.raised, theory.yes_if, theory.alone)
    for e in theory.elements:
        yield from (e.when, e.met)
    for d in theory.defeats:
        yield d.when
    for line in theory.lines:
        yield from (line.when, line.provided)
    for step in theory.steps:
        yield from (step.when, step.ready, step.done, step.blocked)
    for n in theory.not_claims:
        yield n.when


def _leaves(rules: RuleSet, cond: c.Condition) -> Iterator[c.Condition]:
    match cond:
        case c.All(items) | c.AnyOf(items):
            for item in items:
                yield from _leaves(rules, item)
        case c.Not(item):
            yield from _leaves(rules, item)
        case c.Is(name=name):
            if name in rules.named:
                yield from _leaves(rules, rules.named[name])
        case _:
            yield cond


# ---------------------------------------------------------------- files

@cache
def read_tables() -> dict[str, list[dict[str, Any]]]:
    """The tables that are written, by theory."""
    return {p.stem: yaml.load(p.read_text(encoding="utf-8"), yaml.CBaseLoader)
            for p in sorted(FOLDER.glob("*.yaml"))}


def cases_of(theory: str) -> Iterator[dict[str, Any]]:
    """The rows of a table as stories: name, as_of, facts, and what the theory says."""
    stories = {s["name"]: s for s in yaml.load(
        (STORIES / f"{theory}.yaml").read_text(encoding="utf-8"), yaml.CBaseLoader)["stories"]}
    for table in read_tables().get(theory, []):
        base = stories[table["story"]]
        yield {"name": table["story"], "as_of": base["as_of"], "facts": base["facts"],
               "is": table["was"]}
        for row in table["rows"]:
            facts = {k: v for k, v in base["facts"].items() if k != row["fact"]}
            if row["value"] != GONE:
                facts[row["fact"]] = row["value"]
            yield {"name": f"{table['story']}; {row['fact']}={row['value']}",
                   "as_of": base["as_of"], "facts": facts, "is": row["is"]}


def main(argv: Sequence[str]) -> int:
    """Write the tables of all theories, or of those named."""
    if argv[:1] != ["--write"]:
        sys.stderr.write(f"{__doc__}\n")
        return 2
    with TemporaryDirectory() as place:
        rules = load_cached(data_root(), Path(place))
    FOLDER.mkdir(exist_ok=True)
    for theory in [rules.theories[x] for x in argv[1:]] or list(rules.theories.values()):
        text = yaml.safe_dump(list(rows_of(rules, theory)), allow_unicode=True, sort_keys=False,
                              default_flow_style=None, width=1000)
        (FOLDER / f"{theory.id}.yaml").write_text(text, encoding="utf-8")
        sys.stdout.write(f"{theory.id}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
