"""Every row of the source documents, the tests named after it, and changes to the code that these tests must notice."""
