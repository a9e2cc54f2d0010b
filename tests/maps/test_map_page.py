from __future__ import annotations

import re

import folium
import pytest

from renewtrack.maps import page, page_words, site
from renewtrack.words import LANGUAGES, Words

NONCE = "0123456789abcdef"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_names_no_address_but_ours(language: str) -> None:
    addresses = re.findall(r"""(?:src|href)="([^"]+)""", page.html(language, False, NONCE))
    assert addresses
    assert all(address.startswith(page.PAGE) for address in addresses)
    assert "http" not in page.html(language, True, NONCE).replace("http-equiv", "")


def test_every_file_the_page_names_is_shipped() -> None:
    shipped = site.Site()
    site.add_shipped(shipped)
    addresses = re.findall(r'(?:src|href)="renewtrack://app(/[^"]+)', page.html("zh", False, NONCE))
    missing = [each for each in addresses if shipped.answer(each) is None]
    assert missing == ["/qwebchannel.js"]  # comes from the Qt library


def test_our_scripts_import_only_what_is_shipped() -> None:
    shipped = site.Site()
    site.add_shipped(shipped)
    for answer in list(shipped.answers.values()):
        if answer.kind == site.SCRIPT:
            for name in re.findall(r"^import .* from '\./(.+)';$", answer.body().decode(), re.M):
                assert shipped.answer(f"/{name}") is not None, name


def test_no_inline_script_or_style_is_without_the_nonce() -> None:
    html = page.html("zh", False, NONCE)
    for tag in re.findall(r"<(?:script|style)\b[^>]*>", html):
        assert f'nonce="{NONCE}"' in tag or f'src="{page.PAGE}' in tag


def test_the_policy_lets_nothing_in_from_outside_and_nothing_inline() -> None:
    policy = page.policy(NONCE)
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    assert "*" not in policy


def test_making_our_page_leaves_foliums_own_lists_alone() -> None:
    before = list(folium.Map.default_js), list(folium.Map.default_css)
    page.html("zh", False, NONCE)
    assert (folium.Map.default_js, folium.Map.default_css) == before


@pytest.mark.parametrize("words", page_words.PAGE_WORDS.values(), ids=page_words.PAGE_WORDS)
def test_every_word_on_the_map_stands_in_both_languages(words: Words) -> None:
    assert words.zh
    assert words.en
    assert not re.search("[一-鿿]", words.en)


@pytest.mark.parametrize(
    "path",
    [
        "/../main.py",
        "/..%2Fmain.py",
        "/..\\main.py",
        "/leaflet/../map.css",
        "//map.css",
        "/map.css\x00",
        "/C:/windows/win.ini",
        "map.css",
        "/MAP.CSS",
        "/leaflet/LICENSE",
    ],
)
def test_only_names_of_the_dictionary_are_answered(path: str) -> None:
    shipped = site.Site()
    site.add_shipped(shipped)
    assert shipped.answer("/map.css") is not None
    assert shipped.answer(path) is None


def test_every_script_of_ours_is_short_enough_to_read() -> None:
    shipped = site.Site()
    site.add_shipped(shipped)
    for name, answer in shipped.answers.items():
        if answer.kind == site.SCRIPT and "/" not in name:
            assert answer.body().count(b"\n") < 300, name
