"""The server on a million triples against `oxigraph serve`, and on the shipped graph against rdflib-endpoint.

Throughput of the same requests, hostile neighbours, deadline, memory.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import statistics
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

from pledgegraph.project import Project
from pledgegraph.queries.catalogue import Catalogue
from repeated import release_of
from servers import Asked, Client, ours, oxigraph, rdflib_endpoint
from timing import ROOT, report

ENDLESS = "SELECT (COUNT(*) AS ?n) {{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }} # {}"
HOSTILE = (
    ENDLESS,
    "SELECT * {{ ?a ?b ?c . ?d ?e ?f }} ORDER BY ?c ?f # {}",
    "SELECT (GROUP_CONCAT(STR(?c)) AS ?x) {{ ?a ?b ?c . ?d ?e ?f }} # {}",
    "SELECT (COUNT(*) AS ?n) {{ ?a (<a:a>|!<a:a>)* ?b . ?c (<a:a>|!<a:a>)* ?d }} # {}",
)
LIGHT = 0.15
ENOUGH = 0.5
CALM_SECONDS = 15
ALONE = 20.0
PEER_ALONE = 5.0

Times = Mapping[str, Sequence[Asked]]


def main() -> None:
    """Prints the figures; see the README of this folder for what they mean."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--triples", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3, help="how often the servers take turns")
    parser.add_argument("--connections", type=int, default=32)
    parser.add_argument("--build", type=Path, default=ROOT / "build" / "benchmark")
    chosen = parser.parse_args()
    project = Project.find()
    shipped = project.current.resolve()
    release = release_of(shipped, chosen.build / str(chosen.triples), chosen.triples)
    catalogue = {name: query.bound({}) for name, query in Catalogue.read(project.queries).queries.items()}
    load_before = os.getloadavg()[0]

    with ours(release, "--no-cache", "--deadline", str(int(ALONE))) as (url, _):
        alone = asked_alone(Client(url), catalogue)
    answered = {name: catalogue[name] for name, one in alone.items() if one.status == 200}
    light = {name: catalogue[name] for name in answered if alone[name].seconds < LIGHT}
    print("left out, too heavy at this size:", *sorted(catalogue.keys() - answered.keys()), file=sys.stderr)

    compared = against_oxigraph(release, answered, chosen.rounds, chosen.connections)
    peer = against_rdflib_endpoint(shipped, catalogue, chosen.connections)
    with ours(release, "--no-cache") as (url, pid):
        calm, attacked, failed = neighbours(Client(url), light)
        memory = peak_mb(pid)
    with ours(release, "--deadline", "2") as (url, _):
        overshoot = max(seconds - 2 for seconds in ended(Client(url)))
    report(
        "serving",
        {
            "questions": len(answered),
            "questions left out": len(catalogue) - len(answered),
            **compared,
            **peer,
            "light questions": len(light),
            "p99 calm": calm,
            "p99 with two attackers": attacked,
            "ratio of p99": attacked / calm,
            "light queries refused": failed,
            "deadline overshoot": overshoot,
            "front MB, attacked": memory,
            "load average before": load_before,
            "load average after": os.getloadavg()[0],
        },
    )


# --- comparisons ---


def against_oxigraph(release: Path, questions: Mapping[str, str], rounds: int, connections: int) -> dict[str, float]:
    """How long our server and Oxigraph's take for the same requests, turn by turn, in total and by question."""
    with ExitStack() as running:
        servers = {
            "oxigraph": running.enter_context(oxigraph(release)),
            "ours without cache": running.enter_context(ours(release, "--no-cache", "--deadline", "60")),
            "ours": running.enter_context(ours(release, "--deadline", "60")),
        }
        totals, times = turns({name: url for name, (url, _) in servers.items()}, questions, rounds, connections)
        memory = peak_mb(servers["ours"][1])
    cached, plain = (ratios(times, "oxigraph", name) for name in ("ours", "ours without cache"))
    for name in sorted(plain, key=plain.__getitem__):
        if plain[name] < ENOUGH:
            print(f"below {ENOUGH} without cache: {name}, {plain[name]:.2f}", file=sys.stderr)
    light = [plain[name] for name, median in medians(times["oxigraph"]).items() if median < LIGHT]
    return {
        **{f"{name}: seconds": total for name, total in totals.items()},
        **{f"{name}: failed": failures(times[name]) for name in totals},
        "times oxigraph, with cache": totals["oxigraph"] / totals["ours"],
        "times oxigraph, without": totals["oxigraph"] / totals["ours without cache"],
        "per query, median ratio with cache": statistics.median(cached.values()),
        "per query, median ratio without": statistics.median(plain.values()),
        f"share of questions at {ENOUGH} or more, without": share(plain),
        "lowest tenth of questions, ratio without": statistics.quantiles(plain.values(), n=10)[0],
        "share of questions at 1 or more, with cache": share(cached, 1.0),
        "lowest question, ratio without": min(plain.values()),
        f"questions under {LIGHT} s there: median ratio without": statistics.median(light) if light else 0.0,
        "front MB, throughput": memory,
    }


