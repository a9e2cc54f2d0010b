"""Word, Excel and static pages; no Qt."""
