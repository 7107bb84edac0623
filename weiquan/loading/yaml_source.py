"""Read one YAML file into plain data plus a source position for every key and item.

Strict on purpose: UTF-8, one document, no duplicate keys, no anchors, tags or flow maps, and
no guessing of dates or yes/no: the schema says what a scalar means, not YAML 1.1.
"""

from __future__ import annotations

import os
import re
import stat
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from yaml.composer import ComposerError
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from yaml.parser import ParserError

from weiquan.errors import Problem

Loc = tuple[str | int, ...]
MAX_BYTES = 1_000_000
MAX_DEPTH = 40
_INT = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})")
_DECIMAL = re.compile(r"[-+]?(?:[0-9]+\.[0-9]*|\.[0-9]+|[0-9]+(?=[eE]))(?:[eE][-+]?[0-9]+)?")
# Characters that no editor shows, or that make text read otherwise than it stands in the file.
_HIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028\u2029"
                     "\u202a-\u202e\u2060\u2066-\u2069\ufeff\ufffe\uffff]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
# Only text with one of these can hold what _refused looks for, or nest deeply: the first of them
# begins a value, and what begins a value stands at the start of a line or after a space.
_SUSPECT = re.compile(r"(?:^|\s)[&*!\[{]|^[ ?:-]{60}", re.MULTILINE)
# Indicators that open a collection at the start of a line.
_OPENING = re.compile(r"[ ?:-]*")
# A quoted text that has its second quote.
_QUOTED = re.compile(r"'(?:[^']|'')*'(?!')|\"(?:[^\"\\]|\\.)*\"", re.DOTALL)


_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_Base):  # type: ignore[misc]  # chosen at run time
    """PyYAML without its guessing of types: _scalar decides, and a fifth of the time is saved."""

    def resolve(self, kind: Any, value: Any, implicit: Any) -> str:  # noqa: ARG002  PyYAML's
        """One tag for everything; nothing looks at it."""
        return "tag:yaml.org,2002:str"


@dataclass
class Source:
    """The data of one file, where each part of it stands, and what was wrong with it."""

    path: str
    data: Any = None
    marks: dict[Loc, tuple[int, int]] = field(default_factory=dict)
    keys: dict[Loc, tuple[int, int]] = field(default_factory=dict)   # of the key, not its value
    problems: list[Problem] = field(default_factory=list)
    shift: int = 0
    first: str = ""        # the first line of the file
    strict: bool = False   # a rule file: decimals in quotes, nothing invisible

    def at(self, loc: Loc, *, key: bool = False) -> tuple[int, int]:
        """Line and column of `loc`, or of its nearest ancestor that stands in the file."""
        here = (key and self.keys.get(loc)) or self.marks.get(loc)
        if here:
            return here
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
    """The file's data and positions; all findings are in `problems`, none is raised.

    Stricter than for a user's facts: decimals need quotes, so that no editor turns money into a
    float, and characters that nobody can see are findings.
    """
    source = Source(name)
    text = read_text(path, name, source.problems)
    if text is None:
        return source
    made = read_text_source(text.removeprefix("\ufeff"), name, strict=True)
    made.first = text.removeprefix("\ufeff").partition("\n")[0].rstrip()
    return made


def read_text(path: Path, name: str, problems: list[Problem]) -> str | None:
    """The text of a file of reasonable size with Unix line ends, or None with a finding."""
    try:
        blob = _blob(path)
        if blob is None:
            problems.append(Problem(name, 1, 1, "Y002", "这里不是普通文件，没有读"))
            return None
        if len(blob) > MAX_BYTES:
            problems.append(Problem(name, 1, 1, "Y011", f"文件超过 {MAX_BYTES} 字节，请拆开"))
            return None
        return blob.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError as e:
        line = e.object.count(b"\n", 0, e.start) + 1
        problems.append(Problem(name, line, 1, "Y001", "不是 UTF-8 文字，请用 UTF-8 另存"))
    except OSError as e:
        problems.append(Problem(name, 1, 1, "Y002", f"读不了这个文件（{e.errno}），请检查权限"))
    return None


def _blob(path: Path) -> bytes | None:
    """At most MAX_BYTES + 1 bytes of a plain file; None for what one could wait for, for ever."""
    fd = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(fd, "rb") as file:
        return file.read(MAX_BYTES + 1) if stat.S_ISREG(os.fstat(fd).st_mode) else None


def hidden_in(text: str, name: str, first_line: int = 1, *, strict: bool = True) -> Problem | None:
    """The first character that nobody can see, as a finding."""
    found = (_HIDDEN if strict else _CONTROL).search(text)
    if found is None:
        return None
    before = text[:found.start()]
    return Problem(name, before.count("\n") + first_line, len(before) - before.rfind("\n"), "Y004",
                   f"这里有看不见的字符 U+{ord(found.group()):04X}，请删掉")


def read_text_source(text: str, name: str, first_line: int = 1, *,
                     strict: bool = False) -> Source:
    """The same for text in memory whose first line is line `first_line` of file `name`."""
    source = Source(name, shift=first_line - 1, strict=strict)
    if hidden := hidden_in(text, name, first_line, strict=strict):
        source.problems.append(hidden)
        return source
    try:
        if _SUSPECT.search(text) and _refused(text, source):
            return source
        node = _Loader(text).get_single_node()
    except yaml.MarkedYAMLError as e:
        _explain(e, text, source)
        return source
    except yaml.YAMLError:
        source.problems.append(Problem(name, first_line, 1, "Y004", "文件里有不能用的字符，请删掉"))
        return source
    if node is None:
        source.problems.append(Problem(name, first_line, 1, "Y005", "文件是空的"))
        return source
    source.data = _walk(node, (), source)
    return source


