"""All that the routes see of evaluation: the current release, asked through its crew, with a cache in front.

A new release is taken up while the old one goes on answering: its crew starts beside, new questions go to it as
soon as it is ready, and the old crew ends when its last question is answered.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http import HTTPStatus
from pathlib import Path

from pledgegraph.errors import InputError, PledgegraphError
from pledgegraph.publish.folders import SUMS
from pledgegraph.serve.buffers import Buffers, Cache, Key
from pledgegraph.serve.crew import Crew, Result
from pledgegraph.serve.formats import JSON, TURTLE, Form, Shape
from pledgegraph.serve.guard import Checked, check
from pledgegraph.serve.outcomes import Answer, Outcome, Refusal
from pledgegraph.serve.settings import Settings
from pledgegraph.serve.wire import Dataset, Job, Reply, Verdict

_LOOK_EVERY = 1.0
_log = logging.getLogger("pledgegraph.serve")


class Release:
    """One release that can be asked: its folder, its identity, its crew."""

    def __init__(self, folder: Path, name: str, crew: Crew, pool: Pool) -> None:
        self.folder = folder
        self.name = name
        self.crew = crew
        self._pool = pool

    async def ask(
        self,
        query: str | Checked,
        *,
        form: Form | None = None,
        dataset: Dataset | None = None,
        client: str = "",
        deadline: float | None = None,
    ) -> Outcome:
        """The answer to a query, or why there is none.

        Args:
            query: the text, or what the guard made of it.
            form: how the answer is to be written; JSON for a table and Turtle for a graph where none is named.
            dataset: the graphs to ask; without them the query's own, else the union of all.
            client: whose question it is, for the limit of slow queries; nobody's are not limited.
            deadline: seconds, if other than the server's.
        """
        checked = check(query) if isinstance(query, str) else query
        if isinstance(checked, Refusal):
            return checked
        return await self._pool.answer(self, checked, form or _usual(checked), dataset, client, deadline)

    def kept(self, checked: Checked, *, form: Form | None = None, dataset: Dataset | None = None) -> Answer | None:
        """The answer that the cache has, at once; None where the question must be asked."""
        if checked.volatile:
            return None
        return self._pool.cache.get(self._pool.key(self, checked, form or _usual(checked), dataset))


class Pool:
    """The current release and whatever is needed to ask it."""

    def __init__(self, source: Path, settings: Settings, *, look_every: float = _LOOK_EVERY) -> None:
        self.settings = settings
        self.cache = Cache(settings.cache)
        self.buffers = Buffers(settings.buffers)
        self._source = source
        self._look_every = look_every
        self._running: dict[Key, asyncio.Future[Answer | None]] = {}
        self._current: Release | None = None
        self._refused: tuple[Path, str] | None = None
        self._watch: asyncio.Task[None] | None = None
        self._retiring: dict[asyncio.Task[None], Crew] = {}

    async def start(self) -> None:
        """Loads the release and begins to look for newer ones.

        Raises:
            InputError: the release cannot be used.
            PledgegraphError: it cannot be loaded.
        """
        self._current = await self._open(self._source.resolve())
        self._watch = asyncio.ensure_future(self._look())

    async def close(self) -> None:
        """Ends every process that the pool has started; questions that wait are refused. May be called again."""
        tasks = [*([self._watch] if self._watch else []), *self._retiring]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for crew in [*self._retiring.values(), *([self._current.crew] if self._current else [])]:
            await crew.close()

    @property
    def current(self) -> Release:
        """The release that is asked now."""
        if self._current is None:
            raise PledgegraphError("the pool is not open", remedy="Start it first.")
        return self._current

    @property
    def pids(self) -> list[int]:
        """The numbers of all processes that the pool has started and not yet ended."""
        crews = [*self._retiring.values(), *([self._current.crew] if self._current else [])]
        return [pid for crew in crews for pid in crew.pids]

    @asynccontextmanager
    async def pinned(self) -> AsyncIterator[Release]:
        """The current release, kept open for the block, so that several questions are asked of the same one."""
        release = self.current
        release.crew.busy += 1
        try:
            yield release
        finally:
            release.crew.busy -= 1

    async def ask(
        self,
        query: str | Checked,
        *,
        form: Form | None = None,
        dataset: Dataset | None = None,
        client: str = "",
        deadline: float | None = None,
    ) -> Outcome:
        """The current release's answer; see `Release.ask`."""
        return await self.current.ask(query, form=form, dataset=dataset, client=client, deadline=deadline)

    def key(self, release: Release, checked: Checked, form: Form, dataset: Dataset | None) -> Key:
        """What makes a question of a release the same as another."""
        base = self.settings.endpoint
        return Key(release=release.name, query=checked.text, base=base, dataset=dataset, form=form)

    async def answer(
        self,
        release: Release,
        checked: Checked,
        form: Form,
        dataset: Dataset | None,
        client: str,
        deadline: float | None,
    ) -> Outcome:
        """A release's answer to a checked query, from the cache where it is there."""
        settings = self.settings
        until = asyncio.get_running_loop().time() + (settings.deadline if deadline is None else deadline)
        job = Job(
            query=checked.text,
            writer=form.writer,
            graph=form.shape is Shape.GRAPH,
            base=settings.endpoint,
            cap=settings.answer_cap,
            dataset=dataset,
            own_dataset=checked.own_dataset,
        )
        if checked.volatile or not settings.cache:
            return _outcome(await release.crew.ask(job, client, until), form, release.name)
        key = self.key(release, checked, form, dataset)
        kept = self.cache.get(key) or await self._same(key, until)
        if kept is not None:
            return kept
        return await self._first(key, release, job, client, until)

    async def _same(self, key: Key, until: float) -> Answer | None:
        """The answer to the same question that somebody else has asked and waits for; None when there is none."""
        running = self._running.get(key)
        if running is None:
            return None
        await asyncio.wait({running}, timeout=max(0.0, until - asyncio.get_running_loop().time()))
        return running.result() if running.done() else None

    async def _first(self, key: Key, release: Release, job: Job, client: str, until: float) -> Outcome:
        """The answer to a question that is asked of a worker, for all who ask it meanwhile."""
        running: asyncio.Future[Answer | None] = asyncio.get_running_loop().create_future()
        self._running[key] = running
        answer = None
        try:
            outcome = _outcome(await release.crew.ask(job, client, until), key.form, release.name)
            if isinstance(outcome, Answer):
                answer = outcome
                if release is self._current:
                    self.cache.put(key, answer)
            return outcome
        finally:
            running.set_result(answer)
            if self._running.get(key) is running:
                del self._running[key]

    # --- releases ---

    async def _open(self, folder: Path) -> Release:
        name = identity(folder)
        return Release(folder, name, await Crew.start(folder, self.settings, self.buffers), self)

    async def _look(self) -> None:
        """Takes up a newer release, or replaces a crew that has died, as soon as it is seen."""
        while True:
            await asyncio.sleep(self._look_every)
            folder = await asyncio.to_thread(self._source.resolve)
            current = self.current
            if folder != current.folder:
                await self._take_up(folder)
            elif not current.crew.alive:
                _log.warning("the process that holds the release has ended; it is started again")
                await self._take_up(folder)

    async def _take_up(self, folder: Path) -> None:
        """Makes a release the current one; one that cannot be used is left alone, and the old one stays."""
        seen = (folder, _identity_or_none(folder))
        if seen == self._refused:
            return
        try:
            fresh = await self._open(folder)
        except PledgegraphError as error:
            self._refused = seen
            _log.warning("a new release is not taken up: %s", error.message)
            return
        old, self._current = self.current, fresh
        if old.name != fresh.name:
            self.cache.forget()
        _log.info("release %s is served now", fresh.name)
        task = asyncio.ensure_future(_retire(old.crew))
        self._retiring[task] = old.crew
        task.add_done_callback(self._retiring.pop)


