"""The house rules of DESIGN, read from the source with ast."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
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
# The rooms of core, each of which imports only itself and those before it.
ROOMS = ("values", "language", "model", "case", "judging", "asking", "telling", "proving")
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


@cache
def calls_in(path: Path) -> list[ast.Call]:
    return [n for n in ast.walk(tree_of(path)) if isinstance(n, ast.Call)]


@cache
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


def test_imports_point_the_right_way():
    wrong = {name_of(p): areas_imported(p) - MAY_IMPORT[area_of(p)] for p in MODULES}
    assert {n: areas for n, areas in wrong.items() if areas} == {}


def room_of(module: str) -> str:
    parts = module.split(".")
    return parts[2] if module.startswith("weiquan.core.") and len(parts) > 2 else ""


def module_of(path: Path) -> str:
    return name_of(path).removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def test_every_module_of_core_lies_in_a_room_and_every_room_is_used():
    rooms = [room_of(module_of(p)) for p in MODULES if area_of(p) == "core"]
    assert set(rooms) == {"", *ROOMS}
    assert rooms.count("") == 1  # the package itself
    assert min(rooms.count(room) for room in ROOMS) > 1


def test_a_room_of_core_imports_only_those_before_it():
    wrong = {}
    for path in (p for p in MODULES if area_of(p) == "core"):
        room = room_of(module_of(path))
        seen = {room_of(m) for m, _ in imports_of(path)} - {""}
        wrong[name_of(path)] = seen - set(ROOMS[:ROOMS.index(room) + 1] if room else ())
    assert {n: rooms for n, rooms in wrong.items() if rooms} == {}


def test_no_module_imports_itself_by_a_detour():
    known = {module_of(p): p for p in MODULES}
    # What is imported for the type checker alone is no import of the running program.
    edges = {name: {m for m, _ in imports_of(p) if m in known and m != name} - typing_only(p)
             for name, p in known.items()}
    assert sum(map(len, edges.values())) > 300
    done: set[str] = set()

    def visit(name: str, way: tuple[str, ...]) -> None:
        assert name not in way, " → ".join((*way[way.index(name):], name))
        if name not in done:
            for other in edges[name]:
                visit(other, (*way, name))
            done.add(name)

    for name in edges:
        visit(name, ())


def typing_only(path: Path) -> set[str]:
    """The modules that a file imports under `if TYPE_CHECKING` and nowhere else."""
    blocks = [n for n in ast.walk(tree_of(path)) if isinstance(n, ast.If)
              and ast.unparse(n.test) == "TYPE_CHECKING"]
    inside = [n.module for b in blocks for n in ast.walk(b) if isinstance(n, ast.ImportFrom)]
    every = [n.module for n in ast.walk(tree_of(path)) if isinstance(n, ast.ImportFrom)]
    return {m for m in inside if m and inside.count(m) == every.count(m)}


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


def test_core_opens_nothing_prints_nothing_and_reads_no_clock():
    banned = {"open", "print", "input", "datetime.now", "datetime.today", "date.today",
              "datetime.utcnow", "time.time", "os.environ", "os.getenv"}
    found = {}
    for path in (p for p in MODULES if area_of(p) == "core"):
        names = {f"{getattr(c.func.value, 'id', '')}.{c.func.attr}"
                 if isinstance(c.func, ast.Attribute) else getattr(c.func, "id", "")
                 for c in calls_in(path)}
        found[name_of(path)] = names & banned | (
            {m for m, _ in imports_of(path)} & {"os", "time", "pathlib", "io", "random"})
    assert {n: what for n, what in found.items() if what} == {}


def test_no_source_evaluates_text_or_imports_click():
    found = {}
    for path in SOURCES:
        calls = {c.func.id for c in calls_in(path) if isinstance(c.func, ast.Name)}
        found[name_of(path)] = calls & {"eval", "exec", "compile"} | (
            {m.split(".")[0] for m, _ in imports_of(path)} & {"click"})
    assert {n: what for n, what in found.items() if what} == {}


def test_no_module_is_longer_than_300_lines():
    count = {name_of(p): len(p.read_text(encoding="utf-8").splitlines()) for p in MODULES}
    assert {n: lines for n, lines in count.items() if lines > 300} == {}


def test_text_files_are_opened_with_an_encoding():
    assert [at for path in MODULES for at in without_encoding(path)] == []


def without_encoding(path: Path) -> Iterator[str]:
    """Where a file opens text without saying in which encoding."""
    for node in calls_in(path):
        match node.func:
            case ast.Attribute(value=ast.Name(id="os" | "zipped"), attr="open"):
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
        if "b" not in mode and "encoding" not in given:
            yield f"{name_of(path)}:{node.lineno}"


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


PAGE = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")


def test_the_page_names_every_room_and_only_what_is_there():
    rows = re.findall(r"^\| `(weiquan/\S+?)` \|", PAGE, re.M)
    core = [f"weiquan/core/{room}" for room in ROOMS]
    assert rows == ["weiquan/cli", *(f"weiquan/{m}" for m in MIDDLE), "weiquan/core", *core]
    paths = set(re.findall(r"`((?:weiquan|rules|templates|tests)/[\w./]+)`", PAGE))
    assert len(paths) > 35
    assert not [p for p in paths if not (ROOT / p).exists()]


def test_what_the_page_says_about_functions_is_so():
    named = re.findall(r"`(\w+)`(?: and `(\w+)`)? \(`(weiquan/[\w/.]+\.py)`\)", PAGE)
    assert len(named) > 10
    for first, second, path in named:
        have = {n.name for n in tree_of(ROOT / path).body
                if isinstance(n, (ast.FunctionDef, ast.ClassDef))}
        assert {first, second} - {""} <= have, path


def test_the_numbers_of_the_page_are_those_of_the_code():
    from weiquan.core.asking import interview

    for name, value in re.findall(r"`(MOST|ENOUGH_FOR_A_CARD)` = (\d+)", PAGE):
        assert getattr(interview, name) == int(value)
    assert "300 lines" in PAGE


def test_nothing_in_the_program_unpickles_or_runs_marshalled_code():
    found = {name_of(p): m for p in MODULES for m, _ in imports_of(p)
             if m.split(".")[0] in {"pickle", "marshal", "shelve"}}
    assert found == {}


def test_the_network_is_closed_in_tests():
    import socket

    with pytest.raises(Exception, match="connect"), socket.socket() as s:
        s.connect(("127.0.0.1", 9))
