"""The tools from outside of Python: what is missing for them, and those of npm, which are kept in `node_modules`."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
MODULES = HERE / "node_modules"
LOCK = HERE / "package-lock.json"
# npm writes it last: it is as new as the lock file or newer where all of it is installed.
INSTALLED = MODULES / ".package-lock.json"

CHECKER = MODULES / "vnu-jar" / "build" / "dist" / "vnu.jar"
LIGHTHOUSE = MODULES / "lighthouse" / "cli" / "index.js"

# By what each is called on some system, and the package of Debian that brings it.
PROGRAMS = {
    "node": (["node"], "nodejs"),
    "npm": (["npm"], "npm"),
    "java": (["java"], "default-jre-headless"),
    "chromium": (["chromium", "chromium-browser", "google-chrome"], "chromium"),
}


def found(program: str) -> str | None:
    """Where a program is on this machine."""
    names, _package = PROGRAMS[program]
    return next(filter(None, map(shutil.which, names)), None)


def missing(*programs: str) -> str:
    """What is not on this machine of what is needed, in words; nothing where all is."""
    absent = [program for program in programs if not found(program)]
    if not absent:
        return ""
    packages = " ".join(PROGRAMS[program][1] for program in absent)
    return f"there is no {' and no '.join(absent)} on this machine (Debian: apt-get install {packages})"


def install() -> None:
    """Install what the lock file names, unless it is there already. No package's own script is run.

    Those scripts would only fetch a browser and a Java, which a machine has or has not. It is not `npm ci`, which
    refuses: a part of Lighthouse asks for a package in whichever version is newest, and no lock file can hold that.
    """
    if INSTALLED.exists() and INSTALLED.stat().st_mtime >= LOCK.stat().st_mtime:
        return
    npm = found("npm")
    assert npm
    environment = os.environ | {"PUPPETEER_SKIP_DOWNLOAD": "1"}
    command = [npm, "install", "--no-save", "--ignore-scripts", "--no-progress"]
    subprocess.run(command, cwd=HERE, env=environment, check=True)  # noqa: S603
    INSTALLED.touch()


if __name__ == "__main__":
    if wanting := missing("node", "npm"):
        sys.stdout.write(f"Nothing is installed: {wanting}.\n")
    else:
        install()
