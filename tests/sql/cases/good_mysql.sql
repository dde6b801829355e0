-- class: plain
SELECT 1
SELECT 1;
SELECT 1 FROM DUAL
SELECT * FROM sale LIMIT 2, 3
SELECT id, state FROM sale WHERE state IN ('paid', "open") ORDER BY id DESC LIMIT 5 OFFSET 1
SELECT `s`.`id` AS `Sale No` FROM `sale` AS `s` WHERE `s`.`note` IS NOT NULL
SELECT DISTINCT state FROM sale ORDER BY 1
SELECT DISTINCTROW state FROM sale
SELECT store.sale.id FROM store.sale LIMIT 1
SELECT `s`.`id` FROM `store`.`sale` `s` LIMIT 1
(SELECT id FROM sale ORDER BY id LIMIT 2)
SELECT 10 % 3, 10 MOD 3, 7 DIV 2, 7 / 2, 5 & 3, 5 | 3, 5 ^ 3, ~5, 1 << 3, 16 >> 2, NOT 1, 1 XOR 0, 1 && 1, 1 || 0, !0
SELECT ABS(-3), SIGN(-2), CEIL(1.2), CEILING(1.2), FLOOR(1.8), ROUND(2.345, 2), TRUNCATE(9.99, 1), MOD(9, 4), POW(2, 8), POWER(2, 3), SQRT(2), EXP(1), LN(10), LOG(100), LOG(2, 8), LOG10(100), LOG2(8), PI(), RAND(3) < 2, CRC32('x'), CONV('ff', 16, 10), SIN(1), COT(1), ATAN2(1, 2), DEGREES(1), RADIANS(180)
SELECT IFNULL(note, 'none'), COALESCE(note, state), NULLIF(state, 'open'), IF(fee > 5, 'high', 'low'), GREATEST(1, 2), LEAST(1, 2), ISNULL(note), ELT(2, 'a', 'b'), FIELD('b', 'a', 'b'), INTERVAL(5, 1, 10) FROM sale
SELECT CASE WHEN fee > 10 THEN 'high' ELSE 'low' END AS band, CASE state WHEN 'paid' THEN 1 ELSE 0 END FROM sale
SELECT id FROM sale WHERE fee BETWEEN 1 AND 10 AND note <=> NULL AND state <> 'x' AND state != 'y' AND (fee > 3) IS TRUE AND (fee > 3) IS NOT UNKNOWN
SELECT id FROM sale WHERE (id, client_id) IN ((1, 1), (2, 2)) AND id = ANY (SELECT id FROM sale) AND fee >= ALL (SELECT fee FROM sale WHERE fee < 0)
SELECT CAST('7' AS SIGNED), CAST('7.5' AS DECIMAL(8,2)), CAST(fee AS CHAR(10)), CAST('2024-01-05' AS DATE), CONVERT('7', UNSIGNED), CONVERT(note USING utf8mb4), BINARY state = 'paid' FROM sale
SELECT note COLLATE utf8mb4_bin FROM sale ORDER BY note COLLATE utf8mb4_general_ci DESC
SELECT VERSION(), DATABASE(), CURRENT_DATE, CURRENT_TIMESTAMP, NOW(), CURDATE(), CURTIME(), UTC_TIMESTAMP(), SYSDATE() IS NOT NULL
SELECT COUNT(DISTINCT client_id), COUNT(DISTINCT client_id, state), SUM(DISTINCT fee), AVG(fee), MIN(sold_at), MAX(sold_at), STD(fee), STDDEV(fee), STDDEV_SAMP(fee), VARIANCE(fee), VAR_POP(fee), BIT_AND(id), BIT_OR(id), BIT_XOR(id) FROM sale
SELECT SQL_NO_CACHE id FROM sale
SELECT * FROM sale USE INDEX (PRIMARY) WHERE id = 1
SELECT * FROM sale FORCE INDEX FOR ORDER BY (PRIMARY) ORDER BY id
SELECT * FROM sale IGNORE INDEX (PRIMARY) LIMIT 1
SELECT x'4D7953', 0x4D, b'101', N'abc', _utf8mb4'abc', 1e3, .5, TRUE, NULL, 'a' 'b'
VALUES (1, 'one'), (2, 'two')
SELECT seq FROM seq_1_to_12
SELECT seq * 5 FROM seq_0_to_100_step_10
-- class: joins
SELECT c.full_name, SUM(l.qty * l.price * (1 - l.rebate)) AS revenue FROM client c INNER JOIN sale s ON s.client_id = c.id INNER JOIN sale_line l ON l.sale_id = s.id GROUP BY c.id, c.full_name ORDER BY revenue DESC LIMIT 10
SELECT * FROM client c LEFT OUTER JOIN sale s ON s.client_id = c.id AND s.state = 'paid' WHERE s.id IS NULL
SELECT c.full_name FROM client c, city t WHERE c.city_id = t.id AND t.country = 'DE'
SELECT STRAIGHT_JOIN c.full_name FROM client c JOIN sale s ON s.client_id = c.id
SELECT c.full_name FROM client c STRAIGHT_JOIN sale s ON s.client_id = c.id
SELECT COUNT(*) FROM client CROSS JOIN city
SELECT * FROM sale NATURAL JOIN (SELECT id, 1 AS one FROM client) t
SELECT * FROM sale JOIN client USING (id)
SELECT a.name, b.name AS boss FROM staff a LEFT JOIN staff b ON b.id = a.boss_id
SELECT a.item_id, b.item_id, COUNT(*) FROM sale_line a JOIN sale_line b ON a.sale_id = b.sale_id AND a.item_id < b.item_id GROUP BY 1, 2 ORDER BY 3 DESC
SELECT * FROM client c LEFT JOIN (sale s JOIN sale_line l ON l.sale_id = s.id) ON s.client_id = c.id
SELECT a.n, b.n, c.n FROM (SELECT COUNT(*) AS n FROM sale) a, (SELECT COUNT(*) AS n FROM client) b, (SELECT COUNT(*) AS n FROM item) c
-- class: subqueries
SELECT full_name FROM client c WHERE EXISTS (SELECT 1 FROM sale s WHERE s.client_id = c.id AND s.fee > (SELECT AVG(fee) FROM sale))
SELECT full_name FROM client WHERE id NOT IN (SELECT client_id FROM sale WHERE client_id IS NOT NULL)
SELECT full_name, (SELECT MAX(s.sold_at) FROM sale s WHERE s.client_id = c.id) AS last_sale FROM client c
SELECT t.state, t.n FROM (SELECT state, COUNT(*) n FROM sale GROUP BY state) AS t WHERE t.n > 0
-- class: with
WITH monthly AS (SELECT DATE_FORMAT(sold_at, '%Y-%m') AS m, SUM(fee) AS fee FROM sale GROUP BY m) SELECT m, fee, fee - LAG(fee) OVER (ORDER BY m) AS diff FROM monthly
WITH `delete` AS (SELECT 1 AS x) SELECT x FROM `delete`
WITH updates(n) AS (SELECT COUNT(*) FROM words) SELECT n FROM updates
WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t WHERE n < 12) SELECT SUM(n) FROM t
WITH RECURSIVE tree AS (SELECT id, name, boss_id, 1 AS depth FROM staff WHERE boss_id IS NULL UNION ALL SELECT s.id, s.name, s.boss_id, t.depth + 1 FROM staff s JOIN tree t ON s.boss_id = t.id) SELECT * FROM tree
WITH RECURSIVE d AS (SELECT DATE('2024-01-01') AS day UNION ALL SELECT day + INTERVAL 1 DAY FROM d WHERE day < '2024-01-31') SELECT d.day, COUNT(s.id) FROM d LEFT JOIN sale s ON DATE(s.sold_at) = d.day GROUP BY d.day
WITH RECURSIVE d AS (SELECT CAST('2024-01-01' AS DATE) AS day UNION ALL SELECT DATE_ADD(day, INTERVAL 1 MONTH) FROM d WHERE day < '2024-12-01') SELECT * FROM d
-- class: windows
SELECT name, unit, pay, RANK() OVER (PARTITION BY unit ORDER BY pay DESC), DENSE_RANK() OVER w, ROW_NUMBER() OVER w, NTILE(4) OVER w, PERCENT_RANK() OVER w, CUME_DIST() OVER w FROM staff WINDOW w AS (PARTITION BY unit ORDER BY pay DESC)
SELECT sold_at, SUM(fee) OVER (ORDER BY sold_at ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW), AVG(fee) OVER (ORDER BY sold_at ROWS 2 PRECEDING), FIRST_VALUE(fee) OVER (ORDER BY sold_at), LAST_VALUE(fee) OVER (ORDER BY sold_at), NTH_VALUE(fee, 2) OVER (ORDER BY sold_at), LEAD(fee) OVER (ORDER BY id) FROM sale
SELECT * FROM (SELECT s.*, ROW_NUMBER() OVER (PARTITION BY client_id ORDER BY sold_at DESC) AS rn FROM sale s) x WHERE rn = 1
SELECT state, SUM(fee), 100 * SUM(fee) / SUM(SUM(fee)) OVER () AS share FROM sale GROUP BY state
SELECT MEDIAN(fee) OVER (PARTITION BY state), PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY fee) OVER (PARTITION BY state) FROM sale
-- class: aggregates
SELECT state, client_id, SUM(fee) FROM sale GROUP BY state, client_id WITH ROLLUP
SELECT state, GROUP_CONCAT(DISTINCT client_id ORDER BY client_id DESC SEPARATOR '; ') FROM sale GROUP BY state
SELECT JSON_ARRAYAGG(id), JSON_OBJECTAGG(id, state) FROM sale
SELECT state, COUNT(*) AS n FROM sale GROUP BY state HAVING n > 0 ORDER BY n DESC, state ASC
SELECT SUM(state = 'paid') AS paid, SUM(IF(fee > 5, 1, 0)) AS costly, AVG(fee > 5) FROM sale
-- class: sets
SELECT state FROM sale UNION SELECT tier FROM client UNION ALL SELECT 'x' ORDER BY 1
SELECT id FROM sale INTERSECT SELECT id FROM client
SELECT id FROM sale EXCEPT SELECT id FROM client
(SELECT id FROM sale LIMIT 1) UNION ALL (SELECT id FROM client LIMIT 1)
-- class: dates
SELECT DATE_FORMAT(sold_at, '%Y-%m-%d %H:%i'), YEAR(sold_at), MONTH(sold_at), DAY(sold_at), HOUR(sold_at), MINUTE(sold_at), SECOND(sold_at), QUARTER(sold_at), WEEK(sold_at, 1), WEEKDAY(sold_at), DAYOFWEEK(sold_at), DAYOFYEAR(sold_at), DAYNAME(sold_at), MONTHNAME(sold_at), YEARWEEK(sold_at), LAST_DAY(sold_at), DATE(sold_at), TIME(sold_at), EXTRACT(YEAR_MONTH FROM sold_at), TO_DAYS(sold_at), UNIX_TIMESTAMP(sold_at) FROM sale
SELECT NOW() - INTERVAL 30 DAY, DATE_ADD(sold_at, INTERVAL 1 MONTH), DATE_SUB(sold_at, INTERVAL '1:30' MINUTE_SECOND), ADDDATE(sold_at, 7), SUBDATE(sold_at, INTERVAL 1 WEEK), DATEDIFF(NOW(), sold_at), TIMESTAMPDIFF(HOUR, sold_at, NOW()), TIMESTAMPADD(DAY, 1, sold_at), TIMEDIFF('10:00:00', '09:30:00'), PERIOD_DIFF(202402, 202401) FROM sale
SELECT STR_TO_DATE('05.01.2024', '%d.%m.%Y'), FROM_UNIXTIME(1700000000), FROM_UNIXTIME(1700000000, '%Y'), MAKEDATE(2024, 60), MAKETIME(1, 2, 3), SEC_TO_TIME(3661), TIME_TO_SEC('01:00:00'), CONVERT_TZ(NOW(), '+00:00', '+02:00'), DATE '2024-01-01', TIMESTAMP '2024-01-01 10:00:00', GET_FORMAT(DATE, 'ISO'), TIMESTAMP('2024-01-01', '10:00')
SELECT TIMESTAMPDIFF(YEAR, birth, CURDATE()) AS years FROM client WHERE joined_on >= CURDATE() - INTERVAL 1 YEAR OR joined_on > '2020-01-01'
-- class: text
SELECT UPPER(full_name), LOWER(email), UCASE('a'), LCASE('A'), LENGTH(full_name), CHAR_LENGTH(full_name), LEFT(full_name, 3), RIGHT(full_name, 2), SUBSTRING(full_name, 2, 3), SUBSTRING(full_name FROM 2 FOR 3), SUBSTR(email, 2), MID(email, 2, 2), LOCATE('@', email), POSITION('@' IN email), INSTR(email, '@'), SUBSTRING_INDEX(email, '@', -1) FROM client
SELECT TRIM(BOTH 'x' FROM 'xax'), TRIM('  a '), LTRIM(' a'), RTRIM('a '), LPAD('7', 3, '0'), RPAD('7', 3, '.'), REPEAT('*', 5), SPACE(3), REVERSE('abc'), REPLACE('abc', 'b', 'B'), INSERT('abcdef', 2, 2, 'XX'), CONCAT('a', 1), CONCAT_WS('-', 'a', 'b'), FORMAT(12345.678, 2), MD5('x'), SHA1('x'), SHA2('x', 256), ASCII('a'), CHAR(65, 66), ORD('a'), HEX('a'), UNHEX('4D'), TO_BASE64('a'), FROM_BASE64('YQ=='), SOUNDEX('abc'), STRCMP('a', 'b'), QUOTE('x'), BIN(5), OCT(8), FIND_IN_SET('b', 'a,b'), EXPORT_SET(5, 'Y', 'N', ',', 4), MAKE_SET(1, 'a', 'b')
SELECT full_name FROM client WHERE full_name LIKE 'A%' OR full_name NOT LIKE '%\_%' OR email LIKE '%|%%' ESCAPE '|' OR full_name REGEXP '^[A-Z][a-z]+' OR full_name RLIKE 'son$' OR full_name NOT REGEXP 'x' OR full_name SOUNDS LIKE 'Ana'
SELECT REGEXP_REPLACE(email, '@.*$', ''), REGEXP_SUBSTR(email, '[a-z]+'), REGEXP_INSTR(email, '@') FROM client
SELECT 'it''s', 'it\'s', "say ""hi""", "it's", 'a\\b', 'tab\tnew', '%', '\%'
-- class: json
SELECT JSON_EXTRACT(payload, '$.page'), JSON_UNQUOTE(JSON_EXTRACT(payload, '$.page')), JSON_VALUE(payload, '$.ms'), JSON_QUERY(payload, '$.items'), JSON_LENGTH(payload), JSON_KEYS(payload), JSON_TYPE(payload), JSON_VALID(payload), JSON_CONTAINS(payload, '"/home"', '$.page'), JSON_CONTAINS_PATH(payload, 'one', '$.ms'), JSON_SEARCH(payload, 'one', '/home'), JSON_DEPTH(payload) FROM visit
SELECT JSON_OBJECT('a', 1, 'b', JSON_ARRAY(1, 2)), JSON_SET(payload, '$.z', 1), JSON_INSERT(payload, '$.z', 1), JSON_REPLACE(payload, '$.ms', 1), JSON_REMOVE(payload, '$.ms'), JSON_MERGE_PATCH(payload, '{"z": 1}'), JSON_ARRAY_APPEND('[1]', '$', 2), JSON_QUOTE('x') FROM visit
SELECT v.id, j.sku, j.n FROM visit v, JSON_TABLE(v.payload, '$.items[*]' COLUMNS (sku VARCHAR(20) PATH '$.sku', n INT PATH '$.n')) AS j
SELECT j.* FROM JSON_TABLE('[{"a":1},{"a":2}]', '$[*]' COLUMNS (ord FOR ORDINALITY, a INT PATH '$.a' DEFAULT '0' ON EMPTY)) j
-- class: tricky words
SELECT `delete`, `update`, `sleep`, `drop` FROM words WHERE `delete` = 0 AND `sleep` > 0
SELECT 'DROP TABLE sale; --' AS `drop`, 'INTO OUTFILE' AS `insert`, "SLEEP(10)" AS `sleep`
SELECT id /* DELETE FROM sale; */ FROM sale -- UPDATE sale SET fee = 0
SELECT id FROM sale # drop it later⏎LIMIT 1
SELECT `Quarter`, `Größe`, `Net ($)` FROM `Year Plan` WHERE `Quarter` = 'Q1'
SELECT '100%' AS pct, '%s' AS fmt, ':name' AS bind, '?' AS q, '@@version' AS var, '/*! x */' AS c, ' -- x' AS d
SELECT 5 - -3, 5 - - 3, -(-3)
SELECT `a--b` FROM (SELECT 1 AS `a--b`) t
SELECT 'naïve café – 東京 🚀' AS words
SELECT id FROM sale WHERE note = 'don\'t; delete' OR note = "semi;colon"
-- class: telling
EXPLAIN SELECT * FROM sale WHERE id = 1
EXPLAIN FORMAT=JSON SELECT state, COUNT(*) FROM sale GROUP BY state
EXPLAIN EXTENDED SELECT 1
DESCRIBE sale
DESC sale
DESC sale state
EXPLAIN sale
SHOW TABLES
SHOW COLUMNS FROM sale
SHOW FULL COLUMNS FROM sale
SHOW INDEX FROM sale
SHOW CREATE TABLE sale
-- class: analyses
WITH first AS (SELECT client_id, MIN(DATE_FORMAT(sold_at, '%Y-%m-01')) AS cohort FROM sale GROUP BY client_id) SELECT f.cohort, TIMESTAMPDIFF(MONTH, f.cohort, s.sold_at) AS months, COUNT(DISTINCT s.client_id) FROM sale s JOIN first f ON f.client_id = s.client_id GROUP BY 1, 2
SELECT client_id, DATEDIFF(CURDATE(), MAX(sold_at)) AS recency, COUNT(*) AS frequency, SUM(fee) AS money FROM sale GROUP BY client_id ORDER BY money DESC
SELECT HOUR(happened_at) AS h, SUM(CASE WHEN kind = 'view' THEN 1 ELSE 0 END) AS views, ROUND(AVG(kind = 'buy') * 100, 1) AS pct FROM visit GROUP BY h ORDER BY h
SELECT * FROM sale_totals ORDER BY total DESC LIMIT 3
SELECT FLOOR(fee / 5) * 5 AS bucket, COUNT(*), REPEAT('#', COUNT(*)) AS bar FROM sale GROUP BY bucket ORDER BY bucket
SELECT ST_AsText(ST_GeomFromText('POINT(1 2)')), ST_X(POINT(1, 2)), ST_Distance(POINT(0, 0), POINT(3, 4)), INET_ATON('10.0.0.1'), UUID() IS NOT NULL
