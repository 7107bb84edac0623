"""weiquan cases: every case with its state, its next deadline and its sum."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from weiquan.cli.common import columns, digest_at, emit, moment, place_of, rules_at, say
from weiquan.cli.completing import complete_states
from weiquan.cli.facts_options import AsOf, Dir, Json
from weiquan.cli.group import command_of
from weiquan.cli.homes import home_folder
from weiquan.cli.words import STATES
from weiquan.errors import BadValue, WeiquanError
from weiquan.store.home import CaseSummary, leftovers, list_cases
from weiquan.store.trouble import shown

if TYPE_CHECKING:
    from weiquan.core.model.ruleset import RuleSet

HELP = """全部案件：办到哪一步、最近的期限、能要的合计。

\b
示例：
  weiquan cases
  weiquan cases --state 没了结 --within 7
  weiquan cases --json
"""
SCHEMA = "weiquan/cases/1"
LIVE = 40   # cases that are judged anew for a list, where what is kept is older than the rules
State = Annotated[str | None, typer.Option(
    "--state", metavar="状态", help="只看 没了结、已了结 或 读不懂（open、finished、damaged）",
    show_default=False, autocompletion=complete_states)]
Within = Annotated[int | None, typer.Option(
    "--within", metavar="天数", help="只看最近的期限在几天以内的", show_default=False)]


def build(name: str) -> Any:
    """The click command."""
    def cases(state: State = None, within: Within = None, home_dir: Dir = None,
              as_of: AsOf = None, as_json: Json = False) -> int:
        return show(state, within, home_folder(home_dir), moment(as_of), as_json=as_json)

    return command_of(cases, name, HELP)


def show(state: str | None, within: int | None, home: Path, now: datetime, *,
         as_json: bool) -> int:
    """Print the cases that are asked for; all of them without a filter."""
    wanted = _state(state)
    if within is not None and within < 0:
        raise BadValue("--within 后面写天数，例如 7，不能小于 0。")
    home_cases = list_cases(home)
    if leftovers(home):
        from weiquan.store.moving import sweep_home

        if sweep_home(home):
            say("上次没删完、没导完的，已经清掉。")
    digest = digest_at(place_of(None, None, trust=False))
    cases = brought_up(digest, home_cases, now)
    rows = [row_of(n, case, digest, now) for n, case in enumerate(cases, 1)]
    chosen = [r for r in rows if wanted in {None, r["state"]} and _near(r, within, now)]
    if as_json:
        from weiquan.cli.reading import as_json as text_of

        emit([text_of({"schema": SCHEMA, "as_of": now.isoformat(timespec="minutes"),
                       "home": str(home), "cases": chosen})])
        return 0
    if not rows:
        say(f"「{shown(str(home))}」里还没有案件。运行 weiquan start 新建一个。")
    elif not chosen:
        say(f"一共 {len(rows)} 个案件，没有合这个条件的。")
    emit(_lines(chosen, now))
    if any(not r["current"] and r["state"] != "damaged" for r in chosen):
        say("标“*”的是按以前的规则或答案算的，打开一次就按现在的重算。")
    return 0


def brought_up(digest: str, cases: list[CaseSummary], now: datetime) -> list[CaseSummary]:
    """The cases, with what comes out today where nothing is kept or the rules are newer.

    Only a few are judged anew; where there are more, they stay as they are and are marked.
    """
    old = [c for c in cases if not c.problem and c.seen.get("rules") != digest][:LIVE]
    if not old:
        return cases
    import dataclasses

    rules = rules_at(place_of(None, None, trust=False))
    fresh = {c.folder: seen for c in old if (seen := judged(rules, c.folder, now))}
    return [dataclasses.replace(c, seen=fresh[c.folder]) if c.folder in fresh else c
            for c in cases]


def judged(rules: RuleSet, folder: Path, now: datetime) -> dict[str, Any]:
    """The summary of a case by these rules at this moment; empty where it cannot be judged."""
    from weiquan.cli.common import assessed
    from weiquan.cli.session import CaseSession
    from weiquan.core.telling.summary import summary_of
    from weiquan.store.folder import read_case

    try:
        case = read_case(folder)
        facts = CaseSession(rules, case, lambda: now).facts()
        return summary_of(rules, facts, assessed(rules, facts, now, case.exhibits))
    except WeiquanError:
        return {}


def row_of(number: int, case: CaseSummary, digest: str, now: datetime) -> dict[str, Any]:
    """One case as a script reads it; `days` to the deadline are whole ones, rounded down."""
    from weiquan.core.telling.summary import next_clock

    clock = next_clock(case.seen, now)
    named = case.seen.get("named")
    named = named if isinstance(named, dict) else {}
    return {
        "number": number, "name": case.name, "folder": str(case.folder),
        "state": "damaged" if case.problem else "finished" if case.finished else "open",
        "platform": _text(named.get("platform")) or case.platform, "product": case.product,
        "happened": [str(x) for x in named.get("happened") or case.happened],
        "paid": case.paid, "sum": _text(case.seen.get("sum")),
        "sum_with_arguable": _text(case.seen.get("most")),
        "next_deadline": None if clock is None else {
            "due": clock.due.isoformat(timespec="minutes"), "name": clock.name, "who": clock.who,
            "days": (clock.due - now).days},
        "next_step": _text(case.seen.get("step")) or "",
        "updated": None if case.updated is None else case.updated.isoformat(),
        "current": case.seen.get("rules") == digest, "problem": case.problem,
    }


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _state(written: str | None) -> str | None:
    if written is None:
        return None
    for state, name in STATES.items():
        if written.strip() in {state, name} or (state == "open" and written.strip() == "还没了结"):
            return state
    raise BadValue(f"没有「{written}」这种状态。可以写：{'、'.join(STATES.values())}。")


def _near(row: dict[str, Any], within: int | None, now: datetime) -> bool:
    if within is None:
        return True
    due = row["next_deadline"]
    return due is not None and datetime.fromisoformat(due["due"]) <= now + timedelta(days=within)


def _lines(rows: Iterable[dict[str, Any]], now: datetime) -> list[str]:
    from weiquan.core.telling.summary import OTHERS
    from weiquan.core.values.zh import time_left, zh_due

    wide = columns()
    out: list[str] = []
    for row in rows:
        mark = "" if row["current"] or row["state"] == "damaged" else "*"
        head = f"{row['number']}. "
        indent = " " * len(head)
        about = "，".join(filter(None, (
            row["platform"], shown(row["product"]), "、".join(row["happened"]),
            f"{shown(row['paid'])} 元" if row["paid"] else "", STATES[row["state"]])))
        out += _folded(f"{shown(row['name'])}　{about}{mark}", wide, head, indent)
        due = row["next_deadline"]
        if due is not None and row["state"] == "open":
            when = datetime.fromisoformat(due["due"])
            who = f"{OTHERS[due['who']]}：" if due["who"] in OTHERS else ""
            left = "".join(time_left(now, when).split()[:3])
            out += _folded(f"{zh_due(when, now).removesuffix(' 前')}，{left}："
                           f"{who}{shown(due['name'])}", wide, indent, indent)
        if row["sum"] is not None and row["state"] == "open":
            out += _folded(f"能要 {row['sum']} 元", wide, indent, indent)
        if row["problem"]:
            out += _folded(row["problem"], wide, indent, indent)
    return out


def _folded(text: str, wide: int, first: str, rest: str) -> list[str]:
    """Lines of at most `wide` cells; most texts are shorter, and that is seen at once."""
    if len(first) + 2 * len(text) <= wide:
        return [first + text]
    from weiquan.render.wrap import width, wrap

    return [first + text] if len(first) + width(text) <= wide else wrap(text, wide, first, rest)
