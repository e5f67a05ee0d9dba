"""Importing a table: a template, the file, the report of each line, then the import with its progress (K-F11).

As with other files, the store sends the browser back with a GET, which changes nothing; the last step is a POST.
"""

from __future__ import annotations

from chalicelib import bootstrap
from chalicelib.domain.errors import Invalid, NotFound
from chalicelib.domain.job import Job, JobKind
from chalicelib.domain.marked import N_
from chalicelib.handlers.answer import Answer, redirect
from chalicelib.handlers.csv_file import csv_answer
from chalicelib.handlers.pages import page
from chalicelib.handlers.request import Request
from chalicelib.handlers.web import contact_labels as words
from chalicelib.intake.import_columns import COLUMNS
from chalicelib.intake.names import mended
from chalicelib.rendering.catalog import translate
from chalicelib.usecases.start_import import apply_import, import_prefix, start_import

KINDS: dict[str, JobKind] = {
    "entreprises": "contractors", "proprietaires": "owners", "biens": "units", "locataires": "tenants",
    "mandats": "mandates", "tickets": "tickets"}
SLUGS: dict[str, str] = {kind: slug for slug, kind in KINDS.items()}
TITLES: dict[str, str] = {
    "entreprises": N_("Entreprises"), "proprietaires": N_("Propriétaires"), "biens": N_("Biens"),
    "locataires": N_("Locataires et baux"), "mandats": N_("Mandats"), "tickets": N_("Dossiers en cours")}
REASONS: dict[str, str] = {
    "empty": N_("Ce fichier ne contient aucune ligne."),
    "not_a_table": N_("Ce fichier n’est ni un CSV ni un classeur XLSX."),
    "old_workbook": N_("Cet ancien format Excel n’est pas lu : enregistrez-le en XLSX ou en CSV."),
    "too_large": N_("Ce classeur est trop grand."), "too_many_lines": N_("Plus de 50 000 lignes : coupez ce fichier."),
    "missing_columns": N_("Colonnes absentes :"),
}
LINES_SHOWN = 100


def choose(request: Request) -> Answer:
    if not words.may_edit(request):
        return redirect("/contacts")
    return _form(request, _slug(request.asked("quoi")))


def template(request: Request) -> Answer:
    """A table with the columns of one kind and a line to copy."""
    slug = _slug(request.asked("quoi"))
    columns = COLUMNS[KINDS[slug]]
    return csv_answer(f"modele-{slug}.csv", [c.title for c in columns], [[c.sample for c in columns]])


def arrived(request: Request) -> Answer:
    """Where the file store sends the browser back."""
    key = request.asked("key")
    if not key.startswith(import_prefix(request.office.agency.id)):
        raise NotFound("upload")
    slug = _slug(request.asked("quoi"))
    return page(request, "import_arrived", key=key, filename=_name(key), kind=slug, title=TITLES[slug])


def start(request: Request) -> Answer:
    key, slug = request.typed("key"), _slug(request.typed("quoi"))
    limit = bootstrap.settings().upload_limit_mb * 1_000_000
    try:
        job_id = start_import(request.office, request.user, KINDS[slug], key, _name(key), limit, request.now)
    except Invalid as error:
        return _form(request, slug, {f.field: f.code for f in error.faults}, 422)
    return redirect(f"/contacts/importer/suivi/{job_id}")


def follow(request: Request) -> Answer:
    """Progress and report; the page asks for itself again while something runs."""
    job = _job(request)
    return page(request, "import_job", block="job", job=job, title=TITLES[SLUGS[job.kind]], kind=SLUGS[job.kind],
                sentences=words.SENTENCES, reasons=REASONS, shown=LINES_SHOWN, may_edit=words.may_edit(request))


def apply(request: Request) -> Answer:
    job_id = request.parts["job"]
    apply_import(request.office, request.user, job_id, request.now)
    return redirect(f"/contacts/importer/suivi/{job_id}")


def bad_lines(request: Request) -> Answer:
    """The report of lines to mend, as a table."""
    titles = [translate(word, request.language) for word in (_LINE, _COLUMN, _VALUE, _WHY)]
    rows = ((str(fault.line), fault.column, fault.value,
             translate(words.SENTENCES.get(fault.code, fault.code), request.language))
            for fault in _job(request).faults)
    return csv_answer("lignes-a-corriger.csv", titles, rows)


_LINE, _COLUMN, _VALUE, _WHY = N_("Ligne"), N_("Colonne"), N_("Valeur"), N_("Raison")


def _form(request: Request, slug: str, faults: dict[str, str] | None = None, status: int = 200) -> Answer:
    chosen = bootstrap.settings()
    prefix = import_prefix(request.office.agency.id)
    key = prefix + request.office.secrets.new_id() + "/${filename}"
    back = f"{chosen.base_url}/contacts/importer/recu?quoi={slug}"
    address, hidden = request.office.files.upload_form(key, chosen.upload_limit_mb * 1_000_000, back)
    return page(
        request, "import", status=status, kind=slug, titles=TITLES, columns=COLUMNS[KINDS[slug]], address=address,
        hidden=hidden, limit=chosen.upload_limit_mb, faults=faults or {}, sentences=words.SENTENCES,
        fields=words.FIELDS, jobs=request.office.jobs.recent(10), slugs=SLUGS,
        files_from=request.office.files.origin)


def _job(request: Request) -> Job:
    found = request.office.jobs.job(request.parts["job"])
    if found is None or not found.is_import:
        raise NotFound("import")
    return found


def _name(key: str) -> str:
    return mended(key.rpartition("/")[2])


def _slug(text: str) -> str:
    return text if text in KINDS else "entreprises"
