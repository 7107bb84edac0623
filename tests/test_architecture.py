"""The house rules of DESIGN, read from the source with ast."""

from __future__ import annotations

import ast
import re
import sys
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "weiquan"
# area -> areas that it may import; the four in the middle never import each other
MAY_IMPORT = {
    "cli": {"cli", "loading", "store", "render", "wizard", "core", "errors", "paths", "root"},
    "loading": {"loading", "core", "errors", "root"},
    "store": {"store", "core", "errors", "root"},
    "render": {"render", "core", "errors", "root"},
    "wizard": {"wizard", "core", "errors", "root"},
    "core": {"core", "errors"},
    "paths": {"errors"},
    "errors": set(),
    "root": set(),
    "__main__": {"cli"},
}
MIDDLE = ("loading", "store", "render", "wizard")
MODULES = sorted(p for p in PACKAGE.rglob("*.py") if "_data" not in p.parts)
SOURCES = [*MODULES, ROOT / "run.py", *sorted((ROOT / "tests").rglob("*.py")),
           *sorted((ROOT / "benchmarks").rglob("*.py"))]
TEXTS = sorted(
    p for pattern in ("*.md", "*.toml", "*.py", ".ci/*", "weiquan/**/*.py", "tests/**/*.*",
                      "benchmarks/**/*.*", "rules/**/*.*", "templates/**/*.*")
    for p in ROOT.glob(pattern) if p.is_file() and "__pycache__" not in p.parts)


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def area_of(path: Path) -> str:
    parts = path.relative_to(PACKAGE).parts
    if len(parts) > 1:
        return parts[0]
    return "root" if parts[0] == "__init__.py" else parts[0].removesuffix(".py")


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imports_of(path: Path) -> list[tuple[str, str]]:
    """(dotted module, the function around the import or "") for every import of a file."""
    found: list[tuple[str, str]] = []

    def walk(node: ast.AST, inside: str) -> None:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.Import):
                found.extend((a.name, inside) for a in child.names)
            elif isinstance(child, ast.ImportFrom):
                assert child.level == 0, f"{name_of(path)}:{child.lineno}: relative import"
                base = child.module or ""
                found.extend((f"{base}.{a.name}" if base == "weiquan" else base, inside)
                             for a in child.names)
            named = isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))
            walk(child, f"{inside}.{child.name}".lstrip(".") if named else inside)

    walk(tree_of(path), "")
    return found


def areas_imported(path: Path) -> set[str]:
    out = set()
    for module, _ in imports_of(path):
        parts = module.split(".")
        if parts[0] == "weiquan":
            name = parts[1] if len(parts) > 1 else ""
            out.add("root" if name in {"", "__version__"} else name)
    return out


def test_the_tests_see_every_area_and_imports_between_them():
    assert {area_of(p) for p in MODULES} == set(MAY_IMPORT)
    assert len(MODULES) > 60
    for area in MIDDLE:
        seen = set().union(*(areas_imported(p) for p in MODULES if area_of(p) == area))
        assert seen & {"core", "errors"}, f"{area} imports nothing of ours?"
    from_cli = set().union(*(areas_imported(p) for p in MODULES if area_of(p) == "cli"))
    assert {*MIDDLE, "core", "errors"} <= from_cli


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_imports_point_the_right_way(path):
    wrong = areas_imported(path) - MAY_IMPORT[area_of(path)]
    assert not wrong, f"{name_of(path)} imports {sorted(wrong)}"


def test_core_imports_the_standard_library_only():
    seen = {}
    for path in (p for p in MODULES if area_of(p) == "core"):
        for module, inside in imports_of(path):
            top = module.split(".")[0]
            if top != "weiquan" and top not in sys.stdlib_module_names:
                seen[name_of(path), inside, top] = True
    # ReadBy tells pydantic how to read a type; it is asked only while YAML is being read.
    assert all(inside.startswith("ReadBy.") and top in {"pydantic_core", "pydantic"}
               for _, inside, top in seen), sorted(seen)


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_core_opens_nothing_prints_nothing_and_reads_no_clock(path):
    if area_of(path) != "core":
        assert area_of(path) in MAY_IMPORT
        return
    names = {f"{getattr(n.func.value, 'id', '')}.{n.func.attr}" if isinstance(n.func, ast.Attribute)
             else getattr(n.func, "id", "") for n in ast.walk(tree_of(path))
             if isinstance(n, ast.Call)}
    banned = {"open", "print", "input", "datetime.now", "datetime.today", "date.today",
              "datetime.utcnow", "time.time", "os.environ", "os.getenv"}
    assert not names & banned
    assert not {m for m, _ in imports_of(path)} & {"os", "time", "pathlib", "io", "random"}


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_no_source_evaluates_text_or_imports_click(path):
    calls = {n.func.id for n in ast.walk(tree_of(path))
             if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)}
    assert not calls & {"eval", "exec", "compile"}
    assert "click" not in {m.split(".")[0] for m, _ in imports_of(path)}


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_no_module_is_longer_than_300_lines(path):
    count = len(path.read_text(encoding="utf-8").splitlines())
    assert count <= 300


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_text_files_are_opened_with_an_encoding(path):
    for node in (n for n in ast.walk(tree_of(path)) if isinstance(n, ast.Call)):
        match node.func:
            case ast.Attribute(value=ast.Name(id="os"), attr="open"):
                continue  # bytes
            case ast.Attribute(attr="read_text" | "write_text"):
                mode = "r"
            case ast.Attribute(attr="open"):
                mode = _mode(node, 0)
            case ast.Name(id="open") | ast.Attribute(attr="fdopen" | "NamedTemporaryFile"):
                mode = _mode(node, 0 if "Temporary" in ast.unparse(node.func) else 1)
            case _:
                continue
        given = {k.arg for k in node.keywords}
        assert "b" in mode or "encoding" in given, f"{name_of(path)}:{node.lineno}"


def _mode(call: ast.Call, position: int) -> str:
    found = [a.value for a in call.args[position:position + 1] if isinstance(a, ast.Constant)]
    return str(found[0]) if found else "r"


def test_nothing_mentions_a_place_outside_the_project():
    # Written in pieces, so that this file does not mention them itself.
    outside = re.compile("|".join([
        "/" + r"(?:work|root|home/\w+)/", r"\.\./" + "shared", r"\." + "library", "/" + "Users/",
        r"[A-Z]:\\" + r"Users\\",
    ]))
    assert len(TEXTS) > 200
    found = [f"{name_of(p)}: {match[0]}" for p in TEXTS
             for match in outside.finditer(p.read_text(encoding="utf-8", errors="replace"))]
    assert not found


def test_the_network_is_closed_in_tests():
    import socket

    with pytest.raises(Exception, match="connect"), socket.socket() as s:
        s.connect(("127.0.0.1", 9))
