"""Pure mathematics on arrays: no database, no declarations, every formula's source."""
