"""Raw files and approved assessments in, published data out. Knows nothing of screens."""

__version__ = "0.1.0"
