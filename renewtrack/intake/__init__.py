"""Any sheet to checked rows, and the same layouts backwards."""
