"""A throw-away PostgreSQL cluster made from the machine's own binaries: `python -m tests.harness.postgres -- COMMAND…`.

The cluster lives in a temporary directory, listens on a Unix socket there and nowhere else, trusts everybody who can
reach that socket, and does not wait for the disk. The command finds its address in MANGNON_TEST_DATABASE_URL.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

ADDRESS_VARIABLE = "MANGNON_TEST_DATABASE_URL"
_START_SECONDS = 60
_SPEED = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=60", "shared_buffers=64MB"]


def binaries() -> Path | None:
    """The directory of `initdb` and `postgres`: the newest of Debian's, else of the PATH; None without one."""
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if versions:
        return versions[-1].parent
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found else None


def _unprivileged() -> pwd.struct_passwd | None:
    """PostgreSQL refuses to run as root: the account to run it as, or None when we are not root."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise SystemExit("PostgreSQL will not run as root, and neither account «postgres» nor «nobody» exists here.")


def _as_account(account: pwd.struct_passwd | None) -> dict[str, object]:
    if account is None:
        return {}
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def _wait_until_ready(server: subprocess.Popen[bytes], folder: Path, log: Path, ready: Path) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline:
        if server.poll() is not None:
            break
        answer = subprocess.run([ready, "--host", folder, "--quiet"], check=False)
        if answer.returncode == 0:
            return
        time.sleep(0.1)
    raise SystemExit(f"PostgreSQL did not start:\n{log.read_text(errors='replace')}")


@contextmanager
def cluster() -> Iterator[str]:
    """A running cluster; the value is the address of its database, for DATABASE_URL. Stopped and removed at the end."""
    found = binaries()
    if found is None:
        raise SystemExit("no PostgreSQL binaries here (Debian: apt-get install postgresql)")
    account = _unprivileged()
    # Short on purpose: the path of a Unix socket may not exceed 107 bytes.
    folder = Path(tempfile.mkdtemp(prefix="mangnon-pg-", dir="/tmp"))
    if account is not None:
        os.chown(folder, account.pw_uid, account.pw_gid)
    data, log = folder / "data", folder / "log"
    environment = {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LC_ALL": "C.UTF-8"}
    running: dict[str, object] = {"cwd": folder, "env": environment, **_as_account(account)}
    server: subprocess.Popen[bytes] | None = None
    try:
        with log.open("wb") as lines:
            subprocess.run(
                [
                    found / "initdb",
                    "--pgdata",
                    data,
                    "--username=mangnon",
                    "--auth=trust",
                    "--encoding=UTF8",
                    "--no-sync",
                ],
                check=True,
                stdout=lines,
                stderr=lines,
                **running,  # type: ignore[call-overload]
            )
            options = [word for setting in _SPEED for word in ("-c", setting)]
            server = subprocess.Popen(
                [found / "postgres", "-D", data, "-k", folder, "-c", "listen_addresses=", *options],
                stdout=lines,
                stderr=lines,
                **running,  # type: ignore[call-overload]
            )
        _wait_until_ready(server, folder, log, found / "pg_isready")
        yield f"postgres://mangnon@{quote(str(folder), safe='')}/postgres"
    finally:
        if server is not None and server.poll() is None:
            server.send_signal(signal.SIGINT)  # «fast»: sessions are ended, not waited for
            server.wait(timeout=30)
        shutil.rmtree(folder, ignore_errors=True)


def run(command: list[str], environment: Mapping[str, str]) -> int:
    """Run a command in `environment` against a fresh cluster; the answer is the command's own exit code."""
    with cluster() as address:
        return subprocess.run(command, env={**environment, ADDRESS_VARIABLE: address}, check=False).returncode


def main(arguments: list[str]) -> int:
    """Run the command that `arguments` name, in this environment."""
    command = arguments[1:] if arguments[:1] == ["--"] else arguments
    if not command:
        print(__doc__)
        return 2
    return run(command, os.environ)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
