"""A crowd of visitors without browsers, and the servers they visit."""
