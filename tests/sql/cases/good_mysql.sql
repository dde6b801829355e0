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
-- class: further styles
SELECT COUNT(*) cnt FROM sale WHERE sold_at >= '2024-01-01' AND sold_at < '2024-01-01' + INTERVAL 1 MONTH
SELECT DATE_FORMAT(sold_at, '%b %Y'), DATE_FORMAT(sold_at, '%x-W%v'), DATE_FORMAT(sold_at, '%W %M %e') FROM sale
SELECT EXTRACT(YEAR FROM sold_at), EXTRACT(HOUR FROM sold_at), EXTRACT(DAY_HOUR FROM sold_at) FROM sale
SELECT DATE_ADD('2024-01-31', INTERVAL 1 MONTH), DATE_SUB(NOW(), INTERVAL 2 HOUR), NOW() + INTERVAL '1 2' DAY_HOUR, '2024-01-01' - INTERVAL 1 SECOND, ADDTIME('10:00:00', '01:00:00'), SUBTIME('10:00:00', '01:00:00')
SELECT DATE(sold_at) d, SUM(fee) FROM sale GROUP BY DATE(sold_at) ORDER BY d
SELECT YEAR(sold_at) y, MONTH(sold_at) m, SUM(fee) FROM sale GROUP BY y, m WITH ROLLUP
SELECT state, SUM(fee) total FROM sale GROUP BY state HAVING total > 1 ORDER BY total DESC
SELECT state AS 'the state', COUNT(*) AS 'n' FROM sale GROUP BY state
SELECT "double quoted" AS txt, 'single' AS `col name`
SELECT c.*, s.id sid FROM client c LEFT JOIN sale s ON c.id = s.client_id AND s.state IN ('paid')
SELECT IF(COUNT(*) > 0, SUM(fee) / COUNT(*), NULL) FROM sale
SELECT IFNULL(SUM(fee), 0), COALESCE(MAX(note), '-'), NULLIF(COUNT(*), 0) FROM sale
SELECT CONCAT(full_name, ' <', email, '>') FROM client
SELECT GROUP_CONCAT(full_name ORDER BY full_name SEPARATOR '\n') FROM client
SELECT GROUP_CONCAT(DISTINCT CONCAT(tier, ':', id) ORDER BY id DESC SEPARATOR ', ') FROM client
SELECT ROUND(AVG(fee), 2), FORMAT(SUM(fee), 2), TRUNCATE(MAX(fee), 1) FROM sale
SELECT CAST(fee AS DOUBLE), CAST(fee AS UNSIGNED INTEGER), CAST('2024-01-01 10:00' AS DATETIME), CAST('10:00' AS TIME), CAST(id AS CHAR CHARACTER SET utf8mb4), CONVERT(fee, CHAR(10)), CAST(fee AS FLOAT) FROM sale
SELECT id DIV 2, id MOD 2, id % 2, -id, +id, !id, ~id & 7, id << 1, id >> 1, id | 8, id ^ 1 FROM sale
SELECT 1 = 1, 1 <> 2, 1 != 2, NULL <=> NULL, 1 IS NULL, NOT 1, 5 BETWEEN 1 AND 9, 'a' LIKE 'A', 'a' LIKE BINARY 'A', 'b' IN ('a', 'b')
SELECT * FROM sale WHERE note REGEXP 'late|lost' OR note NOT RLIKE '^x' OR note REGEXP BINARY 'L'
SELECT * FROM sale WHERE note IS NULL OR note = '' ORDER BY note IS NULL, note DESC LIMIT 3
SELECT * FROM sale ORDER BY FIELD(state, 'paid', 'open', 'void'), id
SELECT * FROM sale ORDER BY RAND() LIMIT 1
SELECT * FROM sale ORDER BY 1 DESC, NULL
SELECT DISTINCT tier, city_id FROM client
SELECT COUNT(DISTINCT tier), COUNT(DISTINCT IF(city_id = 2, id, NULL)) FROM client
SELECT x.state, x.n / y.n FROM (SELECT state, COUNT(*) n FROM sale GROUP BY state) x CROSS JOIN (SELECT COUNT(*) n FROM sale) y
SELECT x.state, x.n / y.n FROM (SELECT state, COUNT(*) n FROM sale GROUP BY state) x JOIN (SELECT COUNT(*) n FROM sale) y
SELECT s.*, (SELECT SUM(qty) FROM sale_line WHERE sale_id = s.id) q FROM sale s
SELECT * FROM sale s WHERE fee = (SELECT MAX(fee) FROM sale WHERE client_id = s.client_id)
SELECT * FROM sale WHERE (client_id, fee) IN (SELECT client_id, MAX(fee) FROM sale GROUP BY client_id)
SELECT * FROM sale WHERE EXISTS (SELECT * FROM sale_line WHERE sale_line.sale_id = sale.id AND qty > 1)
SELECT ROW_NUMBER() OVER (ORDER BY fee DESC) rn, sale.* FROM sale
SELECT fee, SUM(fee) OVER (ORDER BY id ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING), AVG(fee) OVER (PARTITION BY state), COUNT(*) OVER () FROM sale
SELECT SUM(fee) OVER (ORDER BY id RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) FROM sale
SELECT YEARWEEK(sold_at, 3), WEEKOFYEAR(sold_at), DAYOFMONTH(sold_at), MICROSECOND(sold_at), TO_SECONDS(sold_at), FROM_DAYS(TO_DAYS(sold_at)) FROM sale
SELECT DATEDIFF('2024-02-01', '2024-01-01'), TIMESTAMPDIFF(MINUTE, '2024-01-01', NOW()), PERIOD_ADD(202401, 3), LAST_DAY(NOW()), STR_TO_DATE('2024-01', '%Y-%m')
SELECT CURDATE() - INTERVAL WEEKDAY(CURDATE()) DAY, DATE_FORMAT(NOW() - INTERVAL 1 MONTH, '%Y-%m-01'), CURRENT_DATE(), CURRENT_TIME(), CURRENT_TIMESTAMP(), LOCALTIME(), LOCALTIMESTAMP(), UTC_DATE(), UTC_TIME()
SELECT JSON_EXTRACT(payload, '$.items[0].sku', '$.ms'), JSON_UNQUOTE(JSON_EXTRACT(payload, '$.items[0].sku')) sku FROM visit
SELECT * FROM visit WHERE JSON_VALUE(payload, '$.page') = '/home' AND JSON_EXTRACT(payload, '$.ms') > 5
SELECT JSON_ARRAYAGG(JSON_OBJECT('id', id, 'fee', fee)) FROM sale
SELECT JSON_PRETTY(payload), JSON_COMPACT(payload), JSON_DETAILED(payload), JSON_EXISTS(payload, '$.ms') FROM visit
SELECT id, full_name FROM client UNION ALL SELECT id, title FROM item ORDER BY 2 LIMIT 3
(SELECT id FROM sale ORDER BY fee LIMIT 1) UNION (SELECT id FROM sale ORDER BY fee DESC LIMIT 1) ORDER BY id
SELECT 1 UNION DISTINCT SELECT 1 EXCEPT SELECT 2 INTERSECT SELECT 3
WITH a AS (SELECT 1 x), b AS (SELECT x + 1 x FROM a) SELECT * FROM a, b
WITH RECURSIVE n AS (SELECT 0 i UNION ALL SELECT i + 1 FROM n WHERE i < 23) SELECT i, COUNT(v.id) FROM n LEFT JOIN visit v ON HOUR(v.happened_at) = i GROUP BY i
WITH RECURSIVE m AS (SELECT DATE_FORMAT(MIN(sold_at), '%Y-%m-01') AS d FROM sale UNION ALL SELECT DATE_ADD(d, INTERVAL 1 MONTH) FROM m WHERE d < (SELECT MAX(sold_at) FROM sale)) SELECT d FROM m
WITH RECURSIVE w AS (SELECT 1 AS n, CAST('a' AS CHAR(50)) AS s UNION ALL SELECT n + 1, CONCAT(s, 'a') FROM w WHERE n < 5) SELECT * FROM w
SELECT t.id FROM sale AS t IGNORE INDEX (PRIMARY) JOIN client AS c FORCE INDEX FOR JOIN (PRIMARY) ON c.id = t.client_id
SELECT HIGH_PRIORITY SQL_BIG_RESULT state, COUNT(*) FROM sale GROUP BY state
SELECT ALL id FROM sale
SELECT sale.id, `sale`.state FROM sale WHERE sale.`note` LIKE '%\%%' OR note LIKE '%_x' ESCAPE '#'
SELECT 'It''s', 'line\nbreak', 'quote\"s', "it's", "say \"x\"", '\\'
SELECT 0b101, b'1', 0xFF, X'FF', 1.5e-3, -0.5, 100000000000000000000, 1., .1
SELECT TRIM(LEADING '0' FROM '007'), TRIM(TRAILING 'x' FROM 'axx'), LPAD(id, 5, 0), CHAR(77 USING utf8mb4), CONCAT('a', NULL), SUBSTR('abc' FROM 2), SUBSTRING('abc', -2) FROM sale
SELECT LEFT(full_name, LOCATE(' ', full_name) - 1), SUBSTRING_INDEX(full_name, ' ', -1), CHAR_LENGTH(full_name) - CHAR_LENGTH(REPLACE(full_name, 'a', '')), CONCAT(UCASE(LEFT(tier, 1)), SUBSTRING(tier, 2)) FROM client
SELECT GREATEST(1, 2, NULL), LEAST('a', 'b'), COALESCE(NULL, NULL, 3), NVL(NULL, 1), NVL2(1, 'y', 'n'), DECODE_ORACLE(1, 1, 'a', 'b')
SELECT STDDEV_POP(fee), VAR_SAMP(fee), BIT_COUNT(7), SIGN(-5), POW(fee, 2), RAND() < 2, FLOOR(RAND() * 10) < 11 FROM sale
SELECT CASE WHEN fee >= 10 THEN 'A' WHEN fee >= 5 THEN 'B' ELSE 'C' END grade, COUNT(*) FROM sale GROUP BY grade
SELECT SUM(CASE state WHEN 'paid' THEN fee ELSE 0 END) paid, SUM(IF(state = 'open', fee, 0)) open_fee FROM sale
SELECT MAX(IF(line_no = 1, price, NULL)) a, MAX(IF(line_no = 2, price, NULL)) b FROM sale_line GROUP BY sale_id
SELECT MD5(full_name), SHA2(email, 256), CRC32(email), UUID() <> '', HEX(id), CONV(id, 10, 2), INET_NTOA(1) FROM client
SELECT s.state, COUNT(*) FROM sale s GROUP BY 1 ORDER BY 2 DESC LIMIT 10
SELECT COUNT(*) FROM sale WHERE sold_at BETWEEN '2024-01-01 00:00:00' AND '2024-12-31 23:59:59' AND DAYOFWEEK(sold_at) NOT IN (1, 7)
SELECT d.seq, COUNT(s.id) FROM seq_1_to_31 d LEFT JOIN sale s ON DAY(s.sold_at) = d.seq GROUP BY d.seq
SELECT DATE_ADD('2024-01-01', INTERVAL seq DAY) d FROM seq_0_to_6
SELECT id FROM sale WHERE note COLLATE utf8mb4_general_ci = 'LATE PARCEL'
SELECT INTERVAL 1 DAY + '2024-01-01', WEEK(NOW()), WEEK(NOW(), 3), QUARTER(NOW()), MONTHNAME(NOW()), TIME_FORMAT('10:30', '%H'), SEC_TO_TIME(90)
SELECT id FROM sale WHERE id IN (1,2,3) AND NOT (id = 2) AND id ^ 1 AND (id OR 0) XOR 0
SELECT a.id, b.id FROM sale a, sale b WHERE a.id < b.id AND a.client_id = b.client_id
SELECT SUM(qty * price * (1 - COALESCE(rebate, 0))) AS revenue FROM sale_line
SELECT id FROM sale LIMIT 1 OFFSET 1
SELECT id FROM sale OFFSET 1 ROWS FETCH NEXT 1 ROWS ONLY
SELECT PERCENTILE_DISC(0.5) WITHIN GROUP (ORDER BY fee) OVER () FROM sale
SELECT VALUE(id) FROM sale WHERE FALSE
SELECT ST_ASTEXT(POINT(1,1)), ST_DISTANCE_SPHERE(POINT(0,0), POINT(1,1))
SELECT TIMESTAMPDIFF(SECOND, LAG(happened_at) OVER (PARTITION BY client_id ORDER BY happened_at), happened_at) FROM visit
SELECT STRAIGHT_JOIN s.id FROM sale s
SELECT `id` AS `order`, `state` AS `group` FROM `sale` `select`
SELECT COUNT(*) AS `count`, MIN(fee) AS `min` FROM sale
SELECT 1 /* comment */ + /* another */ 1 -- end
SELECT REGEXP_SUBSTR('abc123', '[0-9]+'), REGEXP_REPLACE('abc', '(a)(b)', '\\2\\1'), 'abc' REGEXP '^a.*c$'
SELECT full_name FROM client WHERE email REGEXP '^[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\\.[A-Za-z]{2,}$'
SELECT a.id, b.id FROM sale a CROSS JOIN sale b WHERE a.id <> b.id
-- class: window
SELECT id, fee, SUM(fee) OVER (ORDER BY sold_at ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS running FROM sale
SELECT id, AVG(fee) OVER (PARTITION BY client_id ORDER BY sold_at ROWS 2 PRECEDING) FROM sale
SELECT id, RANK() OVER w, DENSE_RANK() OVER w, ROW_NUMBER() OVER w, PERCENT_RANK() OVER w, CUME_DIST() OVER w, NTILE(3) OVER w FROM sale WINDOW w AS (ORDER BY fee)
SELECT id, LAG(fee) OVER (ORDER BY id), LEAD(fee, 2) OVER (ORDER BY id), FIRST_VALUE(fee) OVER (ORDER BY id), LAST_VALUE(fee) OVER (ORDER BY id), NTH_VALUE(fee, 2) OVER (ORDER BY id) FROM sale
SELECT state, 100 * COUNT(*) / SUM(COUNT(*)) OVER () AS pct FROM sale GROUP BY state
WITH s AS (SELECT *, ROW_NUMBER() OVER (PARTITION BY client_id ORDER BY sold_at DESC) rn FROM sale) SELECT * FROM s WHERE rn = 1
SELECT name, pay, MEDIAN(pay) OVER (PARTITION BY unit) FROM staff
SELECT name, PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY pay) OVER (PARTITION BY unit) FROM staff
-- class: grouping
SELECT DATE_FORMAT(sold_at, '%Y-%m') AS m, COUNT(*) FROM sale GROUP BY m ORDER BY m
SELECT YEAR(sold_at) y, QUARTER(sold_at) q, SUM(fee) FROM sale GROUP BY y, q HAVING SUM(fee) > 1
SELECT GROUP_CONCAT(DISTINCT name ORDER BY name DESC SEPARATOR ' | ') FROM city
SELECT GROUP_CONCAT(CONCAT(id, ':', name)) FROM city
SELECT STDDEV(fee), STDDEV_POP(fee), STDDEV_SAMP(fee), VARIANCE(fee), VAR_POP(fee), VAR_SAMP(fee), STD(fee) FROM sale
SELECT BIT_AND(qty), BIT_OR(qty), BIT_XOR(qty) FROM sale_line
SELECT COUNT(DISTINCT client_id, state) FROM sale
SELECT JSON_ARRAYAGG(name), JSON_OBJECTAGG(name, country) FROM city
SELECT SUM(state = 'paid'), AVG(state = 'paid'), SUM(IF(state = 'paid', fee, 0)), COUNT(IF(state='open', 1, NULL)) FROM sale
SELECT client_id, MAX(fee) - MIN(fee) spread FROM sale GROUP BY client_id ORDER BY spread DESC LIMIT 5
SELECT SQL_CALC_FOUND_ROWS id FROM sale WHERE 1 = 0
SELECT HIGH_PRIORITY id FROM sale
SELECT STRAIGHT_JOIN c.id FROM client c JOIN sale s ON s.client_id = c.id
-- class: dates
SELECT NOW(), CURDATE(), CURTIME(), CURRENT_DATE, CURRENT_TIMESTAMP, CURRENT_TIMESTAMP(), UTC_TIMESTAMP(), UTC_DATE(), UTC_TIME(), SYSDATE(), LOCALTIME, LOCALTIMESTAMP
SELECT DATE_ADD(sold_at, INTERVAL 1 MONTH), DATE_SUB(sold_at, INTERVAL '1:30' HOUR_MINUTE), sold_at + INTERVAL 7 DAY, sold_at - INTERVAL 1 WEEK, ADDDATE(sold_at, 3), SUBDATE(sold_at, INTERVAL 1 YEAR) FROM sale
SELECT DATEDIFF(NOW(), sold_at), TIMESTAMPDIFF(MONTH, sold_at, NOW()), TIMEDIFF('10:00:00', '09:00:00'), TIMESTAMPADD(WEEK, 1, sold_at) FROM sale
SELECT YEAR(sold_at), MONTH(sold_at), DAY(sold_at), DAYOFMONTH(sold_at), HOUR(sold_at), MINUTE(sold_at), SECOND(sold_at), MICROSECOND(sold_at), DAYOFWEEK(sold_at), WEEKDAY(sold_at), DAYOFYEAR(sold_at), WEEK(sold_at, 3), WEEKOFYEAR(sold_at), YEARWEEK(sold_at, 1), QUARTER(sold_at) FROM sale
SELECT DAYNAME(sold_at), MONTHNAME(sold_at), LAST_DAY(sold_at), TO_DAYS(sold_at), FROM_DAYS(738000), UNIX_TIMESTAMP(sold_at), FROM_UNIXTIME(1700000000), FROM_UNIXTIME(1700000000, '%Y') FROM sale
SELECT STR_TO_DATE('01,5,2013', '%d,%m,%Y'), DATE('2024-01-01 10:00'), TIME('2024-01-01 10:00'), TIMESTAMP('2024-01-01'), MAKEDATE(2024, 60), MAKETIME(10, 5, 3), SEC_TO_TIME(2378), TIME_TO_SEC('22:23:00'), PERIOD_ADD(202401, 2), PERIOD_DIFF(202402, 202301)
SELECT EXTRACT(YEAR_MONTH FROM sold_at), EXTRACT(WEEK FROM sold_at), TIME_FORMAT('10:00', '%H'), CONVERT_TZ(sold_at, '+00:00', '+02:00'), GET_FORMAT(DATE, 'EUR') FROM sale
SELECT * FROM sale WHERE sold_at BETWEEN '2024-01-01' AND '2024-12-31' AND DATE(sold_at) = '2024-01-03'
SELECT * FROM sale WHERE sold_at >= DATE_SUB(CURDATE(), INTERVAL 30 DAY) AND sold_at < CURDATE() + INTERVAL 1 DAY
SELECT DATE_FORMAT(sold_at, '%W %M %e %Y %H:%i:%s %p'), DATE_FORMAT(sold_at, '%x-W%v') FROM sale
SELECT FLOOR(DATEDIFF(CURDATE(), birth) / 365.25) AS age, TIMESTAMPDIFF(YEAR, birth, CURDATE()) FROM client
SELECT INTERVAL(5, 1, 3, 7)
-- class: text
SELECT CONCAT(UPPER(LEFT(name, 1)), LOWER(SUBSTRING(name, 2))), CONCAT_WS('-', name, country) FROM city
SELECT SUBSTRING_INDEX(email, '@', -1), LOCATE('@', email), INSTR(email, '@'), POSITION('@' IN email), SUBSTR(email, 1, 3), MID(email, 2, 2), RIGHT(email, 2) FROM client
SELECT SUBSTRING('abc' FROM 2 FOR 1), TRIM(LEADING 'x' FROM 'xxa'), TRIM('  a '), LTRIM(' a'), RTRIM('a '), LPAD(id, 5, '0'), RPAD(name, 8, '.'), REVERSE(name), REPEAT('-', 3), SPACE(2), REPLACE(name, 'e', 'E'), INSERT('Quadratic', 3, 4, 'What') FROM city
SELECT * FROM client WHERE email REGEXP '^[a-z]+@x' OR email RLIKE 'y$' OR email NOT REGEXP 'q'
SELECT REGEXP_REPLACE(note, '[0-9]+', '#'), REGEXP_SUBSTR(note, '[a-z]+'), REGEXP_INSTR(note, 'p') FROM sale
SELECT * FROM client WHERE full_name LIKE '%a\_b%' OR full_name LIKE '50!%%' ESCAPE '!' OR full_name LIKE BINARY 'Ana%'
SELECT LENGTH(name), CHAR_LENGTH(name), CHARACTER_LENGTH(name), OCTET_LENGTH(name), BIT_LENGTH(name), ASCII(name), ORD(name), HEX(name), UNHEX('41'), CHAR(65), CHAR(77 USING utf8mb4), FIELD(name, 'a', 'Lyon'), FIND_IN_SET('b', 'a,b'), ELT(1, 'a', 'b'), MAKE_SET(1, 'a', 'b'), EXPORT_SET(5, 'Y', 'N', ',', 4), QUOTE(name), SOUNDEX(name), STRCMP('a', 'b'), LCASE(name), UCASE(name) FROM city
SELECT name SOUNDS LIKE 'Lion' FROM city
SELECT MD5('a'), SHA1('a'), SHA2('a', 256), CRC32('a'), TO_BASE64('a'), FROM_BASE64('YQ=='), CONV('ff', 16, 10), BIN(5), OCT(8), FORMAT(12345.678, 2), FORMAT(12345.678, 2, 'de_DE')
SELECT "double quoted" AS t, 'it''s', 'back\'slash', _utf8mb4'x' COLLATE utf8mb4_general_ci, N'national', x'4142', 0x41, b'101', 0b11
SELECT name COLLATE utf8mb4_bin, CONVERT(name USING latin1), CAST(name AS CHAR CHARACTER SET utf8mb4), BINARY name FROM city
SELECT 'a' 'b'
SELECT `delete`, `update`, `sleep`, `drop` FROM words WHERE `delete` = 1
SELECT `Quarter`, `Größe`, `Net ($)` FROM `Year Plan` ORDER BY `Net ($)` DESC
SELECT 'DROP TABLE sale; -- x' AS t, "SLEEP(10)" AS s /* plain comment */ # hash comment
-- class: json
SELECT JSON_EXTRACT(payload, '$.page'), JSON_UNQUOTE(JSON_EXTRACT(payload, '$.page')), JSON_VALUE(payload, '$.ms'), JSON_QUERY(payload, '$.items') FROM visit
SELECT JSON_LENGTH(payload, '$.items'), JSON_KEYS(payload), JSON_TYPE(payload), JSON_VALID(payload), JSON_DEPTH(payload), JSON_CONTAINS(payload, '"/home"', '$.page'), JSON_CONTAINS_PATH(payload, 'one', '$.ms'), JSON_SEARCH(payload, 'one', 'A'), JSON_EXISTS(payload, '$.page') FROM visit
SELECT JSON_OBJECT('a', 1), JSON_ARRAY(1, 2), JSON_MERGE_PATCH('{}', '{"a":1}'), JSON_MERGE_PRESERVE('[1]', '[2]'), JSON_SET('{}', '$.a', 1), JSON_INSERT('{}', '$.a', 1), JSON_REPLACE('{"a":1}', '$.a', 2), JSON_REMOVE('{"a":1}', '$.a'), JSON_QUOTE('a'), JSON_PRETTY('[]'), JSON_COMPACT('[ ]'), JSON_DETAILED('[]'), JSON_LOOSE('[]')
SELECT v.id, j.sku, j.n FROM visit v, JSON_TABLE(v.payload, '$.items[*]' COLUMNS (sku VARCHAR(10) PATH '$.sku', n INT PATH '$.n')) AS j
SELECT j.* FROM visit v JOIN JSON_TABLE(v.payload, '$' COLUMNS (page VARCHAR(50) PATH '$.page', NESTED PATH '$.items[*]' COLUMNS (pos FOR ORDINALITY, sku VARCHAR(5) PATH '$.sku' DEFAULT '"x"' ON EMPTY NULL ON ERROR))) j
SELECT JSON_ARRAY_APPEND('[1]', '$', 2), JSON_ARRAY_INSERT('[1]', '$[0]', 2), JSON_OVERLAPS('[1]', '[1]'), JSON_EQUALS('{}', '{}'), JSON_NORMALIZE('{}')
SELECT i.title, t.tag FROM item i JOIN JSON_TABLE(i.tags, '$[*]' COLUMNS (tag VARCHAR(20) PATH '$')) t
-- class: math
SELECT ROUND(AVG(fee), 2), CEIL(1.2), CEILING(1.2), FLOOR(1.8), TRUNCATE(1.567, 1), ABS(-3), SIGN(-2), MOD(7, 3), 7 MOD 3, 7 DIV 2, 7 % 3, POW(2, 3), POWER(2, 3), SQRT(16), EXP(1), LN(2), LOG(10), LOG(2, 8), LOG2(8), LOG10(100), PI(), DEGREES(1), RADIANS(180), RAND() < 2, RAND(3) < 2, SIN(1), COS(1), TAN(1), COT(1), ATAN(1), ATAN2(1, 2), ACOS(1), ASIN(1) FROM sale
SELECT GREATEST(1, 2), LEAST(1, 2), IFNULL(note, 'x'), NULLIF(fee, 0), COALESCE(note, 'y'), IF(fee > 1, 'a', 'b'), ISNULL(note), NVL(note, 'z'), NVL2(note, 1, 2), CASE WHEN fee > 5 THEN 1 ELSE 0 END FROM sale
SELECT 5 & 3, 5 | 3, 5 ^ 3, ~5, 1 << 3, 16 >> 2, BIT_COUNT(7), !0, NOT 0, 1 XOR 0, 1 && 0, 1 || 0, 1 <=> NULL, 1 != 2, 1 <> 2
SELECT CAST('1' AS SIGNED), CAST('1' AS UNSIGNED INTEGER), CAST('1.5' AS DECIMAL(10, 2)), CAST('2024-01-01' AS DATE), CAST('2024-01-01' AS DATETIME(6)), CAST(1 AS CHAR), CAST('10:00' AS TIME), CONVERT('1', SIGNED), CONVERT('a', CHAR(3)), CAST(1 AS DOUBLE), CAST(1 AS FLOAT)
SELECT fee IS NULL, fee IS NOT NULL, (fee > 1) IS TRUE, (fee > 1) IS NOT FALSE, NULL IS UNKNOWN FROM sale
SELECT INET_ATON('1.2.3.4'), INET_NTOA(16909060), IS_IPV4('1.2.3.4'), UUID() IS NOT NULL
-- class: cte and set
WITH RECURSIVE t AS (SELECT id, name, boss_id, 1 AS depth FROM staff WHERE boss_id IS NULL UNION ALL SELECT s.id, s.name, s.boss_id, t.depth + 1 FROM staff s JOIN t ON s.boss_id = t.id) SELECT * FROM t
WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n WHERE i < 100) SELECT SUM(i) FROM n
WITH RECURSIVE t(n) AS (SELECT 1 UNION SELECT n + 1 FROM t WHERE n < 5) SELECT * FROM t
WITH RECURSIVE t AS (SELECT id, CAST(name AS CHAR(200)) AS path FROM staff WHERE boss_id IS NULL UNION ALL SELECT s.id, CONCAT(t.path, '/', s.name) FROM staff s JOIN t ON s.boss_id = t.id) SELECT * FROM t ORDER BY path
WITH a AS (SELECT * FROM sale), b AS (SELECT * FROM a WHERE fee > 1) SELECT COUNT(*) FROM b
SELECT id FROM client UNION SELECT id FROM staff UNION ALL SELECT 9 ORDER BY 1 LIMIT 2, 3
(SELECT id FROM client ORDER BY id LIMIT 1) UNION ALL (SELECT id FROM staff ORDER BY id DESC LIMIT 1)
SELECT id FROM client INTERSECT SELECT id FROM staff
SELECT id FROM client EXCEPT SELECT 1
VALUES (1, 2), (3, 4)
SELECT * FROM (VALUES (1, 'a'), (2, 'b')) t
SELECT * FROM (SELECT 1 AS a UNION SELECT 2) t
SELECT 1 + 1 FROM dual WHERE 1
SELECT seq FROM seq_1_to_10
SELECT DATE('2024-01-01') + INTERVAL seq DAY AS d FROM seq_0_to_30
SELECT * FROM client LIMIT 1 OFFSET 1
SELECT * FROM client ORDER BY id FETCH FIRST 2 ROWS ONLY
SELECT * FROM client ORDER BY RAND() LIMIT 2
-- class: joins
SELECT * FROM client c JOIN sale s ON s.client_id = c.id AND s.state = 'paid' LEFT JOIN city ON city.id = c.city_id
SELECT * FROM client INNER JOIN sale USING (id)
SELECT * FROM client NATURAL LEFT JOIN city
SELECT * FROM client c RIGHT OUTER JOIN sale s ON s.client_id = c.id
SELECT * FROM city CROSS JOIN (SELECT 1 AS one) t
SELECT c.full_name FROM client c WHERE EXISTS (SELECT 1 FROM sale s WHERE s.client_id = c.id)
SELECT * FROM sale WHERE (client_id, state) IN (SELECT client_id, state FROM sale)
SELECT * FROM sale WHERE (client_id, state) = (1, 'paid') OR ROW(client_id, 1) = ROW(2, 1)
SELECT * FROM sale WHERE fee > ALL (SELECT 1) AND fee >= ANY (SELECT 0) AND fee <> SOME (SELECT 0)
SELECT * FROM sale FORCE INDEX (PRIMARY) WHERE id = 1
SELECT * FROM sale IGNORE INDEX (PRIMARY)
SELECT s.* FROM sale AS s, client AS c WHERE s.client_id = c.id
SELECT COUNT(*) FROM sale_totals
SELECT NOT EXISTS (SELECT 1 FROM sale WHERE id = 99)
SELECT id, (SELECT COUNT(*) FROM sale_line l WHERE l.sale_id = s.id) AS n FROM sale s
SELECT CASE state WHEN 'paid' THEN 'p' WHEN 'open' THEN 'o' ELSE '?' END k, COUNT(*) FROM sale GROUP BY k WITH ROLLUP
-- class: telling
EXPLAIN SELECT * FROM sale
EXPLAIN FORMAT=JSON SELECT * FROM sale
EXPLAIN EXTENDED SELECT * FROM sale
DESC client
DESCRIBE client full_name
SHOW TABLES LIKE 's%'
SHOW FULL TABLES
SHOW FIELDS FROM sale LIKE 'f%'
SHOW CREATE VIEW sale_totals
SELECT 1; -- done
SELECT 1 -- tail
SELECT id FROM sale WHERE note = 'a -- b' OR note = '# x' OR note = '/* y */'
SELECT SUM(l.qty * l.price * (1 - l.rebate)) AS revenue, i.brand FROM sale_line l JOIN item i ON i.id = l.item_id GROUP BY i.brand ORDER BY revenue DESC
SELECT `s`.`id`, `s`.`fee` FROM `sale` `s` WHERE `s`.`fee` > 1 LIMIT 10
SELECT COUNT(*) AS `count(*)`, MAX(fee) 'max fee' FROM sale
SELECT client_id, COUNT(*) n FROM sale GROUP BY 1 HAVING n > 0 ORDER BY 2 DESC
SELECT DATE(sold_at) d, SUM(SUM(fee)) OVER (ORDER BY DATE(sold_at)) FROM sale GROUP BY d
SELECT TIME(sold_at), sold_at DIV 1 FROM sale
SELECT IF(1, IF(0, 'a', 'b'), 'c'), ELT(FIELD('b', 'a', 'b'), 'x', 'y')
SELECT SUBSTRING(note, 1, 3), LEFT(note, 2), CHAR_LENGTH(TRIM(note)) FROM sale
SELECT COUNT(*) OVER () FROM sale
SELECT JSON_UNQUOTE(JSON_EXTRACT(specs, '$.w')) + 0 FROM item
SELECT MIN(sold_at), MAX(sold_at), TIMESTAMPDIFF(DAY, MIN(sold_at), MAX(sold_at)) FROM sale
SELECT UNIX_TIMESTAMP() > 0, NOW(3), NOW() - INTERVAL 1 HOUR
SELECT id FROM sale WHERE client_id IS NULL XOR state = 'void'
SELECT client_id FROM sale GROUP BY client_id ORDER BY NULL
SELECT DATE_ADD('2024-01-31', INTERVAL 1 MONTH), DATE_ADD(NOW(), INTERVAL -1 DAY), ADDTIME('10:00', '1:00'), SUBTIME('10:00', '1:00')
SELECT COALESCE(SUM(fee), 0) FROM sale WHERE 1 = 0
SELECT ROUND(100.0 * SUM(state = 'paid') / COUNT(*), 1) AS paid_pct FROM sale
SELECT YEAR(sold_at) AS yr, SUM(CASE WHEN MONTH(sold_at) = 1 THEN fee END) AS jan, SUM(CASE WHEN MONTH(sold_at) = 2 THEN fee END) AS feb FROM sale GROUP BY YEAR(sold_at)
SELECT ST_Distance(POINT(1, 1), POINT(2, 2)), ST_AsText(POINT(1, 1))
