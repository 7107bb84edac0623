"""Runs the wizard on a small interview in a real terminal: demo.py ANSWERS.json [--helpers]."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from small_session import SmallSession

from weiquan.errors import WeiquanError
from weiquan.wizard.opening import open_prompter
from weiquan.wizard.prompter import Stopped
from weiquan.wizard.session import Option
from weiquan.wizard.streams import can_prompt, safe_streams
from weiquan.wizard.wizard import Wizard

LETTERS = (Option("a", "催告函"), Option("b", "投诉书"))
GO_ON = "都存好了。接着答：weiquan resume"


def main(argv: list[str]) -> int:
    safe_streams()
    kind = can_prompt(sys.stdin, sys.stdout, os.environ)
    if kind == "none":
        print("这里不是终端。", file=sys.stderr)
        return 5
    prompter = open_prompter(kind)
    try:
        Wizard(SmallSession(Path(argv[0])), prompter, farewell=lambda: GO_ON).run()
        if "--helpers" in argv:
            which = prompter.choose_many("要写哪几份？", LETTERS, ["a"])
            print("文书", ",".join(which))
    except (KeyboardInterrupt, Stopped):
        print(GO_ON, file=sys.stderr)
        return 130
    except WeiquanError as error:
        print(error.message, file=sys.stderr)
        return error.exit_code
    print("问完了。")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
