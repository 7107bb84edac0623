"""What is personal in somebody's own words: names, cars, passports, accounts, parts of an address.

Told once after a word that gives it away (我叫…), it is to be covered wherever it stands.
"""

from __future__ import annotations

import unicodedata

from weiquan.core.values.patterns import lazy_re

_HAN = "一-龥"
# The hundred that nine of ten people bear, and those of two characters.
_SURNAME = ("(?:欧阳|上官|司马|诸葛|皇甫|尉迟|公孙|慕容|司徒|夏侯|东方|令狐|宇文|长孙|轩辕|端木|"
            "[王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡"
            "余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯"
            "龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤])")
_NAME = rf"(?P<it>{_SURNAME}[{_HAN}]{{1,2}}?)"
_END = r"(?=[^\w]|$|的|电话|手机|微信|收|女士|先生|小姐)"
_KIN = ("老婆|老公|妻子|丈夫|爱人|父亲|母亲|爸爸|妈妈|儿子|女儿|哥哥|姐姐|弟弟|妹妹|朋友|同事|"
        "室友|奶奶|爷爷|外婆|外公")
_ASCII = r"[:：为是叫\s]*(?P<it>[a-z\d][a-z\d_@.-]{4,23})(?![a-z\d])"
_FORMS: tuple[tuple[str, str], ...] = (
    ("姓名", rf"(?:我叫|我是|本人|名叫|叫做|名字是|(?:姓名|户名|收件人|收货人|联系人|寄件人|持卡人)"
             rf"[:：为是叫\s]*|{_KIN}(?:叫|是)?)\s*{_NAME}{_END}"),
    ("姓名", rf"(?P<it>{_SURNAME}[{_HAN}]{{1,2}}?)(?=女士|先生|小姐)"),
    ("姓名", rf"(?P<it>{_SURNAME}(?:女士|先生|小姐))"),
    ("车牌号", r"(?<![a-z\d])(?P<it>"
               r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]"
               r"[a-hj-np-z][·.\s-]?[a-hj-np-z\d]{4,5}[a-hj-np-z\d挂学警港澳])(?![a-z\d])"),
    ("证件号", r"(?:护照|通行证|军官证|驾驶证|驾照|居住证|身份证|回乡证)(?:号码|号)?[:：为是\s]*"
               r"(?P<it>[a-z]{0,2}\d[a-z\d]{5,19})"),
    ("微信号", rf"(?:微信|薇信|威信|v信|vx|wx|加v|weixin|wechat)(?:号码|号|id)?{_ASCII}"),
    ("账号", rf"(?:旺旺|抖音|快手|小红书|闲鱼|支付宝|淘宝|京东|拼多多|微博|qq|昵称)"
             rf"(?:号码|号|id|账号|帐号|名)?{_ASCII}"),
    ("地址", rf"(?P<it>(?:[{_HAN}\d]{{2,14}}?(?:路|街道?|镇|乡|村|园|苑|里|巷|小区|公寓))?"
             rf"[{_HAN}]{{0,8}}?\d{{1,4}}(?:幢|栋|号楼|座)(?:\d单元)?(?:\d{{2,4}}(?:室|房|层|楼)?)?)"),
    # Without what stands before it, which may be no part of it.
    ("地址", r"(?P<it>\d{1,4}(?:幢|栋|号楼|座)(?:\d单元\d{2,4}|\d{2,4})(?:室|房|层|楼)?)"),
)
_PATTERNS = tuple((label, lazy_re(form)) for label, form in _FORMS)


def personal_in(text: str) -> list[tuple[str, str]]:
    """Each personal string in a text with what it is, in no order; each once."""
    flat = unicodedata.normalize("NFKC", text).lower()
    return list(dict.fromkeys((m["it"].strip(), label)
                              for label, pattern in _PATTERNS for m in pattern.finditer(flat)))
