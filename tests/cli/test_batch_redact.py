"""weiquan batch --redact: nothing personal of any row is in any byte of what leaves the desk."""

from __future__ import annotations

import hashlib
import io
import json
import re
import unicodedata
import zipfile

import pytest

from tests.cli.conftest import AS_OF
from tests.cli.test_batch import DAMAGE, GOOD, halves, outcomes, table, write
from weiquan.store.folder import read_case
from weiquan.store.home import list_cases
from weiquan.store.staging import WORK

AT = ("--as-of", AS_OF)
HEADER = ("平台", "商品", "实付金额", "下单日期", "签收日期", "发生了什么", "订单号", "姓名",
          "电话", "通讯地址", "卖家名称", "卖家类型", "退货运单号", "经过")
SURNAMES, GIVEN = "赵钱孙李周吴郑王冯陈欧阳", ("若曦", "子轩", "雨桐", "浩然", "建国")
OWN_ID = "11010119900307451X"


def person(n):
    """What is personal in a row, by column."""
    return {
        "姓名": SURNAMES[n % 10] + GIVEN[n % 5] + "甲乙丙丁戊己庚辛"[n // 10],
        "电话": f"139{n:04}{7000 + n}", "订单号": f"69203817455{n:07}3",
        "通讯地址": f"浙江省杭州市余杭区文一西路{900 + n}号{n + 1}幢5{n:02}室",
        "退货运单号": f"SF{n:05}12345678",
    }


def rows_of(number):
    """Rows whose own words, goods and wrong columns hold personal strings, too."""
    rows, secrets = [], []
    for n in range(number):
        own = person(n)
        row = {**GOOD, **own, "实付金额": f"{100 + n}.50", "卖家名称": f"周黑鸭{n}号卖家",
               "卖家类型": "private", "商品": f"{own['姓名']}订的运动鞋" if n % 3 else "运动鞋"}
        if n % 4 == 1:
            row["经过"] = (f"我是{own['姓名']}，电话{own['电话']}，身份证{OWN_ID}，在闲鱼买的手机，"
                         f"卖家发到{own['通讯地址']}，单号{own['退货运单号']}，花了{200 + n}元")
        if n % 10 == 7:      # two cells changed places
            row["平台"], row["姓名"] = own["姓名"], "抖音"
        if n % 10 == 8:
            row["下单日期"] = own["通讯地址"]
        if n % 10 == 9:
            column, text, _ = DAMAGE[n // 10 % 2]
            row[column] = text
        rows.append(row)
        secrets += own.values()
        secrets.append(row["卖家名称"])
    return rows, secrets


def everything(home):
    """Each name and file with its text as it is, and every part of a docx."""
    for path in home.rglob("*"):
        yield path.name, path.name
        if not path.is_file():
            continue
        data = path.read_bytes()
        yield path.name, data.decode("utf-8", "replace")
        yield path.name, data.decode("utf-16-le", "replace")
        if path.suffix == ".docx":
            with zipfile.ZipFile(io.BytesIO(data)) as opened:
                for name in opened.namelist():
                    text = opened.read(name).decode("utf-8", "replace")
                    yield f"{path.name}/{name}", text
                    yield f"{path.name}/{name}", re.sub(r"<[^>]+>", "", text)


def bare(text):
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", text)).lower()


def found_in(home, secrets):
    texts = [(name, bare(text)) for name, text in everything(home)]
    assert len(texts) > 100
    return [(s, name) for s in map(bare, secrets) for name, text in texts if s in text]


@pytest.mark.parametrize("number", [10, pytest.param(40, marks=pytest.mark.nightly)])
@pytest.mark.parametrize("suffix", ["csv", pytest.param("jsonl", marks=pytest.mark.nightly)])
def test_no_personal_string_of_any_row_is_in_any_byte(weiquan, tmp_path, suffix, number):
    rows, secrets = rows_of(number)
    path = write(tmp_path / "登记.csv", rows, HEADER)
    if suffix == "jsonl":
        path = tmp_path / "登记.jsonl"
        path.write_text("\n".join(json.dumps({**r, r["姓名"]: "x"} if n % 10 == 6 else r,
                                             ensure_ascii=False)
                                  for n, r in enumerate(rows)), encoding="utf-8")
    ran = weiquan("batch", path, "--out", "给别人", "--redact", "--letters", "全部", *AT)
    assert ran.code == 8, ran.err
    out = tmp_path / "给别人"
    assert len(table(out)) == number * (7 if suffix == "csv" else 6) // 10
    failed = table(out, "没做成的行.csv")
    assert {int(r["行"]) for r in failed} | {int(r["行"]) for r in table(out)} == \
        set(range(2, number + 2) if suffix == "csv" else range(1, number + 1))
    assert list(out.rglob("*.docx"))
    assert not halves(out)
    assert found_in(out, [*secrets, OWN_ID]) == []
    assert not [s for s in secrets if s in ran.err + ran.out]
    assert "发出去以前请自己再看一遍" in ran.err
    # What is not personal is there: the search would find something.
    plain = tmp_path / "自己的"
    weiquan("batch", path, "--out", plain, "--letters", "全部", *AT)
    assert {s for s, _ in found_in(plain, secrets)} >= set(map(bare, person(0).values()))
    assert any("运动鞋" in r["案子"] for r in table(out))
    strip = re.compile("〔.*?〕")
    assert {strip.sub("", r["先做什么"]) for r in table(out)} == \
        {strip.sub("", r["先做什么"]) for r in table(plain)}


def test_a_copy_is_a_whole_case_and_its_letters_are_what_it_says(weiquan, tmp_path):
    path = write(tmp_path / "a.csv", rows_of(2)[0], HEADER)
    assert weiquan("batch", path, "--out", "给别人", "--redact", "--letters", "全部", *AT).code == 0
    cases = list_cases(tmp_path / "给别人")
    assert len(cases) == 2
    for found in cases:
        case = read_case(found.folder)
        assert case.facts["user_name"].value == "〔姓名〕"
        assert case.letters
        for one in case.letters:
            data = (case.folder / one.file).read_bytes()
            assert hashlib.sha256(data).hexdigest() == one.sha256
        assert all(map(case.wrote, case.texts))
        assert "副本" in (case.folder / "说明.txt").read_text(encoding="utf-8")


def test_a_stopped_copy_goes_on_and_what_somebody_changed_in_it_stays(weiquan, tmp_path):
    rows, secrets = rows_of(6)
    path = write(tmp_path / "a.csv", rows, HEADER)
    out = tmp_path / "给别人"
    weiquan("batch", write(tmp_path / "b.csv", rows[:4], HEADER), "--out", out, "--redact", *AT)
    name = table(out)[0]["案卷"]
    case = out / name / "case.json"
    mine = case.read_bytes() + b"\n"
    case.write_bytes(mine)
    names = {p.name for p in out.iterdir()}
    ran = weiquan("batch", path, "--out", out, "--redact", *AT)
    assert ran.code == 0, ran.err
    assert len(table(out)) == 6
    assert case.read_bytes() == mine
    assert name in {r["案卷"] for r in table(out)}
    (out / WORK / "ledger.sqlite").unlink()  # it is made anew from the copies
    assert weiquan("batch", path, "--out", out, "--redact", *AT).code == 0
    assert len({p.name for p in out.iterdir()} - names) == 2
    weiquan("batch", path, "--out", "一次", "--redact", *AT)
    assert outcomes(out) == outcomes(tmp_path / "一次")
    assert not [s for s in secrets for _, text in everything(out) if s in text]


def test_copies_and_cases_are_never_in_one_folder(weiquan, tmp_path):
    path = write(tmp_path / "a.csv", rows_of(2)[0], HEADER)
    weiquan("batch", path, "--out", "案卷", *AT)
    before = {p: p.stat().st_mtime_ns for p in (tmp_path / "案卷").rglob("*.*")}
    ran = weiquan("batch", path, "--out", "案卷", "--redact", *AT)
    assert (ran.code, "新文件夹" in ran.err) == (4, True)
    assert {p: p.stat().st_mtime_ns for p in (tmp_path / "案卷").rglob("*.*")} == before
    weiquan("batch", path, "--out", "给别人", "--redact", *AT)
    ran = weiquan("batch", path, "--out", "给别人", *AT)
    assert (ran.code, "--redact" in ran.err) == (4, True)
    ran = weiquan("batch", path, "--out", "给别人", "--redact", "--as-of", "2026-11-24")
    assert (ran.code, AS_OF in ran.err) == (4, True)
    assert weiquan("batch", path, "--out", "给别人", "--redact", *AT).code == 0
    (tmp_path / "给别人" / WORK / "copies.json").write_text("{", encoding="utf-8")
    assert weiquan("batch", path, "--out", "给别人", "--redact", *AT).code == 4


def test_a_row_is_known_by_more_than_what_it_says(weiquan, tmp_path):
    path = write(tmp_path / "a.csv", rows_of(1)[0], HEADER)
    keys = set()
    for out in ("甲", "乙", "丙"):
        weiquan("batch", path, "--out", out, *(() if out == "丙" else ("--redact",)), *AT)
        [case] = list_cases(tmp_path / out)
        keys.add(json.loads((case.folder / "case.json").read_bytes())["batch"])
    assert len(keys) == 3


def test_a_list_of_cases_judges_none_that_a_batch_made(weiquan, tmp_path, monkeypatch):
    path = write(tmp_path / "a.csv", rows_of(3)[0], HEADER)
    weiquan("batch", path, "--out", "案卷", *AT)
    fresh = {}
    for found in list_cases(tmp_path / "案卷"):
        fresh[found.folder.name] = read_case(found.folder).seen
        assert fresh[found.folder.name]["step"]
    before = {p: p.read_bytes() for p in (tmp_path / "案卷").glob("*/case.json")}
    monkeypatch.setattr("weiquan.cli.cases.judged", None)  # calling it would be an error
    listed = json.loads(weiquan("cases", "--json", "--dir", "案卷", *AT).out)
    assert len(listed["cases"]) == 3
    assert {p: p.read_bytes() for p in before} == before


def test_what_cannot_be_covered_is_refused_before_anything_is_written(weiquan, tmp_path):
    path = write(tmp_path / "a.csv", rows_of(1)[0], HEADER)
    ran = weiquan("batch", path, "--out", "给别人", "--redact", "--letters", "全部", "-f", "pdf")
    assert (ran.code, "盖不住" in ran.err) == (2, True)
    assert not (tmp_path / "给别人").exists()
