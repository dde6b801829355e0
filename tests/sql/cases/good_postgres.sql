-- class: plain
SELECT 1
SELECT 1;
SELECT 1 ; -- done
SELECT * FROM sale
select id, state from sale where state in ('paid','open') order by id desc limit 5
SELECT s.id AS "Sale No", s.note AS "the note" FROM sale AS s WHERE s.note IS NOT NULL OFFSET 2 ROWS FETCH FIRST 3 ROWS ONLY
SELECT DISTINCT state FROM public.sale ORDER BY 1 NULLS LAST
SELECT public.sale.id FROM public.sale LIMIT 1
(SELECT id FROM sale ORDER BY id LIMIT 2)
SELECT state, count(*) FILTER (WHERE fee > 5) AS costly, count(*) AS n FROM sale GROUP BY state HAVING count(*) > 0 ORDER BY n DESC
SELECT 10 % 3, 7 / 2.0, 2 ^ 8, |/ 49, ||/ 27, 5 & 3, 5 | 3, 5 # 3, ~5, 1 << 3, 16 >> 2
SELECT @ -3.5 AS magnitude, abs(-3), sign(-2), ceil(1.2), floor(1.8), round(2.345, 2), trunc(9.99, 1), mod(9, 4), div(9, 4), gcd(12, 18), lcm(4, 6)
SELECT exp(1), ln(10), log(100), log(2, 8), power(2, 10), sqrt(2), cbrt(27), pi(), degrees(pi()), radians(180), sin(1), cos(1), tan(1), atan2(1, 2), width_bucket(5.3, 0, 10, 5)
SELECT coalesce(note, 'none'), nullif(state, 'open'), greatest(1, 2, 3), least(3, 2, 1) FROM sale
SELECT CASE WHEN fee > 10 THEN 'high' WHEN fee > 5 THEN 'mid' ELSE 'low' END AS band, CASE state WHEN 'paid' THEN 1 ELSE 0 END FROM sale
SELECT id FROM sale WHERE fee BETWEEN 1 AND 10 AND sold_at BETWEEN SYMMETRIC '2024-12-31' AND '2024-01-01'
SELECT id FROM sale WHERE note IS DISTINCT FROM 'x' AND state IS NOT DISTINCT FROM 'paid' AND (fee > 3) IS TRUE AND (fee > 3) IS NOT UNKNOWN
SELECT id FROM sale WHERE (id, client_id) IN ((1, 1), (2, 2)) OR ROW(id, client_id) = ROW(3, 3)
SELECT id FROM sale WHERE id = ANY(ARRAY[1, 2, 3]) AND fee >= ALL (SELECT fee FROM sale WHERE fee < 0) AND id = SOME (SELECT 1)
VALUES (1, 'one'), (2, 'two')
SELECT v.n, v.word FROM (VALUES (1, 'one'), (2, 'two')) AS v(n, word)
TABLE item
SELECT count(*) FROM ONLY sale
SELECT * FROM sale TABLESAMPLE SYSTEM (50) REPEATABLE (7)
SELECT id::text || '-' || client_id::varchar(10), fee::numeric(8,1), '2024-01-05'::date, CAST('7' AS integer), '{1,2}'::int[], 'true'::boolean FROM sale
SELECT note COLLATE "C" FROM sale ORDER BY note COLLATE "C" DESC NULLS LAST
SELECT version(), current_database(), current_schema(), current_date, current_timestamp, localtime, localtimestamp(0)
SELECT count(DISTINCT client_id), count(DISTINCT (client_id, state)), sum(DISTINCT fee), avg(fee)::float8, min(sold_at), max(sold_at) FROM sale
SELECT (SELECT max(price) FROM item) - (SELECT min(price) FROM item) AS spread
SELECT NOT true AND false OR true, 1 <> 2, 1 != 2, 'a' < 'b'
SELECT s FROM sale s LIMIT 1
SELECT (s).id, (s).state FROM sale s LIMIT 1
SELECT row_to_json(s), to_jsonb(s) - 'note' FROM sale s LIMIT 2
SELECT pg_typeof(fee), pg_size_pretty(123456::bigint), pg_column_size(note) FROM sale LIMIT 1
SELECT current_setting('TimeZone')
SHOW timezone
-- class: joins
SELECT c.full_name, sum(l.qty * l.price * (1 - l.rebate)) AS revenue FROM client c JOIN sale s ON s.client_id = c.id JOIN sale_line l ON l.sale_id = s.id GROUP BY c.id, c.full_name ORDER BY revenue DESC LIMIT 10
SELECT * FROM client c LEFT JOIN sale s ON s.client_id = c.id AND s.state = 'paid' WHERE s.id IS NULL
SELECT * FROM sale FULL OUTER JOIN client ON client.id = sale.client_id
SELECT count(*) FROM client CROSS JOIN city
SELECT l.sale_id, i.title FROM sale_line l JOIN item i ON i.id = l.item_id RIGHT JOIN sale s USING (id)
SELECT * FROM sale NATURAL JOIN (SELECT id, 1 AS one FROM client) t
SELECT a.name, b.name AS boss FROM staff a LEFT JOIN staff b ON b.id = a.boss_id
SELECT a.item_id, b.item_id, count(*) FROM sale_line a JOIN sale_line b ON a.sale_id = b.sale_id AND a.item_id < b.item_id GROUP BY 1, 2 ORDER BY 3 DESC
SELECT c.full_name, t.id FROM client c CROSS JOIN LATERAL (SELECT s.id FROM sale s WHERE s.client_id = c.id ORDER BY s.sold_at DESC LIMIT 2) t
SELECT c.id, x.n FROM client c LEFT JOIN LATERAL (SELECT count(*) AS n FROM sale s WHERE s.client_id = c.id) x ON true
SELECT c.full_name FROM client c, city t WHERE c.city_id = t.id AND t.country = 'DE'
SELECT a.n, b.n, c.n FROM (SELECT count(*) AS n FROM sale) a, (SELECT count(*) AS n FROM client) b, (SELECT count(*) AS n FROM item) c
WITH a AS (SELECT sum(fee) AS x FROM sale), b AS (SELECT avg(price) AS y FROM item), c AS (SELECT count(*) AS z FROM client) SELECT x, y, z FROM a, b, c
SELECT i.title, u.tag FROM item i, unnest(i.tags) AS u(tag)
SELECT i.title, u.tag, u.ord FROM item i CROSS JOIN LATERAL unnest(i.tags) WITH ORDINALITY AS u(tag, ord)
-- class: subqueries
SELECT full_name FROM client c WHERE EXISTS (SELECT 1 FROM sale s WHERE s.client_id = c.id AND s.fee > (SELECT avg(fee) FROM sale))
SELECT full_name FROM client WHERE id NOT IN (SELECT client_id FROM sale WHERE client_id IS NOT NULL)
SELECT full_name, (SELECT max(s.sold_at) FROM sale s WHERE s.client_id = c.id) AS last_sale FROM client c
SELECT ARRAY(SELECT id FROM item ORDER BY id) AS ids, ARRAY[1, 2] || 3, (ARRAY['a','b','c'])[2], (ARRAY[1,2,3,4])[2:3]
SELECT NOT EXISTS (SELECT FROM sale WHERE id < 0)
-- class: with
WITH monthly AS (SELECT date_trunc('month', sold_at) AS m, sum(fee) AS fee FROM sale GROUP BY 1) SELECT m, fee, fee - lag(fee) OVER (ORDER BY m) AS diff FROM monthly ORDER BY m
WITH a AS MATERIALIZED (SELECT * FROM sale), b AS NOT MATERIALIZED (SELECT * FROM a WHERE fee > 1) SELECT count(*) FROM b
WITH delete AS (SELECT 1 AS x) SELECT x FROM delete
WITH updates(n) AS (SELECT count(*) FROM words) SELECT n FROM updates
WITH RECURSIVE t(n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM t WHERE n < 12) SELECT sum(n) FROM t
WITH RECURSIVE tree AS (SELECT id, name, boss_id, 1 AS depth, ARRAY[id] AS path FROM staff WHERE boss_id IS NULL UNION ALL SELECT s.id, s.name, s.boss_id, t.depth + 1, t.path || s.id FROM staff s JOIN tree t ON s.boss_id = t.id) SELECT * FROM tree ORDER BY path
WITH RECURSIVE d(day) AS (SELECT date '2024-01-01' UNION ALL SELECT day + 1 FROM d WHERE day < date '2024-01-31') SELECT d.day, count(s.id) FROM d LEFT JOIN sale s ON s.sold_at::date = d.day GROUP BY 1
WITH RECURSIVE fib(a, b) AS (SELECT 0, 1 UNION ALL SELECT b, a + b FROM fib WHERE b < 1000) SELECT a FROM fib
WITH RECURSIVE up AS (SELECT id, boss_id FROM staff WHERE id = 4 UNION SELECT s.id, s.boss_id FROM staff s, up WHERE s.id = up.boss_id) SELECT * FROM up
WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) SELECT n FROM t LIMIT 10
-- class: windows
SELECT name, unit, pay, rank() OVER (PARTITION BY unit ORDER BY pay DESC), dense_rank() OVER w, row_number() OVER w, ntile(4) OVER w, percent_rank() OVER w, cume_dist() OVER w FROM staff WINDOW w AS (PARTITION BY unit ORDER BY pay DESC)
SELECT sold_at, fee, sum(fee) OVER (ORDER BY sold_at ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW), avg(fee) OVER (ORDER BY sold_at ROWS 2 PRECEDING), first_value(fee) OVER (ORDER BY sold_at), last_value(fee) OVER (ORDER BY sold_at RANGE BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING), nth_value(fee, 2) OVER (ORDER BY sold_at) FROM sale
SELECT id, count(*) OVER (ORDER BY id GROUPS BETWEEN 1 PRECEDING AND 1 FOLLOWING EXCLUDE CURRENT ROW), lead(fee, 1, 0) OVER (ORDER BY id) FROM sale
SELECT sold_at, sum(fee) OVER (ORDER BY sold_at RANGE BETWEEN INTERVAL '7 days' PRECEDING AND CURRENT ROW) FROM sale
SELECT * FROM (SELECT s.*, row_number() OVER (PARTITION BY client_id ORDER BY sold_at DESC) AS rn FROM sale s) x WHERE rn = 1
SELECT DISTINCT ON (client_id) client_id, id, sold_at FROM sale ORDER BY client_id, sold_at DESC
SELECT state, sum(fee), 100.0 * sum(fee) / sum(sum(fee)) OVER () AS share FROM sale GROUP BY state
-- class: aggregates
SELECT state, client_id, sum(fee), grouping(state) FROM sale GROUP BY GROUPING SETS ((state), (client_id), ())
SELECT state, client_id, sum(fee), grouping(state, client_id) FROM sale GROUP BY ROLLUP (state, client_id)
SELECT state, client_id, sum(fee) FROM sale GROUP BY CUBE (state, client_id)
SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY fee), percentile_disc(ARRAY[0.25, 0.75]) WITHIN GROUP (ORDER BY fee), mode() WITHIN GROUP (ORDER BY state) FROM sale
SELECT string_agg(DISTINCT state, ', ' ORDER BY state), array_agg(id ORDER BY id DESC), json_agg(id), jsonb_object_agg(id, state), bool_and(fee > 0), bool_or(fee > 9), every(fee > 0) FROM sale
SELECT corr(qty, price), covar_pop(qty, price), regr_slope(price, qty), regr_r2(price, qty), stddev(price), stddev_pop(price), variance(price), var_samp(price), bit_and(qty), bit_or(qty) FROM sale_line
SELECT rank(5) WITHIN GROUP (ORDER BY fee) FROM sale
-- class: sets
SELECT state FROM sale UNION SELECT tier FROM client UNION ALL SELECT 'x' ORDER BY 1
SELECT id FROM sale INTERSECT SELECT id FROM client EXCEPT ALL SELECT 3
(SELECT id FROM sale LIMIT 1) UNION ALL (SELECT id FROM client LIMIT 1)
-- class: dates
SELECT date_trunc('week', sold_at), extract(dow FROM sold_at), extract(epoch FROM sold_at), date_part('hour', sold_at), to_char(sold_at, 'YYYY-MM-DD HH24:MI') FROM sale
SELECT now() - interval '30 days', current_date - 7, current_date + interval '1 month', age(now(), sold_at), age(sold_at) FROM sale
SELECT make_date(2024, 2, 29), make_interval(days => 3, hours => 4), make_timestamp(2024, 1, 1, 0, 0, 0), to_date('05.01.2024', 'DD.MM.YYYY'), to_timestamp(1700000000), date '2024-01-01' + time '10:30'
SELECT g::date AS day, count(s.id) FROM generate_series('2024-01-01'::timestamp, '2024-03-01', '1 day') AS g LEFT JOIN sale s ON s.sold_at::date = g::date GROUP BY 1 ORDER BY 1
SELECT d FROM generate_series((SELECT min(sold_at)::date FROM sale), (SELECT max(sold_at)::date FROM sale), interval '1 month') AS t(d)
SELECT count(*) FROM sale WHERE (sold_at, sold_at + interval '1 hour') OVERLAPS (timestamp '2024-01-01', timestamp '2024-12-31')
SELECT sold_at AT TIME ZONE 'UTC' AT TIME ZONE 'Europe/Berlin', timezone('UTC', now()), date_bin('15 minutes', sold_at, timestamp '2001-01-01'), justify_hours(interval '30 hours'), isfinite(sold_at) FROM sale
SELECT extract(year FROM age(birth)) AS years, INTERVAL '1 year 2 months' * 2, interval '1' day, '5 minutes'::interval FROM client
SELECT n, chr(64 + n) FROM generate_series(1, 5) n
SELECT generate_series(1, 3), unnest(ARRAY['x','y','z'])
-- class: text
SELECT upper(full_name), lower(email), initcap(full_name), length(full_name), left(full_name, 3), right(full_name, 2), substring(full_name FROM 2 FOR 3), substring(email FROM '@(.*)$'), position('@' IN email), strpos(email, '@'), split_part(email, '@', 2) FROM client
SELECT trim(both ' ' from '  x '), ltrim('xxa', 'x'), btrim('xax', 'x'), lpad('7', 3, '0'), rpad('7', 3, '.'), repeat('*', 5), reverse('abc'), replace('abc', 'b', 'B'), translate('abc', 'ab', 'xy'), overlay('abcdef' placing 'XX' from 2 for 2), concat('a', 1, NULL), concat_ws('-', 'a', 'b'), format('%s has %s', 'x', 3), md5('x'), ascii('a'), chr(65), starts_with('abc', 'ab'), quote_literal('x')
SELECT full_name FROM client WHERE full_name LIKE 'A%' OR full_name ILIKE '%berg' OR full_name ~ '^[A-Z][a-z]+' OR full_name ~* 'son$' OR full_name !~ 'x' OR full_name SIMILAR TO '(A|B)%' OR email NOT LIKE '%\_%' ESCAPE '\'
SELECT regexp_replace(email, '@.*$', '', 'g'), regexp_match(email, '(\w+)@(\w+)'), (regexp_matches(email, '\w+', 'g'))[1], regexp_split_to_array('a,b', ','), string_to_array('a b', ' '), array_to_string(ARRAY['a','b'], '/'), encode('abc'::bytea, 'hex'), to_hex(255) FROM client
SELECT full_name ^@ 'A', 'a' || 'b' FROM client
SELECT E'tab\tnew\nline', $$it's; DROP TABLE sale$$, $q$nested $$ dollars$q$, B'101', X'1F', 'it''s'
-- class: json and arrays
SELECT payload->'items'->0->>'sku', payload #>> '{page,name}', payload @> '{"page": "/home"}', payload ? 'ms', payload ?| array['a','b'], payload ?& array['a'], jsonb_typeof(payload->'items'), jsonb_array_length(payload->'items') FROM visit
SELECT v.id, e.value FROM visit v, jsonb_array_elements(v.payload->'items') AS e(value)
SELECT k, count(*) FROM visit, jsonb_object_keys(payload) AS k GROUP BY k
SELECT key, value FROM visit, jsonb_each_text(payload) WHERE key <> 'ms'
SELECT r.sku, r.n FROM visit v, jsonb_to_recordset(v.payload->'items') AS r(sku text, n int)
SELECT jsonb_path_query_array(payload, '$.items[*].sku'), payload @? '$.items[*] ? (@.n > 1)', jsonb_build_object('a', 1, 'b', ARRAY[1,2]), json_build_array(1, 'x'), jsonb_set(payload, '{ms}', '5'), payload || '{"z": 1}', payload - 'ms', jsonb_pretty(payload), jsonb_strip_nulls(payload) FROM visit
SELECT title, tags[1], cardinality(tags), array_length(tags, 1), 'new' = ANY(tags), tags @> ARRAY['new'], tags && ARRAY['new','old'], array_position(tags, 'new'), array_remove(tags, 'x'), array_append(tags, 'y'), tags || 'z'::text FROM item
SELECT int4range(1, 10) @> 5, daterange('2024-01-01', '2024-02-01') && daterange('2024-01-15', '2024-03-01'), lower(int4range(1, 5)), upper(numrange(1, 5)), isempty(int4range(1, 1))
SELECT to_tsvector('english', note) @@ to_tsquery('english', 'late & parcel'), ts_rank(to_tsvector(note), plainto_tsquery('late')), websearch_to_tsquery('"late parcel" -lost') FROM sale
SELECT point(1, 2) <-> point(4, 6), box(point(0,0), point(1,1)), inet '10.0.0.1' << inet '10.0.0.0/8', host(inet '10.0.0.1/8'), gen_random_uuid() IS NOT NULL, random() < 2
-- class: tricky words
SELECT "delete", "update", "sleep", "drop" FROM words WHERE "delete" IS NOT TRUE AND "sleep" > 0
SELECT 'DROP TABLE sale; --' AS drop_text, 'INTO OUTFILE' AS "insert", 'pg_sleep(10)' AS "pg_sleep"
SELECT id /* DELETE FROM sale; */ FROM sale -- UPDATE sale SET fee = 0
SELECT "Quarter", "Größe", "Net ($)" FROM "Year Plan" WHERE "Quarter" = 'Q1'
SELECT s.id AS "select", s.fee AS "from", s.note AS "where" FROM sale "s"
SELECT '100%' AS pct, '%s' AS fmt, ':name' AS bind, '?' AS q, '$1' AS dollar, '{x}' AS brace, E'\\' AS backslash
SELECT /* outer /* inner */ still outer */ 1
SELECT 'naïve café – 東京 🚀' AS words, 'a b' AS nbsp
-- class: telling
EXPLAIN SELECT * FROM sale WHERE id = 1
EXPLAIN (FORMAT JSON, VERBOSE) SELECT state, count(*) FROM sale GROUP BY 1
EXPLAIN VERBOSE WITH a AS (SELECT 1) SELECT * FROM a
-- class: analyses
WITH first AS (SELECT client_id, min(date_trunc('month', sold_at)) AS cohort FROM sale GROUP BY 1) SELECT f.cohort, extract(month FROM age(date_trunc('month', s.sold_at), f.cohort)) AS months, count(DISTINCT s.client_id) FROM sale s JOIN first f USING (client_id) GROUP BY 1, 2
SELECT client_id, max(sold_at)::date AS recency, count(*) AS frequency, sum(fee) AS money, ntile(5) OVER (ORDER BY sum(fee)) FROM sale GROUP BY client_id
SELECT id, fee, (fee - avg(fee) OVER ()) / nullif(stddev(fee) OVER (), 0) AS z FROM sale
SELECT kind, count(*) FILTER (WHERE extract(hour FROM happened_at) BETWEEN 9 AND 17) AS day, round(100.0 * count(*) / sum(count(*)) OVER (), 1) AS pct FROM visit GROUP BY kind
SELECT *, sum(gap) OVER (PARTITION BY client_id ORDER BY happened_at) AS session FROM (SELECT v.*, CASE WHEN happened_at - lag(happened_at) OVER (PARTITION BY client_id ORDER BY happened_at) > interval '30 min' THEN 1 ELSE 0 END AS gap FROM visit v) t
SELECT state, percentile_cont(0.9) WITHIN GROUP (ORDER BY fee) AS p90, count(*)::numeric / (SELECT count(*) FROM sale) AS share FROM sale GROUP BY state ORDER BY p90 DESC NULLS LAST
SELECT total.state, total.n FROM (SELECT state, count(*) n FROM sale GROUP BY state) total ORDER BY n DESC
SELECT * FROM sale_totals ORDER BY total DESC LIMIT 3
SELECT width_bucket(fee, 0, 50, 5) AS bucket, count(*), repeat('#', count(*)::int) AS bar FROM sale GROUP BY 1 ORDER BY 1
SELECT pg_catalog.lower('ABC'), pg_catalog.count(*) FROM sale
SELECT xmlelement(name a, 'x'), xpath('/a/text()', '<a>1</a>'::xml)
SELECT lower(s.state) AS k, jsonb_agg(jsonb_build_object('id', s.id) ORDER BY s.id) FROM sale s GROUP BY lower(s.state)
-- class: further styles
SELECT current_user, session_user, current_role, user
SELECT count(*) AS "Count" FROM sale s WHERE s.sold_at::date = DATE '2024-01-03'
SELECT id, fee::money FROM sale
SELECT sum(fee) OVER (PARTITION BY state ORDER BY sold_at ROWS UNBOUNDED PRECEDING) FROM sale
SELECT a.*, b.full_name FROM sale a INNER JOIN client b ON (a.client_id = b.id) WHERE NOT (a.fee > 5 AND b.tier = 'gold')
SELECT date_trunc('quarter', sold_at)::date, to_char(date_trunc('month', sold_at), 'Mon YYYY') FROM sale
SELECT extract(isodow from sold_at), extract(week from sold_at), extract('year' from sold_at) FROM sale
SELECT EXTRACT(EPOCH FROM (now() - sold_at)) / 86400 AS days FROM sale
SELECT sold_at::timestamptz AT TIME ZONE 'America/New_York' FROM sale
SELECT interval '1 day' * 3, '3 days'::interval + interval '2 hours', interval '90 minutes' / 2
SELECT (date '2024-03-01' - date '2024-02-01') AS d, date '2024-01-31' + integer '7'
SELECT count(*) FROM sale WHERE sold_at >= date_trunc('month', CURRENT_DATE) - INTERVAL '1 month' AND sold_at < date_trunc('month', CURRENT_DATE)
SELECT generate_series(date '2024-01-01', date '2024-01-03', interval '1 day')::date AS d
SELECT d::date, coalesce(n, 0) FROM generate_series(date '2024-01-01', date '2024-01-07', '1 day'::interval) d LEFT JOIN (SELECT sold_at::date AS day, count(*) n FROM sale GROUP BY 1) x ON x.day = d::date
SELECT * FROM generate_series(1, 10, 2) WITH ORDINALITY AS t(v, i)
SELECT * FROM unnest(ARRAY[1,2], ARRAY['a','b']) AS t(n, s)
SELECT * FROM ROWS FROM (generate_series(1,3), generate_series(4,5)) AS t(a, b)
SELECT array_agg(DISTINCT state ORDER BY state), (array_agg(id ORDER BY fee DESC))[1] FROM sale
SELECT array_agg(x) FILTER (WHERE x IS NOT NULL) FROM (SELECT note AS x FROM sale) t
SELECT string_agg(full_name, E'\n' ORDER BY full_name) FROM client
SELECT id FROM item WHERE tags <@ ARRAY['new','red','x'] OR 'old' <> ALL(tags)
SELECT specs ->> 'w', (specs ->> 'w')::int + 1, specs -> 'x' IS NULL, specs @> '{"w":3}'::jsonb FROM item
SELECT jsonb_each(specs), (jsonb_each_text(specs)).value FROM item
SELECT payload #> '{items,0}', payload #- '{items,0}', jsonb_path_query(payload, '$.items[*] ? (@.n > 1).sku') FROM visit
SELECT e->>'sku' AS sku, sum((e->>'n')::int) FROM visit CROSS JOIN LATERAL jsonb_array_elements(payload->'items') e GROUP BY 1
SELECT x.* FROM visit v, jsonb_to_record(v.payload) AS x(page text, ms int)
SELECT json_build_object('n', count(*), 'avg', round(avg(fee), 2)) FROM sale
SELECT * FROM json_each('{"a":1}'), json_array_elements('[1,2]')
SELECT '{"a":[1,2]}'::jsonb -> 'a' -> -1, '[1,2]'::jsonb @> '1', '{"a":1}'::jsonb ? 'a'
SELECT row_number() OVER () AS rn, * FROM sale
SELECT lag(fee, 1, 0::numeric) OVER w, fee - lag(fee) OVER w FROM sale WINDOW w AS (PARTITION BY client_id ORDER BY sold_at)
SELECT state, rank() OVER (ORDER BY count(*) DESC) FROM sale GROUP BY state
SELECT * FROM (SELECT state, client_id, fee, row_number() OVER (PARTITION BY state ORDER BY fee DESC) rn FROM sale) t WHERE rn <= 2
SELECT percentile_cont(ARRAY[0.1,0.5,0.9]) WITHIN GROUP (ORDER BY fee) FROM sale
SELECT count(*) FILTER (WHERE state = 'paid')::float / nullif(count(*), 0) FROM sale
SELECT grouping(state), state, sum(fee) FROM sale GROUP BY ROLLUP(state) HAVING grouping(state) = 1 OR sum(fee) > 0
SELECT state, sum(fee) FROM sale GROUP BY DISTINCT ROLLUP (state), CUBE (state)
SELECT CASE WHEN GROUPING(state) = 1 THEN 'all' ELSE state END, sum(fee) FROM sale GROUP BY GROUPING SETS ((state), ())
SELECT id FROM sale WHERE state LIKE ANY (ARRAY['p%','o%'])
SELECT id FROM sale WHERE state = ANY ('{paid,open}'::text[])
SELECT id FROM sale WHERE sold_at::time BETWEEN '09:00' AND '12:00'
SELECT * FROM sale WHERE (sold_at, id) > ('2024-01-01', 1) ORDER BY sold_at, id LIMIT 2
SELECT * FROM sale ORDER BY fee DESC NULLS LAST, id FETCH FIRST 2 ROWS WITH TIES
SELECT * FROM sale ORDER BY CASE state WHEN 'paid' THEN 1 ELSE 2 END, 1 LIMIT ALL
SELECT id AS sale_id, note AS order FROM sale
SELECT full_name name, tier type, id value FROM client
SELECT U.full_name FROM client U
SELECT 1 AS "a""b", 'c' AS "d e"
SELECT (1, 'a'), ROW(1, 2, 3), (ROW(1,2)).f1
SELECT NULL::int, NULL IS NULL, TRUE AND NULL, 1 IS NOT NULL, 'a' IS NULL
SELECT 1::bit(3), B'101'::int, 'abc'::char(2), 12.5::int, 1e10::bigint, '12:30'::time, 'infinity'::timestamp, 'NaN'::float8
SELECT '192.168.0.1'::inet, 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::uuid, '[1,5)'::int4range, '(1,2)'::point, '08:00:2b:01:02:03'::macaddr, '<a/>'::xml
SELECT cast(fee AS double precision), cast(fee AS character varying(10)), fee::decimal, sold_at::timestamp(0) without time zone, CAST(sold_at AS timestamp with time zone) FROM sale
SELECT trim(leading '0' from '007'), trim('x' from 'xax'), substring('abc' from 2), substring('abc123' from '[0-9]+'), substring('abc' for 2), position('b' in 'abc'), overlay('abc' placing 'x' from 1)
SELECT regexp_matches('a1b2', '\d', 'g'), regexp_split_to_table('a,b', ','), regexp_replace('abc', '(.)', '\1\1', 'g'), 'abc' ~ '^a.c$', 'ABC' ~* 'b', 'x' !~* 'y', 'x' !~~ 'y%', 'x' ~~* 'X'
SELECT format('%I %L %s', 'a b', 'c''d', 3), to_char(1234.5, 'FM9,999.00'), to_char(now(), 'Day, DD Mon'), to_number('1,234', '9,999')
SELECT x, y FROM (VALUES (1, 2), (3, 4)) t (x, y) UNION ALL (VALUES (5, 6))
WITH t AS (VALUES (1), (2)) SELECT column1 FROM t
WITH a AS (SELECT 1 x), b AS (SELECT x + 1 AS x FROM a) SELECT * FROM a UNION ALL SELECT * FROM b
WITH RECURSIVE c(n, s) AS (SELECT 1, '1' UNION ALL SELECT n + 1, s || ',' || (n + 1) FROM c WHERE n < 5) SELECT * FROM c
WITH RECURSIVE x AS (SELECT date_trunc('month', min(sold_at)) AS m FROM sale UNION ALL SELECT m + interval '1 month' FROM x WHERE m + interval '1 month' <= (SELECT max(sold_at) FROM sale)) SELECT m FROM x
WITH RECURSIVE g(id, boss_id, depth) AS (SELECT id, boss_id, 0 FROM staff WHERE boss_id IS NULL UNION ALL SELECT s.id, s.boss_id, g.depth + 1 FROM staff s, g WHERE s.boss_id = g.id AND g.depth < 10) SEARCH DEPTH FIRST BY id SET ord SELECT * FROM g
WITH RECURSIVE g AS (SELECT id, boss_id FROM staff WHERE id = 1 UNION ALL SELECT s.id, s.boss_id FROM staff s JOIN g ON s.boss_id = g.id) CYCLE id SET is_cycle USING path SELECT * FROM g
SELECT * FROM sale s JOIN LATERAL (SELECT sum(qty) q FROM sale_line WHERE sale_id = s.id) l ON TRUE
SELECT s.id FROM sale s JOIN client c ON s.client_id = c.id AND c.joined_on <= s.sold_at::date
SELECT * FROM (sale s JOIN client c ON s.client_id = c.id) AS j
SELECT * FROM sale JOIN client AS c ON true WHERE c.id = sale.client_id
SELECT EXISTS(SELECT 1 FROM sale), NOT EXISTS(TABLE city)
SELECT (SELECT array_agg(t) FROM (SELECT id FROM sale LIMIT 2) t)
SELECT coalesce((SELECT fee FROM sale WHERE id = 99), 0)
SELECT * FROM sale WHERE client_id IN (SELECT id FROM client WHERE city_id = ANY (SELECT id FROM city WHERE country = 'DE'))
SELECT min(id) FROM sale EXCEPT SELECT 5 INTERSECT SELECT 5
(SELECT 1 UNION SELECT 2) EXCEPT (SELECT 2) ORDER BY 1 LIMIT 1
SELECT mode() WITHIN GROUP (ORDER BY state), regr_slope(fee, id), corr(fee, id)::numeric(5,3) FROM sale
SELECT round(avg(fee)::numeric, 2), round((stddev_samp(fee) / avg(fee))::numeric, 3) FROM sale
SELECT 5 / 2, 5 / 2.0, 5 % 2, -5 % 3, 2 ^ 3 ^ 2, 7 & 3, !! 'a'::tsquery
SELECT num_nulls(note, state), num_nonnulls(note), greatest(fee, 1, NULL), nullif(fee, 0) FROM sale
SELECT date_part('year', age('2024-01-01'::date, birth)) FROM client
SELECT make_interval(0, 0, 0, 5), justify_interval(interval '35 days'), to_timestamp('2024-01-01 10', 'YYYY-MM-DD HH24'), clock_timestamp() > now()
SELECT lower(full_name) COLLATE "en-x-icu" < 'b' FROM client WHERE false
SELECT 'x'::text || 1 || NULL, concat_ws(', ', full_name, NULL, tier) FROM client
SELECT count(*) n, sum(n) OVER () FROM (SELECT 1 n) t GROUP BY n
SELECT DISTINCT ON (state) state, id, fee FROM sale ORDER BY state, fee DESC NULLS LAST
SELECT ALL id FROM sale
SELECT id FROM sale * 
SELECT "s"."id" FROM "public"."sale" "s"
SELECT width_bucket(fee, ARRAY[0, 5, 10]) FROM sale
SELECT bool_and(active), count(*) FILTER (WHERE NOT active), every(price > 0) FROM item
SELECT xmlforest(id, state), xmlagg(xmlelement(name s, id)) FROM sale GROUP BY id, state
SELECT to_tsvector('simple', full_name) @@ plainto_tsquery('simple', 'ana'), ts_headline('a b', 'a'::tsquery) FROM client
SELECT i.title, sum(l.qty) FILTER (WHERE s.state = 'paid') paid, sum(l.qty) FILTER (WHERE s.state <> 'paid') rest FROM item i LEFT JOIN sale_line l ON l.item_id = i.id LEFT JOIN sale s ON s.id = l.sale_id GROUP BY i.id
SELECT s.* , c.* FROM sale s , client c WHERE s.client_id = c.id
SELECT tier, count(*), count(*) * 100.0 / sum(count(*)) OVER () pct, repeat('█', count(*)::int) FROM client GROUP BY tier
SELECT hour, count(id) FROM generate_series(0, 23) hour LEFT JOIN visit ON extract(hour from happened_at) = hour GROUP BY hour ORDER BY hour
SELECT a, b FROM generate_series(1, 3) a, generate_series(1, 3) b
SELECT date_trunc('day', dd)::date FROM generate_series(now() - interval '7 days', now(), interval '1 day') dd
SELECT date_trunc('hour', dd) FROM generate_series('2024-01-01'::timestamptz, '2024-01-02'::timestamptz, interval '1 hour') AS dd
SELECT pg_typeof(1.5)::text, pg_typeof(now()), 'int4'::regtype
SELECT sum(CASE WHEN state = 'paid' THEN fee END) AS paid, sum(CASE WHEN state IN ('open','void') THEN 1 ELSE 0 END) FROM sale
SELECT -1 AS neg, 1 + -1, - 5, +5, 3 - -2
SELECT current_date - interval '1 year' < ALL (SELECT sold_at FROM sale) OR true
SELECT t.id FROM sale t WHERE t.note ILIKE '%' || 'late' || '%' ESCAPE '!'
SELECT stddev_pop(fee), covar_samp(fee, id), var_samp(fee) FROM sale
SELECT U&'d\0061t\0061' AS word
WITH RECURSIVE w AS (SELECT id, 1 AS step FROM sale WHERE id = 1 UNION ALL SELECT s.id, w.step + 1 FROM sale s JOIN w ON s.id = w.id + 1) SELECT * FROM w
SELECT a.id, b.id FROM sale a CROSS JOIN sale b WHERE a.id <> b.id
SELECT s.id, g FROM sale s CROSS JOIN generate_series(1, 12) g
SELECT full_name FROM client WHERE email ~ '^[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}$' OR full_name ~ '^(\w+\s?)$' OR email ~ '^([a-z]+\.)+[a-z]+$'
-- class: window
SELECT id, fee, sum(fee) OVER (ORDER BY sold_at ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS running FROM sale
SELECT id, avg(fee) OVER (ORDER BY sold_at RANGE BETWEEN INTERVAL '30 days' PRECEDING AND CURRENT ROW) FROM sale
SELECT id, sum(fee) OVER w, rank() OVER w FROM sale WINDOW w AS (PARTITION BY client_id ORDER BY fee DESC)
SELECT id, first_value(fee) OVER (PARTITION BY client_id ORDER BY sold_at GROUPS BETWEEN 1 PRECEDING AND 1 FOLLOWING EXCLUDE CURRENT ROW) FROM sale
SELECT id, count(*) FILTER (WHERE state = 'paid') OVER (PARTITION BY client_id) FROM sale
SELECT id, sold_at - lag(sold_at) OVER (PARTITION BY client_id ORDER BY sold_at) AS gap FROM sale
SELECT name, unit, pay, pay - avg(pay) OVER (PARTITION BY unit) AS diff, cume_dist() OVER (ORDER BY pay), ntile(4) OVER (ORDER BY pay) FROM staff
SELECT *, row_number() OVER () FROM city
SELECT client_id, nth_value(fee, 2) OVER (PARTITION BY client_id ORDER BY id ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) FROM sale
SELECT id, sum(sum(fee)) OVER (ORDER BY id) FROM sale GROUP BY id
SELECT state, 100.0 * count(*) / sum(count(*)) OVER () AS pct FROM sale GROUP BY state
SELECT DISTINCT ON (c.id) c.full_name, s.sold_at FROM client c JOIN sale s ON s.client_id = c.id ORDER BY c.id, s.sold_at DESC NULLS LAST
WITH s AS (SELECT *, row_number() OVER (PARTITION BY client_id ORDER BY sold_at DESC) rn FROM sale) SELECT * FROM s WHERE rn <= 3
SELECT id, lead(fee, 1, 0::numeric) OVER (ORDER BY id) FROM sale
-- class: grouping
SELECT state, client_id, sum(fee) FROM sale GROUP BY GROUPING SETS ((state), (client_id), ())
SELECT state, client_id, count(*) FROM sale GROUP BY CUBE (state, client_id)
SELECT state, client_id, count(*) FROM sale GROUP BY DISTINCT ROLLUP (state), ROLLUP (client_id)
SELECT date_trunc('month', sold_at)::date AS m, count(*) FROM sale GROUP BY m ORDER BY m
SELECT extract(year FROM sold_at)::int AS y, count(*) FROM sale GROUP BY 1 HAVING count(*) > 1
SELECT unit, percentile_cont(0.5) WITHIN GROUP (ORDER BY pay) FROM staff GROUP BY unit
SELECT percentile_cont(ARRAY[0.25, 0.5, 0.75]) WITHIN GROUP (ORDER BY pay) FROM staff
SELECT mode() WITHIN GROUP (ORDER BY state) FROM sale
SELECT rank(400) WITHIN GROUP (ORDER BY pay), percent_rank(400) WITHIN GROUP (ORDER BY pay) FROM staff
SELECT string_agg(DISTINCT name, ', ' ORDER BY name) FROM city
SELECT array_agg(id ORDER BY sold_at DESC) FILTER (WHERE fee > 1) FROM sale
SELECT bool_or(active), bool_and(active), every(active) FROM item
SELECT corr(qty, price), regr_slope(price, qty), regr_r2(price, qty), covar_samp(price, qty), stddev_pop(price), var_samp(price) FROM sale_line
SELECT count(DISTINCT (client_id, state)) FROM sale
SELECT jsonb_object_agg(name, country) FROM city
SELECT jsonb_agg(to_jsonb(c) - 'email') FROM client c
SELECT json_agg(json_build_object('id', id, 'name', name) ORDER BY id) FROM city
SELECT state, count(*) AS n FROM sale GROUP BY state HAVING sum(fee) BETWEEN 1 AND 100 OR bool_or(fee > 3)
SELECT max(array_length(tags, 1)) FROM item
SELECT (array_agg(fee ORDER BY sold_at))[1] AS first_fee FROM sale GROUP BY client_id
-- class: lateral
SELECT c.full_name, t.id FROM client c CROSS JOIN LATERAL (SELECT id FROM sale s WHERE s.client_id = c.id ORDER BY sold_at DESC LIMIT 2) t
SELECT c.full_name, t.n FROM client c LEFT JOIN LATERAL (SELECT count(*) AS n FROM sale s WHERE s.client_id = c.id) t ON true
SELECT i.title, t.tag FROM item i, unnest(i.tags) AS t(tag)
SELECT i.title, t.tag, t.ord FROM item i CROSS JOIN LATERAL unnest(i.tags) WITH ORDINALITY AS t(tag, ord)
SELECT v.id, e->>'sku' AS sku, (e->>'n')::int AS n FROM visit v, jsonb_array_elements(v.payload->'items') AS e
SELECT v.id, x.sku, x.n FROM visit v, jsonb_to_recordset(v.payload->'items') AS x(sku text, n int)
SELECT v.id, k FROM visit v, jsonb_object_keys(v.payload) k
SELECT key, value FROM visit, jsonb_each_text(payload) WHERE id = 1
SELECT id, x.* FROM visit, jsonb_to_record(payload) AS x(page text, ms int)
SELECT d::date FROM generate_series('2024-01-01'::date, '2024-01-31'::date, '1 day') AS d
SELECT d.day, count(s.id) FROM generate_series(date '2024-01-01', date '2024-03-01', interval '1 month') AS d(day) LEFT JOIN sale s ON date_trunc('month', s.sold_at) = d.day GROUP BY 1 ORDER BY 1
SELECT n, n * n FROM generate_series(1, 10) n
SELECT generate_series(1, 3), 'x'
SELECT generate_subscripts(tags, 1) FROM item
SELECT * FROM ROWS FROM (generate_series(1, 3), unnest(ARRAY['a','b','c'])) AS t(n, s)
SELECT s.id, m.word FROM sale s, regexp_split_to_table(s.note, '\s+') AS m(word)
SELECT min(d), max(d) FROM generate_series((SELECT min(sold_at) FROM sale), (SELECT max(sold_at) FROM sale), interval '1 day') d
SELECT g.y, (SELECT count(*) FROM sale WHERE extract(year FROM sold_at) = g.y) FROM generate_series(2020, 2026) AS g(y)
-- class: dates
SELECT now(), current_date, current_timestamp, localtimestamp, current_time
SELECT age(timestamp '2024-05-01', timestamp '2020-01-01'), extract(epoch FROM interval '1 hour')
SELECT full_name, extract(year FROM age(birth)) AS years FROM client
SELECT to_char(sold_at, 'YYYY-"W"IW'), to_char(fee, 'FM999G990D00') FROM sale
SELECT to_date('05 Dec 2000', 'DD Mon YYYY'), to_timestamp(1284352323), to_timestamp('2024', 'YYYY'), to_number('12,454.8-', '99G999D9S')
SELECT sold_at AT TIME ZONE 'UTC' AT TIME ZONE 'Europe/Berlin' FROM sale
SELECT timezone('America/New_York', sold_at) FROM sale
SELECT date_part('dow', sold_at), extract(isodow FROM sold_at), extract(week FROM sold_at) FROM sale
SELECT date_bin('15 minutes', sold_at, TIMESTAMP '2001-01-01') FROM sale
SELECT sold_at::date + 7, sold_at + interval '1 month' * 2, sold_at + make_interval(days => 3) FROM sale
SELECT (date_trunc('month', current_date) + interval '1 month - 1 day')::date AS month_end
SELECT count(*) FROM sale WHERE sold_at >= date_trunc('year', now()) - interval '5 years' AND sold_at < now()
SELECT (DATE '2001-02-16', DATE '2001-12-21') OVERLAPS (DATE '2001-10-30', DATE '2002-10-30')
SELECT justify_interval(interval '1 mon -1 hour'), justify_days(interval '35 days'), isfinite(date 'infinity')
SELECT make_date(2024, 2, 29), make_timestamp(2013, 7, 15, 8, 15, 23.5), make_time(8, 15, 23.5)
SELECT EXTRACT(DAY FROM (max(sold_at) - min(sold_at))) FROM sale
SELECT sold_at::time, sold_at::timestamptz, '2024-01-01'::timestamp without time zone, CAST('10:00' AS time with time zone) FROM sale
SELECT INTERVAL '1' YEAR, INTERVAL '1-2' YEAR TO MONTH, interval '3 4:05:06'
SELECT date '2024-01-01' - date '2023-01-01' AS days
SELECT tsrange(sold_at, sold_at + interval '1 day') && tsrange('2024-01-01', '2024-02-01') FROM sale
SELECT daterange('2024-01-01', '2024-02-01', '[]') @> date '2024-01-15', lower(int4range(1, 5)), upper_inc(numrange(1, 2))
SELECT statement_timestamp(), transaction_timestamp(), clock_timestamp()
SELECT date_trunc('quarter', sold_at AT TIME ZONE 'UTC', 'UTC') FROM sale
SELECT to_char(sold_at, 'Day'), to_char(interval '15h 2m 12s', 'HH24:MI:SS'), to_char(sold_at, 'TMMonth') FROM sale
-- class: text
SELECT upper(left(name, 1)) || lower(substr(name, 2)) FROM city
SELECT substring(email FROM '@(.*)$'), split_part(email, '@', 2), position('@' IN email), strpos(email, '@') FROM client
SELECT substring('Thomas' FROM 2 FOR 3), overlay('Txxxxas' PLACING 'hom' FROM 2 FOR 4), trim(BOTH 'x' FROM 'xTomxx'), trim(leading from '  a')
SELECT regexp_replace(note, '\d+', '#', 'g'), regexp_match(note, '(\w+) (\w+)'), regexp_matches(note, 'p', 'g') FROM sale
SELECT * FROM client WHERE email ~* '^[a-z]+@x\.de$' AND email !~ 'zzz'
SELECT * FROM client WHERE full_name ILIKE '%berg%' AND email NOT LIKE '%\_%' ESCAPE '\'
SELECT * FROM client WHERE full_name SIMILAR TO '%(Berg|Dee)%'
SELECT * FROM city WHERE name LIKE ANY (ARRAY['B%', 'L%'])
SELECT format('%s has %s', name, country), concat_ws(', ', name, NULL, country), concat(name, 1) FROM city
SELECT lpad(id::text, 5, '0'), rpad(name, 10, '.'), repeat('-', 3), reverse(name), initcap(name), length(name), char_length(name), octet_length(name) FROM city
SELECT ascii('a'), chr(65), translate('12345', '143', 'ax'), md5('x'), encode(sha256('x'::bytea), 'hex'), quote_literal('a''b')
SELECT string_to_array('a,b,c', ','), array_to_string(ARRAY[1,2,3], '-'), unnest(string_to_array('x y', ' '))
SELECT E'tab\there', 'it''s', $$dollar 'quoted' -- not a comment$$, $q$ $$ $q$, U&'d\0061t\+000061'
SELECT 'a'⏎'b'
SELECT name COLLATE "C" FROM city ORDER BY name COLLATE "C"
SELECT btrim('  x '), starts_with(name, 'B'), name ^@ 'B' FROM city
SELECT to_tsvector('english', note) @@ to_tsquery('english', 'late & parcel') FROM sale
SELECT ts_rank(to_tsvector(note), plainto_tsquery('parcel')) FROM sale
SELECT normalize('x', NFC), 'x' IS NORMALIZED, unistr('d\0061t')
-- class: json
SELECT payload->>'page', payload->'items'->0->>'sku', payload #>> '{items,0,sku}', payload #> '{items}' FROM visit
SELECT * FROM visit WHERE payload ? 'page' AND payload ?| array['a','ms'] AND payload ?& array['page']
SELECT * FROM visit WHERE payload @> '{"page": "/home"}'::jsonb AND NOT payload <@ '{}'::jsonb
SELECT jsonb_path_query_array(payload, '$.items[*].sku'), jsonb_path_exists(payload, '$.items[*] ? (@.n > 1)') FROM visit
SELECT * FROM visit WHERE payload @? '$.items[*] ? (@.n > 1)' AND payload @@ '$.ms > 5'
SELECT jsonb_set(payload, '{page}', '"x"'), payload - 'page', payload || '{"a":1}', payload #- '{items,0}' FROM visit
SELECT jsonb_typeof(payload->'items'), jsonb_array_length(payload->'items'), jsonb_pretty(payload) FROM visit
SELECT (payload->>'ms')::int, (payload->'ms')::numeric, CAST(payload->>'ms' AS double precision) FROM visit
SELECT row_to_json(t) FROM (SELECT id, name FROM city) t
SELECT payload['page'], payload['items'][0]['sku'] FROM visit
SELECT json_build_array(1, 'a'), jsonb_build_object('a', 1), json_object('{a,b}', '{1,2}'), to_json(now()), jsonb_strip_nulls('{"a":null}')
SELECT payload::text, payload::json FROM visit
SELECT specs->>'w' AS w, avg(price) FROM item GROUP BY specs->>'w'
SELECT '{"a":1}'::jsonb = '{"a": 1}'::jsonb, '[1,2]'::jsonb @> '2'
-- class: arrays
SELECT * FROM item WHERE 'red' = ANY (tags)
SELECT * FROM item WHERE tags && ARRAY['new','old'] AND tags @> ARRAY['new'] AND NOT (tags <@ ARRAY['z'])
SELECT tags[1], tags[1:2], array_length(tags, 1), cardinality(tags), array_position(tags, 'red'), array_append(tags, 'x') FROM item
SELECT ARRAY(SELECT name FROM city ORDER BY name), ARRAY[[1,2],[3,4]], '{1,2}'::int[]
SELECT * FROM sale WHERE id = ANY ('{1,2,3}'::int[]) OR id IN (4) OR id <> ALL (ARRAY[9])
SELECT array_remove(ARRAY[1,2,1], 1), array_replace(ARRAY[1,2], 1, 9), array_cat(ARRAY[1], ARRAY[2]), ARRAY[1] || 2, array_dims(ARRAY[1])
SELECT (ARRAY['a','b','c'])[2]
SELECT array_agg(DISTINCT tag) FROM item, unnest(tags) tag
SELECT unnest(ARRAY[1,2]), unnest(ARRAY['a','b'])
SELECT array_to_json(tags), trim_array(tags, 1) FROM item
-- class: math
SELECT greatest(1, 2), least(1, 2), power(2, 3), sqrt(16), cbrt(27), exp(1), ln(2), log(10), log(2, 8), pi(), degrees(pi()), radians(180), random() < 2
SELECT width_bucket(pay, 0, 1000, 10), count(*) FROM staff GROUP BY 1 ORDER BY 1
SELECT 1::bit(3), B'101' & B'011', 6 # 3, 6 | 1, ~5, 1 << 4, X'1F'
SELECT nullif(fee, 0), coalesce(note, 'none', 'x'), CASE WHEN fee > 5 THEN 'hi' ELSE 'lo' END, CASE state WHEN 'paid' THEN 1 WHEN 'open' THEN 2 END FROM sale
SELECT sum(CASE WHEN state = 'paid' THEN fee ELSE 0 END) / NULLIF(sum(fee), 0) FROM sale
-- class: cte and set
WITH RECURSIVE t AS (SELECT id, name, boss_id, 1 AS depth FROM staff WHERE boss_id IS NULL UNION ALL SELECT s.id, s.name, s.boss_id, t.depth + 1 FROM staff s JOIN t ON s.boss_id = t.id WHERE t.depth < 10) SELECT * FROM t
WITH RECURSIVE t(id, path) AS (SELECT id, ARRAY[id] FROM staff WHERE boss_id IS NULL UNION ALL SELECT s.id, path || s.id FROM staff s, t WHERE s.boss_id = t.id AND NOT s.id = ANY(path)) SELECT * FROM t
WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 100) SELECT sum(i) FROM n
WITH RECURSIVE d AS (SELECT date '2024-01-01' AS day UNION ALL SELECT (day + interval '1 day')::date FROM d WHERE day < date '2024-01-31') SELECT count(*) FROM d
WITH RECURSIVE org AS (SELECT id, name, boss_id FROM staff WHERE id = 4 UNION SELECT s.id, s.name, s.boss_id FROM staff s JOIN org o ON o.boss_id = s.id) SELECT * FROM org
WITH RECURSIVE t AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM t) SELECT n FROM t LIMIT 10
WITH a AS MATERIALIZED (SELECT * FROM sale), b AS NOT MATERIALIZED (SELECT * FROM client) SELECT * FROM a JOIN b ON a.client_id = b.id
WITH t(a, b) AS (SELECT 1, 2) SELECT a + b FROM t
WITH RECURSIVE g AS (SELECT id, boss_id FROM staff WHERE boss_id IS NULL UNION ALL SELECT s.id, s.boss_id FROM staff s JOIN g ON s.boss_id = g.id) SEARCH DEPTH FIRST BY id SET ordercol SELECT * FROM g ORDER BY ordercol
WITH RECURSIVE g AS (SELECT id, boss_id FROM staff WHERE boss_id IS NULL UNION ALL SELECT s.id, s.boss_id FROM staff s JOIN g ON s.boss_id = g.id) CYCLE id SET is_cycle USING path SELECT * FROM g
SELECT id FROM client UNION ALL SELECT id FROM staff ORDER BY 1 LIMIT 5 OFFSET 2
(SELECT id FROM client ORDER BY id LIMIT 1) UNION (SELECT id FROM staff ORDER BY id DESC LIMIT 1)
SELECT city_id FROM client INTERSECT SELECT id FROM city EXCEPT SELECT 99
SELECT id FROM client EXCEPT ALL SELECT id FROM staff
SELECT * FROM (VALUES (1, 'one'), (2, 'two')) AS t(n, word)
TABLE city
SELECT * FROM client FETCH FIRST 2 ROWS ONLY
SELECT * FROM client ORDER BY id OFFSET 1 ROWS FETCH NEXT 1 ROW ONLY
SELECT * FROM client LIMIT ALL
-- class: joins and subqueries
SELECT * FROM city NATURAL JOIN city b
SELECT c.full_name FROM client c WHERE EXISTS (SELECT FROM sale s WHERE s.client_id = c.id)
SELECT c.full_name FROM client c WHERE c.id NOT IN (SELECT client_id FROM sale WHERE client_id IS NOT NULL)
SELECT * FROM sale WHERE (client_id, state) IN (SELECT client_id, state FROM sale WHERE fee > 1)
SELECT * FROM sale WHERE fee > ALL (SELECT fee FROM sale WHERE state = 'void') AND fee >= ANY (SELECT fee FROM sale) AND fee = SOME (SELECT fee FROM sale)
SELECT * FROM sale s FULL OUTER JOIN client c ON c.id = s.client_id
SELECT a.name, b.name FROM staff a LEFT JOIN staff b ON b.id = a.boss_id
SELECT (c).full_name FROM client c
SELECT c FROM client c
SELECT c.* FROM client c, sale s WHERE c.id = s.client_id AND s.fee BETWEEN SYMMETRIC 10 AND 1
SELECT * FROM sale WHERE note IS DISTINCT FROM 'x' AND (fee > 1) IS NOT FALSE AND note IS NOT NULL AND (1 = 1) IS TRUE AND NULL IS UNKNOWN
SELECT * FROM sale TABLESAMPLE BERNOULLI (50)
SELECT * FROM sale TABLESAMPLE SYSTEM (50) REPEATABLE (42)
SELECT * FROM ONLY sale
SELECT s.* FROM public.sale AS s
SELECT "Quarter", "Größe", "Net ($)" FROM "Year Plan" ORDER BY "Net ($)" DESC NULLS LAST
SELECT "delete", "update", "sleep" AS "insert", "drop" FROM words WHERE "delete"
SELECT total FROM sale_totals WHERE total > (SELECT avg(total) FROM sale_totals)
SELECT row(1, 2) = row(1, 2), row(1, 'a')::text, (1, 2) < (1, 3)
SELECT id AS "order", id AS "select" FROM sale
SELECT s.id, c.full_name FROM sale s JOIN (client c JOIN city ct ON ct.id = c.city_id) ON c.id = s.client_id
SELECT count(*) FROM sale WHERE state IN ('paid', 'open') AND NOT (fee < 1 OR fee > 99)
SELECT 'DROP TABLE sale; -- DELETE' AS text, 'pg_sleep(10)' AS f /* UPDATE x */ -- INSERT
SELECT 1 AS "pg_sleep", 'select * from vault_keys' AS q
-- class: casts
SELECT '1'::int, CAST('1' AS bigint), '1.5'::numeric(10, 2), 'a'::varchar(10), 't'::bool, '\x00ff'::bytea, 'a'::char, '{"a":1}'::json, '2024-01-01'::date, '12.34'::money, int '3', float8 '1.5', '192.168.0.1/24'::inet, 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::uuid
SELECT fee::text, fee::int, fee::double precision, id::varchar, sold_at::text FROM sale
SELECT host('192.168.0.1/24'::inet), network('192.168.1.5/24'), '10.1.2.3'::inet << '10.0.0.0/8'::cidr
SELECT 'integer'::regtype
SELECT point(1, 2) <-> point(3, 4), circle(point(0, 0), 2), area(box(point(0,0), point(1,1)))
SELECT gen_random_uuid() IS NOT NULL
SELECT net(fee) FROM sale
SELECT xmlelement(name a, xmlattributes(1 AS b), 'c'), xpath('/a/text()', '<a>b</a>'), xmlagg(xmlelement(name x, id)) FROM city
SELECT version(), current_database(), current_schema, current_user, session_user
SELECT pg_size_pretty(1024::bigint)
-- class: telling
EXPLAIN SELECT * FROM sale
EXPLAIN (FORMAT JSON, COSTS OFF) SELECT * FROM sale WHERE id = 1
EXPLAIN VERBOSE SELECT 1
EXPLAIN (VERBOSE, SETTINGS) SELECT 1
SHOW server_version
SHOW search_path
SELECT 1; -- done
  SELECT 1 ;  
