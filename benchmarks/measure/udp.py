"""CPU per query over UDP: Understudy, gdnsd where installed, and an echo in C as the floor.

Each server has one thread on the last CPU, the generator the first. Rounds are interleaved, so that
whatever else the machine does hits all of them alike; compare only within one run.
"""

import json
import statistics
import subprocess
import sys

import dns
import machine
import product

NAMES = 100_000
PORTS = {"echo (C)": 5461, "gdnsd": 5462, "understudy": 5463}
HTTP = 5464


def main(rounds=5, seconds=3):
    machine.prepare()
    load, echo = machine.build("dnsload"), machine.build("echo")
    last = __import__("os").cpu_count() - 1
    folder = machine.WORK + "/data-100000"
    product.fill(folder, PORTS["understudy"], HTTP, NAMES)
    processes = {
        "echo (C)": subprocess.Popen(
            ["taskset", "-c", str(last), echo, "127.0.0.1", str(PORTS["echo (C)"])])}
    zone = machine.ZONE_HEAD + "".join(
        f"h{i} IN A {product.address_of(i)}\n" for i in range(NAMES))
    reference = machine.gdnsd(
        machine.WORK + "/gdnsd-udp", PORTS["gdnsd"], {"example.com": zone}, pin=last)
    if reference:
        processes["gdnsd"] = reference
    server = product.Understudy(folder, PORTS["understudy"], HTTP, pin=last)
    processes["understudy"] = server.process
    try:
        server.wait_for_answer("h1.example.com", lambda m: dns.addresses(m) == ["10.0.0.1"])
        for kind, pattern in (("names that exist", "h%u.example.com"),
                              ("names that do not", "missing%u.example.com")):
            table(kind, pattern, processes, load, rounds, seconds)
        print(f"Memory of Understudy after the run: {machine.resident_mib(server.pid):.0f} MiB.")
    finally:
        server.stop()
        for process in processes.values():
            process.terminate()


def table(kind, pattern, processes, load, rounds, seconds):
    machine.heading(f"UDP, {NAMES:,} names, {kind}")
    costs = {name: [] for name in processes}
    rates = {name: [] for name in processes}
    for round_number in range(-2, rounds):  # the first two let the JIT compiler finish
        for name, process in processes.items():
            before = machine.cpu_us(process.pid)
            told = json.loads(subprocess.check_output(
                ["taskset", "-c", "0", load, "127.0.0.1", str(PORTS[name]), pattern, str(NAMES),
                 str(seconds)]))
            cost = machine.cpu_us(process.pid) - before
            if name != "echo (C)":
                expected = "noerror" if pattern.startswith("h") else "nxdomain"
                if told[expected] != told["answers"]:
                    sys.exit(f"{name} gave wrong answers: {told}")
            if round_number >= 0:
                costs[name].append(cost / told["answers"])
                rates[name].append(told["per_second"])
    floor = statistics.median(costs["echo (C)"])
    print("| server | CPU us per query, median (min-max) | to the floor | answers per second |")
    print("|---|---|---|---|")
    for name in processes:
        print(f"| {name} | {machine.spread(costs[name], digits=2)} "
              f"| {statistics.median(costs[name]) / floor:.2f} "
              f"| {statistics.median(rates[name]):,.0f} |")
    print(flush=True)


if __name__ == "__main__":
    main(*(int(each) for each in sys.argv[1:]))
