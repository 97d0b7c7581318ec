"""A real mail server on loopback, of few words: it takes, refuses, hangs up or is slow, as a test asks."""

from __future__ import annotations

import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message


@dataclass
class PostOffice:
    """What came in, and how the next ones are treated. `refuse`: addresses, with the code they are answered."""

    port: int = 0
    letters: list[tuple[str, bytes]] = field(default_factory=list)
    refuse: dict[str, int] = field(default_factory=dict)
    hang_up_in_text: set[str] = field(default_factory=set)
    hang_up_after_text: set[str] = field(default_factory=set)
    hang_up_on: dict[str, int] = field(default_factory=dict)
    slow_seconds: float = 0.0
    spoken: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def messages(self) -> list[tuple[str, Message]]:
        """Whom each letter is for, and the letter."""
        return [(to, message_from_bytes(content)) for to, content in self.letters]

    @property
    def recipients(self) -> list[str]:
        """Whom the letters are for, in the order they came."""
        return [to for to, _ in self.letters]


class _Desk(socketserver.StreamRequestHandler):
    def _say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")

    def handle(self) -> None:
        office: PostOffice = self.server.office  # type: ignore[attr-defined]
        office.spoken += 1
        self._say("220 loopback")
        to = ""
        while line := self.rfile.readline():
            word = line.decode("utf-8", "replace").strip()
            verb = word[:4].upper()
            if verb == "RCPT":
                to = word[word.index("<") + 1 : word.rindex(">")]
                if office.hang_up_on.get(to, 0) > 0:
                    office.hang_up_on[to] -= 1
                    return
                code = office.refuse.get(to)
                self._say(f"{code} {to}: no" if code else "250 ok")
            elif verb == "DATA":
                self._say("354 go on")
                if not self._take(office, to):
                    return
            elif verb == "QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 ok")

    def _take(self, office: PostOffice, to: str) -> bool:
        content = b""
        if to in office.hang_up_in_text:
            self.rfile.readline()
            return False
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            content += line
        if not line:
            return False
        if office.slow_seconds:
            time.sleep(office.slow_seconds)
        with office.lock:
            office.letters.append((to, content))
        if to in office.hang_up_after_text:
            return False
        self._say("250 taken")
        return True


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


@contextmanager
def post_office() -> Iterator[PostOffice]:
    """Open on a free port of loopback until the block ends."""
    office = PostOffice()
    with _Server(("127.0.0.1", 0), _Desk) as server:
        server.office = office  # type: ignore[attr-defined]
        office.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        yield office
        server.shutdown()
        thread.join()
