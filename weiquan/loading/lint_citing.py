"""Articles that a sentence names: each stands among the citations beside it."""

from __future__ import annotations

import re

from weiquan.core.model.walking import Item
from weiquan.loading.lint_run import Lint

_ARTICLE = re.compile(r"第([0-9]+(?:\.[0-9])?)条")
_SENTENCE = re.compile(r"[^。]+")


def named(run: Lint, item: Item) -> None:
    """Findings for an answer that names an article which its rule does not cite.

    What is cited is known to be in force and to speak of the case; what only a sentence names
    could be told to anybody.
    """
    if item.kind != "excuse" or "law" in run.broken:
        return
    for sentence in _SENTENCE.findall(item.obj.reply):
        for number in _ARTICLE.findall(sentence):
            laws = (run.rules.laws.get(c.law) for c in item.obj.basis if c.article == number)
            if not any(name in sentence for law in laws if law is not None for name in law.names):
                run.report(item.obj, ("reply",), "L150",
                           f"话里说了第{number}条：basis 里要有它，法规文件里要有这个叫法")
