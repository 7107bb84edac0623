"""A whole case that leaves or comes: nothing halfway, nothing through links."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from weiquan.errors import CaseError, RenderFailed
from weiquan.store.folder import BACKUP_FILE, create_case, evidence_folder, read_case, save_case
from weiquan.store.home import find_case, list_cases
from weiquan.store.moving import contents, purge_case, sweep_home
from weiquan.store.packing import packed
from weiquan.store.unpacking import APART, unpacked

ROOT = Path(__file__).parents[2]


@pytest.fixture
def closed(case):
    """A case with evidence and a letter, not in use."""
    (evidence_folder(case) / "聊天.jpg").write_bytes(b"\xff\xd8picture")
    (case.folder / "文书").mkdir()
    (case.folder / "文书" / "01-催告函.txt").write_text("催告函", encoding="utf-8")
    case.close()
    return case


def names(folder):
    return {e.name for e in contents(folder)}


def tree(folder):
    return {p.relative_to(folder).as_posix(): p.read_bytes()
            for p in folder.rglob("*") if p.is_file() and p.name != ".lock"}


# ---------------------------------------------------------------- purge

def test_nothing_is_left_of_a_purged_case(closed, home):
    purge_case(closed.folder)
    assert list(home.iterdir()) == []


def test_links_in_a_case_go_and_what_they_point_at_stays(closed, tmp_path):
    outside = tmp_path / "别处"
    outside.mkdir()
    (outside / "照片.jpg").write_bytes(b"x")
    (closed.folder / "证据" / "链接").symlink_to(outside)
    (closed.folder / "文件链接").symlink_to(outside / "照片.jpg")
    purge_case(closed.folder)
    assert (outside / "照片.jpg").read_bytes() == b"x"
    assert not closed.folder.exists()


def test_a_case_that_is_a_link_is_neither_purged_nor_packed(closed, home, tmp_path):
    link = home / "链接"
    link.symlink_to(closed.folder)
    with pytest.raises(CaseError, match="是一个链接"):
        purge_case(link)
    with pytest.raises(CaseError, match="是一个链接"):
        packed(link, tmp_path / "a.zip")
    assert read_case(closed.folder).facts


def test_a_case_in_use_is_not_purged(case):
    with pytest.raises(CaseError, match="另一个窗口"):
        purge_case(case.folder)
    assert read_case(case.folder).facts


def test_what_a_killed_purge_left_is_no_case_and_is_cleared(closed, home):
    closed.folder.rename(home / ".weiquan-purge-abc")
    assert list_cases(home) == []
    assert sweep_home(home) == 1
    assert list(home.iterdir()) == []


# ---------------------------------------------------------------- export and import

def test_what_is_packed_comes_out_again_as_it_was(closed, tmp_path):
    path, skipped = packed(closed.folder, tmp_path / "a.zip")
    assert skipped == []
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    done = unpacked(path, tmp_path / "新")
    assert tree(done.folder) == tree(closed.folder)
    assert done.folder.name == closed.folder.name
    assert done.apart == ()
    assert stat.S_IMODE(done.folder.stat().st_mode) == 0o700
    files = [p for p in done.folder.rglob("*") if p.is_file()]
    assert {stat.S_IMODE(p.stat().st_mode) for p in files} == {0o600}


def test_a_case_comes_beside_what_is_there(closed, home, tmp_path):
    before = tree(closed.folder)
    path, _ = packed(closed.folder, tmp_path / "a.zip")
    done = unpacked(path, home)
    assert done.folder.name == f"{closed.folder.name}-2"
    assert done.twin == closed.folder.name
    assert tree(closed.folder) == before == tree(done.folder)


def test_another_file_of_that_name_is_kept(closed, tmp_path):
    (tmp_path / "a.zip").write_bytes(b"mine")
    path, _ = packed(closed.folder, tmp_path / "a.zip")
    assert path.name == "a-2.zip"
    assert (tmp_path / "a.zip").read_bytes() == b"mine"
    assert packed(closed.folder, tmp_path / "a.zip", overwrite=True)[0].name == "a.zip"


def test_links_and_pipes_are_not_packed(closed, tmp_path):
    (closed.folder / "证据" / "passwd").symlink_to("/etc/passwd")
    os.mkfifo(closed.folder / "管道")
    path, skipped = packed(closed.folder, tmp_path / "a.zip")
    assert {e.name for e in skipped} == {"证据/passwd", "管道"}
    with zipfile.ZipFile(path) as made:
        assert not [n for n in made.namelist() if "passwd" in n or "管道" in n]


def test_a_zip_that_cannot_be_written_leaves_nothing(closed, tmp_path, monkeypatch):
    def full(*_):
        raise OSError(28, "x")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(RenderFailed, match="磁盘满了"):
        packed(closed.folder, tmp_path / "a.zip")
    assert [p.name for p in tmp_path.iterdir()] == ["维权案卷"]


def made(path, files, top="案件"):
    """A zip with these members; a value may be (bytes, mode)."""
    with zipfile.ZipFile(path, "w") as out:
        for name, body in files.items():
            data, mode = body if isinstance(body, tuple) else (body, 0)
            info = zipfile.ZipInfo(f"{top}/{name}" if top else name)
            info.external_attr = mode << 16
            out.writestr(info, data)
    return path


@pytest.fixture
def body(closed):
    return (closed.folder / "case.json").read_bytes()


@pytest.mark.parametrize("name", [
    "../逃.txt", "a/../../逃.txt", "/etc/逃", "C:\\逃.txt", "C:/逃", "a\\..\\逃", "./x", "a//b",
    "x\x1b[31m", "con", "证据/NUL.txt", "点.", "空 ", "证据/" + "长" * 200, "a/b/c/d/e/f/g/h/i",
    "a?b", "证据/\u202ecod.exe",
])
def test_a_name_that_leads_elsewhere_is_refused(body, tmp_path, name):
    path = made(tmp_path / "a.zip", {"case.json": body, name: b"x"})
    if "/" + name.lstrip("/") and name.startswith("/"):
        path = made(tmp_path / "a.zip", {"case.json": body, name: b"x"}, top="")
    with pytest.raises(CaseError, match="没有导入"):
        unpacked(path, tmp_path / "新")
    assert not list(tmp_path.rglob("逃*"))
    assert not (tmp_path / "新").exists() or list((tmp_path / "新").iterdir()) == []


@pytest.mark.parametrize("mode", [stat.S_IFLNK | 0o777, stat.S_IFIFO | 0o600, stat.S_IFCHR | 0o600])
def test_links_and_devices_in_a_zip_are_refused(body, tmp_path, mode):
    path = made(tmp_path / "a.zip", {"case.json": body, "证据/x": (b"/etc/passwd", mode)})
    with pytest.raises(CaseError, match="是链接"):
        unpacked(path, tmp_path / "新")
    assert not (tmp_path / "新").exists()


@pytest.mark.parametrize(("files", "why"), [
    ({"说明.txt": b"x"}, "没有案件"),
    ({"case.json": b"{"}, "读不懂"),
    ({"case.json": b'{"schema": 9}'}, "更新版本"),
    ({"a/case.json": b"{}", "b/case.json": b"{}"}, "没有案件"),
    ({"case.json": b"{}", "Case.json": b"{}"}, "有两个"),
    ({"case.json": b"{}", "caf\u00e9.txt": b"", "cafe\u0301.txt": b""}, "有两个"),
])
def test_what_is_no_case_is_refused_in_one_sentence(tmp_path, files, why):
    with pytest.raises(CaseError, match=why) as caught:
        unpacked(made(tmp_path / "a.zip", files), tmp_path / "新")
    assert "weiquan-import" not in caught.value.message
    assert "\n" not in caught.value.message
    assert not list((tmp_path / "新").glob("*"))
    assert not list((tmp_path / "新").glob(".weiquan*"))


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"not a zip", b"PK\x05\x06" + b"\0" * 18])
def test_a_file_that_is_no_zip_is_refused(tmp_path, data):
    path = tmp_path / "a.zip"
    path.write_bytes(data)
    with pytest.raises(CaseError, match="没有导入"):
        unpacked(path, tmp_path / "新")


def test_a_zip_cut_short_or_changed_is_refused(closed, tmp_path):
    path, _ = packed(closed.folder, tmp_path / "a.zip")
    good = path.read_bytes()
    for n, spoil in enumerate([good[:-30], good[:len(good) // 2],
                               good.replace(b"picture", b"pictures"[:7])[:60] + b"\0" * 40
                               + good[100:]]):
        bad = tmp_path / f"{n}.zip"
        bad.write_bytes(spoil)
        with pytest.raises(CaseError):
            unpacked(bad, tmp_path / "新")
    assert not list((tmp_path / "新").glob("*"))


def test_special_files_are_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "a.zip")
    with pytest.raises(CaseError, match="不是压缩包"):
        unpacked(tmp_path / "a.zip", tmp_path / "新")
    with pytest.raises(CaseError):
        unpacked(tmp_path, tmp_path / "新")
    with pytest.raises(CaseError, match="没有文件"):
        unpacked(tmp_path / "无.zip", tmp_path / "新")


def test_a_bomb_is_stopped_by_what_it_says_and_by_what_it_holds(body, tmp_path, monkeypatch):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("案件/case.json", body)
        out.writestr("案件/证据/x.txt", b"\0" * 3_000_000)
    monkeypatch.setattr("weiquan.store.unpacking.MOST_BYTES", 1_000_000)
    with pytest.raises(CaseError, match="太多"):
        unpacked(path, tmp_path / "新")
    lying = path.read_bytes().replace((3_000_000).to_bytes(4, "little"), (5).to_bytes(4, "little"))
    path.write_bytes(lying)
    with pytest.raises(CaseError):
        unpacked(path, tmp_path / "新")
    monkeypatch.setattr("weiquan.store.unpacking.MOST_FILES", 1)
    with pytest.raises(CaseError, match="太多"):
        unpacked(made(path, {"case.json": body, "证据/1.txt": b""}), tmp_path / "新")


def test_what_is_not_known_is_kept_apart(body, tmp_path):
    path = made(tmp_path / "a.zip", {
        "案件/case.json": body, "案件/证据/图.jpg": b"1", "案件/证据/装.exe": b"2",
        "案件/笔记.docm": b"3", "案件/.隐藏": b"4", "案件/文书/01.docx": b"5",
        "案件/文书/宏.docm": b"6", "别的.txt": b"7", "__MACOSX/x": b"8", "案件/别的.txt": b"9",
    }, top="")
    done = unpacked(path, tmp_path / "新")
    found = tree(done.folder)
    assert {n for n in found if not n.startswith(APART)} == {
        "case.json", "证据/图.jpg", "文书/01.docx"}
    assert sorted(found[n] for n in done.apart) == [b"2", b"3", b"4", b"6", b"7", b"9"]
    assert not any("MACOSX" in n for n in found)


class Unmarked(zipfile.ZipInfo):
    """A name that does not say in which encoding it is."""

    def _encodeFilenameFlags(self):  # noqa: N802  the library's name
        return self.filename.encode("cp437"), 0


def test_a_zip_made_by_windows_keeps_its_chinese_names(body, tmp_path):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as out:
        for name, data in (("案件/case.json", body), ("案件/证据/聊天.jpg", b"x")):
            out.writestr(Unmarked(name.encode("gb18030").decode("cp437")), data)
    assert (unpacked(path, tmp_path / "新").folder / "证据" / "聊天.jpg").read_bytes() == b"x"


def test_trying_an_import_leaves_nothing(closed, home, tmp_path):
    path, _ = packed(closed.folder, tmp_path / "a.zip")
    before = sorted(home.iterdir())
    assert unpacked(path, home, keep=False).folder.name.endswith("-2")
    assert sorted(home.iterdir()) == before


# ---------------------------------------------------------------- killed

KILLED = """
import sys
from pathlib import Path
sys.path.insert(0, {root!r})
from weiquan.store.moving import purge_case
from weiquan.store.packing import packed
from weiquan.store.unpacking import unpacked
print("ready", flush=True)
{call}
print("done", flush=True)
"""


def killed(call, after):
    """Run a call in a process of its own and kill it so many seconds after it began."""
    run = subprocess.Popen([sys.executable, "-c", KILLED.format(root=str(ROOT), call=call)],
                           stdout=subprocess.PIPE)
    assert run.stdout.readline() == b"ready\n"
    time.sleep(after)
    run.kill()
    run.wait()
    run.stdout.close()


@pytest.mark.parametrize("after", [0, 0.002, 0.01, 0.03, 0.06, 0.1, 0.2])
def test_a_kill_leaves_the_old_or_the_new(closed, home, tmp_path, after):
    for n in range(60):
        (closed.folder / "证据" / f"{n}.jpg").write_bytes(os.urandom(60_000))
    old = tree(closed.folder)
    target = tmp_path / "a.zip"
    killed(f"packed(Path({str(closed.folder)!r}), Path({str(target)!r}))", after)
    assert tree(closed.folder) == old
    if target.exists():
        with zipfile.ZipFile(target) as whole:
            assert whole.testzip() is None
    good, _ = packed(closed.folder, tmp_path / "b.zip")
    killed(f"unpacked(Path({str(good)!r}), Path({str(home)!r}))", after)
    for case in list_cases(home):
        assert tree(case.folder) == old, case.name
    killed(f"purge_case(Path({str(closed.folder)!r}))", after)
    if closed.folder.exists():
        assert tree(closed.folder) == old
    else:
        assert closed.folder.name not in {c.name for c in list_cases(home)}
    sweep_home(home)
    assert {p.name for p in home.iterdir()} <= {closed.folder.name, f"{closed.folder.name}-2"}


# ---------------------------------------------------------------- finding and reading

def test_a_name_in_other_capitals_finds_nothing_else_by_mistake(home, now):
    for product in ("iPhone", "iphone"):
        create_case(home, now, product=product).close()
    assert find_case(home, "2026-11-22-iphone").name == "2026-11-22-iphone"
    assert find_case(home, "2026-11-22-iPhone").name == "2026-11-22-iPhone"
    with pytest.raises(CaseError, match="对得上 2 个"):
        find_case(home, "2026-11-22-IPHONE")


@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir, lambda p: p.symlink_to("/dev/zero")])
def test_a_case_file_that_is_no_file_hides_no_other_case(case, home, now, make):
    case.close()
    odd = home / "怪"
    odd.mkdir()
    make(odd / "case.json")
    cases = list_cases(home)
    assert [c.name for c in cases] == [case.name, "怪"]
    assert "不是普通文件" in cases[1].problem
    with pytest.raises(CaseError, match="不是普通文件"):
        read_case(odd)


def test_the_list_shows_what_was_kept_as_the_full_reader_does(case, home, now):
    case.set_answer("product", "耳机", "wizard", now)
    case.seen = {"about": {"platform": "douyin", "product": "耳机", "paid": "299.00",
                           "happened": []}, "sum": "299.00"}
    save_case(case)
    [quick] = list_cases(home)
    assert (quick.product, quick.paid, quick.platform) == ("耳机", "299.00", "douyin")
    assert quick.seen["sum"] == "299.00"
    case.seen = {}
    save_case(case)
    [full] = list_cases(home)
    assert (full.product, full.paid, full.platform) == ("耳机", "299.00", "douyin")


def test_a_case_file_cut_short_is_listed_as_damaged(case, home):
    case.seen = {"about": {"platform": "", "product": "", "paid": "", "happened": []}}
    save_case(case)
    path = case.folder / "case.json"
    path.write_bytes(path.read_bytes()[:-20])
    assert "读不懂" in list_cases(home)[0].problem
    assert (case.folder / BACKUP_FILE).exists()
