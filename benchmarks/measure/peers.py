"""The speed table: CPU per query beside the peers and an echo in C, work by work.

    peers.py [--rounds N] [--seconds N] [WORK ...]      WORK as in WORKS; all of them without one

Each server has one serving thread on the last CPU, the generator the first. All servers of a work
are up at once and take turns of a second; ratios are those of turns next to each other, because what
the machine does besides changes from minute to minute by more than what is to be told apart.
Data folders are kept in UNDERSTUDY_BENCH and used again.
"""

import argparse
import json
import math
import os
import random
import re
import statistics
import subprocess
import sys
import time

import machine
import product
import servers
from servers import HTTP, OURS, Echo, Gdnsd, Understudy

WEB = 5475
HUNDRED_THOUSAND, MILLION, ZONES, PER_ZONE = 100_000, 1_000_000, 10_000, 10
PACE, PACED_SECONDS = 20_000, 60
WARM_ROUNDS = 3


class Work:
    """What is asked of whom."""

    def __init__(self, told, names, pattern, data, echo=False, load=(), kind="udp"):
        self.told, self.names, self.pattern, self.data = told, names, pattern, data
        self.echo, self.load, self.kind = echo, load, kind
        self.missing = pattern.startswith("hx")


def works():
    flat, million = Flat(HUNDRED_THOUSAND), Flat(MILLION)
    names = "h%u.example.com"
    return {
        "S1": Work("100,000 names", HUNDRED_THOUSAND, names, flat, echo=True),
        "S1e": Work("100,000 names, EDNS", HUNDRED_THOUSAND, names, flat, True, ("edns",)),
        "S1m": Work("1,000,000 names", MILLION, names, million),
        "S2": Work("one failover name", 1, "fo%u.example.com", Failover(1)),
        "S2k": Work("1,000 failover names", 1_000, "fo%u.example.com", Failover(1_000)),
        "S3": Work("10,000 zones of 10 names", ZONES * PER_ZONE, "@", Zones()),
        "S4": Work("names that do not exist", MILLION, "hx%u.example.com", flat),
        "S7": Work("TCP, 8 connections, pipelined", HUNDRED_THOUSAND, names, flat, kind="tcp"),
        "S1r": Work("latency at 20,000 q/s", HUNDRED_THOUSAND, names, flat,
                    echo=True, load=(str(PACE),), kind="paced"),
        "S5": Work("1,000,000 names: start, memory", MILLION, names, million, kind="start"),
    }


# What the servers serve: a data folder for us, zone texts for gdnsd.

class Flat:
    """One zone, an A record a name."""

    def __init__(self, count):
        self.count = count
        self.folder = f"{machine.WORK}/data-{count}"

    def prepare(self):
        once(self.folder, lambda: product.fill(self.folder, OURS, HTTP, self.count))

    def zones(self):
        return {"example.com": machine.ZONE_HEAD + "".join(
            f"h{i} IN A {product.address_of(i)}\n" for i in range(self.count))}

    extra = ""
    first = ("h1.example.com", ["10.0.0.1"])


class Zones:
    """Many zones, a few A records in each."""

    folder = machine.WORK + "/data-zones"
    file = machine.WORK + "/zones.names"
    extra = ""
    first = ("r1.z00000.test", ["10.0.0.1"])

    def names(self):
        return [[f"r{k}.z{i:05}.test" for k in range(PER_ZONE)] for i in range(ZONES)]

    def prepare(self):
        with open(self.file, "w") as out:
            out.writelines(name + "\n" for zone in self.names() for name in zone)
        once(self.folder, self.fill)

    def fill(self):
        with filling(self.folder) as server:
            for i, names in enumerate(self.names()):
                zone = server.create_zone(f"z{i:05}.test")
                last = server.create(
                    zone, [product.record_set(name, product.address_of(k + PER_ZONE * i))
                           for k, name in enumerate(names)])
            server.wait_insync(last)

    def zones(self):
        head = machine.ZONE_HEAD
        return {f"z{i:05}.test": head + "".join(
            f"r{k} IN A {product.address_of(k + PER_ZONE * i)}\n" for k in range(PER_ZONE))
            for i in range(ZONES)}


