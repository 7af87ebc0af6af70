"""One script per page; app.py runs them and dashboard/navigation.py lists them."""
