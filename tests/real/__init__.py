"""Workspaces for data that cities published; the data themselves are not part of it."""
