"""cases, show, undo, purge, export, import: a case as a thing that one can handle."""

from __future__ import annotations

import json
import os
import pty
import re
import shutil
import subprocess
import sys
from datetime import datetime
from importlib import metadata
from pathlib import Path

import pytest

from tests.cli.conftest import AS_OF, TOLD
from weiquan.cli.app import ALIASES, COMMANDS
from weiquan.cli.common import place_of, rules_at
from weiquan.cli.gather import gather
from weiquan.cli.session import CaseSession
from weiquan.cli.writing import refresh
from weiquan.core.case.answers import dump_value
from weiquan.store.folder import create_case, read_case, save_case
from weiquan.store.home import find_case, list_cases

AT = ("--as-of", AS_OF)
NOW = datetime.fromisoformat(AS_OF)
ROOT = Path(__file__).parents[2]
LATER = {"happened": "not_shipped", "platform": "taobao", "product": "电饭煲", "paid": "199",
         "ordered_on": "2026-11-10"}


def make(home, facts, minutes=0):
    """A case on disk with these answers, one by one, looked at once."""
    place = place_of(None, None, trust=False)
    rules = rules_at(place)
    now = NOW.replace(minute=minutes)
    with create_case(home, now) as case:
        session = CaseSession(rules, case, lambda: now)
        for fact, value in gather(rules, now, sets=[f"{k}={v}" for k, v in facts.items()]).items():
            case.set_answer(fact, dump_value(rules.specs[fact], value), "wizard", now)
            save_case(case)
            if fact in {"platform", "product"}:
                session.rename()
        refresh(place.root, session)
    return case.folder


_MADE = []


@pytest.fixture
def home(tmp_path, tmp_path_factory):
    """Two cases, answered once for all tests: each has a copy of its own."""
    if not _MADE:
        made = tmp_path_factory.mktemp("made") / "案卷"
        make(made, TOLD)
        make(made, LATER, 1)
        _MADE.append(made)
    return shutil.copytree(_MADE[0], tmp_path / "案卷")


def data(ran):
    assert ran.code == 0, ran.err
    return json.loads(ran.out)


# ---------------------------------------------------------------- cases

def test_the_list_has_state_deadline_and_sum(weiquan, home):
    got = data(weiquan("cases", "--json", "--dir", home, *AT))
    assert [c["product"] for c in got["cases"]] == ["电饭煲", "羽绒服"]
    one = got["cases"][1]
    assert (one["number"], one["state"], one["sum"], one["current"]) == (2, "open", "599.00", True)
    plan = data(weiquan("plan", "2", "--json", "--dir", home, *AT))
    assert one["sum"] == plan["total"]
    assert one["sum_with_arguable"] == plan["total_with_arguable"]
    assert one["next_step"] == plan["next"]["title"]
    assert one["next_deadline"]["due"] in {d["due"] for d in plan["deadlines"]}
    text = weiquan("cases", "--dir", home, *AT).out
    assert "能要 599.00 元" in text
    assert "抖音" in text


def test_the_list_is_filtered_by_state_and_by_days_to_the_deadline(weiquan, home):
    with_days = data(weiquan("cases", "--json", "--dir", home, *AT))["cases"]
    days = sorted(c["next_deadline"]["days"] for c in with_days)
    assert weiquan("log", "退款到账", "--case", "2", "--dir", home, *AT).code == 0

    def products(*words):
        return [c["product"] for c in data(weiquan("cases", "--json", "--dir", home, *AT,
                                                   *words))["cases"]]

    assert products("--state", "已了结") == products("--state", "finished") == ["羽绒服"]
    assert products("--state", "没了结") == ["电饭煲"]
    assert products("--state", "没了结", "--within", "0") == []
    assert products("--within", days[-1] + 1, "--state", "没了结") == ["电饭煲"]
    assert "没有合这个条件的" in weiquan("cases", "--state", "读不懂", "--dir", home, *AT).err
    assert weiquan("cases", "--state", "别的", "--dir", home).code == 2
    assert weiquan("cases", "--within", "-1", "--dir", home).code == 2


