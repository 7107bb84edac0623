"""weiquan letter."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from weiquan.cli.common import emit, say
from weiquan.cli.completing import complete_letters
from weiquan.cli.facts_options import CaseOption, DryRun
from weiquan.cli.letters import Made, file_name, make
from weiquan.cli.reading import Work, as_json, reading_command
from weiquan.core.case.context import context_of
from weiquan.core.judging.offers import demands_of
from weiquan.core.language.reading import nearest
from weiquan.errors import BadValue

HELP = """写文书。写明的内容来自填过的事实；少的地方留成【姓名】这样的空格，并在最后列出。

\b
示例：
  weiquan letter complaint_12315 --case 1 --format docx -o 投诉书.docx
  weiquan letter --list
  weiquan letter --all --facts 案情.yaml --format docx -o 文书
"""
Kinds = Annotated[list[str] | None, typer.Argument(
    metavar="文书", help="文书的名字，可以写几个；见 --list", show_default=False,
    autocompletion=complete_letters)]
Format = Annotated[str, typer.Option("--format", "-f", metavar="格式", help="txt、md 或 docx")]
Out = Annotated[Path | None, typer.Option(
    "--out", "-o", metavar="位置", help="写到这个文件；几份文书时是文件夹。不写就印在屏幕上",
    show_default=False)]
All = Annotated[bool, typer.Option("--all", help="这个案子眼下能写的全部文书")]
List = Annotated[bool, typer.Option("--list", help="列出全部文书的名字")]
Short = Annotated[bool, typer.Option("--short", help="只要短文本，用来贴进平台或 12315 的输入框")]
Force = Annotated[bool, typer.Option("--force", help="位置上已有别的内容时，直接换掉")]
FORMATS = ("txt", "md", "docx")


def build(name: str) -> Any:
    """The click command."""
    return reading_command(
        name, HELP, show, before={"kinds": (Kinds, None)},
        after={"case": (CaseOption, None), "fmt": (Format, "txt"), "out": (Out, None),
               "every": (All, False), "listed": (List, False), "short": (Short, False),
               "force": (Force, False), "dry_run": (DryRun, False)}, exact=True)


def show(work: Work) -> int:
    """Write letters to the screen or to files."""
    options = work.options
    if options["listed"]:
        return _list(work)
    if options["fmt"] not in FORMATS:
        raise BadValue(f"没有格式「{options['fmt']}」，可以写 {'、'.join(FORMATS)}。")
    kinds = _kinds(work)
    if options["fmt"] == "docx" and options["out"] is None and not work.as_json:
        raise BadValue("docx 不能印在屏幕上，请用 -o 写明位置，例如 -o 投诉书.docx。")
    _tell_withheld(work, kinds)
    made = make(work.root, work.rules, work.facts, work.assessment, kinds, options["fmt"],
                short=options["short"])
    if work.as_json:
        emit([as_json({"schema": "weiquan/letters/1", "letters": [m.as_json() for m in made]})])
    elif options["out"] is None:
        for one in made:
            emit([one.text.rstrip("\n")])
    else:
        _write(made, options["out"], force=options["force"], dry_run=options["dry_run"])
    _tell_missing(work, made)
    return 0


def _kinds(work: Work) -> list[str]:
    known = list(work.rules.letters)
    kinds = []
    for written in work.options["kinds"] or ():
        kind = written.replace("-", "_")
        if kind not in known:
            raise BadValue(f"没有文书「{written}」{nearest(kind, known)}。"
                           "运行 weiquan letter --list 查看；案件写在 --case 后面。")
        kinds.append(kind)
    if work.options["every"]:
        return [x.rule.id for x in work.assessment.letters]
    if not kinds:
        raise BadValue("还没说写哪一份。运行 weiquan letter --list 查看，或加 --all 全写。")
    return kinds


def _tell_withheld(work: Work, kinds: list[str]) -> None:
    """Say why a letter does not help now; one that would ask for nothing is not written."""
    for meta, why in work.assessment.withheld:
        if meta.id in kinds:
            if "request" in meta.takes and not demands_of(
                    work.assessment.lines, work.assessment.wishes, meta,
                    context_of(work.rules, work.facts, work.now)):
                raise BadValue(f"「{meta.name}」现在写不成：{why}")
            say(f"「{meta.name}」现在不用写：{why}\n")


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

    several = len(made) > 1 or out.is_dir()
    for i, one in enumerate(made, 1):
        path = out / file_name(i, one) if several else out
        done = write_output(path, one.data, overwrite=force, make_parent=several,
                            dry_run=dry_run)
        note = {"renamed": "（原来的文件没动，换了个名字）", "unchanged": "（内容没有变化）"}
        say(f"{'会写' if dry_run else '写好了'}：{done.path}{note.get(done.status, '')}")


def _tell_missing(work: Work, made: list[Made]) -> None:
    missing = list(dict.fromkeys(f for one in made for f in one.missing))
    if missing:
        names = "、".join(work.rules.specs[f].short for f in missing)
        flags = " ".join(f"--set {f}=…" for f in missing)
        say(f"还有 {len(missing)} 处没有填：{names}。\n补的办法：加上 {flags}")
    for one in made:
        for note in one.notes:
            say(note)
