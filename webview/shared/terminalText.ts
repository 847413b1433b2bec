/** Output of a terminal: colours and weights as classes of the page; other escape sequences go, other hidden characters show their names. */
import Anser, { type AnserJsonEntry } from 'anser';
import { html } from 'lit';
import { visible } from '../../src/log/visible';

/** Sequences that do not colour: they move, erase, name windows or make links. */
const OTHER =
  /\u001b\[[0-?]*[ -/]*[@-ln-~]|\u001b\][^\u0007\u001b]{0,4096}(?:\u0007|\u001b\\)?|\u001b[PX^_][^\u001b]{0,4096}(?:\u001b\\)?|\u001b[ -/]*[0-Z\\^-~]/g;
/** Colours with arguments a sequence should not have. */
const COLOURS = /^(?:bright-)?(?:black|red|green|yellow|blue|magenta|cyan|white)$/;
/** More coloured pieces than these are shown without colours: they would hold up the page. */
const MOST_PIECES = 4_000;

interface Piece {
  text: string;
  kind: string;
}

/** Pieces of an output with their classes. */
export function terminalPieces(text: string): Piece[] {
  // A carriage return writes over the line: what stays is what stands behind the last one.
  const coloured = text.split('\n').map(lastWritten).join('\n').replace(OTHER, '');
  if (!coloured.includes('\u001b[')) return [{ text: visible(coloured), kind: '' }];
  const entries =
    coloured.split('\u001b[').length > MOST_PIECES
      ? null
      : Anser.ansiToJson(coloured, { json: true, remove_empty: true, use_classes: true });
  if (entries === null) return [{ text: visible(coloured.replace(/\u001b\[[0-9;:]*m/g, '')), kind: '' }];
  return entries.map((entry) => ({ text: visible(entry.content), kind: classOf(entry) }));
}

function lastWritten(line: string): string {
  let end = line.length;
  while (end > 0 && line[end - 1] === '\r') end--;
  return line.slice(line.lastIndexOf('\r', end - 1) + 1, end);
}

function classOf({ fg, decorations }: AnserJsonEntry): string {
  const colour = (fg ?? '').replace(/^ansi-/, '');
  return [
    COLOURS.test(colour) ? `ansi-${colour}` : '',
    ...decorations
      .filter((one) => one === 'bold' || one === 'dim' || one === 'italic' || one === 'underline')
      .map((one) => `ansi-${one}`),
  ]
    .filter(Boolean)
    .join(' ');
}

/** The same as templates. */
export const terminalText = (text: string, mark?: (text: string) => unknown): unknown =>
  terminalPieces(text).map(({ text: piece, kind }) => {
    const inner = mark?.(piece) ?? piece;
    return kind === '' ? inner : html`<span class=${kind}>${inner}</span>`;
  });
