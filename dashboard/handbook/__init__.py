"""The method, as sections of blocks: drawn by the page, printed as the handbook."""
