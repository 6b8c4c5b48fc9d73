"""Run a command on a throw-away PostgreSQL server: `python -m tests.servers pytest …`."""

import os
import subprocess
import sys

from tests.servers.running import NotHere, postgres


def main(command: list[str]) -> int:
    try:
        with postgres() as server:
            environment = os.environ | {"DATABASE_URL": server.address}
            return subprocess.run([sys.executable, "-m", *command], env=environment, check=False).returncode  # noqa: S603
    except NotHere as missing:
        print(f"Skipped: {missing}")  # noqa: T201
        return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
