"""The open data: routes, filters, formats, caches."""
