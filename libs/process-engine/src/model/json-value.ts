/** A value that JSON can hold. */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/** Names and values, as inputs of a workflow and values of a task are kept. */
export type JsonRecord = Readonly<Record<string, JsonValue>>;
