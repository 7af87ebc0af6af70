"""Parts of the reviewer's page: the queue, one panel, decisions."""
