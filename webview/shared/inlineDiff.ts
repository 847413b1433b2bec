/** Both sides of an edit, line under line, with the words that differ marked. The rows are worked out apart from how they look. */
import { diffArrays, diffWordsWithSpace } from 'diff';
import { html, type TemplateResult } from 'lit';
import { visible } from '../../src/log/visible';
import { codeLines, type CodeToken } from './code';
import { t } from './l10n';

/** A part of a patch, as Claude Code logs it: each line begins with a blank, `+`, `-` or `\`. */
export interface Hunk {
  oldStart: number;
  newStart: number;
  lines: readonly string[];
}

/** A line of a diff: its numbers where they are known, its pieces; `marked` are those that differ from the other side. */
export interface DiffRow {
  kind: 'same' | 'added' | 'removed' | 'gap';
  old: number | null;
  new: number | null;
  pieces: readonly (CodeToken & { marked: boolean })[];
}

/** Comparing gives up after so many differing lines: all is removed and added then. */
const MOST_EDITS = 500;
/** Words of longer lines, and of more pairs of lines in a row, are not compared. */
const MOST_LINE = 1_000;
const MOST_PAIRS = 200;

/** Kinds of lines of a patch by their first character. */
const SIGNS: Readonly<Record<string, DiffRow['kind']>> = { ' ': 'same', '+': 'added', '-': 'removed' };

interface Line {
  kind: DiffRow['kind'];
  text: string;
  old: number | null;
  new: number | null;
}

/** The rows of two texts; without numbers, for where they stand in their file is not known. */
export function rowsOfTexts(before: string, after: string, language: string | null): DiffRow[] {
  const [old, now] = [before, after].map((text) => (text === '' ? [] : visible(text).split('\n')));
  const changes = diffArrays(old ?? [], now ?? [], { maxEditLength: MOST_EDITS });
  const lines =
    changes === undefined
      ? [...lined('removed', old ?? []), ...lined('added', now ?? [])]
      : changes.flatMap(({ added, removed, value }) =>
          lined(added ? 'added' : removed ? 'removed' : 'same', value),
        );
  return rows(lines, language);
}

const lined = (kind: Line['kind'], texts: readonly string[]): Line[] =>
  texts.map((text) => ({ kind, text, old: null, new: null }));

/** The rows of a patch, with the numbers of their lines. */
export function rowsOfPatch(hunks: readonly Hunk[], language: string | null): DiffRow[] {
  return hunks.flatMap((hunk, nth) => {
    let { oldStart: old, newStart: now } = hunk;
    const lines = hunk.lines.flatMap((line): Line[] => {
      const kind = SIGNS[line.charAt(0)];
      if (kind === undefined) return [];
      const text = visible(line.slice(1));
      return [{ kind, text, old: kind === 'added' ? null : old++, new: kind === 'removed' ? null : now++ }];
    });
    const gap: DiffRow[] = nth === 0 ? [] : [{ kind: 'gap', old: null, new: null, pieces: [] }];
    return [...gap, ...rows(lines, language)];
  });
}

/** Lines added and removed. */
export const countOf = (all: readonly DiffRow[]): { added: number; removed: number } => ({
  added: all.filter(({ kind }) => kind === 'added').length,
  removed: all.filter(({ kind }) => kind === 'removed').length,
});

function rows(lines: readonly Line[], language: string | null): DiffRow[] {
  const side = (not: Line['kind']): (readonly CodeToken[])[] => [
    ...codeLines(
      lines
        .filter(({ kind }) => kind !== not)
        .map(({ text }) => text)
        .join('\n'),
      language,
    ),
  ];
  const [old, now] = [side('added'), side('removed')];
  const marks = wordMarks(lines);
  return lines.map((line, at) => {
    const a = line.kind === 'added' ? undefined : old.shift();
    const b = line.kind === 'removed' ? undefined : now.shift();
    return {
      kind: line.kind,
      old: line.old,
      new: line.new,
      pieces: pieced(b ?? a ?? [], marks.get(at) ?? []),
    };
  });
}

type Range = readonly [from: number, to: number];

