"""How many of what people ask in real stories is answered as it should be.

    python -m benchmarks.asked FOLDER

FOLDER has adjudicated.yaml and complaints.yaml with their `verdicts`: what is asked and the right
answer. The facts of a case are those of tests/cases; the question stands at the end of its story,
as the person would write it. Said too surely (yes for maybe or no) counts most.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

from weiquan.cli.common import place_of, rules_at
from weiquan.cli.gather import gather
from weiquan.core.asking.hearing import hear
from weiquan.core.asking.questions import questions_in
from weiquan.core.judging.assess import assess
from weiquan.core.model.ruleset import RuleSet
from weiquan.core.telling.card import card_of

CASES = Path(__file__).parent.parent / "tests" / "cases"
WAYS = {"yes": ("能", "是", "要", "要付", "要给"), "no": (
    "不能", "不是", "不用", "不用给", "站不住", "一般不用付", "不能全部要", "不能要这么多"),
    "maybe": ("看情况", "不一定", "不一定是全部", "可能要付", "可能有道理")}
DENIES = re.compile("不[能退赔管给行算]|作废|没责任")
SAID = re.compile(r"就|所以|不[是管去够赔受]|算|有效|一律|没[骗责]|[必只]|为由|合法|概不|说|才退$")
OF_A_WISH = re.compile(r"[^。]{0,30}，(?:能|看情况|不能)。")


def question_of(asked: str) -> str:
    """What is asked, as a person asks it: 三倍 is 能不能三倍, 拆封就不退 is 对吗."""
    if re.search("谁|吗|能不能", asked):
        return f"{asked.rstrip('？')}？"
    return f"{asked}，对吗？" if SAID.search(asked) else f"能不能{asked}？"


def answer_in(line: str, question: str) -> str:
    """The yes, maybe or no of an answer; of a wish as an answer to whether it is denied."""
    for part in re.split("[，。；]", line)[:6]:
        for way, words in WAYS.items():
            if part in words or part.rpartition(" ")[2] in words:
                turned = "对吗" in question and DENIES.search(question) and OF_A_WISH.match(line)
                return {"yes": "no", "no": "yes"}.get(way, way) if turned else way
    return "none"


def stories(folder: Path) -> Iterator[tuple[dict[str, Any], dict[str, str]]]:
    """Every story with each thing that is asked of it."""
    for name, parts in (("adjudicated", ("cases",)), ("complaints", ("given", "new"))):
        data = yaml.safe_load((folder / f"{name}.yaml").read_text(encoding="utf-8"))
        for part in parts:
            for story in data[part]:
                for verdict in (story.get("expect") or story["judge"])["verdicts"]:
                    yield story, verdict


def answered(rules: RuleSet, story: dict[str, Any], question: str) -> str:
    """What the card says to a question at the end of a story, all facts of the case known."""
    kind = "complaints" if "text" in story else "decided"
    path = CASES / kind / f"{story['id'].lower()}.yaml"
    case = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    now = datetime.fromisoformat(case["as_of"])
    told = str(story.get("brief") or story["text"]).rstrip("。")
    heard = hear(rules, f"{told}。{question}", now).facts()
    facts = gather(rules, now, case=case["facts"])
    facts["wishes"] = tuple(dict.fromkeys((*facts.get("wishes", ()), *heard.get("wishes", ()))))
    facts["question"] = (questions_in(str(heard.get("question", ""))) or [""])[-1]
    lines = card_of(rules, facts, assess(rules, facts, now)).asked
    return lines[-1].split("”：", 1)[1] if lines else ""


def main() -> None:
    """Print every answer that is another than the right one, then the sums."""
    rules = rules_at(place_of(None, None, trust=False))
    count: Counter[tuple[str, str]] = Counter()
    for story, verdict in stories(Path(sys.argv[1])):
        question = question_of(verdict["asked"])
        said = answered(rules, story, question)
        got = answer_in(said, question)
        count[verdict["answer"], got] += 1
        if got != verdict["answer"]:
            print(f"{story['id']} {verdict['answer']} {got}: {question} {said}")
    right = sum(n for (want, got), n in count.items() if want == got)
    over = sum(n for (want, got), n in count.items() if got == "yes" and want != got)
    print(f"{right} of {count.total()} agree; too sure: {over}; denied: {count['yes', 'no']}; "
          f"not answered: {sum(n for (_, got), n in count.items() if got == 'none')}")


if __name__ == "__main__":
    main()
