"""What a document is: the title says it, the words around confirm it, the file name only suggests it.

« Devis n° 12 » in small print on an invoice is a reference, so the place and size of a word count more
than the word. Names alone never reach the threshold from which a figure is taken, except for photos.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

from chalicelib.intake.extract.words import folded
from chalicelib.intake.reading import DocumentKind

_WORDS: Final[tuple[tuple[DocumentKind, str], ...]] = (
    (
        "credit_note",
        r"(?:facture\s+d'\s?)?avoir\b(?!\s+(?:ete|lieu|fait|droit|un|une|le|la|les|recu|pu|du))"
        r"|note de credit|credit\s?note|credit memo",
    ),
    (
        "quote",
        r"devis\b|propositions?\s+(?:commerciale|de prix|financiere|tarifaire|technique"
        r"|d'intervention|de travaux|n)|proposition\b|estimation\b|estimatif|offre de prix"
        r"|offre commerciale|chiffrage|quotation|\bquote\b|estimate\b|proposal"
        r"|(?:facture\s+)?pro[ -]?forma(?: invoice)?",
    ),
    (
        "invoice",
        r"factures?\b(?!\s+d'\s?avoir)|fact\b|note d'honoraires|situation(?:\s+de\s+travaux|\s+n"
        r"|\s+mensuelle|\s+intermediaire|\s*\d)|decompte|memoire de travaux|invoice\b|tax invoice",
    ),
    (
        "bank_details",
        r"releve d'identite bancaire|\br\.?i\.?b\b|identite bancaire|bank (?:account )?details"
        r"|releve identite",
    ),
    (
        "certificate",
        r"attestations?\b|certificats?\b|certificate|k-?bis\b|qualibat|decennale"
        r"|extrait d'immatriculation|consuel",
    ),
    (
        "other",
        r"bon de (?:commande|livraison|intervention)|ordre de service|proces[ -]verbal|rapport\b"
        r"|relance\b|mise en demeure|releve de compte|conditions generales|contrat\b|courrier",
    ),
)
_PATTERNS: Final = tuple((kind, re.compile(rf"(?<![a-z]){pattern}")) for kind, pattern in _WORDS)
_REFERENCE = re.compile(
    r"(?:selon|suivant|sur|votre|notre|vos|ref\w*|suite|cf|objet du|voir|avec|sans|ce|cette"
    r"|present\w*|du|d'un|"
    r"d'|pour|la|le|les|des|toute|une?|per|from|your)\s*(?:\.|:)?\s*$"
)
_LINKED = re.compile(
    r"(?:facture|devis|invoice|quote)\w*\s+(?:liee?|d'origine|initiale?|associee?|rectifiee?"
    r"|a regler|payable|accepte|signe|"
    r"etabli|gratuit|valable|comprend|recu)|decompte final general"
)
_LEAD = re.compile(r"^\W*(?:objet|subject|titre|nature du document|type de document|document)?\s*[:.]?\W*")
_CUES: Final[tuple[tuple[DocumentKind, str, float], ...]] = (
    (
        "quote",
        r"bon pour accord|devis recu avant|valable jusqu|validite|offre valable|valid until"
        r"|valable \d",
        0.5,
    ),
    (
        "invoice",
        r"net a payer|echeance|indemnite forfaitaire|penalites de retard|amount due|due date"
        r"|acompte (?:verse|recu)",
        0.25,
    ),
    ("bank_details", r"code (?:banque|guichet)|cle rib|domiciliation|titulaire du compte", 0.9),
    ("certificate", r"nous certifions|atteste(?:nt|\b)|soussigne|police d'assurance", 0.5),
    ("credit_note", r"annul\w+ (?:la |de la )?facture|a deduire|votre credit", 0.4),
)
_PHOTO = re.compile(r"\.(?:jpe?g|png|hei[cf]|webp|gif|tiff?|bmp)$", re.IGNORECASE)
_NAME_CONFIDENCE: Final = 0.6
_NO_TITLE: Final = 0.3


@dataclass(frozen=True, slots=True)
class Evidence:
    """The kind proposed, how sure, and the words that say so."""

    kind: DocumentKind
    confidence: float
    words: str


def kind_from_name(
    filename: str, content_type: str = "", subject_and_text: str = ""
) -> tuple[DocumentKind, float]:
    """A cheap proposal from what the mail says, without opening the file."""
    photo = content_type.lower().startswith("image/") or bool(_PHOTO.search(filename))
    name = _named(re.sub(r"[_\-.]+", " ", filename))
    if photo:
        return "photo", 0.6 if name else 0.9
    said = _named(subject_and_text[:4000])
    if name:
        return name, 0.7 if name == said else _NAME_CONFIDENCE
    return (said, 0.4) if said else ("other", 0.2)


def kind_from_page(cells: Sequence[tuple[str, float]], filename: str = "", hint: str = "") -> Evidence:
    """The kind a page shows: `cells` are its texts with their font size, from top to bottom."""
    usual = median([size for _, size in cells]) if cells else 1.0
    scores: dict[DocumentKind, tuple[float, str]] = {}
    for order, (text, size) in enumerate(cells):
        for kind, score in _titles(text, size / max(usual, 1.0), order / len(cells)):
            if score > scores.get(kind, (0.0, ""))[0]:
                scores[kind] = (score, text[:80])
    _add_cues(scores, " ".join(text for text, _ in cells))
    _add_names(scores, filename, hint)
    return _winner(scores)


def _titles(text: str, size: float, place: float) -> Iterator[tuple[DocumentKind, float]]:
    flat = _LEAD.sub("", folded(re.sub(r"\b(\w)(?: (?=\w\b))", r"\1", text)))
    for kind, pattern in _PATTERNS:
        match = pattern.search(flat)
        if match is None or _LINKED.match(flat, match.start()):
            continue
        leads = match.start() == 0
        if not leads and _REFERENCE.search(flat[: match.start()]):
            yield kind, 0.1
            continue
        score = (1.0 if leads else 0.3) + 1.5 * min(2.0, max(0.0, size - 1.0)) + 0.5 * (1.0 - place)
        yield kind, score + (0.4 if len(flat) <= 45 and leads else 0.0)


def _add_cues(scores: dict[DocumentKind, tuple[float, str]], text: str) -> None:
    flat = folded(text)
    for kind, pattern, weight in _CUES:
        match = re.search(pattern, flat)
        if match and (kind in scores or kind == "bank_details"):
            score, words = scores.get(kind, (0.0, match[0]))
            scores[kind] = (score + weight, words)


def _add_names(scores: dict[DocumentKind, tuple[float, str]], filename: str, hint: str) -> None:
    for source, weight in ((re.sub(r"[_\-.]+", " ", filename), 0.35), (hint[:4000], 0.15)):
        kind = _named(source)
        if kind:
            score, words = scores.get(kind, (0.0, source[:80]))
            scores[kind] = (score + weight, words)


def _named(text: str) -> DocumentKind | None:
    flat = folded(text)
    found = [(match.start(), kind) for kind, pattern in _PATTERNS if (match := pattern.search(flat))]
    return min(found)[1] if found else None


def _winner(scores: dict[DocumentKind, tuple[float, str]]) -> Evidence:
    if not scores:
        return Evidence("other", 0.3, "")
    ranked = sorted(scores.items(), key=lambda each: -each[1][0])
    kind, (score, words) = ranked[0]
    if score < _NO_TITLE:
        return Evidence("other", 0.3, "")
    margin = score - (ranked[1][1][0] if len(ranked) > 1 else 0.0)
    confidence = 0.95 if score >= 1.3 and margin >= 0.5 else 0.85 if score >= 1.3 and margin >= 0.2 else 0.6
    return Evidence(kind, confidence if score >= 0.6 else 0.4, words)
