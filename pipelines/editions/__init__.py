"""Editions: published quarters, frozen with all they were computed from."""
