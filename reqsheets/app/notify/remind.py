"""Telling people: from what each workbook owes to one digest a person, sent once, written down in the ledgers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from reqsheets.app.notify import ledger
from reqsheets.app.notify.addresses import Address, addresses
from reqsheets.app.notify.channels import Channels, Message, Sent, refused
from reqsheets.app.notify.files import Folder
from reqsheets.app.notify.ledger import Result, Told
from reqsheets.domain.reminders.digests import Digest, Line, digests
from reqsheets.domain.reminders.owed import Obligation
from reqsheets.domain.reminders.stages import Step
from reqsheets.domain.reminders.summons import Summons
from reqsheets.domain.reminders.tellings import Situation, Telling, Unheard, tellings
from reqsheets.model.brief import brief
from reqsheets.model.errors import ReqsheetsError
from reqsheets.model.plan import NOTHING_SAID, Cell, Language, Words

NOT_SENT = 3  # exit code
PAGE = "文件"


@dataclass(frozen=True)
class Wishes:
    """What holds for all workbooks of a run; `folder` is for pages and calendar files, `only` one person's name."""

    now: datetime
    send: bool = False
    only: str = ""
    folder: Path | None = None
    language: Language = "zh"


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of one person's digest: `result` is "" where it was only planned."""

    person: str
    items: int
    channel: str
    result: Result | str
    why: Words
    text: str
    where: str = ""
    books: tuple[str, ...] = ()  # the workbooks that it is about


@brief
@dataclass(frozen=True)
class Reminded:
    """What became of all of it: deliveries by person, what nobody can be told of, and what is odd in the settings."""

    deliveries: tuple[Delivery, ...]
    unheard: tuple[tuple[Summons, Unheard], ...]
    odd: tuple[tuple[str, Words], ...]
    withheld: int = 0
    errors: tuple[tuple[str, Words], ...] = ()

    @property
    def exit_code(self) -> int:
        """Return 3 where something could not be sent, else 0."""
        return NOT_SENT if self.errors or any(one.result == "failed" for one in self.deliveries) else 0


@dataclass
class _Book:
    """One workbook of the run with its ledger."""

    summons: Summons
    told: list[Told]
    lines: list[Line] = field(default_factory=list)
    withheld: list[Line] = field(default_factory=list)
    unheard: list[Unheard] = field(default_factory=list)


def remind(summonses: Sequence[Summons], wishes: Wishes, channels: Channels | None = None) -> Reminded:
    """Tell everybody what the workbooks owe, each once; without `send` only say who would be told what.

    What failed is tried again at the next run. Nothing is written without `send`, save pages in a folder that is named.
    """
    books, errors = _books(summonses)
    for book in books:
        _decide(book, wishes)
    lines = [line for book in books for line in book.lines]
    all_digests = digests(lines, wishes.now)
    mine = [one for one in all_digests if wishes.only in ("", one.person.name)]
    folder = Folder(wishes.folder, wishes.now, wishes.language)
    pages = folder.pages(summonses) if wishes.folder is not None else {}
    done = [_delivered(one, wishes, folder, pages, channels or Channels()) for one in mine]
    if wishes.send:
        errors += _written_down(books, mine, done, wishes.now)
    unheard = tuple((book.summons, one) for book in books for one in book.unheard)
    odd = tuple((book.summons.path, words) for book in books for words in book.summons.odd)
    return Reminded(tuple(done), unheard, odd, sum(len(book.withheld) for book in books), tuple(errors))


def _books(summonses: Iterable[Summons]) -> tuple[list[_Book], list[tuple[str, Words]]]:
    books, errors = [], []
    for summons in summonses:
        try:
            books.append(_Book(summons, ledger.read(summons.kept)))
        except (OSError, ReqsheetsError) as error:  # without its ledger nobody knows what was told
            words = (
                error.words if isinstance(error, ReqsheetsError) else Words(str(error.strerror), str(error.strerror))
            )
            errors.append((summons.path, words))
    return books, errors


