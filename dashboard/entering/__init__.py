"""Parts of the evaluator's page: the list, the form, the table, the template."""
