"""Registers, and the giving of numbers (NĐ 30/2020/NĐ-CP, Article 15)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.db.models import Max, QuerySet

from mangnon.accounts.public import Actor
from mangnon.agencies.public import Agency
from mangnon.audit.public import record
from mangnon.documents.official import KINDS
from mangnon.kernel import clock
from mangnon.kernel.dates import vn_date
from mangnon.kernel.refusals import Stale
from mangnon.kernel.text import fold, one_line
from mangnon.outgoing.confirming import check_confirmed, concerns_of_paper
from mangnon.outgoing.drafting import freeze_words
from mangnon.outgoing.errors import NOTHING_CHANGED, NumberRefused, WrongState
from mangnon.outgoing.models import OutgoingPaper, Register, RegisterYear
from mangnon.outgoing.policies import check_keep_papers
from mangnon.outgoing.rules import (
    LARGEST_NUMBER,
    may_move,
    overlaps,
    register_for,
    symbol_fault,
    why_not,
    why_not_numbered,
)
from mangnon.outgoing.terms import PaperState

_KINDS = {kind.code: kind for kind in KINDS}


@transaction.atomic
def open_register(*, actor: Actor, agency_id: int, name: str, kinds: Sequence[str] = ()) -> Register:
    """Open a register for some kinds of paper, or (none named) for every kind that no other names.

    Raises NotAllowed, NumberRefused (`unknown_kind`, `kind_taken`, `no_name`).
    """
    check_keep_papers(actor, agency_id=agency_id)
    agency = Agency.objects.select_for_update(of=("self",)).get(pk=agency_id)
    words = one_line(name)
    if not words:
        raise NumberRefused(f"Chưa có tên sổ. {NOTHING_CHANGED} Hãy đặt tên, ví dụ «Sổ văn bản đi».", code="no_name")
    chosen = sorted(set(kinds))
    if any(code not in _KINDS for code in chosen):
        raise NumberRefused(f"Có loại văn bản không biết. {NOTHING_CHANGED} Hãy chọn lại.", code="unknown_kind")
    others = Register.objects.filter(agency=agency, closed_at__isnull=True)
    taken = overlaps(chosen, others.values_list("kinds", flat=True))
    if taken:
        names = ", ".join("mọi loại còn lại" if code == "*" else _KINDS[code].name for code in taken)
        raise NumberRefused(
            f"Đã có sổ đang mở cho: {names}. {NOTHING_CHANGED} Hãy khép sổ ấy trước, hoặc chọn loại khác.",
            code="kind_taken",
        )
    base = re.sub(r"\s+", "-", fold(words))[:30] or "so"
    used = set(Register.objects.filter(agency=agency).values_list("code", flat=True))
    code = next(each for each in (base, *(f"{base}-{n}" for n in range(2, 1000))) if each not in used)
    made = Register.objects.create(
        agency=agency, code=code, name=words[:200], kinds=chosen, opened_at=clock.now(), opened_by_id=actor.user_id
    )
    record(actor=actor, act="open_register", object_type="Register", object_id=made.pk, details={"kinds": len(chosen)})
    return made


@transaction.atomic
def close_register(*, actor: Actor, register_id: int, reason: str) -> Register:
    """Give no more numbers from a register; what it holds stays. Raises NotAllowed, WrongState, NumberRefused."""
    register = Register.objects.select_for_update().get(pk=register_id)
    check_keep_papers(actor, agency_id=register.agency_id)
    if register.closed_at is not None:
        raise WrongState(f"Sổ này đã khép. {NOTHING_CHANGED}")
    words = one_line(reason)
    if not words:
        raise NumberRefused(f"Chưa nêu lý do khép sổ. {NOTHING_CHANGED}", code="no_reason")
    register.closed_at, register.closed_by_id, register.close_reason = clock.now(), actor.user_id, words[:300]
    register.save(update_fields=["closed_at", "closed_by", "close_reason"])
    record(actor=actor, act="close_register", object_type="Register", object_id=register.pk, reason=words)
    return register


@transaction.atomic
def begin_year(*, actor: Actor, register_id: int, first_number: int, reason: str) -> RegisterYear:
    """Let this year's numbers begin above 01, for a body that began the year on paper; before any number is given.

    Raises NotAllowed, WrongState (`begun`), NumberRefused.
    """
    register = Register.objects.select_for_update().get(pk=register_id)
    check_keep_papers(actor, agency_id=register.agency_id)
    words = one_line(reason)
    if not 1 <= first_number <= LARGEST_NUMBER or (first_number > 1 and not words):
        raise NumberRefused(
            f"Số đầu tiên phải từ 1 đến {LARGEST_NUMBER} và phải nêu lý do nếu lớn hơn 1. {NOTHING_CHANGED}",
            code="bad_first_number",
        )
    year = _year_of(register, clock.today().year)
    given = _given_elsewhere(register, year.year)
    if first_number <= given:
        raise NumberRefused(
            f"Cơ quan đã cấp đến số {given} trong năm {year.year} cho loại văn bản của sổ này. {NOTHING_CHANGED} "
            f"Hãy chọn số từ {given + 1} trở lên.",
            code="bad_first_number",
        )
    if year.last_number >= year.first_number:
        raise WrongState(
            f"Sổ năm {year.year} đã cấp số {year.last_number}; không đổi được số đầu tiên. {NOTHING_CHANGED}",
            code="begun",
        )
    year.first_number, year.last_number, year.begun_reason = first_number, first_number - 1, words[:300]
    year.save(update_fields=["first_number", "last_number", "begun_reason"])
    record(
        actor=actor,
        act="begin_register_year",
        object_type="Register",
        object_id=register.pk,
        reason=words,
        details={"year": year.year, "first": first_number},
    )
    return year


def _year_of(register: Register, year: int) -> RegisterYear:
    """The row of a year, locked until the transaction ends: numbers are given one after another.

    A register that begins in the middle of the year goes on after what the body gave to its kinds from others: a kind
    never gets a number twice in a year (NĐ 30/2020/NĐ-CP, Article 15).
    """
    locked = RegisterYear.objects.select_for_update()
    found = locked.filter(register=register, year=year).first()
    if found is not None:
        return found
    given, last_day = _given_elsewhere(register, year), _last_day_elsewhere(register, year)
    begun = f"Tiếp số {given} đã cấp trong năm từ sổ khác" if given else ""
    try:
        with transaction.atomic():
            RegisterYear.objects.create(
                register=register,
                year=year,
                first_number=given + 1,
                last_number=given,
                last_day=last_day,
                begun_reason=begun,
            )
    except IntegrityError:
        pass  # another process made it first; it waits for nobody
    return locked.get(register=register, year=year)


def _given_elsewhere(register: Register, year: int, kind: str = "") -> int:
    """The highest number of a year that the body gave from other registers to a kind, or to those this one takes."""
    return _elsewhere(register, year, kind).aggregate(last=Max("number"))["last"] or 0


def _last_day_elsewhere(register: Register, year: int) -> dt.date | None:
    """The last day that those numbers carry: none is given backwards."""
    last: dt.date | None = _elsewhere(register, year).aggregate(last=Max("issued_on"))["last"]
    return last


def _elsewhere(register: Register, year: int, kind: str = "") -> QuerySet[OutgoingPaper]:
    given = OutgoingPaper.objects.filter(agency=register.agency_id, year=year).exclude(register=register)
    if kind or register.kinds:
        given = given.filter(kind__in=[kind] if kind else register.kinds)
    else:
        others = Register.objects.filter(agency=register.agency_id, closed_at__isnull=True).exclude(pk=register.pk)
        given = given.exclude(kind__in={each for kinds in others.values_list("kinds", flat=True) for each in kinds})
    return given


@transaction.atomic
def number_paper(
    *,
    actor: Actor,
    paper_id: int,
    issued_on: dt.date | None = None,
    version: int | None = None,
    confirmed: str = "",
) -> OutgoingPaper:
    """Give a draft the next number of its register. `issued_on`: today unless said otherwise. `confirmed`: the seal of
    what its owner has to say of it (`confirming`), which the actor has seen; it is kept on record.

    Two at once never get the same number and leave no gap: the row of the register's year is locked, and a transaction
    that fails gives its number back. Raises NotAllowed, Stale, WrongState, BadPaper (`unconfirmed`), NumberRefused
    (`no_register`, `bad_day`, `register_full`, `given_elsewhere`,
    `bad_symbol`).
    """
    paper = OutgoingPaper.objects.select_for_update(of=("self",)).select_related("agency").get(pk=paper_id)
    check_keep_papers(actor, agency_id=paper.agency_id)
    if version is not None and paper.version != version:
        raise Stale(f"Người khác vừa cập nhật văn bản này. {NOTHING_CHANGED} Hãy xem bản mới rồi làm lại.")
    if not may_move(paper.state, "number"):
        raise WrongState(f"{why_not(paper.state, 'number')} {NOTHING_CHANGED}")
    if fault := symbol_fault(paper.kind, paper.symbol):
        raise NumberRefused(
            f"«{paper.symbol}»: {fault} Chưa có số nào được cấp; sửa ký hiệu ở «Sửa» trên trang của dự thảo.",
            code="bad_symbol",
        )
    freeze_words(paper)  # may take long: ahead of every lock that others wait for
    concerns = concerns_of_paper(paper)  # of the words as they were just frozen
    check_confirmed(concerns, confirmed)
    # Ahead of the register: a register that is being closed waits for this number, and the other way round.
    rows = list(Register.objects.select_for_update().filter(agency=paper.agency, closed_at__isnull=True).order_by("pk"))
    pk = register_for(paper.kind, [(row.pk, row.kinds) for row in rows])
    register = next((row for row in rows if row.pk == pk), None)
    if register is None:
        raise NumberRefused(
            f"Cơ quan chưa mở sổ cho loại «{_KINDS[paper.kind].name}». Văn bản vẫn là dự thảo, chưa cấp số nào. "
            "Hãy mở sổ rồi cấp số lại.",
            code="no_register",
        )
    today = clock.today()
    day = issued_on or today
    year = _year_of(register, today.year)
    why = why_not_numbered(day, today=today, last_day=year.last_day)
    if why is not None:
        raise NumberRefused(f"{why} Chưa có số nào được cấp. Hãy chọn ngày khác.", code="bad_day")
    if year.last_number >= LARGEST_NUMBER:
        raise NumberRefused("Sổ đã hết số của năm. Chưa có số nào được cấp.", code="register_full")
    number = year.last_number + 1
    given = _given_elsewhere(register, today.year, paper.kind)
    if number <= given:
        raise NumberRefused(
            f"Năm {year.year} cơ quan đã cấp đến số {given} cho loại «{_KINDS[paper.kind].name}» từ sổ khác, còn "
            f"«{register.name}» mới đến số {year.last_number}: cấp tiếp sẽ trùng số. Chưa có số nào được cấp. "
            f"Hãy mở một sổ riêng cho loại này; sổ ấy cấp tiếp từ số {given + 1}.",
            code="given_elsewhere",
        )
    RegisterYear.objects.filter(pk=year.pk).update(last_number=number, last_day=day)
    paper.register, paper.year, paper.number, paper.issued_on = register, year.year, number, day
    paper.state, paper.numbered_at, paper.numbered_by_id = PaperState.NUMBERED, clock.now(), actor.user_id
    paper.version += 1
    paper.save()
    record(
        actor=actor,
        act="number_paper",
        object_type="OutgoingPaper",
        object_id=paper.pk,
        details={"number": paper.full_symbol, "year": year.year, "day": vn_date(day)}
        | ({"confirmed": list(concerns)} if concerns else {}),
    )
    return paper
