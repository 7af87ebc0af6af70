"""Charts: pure functions, frame in, Plotly figure out."""
