"""weiquan batch: a table with a case in each row."""

from __future__ import annotations

import csv
import io
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import docx
import pytest

from tests.cli.conftest import AS_OF
from weiquan.cli import spreading
from weiquan.errors import RenderFailed
from weiquan.store.staging import WORK

ROOT = Path(__file__).resolve().parent.parent.parent
HEADER = ("平台", "商品", "实付金额", "下单日期", "签收日期", "发生了什么", "订单号", "姓名",
          "电话", "页面倒计时", "经过")
GOOD = {"平台": "抖音", "商品": "运动鞋", "实付金额": "299", "下单日期": "2026-11-05",
        "签收日期": "2026-11-08", "发生了什么": "returned_no_refund",
        "订单号": "6920381745519284736", "姓名": "张三", "电话": "13800000000"}
STORY = "8月23日在拼多多买的空调，花了2399元，内机一直响，报修没人来。不修就退"
# Each kind of damage: what stands in which column, and a word of what is said about it.
DAMAGE = [
    ("订单号", "6.92038E+18", "科学计数"), ("订单号", "692038174551928000", "15 位"),
    ("实付金额", "1.3E+03", "科学计数"), ("签收日期", "45992", "序号"),
    ("签收日期", "1899-12-30", "空白格"), ("下单日期", "1900/1/0", "空白格"),
    ("下单日期", "########", "井号"), ("平台", "#N/A", "公式"), ("商品", "鞋�子", "认不出的字"),
    ("实付金额", "很多", "确切的数"), ("签收日期", "2026-11-01", "早于"),
    ("下单日期", "2026-13-05", "月份"), ("发生了什么", "天气不好", "没有"),
    ("电话", "1.38E+10", "科学计数"), ("下单日期", "2027-01-01", "还没到"),
    ("经过", "长" * 6000, "最多 5000"),
]


def rows_of(number, bad=0, seed=1):
    """Rows and, by line, the damage in them."""
    chance = random.Random(seed)
    platforms = ("抖音", "淘宝", "京东", "拼多多")
    things = ("returned_no_refund", "not_shipped", "fake_or_used")
    broken = {}
    rows = [{**GOOD, "平台": platforms[n % 4], "发生了什么": things[n % 3],
             "实付金额": f"{100 + n}.50", "订单号": f'="69{n:016}1"',
             "签收日期": f"2026-11-{8 + n % 14:02}",
             "页面倒计时": f"2026-11-{23 + n % 7} 18:00" if n % 2 else ""} for n in range(number)]
    for i, n in enumerate(sorted(chance.sample(range(number), bad))):
        column, text, said = DAMAGE[i % len(DAMAGE)]
        rows[n] = {**rows[n], column: text}
        broken[n + 2] = (column, said)
    return rows, broken


def write(path, rows, header=HEADER, encoding="utf-8-sig", **how):
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file, **how)
        writer.writerow(header)
        writer.writerows([row.get(name, "") for name in header] for row in rows)
    return path


def table(folder, name="总表.csv"):
    data = (folder / name).read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


def outcomes(folder):
    """What came out, whatever the rows and folders are called."""
    return sorted(json.dumps({k: v for k, v in row.items() if k not in {"行", "案卷"}},
                             ensure_ascii=False) for row in table(folder))


def halves(folder):
    return list((folder / WORK).glob("half-*"))


def check_rows(weiquan, tmp_path, number, bad):
    rows, broken = rows_of(number, bad)
    path = write(tmp_path / "登记.csv", [*rows, {}, {}])
    ran = weiquan("batch", path, "--out", tmp_path / "案卷", "--as-of", AS_OF, "--jobs", "2")
    assert ran.code == 8
    summary = table(tmp_path / "案卷")
    reported = table(tmp_path / "案卷", "没做成的行.csv")
    assert len(summary) == number - bad
    assert {int(r["行"]) for r in summary} | set(broken) == set(range(2, number + 2))
    assert {int(r["行"]): (HEADER[ord(r["列"][0]) - ord("A")]) for r in reported} == \
        {line: column for line, (column, _) in broken.items()}
    for r in reported:
        assert broken[int(r["行"])][1] in r["原因"], r
    for r in summary:
        assert (tmp_path / "案卷" / r["案卷"] / "case.json").is_file()
    due = [r["最近的期限"] for r in summary]
    assert due == sorted(due, key=lambda d: (not d, d))
    assert sum(map(bool, due)) > number // 3
    assert not halves(tmp_path / "案卷")
    assert ran.out.strip() == str(tmp_path / "案卷" / "总表.csv")
    return ran, summary, broken


