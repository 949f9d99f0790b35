// 结论所依据的记录 / Records a finding, decision, portrait or tag rests on
// id: text, limit: int = 100
MATCH (n:Finding|Decision|Portrait|Tag {id: $id})-[:BASED_ON]->(b:Basis)
RETURN b.record AS record_id
ORDER BY record_id LIMIT $limit
