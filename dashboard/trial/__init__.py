"""The page on which weights move: not official, computed by one question."""
