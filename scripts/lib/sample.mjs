// @ts-check
/**
 * The bundled sample: a few session logs of a made-up person in `sample/projects`, laid out as if they had just
 * happened. Their times are moved so that the live session was written to seconds ago, and their folders point to
 * places that exist.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { projectFolder } from './host.mjs';
import { root } from './setup.mjs';

/** The moment that counts as now in the sample's logs, and the folder its projects are in. */
const NOW = Date.parse('2026-08-20T12:00:00.000Z');
const HOME = '/home/ada';

/** The live session of the sample and its project. */
export const LIVE_SESSION = '7c1f0a52-3f0b-4d61-9a55-0c2e7b1d9e01';
const LIVE_PROJECT = 'tidepool';

/**
 * Writes the sample's logs below `claude` (a folder like `~/.claude`), replacing the ones of last time, with its
 * projects in `projects`, as of `now` (ms since the epoch). Returns the folder of the live project and its log.
 */
export function layOutSample(
  /** @type {{ claude: string, projects: string, now: number }} */ { claude, projects, now },
) {
  const from = join(root, 'sample', 'projects');
  rmSync(join(claude, 'projects'), { recursive: true, force: true });
  const moved = (/** @type {string} */ iso) => new Date(Date.parse(iso) - NOW + now).toISOString();
  const logs = readdirSync(from, { encoding: 'utf8', recursive: true }).filter((name) =>
    name.endsWith('.jsonl'),
  );
  for (const log of logs) {
    const text = readFileSync(join(from, log), 'utf8')
      .replaceAll(/"timestamp":"([^"]+)"/g, (_, /** @type {string} */ iso) => `"timestamp":"${moved(iso)}"`)
      .replaceAll(HOME, JSON.stringify(projects).slice(1, -1));
    const [folder = '', ...rest] = log.split(sep);
    const name = folder.replace(projectFolder(HOME), projectFolder(projects));
    const to = join(claude, 'projects', name, ...rest);
    mkdirSync(dirname(to), { recursive: true });
    writeFileSync(to, text);
  }
  const workspace = join(projects, LIVE_PROJECT);
  mkdirSync(workspace, { recursive: true });
  const log = join(claude, 'projects', projectFolder(workspace), `${LIVE_SESSION}.jsonl`);
  return { workspace, log };
}
