"""weiquan explain."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from weiquan.cli.common import columns, emit
from weiquan.cli.completing import complete_explained, complete_sentence
from weiquan.cli.explaining import explain_file, explain_letter, is_letter_file
from weiquan.cli.facts_options import CaseOption
from weiquan.cli.reading import Work, as_json, reading_command
from weiquan.core.case.answers import show_value
from weiquan.core.language.condition import Tri
from weiquan.core.language.reading import nearest
from weiquan.errors import BadValue

HELP = """为什么：某个步骤、请求、期限或提醒为什么成立，为什么还不成立，改变哪一点会不同。
写好的文书也行：每一句是从哪个回答、哪一条法律、哪件证据来的。

\b
示例：
  weiquan explain apply_intervention --case 1
  weiquan explain 文书/01-催告函.docx
  weiquan explain merchant_demand 3 --case 1
  weiquan explain triple --platform douyin --dispute counterfeit --paid 299
"""
Id = Annotated[str, typer.Argument(
    metavar="名字", show_default=False, autocompletion=complete_explained,
    help="步骤、请求、期限、提醒或文书的 id，plan --json 里都有；或者写好的文书文件")]
Number = Annotated[str | None, typer.Argument(
    metavar="第几句", show_default=False, autocompletion=complete_sentence,
    help="只看文书的这一句；写 all 看每一句")]
TRUTH = {Tri.TRUE: "成立", Tri.FALSE: "不成立", Tri.UNKNOWN: "还不知道"}
KINDS = {"step": "步骤", "claim": "请求", "not_claim": "不要主张的", "clock": "期限",
         "warning": "提醒", "letter": "文书", "fact": "事实", "evidence": "证据",
         "excuse": "商家的理由", "condition": "条件", "report": "举报点", "element": "要证明的事",
         "note": "平台规定", "theory": "请求依据", "line": "金额项", "defeat": "挡住的",
         "precedent": "判例", "platform": "平台", "channel": "渠道",
         "law": "法律", "param": "数值", "rung": "阶段"}


def build(name: str) -> Any:
    """The click command."""
    return reading_command(name, HELP, show, before={"target": (Id, ...), "number": (Number, None)},
                           after={"case": (CaseOption, None)}, placed=True)


def show(work: Work) -> int:
    """Print the condition tree of one rule with the facts of the case."""
    from weiquan.core.case.context import context_of
    from weiquan.core.telling import explain as ex

    id_, number = work.options["target"], work.options["number"]
    if is_letter_file(id_):
        return explain_file(work, id_)
    if number is not None:
        kind = id_.replace("-", "_")
        if kind not in work.rules.letters:
            raise BadValue(f"没有文书「{id_}」{nearest(kind, work.rules.letters)}。"
                           "运行 weiquan letter --list 查看。")
        return explain_letter(work, kind, "" if number == "all" else number)
    ctx = context_of(work.rules, work.facts, work.now)
    found = ex.find(work.rules, id_, ctx)
    if found is None:
        raise BadValue(f"没有「{id_}」{nearest(id_, ex.ids(work.rules))}。"
                       "名字可以在 weiquan plan --json 里找到。")
    kind, obj = found
    parts = ex.explain(work.rules, obj, work.facts, ctx)
    if work.as_json:
        emit([as_json({"schema": "weiquan/explain/1", "kind": kind, "id": id_,
                       "place": ex.place_of(work.rules, obj),
                       "conditions": [_json(p) for p in parts]})])
        return 0
    title = getattr(obj, "title", "") or getattr(obj, "name", "") or getattr(obj, "text", "")
    lines = [f"{KINDS.get(kind, kind)}「{id_}」{title}", f"写在 {ex.place_of(work.rules, obj)}"]
    if not parts:
        lines.append("它没有条件，一直成立。")
    for part in parts:
        lines += _lines(work, part, ctx.facts, columns())
    emit(lines)
    return 0


def _lines(work: Work, part: Any, facts: Any, width: int) -> list[str]:
    from weiquan.core.telling.explain import CONDITIONS
    from weiquan.render.wrap import wrap

    out = ["", f"{CONDITIONS[part.field]}：{TRUTH[part.truth]}"]
    for reason in part.reasons:
        spec = work.rules.specs.get(reason.fact)
        have = ""
        if spec is not None:
            value = facts.get(spec.id)
            have = f"；现在：{'还没填' if value is None else show_value(spec, value)}"
        name = f"{spec.short} " if spec is not None else ""
        place = f"　{reason.place}" if reason.place else ""
        indent = "  " * (reason.depth + 1)
        out += wrap(f"[{TRUTH[reason.truth]}] {name}{reason.text}{have}{place}", width, indent,
                    indent + "  ")
    if part.changes:
        out.append("  会改变它的：")
        for fact, value in part.changes:
            spec = work.rules.specs[fact]
            out += wrap(f"{spec.short}如果是 {show_value(spec, value)}", width, "    - ", "      ")
    return out


def _json(part: Any) -> dict[str, Any]:
    return {"field": part.field, "truth": part.truth.name.lower(),
            "reasons": [{"depth": r.depth, "text": r.text, "fact": r.fact, "place": r.place,
                         "truth": r.truth.name.lower()} for r in part.reasons],
            "changes": [{"fact": f, "value": str(v)} for f, v in part.changes]}
