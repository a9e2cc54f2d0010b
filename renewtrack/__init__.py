"""更新台账: an offline desktop tracker for urban renewal."""

__version__ = "0.1.0"
