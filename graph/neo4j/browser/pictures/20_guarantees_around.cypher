// 担保链 / Guarantees within three steps of a firm
// 担保圈之外还有谁担保、为谁担保。 / Who else guarantees or is guaranteed, beyond the circle.
WITH '91990106MA0KF4D43D' AS code, '2025-06-30' AS day
MATCH p = (e:Organisation {uscc: code})
  -[r:GUARANTEES WHERE r.live AND coalesce(r.valid_from, day) <= day AND day <= coalesce(r.valid_to, day)]-{1,3}()
RETURN p LIMIT 200
