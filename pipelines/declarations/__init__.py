"""What a workspace declares, as checked and frozen models."""
