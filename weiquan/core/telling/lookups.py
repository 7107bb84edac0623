"""Looking things up: articles, platform statements and deadlines, each with source and date."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from typing import Any

from weiquan.core.language.reading import nearest
from weiquan.core.model import Deadline, Law, Note, Platform
from weiquan.core.model.ruleset import RuleSet
from weiquan.core.values.patterns import lazy_re
from weiquan.core.values.records import value
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
ACTIONS = {
    "apply_refund": "申请退款", "modify_apply": "修改申请", "apply_intervention": "申请平台介入",
    "upload_evidence": "上传凭证", "view_license": "看营业执照", "order_snapshot": "订单快照",
    "export_chat": "导出聊天记录", "report_merchant": "举报商家", "appeal_again": "再次申请",
    "contact_support": "联系平台客服", "other": "其他入口",
}
LEVELS = ("法律", "行政法规", "司法解释", "部门规章")  # other levels come last


@value
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
    until: str = ""          # the last day in force, where there is one
    instead: str = ""        # the short name of what applies on that day

    def as_json(self) -> dict[str, Any]:
        """For --json."""
        return {**asdict(self), "numbers": list(self.numbers)}


@value
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
    """The articles that are asked for, each in the version of `day`; raises BadValue.

    A number also finds the article that bore it before it was renumbered: old advice, and what
    the user has read, still names the old one.
    """
    laws = list(rules.laws.values())
    if short is not None:
        laws = [_law_named(rules, short)]
    if short is None and word is None:
        return sorted((_instrument(rules, x, day) for x in laws),
                      key=lambda r: _rank(rules.laws[r.law].level))
    rows = [r for x in laws for r in _articles(rules, x, day)]
    if article is not None:
        rows = _numbered(rows, article, laws[0].short)
    if word is not None:
        rows = [r for r in rows
                if holds(word, f"{r.name}{r.law}{r.gist}{r.note}{''.join(r.numbers)}")]
        if not rows:
            raise BadValue(f"没有找到含「{word}」的条文。换一个词试试，例如 退货、三倍、投诉。")
    return rows


def _law_named(rules: RuleSet, name: str) -> Law:
    wanted = name.strip().removeprefix("《").removesuffix("》")
    for law in rules.laws.values():
        if wanted in {law.short, law.id, law.name, law.name.removeprefix("中华人民共和国")}:
            return law
    inside = [law.short for law in rules.laws.values() if wanted and wanted in law.name]
    if inside:
        raise BadValue(f"没有短名是「{name}」的。名称里含它的有：{'、'.join(inside)}。")
    raise BadValue(f"没有收录「{name}」{nearest(name, rules.laws)}。运行 weiquan law 查看全部。")


def _numbered(rows: list[ArticleRow], article: str, short: str) -> list[ArticleRow]:
    number = _digits(article.strip().removeprefix("第").removesuffix("条"))
    former = re.compile(rf"前为第{re.escape(number)}条")
    found = [r for r in rows if r.article == number]
    found += [r for r in rows if r.article != number and former.search(r.note)]
    if not found:
        raise BadValue(f"「{short}」里没有收录第 {number} 条。"
                       f"运行 weiquan law {short} 查看收录的条文。")
    return found


def _rank(level: str) -> int:
    return LEVELS.index(level) if level in LEVELS else len(LEVELS)


def _instrument(rules: RuleSet, law: Law, day: date) -> ArticleRow:
    return ArticleRow(
        law=law.short, name=law.name, article="", gist=law.status, numbers=(),
        since=law.start.isoformat(), note="", in_force=law.in_force(day), source=law.source,
        as_of=law.as_of.isoformat(), confidence=law.confidence, until=_end(law),
        instead=_instead(rules, law, day))


def _articles(rules: RuleSet, law: Law, day: date) -> Iterator[ArticleRow]:
    instead = _instead(rules, law, day)
    for article in law.articles:
        begun = [v for v in article.versions if v.start <= day] or [article.versions[0]]
        version = begun[-1]
        yield ArticleRow(
            law=law.short, name=law.name, article=article.article, gist=version.gist,
            numbers=version.numbers, since=version.start.isoformat(), note=version.note,
            in_force=law.in_force(day) and version.start <= day and not version.repealed,
            source=law.source, as_of=law.as_of.isoformat(),
            confidence=article.confidence or law.confidence, until=_end(law), instead=instead)


def _instead(rules: RuleSet, law: Law, day: date) -> str:
    """What applies on a day on which `law` does not; empty where the rules do not know it."""
    if law.end is not None and day > law.end:
        return law.replaced_by
    if day < law.start:
        return next((x.short for x in rules.laws.values()
                     if x.replaced_by == law.short and x.in_force(day)), "")
    return ""


def _end(law: Law) -> str:
    return law.end.isoformat() if law.end else ""


def holds(word: str, text: str) -> bool:
    """Whether `text` holds every part of `word`, however spaces and numbers are written."""
    plain = _plain(text)
    return all(_plain(part) in plain for part in word.split()) and bool(word.strip())


def _plain(text: str) -> str:
    bare = unicodedata.normalize("NFKC", "".join(text.split())).casefold()
    return _digits(bare).replace("天", "日")


_TENS = lazy_re("([一二两三四五六七八九]?)十([一二三四五六七八九]?)")
_ONES = str.maketrans("一二两三四五六七八九", "1223456789")


def _digits(text: str) -> str:
    """七日 as 7日, 十五条 as 15条: the rules write Arabic numbers, people often do not."""
    tens = _TENS.sub(lambda m: f"{m[1] or '1'}{m[2] or '0'}", text)
    return tens.translate(_ONES)


def platform_named(rules: RuleSet, name: str) -> Platform:
    """The platform of this id, name or alias; raises BadValue with the nearest name."""
    wanted = name.strip().casefold()
    for found in rules.platforms.values():
        names = (found.id, found.name, found.label, *found.aliases)
        if wanted in {n.casefold() for n in names}:
            return found
    known = [n for p in rules.platforms.values() for n in (p.label, *p.aliases)]
    raise BadValue(f"没有收录平台「{name}」{nearest(name, known)}。"
                   "运行 weiquan platform 查看全部。")


def statements_of(platform: Platform, day: date, word: str | None) -> list[Row]:
    """Everything that is known (or wrongly said) about a platform on `day`."""
    titles = {s.id: f"{s.title}（{s.date}）" if s.date else s.title for s in platform.sources}
    dated = platform.as_of.isoformat()
    rows = [Row(p.action, "path", f"{ACTIONS[p.action]}：{p.path}", titles.get(p.source, p.source),
                (p.as_of or platform.as_of).isoformat(), p.confidence, note=p.note)
            for p in platform.paths]
    rows += [Row("contact", "contact", k.value, titles.get(k.source, k.source),
                 (k.as_of or platform.as_of).isoformat(), k.confidence, note=k.note)
             for k in platform.contacts]
    rows += [Row("operator", "operator", f"{o.name}：{o.role}", titles.get(o.source, o.source),
                 dated, o.confidence, note=o.note) for o in platform.operators]
    rows += [Row(k.id, "clock", f"{k.name}：{length_text(k)}，{start_of(k)}。到期：{k.on_expiry}",
                 titles.get(k.source, k.source) or "订单页面的倒计时",
                 (k.as_of or platform.as_of).isoformat(), k.confidence, k.status, note=k.note)
             for k in platform.clocks]
    rows += [_note(n, titles, dated) for n in platform.notes
             if not (n.start and n.start > day) and not (n.end and n.end < day)]
    rows += [Row(s.name, "state", f"{s.name}：{s.meaning}" + (f"接着：{s.next}" if s.next else ""),
                 titles.get(s.source, s.source), dated, s.confidence) for s in platform.states]
    if word is not None:
        rows = [r for r in rows if holds(word, f"{KINDS[r.kind]}{r.text}{r.correction}{r.note}")]
        if not rows:
            raise BadValue(f"「{platform.label}」里没有找到「{word}」。换一个词试试。")
    order = list(KINDS)
    return sorted(rows, key=lambda r: order.index(r.kind))


def gaps_of(platform: Platform, word: str | None) -> list[str]:
    """What is not known about a platform, as far as it concerns `word`."""
    return [gap for gap in platform.gaps if word is None or holds(word, gap)]


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
    """从商家拒绝的时候起算, or 起算：… where the words say more than the moment."""
    words = clock.start_text.removesuffix("起算")
    if re.search("[，；]|起 ", words):
        return f"起算：{words}"
    return f"从{words.removeprefix('从').removesuffix('算').removesuffix('起')}起算"


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
        rows = [r for r in rows if holds(word, f"{r.text}{r.note}{r.source}")]
        if not rows:
            raise BadValue(f"没有找到含「{word}」的期限。换一个词试试，例如 退款、投诉、起诉。")
    return rows
