"""What can be had and why: the wishes first, then what nobody asked for, then what cannot be."""

from __future__ import annotations

from weiquan.core.judging.assessment import Assessment
from weiquan.core.judging.combining import ONLY_IF_SURE
from weiquan.core.judging.verdicts import Verdict, WishView
from weiquan.core.model.ruleset import RuleSet
from weiquan.core.telling.marks import MARK, either, hanging, mark_of, named, owed_of
from weiquan.core.values.rmb import in_yuan
from weiquan.render.plan_parts import Page, cite_text

PARTY = {
    "shop": "商家", "platform": "平台", "owner": "个人卖家", "live_operator": "直播间运营者",
    "leader": "团长、群主", "agent": "代购、中间人", "maker": "厂家", "courier": "快递公司",
    "payer": "付款的人", "bank": "银行、支付机构", "lender": "放款方", "shareholder": "公司股东",
    "guardian": "监护人", "lawfirm": "代理公司", "host": "主办的一方", "insurer": "保险公司",
    "unknown": "收钱的人", "buyer": "自己", "other": "其他人",
}


def add_wishes(page: Page, rules: RuleSet, result: Assessment) -> None:
    """The answer to each wish, with sum, reason, proof and article."""
    asked = [w for w in result.wishes if w.asked]
    if not asked:
        return
    page.head("想要的，能不能要")
    for wish in asked:
        _wish(page, rules, result, wish)
    _totals(page, result)
    for line in result.claims:
        if line.beyond is not None and line.answer == "yes" and line.strength == "firm":
            page.add(f"没要的不写进信里：{line.rule.what}还可以再要 {in_yuan(line.beyond)}", "  ")
    owed = list(owed_of(result.lines))
    if owed:
        page.add("对方向自己要的，一笔一笔看：", "  ")
    for mark, what, amount, why in owed:
        page.add(f"【{mark}】{what}　{amount}", "  ", "    ")
        page.add(why, "    ")


def _totals(page: Page, result: Assessment) -> None:
    """What the lines come to, and what is in no total: it hangs, or nobody asked for it."""
    total = result.total
    arguable = total.with_arguable
    if total.firm is not None:
        more = f"；连可以争取的一共 {in_yuan(arguable)}" \
            if arguable is not None and arguable != total.firm else ""
        page.add(f"站得住的一共 {in_yuan(total.firm)}{more}", "  ")
    elif arguable is not None:
        page.add(f"要看情况的一共 {in_yuan(arguable)}", "  ")
    asked = {w.rule.id for w in result.wishes if w.asked}
    for line in result.lines:
        if line.amount is not None and line.rule.money in ONLY_IF_SURE and line.answer == "maybe" \
                and asked & set(line.rule.wishes):
            page.add(f"不算在里面：{line.rule.what} {in_yuan(line.amount)}，要看情况", "  ")
    counted = {x.id for x in result.claims}
    for wish in result.wishes:
        if wish.line is not None and wish.amount is not None and wish.answer == "yes" \
                and not wish.line.instead_of and wish.line.id not in counted:
            page.add(f"不算在里面、也可以要：{wish.line.rule.what} {in_yuan(wish.amount)}", "  ")


