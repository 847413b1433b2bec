/** Texts that a regular expression matches, made from its structure. */
import type { Node } from '../../src/session/prefilter/structure';

/** Characters that are tried as members of sets, those met most often first. */
const CANDIDATES = [
  ...'a1 Z-_./\\"\'`<>[](){}=:;,|&@#~$%^*+?!\n\t\r\u0000\u001b',
  ...'bcdefghijklmnopqrstuvwxyABCDEFGHIJKLMNOPQRSTUVWXY023456789',
  'é',
  '\u2028',
  '\u200b',
  '\ufeff',
  '\ud83d',
  '\u{1f600}',
];

/** Texts that a part of an expression matches, shortest first, a few of each. */
export function wordsOf(node: Node, flags: string, most = 4): string[] {
  switch (node.kind) {
    case 'one':
      return membersOf(node.source, flags).slice(0, most);
    case 'border':
      return [''];
    case 'any':
      return [...new Set(node.choices.flatMap((choice) => wordsOf(choice, flags, 2)))].slice(0, most * 3);
    case 'repeat':
      return node.max === 0
        ? ['']
        : wordsOf(node.of, flags, most).map((word) => word.repeat(Math.max(node.min, 1)).slice(0, 2_000));
    case 'all': {
      const parts = node.parts.map((part) => wordsOf(part, flags, most));
      const width = Math.max(0, ...parts.map((words) => words.length));
      // The nth words of all parts together: as many texts as the part with the most has.
      return Array.from({ length: Math.min(width, most) }, (_, n) =>
        parts.map((words) => words[n % Math.max(words.length, 1)] ?? '').join(''),
      );
    }
  }
}

const members = new Map<string, string[]>();

function membersOf(source: string, flags: string): string[] {
  const key = `${flags} ${source}`;
  const known = members.get(key);
  if (known !== undefined) return known;
  const one = new RegExp(`^(?:${source})$`, flags.replace(/[gy]/g, ''));
  const found = [...CANDIDATES, source].filter((character) => one.test(character));
  members.set(key, found);
  return found;
}
