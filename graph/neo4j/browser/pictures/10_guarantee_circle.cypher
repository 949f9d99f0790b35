// 担保圈 / The guarantee circle of a firm
// 三家企业互相担保，一家出事，三家受累。 / Three firms guarantee each other in a circle: when one falls, all may.
WITH '91990106MA0KF4D43D' AS code, '2025-06-30' AS day
MATCH p = (e:Organisation {uscc: code})
  -[r:GUARANTEES WHERE r.live AND coalesce(r.valid_from, day) <= day AND day <= coalesce(r.valid_to, day)]->{2,6}(e)
RETURN p LIMIT 50
