"""Every key string of the table, and what each screen and handler asks of it.

One table, two indexes. Every partition begins with the agency (`A#<agency>#…`), but for the small
registry that leads from a domain or a sign-in address to its agency, and the one sending account. No Scan anywhere.

| who asks                | key condition                                        | requests |
|-------------------------|------------------------------------------------------|----------|
| any signed-in page      | session: pk = SESSION, get                           | 1        |
| dashboard, one view     | index waiting: TURN#<turn>, or index list: TICKETS   | 1        |
| dashboard, tab counts   | pk = COUNTS, all shards                              | 1        |
| ticket page, head       | pk = TICKET#<n>, sk begins HEAD                      | 1        |
| ticket page, history    | pk = TICKET#<n>, sk begins LOG, newest first, 100    | 1        |
| documents of a file     | pk = TICKET#<n>, sk begins HEAD                      | 1        |
| history of a document   | the same; sk begins PAPER#<document>                 | 2        |
| evidence file           | ticket, head and log; PAPER; batch get of its mails; object names | 5 … |
| financial table         | ticket head, get; sk begins HEAD#PACKAGE; pk = FIGURES, all sheets | 3, 4 |
| decision page           | pk = DECISION#<hash>, get; ticket page, head; mandate| 3        |
| a participant's space   | pk = SPACE#<hash>, get; ticket, head; PAPER#<document>| 2 or 3   |
| decision: vote          | the same, and one transaction                        | 4        |
| composer, firms         | index list: PARTIES, 61 lines; if more: SHEETS, batch| 1 or 3 … |
| merge: likely twins     | index list: TICKETS                                  | 1        |
| composer, own wording   | pk = LETTERS, get                                    | 1        |
| settings: agency, users | AGENCY, get; pk = USERS                              | 1        |
| settings: letters       | pk = LETTERS                                         | 1        |
| hand over files         | index list: TICKETS; batch get; one write per 15     | 3 …      |
| review queue            | index list: REVIEW, newest first                     | 1        |
| mail in: claim          | pk = IN#<delivery>, put if absent                    | 1        |
| mail in: addressed file | pk = TICKET#<n>, sk begins HEAD                      | 1        |
| mail in: who, seen, ids | batch get: ADDRESS, MARK, MID, DAY                   | 1        |
| mail in: commit         | one transaction                                      | 1        |
| mail out                | pk = MAIL#<id>, get, claim, settle                   | 3        |
| mail out: its turn      | index list: OUTBOX#<ticket>, oldest first            | 1        |
| mail out: address       | pk = ADDRESS#<email>, HEALTH                         | 1        |
| mail out: pace          | pk = SENDING, get, move                              | 2        |
| delivery event          | batch get: MAIL, MARK, HEALTH; one transaction       | 2        |
| dashboard, pause        | pk = SENDING, once a minute                          | 0        |
| sweep                   | index waiting: DUE, up to now                        | 1        |
| sweep: look at a ticket | pk = TICKET#<n>, sk begins HEAD; commit              | 2        |
| … with a reminder due   | and get: DAY of each person                          | 3        |
| morning digest          | get marker; users; TURN#us; DUE, up to closing       | 1 or 4   |
| a unit with its people  | pk = UNIT#<id>                                       | 1        |
| a person, what he has   | pk = PARTY#<id>; batch get of the things he has      | 2        |
| an import, its progress | pk = JOB#<id>, get; index list: JOBS, newest first   | 1        |
| contacts, one tab       | index list: PARTIES, UNITS or BUILDINGS; batch get   | 2        |
| contacts, a search      | pk = SHEETS#<role>, 64 sheets of words; batch get    | 2 to 4   |
"""

from __future__ import annotations

COUNT_SHARDS = 32
SHEETS = 64
FIGURE_SHEETS = 16

Key = tuple[str, str]


def agency(agency_id: str) -> Key:
    return f"A#{agency_id}", "AGENCY"


def registry(purpose: str, name: str) -> Key:
    """The way in from outside: which agency a domain or a sign-in address belongs to."""
    if purpose == "all":
        return "REGISTRY#all", f"AGENCY#{name}"
    return f"REGISTRY#{purpose}#{name}", "REGISTRY"


def user(agency_id: str, user_id: str) -> Key:
    return f"A#{agency_id}#USERS", f"USER#{user_id}"


def users(agency_id: str) -> str:
    return f"A#{agency_id}#USERS"


def letters(agency_id: str) -> str:
    return f"A#{agency_id}#LETTERS"


def letter(agency_id: str, key: str, language: str) -> Key:
    return letters(agency_id), f"LETTER#{key}#{language}"


def ticket(agency_id: str, number: int) -> str:
    return f"A#{agency_id}#TICKET#{number}"


HEAD = "HEAD"
LOG = "LOG#"
PAPERS = "PAPER#"


def head(kind: str = "", name: str = "") -> str:
    return f"HEAD#{kind}#{name}" if kind else HEAD


