"""How far apart two colours are for eyes of every kind: CIEDE2000 after Machado (2009)."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from math import atan2, cos, degrees, exp, hypot, radians, sin, sqrt

Triple = tuple[float, float, float]

# Machado, Oliveira and Fernandes (2009), severity 1: what is left of linear red, green and blue.
VISION: dict[str, tuple[Triple, Triple, Triple]] = {
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protan": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deutan": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritan": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
_XYZ = (
    (0.4124564, 0.3575761, 0.1804375),
    (0.2126729, 0.7151522, 0.0721750),
    (0.0193339, 0.1191920, 0.9503041),
)
_WHITE = (0.95047, 1.0, 1.08883)


def least(colours: Sequence[str]) -> float:
    """Return the smallest distance of two of the colours, over all kinds of vision."""
    return min(
        distance(_lab(_seen(one, kind)), _lab(_seen(other, kind)))
        for one, other in combinations(colours, 2)
        for kind in VISION
    )


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, WCAG 2.1."""
    high, low = sorted((_dot(_XYZ[1], _linear(each)) for each in (one, other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def distance(first: Triple, second: Triple) -> float:
    """Return CIEDE2000 of two colours in CIE L*a*b* (Sharma, Wu and Dalal, 2005)."""
    chroma = (hypot(first[1], first[2]) + hypot(second[1], second[2])) / 2
    grow = 1.5 - 0.5 * sqrt(chroma**7 / (chroma**7 + 25**7))
    a1, b1, a2, b2 = first[1] * grow, first[2], second[1] * grow, second[2]
    c1, c2 = hypot(a1, b1), hypot(a2, b2)
    h1, h2 = degrees(atan2(b1, a1)) % 360, degrees(atan2(b2, a2)) % 360
    turn = 0.0 if c1 * c2 == 0 else (h2 - h1 + 180) % 360 - 180
    light, mean = second[0] - first[0], (first[0] + second[0]) / 2
    dull, colour = c2 - c1, (c1 + c2) / 2
    hue = 2 * sqrt(c1 * c2) * sin(radians(turn / 2))
    between = h1 + h2 if c1 * c2 == 0 else (h1 + turn / 2) % 360
    t = (
        1
        - 0.17 * cos(radians(between - 30))
        + 0.24 * cos(radians(2 * between))
        + 0.32 * cos(radians(3 * between + 6))
        - 0.20 * cos(radians(4 * between - 63))
    )
    rotation = -sin(radians(60 * exp(-(((between - 275) / 25) ** 2)))) * 2
    rotation *= sqrt(colour**7 / (colour**7 + 25**7))
    s_light = 1 + 0.015 * (mean - 50) ** 2 / sqrt(20 + (mean - 50) ** 2)
    s_dull, s_hue = 1 + 0.045 * colour, 1 + 0.015 * colour * t
    parts = light / s_light, dull / s_dull, hue / s_hue
    return sqrt(sum(part**2 for part in parts) + rotation * parts[1] * parts[2])


def _linear(colour: str) -> Triple:
    shares = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares
    )
    return red, green, blue


def _seen(colour: str, kind: str) -> Triple:
    seen = [min(1.0, max(0.0, _dot(row, _linear(colour)))) for row in VISION[kind]]
    return seen[0], seen[1], seen[2]


def _lab(linear: Triple) -> Triple:
    scaled = [_dot(row, linear) / white for row, white in zip(_XYZ, _WHITE, strict=True)]
    x, y, z = (each ** (1 / 3) if each > 0.008856 else 7.787 * each + 16 / 116 for each in scaled)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def _dot(row: Triple, column: Triple) -> float:
    return sum(a * b for a, b in zip(row, column, strict=True))