class Failover:
    """Names with a primary and a secondary, each checked over HTTP every 10 s; all are healthy."""

    def __init__(self, count):
        self.count = count
        self.folder = f"{machine.WORK}/data-failover-{count}"
        self.first = ("fo0.example.com", [self.address(0, 1)])

    @staticmethod
    def address(i, role):
        return f"127.{role}.{1 + i // 250}.{1 + i % 250}"

    def prepare(self):
        once(self.folder, self.fill)

    def fill(self):
        with filling(self.folder) as server:
            zone = server.create_zone("example.com")
            for i in range(self.count):
                last = server.create(zone, [
                    product.failover_set(
                        f"fo{i}.example.com", self.address(i, role), told,
                        server.create_check(self.address(i, role), WEB))
                    for role, told in ((1, "PRIMARY"), (2, "SECONDARY"))])
            server.wait_insync(last)

    def zones(self):
        return {"example.com": machine.ZONE_HEAD + "".join(
            f"fo{i} 10 DYNA simplefo!fo{i}\n" for i in range(self.count))}

    @property
    def extra(self):
        pairs = "".join(
            f" fo{i} => {{ primary => {self.address(i, 1)}, secondary => {self.address(i, 2)} }}\n"
            for i in range(self.count))
        return (f"service_types => {{ web => {{ plugin => http_status, port => {WEB}, "
                f"url_path => /, interval => 10, timeout => 3, up_thresh => 1, ok_thresh => 1, "
                f"down_thresh => 1 }} }}\n"
                f"plugins => {{ simplefo => {{ service_types => web\n{pairs} }} }}\n")


def once(folder, fill):
    if not os.path.exists(folder + ".filled"):
        print(f"filling {folder}", file=sys.stderr, flush=True)
        fill()
        open(folder + ".filled", "w").close()


class filling:
    """A server of ours on an empty folder, for as long as it takes to fill it."""

    def __init__(self, folder):
        subprocess.check_call(["rm", "-rf", folder])
        self.server = product.Understudy(folder, OURS, HTTP)

    def __enter__(self):
        self.server.wait_for_api(900)
        return self.server

    def __exit__(self, *_):
        self.server.stop()


def main():
    known = works()
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--seconds", type=float, default=3)
    parser.add_argument("works", nargs="*", default=list(known), metavar="WORK")
    wanted = parser.parse_args()
    if unknown := [each for each in wanted.works if each not in known]:
        parser.error(f"no work called {unknown[0]}: {', '.join(known)}")
    machine.prepare()
    sums = []
    for name in wanted.works:
        known[name].data.prepare()
    for name in wanted.works:
        sums += measure(name, known[name], wanted.rounds, wanted.seconds)
    machine.heading("Beside the peers, in short")
    others = [kind.name for kind in servers.PEERS[1:] if kind.installed()]
    print(f"| work | what | understudy | {' | '.join(['gdnsd', *others])} | to gdnsd | to the echo |")
    print("|---" * (5 + 1 + len(others)) + "|")
    for line in sums:
        print(line)


def measure(name, work, rounds, seconds):
    if not Gdnsd.installed():
        sys.exit("gdnsd is missing: run benchmarks/peers.sh, or apt-get install gdnsd")
    failover = isinstance(work.data, Failover)
    peers = [each for each in servers.PEERS if each.installed()]
    kinds = (peers[:1] if failover else peers) + [Understudy] + ([Echo] if work.echo else [])
    machine.heading(f"{name}: {work.told}")
    if work.kind == "start":
        return start(name, work, rounds, kinds)
    web = None
    if failover:
        web = subprocess.Popen(["taskset", "-c", "0", machine.build("endpoint"), str(WEB)])
    try:
        rows = run(work, kinds, rounds, seconds)
    finally:
        if web:
            web.terminate()
            web.wait()
    return latency(name, work, rows) if work.kind == "paced" else costs(name, work, rows)


def run(work, kinds, rounds, seconds):
    """What the generator told, server by server and turn by turn."""
    turns, length = rounds, seconds
    if work.kind == "paced":
        turns, length = 1, PACED_SECONDS
    elif work.kind == "udp":
        turns = math.ceil(rounds * seconds)
        length = rounds * seconds / turns
    rows, up = {}, []
    try:
        for kind in kinds:
            up.append(kind(work.data))
        for server in up:
            server.wait(work.data.first)
        if isinstance(work.data, Failover):
            time.sleep(12)  # every check has been made once
        for number in range(-WARM_ROUNDS, turns):
            turn = number % len(up)
            for server in up[turn:] + up[:turn]:
                warm = number < 0
                full_speed = warm and work.kind == "paced"
                told = ask(server, work, 4 if warm else length, () if full_speed else work.load)
                if not warm:
                    rows.setdefault(server.name, []).append(told)
    finally:
        for server in up:
            server.stop()
    return rows


def ask(server, work, seconds, load):
    """One round: what the generator told, with the CPU time that the server took for an answer."""
    before = server.cpu_us()
    if work.kind == "tcp":
        told = dnsperf(server, work, seconds)
    else:
        told = json.loads(subprocess.check_output(
            ["taskset", "-c", "0", machine.build("dnsload"), "127.0.0.1", str(server.port),
             "@" + Zones.file if work.pattern == "@" else work.pattern, str(work.names),
             str(seconds), *load]))
    told["cost"] = (server.cpu_us() - before) / max(1, told["answers"])
    right = told["nxdomain" if work.missing else "noerror"]
    if server.name != Echo.name and (right != told["answers"] or right == 0):
        sys.exit(f"{server.name} gave wrong answers: {told}")
    return told


