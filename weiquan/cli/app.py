"""The command line: one lazy group, one place that prints errors and chooses the exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Any

from weiquan import __version__
from weiquan.errors import WeiquanError

# name -> (module, help). A command's module is imported only when it is the one called.
COMMANDS: dict[str, tuple[str, str]] = {
    "start": ("weiquan.cli.start", "新建一个案件，一题一题地填"),
    "resume": ("weiquan.cli.start", "接着填没做完的案件；不写名字就列出全部案件"),
    "cases": ("weiquan.cli.cases", "全部案件：最近的期限、能要的合计"),
    "show": ("weiquan.cli.show", "一个案件里有什么"),
    "undo": ("weiquan.cli.undo", "退回上一步，回答和记下的事都能退"),
    "purge": ("weiquan.cli.purge", "删掉一个案件和里面的全部文件"),
    "redact": ("weiquan.cli.redact", "写一份盖住个人信息的副本，可以发给别人看"),
    "export": ("weiquan.cli.exchange", "把一个案件装进一个压缩包"),
    "import": ("weiquan.cli.exchange", "从压缩包里导入一个案件"),
    "tell": ("weiquan.cli.tell", "用自己的话说经过，或贴订单页、聊天记录，看读出了什么"),
    "now": ("weiquan.cli.now", "今晚的一屏：最近的期限、先做的事、能不能要"),
    "plan": ("weiquan.cli.plan", "先做什么：步骤、期限、依据、金额、证据、文书"),
    "deadlines": ("weiquan.cli.deadlines", "全部期限；--ics 写成带提醒的日历"),
    "reply": ("weiquan.cli.reply", "商家这样说，有没有道理、怎么回"),
    "log": ("weiquan.cli.log", "记下后来发生的事，卡片跟着变"),
    "checklist": ("weiquan.cli.checklist", "证据清单：缺哪些、怎么取、证明什么"),
    "letter": ("weiquan.cli.letter", "写文书：催告函、平台投诉、12315 投诉和举报等"),
    "batch": ("weiquan.cli.batch", "一张表里的全部案子一次做完：一行一个案卷，汇成总表"),
    "law": ("weiquan.cli.lookups", "查法条：要旨、数字、施行日、出处"),
    "platform": ("weiquan.cli.lookups", "查平台规定：入口、期限、证据、常见说法和更正"),
    "deadline-types": ("weiquan.cli.lookups", "查期限：从哪天算、多长、到期怎样"),
    "explain": ("weiquan.cli.explain", "为什么这样说，改变哪一点会不同"),
    "doctor": ("weiquan.cli.doctor", "查一查这台电脑上的安装，哪里不对、怎么办"),
    "rules": ("weiquan.cli.rules", "给写规则的人：检查、结构说明、一览表"),
}
# What people type instead; the words replace the first one.
ALIASES: dict[str, tuple[str, ...]] = {
    "投诉": ("letter", "complaint_12315"), "证据": ("checklist",), "期限": ("deadlines",),
    "帮助": ("--help",), "回复": ("reply",), "记": ("log",), "继续": ("resume",),
    "先做什么": ("now",), "文书": ("letter", "--list"),
    "案件": ("cases",), "查看": ("show",), "撤销": ("undo",), "删除": ("purge",),
    "遮盖": ("redact",), "导出": ("export",), "导入": ("import",), "体检": ("doctor",),
}
HELP = f"""网购维权助手。不联网，所有内容只在自己的电脑上。

\b
常用：
  weiquan                       打开最近的案件，没有就新建；最多八题给出先做什么
  weiquan now 1                 第 1 个案件今晚先做什么
  weiquan log 商家拒绝           记下后来的事，卡片跟着变
  weiquan reply "商家的话"       这话有没有道理，怎么回
  weiquan 期限 1 --ics 期限.ics   全部期限，写成带提醒的日历
  weiquan cases --within 7      七天以内有期限的案件

