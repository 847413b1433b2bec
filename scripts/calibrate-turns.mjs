// @ts-check
/**
 * `node scripts/calibrate-turns.mjs [CORPUS]`: accuracy of the task types, by codevigil's rules and by the careful ones
 * (src/signals/taskType.ts), on turns that were labelled by hand, and precision and recall of each label. The labels
 * (test/fixtures/labelled-turns.json) name places in the corpus, ../shared/corpus unless another is given.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureTools, main, root, SetupError } from './setup.mjs';

export const defaultCorpus = join(root, '../shared/corpus');
const labelsFile = join(root, 'test/fixtures/labelled-turns.json');
const RULES = /** @type {const} */ (['codevigil', 'careful']);

/**
 * @typedef {import('../src/signals/taskType').TaskType} TaskType
 * @typedef {import('../src/signals/taskType').TaskTurn} TaskTurn
 * @typedef {(typeof RULES)[number]} Rules
 * @typedef {{ file: string, at: number, label: TaskType }} LabelledTurn `at`: byte offset of the prompt's line
 * @typedef {{ labelled: number, said: number, right: number, precision: number | null, recall: number | null }} Score
 * @typedef {{ turns: number, right: number, accuracy: number, labels: Record<TaskType, Score> }} Result
 * @typedef {Pick<typeof import('../src/signals/taskType'), 'classifyTurn' | 'promptCues' | 'TaskCue' | 'TaskType'>
 *   & Pick<typeof import('../src/engine/inspect'), 'readLogs'>} Modules TypeScript of the product, loaded by the caller
 */

/** @returns {LabelledTurn[]} */
export const readLabelledTurns = () => JSON.parse(readFileSync(labelsFile, 'utf8'));

/**
 * The turns of the corpus' sessions, by file and offset of their prompt. A prompt or a command begins one.
 * @returns {Map<string, TaskTurn>}
 */
function turnsIn(/** @type {string} */ corpus, /** @type {Modules} */ { readLogs, promptCues, TaskCue }) {
  /** The scan puts the cues where the engine's puts phrases: an event keeps no text. */
  const scan = Object.assign(
    (/** @type {string} */ text, /** @type {'agent' | 'person'} */ speaker) =>
      speaker === 'agent'
        ? []
        : promptCues(text).map((category) => ({
            list: /** @type {const} */ ('task'),
            by: /** @type {const} */ ('plain'),
            category,
            phrase: '',
            intent: '',
            index: 0,
          })),
    { key: 'calibrate-turns' },
  );
  const turns = new Map();
  for (const session of readLogs([corpus], scan).sessions) {
    if (session.parent !== null) continue;
    const file = relative(corpus, session.file).replaceAll('\\', '/');
    /** @type {{ actions: Record<string, number>, bash: number, cues: TaskTurn['cues'] } | null} */
    let turn = null;
    for (const event of session.events) {
      if (event.kind === 'prompt' || event.kind === 'command') {
        const marks = event.kind === 'prompt' ? event.marks : [];
        turn = { actions: {}, bash: 0, cues: marks.map(({ category }) => TaskCue.parse(category)) };
        if (event.kind === 'prompt') turns.set(`${file} ${event.at}`, turn);
      } else if (event.kind === 'tool' && turn !== null) {
        turn.actions[event.action] = (turn.actions[event.action] ?? 0) + 1;
        if (event.shell) turn.bash++;
      }
    }
  }
  return turns;
}

/**
 * How often each rule set says what the labels say. Throws when the corpus lacks a labelled turn.
 * @returns {Record<Rules, Result>}
 */
export function calibrate(
  /** @type {string} */ corpus,
  /** @type {readonly LabelledTurn[]} */ labelled,
  /** @type {Modules} */ modules,
) {
  const turns = turnsIn(corpus, modules);
  const measured = (/** @type {Rules} */ rules) => {
    const none = () => ({ labelled: 0, said: 0, right: 0 });
    const counts = new Map(modules.TaskType.options.map((label) => [label, none()]));
    const count = (/** @type {TaskType} */ label) => counts.get(label) ?? none();
    for (const { file, at, label } of labelled) {
      const turn = turns.get(`${file} ${at}`);
      if (turn === undefined) throw new SetupError(`${file} in ${corpus} has no prompt at byte ${at}.`);
      const said = modules.classifyTurn(turn, rules);
      count(label).labelled++;
      count(said).said++;
      if (said === label) count(label).right++;
    }
    const share = (/** @type {number} */ part, /** @type {number} */ of) => (of === 0 ? null : part / of);
    const right = [...counts.values()].reduce((sum, one) => sum + one.right, 0);
    return {
      turns: labelled.length,
      right,
      accuracy: right / labelled.length,
      labels: /** @type {Result['labels']} */ (
        Object.fromEntries(
          [...counts].map(([label, one]) => [
            label,
            { ...one, precision: share(one.right, one.said), recall: share(one.right, one.labelled) },
          ]),
        )
      ),
    };
  };
  return { codevigil: measured('codevigil'), careful: measured('careful') };
}

/** @returns {Promise<Modules>} */
async function loadModules() {
  const outfile = join(root, '.cache', 'calibrate-turns', 'modules.mjs');
  const { build } = await import('esbuild');
  await build({
    absWorkingDir: root,
    stdin: {
      contents: `export { readLogs } from './src/engine/inspect';
        export { classifyTurn, promptCues, TaskCue, TaskType } from './src/signals/taskType';`,
      resolveDir: root,
    },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node22',
    logLevel: 'warning',
  });
  return import(pathToFileURL(outfile).href);
}

async function print() {
  const [given, ...rest] = process.argv.slice(2);
  if (rest.length > 0) throw new SetupError('Give one corpus folder at most.');
  const corpus = resolve(given ?? defaultCorpus);
  if (!existsSync(corpus)) throw new SetupError(`${corpus} is not there: the labels point into that corpus.`);
  ensureTools();
  const labelled = readLabelledTurns();
  const results = calibrate(corpus, labelled, await loadModules());
  const percent = (/** @type {number | null} */ share) =>
    share === null ? '–' : `${(Math.floor(share * 1000) / 10).toFixed(1)} %`;
  console.log(
    `${labelled.length} labelled turns of ${new Set(labelled.map(({ file }) => file)).size} sessions`,
  );
  for (const rules of RULES) {
    const { right, turns, accuracy, labels } = results[rules];
    console.log(`\n${rules}: ${right} of ${turns} right, accuracy ${percent(accuracy)}`);
    console.table(
      Object.fromEntries(
        Object.entries(labels).map(([label, { precision, recall, ...counts }]) => [
          label,
          { ...counts, precision: percent(precision), recall: percent(recall) },
        ]),
      ),
    );
  }
  const { codevigil, careful } = results;
  console.log(
    careful.right === codevigil.right
      ? 'Both are as accurate.'
      : `Better: ${careful.right > codevigil.right ? 'careful' : 'codevigil'}.`,
  );
  return 0;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main(print);
