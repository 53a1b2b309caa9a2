"""How fast changes are taken in: batches, single durable changes, INSYNC, a zone of a million names.

Every request is signed before the clock starts and sent over a connection that stays open, so that
what is measured is the server. References of the same run: bare fdatasyncs of the disk under the
data folder, and gdnsd, where installed, with the same million names from a zone file.
"""

import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import threading
import time

import dns
import machine
import product

DNS, HTTP, GDNSD = 5481, 5482, 5483
BATCH = product.ZONE_CHANGES
BATCHES = 100
CLIENTS = 8
LOADERS = 4
SINGLE_SECONDS = 5
INSYNC_CHANGES = 500
MILLION = 1_000_000
ZONE = "large.example"


def main(rounds=3, million=MILLION):
    machine.prepare()
    folder = machine.WORK + "/data-load"
    shutil.rmtree(folder, ignore_errors=True)
    server = product.Understudy(folder, DNS, HTTP)
    try:
        server.wait_for_api(900)  # the first time it is built
        batches(server, rounds)
        singles(server, rounds)
        insync(server)
    finally:
        server.stop()
    if million:
        large(million, rounds)


class Client:
    """One connection that stays open."""

    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=60)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def send(self, request):
        """Sends octets made before; the body of the reply."""
        self.socket.sendall(request)
        heard = self.socket.recv(65536)
        while b"\r\n\r\n" not in heard:
            heard += self._more()
        head, _, body = heard.partition(b"\r\n\r\n")
        fields = dict(
            line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:] if b": " in line)
        while len(body) < int(fields[b"content-length"]):
            body += self._more()
        if not head.startswith(b"HTTP/1.1 200"):
            raise SystemExit(head.decode() + body.decode())
        return body.decode()

    def _more(self):
        more = self.socket.recv(65536)
        if not more:
            raise SystemExit("the server closed the connection")
        return more


def in_turn(port, shares):
    """Each client sends its share of requests, all clients at once.

    Returns the seconds that took, the seconds of each request, and the last reply.
    """
    delays, last, start_together = [], [], threading.Barrier(len(shares) + 1)

    def work(share):
        client, mine = Client(port), []
        start_together.wait()
        for request in share:
            before = time.monotonic()
            reply = client.send(request)
            mine.append(time.monotonic() - before)
        delays.extend(mine)
        last.append((time.monotonic(), reply))

    threads = [threading.Thread(target=work, args=(share,)) for share in shares]
    for thread in threads:
        thread.start()
    start_together.wait()
    start = time.monotonic()
    for thread in threads:
        thread.join()
    if len(last) < len(shares):
        raise SystemExit("a client failed; see above")
    return time.monotonic() - start, delays, max(last)[1]


def batches(server, rounds):
    machine.heading(f"Loading through the API, batches of {BATCH:,} CREATEs, {rounds} rounds")
    print("| clients | records per second, median (min-max) | with INSYNC | server's CPU us per record |")
    print("|---|---|---|---|")
    for clients in (1, 4):
        rates, applied, costs = [], [], []
        for round_number in range(-1, rounds):  # the first lets the JIT compiler finish
            zone = server.create_zone(f"load{clients}-{round_number + 1}.example.")
            name = f"load{clients}-{round_number + 1}.example"
            shares = [[] for _ in range(clients)]
            for i in range(BATCHES):
                shares[i % clients].append(server.prepared(*filling(zone, name, i * BATCH)))
            cost = machine.cpu_us(server.pid)
            start = time.monotonic()
            seconds, _, last = in_turn(HTTP, shares)
            server.wait_insync(product.change_id(last))
            if round_number >= 0:
                rates.append(BATCHES * BATCH / seconds)
                applied.append(BATCHES * BATCH / (time.monotonic() - start))
                costs.append((machine.cpu_us(server.pid) - cost) / (BATCHES * BATCH))
        print(f"| {clients} | {machine.spread(rates, digits=0)} | {machine.spread(applied, digits=0)} "
              f"| {machine.spread(costs, digits=1)} |", flush=True)


