"""A case in memory: what was answered, by whom and when, and what was written."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal, Self

from weiquan.errors import CaseError
from weiquan.store.atomic import read_file
from weiquan.store.layout import LARGEST
from weiquan.store.steps import Kept, Step
from weiquan.store.trouble import shown

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from pathlib import Path

    from weiquan.store.lock import CaseLock

COMING = "coming"   # the key of announced sums in case.json
By = Literal["wizard", "story", "flag", "file", "platform"]
# bool · int · str (money, dates, text, choice id) · list[str] (choices) · {"unsure": true} ·
# {"unsure": true, "said": "…"} (one's own words, no choice fits) · {"none": true} (no such day)
Value = Any


@dataclass(frozen=True)
class Answer:
    """One fact, as JSON holds it, with who said so and when.

    `about` keeps the words of a day or a sum that is not known exactly, such as 11月初.
    `unconfirmed`: read from a story, and nobody has said yet that it is so.
    """

    value: Value
    by: By
    at: datetime
    extra: dict[str, Any] = field(default_factory=dict)
    about: str = ""
    unconfirmed: bool = False

    @property
    def exact(self) -> bool:
        """Whether a letter may state it."""
        return not (self.about or self.unconfirmed)


@dataclass(frozen=True)
class Letter:
    """A letter that was written: `file` is relative to the case folder, with slashes."""

    kind: str
    format: str
    file: str
    at: datetime
    sha256: str
    extra: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Past:
    """A value that an answer had until `at`."""

    id: str
    old: Value
    at: datetime
    extra: dict[str, Any] = field(default_factory=dict)


@dataclass
class Case:
    """One case. Change it through its methods, then hand it to `folder.save_case`.

    `extra` (here and in the records) holds keys of the file that this version does not know.
    """

    folder: Path
    id: str
    created: datetime
    updated: datetime
    rules_digest: str = ""
    weiquan: str = ""
    facts: dict[str, Answer] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    letters: list[Letter] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)  # our other files: name, sha256
    exhibits: list[str] = field(default_factory=list)
    history: list[Past] = field(default_factory=list)
    finished: bool = False
    steps: list[Step] = field(default_factory=list)       # the last changes, to be taken back
    # What came out when it was last looked at (weiquan.core.telling.summary); empty as soon as
    # an answer changes.
    seen: dict[str, Any] = field(default_factory=dict)
    extra: dict[str, Any] = field(default_factory=dict)
    kept: Kept = field(default_factory=Kept, repr=False, compare=False)
    # What case.json holds on disk, and the right to change it; None for a reader.
    stored: bytes | None = field(default=None, repr=False, compare=False)
    lock: CaseLock | None = field(default=None, repr=False, compare=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let other programs write; nothing is saved here."""
        if self.lock is not None:
            self.lock.release()
            self.lock = None

    @property
    def name(self) -> str:
        """The name of the folder, by which the user calls the case."""
        return self.folder.name

    def set_answer(self, fact: str, value: Value, by: By, at: datetime, about: str = "",
                   *, unconfirmed: bool = False) -> None:
        """Store an answer; a different one from before goes to `history`.

        Questions of the wizard also go to `asked`, at the end or where they already are.
        Raises: CaseError for a blank (it never erases) and for what JSON cannot hold.
        """
        if value is None or (isinstance(value, str) and not value.strip()):
            raise CaseError(f"「{shown(fact)}」没有内容，原来的回答没有改动。")
        if problem := value_problem(value):
            raise CaseError(f"「{shown(fact)}」{problem}，原来的回答没有改动。请重新填写。")
        at = moment(at)
        before = self.facts.get(fact)
        if before is not None and not _same(before.value, value):
            self.history.append(Past(fact, before.value, at))
        self.facts[fact] = Answer(value, by, at, before.extra if before else {}, about,
                                  unconfirmed)
        self.seen = {}
        if by == "wizard" and fact not in self.asked:
            self.asked.append(fact)
        self.updated = at

    def put_back(self, fact: str, answer: Answer | None, at: datetime) -> None:
        """Give a fact the answer that it had before, or none; the one that goes is history."""
        gone = self.facts.pop(fact, None)
        if gone is not None:
            self.history.append(Past(fact, gone.value, at))
        if answer is not None:
            self.facts[fact] = answer

    def add_letter(self, letter: Letter) -> None:
        """Note a letter that was written; one written again under the same name replaces it."""
        at = moment(letter.at)
        self.letters = [old for old in self.letters if old.file != letter.file]
        self.letters.append(replace(letter, at=at))
        self.updated = at

    @property
    def coming(self) -> frozenset[str]:
        """The sums of files that were announced and perhaps not written (weiquan.store.ahead)."""
        sums = self.extra.get(COMING)
        return frozenset(map(str, sums)) if isinstance(sums, list) else frozenset()

    def remember(self, name: str, data: bytes) -> None:
        """Note that `data` is what the program wrote as the file `name` of the case."""
        self.texts[name] = hashlib.sha256(data).hexdigest()

    def wrote(self, name: str) -> bool:
        """Whether the file `name` is as the program left it, or is not there."""
        try:
            data = read_file(self.folder / name, LARGEST)
        except FileNotFoundError:
            return True
        except OSError:  # not to be read, or no plain file: nothing of ours
            return False
        return hashlib.sha256(data).hexdigest() in {self.texts.get(name), *self.coming}

    def number_exhibits(self, ids: Iterable[str]) -> list[str]:
        """The exhibits in their order: the first is 证据1.

        Before any letter exists the order is that of `ids`; after that, numbers that went
        out stay as they are and new exhibits come at the end.
        """
        wanted = list(dict.fromkeys(ids))
        kept = self.exhibits if self.letters else []
        self.exhibits = [*kept, *(i for i in wanted if i not in kept)]
        return list(self.exhibits)


def value_problem(value: Value) -> str:
    """Why `value` cannot be an answer in case.json, or an empty string."""
    if isinstance(value, str):
        return "里有残缺的字符" if broken_text(value) else ""
    if isinstance(value, bool | int):
        return ""
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return "里有残缺的字符" if any(map(broken_text, value)) else ""
    if isinstance(value, dict) and list(value.items()) in ([("unsure", True)], [("none", True)]):
        return ""
    if isinstance(value, dict) and set(value) == {"unsure", "said"} and value["unsure"] is True \
            and isinstance(value["said"], str) and value["said"].strip():
        return "里有残缺的字符" if broken_text(value["said"]) else ""
    if isinstance(value, float):
        return '写成了小数，金额要放在引号里，写成 "299.00" 的样子'
    return "的写法认不出来"


def broken_text(text: str) -> bool:
    """Whether `text` has half a character (a lone surrogate), which no file can hold."""
    return any("\ud800" <= c <= "\udfff" for c in text)


def _same(old: Value, new: Value) -> bool:
    return type(old) is type(new) and bool(old == new)  # True == 1, but not as an answer


def moment(at: datetime) -> datetime:
    """`at` as cases hold it: local time, to the second."""
    if at.tzinfo is not None:
        raise ValueError("cases hold local time without a zone")
    return at.replace(microsecond=0)