def test_sixty_rows_with_every_kind_of_damage(weiquan, tmp_path):
    ran, _, broken = check_rows(weiquan, tmp_path, 60, len(DAMAGE))
    first = min(broken)
    letter = "ABCDEFGHIJK"[HEADER.index(broken[first][0])]
    assert f"第 {first} 行 {letter} 列：" in ran.err


@pytest.mark.nightly
def test_a_thousand_rows_with_one_in_twenty_broken(weiquan, tmp_path):
    check_rows(weiquan, tmp_path, 1000, 50)


def test_a_folder_is_a_case_like_any_other(weiquan, tmp_path):
    path = write(tmp_path / "a.csv", [GOOD])
    assert weiquan("batch", path, "--out", "案卷", "--as-of", AS_OF).code == 0
    name = table(tmp_path / "案卷")[0]["案卷"]
    assert name == "2026-11-22-抖音-运动鞋-2"
    folder = tmp_path / "案卷" / name
    assert {p.name for p in folder.iterdir()} == {
        "case.json", "说明.txt", "先做什么.txt", "依据.txt", "证据清单.txt", "证据"}
    assert f"resume {name}" in (folder / "说明.txt").read_text(encoding="utf-8")
    shown = weiquan("resume", "--dir", "案卷")
    assert name in shown.out
    written = weiquan("letter", "chat_message", "--case", name, "--dir", "案卷", "--as-of", AS_OF)
    assert written.code == 0
    assert "299" in written.out
    if os.name == "posix":
        assert {p.stat().st_mode & 0o777 for p in folder.rglob("*") if p.is_file()} == {0o600}


def test_a_row_comes_out_as_plan_says(weiquan, tmp_path):
    rows, _ = rows_of(12)
    path = write(tmp_path / "a.csv", rows)
    assert weiquan("batch", path, "--out", "案卷", "--as-of", AS_OF).code == 0
    for row in table(tmp_path / "案卷"):
        told = rows[int(row["行"]) - 2]
        ids = ("platform", "product", "paid", "ordered_on", "received_on", "happened", "order_no",
               "user_name", "user_phone", "page_deadline")
        sets = [x for i, c in zip(ids, HEADER[:-1], strict=True)
                for x in ("--set", f"{i}={told[c].strip('=').strip(chr(34))}") if told[c]]
        alone = json.loads(weiquan("plan", *sets, "--as-of", AS_OF, "--json").out)
        stored = json.loads(weiquan("plan", row["案卷"], "--dir", "案卷", "--as-of", AS_OF,
                                    "--json").out)
        assert stored == alone
        assert row["先做什么"] == alone["card"]["steps"][0]["title"]
        marks = {"yes": "能", "maybe": "看情况", "no": "不能"}
        assert row["各个问题"] == "；".join(
            f"{v['name']}：{marks[v['answer']]}" for v in alone["verdicts"])
        own = [d["due"][:16] for d in alone["deadlines"] if d["who"] == "buyer" and d["due"]
               and d["due"] >= AS_OF]
        shown = row["最近的期限"].replace(" ", "T")
        page = told["页面倒计时"].replace(" ", "T")
        assert not page or shown <= page  # a right of one's own may end before the page does
        assert not shown or shown in {*own, page}


@pytest.mark.parametrize("seed", [1, 2])
def test_the_order_of_rows_and_columns_changes_no_outcome(weiquan, tmp_path, seed):
    folder, chance = tmp_path, random.Random(seed)
    rows, _ = rows_of(9)
    path = write(folder / "a.csv", rows)
    other = write(folder / "b.csv", chance.sample(rows, 9), chance.sample(HEADER, len(HEADER)))
    weiquan("batch", path, "--out", folder / "a", "--as-of", AS_OF)
    weiquan("batch", other, "--out", folder / "b", "--as-of", AS_OF)
    assert outcomes(folder / "a") == outcomes(folder / "b")
    # Known by content: in the same folder nothing of it is done again.
    again = weiquan("batch", other, "--out", folder / "a", "--as-of", AS_OF)
    assert "做好 9 件，其中 9 件是以前做好的" in again.err
    assert outcomes(folder / "a") == outcomes(folder / "b")


