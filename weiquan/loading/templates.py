"""Letter templates: front matter, and the facts that a template needs, from its syntax tree."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from weiquan.core.language.reading import nearest
from weiquan.core.model import LetterMeta
from weiquan.core.telling.lettering import CONTEXT, FILTERS
from weiquan.errors import Problem
from weiquan.loading.reader import read_as
from weiquan.loading.template_names import Broken, Names, known_tests, names_in
from weiquan.loading.wording import wrong_words_in_template
from weiquan.loading.yaml_source import Source, hidden_in, read_text, read_text_source


@dataclass
class Templates:
    """What templates/ holds: front matter with its source, and every finding."""

    letters: list[tuple[LetterMeta, Source]] = field(default_factory=list)
    forms: list[tuple[LetterMeta, Source]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_templates(root: Path, facts: Iterable[str], *, facts_known: bool = True) -> Templates:
    """Letters and forms in their order; `facts` are the names that a template may use.

    Without `facts_known` unknown variables are not reported.
    """
    run = _Run(root, frozenset(facts), facts_known)
    out = Templates(problems=run.problems)
    for folder, metas in (("letters", out.letters), ("forms", out.forms)):
        for path in sorted((root / folder).glob("*.md.j2")):
            if path.is_file() and (made := run.letter(f"{folder}/{path.name}")):
                metas.append(made)
        metas.sort(key=lambda made: (made[0].order, made[0].id))
    # A template that could not be read may include anything.
    whole = not run.problems and (root / "letters").is_dir() and (root / "forms").is_dir()
    for path in sorted((root / "parts").glob("*.md.j2")):
        if path.is_file() and (name := f"parts/{path.name}") not in run.included:
            if whole:
                run.report(name, 1, 1, "W202", "没有任何模板用到这一段", warning=True)
            run.part(name, ())
    return out


def split_front_matter(text: str) -> tuple[str | None, str, int]:
    """The YAML between two `---` lines, the template after it, and how many lines come before."""
    lines = text.split("\n")
    if lines[0].strip() != "---":
        return None, text, 0
    for i, line in enumerate(lines[1:], 1):
        if line.strip() == "---":
            return "\n".join(lines[1:i]), "\n".join(lines[i + 1:]), i + 1
    return None, text, 0


class _Run:
    """One reading of a templates folder; each file is parsed once."""

    def __init__(self, root: Path, facts: frozenset[str], facts_known: bool) -> None:  # noqa: FBT001  private
        self.root = root
        self.facts = facts
        self.known = facts | CONTEXT if facts_known else None
        self.problems: list[Problem] = []
        self.included: set[str] = set()
        self.tests = known_tests()
        self._parts: dict[str, Names | None] = {}

    def report(self, name: str, line: int, column: int, code: str, message: str, *,
               warning: bool = False) -> None:
        """Add a finding in templates/`name`."""
        self.problems.append(Problem(f"templates/{name}", line, column, code, message,
                                     "warning" if warning else "error"))

    def letter(self, name: str) -> tuple[LetterMeta, Source] | None:
        """The front matter of a letter or form, with the facts that its body uses."""
        text = self._text(name)
        if text is None:
            return None
        head, body, offset = split_front_matter(text)
        if head is None:
            self.report(name, 1, 1, "T001", "缺少开头的说明：第一行和说明之后各写一行 ---")
            return None
        source = read_text_source(head, f"templates/{name}", first_line=2, strict=True)
        meta = read_as(LetterMeta, source.data, source) if source.data is not None else None
        self.problems += source.problems
        names = self._body(name, body, offset, ())
        if meta is None:
            return None
        expected = name.rpartition("/")[2].removesuffix(".md.j2")
        if meta.id != expected:
            self.problems.append(
                source.problem(("id",), "L118", f"id「{meta.id}」须和文件名「{expected}」一致"))
        uses = tuple(sorted(set(names.used) & self.facts)) if names is not None else ()
        needs = tuple(n for n in uses if names is not None and n not in names.optional)
        shows = tuple(sorted(set(names.used) & CONTEXT)) if names is not None else ()
        return replace(meta, uses=uses, needs=needs, shows=shows,
                       place=f"templates/{name}:1"), source

    def part(self, name: str, within: tuple[str, ...]) -> Names | None:
        """What an included file looks at, the files that it includes itself counted in."""
        if name not in self._parts:
            text = self._text(name)
            self._parts[name] = None if text is None else self._body(name, text, 0, within)
        return self._parts[name]

    def _body(self, name: str, body: str, offset: int, within: tuple[str, ...]) -> Names | None:
        for row, column, message in wrong_words_in_template(body):
            self.report(name, row + offset, column, "L125", message)
        try:
            own = names_in(body)
        except Broken as e:
            self.report(name, e.line + offset, 1, "T002", str(e))
            return None
        self._unknown(name, own, body.split("\n"), offset)
        used, optional, whole = dict(own.used), set(own.optional), True
        for target, line in own.links:
            inner = self._linked(name, target, line + offset, (*within, name))
            if inner is None:
                whole = False
                continue
            for variable in inner.used:
                used.setdefault(variable, line)
            optional |= inner.optional
        # A fact that is used bare in one place and guarded in another still has to be there.
        return replace(own, used=used, optional=frozenset(optional)) if whole else None

    def _unknown(self, name: str, own: Names, lines: list[str], offset: int) -> None:
        def add(word: str, line: int, code: str, what: str, known: Iterable[str]) -> None:
            found = re.search(rf"(?<!\w){re.escape(word)}(?!\w)", lines[line - 1])
            self.report(name, line + offset, found.start() + 1 if found else 1, code,
                        f"模板用到不存在的{what}「{word}」{nearest(word, known)}")

        for word, line in own.used.items():
            if self.known is not None and word not in self.known:
                add(word, line, "T003", "名字", self.known)
        for word, line in own.filters:
            if word not in FILTERS:
                add(word, line, "T004", "过滤器", FILTERS)
        for word, line in own.tests:
            if word not in self.tests:
                add(word, line, "T007", "判断", self.tests)

    def _linked(self, name: str, target: str | None, line: int,
                within: tuple[str, ...]) -> Names | None:
        if target is None:
            self.report(name, line, 1, "T006", "include 后面须写固定的文件名")
            return None
        self.included.add(target)
        if target in within:
            self.report(name, line, 1, "T008", f"模板「{target}」绕回了自己")
            return None
        path = self.root / target
        if not path.resolve().is_relative_to(self.root.resolve()) or not path.is_file():
            known = [p.relative_to(self.root).as_posix() for p in self.root.rglob("*.j2")]
            self.report(name, line, 1, "T005", f"找不到模板「{target}」{nearest(target, known)}")
            return None
        return self.part(target, within)

    def _text(self, name: str) -> str | None:
        text = read_text(self.root / name, f"templates/{name}", self.problems)
        found = None if text is None else hidden_in(text, f"templates/{name}")
        if found is not None:
            self.problems.append(found)
            return None
        return text
