"""Throw-away servers from the machine's own programs: PostgreSQL and Redis on a free port, in a folder of their own."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.ports import free_port

# Where Debian and others put the programs of PostgreSQL, which are not on everybody's path.
POSTGRES_FOLDERS = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/usr/local/pgsql/bin", "/opt/homebrew/bin")
# PostgreSQL refuses to run as root; then it runs as the first of these that there is.
OTHER_USERS = ("postgres", "nobody")
SECONDS = 30


class NotHere(Exception):
    """A program that a server needs is not on this machine."""


@dataclass
class Server:
    """A running server: its address, and how it is stopped and started again on the same data."""

    address: str
    command: list[str]
    is_ready: Callable[[], bool]
    user: str | None = None
    # How it is told to stop without waiting for whoever is connected.
    stopped_by: signal.Signals = signal.SIGTERM
    process: "subprocess.Popen[bytes] | None" = None

    def start(self) -> None:
        """Start it and wait until it answers. Raises TimeoutError."""
        self.process = subprocess.Popen(  # noqa: S603
            self.command,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            user=self.user,
        )
        for _attempt in range(SECONDS * 10):
            if self.is_ready():
                return
            time.sleep(0.1)
        raise TimeoutError(self.command[0])

    def stop(self) -> None:
        if self.process is not None:
            self.process.send_signal(self.stopped_by)
            self.process.wait(SECONDS)
            self.process = None


@contextmanager
def postgres() -> Iterator[Server]:
    """A new PostgreSQL cluster whose address is a DATABASE_URL. Raises NotHere."""
    programs = _programs_of_postgres()
    user = _other_user() if os.geteuid() == 0 else None
    # In a folder that the other user may reach, which pytest's own are not.
    with tempfile.TemporaryDirectory(prefix="postgres-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        if user:
            shutil.chown(folder, user)
        data, port = folder / "data", free_port()
        subprocess.run(  # noqa: S603
            [
                programs / "initdb",
                "--pgdata",
                data,
                "--username=relations",
                "--auth=trust",
                "--encoding=UTF8",
                "--locale=C.UTF-8",
            ],
            check=True,
            capture_output=True,
            user=user,
            cwd=folder,
        )
        # The data are thrown away: nothing need survive a power failure.
        quick = [f"-c{name}=off" for name in ("fsync", "synchronous_commit", "full_page_writes")]
        command = [programs / "postgres", "-D", data, "-p", port, "-k", folder, "-h", "127.0.0.1", *quick]
        server = Server(
            f"postgres://relations@127.0.0.1:{port}/postgres",
            [str(part) for part in command],
            lambda: _answers([programs / "pg_isready", "-h", "127.0.0.1", "-p", str(port)]),
            user=user,
            stopped_by=signal.SIGINT,
        )
        server.start()
        try:
            yield server
        finally:
            server.stop()


@contextmanager
def redis() -> Iterator[Server]:
    """A new Redis server whose address is a CACHE_URL. Raises NotHere."""
    program, client = shutil.which("redis-server"), shutil.which("redis-cli")
    if not program or not client:
        raise NotHere("Redis is not on this machine: install Debian's package redis-server.")
    with tempfile.TemporaryDirectory(prefix="redis-") as folder:
        port = str(free_port())
        server = Server(
            f"redis://127.0.0.1:{port}/0",
            [program, "--port", port, "--bind", "127.0.0.1", "--save", "", "--dir", folder],
            lambda: _answers([client, "-p", port, "ping"]),
        )
        server.start()
        try:
            yield server
        finally:
            server.stop()


def _programs_of_postgres() -> Path:
    """The folder of the newest PostgreSQL that has all the programs needed."""
    folders = [folder for pattern in POSTGRES_FOLDERS for folder in Path("/").glob(pattern.removeprefix("/"))]
    on_path = [Path(folder) for folder in os.get_exec_path()]
    newest_first = sorted(folders, key=lambda one: [int(part) for part in one.parts if part.isdigit()], reverse=True)
    for folder in (*newest_first, *on_path):
        if all((folder / name).exists() for name in ("initdb", "postgres", "pg_isready")):
            return folder
    raise NotHere("PostgreSQL is not on this machine: install Debian's package postgresql.")


def _other_user() -> str:
    names = {entry.pw_name for entry in pwd.getpwall()}
    for name in OTHER_USERS:
        if name in names:
            return name
    raise NotHere("PostgreSQL does not run as root, and there is no other user to run it as.")


def _answers(command: list[str | Path]) -> bool:
    return subprocess.run(command, capture_output=True, check=False).returncode == 0  # noqa: S603
