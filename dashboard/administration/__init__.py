"""Sections of the page on which accounts are run and the audit log is read."""
