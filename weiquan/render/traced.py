"""Text that knows where it is from: letters filled in so that each sentence carries its sources.

The same templates, filled in by an engine that wraps every piece of output: a value carries what
it was made from, fixed words what was asked before they were written. The text is that of the
plain engine, character for character.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from jinja2 import nodes, pass_context

from weiquan.core.model import LetterMeta
from weiquan.core.telling.comparing import compared
from weiquan.core.telling.sentences import sentences_of
from weiquan.core.telling.tracing import WEAK, Tracer
from weiquan.render.citing import cited_again
from weiquan.render.letters import TIGHTEST, engine_for, filled
from weiquan.render.markup import parse
from weiquan.render.sandbox import Sandbox
from weiquan.render.txt import to_text

Marks = Sequence[tuple[str, ...]]
_OURS = ("yuan", "money", "capitals", "zh_date", "zh_day", "md", "cite", "cell", "ensure_stop",
         "quote", "within", "bare", "sentences", "picked")
_TRACER = "_tracer"


class Traced(str):
    """A text with the sources of every character."""

    __slots__ = ("marks",)
    marks: Marks

    def __new__(cls, text: str, marks: Marks) -> Traced:
        """The text with as many marks as it has characters."""
        made = super().__new__(cls, text)
        made.marks = marks
        return made

    def __str__(self) -> str:
        """Itself: what Jinja puts together keeps its marks."""
        return self


def joined(parts: Iterable[str]) -> Traced:
    """One text of several, each with its own marks."""
    texts = list(parts)
    marks = [m for t in texts for m in (t.marks if isinstance(t, Traced) else [()] * len(t))]
    return Traced("".join(texts), marks)


def _realigned(old: Traced, new: str) -> Traced:
    """The new form of a text; what was added has the marks of what stands before it."""
    if str.__eq__(old, new):
        return old
    marks: list[tuple[str, ...]] = []
    matcher = difflib.SequenceMatcher(None, list(old), list(new), autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            marks += old.marks[a:b]
        else:
            near = marks[-1] if marks else (old.marks[a] if a < len(old) else ())
            marks += [near] * (d - c)
    return Traced(new, marks)


class Tracing(Sandbox):
    """An engine whose output carries its sources; its context holds a Tracer."""

    concat = staticmethod(joined)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        _Marking(name or "").template(tree)
        return tree


def tracing_engine(root: Path, bytecode: Path | None = None) -> Any:
    """The tracing engine for the templates under `root`.

    `bytecode` is a private folder of its own: what it compiles is not what the plain one does.
    """
    env = engine_for(root, bytecode, Tracing)
    plain_final: Callable[[Any], str] = env.finalize
    for name in _OURS:
        env.filters[name] = _keeping(env.filters[name])

    @pass_context
    def sourced(context: Any, value: Any, own: Any, conditions: Any, place: str) -> Traced:
        sources = context[_TRACER].chosen(own, conditions)
        if isinstance(value, Traced):
            kept = _realigned(value, plain_final(_plain(value)))
            return Traced(kept, [m if _known(m) else sources or m for m in kept.marks])
        text = plain_final(value)
        return Traced(text, [sources or (place,)] * len(text))

    @pass_context
    def fixed(context: Any, text: str, conditions: Any, place: str) -> Traced:
        sources = context[_TRACER].chosen((), conditions)
        return Traced(text, [sources or (place,)] * len(text))

    env.filters |= {"sourced": sourced, "fixed": fixed,
                    "joined": lambda items: joined(map(_text, items))}
    env.finalize = lambda value: value if isinstance(value, Traced) else plain_final(value)
    return env


def traced_letter(folder: str, meta: LetterMeta, context: Mapping[str, Any], tracer: Tracer,
                  engine: Any, text: str | None = None) -> list[tuple[str, tuple[str, ...]]]:
    """The sentences of a letter, in order, each with the keys of its sources.

    They are those of the least tight form that keeps within the letter's length or, where the
    `text` that was written is given, of the one that has all of it.
    """
    name = f"{folder}/{meta.id}.md.j2"
    found: list[tuple[str, tuple[str, ...]]] = []
    for tight in range(TIGHTEST + 1):
        made = filled(engine, name, {**context, _TRACER: tracer}, tight)
        assert isinstance(made, Traced)
        made = _realigned(made, cited_again(_plain(made)))
        found = list(_sentences(made))
        if text is not None:
            if not compared([s for s, _ in found], text).new:
                break
        elif meta.max_chars is None or len(
                to_text(parse(_plain(made), name), None)) <= meta.max_chars:
            break
    return found


def _sentences(text: Traced) -> Iterator[tuple[str, tuple[str, ...]]]:
    start = 0
    for line in str.split(text, "\n"):
        at = start
        start += len(line) + 1
        mark, _, body = line.partition(" ")
        if line.startswith("|"):
            mark, body = "|", " ".join(c.strip() for c in line.strip("|").split("|"))
        if line.startswith("|=") or not body.strip() or not mark:
            continue
        for sentence in sentences_of(body):
            found = str.find(text, sentence, at, start)
            begin, end = (found, found + len(sentence)) if found >= 0 else (at, start - 1)
            keys = dict.fromkeys(k for m in text.marks[begin:end] for k in m)
            known = [k for k in keys if not k.startswith("form:")]
            strong = [k for k in known if k not in WEAK]
            yield sentence, tuple(strong or known or keys)
            at = end


def _known(mark: tuple[str, ...]) -> bool:
    return any(not k.startswith("form:") for k in mark)


def _plain(value: str) -> str:
    return str.__str__(value)


def _text(value: Any) -> str:
    return value if isinstance(value, Traced) else str(value)


def _keeping(filter_: Callable[..., Any]) -> Callable[..., Any]:
    """A filter that gives a text with marks back with them."""
    def kept(value: Any, *args: Any, **named: Any) -> Any:
        if not isinstance(value, Traced):
            return filter_(value, *args, **named)
        got = filter_(_plain(value), *args, **named)
        return _realigned(value, got) if isinstance(got, str) else got

    return kept


class _Marking:
    """Wraps the output of one template in what asks for its sources."""

    def __init__(self, name: str) -> None:
        self.place = f"form:{name}"
        self.aliases: dict[str, frozenset[str]] = {}

    def template(self, tree: nodes.Template) -> None:
        """Wrap everything that the template puts out."""
        self._body(tree.body, ())

    def _body(self, body: list[nodes.Node], conditions: tuple[frozenset[str], ...]) -> None:
        for node in body:
            self._node(node, conditions)

    def _node(self, node: nodes.Node, conditions: tuple[frozenset[str], ...]) -> None:
        match node:
            case nodes.Output():
                node.nodes = [self._output(n, conditions) for n in node.nodes]
            case nodes.If():
                self._branches(node, conditions)
            case nodes.For():
                row, rows = _targets(node.target), self._names(node.iter)
                self._body(node.body, (row, rows, *conditions))
                self._body(node.else_, conditions)
            case nodes.Macro():
                self._body(node.body, ())
            case nodes.Assign():
                names = self._names(node.node)
                for name in _targets(node.target):
                    self.aliases[name] = self.aliases.get(name, frozenset()) | names
                node.node = self._concats(_expr(node.node), conditions)
            case nodes.AssignBlock():
                self._body(node.body, conditions)
            case _:
                pass

    def _branches(self, node: nodes.If, conditions: tuple[frozenset[str], ...]) -> None:
        before: tuple[frozenset[str], ...] = (self._names(node.test),)
        self._body(node.body, (*before, *conditions))
        for branch in node.elif_:
            names = self._names(branch.test)
            self._body(branch.body, (names, *before, *conditions))
            before = (names, *before)
        self._body(node.else_, (*before, *conditions))

    def _output(self, node: nodes.Expr, conditions: tuple[frozenset[str], ...]) -> nodes.Expr:
        if isinstance(node, nodes.TemplateData):
            if not node.data.strip():
                return node
            text = nodes.Const(node.data, lineno=node.lineno)
            return _filter(text, "fixed", self._levels(conditions, node), self._place(node))
        own = self._names(node)
        return _filter(self._concats(node, conditions), "sourced", _pairs(own, node),
                       self._levels(conditions, node), self._place(node))

    def _concats(self, node: nodes.Expr, conditions: tuple[frozenset[str], ...]) -> nodes.Expr:
        """The expression, with ~ keeping the marks of what it joins."""
        if isinstance(node, nodes.Concat):
            items = [self._concats(n, conditions) for n in node.nodes]
            return _filter(nodes.List(items, lineno=node.lineno), "joined")
        for field, value in node.iter_fields():
            if isinstance(value, nodes.Expr):
                setattr(node, field, self._concats(value, conditions))
            elif isinstance(value, list):
                setattr(node, field, [self._concats(x, conditions)
                                      if isinstance(x, nodes.Expr) else x for x in value])
        return node

    def _names(self, node: nodes.Node) -> frozenset[str]:
        found = {n.name for n in node.find_all(nodes.Name)}
        if isinstance(node, nodes.Name):
            found.add(node.name)
        return frozenset(x for n in found for x in ({n} | self.aliases.get(n, frozenset())))

    def _levels(self, conditions: tuple[frozenset[str], ...], at: nodes.Node) -> nodes.Expr:
        return nodes.List([_pairs(names, at) for names in conditions], lineno=at.lineno)

    def _place(self, at: nodes.Node) -> nodes.Expr:
        return nodes.Const(f"{self.place}:{at.lineno}", lineno=at.lineno)


def _pairs(names: Iterable[str], at: nodes.Node) -> nodes.Expr:
    """The names with what they stand for there, as a list of pairs."""
    return nodes.List([nodes.Tuple([nodes.Const(n, lineno=at.lineno),
                                    nodes.Name(n, "load", lineno=at.lineno)], "load",
                                   lineno=at.lineno) for n in sorted(names)], lineno=at.lineno)


def _filter(node: nodes.Expr, name: str, *args: nodes.Expr) -> nodes.Expr:
    return nodes.Filter(node, name, list(args), [], None, None, lineno=node.lineno)


def _expr(node: nodes.Node) -> nodes.Expr:
    assert isinstance(node, nodes.Expr)
    return node


def _targets(node: nodes.Node) -> frozenset[str]:
    found = {n.name for n in node.find_all(nodes.Name)}
    if isinstance(node, nodes.Name):
        found.add(node.name)
    return frozenset(found)
