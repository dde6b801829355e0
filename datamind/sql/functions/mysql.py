"""MySQL's and MariaDB's functions that a query may call."""

SCALAR = """
abs acos asin atan atan2 ceil ceiling conv cos cot crc32 crc32c degrees exp floor greatest least ln log log10 log2 mod oct pi
pow power radians rand round sign sin sqrt tan truncate
ascii bin bit_length char char_length character_length chr concat concat_ws elt export_set field find_in_set format
from_base64 hex insert instr lcase left length lengthb like locate lower lpad ltrim make_set mid natural_sort_key octet_length
ord position quote repeat replace reverse right rpad rtrim sformat soundex space strcmp substr substring substring_index
to_base64 to_char to_number trim ucase unhex upper weight_string regexp_instr regexp_like regexp_replace regexp_substr
charset coercibility collation convert cast binary extractvalue match
adddate addtime add_months convert_tz curdate current_date current_time current_timestamp curtime date date_add date_format
date_sub datediff day dayname dayofmonth dayofweek dayofyear extract from_days from_unixtime get_format hour last_day
localtime localtimestamp makedate maketime microsecond minute month monthname now period_add period_diff quarter
sec_to_time second str_to_date subdate subtime sysdate time time_format time_to_sec timediff timestamp timestampadd
timestampdiff to_days to_seconds unix_timestamp utc_date utc_time utc_timestamp week weekday weekofyear year yearweek
row coalesce decode_oracle if ifnull isnull interval nullif nvl nvl2 case default values value
any_value approx_count_distinct avg bit_and bit_count bit_or bit_xor count group_concat json_arrayagg json_objectagg max median
min percentile_cont percentile_disc std stddev stddev_pop stddev_samp sum var_pop var_samp variance grouping
cume_dist dense_rank first_value lag last_value lead nth_value ntile percent_rank rank row_number
json_array json_array_append json_array_insert json_compact json_contains json_contains_path json_depth json_detailed
json_equals json_exists json_extract json_insert json_keys json_length json_loose json_merge json_merge_patch
json_merge_preserve json_normalize json_object json_overlaps json_pretty json_query json_quote json_remove json_replace
json_schema_valid json_search json_set json_table json_type json_unquote json_valid json_value json_storage_size
column_check column_exists column_get column_json column_list
md5 sha sha1 sha2 uuid uuid_to_bin bin_to_uuid is_uuid inet_aton inet_ntoa inet6_aton inet6_ntoa is_ipv4 is_ipv4_compat
is_ipv4_mapped is_ipv6 bit_and
database schema version
area astext asbinary aswkb aswkt centroid contains crosses dimension disjoint distance endpoint envelope equals
geometryfromtext geomfromtext geometrytype intersects linestring overlaps point polygon touches within x y
st_area st_asbinary st_asgeojson st_astext st_aswkb st_aswkt st_buffer st_centroid st_contains st_convexhull st_crosses
st_difference st_dimension st_disjoint st_distance st_distance_sphere st_endpoint st_envelope st_equals st_geohash
st_geometrytype st_geomfromgeojson st_geomfromtext st_geomfromwkb st_intersection st_intersects st_isempty st_issimple
st_isvalid st_latitude st_length st_longitude st_numpoints st_overlaps st_pointfromtext st_pointn st_polygonfromtext
st_simplify st_srid st_startpoint st_symdifference st_touches st_union st_within st_x st_y mbrcontains mbrintersects mbrwithin
"""

TABLE = "json_table"

INSTEAD = {
    "xml": "",
    "benchmark": "",
    "user": "",
}
