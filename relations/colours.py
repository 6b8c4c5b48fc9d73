"""The two parties' colours made legible on the page's paper, light and dark. Pure.

OKLCH after Björn Ottosson, "A perceptual color space for image processing" (2020); contrast after
WCAG 2.2, "relative luminance" and "contrast ratio".
"""

import math
from dataclasses import dataclass
from functools import lru_cache

RGB = tuple[float, float, float]

LIGHTNESS_STEP = 0.0025
CHROMA_STEP = 0.002
# Two hues nearer than this, in degrees, or a colour greyer than this chroma, are told apart by lightness.
NEAR_HUE = 40
GREY_CHROMA = 0.04
APART = 11.5


@dataclass(frozen=True)
class Scheme:
    """What a colour scheme asks of a colour: contrast with its paper, and how it gets there."""

    paper: str
    contrast: float
    chroma_cap: float
    lightness_floor: float
    direction: int


LIGHT = Scheme(paper="#ffffff", contrast=6.0, chroma_cap=0.20, lightness_floor=0.0, direction=-1)
DARK = Scheme(paper="#14161a", contrast=7.0, chroma_cap=0.13, lightness_floor=0.50, direction=1)


@lru_cache(maxsize=64)
def derive_pair(home: str, partner: str, scheme: Scheme) -> tuple[str, str]:
    """Two legible colours, as `#rrggbb`, from the parties' own.

    Where the hues are near or a colour is grey, the partner's is pushed on until the two differ by lightness.
    """
    home_lch, partner_lch = _to_oklch(home), _to_oklch(partner)
    distance = abs(home_lch[2] - partner_lch[2]) % 360
    near = min(distance, 360 - distance) < NEAR_HUE
    grey = min(home_lch[1], partner_lch[1]) < GREY_CHROMA
    partner_contrast = APART if near or grey else scheme.contrast
    return _legible(home_lch, scheme, scheme.contrast), _legible(partner_lch, scheme, partner_contrast)


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21 (WCAG 2.2)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _legible(lch: tuple[float, float, float], scheme: Scheme, wanted: float) -> str:
    lightness, chroma, hue = max(lch[0], scheme.lightness_floor), min(lch[1], scheme.chroma_cap), lch[2]
    while True:
        while not _in_gamut(linear := _oklch_to_linear(lightness, chroma, hue)) and chroma > 0:
            chroma = max(0.0, chroma - CHROMA_STEP)
        colour = _hex(linear)
        if contrast(colour, scheme.paper) >= wanted or not 0 < lightness < 1:
            return colour
        lightness = min(1.0, max(0.0, lightness + scheme.direction * LIGHTNESS_STEP))


def _in_gamut(linear: RGB) -> bool:
    # The margin lets a corner of sRGB such as pure white through despite rounding.
    return all(-0.0001 <= channel <= 1.0001 for channel in linear)


def _hex(linear: RGB) -> str:
    return "#" + "".join(f"{round(_encode(min(1.0, max(0.0, channel))) * 255):02x}" for channel in linear)


def _linear(colour: str) -> RGB:
    red, green, blue = (_decode(int(colour[i : i + 2], 16) / 255) for i in (1, 3, 5))
    return red, green, blue


def _decode(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def _encode(channel: float) -> float:
    return channel * 12.92 if channel <= 0.0031308 else 1.055 * channel ** (1 / 2.4) - 0.055


def _luminance(colour: str) -> float:
    red, green, blue = _linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _to_oklch(colour: str) -> tuple[float, float, float]:
    red, green, blue = _linear(colour)
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    medium = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    lightness = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    return lightness, math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360


def _oklch_to_linear(lightness: float, chroma: float, hue: float) -> RGB:
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )
