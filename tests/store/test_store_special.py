"""Special files and links where a case has its own: nothing waits, nothing is written elsewhere."""

from __future__ import annotations

import ast
import os
import sys
from pathlib import Path

import filelock
import pytest

from weiquan.errors import CaseError
from weiquan.store.folder import (
    evidence_folder,
    letters_folder,
    open_case,
    save_case,
    write_readme,
)
from weiquan.store.ledger import Ledger
from weiquan.store.staging import WORK

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pipes and links of POSIX")


@pytest.mark.parametrize("name", ["文书", "文书/旧", "证据"])
def test_no_folder_of_a_case_is_followed_through_a_link(case, tmp_path, name):
    elsewhere = tmp_path / "别处"
    elsewhere.mkdir()
    path = case.folder / name
    path.parent.mkdir(exist_ok=True)
    path.symlink_to(elsewhere, target_is_directory=True)
    with pytest.raises(CaseError, match="是一个链接"):
        (evidence_folder if name == "证据" else letters_folder)(case)
    assert not list(elsewhere.iterdir())


@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir, lambda p: p.symlink_to("/dev/zero")])
def test_what_is_no_plain_file_was_not_written_by_the_program(case, make):
    case.remember("依据.txt", b"1")
    assert case.wrote("依据.txt")
    make(case.folder / "依据.txt")
    assert not case.wrote("依据.txt")


def swap(case, tmp_path):
    """What somebody else can do while a case is open: a link stands where its folder was."""
    elsewhere = tmp_path / "别处"
    case.folder.rename(elsewhere)
    case.folder.symlink_to(elsewhere, target_is_directory=True)
    return elsewhere


def seen(folder):
    return {p.relative_to(folder).as_posix(): p.read_bytes() if p.is_file() else None
            for p in folder.rglob("*")}


WRITERS = (save_case, write_readme, evidence_folder, letters_folder)


@pytest.mark.parametrize("write", WRITERS, ids=lambda f: f.__name__)
def test_a_case_folder_swapped_for_a_link_is_not_followed(case, tmp_path, now, write):
    case.set_answer("paid", "1.00", "wizard", now)
    elsewhere = swap(case, tmp_path)
    before = seen(elsewhere)
    with pytest.raises(CaseError, match="是一个链接"):
        write(case)
    assert seen(elsewhere) == before


def test_every_way_to_change_a_case_asks_whether_its_folder_is_a_link():
    """A function more that writes belongs into WRITERS."""
    import weiquan.store.folder as store

    tree = ast.parse(Path(store.__file__).read_text(encoding="utf-8"))
    public = {f.name: ast.unparse(f) for f in tree.body
              if isinstance(f, ast.FunctionDef) and not f.name.startswith("_")}
    own = {n for n, text in public.items() if "own_folder(" in text or "_own(" in text}
    assert own == {f.__name__ for f in WRITERS}
    writing = {n for n, text in public.items()
               if "write_file(" in text or "make_folders(" in text or "_save(" in text}
    assert writing - own == {"create_case"}


@pytest.mark.parametrize("name", ["", ".lock", "case.json"])
def test_a_case_that_is_a_link_is_not_opened_to_be_written(case, tmp_path, name):
    case.close()
    path = case.folder / name if name else case.folder
    target = tmp_path / "别处"
    if path.exists():
        path.rename(target)
    else:
        target.write_text("1", encoding="utf-8")
    path.symlink_to(target)
    before = seen(target) if target.is_dir() else target.read_bytes()
    with pytest.raises(CaseError, match="是一个链接"):
        open_case(case.folder)
    assert (seen(target) if target.is_dir() else target.read_bytes()) == before


def test_what_the_library_would_do_with_a_link_as_lock_does_not_matter(case, tmp_path,
                                                                      monkeypatch):
    """Its older versions empty what the link points at."""
    case.close()
    important = tmp_path / "important.txt"
    important.write_text("mine", encoding="utf-8")
    (case.folder / ".lock").unlink(missing_ok=True)
    (case.folder / ".lock").symlink_to(important)

    def truncate(self, *_, **__):
        Path(self.lock_file).write_text("", encoding="utf-8")

    monkeypatch.setattr(filelock.FileLock, "acquire", truncate)
    with pytest.raises(CaseError, match="是一个链接"):
        open_case(case.folder)
    assert important.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir, lambda p: p.symlink_to("/dev/zero")])
def test_a_case_file_swapped_for_something_else_is_not_waited_for(case, now, make):
    path = case.folder / "case.json"
    path.unlink()
    make(path)
    case.set_answer("paid", "1.00", "wizard", now)
    with pytest.raises(CaseError, match="被别的程序改过"):
        save_case(case)


def test_a_batch_does_not_work_behind_a_link(tmp_path):
    (tmp_path / "案卷").mkdir()
    (tmp_path / "别处").mkdir()
    (tmp_path / "案卷" / WORK).symlink_to(tmp_path / "别处")
    with pytest.raises(CaseError, match="是一个链接"):
        Ledger(tmp_path / "案卷")
    assert not list((tmp_path / "别处").iterdir())


def test_half_written_files_are_swept_in_the_own_folders_only(case, tmp_path):
    case.close()
    elsewhere = tmp_path / "别处"
    elsewhere.mkdir()
    theirs = elsewhere / ".0.weiquan-tmp"
    theirs.write_bytes(b"1")
    (case.folder / "文书").symlink_to(elsewhere)
    open_case(case.folder).close()
    assert theirs.exists()
