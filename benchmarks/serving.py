"""The server against `oxigraph serve` on a million triples: throughput, hostile neighbours, deadline, memory."""

from __future__ import annotations

import argparse
import http.client
import random
import re
import socket
import statistics
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from pledgegraph.project import Project
from pledgegraph.queries.catalogue import Catalogue
from repeated import release_of
from timing import PROGRAM, ROOT, report

OXIGRAPH = ROOT / ".venv" / "bin" / "oxigraph"
ENDLESS = "SELECT (COUNT(*) AS ?n) {{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }} # {}"
HOSTILE = (
    ENDLESS,
    "SELECT * {{ ?a ?b ?c . ?d ?e ?f }} ORDER BY ?c ?f # {}",
    "SELECT (GROUP_CONCAT(STR(?c)) AS ?x) {{ ?a ?b ?c . ?d ?e ?f }} # {}",
    "SELECT (COUNT(*) AS ?n) {{ ?a (<a:a>|!<a:a>)* ?b . ?c (<a:a>|!<a:a>)* ?d }} # {}",
)
ACCEPT = "application/sparql-results+json, text/turtle;q=0.9"
LIGHT = 0.15
CALM_SECONDS = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request that was answered."""

    name: str
    status: int
    seconds: float


class Client:
    """Asks an endpoint, over one connection for each thread."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._local = threading.local()

    def ask(self, name: str, query: str) -> Asked:
        """Sends a query by POST and reads the answer to its end."""
        parts = urlsplit(self.url)
        started = time.perf_counter()
        link = getattr(self._local, "link", None) or http.client.HTTPConnection(
            str(parts.hostname), parts.port, timeout=120
        )
        self._local.link = link
        headers = {"Content-Type": "application/sparql-query", "Accept": ACCEPT}
        try:
            link.request("POST", parts.path, query.encode(), headers)
            answer = link.getresponse()
            answer.read()
            status = answer.status
        except (OSError, http.client.HTTPException):
            link.close()
            self._local.link, status = None, 0
        return Asked(name=name, status=status, seconds=time.perf_counter() - started)


