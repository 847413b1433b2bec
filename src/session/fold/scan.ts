import type { PhraseMark } from '../event';

/** Finds the phrases of the signals in a text of the agent or a person; handed in because signals come after sessions. */
export interface Scan {
  (text: string, speaker: 'agent' | 'person'): PhraseMark[];
  /** Language of a text (ISO 639-1); '' when it is too short to tell. */
  languageOf(text: string): string;
  /** Lets go of what was compiled for it, 20 MB where all languages were met: the next text has it compiled anew. */
  letGo(): void;
  /** Fingerprint of what it looks for: logs read by another one are read again while they are there. */
  readonly key: string;
}
