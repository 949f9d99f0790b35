"""What is known: ontology, records in, stores, who relates to whom."""
