"""weiquan export, import: a case as one zip."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from weiquan.cli.common import emit, say
from weiquan.cli.completing import complete_cases
from weiquan.cli.facts_options import Dir, DryRun
from weiquan.cli.group import command_of
from weiquan.cli.homes import home_folder
from weiquan.store.trouble import shown

EXPORT = """把一个案件装进一个压缩包，换电脑、交给帮忙的人都用它。里面有姓名、电话、地址。

\b
示例：
  weiquan export 1 -o 案件.zip
"""
IMPORT = """从压缩包里导入一个案件，放在已有的旁边，不会盖住任何东西。不认识的文件另放一处。

\b
示例：
  weiquan import 案件.zip
"""
Name = Annotated[str, typer.Argument(
    metavar="案件", help="案件名、编号或其中几个字", show_default=False,
    autocompletion=complete_cases)]
Out = Annotated[Path | None, typer.Option(
    "--out", "-o", metavar="文件", help="写到这个文件；不写就用案件的名字，放在当前文件夹",
    show_default=False)]
Force = Annotated[bool, typer.Option("--force", help="位置上已有别的内容时，直接换掉")]
Archive = Annotated[Path, typer.Argument(metavar="压缩包", help="weiquan export 写出的 zip",
                                         show_default=False)]
MANY = 10


def build(name: str) -> Any:
    """The click command export or import."""
    if name == "export":
        def export(case: Name, out: Out = None, home_dir: Dir = None, force: Force = False,
                   dry_run: DryRun = False) -> int:
            return pack(case, out, home_folder(home_dir), force=force, dry_run=dry_run)

        return command_of(export, name, EXPORT)

    def import_(archive: Archive, home_dir: Dir = None, dry_run: DryRun = False) -> int:
        return unpack(archive, home_folder(home_dir), dry_run=dry_run)

    return command_of(import_, name, IMPORT)


def pack(name: str, out: Path | None, home: Path, *, force: bool, dry_run: bool) -> int:
    """Write the zip and say what is in it."""
    from weiquan.store.home import find_case
    from weiquan.store.moving import contents
    from weiquan.store.packing import packed

    folder = find_case(home, name)
    target = out or Path.cwd() / f"{folder.name}.zip"
    if dry_run:
        files = [e for e in contents(folder) if e.kind == "file"]
        say(f"会把 {len(files)} 个文件写进 {shown(str(target))}，现在没有写：")
        emit(f"  {shown(e.name)}" for e in files)
        return 0
    path, skipped = packed(folder, target, overwrite=force)
    emit([str(path)])
    say("写好了。里面有姓名、电话、地址、订单号；给外人看的，用 weiquan redact 写一份盖住的。")
    if skipped:
        say("没有装进去的（链接，或者不是普通文件）："
            f"{'、'.join(shown(e.name) for e in skipped[:MANY])}。")
    return 0


def unpack(archive: Path, home: Path, *, dry_run: bool) -> int:
    """Unpack a case and say where it is."""
    from weiquan.store.moving import sweep_home
    from weiquan.store.unpacking import APART, unpacked

    sweep_home(home)
    done = unpacked(archive, home, keep=not dry_run)
    if dry_run:
        say(f"能导入，会叫「{shown(done.folder.name)}」。现在没有导入。")
    else:
        emit([str(done.folder)])
        say(f"导入了「{shown(done.folder.name)}」。看看里面有什么：weiquan show 案件名")
    if done.twin:
        say(f"这里原来就有同一个案件「{shown(done.twin)}」，没有动它，两份都在。")
    if done.apart:
        names = "、".join(shown(n.removeprefix(f"{APART}/")) for n in done.apart[:MANY])
        say(f"不认识的文件放在「{APART}」里，打开以前先想想是谁给的：{names}"
            f"{f'，等 {len(done.apart)} 个' if len(done.apart) > MANY else ''}。")
    return 0
