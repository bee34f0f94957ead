# SPDX-License-Identifier: EUPL-1.2
# Turns the statements under "-- :name" in server/store/sql/*.sql into a C enum (-v out=h) and a table
# (-v out=c) of name, text, file, line and number of parameters. Comment lines are dropped.
function flush_statement(    i, n) {
  if (name == "") return
  sub(/[ \n;]+$/, "", text)
  if (text == "") { print FILENAME ":" start ": empty statement " name > "/dev/stderr"; exit 1 }
  if (name in seen) { print FILENAME ":" start ": " name " is also in " seen[name] > "/dev/stderr"; exit 1 }
  seen[name] = file
  n = 0
  for (i = 1; i <= 99; i++) if (text ~ ("\\$" i "([^0-9]|$)")) n = i
  if (out == "h") printf "  SQL_%s,\n", name
  else {
    gsub(/\\/, "&&", text); gsub(/"/, "\\\"", text); gsub(/\n/, "\\n\"\n     \"", text)
    printf "    {\"%s\", \"%s\", %d, %d,\n     \"%s\"},\n", name, file, start, n, text
  }
  name = ""; text = ""
}
BEGIN {
  if (out == "h")
    print "// Generated from server/store/sql/*.sql.\n#ifndef SAMSPIL_GEN_SQL_H\n#define SAMSPIL_GEN_SQL_H\n\nenum sql {"
  else print "// Generated from server/store/sql/*.sql.\n#include \"store/db.h\"\n\nconst struct sql_text sql_texts[] = {"
}
FNR == 1 { flush_statement() }
/^-- :[a-z0-9_]+ *$/ { flush_statement(); name = substr($2, 2); file = FILENAME; sub(/.*server\//, "server/", file); start = FNR; next }
/^ *--/ { next }
/^ *$/ { next }
name != "" { sub(/^ +/, " "); text = text (text == "" ? "" : "\n") $0 }
END {
  flush_statement()
  if (out == "h") print "  SQL_COUNT\n};\n\n#endif"
  else print "};"
}
