"""Workbooks that are encrypted: opened by the person's password, or by the one all know."""

from __future__ import annotations

import io
import zipfile

from renewtrack.intake import binary_scan, preflight, refusals

KNOWN_TO_ALL = "VelvetSweatshop"  # Excel's own for workbooks that are locked, not secret
_PACKAGE = "EncryptedPackage".encode("utf-16-le")


def opened(content: bytes, name: str, password: str | None) -> bytes:
    """Return a file's bytes as anybody may read them.

    Raises SheetPassworded where a password is needed, WrongPassword where it is another one and
    SheetEncrypted where the way of encrypting is not known here.
    """
    if not content.startswith(preflight.OLE) or not _is_encrypted(content):
        return content
    for word in (KNOWN_TO_ALL, password):
        if word and (plain := _decrypted(content, name, word)) is not None:
            return plain
    if not password:
        raise refusals.SheetPassworded(name=name)
    raise refusals.WrongPassword(name=name)


def _is_encrypted(content: bytes) -> bool:
    if _PACKAGE in content:
        return True
    try:
        stream = binary_scan.workbook_stream(content)
    except OSError:
        return False
    return stream is not None and binary_scan.is_encrypted(stream)


def _decrypted(content: bytes, name: str, password: str) -> bytes | None:
    """Return the decrypted file, None where the password is wrong."""
    import msoffcrypto  # slow to import, and not needed for other files
    from msoffcrypto import exceptions

    plain = io.BytesIO()
    try:
        book = msoffcrypto.OfficeFile(io.BytesIO(content))
        if _PACKAGE in content:
            book.load_key(password=password, verify_password=True)
        else:  # an .xls, whose password is always verified
            book.load_key(password=password)
        book.decrypt(plain)
    except exceptions.InvalidKeyError:
        return None
    except (exceptions.DecryptionError, exceptions.FileFormatError) as unknown:
        raise refusals.SheetEncrypted(name=name) from unknown
    except (exceptions.ParseError, OSError, AssertionError, *binary_scan.DAMAGE) as broken:
        raise refusals.SheetBroken(name=name) from broken
    return _checked(plain.getvalue(), name)


def _checked(plain: bytes, name: str) -> bytes:
    if not plain.startswith(preflight.OLE) and not zipfile.is_zipfile(io.BytesIO(plain)):
        raise refusals.SheetBroken(name=name)
    return plain
