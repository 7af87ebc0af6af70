"""Who is here and what they may do: roles, rights, accounts, sign-in, audit log."""
