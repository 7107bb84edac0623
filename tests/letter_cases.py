"""Cases for letters: facts as anyone would give them, and what must and must not be written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.yaml_files import texts_in
from weiquan.cli.gather import gather
from weiquan.core.judging.assess import assess
from weiquan.core.telling.letters import letter_context
from weiquan.paths import data_root
from weiquan.render.letters import engine_for, render_letter
from weiquan.render.txt import to_text

if TYPE_CHECKING:
    from weiquan.core.judging.assessment import Assessment
    from weiquan.core.model import LetterMeta
    from weiquan.core.model.ruleset import RuleSet

FOLDER = Path(__file__).parent / "letters"


@dataclass(frozen=True)
class LetterCase:
    """One case of tests/letters."""

    name: str
    as_of: str
    facts: Mapping[str, Any]
    expect: Mapping[str, Any]


@dataclass(frozen=True)
class Written:
    """One letter of one case."""

    meta: LetterMeta
    context: Mapping[str, Any]
    text: str                     # unwrapped
    title: str

    @property
    def body(self) -> str:
        """The text on one line."""
        return self.text.replace("\n", "")


@dataclass(frozen=True)
class Dossier:
    """All letters of one case."""

    facts: Mapping[str, Any]
    result: Assessment
    letters: Mapping[str, Written]
    forms: Mapping[str, Written]


@cache
def cases() -> tuple[LetterCase, ...]:
    """Every case, in the order of the files."""
    out = []
    for path in sorted(FOLDER.glob("*.yaml")):
        data = texts_in(path)
        out += [LetterCase(c["name"], c["as_of"], c["facts"], c["expect"]) for c in data["cases"]]
    return tuple(out)


_MADE: dict[str, Dossier] = {}


def dossier(rules: RuleSet, case: LetterCase) -> Dossier:
    """The letters offered in a case, written once."""
    if case.name not in _MADE:
        now = datetime.fromisoformat(case.as_of)
        facts = gather(rules, now, case=case.facts)
        result = assess(rules, facts, now)
        root = data_root() / "templates"
        engine = engine_for(root)

        def written(folder: str, meta: LetterMeta) -> Written:
            context = letter_context(rules, facts, result, meta)
            document = render_letter(root, folder, meta, context, engine)
            return Written(meta, context, to_text(document, None), document.title)

        letters = {x.rule.id: written("letters", x.rule) for x in result.letters}
        forms = {x.rule.form: written("forms", rules.forms[x.rule.form])
                 for x in result.letters if x.rule.form}
        _MADE[case.name] = Dossier(facts, result, letters, forms)
    return _MADE[case.name]


def typed_texts(case: LetterCase) -> list[str]:
    """What the person typed in words: it may hold anything."""
    return [v for k, v in case.facts.items() if isinstance(v, str) and k in {
        "problem", "product", "merchant_said", "promise_text", "seller_name", "seller_address",
        "order_no", "return_tracking", "user_name", "user_address", "losses"}]


def in_yuan(value: Decimal) -> str:
    """168元, 179.9元."""
    return f"{value:.2f}".rstrip("0").rstrip(".") + "元"
