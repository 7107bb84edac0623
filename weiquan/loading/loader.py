"""rules/ and templates/ on disk to a RuleSet, with every problem in them at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from weiquan.core import condition as c
from weiquan.core import model as m
from weiquan.core.ruleset import RuleSet
from weiquan.errors import Problem, RulesInvalid
from weiquan.loading.lint import lint
from weiquan.loading.linking import link
from weiquan.loading.reader import read_as
from weiquan.loading.templates import read_templates
from weiquan.loading.yaml_source import Loc, Source, read_source

# One file holds a list under its own name; one folder holds one thing per file.
LISTS: dict[str, tuple[str, Any]] = {
    "facts": ("facts", m.Fact),
    "rungs": ("rungs", m.RungSpec),
    "conditions": ("conditions", m.NamedCondition),
    "steps": ("steps", m.Step),
    "warnings": ("warnings", m.Warning_),
    "deadlines": ("deadlines", m.Deadline),
    "evidence": ("evidence", m.Evidence),
}
FOLDERS: dict[str, Any] = {
    "law": m.Law,
    "platforms": m.Platform,
    "disputes": m.Dispute,
    "channels": m.Channel,
    "excuses": m.Excuse,
    "calendar": m.CalendarYear,
}


@dataclass
class Read:
    """What was read, before linking: rule objects with the file and path of each."""

    sources: dict[str, Source] = field(default_factory=dict)
    lists: dict[str, list[Any]] = field(default_factory=dict)
    folders: dict[str, list[Any]] = field(default_factory=dict)
    where: dict[int, tuple[Source, Loc]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def load_rules(root: Path) -> RuleSet:
    """The RuleSet of `root`/rules and `root`/templates; raises RulesInvalid with all findings."""
    rules, problems = check_rules(root / "rules", root / "templates")
    errors = [p for p in problems if p.level == "error"]
    if rules is None or errors:
        raise RulesInvalid(errors)
    return rules


def check_rules(rules_dir: Path, templates_dir: Path) -> tuple[RuleSet | None, list[Problem]]:
    """The RuleSet (None when files are unreadable) and every finding, warnings included."""
    read = _read_all(rules_dir)
    facts = frozenset(f.id for f in read.lists.get("facts", ()))
    letters, forms, problems, sources = read_templates(templates_dir, facts)
    read.problems += problems
    for name, source in sources.items():
        kind = letters if "/letters/" in name else forms
        meta = kind[name.rsplit("/", 1)[1].removesuffix(".md.j2")] if kind else None
        if meta is not None:
            read.where[id(meta)] = (source, ())
    if any(p.level == "error" for p in read.problems):
        return None, sorted(read.problems)
    found: list[Problem] = []
    resolve_all(read, (letters, forms), found)
    rules = _assemble(read, letters, forms)
    found += lint(rules, read.where)
    return rules, sorted({*read.problems, *found})


def _read_all(rules_dir: Path) -> Read:
    read = Read()
    for stem, (key, kind) in LISTS.items():
        source = _source(read, rules_dir, f"{stem}.yaml")
        if source is None:
            continue
        raw = source.data.get(key) if isinstance(source.data, dict) else None
        if not isinstance(raw, list) or set(source.data) != {key}:
            read.problems.append(source.problem((), "S007", f"这个文件须只有一项「{key}」，下面是列表"))
            continue
        made = [(i, read_as(kind, item, source, (key, i))) for i, item in enumerate(raw)]
        read.problems += source.problems
        read.lists[stem] = [obj for _, obj in made if obj is not None]
        read.where |= {id(obj): (source, (key, i)) for i, obj in made if obj is not None}
    for folder, kind in FOLDERS.items():
        read.folders[folder] = []
        for path in sorted((rules_dir / folder).glob("*.yaml")):
            source = _source(read, rules_dir, f"{folder}/{path.name}")
            if source is None:
                continue
            obj = read_as(kind, source.data, source)
            read.problems += source.problems
            if obj is not None:
                read.where[id(obj)] = (source, ())
                read.folders[folder].append(obj)
    return read


def _source(read: Read, rules_dir: Path, name: str) -> Source | None:
    path = rules_dir / name
    if not path.is_file():
        read.problems.append(Problem(f"rules/{name}", 1, 1, "Y000", "缺少这个文件"))
        return None
    source = read_source(path, f"rules/{name}")
    read.problems += source.problems
    read.sources[name] = source
    broken = any(p.level == "error" for p in source.problems)
    source.problems.clear()
    return None if broken else source


def resolve_all(read: Read, metas: tuple[dict[str, m.LetterMeta], ...],
                found: list[Problem]) -> None:
    """Give every rule its place and every comparison its typed value; findings go to `found`."""
    specs = {f.id: _with_choices(f, read) for f in read.lists["facts"]}
    for i, fact in enumerate(read.lists["facts"]):
        full = specs[fact.id]
        read.where[id(full)] = read.where[id(fact)]
        read.lists["facts"][i] = full
    tops: list[Any] = [o for pool in (*read.lists.values(), *read.folders.values()) for o in pool]
    tops += [meta for pool in metas for meta in pool.values()]
    for top in tops:
        source, loc = read.where[id(top)]
        link(top, source, loc, specs, read.where, found)
    for platform in read.folders["platforms"]:
        mine = c.Compare("platform", "eq", platform.id)
        for item in (*platform.steps, *platform.warnings, *platform.clocks):
            object.__setattr__(item, "when", _and(mine, item.when))
    for dispute in read.folders["disputes"]:
        mine = c.Compare("dispute", "eq", dispute.id)
        for item in (*dispute.steps, *dispute.warnings):
            object.__setattr__(item, "when", _and(mine, item.when))


def _and(first: c.Condition, second: c.Condition) -> c.Condition:
    return c.All((first, *second.items)) if isinstance(second, c.All) else c.All((first, second))


def _with_choices(fact: m.Fact, read: Read) -> m.Fact:
    """The fact with its choices filled in from the files that `choices_from` names."""
    made: list[m.Choice]
    match fact.choices_from:
        case "platforms" | "disputes" as folder:
            things = sorted(read.folders[folder], key=lambda x: (x.order, x.id))
            made = [m.Choice(id=x.id, label=x.label, hint=getattr(x, "hint", "")) for x in things]
        case "excuses":
            made = [m.Choice(id=x.id, label=x.name, story=x.story,
                             when=c.Compare("dispute", "in", x.disputes) if x.disputes else c.ALWAYS)
                    for x in read.folders["excuses"]]
        case "evidence":
            made = [m.Choice(id=x.id, label=x.title, when=x.when) for x in read.lists["evidence"]]
        case _:
            return fact
    return replace(fact, choices=tuple(made))


def _assemble(read: Read, letters: dict[str, m.LetterMeta],
              forms: dict[str, m.LetterMeta]) -> RuleSet:
    def by_id(pool: list[Any]) -> dict[str, Any]:
        return {x.id: x for x in pool}

    def ordered(folder: str) -> dict[str, Any]:
        return by_id(sorted(read.folders[folder], key=lambda x: (x.order, x.id)))

    return RuleSet(
        facts=tuple(read.lists["facts"]),
        rungs=tuple(read.lists["rungs"]),
        conditions=by_id(read.lists["conditions"]),
        steps=tuple(read.lists["steps"]),
        warnings=tuple(read.lists["warnings"]),
        deadlines=by_id(read.lists["deadlines"]),
        evidence=by_id(read.lists["evidence"]),
        excuses=by_id(read.folders["excuses"]),
        laws={law.short: law for law in read.folders["law"]},
        platforms=ordered("platforms"),
        disputes=ordered("disputes"),
        channels=ordered("channels"),
        letters=letters,
        forms=forms,
        calendar=tuple(sorted(read.folders["calendar"], key=lambda y: y.year)),
    )


def rule_files(root: Path) -> Iterator[Path]:
    """Every file that the RuleSet of `root` depends on, sorted."""
    yield from sorted(p for p in (root / "rules").rglob("*.yaml") if p.is_file())
    yield from sorted(p for p in (root / "templates").rglob("*.j2") if p.is_file())