RUN = ("from weiquan.cli import app, tally\n"
       "tally.AT_ONCE = {}\n"
       "app.run()")


# So many are moved at a time: of fewer than twice as many some are always left.
@pytest.mark.skipif(os.name != "posix", reason="needs SIGKILL")
@pytest.mark.parametrize(("number", "at_once"), [
    (50, 30), pytest.param(400, 128, marks=pytest.mark.nightly)])
def test_a_killed_run_goes_on_and_leaves_nothing_half(weiquan, tmp_path, number, at_once):
    rows, _ = rows_of(number)
    path = write(tmp_path / "a.csv", rows)
    out = tmp_path / "案卷"
    command = [sys.executable, "-c", RUN.format(at_once), "batch", str(path), "--out", str(out),
               "--as-of", AS_OF]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    started = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL, start_new_session=True)
    wait_for(lambda: sum(p.name != WORK for p in out.glob("*")) > 20)
    os.kill(started.pid, signal.SIGKILL)
    started.wait()
    wait_for(lambda: workers_of(started.pid) == [])  # they end with it
    before = {p.name: (p / "case.json").read_bytes() for p in out.iterdir() if p.name != WORK}
    assert 0 < len(before) < number
    for name in before:
        assert {"case.json", "说明.txt", "先做什么.txt", "依据.txt", "证据清单.txt"} <= {
            p.name for p in (out / name).iterdir()}
    ran = weiquan("batch", path, "--out", out, "--as-of", AS_OF)
    assert ran.code == 0
    assert f"做好 {number} 件" in ran.err
    assert len([p for p in out.iterdir() if p.is_dir() and p.name != WORK]) == number
    assert all((out / name / "case.json").read_bytes() == data for name, data in before.items())
    assert not halves(out)
    weiquan("batch", path, "--out", tmp_path / "一次", "--as-of", AS_OF)
    assert outcomes(out) == outcomes(tmp_path / "一次")


def wait_for(holds, seconds=120):
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.02)


