"""The steps that bring a store's tables to what the models say (Alembic)."""
