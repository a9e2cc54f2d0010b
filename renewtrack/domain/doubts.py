"""Facts of a project that do not go together; they are told, never refused."""

from __future__ import annotations

from renewtrack.domain import stages
from renewtrack.words import Words

_UNFINISHED = Words(
    "状态是“{stage}”，进度却只有 {percent} %，请核对",
    "The stage is “{stage}” but the progress only {percent} %: please check",
)
_BEGUN = Words(
    "状态还是“{stage}”，进度却已 {percent} %，请核对",
    "The stage is still “{stage}” but the progress already {percent} %: please check",
)


def of_progress(stage: str | None, percent: float | None) -> Words | None:
    """Return why a percentage does not go with a stage; None where it may.

    Completed works stand at 100 %, works not begun at 0 %. Preliminary work counts its own
    percentage in some offices, so that only a full 100 % is doubted there.
    """
    if percent is None:
        return None
    bucket = stages.bucket_of(stage).key
    known = next((each for each in stages.STAGES if each.key == stage), None)
    doubted = {
        "done": percent < 100,
        "building": percent >= 100,
        "preliminary": percent >= 100,
        "not_started": percent > 0,
    }.get(bucket, False)
    if not doubted or known is None:
        return None
    words = _UNFINISHED if bucket == "done" else _BEGUN
    return words.filled(stage=known.words, percent=f"{percent:g}")
