"""Which backups stay: hours, days and months, whatever the clock says, and always good ones."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from renewtrack.store import backup_places, backups, file, keeping, manifests, proving
from renewtrack.store.backups import Backup
from renewtrack.store.manifests import KeptFile, Manifest

START = dt.datetime(2025, 1, 6, 8, tzinfo=dt.UTC)
HOUR, DAY, YEAR = dt.timedelta(hours=1), dt.timedelta(days=1), dt.timedelta(days=365)


def said(
    number: int,
    at: dt.datetime,
    content: bytes = b"",
    reason: str = "hourly",
    newest: Manifest | None = None,
) -> Manifest:
    return Manifest(
        format=manifests.FORMAT,
        sequence=number,
        created_at=at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        reason=reason,
        who="",
        district="示范区",
        schema_version=2,
        program="0",
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        change_id=number,
        seal="",
        clock=proving.clock(newest, at),
    )


def planted(
    place: Path,
    number: int,
    at: dt.datetime,
    reason: str = "hourly",
    newest: Manifest | None = None,
) -> Backup:
    """Lay a backup of few bytes into a folder, with its manifest."""
    path = place / f"{number:06d}-{reason}.gpkg"
    content = b"backup %d" % number
    path.write_bytes(content)
    manifests.write(said(number, at, content, reason, newest), manifests.beside(path))
    return proving.read(path)


def kept_of(times: Sequence[dt.datetime]) -> list[int]:
    """Return which of backups made at these times are left, pruned every now and then."""
    kept: list[Backup] = []
    for number, at in enumerate(times, 1):
        newest = kept[-1].manifest if kept else None
        kept.append(Backup(Path(f"{number:06d}.gpkg"), said(number, at, newest=newest)))
        if number % 3 and number < len(times):
            continue
        wanted = {members[0].path for members in keeping.groups(kept[::-1], dt.UTC)}
        kept = [each for each in kept if each.path in wanted]
    return [each.manifest.sequence for each in kept]


def office_hours(days: int) -> list[dt.datetime]:
    """Return eight hours a day."""
    return [START + day * DAY + hour * HOUR for day in range(days) for hour in range(8)]


def distinct(times: Sequence[dt.datetime], kept: Sequence[int], shape: str) -> int:
    return len({times[number - 1].strftime(shape) for number in kept})


@pytest.fixture(autouse=True)
def _no_waiting_for_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody cuts the power here."""
    monkeypatch.setattr("os.fsync", lambda _handle: None)


@pytest.fixture
def live(tmp_path: Path) -> Path:
    path = tmp_path / "示范区.gpkg"
    file.create(path, "示范区").close()
    return path


@pytest.fixture
def place(live: Path) -> Path:
    return backup_places.made(backups.folder(live))


def numbers(live: Path) -> list[int]:
    return [each.manifest.sequence for each in backups.all(live)]


def spoil(backup: Backup) -> None:
    content = bytearray(backup.path.read_bytes())
    content[0] ^= 1
    backup.path.write_bytes(content)


def break_live(live: Path) -> None:
    """Damage a page of the file, as a failing disk does."""
    content = bytearray(live.read_bytes())
    content[4096:8192] = bytes(4096)
    live.write_bytes(content)


def test_a_year_leaves_hours_days_and_months() -> None:
    times = office_hours(365)
    kept = kept_of(times)
    assert kept[-24:] == list(range(len(times) - 23, len(times) + 1))
    last_days = {(START + day * DAY).date() for day in range(335, 365)}
    assert last_days <= {times[number - 1].date() for number in kept}
    assert distinct(times, kept, "%Y%m") == 12
    assert len(kept) < 24 + 30 + 12 + 24


@pytest.mark.parametrize("years", [-10, 10])
def test_a_clock_that_was_off_for_a_day_evicts_nothing_and_blocks_nothing(years: int) -> None:
    times = office_hours(120)
    off = times[:800] + [at + years * YEAR for at in times[800:808]] + times[808:]
    kept, usual = kept_of(off), kept_of(times)
    assert kept[-24:] == usual[-24:]
    for shape in ("%Y%m%d", "%Y%m"):
        assert distinct(times, kept, shape) >= distinct(times, usual, shape)


