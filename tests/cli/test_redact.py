"""redact: whatever is personal in a case is in no part of the copy, docx properties included."""

from __future__ import annotations

import io
import json
import re
import unicodedata
import zipfile
from datetime import datetime

import docx
import pytest
from docx.oxml import parse_xml

from tests.cli.conftest import AS_OF, TOLD
from tests.cli.test_case_commands import make
from weiquan.core.asking.personal import personal_in
from weiquan.core.telling.masking import Mask, Personal
from weiquan.store.folder import open_case, read_case, save_case
from weiquan.store.home import find_case, list_cases

AT = ("--as-of", AS_OF)
NOW = datetime.fromisoformat(AS_OF)
PRIVATE = {
    "user_name": "欧阳若曦", "user_phone": "13912345678", "user_address":
    "浙江省杭州市余杭区文一西路969号3幢502室", "order_no": "6920381745519284736",
    "return_tracking": "SF1234567890123",
}
# What stands in the person's own words and is known to nobody.
OWN = ("18600001111", "11010119900307451X", "6222021234567890123", "someone@example.com",
       "QQ123456789"[2:], "wxid_abcdef123", "刘备备")
# Of more kinds: told once after a word that gives them away, and then without it.
MORE_OWN = {
    "name": ("欧阳建国", "名叫{}，"), "kin": ("李翠芳", "老婆{}的手机"),
    "title": ("诸葛小亮", "客服叫我{}先生"), "plate": ("沪A8F66学", "车牌{}"),
    "green": ("粤BD12346", "停的是{}，"), "passport": ("E12345678", "护照号{}"),
    "wechat": ("xiaofang_1990", "加V：{}"), "letters": ("zhang-san88", "VX {}"),
    "taobao": ("tb77123456", "旺旺号{}"), "mail": ("li.si+buy@mail.example.cn", "发到{}"),
    "house": ("海创园12幢3单元1101", "放在余杭区仓前街道{}"), "building": ("7号楼1203室", "送到{}"),
    "id": ("44010619780214123x", "身份证是{}"), "old": ("QQ87654321"[2:], "QQ号 {}"),
}
MORE_WORDS = "；".join(how.format(what) for what, how in MORE_OWN.values())
WORDS = (f"我是{PRIVATE['user_name']}，打 {OWN[0]} 或发 {OWN[3]}，身份证 {OWN[1]}，"
         f"卡 6222 0212 3456 7890 123，QQ：{OWN[4]}，微信：{OWN[5]}，收件人：{OWN[6]}")


@pytest.fixture
def folder(weiquan, tmp_path):
    """A case with letters, and all kinds of files that somebody added or changed."""
    make(tmp_path / "案卷", {**TOLD, **PRIVATE, "problem": WORDS})
    home = tmp_path / "案卷"
    place = find_case(home, "1")
    with open_case(place) as case:
        case.set_answer("user_phone", "13700009999", "wizard", NOW)
        save_case(case)
        case.extra["note"] = PRIVATE["user_name"]
        case.set_answer("user_phone", PRIVATE["user_phone"], "wizard", NOW)
        save_case(case)
    for fmt in ("docx", "txt", "md"):
        assert weiquan("letter", "--all", "--case", "1", "-f", fmt, "-o", place / "文书",
                       "--force", "--dir", home, *AT).code == 0
    (place / "证据").mkdir(exist_ok=True)
    (place / "证据" / f"{PRIVATE['user_name']}-{PRIVATE['order_no']}.txt").write_bytes(
        f"聊天：{PRIVATE['user_name']} １３９１２３４５６７８".encode("gb18030"))
    (place / "证据" / "页.html").write_text(
        f"<html><head><title>{PRIVATE['user_name']}</title><!-- {OWN[0]} --></head><body>"
        f"<p>139<b>1234</b>5678</p><img alt='{PRIVATE['user_name']}' src='data:x'>"
        f"<a href='tel:{OWN[0]}'>&#27431;&#38451;若曦</a><script>var x='{OWN[0]}'</script>",
        encoding="utf-8")
    (place / "证据" / "折行.md").write_text(
        "浙江省杭州市余杭区\n    文一西路 969 号 3 幢\n502室，欧阳\n若曦", encoding="utf-8")
    (place / "证据" / "记录.json").write_text(json.dumps([PRIVATE["user_name"]]), encoding="utf-8")
    (place / "证据" / "图.jpg").write_bytes(b"\xff\xd8" + PRIVATE["user_name"].encode())
    (place / "证据" / "信.pdf").write_bytes(b"%PDF")
    (place / "文书" / "改过.docx").write_bytes(word())
    return place


