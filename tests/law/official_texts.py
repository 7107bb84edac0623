"""Reading the official texts, for the tests beside this file only."""

from __future__ import annotations

import re

TEXT_OF = {
    "ad_law": "广告法",
    "admin_litigation": "行政诉讼法",
    "admin_reconsider": "行政复议法",
    "aucl": "反不正当竞争法",
    "bankcard": "最高法银行卡规定_法释2021-10",
    "cc_contract_interp": "最高法民法典合同编通则解释",
    "civil_code": "民法典",
    "civil_procedure": "民事诉讼法",
    "commercial_mediation": "商事调解条例",
    "company_interp2": "最高法公司法规定二",
    "company_law": "公司法",
    "complaint_order121": "市场监督管理投诉举报处理办法",
    "complaint_order20": "市场监督管理投诉举报处理暂行办法_旧20号令_已废止",
    "consumer_law": "消费者权益保护法",
    "consumer_law_reg": "消费者权益保护法实施条例",
    "consumer_penalty": "侵害消费者权益行为处罚办法",
    "contract_admin": "合同行政监督管理办法",
    "court_fee": "诉讼费用交纳办法",
    "cpl_interp": "最高法民诉法解释_2022",
    "criminal_law": "刑法_分则",
    "drug_law": "药品管理法",
    "ecommerce_law": "电子商务法",
    "esign": "电子签名法",
    "evidence_rules": "最高法民事诉讼证据规定",
    "express_market": "快递市场管理办法_摘录",
    "express_reg": "快递暂行条例",
    "extortion_interp": "两高敲诈勒索解释_法释2013-10",
    "food_civil_2020": "最高法食品安全民事纠纷解释一_法释2020-14",
    "food_drug_2013": "最高法食品药品纠纷规定",
    "food_punitive_2024": "最高法食品药品惩罚性赔偿解释_法释2024-9",
    "food_safety": "食品安全法",
    "fraud_interp": "两高诈骗解释_法释2011-7",
    "gp_interp": "最高法民法典总则编解释_法释2022-6",
    "holiday_reg": "全国年节及纪念日放假办法",
    "internet_court_2018": "最高法互联网法院规定_2018",
    "internet_court_2025": "最高法互联网法院管辖规定_法释2025-14",
    "jurisdiction_reply_2025": "最高法部分民事案件管辖批复_法释2025-15",
    "lawyers_law": "律师法_2017版_已被2026修正",
    "limitation_interp": "最高法诉讼时效规定",
    "live_ecom": "直播电商监督管理办法",
    "live_food": "直播电商经营者落实食品安全主体责任监督管理规定",
    "mediation_law": "人民调解法",
    "net_ad": "互联网广告管理办法",
    "net_consume_1": "最高法网络消费规定一_法释2022-8",
    "net_defame_interp": "两高网络诽谤解释_法释2013-21",
    "net_tort": "最高法信息网络侵害人身权益规定",
    "online_litigation": "人民法院在线诉讼规则",
    "online_trade": "网络交易监督管理办法",
    "payment_reg": "非银行支付机构监督管理条例",
    "penalty_procedure": "市场监督管理行政处罚程序规定",
    "pipl": "个人信息保护法",
    "platform_rules": "网络交易平台规则监督管理办法",
    "postal_law": "邮政法",
    "prepaid": "最高法预付式消费解释_法释2025-4",
    "price_fraud": "明码标价和禁止价格欺诈规定",
    "price_law": "价格法",
    "price_penalty": "价格违法行为行政处罚规定",
    "product_quality": "产品质量法",
    "promo_rules": "规范促销行为暂行规定",
    "psapl": "治安管理处罚法",
    "registration_reg": "市场主体登记管理条例",
    "sales_interp": "最高法买卖合同解释",
    "sanbao_pc": "微型计算机商品修理更换退货责任规定",
    "sanbao_phone": "移动电话机商品修理更换退货责任规定",
    "seven_day": "网络购买商品七日无理由退货暂行办法",
    "tort_interp": "最高法侵权责任编解释一",
}

DIGITS = "零一二三四五六七八九"
NUMERAL = "〇零一二三四五六七八九十百千万"
_NARROW = str.maketrans("０１２３４５６７８９％", "0123456789%")
_HEAD = re.compile(
    r"^[\s　\-*>]*第([〇零一二三四五六七八九十百千]+)条(?:之([一二三四五六七八九十]+))?"
    r"(?:\*\*)?(?=[\s　]|$|[^第款项的规中、，])", re.MULTILINE)
_POINT = re.compile(r"^([一二三四五六七八九十]+)、", re.MULTILINE)  # replies have no articles
_ITEM = re.compile(r"^[\s　\-*]*（[一二三四五六七八九十]+）", re.MULTILINE)


def articles_of(text: str) -> dict[str, str]:
    """The articles of an official text by number, headings in Arabic digits (307.1)."""
    text = text.translate(_NARROW)
    heads = list(_HEAD.finditer(text))
    names = [str(arabic(m[1])) + (f".{arabic(m[2])}" if m[2] else "") for m in heads]
    if not heads:
        heads = list(_POINT.finditer(text))
        names = [m[1] for m in heads]
    ends = [m.start() for m in heads[1:]] + [len(text)]
    return {n: text[m.start():end] for n, m, end in zip(names, heads, ends, strict=True)}


def arabic(numeral: str) -> int:
    """The value of a Chinese numeral below ten thousand."""
    total, digit = 0, 0
    for char in numeral:
        if char in "十百千":
            total += (digit or 1) * {"十": 10, "百": 100, "千": 1000}[char]
            digit = 0
        else:
            digit = 0 if char == "〇" else DIGITS.index(char)
    return total + digit


def chinese(number: int) -> str:
    """The numeral that laws use for `number`."""
    if number >= 10000:
        return chinese(number // 10000) + "万" + (chinese(number % 10000) if number % 10000 else "")
    out, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            out += ("零" if gap and out else "") + DIGITS[digit] + name
        gap = not digit
    return out.removeprefix("一") if out.startswith("一十") else out


def stands_in(number: str, article: str) -> bool:
    """Whether `number` (such as 7日, 1倍以上10倍以下, 20%, 5项) is said in the article."""
    count = re.fullmatch(r"([0-9]+)项", number)
    if count and len(_ITEM.findall(article)) == int(count[1]):
        return True
    flat = re.sub(r"[\s*]", "", article)
    in_words = re.sub(r"(?<![0-9.])[0-9]+(?![0-9.])", lambda m: chinese(int(m[0])), number)
    ways = {number, in_words, re.sub("二(?=[个次名])", "两", in_words)}
    if percent := re.fullmatch(r"([0-9]+)%", number):
        ways.add("百分之" + chinese(int(percent[1])))
    return any(re.search(f"(?<![0-9.{NUMERAL}]){re.escape(way)}", flat) for way in ways)
