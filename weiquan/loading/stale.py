"""The work list of a person with the apps: what is to be looked at again, the harmful first."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from weiquan.core import model as m
from weiquan.core.model.walking import Item
from weiquan.core.telling.lookups import ACTIONS, length_text, start_of
from weiquan.errors import RulesInvalid
from weiquan.loading.linking import Where
from weiquan.loading.lint import stale_items
from weiquan.loading.loader import read_checked
from weiquan.loading.table import Table

COLUMNS = ("先后", "属于", "显示给人看的话", "到哪里看", "现在写的", "文本或核对日期", "把握",
           "过了几天", "文件")
KINDS = {"clock": "期限", "path": "入口", "note": "说明", "contact": "联系", "state": "订单状态",
         "operator": "经营者", "law": "法规", "article": "条文", "param": "参数"}
# A time limit or a menu that is wrong costs somebody the case; a gist of a statute does not.
_HARM = {("Platform", "clock"): 1, ("Platform", "path"): 2}
_OF_PLATFORM, _OF_CHANNEL, _OF_LAW, _OTHER = 3, 4, 5, 6


def stale_table(rules_dir: Path, templates_dir: Path, today: date) -> Table:
    """What was checked too long ago, as a table; raises RulesInvalid for rules with errors."""
    rules, problems, where = read_checked(rules_dir, templates_dir)
    if rules is None:
        raise RulesInvalid([p for p in problems if p.level == "error"])
    rows = [_row(item, where, today) for item in stale_items(rules, today)]
    rows.sort(key=lambda r: (r[0], -int(r[7]), r[1], r[8]))
    return Table(f"要再核对的，共 {len(rows)} 处", COLUMNS, tuple(rows))


def _row(item: Item, where: Where, today: date) -> tuple[str, ...]:
    obj, owner = item.obj, item.owner
    source, loc = where[id(obj)]
    at = source.problem((*loc, "as_of"), "", "")
    return (
        str(_harm(item)), getattr(owner, "label", "") or getattr(owner, "name", "") or owner.id,
        _shown(item), _look(owner, obj), _written(item), obj.as_of.isoformat(),
        getattr(obj, "confidence", ""), str((today - obj.as_of).days), f"{at.path}:{at.line}")


def _harm(item: Item) -> int:
    """1 for what does most harm when it is wrong."""
    owner = type(item.owner).__name__
    others = {"Platform": _OF_PLATFORM, "Channel": _OF_CHANNEL, "Law": _OF_LAW}
    return _HARM.get((owner, item.kind), others.get(owner, _OTHER))


def _shown(item: Item) -> str:
    """The statement as somebody who asks for help reads it."""
    obj = item.obj
    match obj:
        case m.Deadline():
            return f"{obj.name}：{length_text(obj)}，{start_of(obj)}。到期：{obj.on_expiry}"
        case m.MenuPath():
            return f"{ACTIONS[obj.action]}：{obj.path}"
        case m.Note():
            return str(obj.text) + (f"（{obj.correction}）" if obj.correction else "")
        case m.Contact():
            return str(obj.value)
    texts = (getattr(obj, field, "") for field in ("summary", "gist", "proves", "title", "name"))
    return next((str(text) for text in texts if text), "") or _name(item)


def _look(owner: Any, obj: Any) -> str:
    """Where somebody finds out whether it still holds: in the app, else where it was read."""
    titles = {s.id: "，".join(filter(None, (s.title, s.url)))
              for s in getattr(owner, "sources", ())}
    source = getattr(obj, "source", "")
    read = titles.get(source, source)
    if isinstance(obj, m.MenuPath):
        return f"App 里点：{obj.path}" + (f"；出处：{read}" if read else "")
    if isinstance(obj, m.Deadline) and isinstance(owner, m.Platform):
        return f"订单售后页的倒计时；{read}" if read else "订单售后页的倒计时"
    return read or "文件里写的依据"


def _written(item: Item) -> str:
    """What stands in the file now, shortly."""
    obj = item.obj
    if isinstance(obj, m.Deadline):
        return length_text(obj)
    if isinstance(obj, m.MenuPath | m.Contact):
        return str(getattr(obj, "path", "") or getattr(obj, "value", ""))
    return f"{KINDS.get(item.kind, item.kind)} {_name(item)}"


def _name(item: Item) -> str:
    return str(getattr(item.obj, "id", "") or getattr(item.obj, "article", "") or item.kind)
