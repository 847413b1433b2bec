/** Shapes (keys and types, no content) of up to 20 records with unknown parts, as JSON; null if the log is gone. */
import * as z from 'zod';
import { unknownsOf } from '../log/drift';
import type { Gate } from '../log/gate';
import { readLines } from '../log/lines';
import { parseLine } from '../log/record';
import { shapeOf } from '../log/shape';
import type { SessionFigures } from '../store/figures';
import type { Sources } from './shared/sources';

export const args = z.object({ id: z.string() });
export const reply = z.string().nullable();

export function answer({ id }: z.output<typeof args>, { library, gate }: Sources): string | null {
  const figures = library.figures.get(id);
  return figures === undefined ? null : shapesIn(figures, gate);
}

const MOST_SHAPES = 20;

/** Shapes of the first records of a log with something unknown, each with its version and what is unknown. */
function shapesIn({ file, claudeVersions }: SessionFigures, gate: Gate): string | null {
  const shapes: { unknown: string[]; shape: unknown }[] = [];
  const seen = new Set<string>();
  try {
    readLines(
      file,
      0,
      (text) => {
        const parsed = parseLine(text);
        if (parsed.kind === 'malformed') return;
        for (const raw of parsed.raw) {
          const unknown = unknownsOf(raw).map(({ what, name }) => `${what} ${name}`);
          const key = unknown.join();
          if (unknown.length === 0 || seen.has(key) || shapes.length >= MOST_SHAPES) continue;
          seen.add(key);
          shapes.push({ unknown, shape: shapeOf(raw) });
        }
      },
      () => shapes.length >= MOST_SHAPES,
      gate,
    );
  } catch {
    return null;
  }
  return `${JSON.stringify({ claudeVersions, shapes }, null, 2)}\n`;
}
