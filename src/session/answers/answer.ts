import type { EventOf } from '../event';

/** An answer as the rules look at it. */
export interface Answer {
  /** Beginning and end of its text, colours taken off. */
  text: string;
  /** The tool says that it failed. */
  failed: boolean;
  call: EventOf<'tool'>;
  cwd: string | null;
}
