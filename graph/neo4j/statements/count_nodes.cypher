// How many nodes hold today.
MATCH (n:KeyLabel)
WHERE n.live
RETURN count(n) AS nodes