def _usual(checked: Checked) -> Form:
    """How an answer is written where nobody says how."""
    return JSON if checked.shape is Shape.TABLE else TURTLE


def identity(folder: Path) -> str:
    """A release's identity: the hash of its checksums, which is also the name of the folder that a build makes.

    Raises:
        InputError: no release is there.
    """
    try:
        sums = (folder / SUMS).read_bytes()
    except OSError as error:
        raise InputError("no release here", place=folder, remedy="Run 'pledgegraph build' first.") from error
    return hashlib.sha256(sums).hexdigest()[:16]


def _identity_or_none(folder: Path) -> str:
    try:
        return identity(folder)
    except InputError:
        return ""


async def _retire(crew: Crew) -> None:
    """Ends a crew when nobody waits for it any more."""
    while crew.busy:
        await asyncio.sleep(0.05)
    await crew.close()


def _outcome(result: Result, form: Form, release: str) -> Outcome:
    """A worker's result as the routes see it."""
    if isinstance(result, Refusal):
        return result
    reply, held = result
    if reply.verdict is Verdict.GOOD:
        return Answer(held=held, form=form, release=release, unpacked=reply.unpacked)
    return _refusal(reply)


def _refusal(reply: Reply) -> Refusal:
    if reply.verdict is Verdict.SYNTAX:
        return Refusal(
            status=HTTPStatus.BAD_REQUEST,
            kind="syntax",
            detail=reply.detail,
            remedy="Correct the query there.",
            line=reply.line,
            column=reply.column,
        )
    if reply.verdict is Verdict.TOO_LONG:
        return Refusal(
            status=HTTPStatus.UNPROCESSABLE_ENTITY,
            kind="answer-too-long",
            detail=f"the answer is {reply.detail}",
            remedy="Ask for less with LIMIT, or load a dump.",
        )
    return Refusal(
        status=HTTPStatus.BAD_REQUEST,
        kind="not-evaluated",
        detail=reply.detail or "the query cannot be evaluated",
        remedy="Use standard SPARQL 1.1 functions only.",
    )
