"""Text in both languages, side by side."""

from __future__ import annotations

from dataclasses import dataclass

from renewtrack import signs

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

        A value that is itself ``Words`` is put in by language; one that is text loses what shows
        nothing, so that it cannot turn the sentence around.
        """
        return Words(
            *(
                getattr(self, language).format(
                    **{name: _put(value, language) for name, value in values.items()}
                )
                for language in LANGUAGES
            )
        )


def _put(value: object, language: str) -> object:
    if isinstance(value, Words):
        return value.in_(language)
    return signs.seen(value) if isinstance(value, str) else value
