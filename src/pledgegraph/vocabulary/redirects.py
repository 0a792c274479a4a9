"""The redirects of the project's permanent addresses, as the file that w3id.org takes from a person."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pledgegraph.errors import InputError

FORMS = (
    ("index.html", ("text/html", "application/xhtml+xml")),
    ("ontology.ttl", ("text/turtle", "application/x-turtle")),
    ("ontology.rdf", ("application/rdf+xml",)),
    ("ontology.nt", ("application/n-triples",)),
    ("ontology.jsonld", ("application/ld+json", "application/json")),
)
"""The file for each kind of content that may be asked for, browsers first, as they accept much; others get the page."""
_TARGET = re.compile(r"https://[A-Za-z0-9.-]+(?:/[A-Za-z0-9._~/-]*)?")


def redirects(target: str) -> str:
    """The file `.htaccess` for the folder `pledgegraph` at w3id.org, pointing to a web host.

    Raises:
        InputError: the target is no plain https address.
    """
    if not _TARGET.fullmatch(target):
        raise InputError(
            f"'{target}' is no address that redirects can point to",
            remedy="Name the https address of the folder that is published, with --target.",
        )
    return "\n".join(_lines(target.rstrip("/"))) + "\n"


def _lines(target: str) -> Iterator[str]:
    yield "# Permanent addresses of pledgegraph. Made by `pledgegraph ontology redirects`; a person submits"
    yield "# it as pledgegraph/.htaccess to the repository of w3id.org, with a README.md that says whom to ask."
    yield "Options +FollowSymLinks"
    yield "RewriteEngine on"
    for words, pattern, folder in (
        ("the newest version of the ontology", "^ontology/?$", "ontology"),
        ("one version of the ontology", r"^ontology/([0-9]+\.[0-9]+\.[0-9]+)/?$", "ontology/$1"),
    ):
        yield ""
        yield f"# {words}: by content negotiation"
        for file, types in FORMS:
            yield f"RewriteCond %{{HTTP_ACCEPT}} {'|'.join(re.escape(each) for each in types)}"
            yield f"RewriteRule {pattern} {target}/{folder}/{file} [R=303,L]"
        yield f"RewriteRule {pattern} {target}/{folder}/{FORMS[0][0]} [R=303,L]"
    yield ""
    yield "# files, shapes, entities and graphs"
    yield rf"RewriteRule ^ontology/(.+)$ {target}/ontology/$1 [R=302,L]"
    yield f"RewriteRule ^shapes/?$ {target}/shapes.ttl [R=303,L]"
    yield f"RewriteRule ^(id|graph)/(.+)$ {target}/$1/$2 [R=303,L,NE]"
    yield f"RewriteRule ^$ {target}/ [R=302,L]"