def workers_of(session):
    """The processes that still run in the session of a process that is gone."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        except OSError:
            continue
        if fields[3] == str(session) and fields[0] != "Z":
            found.append(stat.parent.name)
    return found


def test_a_lost_ledger_is_made_anew(weiquan, tmp_path):
    path = write(tmp_path / "a.csv", rows_of(5)[0])
    weiquan("batch", path, "--out", "案卷", "--as-of", AS_OF)
    names = sorted(p.name for p in (tmp_path / "案卷").iterdir())
    first = outcomes(tmp_path / "案卷")
    for spoil in (Path.unlink, lambda p: p.write_bytes(b"no ledger" * 200)):
        spoil(tmp_path / "案卷" / WORK / "ledger.sqlite")
        assert weiquan("batch", path, "--out", "案卷", "--as-of", AS_OF).code == 0
        assert sorted(p.name for p in (tmp_path / "案卷").iterdir()) == names
        assert outcomes(tmp_path / "案卷") == first


def test_answers_given_since_count_and_are_kept(weiquan, tmp_path):
    path = write(tmp_path / "a.csv", rows_of(2)[0])
    weiquan("batch", path, "--out", "案卷", "--as-of", AS_OF)
    name = next(r["案卷"] for r in table(tmp_path / "案卷") if r["行"] == "2")
    done = weiquan("log", "商家拒绝", "--case", name, "--dir", "案卷", "--as-of", AS_OF)
    assert done.code == 0, done.err
    changed = (tmp_path / "案卷" / name / "case.json").read_bytes()
    weiquan("batch", path, "--out", "案卷", "--as-of", AS_OF)
    facts = json.loads((tmp_path / "案卷" / name / "case.json").read_bytes())["facts"]
    assert facts == json.loads(changed)["facts"]
    assert facts["merchant_response"]["value"] == "refused"
    row = next(r for r in table(tmp_path / "案卷") if r["案卷"] == name)
    plan = json.loads(weiquan("plan", name, "--dir", "案卷", "--as-of", AS_OF, "--json").out)
    assert row["先做什么"] == plan["card"]["steps"][0]["title"]


def test_what_was_read_from_a_story_is_marked_and_reaches_no_letter(weiquan, tmp_path):
    path = write(tmp_path / "a.csv", [{**GOOD, "经过": STORY, "实付金额": "", "订单号": ""}])
    ran = weiquan("batch", path, "--out", "案卷", "--as-of", AS_OF, "--letters", "全部",
                  "-f", "txt")
    assert ran.code == 0, ran.err
    row = table(tmp_path / "案卷")[0]
    assert "实付金额" in row["从经过读出、没有确认的"]
    folder = tmp_path / "案卷" / row["案卷"]
    facts = json.loads((folder / "case.json").read_bytes())["facts"]
    assert facts["paid"] == {"value": "2399.00", "by": "story", "at": "2026-11-22T23:05:00",
                             "unconfirmed": True}
    assert "unconfirmed" not in facts["product"]
    letters = list((folder / "文书").glob("*.txt"))
    assert letters
    assert not [p for p in letters if "2399" in p.read_text(encoding="utf-8")]
    assert "没有确认的：" in (folder / "先做什么.txt").read_text(encoding="utf-8")
    shown = weiquan("letter", "chat_message", "--case", row["案卷"], "--dir", "案卷", "--as-of",
                    AS_OF)
    assert "2399" not in shown.out


def test_the_letters_that_are_wanted_are_written(weiquan, tmp_path):
    path = write(tmp_path / "a.csv", rows_of(3)[0])
    ran = weiquan("batch", path, "--out", "案卷", "--as-of", AS_OF, "--letters",
                  "merchant_demand、商家信息披露请求", "--format", "txt")
    assert ran.code == 0, ran.err
    row = next(r for r in table(tmp_path / "案卷") if r["写好的文书"])
    letters = sorted((tmp_path / "案卷" / row["案卷"] / "文书").rglob("*.*"))
    assert [p.suffix for p in letters] == [".txt"] * len(letters)
    case = json.loads((tmp_path / "案卷" / row["案卷"] / "case.json").read_bytes())
    names = {x["file"].split("-")[1].removesuffix(".txt") for x in case["letters"]}
    assert names <= {"催告函", "聊天里发的话", "商家信息披露请求"}  # the second is a short text
    for x in case["letters"]:
        assert (tmp_path / "案卷" / row["案卷"] / x["file"]).is_file()
    bad = weiquan("batch", path, "--out", "案卷", "--letters", "催告涵")
    assert (bad.code, "是不是想写" in bad.err) == (2, True)
    assert weiquan("batch", path, "--out", "案卷", "--letters", "全部", "-f", "pdg").code == 2


def test_the_same_row_twice_is_one_case(weiquan, tmp_path):
    path = write(tmp_path / "a.csv", [GOOD, {**GOOD, "商品": "帽子"}, GOOD])
    ran = weiquan("batch", path, "--out", "案卷", "--as-of", AS_OF)
    assert ran.code == 0
    assert "第 4 行和第 2 行完全一样" in ran.err
    assert len(table(tmp_path / "案卷")) == 2


def test_cases_of_other_rows_are_left_alone_and_named(weiquan, tmp_path):
    rows, _ = rows_of(4)
    weiquan("batch", write(tmp_path / "a.csv", rows), "--out", "案卷", "--as-of", AS_OF)
    ran = weiquan("batch", write(tmp_path / "b.csv", rows[:3]), "--out", "案卷", "--as-of", AS_OF)
    assert "还有 1 件不是这张表里的" in ran.err
    assert len(table(tmp_path / "案卷")) == 3


def test_a_summary_that_somebody_changed_is_kept(weiquan, tmp_path):
    rows, _ = rows_of(3)
    weiquan("batch", write(tmp_path / "a.csv", rows[:2]), "--out", "案卷", "--as-of", AS_OF)
    mine = (tmp_path / "案卷" / "总表.csv").read_bytes() + "笔记\n".encode()
    (tmp_path / "案卷" / "总表.csv").write_bytes(mine)
    ran = weiquan("batch", write(tmp_path / "a.csv", rows), "--out", "案卷", "--as-of", AS_OF)
    assert ran.out.strip().endswith("总表-2.csv")
    assert (tmp_path / "案卷" / "总表.csv").read_bytes() == mine
    assert len(table(tmp_path / "案卷", "总表-2.csv")) == 3


def test_no_cell_of_the_tables_is_a_formula(weiquan, tmp_path):
    rows = [{**GOOD, "商品": "=HYPERLINK(1)"}, {**GOOD, "平台": "=cmd|x"}]
    ran = weiquan("batch", write(tmp_path / "a.csv", rows), "--out", "案卷", "--as-of", AS_OF)
    assert ran.code == 8
    for name in ("总表.csv", "没做成的行.csv"):
        for row in csv.reader(io.StringIO((tmp_path / "案卷" / name).read_text("utf-8-sig"))):
            assert not [c for c in row if c[:1] in set("=+-@\t\r")], row


@pytest.mark.parametrize("suffix", ["jsonl", "json"])
def test_records_of_json(weiquan, tmp_path, suffix):
    good = {"platform": "douyin", "实付金额": 299.5, "happened": ["returned_no_refund"],
            "received": True, "商品": None}
    records = [good, {**good, "plattform": "x"}, {**good, "paid": 1},
               {**good, "received_on": 45992}]
    lines = [json.dumps(r, ensure_ascii=False) for r in records]
    text = "\n".join(lines) if suffix == "jsonl" else f"[{','.join(lines)}]"
    path = tmp_path / f"a.{suffix}"
    path.write_text(text, encoding="utf-8")
    ran = weiquan("batch", path, "--out", "案卷", "--as-of", AS_OF)
    assert ran.code == 8
    assert len(table(tmp_path / "案卷")) == 1
    assert [(r["列"], r["原因"][:8]) for r in table(tmp_path / "案卷", "没做成的行.csv")] == [
        ("「plattform」", "没有这一项，是不"), ("「paid」", "这一项写了两次，"),
        ("「received_on」", "「签收日期」写成")]


def test_wrong_ways_to_call_it(weiquan, tmp_path):
    path = write(tmp_path / "a.csv", [GOOD])
    assert weiquan("batch", path).code == 2
    assert weiquan("batch", tmp_path / "无.csv", "--out", "案卷").code == 2
    assert weiquan("batch", write(tmp_path / "b.csv", [], ["编号"]), "--out", "案卷").code == 2
    (tmp_path / "文件").write_text("", encoding="utf-8")
    ran = weiquan("batch", path, "--out", tmp_path / "文件")
    assert (ran.code, "不是文件夹" in ran.err) == (4, True)
    assert not (tmp_path / "案卷").exists()


@pytest.mark.nightly
def test_rules_and_templates_from_elsewhere_are_used_when_trusted(weiquan, tmp_path):
    path = write(tmp_path / "a.csv", [{**r, "平台": "jd", "发生了什么": "returned_no_refund"}
                                       for r in rows_of(3)[0]])
    for kind in ("rules", "templates"):
        shutil.copytree(ROOT / kind, tmp_path / "别处" / kind)
    letter = tmp_path / "别处/templates/letters/merchant_demand.md.j2"
    letter.write_text(letter.read_text("utf-8") + "\n. 这一句写在别处的模板里。\n", "utf-8")
    platform = tmp_path / "别处/rules/platforms/jd.yaml"
    platform.write_text(platform.read_text("utf-8").replace("\nlabel: 京东", "\nlabel: 东京"),
                        "utf-8")
    more = ["--rules", tmp_path / "别处/rules", "--templates", tmp_path / "别处/templates"]
    asked = ("batch", path, "--as-of", AS_OF, "--letters", "merchant_demand", "-f", "docx",
             "--out")
    ran = weiquan(*asked, "案卷", *more)
    assert (ran.code, "--trust" in ran.err) == (2, True)
    assert not (tmp_path / "案卷").exists()

    assert weiquan(*asked, "案卷", *more, "--trust").code == 0
    assert weiquan(*asked, "自己的").code == 0

    def words(folder):
        return ["\n".join(p.text for p in docx.Document(str(path)).paragraphs)
                for path in (tmp_path / folder).glob("*/文书/*.docx")]

    assert len(words("案卷")) == 3
    assert all("-东京-" in row["案卷"] for row in table(tmp_path / "案卷"))
    assert all("-京东-" in row["案卷"] for row in table(tmp_path / "自己的"))
    assert all("这一句写在别处的模板里" in text for text in words("案卷"))
    assert not any("这一句写在别处的模板里" in text for text in words("自己的"))
    again = weiquan(*asked, "案卷", *more, "--trust")
    assert (again.code, "3 件是以前做好的" in again.err) == (0, True)


@pytest.mark.parametrize("redact", [False, True])
def test_a_letter_that_cannot_be_written_is_said_and_tried_again(weiquan, tmp_path, redact,
                                                                 monkeypatch):
    from weiquan.render.letters import render_letter

    row = {**GOOD, "平台": "jd"}
    asked = ("batch", write(tmp_path / "a.csv", [row]), "--as-of", AS_OF, "--letters",
             "merchant_demand", "-f", "txt", "--out", tmp_path / "案卷",
             *(["--redact"] if redact else []))

    def broken(templates, folder, meta, *more):
        if meta.id == "merchant_demand":
            raise RenderFailed("催告函的模板坏了，张三的写不成。")
        return render_letter(templates, folder, meta, *more)

    with monkeypatch.context() as patched:
        patched.setattr("weiquan.render.letters.render_letter", broken)
        ran = weiquan(*asked)
    assert ran.code == 8
    assert "催告函的模板坏了" in ran.err
    assert ("张三" in ran.err) is not redact
    (reported,) = table(tmp_path / "案卷", "没做成的行.csv")
    if redact:  # what leaves the desk is whole, or not there
        assert "没做成 1 行，" in ran.err
        assert "张三" not in reported["原因"]
        assert not list((tmp_path / "案卷").glob("*/case.json"))
    else:
        assert "1 件少了文书，" in ran.err
        assert (reported["行"], reported["列"]) == ("2", "没写成的文书")
        assert "模板坏了" in table(tmp_path / "案卷")[0]["没写成的文书"]

    assert weiquan(*asked).code == 0  # the row is taken up again, though nothing in it is new
    (made,) = table(tmp_path / "案卷")
    assert "催告函" in made["写好的文书"]
    assert not made["没写成的文书"]
    assert weiquan(*asked).err.count("1 件是以前做好的") == 1


def test_two_runs_do_not_write_into_one_folder(weiquan, tmp_path):
    from weiquan.store.ledger import Ledger

    path = write(tmp_path / "a.csv", [GOOD])
    with Ledger(tmp_path / "案卷"):
        ran = weiquan("batch", path, "--out", "案卷")
    assert (ran.code, "另一个窗口" in ran.err) == (4, True)


def test_without_other_processes_it_is_done_here(weiquan, tmp_path, monkeypatch):
    def refuse(*_, **__):
        raise OSError(38, "no semaphores")

    monkeypatch.setattr("concurrent.futures.ProcessPoolExecutor", refuse)
    ran = weiquan("batch", write(tmp_path / "a.csv", rows_of(30)[0]), "--out", "案卷", "--as-of",
                  AS_OF, "--jobs", "2")
    assert ran.code == 0
    assert len(table(tmp_path / "案卷")) == 30


def die_at_seven(tasks):
    if 7 in tasks and not DONE.exists():
        DONE.write_text("", encoding="utf-8")
        os.kill(os.getpid(), signal.SIGKILL)
    return [n * 2 for n in tasks]


DONE = Path()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs fork")
def test_what_a_lost_worker_had_is_done_again(tmp_path, monkeypatch):
    monkeypatch.setattr(sys.modules[__name__], "DONE", tmp_path / "done")
    begun = []
    got = [x for r in spreading.spread(range(100), die_at_seven, 2, begun.append, 1) for x in r]
    assert sorted(got) == [n * 2 for n in range(100)]
    assert (tmp_path / "done").exists()


def test_no_more_is_read_than_is_being_done(tmp_path):
    read = []

    def tasks():
        for n in range(1000):
            read.append(n)
            yield n

    results = spreading.spread(tasks(), list, 2, len, ())
    next(results)
    next(results)
    assert len(read) < 1000 // 4
    assert sum(map(len, results)) > 900
