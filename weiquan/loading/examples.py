"""Findings in rules/examples: cases to try the program on, which must stay answerable."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from weiquan.core.case.answers import check_all, load_value
from weiquan.core.language.reading import nearest
from weiquan.core.model.ruleset import RuleSet
from weiquan.errors import BadValue, Problem
from weiquan.loading.files import EXAMPLES
from weiquan.loading.yaml_source import Source, read_source

_KEYS = {"name", "as_of", "facts"}


def example_problems(rules_dir: Path, rules: RuleSet, *, facts_known: bool) -> list[Problem]:
    """Every finding in the examples; their facts are looked at only when all facts are known."""
    out: list[Problem] = []
    for path in sorted((rules_dir / EXAMPLES).glob("*.yaml")):
        source = read_source(path, f"rules/{EXAMPLES}/{path.name}")
        if source.data is not None:
            _look(source, rules, facts_known=facts_known)
        out += source.problems
    return out


def _look(source: Source, rules: RuleSet, *, facts_known: bool) -> None:
    data = source.data
    if not isinstance(data, dict) or set(data) != _KEYS or not isinstance(data["facts"], dict):
        source.problems.append(source.problem((), "S007", "例子须有 name、as_of、facts 三项"))
        return
    try:
        now = datetime.fromisoformat(str(data["as_of"]))
    except ValueError:
        source.problems.append(source.problem(
            ("as_of",), "S006", "「as_of」须是时间，写成 2026-11-22T20:30 的样子"))
        return
    values = {}
    for id_, raw in data["facts"].items() if facts_known else ():
        spec = rules.specs.get(id_)
        if spec is None:
            text = f"没有声明的事实「{id_}」{nearest(id_, rules.specs)}"
            source.problems.append(source.problem(("facts", id_), "L101", text, key=True))
            continue
        try:
            values[id_] = load_value(spec, raw, now)
        except BadValue as e:
            source.problems.append(source.problem(("facts", id_), "L141", e.message))
    source.problems += [source.problem(("facts",), "L141", e.message)
                        for e in check_all(values, rules.specs)]
