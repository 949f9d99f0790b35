// 股权穿透 / Holders of a firm, up to six levels
// 交叉持股在图上是一个环；确切份额用 firmgraph ownership 计算。 / Cross-holdings show as a ring; the exact shares are what firmgraph ownership computes.
WITH '91990106MA00H8319F' AS code, '2025-06-30' AS day
MATCH p = (e:Organisation {uscc: code})
  <-[r:HOLDS WHERE r.live AND coalesce(r.valid_from, day) <= day AND day <= coalesce(r.valid_to, day)]-{1,6}()
RETURN p LIMIT 200
