"""The workers over one release: a fast lane for everybody, a slow lane for few, a deadline for each query.

A query starts in the fast lane. After `patience` seconds of a processor's time it is a slow one: where a slow slot is
free it goes on in its place, with a lower priority of the processor; otherwise its worker is killed and it waits for
a slow slot from the beginning. A text that was slow when it was asked last is sent to the slow lane at once, and in
either lane those that were short are served before those that were long (see `lanes`). Only half of the workers are
slow slots; of four or more one is kept for what is known or hoped to be short, and of five or more another one for what
is known to be over at once, so that a light query finds a worker. Two workers for each processor, and the one kept,
leave no processor idle.

A worker that ran a slow query keeps its low priority and so is given no short one from then on; it is replaced where it
has piled up memory, or where more have stepped back than there are slow slots. A worker is worth keeping: reading the
store counts references, which copies the pages that the fork had shared, so that a new worker is slow at first.
"""

from __future__ import annotations

import asyncio
import math
from collections import Counter, deque
from http import HTTPStatus
from pathlib import Path

from pledgegraph.serve.buffers import Buffers
from pledgegraph.serve.fork import Template
from pledgegraph.serve.lanes import SHORT, TINY, Costs, Lane, Waiter
from pledgegraph.serve.outcomes import Held, Refusal
from pledgegraph.serve.settings import Settings
from pledgegraph.serve.wire import Job, Reply, Verdict
from pledgegraph.serve.worker import Worker

_LEAST_WAIT = 0.01
_MUCH = 4
"""The share of what a worker may allocate, as a divisor, that is too much to keep after a slow query."""
_EVERYTHING = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"

Result = tuple[Reply, Held] | Refusal


