"""Looking things up: articles, platform statements and deadlines, each with source and date."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from weiquan.core.model import Deadline, Law, Note, Platform
from weiquan.core.reading import nearest
from weiquan.core.ruleset import RuleSet
from weiquan.errors import BadValue

NO_FACT = frozenset({"unverified", "seed"})
UNITS = {"hour": "小时", "calendar_day": "天", "working_day": "个工作日", "month": "个月",
         "year": "年"}
KINDS = {
    "path": "入口", "contact": "联系方式", "clock": "期限", "window": "售后窗口",
    "precondition": "申请介入的条件", "evidence": "要交的证据", "limit": "上传限制",
    "decision": "怎么判", "freight": "运费", "outcome": "结果", "advance": "平台先退款",
    "leverage": "商家的代价", "merchant_next": "商家接着能做什么", "change": "规则变化",
    "state": "页面状态", "field": "要填的内容", "jurisdiction": "找哪里", "refusal": "不受理的情形",
    "time": "多久", "pitfall": "容易弄错的", "right": "可以要求的", "fact": "事实",
    "operator": "运营主体", "seed": "常见说法",
}
STATUS = {"current": "现行", "partly": "只对一部分", "outdated": "已经过时",
          "contradicted": "和规则矛盾", "unverified": "没有核实", "unclear": "说法不一",
          "historic": "以前的"}


@dataclass(frozen=True)
class ArticleRow:
    """One article (or a whole instrument, with an empty number) as of a day."""

    law: str
    name: str
    article: str
    gist: str
    numbers: tuple[str, ...]
    since: str
    note: str
    in_force: bool
    source: str
    as_of: str
    confidence: str

    def as_json(self) -> dict[str, Any]:
        """For --json."""
        return {**asdict(self), "numbers": list(self.numbers)}


@dataclass(frozen=True)
class Row:
    """One statement with where it comes from; `correction` says what holds instead."""

    id: str
    kind: str
    text: str
    source: str
    as_of: str
    confidence: str
    status: str = "current"
    correction: str = ""
    note: str = ""

    def as_json(self) -> dict[str, Any]:
        """For --json."""
        return asdict(self)


def articles_in(rules: RuleSet, short: str | None, article: str | None, word: str | None,
                day: date) -> list[ArticleRow]:
    """The articles that are asked for, each in the version of `day`; raises BadValue."""
    laws = list(rules.laws.values())
    if short is not None:
        laws = [x for x in laws if short in {x.short, x.id, x.name}
                or short == x.name.removeprefix("中华人民共和国")]
        if not laws:
            raise BadValue(f"没有收录「{short}」{nearest(short, rules.laws)}。"
                           "运行 weiquan law 查看全部。")
    if short is None and word is None:
        return [_instrument(x, day) for x in laws]
    rows = [r for x in laws for r in _articles(x, day)]
    if article is not None:
        number = article.strip().removeprefix("第").removesuffix("条")
        rows = [r for r in rows if r.article == number]
        if not rows:
            raise BadValue(f"「{short}」里没有收录第 {number} 条。运行 weiquan law {short} 查看收录的条文。")
    if word is not None:
        rows = [r for r in rows if word in f"{r.name}{r.law}{r.gist}{r.note}{''.join(r.numbers)}"]
        if not rows:
            raise BadValue(f"没有找到含「{word}」的条文。换一个词试试，例如 退货、三倍、投诉。")
    return rows


def _instrument(law: Law, day: date) -> ArticleRow:
    return ArticleRow(law.short, law.name, "", law.status, (), law.start.isoformat(),
                      law.replaced_by, _in_force(law, day), law.source, law.as_of.isoformat(),
                      law.confidence)


def _articles(law: Law, day: date) -> Iterator[ArticleRow]:
    for article in law.articles:
        begun = [v for v in article.versions if v.start <= day] or [article.versions[0]]
        version = begun[-1]
        yield ArticleRow(
            law.short, law.name, article.article, version.gist, version.numbers,
            version.start.isoformat(), version.note,
            _in_force(law, day) and version.start <= day and not version.repealed,
            law.source, law.as_of.isoformat(), article.confidence or law.confidence)


def _in_force(law: Law, day: date) -> bool:
    return law.start <= day and (law.end is None or day <= law.end)


def platform_named(rules: RuleSet, name: str) -> Platform:
    """The platform of this id, name or alias; raises BadValue with the nearest name."""
    wanted = name.strip().casefold()
    for found in rules.platforms.values():
        names = (found.id, found.name, found.label, *found.aliases)
        if wanted in {n.casefold() for n in names}:
            return found
    known = [n for p in rules.platforms.values() for n in (p.label, *p.aliases)]
    raise BadValue(f"没有收录平台「{name}」{nearest(name, known)}。运行 weiquan platform 查看全部。")


def statements_of(platform: Platform, day: date, word: str | None) -> list[Row]:
    """Everything that is known (or wrongly said) about a platform on `day`."""
    titles = {s.id: f"{s.title}（{s.date}）" if s.date else s.title for s in platform.sources}
    dated = platform.as_of.isoformat()
    rows = [Row(f"{p.action}", "path", p.path, titles.get(p.source, p.source),
                (p.as_of or platform.as_of).isoformat(), p.confidence, note=p.note)
            for p in platform.paths]
    rows += [Row("contact", "contact", f"{k.value} {k.note}".strip(),
                 titles.get(k.source, k.source), (k.as_of or platform.as_of).isoformat(),
                 k.confidence) for k in platform.contacts]
    rows += [Row("operator", "operator", f"{o.name}：{o.role}", titles.get(o.source, o.source),
                 dated, o.confidence, note=o.note) for o in platform.operators]
    rows += [Row(k.id, "clock", f"{k.name}：{length_text(k)}，{start_of(k)}；到期：{k.on_expiry}", titles.get(k.source, k.source),
                 (k.as_of or platform.as_of).isoformat(), k.confidence, k.status, note=k.note)
             for k in platform.clocks]
    rows += [_note(n, titles, dated) for n in platform.notes
             if not (n.start and n.start > day) and not (n.end and n.end < day)]
    rows += [Row(s.name, "state", f"{s.name}：{s.meaning}" + (f" 接着：{s.next}" if s.next else ""),
                 titles.get(s.source, s.source), dated, s.confidence) for s in platform.states]
    if word is not None:
        rows = [r for r in rows if word in f"{r.text}{r.correction}{r.note}"]
        if not rows:
            raise BadValue(f"「{platform.label}」里没有找到「{word}」。换一个词试试。")
    order = list(KINDS)
    return sorted(rows, key=lambda r: order.index(r.kind))


def _note(note: Note, titles: dict[str, str], dated: str) -> Row:
    return Row(note.id, note.kind, note.text, titles.get(note.source, note.source),
               note.as_of.isoformat() if note.as_of else dated, note.confidence, note.status,
               note.correction)


def length_text(clock: Deadline, days: int | None = None) -> str:
    """7 天, 48 小时, or what the page shows when the length is not certain."""
    length = clock.length.value if clock.length.value is not None else days
    if not length:
        return "以页面显示为准"
    tail = "（说法不一，以页面倒计时为准）" if clock.status == "unclear" else ""
    return f"{length} {UNITS[clock.unit]}{tail}"


def start_of(clock: Deadline) -> str:
    """从商家拒绝时起算."""
    words = (clock.start_text or clock.start).removeprefix("从").removesuffix("算")
    return f"从{words.removesuffix('起')}起算"


def deadlines_in(rules: RuleSet, day: date, word: str | None) -> list[Row]:
    """Every statutory or discretionary deadline with its length on `day`."""
    rows = []
    for clock in rules.deadlines.values():
        length = None
        if clock.length.param:
            try:
                length = int(rules.param_at(clock.length.param, day))
            except LookupError:
                continue  # not in force that day
        cited = "、".join(f"{c.law} 第{c.article}条" for c in clock.basis)
        text = (f"{clock.name}：{length_text(clock, length)}，{start_of(clock)}。"
                f"到期：{clock.on_expiry}")
        rows.append(Row(clock.id, clock.who, text, cited or clock.source,
                        clock.as_of.isoformat() if clock.as_of else "", clock.confidence,
                        clock.status, note=clock.note))
    if word is not None:
        rows = [r for r in rows if word in f"{r.text}{r.note}"]
        if not rows:
            raise BadValue(f"没有找到含「{word}」的期限。换一个词试试，例如 退款、投诉、起诉。")
    return rows
