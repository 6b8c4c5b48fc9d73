"""The examples of a production site are such as the programs that read them accept, and do what they promise."""

import http.client
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path

import pytest

from tests.ports import free_port

ROOT = Path(__file__).resolve().parent.parent
DEPLOY = ROOT / "config" / "deploy"
APPLICATION = """
def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "2")])
    return [b"ok"]
"""


# systemd


def test_systemd_accepts_every_unit(tmp_path):
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd is not installed here")
    units = sorted(path for path in DEPLOY.iterdir() if path.suffix in {".service", ".socket", ".timer"})
    assert len(units) >= 8
    for unit in units:
        # The programs are not installed here where the units say.
        text = re.sub(r"/srv/relations/current/\.venv/bin/\w+", "/bin/true", unit.read_text())
        (tmp_path / unit.name).write_text(re.sub(r"^User=.*|^Group=.*|^SocketUser=.*", "", text, flags=re.M))
    command = ["systemd-analyze", "verify", "--man=no", *map(str, sorted(tmp_path.iterdir()))]
    ended = subprocess.run(command, capture_output=True, text=True)  # noqa: S603
    assert (ended.returncode, ended.stderr) == (0, "")


def test_every_timer_has_its_service_and_every_command_in_a_unit_exists():
    for timer in DEPLOY.glob("*.timer"):
        assert timer.with_suffix(".service").exists()
    commands = {name for unit in DEPLOY.glob("*.service") for name in re.findall(r"manage\.py (\w+)", unit.read_text())}
    assert {"publish_due", "forget_reports", "backup", "freeze"} <= commands
    own = {path.stem for path in (ROOT / "relations" / "management" / "commands").glob("*.py")}
    assert commands - {"clearsessions"} <= own


def test_the_operators_page_names_every_example_and_no_command_that_is_not_there():
    page = (ROOT / "docs" / "operation.md").read_text()
    own = {path.stem for path in (ROOT / "relations" / "management" / "commands").glob("*.py")}
    assert set(re.findall(r"manage\.py ([a-z_]+)", page)) <= own | {"migrate", "check"}
    for path in DEPLOY.iterdir():
        assert path.stem in page, path.name


# nginx


@pytest.fixture
def nginx_folder(tmp_path):
    """A folder from which nginx runs with the example, on free ports and without a certificate."""
    if shutil.which("nginx") is None:
        pytest.skip("nginx is not installed here")
    text = (DEPLOY / "nginx.conf").read_text()
    text = re.sub(r"^\s*ssl_\w+ .*;\n", "", text, flags=re.M).replace("443 ssl http2", f"{free_port()}")
    text = text.replace("listen 80;", f"listen {free_port()};").replace("listen [::]:80;", "")
    text = re.sub(r"^\s*listen \[::\].*\n", "", text, flags=re.M)
    for path, here in {
        "/run/relations.sock": "site.sock",
        "/var/cache/nginx/relations": "cache",
        "/var/log/nginx/relations.log": "access.log",
        "/srv/relations/current/staticfiles": "static",
        "/var/lib/relations-copy": "copy",
    }.items():
        assert path in text
        text = text.replace(path, str(tmp_path / here))
    as_whom = "user root;" if os.getuid() == 0 else ""  # else it becomes nobody, whose these folders are not
    whole = f"""
    {as_whom}
    daemon off; pid {tmp_path}/pid; error_log stderr error;
    events {{}}
    http {{
        access_log off;
        client_body_temp_path {tmp_path}/body; proxy_temp_path {tmp_path}/proxy; fastcgi_temp_path {tmp_path}/f;
        uwsgi_temp_path {tmp_path}/u; scgi_temp_path {tmp_path}/s;
        {text}
    }}
    """
    (tmp_path / "nginx.conf").write_text(textwrap.dedent(whole))
    for name in ("static", "copy/en/data", "copy/en/gone"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "copy" / "en" / "gone" / "index.html").write_text("the copy")
    (tmp_path / "static" / "site.css").write_text("p {}")
    return tmp_path


def nginx(folder, *arguments):
    return ["nginx", "-p", str(folder), "-c", str(folder / "nginx.conf"), *arguments]


def test_nginx_accepts_its_example(nginx_folder):
    ended = subprocess.run(nginx(nginx_folder, "-t"), capture_output=True, text=True)  # noqa: S603
    assert ended.returncode == 0, ended.stderr


SITE_BEHIND = """
def application(environ, start_response):
    name = environ.get("HTTP_X_FORWARDED_FOR", "") + " " + environ["wsgi.url_scheme"]
    start_response("200 OK", [("Content-Type", "text/plain"), ("Cache-Control", "public, max-age=0, s-maxage=1"), ("ETag", 'W/"1"')])
    return [name.encode()]
"""