def main() -> None:
    """Prints the figures; see the README of this folder for what they mean."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--triples", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3, help="how often each question of the catalogue is asked")
    parser.add_argument("--connections", type=int, default=32)
    parser.add_argument("--build", type=Path, default=ROOT / "build" / "benchmark")
    chosen = parser.parse_args()
    project = Project.find()
    release = release_of(project.current.resolve(), chosen.build / str(chosen.triples), chosen.triples)
    catalogue = {name: query.bound({}) for name, query in Catalogue.read(project.queries).queries.items()}
    requests = list(catalogue) * chosen.rounds
    random.Random(7).shuffle(requests)

    times: dict[str, list[Asked]] = {}
    totals: dict[str, float] = {}
    memory: dict[str, float] = {}
    for name, server in (
        ("oxigraph", oxigraph(release)),
        ("ours without cache", ours(release, "--no-cache", "--deadline", "60")),
        ("ours", ours(release, "--deadline", "60")),
    ):
        with server as (url, pid):
            totals[name], times[name] = throughput(Client(url), catalogue, requests, chosen.connections)
            memory[name] = peak_mb(pid)
    with ours(release, "--no-cache", "--deadline", "60") as (url, _):
        client = Client(url)
        light = {name: text for name, text in catalogue.items() if client.ask(name, text).seconds < LIGHT}
    with ours(release, "--no-cache") as (url, pid):
        client = Client(url)
        calm, attacked, failed = neighbours(client, light)
        memory["attacked"] = peak_mb(pid)
    with ours(release, "--deadline", "2") as (url, _):
        overshoot = max(seconds - 2 for seconds in ended(Client(url)))
    each = per_query(times)
    report(
        "serving",
        {
            **{f"{name}: seconds": total for name, total in totals.items()},
            **{f"{name}: failed": len([one for one in times[name] if one.status != 200]) for name in totals},
            "times oxigraph, with cache": totals["oxigraph"] / totals["ours"],
            "times oxigraph, without": totals["oxigraph"] / totals["ours without cache"],
            "per query, median ratio with cache": each["ours"],
            "per query, median ratio without": each["ours without cache"],
            "light queries": len(light),
            "p99 calm": calm,
            "p99 with two attackers": attacked,
            "ratio of p99": attacked / calm,
            "light queries refused": failed,
            "deadline overshoot": overshoot,
            "front MB, throughput": memory["ours"],
            "front MB, attacked": memory["attacked"],
        },
    )


# --- measures ---


def throughput(
    client: Client, catalogue: dict[str, str], requests: Sequence[str], connections: int
) -> tuple[float, list[Asked]]:
    """Seconds for all requests over so many connections, and each of them."""
    for name in list(catalogue)[:4]:
        client.ask(name, catalogue[name])
    started = time.perf_counter()
    with ThreadPoolExecutor(connections) as pool:
        asked = list(pool.map(lambda name: client.ask(name, catalogue[name]), requests))
    return time.perf_counter() - started, asked


def per_query(times: dict[str, list[Asked]]) -> dict[str, float]:
    """Over the questions, the median of Oxigraph's time of one divided by a server's."""
    medians = {
        server: {
            name: statistics.median(one.seconds for one in asked if one.name == name)
            for name in {one.name for one in asked}
        }
        for server, asked in times.items()
    }
    base = medians["oxigraph"]
    return {server: statistics.median(base[name] / found[name] for name in base) for server, found in medians.items()}


def neighbours(client: Client, light: dict[str, str]) -> tuple[float, float, int]:
    """The 99th percentile of light queries alone, the same with two attackers, and how many were not answered."""
    calm = _traffic(client, light)
    stop = threading.Event()
    attackers = [threading.Thread(target=_attack, args=(client.url, stop, number)) for number in range(2)]
    for attacker in attackers:
        attacker.start()
    time.sleep(2)
    attacked = _traffic(client, light)
    stop.set()
    for attacker in attackers:
        attacker.join()
    failed = len([one for one in attacked if one.status != 200])
    return _p99(calm), _p99(attacked), failed


def _traffic(client: Client, light: dict[str, str]) -> list[Asked]:
    """Four clients that ask light queries, one after another, for a while."""
    until = time.perf_counter() + CALM_SECONDS
    names = sorted(light)

    def one(number: int) -> list[Asked]:
        turns, asked = random.Random(number), []
        while time.perf_counter() < until:
            name = turns.choice(names)
            asked.append(client.ask(name, light[name]))
        return asked

    with ThreadPoolExecutor(4) as pool:
        return [asked for found in pool.map(one, range(4)) for asked in found]


def _attack(url: str, stop: threading.Event, number: int) -> None:
    client, turn = Client(url), 0
    while not stop.is_set():
        turn += 1
        client.ask("attack", HOSTILE[turn % len(HOSTILE)].format(f"{number} {turn}"))


def _p99(asked: list[Asked]) -> float:
    return statistics.quantiles([one.seconds for one in asked], n=100)[98]


def ended(client: Client) -> Iterator[float]:
    """Seconds until each hostile query is answered, one at a time and three at a time."""
    for turn in range(2):
        for query in HOSTILE:
            yield client.ask("hostile", query.format(turn)).seconds
    with ThreadPoolExecutor(3) as pool:
        texts = [query.format(f"beside {turn}") for turn in range(3) for query in HOSTILE]
        yield from (one.seconds for one in pool.map(lambda text: client.ask("hostile", text), texts))


def peak_mb(pid: int) -> float:
    """The most memory that a process has held."""
    found = re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{pid}/status").read_text(encoding="ascii"))
    return int(found.group(1)) / 1024 if found else 0.0


# --- servers ---


@contextmanager
def ours(release: Path, *options: str) -> Iterator[tuple[str, int]]:
    """Our server's endpoint and the process of its front."""
    command = [PROGRAM, "serve", "--port", "0", "--release", release, *options]
    with subprocess.Popen(list(map(str, command)), stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        url = process.stderr.readline().partition(" answers")[0]
        if not url.startswith("http"):
            sys.exit(url + process.stderr.read())
        threading.Thread(target=process.stderr.read, daemon=True).start()
        try:
            yield url, process.pid
        finally:
            process.terminate()


@contextmanager
def oxigraph(release: Path) -> Iterator[tuple[str, int]]:
    """An Oxigraph server that holds the same data in memory, its default graph the union of all."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    address = f"127.0.0.1:{port}"
    command = [str(OXIGRAPH), "serve", "--bind", address, "--union-default-graph"]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        try:
            while not _listens(port):
                time.sleep(0.05)
            data = (release / "data.nq").read_bytes()
            load = urllib.request.Request(
                f"http://{address}/store", data, {"Content-Type": "application/n-quads"}, method="POST"
            )
            with urllib.request.urlopen(load, timeout=600):
                yield f"http://{address}/query", process.pid
        finally:
            process.terminate()


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


if __name__ == "__main__":
    main()
