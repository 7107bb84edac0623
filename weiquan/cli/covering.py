"""How a batch writes a case: as it is, or with everything personal covered for others."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from weiquan.cli.redact import mask_for
from weiquan.core.case.rows import Cell, Trouble
from weiquan.core.telling.masking import Mask, Personal
from weiquan.core.values.sheets import cell_text
from weiquan.core.values.typed import excerpt
from weiquan.errors import CaseError
from weiquan.store.ledger import KEY
from weiquan.store.masked import Unreadable
from weiquan.store.output import Written
from weiquan.store.parse import dump
from weiquan.store.redacting import README, covered_bytes, masked_case
from weiquan.store.staging import put

if TYPE_CHECKING:
    from weiquan.core.model.ruleset import RuleSet
    from weiquan.store.case import Case

UNKNOWN = "原文"   # what covers a cell that stands in no column
LEFT = "有盖不住个人信息的地方，没有做这一件。请单独看这一行。"


class AsItIs:
    """Writes the files of a staged case."""

    readme: str | None = None

    def put(self, path: Path, data: bytes) -> bytes:
        """Write a new file; what it holds now. Raises: CaseError."""
        put(path, data)
        return data

    def write(self, path: Path, data: bytes, **_: Any) -> Written:
        """Write a letter: in a case that is staged there is nothing that it could replace."""
        self.put(path, data)
        return Written(path, "written")

    def text(self, raw: str) -> str:
        """A text for a table or the name of a folder."""
        return raw

    def whole(self, case: Case) -> Case:
        """The case as it is to be kept."""
        return case


class Covered(AsItIs):
    """Writes the files of a staged case covered: nothing personal is on the disk at any time."""

    readme = README

    def __init__(self, rules: RuleSet, case: Case, now: datetime) -> None:
        self._private, self._mask = mask_for(rules, case, now)
        self._sums: dict[Path, str] = {}

    def put(self, path: Path, data: bytes) -> bytes:
        """Cover a file and write it; what it holds now. Raises: CaseError."""
        try:
            made = covered_bytes(path.suffix, data, self._mask)
        except Unreadable as problem:
            raise CaseError(LEFT) from problem
        put(path, made)
        self._sums[path] = hashlib.sha256(made).hexdigest()
        return made

    def text(self, raw: str) -> str:
        """A text with everything personal covered."""
        return self._mask.text(raw)

    def whole(self, case: Case) -> Case:
        """The case with covered answers, and its letters as they were written."""
        copy = masked_case(case, self._private, self._mask)
        copy.texts = {name: self._sums[case.folder / name] for name in case.texts}
        copy.extra = {KEY: case.extra[KEY]}
        copy.letters = [replace(x, sha256=self._sums[case.folder / x.file]) for x in case.letters]
        if self._mask.left_in(dump(copy).decode()):
            raise CaseError(LEFT)
        return copy


def covered_troubles(rules: RuleSet, cells: Iterable[Cell],
                     troubles: Iterable[Trouble]) -> tuple[Trouble, ...]:
    """What is wrong with a row, without a word of the row itself.

    Often a cell stands in the wrong column: what it holds is then personal whatever the column
    is. The line and the column say enough to somebody who has the table.
    """
    known = []
    for cell in cells:
        label = rules.specs[cell.fact].short if cell.fact in rules.specs else UNKNOWN
        for value in cell.raw if isinstance(cell.raw, list | tuple) else [cell.raw]:
            known += [Personal(text, label)
                      for text in (str(value), cell_text(str(value)),
                                   excerpt(str(value)).removesuffix("…"))]
    mask = Mask(known)
    return tuple(Trouble(mask.text(t.where), mask.text(t.say)) for t in troubles)
