// What each of the versions after one up to another touched: ids, or null where they were too many.
MATCH (v:Version)
USING INDEX v:Version(number)
WHERE v.number > $since AND v.number <= $until
RETURN v.touched
