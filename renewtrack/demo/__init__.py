"""An invented district to try everything on, and invented sheets to import into it."""

from renewtrack.demo.district import SEED, TODAY
from renewtrack.demo.making import make
from renewtrack.demo.practice import sheets

__all__ = ["SEED", "TODAY", "make", "sheets"]
