"""Copies of several offices."""