def word():
    """A document that somebody edited: runs, a table, a header, a comment, properties."""
    made = docx.Document()
    line = made.add_paragraph()
    for piece in ("姓名：欧阳", "若", "曦，电话139", "1234", "5678"):
        line.add_run(piece).bold = piece == "若"
    made.add_table(1, 1).cell(0, 0).text = PRIVATE["user_address"]
    made.sections[0].header.paragraphs[0].text = PRIVATE["order_no"]
    link = parse_xml('<w:hyperlink xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006'
                     f'/main" w:tooltip="{OWN[3]}"><w:r><w:t>{OWN[3]}</w:t></w:r></w:hyperlink>')
    line._p.append(link)
    props = made.core_properties
    props.author = props.last_modified_by = "XIAOXI-PC"
    props.title = props.subject = PRIVATE["user_name"]
    props.keywords, props.comments = PRIVATE["order_no"], OWN[0]
    made.add_comment(line.runs, text=WORDS, author="XIAOXI-PC", initials="XP")
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def everything(place):
    """All text in the copy: names, plain files, every part of every docx with and without tags."""
    for path in [place, *place.rglob("*")]:
        yield path.name
        if path.is_dir():
            continue
        body = path.read_bytes()
        if path.suffix == ".docx":
            with zipfile.ZipFile(path) as opened:
                assert opened.testzip() is None
                for name in opened.namelist():
                    text = opened.read(name).decode("utf-8", "replace")
                    yield name
                    yield text
                    yield re.sub(r"<[^>]+>", "", text)
        else:
            yield json.loads(body)[0] if path.name == "记录.json" else body.decode()
            yield re.sub(r"<[^>]+>", "", body.decode())


def bare(text):
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", text)).lower()


PERSONAL = [*PRIVATE.values(), *OWN, "13700009999", "XIAOXI-PC", "文一西路969号"]


def test_no_personal_string_of_the_original_is_in_the_copy(weiquan, folder, tmp_path):
    original = [bare(t) for p in folder.rglob("*") if p.suffix in {".txt", ".json", ".md"}
                and "证据/" not in p.as_posix() for t in [p.read_text(encoding="utf-8")]]
    for secret in (*PRIVATE.values(), OWN[0], "13700009999"):
        assert any(bare(secret) in t for t in original), secret  # there is something to find
    got = weiquan("redact", "1", "-o", tmp_path / "副本", "--dir", folder.parent, *AT)
    assert got.code == 0, got.err
    texts = [bare(t) for t in everything(tmp_path / "副本")]
    assert len(texts) > 60
    assert [(s, t[max(0, t.index(bare(s)) - 20):][:60]) for s in PERSONAL for t in texts
            if bare(s) in t] == []
    assert "羽绒服" in "".join(texts)  # and what is not personal is


def test_the_copy_is_a_whole_case_and_the_original_is_untouched(weiquan, folder, tmp_path):
    before = {p: p.read_bytes() for p in folder.rglob("*") if p.is_file() and p.name != ".lock"}
    out = tmp_path / "给人看.zip"
    got = json.loads(weiquan("redact", "1", "-o", out, "--json", "--dir", folder.parent, *AT).out)
    assert got["place"] == str(out)
    left = {x["name"]: x["why"] for x in got["left_out"]}
    assert set(left) == {"证据/图.jpg", "证据/信.pdf"}
    assert {p: p.read_bytes() for p in folder.rglob("*")
            if p.is_file() and p.name != ".lock"} == before
    assert weiquan("import", out, "--dir", tmp_path / "那边").code == 0
    [case] = list_cases(tmp_path / "那边")
    copy = read_case(case.folder)
    assert copy.facts["user_name"].value == "〔姓名〕"
    assert copy.facts["paid"].value == "599.00"
    assert copy.steps == []
    assert copy.extra == {}
    assert weiquan("now", "1", "--dir", tmp_path / "那边", *AT).code == 0
    for path in case.folder.rglob("*.docx"):
        docx.Document(str(path))


