"""run.py, as far as it can be seen without installing anything."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
pytestmark = pytest.mark.skipif(os.name == "nt", reason="the stand-ins below are shell scripts")


@pytest.fixture
def folder(tmp_path):
    """A copy of what run.py looks at."""
    for name in ("run.py", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def run(folder: Path, *args: str, lacking: str = "") -> subprocess.CompletedProcess[str]:
    """run.py on a Python that lacks a module of the standard library."""
    env = {**os.environ}
    if lacking:
        stand_in = folder / "lacking"
        stand_in.mkdir()
        for name in lacking.split():
            (stand_in / f"{name}.py").write_text("raise ImportError\n", encoding="utf-8")
        env["PYTHONPATH"] = str(stand_in)
    return subprocess.run([sys.executable, folder / "run.py", *args], env=env, text=True,
                          capture_output=True, encoding="utf-8", stdin=subprocess.DEVNULL,
                          check=False)


def _ready(folder: Path, script: str) -> None:
    """A finished environment whose Python is this shell script."""
    key = subprocess.run(
        [sys.executable, "-c", "import run; print(run.key())"], cwd=folder, text=True,
        capture_output=True, check=True).stdout.strip()
    (folder / ".venv/bin").mkdir(parents=True)
    (folder / ".venv/pyvenv.cfg").touch()
    python = folder / ".venv/bin/python"
    python.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    python.chmod(0o755)
    (folder / ".venv/weiquan.json").write_text(
        f'{{"key": "{key}", "extras": ["test"]}}', encoding="utf-8")


def test_without_venv_it_says_what_to_install(folder):
    done = run(folder, lacking="venv")
    assert done.returncode == 1
    assert done.stdout == ""
    assert "少了 venv" in done.stderr
    if sys.platform.startswith("linux"):
        assert "sudo apt install python3-venv" in done.stderr
    assert not (folder / ".venv").exists()


def test_a_folder_that_is_not_its_own_is_left_alone(folder):
    (folder / ".venv").mkdir()
    (folder / ".venv" / "mine.txt").write_text("x", encoding="utf-8")
    done = run(folder)
    assert done.returncode == 1
    assert "不敢动" in done.stderr
    assert (folder / ".venv" / "mine.txt").is_file()


@pytest.mark.parametrize(("given", "passed"), [
    ([], "-P -m weiquan"),
    (["plan", "--paid", "299"], "-P -m weiquan plan --paid 299"),
    (["例子"], "-P -m weiquan plan --example"),
    (["example", "--json"], "-P -m weiquan plan --example --json"),
    (["测试", "-x"], "-m pytest -x"),
    (["test"], "-m pytest -n auto"),
])
def test_when_all_is_ready_it_only_passes_the_words_on(folder, given, passed):
    _ready(folder, 'echo "$@"')
    done = run(folder, *given)
    assert (done.returncode, done.stdout.strip(), done.stderr) == (0, passed, "")


@pytest.mark.parametrize("code", [0, 5, 130])
def test_the_exit_code_is_that_of_the_program(folder, code):
    _ready(folder, f"exit {code}")
    assert run(folder, "plan").returncode == code


def test_changed_requirements_make_it_prepare_again(folder):
    _ready(folder, "exit 0")
    with (folder / "pyproject.toml").open("a", encoding="utf-8") as file:
        file.write("# changed\n")
    done = run(folder, lacking="venv")
    assert done.returncode == 1
    assert "少了 venv" in done.stderr
