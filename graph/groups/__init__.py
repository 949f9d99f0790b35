"""Groups of related firms: kinship, group customers, related parties and the bank's exposure to them."""
