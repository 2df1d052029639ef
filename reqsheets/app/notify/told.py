"""What became of reminding, as lines for people and as JSON for programs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath

from reqsheets.app.notify.remind import Delivery, Reminded
from reqsheets.model.plan import Language, Words, value_out

RESULTS = {
    "": Words("将告知", "would be told"),
    "sent": Words("已告知", "told"),
    "failed": Words("没有送达", "not delivered"),
}


def lines(done: Reminded, language: Language, *, in_full: bool = True) -> Iterator[str]:
    """Yield what became of it: a line a person (in full with the message), who cannot be told, what is odd."""
    for one in done.deliveries:
        yield _person(one, language)
        if in_full:
            yield from (f"    {line}" for line in one.text.split("\n")[1:])
    if not done.deliveries:
        yield Words("今天没有要提醒的。", "Nothing to remind anybody of.").to(language)
    if done.withheld:
        n = done.withheld
        yield Words(f"{n} 项不在提醒时段内，到时再发", f"{n} item(s) wait for office hours").to(language)
    if done.unheard:
        yield Words(f"没有收件人：{len(done.unheard)} 项", f"Nobody to tell: {len(done.unheard)}").to(language)
        for summons, unheard in done.unheard:
            book, owed = PurePath(summons.path).name, unheard.one
            yield f"    {owed.duty} {owed.words.to(language)} [{book}] {unheard.why.to(language)}"
    for path, words in (*done.odd, *done.errors):
        yield f"{PurePath(path).name}: {words.to(language)}"


def _person(one: Delivery, language: Language) -> str:
    result = RESULTS.get(one.result, RESULTS[""]).to(language)
    items = Words(f"{one.items} 项", f"{one.items} item(s)").to(language)
    why = f" {one.why.to(language)}" if one.why.zh else ""
    where = f" {one.where}" if one.where and one.result != "sent" else ""
    return f"{one.person}: {result} {items}（{one.channel}）{why}{where}"


def objects(done: Reminded, language: Language) -> dict[str, object]:
    """Return it as JSON can hold it."""
    return {
        "deliveries": [
            {
                "person": one.person,
                "items": one.items,
                "channel": one.channel,
                "result": one.result or "planned",
                "why": one.why.to(language),
                "where": one.where,
                "text": one.text,
            }
            for one in done.deliveries
        ],
        "unheard": [
            {
                "workbook": summons.path,
                "duty": unheard.one.duty,
                "record": unheard.one.record,
                "due": value_out(unheard.one.due),
                "words": unheard.one.words.to(language),
                "why": unheard.why.to(language),
            }
            for summons, unheard in done.unheard
        ],
        "withheld": done.withheld,
        "odd": [{"workbook": path, "what": words.to(language)} for path, words in done.odd],
        "errors": [{"workbook": path, "what": words.to(language)} for path, words in done.errors],
        "exit_code": done.exit_code,
    }