def filling(zone, name, start):
    return product.change_request(
        zone,
        [product.record_set(f"h{i}.{name}", product.address_of(i))
         for i in range(start, start + BATCH)])


def singles(server, rounds):
    machine.heading(f"Single durable changes, one zone, {rounds} rounds of about {SINGLE_SECONDS} s")
    zone = server.create_zone("single.example.")
    print("| clients | changes per second, median (min-max) | p50 ms | p99 ms "
          "| bare fdatasyncs per second | changes per fdatasync | server's CPU us per change |")
    print("|---|---|---|---|---|---|---|")
    for clients in (1, CLIENTS):
        rates, delays, floors, costs = [], [], [], []
        count = 200
        for round_number in range(-1, rounds):
            shares = [
                [server.prepared(*product.change_request(
                    zone,
                    [product.record_set(f"h{c}-{i}.single.example", product.address_of(i))],
                    "UPSERT")) for i in range(count)]
                for c in range(clients)]
            cost = machine.cpu_us(server.pid)
            seconds, each, _ = in_turn(HTTP, shares)
            cost = machine.cpu_us(server.pid) - cost
            floor = fdatasyncs()
            if round_number >= 0:
                costs.append(cost / (clients * count))
                rates.append(clients * count / seconds)
                delays.extend(each)
                floors.append(floor)
            count = max(50, int(count / seconds * SINGLE_SECONDS))
        floor = statistics.median(floors)
        print(f"| {clients} | {machine.spread(rates, digits=0)} | {part(delays, 0.5)} "
              f"| {part(delays, 0.99)} | {machine.spread(floors, digits=0)} "
              f"| {statistics.median(rates) / floor:.2f} | {machine.spread(costs, digits=0)} |",
              flush=True)


def fdatasyncs(seconds=2):
    """Of 4 KiB each, one after the other, on the disk that the data folder is on: per second."""
    name = machine.WORK + "/fdatasync"
    block, blocks = os.urandom(4096), 1024
    with open(name, "wb", buffering=0) as file:
        file.write(block * blocks)  # written over from here on, as SQLite's log is
        os.fsync(file.fileno())
        count, start = 0, time.monotonic()
        while time.monotonic() - start < seconds:
            file.seek(count % blocks * len(block))
            file.write(block)
            os.fdatasync(file.fileno())
            count += 1
    os.remove(name)
    return count / seconds


def part(delays, share):
    """A percentile of seconds, in milliseconds."""
    return f"{sorted(delays)[min(len(delays) - 1, int(share * len(delays)))] * 1000:.1f}"


def insync(server):
    machine.heading(f"A change to INSYNC, {INSYNC_CHANGES} changes")
    zone = server.create_zone("insync.example.")
    print("| meanwhile | change acknowledged, p50 ms | p99 | from acknowledged to INSYNC, p50 ms | p99 "
          "| from sent to INSYNC, p50 ms | p99 |")
    print("|---|---|---|---|---|---|---|")
    print(insync_row(server, zone, "nothing else"), flush=True)
    ended = threading.Event()
    other = threading.Thread(target=keep_loading, args=(server, ended))
    other.start()
    try:
        print(insync_row(server, zone, f"batches of {BATCH:,} into another zone"), flush=True)
    finally:
        ended.set()
        other.join()


def insync_row(server, zone, meanwhile):
    client, acknowledged, applied = Client(HTTP), [], []
    for i in range(INSYNC_CHANGES):
        change = server.prepared(*product.change_request(
            zone, [product.record_set(f"h{i}.insync.example", product.address_of(i))], "UPSERT"))
        start = time.monotonic()
        reply = client.send(change)
        acknowledged.append(time.monotonic() - start)
        asking = server.prepared("GET", f"/2013-04-01/change/{product.change_id(reply)}")
        while b"INSYNC" not in client.send(asking).encode():
            pass
        applied.append(time.monotonic() - start)
    after = [b - a for a, b in zip(acknowledged, applied)]
    return "| " + " | ".join(
        [meanwhile, *(part(values, share) for values in (acknowledged, after, applied)
                      for share in (0.5, 0.99))]) + " |"


