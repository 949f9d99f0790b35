"""Files in: formats, encodings, headers, mappings, quarantine."""
