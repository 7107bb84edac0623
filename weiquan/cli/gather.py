"""Facts from flags, --set, --facts and a case: one parser, one precedence, all errors at once."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from weiquan.cli.inputs import name_of, read_input
from weiquan.core.case.answers import check_all, load_value
from weiquan.core.language.reading import nearest
from weiquan.core.model import Fact
from weiquan.core.model.ruleset import RuleSet
from weiquan.core.values.about import about_day
from weiquan.core.values.days import AboutDay
from weiquan.errors import BadValue

if TYPE_CHECKING:
    from weiquan.store.case import Answer, Case


MOST = 20             # findings at a time: more nobody reads
LARGEST = 1_000_000   # bytes of a file of facts


def gather(rules: RuleSet, now: datetime, *, flags: Mapping[str, str | None] | None = None,
           sets: Sequence[str] = (), file: str | None = None,
           case: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Typed facts, the stronger source winning: flag, --set, --facts, case.

    Only the value that wins is read: one that is wrong in the case can be replaced. Raises
    BadValue with the findings, one line each, MOST at most.
    """
    problems: list[str] = []
    out: dict[str, Any] = {}
    layers: list[Mapping[str, Any]] = [case or {}]
    if file is not None:
        layers.append(read_facts_file(file))
    layers.append(_pairs(sets, problems))
    layers.append({k: v for k, v in (flags or {}).items() if v is not None})
    given = {id_: raw for layer in layers for id_, raw in layer.items()}
    unknown = [id_ for id_ in given if id_ not in rules.specs]
    problems += [f"没有「{id_}」这一项{nearest(id_, rules.specs)}。"
                 "有哪些项，运行 weiquan rules table facts 查看。" for id_ in unknown[:MOST]]
    for id_, raw in given.items():
        if raw is None or id_ not in rules.specs:
            continue
        names = rules.aliases if id_ == "platform" else None
        try:
            out[id_] = load_value(rules.specs[id_], raw, now, aliases=names)
        except BadValue as e:
            kept = not any(id_ in layer for layer in layers[1:])
            how = f"这一项记在案件里，加上 --set {id_}=… 可以换掉。" if kept else ""
            problems.append(e.message + how)
    problems += [e.message for e in check_all(out, rules.specs)]
    if problems:
        lines = list(dict.fromkeys(problems))
        more = len(lines[MOST:]) + len(unknown[MOST:])
        raise BadValue("\n".join([*lines[:MOST], *([f"另外还有 {more} 处。"] if more else [])]))
    return out


def case_facts(rules: RuleSet, case: Case, *, exact: bool = False) -> dict[str, Any]:
    """The JSON values of a case that the rules still know; the others stay in the case.

    `exact` leaves out sums that are only known about (三百多) and what was read from a story and
    not confirmed: a letter must not state it. Of a day known about it states no more than that.
    """
    out: dict[str, Any] = {}
    for id_, answer in case.facts.items():
        if id_ not in rules.specs:
            continue
        raw = raw_value(rules.specs[id_], answer)
        if answer.exact or not exact or (
                raw is not answer.value and not answer.unconfirmed and _is_about(answer)):
            out[id_] = raw
    return out


def raw_value(spec: Fact, answer: Answer) -> Any:
    """The JSON value of an answer, with the words of a day that is known only about."""
    if answer.about and spec.type == "date" and isinstance(answer.value, str):
        return {"day": answer.value, "about": answer.about}
    return answer.value


def _is_about(answer: Answer) -> bool:
    """Whether the words of a day say how far it is known; a slip of the pen does not."""
    day = date.fromisoformat(answer.value)
    return isinstance(about_day(day, answer.about, answer.at.date()), AboutDay)


def _pairs(sets: Sequence[str], problems: list[str]) -> dict[str, str]:
    out: dict[str, str] = {}
    for item in sets:
        key, equals, value = item.replace("＝", "=", 1).partition("=")
        if not equals or not key.strip():
            problems.append(f"「--set {item}」看不懂，请写成 --set 名称=值，例如 --set paid=299。")
            continue
        out[key.strip()] = value
    return out


def read_facts_file(name: str) -> Mapping[str, Any]:
    """The facts in a YAML or JSON file (`-`: standard input); raises BadValue."""
    shown = name_of(name)
    data = read_input(name, "--facts", LARGEST, "请只留要用的几项。")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadValue(f"「{shown}」不是 UTF-8 文字。请用 UTF-8 另存后再试。") from None
    loaded = _json(text, shown) if text.lstrip().startswith("{") else _yaml(text, shown)
    if isinstance(loaded, dict) and set(loaded) >= {"facts"} and isinstance(loaded["facts"], dict):
        loaded = loaded["facts"]
    if not isinstance(loaded, dict):
        raise BadValue(f"「{shown}」里须是一行一项的「名称: 值」，例如 paid: 299。")
    return {str(k): v for k, v in loaded.items()}


def _unique(shown: str) -> Callable[[list[tuple[str, Any]]], dict[str, Any]]:
    """What makes an object of its pairs, and refuses a name that stands there twice."""
    def made(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        out: dict[str, Any] = {}
        for key, value in pairs:
            if key in out:
                raise BadValue(f"「{shown}」里「{key}」写了两次。请只留一个。")
            out[key] = value
        return out

    return made


def _json(text: str, shown: str) -> Any:
    try:
        return json.loads(text, parse_float=str, object_pairs_hook=_unique(shown))
    except json.JSONDecodeError as e:
        at = f"第 {e.lineno} 行第 {e.colno} 列"
        raise BadValue(f"「{shown}」{at}不是正确的 JSON。请改正后再试。") from None
    except (RecursionError, ValueError):
        raise BadValue(f"「{shown}」嵌套太深或数字太长。请写成一行一项的「名称: 值」。") from None


def _yaml(text: str, shown: str) -> Any:
    from weiquan.loading.yaml_source import read_text_source

    source = read_text_source(text, shown)
    if source.problems:
        raise BadValue("\n".join(
            f"「{p.path}」第 {p.line} 行第 {p.column} 列：{p.message}。" for p in source.problems))
    return source.data
