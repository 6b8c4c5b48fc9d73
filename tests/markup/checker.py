"""The Nu HTML checker, which browsers' makers keep: what it says of many pages in one run of Java."""

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from tests.bench import tools


def missing() -> str:
    """Why it cannot be run here, in words; nothing where it can."""
    if lacking := tools.missing("java"):
        return lacking
    return "" if tools.CHECKER.exists() else "the checker is not installed: run `make html`, which needs npm"


def faults(pages: dict[str, str], folder: Path, besides: Sequence[str] = ()) -> str:
    """Errors and warnings, each once: what it is, on how many pages, and where first; nothing where all is well.

    Those that begin with one of `besides` are not ours.
    """
    addresses = list(pages)
    for number, text in enumerate(pages.values()):
        (folder / f"{number}.html").write_text(text, encoding="utf-8")
    java = tools.found("java")
    assert java
    options = ["--format", "json", "--stdout", "--exit-zero-always"]
    command = [java, "-jar", str(tools.CHECKER), *options, str(folder)]
    said = subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8").stdout  # noqa: S603
    met: dict[str, list[str]] = {}
    for message in json.loads(said)["messages"]:
        # Mere information, such as that a slash at the end of <br /> means nothing, has no kind beneath it.
        is_fault = message["type"] != "info" or message.get("subType") == "warning"
        if is_fault and not message["message"].startswith(tuple(besides)):
            place = addresses[int(PurePosixPath(message["url"]).stem)]
            met.setdefault(message["message"], []).append(f"{place}: {message.get('extract', '')}")
    return "\n".join(f"{message} ({len(places)}, first at {places[0]})" for message, places in met.items())
