"""How gunicorn serves the site: `gunicorn --config config/gunicorn.conf.py config.wsgi`.

It stands behind nginx (`deploy/nginx.conf`), which takes slow clients off it, TLS and the static files.
"""

import os
from pathlib import Path

# Where systemd hands a socket over (`deploy/relations.socket`), that is used instead.
bind = "127.0.0.1:8000"

# Pages that are kept cost next to nothing and new ones only computing, so that more processes than cores gain little;
# one more answers while another waits for the database. Each keeps PAGES_IN_MEMORY of its own.
cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
workers = int(os.environ.get("WEB_CONCURRENCY", cores + 1))
# Threads, not `sync`: while one waits (for a client that sends slowly, a mail server, a lock) the others go on. A
# worker of the kind `sync` stands still with the one client that it has; tests/test_deployment.py shows it.
worker_class = "gthread"
threads = 4
# nginx keeps connections open between requests; longer than it does, so that none is closed under a request.
keepalive = 75
backlog = 2048

# A worker that does not say for so long that it lives is ended. What runs when one is told to stop may end: a load of
# a large set takes some seconds. systemd waits longer (TimeoutStopSec).
timeout = 60
graceful_timeout = 30

# A library that loses memory is kept from filling it. Seldom, since a new worker has no pages yet; and with jitter, so
# that not all begin anew at once.
max_requests = 50_000
max_requests_jitter = 10_000

# The program is loaded once, before the workers part: they share its memory, a new one is there at once, and an error
# in it stops the start, not the workers one by one. It opens no connection while it is loaded. For this, a new version
# is begun by a restart, for which systemd's socket keeps who comes waiting, and not by a signal to reload.
preload_app = True

# A socket by which a running server can be told what to do: systemd does that, and what is not there needs no guard.
control_socket_disable = True

# Longer than any of the site's addresses and headers.
limit_request_line = 4094
limit_request_fields = 64
limit_request_field_size = 8190

# A sign of life is written to a file: in memory, where a slow disk does not make it late.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108

# Who asks is in nginx's log, without their addresses. What goes wrong is in the journal.
accesslog = None
errorlog = "-"
loglevel = "warning"
# A socket of this machine is trusted to say in X-Forwarded-Proto whether it was asked by https; others only if named
# in FORWARDED_ALLOW_IPS. nginx writes that header itself, whatever a client sent.
