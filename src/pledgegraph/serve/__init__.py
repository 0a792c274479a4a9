"""The server: a front that never evaluates SPARQL, and workers that can be killed.

Who does what, lowest first:

- `settings` every limit in one record; `formats` what can be written; `wire` what front and workers say to each
  other;
- `confine`, `evaluate`, `template` run in the other processes: a template loads the release once and forks workers;
- `fork`, `worker`, `crew` are the front's side of them: one crew of workers over one release, with a fast and a
  slow lane;
- `pool` is all that the front's routes see: the current release, its crew, the cache, the switch to a new release;
- `guard` reads a query's tokens before a worker sees them; `problems`, `negotiate`, `responses` speak HTTP;
- `protocol`, `dataset`, `graphs`, `description`, `files` are routes; `app` puts them together; `doors`,
  `connections` and `run` are the limits on clients and the process.

How to add pages: write a module with functions `async def page(request: Request) -> Response` and a tuple `ROUTES`
of `starlette.routing.Route`, and give the tuple to `app.create(..., pages=ROUTES)` in `run.py`. A page asks for
data with

    pool = pool_of(request)
    outcome = await pool.ask(text, client=client_of(request))
    if isinstance(outcome, Refusal):
        return problem(outcome)
    rows = outcome.json()["results"]["bindings"]

`outcome.release` says which release answered; several questions of one page are asked of one release by `async with
pool.pinned() as release: await release.ask(...)`. Nothing else evaluates SPARQL. A page may replace the content
security policy of its answer by setting the header itself; the strictest is set where it does not. The start page
of `/sparql` in a browser is given as `app.create(..., editor=function)`.
"""
