"""What a template looks at, from Jinja's syntax tree: variables, filters, tests, other files."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from weiquan.core.language.reading import nearest

# Names that Jinja itself sets inside loops and macros.
_OWN = frozenset({"loop", "caller", "varargs", "kwargs"})
# A comment that ends, a tag with the rest of it, or what begins without an end.
_PIECE = re.compile(r"\{#.*?#\}|\{%[-+]?\s*(\w+)((?:(?!\{%).)*?)%\}|(\{#)", re.DOTALL)
_TAGS = ("if", "elif", "else", "endif", "for", "endfor", "set", "endset", "macro", "endmacro",
         "include", "from", "import", "with", "endwith", "call", "endcall", "raw", "endraw",
         "filter", "endfilter")


@dataclass(frozen=True)
class Names:
    """The variables of a template with their lines, and those guarded by `is defined`."""

    used: Mapping[str, int]
    optional: frozenset[str]
    filters: tuple[tuple[str, int], ...] = ()
    tests: tuple[tuple[str, int], ...] = ()
    links: tuple[tuple[Any, int], ...] = ()   # (file name, or None when it is computed; line)


class Broken(ValueError):
    """A template that does not parse: its line, and what is wrong in Chinese."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


def names_in(body: str) -> Names:
    """What a template body looks at, lines counted from 1; raises Broken."""
    from jinja2 import TemplateSyntaxError, nodes
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    try:
        tree = ImmutableSandboxedEnvironment().parse(body)
    except TemplateSyntaxError as e:
        raise Broken(e.lineno, _reason(body, e.lineno)) from None
    except RecursionError:
        raise Broken(1, "模板嵌套太深") from None
    every = list(tree.find_all(nodes.Node))   # one way through the tree: there are ten questions
    names = [n for n in every if isinstance(n, nodes.Name)]
    bound = {n.name for n in names if n.ctx in {"store", "param"}} | _OWN
    bound |= {n.name for n in every if isinstance(n, nodes.Macro)}
    bound |= {n.target for n in every if isinstance(n, nodes.Import)}
    for link in (n for n in every if isinstance(n, nodes.FromImport)):
        bound |= {n if isinstance(n, str) else n[1] for n in link.names}
    used: dict[str, int] = {}
    for variable in names:
        if variable.ctx == "load" and variable.name not in bound:
            used.setdefault(variable.name, variable.lineno)
    tests = [n for n in every if isinstance(n, nodes.Test)]
    linking = (nodes.Include, nodes.FromImport, nodes.Import, nodes.Extends)
    links: list[Any] = [n for n in every if isinstance(n, linking)]
    return Names(
        used,
        frozenset(t.node.name for t in tests
                  if t.name == "defined" and isinstance(t.node, nodes.Name)),
        tuple((f.name, f.lineno) for f in every if isinstance(f, nodes.Filter)),
        tuple((t.name, t.lineno) for t in tests),
        tuple((n.template.value if isinstance(n.template, nodes.Const) else None, n.lineno)
              for n in links),
    )


def known_tests() -> frozenset[str]:
    """The names that may follow `is`."""
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    return frozenset(n for n in ImmutableSandboxedEnvironment().tests if n.isidentifier())


def _parses(body: str) -> bool:
    from jinja2 import TemplateSyntaxError
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    try:
        ImmutableSandboxedEnvironment().parse(body)
    except TemplateSyntaxError:
        return False
    return True


def _reason(body: str, line: int) -> str:
    """What the author can do, from the text itself: the library's words change."""
    open_: list[str] = []
    for piece in _PIECE.finditer(body):
        tag, rest, comment = piece.groups()
        if open_ and open_[-1] == "raw" and tag != "endraw":
            continue
        if comment:
            return "注释没有结束，缺少 #}"
        if tag and tag not in _TAGS and body.count("\n", 0, piece.end()) + 1 >= line:
            tail = f"；前面的 {open_[-1]} 还没有结束" if open_ else ""
            return f"不认识的标签「{tag}」{nearest(tag, _TAGS)}{tail}"
        if f"end{tag}" in _TAGS and not (tag == "set" and "=" in rest):
            open_.append(tag)
        elif open_ and tag == f"end{open_[-1]}":
            open_.pop()
    if open_ and _parses(body + "".join(f"{{% end{tag} %}}" for tag in reversed(open_))):
        return f"前面的 {open_[-1]} 没有结束，缺少 end{open_[-1]}"
    return "模板写法有误，请检查这一行的 {{ }}、{% %} 是否成对"
