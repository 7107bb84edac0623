"""How the program was started, for hints that can be pasted into the same shell."""

from __future__ import annotations

import os
import re
import shlex
from pathlib import Path

from weiquan.store.trouble import shown

PROGRAM = "weiquan"
VARIABLE = "WEIQUAN_STARTED_AS"   # set by run.py
_SAFE = re.compile(r"[\w./\\: -]{1,200}")
_NAMED = re.compile(r"(?<![\w./-])weiquan(?= (?:[a-z]|--))|(?<=运行 )weiquan(?![\w./-])")


def started_as() -> str:
    """What to type before a command: python3 run.py, or weiquan."""
    given = os.environ.get(VARIABLE, "")
    return given if _SAFE.fullmatch(given) else PROGRAM


def as_started(text: str) -> str:
    """A text with the commands in it as they can be typed here."""
    program = started_as()
    return text if program == PROGRAM else _NAMED.sub(lambda _: program, text)


def resume_command(folder: Path) -> str:
    """How to go on with the case in `folder`: by its number, which is short and safe to paste."""
    from weiquan.store.home import list_cases

    names = [c.folder for c in list_cases(folder.parent)]
    number = f" {names.index(folder) + 1}" if folder in names else ""
    return f"{started_as()} resume{number}"


def quoted(name: str) -> str:
    """A name as it can be pasted into a shell, which runs nothing of it."""
    from weiquan.store.names import is_safe

    return name if is_safe(name) else shlex.quote(shown(name))


SAVED = "都存好了，先看其中的 先做什么.txt"


def parting(folder: Path, said: str = SAVED) -> str:
    """What is said when somebody leaves: where the case is, and how to go on."""
    return f"{kept_at(folder, said)}\n接着做：{resume_command(folder)}"


def kept_at(folder: Path, said: str = SAVED) -> str:
    """That it is saved, and where."""
    return f"{said}：{shown(str(folder))}"