def test_a_second_copy_stands_beside_the_first_and_a_tried_one_nowhere(weiquan, folder, tmp_path):
    words = ("redact", "1", "-o", tmp_path / "副本", "--dir", folder.parent, *AT)
    got = weiquan(*words, "--dry-run")
    assert got.code == 0
    assert not (tmp_path / "副本").exists()
    assert PRIVATE["user_name"] not in got.out
    for _ in range(2):
        assert weiquan(*words).code == 0
    assert {p.name for p in tmp_path.iterdir()} == {"案卷", "副本", "副本-2"}


def test_links_and_files_that_hold_others_stay_out(weiquan, folder, tmp_path):
    (folder / "证据" / "链.txt").symlink_to(folder / "case.json")
    with zipfile.ZipFile(folder / "文书" / "改过.docx", "a") as opened:
        opened.writestr("word/embeddings/表.xlsx", PRIVATE["user_name"])
    (folder / "文书" / "坏.docx").write_bytes(b"PK\x03\x04")
    got = json.loads(weiquan("redact", "1", "-o", tmp_path / "副本", "--json", "--dir",
                             folder.parent, *AT).out)
    left = {x["name"] for x in got["left_out"]}
    assert {"证据/链.txt", "文书/改过.docx", "文书/坏.docx"} <= left


def test_a_name_that_was_taken_back_is_covered_in_older_letters(weiquan, folder, tmp_path):
    old = folder / "文书" / "早先.txt"
    old.write_text("申请人：诸葛孔明", encoding="utf-8")
    with open_case(folder) as case:
        case.set_answer("user_name", "诸葛孔明", "wizard", NOW)
        save_case(case)
    assert weiquan("undo", "1", "--dir", folder.parent, *AT).code == 0
    assert weiquan("redact", "1", "-o", tmp_path / "副本", "--dir", folder.parent, *AT).code == 0
    assert "诸葛" not in "".join(everything(tmp_path / "副本"))


@pytest.mark.parametrize(("kind", "covered"), [("private", True), ("shop", False)])
def test_a_seller_is_covered_who_is_a_private_person(weiquan, tmp_path, kind, covered):
    make(tmp_path / "案卷", {**TOLD, "seller_kind": kind, "seller_name": "张大民",
                            "user_name": "欧阳若曦"})
    assert weiquan("redact", "1", "-o", tmp_path / "副本", "--dir", tmp_path / "案卷",
                   *AT).code == 0
    assert ("张大民" not in "".join(everything(tmp_path / "副本"))) == covered


@pytest.mark.parametrize("where", ["own words", "a chat in the evidence"])
def test_what_own_words_give_away_is_covered_everywhere(weiquan, tmp_path, where):
    told = {"problem": MORE_WORDS} if where == "own words" else {}
    make(tmp_path / "案卷", {**TOLD, **told})
    place = find_case(tmp_path / "案卷", "1")
    if not told:
        (place / "证据").mkdir(exist_ok=True)
        (place / "证据" / "聊天.txt").write_bytes(MORE_WORDS.encode("gb18030"))
    secrets = [what for what, _ in MORE_OWN.values()]
    (place / "文书").mkdir(exist_ok=True)
    (place / "文书" / "笔记.txt").write_text("，".join(secrets), encoding="utf-8")
    made = docx.Document()
    for secret in secrets:
        line = made.add_paragraph()
        for half in (secret[:2], secret[2:]):
            line.add_run(half)
    made.core_properties.subject = secrets[0]
    made.save(str(place / "文书" / f"{secrets[1]}.docx"))
    texts = [bare(t) for p in (place / "文书").glob("笔记.txt") for t in [p.read_text("utf-8")]]
    assert not [s for s in secrets if not any(bare(s) in t for t in texts)]  # there to be found
    got = weiquan("redact", "1", "-o", tmp_path / "副本", "--dir", tmp_path / "案卷", *AT)
    assert got.code == 0, got.err
    texts = [bare(t) for t in everything(tmp_path / "副本")]
    assert [s for s in secrets for t in texts if bare(s) in t] == []
    assert "羽绒服" in "".join(texts)


