"""Special files and links where a case has its own: nothing waits, nothing is written elsewhere."""

from __future__ import annotations

import os
import sys

import pytest

from weiquan.errors import CaseError
from weiquan.store.folder import evidence_folder, letters_folder

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
