"""Help: what each part of the work is done with, found by any word (K-01)."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from chalicelib.domain.folding import fold
from chalicelib.domain.marked import N_
from chalicelib.handlers.answer import Answer, redirect
from chalicelib.handlers.pages import page
from chalicelib.handlers.request import Request
from chalicelib.rendering.catalog import translate


@dataclass(frozen=True, slots=True)
class Topic:
    """One question: its title, its answer in paragraphs, where to go; `acts` when only a manager may."""

    slug: str
    title: str
    text: tuple[str, ...]
    way: str = ""
    acts: bool = False


TOPICS: tuple[Topic, ...] = (
    Topic("dossier", N_("Conduire un dossier travaux de A à Z"), (
        N_("Chaque incident est un ticket, une ligne du tableau de bord. Les trois points à droite de la ligne ouvrent "
           "toutes les actions possibles ; celle qui est conseillée vient en premier."),
        N_("Une action grisée dit pourquoi elle n’est pas encore possible.")), "/"),
    Topic("ouvrir", N_("Ouvrir un ticket"), (
        N_("« Nouveau ticket » demande ce qui se passe et dans quel bien. Le locataire, le propriétaire et le mandat "
           "viennent du bien."),
        N_("Un e-mail de locataire envoyé à l’agence ouvre aussi un ticket, à qualifier avec « Modifier ».")),
        "/tickets/nouveau", acts=True),
    Topic("missionner", N_("Demander un devis ou une intervention"), (
        N_("« Missionner entreprise » ouvre un e-mail déjà écrit, avec l’incident et le contact sur place. Choisissez "
           "l’entreprise ou tapez une adresse nouvelle, changez le texte si vous le souhaitez, envoyez."),
        N_("L’intervention directe part dans les limites du mandat : plafond, plafond de cette entreprise, clause "
           "d’urgence. Au-delà, le bouton de l’avertissement demande l’accord du propriétaire, dans la limite du "
           "montant."))),
    Topic("repondre", N_("Ce que deviennent les réponses"), (
        N_("L’entreprise répond à l’e-mail avec son devis ou sa facture en pièce jointe, sans compte ni mot de passe. "
           "Le document est rangé et lu : numéro, date, montants. Ce qui n’est pas sûr est « à confirmer »."),
        N_("Ce qu’aucune règle ne sait ranger attend dans « À classer », avec la raison et les dossiers probables.")),
        "/a-classer"),
    Topic("relancer", N_("Relancer"), (
        N_("Les relances partent seules aux jours ouvrés, jamais la nuit, une par personne et par jour. Le dossier dit "
           "laquelle part ensuite ; elle s’arrête ou se met en pause d’un clic."),
        N_("« Relancer entreprise » relance tout de suite ; plusieurs lignes cochées font un seul e-mail par "
           "entreprise."))),
    Topic("accord", N_("Obtenir l’accord du propriétaire"), (
        N_("« Devis à envoyer au propriétaire » joint le devis et demande un accord ou des directives. Les montants "
           "doivent être confirmés avant."),
        N_("Une réponse comme « OK pour moi » est proposée, jamais enregistrée seule : vous confirmez. Un devis "
           "renvoyé signé est comparé au vôtre, avec l’écart en toutes lettres."),
        N_("Un accord donné par téléphone, de vive voix ou par courrier s’enregistre avec « Enregistrer un accord », "
           "dans l’historique du devis : qui, quand, ses mots. Il en reçoit un reçu. À plusieurs, chacun répond pour "
           "soi."))),
    Topic("documents", N_("Les documents d’un dossier"), (
        N_("Le menu « Documents » du dossier les montre par type et par lot. « Importer », en haut à droite, demande "
           "le type, les informations et le montant éventuel ; tout reste modifiable ensuite."),
        N_("Cliquez sur une ligne, faites un clic droit, ou ouvrez « … » puis « Voir les détails » : l’historique dit "
           "qui a fait quoi et quand. Tout en bas, un commentaire est visible par tous les participants concernés, qui "
           "le reçoivent par e-mail et peuvent y répondre."))),
    Topic("versions", N_("Remplacer un document, choisir son statut"), (
        N_("« Nouvelle version » garde l’ancienne dans l’historique, où elle ne compte plus. Si elle était en "
           "Approbation, ses votes sont figés et les décideurs sont interrogés sur la nouvelle, écart compris."),
        N_("Un gestionnaire choisit à tout moment Approbation, Validé, Refusé ou Payé, en disant d’où vient la "
           "décision ; ce n’est jamais le vote de quelqu’un."))),
    Topic("lots", N_("Diviser un dossier en lots"), (
        N_("« Gérer par lots », à côté des documents du dossier, demande les noms des lots. Chaque lot a son "
           "entreprise, son marché, ses documents et ses participants ; les documents déjà classés restent au dossier "
           "entier. Un lot vide se supprime."),
        N_("Un dossier qui n’est pas divisé ne parle jamais de lots."))),
    Topic("participants", N_("Inviter un participant sans compte"), (
        N_("« Participants » invite une personne du dossier ou une adresse nouvelle, comme lecteur, contributeur, "
           "décideur ou gestionnaire du projet, sur un lot, plusieurs ou tous. Elle reçoit un lien personnel vers les "
           "documents qui la concernent, et eux seuls."),
        N_("« Nouveau lien » remplace un lien égaré ; « Retirer » le ferme aussitôt. Les votes en cours suivent : un "
           "décideur retiré ne compte plus, un décideur ajouté est interrogé."))),
    Topic("tableau", N_("Suivre l’argent d’un dossier"), (
        N_("Le tableau financier compare l’avancement facturable et les factures reçues : la différence est à "
           "recevoir, ou « trop facturé ». L’avancement vient du dernier décompte, dont vous indiquez le pourcentage "
           "cumulé avec « Modifier les informations »."),
        N_("Toutes les factures comptent, sauf celles au statut « Refusé » ; une facture sans montant compte pour zéro "
           "et le dit. Un e-mail vous prévient quand une facture dépasse l’avancement."))),
    Topic("comparer", N_("Comparer plusieurs devis"), (
        N_("« Comparer les devis » les montre côte à côte. Celui que vous choisissez part chez le propriétaire ; les "
           "autres entreprises sont prévenues poliment quand les travaux sont commandés."),)),
    Topic("commander", N_("Lancer les travaux"), (
        N_("« Validation devis » envoie l’ordre de service, en PDF avec l’e-mail, et demande de fixer le passage avec "
           "le locataire, qui en est prévenu. Il part d’un devis validé, ou dans les limites du mandat."),
        N_("Après un vote, l’ordre attend la fin du délai pendant lequel le propriétaire peut annuler ; l’heure du "
           "départ est affichée. En urgence, la clause du mandat permet de commander aussitôt : le propriétaire est "
           "prévenu dans la même minute. Au-delà, un second gestionnaire signe aussi."))),
    Topic("avenant", N_("Un devis augmente après la commande"), (
        N_("« Soumettre l’écart comme avenant », sous le nouveau devis, ne demande l’accord que sur la différence ; "
           "ce qui est commandé reste commandé."),)),
    Topic("preuves", N_("Constituer un dossier de preuve"), (
        N_("« Dossier de preuve » réunit en un PDF et un ZIP tout ce qui s’est passé : décisions, versions, montants, "
           "e-mails et leur remise, ouvertures, fichiers d’origine."),
        N_("Le ZIP contient le programme qui le vérifie : n’importe qui peut le lancer, et il nomme la première ligne "
           "modifiée, retirée ou ajoutée."))),
    Topic("facture", N_("Réclamer la facture et les photos"), (
        N_("« Demander une facture » dit que les travaux sont terminés et réclame la facture finale, les photos et les "
           "clefs remises."),)),
    Topic("fermer", N_("Fermer un ticket"), (
        N_("La liste se remplit d’elle-même avec ce qui est arrivé. Un point qui manque se réclame, se lève avec une "
           "raison, ou se force."),
        N_("Un message sur un dossier clos est gardé : rouvrez, classez seulement, ou ouvrez un nouveau ticket."))),
    Topic("mobile", N_("Agir depuis son téléphone, par e-mail"), (
        N_("Répondre à une notification ajoute une note au dossier. #relance, #statut et #clore en première ligne "
           "agissent ; l’argent et les accords se décident toujours à l’écran."),)),
    Topic("contacts", N_("Contacts, biens et import"), (
        N_("Entreprises, propriétaires, locataires et biens se trouvent par n’importe quel mot. Un fichier CSV ou "
           "XLSX s’importe après un contrôle ligne à ligne ; le même fichier deux fois ne crée aucun doublon."),),
        "/contacts"),
)


def show(request: Request) -> Answer:
    """All topics, or those that hold every word asked for."""
    asked = request.asked("q")[:100].strip()
    found = [topic for topic in TOPICS if _holds(topic, asked, request.language)]
    return page(request, "help", block="found", asked=asked, topics=found, thanked=request.asked("merci"))


def judge(request: Request) -> Answer:
    """Whether somebody has found his answer: kept once for each person and topic, for those who write the help
    (S-34)."""
    slug, _, found = request.typed("found").partition(":")
    if slug in {topic.slug for topic in TOPICS} and found in ("yes", "no"):
        request.office.files.note(f"help/{request.office.agency.id}/{slug}/{request.user.id}~{found}")
    return redirect(f"/aide?{urlencode({'q': request.typed('q')[:100], 'merci': slug[:40]})}")


def _holds(topic: Topic, asked: str, language: str) -> bool:
    said = fold(" ".join(translate(text, language) for text in (topic.title, *topic.text)))
    return all(word in said for word in fold(asked).split())
