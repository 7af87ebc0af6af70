"""The static site: pages, words, data, and what becomes of files."""
