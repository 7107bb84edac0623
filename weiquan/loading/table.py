"""What a reviewer reads: the rules as plain tables, one section per theory, law or list."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from weiquan.core import model as m
from weiquan.core.language import formula as f
from weiquan.core.language.reading import nearest
from weiquan.core.model.ruleset import RuleSet
from weiquan.errors import BadValue
from weiquan.loading.words import condition_words, formula_words, length_words

WHO = {"buyer": "自己", "merchant": "商家", "platform": "平台", "authority": "主管部门",
       "court": "法院"}


@dataclass(frozen=True)
class Table:
    """One table: its title, the names of its columns, and its rows as text."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def kinds_of(rules: RuleSet, today: date) -> Mapping[str, Callable[[], list[Table]]]:
    """Each kind of rule with what makes its tables."""
    return {
        "theories": lambda: [_list("请求依据", rules.theories.values(), ("id", "name", "group"))],
        "precedents": lambda: [_list("判例", rules.precedents.values(),
                                    ("id", "name", "court", "outcome"))],
        "happened": lambda: [_list("发生了什么", rules.happened.values(),
                                  ("id", "label", "hint", "group"))],
        "sayings": lambda: [_list("人们怎么说", rules.sayings, ("happened", "wishes", "texts"))],
        "answers": lambda: [_list("人们怎么答", rules.answers, ("fact", "choice", "texts"))],
        "situations": lambda: [_list("哪一种情形", rules.situations.values(),
                                    ("id", "happened", "line"))],
        "wishes": lambda: [_list("想要什么", rules.wishes.values(), ("id", "label", "say"))],
        "derived": lambda: [_derived(rules)],
        "sums": lambda: [_list("故事里的数是什么钱", rules.sums, ("id", "label", "fact"))],
        "clashes": lambda: [_list("对不上的回答", rules.clashes, ("id", "facts", "text"))],
        "terms": lambda: [_list("只在某种情形用得上的词", rules.terms, ("id", "text", "words"))],
        "followups": lambda: [_list("讲完以后再问的", rules.followups, ("id", "happened", "text"))],
        "accounts": lambda: [_list("文书里的事实", rules.accounts, ("id", "stage", "say"))],
        "asked": lambda: [_list("人们常问的", rules.asked.values(), ("id", "name", "words"))],
        "events": lambda: [_list("后来发生的事", rules.events.values(),
                                 ("id", "label", "says", "day", "note"))],
        "speech": lambda: [_list("听话的词", rules.speech.values(), ("id", "means", "words"))],
        "facts": lambda: [_facts(rules)],
        "conditions": lambda: [_conditions(rules)],
        "steps": lambda: [_steps(rules, "通用步骤", rules.steps)],
        "warnings": lambda: [_warnings(rules, "通用提醒", rules.warnings)],
        "deadlines": lambda: [_clocks(rules, "期限", rules.deadlines.values(), today)],
        "evidence": lambda: [_list("证据", rules.evidence.values(), ("id", "title", "proves"))],
        "preflight": lambda: [_list("发出去以前查的", rules.preflight.values(),
                                   ("id", "name", "level", "say", "do"))],
        "excuses": lambda: [_excuses(rules)],
        "law": lambda: [_laws(rules)],
        "params": lambda: [_params(rules)],
        "platforms": lambda: [_list("平台", rules.platforms.values(), ("id", "name", "trust"))],
        "channels": lambda: [_list("渠道", rules.channels.values(), ("id", "name", "force"))],
        "letters": lambda: [_letters(rules)],
    }


def tables_of(rules: RuleSet, what: str | None, today: date) -> list[Table]:
    """The tables of a kind of rule, or of one theory, platform, channel or law.

    All theories when nothing is named. Raises BadValue for a name that is none of these.
    """
    if what is None:
        return [t for d in rules.theories.values() for t in _theory(rules, d, today)]
    kinds = kinds_of(rules, today)
    if what in kinds:
        return kinds[what]()
    laws = {key: law for law in rules.laws.values() for key in (law.id, law.short)}
    if what in rules.theories:
        return _theory(rules, rules.theories[what], today)
    if what in rules.platforms:
        return _place(rules, rules.platforms[what], today)
    if what in rules.channels:
        return _place(rules, rules.channels[what], today)
    if what in laws:
        return [_law(laws[what])]
    known = [*kinds, *rules.theories, *rules.platforms, *rules.channels, *laws]
    raise BadValue(f"没有「{what}」这张表{nearest(what, known)}。可以写：{'、'.join(kinds)}，"
                   "或某个请求依据、平台、渠道、法律的 id。")


