"""Letters made for a case, in memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from weiquan.cli.boxes import fields_of
from weiquan.cli.common import cache_folder
from weiquan.cli.made import Boxes, Draft, Made
from weiquan.core.case.context import context_of
from weiquan.core.case.inwords import told_apart
from weiquan.core.judging.offers import missing_in
from weiquan.core.telling.boxes import boxes_of
from weiquan.core.telling.common import Common, common_of
from weiquan.core.telling.letters import letter_context, notes_of
from weiquan.core.telling.preflight import Checked, preflight
from weiquan.paths import data_root

if TYPE_CHECKING:
    from weiquan.core.judging.assessment import Assessment
    from weiquan.core.model.ruleset import RuleSet


def make(root: Path, rules: RuleSet, facts: Mapping[str, Any], result: Assessment,
         kinds: Sequence[str], fmt: str, *, short: bool = False) -> list[Made]:
    """The letters of `kinds` in one format; with `short`, their texts for a form's box."""
    boxes = Boxes() if short else None
    return [one for draft in drafts(root, rules, facts, result, kinds, boxes)
            for one in draft.made(fmt)]


def drafts(root: Path, rules: RuleSet, facts: Mapping[str, Any], result: Assessment,
           kinds: Sequence[str], boxes: Boxes | None = None,
           common: Common | None = None) -> list[Draft]:
    """The letters of `kinds`; with `boxes`, their texts for the fields of a page.

    `common` is that of the case, where its letters are made one after the other.

    Raises RenderFailed where a template cannot be filled, or a field is too small for any text.
    """
    from weiquan.render.letters import drawer, render_letter
    from weiquan.render.txt import to_text

    templates = root / "templates"
    engine = _engine(root)
    facts = told_apart(rules, facts)
    ctx = context_of(rules, facts, result.now)
    common = common or common_of(rules, facts, result)
    # By the day: a file that differs in nothing else is the same file.
    day = result.now.replace(hour=0, minute=0, second=0, microsecond=0)
    out = []
    for letter in (rules.letters[kind] for kind in kinds):
        if boxes is not None and not letter.form:
            continue
        meta = letter if boxes is None else rules.forms[letter.form]
        seen = letter_context(rules, facts, result, meta, common)
        missing = missing_in(rules, meta, ctx, result.lines)
        if boxes is None:
            whole = render_letter(templates, "letters", meta, seen, engine)
            found = preflight(Checked(rules, facts, result, meta, seen, to_text(whole, None)))
            out.append(Draft(meta, missing, notes_of(ctx, meta), day, whole,
                             findings=tuple(found)))
        else:
            fields, notes, document = fields_of(
                boxes_of(rules, ctx, letter), meta,
                drawer(templates, "forms", meta, seen, engine), boxes)
            text = "\n".join(f.text for f in fields)
            found = preflight(Checked(rules, facts, result, meta, seen, text, short=True))
            out.append(Draft(meta, missing, tuple(notes), day, document, tuple(fields),
                             tuple(found)))
    return out


@lru_cache(maxsize=2)
def _engine(root: Path) -> Any:
    """The Jinja environment of these templates; what it has read serves the next case too."""
    from weiquan.render.letters import engine_for

    return engine_for(root / "templates", bytecode(root))


def bytecode(root: Path) -> Path | None:
    """Where compiled templates are kept; only for the templates of the program itself."""
    folder = cache_folder()
    if folder is None or root != data_root():
        return None
    from weiquan.loading.bytecode import bytecode_folder
    from weiquan.render.letters import engine_name

    return bytecode_folder(folder, engine_name())
