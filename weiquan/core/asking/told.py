"""A text as it is listened to: its sentences and clauses, and who speaks where.

`flat` has the text half-width and in lower case, character for character, so that every place in
it is a place in what was written.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import pairwise

from weiquan.core.asking.spacing import flat, sentences
from weiquan.core.asking.speakers import speakers_in, who_is
from weiquan.core.model import Speech
from weiquan.core.values.patterns import lazy_re
from weiquan.core.values.records import result
from weiquan.core.values.typed import clean_text
from weiquan.core.values.zh import HAN

OTHERS = ("merchant", "platform", "courier", "brand", "expert")  # speakers, as of speech.yaml
_CLAUSE = lazy_re(
    r"(?:[。！？!?;；\n,，、…~]|[:：](?!\d))+|\.{3,}"
    rf"|(?<={HAN}) +(?=[^\W_a-z])|(?<=\d) +(?={HAN})")
QUOTES = {"“": "”", "「": "」", "『": "』", '"': '"', "‘": "’"}
_NAMED_SO = ("有限", "公司", "服务", "中心")   # 教育咨询有限公司: nobody asks
# 申请后仅退款237元 was asked for before, 要求我付费 by others; 要求后续处理 is wanted.
_DONE = lazy_re(r"(?:以|之)?后(?![续台期面悔天])|过(?!分)|结果|我们?(?![们的方])")
TOLD = ("告知", "告诉", "通知", "提示")
_TO_ME = lazy_re(r"我们?(?:说是?)?|说是?")
NOT_YET = lazy_re(r"(?:没有?|未|不)(?:提前|事先|事前|明确|主动|及时|显著|曾|以?任何[形方]式"
                   r"|任何|[向对跟和]我|人|谁|做|书面|口头|尽到|履行)*$")
_ACCORDING = lazy_re(r"[照按依遵像]")
_TO_THE_VERB = 8     # characters between who speaks and that he speaks: 客服那边又跟我说
_EXCERPT = 60
_REASONS = 24        # characters of reasons that are listed: 以私拆过、已过保为由
_SHORT_QUESTION = 8  # characters of a clause that only asks: 行不行


@result
class Voice:
    """What somebody else said, as far as the text reports it."""

    start: int
    end: int
    who: str          # an entry of OTHERS
    quoted: bool = False
    verb: str = ""    # 说, 答应, 意思是: how it was said


Spans = Sequence[tuple[int, int]]


class Told:
    """One text and the words of `speech` in it; `voices` may be given, as a chat log knows them."""

    def __init__(self, raw: str, speech: Mapping[str, Speech],
                 voices: Sequence[Voice] | None = None, own: Spans | None = None) -> None:
        self.raw = raw
        self.flat = flat(raw)
        self.speech = speech
        self._given = voices
        self.own = own
        self._starts = sentences(self.flat)
        self._clauses = [0, *(m.end() for m in _CLAUSE.finditer(self.flat))]
        self._found: dict[str, list[tuple[int, int]]] = {}

    @cached_property
    def _pairs(self) -> set[str]:
        return {*self.flat, *(a + b for a, b in pairwise(self.flat))}

    def may_have(self, word: str) -> bool:
        """Whether the text has the beginning and the end of a word: most words are not there."""
        return word[:2] in self._pairs and word[-2:] in self._pairs

    def places(self, word: str, after: int = 0) -> Iterator[tuple[int, int]]:
        """Where a word stands; a number of it not within a longer one: 赔500 is not in 赔50000."""
        at = self.flat.find(word, after) if self.may_have(word) else -1
        while at >= 0:
            if not ((word[0].isdigit() and self.flat[at - 1:at + 1].isdigit())
                    or (word[-2:].isdigit() and self.flat[at + len(word):][:1].isdigit())):
                yield at, at + len(word)
            at = self.flat.find(word, at + 1)

    def sentence(self, at: int) -> tuple[int, int]:
        """Where the sentence around a place begins and ends."""
        return self._around(self._starts, at)

    def clause(self, at: int) -> tuple[int, int]:
        """Where the clause around a place begins and ends."""
        return self._around(self._clauses, at)

    def clauses_in(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """The clauses that begin in a place."""
        for n, begin in enumerate(self._clauses):
            if start <= begin < end:
                after = self._clauses[n + 1] if n + 1 < len(self._clauses) else len(self.flat)
                yield begin, min(after, end)

    def _around(self, starts: list[int], at: int) -> tuple[int, int]:
        n = bisect_right(starts, at)
        return starts[n - 1], starts[n] if n < len(starts) else len(self.flat)

    def words(self, start: int, end: int) -> str:
        """What was written there, as one clean line."""
        text = clean_text(self.raw[start:end]).strip("，,。；; 、：:")
        return text if len(text) <= _EXCERPT else f"{text[:_EXCERPT]}…"

    def spans(self, name: str) -> list[tuple[int, int]]:
        """Where the words of an entry of speech.yaml stand, the longer ones first."""
        if name not in self._found:
            entry = self.speech.get(name)
            found = _spans(self, entry.words if entry else ())
            # 商家要求我…: what another wants is no wish of the person; nor is 请律师 one.
            self._found[name] = found if name != "want" else [
                (a, b) for a, b in found
                if not any(self.has_before(o, a, int(a > self.clause(a)[0])) for o in OTHERS)
                and not self.starts_with("not_want", a) and not _DONE.match(self.flat, b)]
        return self._found[name]

    def has_before(self, name: str, at: int, within: int) -> bool:
        """Whether a word of the entry ends at most `within` characters before a place."""
        return any(at - within <= end <= at for _, end in self._before(name, at, within + 12))

    def _before(self, name: str, at: int, within: int) -> list[tuple[int, int]]:
        """The spans of an entry that begin at most so far before a place."""
        spans = self.spans(name)
        first = bisect_left(spans, (at - within, 0))
        return spans[first:bisect_left(spans, (at, 0))]

    def between(self, name: str, start: int, end: int) -> list[tuple[int, int]]:
        """The spans of an entry that begin after `start` and before `end`."""
        spans = self.spans(name)
        return spans[bisect_left(spans, (start + 1, 0)):bisect_left(spans, (end, 0))]

    def starts_with(self, name: str, at: int) -> bool:
        """Whether a word of the entry stands at a place."""
        entry = self.speech.get(name)
        return entry is not None and self.flat.startswith(entry.words, at)

    @cached_property
    def edges(self) -> list[int]:
        """Where clauses begin, and where their words end."""
        ends = [m.start() for m in _CLAUSE.finditer(self.flat)]
        return sorted({*self._clauses, *ends, len(self.flat)})

    @cached_property
    def voices(self) -> Sequence[Voice]:
        """What others said, in order."""
        return self._given if self._given is not None else _voices(self)

    def voice(self, at: int) -> Voice | None:
        """Who else speaks at a place; None where the person does."""
        return next((v for v in self.voices if v.start <= at < v.end), None)

    def supposed(self, at: int) -> bool:
        """Whether the clause says 如果 or 万一 before a place: it is not said to be so.

        我只要 is a wish, though 只要 supposes.
        """
        start, _ = self.clause(at)
        return any(start <= a and b <= at and not any(
            c <= a and b <= d and (c, d) != (a, b) for c, d in self._before("want", at, at - start))
            for a, b in self._before("suppose", at, at - start))

    def asked(self, at: int) -> bool:
        """Whether the clause says 问客服 before a place."""
        start, _ = self.clause(at)
        return any(start <= b <= at and not self.flat.startswith(_NAMED_SO, b)
                   and any(b <= c <= b + 2 for c, _ in self._speakers)
                   and not self.between("says", b, at)   # 问他，他说概不退换
                   for _, b in self._before("asks", at, at - start))

    def asks_whether(self, at: int) -> bool:
        """Whether the clause, or a short one after it, asks if a thing may be done: 能不能P图."""
        start, end = self.clause(at)
        after = self.clause(end)[1] if end < len(self.flat) else end
        stop = after if after - end <= _SHORT_QUESTION else end
        return bool(self.between("asking_whether", start - 1, stop))

    def of_another(self, at: int) -> bool:
        """Whether the clause speaks of another order before a place: 之前那单钱退了."""
        start, _ = self.clause(at)
        return bool(self.between("other_order", start - 1, at))

    def of_platform(self, at: int) -> bool:
        """Whether the last one whom the clause names before a place is the platform."""
        start, _ = self.clause(at)
        couriers = self.between("courier", start - 1, at)   # 京东快递 is no platform
        platform = [(a, b) for a, b in self.between("platform", start - 1, at)
                    if not any(c <= a and b < d for c, d in couriers)]
        return bool(platform) and not any(
            b > platform[-1][1] for _, b in self.between("merchant", start - 1, at))

    @cached_property
    def _speakers(self) -> list[tuple[int, int]]:
        return [span for who in OTHERS for span in self.spans(who)]

    def wanted(self, at: int, within: int = 30) -> bool:
        """Whether the clause says 要求 or 希望 before a place: it is asked for, not so yet."""
        start, _ = self.clause(at)
        return any(start <= a and at - within <= b <= at
                   and not any(b <= c < at for c, _ in self._speakers)
                   for a, b in self._before("want", at, at - start))

    def negated(self, at: int) -> bool:
        """Whether 不, 没有 or 不是 stands right before a place."""
        return any(a < at <= b or (b - a > 1 and b < at <= b + 2 and b > self.clause(at)[0])
                   for a, b in self._before("negation", at, 8))


def _spans(told: Told, words: Sequence[str]) -> list[tuple[int, int]]:
    """Where the words stand, without those that lie within a longer one."""
    out: list[tuple[int, int]] = []
    until = [0] * (len(told.flat) + 1)   # the end of the longest word over each character
    for word in sorted(words, key=len, reverse=True):
        for start, end in told.places(word):
            if until[start] < end:
                out.append((start, end))
                until[start:end] = [max(end, u) for u in until[start:end]]
    return sorted(out)


def _voices(told: Told) -> list[Voice]:
    """The reported speech of a text: from 客服说 to the end of the sentence or to 但我."""
    out: list[Voice] = []
    last = OTHERS[0]
    others = told.spans("not_saying")
    speakers = speakers_in(told, OTHERS, others)
    for start, end in told.spans("says"):
        clause, _ = told.clause(start)
        me = next((a for a, b in told.between("told_me", clause - 1, start + 1) if start < b), -1)
        to_me = me >= 0 and (me == clause or told.flat[me] in "被检口"
                             or told.has_before("then", me, 0))
        by_it = told.flat.startswith("的", end) and _ACCORDING.search(told.flat, clause, start)
        unsaid = told.flat.startswith(TOLD, start) and NOT_YET.search(told.flat, clause, start)
        if by_it or unsaid or (me < 0 and _within(start, end, others)) \
                or (out and start < out[-1].end and clause < out[-1].start):
            continue   # 照他说的寄回去, 未提前告知我定金不退: nobody said it
        before = [s for s in speakers if clause <= s[0] and s[1] <= start
                  and not any(o[0] <= s[0] and s[1] <= o[1] and o[1] - o[0] > s[1] - s[0]
                              for o in speakers)]
        spoken = [s for s in before if start - s[1] <= _TO_THE_VERB
                  and not told.has_before("to", s[0], min(1, s[0] - clause))]
        if not to_me and any(all(b > s[1] for s in spoken) and not told.has_before("to", a, 0)
                             for a, b in told.between("self", clause - 1, start) if b <= start):
            continue
        if spoken:
            last = who_is(told, spoken[-1], speakers)
        elif not to_me and (before or not (
                told.starts_with("goes_on", clause) or told.has_before("then", start, 0)
                or told.flat.startswith("我", end) or "拒绝" in told.flat[clause:start])):
            continue
        else:
            begin = told.sentence(start)[0]
            here = [s[2] for s in speakers if begin <= s[0] < start] + [OTHERS[0]] * to_me
            if not here:
                continue
            last = last if out and out[-1].start > begin else here[0]
        out.append(_region(told, end, last, told.flat[start:end]))
    return sorted([*out, *_reasons(told, speakers, out)], key=lambda v: v.start)


def _reasons(told: Told, speakers: Sequence[tuple[int, int, str]],
             said: Sequence[Voice]) -> Iterator[Voice]:
    """What others refuse with: 商家以影响二次销售为由拒绝."""
    for start, end in told.spans("gives_reason"):
        clause, stop = told.clause(start)
        by = [who for a, b, who in speakers if clause <= a and b == start]
        far = told.flat.find("为由", end, min(told.sentence(start)[1], end + _REASONS))
        until = next((a for a, _ in told.between("reason_given", end, max(stop, far + 1))), None)
        if not by and until == far > 0 and not told.between("self", clause - 1, start):
            by = [OTHERS[0]]   # 次日以已过保为由不修: the one who refuses
        if by and until is not None and not any(v.start < until and end < v.end for v in said):
            yield Voice(end, until, by[-1], verb=told.flat[start:end])


def _within(start: int, end: int, spans: Spans) -> bool:
    return any(a <= start and end <= b for a, b in spans)


def _region(told: Told, start: int, who: str, verb: str) -> Voice:
    _, end = told.sentence(start)
    if verb in TOLD and (lead := _TO_ME.match(told.flat, start)):
        start = lead.end()   # 告诉我300元不退: it is said to me
    closed = told.flat.find(")", start, end)
    if closed > 0 and "(" not in told.flat[start:closed]:
        end = closed   # (客服说没有记录): what is told in brackets ends with them
    opened = re.match(r"[:：,，\s]*([“「『\"‘])", told.flat[start:start + 4])
    if opened:
        closing = told.flat.find(QUOTES[opened[1]], start + opened.end())
        if 0 <= closing < start + 300:
            return Voice(start + opened.end(), closing, who, quoted=True, verb=verb)
    for begin, _ in told.clauses_in(start + 1, end):
        if told.starts_with("back", begin):
            end = begin
            break
    return Voice(start, end, who, verb=verb)
