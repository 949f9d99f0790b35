"""From a batch of records to the changes a store must make: the same planning for every store."""
