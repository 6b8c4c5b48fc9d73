"""What browsers are told beside Django's own headers: which devices a page may use, and who may take what it is."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

# The site uses none of them, nor may a script that got into a page against all other policies.
NONE_OF_THESE = (
    "accelerometer",
    "camera",
    "display-capture",
    "geolocation",
    "gyroscope",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "screen-wake-lock",
    "usb",
    "xr-spatial-tracking",
)
PERMISSIONS = ", ".join(f"{name}=()" for name in NONE_OF_THESE)


class BrowserPolicy:
    """Middleware: Permissions-Policy, and Cross-Origin-Resource-Policy as open as the answer itself says to be."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        is_open = response.get("Access-Control-Allow-Origin") == "*"
        response.setdefault("Permissions-Policy", PERMISSIONS)
        response.setdefault("Cross-Origin-Resource-Policy", "cross-origin" if is_open else "same-origin")
        return response
