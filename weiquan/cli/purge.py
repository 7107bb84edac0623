"""weiquan purge: a case and all its files, deleted for good."""

from __future__ import annotations

import sys
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from weiquan.cli.common import emit, say
from weiquan.cli.completing import complete_cases
from weiquan.cli.facts_options import Dir, DryRun, Json
from weiquan.cli.group import command_of
from weiquan.cli.hints import quoted
from weiquan.cli.homes import home_folder
from weiquan.errors import BadValue
from weiquan.store.trouble import shown

if TYPE_CHECKING:
    from weiquan.store.moving import Entry

HELP = """删掉一个案件和里面的全部文件，不进回收站。要照着打一遍案件的名字；删了什么会列出来。

脚本里用，把完整的名字写在 --name 后面，没有别的办法跳过确认。

\b
示例：
  weiquan purge 3
  weiquan purge 3 --name 2026-11-22-抖音-羽绒服
"""
SCHEMA = "weiquan/purge/1"
Name = Annotated[str, typer.Argument(
    metavar="案件", help="案件名、编号或其中几个字", show_default=False,
    autocompletion=complete_cases)]
Typed = Annotated[str | None, typer.Option(
    "--name", metavar="名字", help="案件完整的名字，用来确认", show_default=False,
    autocompletion=complete_cases)]
KINDS = {"link": "（链接，指向的内容没动）", "folder": "/", "special": "", "file": ""}


def build(name: str) -> Any:
    """The click command."""
    def purge(case: Name, typed: Typed = None, home_dir: Dir = None, dry_run: DryRun = False,
              as_json: Json = False) -> int:
        return delete(case, typed, home_folder(home_dir), dry_run=dry_run, as_json=as_json)

    return command_of(purge, name, HELP)


def delete(name: str, typed: str | None, home: Path, *, dry_run: bool, as_json: bool) -> int:
    """Delete the case once its name was typed, and print what went."""
    from weiquan.store.home import find_case
    from weiquan.store.lock import own_folder
    from weiquan.store.moving import contents, purge_case, sweep_home

    sweep_home(home)
    folder = find_case(home, name)
    own_folder(folder)
    entries = contents(folder)
    if not dry_run:
        _confirm(folder, entries, typed)
        purge_case(folder)
    if as_json:
        from weiquan.cli.reading import as_json as text_of

        emit([text_of({"schema": SCHEMA, "case": folder.name, "folder": str(folder),
                       "purged": not dry_run,
                       "removed": [{"name": e.name, "kind": e.kind, "size": e.size}
                                   for e in entries]})])
        return 0
    files = sum(e.kind != "folder" for e in entries)
    say(f"{'会删掉' if dry_run else '删掉了'}案件「{shown(folder.name)}」，{files} 个文件"
        f"{'。现在没有动' if dry_run else ''}：")
    emit(_listed(entries))
    return 0


def _listed(entries: list[Entry]) -> list[str]:
    return [f"  {shown(e.name)}{KINDS[e.kind]}" for e in entries]


def _confirm(folder: Path, entries: list[Entry], typed: str | None) -> None:
    """Raise BadValue unless the name of the case is given word for word."""
    if typed is None:
        if not sys.stdin or not sys.stdin.isatty():
            raise BadValue("删除要确认：请把案件完整的名字写在 --name 后面，"
                           f"例如 --name={quoted(folder.name)}。没有删。")
        say("\n".join([f"要删掉「{shown(folder.name)}」和里面的：", *_listed(entries),
                       "删了找不回来。请照着打一遍案件的名字，直接回车就不删："]), always=True)
        try:
            typed = input()
        except EOFError:
            typed = ""
    if unicodedata.normalize("NFC", typed.strip()) != unicodedata.normalize("NFC", folder.name):
        raise BadValue("名字对不上，没有删。")
