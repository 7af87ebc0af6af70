"""Parts of the page on bonus, deduction and veto."""
