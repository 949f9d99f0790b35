"""What must hold before any product is looked at: each gate in a file, their order as data."""