def test_a_damaged_case_stands_in_the_list_with_its_reason(weiquan, home):
    (find_case(home, "2") / "case.json").write_bytes(b"{")
    got = data(weiquan("cases", "--json", "--dir", home, *AT))["cases"]
    assert [c["state"] for c in got] == ["open", "damaged"]
    assert "case.json.bak" in weiquan("cases", "--dir", home, *AT).out


def test_an_old_case_is_judged_for_the_list_and_a_long_list_is_marked(weiquan, home, monkeypatch):
    for folder in home.iterdir():
        doc = json.loads((folder / "case.json").read_text(encoding="utf-8"))
        del doc["seen"]
        (folder / "case.json").write_text(json.dumps(doc), encoding="utf-8")
    got = data(weiquan("cases", "--json", "--dir", home, *AT))["cases"]
    assert [(c["current"], bool(c["next_step"])) for c in got] == [(True, True)] * 2
    assert got[1]["sum"] == "599.00"
    monkeypatch.setattr("weiquan.cli.cases.LIVE", 1)
    got = weiquan("cases", "--dir", home, *AT)
    assert got.out.count("*") == 1
    assert "以前的规则" in got.err


def test_no_cases_and_a_home_that_is_none(weiquan, tmp_path):
    got = weiquan("cases", "--dir", tmp_path / "无")
    assert (got.code, got.out.strip()) == (0, "")
    assert data(weiquan("cases", "--json", "--dir", tmp_path / "无"))["cases"] == []
    (tmp_path / "文件").write_text("x", encoding="utf-8")
    assert weiquan("cases", "--dir", tmp_path / "文件").code == 4


# ---------------------------------------------------------------- show, newer rules

def test_show_says_what_a_case_holds(weiquan, home):
    got = weiquan("show", "羽绒", "--dir", home, *AT)
    assert got.code == 0
    for text in ("商品：羽绒服", "能退回的几步", "证据清单.txt", "【钱】", "能要的合计：599.00 元"):
        assert text in got.out
    assert TOLD["user_phone"] not in got.out
    whole = data(weiquan("show", "羽绒", "--json", "--dir", home, *AT))
    assert whole["facts"]["user_phone"]["value"] == TOLD["user_phone"]
    assert len(whole["steps"]) == 20
    assert "先做什么.txt" in whole["files"]


def change_seen(folder, change):
    path = folder / "case.json"
    doc = json.loads(path.read_text(encoding="utf-8"))
    doc["rules"] = doc["seen"]["rules"] = "older"
    change(doc["seen"])
    path.write_text(json.dumps(doc, ensure_ascii=False), encoding="utf-8")


def test_what_newer_rules_changed_is_said_in_words(weiquan, home):
    def older(seen):
        seen["sum"] = "1.00"
        theory = next(iter(seen["verdicts"]))
        seen["verdicts"][theory][1] = "no"
        seen["verdicts"]["gone"] = ["早先的一条", "yes"]
        seen["due"] = [[d[0].replace("2026", "2025", 1), *d[1:]] for d in seen["due"][:1]]

    folder = find_case(home, "羽绒")
    change_seen(folder, older)
    got = data(weiquan("show", "羽绒", "--json", "--dir", home, *AT))["changes"]
    text = "\n".join(got)
    assert "原来【不能】" in text
    assert "“早先的一条”现在不看了，原来【能】" in text
    assert "原来是 1.00 元，现在是 599.00 元" in text
    assert "年" in text
    assert "期限" in text


def test_rules_that_changed_nothing_for_a_case_say_so(weiquan, home):
    change_seen(find_case(home, "羽绒"), lambda seen: None)
    got = data(weiquan("show", "羽绒", "--json", "--dir", home, "--as-of", "2027-03-01"))
    assert got["changes"] == ["规则在这之后更新过，这个案件的结论和期限没有变。"]


