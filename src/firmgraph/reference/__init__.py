"""The pages of docs/ that are generated from code, so that they cannot say anything else than the code does."""
