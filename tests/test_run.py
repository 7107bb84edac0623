"""run.py: what it says when it cannot go on, and what it makes of a .venv that is not whole."""

from __future__ import annotations

import ast
import base64
import hashlib
import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.daily import daily

ROOT = Path(__file__).resolve().parent.parent
VENV_PYTHON = ".venv/bin/python"
OLD = ("python2", "python2.7", *(f"python3.{n}" for n in range(11)))
pytestmark = pytest.mark.skipif(os.name == "nt", reason="the stand-ins below are shell scripts")


def copy_to(place: Path) -> Path:
    """A copy of what run.py looks at."""
    made = place / "维权 助手"
    shutil.copytree(ROOT / "requirements", made / "requirements")
    shutil.copy(ROOT / "run.py", made / "run.py")
    return made


@pytest.fixture
def folder(tmp_path):
    return copy_to(tmp_path)


def start(folder: Path, *args: str, lacking: str = "ensurepip", **env: str) -> subprocess.Popen:
    """run.py on a Python that lacks modules of the standard library, and without an index."""
    stand_in = folder.parent / f"without {lacking}"
    stand_in.mkdir(exist_ok=True)
    for name in lacking.split():
        (stand_in / f"{name}.py").write_text("raise ImportError\n", encoding="utf-8")
    env = {**os.environ, "PYTHONPATH": str(stand_in), "PIP_NO_INDEX": "1",
           "PIP_FIND_LINKS": str(folder.parent), **env}
    return subprocess.Popen([sys.executable, folder / "run.py", *args], env=env, text=True,
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8",
                            stdin=subprocess.DEVNULL)


def run(folder: Path, *args: str, **more: str) -> subprocess.CompletedProcess[str]:
    """The same, when it has ended."""
    child = start(folder, *args, **more)
    out, err = child.communicate()
    return subprocess.CompletedProcess(args, child.returncode, out, err)


# ---------------------------------------------------------------- a stand-in for .venv

def _ready(folder: Path, script: str) -> None:
    """A finished environment whose Python is this shell script."""
    key = subprocess.run(
        [sys.executable, "-c", "import run; print(run.key('test'))"], cwd=folder, text=True,
        capture_output=True, check=True).stdout.strip()
    (folder / ".venv/bin").mkdir(parents=True)
    (folder / ".venv/pyvenv.cfg").touch()
    python = folder / VENV_PYTHON
    python.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    python.chmod(0o755)
    (folder / ".venv/weiquan.json").write_text(json.dumps(
        {"key": key, "level": "test", "base": "/", "site": "lib", "names": []}), encoding="utf-8")


def test_without_venv_it_says_what_to_install(folder):
    done = run(folder, lacking="venv")
    assert done.returncode == 1
    assert done.stdout == ""
    assert "少了 venv" in done.stderr
    if sys.platform.startswith("linux"):
        assert "sudo apt install python3-venv" in done.stderr
    assert not (folder / ".venv").exists()


@pytest.mark.parametrize("kind", ["folder", "file", "link"])
def test_what_is_not_its_own_is_left_alone(folder, kind):
    theirs = folder / ".venv"
    if kind == "folder":
        theirs.mkdir()
        (theirs / "mine.txt").write_text("x", encoding="utf-8")
    elif kind == "file":
        theirs.write_text("x", encoding="utf-8")
    else:
        theirs.symlink_to(folder / "nowhere")
    done = run(folder)
    assert done.returncode == 1
    assert "不敢动" in done.stderr
    assert "Traceback" not in done.stderr
    assert os.path.lexists(theirs / "mine.txt" if kind == "folder" else theirs)


@pytest.mark.parametrize(("given", "passed"), [
    ([], "-P -m weiquan"),
    (["plan", "--paid", "299"], "-P -m weiquan plan --paid 299"),
    (["例子"], "-P -m weiquan plan --example"),
    (["example", "--json"], "-P -m weiquan plan --example --json"),
    (["测试", "-x"], "-m pytest -x"),
    (["test"], "-m pytest -n auto --dist worksteal"),
])
def test_when_all_is_ready_it_only_passes_the_words_on(folder, given, passed):
    _ready(folder, 'echo "$@"')
    done = run(folder, *given)
    assert (done.returncode, done.stdout.strip(), done.stderr) == (0, passed, "")


@pytest.mark.parametrize("code", [0, 5, 130])
def test_the_exit_code_is_that_of_the_program(folder, code):
    _ready(folder, f"exit {code}")
    assert run(folder, "plan").returncode == code


