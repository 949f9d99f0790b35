// 有某标签的企业 / Enterprises with a tag on the last day their tags were kept, the weightiest first
// tag: text, limit: int = 100
MATCH (n:Organisation)-[r:TAGGED]->(t:Tag)
WHERE (t.id IN [$tag, 'tag:' + $tag] OR t.name = $tag)
  AND NOT EXISTS { MATCH (n)-[o:TAGGED]->() WHERE o.as_of > r.as_of }
RETURN n.id AS id, n.name AS name, t.name AS tag, r.weight AS weight, r.as_of AS as_of
ORDER BY weight DESC, id, t.id LIMIT $limit
