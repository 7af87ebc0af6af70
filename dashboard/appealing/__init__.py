"""Parts of the page on results that are about appeals."""
