import type { PhraseMark } from '../event';

/** Finds the phrases of the signals in a text of Claude (`agent`) or a person. A parameter, because `session` must not import `signals`. */
export interface Scan {
  (text: string, speaker: 'agent' | 'person'): PhraseMark[];
  /** Language of a text (ISO 639-1); '' if it is too short to tell. */
  languageOf(text: string): string;
  /** Frees the compiled expressions, 20 MB if all languages occurred; they are compiled again when needed. */
  letGo(): void;
  /** Fingerprint of all phrases: logs read with other phrases are read again while they exist. */
  readonly key: string;
}
