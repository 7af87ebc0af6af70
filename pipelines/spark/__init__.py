"""The engine Spark: the statements of validating and measuring, run on a cluster."""
