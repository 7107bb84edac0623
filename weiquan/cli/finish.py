"""After the last question: tonight's action on one screen, the letters, the files."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from weiquan.cli.common import assessed, columns, emit
from weiquan.cli.letters import Made, file_name, make
from weiquan.cli.session import CaseSession
from weiquan.core.assessment import Assessment
from weiquan.core.exhibits import exhibit_order
from weiquan.core.ruleset import RuleSet
from weiquan.store.case import Letter
from weiquan.store.folder import LETTERS, save_case, write_readme
from weiquan.store.output import write_output
from weiquan.wizard.prompter import Prompter
from weiquan.wizard.session import Option
from weiquan.wizard.wizard import Wizard


def finish(root: Path, session: CaseSession, prompter: Prompter,
           farewell: Callable[[], str]) -> int:
    """Show what to do, ask which letters to write and what they need, write them."""
    rules, case = session.rules, session.case
    result = _assess(session)
    if result.letters:
        from weiquan.render.plan import summary_lines

        emit(["", *summary_lines(rules, result, columns()), ""])
        chosen = prompter.choose_many(
            _title(result),
            [Option(x.rule.id, x.rule.name, f"给{x.rule.to}") for x in result.letters],
            _usual(rules, result))
        metas = [rules.letters[i] for i in chosen]
        needs = {f for m in metas for f in m.needs} | {
            f for m in metas for f in m.uses if rules.specs[f].section == "letter"}
        session.need(needs)
        if session.current() is not None:
            Wizard(session, prompter, farewell).run()
        result = _assess(session)
        files = _write(root, session, result, list(chosen))
    else:
        files = _write(root, session, result, [])
    case.finished = True
    save_case(case)
    write_readme(case)
    _show(session, result, files)
    return 0


def _title(result: Assessment) -> str:
    ask = "现在写哪些文书？写好放进案卷，不会替你发出去。"
    return f"先做：{result.next.rule.title}。{ask}"


def _usual(rules: RuleSet, result: Assessment) -> list[str]:
    """The letters of the first step that can be taken now and has any.

    Without one at the next step, those the dispute has steps of its own for come first.
    """
    now = [s for s in result.ladder if s.status == "now"]
    own = {s.id for s in rules.disputes[result.dispute_id].steps}
    for step in (result.next, *sorted(now, key=lambda s: s.rule.id not in own)):
        usual = [x.rule.id for x in result.letters if x.rule.id in step.rule.letters]
        if usual:
            return usual
    return []


def _assess(session: CaseSession) -> Assessment:
    return assessed(session.rules, session.facts(), session.clock(), session.case.exhibits)


def _write(root: Path, session: CaseSession, result: Assessment,
           kinds: list[str]) -> list[Path]:
    """The plan, the checklist and the letters as files of the case."""
    from weiquan.render.checklist import checklist_lines
    from weiquan.render.plan import plan_lines

    rules, case, facts = session.rules, session.case, session.facts()
    have = facts.get("evidence_have")
    had = have if isinstance(have, tuple) else ()
    kinds = [k for k in kinds if k in {x.rule.id for x in result.letters}]
    if kinds:
        case.number_exhibits(exhibit_order(rules, had, case.exhibits))
    made: list[Made] = []
    for fmt in ("docx", "txt"):
        made += make(root, rules, facts, result, kinds, fmt)
    made += make(root, rules, facts, result, kinds, "txt", short=True)
    index = {k: i for i, k in enumerate(kinds, 1)}
    forms = {rules.letters[k].form: k for k in kinds if rules.letters[k].form}
    texts = [("先做什么.txt", plan_lines(rules, result, 72, full=True)),
             ("证据清单.txt", checklist_lines(rules, result, 72))]
    paths = []
    for name, lines in texts:
        path = case.folder / name
        paths.append(write_output(path, ("\n".join(lines) + "\n").encode(), overwrite=True,
                                  make_parent=True).path)
    for one in made:
        number = index[forms[one.id] if one.short else one.id]
        path = case.folder / LETTERS / file_name(number, one)
        done = write_output(path, one.data, make_parent=True)
        paths.append(done.path)
        case.add_letter(Letter(
            one.id, one.format, done.path.relative_to(case.folder).as_posix(), session.clock(),
            hashlib.sha256(one.data).hexdigest()))
    return paths


def _show(session: CaseSession, result: Assessment, files: list[Path]) -> None:
    from weiquan.render.plan import summary_lines

    case = session.case
    lines = ["", *summary_lines(session.rules, result, columns()), "",
             f"都在这个文件夹里：{case.folder}"]
    lines += [f"  {p.relative_to(case.folder)}" for p in files]
    missing = {f for x in result.letters for f in x.missing} & session.more
    if missing:
        names = "、".join(session.rules.specs[f].short for f in session.rules.specs if f in missing)
        lines.append(f"文书里标【待补】的：{names}。知道了就运行 weiquan resume {case.name} 补上。")
    lines.append(f"有了新情况，再运行 weiquan resume {case.name}。")
    emit(lines)
