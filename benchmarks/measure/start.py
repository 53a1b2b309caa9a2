"""Seconds from the launcher to the first DNS answer, with and without the AOT cache.

References of the same run: `java -version` of the same JDK, below which no Java program starts; and
gdnsd, where installed, with the same 100,000 names.
"""

import statistics
import subprocess
import sys
import time

import dns
import machine
import product

DNS, HTTP, GDNSD = 5471, 5472, 5473
NAMES = 100_000


def main(runs=10):
    machine.prepare()
    empty, full = machine.WORK + "/data-empty", machine.WORK + "/data-100000"
    product.fill(empty, DNS, HTTP, 0)  # builds the product and makes the cache, if need be
    product.fill(full, DNS, HTTP, NAMES)
    machine.heading(f"Start to first answer, {runs} runs")
    times = {}
    for _ in range(runs):
        note(times, "java -version", java_version())
        for cache, environment in (("AOT cache", ()), ("no cache", (("UNDERSTUDY_NO_AOT", "1"),))):
            note(times, f"empty store, {cache}", started(empty, environment))
            note(times, f"{NAMES:,} record sets, {cache}", started(full, environment, NAMES))
        note(times, f"gdnsd, {NAMES:,} names", gdnsd_started())
    floor = statistics.median(times["java -version"])
    print("| started | seconds, median (min-max) | to java -version |")
    print("|---|---|---|")
    for name, values in times.items():
        print(f"| {name} | {machine.spread(values)} | {statistics.median(values) / floor:.1f} |")


def note(times, name, value):
    if value is not None:
        times.setdefault(name, []).append(value)


def java_version():
    """Of the JDK that the launcher would find."""
    find = f'home={machine.ROOT}; . "$home/.mvn/find-jdk25.sh"; echo "$JAVA_HOME"'
    home = subprocess.check_output(["sh", "-c", find], text=True).strip()
    start = time.monotonic()
    subprocess.run([home + "/bin/java", "-version"], check=True, capture_output=True)
    return time.monotonic() - start


def started(folder, environment, names=0):
    server = product.Understudy(folder, DNS, HTTP, environment=environment)
    try:
        if names == 0:
            return server.wait_for_answer()
        return server.wait_for_answer(
            f"h{names - 1}.example.com",
            lambda message: dns.addresses(message) == [product.address_of(names - 1)])
    finally:
        server.stop()


def gdnsd_started():
    zone = machine.ZONE_HEAD + "".join(
        f"h{i} IN A {product.address_of(i)}\n" for i in range(NAMES))
    start = time.monotonic()
    process = machine.gdnsd(machine.WORK + "/gdnsd-start", GDNSD, {"example.com": zone})
    if process is None:
        return None
    asker = dns.Asker(GDNSD)
    while not asker.addresses(f"h{NAMES - 1}.example.com", 0.05):
        time.sleep(0.001)
    elapsed = time.monotonic() - start
    process.terminate()
    process.wait()
    return elapsed


if __name__ == "__main__":
    main(*(int(each) for each in sys.argv[1:]))
