/**
 * `npm run no-change [-- --histories N --only changes|detectors]`: how often change points, comparisons and detectors are called in histories
 * in which nothing changed, and how often a real change is found. Histories are as people's are: several sessions a day that are alike, skewed values, new
 * versions and models on the way, projects that differ.
 */
import { parseArgs } from 'node:util';
import { changePoints } from '../../src/analysis/changePoints';
import { aroundDay, compare } from '../../src/analysis/compare';
import { conversationsOf } from '../../src/analysis/metrics';
import { detectSlow, WEEK_DETECTORS } from '../../src/detectors/registry';
import type { DetectorSources } from '../../src/detectors/detector';
import { Settings } from '../../src/settings/settings';
import type { SessionFigures } from '../../src/store/figures';
import { utcDay } from '../../src/usage/days';
import { random } from '../chaos/random';
import { figures, usage } from '../store/makers';

const { values } = parseArgs({
  options: { histories: { type: 'string', default: '300' }, only: { type: 'string', default: '' } },
});
const HISTORIES = Number(values.histories);
const DAY_MS = 86_400_000;
/** Standard deviation of what the sessions of a day share, of the logarithm. */
const DAY_SPREAD = 0.4;
/** Correlation of one day with the next. */
const PERSISTENCE = [0, 0.5, 0.8, 0.9];
const START = Date.UTC(2026, 0, 1);

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
          activeMs: skewed(30) * 60_000 * changed,
          context: { tokens: Math.round(Math.min(195_000, skewed(60_000))), window: 200_000 },
          usage: [
            usage({
              model: day < days / 2 ? 'claude-sonnet-4-5' : 'claude-opus-4-6',
              input: Math.round(skewed(200_000)),
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
              errors: Math.min(calls, Math.floor(calls * next() * 0.1 * changed)),
              denied: next() < 0.7 ? 0 : Math.floor(calls * next() * 0.08),
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

/** Days on which detectors look at a history, one after the other, as they do in life. */
const LOOKS = 28;
const LONG = 119;

const sourcesAt = (sessions: readonly SessionFigures[], day: number): DetectorSources => ({
  // What is to come is not known yet.
  figures: sessions.filter(({ startedAt }) => Date.parse(startedAt ?? '') < START + day * DAY_MS),
  now: START + day * DAY_MS + 8 * 3_600_000,
  dayOf: utcDay,
  settings: Settings.parse({}),
  spend: {
    block: null,
    limits: [],
    official: [],
    day: NOTHING,
    week: NOTHING,
    month: NOTHING,
    budgets: [],
  },
  trouble: { notKept: null, setAside: [] },
});
const NOTHING = { tokens: 0, costMicroUsd: null, unpricedTokens: 0, lowerBound: 0, conditions: [] };

const firedAt = (sessions: readonly SessionFigures[], day: number): Set<string> =>
  new Set(detectSlow(sourcesAt(sessions, day)).map(({ detector }) => detector));

/** Detectors that a change of `history` moves for the worse. */
const MOVED = ['cost', 'tool_errors', 'duration', 'measures'];

function detectorAlarms(persistence: number): void {
  const fired = new Map<string, number>();
  for (let seed = 1; seed <= HISTORIES; seed++) {
    const sessions = history(seed, { days: LONG, persistence });
    const seen = new Set<string>();
    for (let day = LONG - LOOKS; day < LONG; day++) for (const name of firedAt(sessions, day)) seen.add(name);
    for (const name of seen) fired.set(name, (fired.get(name) ?? 0) + 1);
  }
  console.log(`  histories without a change in which a detector fires on any of ${LOOKS} days:`);
  for (const { name } of WEEK_DETECTORS) console.log(`    ${name}: ${share(fired.get(name) ?? 0)}`);
  for (const factor of [1.5, 2, 3]) {
    const found = new Map<string, number>();
    for (let seed = 1; seed <= HISTORIES; seed++) {
      const sessions = history(seed + 1e6, { days: LONG, from: LONG - 7, factor, persistence });
      for (const name of firedAt(sessions, LONG)) found.set(name, (found.get(name) ?? 0) + 1);
    }
    const words = MOVED.map((name) => `${name} ${(((found.get(name) ?? 0) / HISTORIES) * 100).toFixed(0)} %`);
    console.log(`  a week by the factor ${factor} is found: ${words.join(', ')}`);
  }
}

function main(): void {
  for (const persistence of PERSISTENCE) {
    console.log(`Days correlated by ${persistence}:`);
    if (values.only !== 'detectors') changes(persistence);
    if (values.only !== 'changes') detectorAlarms(persistence);
  }
}

function changes(persistence: number): void {
  const alarms = count(
    (seed) => changePoints(conversationsOf(history(seed, { persistence })), utcDay).length > 0,
  );
  console.log(`  change points in histories without a change: ${share(alarms)}`);
  const verdicts = count((seed) =>
    compare(
      aroundDay(conversationsOf(history(seed, { persistence })), utcDay(START + 45 * DAY_MS), utcDay),
      utcDay,
    ).metrics.some(({ verdict }) => ['worse', 'better', 'changed'].includes(verdict)),
  );
  console.log(`  one comparison of the halves, any metric called: ${share(verdicts)}`);
  for (const factor of [1.5, 2, 3]) {
    const found = count((seed) =>
      changePoints(conversationsOf(history(seed + 1e6, { from: 45, factor, persistence })), utcDay).some(
        ({ metric }) => CHANGED.has(metric),
      ),
    );
    console.log(`  a change by the factor ${factor} in the middle is found: ${share(found)}`);
  }
}

main();