def keep_loading(server, ended):
    name = "meanwhile.example"
    zone = server.create_zone(name + ".")
    client = Client(HTTP)
    requests = [server.prepared(*product.change_request(
        zone,
        [product.record_set(f"h{i}.{name}", product.address_of(i + turn))
         for i in range(BATCH)], "UPSERT")) for turn in range(10)]
    turn = 0
    while not ended.is_set():
        client.send(requests[turn % len(requests)])
        turn += 1


def large(count, rounds):
    folder = machine.WORK + f"/data-load-{count}"
    fill(folder, count)
    starts(folder, count, rounds)
    changes_under_load(folder, count)


def fill(folder, count):
    """One zone with so many names, by a process that has just begun.

    CPU time is that of all threads, also of those that only tell of the changes, between the first
    request of a part and its last reply; it depends less on what else runs than seconds do.
    """
    shutil.rmtree(folder, ignore_errors=True)
    machine.heading(f"Loading one zone with {count:,} names, fresh process, {LOADERS} clients")
    server = product.Understudy(folder, DNS, HTTP)
    try:
        server.wait_for_api(900)
        zone = server.create_zone(ZONE)
        print("| names before | records per second | server's CPU us per record | client's | by thread |")
        print("|---|---|---|---|---|")
        part_of = min(count, 100 * BATCH)
        parts = []
        for start in range(0, count, part_of):
            shares = [[] for _ in range(LOADERS)]
            firsts = range(start, min(start + part_of, count), BATCH)
            for i, first in enumerate(firsts):
                shares[i % LOADERS].append(server.prepared(*filling(zone, ZONE, first)))
            records = len(firsts) * BATCH
            threads, client = machine.threads_cpu_us(server.pid), time.process_time()
            seconds, _, last = in_turn(HTTP, shares)
            spent = machine.threads_cpu_us(server.pid) - threads
            parts.append((start, records, seconds, sum(spent.values())))
            by_thread = ", ".join(
                f"{name} {us / records:.1f}" for name, us in spent.most_common() if us >= records / 4)
            print(f"| {start:,} | {records / seconds:,.0f} | {sum(spent.values()) / records:.1f} "
                  f"| {(time.process_time() - client) * 1e6 / records:.1f} | {by_thread} |", flush=True)
        for name, some in (("all", parts), ("from the 200,000th", [p for p in parts if p[0] >= 200_000])):
            if some:
                records, seconds, cpu = (sum(part[i] for part in some) for i in (1, 2, 3))
                print(f"| {name} | {records / seconds:,.0f} | {cpu / records:.1f} | | |", flush=True)
        server.wait_insync(product.change_id(last))
        with open(folder + "/filled", "w") as mark:
            mark.write(zone)
    finally:
        server.stop()


def starts(folder, count, rounds):
    zone = machine.ZONE_HEAD + "".join(
        f"h{i} IN A {product.address_of(i)}\n" for i in range(count))
    wanted = [product.address_of(count - 1)]
    rows = {}
    machine.heading(f"Start to first answer and memory, {count:,} A records, {rounds} rounds")
    for _ in range(rounds):
        server = product.Understudy(folder, DNS, HTTP)
        try:
            seconds = server.wait_for_answer(
                f"h{count - 1}.{ZONE}", lambda message: dns.addresses(message) == wanted)
            note(rows, "understudy", seconds, server.pid)
        finally:
            server.stop()
        start = time.monotonic()
        process = machine.gdnsd(
            machine.WORK + "/gdnsd-load", GDNSD, {"example.com": zone})
        if process is not None:
            start = time.monotonic()  # writing its file is not its work
            asker = dns.Asker(GDNSD)
            while asker.addresses(f"h{count - 1}.example.com", 0.05) != wanted:
                time.sleep(0.001)
            note(rows, "gdnsd", time.monotonic() - start, process.pid)
            process.terminate()
            process.wait()
    print("| server | seconds, median (min-max) | CPU seconds | PSS MiB at the first answer "
          "| 10 s later |")
    print("|---|---|---|---|---|")
    for name, row in rows.items():
        print(f"| {name} | {machine.spread(row[0], digits=2)} | {machine.spread(row[1], digits=2)} "
              f"| {machine.spread(row[2], digits=0)} | {machine.spread(row[3], digits=0)} |",
              flush=True)


