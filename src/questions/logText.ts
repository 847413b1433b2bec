/** Text of one of a session's logs, from the disk or the vault, at most its first 48 MB; null if it is in neither. */
import * as z from 'zod';
import { eachPiece } from '../store/logBytes';
import { fileIn, placeIn, type Sources } from './shared/sources';

export const args = z.object({ id: z.string(), file: z.number().int().min(0) });
export const reply = z.string().nullable();

/** Most bytes of a log: editors open no more. */
const MOST_SHOWN = 48 << 20;

export function answer({ id, file: nth }: z.output<typeof args>, { library, bytes }: Sources): string | null {
  const file = fileIn(library, id, nth);
  if (file === undefined) return null;
  const pieces: Buffer[] = [];
  const whole = eachPiece(bytes, placeIn(library, file), MOST_SHOWN, (piece) => pieces.push(piece));
  return whole ? Buffer.concat(pieces).toString('utf8') : null;
}