def test_a_case_without_a_summary_says_that_rules_changed(weiquan, home):
    change_seen(find_case(home, "羽绒"), lambda seen: seen.clear())
    got = data(weiquan("show", "羽绒", "--json", "--dir", home, *AT))
    assert got["changes"] == ["规则在这之后更新过，期限和步骤按现在的规则重新算。"]


# ---------------------------------------------------------------- undo

def answers(folder):
    return {f: (a.value, a.about) for f, a in read_case(folder).facts.items()}


def test_an_event_is_taken_back_and_what_came_out_too(weiquan, home):
    folder = find_case(home, "电饭煲")
    before = answers(folder), (folder / "先做什么.txt").read_text(encoding="utf-8")
    assert weiquan("log", "商家拒绝", "--case", "电饭煲", "--dir", home, *AT).code == 0
    assert answers(folder) != before[0]
    assert "记下“" in weiquan("undo", "电饭煲", "--list", "--dir", home).out
    got = weiquan("undo", "电饭煲", "--dir", home, "--as-of", "2026-11-22T23:01")
    assert got.code == 0, got.err
    assert "退回了" in got.err
    assert "先做" in got.out
    assert (answers(folder), (folder / "先做什么.txt").read_text(encoding="utf-8")) == before


def test_everything_can_be_taken_back_and_the_name_goes_with_it(weiquan, home):
    steps = len(read_case(find_case(home, "电饭煲")).steps)
    assert steps == len(LATER)
    got = weiquan("undo", "电饭煲", "-n", steps, "--dir", home, *AT)
    assert got.code == 0, got.err
    folder = find_case(home, "未命名")
    assert answers(folder) == {}
    assert not (folder / "先做什么.txt").exists()
    assert weiquan("undo", "未命名", "--dir", home).code == 4


@pytest.mark.parametrize(("steps", "code"), [("0", 2), ("-1", 2), ("21", 4), ("x", 2)])
def test_steps_that_are_not_there_change_nothing(weiquan, home, steps, code):
    before = (find_case(home, "羽绒") / "case.json").read_bytes()
    assert weiquan("undo", "羽绒", "-n", steps, "--dir", home, *AT).code == code
    assert (find_case(home, "羽绒") / "case.json").read_bytes() == before


def test_an_undo_that_is_only_tried_changes_nothing(weiquan, home):
    before = (find_case(home, "羽绒") / "case.json").read_bytes()
    got = weiquan("undo", "羽绒", "-n", "2", "--dry-run", "--dir", home, *AT)
    assert got.code == 0
    assert len(got.out.splitlines()) == 2
    assert (find_case(home, "羽绒") / "case.json").read_bytes() == before


