"""The turns of phrase that meanings are read from. Sentences are folded: no accents, no capitals."""

from __future__ import annotations

import re


def _any(*turns: str) -> re.Pattern[str]:
    return re.compile("|".join(turns))


DENIES = _any(
    r"\b(?:pas|n'est|n'ont|n'a|jamais|not|isn't|hasn't|haven't|aren't|never)\b",
)
LATER = _any(
    r"\b(?:sera|seront|serons|aura|auront|des que|quand|lorsque|une fois|avant que|will be|once|when|if|si)\b",
)
UNLESS = _any(
    r"\b(?:mais|sauf|si|sous reserve|a condition|plutot|seulement|attendre|attendez|apres|jusqu'a|but|unless|"
    r"if|only|provided|wait|after|up to|cependant|toutefois)\b",
    r"\d+ ?(?:€|eur)",
)
DECLINES = _any(
    r"ne (?:pouvons|peux|pourrons|pourrai|pourrons?) (?:malheureusement )?pas (?:intervenir|prendre|realiser|"
    r"donner suite|nous deplacer|me deplacer|honorer|repondre favorablement|assurer|effectuer|chiffrer|"
    r"etablir)",
    r"(?:ne sommes|ne suis|n'est|n'etant) pas (?:disponibles?|en mesure)",
    r"\bdeclin(?:ons|e|er)\b",
    r"ne faisons pas ce (?:type|genre)",
    r"ne fais pas ce (?:type|genre)",
    r"hors de (?:notre|mon) secteur",
    r"carnet (?:de commandes )?(?:est )?(?:plein|complet)",
    r"(?:cannot|can't|unable to|not able to) (?:take|do|carry|quote|come|attend|help)",
    r"\bdecline\b",
    r"fully booked",
)
DONE = _any(
    r"(?:travaux|interventions?|reparations?|depannages?|chantiers?|remplacements?|"
    r"installations?)\b.{0,40}\b(?:terminee?s?|effectuee?s?|realisee?s?|faite?s?|achevee?s?|finie?s?)\b",
    r"\b(?:avons|ai) (?:bien )?(?:termine|effectue|realise|acheve|fini|repare|remplace)\b",
    r"\bc'est (?:repare|fait|regle|termine)\b",
    r"tout (?:fonctionne|marche|est (?:repare|regle|rentre dans l'ordre))",
    r"(?:works?|job|repairs?) (?:is|are|has been|have been) (?:now )?(?:done|finished|complete|completed|"
    r"carried out)",
    r"(?:we|i) (?:have |'ve )?(?:finished|completed|repaired|fixed)\b",
    r"everything works",
)
KEYS = _any(
    r"\b(?:avons|ai|a ete|ont ete|j'ai)\b.{0,25}\b(?:rendue?s?|deposee?s?|remise?s?|restituee?s?|"
    r"rapportee?s?)\b.{0,30}\bcle(?:f)?s?\b",
    r"\bcle(?:f)?s?\b.{0,30}\b(?:rendue?s?|deposee?s?|remise?s?|restituee?s?|rapportee?s?)\b",
    r"(?:returned|dropped off|handed back|brought back).{0,20}\bkeys?\b",
    r"\bkeys?\b.{0,25}\b(?:returned|dropped off|handed back)",
)
VISIT = _any(
    r"\b(?:pass(?:e|er|ons|erai|erons|era|age)|vien(?:s|drai|drons|dra)|venir|interviens?|interven(?:ir|tion|"
    r"ons)|interviendr\w+|rendez-vous|rdv|programme\w*|prevu\w*|planifie\w*|fixe\w*|serai|serons|visite|come|"
    r"visit|appointment|scheduled|booked|attend)\b",
)
BROKEN = _any(
    r"toujours (?:pas|en panne|la meme)",
    r"(?:n'est|n'a) (?:toujours )?pas (?:ete )?(?:repare|regle|resolu|fait)",
    r"encore (?:en panne|une fuite)",
    r"fuit (?:encore|toujours)",
    r"(?:ca|cela) (?:recommence|continue|fuit|coule encore)",
    r"ne (?:fonctionne|marche) (?:toujours |plus |pas )",
    r"personne n'est (?:venu|passe)",
    r"still (?:not|leaking|broken)",
    r"not (?:been )?fixed",
    r"nobody came",
    r"no one came",
    r"doesn't work",
    r"leaking again",
)
ACCEPTS = _any(
    r"^(?:bonjour,? )?(?:c'est )?(?:ok|d'accord|oui|parfait|entendu|accord|tres bien|yes|agreed|"
    r"fine)\b(?!.*\?)",
    r"\b(?:j'accepte|nous acceptons|je valide|nous validons|je suis d'accord|nous sommes d'accord|"
    r"bon pour accord|je donne mon accord|vous pouvez (?:lancer|y aller|commander|valider|faire)|allez-y|"
    r"i (?:accept|agree|approve)|we (?:accept|agree|approve)|please (?:proceed|go ahead)|go ahead)\b",
)
REFUSES = _any(
    r"\b(?:je refuse|nous refusons|je ne (?:suis|donne) pas (?:d'accord|mon accord)|pas d'accord|"
    r"je ne souhaite pas|je ne veux pas|nous ne souhaitons pas|c'est (?:beaucoup )?trop cher|i (?:refuse|"
    r"decline|do not agree|don't agree)|we (?:refuse|decline)|too expensive)\b",
    r"^non\b",
    r"^no\b(?!t)",
)
DIRECTS = _any(
    r"\b(?:attendre|attendez|jusqu'a|je m'en (?:occupe|charge)|autre devis|second devis|deuxieme devis|"
    r"negoci\w+|apres le depart|wait|another quote|second quote|i will (?:do|handle)|negotiate)\b",
    r"\d+ ?(?:€|eur)",
)