@pytest.mark.parametrize("years", [-10, 10])
def test_a_clock_that_stays_off_evicts_nothing_of_before(years: int) -> None:
    times = office_hours(100)
    off = times[:700] + [at + years * YEAR for at in times[700:]]
    before = [number for number in kept_of(times) if number <= 700]
    assert distinct(times, kept_of(off)[:-8], "%Y%m%d") >= distinct(times, before, "%Y%m%d")
    assert {number for number in before if number > 676} <= set(kept_of(off))


def test_a_clock_that_begins_anew_each_day_makes_every_day_one_of_its_own() -> None:
    kept = kept_of([START + hour * HOUR for _ in range(100) for hour in range(8)])
    days = {(number - 1) // 8 for number in kept}
    assert {*range(70, 100)} <= days


def test_a_clock_that_jumps_wildly_leaves_some_of_every_age() -> None:
    times = [START + YEAR * ((number * 7919) % 21 - 10) for number in range(1000)]
    ages = {(1000 - number).bit_length() for number in kept_of(times)}
    assert ages == set(range(11))


def test_the_zone_of_the_office_says_what_a_day_is() -> None:
    late = [
        dt.datetime(2025, 1, 6, 15, 30, tzinfo=dt.UTC),
        dt.datetime(2025, 1, 6, 16, 30, tzinfo=dt.UTC),
    ]
    made = [Backup(Path(f"{n}.gpkg"), said(n, at)) for n, at in enumerate(late, 1)][::-1]
    shanghai = dt.timezone(8 * HOUR)
    assert [made[0]] in keeping.groups(made, shanghai)
    days = [each for each in keeping.groups(made, dt.UTC) if len(each) == 2]
    assert days, "one day in Greenwich, two in Shanghai"


def test_the_last_three_good_ones_stay_however_old(live: Path, place: Path) -> None:
    made = [planted(place, number, START) for number in range(1, 101)]
    for each in made[3:]:
        spoil(each)
    keeping.prune(live, START)
    assert {1, 2, 3} <= set(numbers(live))


def test_a_rotten_backup_takes_no_place_from_a_good_one(live: Path, place: Path) -> None:
    made = [
        planted(place, number, START + number * dt.timedelta(minutes=1)) for number in range(1, 41)
    ]
    spoil(made[-1])
    keeping.prune(live, START)
    left = [each for each in backups.all(live) if proving.is_good(each)]
    assert [each.manifest.sequence for each in left[-3:]] == [37, 38, 39]


def test_nothing_goes_while_the_file_fails_its_check(live: Path, place: Path) -> None:
    for number in range(1, 61):
        planted(place, number, START)
    sound = live.read_bytes()
    break_live(live)
    assert keeping.prune(live, START) == []
    assert len(numbers(live)) == 60
    live.write_bytes(sound)
    assert keeping.prune(live, START)


@pytest.mark.parametrize("content", [None, b"", b"no database at all" * 100])
def test_nothing_goes_while_there_is_no_file(
    live: Path, place: Path, content: bytes | None
) -> None:
    for number in range(1, 61):
        planted(place, number, START)
    live.unlink()
    if content is not None:
        live.write_bytes(content)
    assert keeping.prune(live, START) == []
    assert len(numbers(live)) == 60


def test_what_was_made_on_purpose_stays_beside_the_hourly_ones(live: Path, place: Path) -> None:
    planted(place, 1, START, "upgrade")
    for number in range(2, 200):
        planted(place, number, START)
    keeping.prune(live, START)
    assert 1 in numbers(live)


def test_a_content_goes_with_the_last_backup_that_names_it(live: Path, place: Path) -> None:
    letters = {}
    for number in (1, 200):
        content = b"letter %d" % number
        sha256 = hashlib.sha256(content).hexdigest()
        path = place / "files" / sha256[:2] / sha256
        path.parent.mkdir(parents=True)
        path.write_bytes(content)
        letters[number] = KeptFile(sha256, len(content), "批复.pdf", present=True), path
    for number in range(1, 201):
        each = planted(place, number, START)
        if number in letters:
            manifest = said(number, START, each.path.read_bytes())
            named = dataclasses.replace(manifest, attachments=(letters[number][0],))
            manifests.write(named, manifests.beside(each.path))
    assert 1 in {each.manifest.sequence for each in keeping.prune(live, START)}
    assert not letters[1][1].exists()
    assert letters[200][1].exists()


class Pruning(RuleBasedStateMachine):
    """Backups, rot, jumps of the clock and pruning in any order; what must stay always stays."""

    def __init__(self) -> None:
        super().__init__()
        self.room = Path(tempfile.mkdtemp(prefix="renewtrack-keeping-"))
        self.live = self.room / "x.gpkg"
        shutil.copy(SOUND["path"], self.live)
        self.place = backup_places.made(backups.folder(self.live))
        self.now = START
        self.number = 0
        self.newest: Manifest | None = None
        self.good: dict[int, bool] = {}
        self.sound = True

    def teardown(self) -> None:
        shutil.rmtree(self.room)

    @rule(
        count=st.integers(1, 30),
        minutes=st.sampled_from([0, 1, 15, 60, 24 * 60, 40 * 24 * 60]),
        reason=st.sampled_from(["hourly", "hourly", "open", "manual", "import"]),
    )
    def back_up(self, count: int, minutes: int, reason: str) -> None:
        for _ in range(count):
            self.number += 1
            self.now += dt.timedelta(minutes=minutes)
            made = planted(self.place, self.number, self.now, reason, self.newest)
            self.newest = made.manifest
            self.good[self.number] = True

    @rule(days=st.integers(-3650, 3650))
    def set_the_clock(self, days: int) -> None:
        self.now = min(max(self.now + days * DAY, START - 40 * YEAR), START + 900 * YEAR)

    @precondition(lambda self: self.good)
    @rule(first=st.integers(0, 3), count=st.integers(1, 15))
    def rot(self, first: int, count: int) -> None:
        for each in backups.all(self.live)[::-1][first : first + count]:
            if self.good[each.manifest.sequence]:
                spoil(each)
                self.good[each.manifest.sequence] = False

    @rule()
    def the_file_breaks_or_is_mended(self) -> None:
        if self.sound:
            break_live(self.live)
        else:
            shutil.copy(SOUND["path"], self.live)
        self.sound = not self.sound

    @rule()
    def prune(self) -> None:
        before = set(numbers(self.live))
        gone = {each.manifest.sequence for each in keeping.prune(self.live, self.now)}
        after = set(numbers(self.live))
        assert after == before - gone
        if not self.sound:
            assert not gone, "pruned while the file was broken"
        good = sorted(number for number in before if self.good[number])
        assert set(good[-3:]) <= after, "one of the last three good ones went"
        newest = max(before, default=0)
        for power in range(newest.bit_length()):
            old = {n for n in good if 2**power <= newest - n < 2 ** (power + 1)}
            assert not old or old & after, f"nothing good is left of age 2^{power}"
        self.good = {number: self.good[number] for number in after}

    @invariant()
    def every_file_has_its_manifest(self) -> None:
        names = {each.stem for each in self.place.glob("*.gpkg")}
        listed = {each.stem for each in self.place.glob("0*.json")}
        assert names == listed


SOUND: dict[str, Path] = {}


@pytest.fixture(scope="module", autouse=True)
def _sound(tmp_path_factory: pytest.TempPathFactory) -> None:
    SOUND["path"] = tmp_path_factory.mktemp("sound") / "x.gpkg"
    file.create(SOUND["path"], "示范区").close()


def run(
    machine: type[RuleBasedStateMachine], examples: int, phases: Sequence[Phase] = tuple(Phase)
) -> None:
    case = machine.TestCase
    case.settings = settings(
        max_examples=examples,
        stateful_step_count=15,
        deadline=None,
        database=None,
        derandomize=True,
        phases=phases,
        suppress_health_check=list(HealthCheck),
    )
    case().runTest()


def test_what_must_stay_stays_in_any_order_of_events() -> None:
    run(Pruning, examples=30)


class Careless(keeping._Judge):
    """Takes every backup for good without reading it."""

    def good(self, backup: Backup) -> bool:
        return True


def by_the_clock_alone(newest: Sequence[Backup], zone: dt.tzinfo | None) -> list[list[Backup]]:
    """The newest by date, however they were numbered."""
    dated = sorted(newest, key=lambda each: each.manifest.created_at, reverse=True)
    return [[each] for each in dated[:5]]


@pytest.mark.parametrize(
    ("name", "careless"),
    [
        ("_sound", lambda _path: True),
        ("_Judge", Careless),
        ("groups", by_the_clock_alone),
    ],
)
def test_the_same_events_find_a_careless_pruning(
    monkeypatch: pytest.MonkeyPatch, name: str, careless: object
) -> None:
    monkeypatch.setattr(keeping, name, careless)
    with pytest.raises(AssertionError, match=r"pruned while|last three|nothing good"):
        run(Pruning, examples=60, phases=[Phase.generate])
