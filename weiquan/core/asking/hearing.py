"""Reading a person's own words: a story, a pasted order page, a chat log.

By rules only: the cues beside each choice and fact, and the words of rules/speech.yaml. What is
read is a proposal with its words; where two readings are as likely, none is made.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime

from weiquan.core.asking.amounts import bought, read_days, read_sums
from weiquan.core.asking.chats import Message, messages_of, told_chat
from weiquan.core.asking.choices import read_choices, read_wishes
from weiquan.core.asking.contrast import read_broken, read_price
from weiquan.core.asking.costs import read_items
from weiquan.core.asking.cueing import VALUE
from weiquan.core.asking.faults import read_unnamed, retimed
from weiquan.core.asking.feeding import fed
from weiquan.core.asking.goods import of_product, read_kind, read_product
from weiquan.core.asking.heard import Event, Heard, Proposal, fitting, merged
from weiquan.core.asking.leftover import unread_sums
from weiquan.core.asking.nouns import nouns_of
from weiquan.core.asking.oddities import read_oddities
from weiquan.core.asking.ownwords import read_own_words
from weiquan.core.asking.questions import read_questions
from weiquan.core.asking.quotes import (
    read_order_number,
    read_promise,
    read_quote,
    read_seller,
    read_tracking,
    read_written,
)
from weiquan.core.asking.reckoning import read_share
from weiquan.core.asking.sense import (
    FOOD,
    in_its_case,
    mine,
    of_money,
    sensible,
    uncovered,
)
from weiquan.core.asking.served import (
    about_it,
    days_of_it,
    hurt_there,
    sums_of_it,
    taken_along,
    told_of_it,
    wanted_of_it,
)
from weiquan.core.asking.smallfacts import number_places, read_countdown, read_flag, read_numbers
from weiquan.core.asking.spacing import unspaced
from weiquan.core.asking.sumroles import is_a_name
from weiquan.core.asking.supposed import read_likely
from weiquan.core.asking.together import together
from weiquan.core.asking.told import Spans, Told
from weiquan.core.asking.wishframes import read_asked
from weiquan.core.model import Fact
from weiquan.core.model.ruleset import RuleSet
from weiquan.core.values.about import about_day
from weiquan.core.values.said_days import SaidDay, said_days
from weiquan.core.values.said_sums import SaidSum, said_sums

OF_A_PURCHASE = frozenset({"ordered_on", "paid"})
_SCALES = frozenset("百千万")
LONGEST = 20_000               # characters that are read; the rest of a longer text is not


def told_by(rules: RuleSet, text: str) -> Told:
    """A text as it is looked through, no longer than is read."""
    return Told(unspaced(text[:LONGEST]), rules.speech)


def hear(rules: RuleSet, text: str, now: datetime) -> Heard:
    """Everything that a text says about a case, as proposals, and what happened when."""
    raw = unspaced(text[:LONGEST])
    messages = messages_of(raw, now.date(), rules.speech)
    told = told_chat(raw, rules.speech, messages) if messages else Told(raw, rules.speech)
    reading = _Reading(rules, told, now, messages)
    if messages:
        reading.chat(messages)
    proposals = [_marked(p, now) for p in fitting(rules, reading.proposals())]
    events = _chat_events(told, messages) if messages else _dated_events(told, reading.days)
    kind = "chat" if messages else "order" if _is_order(told) else "story"
    unread = unread_sums(told, reading.sums, proposals) if kind == "story" else []
    return Heard(tuple(proposals), tuple(events), kind, tuple(unread))


def _marked(proposal: Proposal, now: datetime) -> Proposal:
    """A proposal whose day, where it is vague, knows how far it is known."""
    if not proposal.vague or type(proposal.value) is not date:
        return proposal
    return replace(proposal, value=about_day(proposal.value, proposal.words, now.date()))


class _Reading:
    """One text being read."""

    def __init__(self, rules: RuleSet, told: Told, now: datetime,
                 messages: Sequence[Message]) -> None:
        self.rules = rules
        self.told = told
        self.now = now
        self.messages = messages
        self.days: list[SaidDay] = _days_in(rules, told, now, messages)
        sites = rules.specs.get("platform")
        names = [n for c in sites.choices for n in c.cues] if sites else []
        self.sums: list[SaidSum] = [
            s for s in said_sums(told.flat, [(d.start, d.end) for d in self.days])
            if not is_a_name(told, s, names)]
        self.slots: dict[str, Spans] = {VALUE: [(s.start, s.end) for s in self.sums]}
        self.found: list[Proposal] = []
        kinds = rules.specs.get("goods_kind")
        self.services = {c.id: c.service for c in kinds.choices if c.service} if kinds else {}
        self.about = {c.id: c.happens for c in kinds.choices if c.happens} if kinds else {}

    def chat(self, messages: Sequence[Message]) -> None:
        """What only a chat log says: the day of the first complaint, the last refusal."""
        told, specs = self.told, self.rules.specs
        first = next((m for m in messages if not m.merchant and m.day is not None
                      and self._complains(m)), None)
        if first is not None and "told_on" in specs:
            self._add(Proposal("told_on", first.day, told.words(first.start, first.end),
                               first.start, first.end))
        seller = next((m for m in messages if m.merchant and len(m.name) > 3
                       and any(m.name.endswith(w) for w in ("店", "公司", "商行", "专柜"))), None)
        if seller is not None and "seller_name" in specs:
            self._add(Proposal("seller_name", seller.name, seller.name, seller.start, seller.end))
        for m in messages:
            self._said_today(m)

    def _said_today(self, message: Message) -> None:
        """Days that are those of the message itself: 已签收, 已发货."""
        if message.day is None:
            return
        for fact in self._heard("date"):
            if fact.check.not_future and message.merchant:
                for cue in fact.cues:
                    if cue.startswith("@") and cue[1:] in self.told.flat[message.start:message.end]:
                        self._add(Proposal(
                            fact.id, message.day, self.told.words(message.start, message.end),
                            message.start, message.end, vague=True,
                            note="按说这句话的那天，看物流核对"))

    def _complains(self, message: Message) -> bool:
        return any(message.start <= a < message.end
                   for name in ("want", "complaining") for a, _ in self.told.spans(name))

    def _add(self, proposal: Proposal) -> None:
        if all(p.fact != proposal.fact for p in self.found):
            self.found.append(proposal)

    def _heard(self, *types: str) -> list[Fact]:
        return [f for f in self.rules.facts if f.type in types
                and (f.heard or any(c.heard for c in f.choices))]

    def proposals(self) -> list[Proposal]:
        """Everything read; the wishes last, since what they mean may hang on the rest."""
        told, sums = self.told, list(self.sums)
        out = self._goods()
        for fact in self._heard("choice", "choices"):
            if fact.id not in {"goods_kind", "wishes"}:
                out += read_choices(fact, told, self.slots)
        if happened := self.rules.specs.get("happened"):
            out += read_unnamed(happened, told, out, self.days, self.now.date(), self.slots)
        out += [*read_price(told, out, sums), *read_broken(told, out)]
        out = retimed(out, told, self.days, self.now.date())
        heard = uncovered(self.rules, sensible(told_of_it(out, told, self.services), told))
        if not self.messages and not _is_order(told):
            heard = told_of_it([*heard, *read_likely(self.rules, told, heard)], told,
                               self.services)
        heard = about_it(heard, self.about)
        out = hurt_there(in_its_case(self.rules, heard, self.now), told)
        known = merged(out)
        for fact in self._heard("items"):
            out += read_items(fact, told, sums, str(known.get("product", "")).lower())
        out += [p for p in (*read_days(self._heard("date"), told, self.days),
                            *read_sums(sums_of_it(self._heard("money"), known, self.services),
                                       told, sums, self.slots, self.sums))
                if not of_money(p) and (p.fact not in OF_A_PURCHASE or bought(told, p, known))]
        out = in_its_case(self.rules, [*days_of_it(out), *self._small()], self.now)
        out = together(out, told, self.sums)
        out += read_share(told, out)
        out += self._texts()
        if "promise_text" in self.rules.specs:
            out += read_promise(self.rules.specs["promise_text"], told,
                                [p for p in out if p.fact == "promise_what"])
        for p in out:
            if isinstance(p.value, tuple) or all(q.fact != p.fact for q in self.found):
                self.found.append(p)
        wishes, known = self.rules.specs.get("wishes"), merged(self.found)
        if wishes is not None and wishes.heard:
            wished = read_asked(wishes, told, read_wishes(
                self.rules, told, self.slots, known, self.now), known)
            self.found += wanted_of_it(wished, known, self.services)
        self.found = mine(in_its_case(self.rules, taken_along(self.found), self.now), told)
        if not self.messages and self.found:
            self.found += self._in_own_words()
        return self.found

    def _in_own_words(self) -> list[Proposal]:
        """What a person who tells a story asks, and what of it a letter may carry."""
        told, specs = self.told, self.rules.specs
        out = read_questions(specs["question"], told) if "question" in specs else []
        if "told_marks" in specs:
            out += read_oddities(specs["told_marks"], told, self.sums, self.days, self.now)
        if "problem" in specs and not _is_order(told):
            out += read_own_words(specs["problem"], told, [*self.found, *out], self.days)
        return out

    def _small(self) -> Iterator[Proposal]:
        """Countdowns, whole numbers, and what is said to be so."""
        for fact in self._heard("datetime") if not self.messages else ():
            yield from read_countdown(fact, self.told, self.now)
        for fact in self._heard("int"):
            yield from read_numbers(fact, self.told)
        for fact in self._heard("bool"):
            yield from read_flag(fact, self.told)

    def _goods(self) -> list[Proposal]:
        kind, product = self.rules.specs.get("goods_kind"), self.rules.specs.get("product")
        if kind is None or product is None or not (kind.heard and product.heard):
            return []
        nouns = nouns_of(kind, self.told)
        self.slots["thing"] = self.slots["noun"] = [(n[0], n[1]) for n in nouns]
        self.slots["number"] = number_places(self.told)
        self.slots["food"] = [(n[0], n[1]) for n in nouns if n[2] in FOOD]
        feasts = [place for w in self.rules.feasts for place in self.told.places(w)]
        sites = [(a, b) for n in self.rules.aliases for a, b in self.told.places(n.lower())
                 if not any(c <= a and b <= d for c, d in self.told.spans("not_platform"))]
        skip = sorted([*((d.start, d.end) for d in self.days), *feasts, *sites,
                       *((s.start, s.end) for s in self.sums if not s.bare
                         or self.told.flat.startswith("的", s.end)
                         or not _SCALES.isdisjoint(self.told.flat[s.start:s.end]))])
        self.slots["service"] = [(n[0], n[1]) for n in nouns if n[2] in self.services]
        named, place = read_product(product, self.told, nouns, skip, self.services)
        if place is not None:
            self.slots["thing"] = of_product(self.told, nouns, place)
        return fed([*named, *read_kind(kind, self.told, nouns, place)], self.told, nouns)

    def _texts(self) -> list[Proposal]:
        told, specs = self.told, self.rules.specs
        words = self.rules.speech.get("no_shop_name")
        generic, sites = words.words if words else (), [n.lower() for n in self.rules.aliases]
        out: list[Proposal] = []
        for fact in self._heard("text"):
            if fact.id != "product":  # its cues lead up to the thing, they do not begin a clause
                out += read_written(fact, told)
        if "merchant_said" in specs:
            out += read_quote(specs["merchant_said"], told)
        if "order_no" in specs:
            out += read_order_number(specs["order_no"], told)
        if "return_tracking" in specs:
            out += read_tracking(specs["return_tracking"], told)
        if "seller_name" in specs:
            out += read_seller(specs["seller_name"], told, generic, sites)
        return out


def _days_in(rules: RuleSet, told: Told, now: datetime,
             messages: Sequence[Message]) -> list[SaidDay]:
    """The days of a text; those of a message count from the day on which it was written."""
    feasts = rules.feasts
    if not messages:
        return said_days(told.flat, now.date(), feasts)
    return [replace(d, start=m.start + d.start, end=m.start + d.end, stop=m.start + d.stop)
            for m in messages for d in said_days(told.flat[m.start:m.end], m.day or now.date(),
                                                 feasts)]


def _is_order(told: Told) -> bool:
    return len(told.spans("order_page")) >= 2


def _chat_events(told: Told, messages: Sequence[Message]) -> list[Event]:
    found = {(m.at or m.day, m.name, told.words(m.start, m.end)): m for m in messages
             if m.day is not None and told.words(m.start, m.end)}
    return sorted((Event(m.day, m.at, "merchant" if m.merchant else "self", words, m.start, m.end)
                   for (_, _, words), m in found.items() if m.day is not None),
                  key=lambda e: (e.day, e.at or datetime.min, e.start))


def _dated_events(told: Told, days: Sequence[SaidDay]) -> list[Event]:
    """The clauses that name a day gone by, each with what follows it up to the next."""
    out = []
    for day in days:
        if day.past is None:
            continue
        start, end = told.clause(day.start)
        if end - day.end <= 1:
            end = told.clause(end)[1]
        who = voice.who if (voice := told.voice(day.start)) else "self"
        out.append(Event(day.past, None, who, told.words(start, end), start, end))
    return sorted(out, key=lambda e: (e.day, e.start))