def dnsperf(server, work, seconds):
    file = f"{machine.WORK}/tcp.names"
    if not os.path.exists(file):
        numbers = random.Random(1).sample(range(work.names), work.names)
        with open(file, "w") as out:
            out.writelines(work.pattern % each + " A\n" for each in numbers)
    told = subprocess.run(
        ["taskset", "-c", "0", "dnsperf", "-m", "tcp", "-s", "127.0.0.1", "-p", str(server.port),
         "-d", file, "-l", str(int(seconds)), "-c", "8", "-q", "192", "-T", "1"],
        capture_output=True, text=True).stdout
    answers = int(re.search(r"Queries completed:\s+(\d+)", told).group(1))
    good = re.search(r"NOERROR (\d+)", told)
    return {"answers": answers, "noerror": int(good.group(1)) if good else 0,
            "lost": int(re.search(r"Queries lost:\s+(\d+)", told).group(1)),
            "per_second": float(re.search(r"Queries per second:\s+([\d.]+)", told).group(1)),
            "octets": float(re.search(r"response (\d+)", told).group(1))}


def costs(name, work, rows):
    print("| server | CPU us per query, median (min-max) | answers per second, most | octets | lost |")
    print("|---|---|---|---|---|")
    for server, told in rows.items():
        print(f"| {server} | {machine.spread([each['cost'] for each in told], digits=2)} "
              f"| {max(each['per_second'] for each in told):,.0f} "
              f"| {told[0]['octets']:.0f} | {sum(each['lost'] for each in told)} |")
    print(flush=True)
    middle = {server: statistics.median(each["cost"] for each in told)
              for server, told in rows.items()}
    theirs = columns({server: f"{cost:.2f}" for server, cost in middle.items()})
    echo = ratio(rows, Echo) if work.echo else "-"
    return [f"| {name} | {work.told}: CPU us | {middle[Understudy.name]:.2f} | {theirs} "
            f"| {ratio(rows, Gdnsd)} | {echo} |"]


def ratio(rows, reference):
    """Ours to another's, turn by turn: median and quartiles."""
    ratios = [ours["cost"] / theirs["cost"]
              for ours, theirs in zip(rows[Understudy.name], rows[reference.name])]
    if len(ratios) < 4:
        return f"{statistics.median(ratios):.2f}"
    low, middle, high = statistics.quantiles(ratios, n=4, method="inclusive")
    return f"{middle:.2f} ({low:.2f}-{high:.2f})"


def latency(name, work, rows):
    print("| server | p50 us | p99 us | p99.9 us | longest us | CPU us per query | lost |")
    print("|---|---|---|---|---|---|---|")
    for server, (told,) in rows.items():
        print(f"| {server} | {told['p50_us']:.0f} | {told['p99_us']:.0f} | {told['p999_us']:.0f} "
              f"| {told['max_us']:.0f} | {told['cost']:.2f} | {told['lost']} |")
    print(flush=True)
    ours, gdnsd, echo = (rows[kind.name][0] for kind in (Understudy, Gdnsd, Echo))
    return [f"| {name} | {work.told}: {told} | {ours[what]:.0f} "
            f"| {columns({server: f'{row[what]:.0f}' for server, (row,) in rows.items()})} "
            f"| {ours[what] / gdnsd[what]:.2f} | {ours[what] / echo[what]:.2f} |"
            for what, told in (("p99_us", "p99 us"),
                               ("max_us", f"longest of {PACED_SECONDS} s, us"))]


def columns(told):
    """What the peers told, in the order of the table's columns."""
    return " | ".join(told.get(each.name, "-") for each in servers.PEERS if each.installed())


def start(name, work, rounds, kinds):
    seconds, memory = {}, {}
    for _ in range(min(rounds, 3)):
        for kind in kinds:
            server = kind(work.data)
            try:
                seconds.setdefault(kind.name, []).append(server.wait(work.data.first))
                time.sleep(2)
                memory.setdefault(kind.name, []).append(server.resident_mib())
            finally:
                server.stop()
    print("| server | start to first answer, s, median (min-max) | PSS, MiB, median (min-max) |")
    print("|---|---|---|")
    for server in seconds:
        print(f"| {server} | {machine.spread(seconds[server], digits=2)} "
              f"| {machine.spread(memory[server], digits=0)} |")
    print(flush=True)
    return [f"| {name} | {work.told.split(':')[0]}: {what} | {digits(told[Understudy.name])} "
            f"| {columns({server: digits(values) for server, values in told.items()})} "
            f"| {statistics.median(told[Understudy.name]) / statistics.median(told[Gdnsd.name]):.2f}"
            f" | - |"
            for what, told in (("start, s", seconds), ("PSS, MiB", memory))]


def digits(values):
    return f"{statistics.median(values):.3g}"


if __name__ == "__main__":
    main()
