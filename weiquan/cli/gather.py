"""Facts from flags, --set, --facts and a case: one parser, one precedence, all errors at once."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from weiquan.cli.facts_options import flag_of
from weiquan.core.reading import nearest
from weiquan.core.ruleset import RuleSet
from weiquan.core.values import check_all, load_value, parse_value
from weiquan.errors import BadValue, FactsMissing

if TYPE_CHECKING:
    from weiquan.store.case import Case


def gather(rules: RuleSet, now: datetime, *, flags: Mapping[str, str | None] | None = None,
           sets: Sequence[str] = (), file: str | None = None,
           case: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Typed facts, the stronger source winning: flag, --set, --facts, case.

    Raises BadValue with every finding, one line each.
    """
    problems: list[str] = []
    out: dict[str, Any] = {}
    layers: list[Mapping[str, Any]] = [case or {}]
    if file is not None:
        layers.append(read_facts_file(file))
    layers.append(_pairs(sets, problems))
    layers.append({k: v for k, v in (flags or {}).items() if v is not None})
    for layer in layers:
        for id_, raw in layer.items():
            spec = rules.specs.get(id_)
            if spec is None:
                problems.append(f"没有「{id_}」这一项{nearest(id_, rules.specs)}。"
                                "有哪些项，运行 weiquan rules table facts 查看。")
                continue
            names = rules.aliases if id_ == "platform" else None
            try:
                out[id_] = load_value(spec, raw, now, aliases=names)
            except BadValue as e:
                problems.append(e.message)
    problems += [e.message for e in check_all(out, rules.specs)]
    if problems:
        raise BadValue("\n".join(dict.fromkeys(problems)))
    return out


def case_facts(rules: RuleSet, case: Case) -> dict[str, Any]:
    """The JSON values of a case that the rules still know; the others stay in the case."""
    return {k: a.value for k, a in case.facts.items() if k in rules.specs}


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
    shown = "标准输入" if name == "-" else name
    try:
        data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except FileNotFoundError:
        raise BadValue(f"没有文件「{shown}」。请检查 --facts 后面的位置。") from None
    except OSError as e:
        raise BadValue(f"读不了「{shown}」（{e.errno}）。请检查权限，并确认它是文件。") from None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadValue(f"「{shown}」不是 UTF-8 文字。请用 UTF-8 另存后再试。") from None
    loaded = _json(text, shown) if text.lstrip().startswith("{") else _yaml(text, shown)
    if isinstance(loaded, dict) and set(loaded) >= {"facts"} and isinstance(loaded["facts"], dict):
        loaded = loaded["facts"]
    if not isinstance(loaded, dict):
        raise BadValue(f"「{shown}」里须是一行一项的「名称: 值」，例如 paid: 299。")
    return {str(k): v for k, v in loaded.items() if v is not None}


def _json(text: str, shown: str) -> Any:
    try:
        return json.loads(text, parse_float=str)
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


def assumed_facts(rules: RuleSet, facts: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """What is taken for facts that nobody gave, where the rules say what to take."""
    return {f.id: parse_value(f, f.assumed, now)
            for f in rules.facts if f.assumed and f.id not in facts}


def require(rules: RuleSet, facts: Mapping[str, Any], now: datetime) -> None:
    """Raise FactsMissing, listing every required fact with its exact flag, if any is missing."""
    from weiquan.core.condition import evaluate
    from weiquan.core.interview import context_of, required_missing

    missing = required_missing(rules, facts, now)
    if not missing:
        return
    ctx = context_of(rules, facts, now)
    lines: list[str] = []
    pairs: list[tuple[str, str]] = []
    for spec in missing:
        for gate in sorted(evaluate(spec.ask_if, ctx).missing):
            gate_spec = rules.specs[gate]
            if gate_spec.type != "bool":
                continue
            lines.append(f"  {gate_spec.short}　--set {gate}=是（或 否；填 否 就不用下一项）")
            pairs.append((gate, f"--set {gate}=是"))
        flag = f"{flag_of(spec.id)} " if spec.flag else f"--set {spec.id}="
        choose = "其中一个：" if spec.choices else ""
        lines.append(f"  {spec.short}　{flag}{choose}{_example(spec)}")
        pairs.append((spec.id, flag.strip()))
    text = "还缺下面这些，补上再试：\n" + "\n".join(lines)
    if any(spec.unsure for spec in missing):
        text += "\n记不清的，大多可以写 不清楚。"
    raise FactsMissing(text + "\n想一步一步地填，就在终端里运行 weiquan。", pairs)


def _example(spec: Any) -> str:
    match spec.type:
        case "choice" | "choices":
            return " | ".join(c.label for c in spec.choices)
        case "date":
            return "2026-11-20"
        case "datetime":
            return "2026-11-20T18:00"
        case "money":
            return "299.00"
        case "bool":
            return "是"
        case _:
            return "…"
