/** Compares the tables that a Prisma schema describes with those that the migrations made. */

const key = ({ table, column }) => `${table}.${column}`;
const describe = ({ type, nullable }) => `${type}${nullable ? '' : ' not null'}`;

/** `information_schema` by way of the catalog: one row per column of every table of a schema, `$1` the schema's name. */
export const columnsQuery = `
  SELECT c.relname AS "table", a.attname AS "column", format_type(a.atttypid, NULL) AS "type", NOT a.attnotnull AS "nullable",
         COALESCE((SELECT array_position(i.indkey::int2[], a.attnum) IS NOT NULL FROM pg_index i
                    WHERE i.indrelid = c.oid AND i.indisprimary), false) AS "primary"
    FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
   WHERE n.nspname = $1 AND c.relkind IN ('r', 'p') AND NOT c.relispartition
   ORDER BY 1, 2`;

/**
 * Both lists are rows of `columnsQuery`. A table that only the migrations know is reached through functions and is left out; a table that
 * Prisma knows must agree in every column. Returns one sentence per difference.
 */
export function compareColumns(fromSchema, fromMigrations) {
  const described = new Map(fromSchema.map((row) => [key(row), row]));
  const made = new Map(fromMigrations.map((row) => [key(row), row]));
  const tables = new Set(fromSchema.map(({ table }) => table));
  const problems = fromSchema.flatMap((row) => {
    const other = made.get(key(row));
    if (other === undefined) return [`${key(row)} is in schema.prisma but no migration makes it`];
    if (describe(row) !== describe(other)) {
      return [`${key(row)} is ${describe(row)} in schema.prisma and ${describe(other)} in the migrations`];
    }
    return row.primary === other.primary ? [] : [`${key(row)} belongs to the primary key on one side only`];
  });
  const unknown = fromMigrations
    .filter((row) => tables.has(row.table) && !described.has(key(row)))
    .map((row) => `${key(row)} is made by a migration but missing in schema.prisma`);
  return [...problems, ...unknown];
}
