"""Whatever is sent, the site answers that it is wrong, and never breaks: thousands of requests over bare sockets."""

import json
import re
import socket
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest

from tests.servers.conftest import CONFIGURED, ask
from tests.servers.malformed import FAMILIES, Target, requests
from tests.servers.staff import Staff

SEED = 20261125
AT_ONCE = 6
# The parts of the admin whose forms are filled in wrongly.
FORMS = (
    "milestone",
    "agreement",
    "agreementaction",
    "source",
    "passage",
    "page",
    "relationship",
    "tradefigure",
    "party",
)


def sent(port: int, request: bytes) -> str:
    """The status of the answer, or `none` where the connection is closed without one. Raises TimeoutError."""
    answer = b""
    with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
        with without_a_word():
            connection.sendall(request)
            connection.shutdown(socket.SHUT_WR)
        with without_a_word():
            while part := connection.recv(65536):
                answer += part
    status = re.match(rb"HTTP/1\.\d (\d{3})", answer)
    return status[1].decode() if status else "none"


@contextmanager
def without_a_word() -> Iterator[None]:
    """The server may answer and close before all of it has come; not keep us waiting."""
    try:
        yield
    except TimeoutError:
        raise
    except OSError:
        pass


def target_at(address: str, passwords: dict[str, str]) -> Target:
    """What somebody knows who has read the forms of the site, as a stranger and as one of the staff."""
    administrator = Staff(address, "administrator", passwords["administrator"])
    slug = json.loads(ask(f"{address}/data/milestone.json")[1])["rows"][0]["slug"]
    target = Target(urlsplit(address).netloc.encode(), slug=slug, staff=administrator.cookies)
    target.anonymous = Staff.stranger(address).cookies
    for name in FORMS:
        path = administrator.first_of_list(f"/admin/relations/{name}/")
        target.forms[path] = administrator.fields_at(path)
        if name != "relationship":  # of which there is one
            target.forms[f"/admin/relations/{name}/add/"] = administrator.fields_at(f"/admin/relations/{name}/add/")
    target.forms["/admin/relations/load/upload/"] = [("archive", "x")]
    return target


# PostgreSQL refuses what SQLite takes, and is asked by fewer since the most end before any database.
@pytest.mark.parametrize(("database", "number"), [("sqlite_site", 5000), ("site", 1200)])
def test_thousands_of_malformed_requests_break_nothing(request, database, number):
    site = request.getfixturevalue(database)
    # Behind one proxy, so that each request can come from a reader of its own.
    with site.server(*CONFIGURED, PROXIES="1", DJANGO_SETTINGS_MODULE="tests.servers.settings") as server:
        target = target_at(server.address, site.passwords)
        workers = server.workers
        made = list(requests(SEED, number, target))
        with ThreadPoolExecutor(AT_ONCE) as clients:
            statuses = list(clients.map(lambda one: sent(server.port, one[1]), made))
        counts: dict[str, Counter[str]] = {name: Counter() for name in FAMILIES}
        for (name, _bytes), status in zip(made, statuses, strict=True):
            counts[name][status] += 1
        for name, found in counts.items():
            print(f"{name:28}", *(f"{status}: {number}" for status, number in sorted(found.items())))  # noqa: T201
        broken = [
            (name, status, sent_[:600])
            for (name, sent_), status in zip(made, statuses, strict=True)
            if status[0] == "5"
        ]
        assert not server.tracebacks
        assert broken == []
        assert sum(number for found in counts.values() for number in found.values()) == number
        assert server.workers == workers, "none of them was started anew"
        assert ask(f"{server.address}/en/")[0] == 200
        assert ask(f"{server.address}/readyz")[:2] == (200, "ok")
