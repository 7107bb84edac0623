"""What a person hands over in a file or through standard input: never more than is of use."""

from __future__ import annotations

import sys
from pathlib import Path

from weiquan.errors import BadValue

STDIN = "-"
LARGEST = 400_000  # bytes of somebody's words; more is no story


def name_of(source: str) -> str:
    """What a file is called in a message."""
    return "标准输入" if source == STDIN else source


def read_input(source: str, option: str, most: int, advice: str) -> bytes:
    """The bytes of a file, of a pipe, or of standard input (`-`).

    Never more than `most` are read, so that what has no end is refused too; `advice` says what
    to do then. `option` is what stands before the name on the command line. Raises: BadValue.
    """
    name = name_of(source)
    try:
        if source == STDIN:
            data = sys.stdin.buffer.read(most + 1)
        else:
            with Path(source).open("rb") as file:
                data = file.read(most + 1)
    except (FileNotFoundError, NotADirectoryError):
        raise BadValue(f"没有文件「{name}」。请检查 {option} 后面的位置。") from None
    except IsADirectoryError:
        raise BadValue(f"「{name}」是文件夹。请在 {option} 后面写里面的一个文件。") from None
    except (OSError, ValueError) as e:  # ValueError: a name that no system takes
        raise BadValue(f"读不了「{name}」（{getattr(e, 'errno', None) or '名字不对'}）。"
                       "请检查权限，并确认它是文件。") from None
    if len(data) > most:
        raise BadValue(f"「{name}」超过 {most} 字节，没有读。{advice}")
    return data


def read_words(source: str, option: str, advice: str) -> str:
    """Somebody's own words, in UTF-8 or as Chinese Windows writes them. Raises: BadValue."""
    data = read_input(source, option, LARGEST, advice)
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadValue(f"「{name_of(source)}」不是文字。请存成 UTF-8 的文本再试。")
