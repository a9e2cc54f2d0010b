"""Text in both languages, side by side."""

from __future__ import annotations

from dataclasses import dataclass

LANGUAGES = ("zh", "en")


@dataclass(frozen=True, slots=True)
class Words:
    """One text in Simplified Chinese and in English."""

    zh: str
    en: str

    def in_(self, language: str) -> str:
        """Return the text in a language; Chinese for any that is not English."""
        return self.en if language == "en" else self.zh

    def filled(self, **values: object) -> Words:
        """Return the same text with its ``{names}`` filled, in both languages.

        A value that is itself ``Words`` is put in by language.
        """
        return Words(
            *(
                getattr(self, language).format(
                    **{
                        name: value.in_(language) if isinstance(value, Words) else value
                        for name, value in values.items()
                    }
                )
                for language in LANGUAGES
            )
        )