def counts_of(rules: RuleSet) -> dict[str, int]:
    """How many rules there are of each kind, for one summary line."""
    owners: list[Any] = [*rules.theories.values(), *rules.platforms.values(),
                         *rules.channels.values()]
    return {
        "事实": len(rules.facts), "条件": len(rules.conditions),
        "步骤": len(rules.steps) + sum(len(o.steps) for o in owners),
        "提醒": len(rules.warnings) + sum(len(getattr(o, "warnings", ())) for o in owners),
        "期限": len(rules.deadlines) + sum(len(p.clocks) for p in rules.platforms.values()),
        "证据": len(rules.evidence), "法规": len(rules.laws),
        "条文": sum(len(law.articles) for law in rules.laws.values()), "参数": len(rules.params),
        "平台": len(rules.platforms), "依据": len(rules.theories), "判例": len(rules.precedents),
        "渠道": len(rules.channels),
        "说法": len(rules.excuses), "文书": len(rules.letters), "短文": len(rules.forms),
        "年历": len(rules.calendar),
    }


def _theory(rules: RuleSet, t: m.Theory, today: date) -> list[Table]:
    head = f"{t.name}（{t.id}）"
    lines = tuple(
        (x.id, x.what, x.strength, x.amount_text or formula_words(rules, x.amount),
         condition_words(rules, x.when), condition_words(rules, x.provided), _basis(x.basis))
        for x in t.lines)
    elements = tuple((e.id, e.title, _titles(rules, e.evidence), condition_words(rules, e.met),
                      _basis(e.basis)) for e in t.elements)
    defeats = tuple((d.id, d.effect, d.line, d.say, condition_words(rules, d.when),
                     _basis(d.basis)) for d in t.defeats)
    clocks = [rules.deadlines[n] for n in t.clocks if n in rules.deadlines]
    nots = tuple((x.id, x.name, x.why, condition_words(rules, x.when), _basis(x.basis))
                 for x in t.not_claims)
    return [
        Table(f"{head} 什么时候是个问题", ("条件",), ((condition_words(rules, t.raised),),)),
        Table(f"{head} 要证明的", ("id", "要证明", "证据", "满足的条件", "依据"), elements),
        Table(f"{head} 金额",
              ("id", "名称", "强弱", "金额", "什么时候", "强弱的条件", "依据"), lines),
        Table(f"{head} 挡住的", ("id", "作用", "哪一项", "说法", "什么时候", "依据"), defeats),
        Table(f"{head} 不能提的", ("id", "名称", "原因", "什么时候", "依据"), nots),
        _clocks(rules, f"{head} 期限", clocks, today),
        _steps(rules, f"{head} 步骤", t.steps),
    ]


def _place(rules: RuleSet, p: m.Platform | m.Channel, today: date) -> list[Table]:
    head = f"{p.name}（{p.id}）"
    notes = tuple((x.id, x.kind, x.text, x.source, str(x.as_of or p.as_of), x.confidence)
                  for x in p.notes)
    contacts = tuple((x.type, x.value, x.source, x.confidence) for x in p.contacts)
    out = [Table(f"{head} 说明", ("id", "种类", "内容", "出处", "核对于", "程度"), notes),
           Table(f"{head} 联系", ("种类", "号码或入口", "出处", "程度"), contacts)]
    if isinstance(p, m.Platform):
        paths = tuple((x.action, x.path, x.source, x.confidence) for x in p.paths)
        out += [Table(f"{head} 入口", ("动作", "点哪里", "出处", "程度"), paths),
                _clocks(rules, f"{head} 期限", p.clocks, today)]
    return [*out, _steps(rules, f"{head} 步骤", p.steps),
            _warnings(rules, f"{head} 提醒", p.warnings)]


def _steps(rules: RuleSet, title: str, steps: Iterable[m.Step]) -> Table:
    rungs = {r.id: r.name for r in rules.rungs}
    return Table(title, ("id", "阶梯", "做什么", "什么时候", "做不了", "期限", "依据"), tuple(
        (s.id, rungs[s.rung], s.title, condition_words(rules, s.when),
         s.blocked_why, "、".join(s.clocks), _basis(s.basis)) for s in steps))


