"""`POST /validate`: what `pledgegraph check` does, over HTTP, for data and shapes that may be hostile.

- `words` is what the front and a process that checks say to each other, and the forms and media types that are known;
- `fields`, `body` and `child` run in that process alone: it reads the request's body, checks, and writes the report;
- `uploads` and `checks` are the front's side: the body kept in memory as a file, slots, limits, the deadline, the kill.

The front imports no engine and parses nothing of what is sent.
"""
