// 企业的发现及其依据 / Findings about a party and the nodes they rest on
// id: text, limit: int = 100
MATCH (n:Organisation|Person {id: $id})-[:HAS_FINDING]->(f:Finding)
OPTIONAL MATCH (f)-[:RESTS_ON]->(b)
RETURN f.id AS id, f.name AS name, f.rule AS rule, f.pack AS pack, f.verdict AS verdict, f.value AS value,
       f.certainty AS certainty, f.as_of AS as_of, b.id AS basis_id, b.name AS basis_name
ORDER BY id, coalesce(basis_id, '') LIMIT $limit
