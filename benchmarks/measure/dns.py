"""A question over UDP, and the addresses in its answer. No more than the measurements need."""

import random
import socket
import struct


def question(name):
    labels = b"".join(bytes([len(label)]) + label.encode() for label in name.split("."))
    header = struct.pack(">HHHHHH", random.getrandbits(16), 0, 1, 0, 0, 0)
    return header + labels + b"\0" + struct.pack(">HH", 1, 1)


def addresses(message):
    """The addresses of the A records in the answer section."""
    count, = struct.unpack_from(">H", message, 6)
    at = _after_name(message, 12) + 4
    found = []
    for _ in range(count):
        at = _after_name(message, at)
        kind, _, _, length = struct.unpack_from(">HHIH", message, at)
        at += 10
        if kind == 1:
            found.append(socket.inet_ntoa(message[at:at + length]))
        at += length
    return found


def _after_name(message, at):
    while message[at]:
        if message[at] >= 0xC0:
            return at + 2
        at += message[at] + 1
    return at + 1


class Asker:
    """Asks one server; None when there was no answer in time."""

    def __init__(self, port, address="127.0.0.1"):
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.connect((address, port))

    def ask(self, name, timeout=0.2):
        asked = question(name)
        self.socket.settimeout(timeout)
        try:
            self.socket.send(asked)
            while True:
                message = self.socket.recv(4096)
                if message[:2] == asked[:2]:
                    return message
        except OSError:
            return None

    def addresses(self, name, timeout=0.2):
        message = self.ask(name, timeout)
        return None if message is None else addresses(message)