def _explain(error: yaml.MarkedYAMLError, text: str, source: Source) -> None:
    mark = error.problem_mark or error.context_mark
    line, column, index = (mark.line, mark.column, mark.index) if mark else (0, 0, 0)
    before = text[:index]
    code, message = "Y003", _hint(error, before, text[index:])
    if _depth(before) > MAX_DEPTH:  # some libyaml refuse it before _refused has seen anything
        code, message = "Y012", f"嵌套超过 {MAX_DEPTH} 层"
    source.problems.append(
        Problem(source.path, line + 1 + source.shift, column + 1, code, message))


def _hint(error: yaml.MarkedYAMLError, before: str, after: str) -> str:
    """What the author can do, from where the reader stopped and what stands there.

    Not from the library's words: they change from one release to the next.
    """
    start = error.context_mark
    begun = before[start.index:] if start else ""
    if "\t" in before[before.rfind("\n") + 1:] + after[:1]:
        return "缩进要用空格，不能用制表符"
    if isinstance(error, ComposerError):
        return "一个文件只写一份内容，请删掉「---」和后面多出来的"
    if isinstance(error, ParserError):
        if start is None:
            return "一个文件只写一份内容，请检查这一行的缩进和开头"
        return ("缩进不齐，列表每项前面写「- 」，和上一项对齐" if begun.startswith("-") else
                "缩进不齐，请和同一层的上一行对齐")
    if begun[:1] == '"' and "\\" in before[-1:] + after[:1]:
        return "双引号里有不认识的反斜杠写法，请改用单引号"
    if begun.startswith(("'", '"')) and not _QUOTED.match(begun):
        return "引号没有写完"
    if after.startswith(("@", "`", "%")):
        return "这里不能用这个符号开头，请给这段内容加单引号"
    if after.startswith((":", "- ")):
        return ("「- 」写错了位置，请换到下一行" if after[0] == "-" else
                "这一行的缩进不对，或多了冒号；内容里有冒号加空格时，整段加单引号")
    if "\n" in begun and not begun.startswith(("|", ">")):
        return "这一行或上一行缺少冒号，写成「键: 值」"
    return "YAML 写法有误，请检查这一行和上一行的缩进、冒号和引号"


def _depth(before: str) -> int:
    """How many collections are open at the end of `before`, brackets in texts included."""
    opening = _OPENING.match(before, before.rfind("\n") + 1)
    signs = len(opening[0].replace(" ", "")) if opening else 0
    return sum(before.count(c) for c in "[{") - sum(before.count(c) for c in "]}") + signs


def _refused(text: str, source: Source) -> bool:
    """Add findings for anchors, tags and flow collections; True when it must not be composed.

    Composing recurses in C: a bomb of brackets would end the process, an alias bomb its memory.
    """
    depth, flow, stop = 0, 0, False
    opening: tuple[int, int] | None = None
    events: Any = yaml.parse(text, Loader=_Loader)
    for event in events:
        at = (event.start_mark.line + 1 + source.shift, event.start_mark.column + 1)
        ends = isinstance(event, yaml.CollectionEndEvent)
        if opening is not None and not ends:
            source.problems.append(
                Problem(source.path, *opening, "Y008", "不能用 {} 或 [] 的写法，请分行写"))
        opening = None
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            source.problems.append(
                Problem(source.path, *at, "Y007", "不能用 YAML 锚点和别名，请照写一遍"))
            stop = stop or isinstance(event, yaml.AliasEvent)
        if getattr(event, "tag", None):
            source.problems.append(Problem(source.path, *at, "Y006", f"不能用标签 {event.tag}"))
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            opening = at if event.flow_style and not flow else None
            flow += bool(event.flow_style or flow)
        elif ends:
            depth -= 1
            flow = max(0, flow - 1)
        if depth > MAX_DEPTH:
            source.problems.append(Problem(source.path, *at, "Y012", f"嵌套超过 {MAX_DEPTH} 层"))
            return True
    return stop


def _walk(node: Node, loc: Loc, source: Source) -> Any:
    source.marks[loc] = (node.start_mark.line + 1 + source.shift, node.start_mark.column + 1)
    if isinstance(node, ScalarNode):
        return _scalar(node, loc, source)
    if len(loc) > MAX_DEPTH:
        source.problems.append(source.problem(loc, "Y012", f"嵌套超过 {MAX_DEPTH} 层"))
        return None
    if isinstance(node, SequenceNode):
        return [_walk(item, (*loc, i), source) for i, item in enumerate(node.value)]
    assert isinstance(node, MappingNode)
    out: dict[str, Any] = {}
    for key_node, value_node in node.value:
        at = (key_node.start_mark.line + 1 + source.shift, key_node.start_mark.column + 1)
        if not isinstance(key_node, ScalarNode):
            source.problems.append(Problem(source.path, *at, "Y009", "键须是文字"))
            continue
        key = key_node.value
        if key in out:
            first = source.keys[*loc, key][0]
            source.problems.append(
                Problem(source.path, *at, "Y010", f"键「{key}」写了两次，第一次在第 {first} 行"))
            continue
        inner = (*loc, key)
        source.keys[inner] = at
        out[key] = _walk(value_node, inner, source)
    return out


def _scalar(node: ScalarNode, loc: Loc, source: Source) -> Any:
    value = node.value
    if node.style in {"'", '"', "|", ">"}:
        return value
    if value in {"true", "false"}:
        return value == "true"
    if value in {"", "~", "null"}:
        return None
    if source.strict and _DECIMAL.fullmatch(value):
        source.problems.append(source.problem(loc, "Y013", f"小数要加单引号，写成 '{value}'"))
    return int(value) if _INT.fullmatch(value) else value
