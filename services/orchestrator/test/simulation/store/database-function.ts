/** A function of the schema: its rows, or a single value for those that return one. */
export type DatabaseFunction = (...args: never[]) => object[] | boolean;
