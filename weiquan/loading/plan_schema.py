"""The JSON Schema of `weiquan plan --json`, for scripts that read it."""

from __future__ import annotations

from typing import Any, get_args

from weiquan.core.judging.verdicts import Answer, Standing
from weiquan.core.judging.views import Status
from weiquan.core.model import Rung, Who
from weiquan.core.telling.contract import SCHEMA_ID

_TEXT = {"type": "string"}
_FLAG = {"type": "boolean"}
_TEXTS = {"type": "array", "items": _TEXT}
_MOMENT = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}$"}
_DAY = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
_MONEY = {"type": ["string", "null"], "pattern": r"^-?[0-9]+\.[0-9]{2}$"}
_RUNG = {"enum": list(get_args(Rung))}
_BASIS = {"$ref": "#/$defs/Basis"}


def _object(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": False, "required": list(properties),
            "properties": properties}


def _list(item: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": item}


def _or_null(value: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [value, {"type": "null"}]}


def _said(words: str, value: dict[str, Any]) -> dict[str, Any]:
    return {"description": words, **value}


_STEP = _object(
    rung=_RUNG, step=_said("步骤的 id", _TEXT), title=_TEXT,
    status=_said("现在做、稍后、先核实、已做、做不了", {"enum": list(get_args(Status))}),
    why=_said("为什么还不能做", _TEXT), do=_said("怎么做，一行一步", _TEXTS),
    paths=_said("在平台里点哪里", _list(_object(path=_TEXT, verified=_FLAG))),
    deadlines=_said("期限的 id，见 deadlines", _TEXTS), basis=_BASIS, evidence=_TEXTS,
    letters=_TEXTS, closes=_said("做了以后就走不了的路", _list(_object(door=_TEXT, why=_TEXT))),
    limits=_said("这一步做不到什么", _TEXTS), cost=_TEXT,
)
_CLAIM = _object(
    id=_TEXT, name=_TEXT, kind={"enum": ["main", "extra", "option"]},
    chosen=_said("算进文书的总额", _FLAG), status={"enum": ["held", "check"]},
    strength=_said("站得住、可以争取、由法院定", {"enum": list(get_args(Standing))}),
    amount=_said("元，两位小数；算不出时为 null", _MONEY), formula=_said("算式", _TEXT),
    basis=_BASIS,
)
_ANSWER = {"enum": list(get_args(Answer))}
_WISH = _object(
    wish=_TEXT, label=_TEXT, asked=_said("自己提出来的", _FLAG), answer=_ANSWER, say=_TEXT,
    why=_TEXTS, needs=_said("看哪些事实", _TEXTS), amount=_MONEY,
    line={"type": ["string", "null"]}, basis=_BASIS,
    rest=_said("同一个想要里不成立的部分", _or_null(_object(
        name=_TEXT, answer=_ANSWER, amount=_MONEY, say=_TEXT, basis=_BASIS))),
)
_VERDICT = _object(
    theory=_TEXT, name=_TEXT, asked=_FLAG, answer=_ANSWER, say=_TEXT, why=_TEXTS,
    needs=_said("看哪些事实", _TEXTS), amount=_MONEY,
    against=_said("该谁负责", _list(_object(party=_TEXT, answer=_ANSWER))),
    instead=_said("这条不成时还有哪条", _TEXTS), basis=_BASIS,
)
_CLOCK = _object(
    id=_TEXT, name=_TEXT, who=_said("谁要守", {"enum": list(get_args(Who))}),
    due=_said("最后一刻；没有倒计时为 null", _or_null(_MOMENT)), certain=_FLAG,
    passed=_said("已经过了", _FLAG), on_expiry=_said("过了会怎样", _TEXT), note=_TEXT, basis=_BASIS,
    source=_TEXT, as_of=_or_null(_DAY), from_page=_said("照订单页面填的", _FLAG),
)
PLAN: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "plan",
    "description": "weiquan plan --json 的输出。金额是文字，时间是本地时间。",
    **_object(
        schema={"const": SCHEMA_ID}, as_of=_said("按哪一刻算", _MOMENT),
        dispute=_object(id=_TEXT, name=_TEXT), platform=_object(id=_TEXT, name=_TEXT),
        law_day=_said("按哪一天的法律", _DAY), rung=_RUNG,
        next=_said("先做这一步", _object(
            step=_TEXT, title=_TEXT, do=_TEXTS, due=_or_null(_MOMENT))),
        happened=_said("发生了什么", _list(_object(id=_TEXT, label=_TEXT))),
        ladder=_list(_STEP),
        wishes=_said("想要的，能不能要", _list(_WISH)),
        verdicts=_said("碰到的每个法律问题的结论", _list(_VERDICT)),
        claims=_list(_CLAIM), total=_said("站得住的合计", _MONEY),
        total_with_arguable=_said("连可以争取的合计", _MONEY),
        exposure=_said("自己可能要付的", _MONEY),
        contradictions=_said("对不上的答案", _list(_object(facts=_TEXTS, say=_TEXT))),
        readings=_said("没说的先怎样算", _list(_object(fact=_TEXT, value=_TEXT, say=_TEXT))),
        card=_said("今晚的一屏", _object(
            head=_TEXT, mine=_TEXT, overdue=_TEXTS, stop=_TEXTS,
            beware=_said("这样的事容易吃亏在哪里", _TEXTS),
            steps=_list(_object(id=_TEXT, title=_TEXT)), perishing=_TEXTS, excuses=_TEXTS,
            asked=_TEXTS,
            later=_TEXTS, open=_TEXTS, questions=_said("还没答、会改变结果的", _list(
                _object(fact=_TEXT, ask=_TEXT, why=_TEXT))), must_tonight=_FLAG, look_again=_TEXT)),
        not_claims=_said("不能提的要求", _list(
            _object(id=_TEXT, name=_TEXT, why=_TEXT, basis=_BASIS))),
        deadlines=_list(_CLOCK),
        evidence=_list(_object(
            id=_TEXT, title=_TEXT, have=_FLAG,
            exhibit=_said("证据编号", {"type": ["integer", "null"]}), proves=_TEXTS, how=_TEXTS)),
        letters=_list(_object(id=_TEXT, title=_TEXT, to=_TEXT, ready=_FLAG,
                              missing=_said("还缺的事实", _TEXTS))),
        excuses=_said("对方的理由，各自的回答", _list(_object(
            id=_TEXT, name=_TEXT, merchant_is_right=_FLAG, beside=_FLAG, right_when=_TEXTS,
            answer=_TEXTS, reply=_TEXT, basis=_BASIS))),
        warnings=_list(_object(id=_TEXT, level={"enum": ["stop", "care"]}, text=_TEXT,
                               basis=_BASIS)),
        gaps=_said("还不知道、会影响结果的事实",
                   _list(_object(fact=_TEXT, ask=_TEXT, unsure=_said("答过不清楚", _FLAG)))),
        own_answers=_said("没有合适的选项，自己写的", _list(_object(fact=_TEXT, words=_TEXT))),
        sources=_TEXTS,
    ),
    "$defs": {"Basis": _list(_object(law=_TEXT, article=_TEXT, gist=_TEXT))},
}
