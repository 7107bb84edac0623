"""The first question of a new case: what happened, in own words; then one screen to confirm it."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from weiquan.cli.story import fitting_in
from weiquan.cli.sums import ask_of_sums
from weiquan.core.asking.besides import (
    added,
    as_told,
    perhaps_by_number,
    told_besides,
    unread,
)
from weiquan.core.asking.further import followups
from weiquan.core.asking.heard import Proposal, merged
from weiquan.core.asking.hearing import hear, told_by
from weiquan.core.asking.interview import in_emergency
from weiquan.core.asking.situations import likely_situations
from weiquan.core.asking.supposed import also_asked, also_happened
from weiquan.core.asking.wanted import also_wanted
from weiquan.core.judging.situations import FACT, POINTS
from weiquan.render.heard import NOTHING, from_words, kept_line, short_of, unread_line, value_of
from weiquan.wizard.prompter import Page, Prompter, Stopped
from weiquan.wizard.session import Option
from weiquan.wizard.typed import Command

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from weiquan.cli.session import CaseSession
    from weiquan.core.asking.told import Told
    from weiquan.core.model import FollowUp

ASK = "先说说是怎么回事。"
HELP = ("写几句就行：在哪买的、哪天、多少钱、出了什么事、对方怎么说、想要什么。"
        "订单页、聊天、投诉原文也可以粘进来。直接回车就一题一题地问。")
CONFIRM = "读出来这些，对不对？"
MEANING = "是不是这个意思？"
HOW = "不对的去掉勾；都对就直接回车。"
BESIDES = "再补几句，就能说得更准。"
HOW_BESIDES = "知道哪样写哪样，可以照编号写。回车跳过。"
WHICH = "哪一句最像你的事？"
WHAT_IS_SO = "下面哪些是这样的？"
HOW_SO = "是的勾上；不是、不知道的不勾。"
NO_SITUATION = Option("none!", "都不像")
DANGER = "safety_now"
SAFE = ((), ("none",))   # nobody is in danger: told so
WISHES, HAPPENED = "wishes", "happened"
MORE = {HAPPENED: "也有下面这样的事，就勾上", WISHES: "还想要别的，也勾上"}
READ = ("", "别的", "想要的")
PERHAPS = "是这个意思，就勾上"
NO_OFFERS: Final[Mapping[str, Sequence[str]]] = MappingProxyType({})
MEANT = 4               # answers that were not read and are asked about
ALIKE, OFFERED = 3, 5   # wishes offered: that sound like it, and in all
_PLACE = {HAPPENED: 0, WISHES: 2}
AGAIN = f"{NOTHING}也可以直接回车，一题一题地问。"


def tell_first(session: CaseSession, prompter: Prompter) -> str:
    """Let the person tell it, and keep what is confirmed; what was told, empty where nothing is.

    Nothing is stored before it is confirmed.
    """
    page = Page(ask=ASK, help=HELP, notices=tuple(session.title), commands=(Command.STOP,))
    while True:
        told = prompter.story(page)
        if isinstance(told, Command):
            raise Stopped("quit")
        session.greeted()
        if not told.strip():
            return ""
        heard = hear(session.rules, told, session.clock())
        proposals = fitting_in(session.rules, heard.proposals, {})
        if proposals:
            break
        page = replace(page, problem=AGAIN, notices=())
    left = unread_line(heard)
    read, story = merged(proposals), told_by(session.rules, told)
    offers = {HAPPENED: also_happened(session.rules, story, read.get(HAPPENED, ())),
              WISHES: _wishes(session, story, read)}
    kept, more = _confirmed(session, prompter, proposals, (left,) if left else (), offers)
    facts = merged(kept)
    facts |= {fact: (*facts.get(fact, ()), *chosen) for fact, chosen in more.items() if chosen}
    if facts:
        session.adopt(facts, {p.fact: p.words for p in kept if p.vague})
    return told


def pick_situation(session: CaseSession, prompter: Prompter, story: str) -> None:
    """Let the person say which of a few situations it is; what is done about it goes by that.

    Where that is not what was heard, it says what happened too.
    """
    rules, facts, now = session.rules, session.facts(), session.clock()
    if isinstance(facts.get(FACT), str) or _urgent(session):
        return
    ids = likely_situations(rules, told_by(rules, story), facts, now)
    if not ids:
        return
    lines = [Option(x, rules.situations[x].line) for x in ids]
    got = prompter.pick(Page(ask=WHICH, commands=(Command.STOP,)),
                        [*lines, NO_SITUATION])
    if got is Command.STOP:
        raise Stopped("quit")
    if got == NO_SITUATION.id:
        session.unsure(FACT)
        return
    told, own = facts.get(HAPPENED, ()), rules.situations[str(got)].happened
    if not set(told) & set(own):
        session.adopt({HAPPENED: (*told, own[0])}, {})
    session.answer(FACT, str(got))
    _correct(session)
    _tick_points(session, prompter)


def _correct(session: CaseSession) -> None:
    """Takes off what cannot have happened where the line that was picked is true."""
    told = session.facts().get(HAPPENED, ())
    picked = session.rules.situations[session.facts()[FACT]]
    if kept := tuple(x for x in told if x not in picked.rules_out):
        session.adopt({HAPPENED: kept}, {})


def _tick_points(session: CaseSession, prompter: Prompter) -> None:
    """Let the person tick what of the situation is so; what is not known stays unticked."""
    picked = session.rules.situations[session.facts()[FACT]]
    if not picked.ticks:
        return
    rows = [Option(key, text) for key, text in picked.ticks.items()]
    got = prompter.pick_many(Page(ask=WHAT_IS_SO, help=HOW_SO,
                                  commands=(Command.NONE, Command.STOP)), rows, [])
    if got is Command.STOP:
        raise Stopped("quit")
    session.adopt({POINTS: tuple(got) if not isinstance(got, Command) else ()}, {})


def tell_besides(session: CaseSession, prompter: Prompter, story: str) -> None:
    """Ask once, in one go, for what decides this kind of case; what is read is confirmed too."""
    rules, facts, now = session.rules, session.facts(), session.clock()
    if _urgent(session):
        return
    wanted = followups(rules, facts, now)
    told = _told_besides(session, prompter, story, wanted) if wanted else ""
    ask_of_sums(session, prompter, story, told)


def _told_besides(session: CaseSession, prompter: Prompter, story: str,
                  wanted: Sequence[FollowUp]) -> str:
    """What the person tells of that, after it was confirmed."""
    rules, facts, now = session.rules, session.facts(), session.clock()
    listed = "\n".join(f"{n}. {x.text}" for n, x in enumerate(wanted, 1))
    told = prompter.story(Page(ask=BESIDES, help=listed, notices=(HOW_BESIDES,),
                               commands=(Command.STOP,)))
    if isinstance(told, Command):
        raise Stopped("quit")
    if not told.strip():
        return ""
    found = told_besides(rules, story, told, wanted, facts, now)
    left = tuple(x for x in (kept_line(unread(told, found)),) if x)
    offers = perhaps_by_number(rules, told, wanted, {*facts, *(p.fact for p in found)}, MEANT)
    kept, more = _confirmed(session, prompter, found, left, offers) if found or offers \
        else ([], {})
    chosen = {f: tuple(x) if rules.specs[f].type == "choices" else x[0]
              for f, x in more.items() if x}
    session.adopt({**added(facts, kept), **chosen, **as_told(rules, told)},
                  {p.fact: p.words for p in kept if p.vague})
    if not found and not offers:
        session.greeted(left)   # no screen of this kind follows: the next question shows it
    return told


def _urgent(session: CaseSession) -> bool:
    """Whether nothing may be asked in between: not where nobody is in danger, as was told."""
    rules, facts, now = session.rules, session.facts(), session.clock()
    return facts.get(DANGER) not in SAFE and in_emergency(rules, facts, now)


def _wishes(session: CaseSession, story: Told, read: Mapping[str, Any]) -> list[str]:
    """The wishes to offer: those that the story sounds like, then those that the case serves."""
    alike = also_asked(session.rules, story, read.get(WISHES, ()), ALIKE)
    return list(dict.fromkeys(
        [*alike, *also_wanted(session.rules, read, session.clock())]))[:OFFERED]


def _confirmed(session: CaseSession, prompter: Prompter, proposals: Sequence[Proposal],
               notices: tuple[str, ...] = (), offers: Mapping[str, Sequence[str]] = NO_OFFERS,
               ) -> tuple[list[Proposal], dict[str, list[str]]]:
    """The proposals that the person leaves ticked, and of each fact in `offers` what is ticked.

    What happened comes first, what is wanted last, each with what else may be so below it.
    """
    rules = session.rules
    rows = sorted(proposals, key=lambda p: _PLACE.get(p.fact, 1))
    # A number typed at the list is a place in it, so the ids are none.
    read = [Option(f"r{n}", f"{short_of(rules, p)}：{value_of(rules, p)}", _quoted(rows, n))
            for n, p in enumerate(rows)]
    shown: list[Option] = []
    for place, fact in enumerate((HAPPENED, "", WISHES)):
        here = [o for o, p in zip(read, rows, strict=True) if _PLACE.get(p.fact, 1) == place]
        after = offers.get(fact, ())
        if here and place and offers.get(HAPPENED):
            here[0] = replace(here[0], heading=READ[place])
        shown += here
        labels = {c.id: c.label for c in rules.specs[fact].choices} if after else {}
        shown += [Option(f"{fact}:{x}", labels[x], heading="" if n else MORE[fact])
                  for n, x in enumerate(after)]
        shown += _meant(session, offers) if place == 1 else []
    page = Page(ask=CONFIRM if read else MEANING, help=HOW if read else "", notices=notices,
                commands=(Command.NONE, Command.STOP))
    chosen = prompter.pick_many(page, shown, [o.id for o in read])
    if chosen is Command.NONE:
        return [], {}
    if isinstance(chosen, Command):
        raise Stopped("quit")
    return ([p for p, o in zip(rows, read, strict=True) if o.id in chosen],
            {fact: [x for x in after if f"{fact}:{x}" in chosen]
             for fact, after in offers.items()})


def _meant(session: CaseSession, offers: Mapping[str, Sequence[str]]) -> list[Option]:
    """What an answer may mean that nothing was read from, the first under a heading."""
    specs = session.rules.specs
    rows = [(f"{f}:{x}", f"{specs[f].short}：{c.label}") for f, near in offers.items()
            if f not in _PLACE for x in near for c in specs[f].choices if c.id == x]
    return [Option(key, label, heading="" if n else PERHAPS) for n, (key, label) in enumerate(rows)]


def _quoted(rows: Sequence[Proposal], n: int) -> str:
    """The words that it was read from; none where it is those words or the row above has them."""
    p = rows[n]
    if (n and rows[n - 1].words == p.words) or (isinstance(p.value, str) and p.words in p.value):
        return ""
    return from_words(p)