def log(at: str, kind: str, name: str) -> str:
    return f"LOG#{at}#{kind}#{name}"


def paper(document_id: str, sequence: int = 0) -> str:
    """The history of one document, apart from the head of its ticket: it is read for one page only."""
    return f"PAPER#{document_id}#{sequence:06}" if sequence else f"PAPER#{document_id}#"


def figures(agency_id: str, number: int) -> str:
    """What each document of a works file brings to its financial table, spread over sheets that are read together."""
    return f"{ticket(agency_id, number)}#FIGURES"


def figure_sheet(agency_id: str, number: int, sheet: int) -> Key:
    return figures(agency_id, number), f"SHEET#{sheet % FIGURE_SHEETS:02}"


def space_link(agency_id: str, token_hash: str) -> Key:
    return f"A#{agency_id}#SPACE#{token_hash}", "LINK"


def decision_link(agency_id: str, token_hash: str) -> Key:
    return f"A#{agency_id}#DECISION#{token_hash}", "LINK"


def tickets(agency_id: str, *, done: bool = False) -> str:
    return f"A#{agency_id}#TICKETS#{'done' if done else 'open'}"


def turn(agency_id: str, whose: str) -> str:
    return f"A#{agency_id}#TURN#{whose}"


def counts(agency_id: str) -> str:
    return f"A#{agency_id}#COUNTS"


def count_shard(agency_id: str, number: int) -> Key:
    return counts(agency_id), f"SHARD#{number % COUNT_SHARDS:02}"


def numbers(agency_id: str) -> Key:
    return f"A#{agency_id}#NUMBERS", "TICKET"


def party(agency_id: str, party_id: str) -> Key:
    return f"A#{agency_id}#PARTY#{party_id}", "PARTY"


def tie(agency_id: str, party_id: str, kind: str, name: str) -> Key:
    return party(agency_id, party_id)[0], f"TIE#{kind}#{name}"


def sheets(agency_id: str, kind: str) -> str:
    """The words that people or units are found by, spread over sheets that are read together."""
    return f"A#{agency_id}#SHEETS#{kind}"


def sheet(agency_id: str, kind: str, number: int) -> Key:
    return sheets(agency_id, kind), f"SHEET#{number % SHEETS:02}"


def parties(agency_id: str) -> str:
    return f"A#{agency_id}#PARTIES"


def address(agency_id: str, email: str) -> Key:
    return f"A#{agency_id}#ADDRESS#{email}", "HOLDERS"


def unit(agency_id: str, unit_id: str) -> str:
    return f"A#{agency_id}#UNIT#{unit_id}"


def units(agency_id: str) -> str:
    return f"A#{agency_id}#UNITS"


def building(agency_id: str, building_id: str) -> Key:
    return f"A#{agency_id}#BUILDING#{building_id}", "BUILDING"


def buildings(agency_id: str) -> str:
    return f"A#{agency_id}#BUILDINGS"


def job(agency_id: str, job_id: str) -> Key:
    return f"A#{agency_id}#JOB#{job_id}", "JOB"


def jobs(agency_id: str) -> str:
    return f"A#{agency_id}#JOBS"


def message_ref(agency_id: str, hashed_id: str) -> Key:
    return f"A#{agency_id}#MID#{hashed_id}", "MID"


def inbound(agency_id: str, delivery_id: str) -> Key:
    return f"A#{agency_id}#IN#{delivery_id}", "IN"


def review(agency_id: str) -> str:
    return f"A#{agency_id}#REVIEW"


def outgoing(agency_id: str, mail_id: str) -> Key:
    return f"A#{agency_id}#MAIL#{mail_id}", "MAIL"


def outbox(agency_id: str, ticket_number: int) -> str:
    return f"A#{agency_id}#OUTBOX#{ticket_number}"


def address_health(agency_id: str, email: str) -> Key:
    return f"A#{agency_id}#ADDRESS#{email}", "HEALTH"


SENDING: Key = ("SENDING", "ACCOUNT")


def due(agency_id: str) -> str:
    return f"A#{agency_id}#DUE"


def marker(agency_id: str, purpose: str, key: str) -> Key:
    return f"A#{agency_id}#MARK#{purpose}#{key}", "MARK"


def sender_day(agency_id: str, email: str, day: str) -> Key:
    return f"A#{agency_id}#SENDER#{email}", f"DAY#{day}"


def person_day(agency_id: str, party_id: str, day: str) -> Key:
    """The automatic mail of one person on one day."""
    return f"A#{agency_id}#PERSON#{party_id}", f"DAY#{day}"


def session(agency_id: str, secret_hash: str) -> Key:
    return f"A#{agency_id}#SESSION#{secret_hash}", "SESSION"


def sign_in_link(agency_id: str, user_id: str) -> Key:
    return f"A#{agency_id}#LINK#{user_id}", "LINK"
