"""Sections of the page on which a ballot is cast."""
