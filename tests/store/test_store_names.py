"""Names of folders and files, from anything that people type."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weiquan.store.folder import create_case, readme_text, write_readme
from weiquan.store.names import file_part, folder_name, is_numbered, safe

DAY = date(2026, 11, 22)
DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
HOSTILE = [
    "../../etc/passwd", "..", "C:\\Windows", "CON", "nul.txt", "a\x00b", "x" * 500, "结尾. . ",
    '<>:"/\\|?*', "$(rm -rf ~)", "`id`", "%PATH%", "耳机 🎧", "\u202eexe.pdf", "半\ud800个",
    "’; ls", "-rf", "~", "\n\n", "e\u0301" * 60,
]  # fmt: skip


@given(platform=st.text(), product=st.text() | st.sampled_from(HOSTILE))
def test_a_folder_name_is_good_on_every_system_and_in_every_shell(platform, product):
    name = folder_name(DAY, platform, product)
    assert name.startswith("2026-11-22-")
    assert len(name.encode("utf-8")) <= 255
    assert not re.search(r"[\\/:*?\"<>|\x00-\x1f\x7f\s$`'!&;(){}\[\]~%^#’‘“”,=@]", name)
    assert not name.endswith((".", " ", "-"))
    assert not DEVICES.fullmatch(name)
    assert name.isprintable()


@pytest.mark.parametrize(
    ("platform", "product", "name"),
    [
        ("抖音", "降噪耳机", "2026-11-22-抖音-降噪耳机"),
        ("抖音", "", "2026-11-22-抖音-未命名"),
        ("", "", "2026-11-22-未命名"),
        ("", "  \n", "2026-11-22-未命名"),
        ("抖音", "..", "2026-11-22-抖音-未命名"),
        ("抖音", "../../x", "2026-11-22-抖音-x"),
        ("抖音", "iPhone 15（国行）", "2026-11-22-抖音-iPhone-15（国行）"),
        ("抖音", "CON", "2026-11-22-抖音-CON"),
    ],
)
def test_a_folder_is_called_after_day_platform_and_product(platform, product, name):
    assert folder_name(DAY, platform, product) == name


def test_a_product_is_cut_at_forty_characters():
    assert safe("耳" * 40) == "耳" * 40
    assert safe("耳" * 41) == "耳" * 40


@pytest.mark.parametrize("product", HOSTILE)
def test_a_case_stays_inside_its_home_whatever_the_product(home, now, product):
    with create_case(home, now, product=product) as case:
        assert case.folder.resolve().parent == home.resolve()
        assert (case.folder / "case.json").is_file()


@pytest.mark.parametrize(
    ("name", "same"),
    [("a", True), ("a-2", True), ("a-b", False), ("a2", False), ("b", False), ("a-", False)],
)
def test_a_number_at_the_end_does_not_make_another_name(name, same):
    assert is_numbered(name, "a") is same


def test_the_readme_says_how_to_go_on(case):
    write_readme(case)
    text = (case.folder / "说明.txt").read_text(encoding="utf-8")
    assert f"weiquan resume {case.name}\n" in text


def test_the_readme_repeats_no_name_that_a_shell_would_run(case):
    case.folder = case.folder.with_name("2026-$(rm -rf x)")
    assert "$(" not in readme_text(case)
    assert "  weiquan resume\n" in readme_text(case)


@pytest.mark.parametrize("text", ["a/../../escaped", "..", "", "a:b*c?d", "a\\b", "\x1b[31m信",
                                  "/etc", "\u202e信", "很" * 300, ". .", "信\n二"])
def test_a_name_from_the_rules_stays_in_its_folder(text, tmp_path):
    part = file_part(text)
    assert (tmp_path / part).resolve().parent == tmp_path.resolve()
    assert part.isprintable()
    assert not set(part) & set('/\\:*?"<>|')
    assert len(part) <= 40


def test_a_usual_name_of_a_letter_is_kept():
    for name in ("12315 投诉书", "给律师、12348 的一页", "催告函（第二封）"):
        assert file_part(name) == name
