"""Starts endpoint.py as a process of its own, to be killed or frozen."""

import os
import socket
import subprocess
import sys
import time

import machine


def serve(address, port):
    """One that accepts connections."""
    process = subprocess.Popen(
        [sys.executable, os.path.join(machine.HERE, "endpoint.py"), address, str(port)])
    while True:
        try:
            socket.create_connection((address, port), 1).close()
            return process
        except OSError:
            time.sleep(0.001)
