"""Clients who send or take a byte now and then, on as many connections as they like."""

import contextlib
import itertools
import selectors
import socket
import threading
from collections.abc import Callable, Iterator

REQUEST = b"GET /en/ HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: " + b"a" * 3000
# Of all addresses of this machine's own network, so that a limit by address does not do the server's work.
OWN_ADDRESSES = [f"127.0.0.{number}" for number in range(11, 21)]


@contextlib.contextmanager
def slow_senders(port: int, number: int) -> Iterator[list[socket.socket]]:
    """Each sends a byte of a request's head every second, which never ends."""
    with _connections(port, number, lambda connection, turn: connection.send(REQUEST[turn : turn + 1])) as found:
        yield found


@contextlib.contextmanager
def slow_takers(port: int, number: int, path: bytes = b"/en/") -> Iterator[list[socket.socket]]:
    """Each asks for pages on and on, and takes a byte of the answers every second."""
    asked = b"GET " + path + b" HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"

    def act(connection: socket.socket, turn: int) -> None:
        connection.send(asked)
        connection.recv(1)

    with _connections(port, number, act) as found:
        yield found


@contextlib.contextmanager
def _connections(port: int, number: int, act: Callable[[socket.socket, int], object]) -> Iterator[list[socket.socket]]:
    over = threading.Event()
    with contextlib.ExitStack() as stack:
        connections = []
        for address in itertools.islice(itertools.cycle(OWN_ADDRESSES), number):
            connection = stack.enter_context(socket.socket())
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
            connection.bind((address, 0))
            connection.connect(("127.0.0.1", port))
            connection.setblocking(False)
            connections.append(connection)

        def go_on() -> None:
            for turn in itertools.count():
                for connection in connections:
                    # It was closed: that ends this client's game. Or there is no room, or nothing to take.
                    with contextlib.suppress(OSError):
                        act(connection, turn)
                if over.wait(1):
                    return

        thread = threading.Thread(target=go_on)
        thread.start()
        try:
            yield connections
        finally:
            over.set()
            thread.join()


def still_open(connections: list[socket.socket]) -> int:
    """How many the server has not closed; it takes what was sent on them."""
    opened = 0
    with selectors.DefaultSelector() as selector:
        for connection in connections:
            selector.register(connection, selectors.EVENT_READ)
        readable = {key.fileobj for key, _events in selector.select(0)}
    for connection in connections:
        try:
            opened += connection not in readable or connection.recv(1_000_000) != b""
        except OSError:
            continue
    return opened
