"""Two replicas behind nginx on one PostgreSQL, as processes of this machine."""
