"""A network place is told from a disk, and a ledger there is copied in, never written to."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from renewtrack.store import actions, attachments, contents, file, holding, medium
from renewtrack.store.file import ProjectFile
from tests.store.conftest import Dongli

Fingerprint = Callable[[Path], str]
LINE = "36 27 0:30 / {place} {options},relatime shared:1 - {kind} {source} rw,seclabel"
ROOT = "27 1 254:0 / / rw,relatime - ext4 /dev/vda rw"
FAR = (
    ("cifs", "//server/办公"),
    ("smb3", "//server/share"),
    ("nfs", "server:/export"),
    ("nfs4", "server:/export"),
    ("9p", "share"),
    ("vboxsf", "share"),
    ("fuse.vmhgfs-fuse", "vmhgfs-fuse"),
    ("fuse.sshfs", "li@server:/home"),
    ("fuse.gvfsd-fuse", "gvfsd-fuse"),
    ("fuse.rclone", "remote:"),
    ("fuse", "https://dav.server/office"),
    ("ceph", "10.0.0.1:/"),
    ("fuse.glusterfs", "server:vol"),
    ("afs", "#root"),
)
NEAR = (
    ("ext4", "/dev/sda1"),
    ("btrfs", "/dev/sda1"),
    ("xfs", "/dev/sda1"),
    ("vfat", "/dev/sdb1"),
    ("exfat", "/dev/sdb1"),
    ("fuseblk", "/dev/sdb1"),
    ("fuse.gocryptfs", "/home/li/.crypt"),
    ("tmpfs", "tmpfs"),
    ("overlay", "overlay"),
)
only_linux = pytest.mark.skipif(not medium.MOUNTS.exists(), reason="Linux tells its mounts here")


def table(kind: str, source: str, place: str = "/mnt/office", options: str = "rw") -> str:
    return ROOT + "\n" + LINE.format(place=place, options=options, kind=kind, source=source)


@only_linux
@pytest.mark.parametrize(("kind", "source"), FAR)
def test_a_place_of_another_machine_is_a_network(kind: str, source: str) -> None:
    found = medium.of(Path("/mnt/office/区.gpkg"), table(kind, source))
    assert found.network
    assert found.words.zh != found.words.en
    assert not medium.of(Path("/mnt/officer/区.gpkg"), table(kind, source)).network


@only_linux
@pytest.mark.parametrize(("kind", "source"), NEAR)
def test_a_disk_of_this_machine_is_none(kind: str, source: str) -> None:
    found = medium.of(Path("/mnt/office/区.gpkg"), table(kind, source))
    assert (found.network, found.readonly) == (False, False)


@only_linux
def test_the_mount_that_lies_deepest_and_last_counts() -> None:
    within = "\n".join(
        (
            table("cifs", "//server/share"),
            LINE.format(place="/mnt/office/usb", options="ro", kind="ext4", source="/dev/sdc"),
            LINE.format(place="/mnt/two", options="rw", kind="nfs", source="a:/b"),
            LINE.format(place="/mnt/two", options="rw", kind="ext4", source="/dev/sdd"),
        )
    )
    assert medium.of(Path("/mnt/office/区.gpkg"), within).network
    assert medium.of(Path("/mnt/office/usb/区.gpkg"), within) == medium.Medium(readonly=True)
    assert not medium.of(Path("/mnt/two/区.gpkg"), within).network


@only_linux
def test_a_place_with_a_blank_in_its_name_is_found() -> None:
    spaced = table("cifs", "//server/share", place="/mnt/our\\040office")
    assert medium.of(Path("/mnt/our office/区.gpkg"), spaced).network


@only_linux
def test_the_root_of_the_system_is_never_a_network() -> None:
    assert not medium.of(Path("/home/li/区.gpkg"), ROOT.replace("ext4", "9p")).network


@only_linux
def test_lines_that_say_nothing_are_passed_over() -> None:
    assert medium.of(Path("/mnt/office/区.gpkg"), "\n".join(("", "nonsense", "1 2 - "))) == (
        medium.Medium()
    )


@pytest.mark.parametrize(
    ("name", "far"),
    [
        (r"\\server\share\区.gpkg", True),
        ("//server/share/区.gpkg", True),
        (r"\\?\UNC\server\share\区.gpkg", True),
        (r"\\wsl$\Debian\区.gpkg", True),
        (r"\\?\C:\台账\区.gpkg", False),
        (r"\\.\C:\台账\区.gpkg", False),
        (r"C:\台账\区.gpkg", False),
    ],
)
def test_windows_names_of_other_machines_are_known(name: str, far: bool) -> None:
    assert bool(medium.UNC.match(name)) == far


@pytest.fixture
def on_a_share(
    project: ProjectFile, dongli: Dongli, monkeypatch: pytest.MonkeyPatch
) -> ProjectFile:
    """A ledger in a folder that the system says is a share."""
    attached = project.path.parent / "图.txt"
    attached.write_text("内容", encoding="utf-8")
    content = contents.store(project.path, attached)
    with actions.act(project.db, "attach", "李工"):
        attachments.attach(project.db, content, "estate", dongli.estate, "李工")
    attached.unlink()
    project.close()
    share = medium.SHARE.filled(kind="cifs")
    here = project.path.parent.resolve()

    def told(path: Path, mounts: str | None = None) -> medium.Medium:
        far = here in (path.resolve(), *path.resolve().parents)
        return medium.Medium(True, False, share) if far else medium.Medium()

    monkeypatch.setattr(medium, "of", told)
    return project


def test_a_ledger_on_a_share_is_only_read(
    on_a_share: ProjectFile, fingerprint: Fingerprint
) -> None:
    path = on_a_share.path
    before, beside = fingerprint(path), sorted(path.parent.iterdir())
    opened = file.open_file(path, who="李工")
    assert opened.why is not None
    assert (opened.readonly, opened.why.key, opened.hold) == (True, "network", None)
    assert "cifs" in opened.why.words.zh
    further = opened.connect()
    for db in (opened.db, further):
        with pytest.raises(file.CannotWrite), actions.act(db, "edit", "李工"):
            db.execute("UPDATE estate SET name = 'x'")
    further.conn.close()
    opened.close()
    assert fingerprint(path) == before
    assert sorted(path.parent.iterdir()) == beside


def test_it_is_copied_in_with_its_attachments_and_can_be_changed_there(
    on_a_share: ProjectFile, tmp_path_factory: pytest.TempPathFactory, fingerprint: Fingerprint
) -> None:
    folder = tmp_path_factory.mktemp("local")
    before = fingerprint(on_a_share.path)
    copy = medium.copy_in(on_a_share.path, folder)
    assert copy == folder / "示范区.gpkg"
    opened = file.open_file(copy)
    assert not opened.readonly
    assert not attachments.missing(opened.db, copy)
    assert opened.db.execute("SELECT COUNT(*) FROM building").fetchone() == (3,)
    opened.close()
    assert fingerprint(on_a_share.path) == before
    assert contents.folder(copy).is_dir()


def test_a_copy_overwrites_nothing_and_leaves_nothing_half(
    on_a_share: ProjectFile, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("local")
    (folder / "示范区.gpkg").write_bytes(b"precious")
    assert medium.copy_in(on_a_share.path, folder) == folder / "示范区-2.gpkg"
    assert (folder / "示范区.gpkg").read_bytes() == b"precious"
    assert not list(folder.glob("*.part*"))


def test_a_copy_of_a_damaged_ledger_is_refused_and_leaves_nothing(
    on_a_share: ProjectFile, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("local")
    whole = bytearray(on_a_share.path.read_bytes())
    whole[4096 * 20 : 4096 * 40] = bytes(4096 * 20)
    on_a_share.path.write_bytes(whole)
    with pytest.raises(file.DamagedFile):
        medium.copy_in(on_a_share.path, folder)
    assert list(folder.iterdir()) == []


def test_a_copy_to_a_share_is_refused(on_a_share: ProjectFile) -> None:
    with pytest.raises(medium.NoPlaceForCopy):
        medium.copy_in(on_a_share.path, on_a_share.path.parent)


def test_an_older_ledger_on_a_share_is_copied_in_to_be_upgraded(
    on_a_share: ProjectFile, tmp_path_factory: pytest.TempPathFactory
) -> None:
    old = on_a_share.path.with_name("老.gpkg")
    shutil.copy(Path(__file__).parent / "released" / "schema-1.gpkg", old)
    with pytest.raises(file.OlderFile):
        file.open_file(old)
    copy = medium.copy_in(old, tmp_path_factory.mktemp("local"))
    opened = file.open_file(copy)
    assert not opened.readonly
    opened.close()


def test_a_read_only_file_needs_no_lease(project: ProjectFile) -> None:
    project.close()
    opened = file.open_file(project.path, readonly=True)
    assert opened.why is not None
    assert opened.why.key == "asked"
    assert holding.holder(project.path) is None
    opened.close()