weiquan 不是律师，写出来的内容请自己看过再用。版本 {__version__}"""


def run() -> None:
    """The console entry."""
    import gc

    gc.set_threshold(200_000)  # a start makes many objects and no garbage
    code = main(sys.argv[1:])
    gc.freeze()  # the last collection of the interpreter would look at all of them again
    sys.exit(code)


def main(argv: Sequence[str]) -> int:
    """Run one command and return its exit code; the only place that prints an error."""
    from weiquan.wizard.streams import safe_streams

    safe_streams()
    code = _result(_hushed(argv))
    try:
        sys.stdout.flush()
    except OSError as e:  # a full disk is often noticed only here
        return _refused(e)
    return code


def _result(argv: Sequence[str]) -> int:
    try:
        return _call(argv)
    except WeiquanError as e:
        return _ended(e.message, e.exit_code)
    except KeyboardInterrupt:
        return _ended("已停下。填过的内容都存好了，运行 weiquan resume 接着填。", 130)
    except RecursionError:
        return _ended("内容嵌套太深，处理不了。请检查输入的文件。", 2)
    except MemoryError:
        return _ended("内容太大，内存不够。请检查输入的文件，或者关掉一些程序再试。", 2)
    except OSError as e:
        return _refused(e)
    except Exception as e:
        return _bug(e)


def _ended(message: str, code: int) -> int:
    from weiquan.cli.common import say

    say(message, always=True)
    return code


def _refused(error: OSError) -> int:
    """The exit code after the system refused something; who reads is told what and why."""
    if isinstance(error, BrokenPipeError):
        _quiet_stdout()
        return 0
    if error.errno is None:  # raised by a program, not by the system
        return _bug(error)
    from pathlib import Path

    from weiquan.store.trouble import explain

    if isinstance(error.filename, str):
        return _ended(explain("读写文件", Path(error.filename), error), 4)
    _quiet_stdout()  # only streams have no name: store/ and loading/ name their files
    return _ended(explain("印出内容", Path("标准输出"), error), 6)


def _call(argv: Sequence[str]) -> int:
    if list(argv) == ["--version"]:
        print(f"weiquan {__version__}")
        return 0
    from weiquan.cli.group import wrong_completion

    if wrong := wrong_completion(argv, os.environ):
        return _ended(wrong, 2)
    if argv and argv[0] == "--install-completion":
        from weiquan.cli.group import install_completion

        return install_completion(argv[1] if len(argv) > 1 else None)
    if argv and argv[0] in ALIASES:
        argv = _meant(argv)
    if not argv:
        from weiquan.cli.start import begin_or_help

        code = begin_or_help()
        if code is not None:
            return code
        argv = ["--help"]
    if "--example" in argv:
        from weiquan.cli.examples import with_default

        argv = with_default(argv)
    return _run(argv)


def _run(argv: Sequence[str]) -> int:
    import typer

    from weiquan.cli.group import build_app, usage_text

    try:
        got: Any = build_app(COMMANDS, HELP, argv)(
            args=list(argv), prog_name="weiquan", standalone_mode=False)
    except typer.Exit as e:
        return int(e.exit_code)
    except typer.Abort:
        raise KeyboardInterrupt from None
    except SystemExit as e:
        if isinstance(e.__context__, BrokenPipeError):  # what typer makes of it
            raise e.__context__ from None
        raise
    except Exception as e:
        text = usage_text(e)
        if text is None:
            raise
        return _ended(text, 2)
    return got if isinstance(got, int) else 0


def _hushed(argv: Sequence[str]) -> list[str]:
    """The command line without --quiet, which may stand anywhere and is obeyed here."""
    words = list(argv)
    end = words.index("--") if "--" in words else len(words)
    kept = [w for w in words[:end] if w != "--quiet"]
    quiet = len(kept) < end
    if quiet or "weiquan.cli.common" in sys.modules:
        from weiquan.cli.common import Talk

        Talk.quiet = quiet
    return kept + words[end:]


def _meant(argv: Sequence[str]) -> list[str]:
    """The command line that a Chinese word for a command stands for."""
    words, rest = ALIASES[argv[0]], list(argv[1:])
    if words == ("--help",) and rest:
        return [ALIASES.get(rest[0], (rest[0],))[0], "--help"]
    return [*words, *rest]


def _bug(error: Exception) -> int:
    """One line for the user; the traceback goes to a file, without the case's contents."""
    import tempfile
    import traceback
    from pathlib import Path

    frames = traceback.extract_tb(error.__traceback__)
    text = "".join([f"weiquan {__version__}, Python {sys.version}\n",
                    *(f"{f.filename}:{f.lineno} {f.name}\n" for f in frames),
                    type(error).__name__, "\n"])
    where = ""
    try:
        with tempfile.NamedTemporaryFile("w", prefix="weiquan-", suffix=".log", delete=False,
                                         encoding="utf-8") as file:
            file.write(text)
        where = f"记录在 {Path(file.name)}，里面没有案件内容。"
    except OSError:
        where = "记录没能写到磁盘。"
    return _ended(f"程序出错了，这是程序的问题。填过的内容都在。{where}", 1)


def _quiet_stdout() -> None:
    """After the reader has gone, nothing more may be written, not even on exit."""
    from pathlib import Path

    sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115  open until exit
