"""The typer application with lazily built commands, and its errors in Chinese."""

from __future__ import annotations

import importlib
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Annotated, Any

import typer
from typer.core import TyperGroup


def build_app(commands: Mapping[str, tuple[str, str]], help_: str, argv: Sequence[str]) -> Any:
    """The click command of the program; only the command that is called is built in full."""
    called = next((a for a in argv if not a.startswith("-")), "")
    completing = "_WEIQUAN_COMPLETE" in os.environ

    class Lazy(TyperGroup):
        def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002  click's signature
            return list(commands)

        def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002  click's signature
            if cmd_name not in commands:
                return None
            module, text = commands[cmd_name]
            if cmd_name != called and not completing:
                return _stub(cmd_name, text)
            made = importlib.import_module(module).build(cmd_name)
            made.name = cmd_name
            return speaking_chinese(made)

    app = typer.Typer(cls=Lazy, add_completion=True, rich_markup_mode=None,
                      pretty_exceptions_enable=False, help=help_,
                      context_settings={"help_option_names": ["--help", "-h"]})
    app.callback()(_whole)
    made = typer.main.get_command(app)
    _chinese_options(made)
    return speaking_chinese(made)


UNBROKEN = 4096    # cells: wider than any line of help
_ROW = re.compile(r"(?P<name> {2,4}\S.*?) {2,}(?P<text>\S.*)")

# What the library writes around our own help texts.
_WORDS = (("Usage:", "用法："), ("Options:", "选项："), ("Arguments:", "参数："),
          ("Commands:", "命令："), ("[OPTIONS]", "[选项]"), ("COMMAND [ARGS]...", "命令 [参数]…"),
          ("Show this message and exit.", "显示这份帮助"), ("[required]", "[必填]"),
          ("[default: ", "[默认："))


def speaking_chinese(command: Any) -> Any:
    """The same click command, and those below it, with a help page in Chinese."""
    plain = command.get_help

    def get_help(ctx: Any) -> str:
        from weiquan.cli.common import columns

        # The library counts characters; a Chinese one is two cells wide.
        ctx.terminal_width = ctx.max_content_width = UNBROKEN
        text: str = plain(ctx)
        for english, chinese in _WORDS:
            text = text.replace(english, chinese)
        return "\n".join(_laid_out(text.splitlines(), columns()))

    command.get_help = get_help
    for inner in getattr(command, "commands", {}).values():
        speaking_chinese(inner)
    return command


def _laid_out(rows: Sequence[str], room: int) -> Iterator[str]:
    """The lines of a help page so that they fit; what options say stands in one column."""
    from weiquan.render.wrap import width, wrap

    for of_two, group in groupby(rows, lambda r: _ROW.fullmatch(r) is not None):
        cells = [(m["name"].rstrip(), m["text"]) for r in group if (m := _ROW.fullmatch(r))] \
            if of_two else []
        at = min(max((width(name) for name, _ in cells), default=0) + 2, room // 3)
        for name, text in cells:
            fits = width(name) + 2 <= at
            if not fits:
                yield name
            first = name + " " * (at - width(name)) if fits else " " * at
            yield from wrap(text, room, first, " " * at)
        for row in () if of_two else group:
            indent = " " * (len(row) - len(row.lstrip()))
            yield from wrap(row.strip(), room, indent, indent) or [""]


def install_completion(shell: str | None) -> int:
    """Install shell completion as typer does it, and say so in Chinese; the exit code."""
    from typer._completion_shared import install

    try:
        name, path = install(shell=shell, prog_name="weiquan",
                             complete_var="_WEIQUAN_COMPLETE")
    except (OSError, typer.Exit):
        typer.echo("没能装上自动补全：认不出现在用的命令行。"
                   "请写明是哪一种，例如 weiquan --install-completion bash。", err=True)
        return 2
    typer.echo(f"{name} 的自动补全装好了，写在 {path}。重新打开终端后生效。")
    return 0


def wrong_completion(argv: Sequence[str], env: Mapping[str, str]) -> str:
    """What is wrong with a call for completion, where the library would fail or speak English."""
    shells = ("bash", "zsh", "fish", "powershell", "pwsh")
    known = f"可以写 {'、'.join(shells)}。"
    if argv and argv[0] in {"--install-completion", "--show-completion"} and len(argv) > 1 \
            and argv[1] not in shells:
        return f"没有「{argv[1]}」这种命令行的自动补全，{known}"
    asked = env.get("_WEIQUAN_COMPLETE")
    if asked is None:
        return ""
    what, _, shell = asked.partition("_")
    if what not in {"complete", "source"} or shell not in shells:
        return f"环境变量 _WEIQUAN_COMPLETE 写成了「{asked}」，认不出。" \
            f"写成 complete_ 加命令行的名字，{known}"
    place = env.get("COMP_CWORD", "0")
    return "" if place.isascii() and place.isdecimal() else \
        f"环境变量 COMP_CWORD 写成了「{place}」，须是数字。"


def _root() -> None:
    """A command that is only listed does nothing."""


def _whole(*, quiet: Annotated[bool, typer.Option(
        "--quiet", help="只印结果和错误，别的话不说；写在哪里都行")] = False) -> None:
    """The group itself does nothing."""


def _stub(name: str, text: str) -> Any:
    app = typer.Typer(add_completion=False, rich_markup_mode=None)
    app.command(name, help=text)(_root)
    made = typer.main.get_command(app)
    made.name = name
    made.help = made.short_help = text
    return made


_OPTION_HELP = {
    "install_completion": "给当前的命令行装上自动补全",
    "show_completion": "显示自动补全的脚本，可以复制或自己安装",
}


def _chinese_options(command: Any) -> None:
    for param in command.params:
        if param.name in _OPTION_HELP:
            param.help = _OPTION_HELP[param.name]


def command_of(function: Any, name: str, help_: str) -> Any:
    """One typer command as a click command."""
    app = typer.Typer(add_completion=False, rich_markup_mode=None,
                      context_settings={"help_option_names": ["--help", "-h"]})
    app.command(name, help=help_)(function)
    return typer.main.get_command(app)


def usage_text(error: Exception) -> str | None:
    """A wrong command line in Chinese; None when it is another kind of error."""
    from weiquan.core.language.reading import nearest

    kind = type(error).__name__
    known = {t.__name__ for t in type(error).__mro__}
    if "ClickException" not in known and "UsageError" not in known:
        return None
    name = getattr(error, "option_name", "") or ""
    ctx = getattr(error, "ctx", None)
    where = getattr(ctx, "command_path", "weiquan")
    tail = f"运行 {where} --help 查看用法。"
    if kind == "NoSuchOption":
        options = [o for p in ctx.command.params for o in p.opts] if ctx is not None else []
        return f"没有选项「{name}」{nearest(name, options)}。{tail}"
    if kind == "MissingParameter":
        param = getattr(error, "param", None)
        return f"还缺「{getattr(param, 'human_readable_name', '') or '参数'}」。{tail}"
    if kind == "BadOptionUsage":
        return f"选项「{name}」后面还要写内容。{tail}"
    message = str(getattr(error, "message", ""))
    if "No such command" in message:
        wrong = message.split("'")[1] if "'" in message else message
        commands = ctx.command.list_commands(ctx) if ctx is not None else []
        return f"没有命令「{wrong}」{nearest(wrong, commands)}。{tail}"
    if kind == "BadParameter":
        param = getattr(error, "param", None)
        opts = getattr(param, "opts", None) or ["参数"]
        return f"「{opts[0]}」的内容不能用。{tail}"
    return f"命令写得不对。{tail}"
