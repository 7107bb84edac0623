"""New rule files and letters from rules/skeletons: every key with a comment that explains it.

What the author must fill in is marked 【改…】, which `rules check` reports until it is gone.
"""

from __future__ import annotations

import os
import re
from datetime import date
from pathlib import Path

from weiquan.errors import BadValue

FOLDER = "skeletons"
# What can be made: the skeleton's file, and the folder and suffix of what is made from it.
KINDS: dict[str, tuple[str, str, str]] = {
    "platform": ("platform.yaml", "platforms", ".yaml"),
    "theory": ("theory.yaml", "theories", ".yaml"),
    "excuse": ("excuse.yaml", "excuses", ".yaml"),
    "letter": ("letter.md.j2", "letters", ".md.j2"),
}
_ID = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_RESERVED = re.compile(r"con|prn|aux|nul|(com|lpt)[0-9]")  # no file can be called so on Windows


def skeleton_text(source: Path, kind: str, name: str, today: date) -> str:
    """The skeleton of `kind` under `source` (a rules folder), for the id `name`."""
    text = (source / FOLDER / KINDS[kind][0]).read_text(encoding="utf-8")
    return text.replace("__ID__", name).replace("__TODAY__", today.isoformat())


def write_skeleton(folder: Path, kind: str, name: str, text: str, *,
                   dry_run: bool = False) -> Path:
    """The new file under `folder` (rules, or templates for a letter); raises BadValue.

    A file that is there already is never touched; with `dry_run` none is written.
    """
    if not _ID.fullmatch(name) or _RESERVED.fullmatch(name) or len(name) > 60:
        raise BadValue(f"「{name}」不能当名字。请用小写英文字母开头，后面是小写字母、数字、下划线，"
                       "例如 late_gift。")
    _, inside, suffix = KINDS[kind]
    if not os.path.isdir(folder / inside):  # noqa: PTH112  never raises
        raise BadValue(f"「{folder}」里没有 {inside} 文件夹。"
                       "请检查 --rules 或 --templates 后面的位置。")
    path = folder / inside / f"{name}{suffix}"
    if dry_run and not path.exists():
        return path
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        raise BadValue(f"已经有 {inside}/{path.name}，没有动它。"
                       "请换一个名字，或直接改它。") from None
    except OSError as e:
        raise BadValue(f"写不了「{path}」：{e.strerror}。请检查这个文件夹能不能写。") from None
    return path
