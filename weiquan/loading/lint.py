"""What must hold between rules: names that exist, laws in force, sources, wording, no orphans."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, get_args

from weiquan.core import condition as c
from weiquan.core import formula as f
from weiquan.core.model import Stage
from weiquan.core.reading import Citation, nearest
from weiquan.core.ruleset import RuleSet
from weiquan.core.walking import Item, items_of
from weiquan.errors import Problem
from weiquan.loading.yaml_source import Loc, Source

FORBIDDEN = {
    "！": "不用感叹号",
    "!": "不用感叹号",
    "您": "不用敬称，直接写要做的事",
    "胜率": "不写胜负的可能性",
    "成功率": "不写成功的可能性",
    "包赢": "不作承诺",
    "保证退": "不作承诺",
    "曝光你": "不把要求和曝光连在一起",
}
# Names that a clock may start from although no question asks them.
PSEUDO_FACTS = frozenset({"letter_on"})
_SPOKEN = {"says", "text_of", "aliases", "url", "source", "correction"}
_ENGLISH_QUOTES = re.compile(r"[一-鿿]\"|\"[一-鿿]")


class Lint:
    """One run over a RuleSet; `problems` collects what it finds."""

    def __init__(self, rules: RuleSet, where: Mapping[int, tuple[Source, Loc]]) -> None:
        self.rules = rules
        self.where = where
        self.problems: list[Problem] = []
        self.used: dict[str, set[str]] = {}
        self.stages = set(get_args(Stage)) - {""}
        self.every_step = {i.obj.id for i in items_of(rules) if i.kind == "step"}

    def report(self, obj: Any, field: str, code: str, message: str, *,
               index: int | None = None, warning: bool = False) -> None:
        """Add a finding at a field of a rule object."""
        source, loc = self.where[id(obj)]
        at: Loc = (*loc, *([field] if field else []), *([index] if index is not None else []))
        self.problems.append(source.problem(at, code, message, warning=warning))

    def refer(self, obj: Any, field: str, names: Iterable[str], known: Iterable[str], code: str,
              what: str) -> None:
        """Every name must be known; each counts as used."""
        pool = list(known)
        for i, name in enumerate(names):
            self.used.setdefault(what, set()).add(name)
            if name not in pool:
                self.report(obj, field, code, f"没有这个{what}「{name}」{nearest(name, pool)}", index=i)


def lint(rules: RuleSet, where: Mapping[int, tuple[Source, Loc]]) -> list[Problem]:
    """Every finding about how the rules fit together."""
    run = Lint(rules, where)
    _unique(run)
    for item in items_of(rules):
        _references(run, item)
        _wording(run, item)
        _provenance(run, item)
    _conditions(run)
    _facts(run)
    _orphans(run)
    return run.problems


def _unique(run: Lint) -> None:
    for kind in {i.kind for i in items_of(run.rules)}:
        seen: dict[str, Any] = {}
        for item in items_of(run.rules):
            if item.kind != kind or item.local:
                continue
            if item.obj.id in seen:
                run.report(item.obj, "id", "L117", f"id「{item.obj.id}」已经用过，"
                           f"在 {getattr(seen[item.obj.id], 'place', '') or '前面'}")
            seen[item.obj.id] = item.obj
    for pool in (run.rules.platforms, run.rules.disputes, run.rules.channels, run.rules.excuses,
                 {law.id: law for law in run.rules.laws.values()}):
        for obj in pool.values():
            stem = run.where[id(obj)][0].path.rsplit("/", 1)[-1].removesuffix(".yaml")
            if obj.id != stem:
                run.report(obj, "id", "L118", f"id「{obj.id}」须和文件名「{stem}」一致")


def _references(run: Lint, item: Item) -> None:
    obj, rules = item.obj, run.rules
    for field, values in _lists(obj):
        match field:
            case "evidence" | "beats":
                run.refer(obj, field, values, rules.evidence, "L109", "证据")
            case "clocks" if values and isinstance(values[0], str):
                known = [*rules.deadlines, *run.stages]
                run.refer(obj, field, values, known, "L110", "期限")
            case "letters":
                run.refer(obj, field, values, rules.letters, "L111", "文书")
            case "disputes":
                run.refer(obj, field, values, rules.disputes, "L119", "纠纷类型")
            case "excludes":
                owner = next((d for d in rules.disputes.values() if obj in d.claims), None)
                known = [x.id for x in owner.claims] if owner else []
                run.refer(obj, field, values, known, "L120", "请求")
            case "overrides":
                run.refer(obj, field, [o.step for o in values], run.every_step, "L115", "步骤")
            case _:
                pass
    if (start := getattr(obj, "start", None)) and item.kind == "clock":
        spec = rules.specs.get(start)
        if start not in PSEUDO_FACTS and (spec is None or spec.type not in {"date", "datetime"}):
            run.report(obj, "start", "L121", f"起算点「{start}」须是日期事实"
                       f"{nearest(start, [s.id for s in rules.facts if s.type.startswith('date')])}")
        if obj.screen_fact and obj.screen_fact not in rules.specs:
            run.report(obj, "screen_fact", "L101", f"没有声明的事实「{obj.screen_fact}」")
        if bool(obj.length.param) == (obj.length.value is not None):
            run.report(obj, "length", "L122", "长度须写 value 或 param，只写一个")
        elif obj.length.param:
            run.refer(obj, "length", [obj.length.param], rules.params, "L108", "参数")
    if item.kind == "dispute":
        run.refer(obj, "law_date", [obj.law_date], rules.specs, "L101", "事实")
    if (reply := getattr(obj, "reply_clock", "")):
        run.refer(obj, "reply_clock", [reply], rules.deadlines, "L110", "期限")
    if (form := getattr(obj, "form", "")):
        run.refer(obj, "form", [form], rules.forms, "L123", "短文本模板")
    _settles(run, obj)
    _citations(run, item)
    _amounts(run, obj)


def _lists(obj: Any) -> Iterator[tuple[str, tuple[Any, ...]]]:
    for name, value in vars(obj).items():
        if isinstance(value, tuple):
            yield name, value


def _settles(run: Lint, obj: Any) -> None:
    from weiquan.loading.linking import NotFitting, typed_operand

    for fact, value in getattr(obj, "settles", {}).items():
        spec = run.rules.specs.get(fact)
        if spec is None:
            run.report(obj, "settles", "L101",
                       f"没有声明的事实「{fact}」{nearest(fact, run.rules.specs)}")
            continue
        try:
            typed_operand(spec, "eq", value)
        except NotFitting as e:
            run.report(obj, "settles", "L103", str(e))


def _citations(run: Lint, item: Item) -> None:
    for field in ("basis", "violates", "penalty", "burden_basis"):
        for i, cite in enumerate(getattr(item.obj, field, ())):
            run.used.setdefault("law", set()).add(cite.law)
            law = run.rules.laws.get(cite.law)
            if law is None:
                hint = nearest(cite.law, run.rules.laws)
                run.report(item.obj, field, "L112", f"没有这部法「{cite.law}」{hint}", index=i)
            elif not any(a.article == cite.article for a in law.articles):
                hint = nearest(cite.article, [a.article for a in law.articles])
                text = f"「{cite.law}」的规则文件里没有第 {cite.article} 条{hint}"
                run.report(item.obj, field, "L113", text, index=i)
            elif law.end is not None and not item.dated:
                text = f"「{cite.law}」已在 {law.end} 后失效，请改用现行的"
                run.report(item.obj, field, "L114", text, index=i)
            elif law.confidence == "unverified":
                text = f"「{cite.law}」没有核对过原文，不能作依据"
                run.report(item.obj, field, "L126", text, index=i)


def _amounts(run: Lint, obj: Any) -> None:
    formula = getattr(obj, "amount", None)
    for part in f.parts(formula) if formula is not None else ():
        if isinstance(part, f.ParamAmount):
            run.refer(obj, "amount", [part.param], run.rules.params, "L108", "参数")
        else:
            spec = run.rules.specs.get(part.fact)
            if spec is None or spec.type not in {"money", "int"}:
                hint = nearest(part.fact, [s.id for s in run.rules.facts if s.type == "money"])
                run.report(obj, "amount", "L124", f"算式里的「{part.fact}」须是金额或整数{hint}")


def _wording(run: Lint, item: Item) -> None:
    for field, value in vars(item.obj).items():
        texts = value if isinstance(value, tuple) else (value,)
        for text in texts:
            if not isinstance(text, str) or field in _SPOKEN or item.kind == "law":
                continue
            for bad, why in FORBIDDEN.items():
                if bad in text:
                    run.report(item.obj, field, "L125", f"文字里有「{bad}」：{why}")
            if _ENGLISH_QUOTES.search(text):
                run.report(item.obj, field, "L125", "中文里请用“ ”，不用英文引号")
    for field, most in (("label", 18), ("short", 18), ("ask", 30)):
        text = getattr(item.obj, field, "")
        if item.kind in {"fact", "choice", "dispute", "platform"} and len(text) > most:
            run.report(item.obj, field, "L127", f"「{text}」有 {len(text)} 个字，最多 {most} 个")
    if item.kind == "excuse" and len(item.obj.name) > 18:
        run.report(item.obj, "name", "L127", f"「{item.obj.name}」超过 18 个字")


def _provenance(run: Lint, item: Item) -> None:
    obj = item.obj
    if item.kind in {"law", "note", "contact", "path", "operator", "state"}:
        for field in ("source", "confidence"):
            if not getattr(obj, field, None):
                run.report(obj, "", "L128", f"缺少出处：请写「{field}」")
    if item.sources is not None and getattr(obj, "source", "") \
            and obj.source not in item.sources:
        hint = nearest(obj.source, item.sources)
        run.report(obj, "source", "L116", f"没有列出这个出处「{obj.source}」{hint}")
    if getattr(obj, "confidence", "") == "unverified" and item.kind == "contact":
        run.report(obj, "confidence", "L126", "没有核实的电话和入口不要写进规则")


def _conditions(run: Lint) -> None:
    for obj in (i.obj for i in items_of(run.rules)):
        for field, value in vars(obj).items():
            if not isinstance(value, c.Compare | c.Known | c.Is | c.Not | c.All | c.AnyOf):
                continue
            source, loc = run.where[id(obj)]
            for leaf in c.leaves(value):
                at = (*loc, field, *leaf.at)
                if isinstance(leaf, c.Is):
                    run.used.setdefault("condition", set()).add(leaf.name)
                    if leaf.name not in run.rules.conditions:
                        hint = nearest(leaf.name, run.rules.conditions)
                        text = f"没有这个有名字的条件「{leaf.name}」{hint}"
                        run.problems.append(source.problem(at, "L106", text))
                    continue
                run.used.setdefault("fact", set()).add(leaf.fact)
                if isinstance(leaf, c.Compare) and isinstance(leaf.value, c.ParamRef) \
                        and leaf.value.param not in run.rules.params:
                    hint = nearest(leaf.value.param, run.rules.params)
                    text = f"没有这个参数「{leaf.value.param}」{hint}"
                    run.problems.append(source.problem(at, "L108", text))
    for name in run.rules.conditions:
        if _reaches_itself(name, run.rules.named):
            run.report(run.rules.conditions[name], "when", "L107", f"条件「{name}」绕回了自己")


def _reaches_itself(name: str, named: Mapping[str, c.Condition]) -> bool:
    seen: set[str] = set()
    todo = [name]
    while todo:
        for leaf in c.leaves(named.get(todo.pop(), c.ALWAYS)):
            if isinstance(leaf, c.Is):
                if leaf.name == name:
                    return True
                if leaf.name not in seen:
                    seen.add(leaf.name)
                    todo.append(leaf.name)
    return False


def _facts(run: Lint) -> None:
    order = {f.id: i for i, f in enumerate(run.rules.facts)}
    for fact in run.rules.facts:
        looks_at = {leaf.fact for leaf in c.leaves(fact.ask_if) if not isinstance(leaf, c.Is)}
        for other in sorted(looks_at & order.keys()):
            if order[other] >= order[fact.id]:
                run.report(fact, "ask_if", "L105", f"「{fact.id}」的 ask_if 只能看排在它前面的事实，"
                           f"「{other}」排在后面")
        run.refer(fact, "check", fact.check.not_before, order, "L101", "事实")
        if fact.type in {"choice", "choices"} and not fact.choices:
            run.report(fact, "", "L129", f"「{fact.id}」是选择题，但没有选项")
        dates = sum(len(x) for x in [fact.check.not_before]) or fact.check.not_future
        if dates and not fact.type.startswith("date"):
            run.report(fact, "check", "L130", f"「{fact.id}」不是日期，不能检查先后")
        double = [k for k, n in Counter(ch.id for ch in fact.choices).items() if n > 1]
        for k in double:
            run.report(fact, "choices", "L117", f"选项「{k}」写了两次")


def _orphans(run: Lint) -> None:
    used = run.used
    needed = {n for meta in (*run.rules.letters.values(), *run.rules.forms.values())
              for n in meta.uses}
    facts = used.get("fact", set()) | needed | used.get("事实", set())
    for obj in (i.obj for i in items_of(run.rules)):
        amount = getattr(obj, "amount", None)
        facts |= f.facts_in_formula(amount)
        if isinstance(getattr(obj, "start", None), str):
            facts |= {obj.start, getattr(obj, "screen_fact", "")}
        for fact in getattr(obj, "settles", {}):
            facts.add(fact)
    for fact in run.rules.facts:
        if fact.id not in facts and not fact.required and fact.id != "evidence_have":
            run.report(fact, "id", "L104", f"事实「{fact.id}」没有任何规则用到")
    for what, pool in (("证据", run.rules.evidence), ("期限", run.rules.deadlines),
                       ("condition", run.rules.conditions)):
        for name, obj in pool.items():
            if name not in used.get(what, set()):
                run.report(obj, "id", "W202", f"「{name}」没有任何规则用到", warning=True)


def stale(rules: RuleSet, where: Mapping[int, tuple[Source, Loc]], today: date,
          days: int = 180) -> list[Problem]:
    """A warning for every fact whose `as_of` is more than `days` days before `today`."""
    out: list[Problem] = []
    for item in items_of(rules):
        as_of = getattr(item.obj, "as_of", None)
        if as_of is not None and (today - as_of).days > days and id(item.obj) in where:
            source, loc = where[id(item.obj)]
            out.append(source.problem((*loc, "as_of"), "W201",
                                      f"核对于 {as_of}，超过 {days} 天，请再核一次", warning=True))
    return out


def cites_of(obj: Any) -> Iterator[Citation]:
    """Every citation that a rule object carries."""
    for field in ("basis", "violates", "penalty", "burden_basis"):
        yield from getattr(obj, field, ())
