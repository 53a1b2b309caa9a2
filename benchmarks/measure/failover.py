"""From the failure of a primary to the flipped answer, and from its recovery back.

Two web servers; both nameservers watch them in the same run, each as fast as it can be told to:
Understudy with an interval of 1 s, a time-out of 1 s, threshold 1 and its sentinel; gdnsd, where
installed, with its smallest interval of 2 s, time-out 1 s, threshold 1. Each answer is polled every
2 ms. The primary is killed (its connections are reset) and restarted, or frozen (SIGSTOP: it still
accepts and never replies) and thawed, at random moments.
"""

import random
import shutil
import signal
import sys
import threading
import time

import dns
import endpoint_process
import machine
import product

PRIMARY, SECONDARY = "127.1.1.1", "127.2.1.1"
WEB, DNS, HTTP, GDNSD = 5480, 5481, 5482, 5483
NAME = "fo.example.com"
LIMIT = 20


def main(runs=20):
    machine.prepare()
    folder = machine.WORK + "/data-failover"
    shutil.rmtree(folder, ignore_errors=True)
    web = {address: endpoint_process.serve(address, WEB) for address in (PRIMARY, SECONDARY)}
    server = product.Understudy(folder, DNS, HTTP)
    reference = None
    try:
        configure(server)
        watched = {"understudy": Watch(DNS)}
        reference = machine.gdnsd(
            machine.WORK + "/gdnsd-failover", GDNSD,
            {"example.com": machine.ZONE_HEAD + "fo 10 DYNA simplefo!fo\n"}, extra=GDNSD_CHECKS)
        if reference:
            watched["gdnsd"] = Watch(GDNSD)
        measure(watched, web, runs)
    finally:
        server.stop()
        for process in [*web.values(), *([reference] if reference else [])]:
            process.kill()


GDNSD_CHECKS = f"""service_types => {{ web => {{ plugin => http_status, port => {WEB},
 url_path => /, interval => 2, timeout => 1, up_thresh => 1, ok_thresh => 1, down_thresh => 1 }} }}
plugins => {{ simplefo => {{ service_types => web
 fo => {{ primary => {PRIMARY}, secondary => {SECONDARY} }} }} }}
"""


def configure(server):
    server.wait_for_api(900)
    zone = server.create_zone("example.com")
    sets = []
    for role, address in (("PRIMARY", PRIMARY), ("SECONDARY", SECONDARY)):
        check = server.create_check(address, WEB, interval="1s", timeout="1s")
        sets.append(product.failover_set(NAME, address, role, check))
    server.wait_insync(server.create(zone, sets))


class Watch(threading.Thread):
    """Remembers when the answer of one server last changed, and to what."""

    def __init__(self, port):
        super().__init__(daemon=True)
        self.asker = dns.Asker(port)
        self.current = (0.0, None)
        self.start()

    def run(self):
        while True:
            answer = self.asker.addresses(NAME, 0.5)
            if answer is not None and answer != self.current[1]:
                self.current = (time.monotonic(), answer)
            time.sleep(0.002)

    def until(self, address, since):
        """Seconds from `since` to the answer `address`, or None."""
        while time.monotonic() < since + LIMIT:
            when, answer = self.current
            if answer == [address]:
                return max(0.0, when - since)
            time.sleep(0.001)
        return None


def measure(watched, web, runs):
    results = {}

    def settle(address, since, key):
        for name, watch in watched.items():
            results.setdefault((name, *key), []).append(watch.until(address, since))

    for watch in watched.values():
        watch.until(PRIMARY, time.monotonic())
    time.sleep(5)
    for _ in range(runs):
        for failure in ("killed", "frozen"):
            time.sleep(random.uniform(1, 3))
            web[PRIMARY].send_signal(
                signal.SIGKILL if failure == "killed" else signal.SIGSTOP)
            settle(SECONDARY, time.monotonic(), (failure, "to the secondary"))
            time.sleep(random.uniform(1, 3))
            if failure == "killed":
                web[PRIMARY].wait()
                web[PRIMARY] = endpoint_process.serve(PRIMARY, WEB)
            else:
                web[PRIMARY].send_signal(signal.SIGCONT)
            settle(PRIMARY, time.monotonic(), (failure, "back to the primary"))
    report(results, runs)


def report(results, runs):
    machine.heading(f"Failover, {runs} runs")
    print("| primary | flip | server | seconds, median (min-max) | over 0.1 s | missed |")
    print("|---|---|---|---|---|---|")
    for (name, failure, direction), values in sorted(results.items(), key=lambda e: e[0][1:]):
        seen = [value for value in values if value is not None]
        told = machine.spread(seen) if seen else "never"
        print(f"| {failure} | {direction} | {name} | {told} "
              f"| {sum(value > 0.1 for value in seen)} | {len(values) - len(seen)} |")


if __name__ == "__main__":
    main(*(int(each) for each in sys.argv[1:]))
