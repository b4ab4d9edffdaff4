"""A clerk of one agency tries every address of the site on the rows of another."""
