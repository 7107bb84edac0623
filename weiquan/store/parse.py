"""case.json: from a Case to bytes, and back with the place of whatever is wrong."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, TypeVar, cast, get_args

from weiquan.store.case import Answer, By, Case, Letter, Past, broken_text, value_problem
from weiquan.store.layout import SCHEMA
from weiquan.store.steps import Step, kept_of
from weiquan.store.trouble import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

T = TypeVar("T")
Record = dict[str, Any]
_DEEPEST = 50


class Damaged(Exception):
    """What is wrong with a case file and where, in Chinese, without a full stop."""


class TooNew(Damaged):
    """The file was written by a newer version of the program."""


def dump(case: Case) -> bytes:
    """The content of case.json for `case`."""
    doc: Record = {
        "schema": SCHEMA,
        "id": case.id,
        "created": case.created.isoformat(),
        "updated": case.updated.isoformat(),
        "weiquan": case.weiquan,
        "rules": case.rules_digest,
        "finished": case.finished,
        # Before the answers: a list of cases reads no further.
        **({"seen": case.seen} if case.seen else {}),
        "facts": {
            fact: _answer_record(a)
            for fact, a in case.facts.items()
        },
        "asked": case.asked,
        "letters": [
            {
                "kind": x.kind,
                "format": x.format,
                "file": x.file,
                "at": x.at.isoformat(),
                "sha256": x.sha256,
                **x.extra,
            }
            for x in case.letters
        ],
        **({"texts": case.texts} if case.texts else {}),
        "exhibits": case.exhibits,
        "history": [
            {"id": p.id, "old": p.old, "at": p.at.isoformat(), **p.extra} for p in case.history
        ],
        **({"steps": list(map(_step_record, case.steps))} if case.steps else {}),
        **case.extra,
    }
    text = json.dumps(doc, ensure_ascii=False, indent=2, allow_nan=False)
    return (text + "\n").encode("utf-8")


def _answer_record(a: Answer) -> Record:
    return {"value": a.value, "by": a.by, "at": a.at.isoformat(),
            **({"about": a.about} if a.about else {}),
            **({"unconfirmed": True} if a.unconfirmed else {}), **a.extra}


def _step_record(step: Step) -> Record:
    return {
        "at": step.at.isoformat(),
        **({"what": step.what} if step.what else {}),
        "facts": {f: None if a is None else _answer_record(a) for f, a in step.facts.items()},
        "asked": list(step.asked), "finished": step.finished,
    }


def parse(data: bytes, folder: Path) -> Case:
    """The case that `data` (a case.json in `folder`) holds. Raises: Damaged."""
    doc = _record(_json(data), "最外层")
    _check_schema(doc)
    _check_text(doc, "")
    known = {
        "schema", "id", "created", "updated", "weiquan", "rules", "finished",
        "facts", "asked", "letters", "texts", "exhibits", "history", "steps", "seen",
    }  # fmt: skip
    case = Case(
        folder=folder,
        id=_text(doc, "id", ""),
        created=_moment(doc, "created", ""),
        updated=_moment(doc, "updated", ""),
        weiquan=_text(doc, "weiquan", "", missing=""),
        rules_digest=_text(doc, "rules", "", missing=""),
        finished=_typed(doc, "finished", "", bool, False),
        facts={
            fact: _answer(_record(answer, f"facts.{fact}"), f"facts.{fact}.")
            for fact, answer in _record(_required(doc, "facts", ""), "facts").items()
        },
        asked=_texts(doc, "asked"),
        letters=_records(doc, "letters", _letter),
        texts=_sums(doc),
        exhibits=_texts(doc, "exhibits"),
        history=_records(doc, "history", _past),
        steps=_records(doc, "steps", _step),
        seen=_record(doc.get("seen", {}), "seen"),
        extra=_rest(doc, known),
        stored=data,
    )
    case.kept = kept_of(case)
    return case


def _json(data: bytes) -> Any:
    try:
        text = data.decode("utf-8-sig")  # editors on Windows put a mark in front
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - data.rfind(b"\n", 0, error.start)
        raise Damaged(f"第 {line} 行第 {column} 个字节不是 UTF-8 文字") from error
    try:
        return json.loads(
            text,
            object_pairs_hook=_unique,
            parse_float=_number,
            parse_constant=_number,
        )
    except json.JSONDecodeError as error:
        raise Damaged(f"第 {error.lineno} 行第 {error.colno} 列的写法不对") from error
    except RecursionError as error:
        raise Damaged("括号套得太深") from error
    except ValueError as error:  # an integer beyond what Python reads
        raise Damaged("有一个数字太长") from error


def _unique(pairs: list[tuple[str, Any]]) -> Record:
    record: Record = {}
    for key, value in pairs:
        if key in record:
            raise Damaged(f"字段「{shown(key)}」写了两次")
        record[key] = value
    return record


def _number(literal: str) -> float:
    number = float(literal)
    if number - number != 0:  # infinite or not a number: JSON has neither
        raise Damaged(f"数字「{shown(literal[:20])}」用不了")
    return number


def _check_schema(doc: Record) -> None:
    schema = _typed(doc, "schema", "", int)
    if schema > SCHEMA:
        raise TooNew(f"是更新版本的程序写的（格式 {schema}，这个版本只认到 {SCHEMA}）")
    if schema != SCHEMA:
        raise Damaged(f"字段「schema」写成了 {schema}，应是 {SCHEMA}")


def _check_text(value: Any, where: str, depth: int = 0) -> None:
    """Refuse what could never be saved again: lone surrogates and endless nesting."""
    if depth > _DEEPEST:
        raise Damaged("括号套得太深")
    if isinstance(value, str) and broken_text(value):
        raise Damaged(f"字段「{shown(where)}」里有残缺的字符")
    items: Iterable[tuple[Any, Any]] = ()
    if isinstance(value, dict):
        items = value.items()
    elif isinstance(value, list):
        items = enumerate(value, 1)
    for key, item in items:
        place = f"{where}.{key}".lstrip(".")
        _check_text(str(key), place, depth + 1)
        _check_text(item, place, depth + 1)


def _answer(record: Record, where: str) -> Answer:
    value = _required(record, "value", where)
    if problem := value_problem(value):
        raise Damaged(f"字段「{shown(where)}value」{problem}")
    by = _text(record, "by", where)
    if by not in get_args(By):
        raise Damaged(f"字段「{shown(where)}by」应是 {'、'.join(get_args(By))} 之一")
    at = _moment(record, "at", where)
    about = _text(record, "about", where, missing="")
    unconfirmed = _typed(record, "unconfirmed", where, bool, False)
    rest = _rest(record, {"value", "by", "at", "about", "unconfirmed"})
    return Answer(value, cast("By", by), at, rest, about, unconfirmed)


def _letter(record: Record, where: str) -> Letter:
    file = _text(record, "file", where)
    path = PurePosixPath(file)
    # A case may come from someone else: its file names must not lead out of the folder.
    if path.is_absolute() or ".." in path.parts or any(c in file for c in "\\:\0"):
        raise Damaged(f"字段「{where}file」应是案件文件夹里面的文件")
    return Letter(
        kind=_text(record, "kind", where),
        format=_text(record, "format", where),
        file=file,
        at=_moment(record, "at", where),
        sha256=_text(record, "sha256", where),
        extra=_rest(record, {"kind", "format", "file", "at", "sha256"}),
    )


def _past(record: Record, where: str) -> Past:
    old = _required(record, "old", where)
    if problem := value_problem(old):
        raise Damaged(f"字段「{where}old」{problem}")
    return Past(
        _text(record, "id", where),
        old,
        _moment(record, "at", where),
        _rest(record, {"id", "old", "at"}),
    )


def _step(record: Record, where: str) -> Step:
    facts = _record(_required(record, "facts", where), f"{where}facts")
    return Step(
        _moment(record, "at", where),
        {fact: None if a is None else _answer(_record(a, f"{where}facts.{fact}"),
                                              f"{where}facts.{fact}.")
         for fact, a in facts.items()},
        tuple(_texts(record, "asked")),
        _typed(record, "finished", where, bool, False),
        _text(record, "what", where, missing=""),
    )


def _required(record: Record, key: str, where: str) -> Any:
    if key not in record:
        raise Damaged(f"缺少字段「{shown(where)}{key}」")
    return record[key]


def _typed(record: Record, key: str, where: str, kind: type[T], missing: T | None = None) -> T:
    if key not in record and missing is not None:
        return missing
    value = _required(record, key, where)
    if type(value) is not kind:  # isinstance would take true for a number
        names = {bool: "true 或 false", int: "整数", str: "文字", list: "列表"}
        raise Damaged(f"字段「{shown(where)}{key}」应是{names[kind]}")
    return value


def _text(record: Record, key: str, where: str, *, missing: str | None = None) -> str:
    return _typed(record, key, where, str, missing)


def _texts(record: Record, key: str) -> list[str]:
    values: list[Any] = _typed(record, key, "", list, [])
    if not all(isinstance(value, str) for value in values):
        raise Damaged(f"字段「{key}」里应全是文字")
    return values


def _sums(doc: Record) -> dict[str, str]:
    sums = _record(doc.get("texts", {}), "texts")
    if not all(isinstance(value, str) for value in sums.values()):
        raise Damaged("字段「texts」里应全是文字")
    return sums


def _records(record: Record, key: str, read: Callable[[Record, str], T]) -> list[T]:
    values: list[Any] = _typed(record, key, "", list, [])
    return [read(_record(value, f"{key}.{n}"), f"{key}.{n}.") for n, value in enumerate(values, 1)]


def _record(value: Any, where: str) -> Record:
    if not isinstance(value, dict):
        raise Damaged(f"「{shown(where)}」应是花括号括起来的一组字段")
    return value


def _moment(record: Record, key: str, where: str) -> datetime:
    text = _text(record, key, where)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is not None:
        raise Damaged(
            f"字段「{shown(where)}{key}」写成了 {shown(text[:40])}，"
            "应写成 2026-03-02T18:00:00 的样子"
        )
    return moment


def _rest(record: Record, known: set[str]) -> Record:
    return {key: value for key, value in record.items() if key not in known}
