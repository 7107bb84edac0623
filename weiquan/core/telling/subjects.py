"""Who did it, where a sentence does not say so: 我, or the other side."""

from __future__ import annotations

from weiquan.core.telling.retelling import Turner
from weiquan.core.telling.statements import Words
from weiquan.core.values.patterns import lazy_re

_SAYS = lazy_re("说(?![好明实真是起到来哪])")    # 说打过两针疫苗
# 11月26日申请退货, 找店里, 拿去检测, 在楼下买的: what the person did.
_I_DID = lazy_re(r"^(?P<when>(?:(?:\d{4}年)?\d{1,2}月(?:\d{1,2}日)?(?:早上|上午|中午|下午|晚上"
                 r"|当晚)?|当天|当晚|当时|第二天|后来|现在|国庆[前后]?|春节[前后]?|之后)?，?)"
                 r"(?:申请(?!人|表|被)|找[了到]?(?:[^，]{0,8}(?:客服|商家|店|老板|主播|平台|机构"
                 r"|售后|公司|团购|保洁)|他)|拿去|拿到|送去|打(?:了)?(?:电话|客服)"
                 r"|跟[^，]{1,6}(?:说|沟通|反映)|联系(?:了)?(?:客服|商家|店)|在[^，说称]{1,14}买(?!到手|的人)"
                 r"|点了?确认收货|拍了?(?:照|视频)|提出退|去找|去店里|回去找)")
# 上礼拜打电话说要换人: who calls to say so is the other side.
_CALLED = lazy_re(r"^(?P<when>(?:(?:\d{4}年)?\d{1,2}月\d{1,2}日|上礼拜|上周.?|前天|昨天|今天|后来"
                  r"|突然|临时|又|之后|前几天|前两天|结果)*)(?:打|来)了?(?:一?个)?(?:电话|微信|短信)(?:过?来)?"
                  r"(?:说|通知|让|叫|告诉)")


def with_subject(sentence: str, turner: Turner, words: Words) -> str:
    """The sentence with who did it, where it begins with what only one of the two sides does."""
    called = _CALLED.match(sentence)
    if called and not turner.elsewhere:
        return f"{called['when']}{turner.them}{sentence[called.end('when'):]}"
    mine = _I_DID.match(sentence)
    if mine and not turner.has_kin and "我" not in sentence[:mine.end() + 8]:
        return f"{mine['when']}我{sentence[mine.end('when'):]}"
    theirs = (any(sentence.startswith(w) for w in words.theirs) or _SAYS.match(sentence)) \
        and not turner.elsewhere
    return f"{turner.them}{sentence}" if theirs else sentence
