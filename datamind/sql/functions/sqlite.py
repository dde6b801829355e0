"""SQLite's functions that a query may call (3.40 and later, with the math and JSON functions)."""

SCALAR = """
abs char coalesce concat concat_ws format glob hex if ifnull iif instr length like likelihood likely lower ltrim max min
nullif octet_length printf quote random randomblob replace round rtrim sign soundex sqlite_version string_agg substr
substring trim typeof unhex unicode unistr unlikely upper zeroblob cast exists match regexp
date datetime julianday strftime time timediff unixepoch current_date current_time current_timestamp
avg count group_concat sum total median percentile percentile_cont percentile_disc
cume_dist dense_rank first_value lag last_value lead nth_value ntile percent_rank rank row_number
acos acosh asin asinh atan atan2 atanh ceil ceiling cos cosh degrees exp floor ln log log10 log2 mod pi pow power radians
sin sinh sqrt tan tanh trunc
json json_array json_array_length json_each json_error_position json_extract json_group_array json_group_object json_insert
json_object json_patch json_pretty json_quote json_remove json_replace json_set json_tree json_type json_valid jsonb
jsonb_array jsonb_each jsonb_extract jsonb_group_array jsonb_group_object jsonb_insert jsonb_object jsonb_patch jsonb_remove
jsonb_replace jsonb_set jsonb_tree
bm25 highlight snippet
"""

TABLE = "json_each json_tree jsonb_each jsonb_tree generate_series"

INSTEAD = {
    "generate_series": "Use a recursive WITH that ends in a WHERE.",
    "pragma_table_info": "The catalog page lists the columns.",
    "load_extension": "",
}
