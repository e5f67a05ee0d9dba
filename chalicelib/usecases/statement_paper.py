"""The « décompte » of a package, or of a whole file, from its financial table (S-06, S-16).

It bears the percentage it was made from, so that filing it changes no figure.
"""

from __future__ import annotations

from chalicelib.domain.financial import WHOLE_FILE, FinancialRow
from chalicelib.domain.job import Job
from chalicelib.domain.marked import N_
from chalicelib.domain.progress import figure_name, typed_percent
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.rendering import formats
from chalicelib.rendering.catalog import translate
from chalicelib.rendering.trade_papers import Statement, statement
from chalicelib.usecases.made_papers import Made, draft, owners_of, sender_of
from chalicelib.usecases.ports import Office
from chalicelib.usecases.statement_row import row_of


def statement_paper(office: Office, file: TicketFile, job: Job) -> Made | None:
    package_id = job.facts.get("package", WHOLE_FILE)
    row = row_of(file, package_id)
    if row is None:
        return None
    language, ticket = office.agency.language, file.ticket
    name = row.package.name if row.package else ""
    about = Statement(
        sender_of(office), job.created_at, language, translate(N_("Décompte"), language), ticket.reference,
        f"{ticket.title} · {name}" if name else ticket.title, _pairs(office, file, row, language))
    figures = {figure_name(): row.progress_bp} if row.progress_bp is not None else {}
    on = job.created_at.date().isoformat()
    made = draft("progress_statement", f"décompte-{ticket.reference}-{on}.pdf",
                 row.package.contractor_id if row.package else "", figures, information=name,
                 packages=(package_id,) if row.package else ())
    return Made(statement(about), made)


def _pairs(office: Office, file: TicketFile, row: FinancialRow, language: str) -> tuple[tuple[str, str], ...]:
    percent = f"{typed_percent(row.progress_bp)} %" if row.progress_bp is not None else ""
    over = row.over_invoiced
    rest = -row.to_come_cents if over else row.to_come_cents
    named = (
        (N_("Référence"), file.ticket.reference), (N_("Lieu"), file.ticket.place),
        (N_("Pour le compte de"), ", ".join(owners_of(office, file))),
        (N_("Lot de travaux"), row.package.name if row.package else ""),
        (N_("Entreprise"), row.package.contractor if row.package else ""),
        (N_("Marché TTC"), formats.euros(row.contract_cents, language)),
        (N_("Avenants TTC"), formats.euros(row.variations_cents, language)),
        (N_("Avancement cumulé"), percent or translate(N_("non renseigné"), language)),
        (N_("Avancement facturable TTC"), formats.euros(row.billable_cents, language)),
        (N_("Factures reçues TTC"), formats.euros(row.received_cents, language)),
        (N_("Trop facturé TTC") if over else N_("Reste à facturer TTC"), formats.euros(rest, language)))
    return tuple((translate(name, language), value) for name, value in named)
