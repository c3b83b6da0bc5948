-- Rows as the specification of TPC-H 3.0 (clause 4.2.3) distributes them, at scale factor 1. Texts that no query looks into are random.
SELECT setseed(0.19);

CREATE FUNCTION pg_temp.one_of(words text[]) RETURNS text LANGUAGE sql VOLATILE
  RETURN words[1 + floor(random() * cardinality(words))::int];
CREATE FUNCTION pg_temp.between(low int, high int) RETURNS int LANGUAGE sql VOLATILE
  RETURN low + floor(random() * (high - low + 1))::int;
-- So many letters of nonsense, with the spaces of words.
CREATE FUNCTION pg_temp.text(low int, high int) RETURNS text LANGUAGE sql VOLATILE
  RETURN left(translate(md5(random()::text) || md5(random()::text) || md5(random()::text) || md5(random()::text), '0123', '    '),
    low + floor(random() * (high - low + 1))::int);
CREATE FUNCTION pg_temp.phone(nation int) RETURNS text LANGUAGE sql VOLATILE
  RETURN (nation + 10) || '-' || pg_temp.between(100, 999) || '-' || pg_temp.between(100, 999) || '-' || pg_temp.between(1000, 9999);

INSERT INTO region SELECT n - 1, (ARRAY['AFRICA', 'AMERICA', 'ASIA', 'EUROPE', 'MIDDLE EAST'])[n], pg_temp.text(31, 115)
FROM generate_series(1, 5) n;

INSERT INTO nation SELECT n - 1, (ARRAY[
    'ALGERIA', 'ARGENTINA', 'BRAZIL', 'CANADA', 'EGYPT', 'ETHIOPIA', 'FRANCE', 'GERMANY', 'INDIA', 'INDONESIA', 'IRAN', 'IRAQ', 'JAPAN',
    'JORDAN', 'KENYA', 'MOROCCO', 'MOZAMBIQUE', 'PERU', 'CHINA', 'ROMANIA', 'SAUDI ARABIA', 'VIETNAM', 'RUSSIA', 'UNITED KINGDOM',
    'UNITED STATES'])[n],
  (ARRAY[0, 1, 1, 1, 4, 0, 3, 3, 2, 2, 4, 4, 2, 4, 0, 0, 0, 1, 2, 3, 4, 2, 3, 3, 1])[n], pg_temp.text(31, 114)
FROM generate_series(1, 25) n;

INSERT INTO supplier
SELECT n, 'Supplier#' || lpad(n::text, 9, '0'), pg_temp.text(10, 40), nation, pg_temp.phone(nation), pg_temp.between(-99999, 999999) / 100.0,
  CASE WHEN n % 2000 = 7 THEN left('ly Customer even Complaints ' || pg_temp.text(25, 70), 101) ELSE pg_temp.text(25, 100) END
FROM (SELECT n, pg_temp.between(0, 24) AS nation FROM generate_series(1, 10000) n OFFSET 0) s;

INSERT INTO part
SELECT n, (SELECT string_agg(pg_temp.one_of(ARRAY[
    'almond', 'antique', 'aquamarine', 'azure', 'beige', 'bisque', 'black', 'blanched', 'blue', 'blush', 'brown', 'burlywood', 'burnished',
    'chartreuse', 'chiffon', 'chocolate', 'coral', 'cornflower', 'cornsilk', 'cream', 'cyan', 'dark', 'deep', 'dim', 'dodger', 'drab',
    'firebrick', 'floral', 'forest', 'frosted', 'gainsboro', 'ghost', 'goldenrod', 'green', 'grey', 'honeydew', 'hot', 'indian', 'ivory',
    'khaki', 'lace', 'lavender', 'lawn', 'lemon', 'light', 'lime', 'linen', 'magenta', 'maroon', 'medium', 'metallic', 'midnight', 'mint',
    'misty', 'moccasin', 'navajo', 'navy', 'olive', 'orange', 'orchid', 'pale', 'papaya', 'peach', 'peru', 'pink', 'plum', 'powder', 'puff',
    'purple', 'red', 'rose', 'rosy', 'royal', 'saddle', 'salmon', 'sandy', 'seashell', 'sienna', 'sky', 'slate', 'smoke', 'snow', 'spring',
    'steel', 'tan', 'thistle', 'tomato', 'turquoise', 'violet', 'wheat', 'white', 'yellow']), ' ')
    FROM generate_series(1, 5) w WHERE n > 0),
  'Manufacturer#' || maker, 'Brand#' || maker || pg_temp.between(1, 5),
  pg_temp.one_of(ARRAY['STANDARD', 'SMALL', 'MEDIUM', 'LARGE', 'ECONOMY', 'PROMO']) || ' '
    || pg_temp.one_of(ARRAY['ANODIZED', 'BURNISHED', 'PLATED', 'POLISHED', 'BRUSHED']) || ' '
    || pg_temp.one_of(ARRAY['TIN', 'NICKEL', 'BRASS', 'STEEL', 'COPPER']),
  pg_temp.between(1, 50),
  pg_temp.one_of(ARRAY['SM', 'LG', 'MED', 'JUMBO', 'WRAP']) || ' '
    || pg_temp.one_of(ARRAY['CASE', 'BOX', 'BAG', 'JAR', 'PKG', 'PACK', 'CAN', 'DRUM']),
  (90000 + (n / 10) % 20001 + 100 * (n % 1000)) / 100.0, pg_temp.text(5, 22)
