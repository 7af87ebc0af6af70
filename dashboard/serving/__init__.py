"""Several processes of the dashboard behind a web server: started, watched, renewed."""
