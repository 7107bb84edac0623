"""The page for the phone, from a case: short texts, letters, evidence to tick off."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from weiquan.cli.letters import drafts
from weiquan.cli.made import Boxes

if TYPE_CHECKING:
    from weiquan.cli.made import Draft
    from weiquan.core.judging.assessment import Assessment
    from weiquan.core.model.ruleset import RuleSet
    from weiquan.render.copy_page import CopyLetter


def copy_page(root: Path, rules: RuleSet, facts: Mapping[str, Any], result: Assessment,
              kinds: Sequence[str], *, key: str = "", limit: int | None = None) -> str:
    """The page with the letters of `kinds`; `key` names the case, else its first line does."""
    from weiquan.core.telling.card import card_of
    from weiquan.render.copy_page import Tick, to_copy_page
    from weiquan.render.plan import NOT_A_LAWYER

    head = card_of(rules, dict(facts), result).heads[0]
    short = {one.meta.id: one for one in
             drafts(root, rules, facts, result, kinds, Boxes(limit, annex=True))}
    whys = {view.rule.id: view.why for view in result.letters}
    letters = [_letter(one, short.get(one.meta.form), whys.get(one.meta.id, ""))
               for one in drafts(root, rules, facts, result, kinds)]
    ticks = [Tick(view.rule.id, view.rule.title, "、".join(view.proves) or view.rule.proves,
                  view.rule.capture, view.have)
             for view in sorted(result.evidence, key=lambda view: view.have)]
    return to_copy_page(head, letters, ticks, key or head, NOT_A_LAWYER)


def _letter(one: Draft, short: Draft | None, why: str) -> CopyLetter:
    from weiquan.render.copy_page import CopyField, CopyLetter
    from weiquan.render.txt import to_text

    def plain(draft: Draft | None) -> str:
        return to_text(draft.document, None).strip() if draft and draft.document else ""

    fields = tuple(CopyField(f.name, f.text, f.limit, f.note)
                   for f in (short.fields if short else ()))
    said = f"{why.rstrip('。')}。" if why else ""
    return CopyLetter(one.meta.name, one.meta.to, said, fields, plain(one), plain(short))
