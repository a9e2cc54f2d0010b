"""An online base map: https only, asked by the program, only where it was switched on."""

from __future__ import annotations

import datetime as dt
import http.server
import ssl
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from renewtrack.maps import base_opening, online_base, shifted
from renewtrack.maps.base_refusals import NotAllowedHere, NotSecure
from renewtrack.maps.mbtiles import MBTiles
from renewtrack.maps.online_base import Online
from renewtrack.store.base_maps import ONLINE, BaseMap
from tests.maps import made_tiles

ADDRESS = "https://tiles.example/{z}/{x}/{y}.png"


class Tiles(http.server.BaseHTTPRequestHandler):
    """Answers with a tile, a page, a redirection or nothing."""

    asked: list[str] = []  # noqa: RUF012 - one server a test

    def do_GET(self) -> None:
        self.asked.append(self.path)
        if self.path.startswith("/moved"):
            self.send_response(302)
            self.send_header("Location", "http://192.0.2.1/1/1/1")
            self.end_headers()
            return
        self.send_response(404 if self.path.startswith("/none") else 200)
        self.end_headers()
        self.wfile.write(b"<html>" if self.path.startswith("/page") else made_tiles.picture())

    def log_message(self, *said: object) -> None:
        """Say nothing."""


def _certificate(folder: Path) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = folder / "server.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return path


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A server of tiles on this machine whose certificate is trusted; its address."""
    pem = _certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(pem))
    monkeypatch.setattr(Tiles, "asked", [])
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    serving = http.server.HTTPServer(("127.0.0.1", 0), Tiles)
    serving.socket = context.wrap_socket(serving.socket, server_side=True)
    thread = threading.Thread(target=serving.serve_forever, args=(0.02,))
    thread.start()
    yield f"https://localhost:{serving.server_port}"
    serving.shutdown()
    thread.join()
    serving.server_close()


def test_a_tile_is_asked_for_once(server: str) -> None:
    online = Online(f"{server}/{{z}}/{{x}}/{{y}}")
    assert [online.tile(3, 1, 2) for _ in range(2)] == [made_tiles.picture()] * 2
    assert Tiles.asked == ["/3/1/2"]


@pytest.mark.parametrize("answer", ["moved", "page", "none"])
def test_what_is_no_tile_of_that_server_is_none(server: str, answer: str) -> None:
    assert Online(f"{server}/{answer}/{{z}}/{{x}}/{{y}}").tile(1, 0, 0) is None


def test_a_server_that_is_not_trusted_is_left_alone_for_a_while(
    server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    online = Online(f"{server}/{{z}}/{{x}}/{{y}}")
    assert [online.tile(1, 0, 0), online.tile(1, 1, 0)] == [None, None]
    assert Tiles.asked == []


@pytest.mark.parametrize(
    "address",
    [
        "http://tiles.example/{z}/{x}/{y}",
        "https://tiles.example/{z}/{x}",
        "file:///etc/{z}/{x}/{y}",
        "https://{x}.example/{z}/{y}",
        "https://who:word@tiles.example/{z}/{x}/{y}",
        "https://[/{z}/{x}/{y}",
        "https://tiles.example/{z}/{x}/{y}\r\nHost: other",
        "",
    ],
)
def test_an_address_that_may_not_be_asked_is_refused(address: str) -> None:
    with pytest.raises(NotSecure):
        online_base.check(address)


def test_a_ledger_from_elsewhere_asks_nothing_from_the_network(
    tmp_path: Path, no_network: list[str]
) -> None:
    base = BaseMap(name="天地图", kind=ONLINE, path=ADDRESS)
    with pytest.raises(NotAllowedHere):
        base_opening.open_(base, tmp_path / "台账.gpkg", allowed=())
    base_opening.open_(base, tmp_path / "台账.gpkg", allowed=(ADDRESS,)).close()
    assert no_network == []


def test_shifted_tiles_are_put_together_where_wgs84_has_them(tmp_path: Path) -> None:
    source = MBTiles(made_tiles.raster_mbtiles(tmp_path / "a.mbtiles", (16,)))
    zoom, x, y = made_tiles.tile_at(16)
    with closing(shifted.Shifted(source, "gcj02")) as right:
        left, top = right._corner(zoom, x, y)
        assert 0.5 < abs(left - x) < 1.2  # half a kilometre in tiles of 460 m
        assert 0.1 < abs(top - y) < 0.6
        assert right.tile(zoom, x - 1, y) is not None
        assert right.tile(zoom, x + 40, y) is None
