/** The order of texts by their characters: the same on every machine, whatever its language. For `sort`; with `||` for the next key. */
export const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
