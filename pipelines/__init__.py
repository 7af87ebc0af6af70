"""Raw files and approved assessments in, published data out; knows no screen."""

__version__ = "0.1.0"
