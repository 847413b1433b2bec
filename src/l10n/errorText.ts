/** What an error says of itself. */
export const errorText = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** The system's code of an error (`ENOENT`, `EACCES` …); '' of one without. */
export const errorCode = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

/** The code of an error, or what it says when it has none; `systemWords` puts it in words. */
export const codeOf = (error: unknown): string => errorCode(error) || errorText(error);
