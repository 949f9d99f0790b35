"""Normal forms of single values: identifiers, names, dates, money, shares."""
