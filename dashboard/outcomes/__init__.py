"""Parts of the page on results: publishing, the countdown, one result, all of them."""
