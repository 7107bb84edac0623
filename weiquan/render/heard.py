"""What was read from a person's own words, line by line, each with the words it came from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from weiquan.core.asking.heard import Event, Heard, Proposal
from weiquan.core.case.answers import show_value
from weiquan.core.model.ruleset import RuleSet
from weiquan.core.values.days import AboutDay
from weiquan.core.values.zh import zh_full_day
from weiquan.render.wrap import wrap

WHO = {"self": "自己", "merchant": "商家", "platform": "平台", "courier": "快递", "brand": "厂家",
       "expert": "旁人"}
MOST_EVENTS = 12
MOST_KEPT, LONGEST = 3, 24    # sentences that are shown as kept, characters of each
NOTHING = "没有读出什么。可以写：在哪买的、哪天、多少钱、出了什么事、对方怎么说、想要什么。"
UNCONFIRMED = "下面是从这段话里读出来的，没有确认。不对的，以订单页和自己记得的为准。"


def heard_lines(rules: RuleSet, heard: Heard, columns: int) -> list[str]:
    """All readings, and for a chat log what was said when."""
    if not heard.proposals:
        return wrap(NOTHING, columns)
    out = [*wrap(UNCONFIRMED, columns), "", *reading_lines(rules, heard.proposals, columns)]
    if heard.unread:
        out += ["", *wrap(unread_line(heard), columns)]
    if heard.kind == "chat" and heard.events:
        out += ["", "聊天里的日子和原话", *event_lines(heard.events, columns)]
    return out


def reading_lines(rules: RuleSet, proposals: Iterable[Proposal], columns: int) -> list[str]:
    """One reading after another."""
    return [line for p in proposals for line in wrap(
        f"{short_of(rules, p)}：{value_of(rules, p)}　← {from_words(p)}", columns, "  ", "    ")]


def event_lines(events: Iterable[Event], columns: int) -> list[str]:
    """What happened on which day, in the words of the text."""
    return [line for e in list(events)[-MOST_EVENTS:] for line in wrap(
        f"{zh_full_day(e.day)}{f'{e.at:%H:%M}' if e.at else ''} {WHO[e.who]}：{e.words}",
        columns, "  ", "    ")]


def unread_line(heard: Heard) -> str:
    """The sums that nothing was made of; empty where there are none."""
    sums = "、".join(heard.unread)
    return f"没用上的数：{sums}。是什么钱，后面会问。" if sums else ""


def kept_line(unread: Sequence[str]) -> str:
    """What was told besides and nothing was made of; empty where there is none."""
    short = (x if len(x) <= LONGEST else f"{x[:LONGEST]}…" for x in unread[:MOST_KEPT])
    words = "".join(f"“{x}”" for x in short)
    more = "等" if len(unread) > MOST_KEPT else ""
    return f"没读出来的，原话留着：{words}{more}。" if words else ""


def short_of(rules: RuleSet, proposal: Proposal) -> str:
    """The name of the fact."""
    return rules.specs[proposal.fact].short


def value_of(rules: RuleSet, proposal: Proposal) -> str:
    """What was read, as the person reads it; marked where it is right only about."""
    text = show_value(rules.specs[proposal.fact], proposal.value)
    about = "大约 " if proposal.vague and not isinstance(proposal.value, AboutDay) else ""
    return about + text + (f"（{proposal.note}）" if proposal.note else "")


def from_words(proposal: Proposal) -> str:
    """The words that it was read from, quoted."""
    return f"“{proposal.words}”"
