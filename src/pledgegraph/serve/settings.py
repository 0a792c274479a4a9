"""Every limit of the server in one record; all sizes in bytes, all times in seconds."""

from __future__ import annotations

import os
from dataclasses import dataclass

MIB = 1 << 20
_ENOUGH = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the server allows.

    Attributes:
        public: the address clients use, without a final slash; never taken from a request's Host header.
        workers: processes that evaluate queries.
        deadline: seconds from a query's arrival to its answer; a worker past it is killed.
        patience: seconds of a processor's time after which a query is a slow one.
        client_slow: slow queries of one client, running or waiting.
        waiting: queries that may wait for a worker.
        worker_memory: what a worker may allocate beyond the loaded release.
        answer_cap: the longest answer.
        buffers: all answers that the front holds at one time, the cached ones included.
        cache: the share of `buffers` for cached answers; 0 switches the cache off.
        body_cap: the longest request body.
        url_cap: the longest request target.
        checks: checks of sent data that run at one time.
        checks_waiting: checks that may arrive or wait beside them.
        client_checks: checks of one client, running, arriving or waiting.
        check_cap: the longest body of a check.
        check_memory: what a check may allocate.
        check_deadline: seconds from a check's arrival to its report; its process past it is killed.
        upload_deadline: seconds until the body of a check has arrived.
        head_cap: the longest request head.
        head_deadline: seconds until a request's head has arrived.
        body_deadline: seconds until a request's body has arrived.
        send_deadline: seconds in which a client must take the next piece of an answer.
        connections: open connections.
        client_connections: open connections of one client.
        client_rate: requests of one client per second, in the long run.
        client_burst: requests of one client at once.
        limit_loopback: whether the limits per client hold for this machine too.
    """

    public: str = "http://127.0.0.1:8000"
    workers: int = 2 * (os.cpu_count() or 1) + 1
    deadline: float = 10.0
    patience: float = 0.5
    client_slow: int = 1
    waiting: int = 256
    worker_memory: int = 1024 * MIB
    answer_cap: int = 16 * MIB
    buffers: int = 48 * MIB
    cache: int = 16 * MIB
    body_cap: int = MIB
    checks: int = 2
    checks_waiting: int = 6
    client_checks: int = 1
    check_cap: int = 16 * MIB
    check_memory: int = 1024 * MIB
    check_deadline: float = 20.0
    upload_deadline: float = 30.0
    url_cap: int = 8192
    head_cap: int = 16384
    head_deadline: float = 8.0
    body_deadline: float = 10.0
    send_deadline: float = 20.0
    connections: int = 512
    client_connections: int = 64
    client_rate: float = 50.0
    client_burst: int = 200
    limit_loopback: bool = False

    @property
    def slow_slots(self) -> int:
        """Workers that slow queries may hold at one time: half, so that short queries always find one."""
        return max(1, self.workers // 2)

    @property
    def kept_for_short(self) -> int:
        """Workers that only take short queries, where there are enough of them."""
        return min(2, max(0, self.workers - _ENOUGH + 1))

    @property
    def kept_for_tiny(self) -> int:
        """How many of these only take queries that are over at once."""
        return max(0, self.kept_for_short - 1)

    @property
    def endpoint(self) -> str:
        """The address of the SPARQL endpoint."""
        return f"{self.public}/sparql"
