// Nothing; new records are written.
UNWIND $rows AS row
CREATE (r:Record)
SET r = row
