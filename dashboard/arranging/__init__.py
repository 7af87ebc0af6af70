"""Parts of the page on cycles: opened, assigned, watched; the register of people."""
