"""The wizard run in this process with given keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from emulated import CTRL_C, Run, Terminal
from small_session import SmallSession

from weiquan.wizard.prompter import Stopped
from weiquan.wizard.wizard import Wizard

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture
def ask() -> Callable[..., Run]:
    """Run the wizard with these keys until it is done, stopped or interrupted.

    Keys that end before the interview does are followed by Ctrl-C.
    """

    def run(*keys: str, session: SmallSession | None = None, columns: int = 80) -> Run:
        session = session or SmallSession()
        terminal = Terminal(columns)
        with terminal.prompter(*keys, CTRL_C) as prompter:
            try:
                Wizard(session, prompter).run()
                end = "done"
            except Stopped as stopped:
                end = stopped.reason
            except KeyboardInterrupt:
                end = "interrupt"
        return Run(session, terminal, end)

    return run
