"""What people enter: the assessment store, its tables and its migrations."""
