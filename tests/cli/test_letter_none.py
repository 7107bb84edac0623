"""Where no letter can be written, that is said: which ones, why, and with which exit code."""

from __future__ import annotations

import json

import pytest

from tests.cli.conftest import AS_OF, FACTS, MORE, flags, sets

AT = ("--as-of", AS_OF)
LACKING = {"paid": "20"}
SETTLED = {**FACTS, "refund_status": "refunded"}
NOTHING_ASKED = {"received": "false"}
WAYS = ([], ["-o", "文书"], ["-o", "信.docx"], ["-f", "txt,docx", "-o", "文书"], ["--check"],
        ["--short"], ["--json"], ["--force", "-o", "文书"], ["--dry-run", "-o", "文书"],
        ["--quiet", "-o", "文书"])


@pytest.mark.parametrize("how", WAYS, ids=" ".join)
@pytest.mark.parametrize(("facts", "code"), [(LACKING, 5), (SETTLED, 7), (NOTHING_ASKED, 5)])
def test_all_letters_and_none_fits(weiquan, tmp_path, facts, code, how):
    listed = weiquan("letter", "--list", *sets(facts), *AT).out
    assert "眼下能写的：\n  没有" in listed
    reasons = [line.strip().split("：", 1) for line in
               listed.partition("现在不写的，和原因：")[2].splitlines() if line.strip()]
    assert len(reasons) > 3
    got = weiquan("letter", "--all", *sets(facts), *AT, *how)
    assert got.code == code
    assert "眼下没有能写的文书" in got.err
    for name, why in reasons:
        assert [x for x in got.err.splitlines() if name in x and x.endswith(why)], name
    if how == ["--json"]:
        assert json.loads(got.out)["letters"] == []
    else:
        assert not got.out
    assert list(tmp_path.iterdir()) == []


def test_what_is_lacking_comes_with_its_flags_and_only_what_is_lacking(weiquan):
    got = weiquan("letter", "--all", *sets(LACKING), *AT)
    assert "--set happened=… --set wishes=…" in got.err
    assert "--set paid" not in got.err


def test_a_page_for_the_phone_without_letters_says_so(weiquan, tmp_path):
    got = weiquan("letter", "--phone", *sets(LACKING), *AT, "-o", "页.html")
    assert got.code == 0
    assert "只有证据清单" in got.err
    assert (tmp_path / "页.html").exists()


def test_a_letter_without_a_short_text_says_so(weiquan, tmp_path):
    words = (*flags(FACTS), *sets(MORE), *AT)
    got = weiquan("letter", "evidence_list", "--short", *words, "-o", "短.txt")
    assert (got.code, "「证据目录」没有短文本" in got.err) == (2, True)
    assert list(tmp_path.iterdir()) == []
    assert weiquan("letter", "evidence_list", "complaint_12315", "--short", *words).code == 0
