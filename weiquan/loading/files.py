"""Which files there are under rules/ and templates/, and what each of them holds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from weiquan.core import model as m
from weiquan.core.language.reading import nearest
from weiquan.errors import Problem

# A list stands in a file of its name, or in the files of a folder of its name; one folder of
# FOLDERS holds one thing per file.
LISTS: dict[str, Any] = {
    "facts": m.Fact,
    "rungs": m.RungSpec,
    "happened": m.Label,
    "sayings": m.Saying,
    "answers": m.Answer,
    "situations": m.Situation,
    "wishes": m.Wish,
    "speech": m.Speech,
    "events": m.Event,
    "derived": m.Derived,
    "sums": m.SumRole,
    "clashes": m.Clash,
    "terms": m.Term,
    "followups": m.FollowUp,
    "accounts": m.Account,
    "asked": m.Query,
    "conditions": m.NamedCondition,
    "steps": m.Step,
    "warnings": m.WarningRule,
    "deadlines": m.Deadline,
    "evidence": m.Evidence,
    "preflight": m.Preflight,
}
FOLDERS: dict[str, tuple[str, Any]] = {
    "law": ("law", m.Law),
    "platforms": ("platform", m.Platform),
    "theories": ("theory", m.Theory),
    "channels": ("channel", m.Channel),
    "excuses": ("excuse", m.Excuse),
    "precedents": ("precedent", m.Precedent),
    "calendar": ("calendar", m.CalendarYear),
}
EXAMPLES = "examples"
_NOT_RULES = frozenset({"schema", "skeletons"})  # for authors: nothing in them is a rule
_TEMPLATES = ("letters", "forms", "parts")


def modeline(name: str) -> str:
    """The first line of rules/`name`, by which an editor finds the schema; empty for examples."""
    folder, _, _ = name.rpartition("/")
    if not folder:
        return f"# yaml-language-server: $schema=schema/{name.removesuffix('.yaml')}.schema.json"
    if folder in LISTS:
        return f"# yaml-language-server: $schema=../schema/{folder}.schema.json"
    if folder not in FOLDERS:
        return ""
    return f"# yaml-language-server: $schema=../schema/{FOLDERS[folder][0]}.schema.json"


def layout_problems(rules_dir: Path, templates_dir: Path) -> list[Problem]:
    """Findings for folders that are missing and for files that nothing would read."""
    out: list[Problem] = []
    for root, shown, folders in ((rules_dir, "rules", tuple(FOLDERS)),
                                 (templates_dir, "templates", _TEMPLATES)):
        if not root.is_dir():
            out.append(Problem(shown, 1, 1, "Y000", "缺少这个文件夹"))
            continue
        out += [Problem(f"{shown}/{name}", 1, 1, "Y000", "缺少这个文件夹")
                for name in folders if not (root / name).is_dir() and name != "parts"]
    out += _unknown(rules_dir, "rules", (*FOLDERS, *LISTS, EXAMPLES), ".yaml", _NOT_RULES)
    out += _unknown(templates_dir, "templates", _TEMPLATES, ".md.j2", frozenset())
    return out


def _unknown(root: Path, shown: str, folders: tuple[str, ...], suffix: str,
             ignored: frozenset[str]) -> Iterator[Problem]:
    at_top = {f"{stem}.yaml" for stem in LISTS} if shown == "rules" else set()
    for path in _entries(root):
        if path.name in ignored:
            continue
        if path.name in folders and path.is_dir():
            for inner in _entries(path):
                if not inner.name.endswith(suffix) or inner.is_dir():
                    yield Problem(f"{shown}/{path.name}/{inner.name}", 1, 1, "Y014",
                                  f"这里只放后缀是 {suffix} 的文件，这个不会被读到")
        elif path.name not in at_top or path.is_dir():
            hint = nearest(path.name, [*at_top, *folders])
            yield Problem(f"{shown}/{path.name}", 1, 1, "Y014", f"这个不会被读到{hint}")


def _entries(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    return sorted(p for p in folder.iterdir() if not p.name.startswith("."))


def list_files(rules_dir: Path, stem: str) -> list[str]:
    """The files of a list below `rules_dir`: the one of its name, then those of its folder."""
    inside = [f"{stem}/{p.name}" for p in sorted((rules_dir / stem).glob("*.yaml"))]
    if inside and not (rules_dir / f"{stem}.yaml").exists():
        return inside
    return [f"{stem}.yaml", *inside]
