"""One file a step. Each is made from the models and not edited by hand."""
