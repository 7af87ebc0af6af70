"""The body of a scorecard page, one file per part; departments and cities share it."""