@pytest.mark.parametrize("text", [
    "我是买家，商家不发货", "本人购买的鞋", "我是在抖音买的", "朋友说的", "微信支付300元",
    "支付宝付款", "姓名不显示", "我是高度近视，看不清", "抖音商城买的手机", "客服说不退",
    "退一赔三，第55条", "京东自营旗舰店"])
def test_what_gives_nobody_away_is_left(text):
    assert personal_in(text) == []


# ---------------------------------------------------------------- the mask itself

MASK = Mask([Personal("张三", "姓名"), Personal("某省某市某区幸福路12号", "地址"),
             Personal("AB12", "订单号")], ["某某公司，杭州市文三路478号"])


@pytest.mark.parametrize(("text", "want"), [
    ("张三和张 三、张\n三", "〔姓名〕和〔姓名〕、〔姓名〕"),
    ("两张，三个", "两张，三个"),
    ("XAB12Y 和 ab12", "XAB12Y 和 〔订单号〕"),
    ("幸福路12号", "〔地址〕"),
    ("某省，某市 某区－幸福路１２号", "〔地址〕"),
    ("手机138-0013-8000，座机010-62345678", "手机〔手机号〕，座机〔电话〕"),
    ("138****8000", "〔手机号〕"),
    ("某某公司，杭州市文三路478号", "某某公司，杭州市文三路478号"),
    ("住在上海市长宁区仙霞路99弄3号", "〔地址〕"),
    ("2026-11-22 20:30，11月22日，599.00 元，第 55 条，12315，400-820-8820",
     "2026-11-22 20:30，11月22日，599.00 元，第 55 条，12315，400-820-8820"),
    ("联系人：王小明", "联系人〔姓名〕"),
    ("尾号1234的卡", "尾号〔尾号〕的卡"),
    ("", ""),
])
def test_what_is_covered_and_what_is_not(text, want):
    assert MASK.text(text) == want


def test_pieces_are_covered_as_one_and_keep_their_number():
    assert MASK.pieces(["电话1380", "013", "8000，张", "三。"]) == [
        "电话〔手机号〕", "", "，〔姓名〕", "。"]


def test_a_copy_that_would_still_show_something_is_not_made(folder, monkeypatch, weiquan, tmp_path):
    """The copy is searched once more before it is handed over, whatever the mask missed."""
    real = Mask.pieces
    monkeypatch.setattr(Mask, "pieces", lambda self, parts: list(parts)
                        if any("若" in p for p in parts) else real(self, parts))
    got = weiquan("redact", "1", "-o", tmp_path / "副本", "--dir", folder.parent, *AT)
    assert got.code == 4
    assert not (tmp_path / "副本").exists()


def test_a_file_that_would_still_show_something_stays_out(folder, monkeypatch, weiquan, tmp_path):
    from weiquan.store import redacting

    real = redacting.covered
    monkeypatch.setattr(redacting, "covered", lambda suffix, data, cover:
                        data if suffix == ".md" else real(suffix, data, cover))
    got = json.loads(weiquan("redact", "1", "-o", tmp_path / "副本", "--json", "--dir",
                             folder.parent, *AT).out)
    assert "证据/折行.md" in {x["name"] for x in got["left_out"]}
    assert not (tmp_path / "副本" / "证据" / "折行.md").exists()
