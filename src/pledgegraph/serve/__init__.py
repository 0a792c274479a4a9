"""The server: a front that never evaluates SPARQL, and workers that can be killed.

Who does what, lowest first:

- `settings` has every limit in one record, `formats` what can be written, `wire` what front and workers say to each
  other, `outcomes` what a question ends in: an `Answer` or a `Refusal`;
- `confine`, `evaluate`, `template` run in the other processes: a template loads the release once and forks workers;
- `fork`, `worker`, `crew` are the front's side of them: one crew over one release, with a fast and a slow lane;
- `guard` reads a query, by its tokens (`queries.tokens`), before a worker sees it;
- `pool` is all that the routes see of evaluation: the current release, the cache (`buffers`), the switch to a new one;
- `problems`, `negotiate`, `responses`, `protocol`, `asking` speak HTTP;
- `checking` checks sent data in processes of their own (`POST /validate`, see there);
- `endpoint` (with `description.rq`), `graphs`, `files` are routes, `pages` is what a person sees (see there), and `app`
  is the one place that puts them together;
- `doors` and `connections` limit clients; `run` is the process;
- `site` writes the same pages as plain files, by asking the application in its own process; `site_links` reads,
  rewrites and checks their links.

How to add a page: a query with a header in `tables/`, a template in `templates/` (and one in `templates/tables/` for
each new table), and a function from `pages.asked.Asked` to what the template shows, decorated by `pages.frame.page`,
in a `ROUTES` tuple that `pages.routes` takes up. All questions of one page are asked of one release, are ended when
the client goes away, count for that client's limits, and are cached by release. Nothing but workers evaluates SPARQL,
and nothing writes. Every answer gets the strictest content security policy unless its route sets one; addresses are
made from `settings.public`, never from the request's Host header.
"""
