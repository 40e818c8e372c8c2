/** Longest list a workflow may be given or an expression may write down. */
export const MAX_LIST_ITEMS = 200;
