"""The card of a case in a terminal, and the keys behind it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from weiquan.cli.checking import checked_lines
from weiquan.cli.common import emit
from weiquan.cli.hints import kept_at
from weiquan.cli.session import CaseSession
from weiquan.cli.writing import Paste, refresh, write_letters
from weiquan.core.judging.assessment import Assessment
from weiquan.core.telling.card import Card, tonight
from weiquan.store.folder import save_case
from weiquan.wizard.prompter import Key, Prompter, Stopped
from weiquan.wizard.session import Option
from weiquan.wizard.wizard import Wizard

KEYS = (Key("1", "怎么做"), Key("2", "文书"), Key("3", "期限"), Key("4", "证据"),
        Key("5", "为什么"), Key("6", "改答案"), Key("7", "再答几题"),
        Key("8", "要贴的话"), Key("q", "退出"))
FURTHER = 3   # questions between two cards


class Tonight:
    """Shows the card again after every answer, until the person leaves."""

    def __init__(self, root: Path, session: CaseSession, prompter: Prompter,
                 farewell: Callable[[], str]) -> None:
        self.root = root
        self.session = session
        self.prompter = prompter
        self.farewell = farewell

    def run(self) -> int:
        """The card and its keys; the files are written before anything is asked."""
        while True:
            result, card, paste = refresh(self.root, self.session)
            keys = self._keys(paste)
            key = self.prompter.key(self._lines(card, paste, keys), keys)
            if key == "q":
                emit(self.prompter.folded(self.farewell()))
                return 0
            self._act(key, result, card, paste)

    def _keys(self, paste: Paste) -> list[Key]:
        without = {"7"} if self.session.current() is None else set()
        without |= set() if paste.lines else {"8"}
        return [k for k in KEYS if k.key not in without]

    def _lines(self, card: Card, paste: Paste, keys: list[Key]) -> list[str]:
        from weiquan.render.card import card_lines

        width = self.prompter.width - 1
        # Room for what is said when the card is left, and for the line of the shell.
        left = len(self.prompter.folded(kept_at(self.session.case.folder))) + 2
        foot = max(left, len(self.prompter.key_lines(keys)))
        return card_lines(card, width, self.prompter.rows - foot,
                          paste=paste.lines, paste_to=paste.name)

    def _act(self, key: str, result: Assessment, card: Card, paste: Paste) -> None:
        match key:
            case "2":
                self._letters(result)
            case "8":
                lines = [x for p in paste.lines for x in self.prompter.folded(p)]
                self.prompter.read_through(lines)
            case "6":
                Wizard(self.session, self.prompter).look_through()
            case "7":
                self.session.ask_on(FURTHER)
                try:
                    Wizard(self.session, self.prompter).run(review=False)
                finally:
                    self.session.ask_on(0)
            case _:
                self.prompter.read_through(self._pages(key, result, card))

    def _pages(self, key: str, result: Assessment, card: Card) -> list[str]:
        from weiquan.render.checklist import checklist_lines
        from weiquan.render.plan import how_lines, why_lines
        from weiquan.render.plan_parts import clock_lines

        width = self.prompter.width - 1
        rules = self.session.rules
        match key:
            case "1":
                return how_lines(rules, result, card, width)
            case "3":
                return clock_lines(result, width)
            case "4":
                return checklist_lines(rules, result, width)
            case _:
                return why_lines(rules, result, card, width)

    def _letters(self, result: Assessment) -> None:
        rules, session = self.session.rules, self.session
        if not result.letters:
            self.prompter.read_through(self.prompter.folded(NO_LETTER))
            return
        try:
            chosen = self.prompter.choose_many(
                "现在写哪些文书？写好放进案卷，不会替人发出去。",
                [Option(x.rule.id, x.rule.name, f"给{x.rule.to}；{x.why}" if x.why
                        else f"给{x.rule.to}") for x in result.letters],
                usual(result))
        except Stopped as stop:
            if stop.reason == "eof":
                raise
            return
        metas = [rules.letters[i] for i in chosen]
        session.need({f for m in metas for f in m.needs} | {
            f for m in metas for f in m.uses if rules.specs[f].section == "letter"})
        if session.current() is not None and chosen:
            Wizard(session, self.prompter).run(review=False)
        if not chosen:
            session.need(())
            return
        result, _, _ = refresh(self.root, session)
        paths, failed, found = write_letters(self.root, session, list(chosen))
        save_case(session.case)
        # Answers given meanwhile may speak against the letters that were chosen.
        lines = [f"写好了，在 {session.case.folder}" if paths or failed else NO_LETTER]
        lines += [f"  {p.relative_to(session.case.folder)}" for p in paths]
        lines += [f"没有写成：{text}" for text in failed]
        lines += checked_lines(found)
        missing = {f for x in result.letters if x.rule.id in chosen for f in x.missing}
        if missing:
            names = "、".join(s.short for s in rules.facts if s.id in missing)
            lines.append(f"文书里标【待补】的：{names}。知道了再来补。")
        session.need(())
        self.prompter.read_through([x for line in lines for x in self.prompter.folded(line)])


NO_LETTER = ("眼下没有要写的文书：没有一样站得住、能写清数目的请求，或者还没到要写的时候。"
             "弄清卡片上说的那几样，再来看。")


def usual(result: Assessment) -> list[str]:
    """The letters of the first step for tonight, or later, that has any."""
    now = [s for s in result.ladder if s.status == "now"]
    for step in (*tonight(result), *now):
        found = [x.rule.id for x in result.letters if x.rule.id in step.rule.letters]
        if found:
            return found[:1]
    return []
