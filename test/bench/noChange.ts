/**
 * `npm run no-change [-- --histories N]`: how often change points and comparisons are called in histories in which nothing changed, and
 * how often a real change is found. Histories are as people's are: several sessions a day that are alike, skewed values, new
 * versions and models on the way, projects that differ.
 */
import { parseArgs } from 'node:util';
import { changePoints } from '../../src/analysis/changePoints';
import { aroundDay, compare } from '../../src/analysis/compare';
import { conversationsOf } from '../../src/analysis/metrics';
import type { SessionFigures } from '../../src/store/figures';
import { random } from '../chaos/random';
import { figures, usage } from '../store/makers';

const { values } = parseArgs({ options: { histories: { type: 'string', default: '300' } } });
const HISTORIES = Number(values.histories);
const DAY_MS = 86_400_000;
/** Standard deviation of what the sessions of a day share, of the logarithm. */
const DAY_SPREAD = 0.4;
/** Correlation of one day with the next. */
const PERSISTENCE = [0, 0.5, 0.8, 0.9];
const START = Date.UTC(2026, 0, 1);
const dayOf = (t: number): string => new Date(t).toISOString().slice(0, 10);

/** A standard normal number. */
const normal = (next: () => number): number =>
  Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());

/**
 * A history of `days` days with 1 to 5 sessions each; from day `from` on some figures are multiplied by `factor`. What a day's sessions
 * share stays so from day to day with a correlation of `persistence`.
 */
function history(
  seed: number,
  { days = 90, from = Infinity, factor = 1, persistence = 0 } = {},
): SessionFigures[] {
  const next = random(seed);
  const sessions: SessionFigures[] = [];
  const versions = ['2.1.1', '2.1.20', '2.1.60', '2.2.0'];
  // What a day's sessions share: its task, the person's mood.
  let mood = normal(next) * DAY_SPREAD;
  for (let day = 0; day < days; day++) {
    mood = persistence * mood + Math.sqrt(1 - persistence ** 2) * normal(next) * DAY_SPREAD;
    const count = 1 + Math.floor(next() * 5);
    for (let n = 0; n < count; n++) {
      const project = next() < 0.6 ? '/w/large' : '/w/small';
      const skewed = (middle: number, spread = 0.8): number =>
        middle * Math.exp(mood + normal(next) * spread + (project === '/w/large' ? 0.3 : 0));
      const changed = day >= from ? factor : 1;
      const start = START + day * DAY_MS + n * 3_600_000;
      const calls = Math.round(skewed(60)) + 10;
      const signal = (name: string, value: number) => ({
        name,
        value,
        measure: value,
        severity: 'ok' as const,
        label: '',
        detail: {},
        evidence: [],
        ceiling: 'critical' as const,
      });
      sessions.push(
        figures(`s${day}-${n}`, {
          project,
          startedAt: new Date(start).toISOString(),
          endedAt: new Date(start + 1_800_000).toISOString(),
          claudeVersions: [versions[Math.floor((day / days) * versions.length)] ?? ''],
          permissionModes: [day < days / 3 ? 'default' : 'acceptEdits'],
          prompts: 1 + Math.floor(skewed(4)),
          activeMs: skewed(30) * 60_000,
          usage: [
            usage({
              model: day < days / 2 ? 'claude-sonnet-4-5' : 'claude-opus-4-6',
              input: Math.round(skewed(2_000)),
              output: Math.round(skewed(20_000) * changed),
              cacheRead: Math.round(skewed(1e6)),
              costMicroUsd: Math.round(skewed(3e6) * changed),
            }),
          ],
          tools: [
            {
              name: 'Bash',
              server: null,
              calls,
              errors: Math.floor(calls * next() * 0.1),
              denied: 0,
              interrupted: 0,
              cancelled: 0,
            },
          ],
          signals: [
            signal('read_edit_ratio', skewed(5) / changed),
            signal('stop_phrase', next() < 0.7 ? 0 : next()),
            signal('reasoning_loop', Math.max(0, skewed(6) - 2)),
            signal('interrupt_rate', next() < 0.5 ? 0 : skewed(5)),
            signal('stale_edits', next() < 0.8 ? 0 : next()),
          ],
        }),
      );
    }
  }
  return sessions;
}

/** Metrics that a change of `history` moves. */
const CHANGED = new Set(['output_tokens', 'read_edit_ratio', 'cost']);

const share = (n: number): string => `${((n / HISTORIES) * 100).toFixed(1)} % (${n} of ${HISTORIES})`;
const count = (of: (seed: number) => boolean): number =>
  Array.from({ length: HISTORIES }, (_, i) => of(i + 1)).filter(Boolean).length;

function main(): void {
  for (const persistence of PERSISTENCE) {
    console.log(`Days correlated by ${persistence}:`);
    const alarms = count(
      (seed) => changePoints(conversationsOf(history(seed, { persistence })), dayOf).length > 0,
    );
    console.log(`  change points in histories without a change: ${share(alarms)}`);
    const verdicts = count((seed) =>
      compare(
        aroundDay(conversationsOf(history(seed, { persistence })), dayOf(START + 45 * DAY_MS), dayOf),
        dayOf,
      ).metrics.some(({ verdict }) => ['worse', 'better', 'changed'].includes(verdict)),
    );
    console.log(`  one comparison of the halves, any metric called: ${share(verdicts)}`);
    for (const factor of [1.5, 2, 3]) {
      const found = count((seed) =>
        changePoints(conversationsOf(history(seed + 1e6, { from: 45, factor, persistence })), dayOf).some(
          ({ metric }) => CHANGED.has(metric),
        ),
      );
      console.log(`  a change by the factor ${factor} in the middle is found: ${share(found)}`);
    }
  }
}

main();
