"""No test reaches the network: connecting anywhere but this machine fails the test that tried."""

from __future__ import annotations

import ipaddress
import socket
from typing import Any

import pytest


class NetworkReached(AssertionError):
    """A test tried to leave the machine."""


def _is_here(address: Any) -> bool:
    host = address[0] if isinstance(address, tuple) else address
    if host in ("localhost", ""):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def forbid_network(patch: pytest.MonkeyPatch) -> None:
    """Unix sockets and loopback stay open; every other connection or datagram raises NetworkReached."""

    def guarded(name: str, address_at: int) -> None:
        original = getattr(socket.socket, name)

        def call(self: socket.socket, *arguments: Any) -> Any:
            if self.family != socket.AF_UNIX and not _is_here(arguments[address_at]):
                raise NetworkReached(f"a test tried to reach {arguments[address_at]!r}; tests run without a network")
            return original(self, *arguments)

        patch.setattr(socket.socket, name, call)

    guarded("connect", 0)
    guarded("connect_ex", 0)
    guarded("sendto", -1)