def _wish(page: Page, rules: RuleSet, result: Assessment, wish: WishView) -> None:
    line, verdict = wish.line, wish.verdict
    label = named(wish.rule)
    amount = _amount(wish) if line is not None and wish.answer != "no" else ""
    page.add(f"【{mark_of(wish.rule, wish.answer)}】{label}" + (f"　{amount}" if amount else ""),
             "  ", "    ")
    page.add(wish.say, "    ")
    for text in wish.why[:3] if not page.full else wish.why:
        if text != wish.say:
            page.add(text, "    - ", "      ")
    if line is not None and line.rule.amount is not None and wish.working and amount:
        page.add(f"算法：{wish.working}{'。' if hanging(wish) else ''}{hanging(wish)}", "    ")
    if line is not None and line.instead_of and wish.answer != "no":
        other = next((x for x in result.lines if x.id == line.instead_of), None)
        if other is not None:
            page.add(either(line, other), "    ")
    if wish.needs:
        names = "、".join(rules.specs[f].short for f in wish.needs)
        page.add(f"看这几样：{names}", "    ")
    if verdict is not None and wish.answer != "no":
        _proof(page, verdict)
        _owes(page, verdict)
    if wish.basis:
        page.add(f"依据：{cite_text(wish.basis[:6], gist=page.full)}", "    ")
    if line is not None and line.rest is not None and amount:
        rest = line.rest
        page.add(f"【{MARK[rest.answer]}】{rest.what}　{in_yuan(rest.amount)}", "  ", "    ")
        page.add(rest.say, "    ")
        if rest.basis:
            page.add(f"依据：{cite_text(rest.basis[:3], gist=page.full)}", "    ")


def _amount(wish: WishView) -> str:
    line = wish.line
    if line is None:
        return ""
    if wish.amount is not None:
        return in_yuan(wish.amount)
    return "金额看订单" if line.open else line.rule.amount_text


def _proof(page: Page, verdict: Verdict) -> None:
    lacking = [e for e in verdict.elements if not e.have and (e.lacking or e.proved_by)]
    if lacking and page.full:
        page.add("要拿得出：" + "；".join(
            f"{e.title}" + (f"（{e.proved_by}）" if e.proved_by else "") for e in lacking), "    ")


def _owes(page: Page, verdict: Verdict) -> None:
    pays = list(dict.fromkeys(PARTY[o.party] for o in verdict.owes if o.answer == "yes"))
    may = list(dict.fromkeys(PARTY[o.party] for o in verdict.owes if o.answer == "maybe"
                             and PARTY[o.party] not in pays))
    if not may and len(pays) < 2 and not any(o.say for o in verdict.owes):
        return
    parts = []
    if pays:
        parts.append("找" + "、".join(pays))
    if may:
        parts.append("也可能是" + "、".join(may))
    if parts:
        page.add("，".join(parts) + "。", "    ")
    for o in verdict.owes:
        if o.say:
            page.add(f"{PARTY[o.party]}：{o.say}", "    - ", "      ")


def add_others(page: Page, result: Assessment) -> None:
    """What may be had besides, the other questions of the case, and what must not be claimed."""
    more = [w for w in result.wishes if not w.asked]
    if more:
        page.head("没提到、也可以要的")
        for wish in more[:6]:
            line = wish.line
            what = line.rule.what if line is not None else named(wish.rule)
            amount = _amount(wish)
            mark = mark_of(wish.rule, wish.answer)
            page.add(f"【{mark}】{what}" + (f"　{amount}" if amount else ""), "  ",
                     "    ")
            page.add(wish.say, "    ")
            if wish.basis:
                page.add(f"依据：{cite_text(wish.basis[:3], gist=page.full)}", "    ")
    told = {w.verdict.rule.id for w in result.wishes if w.verdict is not None}
    others = [v for v in result.verdicts if not v.hidden and v.rule.id not in told]
    if others:
        page.head("还碰到的问题")
        for v in others if page.full else others[:6]:
            page.add(f"【{MARK[v.answer]}】{v.rule.name}：{v.say}", "  ", "    ")
            if page.full:
                page.points(v.why, "    ")
            if v.basis:
                cited = v.basis if page.full else v.basis[:3]
                page.add(f"依据：{cite_text(cited, gist=page.full)}", "    ")
    if result.not_claims:
        page.head("不要主张的")
        for no in result.not_claims:
            law = f"（{cite_text(no.basis[:2], gist=False)}）" if no.basis else ""
            page.add(f"{no.rule.name}：{no.rule.why}{law}", "  - ", "    ")
    if result.traps:
        page.head("容易吃亏的地方")
        page.points(result.traps if page.full else result.traps[:5])
