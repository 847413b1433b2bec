/** Something about the store a person may want to know; the engine passes it on as its `Problem`. */
export interface StoreProblem {
  level: 'info' | 'warn' | 'error';
  code: 'store-damaged' | 'store-empty' | 'store-newer' | 'store-unreadable' | 'store-write' | 'store-busy';
  /** One line: what happened, to which file, what to do. */
  message: string;
  file: string | null;
}

/** The `code` of an error of node:fs, '' for any other. */
export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** What an error says of itself. */
export function errorText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
