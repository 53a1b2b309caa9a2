"""Where we are, what we run on, and what a process has cost."""

import collections
import datetime
import os
import re
import shutil
import statistics
import subprocess
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
WORK = os.environ.get("UNDERSTUDY_BENCH") or os.path.join(tempfile.gettempdir(), "understudy-bench")
TICK_US = 1e6 / os.sysconf("SC_CLK_TCK")


def prepare():
    os.makedirs(WORK, exist_ok=True)


def stat(pid):
    """The fields after the command's name, or None of a process that has ended."""
    try:
        with open(f"/proc/{pid}/stat") as told:
            return told.read().rpartition(")")[2].split()
    except FileNotFoundError:
        return None


def cpu_us(pid):
    """User and system time of a process and those it has started, all threads, in microseconds."""
    told = filter(None, map(stat, tree(pid)))
    return sum(int(fields[11]) + int(fields[12]) for fields in told) * TICK_US


def threads_cpu_us(pid):
    """The same by the names of threads, numbers at their ends left out."""
    spent = collections.Counter()
    for thread in os.listdir(f"/proc/{pid}/task"):
        try:
            with open(f"/proc/{pid}/task/{thread}/stat") as told:
                head, _, tail = told.read().rpartition(")")
        except OSError:  # it has just ended
            continue
        fields = tail.split()
        name = re.sub(r"[-#\d]*(-wor\w*)?[-\d]*$", "", head.partition("(")[2]).strip()
        spent[name] += (int(fields[11]) + int(fields[12])) * TICK_US
    return spent


def tree(pid):
    """The process and those it has started, and they."""
    started = {}
    for each in filter(str.isdigit, os.listdir("/proc")):
        if fields := stat(each):
            started.setdefault(int(fields[1]), []).append(int(each))
    found = [pid]
    for each in found:
        found += started.get(each, [])
    return found


def resident_mib(pid):
    """PSS of a process and those it has started."""
    kib = 0
    for each in tree(pid):
        with open(f"/proc/{each}/smaps_rollup") as rollup:
            kib += sum(int(line.split()[1]) for line in rollup if line.startswith("Pss:"))
    return kib / 1024


def build(name):
    """Compiles one of our C programs where it changed; its path."""
    prepare()
    program = os.path.join(WORK, name)
    source = os.path.join(ROOT, "benchmarks", "load", name + ".c")
    if not os.path.exists(program) or os.path.getmtime(program) < os.path.getmtime(source):
        subprocess.check_call(["cc", "-O2", "-o", program, source])
    return program


def gdnsd(folder, port, zones, extra="", pin=None):
    """Starts Debian's gdnsd on zone texts by name, or None where it is not installed."""
    if shutil.which("gdnsd") is None:
        return None
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder + "/etc/zones")
    for name, text in zones.items():
        with open(f"{folder}/etc/zones/{name}", "w") as out:
            out.write(text)
    with open(folder + "/etc/config", "w") as out:
        out.write(
            f"options => {{ listen => 127.0.0.1:{port}\n udp_threads => 1\n tcp_threads => 1\n"
            f" run_dir => {folder}/run\n state_dir => {folder}/state\n"
            f" zones_default_ttl => 60 }}\n{extra}")
    command = ["gdnsd", "-c", folder + "/etc", "start"]
    if pin is not None:
        command = ["taskset", "-c", str(pin), *command]
    log = open(folder + "/log", "wb")
    return subprocess.Popen(command, stdout=log, stderr=log)


ZONE_HEAD = """$TTL 60
@ IN SOA ns1.example.com. hostmaster.example.com. 1 3600 600 86400 300
@ IN NS ns1.example.com.
ns1 IN A 192.0.2.1
"""


def spread(values, unit="", digits=3):
    """median (min-max)"""
    f = f"{{:.{digits}f}}"
    return (f"{f.format(statistics.median(values))}{unit} "
            f"({f.format(min(values))}-{f.format(max(values))})")


def heading(title):
    """Says what was measured, when and on what; the lines of RESULTS.md start so."""
    with open("/proc/cpuinfo") as info:
        models = [line.partition(":")[2].strip() for line in info if line.startswith("model name")]
    load = os.getloadavg()[0]
    commit = subprocess.run(
        ["git", "-C", ROOT, "rev-parse", "--short", "HEAD"], capture_output=True, text=True)
    print(f"\n## {title}\n")
    print(f"{datetime.date.today()}, {os.cpu_count()} x {models[0] if models else 'unknown CPU'}, "
          f"Linux {os.uname().release}, commit {commit.stdout.strip() or 'unknown'}; "
          f"load before the run {load:.1f}.\n", flush=True)
