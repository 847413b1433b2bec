/** What a step of the bench measures, and where it works. */

/** `ms`: what was timed. The rest says what was found, or more of what was measured. */
export type Measured = { ms: number } & Record<string, number>;

export interface Place {
  /** Folder with `projects` in it. */
  logs: string;
  /** Where Vigil keeps its store. */
  storage: string;
  dist: string;
}

export const megabytes = (bytes: number): number => Math.round(bytes / (1 << 20));
