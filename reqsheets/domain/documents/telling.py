"""What is told of a form that came back (REQ211 to REQ219) and of one that is issued (REQ423 to REQ428).

Source: documents.md, sections 1 and 4.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from reqsheets.domain.documents.others import HIDDEN
from reqsheets.model.issued_papers import Issued
from reqsheets.model.papers import Slot
from reqsheets.model.plan import Cell, Finding, Severity, Value, Words
from reqsheets.model.wording import quoted, shown

if TYPE_CHECKING:
    from reqsheets.domain.documents.returned import Form

BY_HAND = Words("请看表单原件，自己填到登记表里。", "Look at the form and enter it yourself.")


def _finding(rule: str, severity: Severity, at: Cell, value: Value, zh: str, en: str, hint: Words = BY_HAND) -> Finding:
    return Finding(rule, severity, at, value, Words(zh, en), hint)


def two_ticks(slot: Slot, labels: Sequence[str], at: Cell) -> Finding:
    """Return that two boxes are ticked where one is allowed; none is taken."""
    both = "、".join(labels)
    return _finding(
        "REQ211",
        "error",
        at,
        both,
        f"“{slot.label}”只能勾一项，表单上勾了 {both}，没有采用。",
        f"{slot.label} allows one tick, but the form has {both}; neither was taken.",
    )


def no_tick(slot: Slot, at: Cell) -> Finding:
    """Return that a required group has no tick."""
    return _finding(
        "REQ212",
        "warning",
        at,
        None,
        f"“{slot.label}”一项也没有勾。",
        f"no box of {slot.label} is ticked.",
        Words("请向填表人问清楚。", "Ask the person who filled it in."),
    )


def other_without_text(slot: Slot, at: Cell) -> Finding:
    """Return that 其他 is ticked and nothing written beside it."""
    return _finding(
        "REQ212",
        "info",
        at,
        "其他",
        f"“{slot.label}”勾了“其他”，没有写是什么。",
        f"{slot.label}: 其他 is ticked, but not what it is.",
        Words("请向填表人问清楚。", "Ask the person who filled it in."),
    )


def text_without_other(slot: Slot, text: str, at: Cell) -> Finding:
    """Return that something stands on the line of 其他, which is not ticked."""
    held = quoted(text)
    return _finding(
        "REQ214",
        "info",
        at,
        text,
        f"“{slot.label}”的“其他”没有勾，横线上却写了{held.zh}；已照写。",
        f"{slot.label}: 其他 is not ticked, but {held.en} stands on its line; the text was taken.",
    )


def mark_unclear(slot: Slot, text: str, at: Cell) -> Finding:
    """Return that nobody can tell what a mark means."""
    held = quoted(text)
    return _finding(
        "REQ213",
        "error",
        at,
        text,
        f"“{slot.label}”的勾认不清：{held.zh}，没有采用。",
        f"the marks of {slot.label} are unclear: {held.en}; nothing was taken.",
    )


def crossed(slot: Slot, label: str, at: Cell) -> Finding:
    """Return that a × is the only mark of a group, which counts as its tick."""
    return _finding(
        "REQ213",
        "warning",
        at,
        label,
        f"“{slot.label}”只有“{label}”上打了 ×，按勾选处理。",
        f"the only mark of {slot.label} is a × at {label}; it was taken as a tick.",
        Words("请核对是不是这个意思。", "Check that this was meant."),
    )


def unlinked(form: Form, at: Cell) -> Finding:
    """Return that the form has check boxes of which nobody can tell whether they are ticked."""
    return _finding(
        "REQ213",
        "warning",
        at,
        None,
        f"{form.file} 里有 {form.unlinked} 个没有链接单元格的复选框，读不出勾没勾。",
        f"{form.file} has {form.unlinked} check boxes without a linked cell; whether they are ticked cannot be read.",
    )


def words_beside(slot: Slot, text: str, at: Cell) -> Finding:
    """Return that something is written beside a field, where nothing takes it."""
    held = quoted(text)
    return _finding(
        "REQ214",
        "warning",
        at,
        text,
        f"“{slot.label}”旁边写了{held.zh}，没有对应的栏目。",
        f"{held.en} is written beside {slot.label}, where no field takes it.",
    )


def not_understood(slot: Slot, text: str, at: Cell) -> Finding:
    """Return that a text cannot be a value of its column."""
    held = quoted(text)
    return _finding(
        "REQ214",
        "error",
        at,
        text,
        f"“{slot.label}”写的是{held.zh}，读不懂，没有填入。",
        f"{slot.label} says {held.en}, which cannot be read; the cell was left.",
    )


def field_gone(slot: Slot, at: Cell) -> Finding:
    """Return that a field is no longer on the form."""
    return _finding(
        "REQ214",
        "warning",
        at,
        None,
        f"表单上已经没有“{slot.label}”这一栏，读不到。",
        f"the field {slot.label} is no longer on the form.",
    )


def row_gone(slot: Slot, text: str, at: Cell) -> Finding:
    """Return that the row to which a field belongs is not in the register."""
    held = quoted(text)
    return _finding(
        "REQ214",
        "error",
        at,
        text,
        f"登记表里找不到“{slot.label}”对应的行，{held.zh}没有填入。",
        f"the register has no row for {slot.label}; {held.en} was not entered.",
    )


def printed_text_changed(slot: Slot, now: str, at: Cell) -> Finding:
    """Return that a printed text reads otherwise on the form."""
    was, is_ = quoted(slot.text), quoted(now)
    return _finding(
        "REQ215",
        "warning",
        at,
        now,
        f"表单上印的“{slot.label}”被改过：原为{was.zh}，现为{is_.zh}；没有写入登记表。",
        f"the printed {slot.label} was changed on the form from {was.en} to {is_.en}; the register stays as it is.",
        Words(
            "如果应当改，请先改登记表，再出新版本。",
            "If it should change, change the register, then issue a new version.",
        ),
    )


def unknown_form(file: str, why: Words, at: Cell) -> Finding:
    """Return that a file is no form that this workbook issued."""
    return _finding(
        "REQ216",
        "error",
        at,
        file,
        f"{file} 认不出是哪张表单：{why.zh}；没有读入任何内容。",
        f"{file} is no form of this workbook: {why.en}; nothing was taken.",
        Words(
            "请使用由这个工作簿打印的 .xlsx 或 .docx；扫描件请人工录入。",
            "Use a .xlsx or .docx printed from this workbook.",
        ),
    )


def read_before(file: str, when: str, at: Cell) -> Finding:
    """Return that the very same file was read before."""
    return _finding(
        "REQ217",
        "info",
        at,
        file,
        f"{file} 已在 {when} 读过，没有再读。",
        f"{file} was read on {when} already; nothing was done.",
        Words("不用处理。", "Nothing to do."),
    )


def old_version(one: Issued, at: Cell) -> Finding:
    """Return that the form is of an older version than the last one issued."""
    return _finding(
        "REQ218",
        "warning",
        at,
        one.version,
        f"{one.number} V{one.version} 不是最新一版；登记表改过的内容不覆盖。",
        f"{one.number} V{one.version} is not the newest version; what the register changed since is not overwritten.",
        Words("请确认填的是不是应当采用的一版。", "Check that this version is the one to take."),
    )


def conflict(slot: Slot, printed: Value, now: Value, new: Value, at: Cell) -> Finding:
    """Return that the register differs from what was printed and from the form."""
    was, is_, wants = shown(printed), shown(now), shown(new)
    return _finding(
        "REQ218",
        "error",
        at,
        new,
        f"“{slot.label}”：打印时是{was.zh}，登记表现在是{is_.zh}，表单填的是{wants.zh}；没有覆盖。",
        f"{slot.label}: printed {was.en}, the register now has {is_.en}, the form {wants.en}; nothing was overwritten.",
        Words("请确定用哪一个，自己改登记表。", "Decide which holds and change the register yourself."),
    )


def same_as_above(slot: Slot, value: Value, at: Cell) -> Finding:
    """Return what 同上 was taken for."""
    held = shown(value)
    return _finding(
        "REQ219",
        "info",
        at,
        value,
        f"“{slot.label}”写的是同上，按{held.zh}处理。",
        f"{slot.label} says the same as above: {held.en}.",
        Words("不对请改。", "Change it if that is wrong."),
    )


def year_assumed(slot: Slot, day: str, at: Cell) -> Finding:
    """Return which year a day without one was given."""
    return _finding(
        "REQ214",
        "info",
        at,
        None,
        f"“{slot.label}”没有写年份，按 {day} 处理。",
        f"{slot.label} has no year; taken as {day}.",
        Words("不对请改。", "Change it if that is wrong."),
    )


def masked_first(slot: Slot, at: Cell) -> Finding:
    """Return that personal data in the clear was masked before it was entered."""
    return _finding(
        "REQ801",
        "warning",
        at,
        None,
        f"“{slot.label}”写了完整的个人信息，已打码后填入；原件里仍是明文。",
        f"{slot.label} had personal data in the clear; it was masked first, the form still shows it.",
        Words("请妥善保管表单原件。", "Keep the form in a safe place."),
    )


def asked(slot: Slot, value: str, at: Cell) -> Finding:
    """Return what a side ticked that only a person may carry over, such as 拒签."""
    return _finding(
        "REQ423",
        "warning",
        at,
        value,
        f"对方在“{slot.label}”勾了“{value}”；签字状态由人填写，没有改动。",
        f"{slot.label}: {value} is ticked; states of signature are set by people, so nothing was changed.",
        Words("请核对原件和扫描件，自己填写状态。", "Compare form and scan, then set the state yourself."),
    )


def one_side(missing: Sequence[Slot], at: Cell) -> Finding:
    """Return that only one side signed."""
    named = "、".join(slot.label for slot in missing)
    return _finding(
        "REQ423",
        "warning",
        at,
        None,
        f"签字不全：缺 {named}。",
        f"signatures are incomplete: {named} is missing.",
        Words("请补签，再读一次。", "Have it signed, then read it again."),
    )


def changed_since(label: str, words: Words, at: Cell) -> Finding:
    """Return that a paper which was issued no longer says what the register says."""
    return _finding(
        "REQ424",
        "warning",
        at,
        None,
        f"{label} {words.zh}。",
        f"{label}: {words.en}.",
        Words("请改回原内容，或出新版本。", "Put back what was printed, or issue a new version."),
    )


def barred(paper: str, title: str, number: str, at: Cell) -> Finding:
    """Return that a paper waits until a conflict or an objection is settled."""
    return replace(
        _finding(
            "REQ426",
            "error",
            at,
            None,
            f"《{title}》暂不能出：这一行的冲突或评审意见还没有解决。",
            f"{paper} cannot be issued yet: a conflict or an objection on this row is still open.",
            Words("请先处理这一行，再打印。", "Settle this row first, then print it."),
        ),
        key=number,
    )


def version_was_sent(number: str, version: Value, at: Cell) -> Finding:
    """Return that this version was sent and says something else now, so that it was not printed again."""
    return replace(
        _finding(
            "REQ424",
            "error",
            at,
            version,
            f"{number} 的这一版已经发出，内容此后改过，没有再打印同一版。",
            f"This version of {number} was sent and its content changed since; it was not printed again.",
            Words(
                "请加一行，编号相同，版本加 1，再打印。",
                "Add a row of the same ID with the next version, then print it.",
            ),
        ),
        key=number,
    )


def hidden_name(at: Cell, text: str) -> Finding:
    """Return that another customer's name was hidden, so that a person reads the copy before it leaves (N-56)."""
    return _finding(
        "REQ427",
        "warning",
        at,
        text,
        f"这里写到了别的客户，客户版上已写成“{HIDDEN}”。",
        f"Another customer is named here; the customer's copy says “{HIDDEN}”.",
        Words("请人工读一遍再发出。", "Have a person read it before it leaves."),
    )


def ledger_lost(listed: int, held: int, at: Cell) -> Finding:
    """Return that the sheet 文书台账 knows of papers that the ledger beside the workbook does not."""
    return _finding(
        "REQ428",
        "warning",
        at,
        None,
        f"这张表列有 {listed} 份文书，旁边的台账里只有 {held} 份，因此没有更新；读回表单时要用台账里的原文。",
        f"This sheet lists {listed} papers, the ledger beside the workbook {held}, so it was left as it is; forms are"
        " read back by what the ledger holds.",
        Words(
            "请找回工作簿旁边的“.reqsheets”文件夹；工作簿搬家时要一起搬。",
            'Bring back the folder ".reqsheets" beside the workbook; it moves with the workbook.',
        ),
    )
