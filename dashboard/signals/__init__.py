"""The signals page: what stands out against its own past, why, and what was said."""
