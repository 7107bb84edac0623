"""Wording and provenance of every rule."""

from __future__ import annotations

import re

from weiquan.core.language.reading import nearest
from weiquan.core.model.walking import Item
from weiquan.loading.lint_run import Lint
from weiquan.loading.wording import UNFILLED, wrong_words

# Fields that quote merchants or sources, or that are no prose.
_QUOTED = frozenset({"says", "texts", "cues", "words", "beside", "unless", "asks",
                     "text_of", "aliases", "url", "source", "correction", "place", "title"})
_PROSE_TITLES = frozenset({"step", "first_step", "evidence", "element", "letter"})
_SLOTS = re.compile(r"\{(\w+)\}")
OWN_SLOTS = frozenset({"thing", "service", "food", "number"})   # places that reading finds itself
_LENGTHS = (("label", 18), ("short", 18), ("ask", 30))
_LENGTH_OF = {"excuse": ("name", 18), "theory": ("name", 18), "followup": ("text", 30),
              "situation": ("line", 24), "first_step": ("title", 24), "ask": ("text", 30),
              "point": ("text", 24)}
_LABELLED = frozenset({"fact", "choice", "label", "wish", "platform"})


def words(run: Lint, item: Item) -> None:
    """Findings for forbidden words and for labels that do not fit on a screen line."""
    for field, value in vars(item.obj).items():
        quoted = item.kind in {"law", "source"} \
            or (field in _QUOTED and not (field == "title" and item.kind in _PROSE_TITLES))
        texts = [((field,), value)] if isinstance(value, str) else [
            ((field, i), text) for i, text in enumerate(value)
            if isinstance(text, str)] if isinstance(value, tuple) else []
        for at, text in texts:
            if not quoted or UNFILLED in text:
                for message in wrong_words(text):
                    run.report(item.obj, at, "L125", message)
    for field, most in _LENGTHS if item.kind in _LABELLED else ():
        text = getattr(item.obj, field, "")
        if len(text) > most:
            run.report(item.obj, (field,), "L127", f"「{text}」有 {len(text)} 个字，最多 {most} 个")
    field, most = _LENGTH_OF.get(item.kind, ("", 0))
    if field and len(text := getattr(item.obj, field)) > most:
        run.report(item.obj, (field,), "L127", f"「{text}」有 {len(text)} 个字，最多 {most} 个")


def cues(run: Lint, item: Item) -> None:
    """Findings for cues with an open gap, or with words which rules/speech.yaml does not have."""
    for i, cue in enumerate(getattr(item.obj, "cues", ())):
        if not cue.strip("…|") or cue[0] == "…" or cue[-1] == "…":
            run.report(item.obj, ("cues", i), "L151", "“…”两边都要有字：它代表中间隔着的几个字")
        for name in _SLOTS.findall(cue):
            if name not in run.rules.speech and name not in OWN_SLOTS \
                    and "speech" not in run.broken:
                run.report(item.obj, ("cues", i), "L145",
                           f"speech.yaml 里没有「{name}」这一组词{nearest(name, run.rules.speech)}")


def provenance(run: Lint, item: Item) -> None:
    """Findings for statements without a source, and for unverified ones shown as facts."""
    if item.kind in {"law", "note", "contact", "path", "operator", "state"} \
            and not item.obj.source:
        run.report(item.obj, (), "L128", "缺少出处：请写「source」")
    if item.kind == "contact" and item.obj.confidence == "unverified":
        run.report(item.obj, ("confidence",), "L126", "没有核实的电话和入口不要写进规则")
