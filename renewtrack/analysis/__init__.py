"""Pure functions over values from the store."""
