"""Charts: pure functions, frame in; out comes a Plotly figure or a Vega-Lite spec."""
