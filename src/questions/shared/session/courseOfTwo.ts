/** The course of two sessions, for comparing them. */
import type { Conversation } from '../../../analysis/metrics';
import type { Rules } from '../../../library/rules';
import { sealSecrets } from '../../../log/secrets';
import type { Course } from '../../../report/difference';
import type { Session } from '../../../session/join';
import { filesUsed, type FileUse } from './filesUsed';
import { heatmapOf, type Heatmap } from './sessionParts';

const partSums = ({ parts, tools }: Heatmap): { calls: number; failed: number }[] =>
  parts.map((_, part) => {
    const cells = tools.flatMap((tool) => tool.cells[part] ?? []);
    return {
      calls: cells.reduce((sum, { calls }) => sum + calls, 0),
      failed: cells.reduce((sum, { failed }) => sum + failed, 0),
    };
  });

/** Files and course of two sessions; empty if a session is unknown. */
export function courseOfTwo(
  a: Conversation,
  b: Conversation,
  { session, rules }: { session: (id: string) => Session | null; rules: Rules },
): Course {
  const [x, y] = [session(a.figures.id), session(b.figures.id)];
  const used = (one: Session | null): Map<string, Pick<FileUse, 'path' | 'reads' | 'edits'>> =>
    new Map(
      (one === null ? [] : filesUsed(one.events, rules.options)).map(({ path, reads, edits }) => [
        path,
        { path: sealSecrets(path), reads, edits },
      ]),
    );
  const [filesA, filesB] = [used(x), used(y)];
  const parts = (one: Session | null) => (one === null ? [] : partSums(heatmapOf(one, rules)));
  const [partsA, partsB] = [parts(x), parts(y)];
  return {
    files: [...new Set([...filesA.keys(), ...filesB.keys()])]
      .sort()
      .map((path) => ({ path: sealSecrets(path), a: filesA.get(path) ?? null, b: filesB.get(path) ?? null })),
    timeline: Array.from({ length: Math.max(partsA.length, partsB.length) }, (_, i) => ({
      a: partsA[i] ?? null,
      b: partsB[i] ?? null,
    })),
  };
}
