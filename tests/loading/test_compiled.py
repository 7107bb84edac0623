"""Compiled templates are taken from a private, whole and fitting copy, or made anew."""

from __future__ import annotations

import marshal
import os

import pytest

from weiquan.loading.cache import write_sealed
from weiquan.loading.compiled import Compiled

CODE = (lambda: 2).__code__


@pytest.fixture
def folder(tmp_path):
    path = tmp_path / "cache"
    path.mkdir(mode=0o700)
    return path


def opened(folder, root="root", digest="d" * 64, engine="jinja2 3"):
    return Compiled(folder, root, digest, engine)


@pytest.fixture
def kept(folder):
    first = opened(folder)
    first.codes["letters/a.md.j2"] = CODE
    first.keep()
    return first


def test_a_compiled_template_is_there_in_the_next_run(folder, kept):
    assert opened(folder).codes == {"letters/a.md.j2": CODE}


def test_a_run_that_compiled_nothing_writes_nothing(folder, kept):
    before = [p.stat().st_mtime_ns for p in folder.iterdir()]
    opened(folder).keep()
    assert [p.stat().st_mtime_ns for p in folder.iterdir()] == before


@pytest.mark.parametrize("other", [{"root": "elsewhere"}, {"digest": "e" * 64},
                                   {"engine": "jinja2 4"}])
def test_a_copy_made_from_something_else_is_not_used(folder, kept, other):
    assert opened(folder, **other).codes == {}


@pytest.mark.parametrize("body", [
    b"", b"no marshal", marshal.dumps([1]), marshal.dumps({"letters/a.md.j2": "text"}),
    marshal.dumps({"letters/a.md.j2": CODE})[:-3],
])
def test_a_sealed_copy_of_something_else_is_not_used(folder, kept, body):
    write_sealed(folder, "letters", kept.key, body)
    assert opened(folder).codes == {}


def test_a_damaged_copy_is_not_used(folder, kept):
    [path] = folder.glob("letters-*.bin")
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    assert opened(folder).codes == {}


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
@pytest.mark.parametrize("mode", [0o770, 0o702, 0o755])
def test_a_folder_that_others_can_open_is_not_trusted_with_code(folder, kept, mode):
    folder.chmod(mode)
    assert opened(folder).codes == {}


@pytest.mark.skipif(not hasattr(os, "chown") or os.getuid() != 0, reason="only root can give away")
def test_a_copy_that_belongs_to_somebody_else_is_not_used(folder, kept):
    [path] = folder.glob("letters-*.bin")
    os.chown(path, 65534, -1)
    assert opened(folder).codes == {}
