"""The pages: what a person sees in a browser, and what a linked-data client gets for an address.

Who does what, lowest first:

- `addresses` knows where on this server the page of an IRI is, and which IRIs may be links at all;
- `site` holds what the pages need beside the release: the catalogue, the pages' own tables, the publication's facts;
- `asked` gets data: tables are queries with headers (`../tables/*.rq`), so that each has a CSV file and a query;
- `frame` renders templates (`../templates/`), with the headers that every page has, and keeps rendered pages;
- `sections` says which tables stand on the page of which kind of entity; `commitment`, `document`, `marks`, `timeline`
  and `attendance` are the pages that need more than tables;
- `lists`, `catalogue`, `search`, `reports`, `ontology`, `editor`, `validation`, `linked` and `statics` are routes,
  which `routes` and the application put together.
"""

from __future__ import annotations
