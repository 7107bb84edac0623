"""Names between rules: each is unique where it must be, exists where it is used, and is used."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from weiquan.core.language import condition as c
from weiquan.core.language import formula as f
from weiquan.core.language.reading import Citation, nearest
from weiquan.core.model.events import Event
from weiquan.core.model.facts import SumRole
from weiquan.core.model.walking import Item
from weiquan.loading.linking import NotFitting, typed_operand
from weiquan.loading.lint_run import Lint

# Names that a clock may start from although no question asks them.
PSEUDO_FACTS = frozenset({"letter_on"})
_PER_OWNER = frozenset({"not_claim", "report", "source", "note"})
_CITING = ("basis", "violates", "penalty", "burden_basis", "cite", "before")
_LISTS = {
    "evidence": "evidence", "beats": "evidence", "letters": "letter", "not_letters": "letter",
    "theories": "theory",
    "wishes": "wish", "excludes": "theory", "replaces": "theory", "adds_to": "theory",
    "base": "theory", "instead": "theory", "sounds_like": "label",
    "clocks": "clock", "paths": "path", "notes": "note", "about": "fact",
}


def unique(run: Lint, items: Sequence[Item]) -> None:
    """Findings for ids that are written twice, or that are not the name of their file."""
    seen: dict[tuple[Any, ...], Any] = {}
    for item in items:
        id_ = getattr(item.obj, "id", None)
        if id_ is None:
            continue
        key: tuple[Any, ...] = (item.kind, id_)
        if item.kind in _PER_OWNER:
            key = (*key, id(item.owner))
        elif item.local:
            continue
        _once(run, seen, key, item.obj, ("id",), f"id「{id_}」")
        if item.kind == "law":
            _once(run, seen, ("short", item.obj.short), item.obj, ("short",),
                  f"简称「{item.obj.short}」")
        for field in ("choices", "elements", "lines", "defeats"):
            for i, part in enumerate(getattr(item.obj, field, ())):
                if not getattr(item.obj, "choices_from", ""):
                    _once(run, seen, (field, id(item.obj), part.id), item.obj, (field, i, "id"),
                          f"id「{part.id}」")
    for item in items:
        if item.kind in {"platform", "theory", "precedent", "channel", "excuse", "law", "year"}:
            _is_file_name(run, item.obj)


def _once(run: Lint, seen: dict[tuple[Any, ...], Any], key: tuple[Any, ...], obj: Any,
          at: tuple[Any, ...], what: str) -> None:
    source, loc = run.where[id(obj)]
    place = source.place((*loc, *at))
    if key in seen:
        run.report(obj, at, "L117", f"{what}已经用过，在 {seen[key]}")
    seen.setdefault(key, place)


def _is_file_name(run: Lint, obj: Any) -> None:
    stem = run.where[id(obj)][0].path.rpartition("/")[2].removesuffix(".yaml")
    if type(obj).__name__ == "CalendarYear":
        if stem != f"cn-{obj.year}":
            run.report(obj, ("year",), "L118", f"年份 {obj.year} 须和文件名「{stem}」一致")
    elif obj.id != stem:
        run.report(obj, ("id",), "L118", f"id「{obj.id}」须和文件名「{stem}」一致")


def references(run: Lint, item: Item) -> None:
    """Findings for names that do not exist, citations included."""
    obj = item.obj
    for field, value in vars(obj).items():
        if not isinstance(value, tuple) or field not in _LISTS:
            continue
        for i, name in enumerate(value):
            if isinstance(name, str):
                run.refer(obj, (field, i), name, _LISTS[field])
    match item.kind:
        case "decides" | "defeat" | "owes" | "line" | "derived" | "theory":
            _theory(run, item)
        case "override":
            run.refer(obj, ("step",), obj.step, "step")
        case "box":
            run.refer(obj, ("letter",), obj.letter, "letter")
            if obj.fact:
                run.refer(obj, ("fact",), obj.fact, "fact")
        case "clock":
            _clock(run, obj)
        case "law" if obj.replaced_by:
            names = [n for law in run.rules.laws.values() for n in (law.id, law.short)]
            run.refer(obj, ("replaced_by",), obj.replaced_by, "law", names)
        case _:
            pass
    _single(run, item)
    _settles(run, obj)
    _citations(run, item)
    _amount(run, obj)


def _theory(run: Lint, item: Item) -> None:
    obj = item.obj
    match item.kind:
        case "decides":
            run.refer(obj, ("fact",), obj.fact, "fact")
        case "defeat" | "owes" if obj.line:
            run.refer(obj, ("line",), obj.line, "line", [x.id for x in item.owner.lines])
        case "line":
            if obj.same_as:
                run.refer(obj, ("same_as",), obj.same_as, "line", _every_line(run))
            for i, element in enumerate(obj.despite):
                run.refer(obj, ("despite", i), element, "element",
                          [x.id for x in item.owner.elements])
        case "derived":
            _settle(run, obj, ("value",), obj.fact, obj.value, add=obj.add)
        case "theory":
            run.refer(obj, ("law_date",), obj.law_date, "fact")
        case _:
            pass

_TELLING = frozenset({"saying", "situation", "outcome"})   # kinds that name labels and wishes


def _single(run: Lint, item: Item) -> None:
    obj = item.obj
    if item.kind == "letter":
        for i, clock in enumerate(obj.reply_clocks):
            run.refer(obj, ("reply_clocks", i), clock, "clock")
    if getattr(obj, "named_by", ""):
        run.refer(obj, ("named_by",), obj.named_by, "fact")
    if item.kind == "followup" and obj.happened:
        run.refer(obj, ("happened",), obj.happened, "label")
    for field, kind in (("happened", "label"), ("rules_out", "label"), ("wishes", "wish")):
        for i, name in enumerate(getattr(obj, field, ()) if item.kind in _TELLING else ()):
            run.refer(obj, (field, i), name, kind)
    if item.kind == "followup" and obj.kind:
        run.refer(obj, ("kind",), obj.kind, "fact")
    if item.kind == "answer":
        _settle(run, obj, ("choice",), obj.fact, obj.choice,
                add=obj.fact in run.rules.specs and run.rules.specs[obj.fact].type == "choices")
    if getattr(obj, "form", ""):
        run.refer(obj, ("form",), obj.form, "form")
    source: Any = getattr(obj, "source", None)
    if item.sources is not None and source:
        run.refer(obj, ("source",), source, "source", item.sources)


def _clock(run: Lint, obj: Any) -> None:
    dates = [s.id for s in run.rules.facts if s.type in {"date", "datetime"}]
    if obj.start not in dates and obj.start not in PSEUDO_FACTS and "facts" not in run.broken:
        run.report(obj, ("start",), "L121",
                   f"起算点「{obj.start}」须是日期事实{nearest(obj.start, dates)}")
    if obj.screen_fact:
        run.refer(obj, ("screen_fact",), obj.screen_fact, "fact")
    if bool(obj.length.param) == (obj.length.value is not None):
        run.report(obj, ("length",), "L122", "长度须写 value 或 param，只写一个", key=True)
    elif obj.length.param:
        run.refer(obj, ("length", "param"), obj.length.param, "param")


def _settles(run: Lint, obj: Any) -> None:
    if isinstance(obj, Event) and obj.day:
        run.refer(obj, ("day",), obj.day, "fact")
    for field in ("settles", "not_yet"):
        for fact, value in getattr(obj, field, {}).items():
            spec = run.rules.specs.get(fact)
            _settle(run, obj, (field, fact), fact, value,
                    add=isinstance(obj, SumRole) and spec is not None and spec.type == "choices")
    if isinstance(obj, SumRole):
        for key in ("fact", "rest"):
            name = getattr(obj, key)
            sums = [s.id for s in run.rules.specs.values() if s.type in {"money", "items"}]
            if name and name not in sums and "facts" not in run.broken:
                run.report(obj, (key,), "L121", f"「{name}」须是钱数{nearest(name, sums)}")
    reading = getattr(obj, "unknown_as", None)
    # "none" for a fact with several answers is no tick at all, where no choice is called so.
    plain = {None, "today"} | ({"none"} if getattr(obj, "type", "") == "choices" else set())
    for key in ("value", "instead") if reading is not None else ():
        value = getattr(reading, key)
        if value not in plain:
            _settle(run, obj, ("unknown_as", key), obj.id, value, add=obj.type == "choices")


def _settle(run: Lint, obj: Any, at: tuple[Any, ...], fact: str, value: Any, *,
            add: bool = False) -> None:
    """Findings for a value that is settled or read for `fact` and does not fit it."""
    if not run.refer(obj, at, fact, "fact", key=at[0] in {"settles", "not_yet"}):
        return
    spec = run.rules.specs[fact]
    if spec.type in {"date", "datetime", "text", "items"} or (spec.type == "choices") != add:
        text = f"「{fact}」的类型是 {spec.type}，不能这样定下来"
        run.report(obj, at, "L103", text)
        return
    try:
        typed_operand(spec, "has" if add else "eq", value,
                      any_choice=spec.choices_from in run.broken)
    except NotFitting as e:
        run.report(obj, at, "L103", str(e))


def _every_line(run: Lint) -> list[str]:
    return [f"{t.id}.{x.id}" for t in run.rules.theories.values() for x in t.lines]


def _citations(run: Lint, item: Item) -> None:
    for field in _CITING:
        value: Any = getattr(item.obj, field, ())
        single = isinstance(value, Citation)
        for i, cite in enumerate((value,) if single else value):
            at = (field,) if single else (field, i)
            _citation(run, item, at, cite)


def _citation(run: Lint, item: Item, at: tuple[Any, ...], cite: Citation) -> None:
    law = run.rules.laws.get(cite.law)
    if law is None:
        run.refer(item.obj, at, cite.law, "law")
        return
    article = next((a for a in law.articles if a.article == cite.article), None)
    dated = item.dated or item.kind == "value"
    if article is None:
        hint = nearest(cite.article, [a.article for a in law.articles])
        text = f"「{cite.law}」的规则文件里没有第 {cite.article} 条{hint}"
        run.report(item.obj, at, "L113", text)
    elif law.end is not None and not dated:
        then = f"，后来是「{law.replaced_by}」" if law.replaced_by else ""
        text = f"「{cite.law}」在 {law.end} 之后失效{then}，请改用现行的"
        run.report(item.obj, at, "L114", text)
    elif article.versions and article.versions[-1].repealed and not dated:
        gone = article.versions[-1].start
        text = f"「{cite.law}」第 {cite.article} 条自 {gone} 起删去，请改用现行的"
        run.report(item.obj, at, "L114", text)
    elif law.confidence == "unverified":
        run.report(item.obj, at, "L126", f"「{cite.law}」没有核对过原文，不能作依据")


def _amount(run: Lint, obj: Any) -> None:
    formula = getattr(obj, "amount", None)
    for part in f.parts(formula) if formula is not None else ():
        at = ("amount", *part.at)
        if isinstance(part, f.ParamAmount):
            run.refer(obj, at, part.param, "param")
            continue
        spec = run.rules.specs.get(part.fact)
        fitting = {"items"} if isinstance(part, f.ItemsAmount) else {"money", "int"}
        if isinstance(part, f.ItemsAmount) and spec is not None:
            for kind in part.kinds:
                run.refer(obj, at, kind, "line", [*(x.id for x in spec.choices), "other"])
        if (spec is None or spec.type not in fitting) and "facts" not in run.broken:
            hint = nearest(part.fact, [s.id for s in run.rules.facts if s.type == "money"])
            run.report(obj, at, "L124", f"算式里的「{part.fact}」须是金额或整数{hint}")


def orphans(run: Lint) -> None:
    """Warnings for what no rule and no letter looks at."""
    facts = run.used["fact"] | {
        n for meta in (*run.rules.letters.values(), *run.rules.forms.values()) for n in meta.uses}
    for item in run.items:
        facts |= f.facts_in_formula(getattr(item.obj, "amount", None))
        if item.kind == "clock":
            facts |= {item.obj.start, item.obj.screen_fact}
        facts.add(getattr(item.obj, "named_by", ""))
        facts.add(getattr(item.obj, "fact", ""))
    for fact in run.rules.facts:
        if fact.id not in facts and fact.asked and fact.id != "evidence_have":
            text = f"事实「{fact.id}」没有任何规则或文书用到"
            run.report(fact, ("id",), "W204", text, warning=True)
    letters = {name for item in run.items for name in getattr(item.obj, "letters", ())
               if item.kind == "step"}
    letters |= {m.id for m in run.rules.letters.values() if m.offered != c.NEVER}
    clocks = run.used["clock"] | {k for m in run.rules.letters.values() for k in m.reply_clocks}
    for used, pool in ((run.used["evidence"], run.rules.evidence), (clocks, run.rules.deadlines),
                       (run.used["condition"], run.rules.conditions),
                       (letters, run.rules.letters)):
        for name, obj in pool.items():
            if name not in used:
                run.report(obj, ("id",), "W202", f"「{name}」没有任何规则用到", warning=True)
