"""One file per page. Each is a script that app.py runs; dashboard/navigation.py lists them."""