def test_nginx_goes_on_with_what_it_has_when_the_site_is_gone(nginx_folder):
    pytest.importorskip("gunicorn")
    port = int(re.findall(r"listen (\d+)", (nginx_folder / "nginx.conf").read_text())[1])
    behind = gunicorn(nginx_folder, SITE_BEHIND, "--bind", f"unix:{nginx_folder / 'site.sock'}")
    with subprocess.Popen(nginx(nginx_folder)) as front:  # noqa: S603
        try:
            headers = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "https"}
            first = until_answered(port, "/en/", headers)
            assert first == (200, "127.0.0.1 http")  # what a client says of itself is not passed on
            assert ask(port, "/static/site.css")[1] == "p {}"
            end(behind)
            assert ask(port, "/en/") == first
            assert ask(port, "/en/gone/") == (200, "the copy")
            assert ask(port, "/en/never/")[0] == 503
        finally:
            end(behind)
            front.terminate()


# gunicorn


def gunicorn(folder, application, *options, handed_over=None):
    """A server of this application, with our configuration; `handed_over` is a socket as systemd hands it over."""
    (folder / "program.py").write_text(application)
    command = [sys.executable, "-m", "gunicorn", "--config", str(ROOT / "config" / "gunicorn.conf.py")]
    command += ["--chdir", str(folder), *options, "program"]
    environment = {"PATH": os.environ["PATH"], "WEB_CONCURRENCY": "1"}
    if handed_over is None:
        return subprocess.Popen(command, env=environment)  # noqa: S603
    program = "import os, sys; os.dup2(int(sys.argv[1]), 3); os.environ |= {'LISTEN_FDS': '1', 'LISTEN_PID': str(os.getpid())}"
    number = handed_over.fileno()
    starter = [sys.executable, "-c", f"{program}; os.execv(sys.argv[2], sys.argv[2:])", str(number), *command]
    return subprocess.Popen(starter, env=environment, pass_fds=[number])  # noqa: S603


def end(process):
    process.send_signal(signal.SIGTERM)
    process.wait(timeout=60)


def ask(port, path="/", headers=None, timeout=10.0):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    try:
        connection.request("GET", path, headers=headers or {})
        response = connection.getresponse()
        return response.status, response.read().decode()
    finally:
        connection.close()


def until_answered(port, path="/", headers=None):
    last = time.monotonic() + 30
    while True:
        try:
            answer = ask(port, path, headers)
            if answer[0] == 200:
                return answer
        except OSError:
            pass
        assert time.monotonic() < last
        time.sleep(0.1)


@pytest.mark.parametrize(("kind", "others_are_answered"), [("gthread", True), ("sync", False)])
def test_a_client_that_sends_slowly_keeps_others_waiting_only_where_a_worker_has_no_threads(
    tmp_path, kind, others_are_answered
):
    pytest.importorskip("gunicorn")
    port = free_port()
    threads = [] if kind == "gthread" else ["--threads", "1"]  # more would make it the other kind
    server = gunicorn(tmp_path, APPLICATION, "--bind", f"127.0.0.1:{port}", "--worker-class", kind, *threads)
    try:
        until_answered(port)
        with socket.create_connection(("127.0.0.1", port)) as slow:
            slow.sendall(b"GET / HTTP/1.1\r\nHost: ")
            time.sleep(0.5)
            try:
                answered = ask(port, timeout=3)[0] == 200
            except TimeoutError:
                answered = False
        assert answered == others_are_answered
    finally:
        end(server)


def test_whoever_asks_during_a_restart_is_answered(tmp_path):
    pytest.importorskip("gunicorn")
    with socket.create_server(("127.0.0.1", 0), backlog=128) as handed_over:
        port = handed_over.getsockname()[1]
        server = gunicorn(tmp_path, APPLICATION, handed_over=handed_over)
        answers, stop = [], threading.Event()

        def asking():
            while not stop.is_set():
                try:
                    answers.append(ask(port, timeout=60)[0])
                except OSError as error:
                    answers.append(error)

        until_answered(port)
        asker = threading.Thread(target=asking)
        asker.start()
        try:
            for _number in range(2):
                end(server)
                server = gunicorn(tmp_path, APPLICATION, handed_over=handed_over)
                known = len(answers)
                while len(answers) < known + 20:
                    time.sleep(0.05)
        finally:
            stop.set()
            asker.join()
            end(server)
    assert len(answers) > 40
    assert set(answers) == {200}