def _warnings(rules: RuleSet, title: str, items: Iterable[m.WarningRule]) -> Table:
    return Table(title, ("id", "程度", "提醒", "什么时候", "依据"), tuple(
        (w.id, {"stop": "不能做", "care": "小心", "trap": "要当心"}[w.level], w.text,
         condition_words(rules, w.when), _basis(w.basis)) for w in items))


def _clocks(rules: RuleSet, title: str, clocks: Iterable[m.Deadline], today: date) -> Table:
    return Table(title, ("id", "谁", "期限", "长度", "起算", "过了会怎样", "依据"), tuple(
        (k.id, WHO[k.who], k.name, length_words(rules, k, today), k.start_text or _short(rules, k),
         k.on_expiry, _basis(k.basis) or k.source) for k in clocks))


def _short(rules: RuleSet, clock: m.Deadline) -> str:
    return rules.specs[clock.start].short if clock.start in rules.specs else clock.start


def _facts(rules: RuleSet) -> Table:
    return Table("事实", ("id", "类型", "问题", "选项", "什么时候问"), tuple(
        (x.id, x.type, x.ask, "、".join(ch.label for ch in x.choices),
         condition_words(rules, x.ask_if)) for x in rules.facts))


def _conditions(rules: RuleSet) -> Table:
    return Table("有名字的条件", ("id", "意思", "条件"), tuple(
        (x.id, x.text, condition_words(rules, x.when)) for x in rules.conditions.values()))


def _excuses(rules: RuleSet) -> Table:
    return Table("商家的说法", ("id", "名称", "怎么说", "什么时候商家对", "怎么答", "依据"), tuple(
        (x.id, x.name, "；".join(x.says), "；".join(x.right_when), "".join(x.answer),
         _basis(x.basis)) for x in rules.excuses.values()))


def _laws(rules: RuleSet) -> Table:
    return Table("法规", ("id", "简称", "名称", "施行", "失效", "条数", "核对于", "程度"), tuple(
        (x.id, x.short, x.name, str(x.start), str(x.end or ""), str(len(x.articles)),
         str(x.as_of), x.confidence) for x in rules.laws.values()))


def _law(law: m.Law) -> Table:
    head = f"{law.name}（{law.short}，{law.start} 起施行，核对于 {law.as_of}）"
    return Table(head, ("条", "自", "意思", "数字"), tuple(
        (a.article, str(v.start), "（删去）" if v.repealed else v.gist, "、".join(v.numbers))
        for a in law.articles for v in a.versions))


def _params(rules: RuleSet) -> Table:
    return Table("法律参数", ("id", "名称", "自", "值", "依据"), tuple(
        (p.id, p.name, str(v.start),
         "不再适用" if v.value is None else f"{f.plain(v.value)} {p.unit}", str(v.cite))
        for p in rules.params.values() for v in p.values))


def _letters(rules: RuleSet) -> Table:
    return Table("文书", ("id", "名称", "给谁", "什么时候", "要填的事实"), tuple(
        (x.id, x.name, x.to, condition_words(rules, x.when),
         "、".join(rules.specs[n].short for n in x.needs))
        for x in (*rules.letters.values(), *rules.forms.values())))


def _derived(rules: RuleSet) -> Table:
    return Table("推出来的事实", ("id", "值", "什么时候", "说法"), tuple(
        (x.fact, str(x.value), condition_words(rules, x.when), x.say) for x in rules.derived))


def _list(title: str, things: Iterable[Any], fields: tuple[str, ...]) -> Table:
    names = {"id": "id", "name": "名称", "label": "选项", "title": "名称", "proves": "证明什么",
             "trust": "可靠程度", "force": "效力", "group": "组", "court": "法院",
             "outcome": "结果", "hint": "说明", "say": "说法", "means": "听什么", "words": "词",
             "says": "别的说法", "day": "记下的日期", "note": "马上要做",
             "facts": "哪两项", "text": "怎么说", "level": "级别", "do": "怎么改"}
    return Table(title, tuple(names[x] for x in fields),
                 tuple(tuple(_cell(getattr(t, x)) for x in fields) for t in things))


def _cell(value: Any) -> str:
    return "、".join(value) if isinstance(value, tuple) else str(value)


def _titles(rules: RuleSet, ids: Iterable[str]) -> str:
    return "、".join(rules.evidence[i].title for i in ids)


def _basis(cites: Iterable[Any]) -> str:
    return "、".join(map(str, cites))
