"""Guarantees (对外担保): circles, chains, their weight against net assets, and what falls when one party does."""
