"""A row of a table, or a record of JSON, as the answers of one case."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from weiquan.core.case.answers import load_value
from weiquan.core.case.checks import check_value
from weiquan.core.language.reading import nearest
from weiquan.core.values.patterns import lazy_re
from weiquan.core.values.records import value as value_type
from weiquan.core.values.sheets import cell_text, column_letter, damage
from weiquan.core.values.typed import excerpt, plain_line
from weiquan.errors import BadValue

if TYPE_CHECKING:
    from weiquan.core.model import Fact
    from weiquan.core.model.ruleset import RuleSet

STORY = "story"
STORY_NAMES = frozenset({STORY, "经过"})
LONGEST_STORY = 5000
SURELY = 0.7   # how alike two names are when one is a slip for the other
_MARKS = lazy_re(r"\*|:$|\(.*?\)$")


@value_type
class Cell:
    """One answer as it stands in the file: where (D 列, 「paid」), for which fact, and what."""

    where: str
    fact: str                     # a fact id, or STORY
    raw: Any


@value_type
class Trouble:
    """What is wrong in one place of a row, as a Chinese sentence."""

    where: str
    say: str


@value_type
class Header:
    """The columns of a table: the fact of each, "" where a column is not read."""

    facts: tuple[str, ...]
    names: tuple[str, ...]

    @property
    def unread(self) -> tuple[str, ...]:
        """What to say about columns that are not read."""
        return tuple(f"{column_letter(i)} 列「{excerpt(name)}」不是能填的项，没有读这一列。"
                     for i, (fact, name) in enumerate(zip(self.facts, self.names, strict=True))
                     if name and not fact)


def names_of(rules: RuleSet) -> dict[str, str]:
    """Every name that a column may have, with its fact: ids, their short names, the options."""
    asked_first = sorted(rules.facts, key=lambda f: not f.asked)
    shorts: dict[str, str] = {}
    for fact in asked_first:
        shorts.setdefault(fact.short, fact.id)
    return shorts | {f.id: f.id for f in rules.facts} | dict.fromkeys(STORY_NAMES, STORY)


def fact_named(names: Mapping[str, str], name: str) -> str:
    """The fact that a column of this name holds, or an empty string."""
    text = plain_line(name)
    bare = _MARKS.sub("", text).strip()
    for one in (name, text, bare, bare.removeprefix("--").replace("-", "_").lower()):
        if one in names:
            return names[one]
    return ""


def header_of(names: Mapping[str, str], row: Sequence[str]) -> Header:
    """What the first row of a table names; raises BadValue with every finding."""
    facts = tuple(fact_named(names, name) for name in row)
    shown = [plain_line(name) for name in row]
    last = max((i for i, name in enumerate(shown) if name), default=-1)
    problems: list[str] = []
    if not any(facts):
        raise BadValue("第一行没有一个能认的表头。表头写“实付金额”“签收日期”这样的名字，"
                       "或者 paid、received_on；有哪些，运行 weiquan rules table facts 查看。"
                       "表头上面的大标题要删掉。")
    first: dict[str, int] = {}
    for i, (fact, name) in enumerate(zip(facts, shown, strict=True)):
        letter = column_letter(i)
        if not name and i < last:
            problems.append(f"{letter} 列没有表头，像是合并过单元格。请拆开合并的单元格，"
                            "每一列写一个表头；不要的列就删掉。")
        elif fact and fact in first:
            problems.append(f"{column_letter(first[fact])} 列和 {letter} 列都是「{name}」，"
                            "请只留一列。")
        elif name and not fact and (near := _meant(names, name)):
            problems.append(f"{letter} 列的表头「{excerpt(name)}」认不出，是不是想写「{near}」。"
                            "改好再试；不要的列就删掉。")
        if fact:
            first.setdefault(fact, i)
    if problems:
        raise BadValue("\n".join(problems))
    return Header(facts, tuple(shown))


def _meant(names: Mapping[str, str], name: str) -> str:
    """The name that a header is so near to that leaving the column unread would be a mistake."""
    starts = [n for n in names if len(name) > 1 and n.startswith(name)]
    return next(iter(starts or get_close_matches(name, list(names), 1, SURELY)), "")


def cells_of(header: Header, row: Sequence[str]) -> tuple[list[Cell], list[Trouble]]:
    """The answers in a row of a table, blanks left out, and cells that belong nowhere."""
    cells, troubles = list[Cell](), list[Trouble]()
    for i, raw in enumerate(row):
        text = cell_text(raw)
        if not text:
            continue
        where = f"{column_letter(i)} 列"
        if i < len(header.facts) and header.facts[i]:
            cells.append(Cell(where, header.facts[i], text))
        elif i >= len(header.names) or not header.names[i]:
            troubles.append(Trouble(where, f"「{excerpt(text)}」这一格上面没有表头。可能是前面"
                                    "有一格里带逗号、没有加引号，也可能少写了表头。请改好再试。"))
    return cells, troubles


def record_cells(names: Mapping[str, str],
                 record: Mapping[str, Any]) -> tuple[list[Cell], list[Trouble]]:
    """The answers in a record of JSON, nulls and blanks left out, and keys that are none."""
    cells: list[Cell] = []
    troubles: list[Trouble] = []
    for key, raw in record.items():
        where, fact = f"「{excerpt(key)}」", fact_named(names, key)
        value = cell_text(raw) if isinstance(raw, str) else raw
        if not fact:
            troubles.append(Trouble(where, f"没有这一项{nearest(key, names)}。请改好或者删掉。"))
        elif any(c.fact == fact for c in cells):
            troubles.append(Trouble(where, "这一项写了两次，请只留一个。"))
        elif value is not None and value != "":
            cells.append(Cell(where, fact, value))
    return cells, troubles


def answers_of(rules: RuleSet, cells: Iterable[Cell], now: datetime,
               ) -> tuple[dict[str, Any], str, list[Trouble]]:
    """The typed facts of a row, the story in it, and everything that is wrong with it."""
    facts: dict[str, Any] = {}
    where: dict[str, str] = {}
    story, troubles = "", list[Trouble]()
    for cell in cells:
        try:
            if cell.fact == STORY:
                story = _story(cell.raw)
                continue
            facts[cell.fact] = _value(rules, rules.specs[cell.fact], cell.raw, now)
            where[cell.fact] = cell.where
        except BadValue as bad:
            troubles.append(Trouble(cell.where, bad.message))
    for id_, value in facts.items():
        try:
            check_value(rules.specs[id_], value, facts, rules.specs)
        except BadValue as bad:
            troubles.append(Trouble(where[id_], bad.message))
    return facts, story, troubles


def _value(rules: RuleSet, spec: Fact, raw: Any, now: datetime) -> Any:
    if isinstance(raw, str | int) and not isinstance(raw, bool) \
            and (say := damage(spec.type, str(raw))):
        raise BadValue(f"「{spec.short}」{say}")
    return load_value(spec, raw, now, aliases=rules.aliases if spec.id == "platform" else None)


def _story(raw: Any) -> str:
    if not isinstance(raw, str):
        raise BadValue("「经过」要写成文字。")
    if len(raw) > LONGEST_STORY:
        raise BadValue(f"「经过」写了 {len(raw)} 个字，最多 {LONGEST_STORY} 个字。"
                       "请只留下和这件事有关的部分。")
    return raw
