"""Sections of the page on which democratic reviews are run."""
