"""Answers in the forms other tools read: networkx, Mermaid and the Beneficial Ownership Data Standard."""
