"""The wizard in a real terminal: leaving it in every way, sizes, encodings, dumb terminals."""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import re
import signal
import sys
import time
from pathlib import Path

import pyte
import pytest

termios = pytest.importorskip("termios")  # Windows has none; elsewhere nothing may be skipped
pexpect = importlib.import_module("pexpect")

pytestmark = pytest.mark.terminal

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
BOUGHT = {"platform": "pdd", "paid": "299.00"}
NOT_RECEIVED = {**BOUGHT, "received": False}
TO_SAID = {**NOT_RECEIVED, "evidence": ["chat"]}
COMPLETE = {**TO_SAID, "said": "不给退", "phone": "13800000000"}
KINDS = {"choice": {}, "money": {"platform": "pdd"}, "bool": BOUGHT, "choices": NOT_RECEIVED,
         "text": TO_SAID, "review": COMPLETE}
GO_ON = "接着答：weiquan resume"
NO_ENGLISH = frozenset({"weiquan", "resume"})


def _heed_ctrl_c() -> None:
    """A test run in the background ignores Ctrl-C and would hand that on; a terminal does not."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


class Shell:
    """The demo in a terminal of some size, with what it drew."""

    def __init__(self, path: Path, columns: int = 80, *args: str, **env: str) -> None:
        self.path = path
        self.encoding = env.get("PYTHONIOENCODING", "utf-8").replace("ascii", "utf-8")
        base = {k: v for k, v in os.environ.items()
                if not k.startswith(("LC_", "LANG", "PYTHON", "WEIQUAN", "NO_COLOR"))}
        full = {**base, "TERM": "xterm-256color", "LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1",
                "PYTHONPATH": str(ROOT), **env}
        self.child = pexpect.spawn(sys.executable, [str(HERE / "demo.py"), str(path), *args],
                                   env=full, dimensions=(24, columns), timeout=10,
                                   preexec_fn=_heed_ctrl_c)
        self.screen = pyte.Screen(columns, 24)
        self._stream = pyte.Stream(self.screen)
        self.raw = b""
        self.pages: list[str] = []
        self.modes = termios.tcgetattr(self.child.child_fd)[:4]

    def __enter__(self) -> Shell:
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(OSError):  # closed by the test
            self.child.close(force=True)

    def pump(self, seconds: float = 0.1) -> None:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                data = self.child.read_nonblocking(65536, 0.05)
            except pexpect.TIMEOUT:
                continue
            except pexpect.EOF:
                return
            self.raw += data
            self._stream.feed(data.decode(self.encoding, "replace"))
            self.pages.append(self.now())

    def now(self) -> str:
        return "\n".join(
            "".join(self.screen.buffer[y][x].data for x in range(self.screen.columns)).rstrip()
            for y in range(24)
        )

    def see(self, *texts: str) -> None:
        """Wait until the screen shows all of these."""
        for _ in range(80):
            if all(t in self.now().replace("\n >", "\n>") for t in texts):
                return
            self.pump()
        raise AssertionError(f"{texts} not on the screen:\n{self.now()}")

    def send(self, keys: str | bytes, *then: str) -> None:
        self.child.send(keys.encode(self.encoding) if isinstance(keys, str) else keys)
        if then:
            self.see(*then)

    def end(self) -> int | str:
        """Wait for the end; returns the exit code, or the name of the signal."""
        for _ in range(80):
            if not self.child.isalive():
                break
            self.pump()
        assert not self.child.isalive(), "still running:\n" + self.now()
        self.pump()
        if self.child.signalstatus:
            return signal.Signals(self.child.signalstatus).name
        return int(self.child.exitstatus)

    @property
    def facts(self) -> dict[str, object]:
        return json.loads(self.path.read_text(encoding="utf-8"))

    def check_left_usable(self) -> None:
        """Echo and line mode are back, the cursor shows, pasting is not bracketed."""
        assert termios.tcgetattr(self.child.child_fd)[:4] == self.modes
        assert not self.screen.cursor.hidden
        assert self.raw.count(b"\x1b[?2004h") == 0 or (
            self.raw.rindex(b"\x1b[?2004l") > self.raw.rindex(b"\x1b[?2004h"))
        assert b"\x1b[?1049h" not in self.raw

    def check_no_english(self) -> None:
        words = {w for page in self.pages for w in re.findall(r"[A-Za-z]{4,}", page)}
        assert words <= NO_ENGLISH


@pytest.fixture
def start(tmp_path):
    """Start the demo on these answers."""
    with contextlib.ExitStack() as stack:
        def run(facts=None, columns=80, *args, **env) -> Shell:
            path = tmp_path / "案子.json"
            if facts:
                path.write_text(json.dumps(facts, ensure_ascii=False), encoding="utf-8")
            return stack.enter_context(Shell(path, columns, *args, **env))
        yield run


@pytest.mark.parametrize("columns", [80, 50])
def test_a_whole_interview_in_a_terminal(start, columns):
    shell = start(None, columns, "--helpers")
    shell.see("第 1 题", "> 1. 拼多多", "q 存好退出")
    shell.send("\x1b[B\r", "一共付了多少钱？", "< 上一题　? 为什么问　# 看和改　q 存好退出")
    shell.send("abc\r", "看不懂「abc」")
    shell.send("299\r", "收到货了吗？", "记下了：付了多少：￥299.00")
    shell.send("1", "> 1. 是")
    shell.send("\r", "哪天收到的？")
    shell.send("<\r", "现在的答案：是")
    shell.send("\r", "没有改动：收到货：是")
    shell.send("11.20\r", "记下了：收货日期：11月20日（周五）", "[ ] 照片")
    shell.send(" ", "> 1. [x] 聊天记录")
    shell.send("\r", "商家怎么回复的？")
    typed = "商家说是人为损坏，不给退款，让我自己去找平台，平台又说要等商家同意才行"
    shell.send(typed, "同意才行")
    shell.send("\x7f\x7f\x1b[D\x1b[D祎", "祎同意")
    shell.send("\r", "联系电话是多少？")
    shell.send("不清楚\r", "看看有没有记错的", "4. 收到货：是")
    shell.send("3", "> 3. 付了多少：￥299.00")
    shell.send("\r", "现在的答案：￥299.00")
    shell.send("\x7f" * 6 + "58\r", "记下了：付了多少：￥58.00", "> 1. 没有问题，继续")
    shell.send("\r", "要写哪几份？", "1. [x] 催告函")
    shell.send("\x1b[B ", "> 2. [x] 投诉书")
    shell.send("\r")
    assert shell.end() == 0
    shell.see("文书 a,b", "问完了。")
    assert shell.facts == {
        "platform": "taobao", "paid": "58.00", "received": True, "received_on": "2026-11-20",
        "evidence": ["chat"], "said": typed[:-4] + "祎同意", "phone": {"unsure": True},
    }
    shell.check_left_usable()
    shell.check_no_english()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("key", ["\x03", "\x04"])
def test_ctrl_c_and_ctrl_d_say_how_to_go_on(start, kind, key):
    shell = start(KINDS[kind], 50)
    shell.see("\n>")
    shell.send(key)
    assert shell.end() == 130
    assert GO_ON in shell.now()
    assert "Traceback" not in shell.now()
    shell.check_left_usable()
    shell.check_no_english()


@pytest.mark.parametrize("kind", ["choice", "text"])
def test_an_interrupt_from_outside_ends_it_like_ctrl_c(start, kind):
    shell = start(KINDS[kind])
    shell.see("\n>")
    shell.child.kill(signal.SIGINT)
    assert shell.end() == 130
    shell.check_left_usable()


@pytest.mark.parametrize("kind", ["choices", "text"])
@pytest.mark.parametrize("env", [{}, {"TERM": "dumb"}])
def test_sigterm_puts_the_terminal_back_and_says_how_to_go_on(start, kind, env):
    shell = start(KINDS[kind], 80, **env)
    shell.see("\n>")
    shell.child.kill(signal.SIGTERM)
    assert shell.end() == "SIGTERM"
    assert GO_ON in shell.now()
    shell.check_left_usable()


def test_kill_9_loses_only_the_line_being_typed(start):
    shell = start()
    shell.see("> 1. 拼多多")
    shell.send("\r", "一共付了多少钱？")
    shell.send("299\r", "收到货了吗？")
    shell.send("2\r", "手上有哪些东西？")
    shell.send(" \r", "商家怎么回复的？")
    shell.send("不给", "> 不给")
    shell.child.kill(signal.SIGKILL)
    assert shell.end() == "SIGKILL"
    assert shell.facts == TO_SAID
    again = start()
    again.see("商家怎么回复的？", "第 5 题")


@pytest.mark.parametrize("env", [{}, {"TERM": "dumb"}])
def test_a_closed_terminal_ends_the_process_with_the_answers_saved(start, env):
    shell = start({}, 80, **env)
    shell.see("拼多多")
    shell.send("1\r", "一共付了多少钱？")
    shell.child.ptyproc.fileobj.close()
    for _ in range(100):
        if not shell.child.isalive():
            break
        time.sleep(0.05)
    assert not shell.child.isalive()
    assert shell.facts == {"platform": "pdd"}


def test_ctrl_z_and_continuing_draw_the_question_again(start):
    shell = start(TO_SAID)
    shell.see("商家怎么回复的？")
    shell.send("不给", "> 不给")
    shell.send("\x1a")
    shell.pump(0.5)
    shell.child.kill(signal.SIGCONT)
    shell.send("退", "> 不给退")
    shell.send("\r", "联系电话是多少？")


@pytest.mark.parametrize("env", [{"TERM": "dumb"}, {"WEIQUAN_PLAIN": "1"}])
def test_the_plain_front_end_sends_no_escape_bytes(start, env):
    shell = start({}, 50, **env)
    shell.see("4. 别的平台")
    shell.send("2\n", "一共付了多少钱？")
    shell.send("<\n", "现在的答案：淘宝")
    shell.send("\n", "没有改动：平台：淘宝")
    shell.send("299\n", "收到货了吗？")
    shell.send("3\n", "手上有哪些东西？")
    shell.send("1 2\n", "商家怎么回复的？")
    shell.send("不给\x7f给退\n", "联系电话")
    shell.send("\x04")
    assert shell.end() == 130
    assert GO_ON in shell.now()
    assert shell.facts["said"] == "不给退"
    assert not re.search(rb"[\x00-\x07\x0e-\x1f]", shell.raw.replace(b"^D\x08\x08", b""))
    shell.check_left_usable()
    shell.check_no_english()


@pytest.mark.parametrize("key", ["\x03", "\x04"])
@pytest.mark.parametrize("kind", KINDS)
def test_the_plain_front_end_can_be_left_everywhere(start, kind, key):
    shell = start(KINDS[kind], 80, TERM="dumb")
    shell.see("\n>")
    shell.send(key)
    assert shell.end() == 130
    assert GO_ON in shell.now()
    shell.check_left_usable()


@pytest.mark.parametrize("encoding", ["gbk", "ascii"])
@pytest.mark.parametrize("term", ["xterm", "dumb"])
def test_other_encodings_show_and_take_chinese(start, encoding, term):
    shell = start(TO_SAID | {"paid": "5.00"}, 80, PYTHONIOENCODING=encoding, TERM=term)
    shell.see("商家怎么回复的？")
    shell.send("不给退\r", "记下了：商家的话：不给退")
    shell.send("<\r", "现在的答案：不给退")
    shell.send("\r", "联系电话")
    shell.send("q\r")
    assert shell.end() == 130
    assert GO_ON in shell.now()
    assert shell.facts["said"] == "不给退"
    shell.check_no_english()


def test_bytes_that_are_no_text_do_no_harm(start):
    shell = start(TO_SAID)
    shell.see("商家怎么回复的？")
    shell.send(b"\xff\xfe\x80ok\r")
    shell.see("联系电话是多少？")
    assert "ok" in str(shell.facts["said"])


def test_a_paste_of_several_lines_is_one_answer(start):
    shell = start(TO_SAID)
    shell.see("商家怎么回复的？")
    shell.send("\x1b[200~客服：不能退\n我：为什么\n\x1b[201~", "> 客服：不能退 我：为什么")
    shell.send("\r", "联系电话是多少？")


def test_a_failed_save_shows_the_reason_and_leaves_the_terminal_usable(start):
    shell = start({"platform": "pdd"}, 80, SMALL_SESSION_FULL="1")
    shell.see("一共付了多少钱？")
    shell.send("299\r")
    assert shell.end() == 4
    assert "磁盘满了" in shell.now()
    shell.check_left_usable()


def test_a_smaller_window_keeps_the_list_usable(start):
    shell = start(BOUGHT)
    shell.see("收到货了吗？")
    shell.child.setwinsize(24, 40)
    shell.pump(0.3)
    shell.send("2\r", "手上有哪些东西？")
    assert shell.facts["received"] is False


def test_without_a_terminal_nothing_is_asked(tmp_path):
    import subprocess

    done = subprocess.run([sys.executable, str(HERE / "demo.py"), str(tmp_path / "a.json")],
                          input="1\n", capture_output=True, text=True, encoding="utf-8",
                          env={**os.environ, "PYTHONPATH": str(ROOT)}, timeout=30, check=False)
    assert done.returncode == 5
    assert not (tmp_path / "a.json").exists()