/* lead */ SELECT /* mid */ 1 -- tail
SELECT 1 AS один, 'ä' AS "schön", '日本語' AS 名前
SELECT id FROM sale WHERE sold_at::date = '2024-01-03' AND to_char(sold_at, 'HH24:MI') >= '08:00'
SELECT CASE WHEN count(*) = 0 THEN NULL ELSE sum(fee) / count(*) END FROM sale
SELECT date_trunc('week', sold_at) AS w, client_id, sum(fee) AS revenue, sum(sum(fee)) OVER (PARTITION BY client_id ORDER BY date_trunc('week', sold_at)) FROM sale GROUP BY 1, 2
SELECT percent_rank() OVER (ORDER BY sum(fee)) FROM sale GROUP BY client_id
SELECT c.tier, (SELECT string_agg(x.full_name, ', ') FROM client x WHERE x.tier = c.tier) FROM client c GROUP BY c.tier
WITH m AS (SELECT client_id, min(date_trunc('month', sold_at)) AS cohort FROM sale GROUP BY 1) SELECT cohort, extract(month FROM age(date_trunc('month', s.sold_at), cohort)) AS k, count(DISTINCT s.client_id) FROM sale s JOIN m USING (client_id) GROUP BY 1, 2 ORDER BY 1, 2
WITH d AS (SELECT sold_at::date AS day, count(*) AS n FROM sale GROUP BY 1) SELECT day, n, avg(n) OVER (ORDER BY day ROWS 6 PRECEDING) FROM d
SELECT fee, ntile(100) OVER (ORDER BY fee) AS pct FROM sale ORDER BY 2 DESC, 1 ASC NULLS FIRST
SELECT string_agg(name, E'\n' ORDER BY name) FROM city
SELECT array(SELECT generate_series(1,5))
SELECT a, b FROM generate_series(1,3) a, generate_series(1,3) b WHERE a < b
SELECT regexp_count('abcabc', 'b'), regexp_instr('abc', 'c'), regexp_substr('abc', 'b.'), regexp_like('abc', 'B', 'i')
SELECT merge.id FROM sale AS merge
SELECT make_interval(years => 1, months := 2)
SELECT jsonb_path_query(payload, '$.items[*]') FROM visit
SELECT (jsonb_each(payload)).key FROM visit
SELECT x.* FROM visit, LATERAL jsonb_populate_record(NULL::city, payload) x
SELECT i.id, tag FROM item i LEFT JOIN LATERAL unnest(i.tags) tag ON tag LIKE 'n%'
SELECT interval '1 day' * count(*) FROM sale
SELECT extract(century FROM now()), date_part('epoch', now() - interval '1 day')
SELECT num_nulls(note, fee), num_nonnulls(note) FROM sale
SELECT bit_and(qty), bit_or(qty), bit_xor(qty) FROM sale_line
SELECT range_agg(tsrange(sold_at, sold_at + interval '1 day')) FROM sale
SELECT isempty(int4range(1,1)), int4range(1,10) * int4range(5,15), int4range(1,3) -|- int4range(3,5)
SELECT extract('year' from sold_at), date_part('year', sold_at) FROM sale
SELECT sale.*, client.full_name FROM sale LEFT OUTER JOIN client ON sale.client_id = client.id ORDER BY sale.id LIMIT 10
SELECT SUM(l.qty * l.price * (1 - COALESCE(l.rebate, 0)))::numeric(12,2) FROM sale_line l
SELECT COUNT(*) FILTER (WHERE s.state = 'paid')::float / COUNT(*) AS paid_share FROM sale s
SELECT '10.0.0.0/8'::cidr, '08:00:2b:01:02:03'::macaddr, '$.a'::jsonpath, 'a'::name, '(1,2)'::point, '1'::oid, 'x'::bpchar, '1'::bit, '[1,2]'::int4range, '{}'::int4multirange, 'a'::tsvector, 'a'::tsquery, '((0,0),(1,1))'::box, '<(0,0),1>'::circle, '[(0,0),(1,1)]'::path, '{1,2,3}'::line, '((0,0),(1,1))'::polygon, '[(0,0),(1,1)]'::lseg, '1'::varbit, '<a/>'::xml, 'english'::regconfig, '08:00:2b:01:02:03:04:05'::macaddr8, '1'::"char", '{a,b}'::text[], '{1}'::_int4 IS NULL
SELECT CAST(x AS numeric(10,2)[]) FROM (SELECT '{1,2}' AS x) t
