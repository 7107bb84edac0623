"""One page for the phone: every text to paste, with its counter, and the evidence to tick off."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from weiquan.core.values.records import value

_LOOK = Path(__file__).parent / "look"
NAME = "手机复制页.html"


@value
class CopyField:
    """A text for one field; `limit` is None where any length is taken."""

    name: str
    text: str
    limit: int | None
    note: str = ""


@value
class CopyLetter:
    """A letter: its short texts, the whole of it, and what the short ones leave out."""

    name: str
    to: str
    why: str
    fields: tuple[CopyField, ...]
    full: str
    annex: str = ""


@value
class Tick:
    """One thing of the checklist; `key` stays the same from one page to the next."""

    key: str
    title: str
    proves: str
    how: tuple[str, ...]
    have: bool


def to_copy_page(head: str, letters: Sequence[CopyLetter], ticks: Sequence[Tick], key: str,
                 last: str) -> str:
    """The page; it fetches nothing and sends nothing.

    `key` tells the ticks of one case from those of another on the same phone; the same content
    gives the same page. Texts are data: everything is escaped, and no script but ours may run.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    env = Environment(loader=FileSystemLoader(str(_LOOK), encoding="utf-8"), autoescape=True,
                      undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    script, style = (_own(name) for name in ("copy.js", "copy.css"))
    return env.get_template("copy.html.j2").render(
        head=head, letters=letters, ticks=ticks, last=last,
        key=sha256(key.encode()).hexdigest()[:16], script=script, style=style,
        script_hash=_hash(script), style_hash=_hash(style)) + "\n"


def _own(name: str) -> Any:
    from markupsafe import Markup

    return Markup((_LOOK / name).read_text(encoding="utf-8"))  # noqa: S704  no text of a user


def _hash(text: str) -> str:
    """The text as a policy for pages names it: only this very text may run."""
    return "sha256-" + b64encode(sha256(text.encode()).digest()).decode()
