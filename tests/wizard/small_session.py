"""A small interview that keeps its answers in a JSON file: what the wizard is tested with."""

from __future__ import annotations

import json
import os
import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from weiquan.errors import BadValue, CaseError
from weiquan.wizard.session import Answered, Doubt, Given, Option, Question

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

UNSURE = {"unsure": True}
WEEK = "一二三四五六日"
BUY, REFUND, SAID = "买了什么", "退款到哪一步", "对方怎么说"

QUESTIONS = (
    Question("platform", "choice", "在哪里买的？", "平台", BUY, "看下单的那个应用。",
             (Option("pdd", "拼多多"), Option("taobao", "淘宝", "天猫也选这个"),
              Option("douyin", "抖音商城"), Option("other", "别的平台"))),
    Question("paid", "money", "一共付了多少钱？", "付了多少", BUY,
             "订单详情里的「实付款」，连运费一起算。", unsure=False),
    Question("received", "bool", "收到货了吗？", "收到货", REFUND),
    Question("received_on", "date", "哪天收到的？", "收货日期", REFUND, "物流里的签收时间。"),
    Question("evidence", "choices", "手上有哪些东西？", "手上的证据", REFUND, "有几样勾几样。",
             (Option("chat", "聊天记录"), Option("photo", "照片"), Option("video", "开箱视频"))),
    Question("said", "text", "商家怎么回复的？", "商家的话", SAID, "照原话抄下来。"),
    Question("phone", "text", "联系电话是多少？", "电话", SAID, "只写进文书。"),
)
# Asked last, and only where a test wants it: in groups, with room for own words.
GROUPED = Question("what", "choices", "发生了什么？", "发生的事", SAID, other=True, options=(
    Option("a", "坏了", group="东西不对"),
    Option("b", "少了", group="东西不对", words=("没给",)),
    Option("c", "不退钱", group="钱的事"), Option("d", "少退钱", group="钱的事")))
BY_ID = {q.fact_id: q for q in (*QUESTIONS, GROUPED)}
APPLIES: Mapping[str, Callable[[Mapping[str, Any]], bool]] = {
    "received_on": lambda facts: facts.get("received") is True,
}


class SmallSession:
    """The interview; `path` None keeps it in memory only."""

    title = ("新的案子：测试",)

    def __init__(self, path: Path | None = None, *, grouped: bool = False) -> None:
        self._path = path
        self._questions = (*QUESTIONS, GROUPED) if grouped else QUESTIONS
        self.facts: dict[str, Any] = {}
        self.saves = 0
        if path is not None and path.exists():
            self.facts = json.loads(path.read_text(encoding="utf-8"))

    def _applies(self, fact_id: str) -> bool:
        return APPLIES.get(fact_id, lambda _: True)(self.facts)

    def current(self) -> Question | None:
        return next((q for q in self._questions
                     if q.fact_id not in self.facts and self._applies(q.fact_id)), None)

    def question(self, fact_id: str) -> Question | None:
        if fact_id not in self.facts or not self._applies(fact_id):
            return None
        question, value = BY_ID[fact_id], self.facts[fact_id]
        shown = self._shown(fact_id)
        if isinstance(value, dict) and value != UNSURE:
            return replace(question, shown=shown)
        if value == UNSURE:
            return replace(question, was_unsure=True, shown=shown)
        match question.type:
            case "bool":
                return replace(question, previous=(str(value).lower(),), shown=shown)
            case "choice":
                return replace(question, previous=(value,), shown=shown)
            case "choices":
                return replace(question, previous=tuple(value), shown=shown)
        return replace(question, typed="" if fact_id == "phone" else value, shown=shown)

    def answer(self, fact_id: str, given: Given) -> str:
        question = BY_ID[fact_id]
        value: Any = list(given) if isinstance(given, tuple) else given
        if question.type == "money":
            if not re.fullmatch(r"\d+(\.\d\d?)?", str(given)):
                raise BadValue(f"看不懂「{given}」。写数字就行，比如 299。")
            value = f"{float(str(given)):.2f}"
        if question.type == "date":
            value = self._day(str(given))
        self._save({**self.facts, fact_id: value})
        return self._shown(fact_id)

    @staticmethod
    def _day(given: str) -> str:
        found = re.fullmatch(r"(?:(202[56])-)?(\d+)[.-](\d+)", given)
        if not found:
            raise BadValue(f"看不懂「{given}」。可以写 11.20。")
        day = date(int(found[1] or 2026), int(found[2]), int(found[3]))
        if day > date(2026, 11, 22):
            if given.startswith("2026"):
                raise BadValue("这一天还没有到。")
            raise Doubt(f"{day.month}月{day.day}日还没到，是 2025 年吗？",
                        day.replace(year=2025).isoformat())
        return day.isoformat()

    def unsure(self, fact_id: str) -> str:
        self._save({**self.facts, fact_id: UNSURE})
        return self._shown(fact_id)

    def _save(self, facts: dict[str, Any]) -> None:
        text = json.dumps(facts, ensure_ascii=False)
        if self._path is not None:
            if os.environ.get("SMALL_SESSION_FULL") and len(facts) > 1:
                raise CaseError("磁盘满了，这一题没有存上。")
            part = self._path.with_suffix(".part")
            part.write_text(text, encoding="utf-8")
            part.replace(self._path)
        self.facts = facts
        self.saves += 1

    def _shown(self, fact_id: str) -> str:
        question, value = BY_ID[fact_id], self.facts[fact_id]
        labels = {o.id: o.label for o in question.options}
        if isinstance(value, dict):
            return str(value.get("said", "不清楚"))
        match question.type:
            case "bool":
                return "是" if value else "否"
            case "choice":
                return labels[value]
            case "choices":
                return "、".join(labels[v] for v in value) or "都没有"
            case "money":
                return f"￥{value}"
            case "date":
                day = date.fromisoformat(value)
                return f"{day.month}月{day.day}日（周{WEEK[day.weekday()]}）"
        return str(value)

    def answers(self) -> list[Answered]:
        return [Answered(q.fact_id, q.section, q.short, self._shown(q.fact_id),
                         self._applies(q.fact_id))
                for q in self._questions if q.fact_id in self.facts]

    def counted(self, number: int) -> str:
        about = sum(self._applies(q.fact_id) for q in self._questions)
        return f"第 {number} 题，共约 {max(about, number)} 题"

    def enough(self) -> bool:
        return False

    def why(self, fact_id: str) -> str:
        return BY_ID[fact_id].help or "答了才知道能不能退。"

    def like(self, fact_id: str, text: str) -> list[Option]:
        return [o for o in BY_ID[fact_id].options
                if any(w in text for w in (o.label, *o.words))]

    def own_words(self, fact_id: str, text: str) -> str:
        self._save({**self.facts, fact_id: {"said": text}})
        return f"原话：{text}"
