"""Templates to documents: a sandboxed Jinja that sees plain values only."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from weiquan.core.model import LetterMeta
from weiquan.core.telling.addressee import Placeholder
from weiquan.core.values.day_patterns import WRITTEN
from weiquan.core.values.quoting import OPEN_ENDS, first_words, in_quotes
from weiquan.core.values.rmb import capitals, in_yuan, money
from weiquan.core.values.zh import zh_date, zh_day, zh_short
from weiquan.errors import RenderFailed
from weiquan.render.blocks import Document
from weiquan.render.citing import cite, cited_again
from weiquan.render.markup import cell, clean, parse

TIGHTEST = 4
_FROM_A_TEMPLATE = (ArithmeticError, AttributeError, LookupError, MemoryError, RecursionError,
                    TypeError, ValueError)  # besides the errors of Jinja itself
_ENDS = "。！？!?…"
_CLOSERS = "”’）)】》」』\"'"


def render_letter(root: Path, folder: str, meta: LetterMeta, context: Mapping[str, Any],
                  engine: Any = None) -> Document:
    """The document of one template, the least tight that keeps within the letter's length.

    Raises RenderFailed with the file and line. `folder` is letters or forms under `root`, the
    templates folder; `engine` is one of `engine_for` this root, for several letters at once.
    """
    from weiquan.render.txt import to_text

    draw = drawer(root, folder, meta, context, engine)
    document = draw(0)
    for tight in range(1, TIGHTEST + 1):
        if meta.max_chars is None or len(to_text(document, None)) <= meta.max_chars:
            break
        document = draw(tight)
    return document


def drawer(root: Path, folder: str, meta: LetterMeta, context: Mapping[str, Any],
           engine: Any = None) -> Callable[[int], Document]:
    """What makes the document of one template, from 0 (all of it) to TIGHTEST.

    A template leaves out what matters least from 1 on; nothing is cut. Calls raise as
    `render_letter` does.
    """
    name = f"{folder}/{meta.id}.md.j2"
    env = engine if engine is not None else engine_for(root)

    def draw(tight: int) -> Document:
        made = parse(cited_again(filled(env, name, context, tight)), f"templates/{name}")
        return replace(made, pasted=meta.pasted)

    return draw


def filled(engine: Any, name: str, context: Mapping[str, Any], tight: int) -> str:
    """The text of one template before it is parsed; raises RenderFailed with file and line."""
    from jinja2 import TemplateError

    try:
        text: str = engine.get_template(name).render({**context, "tight": tight})
    except (TemplateError, *_FROM_A_TEMPLATE) as e:
        line = getattr(e, "lineno", None) or _line_of(e)
        where = f"templates/{name}" + (f" 第 {line} 行" if line else "")
        raise RenderFailed(f"模板 {where} 写不出来：{_reason(e)}。请检查模板后再试。") from e
    return text


def engine_for(root: Path, bytecode: Path | None = None, kind: Any = None) -> Any:
    """The Jinja environment for the templates under `root`.

    `bytecode` is a private folder in which Jinja keeps what it compiled; `kind` is a class of
    environment other than the usual one.
    """
    from jinja2 import FileSystemBytecodeCache, FileSystemLoader, StrictUndefined

    from weiquan.render.sandbox import Sandbox

    class Loader(FileSystemLoader):
        def get_source(self, environment: Any, template: str) -> Any:
            source, *rest = super().get_source(environment, template)
            return _without_front_matter(source), *rest

    class Kept(FileSystemBytecodeCache):
        def dump_bytecode(self, bucket: Any) -> None:
            with suppress(OSError):  # gone or full: the letter is written all the same
                super().dump_bytecode(bucket)

    env = (kind or Sandbox)(
        loader=Loader(str(root), encoding="utf-8"),
        bytecode_cache=Kept(str(bytecode)) if bytecode is not None else None,
        undefined=StrictUndefined, finalize=_final, trim_blocks=True, lstrip_blocks=True,
        keep_trailing_newline=True, auto_reload=False,
    )
    env.globals.clear()  # range, lipsum
    env.filters |= {
        "yuan": _yuan, "money": _money, "capitals": _capitals, "zh_date": _zh_date,
        "zh_day": _zh_day, "md": _md, "cite": cite, "cell": cell, "ensure_stop": _ensure_stop,
        "quote": _quote, "within": _within, "bare": _bare,
        "sentences": _sentences, "picked": _picked,
        "kept": _kept,
    }
    return env


def engine_name() -> str:
    """What compiles the templates, with its version."""
    import jinja2

    return f"jinja2 {jinja2.__version__}"


def _reason(error: Exception) -> str:
    from jinja2 import TemplateNotFound, TemplateSyntaxError, UndefinedError

    match error:
        case TemplateNotFound():
            return "找不到模板文件"
        case TemplateSyntaxError():
            return "写法有误"
        case UndefinedError():
            return "用到了没有的内容"
        case MemoryError() | RecursionError():
            return "内容太长，或者一层套一层没有尽头"
        case _ if isinstance(error, _FROM_A_TEMPLATE):
            return "这一行算不出来"
    return "用到了不允许的写法"


def _line_of(error: BaseException) -> int | None:
    import traceback

    frames = [f for f in traceback.extract_tb(error.__traceback__) if f.filename.endswith(".j2")]
    return frames[-1].lineno if frames else None


def _without_front_matter(source: str) -> str:
    """The template with blank front matter, so that line numbers stay those of the file."""
    lines = source.split("\n")
    if lines[0].strip() == "---":
        for i, line in enumerate(lines[1:], 1):
            if line.strip() == "---":
                lines[:i + 1] = ["{# #}"] * (i + 1)
                break
    return "\n".join(lines)


def _final(value: Any) -> str:
    """What any `{{ value }}` becomes: one line, no control characters, never None."""
    if value is None:
        raise RenderFailed("文书里有一处内容是空的，请检查模板。")
    if isinstance(value, datetime | date):
        return zh_date(value)
    return clean(value)


def _yuan(value: Any) -> str:
    return value if isinstance(value, Placeholder) else in_yuan(Decimal(value))


def _money(value: Any) -> str:
    """168元, 179.9元: as people type it."""
    return value if isinstance(value, Placeholder) else money(Decimal(value))


def _md(value: Any, today: date | None = None) -> str:
    """11月20日, with the year where it is not that of the letter."""
    return value if isinstance(value, Placeholder) else zh_short(value, today)


def _bare(value: Any) -> str:
    """The text without the stop at its end, to stand inside a sentence."""
    return value if isinstance(value, Placeholder) else clean(value).rstrip(OPEN_ENDS + "。. ")


def _sentences(value: str, most: int) -> str:
    """Clauses parted by ¦ as sentences of at most `most`; the day of the one before is 当天."""
    clauses = [c for c in (clean(c) for c in value.split("¦")) if c]
    days = ["", *(found.group() if (found := WRITTEN.match(c)) else "" for c in clauses)]
    clauses = [c.replace(day, "当天", 1) if day and day == before else c
               for c, day, before in zip(clauses, days[1:], days, strict=False)]
    return "".join("，".join(clauses[i:i + most]) + "。" for i in range(0, len(clauses), most))


def _kept(told: Any, most: int) -> list[Any]:
    """The rows of own words that decide most, in their order, as far as there is room."""
    rows = sorted(enumerate(told), key=lambda r: (-r[1]["weight"], r[0]))
    kept: list[int] = []
    room = most
    for n, row in rows:
        if len(row["text"]) + 1 <= room or not kept:
            kept.append(n)
            room -= len(row["text"]) + 1
    return [told[n] for n in sorted(kept)]


def _picked(told: Any, most: int) -> str:
    """The sentences that decide most as one text; a single one that is too long is shortened."""
    return "。".join(_longest(clean(row["text"]), max(most, 1)) for row in _kept(told, most))


def _longest(text: str, most: int) -> str:
    """The text; where it is too long, the longest of its sentences that has room."""
    if len(text) <= most:
        return text
    fits = [s for s in text.split("。") if 0 < len(s) <= most]
    return max(fits, key=len) if fits else _within(text, most)


def _within(value: Any, most: int) -> str:
    """The first whole sentences of the user's words that have room in `most` characters."""
    return value if isinstance(value, Placeholder) else first_words(clean(value), most)


def _capitals(value: Any) -> str:
    return value if isinstance(value, Placeholder) else f"人民币{capitals(Decimal(value))}"


def _zh_date(value: Any) -> str:
    return value if isinstance(value, Placeholder) else zh_date(value)


def _zh_day(value: Any) -> str:
    return value if isinstance(value, Placeholder) else zh_day(value)


def _ensure_stop(value: Any) -> str:
    """The text as a whole sentence: trailing commas go, a full stop comes where none is."""
    text = clean(value).rstrip(OPEN_ENDS)
    bare = text.rstrip(_CLOSERS)
    if not bare or bare.endswith(tuple(_ENDS)):
        return text
    if text.endswith(".") and not text.endswith(".."):
        text = text[:-1]
    return f"{text}。"


def _quote(value: Any) -> str:
    """The user's words in “ ”."""
    return value if isinstance(value, Placeholder) else in_quotes(clean(value))
