-- 结论所依据的记录 / Records a finding, decision, portrait or tag rests on
-- id: text, limit: int = 100
SELECT record AS record_id FROM rest WHERE element = :id ORDER BY record LIMIT :limit
