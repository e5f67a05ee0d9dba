"""Every page and every act: where it is, which view answers, who may come without signing in.

A view is named, not imported: a function that is asked for one page loads the code of that page alone.
"""

from __future__ import annotations

from chalicelib.handlers.doors import Route

ROUTES: tuple[Route, ...] = (
    Route("GET", "/static/{name}", "assets:static_file", public=True),
    Route("GET", "/langue/{code}", "assets:language", public=True),
    Route("GET", "/connexion", "sign_in:sign_in_form", public=True),
    Route("POST", "/connexion", "sign_in:ask_for_link", public=True),
    Route("GET", "/connexion/{token}", "sign_in:link_opened", public=True),
    Route("POST", "/connexion/{token}", "sign_in:link_used", public=True),
    Route("POST", "/deconnexion", "sign_in:sign_out"),
    Route("GET", "/", "dashboard:tickets"),
    Route("GET", "/tickets/nouveau", "new_ticket:empty_form"),
    Route("POST", "/tickets/nouveau", "new_ticket:create"),
    Route("GET", "/tickets/{number}", "ticket:show"),
    Route("GET", "/tickets/{number}/actions", "ticket:menu"),
    Route("POST", "/tickets/{number}/traite", "ticket:handled"),
    Route("GET", "/tickets/{number}/messages/{message}", "ticket:whole_message"),
    Route("GET", "/tickets/{number}/messages/{message}/html", "ticket:message_html"),
    Route("GET", "/tickets/{number}/ecrire/{slug}", "composer:write"),
    Route("POST", "/tickets/{number}/ecrire/{slug}", "composer:send"),
    Route("GET", "/tickets/{number}/modifier", "edit:show"),
    Route("POST", "/tickets/{number}/modifier", "edit:save"),
    Route("GET", "/tickets/{number}/fermer", "close:show"),
    Route("POST", "/tickets/{number}/fermer", "close:close"),
    Route("GET", "/tickets/{number}/noter", "notes:write"),
    Route("POST", "/tickets/{number}/noter", "notes:keep"),
    Route("GET", "/tickets/{number}/annuler", "standing:ask_cancel"),
    Route("POST", "/tickets/{number}/annuler", "standing:cancel"),
    Route("GET", "/tickets/{number}/rouvrir", "standing:ask_reopen"),
    Route("POST", "/tickets/{number}/rouvrir", "standing:reopen"),
    Route("GET", "/tickets/{number}/comparer", "quotes:compare"),
    Route("POST", "/tickets/{number}/retenir/{document}", "quotes:choose"),
    Route("GET", "/tickets/{number}/ajouter", "uploads:choose_file"),
    Route("GET", "/tickets/{number}/ajoute", "uploads:file_arrived"),
    Route("POST", "/tickets/{number}/ajoute", "uploads:confirm"),
    Route("GET", "/tickets/{number}/pieces/{document}/corriger", "documents:show"),
    Route("POST", "/tickets/{number}/pieces/{document}/corriger", "documents:correct"),
    Route("POST", "/tickets/{number}/pieces/{document}/liberer", "documents:release"),
    Route("GET", "/tickets/{number}/pieces/{document}", "files:document"),
    Route("GET", "/tickets/{number}/apercu/{document}", "files:preview"),
    Route("GET", "/tickets/{number}/messages/{message}/original", "files:original"),
    Route("GET", "/pieces/{name}", "files:heavy_piece", public=True),
    Route("GET", "/a-classer", "review:queue"),
    Route("POST", "/a-classer/{delivery}/classer", "review:file_mail"),
    Route("POST", "/a-classer/{delivery}/nouveau", "review:open_from"),
    Route("POST", "/a-classer/{delivery}/ecarter", "review:put_aside"),
    Route("POST", "/a-classer/{delivery}/remettre", "review:bring_back"),
    Route("POST", "/a-classer/{delivery}/relancer", "review:try_again"),
    Route("GET", "/a-classer/{delivery}/original", "review:original"),
)
