// 失信被执行人及其担保 / A dishonest debtor, its cases and its guarantees
// 红色节点是案件；红色粗线是担保。 / Red nodes are cases; thick red lines are guarantees.
WITH '91990104MA0M4WN7XL' AS code, '2025-06-30' AS day
MATCH p = (e:Organisation {uscc: code})-[r:SUBJECT_TO|PARTY_TO|LISTED_ON|ENCUMBERED_IN|GUARANTEES]-()
WHERE r.live AND coalesce(r.valid_from, day) <= day AND day <= coalesce(r.valid_to, day)
RETURN p LIMIT 100
