"""The public ranking, method and data as static files, for any web server or CDN.

It reads the public published file and nothing else, and writes what stands on its own:
no scripts, nothing fetched from elsewhere, each page readable on an old telephone.
"""
