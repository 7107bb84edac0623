"""Files handed to the user are never lost to a second run."""

from __future__ import annotations

import errno
import os
import stat
import sys

import pytest

from weiquan.errors import RenderFailed
from weiquan.store.output import write_output

posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX modes and links")


def names(folder):
    return sorted(p.name for p in folder.iterdir())


def test_a_new_file_is_written(tmp_path):
    written = write_output(tmp_path / "信.txt", b"1")
    assert (written.path, written.status) == (tmp_path / "信.txt", "written")
    assert written.path.read_bytes() == b"1"


@posix
def test_a_letter_can_be_read_by_its_owner_only(tmp_path):
    written = write_output(tmp_path / "文书" / "信.txt", b"1", make_parent=True)
    assert stat.S_IMODE(written.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(written.path.parent.stat().st_mode) == 0o700


def test_the_same_content_again_changes_nothing(tmp_path):
    path = tmp_path / "信.txt"
    write_output(path, b"1")
    before = path.stat().st_mtime_ns
    assert write_output(path, b"1").status == "unchanged"
    assert path.stat().st_mtime_ns == before


def test_other_content_goes_beside_the_file_that_is_there(tmp_path):
    path = tmp_path / "信.v1.txt"
    for data in (b"1", b"2", b"3"):
        written = write_output(path, data)
    assert written.status == "renamed"
    assert names(tmp_path) == ["信.v1-2.txt", "信.v1-3.txt", "信.v1.txt"]
    assert path.read_bytes() == b"1"


def test_content_that_is_already_beside_it_is_found_there(tmp_path):
    for data in (b"1", b"2"):
        write_output(tmp_path / "信.txt", data)
    written = write_output(tmp_path / "信.txt", b"2")
    assert (written.path.name, written.status) == ("信-2.txt", "unchanged")


def test_a_file_is_replaced_when_asked(tmp_path):
    write_output(tmp_path / "信.txt", b"1")
    assert write_output(tmp_path / "信.txt", b"2", overwrite=True).status == "replaced"
    assert names(tmp_path) == ["信.txt"]
    assert (tmp_path / "信.txt").read_bytes() == b"2"


def test_a_folder_in_the_place_of_the_file_is_refused(tmp_path):
    (tmp_path / "信.txt").mkdir()
    for path in (tmp_path / "信.txt", tmp_path, tmp_path / "."):
        with pytest.raises(RenderFailed, match="是一个文件夹"):
            write_output(path, b"1", overwrite=True)


def test_a_folder_with_the_next_number_is_passed_over(tmp_path):
    write_output(tmp_path / "信.txt", b"1")
    (tmp_path / "信-2.txt").mkdir()
    assert write_output(tmp_path / "信.txt", b"2").path.name == "信-3.txt"


def test_a_folder_that_the_user_named_must_exist(tmp_path):
    with pytest.raises(RenderFailed, match="没有文件夹"):
        write_output(tmp_path / "没有" / "信.txt", b"1")
    assert names(tmp_path) == []


@posix
@pytest.mark.parametrize("overwrite", [False, True])
def test_a_link_is_neither_followed_nor_replaced(tmp_path, overwrite):
    target = tmp_path / "target"
    target.write_bytes(b"0")
    (tmp_path / "信.txt").symlink_to(target)
    with pytest.raises(RenderFailed, match="不是普通文件"):
        write_output(tmp_path / "信.txt", b"1", overwrite=overwrite)
    assert target.read_bytes() == b"0"


@posix
def test_a_pipe_is_refused_instead_of_waited_for(tmp_path):
    os.mkfifo(tmp_path / "信.txt")
    with pytest.raises(RenderFailed, match="不是普通文件"):
        write_output(tmp_path / "信.txt", b"1")


@pytest.mark.parametrize("call", ["open", "fsync", "replace"])
@pytest.mark.parametrize(
    ("code", "reason"), [(errno.ENOSPC, "磁盘满了"), (errno.EROFS, "只读"), (errno.EACCES, "权限")]
)
def test_a_write_that_fails_leaves_the_old_file(tmp_path, fail_call, call, code, reason):
    path = tmp_path / "信.txt"
    path.write_bytes(b"1")
    fail_call(os, call, OSError(code, "x"), 1)
    with pytest.raises(RenderFailed, match=reason) as caught:
        write_output(path, b"2", overwrite=True)
    assert names(tmp_path) == ["信.txt"]
    assert path.read_bytes() == b"1"
    assert str(path) in caught.value.message


def test_a_name_that_is_too_long_is_refused(tmp_path):
    with pytest.raises(RenderFailed, match="路径太长"):
        write_output(tmp_path / ("长" * 100 + ".txt"), b"1")


def test_the_longest_name_that_the_system_takes_can_be_written(tmp_path):
    name = "x" * 251 + ".txt"
    assert write_output(tmp_path / name, b"1").status == "written"