/** Where the words of lines that stand for each other differ: the nth removed of a block and the nth added. */
function wordMarks(lines: readonly Line[]): Map<number, Range[]> {
  const marks = new Map<number, Range[]>();
  for (let at = 0; at < lines.length;) {
    const removedAt = at;
    while (lines[at]?.kind === 'removed') at++;
    const addedAt = at;
    while (lines[at]?.kind === 'added') at++;
    for (let i = 0; i < Math.min(addedAt - removedAt, at - addedAt, MOST_PAIRS); i++) {
      const pair = differing(lines[removedAt + i]?.text ?? '', lines[addedAt + i]?.text ?? '');
      if (pair === null) continue;
      marks.set(removedAt + i, pair.old);
      marks.set(addedAt + i, pair.now);
    }
    if (at === removedAt) at++;
  }
  return marks;
}

/** Where two lines differ; null when they have too little in common for that to tell anything. */
function differing(old: string, now: string): { old: Range[]; now: Range[] } | null {
  if (old.length > MOST_LINE || now.length > MOST_LINE) return null;
  const found = { old: [] as Range[], now: [] as Range[] };
  let [a, b, same] = [0, 0, 0];
  for (const { value, added, removed } of diffWordsWithSpace(old, now)) {
    if (added) found.now.push([b, (b += value.length)]);
    else if (removed) found.old.push([a, (a += value.length)]);
    else {
      a += value.length;
      b += value.length;
      same += value.trim().length;
    }
  }
  return same * 3 >= Math.min(old.trim().length, now.trim().length) && same > 0 ? found : null;
}

/** Tokens cut at the ends of what is marked. */
function pieced(tokens: readonly CodeToken[], marks: readonly Range[]): DiffRow['pieces'] {
  if (marks.length === 0) return tokens.map((token) => ({ ...token, marked: false }));
  const edges = marks.flat();
  const out: (CodeToken & { marked: boolean })[] = [];
  let at = 0;
  for (const { text, kind } of tokens) {
    const cuts = [
      ...new Set([at, ...edges.filter((edge) => edge > at && edge < at + text.length), at + text.length]),
    ];
    cuts.slice(0, -1).forEach((from, i) => {
      const marked = marks.some(([start, end]) => from >= start && from < end);
      out.push({ text: text.slice(from - at, (cuts[i + 1] ?? from) - at), kind, marked });
    });
    at += text.length;
  }
  return out;
}

const SIGN: Record<DiffRow['kind'], string> = { same: ' ', added: '+', removed: '−', gap: ' ' };

/** A diff. Numbers and signs are drawn beside the code, so that what is copied is the code alone. */
export const inlineDiff = (all: readonly DiffRow[]): TemplateResult => {
  const numbered = all.some((row) => row.old !== null || row.new !== null);
  return html`<div class="diff ${numbered ? 'numbered' : ''}" role="table" aria-label=${t('Changes')}>
    ${all.map(diffRow)}
  </div>`;
};

const pieceOf = ({ text, kind, marked }: DiffRow['pieces'][number]): unknown => {
  const classes = [kind === '' ? '' : `tok-${kind}`, marked ? 'word' : ''].filter(Boolean).join(' ');
  return classes === '' ? text : html`<span class=${classes}>${text}</span>`;
};

function diffRow({ kind, old, new: now, pieces }: DiffRow): TemplateResult {
  if (kind === 'gap') return html`<div class="row gap" role="row"><span role="cell">⋯</span></div>`;
  const numbers = [old, now].map((n) => html`<span class="n" role="cell" data-n=${n ?? ''}></span>`);
  const sign = html`<span
    class="sign"
    role="cell"
    aria-label=${SIGN_WORD[kind]()}
    data-n=${SIGN[kind]}
  ></span>`;
  const text = html`<span class="text" role="cell">${pieces.map(pieceOf)}</span>`;
  return html`<div class="row ${kind}" role="row">${numbers}${sign}${text}</div>`;
}

const SIGN_WORD: Record<DiffRow['kind'], () => string> = {
  same: () => t('same'),
  added: () => t('added'),
  removed: () => t('removed'),
  gap: () => '',
};