def test_other_locked_versions_make_it_prepare_again(folder):
    _ready(folder, "exit 0")
    with (folder / "requirements/test.txt").open("a", encoding="utf-8") as file:
        file.write("# changed\n")
    done = run(folder, lacking="venv")
    assert done.returncode == 1
    assert "少了 venv" in done.stderr


def test_a_folder_that_was_copied_in_part_says_so(folder):
    (folder / "requirements/run.txt").unlink()
    done = run(folder)
    assert (done.returncode, done.stdout) == (1, "")
    assert "requirements/run.txt" in done.stderr
    assert "重新下载" in done.stderr


@pytest.mark.skipif(os.getuid() == 0, reason="root writes everywhere")
def test_a_folder_that_cannot_be_written_says_so(folder):
    folder.chmod(0o500)
    done = run(folder)
    folder.chmod(0o700)
    assert (done.returncode, done.stdout) == (1, "")
    assert "可以写" in done.stderr
    assert "Traceback" not in done.stderr


# ---------------------------------------------------------------- a .venv of one small library

def _release(folder: Path, version: str) -> str:
    """A library `probe` of this version beside run.py; the hash of its file."""
    files = {"probe.py": f"version = '{version}'\n",
             f"probe-{version}.dist-info/METADATA": "Metadata-Version: 2.1\nName: probe\n"
                                                    f"Version: {version}\n",
             f"probe-{version}.dist-info/WHEEL": "Wheel-Version: 1.0\nGenerator: none\n"
                                                 "Root-Is-Purelib: true\nTag: py3-none-any\n"}
    record = "".join(
        f"{name},sha256={base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
        f",{len(text)}\n".replace("=,", ",") for name, text in files.items())
    files[f"probe-{version}.dist-info/RECORD"] = record + f"probe-{version}.dist-info/RECORD,,\n"
    wheel = folder.parent / f"probe-{version}-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return hashlib.sha256(wheel.read_bytes()).hexdigest()


def _lock(folder: Path, version: str, digest: str) -> None:
    for level in ("run", "test", "dev"):
        (folder / f"requirements/{level}.txt").write_text(
            f"probe=={version} \\\n    --hash=sha256:{digest}\n", encoding="utf-8")


def small_in(place: Path) -> Path:
    """A folder whose program prints the version of its only library."""
    folder = copy_to(place)
    (folder / "weiquan").mkdir()
    (folder / "weiquan/__main__.py").write_text(
        "import probe, sys\nprint(probe.version, *sys.argv[1:])\n", encoding="utf-8")
    _lock(folder, "1.0", _release(folder, "1.0"))
    return folder


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    """The same when it has been set up."""
    folder = small_in(tmp_path_factory.mktemp("model"))
    done = run(folder, "a")
    assert (done.returncode, done.stdout) == (0, "1.0 a\n"), done.stderr
    assert "第一次运行" in done.stderr
    return folder


@pytest.fixture
def whole(model, tmp_path):
    """A copy of it: the folder may be moved."""
    shutil.copytree(model.parent, tmp_path / "copy", symlinks=True)
    return tmp_path / "copy" / model.name


def _works(folder: Path, version: str = "1.0") -> str:
    """What was said on the way to a program that works; the next start says nothing."""
    done = run(folder, "plan")
    assert (done.returncode, done.stdout) == (0, f"{version} plan\n"), done.stderr
    again = run(folder, "plan")
    assert (again.returncode, again.stdout, again.stderr) == (0, f"{version} plan\n", "")
    return done.stderr


def _no_interpreter(venv):
    (venv / "bin/python").unlink()
    (venv / "bin/python").symlink_to("/nowhere/python3")


def _empty_interpreter(venv):
    (venv / "bin/python").unlink()
    (venv / "bin/python").touch(mode=0o755)


def _no_mark(venv):
    (venv / "pyvenv.cfg").unlink()


def _begun(venv):
    """As a process leaves it that was killed while making the folder."""
    shutil.rmtree(venv)
    (venv / "lib").mkdir(parents=True)


def _half_installed(venv):
    """As a process leaves it that was killed while installing."""
    (venv / "weiquan.json").write_text('{"unfinished": true, "level": "run"}', encoding="utf-8")
    next(venv.glob("lib/*/site-packages/probe.py")).unlink()


@pytest.mark.parametrize("harm", daily([_no_interpreter, _empty_interpreter, _no_mark, _begun,
                                        _half_installed], 4))
def test_a_broken_environment_is_made_anew(whole, harm):
    harm(whole / ".venv")
    assert "用不了了" in _works(whole)


def _no_state(venv):
    (venv / "weiquan.json").write_text("{", encoding="utf-8")


