import type { EventOf } from '../event';

/** A tool's result as the rules get it. */
export interface Answer {
  /** Beginning and end of its text, without colour codes. */
  text: string;
  /** The tool reported an error. */
  failed: boolean;
  call: EventOf<'tool'>;
  cwd: string | null;
}