class Crew:
    """The workers over one release, with their lanes."""

    def __init__(self, release: Path, template: Template, settings: Settings, buffers: Buffers) -> None:
        self.release = release
        self.template = template
        self.busy = 0
        self._settings = settings
        self._buffers = buffers
        self._workers: set[Worker] = set()
        self._idle: deque[Worker] = deque()
        self._behind: deque[Worker] = deque()
        self._under_way: dict[Worker, float] = {}
        self._fast = Lane()
        self._slow = Lane()
        self._costs = Costs()
        self._slow_running = 0
        self._slow_clients: Counter[str] = Counter()
        self._forks: set[asyncio.Task[None]] = set()
        self._closed = False
        self._everything = Job(query=_EVERYTHING, writer="JSON", graph=False, base="", cap=settings.answer_cap)

    @classmethod
    async def start(cls, release: Path, settings: Settings, buffers: Buffers) -> Crew:
        """A crew over a release, every worker ready.

        Raises:
            InputError: the release cannot be used.
            PledgegraphError: it cannot be loaded.
        """
        template = await Template.start(release, settings.worker_memory)
        crew = cls(release, template, settings, buffers)
        await asyncio.gather(*(crew._hire(reading=True) for _ in range(settings.workers)))
        return crew

    @property
    def alive(self) -> bool:
        """Whether new workers can be had."""
        return self.template.alive and not self._closed

    @property
    def pids(self) -> list[int]:
        """The numbers of the template and of the workers."""
        return [self.template.pid, *(worker.pid for worker in self._workers)]

    async def ask(self, job: Job, client: str, deadline: float) -> Result:
        """The reply to a job and its bytes before `deadline` (the loop's time), or why there is none."""
        self.busy += 1
        try:
            if self._costs.of(job.query) < self._settings.patience:
                result = await self._ask_fast(job, client, deadline)
                if result is not None:
                    return result
                self._costs.note(job.query, self._settings.patience)
            return await self._ask_slow(job, client, deadline)
        finally:
            self.busy -= 1

    async def close(self) -> None:
        """Ends every process of the crew."""
        self._closed = True
        for task in self._forks:
            task.cancel()
        for worker in list(self._workers):
            worker.kill()
        for waiter in (*self._fast, *self._slow):
            waiter.cancel()
        await self.template.close()

    # --- the two lanes ---

    async def _ask_fast(self, job: Job, client: str, deadline: float) -> Result | None:
        """The result from the fast lane; None when the query is to start again in the slow one."""
        worker = await self._wait_in(self._fast, job, deadline)
        if worker is None:
            return self._busy()
        begun = worker.worked
        task = asyncio.ensure_future(worker.run(job, self._buffers))
        try:
            if await self._done_soon(worker, task, begun, deadline):
                self._costs.note(job.query, worker.worked - begun)
                return self._result(worker, task)
            if self._slow_running < self._settings.slow_slots and self._may_be_slow(client) and _now() < deadline:
                self._costs.note(job.query, self._settings.patience)
                return await self._go_on_slowly(worker, task, client, deadline)
            self._dismiss(worker, task)
        except asyncio.CancelledError:
            self._dismiss(worker, task)
            raise
        return self._too_late() if _now() >= deadline else None

    async def _go_on_slowly(
        self, worker: Worker, task: asyncio.Future[tuple[Reply, Held]], client: str, deadline: float
    ) -> Result:
        """The result of a query that goes on in the worker it started in."""
        self._slow_running += 1
        self._slow_clients[client] += 1
        self._under_way[worker] = self._settings.patience
        worker.step_back()
        try:
            await self._done(task, deadline)
            return self._slow_result(worker, task)
        finally:
            self._leave_slow(client)

    async def _ask_slow(self, job: Job, client: str, deadline: float) -> Result:
        """The result from the slow lane."""
        if not self._may_be_slow(client):
            return Refusal(
                status=HTTPStatus.TOO_MANY_REQUESTS,
                kind="too-many-slow-queries",
                detail="another slow query of yours is running or waiting",
                remedy="Send slow queries one after another.",
                retry_after=max(1, int(self._settings.deadline / 2)),
            )
        self._slow_clients[client] += 1
        worker = None
        try:
            worker = await self._wait_in(self._slow, job, deadline)
        finally:
            if worker is None:
                self._slow_clients[client] -= 1
        if worker is None:
            return self._busy()
        worker.step_back()
        task = asyncio.ensure_future(worker.run(job, self._buffers))
        try:
            await self._done(task, deadline)
            return self._slow_result(worker, task)
        except asyncio.CancelledError:
            self._dismiss(worker, task)
            raise
        finally:
            self._leave_slow(client)

    def _leave_slow(self, client: str) -> None:
        self._slow_running -= 1
        self._slow_clients[client] -= 1
        self._slow_clients += Counter()  # forgets clients with none
        self._hand_out()

    def _may_be_slow(self, client: str) -> bool:
        return not client or self._slow_clients[client] < self._settings.client_slow

    # --- results ---

    async def _done_soon(
        self, worker: Worker, task: asyncio.Future[tuple[Reply, Held]], begun: float, deadline: float
    ) -> bool:
        """Whether a task ends before its worker has had the processor for `patience` seconds since `begun`."""
        left = self._settings.patience
        while left > 0 and _now() < deadline:
            if await self._done(task, min(_now() + max(left, _LEAST_WAIT), deadline)):
                return True
            left = self._settings.patience - (worker.worked - begun)
        return False

    @staticmethod
    async def _done(task: asyncio.Future[tuple[Reply, Held]], until: float) -> bool:
        """Whether a task ends before a moment; it goes on if not."""
        done, _ = await asyncio.wait({task}, timeout=max(0.0, until - _now()))
        return bool(done)

    def _result(self, worker: Worker, task: asyncio.Future[tuple[Reply, Held]]) -> Result:
        """The result of a task that has ended; its worker goes back, or is replaced where it died."""
        try:
            result = task.result()
        except (OSError, asyncio.IncompleteReadError):
            self._dismiss(worker, task)
            return Refusal(
                status=HTTPStatus.SERVICE_UNAVAILABLE,
                kind="worker-ended",
                detail="the query needs more memory than a query may use, or more than the evaluator can nest",
                remedy="Ask for less at a time.",
                retry_after=max(1, int(self._settings.deadline)),
            )
        if result[0].verdict is Verdict.NO_ROOM:
            self._dismiss(worker, task)
            return self._busy()
        if worker in self._workers:
            self._free(worker)
        return result

    def _slow_result(self, worker: Worker, task: asyncio.Future[tuple[Reply, Held]]) -> Result:
        """The result of a slow query; its worker is replaced where it was too late or has piled up memory."""
        if task.done() and worker.grown <= self._settings.worker_memory // _MUCH:
            return self._result(worker, task)
        in_time = task.done()
        self._workers.discard(worker)  # so that it is not given to anybody else
        result = self._result(worker, task) if in_time else self._too_late()
        self._workers.add(worker)
        self._dismiss(worker, task)
        return result

    def _too_late(self) -> Refusal:
        return Refusal(
            status=HTTPStatus.SERVICE_UNAVAILABLE,
            kind="deadline",
            detail=f"no answer within {self._settings.deadline:g} s; the query was ended",
            remedy="Ask for less at a time, or load a dump into a store of your own.",
            retry_after=max(1, int(self._settings.deadline)),
        )

    def _busy(self) -> Refusal:
        return Refusal(
            status=HTTPStatus.SERVICE_UNAVAILABLE,
            kind="busy",
            detail="no worker became free in time",
            remedy="Try again later.",
            retry_after=max(1, int(self._settings.deadline / 2)),
        )

    # --- workers ---

    async def _wait_in(self, lane: Lane, job: Job, deadline: float) -> Worker | None:
        """A worker for a place in a lane; None when there are too many before, or it takes too long."""
        if self._closed or len(self._fast) + len(self._slow) >= self._settings.waiting:
            return None
        waiter = lane.join(self._costs.of(job.query), deadline)
        self._hand_out()
        try:
            async with asyncio.timeout_at(deadline):
                return await asyncio.shield(waiter)
        except TimeoutError:
            self._give_up(lane, waiter)
            return None
        except asyncio.CancelledError:
            ended = waiter.cancelled()  # the crew has, not the one who waits
            self._give_up(lane, waiter)
            if ended:
                return None
            raise

    def _give_up(self, lane: Lane, waiter: Waiter) -> None:
        """Leaves a lane; a worker that was given in the same moment goes back."""
        lane.leave(waiter)
        if waiter.done() and not waiter.cancelled():
            if lane is self._slow:
                self._slow_running -= 1
            self._free(waiter.result())
        waiter.cancel()

    def _hand_out(self) -> None:
        """Gives idle workers to those who wait, those that have stepped back first."""
        for idle in (self._behind, self._idle):
            while idle:
                worker, ended = idle[0], idle[0].ended
                if not ended and not self._give(worker):
                    break
                idle.popleft()
                if ended:
                    self._dismiss(worker)

    def _give(self, worker: Worker) -> bool:
        """Whether an idle worker was given to somebody who waits."""
        over, most = -math.inf, self._longest()
        if worker.behind and any(not other.behind for other in self._workers):
            over, most = SHORT, math.inf
        slowly = self._slow_running < self._settings.slow_slots and most > SHORT
        if slowly and self._slow.due() < self._fast.due(over=over, most=most):
            cost = self._slow.serve(worker)
            self._slow_running += cost is not None
        else:
            cost = self._fast.serve(worker, over=over, most=most)
        if cost is not None and cost > TINY:
            self._under_way[worker] = cost
        return cost is not None

    def _longest(self) -> float:
        """What the next query may cost, so that some workers are kept for those that are short, or over at once."""
        settings, workers = self._settings, len(self._workers)
        if sum(cost > TINY for cost in self._under_way.values()) >= max(1, workers - settings.kept_for_tiny):
            return TINY
        if sum(cost > SHORT for cost in self._under_way.values()) >= max(1, workers - settings.kept_for_short):
            return SHORT
        return math.inf

    def _free(self, worker: Worker) -> None:
        """Takes a worker back that may be given to the next one."""
        self._under_way.pop(worker, None)
        if worker.behind and sum(other.behind for other in self._workers) > self._settings.slow_slots:
            self._dismiss(worker)
            return
        (self._behind if worker.behind else self._idle).append(worker)
        self._hand_out()

    def _dismiss(self, worker: Worker, task: asyncio.Future[tuple[Reply, Held]] | None = None) -> None:
        """Kills a worker, with what it is doing, and has another one forked."""
        if task is not None:
            task.cancel()
        worker.kill()
        self._under_way.pop(worker, None)
        if worker not in self._workers:
            return
        self._workers.discard(worker)
        if not self._closed:
            fork = asyncio.ensure_future(self._hire())
            self._forks.add(fork)
            fork.add_done_callback(self._forks.discard)

    async def _hire(self, *, reading: bool = False) -> None:
        """Adds a worker, one that has read the whole store where there is time for it.

        A dead template adds none, and the pool sees that it is dead.
        """
        try:
            worker = await self.template.fork()
        except OSError:
            return
        self._workers.add(worker)
        try:
            if reading:
                await worker.run(self._everything, self._buffers)
            self._free(worker)
        except (OSError, asyncio.IncompleteReadError):
            self._dismiss(worker)


def _now() -> float:
    """The running loop's time."""
    return asyncio.get_running_loop().time()
