"""What every printed sheet says about itself."""

from __future__ import annotations

from dataclasses import dataclass

from renewtrack.domain import secrecy
from renewtrack.domain.secrecy import Secrecy
from renewtrack.errors import UserError
from renewtrack.words import Words


class NeedsApproval(UserError):
    """A public map must bear its approval number."""

    words = Words(
        "公开图件必须标注审图号；依法免于送审的，请填写豁免说明。请在“审图号”一栏填写后再出图。",
        "A public map must bear its map approval number or the reason why it is exempt. "
        "Fill in the approval field and try again.",
    )


@dataclass(frozen=True, slots=True)
class PaperFacts:
    """What the sheet says about itself; dates are ISO texts.

    ``secrecy`` is the key of a preset. ``watermark`` are the lines of the watermark, empty for
    none: office, person, time.
    """

    title: str
    subtitle: str = ""
    compiled_by: str = ""
    checked_by: str = ""
    source: str = ""
    cutoff: str = ""
    made_on: str = ""
    secrecy: str = secrecy.INTERNAL
    approval: str = ""
    language: str = "zh"
    black_and_white: bool = False
    watermark: tuple[str, ...] = ()

    @property
    def preset(self) -> Secrecy:
        """Return the preset of the sheet's secrecy."""
        return secrecy.preset(self.secrecy)

    def secrecy_line(self, needs_approval: bool = True) -> str:
        """Return the line about secrecy or approval; a sheet without a map needs no approval.

        Raises NeedsApproval for a public map with neither number nor exemption.
        """
        preset = self.preset
        if preset.public and not self.approval.strip():
            if needs_approval:
                raise NeedsApproval
            return preset.words.in_(self.language)
        return preset.line.in_(self.language).format(approval=self.approval.strip())
