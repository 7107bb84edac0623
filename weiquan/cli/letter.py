"""weiquan letter."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Annotated, Any

import typer

from weiquan.cli.checking import checked_lines, stop_blocked, tell_findings
from weiquan.cli.common import emit, say
from weiquan.cli.completing import complete_formats, complete_letters
from weiquan.cli.facts_options import CaseOption, DryRun
from weiquan.cli.letters import drafts
from weiquan.cli.made import Boxes, Draft, Made, file_name, marked
from weiquan.cli.reading import Work, as_json, reading_command
from weiquan.cli.withheld import NONE_ON_PAGE, stop_empty, tell_withheld
from weiquan.core.language.reading import nearest
from weiquan.errors import BadValue, RenderFailed

HELP = """写文书。写明的内容来自填过的事实；少的地方留成【姓名】这样的空格，并在最后列出。

\b
示例：
  weiquan letter complaint_12315 --case 1 --format docx -o 投诉书.docx
  weiquan letter --all --check --case 1
  weiquan letter --list
  weiquan letter --all --facts 案情.yaml --format docx,pdf -o 文书
  weiquan letter --phone --case 1 -o 手机复制页.html
"""
Kinds = Annotated[list[str] | None, typer.Argument(
    metavar="文书", help="文书的名字，可以写几个；见 --list", show_default=False,
    autocompletion=complete_letters)]
Format = Annotated[str | None, typer.Option(
    "--format", "-f", metavar="格式", show_default=False, autocompletion=complete_formats,
    help="txt、md、html、docx、pdf，可以写几种，用逗号隔开；不写就看 -o 的文件名，再不然是 txt")]
Out = Annotated[Path | None, typer.Option(
    "--out", "-o", metavar="位置", help="写到这个文件；几份文书时是文件夹。不写就印在屏幕上",
    show_default=False)]
All = Annotated[bool, typer.Option("--all", help="这个案子眼下能写的全部文书")]
List = Annotated[bool, typer.Option("--list", help="列出全部文书的名字")]
Short = Annotated[bool, typer.Option("--short", help="只要短文本，用来贴进平台或 12315 的输入框")]
Phone = Annotated[bool, typer.Option(
    "--phone", help="写成手机用的一页网页：全部短文本和文书，带复制按钮和字数；还有证据清单")]
Most = Annotated[int | None, typer.Option(
    "--max-chars", metavar="字数", show_default=False, min=40,
    help="输入框最多多少字；页面写着别的数时用，和 --short、--phone 一起")]
Force = Annotated[bool, typer.Option(
    "--force", help="位置上已有别的内容时，直接换掉；检查没过也写，文件名带上“未过检查”")]
Check = Annotated[bool, typer.Option(
    "--check", help="只检查：哪里不对、怎么改；有不能发的，退出码是 7")]
_NOTES = {"renamed": "（原来的文件没动，换了个名字）", "unchanged": "（内容没有变化）"}


def build(name: str) -> Any:
    """The click command."""
    return reading_command(
        name, HELP, show, before={"kinds": (Kinds, None)},
        after={"case": (CaseOption, None), "fmt": (Format, None), "out": (Out, None),
               "every": (All, False), "listed": (List, False), "short": (Short, False),
                "phone": (Phone, False), "most": (Most, None), "check": (Check, False),
               "force": (Force, False),
                "dry_run": (DryRun, False)}, exact=True)


def show(work: Work) -> int:
    """Write letters to the screen or to files."""
    options = work.options
    if options["listed"]:
        return _list(work)
    if options["phone"]:
        return _phone(work)
    formats = _formats(options, as_json=work.as_json)
    kinds, checking = _kinds(work), options["check"]
    tell_withheld(work, kinds)
    boxes = Boxes(options["most"], annex=options["out"] is not None) if options["short"] else None
    made, failed = _made(
        drafts(work.root, work.rules, work.facts, work.assessment, kinds, boxes), formats)
    if work.as_json:
        emit([as_json({"schema": "weiquan/letters/1", "letters": [m.as_json() for m in made]})])
    if not made and not failed:
        stop_empty(work, kinds)
    if checking and not work.as_json:
        emit(checked_lines(made))
    elif options["out"] is None and not work.as_json:
        for one in made:
            emit([one.text.rstrip("\n")])
    if not checking:
        tell_findings(made)
    if not options["force"] and (checking or options["out"] is not None):
        stop_blocked(made)
    if options["out"] is not None and not work.as_json:
        _write(made, options["out"], force=options["force"], dry_run=options["dry_run"])
    _tell_missing(work, made)
    _tell_stale(work)
    if failed:
        raise RenderFailed("\n".join(failed))
    return 0


def _formats(options: dict[str, Any], *, as_json: bool) -> list[str]:
    """The formats that were asked for, or that the name of the file asks for."""
    from weiquan.render.formats import FORMATS, NOT_FOR_SCREENS

    out: Path | None = options["out"]
    asked = options["fmt"]
    if asked is None:
        ending = out.suffix.lower().removeprefix(".") if out is not None else ""
        return [ending if ending in FORMATS else "txt"]
    formats = list(dict.fromkeys(re.split(r"[,，、\s]+", asked.strip().lower())))
    for one in formats:
        if one not in FORMATS:
            raise BadValue(f"没有格式「{one}」，可以写 {'、'.join(FORMATS)}。")
        if one in NOT_FOR_SCREENS and out is None and not as_json \
                and not options["short"] and not options["check"]:
            raise BadValue(f"{one} 不能印在屏幕上，请用 -o 写明位置，例如 -o 投诉书.{one}。")
    if len(formats) > 1 and out is None and not as_json:
        raise BadValue("几种格式要写成文件，请用 -o 写明文件夹，例如 -o 文书。")
    return formats


def _made(ready: list[Draft], formats: list[str]) -> tuple[list[Made], list[str]]:
    """What could be written, and why the rest could not: one format never keeps another."""
    made: dict[tuple[str, str, str], Made] = {}
    failed: list[str] = []
    for draft in ready:
        for fmt in formats:
            try:
                # A short text is txt whatever the format of its annex is.
                made |= {(one.id, one.part, one.format): one for one in draft.made(fmt)}
            except RenderFailed as error:
                failed.append(error.message)
    return list(made.values()), list(dict.fromkeys(failed))


def _phone(work: Work) -> int:
    """Write the page for the phone: of the letters that were named, or of all."""
    from weiquan.cli.copying import copy_page
    from weiquan.render.copy_page import NAME
    from weiquan.store.output import write_output

    options = work.options
    kinds = _kinds(work, every=not options["kinds"])
    if not kinds:
        say(NONE_ON_PAGE)
    page = copy_page(work.root, work.rules, work.facts, work.assessment, kinds,
                     limit=options["most"])
    out: Path | None = options["out"]
    if out is None:
        emit([page.rstrip("\n")])
        return 0
    path = out / NAME if os.path.isdir(out) else out  # noqa: PTH112  never raises
    dry = options["dry_run"]
    done = write_output(path, page.encode(), overwrite=options["force"], dry_run=dry)
    say(f"{'会写' if dry else '写好了'}：{done.path}{_NOTES.get(done.status, '')}\n"
        "传到手机上，用浏览器打开。")
    return 0


def _kinds(work: Work, *, every: bool = False) -> list[str]:
    known = list(work.rules.letters)
    kinds = []
    for written in work.options["kinds"] or ():
        kind = written.replace("-", "_")
        if kind not in known:
            raise BadValue(f"没有文书「{written}」{nearest(kind, known)}。"
                           "运行 weiquan letter --list 查看；案件写在 --case 后面。")
        kinds.append(kind)
    if work.options["every"] or every:
        return [x.rule.id for x in work.assessment.letters]
    if not kinds:
        raise BadValue("还没说写哪一份。运行 weiquan letter --list 查看，或加 --all 全写。")
    return kinds


def _list(work: Work) -> int:
    if work.as_json:
        emit([as_json([{"id": m.id, "name": m.name, "to": m.to, "channel": m.channel}
                       for m in work.rules.letters.values()])])
        return 0
    for meta in work.rules.letters.values():
        emit([f"{meta.id}", f"  {meta.name}，给{meta.to}。{meta.channel}"])
    if work.facts:
        _list_for_case(work)
    return 0


def _list_for_case(work: Work) -> None:
    """Which letters help in this case now, and why the others do not."""
    result = work.assessment
    emit(["", "这个案子眼下能写的："])
    emit([f"  {x.rule.name}：{x.why or x.rule.channel}" for x in result.letters] or ["  没有"])
    if result.withheld:
        emit(["", "现在不写的，和原因："])
        emit([f"  {meta.name}：{why}" for meta, why in result.withheld])


def _write(made: list[Made], out: Path, *, force: bool, dry_run: bool) -> None:
    from weiquan.store.output import write_output

    several = len(made) > 1 or os.path.isdir(out)  # noqa: PTH112  never raises
    numbers = {id_: i for i, id_ in enumerate(dict.fromkeys(m.id for m in made), 1)}
    for one in made:
        path = out / file_name(numbers[one.id], one) if several else marked(out, one)
        done = write_output(path, one.data, overwrite=force, make_parent=several,
                            dry_run=dry_run)
        say(f"{'会写' if dry_run else '写好了'}：{done.path}{_NOTES.get(done.status, '')}")


def _tell_stale(work: Work) -> None:
    """Say beside the letters what of the platform was looked at long ago."""
    from weiquan.core.telling.card import stale_of

    if stale := stale_of(work.rules, work.facts, work.assessment):
        say(stale)


def _tell_missing(work: Work, made: list[Made]) -> None:
    missing = list(dict.fromkeys(f for one in made for f in one.missing))
    if missing:
        names = "、".join(work.rules.specs[f].short for f in missing)
        flags = " ".join(f"--set {f}=…" for f in missing)
        say(f"还有 {len(missing)} 处没有填：{names}。\n补的办法：加上 {flags}")
    for note in dict.fromkeys(note for one in made for note in one.notes):
        say(note)
