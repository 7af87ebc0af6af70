"""`python -m dashboard`: the command line for accounts and the audit log."""

from dashboard.cli import main

if __name__ == "__main__":
    main()
