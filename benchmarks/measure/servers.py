"""The servers of the speed table, each with one serving thread on the last CPU."""

import os
import shutil
import subprocess
import sys
import time

import dns
import machine
import product

ECHO, GDNSD, OURS, HTTP = 5471, 5472, 5473, 5474
NSD, KNOT, BIND = 5476, 5477, 5478
CPU = os.cpu_count() - 1


class Server:
    """One that runs from when it is made until it is stopped."""

    name = ""
    port = 0
    program = None

    def __init__(self, command, folder):
        self.folder = folder
        self.started = time.monotonic()
        with open(f"{folder}/log", "wb") as log:
            self.process = subprocess.Popen(
                ["taskset", "-c", str(CPU), *command], stdout=log, stderr=log)
        self.pid = self.process.pid

    @classmethod
    def installed(cls):
        return shutil.which(cls.program) is not None

    def wait(self, first):
        """Seconds from its start until it gives the answer that the data begins with."""
        asker = dns.Asker(self.port)
        while asker.addresses(first[0], 0.05) != first[1]:
            if self.process.poll() is not None or time.monotonic() - self.started > 120:
                sys.exit(f"{self.name} gives no right answer; see {self.folder}/log")
            time.sleep(0.002)
        return time.monotonic() - self.started

    def cpu_us(self):
        return machine.cpu_us(self.pid)

    def resident_mib(self):
        return machine.resident_mib(self.pid)

    def stop(self):
        self.process.terminate()
        self.process.wait()


class Echo(Server):
    name = "echo (C)"
    port = ECHO

    def __init__(self, _):
        super().__init__([machine.build("echo"), "127.0.0.1", str(ECHO)], machine.WORK)

    def wait(self, first):
        time.sleep(0.2)


class Gdnsd(Server):
    name = "gdnsd"
    port = GDNSD
    program = "gdnsd"

    def __init__(self, data):
        self.folder = machine.WORK + "/gdnsd-peer"
        self.started = time.monotonic()
        self.process = machine.gdnsd(
            self.folder, GDNSD, data.zones(), extra=data.extra, pin=CPU)
        self.pid = self.process.pid


class Configured(Server):
    """One that reads a configuration of ours and zone files."""

    def __init__(self, data):
        folder = f"{machine.WORK}/{self.name}-peer"
        shutil.rmtree(folder, ignore_errors=True)
        os.makedirs(folder)
        files = {}
        for name, text in data.zones().items():
            files[name] = f"{folder}/{name}.zone"
            with open(files[name], "w") as out:
                out.write(text)
        with open(f"{folder}/config", "w") as out:
            out.write(self.head(folder))
            out.writelines(self.zone(name, file) for name, file in files.items())
        super().__init__(self.command(f"{folder}/config"), folder)


class Nsd(Configured):
    name = "nsd"
    port = NSD
    program = "nsd"

    def head(self, folder):
        return f"""server:
  ip-address: 127.0.0.1@{NSD}
  server-count: 1
  database: ""
  username: ""
  zonesdir: "{folder}"
  zonelistfile: "{folder}/zone.list"
  xfrdfile: ""
  xfrdir: "{folder}"
  pidfile: "{folder}/nsd.pid"
  minimal-responses: yes
  rrl-ratelimit: 0
  rrl-whitelist-ratelimit: 0
  tcp-count: 200
  receive-buffer-size: 4194304
  send-buffer-size: 4194304
remote-control:
  control-enable: no
"""

    def zone(self, name, file):
        return f'zone:\n  name: "{name}"\n  zonefile: "{file}"\n'

    def command(self, config):
        return ["nsd", "-d", "-c", config]


class Knot(Configured):
    name = "knot"
    port = KNOT
    program = "knotd"

    def head(self, folder):
        return f"""server:
  listen: 127.0.0.1@{KNOT}
  rundir: "{folder}"
  udp-workers: 1
  tcp-workers: 1
  background-workers: 1
  tcp-max-clients: 200
database:
  storage: "{folder}"
log:
- target: stderr
  any: warning
template:
- id: default
  storage: "{folder}"
  zonefile-sync: -1
  zonefile-load: whole
  journal-content: none
  semantic-checks: off
zone:
"""

    def zone(self, name, file):
        return f'- domain: "{name}"\n  file: "{file}"\n'

    def command(self, config):
        return ["knotd", "-c", config]

    def wait(self, first):
        """It binds its workers to CPUs of its own choice, so they are bound again."""
        seconds = super().wait(first)
        subprocess.run(["taskset", "-acp", str(CPU), str(self.pid)],
                       stdout=subprocess.DEVNULL, check=True)
        return seconds


class Bind(Configured):
    name = "bind"
    port = BIND
    program = "named"

    def head(self, folder):
        return f"""options {{
  directory "{folder}"; pid-file "{folder}/named.pid"; session-keyfile "{folder}/session.key";
  listen-on port {BIND} {{ 127.0.0.1; }}; listen-on-v6 {{ none; }};
  recursion no; allow-query {{ any; }}; minimal-responses yes; minimal-any yes;
  dnssec-validation no; notify no; querylog no; empty-zones-enable no; masterfile-format text;
  tcp-clients 200; zone-statistics none; answer-cookie no;
}};
controls {{ }};
logging {{ category default {{ default_stderr; }}; category lame-servers {{ null; }}; }};
"""

    def zone(self, name, file):
        return f'zone "{name}" {{ type primary; file "{file}"; }};\n'

    def command(self, config):
        return ["named", "-f", "-4", "-n", "1", "-c", config]


class Understudy(Server):
    name = "understudy"
    port = OURS

    def __init__(self, data):
        self.server = product.Understudy(data.folder, OURS, HTTP, pin=CPU)
        self.pid = self.server.pid

    def wait(self, first):
        return self.server.wait_for_answer(
            first[0], lambda message: dns.addresses(message) == first[1])

    def stop(self):
        self.server.stop()


# Whatever of them is installed is measured; the first always.
PEERS = [Gdnsd, Nsd, Knot, Bind]