FROM (SELECT n, pg_temp.between(1, 5) AS maker FROM generate_series(1, 200000) n OFFSET 0) p;

INSERT INTO partsupp
SELECT n, 1 + (n + i * (2500 + (n - 1) / 10000)) % 10000, pg_temp.between(1, 9999), pg_temp.between(100, 100000) / 100.0, pg_temp.text(49, 128)
FROM generate_series(1, 200000) n, generate_series(0, 3) i;

INSERT INTO customer
SELECT n, 'Customer#' || lpad(n::text, 9, '0'), pg_temp.text(10, 40), nation, pg_temp.phone(nation), pg_temp.between(-99999, 999999) / 100.0,
  pg_temp.one_of(ARRAY['AUTOMOBILE', 'BUILDING', 'FURNITURE', 'HOUSEHOLD', 'MACHINERY']), pg_temp.text(29, 116)
FROM (SELECT n, pg_temp.between(0, 24) AS nation FROM generate_series(1, 150000) n OFFSET 0) c;

-- Eight of each 32 keys are used; every third customer never orders.
INSERT INTO orders
SELECT (n - 1) / 8 * 32 + (n - 1) % 8 + 1, customer + CASE WHEN customer % 3 = 0 THEN 1 ELSE 0 END, 'P', pg_temp.between(85000, 50000000) / 100.0,
  date '1992-01-01' + pg_temp.between(0, 2405),
  pg_temp.one_of(ARRAY['1-URGENT', '2-HIGH', '3-MEDIUM', '4-NOT SPECIFIED', '5-LOW']),
  'Clerk#' || lpad(pg_temp.between(1, 1000)::text, 9, '0'), 0,
  CASE WHEN n % 90 = 5 THEN left('ly special deposits. requests ' || pg_temp.text(19, 48), 79) ELSE pg_temp.text(19, 78) END
FROM (SELECT n, pg_temp.between(1, 149998) AS customer FROM generate_series(1, 1500000) n OFFSET 0) o;

INSERT INTO lineitem
SELECT l_orderkey, part, 1 + (part + pg_temp.between(0, 3) * (2500 + (part - 1) / 10000)) % 10000, line, quantity,
  quantity * (90000 + (part / 10) % 20001 + 100 * (part % 1000)) / 100.0, pg_temp.between(0, 10) / 100.0, pg_temp.between(0, 8) / 100.0,
  CASE WHEN received > date '1995-06-17' THEN 'N' ELSE pg_temp.one_of(ARRAY['R', 'A']) END,
  CASE WHEN shipped > date '1995-06-17' THEN 'O' ELSE 'F' END, shipped, committed, received,
  pg_temp.one_of(ARRAY['DELIVER IN PERSON', 'COLLECT COD', 'NONE', 'TAKE BACK RETURN']),
  pg_temp.one_of(ARRAY['REG AIR', 'AIR', 'RAIL', 'SHIP', 'TRUCK', 'MAIL', 'FOB']), pg_temp.text(10, 43)
FROM (
  SELECT l_orderkey, line, part, quantity, shipped, committed, shipped + pg_temp.between(1, 30) AS received
  FROM (
    SELECT o_orderkey AS l_orderkey, line, pg_temp.between(1, 200000) AS part, pg_temp.between(1, 50) AS quantity,
      o_orderdate + pg_temp.between(1, 121) AS shipped, o_orderdate + pg_temp.between(30, 90) AS committed
    FROM (SELECT o_orderkey, o_orderdate, pg_temp.between(1, 7) AS lines FROM orders OFFSET 0) o, generate_series(1, lines) line
    OFFSET 0
  ) shipped_lines
  OFFSET 0
) lines;

UPDATE orders SET o_orderstatus = status
FROM (SELECT l_orderkey, CASE WHEN bool_and(l_linestatus = 'F') THEN 'F' WHEN bool_and(l_linestatus = 'O') THEN 'O' ELSE 'P' END AS status
  FROM lineitem GROUP BY l_orderkey) s
WHERE o_orderkey = l_orderkey AND status <> 'P';
