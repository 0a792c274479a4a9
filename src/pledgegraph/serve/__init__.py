"""The server: a front that never evaluates SPARQL, and workers that can be killed.

Who does what, lowest first:

- `settings` has every limit in one record, `formats` what can be written, `wire` what front and workers say to each
  other, `outcomes` what a question ends in: an `Answer` or a `Refusal`;
- `confine`, `evaluate`, `template` run in the other processes: a template loads the release once and forks workers;
- `fork`, `worker`, `crew` are the front's side of them: one crew over one release, with a fast and a slow lane;
- `tokens` and `guard` read a query before a worker sees it;
- `pool` is all that the routes see of evaluation: the current release, the cache (`buffers`), the switch to a new one;
- `problems`, `negotiate`, `responses`, `protocol`, `asking` speak HTTP;
- `endpoint` (with `description.rq`), `graphs`, `files` are routes, and `app` is the one place that puts them together;
- `doors` and `connections` limit clients; `run` is the process.

How to add pages: write a module with functions `async def page(request: Request) -> Response` and a tuple `ROUTES`
of `starlette.routing.Route`, and give the tuples to `app.create(pool, pages=(*a.ROUTES, *b.ROUTES))` in
`run.configuration`. A page gets its data by

    async with pool_of(request).pinned() as release:
        outcome = await ask(request, text, release=release)
    if isinstance(outcome, Refusal):
        return problem(outcome)
    rows = outcome.json()["results"]["bindings"]

with `ask` and `pool_of` from `asking`: the query is ended when the client goes away, counts for that client's limits,
and is cached by release; all questions of one page are asked of one release. `release.folder` has its files
(`files.downloads` lists them), `release.name` its identity; `responses.etag_of` and `unchanged` make a page's ETag and
its 304. Nothing but workers evaluates SPARQL, and nothing writes. Every answer gets the strictest content security
policy unless its route sets one; make addresses from `settings.public`, never from the request's Host header. What a
browser gets at `/sparql` without a query is given as `app.create(..., editor=page)`; it is chosen by Accept.
"""
