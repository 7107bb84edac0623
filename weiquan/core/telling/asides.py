"""What somebody writes beside what happened: how it feels, to whom it is told, what it is about."""

from __future__ import annotations

from weiquan.core.values.patterns import lazy_re

_FEELS = lazy_re(r"(?:就是|真是?|好|我|真的|实在|太|很|心里|越想越|可|又)*"
                 r"(?:气|生气|窝火|憋屈|心疼|郁闷|堵得慌|寒心|难受|上火|来气|火大|心累|委屈|无奈|烦)(?:人|死了?|得慌|得很|得不行|了)?"
                 r"|[^，]{0,8}(?:钱|元|块)(?:虽然)?(?:是)?(?:不多|不算多|小事)|不差(?:这|那)点钱|钱不多")
_TOPIC = lazy_re(r"[^，说买收]{0,4}(?:那个|这个|就那)[^，没不了被]{1,6}")
_VOCATIVE = lazy_re(r"(?<=[了啊吧呢的])(?:哥|姐|大哥|亲|兄弟|家人们|老铁|朋友们)$")
_PROOF_ONLY = lazy_re(r"(?:我|都|也|还|这些|有|的|小|一段|一些|几张|微信|支付宝|银行|付款)*"
                      r"(?:聊天记录|账单|截图|照片|视频"
                      r"|录像|录屏|发票|收据|票据|凭证|记录)(?:和|、|我|都|也|还|有|在|的|保存了"
                      r"|留着|截图|照片|视频|录像|录屏|了)*"
                      r"|有[^，说写]{0,16}(?:截图|照片|视频|录像|录屏|收据|发票)")
# 检测单写着主板进液, 合同写着两个人的名字: what a paper or a page says decides.
_PAPER = lazy_re(r"(?:页面|详情|标题|合同|协议|报告|检测单|工单|单子|病历|小票|收据|发票|标签"
                 r"|包装|吊牌|说明书|证书|聊天|短信|截图|保单)(?:上|里|里面|都)?[^，说]{0,6}"
                 r"(?:写|标|显示|注明|印|载明|是(?=[^，]))")
_OF_LAW = lazy_re(r"^[^，]{0,4}没有?(?:履行|尽到?).*(?:义务|责任|职责)"
                  r"|^(?:根据|依据|按照|依照|照)?.{0,14}(?:法|条例|规定)》?第.{1,6}条")


def feels(clause: str) -> bool:
    """Whether a clause only says how it feels, or that it is not for the money: 就是气, 钱不多."""
    return _FEELS.fullmatch(clause) is not None


def only_names(clause: str) -> bool:
    """Whether a clause only names what it is about, before it is told: 退货那个运费险."""
    return _TOPIC.fullmatch(clause) is not None


def unaddressed(clause: str) -> str:
    """The clause without to whom it is told: 等了两年了哥."""
    return _VOCATIVE.sub("", clause)


def only_proof(clause: str) -> bool:
    """Whether a clause only says what there is to show: 我有聊天记录和截图."""
    return _PROOF_ONLY.fullmatch(clause) is not None


def of_a_paper(sentence: str) -> bool:
    """Whether a sentence tells what a paper or a page says."""
    return _PAPER.search(sentence) is not None


def cites_law(clause: str) -> bool:
    """Whether a clause only names an article, or a duty that was not kept."""
    return _OF_LAW.match(clause) is not None
