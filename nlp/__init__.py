"""Text in, keywords and tags with their spans out; knows no store."""
