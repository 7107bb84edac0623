"""Bundled example cases for --example."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from weiquan.errors import BadValue

DEFAULT = "returned"


@dataclass(frozen=True)
class Example:
    """One bundled case: what it tells, the moment it is told at, its facts."""

    id: str
    name: str
    as_of: str
    facts: Mapping[str, Any]


def read_example(root: Path, id_: str) -> Example:
    """The example of that name under `root`/rules/examples; raises BadValue for an unknown one."""
    from weiquan.core.language.reading import nearest
    from weiquan.loading.yaml_source import read_text_source

    known = names_under(root)
    if id_ not in known:
        raise BadValue(f"没有例子「{id_}」{nearest(id_, known)}。可以写：{'、'.join(known)}。"
                       "别的名字请写在 --example 前面。")
    path = root / "rules" / "examples" / f"{id_}.yaml"
    data = read_text_source(path.read_text(encoding="utf-8"), path.name).data
    return Example(id_, data["name"], str(data["as_of"]), data["facts"])


def names_under(root: Path) -> list[str]:
    """The names of the examples under `root`."""
    return sorted(p.stem for p in (root / "rules" / "examples").glob("*.yaml"))


def with_default(argv: Sequence[str]) -> list[str]:
    """The arguments with the default example's name after an `--example` that has none.

    typer's options always take a value or never do.
    """
    out: list[str] = []
    for i, word in enumerate(argv):
        out.append(word)
        if word == "--example" and (i + 1 == len(argv) or argv[i + 1].startswith("-")):
            out.append(DEFAULT)
    return out
