"""Journeys of readers through a real browser, on a small published demo."""
