const STANDARD = 200_000;
const LARGE = 1_000_000;

/**
 * Size of the context window in tokens: a million when the model name says `[1m]` or when a request asked with
 * more than the standard window holds, else 200,000. Logs do not state it, so a million-token window that
 * never held more than 200,000 shows as the standard one.
 */
export const contextWindow = (model: string, asked: number): number =>
  model.includes('[1m]') || asked > STANDARD ? LARGE : STANDARD;
