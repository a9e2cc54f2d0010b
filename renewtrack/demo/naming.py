"""Names and addresses of the invented estates."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from renewtrack.demo.ground import written


@dataclass(slots=True)
class Namer:
    """Gives every estate its own name, in the manner of its time."""

    rng: Random
    taken: set[str]

    def estate(self, year: int) -> str:
        """Return a name that no other estate has."""
        names = written("district")["names"]
        ending = "old" if year < 1978 else "middle" if year < 1998 else "new"
        while True:
            first = self.rng.choice(names["first"])
            name: str = first + self.rng.choice(names["second"]) + self.rng.choice(names[ending])
            if name not in self.taken and first != name[1]:
                self.taken.add(name)
                return name

    def aliases(self, name: str) -> tuple[str, ...]:
        """Return what some people still call the estate; mostly nothing."""
        if self.rng.random() > 0.2:
            return ()
        return (self.rng.choice((f"原{name[:2]}厂宿舍", f"{name[:2]}大院", f"老{name[:2]}院")),)

    def address(self, street: str) -> str:
        """Return an address on a road of the street."""
        roads = written("district")["names"]["roads"]
        road = street.removesuffix("街道").removesuffix("镇") + self.rng.choice(roads)
        return f"{road}{self.rng.randint(2, 198)}号"


def uid(rng: Random) -> str:
    """Return the next unique id of a seeded generator, in the form of UUID version 4."""
    digits = f"{rng.getrandbits(128):032x}"
    variant = "89ab"[int(digits[16], 16) % 4]
    return "-".join(
        (digits[:8], digits[8:12], f"4{digits[13:16]}", f"{variant}{digits[17:20]}", digits[20:])
    )
