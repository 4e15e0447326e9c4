"""Refuses to go on while somebody listens on a port: Brownie attaches to whatever chain it finds there.

Usage: python3 toolchain/free_port.py 8745
"""

import socket
import sys


def is_free(port: int) -> bool:
    """Whether nothing on this machine accepts connections at the port."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) != 0


if __name__ == "__main__":
    wanted = int(sys.argv[1])
    if not is_free(wanted):
        sys.exit(f"toolchain: something listens on port {wanted}, which the contract tests need: stop it, try again")
