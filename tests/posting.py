"""What a browser would post from the page it was shown."""

from typing import Any

from tests.reading import parsed


def posted_from(response: Any) -> dict[str, list[str]]:
    """The values of the admin's form on a page, untouched; a button is added by the test that presses it."""
    document = parsed(response)
    form = next(form for form in document.forms if (form.get("id") or "").endswith("_form"))
    posted: dict[str, list[str]] = {}
    for element in form.xpath(".//input | .//select | .//textarea"):
        for value in _values(element):
            posted.setdefault(element.name, []).append(value)
    return posted


def _values(element: Any) -> list[str]:
    if not element.name or element.get("type") == "submit":
        return []
    if element.tag == "select":
        options = [option.get("value") for option in element.iter("option") if option.get("selected") is not None]
        # A plain choice with nothing selected sends its first option.
        if options or element.get("multiple") is not None:
            return options
        return [option.get("value") for option in list(element.iter("option"))[:1]]
    if element.tag == "textarea":
        # A browser drops the line break after the tag, and sends the others as two characters.
        text = (element.text or "").removeprefix("\r").removeprefix("\n")
        return [text.replace("\r\n", "\n").replace("\n", "\r\n")]
    if element.get("type") == "checkbox":
        return [element.get("value") or "on"] if element.get("checked") is not None else []
    return [element.get("value") or ""]


def untouched(form: Any) -> dict[str, str]:
    """What a browser would post from a plain form, nothing ticked and nothing typed, without the token it holds."""
    return {name: value for name, value in form.fields.items() if value is not None and name != "csrfmiddlewaretoken"}


def problems(response: Any) -> dict[str, list[str]]:
    """The errors of the form that was shown again, by field."""
    assert response.status_code == 200, response.status_code
    return response.context["adminform"].form.errors
