"""Ten minutes at full load while records change and endpoints die and come back.

    soak.py [MINUTES] [SEED]

Asked as fast as it answers: names that exist, that do not, and that fail over. Meanwhile a record is
changed about 20 times a second and waited for, and about once a second one of 20 primaries is killed
or served again, and its answer waited for. What is to be seen: no growth of memory, no error, no
question without an answer. Exits with 1 where one of them is seen to be otherwise.
"""

import json
import random
import statistics
import subprocess
import sys
import threading
import time

import dns
import endpoint_process
import machine
import product
from load import Client, part

DNS, HTTP, WEB = 5491, 5492, 5493
NAMES, PAIRS, MISSING = 100_000, 20, 20_000
PART_SECONDS = 30
LIMIT = 20
GROWTH = 1.05


def main(minutes=10, seed=1):
    machine.prepare()
    folder = machine.WORK + "/data-soak"
    product.fill(folder, DNS, HTTP, NAMES)
    webs = {primary(i): endpoint_process.serve(primary(i), WEB) for i in range(PAIRS)}
    server = product.Understudy(folder, DNS, HTTP)
    ended = threading.Event()
    try:
        server.wait_for_api()
        zone = configure(server)
        work = [Changes(server, zone, ended), Flips(webs, random.Random(seed), ended)]
        server.wait_for_answer("fo0.soak.test", lambda m: dns.addresses(m) == [primary(0)])
        asked = ask(server, minutes, work)
        ended.set()
        for each in work:
            each.join()
    finally:
        ended.set()
        server.stop()
        for web in webs.values():
            web.kill()
    sys.exit(report(asked, work))


def primary(i):
    return f"127.3.1.{1 + i}"


def secondary(i):
    return f"127.4.1.{1 + i}"


def configure(server):
    """A zone of pairs, watched as closely as can be, and of names to be changed."""
    zone = server.create_zone("soak.test")
    for i in range(PAIRS):
        check = server.create_check(primary(i), WEB, interval="500ms", timeout="500ms")
        last = server.create(zone, [
            product.failover_set(f"fo{i}.soak.test", primary(i), "PRIMARY", check),
            product.without_check(f"fo{i}.soak.test", secondary(i), "SECONDARY")])
    server.wait_insync(last)
    return zone


class Changes(threading.Thread):
    """Changes a record and waits for the answer, over and over."""

    told = "changes, acknowledged to visible"

    def __init__(self, server, zone, ended):
        super().__init__(daemon=True)
        self.server, self.zone, self.ended = server, zone, ended
        self.delays, self.late, self.problem = [], 0, None

    def run(self):
        try:
            client, asker, number = Client(HTTP), dns.Asker(DNS), 0
            while not self.ended.wait(0.05):
                number += 1
                name, address = f"c{number % 500}.soak.test", product.address_of(number)
                client.send(self.server.prepared(*product.change_request(
                    self.zone, [product.record_set(name, address)], "UPSERT")))
                wait(self, asker, name, address)
        except (OSError, SystemExit) as e:
            self.problem = str(e)


class Flips(threading.Thread):
    """Kills primaries and serves them again, and waits for the answers."""

    told = "flips, endpoint to answer"

    def __init__(self, webs, chance, ended):
        super().__init__(daemon=True)
        self.webs, self.chance, self.ended = webs, chance, ended
        self.delays, self.late, self.problem = [], 0, None

    def run(self):
        asker = dns.Asker(DNS)
        while not self.ended.wait(self.chance.uniform(0.5, 1.5)):
            i = self.chance.randrange(PAIRS)
            web = self.webs[primary(i)]
            if web.poll() is None:
                web.kill()
                web.wait()
                wanted = secondary(i)
            else:
                self.webs[primary(i)] = endpoint_process.serve(primary(i), WEB)
                wanted = primary(i)
            wait(self, asker, f"fo{i}.soak.test", wanted)


def wait(work, asker, name, address):
    start = time.monotonic()
    while asker.addresses(name) != [address]:
        if time.monotonic() > start + LIMIT:
            work.late += 1
            return
    work.delays.append(time.monotonic() - start)


def ask(server, minutes, work):
    """Parts of half a minute, with the memory after each."""
    file = machine.WORK + "/soak.names"
    with open(file, "w") as out:
        out.writelines(f"h{i}.example.com\n" for i in range(NAMES))
        out.writelines(f"hx{i}.example.com\n" for i in range(MISSING))
        out.writelines(f"fo{i % PAIRS}.soak.test\n" for i in range(MISSING))
    load, count = machine.build("dnsload"), str(NAMES + 2 * MISSING)
    ask_once = ["taskset", "-c", "0", load, "127.0.0.1", str(DNS), "@" + file, count]
    subprocess.check_output([*ask_once, "10"])  # lets the JIT compiler finish
    for each in work:
        each.start()
    machine.heading(f"Soak: {minutes} minutes at full load")
    print("| minutes | answers per second | lost | wrong | p99 us | longest us | PSS MiB |")
    print("|---|---|---|---|---|---|---|", flush=True)
    parts = []
    for number in range(int(minutes * 60 / PART_SECONDS)):
        told = json.loads(subprocess.check_output([*ask_once, str(PART_SECONDS)]))
        told["pss"] = machine.resident_mib(server.pid)
        parts.append(told)
        print(f"| {(number + 1) * PART_SECONDS / 60:g} | {told['per_second']:,} | {told['lost']} "
              f"| {told['other']} | {told['p99_us']:.0f} | {told['max_us']:.0f} "
              f"| {told['pss']:.0f} |", flush=True)
        if server.process.poll() is not None:
            sys.exit(f"the server ended with {server.process.returncode}; see {server.log.name}")
    return parts


def report(parts, work):
    """What was seen; 1 where something is not as it is to be."""
    quarter = max(1, len(parts) // 4)
    first = statistics.median(each["pss"] for each in parts[quarter:2 * quarter] or parts)
    last = statistics.median(each["pss"] for each in parts[-quarter:])
    lost, wrong = (sum(each[what] for each in parts) for what in ("lost", "other"))
    print(f"\n{sum(each['answers'] for each in parts):,} answers, {lost} lost, {wrong} wrong; memory "
          f"in the last quarter {last / first:.3f} of that in the second\n")
    print("| meanwhile | times | p50 ms | p99 ms | longest ms | not within 20 s | problem |")
    print("|---|---|---|---|---|---|---|")
    for each in work:
        print(f"| {each.told} | {len(each.delays)} | {part(each.delays, 0.5)} "
              f"| {part(each.delays, 0.99)} | {part(each.delays, 1)} | {each.late} "
              f"| {each.problem or '-'} |")
    broken = any(each.late or each.problem or not each.delays for each in work)
    return int(broken or lost > 0 or wrong > 0 or last > GROWTH * first)


if __name__ == "__main__":
    main(*(int(each) for each in sys.argv[1:]))
