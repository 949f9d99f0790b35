"""How parties are related: stated relations and their strength, paths between parties, and hidden relations."""
