"""Leaks planted on purpose: each is shown to work outside the jail, then to be caught inside it."""
