/** Longest expression in characters. */
export const MAX_EXPRESSION_CHARACTERS = 500;
/** How deep comprehensions (`all`, `exists`, `map`, `filter`) may stand in each other. */
export const MAX_COMPREHENSION_DEPTH = 2;
/** Most comprehensions in one expression. */
export const MAX_COMPREHENSIONS = 6;
