"""Staff at work in a running site, over the wire."""

from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.parse import urlencode, urljoin
from urllib.request import HTTPCookieProcessor, Request, build_opener

from lxml import html


class Staff:
    """Somebody who has signed in at one process of the site."""

    def __init__(self, address: str, username: str, password: str) -> None:
        self._come_to(address)
        self._send(self._form(), username=username, password=password)

    @classmethod
    def stranger(cls, address: str) -> "Staff":
        """Somebody who has not signed in, and sees the form for it."""
        somebody = cls.__new__(cls)
        somebody._come_to(address)
        return somebody

    def _come_to(self, address: str) -> None:
        self.address = address
        self._cookies = CookieJar()
        self._opener = build_opener(HTTPCookieProcessor(self._cookies))
        self._read("/admin/login/?next=/admin/")

    @property
    def cookies(self) -> dict[str, str]:
        return {cookie.name: cookie.value or "" for cookie in self._cookies}

    def fields_at(self, path: str) -> list[tuple[str, str]]:
        """Names and values of the form at a path of the admin, with its buttons."""
        self._read(path)
        form = self._form("_form")
        buttons = [(one.get("name"), one.get("value", "")) for one in form.xpath(".//input[@type='submit'][@name]")]
        return [*form.form_values(), *buttons]

    def publish(self, path: str, **texts: str) -> str:
        """Write some texts in the form at a path of the admin and publish; what the page then says."""
        self.open(path)
        return self.press("publish", **texts)

    def open(self, path: str) -> str:
        """The words of a page of the admin."""
        return self._read(path)

    def press(self, word: str, **texts: str) -> str:
        """Press the button with this word on the page that is open; what the page then says."""
        form, button = next(
            (form, button)
            for form in self._page.forms
            for button in form.xpath(".//input[@type='submit']")
            if word in button.get("value", "").lower()
        )
        # Whether the passages still support it is asked of whoever changes what it claims.
        pressed = {button.get("name"): button.get("value")} if button.get("name") else {}
        return self._send(form, **pressed, support_confirmed="on", **texts)

    def shown(self, name: str) -> str:
        """What stands in a field of the form that is open; nothing where there is none."""
        found = self._page.xpath(f"//*[@name='{name}']")
        return str(found[0].value or "") if found else ""

    def read_refusal(self, error: HTTPError) -> str:
        """What the page says with which the site refused the last form."""
        self._url = error.url
        self._page = html.fromstring(error.read().decode())
        return str(self._page.text_content())

    def send_again(self) -> str:
        """Press the button of a page that gives back what was typed; what the page then says."""
        return self._send(self._form("kept_form"))

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
