"""The page for the phone, as a browser and as a hostile text would see it."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from lxml import html

from weiquan.render.copy_page import CopyField, CopyLetter, Tick, to_copy_page
from weiquan.render.short import box_length

HOSTILE = [
    "</textarea><script>alert(1)</script>",
    "</script><img src=x onerror=alert(1)>",
    '" onfocus="alert(1)" autofocus x="',
    "' onclick='alert(1)",
    "{{ 7*7 }}{% raw %}",
    "&lt;b&gt; &amp; <b>",
    "javascript:alert(1) http://x.cn/a",
    "#import \"x\" $x$ *粗* |甲| 😀 䶮",
]


class Page:
    """Every tag with its attributes, the text in each textarea, and all other text."""

    def __init__(self, source: str) -> None:
        tree = html.document_fromstring(source)
        elements = [x for x in tree.iter() if isinstance(x.tag, str)]
        self.tags = [(x.tag, dict(x.attrib)) for x in elements]
        areas = [x for x in elements if x.tag == "textarea"]
        self.areas = [(x.text or "").removeprefix("\n") for x in areas]
        self.texts = [x.text or "" for x in elements if x not in areas]
        self.texts += [x.tail or "" for x in elements]

    def all(self, tag):
        return [attrs for name, attrs in self.tags if name == tag]


def page(text: str = "请退款。", limit: int | None = 500) -> str:
    letter = CopyLetter(text, text, text, (
        CopyField(text, text, limit, text), CopyField("订单号", "1", None)), text + "全", text)
    return to_copy_page(text, [letter, CopyLetter("乙", "丙", "", (), "丁")], [
        Tick("chat", text, text, (text,), have=True), Tick("order", "订单", "", (), have=False)],
        "案件", text)


def test_every_text_has_a_button_and_a_counter():
    seen = Page(page())
    ids = [area["id"] for area in seen.all("textarea")]
    assert seen.areas == ["请退款。", "1", "请退款。", "请退款。全", "丁"]
    assert len(set(ids)) == len(ids)
    for kind in ("copy", "count"):
        assert [a["data-for"] for _, a in seen.tags if a.get("class") == kind] == ids
    limits = [a.get("data-limit") for _, a in seen.tags if a.get("class") == "count"]
    assert limits == ["500", None, None, None, None]
    assert {a["for"] for a in seen.all("label") if "for" in a} == set(ids)


def test_the_evidence_can_be_ticked_off_and_what_is_there_is():
    boxes = [a for a in Page(page()).all("input") if a["type"] == "checkbox"]
    assert [(b["data-tick"], "checked" in b) for b in boxes] == [("chat", True), ("order", False)]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_adds_a_tag_an_attribute_or_a_script(text):
    tame, hostile = Page(page()), Page(page(text))
    assert [(t, set(a)) for t, a in hostile.tags] == [(t, set(a)) for t, a in tame.tags]
    assert hostile.areas[0] == text
    assert len(hostile.all("script")) == 1
    assert "".join(hostile.texts).count(text) == "".join(tame.texts).count("请退款。")


def test_the_page_needs_nothing_from_anywhere():
    source = page("见 http://x.cn/a")
    seen = Page(source)
    fetching = {"src", "href", "action", "srcset", "data", "poster", "formaction", "background"}
    assert not [a for _, a in seen.tags if fetching & set(a)]
    assert not re.search(r"url\(|@import|fetch\(|XMLHttp|WebSocket|sendBeacon|import\(", source)
    assert set(re.findall(r"https?://[a-z./]+", source)) == {"http://x.cn/a"}
    (policy,) = [a["content"] for a in seen.all("meta")
                 if a.get("http-equiv") == "Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe" not in policy
    assert not [k for _, a in seen.tags for k in a if k.startswith("on") or k == "style"]


def test_the_same_case_gives_the_same_page_and_another_one_other_ticks():
    assert page() == page()
    key = re.compile(r'data-key="(\w+)"')
    other = to_copy_page("请退款。", [], [], "别的案件", "")
    assert key.search(page())[1] != key.search(other)[1]


def browser() -> str:
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return next(filter(None, map(shutil.which, names)), "")


@pytest.mark.skipif(not browser(), reason="no browser here")
def test_in_a_browser_the_script_runs_and_hostile_text_does_not(tmp_path):
    text = "😊</textarea><img src=x onerror=\"document.title='坏'\">"
    file = tmp_path / "页.html"
    file.write_text(page(text, 10), encoding="utf-8")
    done = subprocess.run(
        [browser(), "--headless", "--no-sandbox", "--disable-gpu", "--dump-dom",
         f"--user-data-dir={tmp_path / 'profile'}", file.as_uri()],
        capture_output=True, encoding="utf-8", check=True, timeout=120)
    dom = Page(done.stdout)
    assert "script" in dom.tags[0][1]["class"]
    assert "<title>可以复制的话</title>" in done.stdout
    length = box_length(text)
    assert f"{length} / 10 字，多 {length - 10} 字" in done.stdout
    assert "已有 1 / 2 样。" in done.stdout
    assert not dom.all("img")


def test_its_parts_lie_beside_the_writer():
    look = Path(__file__).resolve().parents[2] / "weiquan/render/look"
    assert {p.name for p in look.iterdir()} == {
        "copy.css", "copy.html.j2", "copy.js", "letter.css", "letter.typ"}
