"""weiquan batch: a table with one case in each row becomes as many case folders and one table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from weiquan.cli.common import moment, place_of, rules_at, say
from weiquan.cli.completing import complete_formats, complete_letter_list
from weiquan.cli.facts_options import AsOf, Rules, Templates, Trust
from weiquan.cli.group import command_of
from weiquan.errors import BadValue

if TYPE_CHECKING:
    from weiquan.cli.desk import Order, Task
    from weiquan.cli.tally import Tally
    from weiquan.core.case.rows import Cell, Header, Trouble
    from weiquan.core.model.ruleset import RuleSet
    from weiquan.store.ledger import Ledger
    from weiquan.store.records import Row

HELP = """一张表里的全部案子一次做完：一行一个案卷，再汇成一张总表。

表格第一行是表头，写“实付金额”“签收日期”这样的名字，或者 paid、received_on；有哪些，运行
weiquan rules table facts。“经过”这一列写几句话也行，读出来的不算确认，不写进文书。
停下来以后再运行同一条命令，做过的不再做。每个案卷都能接着填：weiquan resume 案卷名 --dir 文件夹。
要发给别人看的，加 --redact 另做一份：案卷、总表、没做成的行里，姓名、电话、地址、各种号码都盖住。

\b
示例：
  weiquan batch 登记表.csv --out 案卷
  weiquan batch 登记表.csv --out 案卷 --letters 全部 --format txt
  weiquan batch 登记表.csv --out 给别人看 --redact
