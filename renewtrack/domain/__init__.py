"""Words and rules of the office; the standard library only."""
