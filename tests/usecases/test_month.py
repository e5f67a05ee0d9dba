"""A month of reminders against a simple second opinion: every one sent once, none at night, on a day off or after
the answer (D-32, E-M5, E-M6, E-M7, SIM-2).

The oracle knows nothing of the product: its holidays are written out, it counts business days one by one, and
for each step it looks for the first call of the clock that could have sent it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest

from chalicelib.domain.timeline import TimelineEntry
from tests.builders.month import PARIS, Case, Month, lived, reminded

OFF = {date(2026, 4, 6), date(2026, 5, 1), date(2026, 11, 1), date(2026, 11, 11)}  # 6 April is Easter Monday
STEPS = {"quote": (2, 5), "decision": (2, 5, 7), "invoice": (2, 5, 10), "visit": (1,)}
TASK_DAYS = {"quote": 7, "decision": 8, "invoice": 12, "visit": 3}
TASKS = {"quote": "other_contractor", "decision": "call_owner", "invoice": "call_contractor", "visit": "check_visit"}
GATHER = timedelta(minutes=5)


@dataclass(frozen=True)
class Wanted:
    number: int
    kind: str
    at: datetime
    due: datetime


def works(day: date) -> bool:
    return day.weekday() < 5 and day not in OFF


def opens(moment: datetime) -> bool:
    local = moment.astimezone(PARIS)
    return works(local.date()) and 8 <= local.hour < 19


def after_days(since: datetime, count: int) -> datetime:
    day = since.astimezone(PARIS).date()
    while count:
        day += timedelta(days=1)
        count -= works(day)
    return datetime(day.year, day.month, day.day, 8, tzinfo=PARIS).astimezone(UTC)


def after_worked_hours(since: datetime, hours: int) -> datetime:
    """Minute by minute, as nobody would write it."""
    at, left = since, hours * 60
    while left:
        left -= opens(at)
        at += timedelta(minutes=1)
    return at


def steps_of(case: Case) -> list[datetime]:
    if case.kind == "none" or case.muted:
        return []
    if case.urgent:
        return [after_worked_hours(case.since, 4)]
    if case.kind == "visit":
        assert case.visit_on is not None
        midnight = datetime(case.visit_on.year, case.visit_on.month, case.visit_on.day, tzinfo=PARIS)
        return [after_days(midnight, 1)]
    return [after_days(case.since, n) for n in STEPS[case.kind]]


def task_of(case: Case) -> datetime | None:
    if case.kind == "none" or case.muted:
        return None
    if case.urgent:
        return case.since + timedelta(hours=24)
    since = case.since
    if case.visit_on:
        since = datetime(case.visit_on.year, case.visit_on.month, case.visit_on.day, tzinfo=PARIS)
    return after_days(since, TASK_DAYS[case.kind])


def wanted(case: Case, ran: list[datetime]) -> list[Wanted]:
    """For each step: the call that queues it, and the call that sends it, on the same open day, unanswered."""
    found, end = [], task_of(case)
    steps = steps_of(case)
    for n, due in enumerate(steps):
        sent = leaves(due, ran)
        silent_until = case.answered_at
        if sent is None or (silent_until and silent_until <= sent):
            continue
        later = [*steps[n + 1:], *([end] if end else [])]
        if any(other <= sent for other in later):
            continue  # the next step was due by then: only the latest is taken
        found.append(Wanted(case.number, case.kind, sent, due))
    return found


def leaves(due: datetime, ran: list[datetime]) -> datetime | None:
    i = bisect_left(ran, due)
    while i < len(ran):
        if opens(ran[i]) and opens(ran[i] + GATHER):
            j = bisect_left(ran, ran[i] + GATHER)
            if j < len(ran) and opens(ran[j]) and ran[j].astimezone(PARIS).date() == ran[i].astimezone(PARIS).date():
                return ran[j]
            i = j
        else:
            i += 1
    return None


MONTHS = {"spring": (date(2026, 3, 16), 36), "autumn": (date(2026, 10, 19), 36)}


@pytest.fixture(scope="module", params=sorted(MONTHS))
def month(request: pytest.FixtureRequest) -> Month:
    start, days = MONTHS[request.param]
    return lived(20260316, start, days)


def test_every_expected_reminder_is_sent_exactly_once(month: Month, capsys: pytest.CaptureFixture[str]) -> None:
    expected = [w for case in month.cases for w in wanted(case, month.ran)]
    sent = reminded(month)
    with capsys.disabled():
        print(f"\n{'kind':<10}{'expected':>9}{'sent':>6}{'doubled':>9}{'late':>6}   clock: {dict(month.fates)}")
        for kind in STEPS:
            mine = [s for s in sent if s[1] == kind]
            doubled = len(mine) - len({(n, at.date()) for n, _, at in mine})
            late = sum(w.at.date() > w.due.date() for w in expected if w.kind == kind)
            print(f"{kind:<10}{sum(w.kind == kind for w in expected):>9}{len(mine):>6}{doubled:>9}{late:>6}")
    assert Counter(sent) == Counter((w.number, w.kind, w.at) for w in expected)


def test_none_leaves_at_night_or_on_a_day_off(month: Month) -> None:
    mine = [at for to, at, _ in month.left if to.endswith("@x.example")]
    assert mine
    assert [at for at in mine if not opens(at)] == []


def test_nobody_gets_two_in_a_day(month: Month) -> None:
    days = Counter((to, at.astimezone(PARIS).date()) for to, at, _ in month.left if to.endswith("@x.example"))
    assert [one for one, times in days.items() if times > 1] == []


def test_none_leaves_after_the_answer(month: Month) -> None:
    answers = {case.number: case.answered_at for case in month.cases}
    assert [s for s in reminded(month) if (a := answers[s[0]]) and a <= s[2]] == []


def test_a_silence_that_lasts_becomes_our_task_once(month: Month) -> None:
    ended = 0
    for case in month.cases:
        end = task_of(case)
        if end is None or case.answered_at or end > month.ran[-3]:
            continue
        told = [e.what for e in month.world.office.tickets.log(case.number, limit=500)
                if isinstance(e, TimelineEntry) and e.what.startswith("task_")]
        name = "call_contractor" if case.urgent and case.kind == "quote" else TASKS[case.kind]
        assert told == [f"task_{name}"], case
        ended += 1
    assert ended > 50


def test_the_morning_mail_comes_once_a_working_day_or_not_at_all(month: Month) -> None:
    mornings = [at.astimezone(PARIS) for to, at, subject in month.left if to == "claire@rivoli.example"
                and ("à traiter" in subject or "Relances du jour" in subject)]
    assert len({at.date() for at in mornings}) == len(mornings) > 15
    assert [at for at in mornings if not (works(at.date()) and (7, 30) <= (at.hour, at.minute) < (10, 0))] == []
