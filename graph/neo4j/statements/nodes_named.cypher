// Organisations whose names hold the character pairs a full-text query asks for.
CALL db.index.fulltext.queryNodes('organisation_name_parts', $query, {limit: $limit}) YIELD node AS n
RETURN n {.*, records: null, name_parts: null}
