"""Loopback ports for the server."""

import socket

from firmgraph.errors import InvalidInput

LOOPBACK = "127.0.0.1"
BOLT_PORT = 7687
HTTP_PORT = 7474


def is_free(port: int) -> bool:
    """Whether a server could listen on this loopback port now."""
    with socket.socket() as probe:
        # As the server does: without it a port whose last connections are still closing would look taken.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
    return True


def choose_ports(bolt: int | None, http: int | None) -> tuple[int, int]:
    """Bolt and HTTP port: those wanted, else the usual, else free ones; InvalidInput when a wanted one is taken."""
    bolt_port = choose_port("bolt_port", bolt, BOLT_PORT, avoid=http)
    return bolt_port, choose_port("http_port", http, HTTP_PORT, avoid=bolt_port)


def choose_port(field: str, wanted: int | None, usual: int, avoid: int | None) -> int:
    """One port, never `avoid`."""
    if wanted is not None:
        if not 0 < wanted < 65536:
            raise InvalidInput(f"{field} is a port from 1 to 65535", field=field)
        if wanted == avoid or not is_free(wanted):
            raise InvalidInput(f"port {wanted} is taken; choose another or leave {field} out", field=field)
        return wanted
    return usual if usual != avoid and is_free(usual) else free_port(avoid)


def free_port(avoid: int | None) -> int:
    """A port the operating system calls free, never `avoid`."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        port: int = probe.getsockname()[1]
        # While the avoided port is held here, the next answer is another one.
        return free_port(avoid) if port == avoid else port