def _decide(book: _Book, wishes: Wishes) -> None:
    """Sort what is to be told now from what is held back and what nobody can be told of."""
    summons, sent = book.summons, ledger.sent_keys(book.told)
    at = Situation(summons.staff, summons.calendar, summons.policy, wishes.now, ledger.pasts(book.told))
    is_open = summons.policy.is_open(wishes.now, summons.calendar)
    for one in (*tellings(summons.owed, at), *_settled(summons, book.told)):
        if isinstance(one, Unheard):
            book.unheard.append(one)
        elif one.key not in sent:
            may_go = is_open or (one.one.any_time and summons.policy.urgent_at_any_time)
            (book.lines if may_go else book.withheld).append(Line(summons, one))


def _settled(summons: Summons, lines: Sequence[Told]) -> Iterator[Telling]:
    """Yield that it is done to all who got it escalated; not what was put off, dropped, or comes round again (A-28)."""
    names = {one.name for one in summons.owed}
    seen: set[tuple[str, str]] = set()
    for line in ledger.escalated(lines):
        gone = line.name not in names and line.number not in summons.resting and line.pace != "rhythm"
        if gone and (line.owed, line.to) not in seen:
            seen.add((line.owed, line.to))
            duty, record = line.name.split("|", 1)
            title = Words(line.zh, line.en)
            one = Obligation(duty, record, (line.to,), None, title, title, Cell("", 0), number=line.number)
            yield Telling(line.to, "settled", one, Step("S6"), was=line.owed)


# --- delivery -----------------------------------------------------------------------------------------------------


def _delivered(
    digest: Digest, wishes: Wishes, folder: Folder, pages: dict[tuple[str, str], Path], channels: Channels
) -> Delivery:
    ways = {way for line in digest.lines for way in line.summons.policy.ways}
    known = [one for one in addresses(digest.person.address) if one.way in ways or one.way == "apprise"]
    books = tuple(dict.fromkeys(line.summons.path for line in digest.lines))
    way, text = known[0].way if known else PAGE, digest.text(wishes.language)
    planned = Delivery(digest.person.name, len(digest.lines), way, "", NOTHING_SAID, text, books=books)
    if not wishes.send:
        return planned
    tried, sent = _tried(digest, known, ways, wishes, folder, channels)
    if sent.took_it:
        return replace(planned, channel=tried, result="sent", where=sent.id)
    written = pages.get(digest.person.identity) or folder.digest_file(digest)
    result: Result = "failed" if known or written is None else "sent"
    return replace(
        planned,
        channel=tried if known else PAGE,
        result=result,
        why=sent.why if known else NOTHING_SAID,
        where=str(written or ""),
    )


def _tried(
    digest: Digest, known: Sequence[Address], ways: set[str], wishes: Wishes, folder: Folder, channels: Channels
) -> tuple[str, Sent]:
    """Try the addresses in their order; return the way that took it, or the last one and why it did not."""
    policy = next(
        (s for s in (line.summons.policy for line in digest.lines) if s.server), digest.lines[0].summons.policy
    )
    way, sent = PAGE, refused("没有地址", "no address")
    for address in known:
        files = folder.attachments(digest, with_calendar="日历" in ways) if address.way == "邮件" else {}
        group = digest.text(wishes.language, in_group=True)
        message = Message(digest.subject(wishes.language), digest.text(wishes.language), group, files)
        way, sent = address.way, channels.send(address, message, policy.server, policy.sender)
        if sent.took_it:
            break
    return way, sent


def _written_down(
    books: Sequence[_Book], mine: Sequence[Digest], done: Sequence[Delivery], now: datetime
) -> list[tuple[str, Words]]:
    """Write into each workbook's ledger what became of its lines; return where that could not be."""
    lines: defaultdict[str, list[Told]] = defaultdict(list)
    for digest, delivery in zip(mine, done, strict=True):
        result: Result = "sent" if delivery.result == "sent" else "failed"
        text = sha256(delivery.text.encode()).hexdigest()
        for line in digest.lines:
            told = ledger.told(line.telling, delivery.channel, result, now, delivery.where, text)
            lines[line.summons.kept].append(told)
    errors = []
    for book in books:
        known = ledger.withheld_keys(book.told)
        held = [line for line in book.withheld if line.telling.key not in known]
        lines[book.summons.kept] += [ledger.told(line.telling, "", "withheld", now) for line in held]
        try:
            ledger.append(book.summons.kept, lines[book.summons.kept])
        except (OSError, ReqsheetsError):
            errors.append((book.summons.path, Words("提醒记录写不进去", "the ledger of reminders cannot be written")))
    return errors
