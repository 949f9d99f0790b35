"""Portrait, rules, models, products, matching, decisions."""
