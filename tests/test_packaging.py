"""What is built and shipped: every rule, template and example, and nothing of anyone's own."""

from __future__ import annotations

import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


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
    assert _files("weiquan", "*.py") <= names
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
        archive.extractall(tmp_path, filter="data")
    source = next(tmp_path.iterdir())
    again = _hook("build_wheel", tmp_path, source)
    assert sorted(zipfile.ZipFile(again).namelist()) == sorted(zipfile.ZipFile(wheel).namelist())


def test_the_sdist_can_be_set_up_and_tested(sdist):
    with tarfile.open(sdist) as archive:
        names = {n.partition("/")[2] for n in archive.getnames()}
    assert {"run.py", "pyproject.toml", "README.md", "CONTRIBUTING.md", "CHANGELOG.md",
            "LICENSE"} <= names
    assert _files("tests", "*.py") <= names


def test_nobodys_cases_are_shipped(wheel, sdist):
    with tarfile.open(sdist) as archive:
        names = [*zipfile.ZipFile(wheel).namelist(), *archive.getnames()]
    assert not [n for n in names if "维权案卷" in n or ".venv" in n or n.endswith("case.json")]
