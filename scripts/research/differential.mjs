// @ts-check
/**
 * `npm run differential [-- FOLDER...]`: token counts and cost per model and day beside ccusage's, from the same logs in
 * one zone, in an empty home and without a network. Prints where the two differ; docs/reading.md says why for tokens,
 * docs/usage.md for cost. FOLDERs are
 * Claude configuration folders (with `projects` in them); without any, the shared corpus is used when it is there.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { ensureTools, hostNode, main, root, SetupError } from '../lib/setup.mjs';
import { runScript } from '../lib/steps.mjs';

const KINDS = /** @type {const} */ (['input', 'output', 'cacheRead', 'cacheWrite']);
/** @typedef {Record<typeof KINDS[number], number> & { cost: number | null, rows: number }} Tokens
 * Cost in micro-dollars, null without a price; `rows`: how many rounded amounts it is the sum of.
 */
/** Rounding of a row here, and of a sum there, in micro-dollars. */
const ROUNDING = 0.5;
/** @typedef {Map<string, Tokens>} Rows by `day model` */

const LIMIT_MS = 120_000;

function run(
  /** @type {string} */ command,
  /** @type {string[]} */ args,
  /** @type {Record<string, string>} */ env,
) {
  const done = spawnSync(command, args, {
    encoding: 'utf8',
    timeout: LIMIT_MS,
    maxBuffer: 1 << 30,
    env: { PATH: process.env['PATH'] ?? '', ...env },
  });
  if (done.status !== 0)
    throw new SetupError(`${basename(args[0] ?? command)} failed: ${done.stderr || done.error?.message}`);
  return JSON.parse(done.stdout);
}

function add(/** @type {Rows} */ rows, /** @type {string} */ key, /** @type {Tokens} */ tokens) {
  const row = rows.get(key);
  if (row === undefined) rows.set(key, { ...tokens });
  else {
    for (const kind of KINDS) row[kind] += tokens[kind];
    row.rows += tokens.rows;
    row.cost = row.cost === null || tokens.cost === null ? null : row.cost + tokens.cost;
  }
}

function vigil(/** @type {string} */ folder) {
  const { sessions } = run(
    hostNode(),
    [join(root, 'dist/cli.cjs'), 'inspect', folder, '--json', '--timezone', 'UTC'],
    {},
  );
  /** @type {Rows} */
  const rows = new Map();
  for (const session of sessions) {
    for (const row of session.usage) {
      const { day, model, input, output, cacheRead, cacheWrite5m, cacheWrite1h, costMicroUsd: cost } = row;
      add(rows, `${day} ${model}`, {
        input,
        output,
        cacheRead,
        cacheWrite: cacheWrite5m + cacheWrite1h,
        cost,
        rows: 1,
      });
    }
  }
  return rows;
}

function ccusage(/** @type {string} */ folder, /** @type {string} */ home) {
  const cli = join(root, 'node_modules/.bin/ccusage');
  const args = ['claude', 'daily', '--json', '--offline', '--breakdown', '--timezone', 'UTC'];
  const { daily } = run(cli, args, { HOME: home, CLAUDE_CONFIG_DIR: folder });
  /** @type {Rows} */
  const rows = new Map();
  for (const { date, modelBreakdowns } of daily) {
    for (const {
      modelName,
      inputTokens,
      outputTokens,
      cacheReadTokens,
      cacheCreationTokens,
      cost,
    } of modelBreakdowns) {
      const tokens = {
        input: inputTokens,
        output: outputTokens,
        cacheRead: cacheReadTokens,
        cacheWrite: cacheCreationTokens,
        cost: cost * 1e6,
        rows: 1,
      };
      add(rows, `${date} ${modelName}`, tokens);
    }
  }
  return rows;
}

/** Folders to compare: those given, or each source of the corpus; `projects` is made by a link where it is not there. */
function folders(/** @type {string} */ temporary) {
  const given = process.argv.slice(2).map((folder) => resolve(folder));
  if (given.length > 0) return given;
  const corpus = join(root, '..', 'shared', 'corpus');
  if (!existsSync(corpus)) throw new SetupError('Name a Claude configuration folder to compare.');
  return readdirSync(corpus)
    .filter((name) => !name.startsWith('_') && statSync(join(corpus, name)).isDirectory())
    .map((name) => {
      const at = join(corpus, name);
      if (existsSync(join(at, 'projects'))) return at;
      mkdirSync(join(temporary, name));
      symlinkSync(at, join(temporary, name, 'projects'));
      return join(temporary, name);
    });
}

await main(async () => {
  ensureTools();
  if (!existsSync(join(root, 'dist/cli.cjs')) && (await runScript('esbuild.mjs')) !== 0) return 1;
  const temporary = mkdtempSync(join(tmpdir(), 'vigil-differential-'));
  try {
    let same = 0;
    let different = 0;
    let sameCost = 0;
    let otherCost = 0;
    for (const folder of folders(temporary)) {
      const [ours, theirs] = [vigil(join(folder, 'projects')), ccusage(folder, temporary)];
      console.log(`\n${basename(folder)}`);
      for (const key of [...new Set([...ours.keys(), ...theirs.keys()])].sort()) {
        const zero = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0, cost: 0, rows: 0 };
        const [a, b] = [ours.get(key) ?? zero, theirs.get(key) ?? zero];
        const differences = KINDS.filter((kind) => a[kind] !== b[kind]).map(
          (kind) => `${kind} ${a[kind]} / ${b[kind]}`,
        );
        if (differences.length === 0) {
          same++;
          // Cost is compared where the tokens are the same: else it cannot be.
          if (Math.abs((a.cost ?? 0) - (b.cost ?? 0)) <= ROUNDING * (a.rows + 1)) sameCost++;
          else {
            otherCost++;
            console.log(
              `  ${key}: cost in µ$, Vigil / ccusage: ${a.cost ?? 'unpriced'} / ${(b.cost ?? 0).toFixed(1)}`,
            );
          }
        } else {
          different++;
          console.log(`  ${key}: Vigil / ccusage: ${differences.join(', ')}`);
        }
      }
    }
    console.log(
      `\n${same} rows of model and day have the same tokens, ${different} differ (docs/reading.md says why). Of the same ones ${sameCost} have the same cost, ${otherCost} another (docs/usage.md says why).`,
    );
    return 0;
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
});
