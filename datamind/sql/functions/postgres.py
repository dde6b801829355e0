"""PostgreSQL's functions that a query may call; none of them is volatile but the random ones and the clock."""

SCALAR = """
abs acos acosd acosh asin asind asinh atan atan2 atan2d atand atanh cbrt ceil ceiling cos cosd cosh cot cotd degrees div exp
factorial floor gcd lcm ln log log10 min_scale mod pi pow power radians random random_normal round scale sign sin sind sinh
sqrt tan tand tanh trim_scale trunc width_bucket greatest least numeric float4 float8 int2 int4 int8 bool text varchar bpchar
date time timetz timestamp timestamptz interval money
ascii btrim char_length character_length bit_length octet_length casefold chr concat concat_ws convert convert_from convert_to
decode encode format initcap left length like lower lpad ltrim md5 normalize is_normalized overlay parse_ident position
quote_ident quote_literal quote_nullable regexp_count regexp_instr regexp_like regexp_match regexp_matches regexp_replace
regexp_split_to_array regexp_split_to_table regexp_substr repeat replace reverse right rpad rtrim sha224 sha256 sha384 sha512
split_part starts_with string_to_array string_to_table strpos substr substring textcat to_ascii to_bin to_hex to_oct translate
trim unistr upper get_bit get_byte set_bit set_byte bit_count crc32 crc32c similarity word_similarity show_trgm
levenshtein levenshtein_less_equal soundex difference metaphone dmetaphone unaccent
age clock_timestamp current_date current_time current_timestamp date_add date_bin date_part date_subtract date_trunc extract
isfinite justify_days justify_hours justify_interval localtime localtimestamp make_date make_interval make_time make_timestamp
make_timestamptz now overlaps statement_timestamp timeofday timezone to_char to_date to_number to_timestamp
transaction_timestamp
coalesce nullif num_nonnulls num_nulls cast current_setting pg_typeof pg_column_size version current_database current_schema
gen_random_uuid uuidv4 uuidv7 uuid_extract_timestamp uuid_extract_version grouping exists
any_value array_agg avg bit_and bit_or bit_xor bool_and bool_or corr count covar_pop covar_samp cume_dist dense_rank every
first_value json_agg json_object_agg json_object_agg_strict json_object_agg_unique json_agg_strict jsonb_agg jsonb_agg_strict
jsonb_object_agg jsonb_object_agg_strict jsonb_object_agg_unique lag last_value lead max min mode nth_value ntile
percent_rank percentile_cont percentile_disc range_agg range_intersect_agg rank regr_avgx regr_avgy regr_count regr_intercept
regr_r2 regr_slope regr_sxx regr_sxy regr_syy row_number stddev stddev_pop stddev_samp string_agg sum var_pop var_samp variance
xmlagg xmlattributes json_arrayagg json_objectagg
array array_append array_cat array_dims array_fill array_length array_lower array_ndims array_position array_positions
array_prepend array_remove array_replace array_reverse array_sample array_shuffle array_sort array_to_string array_to_tsvector
array_upper cardinality generate_series generate_subscripts trim_array unnest
array_to_json json json_array json_array_elements json_array_elements_text json_array_length json_build_array
json_build_object json_each json_each_text json_exists json_extract_path json_extract_path_text json_object json_object_keys
json_populate_record json_populate_recordset json_query json_scalar json_serialize json_strip_nulls json_table json_to_record
json_to_recordset json_typeof json_value jsonb_array_elements jsonb_array_elements_text jsonb_array_length jsonb_build_array
jsonb_build_object jsonb_concat jsonb_contains jsonb_each jsonb_each_text jsonb_exists jsonb_exists_all jsonb_exists_any
jsonb_extract_path jsonb_extract_path_text jsonb_insert jsonb_object jsonb_object_keys jsonb_path_exists jsonb_path_exists_tz
jsonb_path_match jsonb_path_match_tz jsonb_path_query jsonb_path_query_array jsonb_path_query_array_tz jsonb_path_query_first
jsonb_path_query_first_tz jsonb_path_query_tz jsonb_populate_record jsonb_populate_recordset jsonb_pretty jsonb_set
jsonb_set_lax jsonb_strip_nulls jsonb_to_record jsonb_to_recordset jsonb_typeof row_to_json to_json to_jsonb row
hstore akeys avals skeys svals
abbrev broadcast family host hostmask inet cidr inet_merge inet_same_family masklen netmask network set_masklen macaddr8_set7bit
daterange int4range int8range numrange tsrange tstzrange datemultirange int4multirange int8multirange nummultirange
tsmultirange tstzmultirange multirange isempty lower_inc lower_inf range_merge upper_inc upper_inf
area bound_box box center circle diagonal diameter height isclosed ishorizontal isopen isparallel isperp isvertical line lseg
npoints path pclose point polygon popen radius slope width
array_to_tsvector numnode phraseto_tsquery plainto_tsquery querytree setweight strip to_tsquery to_tsvector ts_delete ts_filter
ts_headline ts_rank ts_rank_cd tsquery_phrase tsvector_to_array websearch_to_tsquery json_to_tsvector jsonb_to_tsvector
get_current_ts_config tsvector tsquery
xml xml_is_well_formed xml_is_well_formed_content xml_is_well_formed_document xmlcomment xmlconcat xmlelement xmlexists
xmlforest xmlparse xmlpi xmlroot xmlserialize xmltable xpath xpath_exists xmltext
pg_size_pretty pg_size_bytes enum_first enum_last enum_range
"""

TABLE = """
generate_series generate_subscripts unnest json_array_elements json_array_elements_text json_each json_each_text
json_object_keys json_populate_record json_populate_recordset json_table json_to_record json_to_recordset
jsonb_array_elements jsonb_array_elements_text jsonb_each jsonb_each_text jsonb_object_keys jsonb_path_query
jsonb_path_query_tz jsonb_populate_record jsonb_populate_recordset jsonb_to_record jsonb_to_recordset regexp_matches
regexp_split_to_table string_to_table xmltable skeys svals
now current_date date_trunc make_date make_interval
"""

INSTEAD = {
    "txid_current": "",
    "current_setting": "Only a few harmless settings can be read, such as current_setting('TimeZone').",
}
