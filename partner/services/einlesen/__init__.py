"""Reading partner lists: file to table, table to staged rows, staged rows to partners."""
