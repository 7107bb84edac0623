"""weiquan redact: a copy of a case that others may see."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from zipfile import BadZipFile

import typer

from weiquan.cli.common import emit, moment, place_of, rules_at, say
from weiquan.cli.completing import complete_cases
from weiquan.cli.facts_options import AsOf, Dir, DryRun, Json
from weiquan.cli.group import command_of
from weiquan.cli.homes import home_folder
from weiquan.store.layout import EVIDENCE
from weiquan.store.trouble import shown

if TYPE_CHECKING:
    from weiquan.core.model.ruleset import RuleSet
    from weiquan.core.telling.masking import Mask
    from weiquan.store.case import Case
    from weiquan.store.redacting import Redacted

HELP = """写一份可以发给别人看的副本：姓名、电话、地址、订单号、运单号、证件号都盖住，文件名也一样。

文字、网页和 docx 里的都盖，docx 的属性也盖。图片、录屏、pdf 盖不住，不放进去，会一一列出。
写到一个新文件夹；-o 后面的名字以 .zip 结尾就写成一个压缩包。原来的案件不动。

\b
示例：
  weiquan redact 1
  weiquan redact 1 -o 给别人看.zip
"""
SCHEMA = "weiquan/redact/1"
OPEN = frozenset({"seller_name", "product"})   # who sells and what: not somebody's own words
TAIL = "盖住个人信息"
Name = Annotated[str, typer.Argument(
    metavar="案件", help="案件名、编号或其中几个字", show_default=False,
    autocompletion=complete_cases)]
Out = Annotated[Path | None, typer.Option(
    "--out", "-o", metavar="位置", show_default=False,
    help=f"写到这个新文件夹或 .zip；不写就叫“案件名-{TAIL}”，放在当前文件夹")]


def build(name: str) -> Any:
    """The click command."""
    def redact(case: Name, out: Out = None, home_dir: Dir = None, as_of: AsOf = None,
               dry_run: DryRun = False, as_json: Json = False) -> int:
        return copy(case, out, home_folder(home_dir), moment(as_of), dry_run=dry_run,
                    as_json=as_json)

    return command_of(redact, name, HELP)


def copy(name: str, out: Path | None, home: Path, now: datetime, *, dry_run: bool,
         as_json: bool) -> int:
    """Write the copy, and say what is not in it and why."""
    from weiquan.store.folder import read_case
    from weiquan.store.home import find_case
    from weiquan.store.redacting import redact_case

    rules = rules_at(place_of(None, None, trust=False))
    case = read_case(find_case(home, name))
    private, mask = mask_for(rules, case, now, texts_in(case.folder))
    target = out or Path.cwd() / f"{mask.text(case.name)}-{TAIL}"
    done = redact_case(case, private, mask, target, write=not dry_run)
    if as_json:
        from weiquan.cli.reading import as_json as text_of

        emit([text_of({"schema": SCHEMA, "place": str(done.place), "written": not dry_run,
                       "files": done.files,
                       "left_out": [{"name": n, "why": w} for n, w in done.left_out]})])
        return 0
    if dry_run:
        say(f"会写到 {shown(str(done.place))}，现在没有写：")
        emit(f"  {shown(n)}" for n in done.files)
    else:
        emit([str(done.place)])
    _tell(done)
    return 0


def mask_for(rules: RuleSet, case: Case, now: datetime,
             texts: Iterable[str] = ()) -> tuple[dict[str, str], Mask]:
    """The facts of a case that are personal, and what covers them and all they ever were.

    What own words give away, in an answer or in `texts`, is covered everywhere too.
    """
    from weiquan.cli.session import CaseSession
    from weiquan.core.asking.personal import personal_in
    from weiquan.core.telling.masking import Mask, Personal, personal_facts

    private = personal_facts(rules, CaseSession(rules, case, lambda: now).facts(), now)
    known, others = [], []
    values = [(f, a.value) for f, a in case.facts.items()]
    values += [(p.id, p.old) for p in case.history]
    values += [(f, a.value) for s in case.steps for f, a in s.facts.items() if a is not None]
    for fact, value in values:
        if not isinstance(value, str):
            continue
        if fact in private:
            known.append(Personal(value, private[fact]))
        elif fact in rules.specs and rules.specs[fact].private:
            others.append(value)
    said = [v for f, v in values if isinstance(v, str) and f not in OPEN]
    known += [Personal(v, label) for text in (*said, *texts) for v, label in personal_in(text)]
    return private, Mask(known, others)


def texts_in(folder: Path) -> list[str]:
    """The texts that somebody put into a case, as far as they can be read."""
    from weiquan.store.atomic import read_file
    from weiquan.store.masked import MOST_BYTES, Unreadable, visible
    from weiquan.store.moving import contents

    out: list[str] = []
    for entry in contents(folder):
        if entry.kind == "file" and entry.name.startswith(f"{EVIDENCE}/"):
            with suppress(OSError, Unreadable, BadZipFile, ValueError, RuntimeError):
                out += visible(entry.path.suffix, read_file(entry.path, MOST_BYTES))
    return out


def _tell(done: Redacted) -> None:
    if done.left_out:
        say("没有放进去的，要发的话先自己看过：")
        say("\n".join(f"  {shown(name)}：{why}" for name, why in done.left_out))
    say("姓名、电话、地址、各种号码都盖住了。程序可能有认不出的，发出去以前请自己再看一遍。")