def note(rows, name, seconds, pid):
    row = rows.setdefault(name, ([], [], [], []))
    row[0].append(seconds)
    row[1].append(machine.cpu_us(pid) / 1e6)
    row[2].append(machine.resident_mib(pid))
    time.sleep(10)
    row[3].append(machine.resident_mib(pid))


def changes_under_load(folder, count, seconds=15):
    """One record at a time is changed while as many questions are asked as are answered."""
    load = machine.build("dnsload")
    with open(folder + "/filled") as mark:
        zone = mark.read()
    server = product.Understudy(folder, DNS, HTTP)
    try:
        server.wait_for_answer(f"h1.{ZONE}", lambda message: len(dns.addresses(message)) == 1)
        server.wait_for_api()
        asking = ["taskset", "-c", "0", load, "127.0.0.1", str(DNS), "h%u." + ZONE,
              str(min(count, 100_000))]
        subprocess.check_output([*asking, "10"])  # lets the JIT compiler finish
        machine.heading(f"A change of one record among {count:,} at full load")
        quiet = json.loads(subprocess.check_output([*asking, str(seconds)]))
        generator = subprocess.Popen([*asking, str(seconds)], stdout=subprocess.PIPE)
        acknowledged, visible = changes_until(server, zone, generator)
        busy = json.loads(generator.stdout.read())
    finally:
        server.stop()
    print("| changes | acknowledged, p50 ms | p99 | acknowledged to visible, p50 ms | p99 | most |")
    print("|---|---|---|---|---|---|")
    after = [b - a for a, b in zip(acknowledged, visible)]
    print(f"| {len(visible)} | {part(acknowledged, 0.5)} | {part(acknowledged, 0.99)} "
          f"| {part(after, 0.5)} | {part(after, 0.99)} | {part(after, 1)} |\n")
    print("| meanwhile | answers per second | lost | wrong | p50 us | p99 us |")
    print("|---|---|---|---|---|---|")
    for name, told in (("no change", quiet), ("four changes a second", busy)):
        print(f"| {name} | {told['per_second']:,} | {told['lost']} "
              f"| {told['answers'] - told['noerror']} | {told['p50_us']:.0f} "
              f"| {told['p99_us']:.0f} |", flush=True)


def changes_until(server, zone, process):
    """Seconds from sending each change to its acknowledgement, and to the first changed answer."""
    client, asker, acknowledged, visible, number = Client(HTTP), dns.Asker(DNS), [], [], 0
    time.sleep(1)
    while process.poll() is None:
        number += 1
        name, address = f"h{number}.{ZONE}", product.address_of(1 << 20 | number)
        change = server.prepared(
            *product.change_request(zone, [product.record_set(name, address)], "UPSERT"))
        start = time.monotonic()
        client.send(change)
        acknowledged.append(time.monotonic() - start)
        while asker.addresses(name) != [address]:
            if process.poll() is not None:
                return acknowledged[:-1], visible
        visible.append(time.monotonic() - start)
        time.sleep(0.25)
    return acknowledged, visible


if __name__ == "__main__":
    main(*(int(each) for each in sys.argv[1:]))