def test_undo_survives_a_restart(home):
    folder = find_case(home, "电饭煲")
    before = answers(folder)
    for words in (["log", "商家拒绝", "--case", "电饭煲"], ["undo", "电饭煲"]):
        done = subprocess.run([sys.executable, "-m", "weiquan", *words, "--dir", str(home), *AT],
                              cwd=ROOT, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr.decode()
    assert answers(folder) == before


# ---------------------------------------------------------------- purge

def test_a_case_is_purged_only_by_its_whole_name(weiquan, home):
    name = find_case(home, "羽绒").name
    for words in ([], ["--name", "羽绒"], ["--name", ""], ["--name", "y"], ["--yes"]):
        got = weiquan("purge", "羽绒", *words, "--dir", home)
        assert got.code == 2, words
        assert (home / name / "case.json").exists()
    got = weiquan("purge", "羽绒", "--name", name, "--dir", home)
    assert got.code == 0, got.err
    assert not (home / name).exists()
    assert {"case.json", "先做什么.txt"} <= set(got.out.split())
    assert len(list_cases(home)) == 1


def test_a_purge_that_is_only_tried_lists_and_leaves_all(weiquan, home):
    got = data(weiquan("purge", "羽绒", "--dry-run", "--json", "--dir", home))
    assert got["purged"] is False
    assert "case.json" in {e["name"] for e in got["removed"]}
    assert len(list_cases(home)) == 2


def test_a_damaged_case_can_be_purged(weiquan, home):
    folder = find_case(home, "羽绒")
    (folder / "case.json").write_bytes(b"{")
    assert weiquan("purge", folder.name, "--name", folder.name, "--dir", home).code == 0
    assert not folder.exists()


@pytest.mark.parametrize(("typed", "code"), [("{name}", 0), ("别的", 2), ("", 2)])
def test_in_a_terminal_the_name_is_typed(home, typed, code):
    name = find_case(home, "羽绒").name
    master, slave = pty.openpty()
    run = subprocess.Popen([sys.executable, "-m", "weiquan", "purge", "羽绒", "--dir", str(home)],
                           cwd=ROOT, stdin=slave, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    os.write(master, f"{typed.format(name=name)}\n".encode())
    _, err = run.communicate(timeout=60)
    os.close(master)
    os.close(slave)
    assert run.returncode == code, err.decode()
    assert "照着打一遍" in err.decode()
    assert (home / name).exists() == bool(code)


# ---------------------------------------------------------------- export, import

def test_a_case_goes_to_another_computer(weiquan, home, tmp_path):
    got = weiquan("export", "羽绒", "-o", tmp_path / "a.zip", "--dir", home)
    assert got.code == 0, got.err
    there = tmp_path / "那台"
    got = weiquan("import", tmp_path / "a.zip", "--dir", there)
    assert got.code == 0, got.err
    assert Path(got.out.strip()).parent == there
    assert answers(find_case(there, "羽绒")) == answers(find_case(home, "羽绒"))
    assert weiquan("now", "羽绒", "--dir", there, *AT).code == 0
    assert weiquan("undo", "羽绒", "--dir", there, *AT).code == 0


def test_tried_only_they_write_nothing(weiquan, home, tmp_path):
    assert weiquan("export", "羽绒", "-o", tmp_path / "a.zip", "--dir", home, "--dry-run").code == 0
    assert not (tmp_path / "a.zip").exists()
    weiquan("export", "羽绒", "-o", tmp_path / "a.zip", "--dir", home)
    got = weiquan("import", tmp_path / "a.zip", "--dir", home, "--dry-run")
    assert (got.code, got.out) == (0, "")
    assert len(list_cases(home)) == 2


@pytest.mark.parametrize("words", [
    ["show", "无"], ["undo", "无"], ["purge", "无"], ["export", "无"], ["redact", "无"],
    ["import", "无.zip"],
])
def test_what_is_not_there_is_one_chinese_sentence_and_four(weiquan, home, words):
    got = weiquan(*words, "--dir", home)
    assert got.code == 4
    assert got.out == ""
    assert len(got.err.strip().splitlines()) == 1
    assert got.err.startswith("没有")


@pytest.mark.parametrize("command", ["show", "undo", "export", "redact"])
def test_a_damaged_case_is_one_sentence_and_four(weiquan, home, tmp_path, command):
    folder = find_case(home, "羽绒")
    (folder / "case.json").write_bytes(b'{"schema": 1')
    got = weiquan(command, folder.name, "--dir", home)
    assert got.code == 4
    assert len(got.err.strip().splitlines()) == 1
    assert "读不懂" in got.err
    assert [p.name for p in tmp_path.iterdir()] == ["案卷"]


def test_every_command_has_a_chinese_name():
    meant = {words[0] for words in ALIASES.values()}
    assert {"cases", "show", "undo", "purge", "redact", "export", "import", "doctor"} <= meant
    assert all(words[0] in {*COMMANDS, "--help"} for words in ALIASES.values())


def test_the_chinese_names_work(weiquan, home):
    assert weiquan("案件", "--dir", home, *AT).out == weiquan("cases", "--dir", home, *AT).out
    assert weiquan("撤销", "羽绒", "--list", "--dir", home).code == 0
    assert "--name" in weiquan("帮助", "删除").out


# ---------------------------------------------------------------- --quiet, --dry-run, sources

@pytest.mark.parametrize("place", ["front", "back"])
def test_quiet_leaves_results_and_errors(weiquan, home, place):
    words = ["now", "--example", "returned"]
    loud = weiquan(*words)
    quiet = weiquan(*(["--quiet", *words] if place == "front" else [*words, "--quiet"]))
    assert loud.err
    assert (quiet.out, quiet.err) == (loud.out, "")
    assert weiquan("show", "无", "--quiet", "--dir", home).err.startswith("没有案件")
    assert weiquan(*words).err  # and it is not kept


def test_an_event_a_letter_and_a_calendar_are_only_tried(weiquan, home, tmp_path):
    before = {p: p.read_bytes() for p in home.rglob("*") if p.is_file() and p.name != ".lock"}
    here = sorted(tmp_path.iterdir())
    got = weiquan("log", "商家拒绝", "--case", "羽绒", "--dry-run", "--dir", home, *AT)
    assert got.code == 0
    assert "会记下" in got.err
    assert "先做" in got.out
    got = weiquan("letter", "--all", "--case", "羽绒", "-o", "文书", "--dry-run", "--dir", home,
                  *AT)
    assert got.code == 0, got.err
    assert "会写" in got.err
    assert weiquan("deadlines", "羽绒", "--ics", "a.ics", "--dry-run", "--dir", home, *AT).code == 0
    assert {p: p.read_bytes() for p in home.rglob("*")
            if p.is_file() and p.name != ".lock"} == before
    assert sorted(tmp_path.iterdir()) == here


@pytest.mark.parametrize("command", ["plan", "now"])
def test_sources_stand_behind_the_statements(weiquan, home, command):
    plain = weiquan(command, "羽绒", "--dir", home, *AT)
    got = weiquan(command, "羽绒", "--show-sources", "--dir", home, *AT)
    assert got.out.startswith(plain.out.rstrip("\n"))
    more = got.out[len(plain.out.rstrip()):]
    assert "每句话的出处" in more
    assert "核对于 2026-" in more
    assert "核对过原文" in more
    found = data(weiquan(command, "羽绒", "--show-sources", "--json", "--dir", home, *AT))
    assert "statements" not in data(weiquan(command, "羽绒", "--json", "--dir", home, *AT))
    kinds = {s["kind"] for s in found["statements"]}
    assert {"期限", "步骤", "结论", "条文"} <= kinds
    assert all(s["source"] for s in found["statements"] if s["kind"] in {"结论", "条文"})
    named = {d["name"] for d in found["deadlines"]}
    assert named <= {s["text"] for s in found["statements"] if s["kind"] == "期限"}
    theories = {t.name: t for t in rules_at(place_of(None, None, trust=False)).theories.values()}
    told = [s for s in found["statements"] if s["kind"] == "结论"]
    assert [(s["as_of"], s["confidence"], s["source"]) for s in told] == [
        (t.as_of.isoformat(), t.confidence, t.source) for t in (theories[s["text"]] for s in told)]


# ---------------------------------------------------------------- completion

def offered(words, home, monkeypatch=None):
    """What bash is offered for the last of these words."""
    env = {**os.environ, "_WEIQUAN_COMPLETE": "complete_bash", "COMP_WORDS": " ".join(words),
           "COMP_CWORD": str(len(words) - 1), "WEIQUAN_HOME": str(home)}
    done = subprocess.run([sys.executable, "-c", "from weiquan.cli.app import main; main([])"],
                          cwd=ROOT, env=env, capture_output=True, check=False)
    return done.stdout.decode().split("\n")


def test_cases_letters_facts_and_events_are_completed(home):
    assert {c.name for c in list_cases(home)} <= set(offered(["weiquan", "show", "2026"], home))
    assert "complaint_12315" in offered(["weiquan", "letter", "compl"], home)
    assert "refund_status=" in offered(["weiquan", "plan", "--set", "refund_st"], home)
    assert "refund_status=rejected" in offered(
        ["weiquan", "plan", "--set", "refund_status=rej"], home)
    events = {e.label for e in rules_at(place_of(None, None, trust=False)).events.values()}
    found = set(offered(["weiquan", "log", "商家"], home)) & events
    assert found == {x for x in events if x.startswith("商家")}
    assert len(found) > 2


# What a name on the command line is called in the help, and something that is then offered.
COMPLETED = {
    "案件": "2026", "文书": "complaint_12315", "事情": "商家拒绝", "短名": "消法", "平台": "douyin",
    "[名字]": "returned", "名称=值": "paid=", "格式": "docx", "状态": "没了结", "选项": None,
    "种类": None, "种类或id": "theories", "第几句": "all",
}


def test_every_name_that_is_typed_is_completed(rules, home, monkeypatch):
    """A parameter more that takes a name must offer names; metavars say which do."""
    from weiquan.cli.group import build_app

    monkeypatch.setenv("WEIQUAN_HOME", str(home))
    seen = set()
    for name in COMMANDS:
        command = build_app(COMMANDS, "", [name]).get_command(None, name)
        inner = getattr(command, "commands", {"": command})
        for sub, one in inner.items():
            for param in one.params:
                if param.metavar not in COMPLETED and (name, param.metavar) != ("explain", "名字"):
                    continue
                ctx = one.make_context(sub or name, [], resilient_parsing=True)
                found = [i.value for i in param.shell_complete(ctx, "") if i.type == "plain"]
                assert found, (name, sub, param.name)
                expected = COMPLETED.get(param.metavar) or ""
                assert any(f.startswith(expected) for f in found), (name, param.name, expected)
                seen.add(param.metavar)
    assert seen == {*COMPLETED, "名字"}


def test_whatever_is_offered_for_explain_can_be_explained(weiquan, home):
    facts = {f.id for f in rules_at(place_of(None, None, trust=False)).facts}
    found = [x for x in offered(["weiquan", "explain", ""], home) if x]
    assert facts <= set(found)
    assert {"merchant_demand", "apply_intervention"} <= set(found)
    for id_ in ("merchant_demand", "apply_intervention", *sorted(facts)[::40]):
        assert weiquan("explain", id_, "--case", "1", "--dir", home, *AT).code == 0, id_
    assert offered(["weiquan", "explain", "文书/"], home) in ([""], ["", ""])


def test_the_last_of_a_list_is_completed(home):
    words = ["weiquan", "batch", "表.csv", "--letters", "merchant_demand、compl"]
    found = offered(words, home)
    assert "merchant_demand、complaint_12315" in found
    assert "txt,docx" in offered(["weiquan", "letter", "-f", "txt,d"], home)


def test_completion_without_a_home_offers_nothing_and_says_nothing(tmp_path):
    (tmp_path / "x").write_text("", encoding="utf-8")
    assert offered(["weiquan", "show", "2"], tmp_path / "x") in ([""], ["", ""])


# ---------------------------------------------------------------- doctor

@pytest.mark.nightly
def test_doctor_finds_nothing_to_mend_here(weiquan, home):
    for path in [home, *home.iterdir()]:
        path.chmod(0o700)
    got = data(weiquan("doctor", "--json", "--dir", home, *AT))
    states = {c["id"]: c["state"] for c in got["checks"]}
    assert {"python", "libraries", "encoding", "terminal", "home", "cases", "cache", "rules",
            "freshness", "format-docx"} <= states.keys()
    assert "bad" not in states.values()
    assert all(c["do"] for c in got["checks"] if c["state"] != "ok")
    assert weiquan("doctor", "--dir", home, *AT).out.count("[") >= len(got["checks"])


@pytest.mark.nightly
def test_doctor_says_which_files_are_old(weiquan, home):
    got = data(weiquan("doctor", "--json", "--dir", home, "--as-of", "2028-01-01"))
    [old] = [c for c in got["checks"] if c["id"] == "freshness"]
    assert old["state"] == "warn"
    assert "rules/platforms/douyin.yaml" in old["found"]


@pytest.mark.nightly
def test_doctor_finds_what_is_wrong(weiquan, home, monkeypatch):
    folder = find_case(home, "羽绒")
    (folder / "case.json").write_bytes(b"{")
    find_case(home, "电饭煲").chmod(0o755)
    (home / ".weiquan-purge-x").mkdir()
    monkeypatch.setenv("WEIQUAN_CACHE", "0")
    ran = weiquan("doctor", "--json", "--dir", home, *AT)
    assert ran.code == 4
    checks = [(c["id"], c["state"]) for c in json.loads(ran.out)["checks"]]
    assert checks.count(("cases", "warn")) == 2
    assert ("cases", "bad") in checks
    assert ("cache", "warn") in checks


def test_doctor_compares_libraries_with_the_lock(tmp_path):
    from weiquan.cli.checkups import python_checkups

    shutil.copytree(ROOT / "requirements", tmp_path / "requirements")
    lock = tmp_path / "requirements" / "run.txt"
    # What is here need not be what is locked: other versions are tried on purpose.
    here = {d.name.lower().replace("_", "-"): d.version for d in metadata.distributions()}
    text = re.sub(r"(?m)^([\w.-]+)==\S+", lambda m: f"{m[1]}=={here.get(m[1], '0')}",
                  lock.read_text(encoding="utf-8"))
    lock.write_text(text, encoding="utf-8")
    assert [c.state for c in python_checkups(tmp_path)] == ["ok", "ok"]
    lock.write_text(text + 'typer==0.1 \\\nno-such-thing==1.0 ; sys_platform == "win32" \\\n'
                    "no-such-thing==1.0 \\\n", encoding="utf-8")
    [_, libraries] = python_checkups(tmp_path)
    assert libraries.state == "bad"
    assert "no-such-thing 没有装（测试过的是 1.0）" in libraries.found
    assert "（测试过的是 0.1）" in libraries.found
    lock.unlink()
    assert [c.state for c in python_checkups(tmp_path)] == ["ok", "warn"]


# ---------------------------------------------------------------- in a terminal

def spoken(home, *words):
    """The program in a terminal, asking line by line."""
    pexpect = pytest.importorskip("pexpect")  # Windows has none
    return pexpect.spawn(sys.executable, ["-m", "weiquan", *words, "--plain", "--dir", str(home)],
                         cwd=str(ROOT), env={**os.environ, "LANG": "C.UTF-8", "TERM": "xterm"},
                         encoding="utf-8", timeout=60, dimensions=(40, 100))


@pytest.mark.terminal
def test_what_is_open_again_is_asked_again(tmp_path):
    make(tmp_path / "案卷", {"happened": "not_shipped", "platform": "taobao"})
    run = spoken(tmp_path / "案卷", "undo")
    run.expect("退回了")
    run.expect("第 2 题")
    run.sendline("q")
    run.expect("都存好了")
    run.wait()


@pytest.mark.terminal
def test_going_on_begins_with_what_newer_rules_changed(tmp_path):
    make(tmp_path / "案卷", LATER)
    change_seen(find_case(tmp_path / "案卷", "1"), lambda seen: seen.update(sum="77.00"))
    run = spoken(tmp_path / "案卷", "resume", "1")
    run.expect("现在不同的有")
    run.expect("原来是 77.00 元")
    run.sendline("")
    run.expect("电饭煲|第 \\d+ 题")
    run.sendline("q")
    run.wait()
    assert read_case(find_case(tmp_path / "案卷", "1")).rules_digest != "older"