def _no_library(venv):
    next(venv.glob("lib/*/site-packages/probe.py")).unlink()
    shutil.rmtree(next(venv.glob("lib/*/site-packages/probe-*")))


def _no_way_to_the_program(venv):
    next(venv.glob("lib/*/site-packages/weiquan-here.pth")).unlink()


@pytest.mark.parametrize("harm", daily([_no_state, _no_library, _no_way_to_the_program], 2))
def test_what_is_missing_is_put_back(whole, harm):
    harm(whole / ".venv")
    said = _works(whole)
    assert "准备好了" in said
    assert "用不了了" not in said


def test_another_lock_is_followed_and_a_moved_folder_still_works(whole):
    _lock(whole, "2.0", _release(whole, "2.0"))
    assert "准备好了" in _works(whole, "2.0")
    moved = whole.rename(whole.parent / "moved")
    assert _works(moved, "2.0") == ""


def test_a_file_that_is_not_the_locked_one_is_not_installed(whole):
    _release(whole, "2.0")
    _lock(whole, "2.0", "0" * 64)
    done = run(whole, "plan")
    assert (done.returncode, done.stdout) == (1, "")
    assert "组件没有装上" in done.stderr
    assert "0" * 64 in (whole / ".venv/weiquan-install.log").read_text(encoding="utf-8")
    _lock(whole, "1.0", hashlib.sha256(
        (whole.parent / "probe-1.0-py3-none-any.whl").read_bytes()).hexdigest())
    _works(whole)


def test_two_windows_at_once_set_up_once(tmp_path):
    small = small_in(tmp_path)
    both = [start(small, word) for word in "ab"]
    said = [child.communicate() for child in both]
    assert [child.returncode for child in both] == [0, 0], said
    assert [out for out, _ in said] == ["1.0 a\n", "1.0 b\n"]
    assert sum(err.count("准备好了") for _, err in said) == 1


# ---------------------------------------------------------------- old Pythons

def _too_new(node: ast.AST) -> bool:
    """Whether Python 2.7 or 3.0 cannot read it."""
    match node:
        case (ast.JoinedStr() | ast.NamedExpr() | ast.Nonlocal() | ast.YieldFrom() | ast.Await()
              | ast.AsyncFunctionDef() | ast.AnnAssign() | ast.Match() | ast.MatMult()):
            return True
        case ast.Raise():
            return node.cause is not None
        case ast.List() | ast.Tuple() | ast.Set():
            return any(isinstance(e, ast.Starred) for e in node.elts)
        case ast.Dict():
            return None in node.keys
        case ast.Call():  # f(*words) is old, f(*words, more) is not
            stars = [isinstance(a, ast.Starred) for a in node.args]
            return True in stars[:-1] or _name(node.func) == "print"
        case ast.arguments():
            return bool(node.kwonlyargs or node.posonlyargs
                        or any(a.annotation for a in node.args))
        case ast.FunctionDef():
            return node.returns is not None
        case ast.ClassDef():
            return bool(node.keywords)
        case ast.With():
            return len(node.items) > 1
        case ast.Constant(value=str()):
            return node.kind == "u"
    return False


def _name(node: ast.AST) -> str:
    return getattr(node, "id", "")


def test_an_old_python_can_read_it():
    source = (ROOT / "run.py").read_bytes()
    assert source.startswith(b"# -*- coding: utf-8 -*-\n")
    nodes = list(ast.walk(ast.parse(source)))
    assert len(nodes) > 500
    assert [n.lineno for n in nodes if _too_new(n)] == []


@pytest.mark.parametrize("code", [
    "f'{a}'", "[*a, b]", "f(*a, b)", "print(a)", "def f(a: int): pass", "def f(*, a): pass",
    "try:\n  pass\nexcept E as e:\n  raise F from e"])
def test_what_an_old_python_cannot_read_is_found(code):
    assert any(_too_new(n) for n in ast.walk(ast.parse(code)))


@pytest.mark.parametrize("language", ["C", "C.UTF-8"])
def test_an_old_python_says_in_chinese_that_it_is_old(folder, language):
    env = {**os.environ, "LC_ALL": language}
    tried = 0
    for python in filter(None, map(shutil.which, OLD)):
        if subprocess.run([python, "-c", ""], capture_output=True, check=False).returncode:
            continue
        done = subprocess.run([python, str(folder / "run.py")], env=env, capture_output=True,
                              check=False)
        assert (done.returncode, done.stdout) == (1, b"")
        assert "太旧了，至少要 3.11" in done.stderr.decode("utf-8")
        tried += 1
    if not tried:
        pytest.skip("no old Python here")
