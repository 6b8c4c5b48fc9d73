"""Requests that no browser sends: by families, each from its own numbers, so that any can be made again by its seed.

A family is a function from random numbers and a `Target` to the bytes that go over the wire.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import quote_from_bytes, urlencode

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import LocalePrefixPattern, RoutePattern

# What programs stumble over: as text, as a number, as a path, as an encoding.
JUNK = (
    b"",
    b"\0",
    b"a\0b",
    b"\xff\xfe\xfd",
    b"\xc0\xae\xc0\xae/",
    b"\xed\xa0\x80",  # half a pair
    b"\xf4\x90\x80\x80",  # after the last letter
    b"%",
    b"%zz",
    b"%u0041",
    b"%25%32%35",
    b"../../../../etc/passwd",
    b"..%2f..%5c",
    b"//example.org//",
    b"\r\nSet-Cookie: a=b",
    b"'\"><script>alert(1)</script>",
    b"{{7*7}}${7*7}{% now %}",
    b"' OR '1'='1' -- ",
    b"99999999999999999999999999",
    b"9223372036854775808",
    b"2147483648",
    b"-1",
    b"0",
    b"1e309",
    b"NaN",
    b"1_0",
    "٣".encode(),
    "²".encode(),
    "①".encode(),
    "\u202e\u200b\ufeff".encode(),
    "\U0001f600".encode() * 50,
    "e\u0301\u0301\u0301".encode() * 40,
    "\uac00\u11a8".encode(),
    b"a" * 300,
    b"a/" * 150,
    b"()[]{}\\|^`~;:@&=+$,?#",
    b"%s%n%d{0}",
    b"None",
    b"[]",
    b"on",
)
PLAUSIBLE = (b"1", b"2", b"milestone", b"en", b"peace", b"2012-05-10")
PARAMETERS = (
    *("kind", "status", "form", "area", "page", "q", "type", "changes", "make", "about", "version", "next", "language"),
    *(
        "o",
        "p",
        "all",
        "e",
        "_popup",
        "_to_field",
        "_changelist_filters",
        "live__exact",
        "basis__exact",
        "draft",
        "term",
    ),
    *("app_label", "model_name", "field_name", "translation", "review", "source", "from", "to", "revision", "pk__in"),
)
PUBLIC = (
    b"/en/",
    b"/es/milestones/",
    b"/ko/search/",
    b"/en/agreements/",
    b"/en/report/",
    b"/en/brief/",
    b"/data/milestone.csv",
)
METHODS = (b"PUT", b"DELETE", b"PATCH", b"TRACE", b"OPTIONS", b"CONNECT", b"PROPFIND", b"get", b"G\0T", b"", b"POST ", b"\xff\xfe", b"A" * 400, b"GET/", b"M-SEARCH", b"HEAD", b"POST")  # fmt: skip


@dataclass
class Target:
    """Where the requests go, and what somebody knows who has read its forms: cookies with tokens, fields by page."""

    host: bytes
    slug: str  # of a milestone that is public
    anonymous: dict[str, str] = field(default_factory=dict)
    staff: dict[str, str] = field(default_factory=dict)
    forms: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    number: int = 0

    def whole(
        self,
        method: bytes,
        path: bytes,
        *headers: bytes,
        body: bytes = b"",
        host: bytes | None = None,
        version: bytes = b"HTTP/1.1",
    ) -> bytes:
        """A request with these parts, from a reader of its own: limits by address shall not hide what is behind them."""
        self.number += 1
        reader = b"X-Forwarded-For: 10.%d.%d.%d" % (self.number >> 16, self.number >> 8 & 255, self.number & 255)
        lines = [method + b" " + path + b" " + version, b"Host: " + (self.host if host is None else host), reader]
        if body and not any(one.lower().startswith((b"content-length", b"transfer-encoding")) for one in headers):
            lines.append(b"Content-Length: %d" % len(body))
        return b"\r\n".join([*lines, *headers, b"Connection: close", b"", body])


Family = Callable[[random.Random, Target], bytes]
FAMILIES: dict[str, Family] = {}


def family(made: Family) -> Family:
    FAMILIES[made.__name__] = made
    return made


def requests(seed: int, number: int, target: Target) -> Iterator[tuple[str, bytes]]:
    """So many requests with their families, which take turns; the same for the same seed and forms."""
    chances = {name: random.Random(f"{seed} {name}") for name in FAMILIES}  # noqa: S311
    names = list(FAMILIES)
    for turn in range(number):
        name = names[turn % len(names)]
        yield name, FAMILIES[name](chances[name], target)


def junk(chance: random.Random) -> bytes:
    if chance.random() < 0.2:
        return chance.randbytes(chance.randrange(1, 40))
    return chance.choice(JUNK)


def escaped(chance: random.Random, text: bytes | None = None) -> bytes:
    """Something for an address, its percent signs now and then left as they are."""
    found = junk(chance) if text is None else text
    safe = "%/" if chance.random() < 0.5 else "/"
    return quote_from_bytes(found, safe=safe).encode()


def fields(chance: random.Random, names: list[str]) -> bytes:
    pairs = [(chance.choice(names).encode(), junk(chance)) for _number in range(chance.randrange(1, 6))]
    return urlencode(pairs).encode()


def routes() -> list[str]:
    """Every address of the site with its arguments named, in one language."""
    return sorted(set(_routes(get_resolver().url_patterns, "/")))


def _routes(patterns: list[URLPattern | URLResolver], before: str) -> Iterator[str]:
    for one in patterns:
        route = before
        if isinstance(one.pattern, LocalePrefixPattern):
            route += "en/"
        elif isinstance(one.pattern, RoutePattern):
            route += str(one.pattern)
        else:
            route += "<regex>"
        if isinstance(one, URLResolver):
            yield from _routes(one.url_patterns, route)
        else:
            yield route


def an_address(chance: random.Random, choices: list[str]) -> bytes:
    """One of the routes, junk or something plausible in place of each argument."""
    path = b""
    for number, part in enumerate(chance.choice(choices).replace(">", "<").split("<")):
        if number % 2 == 0:
            path += part.encode()
        else:
            path += chance.choice(PLAUSIBLE) if chance.random() < 0.5 else escaped(chance)
    return path


ROUTES: list[str] = []


def all_routes() -> list[str]:
    if not ROUTES:
        ROUTES.extend(routes())
    return ROUTES


def cookies(known: dict[str, str]) -> bytes:
    return b"Cookie: " + "; ".join(f"{name}={value}" for name, value in known.items()).encode()


# Where and what is asked


@family
def paths(chance: random.Random, target: Target) -> bytes:
    public = [route for route in all_routes() if not route.startswith("/admin/")]
    return target.whole(b"GET", an_address(chance, public))


@family
def raw_paths(chance: random.Random, target: Target) -> bytes:
    """Without any escaping; and targets in the forms that only proxies send."""
    found = junk(chance)
    forms = (b"/" + found, found, b"/en/" + found, b"http://" + target.host + b"/" + found, b"*", b"example.org:443")
    return target.whole(chance.choice([b"GET", b"HEAD", b"OPTIONS"]), chance.choice(forms))


@family
def dots_and_slashes(chance: random.Random, target: Target) -> bytes:
    parts = (b"..", b".", b"", b"%2e%2e", b"%2f", b"%5c", b"\\", b"en", b"static", b"admin", b"%00", b";a=b", b"%c0%ae")
    return target.whole(b"GET", b"/" + b"/".join(chance.choices(parts, k=chance.randrange(1, 12))))


@family
def static_files(chance: random.Random, target: Target) -> bytes:
    path = b"/static/" + chance.choice([b"css/site.css", b"", b"css/", b"js/copy.js"]) + escaped(chance)
    ranges = (b"bytes=0-1", b"bytes=" + junk(chance), b"bytes=9-1", b"bytes=-0", b"bytes=0-0,2-3," * 50, junk(chance))
    return target.whole(b"GET", path, b"Range: " + one_line(chance.choice(ranges)))


@family
def long_lines(chance: random.Random, target: Target) -> bytes:
    length = chance.choice([2000, 4000, 4090, 4094, 4095, 5000, 20_000, 100_000])
    start = chance.choice([b"/en/", b"/en/?q=", b"/en/search/?q=", b"/admin/?next=", b"/"])
    return target.whole(b"GET", start + chance.choice([b"a", b"%41", b"/", b"&a=b"]) * (length // 3))


@family
def queries(chance: random.Random, target: Target) -> bytes:
    path = chance.choice([*PUBLIC, an_address(chance, all_routes())]).partition(b"?")[0]
    return target.whole(b"GET", path + b"?" + fields(chance, list(PARAMETERS)))


@family
def raw_queries(chance: random.Random, target: Target) -> bytes:
    names = [name.encode() for name in PARAMETERS]
    parts = [chance.choice(names) + b"=" + one_line(junk(chance)).replace(b" ", b"+") for _number in range(3)]
    return target.whole(
        b"GET", chance.choice(PUBLIC) + b"?" + chance.choice([b"&", b";", b"&&", b"=", b"?"]).join(parts)
    )


@family
def many_fields(chance: random.Random, target: Target) -> bytes:
    query = b"&".join([chance.choice([b"a=", b"q", b"page=1", b"x[]="])] * chance.choice([100, 999, 1000, 1001, 1500]))
    return target.whole(b"GET", chance.choice(PUBLIC) + b"?" + query[:4000])


@family
def methods(chance: random.Random, target: Target) -> bytes:
    path = chance.choice(
        [*PUBLIC, b"/admin/", b"/admin/login/", b"/healthz", b"/readyz", b"/static/css/site.css", b"/"]
    )
    return target.whole(chance.choice(METHODS), path, body=chance.choice([b"", b"a=b", chance.randbytes(100)]))


@family
def versions(chance: random.Random, target: Target) -> bytes:
    version = chance.choice([b"HTTP/0.9", b"HTTP/1.0", b"HTTP/2.0", b"HTTP/9.9", b"HTTP/1.1 x", b"", b"ICY/1.1", b"http/1.1", junk(chance)])  # fmt: skip
    return target.whole(b"GET", b"/en/", version=version)


@family
def other_protocols(chance: random.Random, target: Target) -> bytes:
    hello = b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + chance.randbytes(200)
    http2 = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + chance.randbytes(30)
    proxy = b"PROXY TCP4 1.2.3.4 5.6.7.8 1 2\r\n" + target.whole(b"GET", b"/en/")
    upgrade = target.whole(b"GET", b"/en/", b"Upgrade: websocket", b"Sec-WebSocket-Key: AA==")
    h2c = target.whole(b"GET", b"/en/", b"Upgrade: h2c", b"HTTP2-Settings: " + one_line(junk(chance)))
    noise = chance.randbytes(300)
    return chance.choice(
        [hello, http2, proxy, upgrade, h2c, noise, b"GET /en/", b"GET /en/\r\n", b"\r\n\r\n\r\n", b"\0" * 50]
    )


# Headers


def one_line(text: bytes) -> bytes:
    return text.replace(b"\r", b"").replace(b"\n", b"")


@family
def headers(chance: random.Random, target: Target) -> bytes:
    made = (
        b"X-" + b"A" * 9000 + b": b",
        b"X-Long: " + b"a" * chance.choice([8000, 8190, 8200, 60_000]),
        b"no colon here",
        b": no name",
        b"Bad Name: x",
        b"X-Folded: a\r\n b",
        b"X-Nul: a\0b",
        b"X-Odd: " + one_line(junk(chance)),
        one_line(junk(chance)) + b": x",
        b"X_Under: score",
        b"Expect: " + chance.choice([b"100-continue", b"nothing"]),
        b"\r\n".join([b"X-Many: 1"] * chance.choice([60, 65, 500])),
    )
    return target.whole(b"GET", chance.choice(PUBLIC), chance.choice(made))


@family
def hosts(chance: random.Random, target: Target) -> bytes:
    odd = (
        b"",
        b"example.org",
        b"127.0.0.1:99999",
        b"[::1",
        b"a" * 300,
        b"127.0.0.1, example.org",
        b"127.0.0.1:" + junk(chance),
    )
    host = one_line(chance.choice([*odd, junk(chance)]))
    path = chance.choice(
        [*PUBLIC, b"/admin/", b"/theme.css", b"/robots.txt", b"/", b"/static/css/site.css", b"/en/nowhere"]
    )
    again = [b"Host: " + target.host] if chance.random() < 0.2 else []
    forwarded = [b"X-Forwarded-Host: " + one_line(junk(chance)), b"X-Forwarded-Proto: " + one_line(junk(chance))]
    return target.whole(b"GET", path, *again, *chance.sample(forwarded, chance.randrange(3)), host=host)


@family
def readers_addresses(chance: random.Random, target: Target) -> bytes:
    odd = (
        b"",
        b",",
        b"," * 5000,
        b"unknown",
        b"[::1",
        b"::ffff:1.2.3.4%eth0",
        b"1.2.3.4:" + junk(chance),
        b"fe80::1%25a",
    )
    line = b"X-Forwarded-For: " + one_line(chance.choice([*odd, junk(chance)]))
    report = f"about=milestone/{target.slug}&message=wrong".encode()
    sent = report if chance.random() < 0.5 else b"username=a&password=b"
    path = b"/en/report/" if sent == report else b"/admin/login/"
    origin, kind = b"Origin: http://" + target.host, b"Content-Type: application/x-www-form-urlencoded"
    return target.whole(
        b"POST", path, line, origin, kind, cookies(target.anonymous), body=sent + token(target.anonymous)
    )


@family
def languages(chance: random.Random, target: Target) -> bytes:
    odd = (
        b"en;q=" + junk(chance),
        b"es-" * 200,
        b"xx-yy-zz;q=1e999,*;q=nan",
        b"*" * 500,
        b"en," * 3000,
        b"zh-" + b"a" * 900,
    )
    line = b"Accept-Language: " + one_line(chance.choice([*odd, junk(chance)]))
    return target.whole(b"GET", chance.choice([b"/", b"/admin/login/", b"/en/", b"/nowhere", b"/theme.css"]), line)


@family
def encodings(chance: random.Random, target: Target) -> bytes:
    odd = (
        b"br;q=" + junk(chance),
        b"gzip;q=nan",
        b"br;q=inf",
        b"br;q=-1e400,gzip;q=1_0",
        b"*;q=",
        b";" * 900,
        b"gzip," * 1500,
    )
    line = b"Accept-Encoding: " + one_line(chance.choice([*odd, junk(chance)]))
    return target.whole(b"GET", chance.choice([*PUBLIC, b"/static/css/site.css", b"/admin/login/"]), line)


@family
def conditions(chance: random.Random, target: Target) -> bytes:
    name = chance.choice(
        [b"If-None-Match", b"If-Match", b"If-Modified-Since", b"If-Unmodified-Since", b"If-Range", b"Range"]
    )
    dates = (b"Thu, 01 Jan 1970 00:00:00 GMT", b"Mon, 31 Feb 9999 99:99:99 GMT", b"Sat, 01 Jan 0000 00:00:00 GMT")
    odd = (
        *dates,
        b"Fri, 31 Dec 99999 23:59:59 GMT",
        b'W/"',
        b'"' * 999,
        b'"a",' * 999,
        b"*",
        b"bytes=0-" + b"9" * 50,
        junk(chance),
    )
    path = chance.choice([*PUBLIC, b"/static/css/site.css", b"/theme.css", b"/en/feed.atom", b"/admin/jsi18n/"])
    return target.whole(b"GET", path, name + b": " + one_line(chance.choice(odd)))


@family
def odd_cookies(chance: random.Random, target: Target) -> bytes:
    names = (b"sessionid", b"csrftoken", b"messages", b"django_language", b"x", b"", one_line(junk(chance)))
    made = b"; ".join(chance.choice(names) + b"=" + one_line(junk(chance)) for _number in range(chance.randrange(1, 5)))
    whole = chance.choice(
        [made, b"=" * 500, b";" * 500, b"sessionid=" + b"a" * 4000, b'messages="[[\\"__json_message\\",0']
    )
    path = chance.choice(
        [b"/admin/", b"/admin/login/", b"/en/", b"/admin/logout/", b"/admin/relations/milestone/", b"/en/report/"]
    )
    return target.whole(chance.choice([b"GET", b"POST"]), path, b"Cookie: " + whole)


@family
def cookies_of_staff_spoiled(chance: random.Random, target: Target) -> bytes:
    """The session is right; the token of forms and the messages are not."""
    spoiled = {**target.staff, "csrftoken": chance.choice(["", "x", "a" * 32, "a" * 64, "a" * 5000, "%00", "é"])}
    spoiled["messages"] = chance.choice(["", "x", "W10:x:y", '"', "[" * 500, "a" * 4000])
    path = chance.choice(list(target.forms)).encode()
    return target.whole(chance.choice([b"GET", b"POST"]), path, b"Referer: http://" + target.host + b"/admin/", cookies(spoiled), body=b"a=b")  # fmt: skip


# Bodies


@family
def lengths(chance: random.Random, target: Target) -> bytes:
    odd = (
        b"-1",
        b"+5",
        b"0x10",
        b"1e3",
        b"5 5",
        b"5,5",
        b"",
        b"9" * 30,
        b"9" * 5000,
        "٣".encode(),
        "²".encode(),
        b"1_0",
        junk(chance),
    )
    lines = [b"Content-Length: " + one_line(chance.choice(odd))]
    lines += [b"Content-Length: 3"] * chance.randrange(2)
    path = chance.choice([*PUBLIC, b"/admin/login/", b"/healthz"])
    return target.whole(chance.choice([b"GET", b"POST"]), path, *lines, body=b"a=b")


@family
def cut_off(chance: random.Random, target: Target) -> bytes:
    """The connection ends before what was announced has come."""
    kind = chance.choice([b"application/x-www-form-urlencoded", b"multipart/form-data; boundary=x"])
    path = chance.choice([b"/en/report/", b"/admin/login/", b"/en/", b"/admin/relations/milestone/add/"])
    return target.whole(b"POST", path, b"Content-Type: " + kind, b"Content-Length: 5000", body=b"--x\r\nContent-Disp")


@family
def chunks(chance: random.Random, target: Target) -> bytes:
    made = (
        b"5\r\na=b&c\r\n0\r\n\r\n",
        b"zz\r\na=b\r\n0\r\n\r\n",
        b"-5\r\na=b\r\n",
        b"ffffffffffffffff\r\na=b",
        b"9" * 5000 + b"\r\na=b",
        b"5;" + b"x=y;" * 4000 + b"\r\na=b&c\r\n0\r\n\r\n",
        b"3\r\na=bc\r\n0\r\n\r\n",
        b"3\r\na=b\r\n0\r\n" + b"X-Trailer: 1\r\n" * 200 + b"\r\n",
        b"0_3\r\na=b\r\n0\r\n\r\n",
        b"3\na=b\n0\n\n",
        junk(chance),
        b"",
    )
    coding = chance.choice([b"chunked", b"chunked", b"chunked", b"Chunked", b"chunked, chunked", b"gzip, chunked"])
    lines = [b"Transfer-Encoding: " + coding, b"Content-Type: application/x-www-form-urlencoded"]
    lines += [b"Content-Length: 3"] * (chance.random() < 0.2)
    return target.whole(b"POST", chance.choice([*PUBLIC, b"/admin/login/"]), *lines, body=chance.choice(made))


def parts(chance: random.Random, boundary: bytes, names: list[str]) -> bytes:
    """A body of several parts, of which few are as they should be."""
    body = b""
    for _number in range(chance.randrange(1, 5)):
        name = chance.choice([chance.choice(names).encode(), one_line(junk(chance))])
        said = chance.choice([b'form-data; name="%s"', b"form-data; name=%s; filename*=UTF-8''%%00", b'form-data; name="%s"; filename="../x"', b'form-data; name="%s"; filename=""', b"%s"])  # fmt: skip
        more = chance.choice([b"", b"Content-Transfer-Encoding: base64\r\n", b"Content-Type: text/plain; charset=nothing\r\n", b"X: " + b"a" * 2000 + b"\r\n"])  # fmt: skip
        body += (
            b"--"
            + boundary
            + b"\r\nContent-Disposition: "
            + said.replace(b"%s", name).replace(b"%%", b"%")
            + b"\r\n"
            + more
        )
        body += chance.choice([b"\r\n", b"", b"\n"]) + junk(chance) + b"\r\n"
    return body + chance.choice([b"--" + boundary + b"--\r\n", b"", b"--" + boundary])


@family
def multipart(chance: random.Random, target: Target) -> bytes:
    boundary = chance.choice([b"x", b"", b"a" * 200, b"\xff", b'"', one_line(junk(chance))])
    kind = b"multipart/form-data" + chance.choice(
        [b"; boundary=" + boundary, b"", b"; boundary", b"; charset=nothing; boundary=x"]
    )
    path = chance.choice([*PUBLIC, b"/admin/login/", b"/", b"/theme.css", b"/admin/password-reset/"])
    body = parts(chance, chance.choice([boundary, b"x"]), list(PARAMETERS))
    return target.whole(b"POST", path, b"Content-Type: " + kind, b"Origin: http://" + target.host, body=body)


@family
def odd_kinds(chance: random.Random, target: Target) -> bytes:
    made = (
        b"application/json",
        b"text/xml",
        b"application/x-www-form-urlencoded; charset=" + one_line(junk(chance)),
        one_line(junk(chance)),
    )
    extra = (
        b"charset=utf-16",
        b"charset=idna",
        b"charset=zlib",
        b"charset=undefined",
        b"charset=\0",
        b"charset*=UTF-8''%ff",
    )
    kind = chance.choice([*made, b"application/x-www-form-urlencoded; " + chance.choice(extra)])
    path = chance.choice([b"/en/report/", b"/admin/login/", b"/en/", b"/admin/password-reset/"])
    body = chance.choice(
        [f"about=milestone/{target.slug}&message=a".encode(), b"username=a&password=%ff", junk(chance)]
    )
    origin, known = b"Origin: http://" + target.host, cookies(target.anonymous)
    return target.whole(b"POST", path, b"Content-Type: " + kind, origin, known, body=body + token(target.anonymous))


# Forms, by somebody who has a right token for them


def token(known: dict[str, str]) -> bytes:
    return b"&csrfmiddlewaretoken=" + known.get("csrftoken", "").encode()


def posted(
    chance: random.Random, target: Target, path: str, known: dict[str, str], typed: list[tuple[str, str]]
) -> bytes:
    """A form as it stood on the page, some of its fields spoiled, some left out, some sent twice."""
    pairs = [(name.encode(), value.encode()) for name, value in typed if name != "csrfmiddlewaretoken"]
    kept = [pair for pair in pairs if chance.random() > 0.05]
    for _number in range(chance.randrange(1, 5)):
        place = chance.randrange(len(kept) + 1)
        kept[place : place + chance.randrange(2)] = [(chance.choice(pairs)[0], junk(chance))]
    headers = (b"Origin: http://" + target.host, b"Referer: http://" + target.host + path.encode(), cookies(known))
    if chance.random() < 0.5:
        body = urlencode(kept).encode()
        if chance.random() < 0.2:  # escaped by nobody
            body += b"&" + kept[0][0] + b"=" + junk(chance)
        body += token(known)
        return target.whole(
            b"POST", path.encode(), *headers, b"Content-Type: application/x-www-form-urlencoded", body=body
        )
    kept.append((b"csrfmiddlewaretoken", known.get("csrftoken", "").encode()))
    body = b"".join(
        b'--x\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n' % (name, value) for name, value in kept
    )
    return target.whole(
        b"POST", path.encode(), *headers, b"Content-Type: multipart/form-data; boundary=x", body=body + b"--x--\r\n"
    )


@family
def fields_without_end(chance: random.Random, target: Target) -> bytes:
    path = chance.choice(["/en/report/", "/admin/login/", *target.forms]).encode()
    kind = b"Content-Type: application/x-www-form-urlencoded"
    body = chance.choice([b"a=b&", b"&", b"=&", b"%00&"]) * chance.choice([900, 1001, 5000, 500_000]) + token(
        target.staff
    )
    return target.whole(b"POST", path, kind, b"Origin: http://" + target.host, cookies(target.staff), body=body)


@family
def sign_in(chance: random.Random, target: Target) -> bytes:
    typed = [("username", "editor"), ("password", "wrong"), ("next", "/admin/"), ("_kept", "x"), ("code", "123456")]
    return posted(chance, target, "/admin/login/", target.anonymous, chance.sample(typed, chance.randrange(2, 6)))


@family
def reports(chance: random.Random, target: Target) -> bytes:
    about = chance.choice(["", "/1", "/999999999", "/0"])
    typed = [
        ("about", f"milestone/{target.slug}{about}"),
        ("message", "It is wrong."),
        ("source", ""),
        ("email", ""),
        ("website", ""),
    ]
    return posted(chance, target, chance.choice(["/en/report/", "/ko/report/"]), {}, typed)


@family
def passwords_by_mail(chance: random.Random, target: Target) -> bytes:
    path = chance.choice(["/admin/password-reset/", "/admin/password-reset/MQ/set-password/"])
    return posted(chance, target, path, target.anonymous, [("email", "a@example.org"), ("new_password1", "x"), ("new_password2", "x")])  # fmt: skip


@family
def pages_of_staff(chance: random.Random, target: Target) -> bytes:
    """Every address of the admin, with odd arguments and questions."""
    admin = [route for route in all_routes() if route.startswith("/admin/") and "logout" not in route]
    return target.whole(
        b"GET", an_address(chance, admin) + b"?" + fields(chance, list(PARAMETERS)), cookies(target.staff)
    )


@family
def forms_of_staff(chance: random.Random, target: Target) -> bytes:
    path = chance.choice(list(target.forms))
    return posted(chance, target, path, target.staff, target.forms[path])
