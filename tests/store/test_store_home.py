"""Where the cases are, which there are, and which one is meant."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from weiquan.errors import CaseError
from weiquan.store import home as homes
from weiquan.store.folder import create_case, save_case
from weiquan.store.home import find_case, list_cases

USER = Path("/home/user")


@pytest.mark.parametrize(
    ("explicit", "env", "place"),
    [
        (Path("d"), {"WEIQUAN_HOME": "e"}, Path("d")),
        (None, {"WEIQUAN_HOME": "e"}, Path("e")),
        (None, {"WEIQUAN_HOME": "~/e"}, USER / "e"),
        (None, {"WEIQUAN_HOME": "~"}, USER),
        (None, {"WEIQUAN_HOME": "."}, Path()),
        (None, {"WEIQUAN_HOME": "  "}, USER / "维权案卷"),
        (None, {}, USER / "维权案卷"),
    ],
)
def test_the_option_wins_then_the_variable_then_the_folder_of_the_user(explicit, env, place):
    assert homes.home(explicit, env, USER) == place


@pytest.fixture
def three(home, now):
    """Cases 耳机 (oldest), 手机 and 手表 (newest)."""
    for n, (platform, product) in enumerate([("抖音", "耳机"), ("淘宝", "手机"), ("抖音", "手表")]):
        at = now + timedelta(minutes=n)
        with create_case(home, at, platform=platform, product=product) as case:
            case.set_answer("platform", "douyin" if platform == "抖音" else "taobao", "flag", at)
            case.set_answer("product", product, "wizard", at)
            save_case(case)
    return home


def test_no_folder_means_no_cases(home):
    assert list_cases(home) == []


def test_the_newest_case_comes_first(three):
    cases = list_cases(three)
    assert [case.product for case in cases] == ["手表", "手机", "耳机"]
    assert [case.platform for case in cases] == ["douyin", "taobao", "douyin"]


def test_a_damaged_case_is_listed_last_and_hides_no_other(three):
    (three / "2026-11-22-抖音-手表" / "case.json").write_bytes(b"{")
    cases = list_cases(three)
    assert [case.name[14:] for case in cases] == ["手机", "耳机", "手表"]
    assert [bool(case.problem) for case in cases] == [False, False, True]


def test_a_case_with_only_its_backup_is_listed_as_damaged(case, home):
    (case.folder / "case.json").unlink()
    assert "没有 case.json" in list_cases(home)[0].problem


def test_an_answer_that_is_no_text_does_not_break_the_list(case, now, home):
    case.set_answer("product", {"unsure": True}, "wizard", now)
    save_case(case)
    assert list_cases(home)[0].product == ""


def test_other_folders_and_files_are_not_cases(three):
    (three / "照片").mkdir()
    (three / "笔记.txt").write_text("x", encoding="utf-8")
    assert len(list_cases(three)) == 3


def test_a_home_that_is_a_file_is_refused(tmp_path):
    (tmp_path / "x").write_text("", encoding="utf-8")
    with pytest.raises(CaseError, match="不是文件夹"):
        list_cases(tmp_path / "x")


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("2026-11-22-抖音-耳机", "耳机"),
        ("2026-11-22-抖音-耳机/", "耳机"),
        ("1", "手表"),
        ("3", "耳机"),
        ("03", "耳机"),
        ("2026-11-22-淘", "手机"),
        ("手机", "手机"),
        ("淘宝", "手机"),
    ],
)
def test_a_case_is_found_by_name_number_beginning_or_part(three, name, found):
    assert find_case(three, name).name.endswith(found)


def test_the_whole_name_wins_over_longer_names(home, now):
    for _ in range(2):
        create_case(home, now, platform="抖音", product="耳机").close()
    assert find_case(home, "2026-11-22-抖音-耳机").name == "2026-11-22-抖音-耳机"


def test_a_name_is_found_whatever_its_case_and_form(home, now):
    create_case(home, now, product="Café").close()
    assert find_case(home, "CAFE\u0301").name.endswith("Café")


@pytest.mark.parametrize("name", ["抖音", "2026", "手"])
def test_a_name_that_fits_several_cases_is_asked_back(three, name):
    with pytest.raises(CaseError, match="对得上") as caught:
        find_case(three, name)
    assert "2026-11-22-抖音-手表" in caught.value.message


@pytest.mark.parametrize("name", ["7", "0", "4", "22", "", " ", "/", "..", "../x", "电脑"])
def test_an_unknown_case_points_to_the_list(three, name):
    with pytest.raises(CaseError, match=r"没有案件「.*」。运行 weiquan cases 查看全部案件。"):
        find_case(three, name)


def test_the_nearest_name_is_suggested(home, now):
    create_case(home, now, platform="抖音", product="降噪耳机").close()
    with pytest.raises(CaseError, match="最接近的是「2026-11-22-抖音-降噪耳机」"):
        find_case(home, "降燥耳机")


def test_a_beginning_counts_more_than_a_part(home, now):
    create_case(home, now - timedelta(days=1)).close()
    create_case(home, now, product="2026-11-21").close()
    assert find_case(home, "2026-11-21").name == "2026-11-21-未命名"
