/** Orders texts by their characters: the same on every machine, whatever its language. For `sort`; add further keys with `||`. */
export const compareTexts = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
