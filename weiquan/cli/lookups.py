"""weiquan law, weiquan platform, weiquan deadline-types."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from weiquan.cli.common import columns, emit, moment, place_of, rules_at
from weiquan.cli.completing import complete_laws, complete_platforms
from weiquan.cli.facts_options import AsOf, Json, Rules, Templates, Trust
from weiquan.cli.group import command_of
from weiquan.cli.reading import as_json
from weiquan.errors import BadValue

if TYPE_CHECKING:
    from weiquan.core.model.ruleset import RuleSet

LAW = """查法条：要旨、数字、从哪天起施行、出处。要旨是转述，不是条文原文。

\b
示例：
  weiquan law                   全部法律
  weiquan law 消法 55            一条
  weiquan law --search 三倍      按词找
  weiquan law --cases 充绒       判过的案子里找
"""
PLATFORM = """查平台规定：入口、期限、证据、判断规则、常见说法和更正，都带出处和日期。

\b
示例：
  weiquan platform              全部平台
  weiquan platform 抖音
  weiquan platform 抖音 --search 48小时
"""
DEADLINES = """查期限：从哪天起算、多长、谁的期限、到期怎样、依据和出处。

\b
示例：
  weiquan deadline-types
  weiquan deadline-types --search 退款
"""
Short = Annotated[str | None, typer.Argument(metavar="短名", help="法律的短名，例如 消法",
                                             autocompletion=complete_laws,
                                             show_default=False)]
Number = Annotated[str | None, typer.Argument(metavar="条", help="第几条，例如 25",
                                              show_default=False)]
Name = Annotated[str | None, typer.Argument(metavar="平台", help="平台的名字或别名",
                                            autocompletion=complete_platforms,
                                            show_default=False)]
Cases = Annotated[str | None, typer.Option("--cases", metavar="词", show_default=False,
                                           help="在判过的案子里找；写请求依据的名字也行")]
Search = Annotated[str | None, typer.Option("--search", metavar="词", help="按词找",
                                            show_default=False)]


def build(name: str) -> Any:
    """The click command law, platform or deadline-types."""
    match name:
        case "law":
            return command_of(law, name, LAW)
        case "platform":
            return command_of(platform, name, PLATFORM)
        case _:
            return command_of(deadline_types, name, DEADLINES)


def law(short: Short = None, article: Number = None,  # noqa: PLR0913, PLR0917  one per option
        search: Search = None, cases: Cases = None,
        as_of: AsOf = None, json_: Json = False, rules_dir: Rules = None,
        templates_dir: Templates = None, trust: Trust = False) -> int:
    """Print instruments, articles or decided cases."""
    from weiquan.core.telling.lookups import articles_in
    from weiquan.render.lookups import law_lines

    rules = rules_at(place_of(rules_dir, templates_dir, trust=trust))
    if cases is not None:
        return _decided(rules, cases, as_json_=json_)
    day = moment(as_of).date()
    found = articles_in(rules, short, article, search, day)
    if json_:
        emit([as_json({"schema": "weiquan/law/1", "articles": [a.as_json() for a in found]})])
    else:
        emit(law_lines(found, day, columns(), brief=short is None and search is None))
    return 0


def _decided(rules: RuleSet, word: str, *, as_json_: bool) -> int:
    from weiquan.core.telling.precedents import searched
    from weiquan.render.lookups import precedent_lines

    found = searched(rules, word.strip())
    if not found:
        raise BadValue(f"判过的案子里没有「{word}」。换一个更短的词再试。")
    if as_json_:
        emit([as_json({"schema": "weiquan/precedents/1", "precedents": [
            {"id": p.id, "name": p.name, "court": p.court, "year": p.year,
             "outcome": p.outcome, "theories": list(p.theories), "what": p.what,
             "held": p.held, "turned_on": p.turned_on, "source": p.source,
             "as_of": p.as_of.isoformat()} for p in found]})])
    else:
        emit(precedent_lines(rules, found, columns()))
    return 0


def platform(name: Name = None, search: Search = None, as_of: AsOf = None, json_: Json = False,
             rules_dir: Rules = None, templates_dir: Templates = None,
             trust: Trust = False) -> int:
    """Print what is known about a platform."""
    from weiquan.core.telling.lookups import gaps_of, platform_named, statements_of
    from weiquan.render.lookups import platform_lines, platforms_lines

    rules = rules_at(place_of(rules_dir, templates_dir, trust=trust))
    if name is None:
        if json_:
            emit([as_json({"schema": "weiquan/platforms/1", "platforms": [
                {"id": p.id, "name": p.name, "label": p.label, "aliases": list(p.aliases),
                 "as_of": p.as_of.isoformat(), "completeness": p.completeness}
                for p in rules.platforms.values()]})])
        else:
            emit(platforms_lines(rules, columns()))
        return 0
    found = platform_named(rules, name)
    day = moment(as_of).date()
    rows, gaps = statements_of(found, day, search), gaps_of(found, search)
    if json_:
        emit([as_json({"schema": "weiquan/platform/1", "id": found.id, "name": found.name,
                       "as_of": found.as_of.isoformat(), "trust": found.trust,
                       "note": found.notes_text, "statements": [r.as_json() for r in rows],
                       "gaps": gaps})])
    else:
        emit(platform_lines(found, rows, gaps, columns()))
    return 0


def deadline_types(search: Search = None, as_of: AsOf = None, json_: Json = False,
                   rules_dir: Rules = None, templates_dir: Templates = None,
                   trust: Trust = False) -> int:
    """Print every kind of deadline."""
    from weiquan.core.telling.lookups import deadlines_in
    from weiquan.render.lookups import deadline_lines

    rules = rules_at(place_of(rules_dir, templates_dir, trust=trust))
    rows = deadlines_in(rules, moment(as_of).date(), search)
    if json_:
        emit([as_json({"schema": "weiquan/deadlines/1", "deadlines": [r.as_json() for r in rows]})])
    else:
        emit(deadline_lines(rows, columns()))
    return 0