def against_rdflib_endpoint(release: Path, catalogue: Mapping[str, str], connections: int) -> dict[str, float]:
    """The same for rdflib-endpoint on a smaller graph, over the questions that it answers alone in bounded time."""
    questions = {name: catalogue[name] for name in answered_alone(release, catalogue)}
    print("rdflib-endpoint does not answer in time:", *sorted(catalogue.keys() - questions.keys()), file=sys.stderr)
    with ExitStack() as running:
        servers = {
            "rdflib-endpoint": running.enter_context(rdflib_endpoint(release)),
            "small, ours without cache": running.enter_context(ours(release, "--no-cache")),
            "small, ours": running.enter_context(ours(release)),
        }
        totals, times = turns({name: url for name, (url, _) in servers.items()}, questions, 1, connections)
    cached, plain = (ratios(times, "rdflib-endpoint", name) for name in ("small, ours", "small, ours without cache"))
    return {
        f"rdflib-endpoint: questions answered alone in {PEER_ALONE:g} s": len(questions),
        **{f"{name}: seconds": total for name, total in totals.items()},
        **{f"{name}: failed": failures(times[name]) for name in totals},
        "times rdflib-endpoint, with cache": totals["rdflib-endpoint"] / totals["small, ours"],
        "times rdflib-endpoint, without": totals["rdflib-endpoint"] / totals["small, ours without cache"],
        "per query, median ratio to rdflib-endpoint with cache": statistics.median(cached.values()),
        "per query, median ratio to rdflib-endpoint without": statistics.median(plain.values()),
    }


def answered_alone(release: Path, catalogue: Mapping[str, str]) -> list[str]:
    """The questions that rdflib-endpoint answers; as it goes on with what nobody waits for, it is started again."""
    waiting, answered = list(catalogue), []
    while waiting:
        with rdflib_endpoint(release) as (url, _):
            client = Client(url, PEER_ALONE)
            while waiting:
                one = client.ask(waiting[0], catalogue[waiting.pop(0)])
                if one.status == 200:
                    answered.append(one.name)
                elif not one.status:
                    break
    return answered


# --- measures ---


def turns(
    urls: Mapping[str, str], questions: Mapping[str, str], rounds: int, connections: int
) -> tuple[dict[str, float], dict[str, list[Asked]]]:
    """Seconds of each server for all requests, and each of them; the servers take turns and meet the same weather."""
    clients = {name: Client(url) for name, url in urls.items()}
    totals = dict.fromkeys(urls, 0.0)
    times: dict[str, list[Asked]] = {name: [] for name in urls}
    for turn in range(rounds):
        requests = list(questions) * 2
        random.Random(turn).shuffle(requests)
        for name, client in clients.items():
            seconds, asked = throughput(client, questions, requests, connections)
            totals[name] += seconds
            times[name] += asked
    return totals, times


def throughput(
    client: Client, questions: Mapping[str, str], requests: Sequence[str], connections: int
) -> tuple[float, list[Asked]]:
    """Seconds for all requests over so many connections, and each of them."""
    started = time.perf_counter()
    with ThreadPoolExecutor(connections) as pool:
        asked = list(pool.map(lambda name: client.ask(name, questions[name]), requests))
    return time.perf_counter() - started, asked


def asked_alone(client: Client, catalogue: Mapping[str, str]) -> dict[str, Asked]:
    """Each question asked by itself."""
    return {name: client.ask(name, text) for name, text in catalogue.items()}


def medians(asked: Sequence[Asked]) -> dict[str, float]:
    """The median time of each question."""
    seconds: dict[str, list[float]] = {}
    for one in asked:
        seconds.setdefault(one.name, []).append(one.seconds)
    return {name: statistics.median(found) for name, found in seconds.items()}


def ratios(times: Times, base: str, server: str) -> dict[str, float]:
    """For each question the median time of one server divided by that of another."""
    theirs, found = medians(times[base]), medians(times[server])
    return {name: theirs[name] / found[name] for name in theirs}


def share(found: Mapping[str, float], wanted: float = ENOUGH) -> float:
    """How much of the questions reach the ratio that is wanted."""
    return len([ratio for ratio in found.values() if ratio >= wanted]) / len(found)


def failures(asked: Sequence[Asked]) -> int:
    """How many requests got no answer."""
    return len([one for one in asked if one.status != 200])


def neighbours(client: Client, light: Mapping[str, str]) -> tuple[float, float, int]:
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


def _traffic(client: Client, light: Mapping[str, str]) -> list[Asked]:
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


if __name__ == "__main__":
    main()
