"""Staff at work in a running site, over the wire."""

from http.cookiejar import CookieJar
from urllib.parse import urlencode, urljoin
from urllib.request import HTTPCookieProcessor, Request, build_opener

from lxml import html


class Staff:
    """Somebody who has signed in at one process of the site."""

    def __init__(self, address: str, username: str, password: str) -> None:
        self.address = address
        self._opener = build_opener(HTTPCookieProcessor(CookieJar()))
        self._read("/admin/login/?next=/admin/")
        self._send(self._form(), username=username, password=password)

    def publish(self, path: str, **texts: str) -> str:
        """Write some texts in the form at a path of the admin and publish; what the page then says."""
        self._read(path)
        form = self._form("_form")
        button = next(one for one in form.xpath(".//input[@type='submit']") if "publish" in one.get("value", ""))
        # Whether the passages still support it is asked of whoever changes what it claims.
        pressed = {button.get("name"): button.get("value"), "support_confirmed": "on"}
        return self._send(form, **pressed, **texts)

    def first_of_list(self, path: str) -> str:
        """The address of the first record on a list of the admin."""
        self._read(path)
        return str(self._page.xpath("//table[@id='result_list']/tbody//th//a/@href")[0])

    def _form(self, ending: str = "") -> html.FormElement:
        return next(
            form for form in self._page.forms if (form.get("id") or "").endswith(ending) and form.method == "POST"
        )

    def _read(self, path: str) -> str:
        return self._open(Request(urljoin(self.address, path)))  # noqa: S310

    def _send(self, form: html.FormElement, **values: str) -> str:
        given = [(name, value) for name, value in form.form_values() if name not in values]
        body = urlencode([*given, *values.items()]).encode()
        url = urljoin(self._url, form.get("action") or "")
        return self._open(Request(url, body, {"Referer": self._url}))  # noqa: S310

    def _open(self, request: Request) -> str:
        with self._opener.open(request, timeout=60) as answer:
            self._url, text = answer.geturl(), answer.read().decode()
        self._page = html.fromstring(text)
        return str(self._page.text_content())
