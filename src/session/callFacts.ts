/** What the input of a tool call says beside its name and its file. */
import type { Fact, Touch } from './facts';
import { fingerprint } from './reading';

export interface CallFacts {
  /** Fingerprint of the whole input: calls of one tool with the same do the same. */
  input: number;
  /** Fingerprint of the first words of a shell command; 0 for other tools. */
  opening: number;
  touches: Touch[];
  facts: Fact[];
}

/** Characters of a command that tell it from others: `git commit` with another message is the same attempt. */
const OPENING_WORDS = 3;

/** Facts of the call `name` with `input`, made in the folder `cwd`; `shell`: it runs a shell command. */
export function callFacts(_name: string, input: unknown, _cwd: string | null, shell: boolean): CallFacts {
  const text = JSON.stringify(input ?? null);
  const command = shell ? commandOf(input) : '';
  return {
    input: fingerprint(text),
    opening: command === '' ? 0 : fingerprint(command.split(/\s+/, OPENING_WORDS).join(' ')),
    touches: [],
    facts: [],
  };
}

/** The command of a shell call; '' when it has none. */
export function commandOf(input: unknown): string {
  if (typeof input !== 'object' || input === null || !('command' in input)) return '';
  return typeof input.command === 'string' ? input.command.trim() : '';
}
