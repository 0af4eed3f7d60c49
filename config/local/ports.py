"""On which port of this machine the web server listens."""

import socket

from config.environment import LAST_PORT, port_number

HOST = "127.0.0.1"
FIRST_PORT = 8000


class PortInUse(Exception):
    """Which port, and what to do about it."""


def chosen_port() -> str:
    """The port that PORT names; otherwise the first free one from 8000 on."""
    if chosen := port_number("PORT", 0):
        if not _free(chosen):
            raise PortInUse(f"Port {chosen} is in use. Set PORT to another one.")
        return str(chosen)
    return str(next(filter(_free, range(FIRST_PORT, LAST_PORT + 1))))


def any_free_port() -> str:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return str(probe.getsockname()[1])


def _free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        return probe.connect_ex((HOST, port)) != 0 and _binds(port)


def _binds(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True
