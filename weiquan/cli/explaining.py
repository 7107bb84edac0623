"""weiquan explain for a letter: what stands behind each of its sentences."""

from __future__ import annotations

import errno
import hashlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from weiquan.cli.common import assessed, columns, emit, say
from weiquan.cli.reading import Work, as_json
from weiquan.cli.tracing import Sentences, Tracery
from weiquan.core.case.answers import show_value
from weiquan.core.case.context import context_of
from weiquan.core.language.condition import Special
from weiquan.core.telling.comparing import compared
from weiquan.core.telling.tracing import described
from weiquan.errors import BadValue, CaseError

SUFFIXES = (".txt", ".md", ".docx", ".pdf", ".html")
SCHEMA = "weiquan/explain-letter/1"
UNCHANGED = "写好以后没有改过。"
NOT_KEPT = "这份文件没有存下出处；下面是按给出的案情对出来的。"
NO_RECORD = ("「{}」旁边没有存下出处。放回案卷的“文书”文件夹再试，"
             "或者加上 --case 说明是哪个案件的。")


def is_letter_file(target: str) -> bool:
    """Whether the name means a file: it ends as a letter does."""
    return target.casefold().endswith(SUFFIXES)


def explain_letter(work: Work, kind: str, number: str) -> int:
    """The sources of one sentence, or of all, of a letter as it would be written now."""
    sentences = Tracery(work.root, work.rules, work.facts, work.assessment).of(kind)
    chosen = range(len(sentences))
    if number:
        if not number.isdigit() or not 1 <= int(number) <= len(sentences):
            raise BadValue(f"「{work.rules.letters[kind].name}」有 {len(sentences)} 句，"
                           f"没有第「{number}」句。请写 1 到 {len(sentences)}。")
        chosen = range(int(number) - 1, int(number))
    _show(work, kind, sentences, chosen, "", (), _shown(work, work.facts))
    return 0


def explain_file(work: Work, target: str) -> int:
    """The sources of every sentence of a written letter, and what was changed by hand."""
    from weiquan.render.readback import text_in
    from weiquan.store.atomic import read_file
    from weiquan.store.layout import LARGEST
    from weiquan.store.traces import case_around, traces_of

    path = Path(target)
    try:
        data = read_file(path, LARGEST)
    except (OSError, ValueError) as error:
        if getattr(error, "errno", None) == errno.EFBIG:
            raise BadValue(f"「{target}」超过 {LARGEST} 字节，没有读。请检查是不是文书。") from None
        raise BadValue(f"读不了「{target}」。请检查文件的位置，并确认它是文件。") from None
    folder = case_around(path)
    kept = traces_of(folder) if folder is not None else {}
    facts = _facts_in(work, folder)
    same = kept.get(hashlib.sha256(data).hexdigest())
    if same is not None:
        _show(work, same.kind, same.sentences, range(len(same.sentences)), UNCHANGED, (),
              _shown(work, facts))
        return 0
    text = text_in(path.name, data)
    trace = next((t for t in reversed(list(kept.values())) if t.file == path.name), None)
    if trace is not None:
        kind, sentences, head = trace.kind, trace.sentences, ""
    elif facts:
        kind, sentences = _nearest(work, facts, text)
        head = NOT_KEPT
    else:
        raise CaseError(NO_RECORD.format(path.name))
    found = compared([s for s, _ in sentences], text)
    gone = sum(not t for t in found.there)
    if not head:
        head = f"写好以后改过：{len(found.new)} 处是改过或者加上的，{gone} 句不在了。"
    _show(work, kind, sentences, [i for i, t in enumerate(found.there) if t], head, found.new,
          _shown(work, facts))
    return 0


def _facts_in(work: Work, folder: Path | None) -> Mapping[str, Any]:
    """The answers of the case around a letter, else those that were given."""
    if folder is None:
        return work.facts
    from weiquan.cli.gather import case_facts, gather
    from weiquan.store.folder import read_case

    return gather(work.rules, work.now, case=case_facts(
        work.rules, read_case(folder), exact=True))


def _nearest(work: Work, facts: Mapping[str, Any], text: str) -> tuple[str, Sentences]:
    """The letter of the case that has most of its sentences in a text."""
    result = assessed(work.rules, dict(facts), work.now, work.exhibits)
    tracery = Tracery(work.root, work.rules, facts, result)
    best: tuple[int, str, Sentences] = (0, "", ())
    for view in result.letters:
        tried = [(view.rule.id, False)] + ([(view.rule.form, True)] if view.rule.form else [])
        for kind, short in tried:
            sentences = tracery.of(kind, short=short)
            have = sum(compared([s for s, _ in sentences], text).there)
            if have > best[0]:
                best = have, kind, sentences
    if not best[1]:
        raise CaseError("这份文件和案子里能写的文书都对不上。请检查是不是这个案件的。")
    return best[1], best[2]


def _shown(work: Work, facts: Mapping[str, Any]) -> Callable[[str], str]:
    known = context_of(work.rules, dict(facts), work.now).facts

    def shown(fact: str) -> str:
        value = known.get(fact)
        if value is None or isinstance(value, Special):
            return ""
        return show_value(work.rules.specs[fact], value)

    return shown


def _show(work: Work, kind: str, sentences: Sentences, chosen: Sequence[int], head: str,
          new: Sequence[str], shown: Callable[[str], str]) -> None:
    rows = [(i + 1, sentences[i][0], [described(work.rules, k, shown) for k in sentences[i][1]])
            for i in chosen]
    meta = work.rules.letters.get(kind) or work.rules.forms.get(kind)
    name = meta.name if meta is not None else kind
    if work.as_json:
        emit([as_json({"schema": SCHEMA, "letter": kind, "changed": list(new), "sentences": [
            {"number": n, "text": text, "sources": [
                {"key": k, "kind": what, "text": words} for k, (what, words) in
                zip(sentences[n - 1][1], sources, strict=True)]}
            for n, text, sources in rows]})])
        return
    from weiquan.render.trace import trace_lines

    say(f"「{name}」{head}" if head else f"「{name}」每一句的出处：")
    emit(trace_lines(rows, new, columns()))
