// The labels and relation types of which there is at least one.
CALL db.labels() YIELD label
RETURN label AS name
UNION
CALL db.relationshipTypes() YIELD relationshipType
RETURN relationshipType AS name
