"""Read one YAML file into plain data plus a source position for every key and item.

Strict on purpose: UTF-8, one document, no duplicate keys, no anchors, tags or flow maps, and
no guessing of dates or yes/no: the schema says what a scalar means, not YAML 1.1.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from weiquan.errors import Problem

Loc = tuple[str | int, ...]
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_INT = re.compile(r"[-+]?(?:0|[1-9][0-9]*)")
_PLAIN = frozenset(
    f"tag:yaml.org,2002:{t}" for t in ("str", "int", "float", "bool", "null", "timestamp", "merge",
                                       "value", "seq", "map")
)


@dataclass
class Source:
    """The data of one file, where each part of it stands, and what was wrong with it."""

    path: str
    data: Any = None
    marks: dict[Loc, tuple[int, int]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    shift: int = 0

    def at(self, loc: Loc, *, key: bool = False) -> tuple[int, int]:
        """Line and column of `loc`, or of its nearest ancestor that stands in the file."""
        if key and ("key", *loc) in self.marks:
            return self.marks["key", *loc]
        known: Loc = ()
        for part in loc:
            if (*known, part) in self.marks:
                known = (*known, part)
        return self.marks.get(known, (1, 1))

    def place(self, loc: Loc) -> str:
        """file:line of `loc`, for explanations."""
        return f"{self.path}:{self.at(loc)[0]}"

    def problem(self, loc: Loc, code: str, message: str, *, key: bool = False,
                warning: bool = False) -> Problem:
        """A finding at `loc` (at the key itself with `key`)."""
        line, column = self.at(loc, key=key)
        return Problem(self.path, line, column, code, message, "warning" if warning else "error")


def read_source(path: Path, name: str) -> Source:
    """The file's data and positions; all findings are in `problems`, none is raised."""
    source = Source(name)
    try:
        text = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as e:
        source.problems.append(Problem(name, 1, 1, "Y001", f"不是 UTF-8 文字（第 {e.start} 字节），"
                                       "请用 UTF-8 另存"))
        return source
    except OSError as e:
        source.problems.append(Problem(name, 1, 1, "Y002", f"读不了这个文件（{e.errno}），请检查权限"))
        return source
    return read_text_source(text, name)


def read_text_source(text: str, name: str, first_line: int = 1) -> Source:
    """The same for text in memory whose first line is line `first_line` of file `name`."""
    source = Source(name)
    shift = first_line - 1
    try:
        loader = _Loader(text)
        node = loader.get_single_node()
    except yaml.MarkedYAMLError as e:
        mark = e.problem_mark or e.context_mark
        line, column = (mark.line + 1 + shift, mark.column + 1) if mark else (first_line, 1)
        source.problems.append(Problem(name, line, column, "Y003",
                                       "YAML 写法有误，请检查这一行和上一行的缩进、冒号和引号"))
        return source
    except yaml.YAMLError:
        source.problems.append(Problem(name, 1, 1, "Y004", "文件里有不能用的字符，请删掉控制字符"))
        return source
    if node is None:
        source.problems.append(Problem(name, 1, 1, "Y005", "文件是空的"))
        return source
    source.shift = shift
    source.data = _walk(node, (), source, set())
    return source


def _walk(node: Node, loc: Loc, source: Source, seen: set[int]) -> Any:
    source.marks[loc] = (node.start_mark.line + 1 + source.shift, node.start_mark.column + 1)
    if node.tag not in _PLAIN:
        source.problems.append(source.problem(loc, "Y006", f"不能用标签 {node.tag}"))
        return None
    if isinstance(node, ScalarNode):
        return _scalar(node)
    if id(node) in seen:
        source.problems.append(source.problem(loc, "Y007", "不能用 YAML 锚点和别名，请照写一遍"))
        return None
    seen.add(id(node))
    if node.flow_style and node.value:
        source.problems.append(source.problem(loc, "Y008", "不能用 {} 或 [] 的写法，请分行写"))
        return None
    if isinstance(node, SequenceNode):
        return [_walk(item, (*loc, i), source, seen) for i, item in enumerate(node.value)]
    assert isinstance(node, MappingNode)
    out: dict[str, Any] = {}
    for key_node, value_node in node.value:
        at = (key_node.start_mark.line + 1 + source.shift, key_node.start_mark.column + 1)
        if not isinstance(key_node, ScalarNode):
            source.problems.append(Problem(source.path, *at, "Y009", "键须是文字"))
            continue
        key = key_node.value
        if key in out:
            first = source.marks["key", *loc, key][0]
            source.problems.append(
                Problem(source.path, *at, "Y010", f"键「{key}」写了两次，第一次在第 {first} 行"))
            continue
        source.marks["key", *loc, key] = at
        out[key] = _walk(value_node, (*loc, key), source, seen)
    return out


def _scalar(node: ScalarNode) -> Any:
    value = node.value
    if node.style in {"'", '"', "|", ">"} or node.tag == "tag:yaml.org,2002:str":
        return value
    if value in {"true", "false"}:
        return value == "true"
    if value in {"", "~", "null"}:
        return None
    return int(value) if _INT.fullmatch(value) else value
