"""One lint run: the rules, the names in them, and what was found."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, get_args, get_type_hints

from weiquan.core.language.reading import nearest
from weiquan.core.model import MenuPath, Note, Stage
from weiquan.core.model.ruleset import RuleSet
from weiquan.core.model.walking import items_of
from weiquan.errors import Problem
from weiquan.loading.linking import Where
from weiquan.loading.yaml_source import Loc

# A pool of names: the finding for an unknown one, what it is called, where its names stand.
POOLS: dict[str, tuple[str, str, frozenset[str]]] = {
    "fact": ("L101", "事实", frozenset({"facts"})),
    "condition": ("L106", "有名字的条件", frozenset({"conditions"})),
    "param": ("L108", "参数", frozenset({"law"})),
    "evidence": ("L109", "证据", frozenset({"evidence"})),
    "clock": ("L110", "期限", frozenset({"deadlines", "platforms"})),
    "letter": ("L111", "文书", frozenset({"letters"})),
    "law": ("L112", "法规", frozenset({"law"})),
    "step": ("L115", "步骤", frozenset({"steps", "theories", "platforms", "channels"})),
    "source": ("L116", "出处", frozenset()),
    "theory": ("L119", "请求依据", frozenset({"theories"})),
    "line": ("L120", "金额项", frozenset()),
    "element": ("L148", "要件", frozenset()),
    "wish": ("L143", "愿望", frozenset({"wishes"})),
    "label": ("L148", "发生了什么的一项", frozenset({"happened"})),
    "form": ("L123", "短文本模板", frozenset({"forms"})),
    "path": ("L134", "入口动作", frozenset()),
    "note": ("L135", "说明种类", frozenset()),
}


class Lint:
    """One run over a RuleSet; `problems` collects what it finds.

    `broken` names the parts of which something could not be read: names that they might hold
    are not reported.
    """

    def __init__(self, rules: RuleSet, where: Where, broken: frozenset[str]) -> None:
        self.rules = rules
        self.where = where
        self.broken = broken
        self.problems: list[Problem] = []
        self.items = list(items_of(rules))
        self.used: dict[str, set[str]] = {pool: set() for pool in POOLS}
        self.pools: dict[str, Iterable[str]] = {
            "fact": rules.specs,
            "condition": rules.conditions,
            "param": rules.params,
            "evidence": rules.evidence,
            "clock": {**rules.deadlines, **dict.fromkeys(set(get_args(Stage)) - {""})},
            "letter": rules.letters,
            "law": rules.laws,
            "step": {i.obj.id for i in self.items if i.kind == "step"},
            "theory": rules.theories,
            "wish": rules.wishes,
            "label": rules.happened,
            "form": rules.forms,
            "path": get_args(_literal(MenuPath, "action")),
            "note": get_args(_literal(Note, "kind")),
        }

    def report(self, obj: Any, at: Loc, code: str, message: str, *, key: bool = False,
               warning: bool = False) -> None:
        """Add a finding at a path inside a rule object (at the key itself with `key`)."""
        source, loc = self.where[id(obj)]
        self.problems.append(source.problem((*loc, *at), code, message, key=key, warning=warning))

    def refer(self, obj: Any, at: Loc, name: str, pool: str, known: Iterable[str] | None = None,
              *, key: bool = False) -> bool:
        """Whether `name` is in the pool; it counts as used, an unknown one is reported."""
        self.used[pool].add(name)
        names = self.pools[pool] if known is None else known
        if name in names:
            return True
        code, what, parts = POOLS[pool]
        if not parts & self.broken:
            self.report(obj, at, code, f"没有这个{what}「{name}」{nearest(name, names)}", key=key)
        return False


def _literal(cls: Any, field: str) -> Any:
    return get_type_hints(cls)[field]
