/** Largest accepted file in bytes of UTF-8. */
export const MAX_YAML_BYTES = 256 * 1024;
/** Deepest accepted nesting, aliases expanded. */
export const MAX_YAML_DEPTH = 50;
/** Most accepted nodes, aliases expanded. */
export const MAX_YAML_NODES = 10_000;
/** Problems after which reading stops. */
export const MAX_YAML_PROBLEMS = 50;