"""
INTERRUPTED = 130

Source = Annotated[Path, typer.Argument(
    metavar="表格", help="csv、jsonl 或 json 文件", show_default=False)]
Out = Annotated[Path | None, typer.Option(
    "--out", "-o", metavar="文件夹", help="案卷和总表放在这个文件夹", show_default=False)]
Letters = Annotated[list[str] | None, typer.Option(
    "--letters", metavar="文书", show_default=False, autocompletion=complete_letter_list,
    help="另写这些文书，几个就用顿号隔开；写“全部”就是眼下能写的全部")]
Format = Annotated[str, typer.Option(
    "--format", "-f", metavar="格式", autocompletion=complete_formats,
    help="文书的格式：txt、docx、pdf、html（手机复制页），几样用逗号隔开")]
Redact = Annotated[bool, typer.Option(
    "--redact", help="盖住姓名、电话、地址、订单号、运单号、证件号，给别人看；要放进新文件夹")]
Jobs = Annotated[int | None, typer.Option(
    "--jobs", "-j", metavar="个数", min=1, max=64,
    help="同时用几个处理器；不写就全用上", show_default=False)]


def build(name: str) -> Any:
    """The click command."""
    def batch(source: Source, out: Out = None,  # noqa: PLR0913, PLR0917  one per option
              letters: Letters = None,
              fmt: Format = "txt,docx,html", jobs: Jobs = None, redact: Redact = False,
              as_of: AsOf = None, rules_dir: Rules = None, templates_dir: Templates = None,
              trust: Trust = False) -> int:
        if out is None:
            raise BadValue("还没说放在哪里。请写 --out 文件夹，例如 --out 案卷。")
        place = place_of(rules_dir, templates_dir, trust=trust)
        rules = rules_at(place)
        from weiquan.cli.desk import Order

        chosen, formats = _letters(rules, letters or []), _formats(fmt)
        if redact and "pdf" in formats:
            raise BadValue("pdf 里的内容盖不住。加了 --redact，--format 写 txt、docx、html。")
        now = moment(as_of)
        # Without --as-of the day counts, not the minute: a stopped run goes on the same day.
        when = now.isoformat() if as_of else now.date().isoformat()
        stamp = "|".join((when, rules.digest, *chosen, *(formats if chosen else ())))
        return run(source, rules, Order(place, out, now, chosen, formats, stamp, redact), jobs)

    return command_of(batch, name, HELP)


def _letters(rules: RuleSet, written: list[str]) -> tuple[str, ...]:
    """The letters that are meant, by id or by name; raises BadValue."""
    from weiquan.cli.words import EVERY
    from weiquan.core.language.reading import nearest

    names = {m.name: m.id for m in rules.letters.values()} | {i: i for i in rules.letters}
    out = []
    for word in (w.strip() for text in written for w in text.replace("、", ",").split(",")):
        if word in {EVERY, "all"}:
            return (EVERY,)
        if word.replace("-", "_") not in names:
            raise BadValue(f"没有文书「{word}」{nearest(word, names)}。"
                           "运行 weiquan letter --list 查看；要全部，写 --letters 全部。")
        out.append(names[word.replace("-", "_")])
    return tuple(sorted(set(out)))


def _formats(written: str) -> tuple[str, ...]:
    from weiquan.cli.writing import FORMATS

    chosen = [f.strip() for f in written.replace("、", ",").split(",")]
    for one in chosen:
        if one not in FORMATS:
            raise BadValue(f"没有格式「{one}」，可以写 {'、'.join(FORMATS)}。")
    return tuple(f for f in FORMATS if f in chosen)


def run(source: Path, rules: RuleSet, order: Order, jobs: int | None) -> int:
    """Do every row of the file; the exit code. Raises: BatchPartlyFailed and others."""
    from weiquan.cli.desk import do_rows, open_desk
    from weiquan.cli.spreading import cores, spread
    from weiquan.cli.tally import Tally
    from weiquan.core.case.rows import fact_named, header_of, names_of
    from weiquan.store.ledger import Ledger
    from weiquan.store.redacting import README
    from weiquan.store.sheets import open_sheet

    names = names_of(rules)
    with ExitStack() as stack:
        sheet = stack.enter_context(open_sheet(source, lambda n: bool(fact_named(names, n))))
        header = header_of(names, sheet.header) if sheet.header else None
        for text in header.unread if header is not None else ():
            say(text)
        ledger = stack.enter_context(Ledger(order.home, order.stamp if order.redact else ""))
        ledger.recover()
        tally = Tally(ledger, README if order.redact else None)
        left = left_of(sheet.rows, lambda row: _cells(
            names, header, row, rules, redact=order.redact), order, ledger, tally)
        try:
            for results in spread(left, do_rows, jobs or cores(), open_desk, order):
                for one in results:
                    tally.take(one)
        except KeyboardInterrupt:
            tally.settle()
            tally.clear()
            say(f"已停下，这次做好 {tally.done} 件。再运行同一条命令，从停下的地方接着做。")
            return INTERRUPTED
        tally.finish(order.home)
    return 0


def left_of(rows: Iterable[Row], read: Callable[[Row], tuple[list[Cell], list[Trouble]]],
            order: Order, ledger: Ledger, tally: Tally) -> Iterator[Task]:
    """The rows that are still to be done; the others are told to `tally`."""
    from weiquan.cli.desk import Failed, Task, key_of

    for row in rows:
        cells, troubles = read(row)
        if troubles:
            tally.take(Failed(row.line, tuple(troubles)))
            continue
        if not cells:
            continue  # an empty row
        key = key_of(cells, ledger.secret)
        if first := ledger.begin(key, row.line):
            tally.same(row.line, first)
        elif ledger.is_done(key, order.stamp):
            tally.kept += 1
        else:
            yield Task(row.line, key, tuple(cells), ledger.folder_of(key))


def _cells(names: Mapping[str, str], header: Header | None, row: Row, rules: RuleSet, *,
           redact: bool) -> tuple[list[Cell], list[Trouble]]:
    """The answers in a row, and what is wrong with it; with `redact`, in no word of the row."""
    from weiquan.core.case.rows import Trouble, cells_of, record_cells

    cells: list[Cell] = []
    troubles: list[Trouble] = []
    if row.problem:
        troubles = [Trouble("", row.problem)]
    elif row.record is not None:
        cells, troubles = record_cells(names, row.record)
    else:
        assert header is not None
        cells, troubles = cells_of(header, row.cells)
    if redact and troubles:
        from weiquan.cli.covering import covered_troubles

        troubles = list(covered_troubles(rules, _all_cells(names, header, row), troubles))
    return cells, troubles


def _all_cells(names: Mapping[str, str], header: Header | None, row: Row) -> list[Cell]:
    """Everything that a row says, names that are none included."""
    from weiquan.core.case.rows import Cell, fact_named

    facts = header.facts if header is not None else ()
    out = [Cell("", facts[i] if i < len(facts) else "", raw) for i, raw in enumerate(row.cells)]
    for key, raw in (row.record or {}).items():
        fact = fact_named(names, key)
        out += [Cell("", fact, raw), *([] if fact else [Cell("", "", key)])]
    return out
