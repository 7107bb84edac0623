"""Letter templates: front matter, and the facts that a template needs, from its syntax tree."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from weiquan.core.lettering import CONTEXT, FILTERS
from weiquan.core.model import LetterMeta
from weiquan.core.reading import nearest
from weiquan.errors import Problem
from weiquan.loading.reader import read_as
from weiquan.loading.yaml_source import Source, read_text_source


@dataclass(frozen=True)
class Names:
    """The variables of a template: all that it looks at, and those guarded by `is defined`."""

    used: Mapping[str, int]
    optional: frozenset[str]


def read_templates(root: Path, facts: frozenset[str]) -> tuple[
        dict[str, LetterMeta], dict[str, LetterMeta], list[Problem], dict[str, Source]]:
    """Letters and forms by id, every finding in templates/, and the sources of the front matter."""
    problems: list[Problem] = []
    sources: dict[str, Source] = {}
    out: list[dict[str, LetterMeta]] = []
    for folder in ("letters", "forms"):
        metas: list[LetterMeta] = []
        for path in sorted((root / folder).glob("*.md.j2")):
            name = f"templates/{folder}/{path.name}"
            meta = _read_one(root, path, name, facts, problems, sources)
            if meta is not None:
                metas.append(meta)
        metas.sort(key=lambda m: (m.order, m.id))
        out.append({m.id: m for m in metas})
    return out[0], out[1], problems, sources


def _read_one(root: Path, path: Path, name: str, facts: frozenset[str],
              problems: list[Problem], sources: dict[str, Source]) -> LetterMeta | None:
    text = _text(path, name, problems)
    if text is None:
        return None
    head, body, offset = split_front_matter(text)
    if head is None:
        problems.append(Problem(name, 1, 1, "T001", "缺少开头的说明：第一行和说明之后各写一行 ---"))
        return None
    source = read_text_source(head, name, first_line=2)
    if source.problems:
        problems += source.problems
        return None
    meta = read_as(LetterMeta, source.data, source)
    problems += source.problems
    names = names_in(root, body, name, offset, problems)
    if meta is None or names is None:
        return None
    expected = path.name.removesuffix(".md.j2")
    if meta.id != expected:
        problems.append(source.problem(("id",), "L118", f"id「{meta.id}」须和文件名「{expected}」一致"))
    for variable, line in names.used.items():
        if variable not in facts and variable not in CONTEXT:
            hint = nearest(variable, facts | CONTEXT)
            problems.append(Problem(name, line, 1, "T003", f"模板用到不存在的「{variable}」{hint}"))
    uses = tuple(sorted(set(names.used) & facts))
    needs = tuple(n for n in uses if n not in names.optional)
    sources[name] = source
    return replace(meta, uses=uses, needs=needs, place=f"{name}:1")


def split_front_matter(text: str) -> tuple[str | None, str, int]:
    """The YAML between the two `---` lines, the template after it, and the body's first line - 1."""
    lines = text.split("\n")
    if lines[0].strip() != "---":
        return None, text, 0
    for i, line in enumerate(lines[1:], 1):
        if line.strip() == "---":
            return "\n".join(lines[1:i]), "\n".join(lines[i + 1:]), i + 1
    return None, text, 0


def names_in(root: Path, body: str, name: str, offset: int,
             problems: list[Problem]) -> Names | None:
    """The variables of a template and of the parts that it includes; None when it is broken."""
    from jinja2 import nodes

    tree = _parse(body, name, offset, problems)
    if tree is None:
        return None
    used: dict[str, int] = {}
    optional: set[str] = set()
    bound = {n.name for n in tree.find_all(nodes.Name) if n.ctx in {"store", "param"}}
    bound |= {n.name for n in tree.find_all(nodes.Macro)}
    for call in tree.find_all((nodes.FromImport,)):
        bound |= {n if isinstance(n, str) else n[1] for n in call.names}
    bound |= {n.target for n in tree.find_all(nodes.Import)}
    for found in tree.find_all(nodes.Filter):
        if found.name not in FILTERS:
            hint = nearest(found.name, FILTERS)
            problems.append(Problem(name, found.lineno + offset, 1, "T004",
                                    f"模板用到不存在的过滤器「{found.name}」{hint}"))
    for test in tree.find_all(nodes.Test):
        if test.name == "defined" and isinstance(test.node, nodes.Name):
            optional.add(test.node.name)
    for variable in tree.find_all(nodes.Name):
        if variable.ctx == "load" and variable.name not in bound and variable.name != "loop":
            used.setdefault(variable.name, variable.lineno + offset)
    whole = True
    for link in tree.find_all((nodes.Include, nodes.FromImport, nodes.Import, nodes.Extends)):
        inner = _linked(root, link, name, offset, problems)
        whole = whole and inner is not None
        if inner is not None:
            for variable, _ in inner.used.items():
                used.setdefault(variable, link.lineno + offset)
            optional |= inner.optional
    # A fact that is used bare in one place and guarded in another still has to be there.
    return Names(used, frozenset(optional)) if whole else None


def _linked(root: Path, link: Any, name: str, offset: int,
            problems: list[Problem]) -> Names | None:
    from jinja2 import nodes

    at = link.lineno + offset
    if not isinstance(link.template, nodes.Const):
        problems.append(Problem(name, at, 1, "T006", "include 后面须写固定的文件名"))
        return None
    target = root / str(link.template.value)
    shown = f"templates/{link.template.value}"
    if not target.resolve().is_relative_to(root.resolve()) or not target.is_file():
        known = [p.relative_to(root).as_posix() for p in root.rglob("*.j2")]
        hint = nearest(str(link.template.value), known)
        problems.append(Problem(name, at, 1, "T005", f"找不到模板「{link.template.value}」{hint}"))
        return None
    text = _text(target, shown, problems)
    return None if text is None else names_in(root, text, shown, 0, problems)


def _parse(body: str, name: str, offset: int, problems: list[Problem]) -> Any:
    from jinja2 import TemplateSyntaxError
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    try:
        return ImmutableSandboxedEnvironment().parse(body)
    except TemplateSyntaxError as e:
        problems.append(Problem(name, e.lineno + offset, 1, "T002",
                                "模板写法有误，请检查这一行的 {{ }}、{% %} 是否成对"))
        return None


def _text(path: Path, name: str, problems: list[Problem]) -> str | None:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        problems.append(Problem(name, 1, 1, "Y001", "读不了这个文件，请检查权限，并用 UTF-8 另存"))
        return None
