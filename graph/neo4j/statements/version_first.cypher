// When the first version was loaded.
MATCH (v:Version {number: 1})
RETURN v.loaded_at
