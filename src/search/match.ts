/** A search as the index is asked: an expression of SQLite's full text search, and conditions on rows. */
import type { Node, Phrase } from './query';

/** The columns of the index: words in order, and words written in several parts as one. */
export const PARTS = 'parts';
export const WHOLES = 'wholes';

/** What FTS5 is asked. Words hold letters and digits only (`words.ts`), so nothing in them means anything to it. */
export function matchOf(node: Node): string {
  switch (node.kind) {
    case 'phrase': {
      const whole = node.whole ?? (node.words.length === 1 ? node.words[0] : undefined);
      const parts = `${PARTS} : ${quoted(node)}`;
      if (whole === undefined) return `(${parts})`;
      return `(${parts} OR ${WHOLES} : ${quoted({ ...node, words: [whole] })})`;
    }
    case 'near':
      return `(${PARTS} : NEAR(${node.operands.map(quoted).join(' ')}, ${node.within}))`;
    case 'and':
      return `(${node.operands.map(matchOf).join(' AND ')})`;
    case 'or':
      return `(${node.operands.map(matchOf).join(' OR ')})`;
    case 'not':
      return `(${matchOf(node.operand)} NOT (${node.but.map(matchOf).join(' OR ')}))`;
  }
}

const quoted = ({ words, begins }: Pick<Phrase, 'words' | 'begins'>): string =>
  `"${words.join(' ').replaceAll('"', '')}"${begins ? ' *' : ''}`;
