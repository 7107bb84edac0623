"""What is built and shipped: every rule, template and example, and nothing of anyone's own."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
# The filter came with 3.11.4, where the oldest Python that we support is 3.11.0.
UNPACKING = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LEVELS = {"run": ("pdf",), "test": ("pdf", "test"), "dev": ("pdf", "test", "dev")}
PIN = re.compile(r"(?P<name>[a-z0-9-]+)==(?P<version>[0-9][0-9a-z.]*)"
                 r"(?: ; (?P<marker>[^\\]+))? \\\n"
                 r"(?P<hashes>(?: {4}--hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)")


def _hook(name: str, folder: Path, source: Path) -> Path:
    """The file made by a hook of the build backend, as pip calls it."""
    done = subprocess.run(
        [sys.executable, "-c",
         f"import sys, hatchling.build as b; print(b.{name}(sys.argv[1]))", str(folder)],
        cwd=source, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return folder / done.stdout.split()[-1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    return _hook("build_wheel", tmp_path_factory.mktemp("wheel"), ROOT)


@pytest.fixture(scope="module")
def sdist(tmp_path_factory):
    return _hook("build_sdist", tmp_path_factory.mktemp("sdist"), ROOT)


def _files(folder: str, pattern: str) -> set[str]:
    found = {p.relative_to(ROOT).as_posix() for p in (ROOT / folder).rglob(pattern)
             if p.is_file() and "__pycache__" not in p.parts}
    assert found, folder
    return found


def _data() -> set[str]:
    data = _files("rules", "*.*") | _files("templates", "*.j2")
    assert any(name.startswith("rules/examples/") for name in data)
    assert any(name.startswith("rules/law/") for name in data)
    return data


def test_the_wheel_holds_every_rule_template_and_example(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {f"weiquan/_data/{name}" for name in _data()} <= names


def test_the_wheel_holds_every_module_and_no_tests(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    assert _files("weiquan", "*.py") | _files("weiquan/render/look", "*.*") <= names
    strange = {n for n in names if not n.startswith(("weiquan/", "weiquan-"))}
    assert not strange


def test_the_wheel_names_its_command_and_needs_a_python_that_works(wheel):
    with zipfile.ZipFile(wheel) as archive:
        info = {n.rsplit("/", 1)[-1]: n for n in archive.namelist() if ".dist-info/" in n}
        assert "weiquan = weiquan.cli.app:run" in archive.read(info["entry_points.txt"]).decode()
        meta = archive.read(info["METADATA"]).decode()
    assert "Requires-Python: >=3.11" in meta
    assert "维权" in meta


def test_a_wheel_made_from_the_sdist_is_the_same(wheel, sdist, tmp_path):
    with tarfile.open(sdist) as archive:
        archive.extractall(tmp_path, **UNPACKING)
    source = next(tmp_path.iterdir())
    again = _hook("build_wheel", tmp_path, source)
    assert sorted(zipfile.ZipFile(again).namelist()) == sorted(zipfile.ZipFile(wheel).namelist())


def test_the_sdist_can_be_set_up_and_tested(sdist):
    with tarfile.open(sdist) as archive:
        names = {n.partition("/")[2] for n in archive.getnames()}
    assert {"run.py", "pyproject.toml", "README.md", "CONTRIBUTING.md", "CHANGELOG.md",
            "LICENSE", *(f"requirements/{level}.txt" for level in LEVELS)} <= names
    assert _files("tests", "*.py") <= names


def test_nobodys_cases_are_shipped(wheel, sdist):
    with tarfile.open(sdist) as archive:
        names = [*zipfile.ZipFile(wheel).namelist(), *archive.getnames()]
    assert not [n for n in names if "维权案卷" in n or ".venv" in n or n.endswith("case.json")]


# ---------------------------------------------------------------- the lock

def _locked(level: str) -> dict[str, str]:
    """Name and version of every pin."""
    text = (ROOT / f"requirements/{level}.txt").read_text(encoding="utf-8")
    body = re.sub(r"^#.*\n", "", text, flags=re.MULTILINE)
    pins = list(PIN.finditer(body))
    assert "".join(p[0] for p in pins) == body, "something else than pins and hashes"
    assert len({p["name"] for p in pins}) == len(pins)
    return {p["name"]: p["version"] for p in pins}


def _required(level: str) -> list[Requirement]:
    extras = PROJECT["project"]["optional-dependencies"]
    found = [*PROJECT["project"]["dependencies"], *(r for e in LEVELS[level] for r in extras[e])]
    return [Requirement(r) for r in found]


@pytest.mark.parametrize("level", LEVELS)
def test_every_requirement_is_locked_at_a_version_that_it_allows(level):
    locked = _locked(level)
    assert len(locked) > len(_required(level)) > 9
    wrong = [str(r) for r in _required(level)
             if not r.specifier.contains(locked.get(canonicalize_name(r.name), "0"))]
    assert not wrong, "run: python3 run.py 锁定"


def test_what_is_used_is_what_was_tested():
    run, test, dev = (_locked(level) for level in LEVELS)
    assert run.items() < test.items() < dev.items()
    assert {canonicalize_name(Requirement(r).name)
            for r in PROJECT["build-system"]["requires"]} <= set(test)


def test_every_requirement_has_an_oldest_version():
    # Whether it is true, `python3 run.py 版本` tries.
    assert not [str(r) for r in _required("dev")
                if not any(s.operator == ">=" for s in r.specifier)]


def test_nothing_asks_for_more_than_the_oldest_python():
    """Parameters that came with a later 3.11: no checker knows them, and our machines have them."""
    later = {"extractall": "filter", "extract": "filter", "unpack_archive": "filter",
             "getaddresses": "strict", "parseaddr": "strict"}
    files = [p for f in ("weiquan", "tests", "benchmarks", ".ci") for p in (ROOT / f).rglob("*.py")]
    assert len(files) > 100
    wrong = [f"{path.relative_to(ROOT)}:{node.lineno}" for path in [ROOT / "run.py", *files]
             for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
             if isinstance(node, ast.Call)
             and later.get(getattr(node.func, "attr", ""), "") in {k.arg for k in node.keywords}]
    assert not wrong
