"""What a check of a letter found: where, what is wrong, what to do, what to write instead."""

from __future__ import annotations

from typing import Any

from weiquan.core.model import LetterMeta, Preflight
from weiquan.core.model.preflight import Level
from weiquan.core.model.ruleset import RuleSet
from weiquan.core.values.records import value

WHOLE = "整份"


@value
class Finding:
    """One thing that is wrong in a letter; `level` block means that it must not go out so."""

    check: str
    level: Level
    where: str
    say: str
    do: str
    offer: str = ""

    @property
    def blocks(self) -> bool:
        """Whether the letter must not go out as it is."""
        return self.level == "block"

    def as_json(self) -> dict[str, Any]:
        """For --json."""
        return {"check": self.check, "level": self.level, "where": self.where, "say": self.say,
                "do": self.do, "offer": self.offer}


def concerns(check: Preflight, meta: LetterMeta) -> bool:
    """Whether a check is made for letters of this kind."""
    return ((not check.letters or meta.id in check.letters)
            and meta.id not in check.not_letters
            and (not check.voices or meta.voice in check.voices))


def finding(rules: RuleSet, id_: str, where: str, *, found: str = "", what: str = "",
            level: Level | None = None, offer: str = "") -> Finding:
    """The finding of a check in its own words."""
    check = rules.preflight[id_]
    say = check.say.replace("{found}", found).replace("{what}", what)
    return Finding(id_, check.level if level is None else level, where, say, check.do, offer)
