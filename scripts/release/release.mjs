// @ts-check
/**
 * `npm run release`: one package for the Marketplace and Open VSX. `--dry-run` does all but the publishing: it packs twice
 * and compares, and has vsce and ovsx publish the package to a server on loopback that keeps nothing.
 * docs/releasing.md says what a person does before and after.
 */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { packageExtension, vsix } from './package.mjs';
import { ensureTools, main, root, SetupError } from '../lib/setup.mjs';
import { runTool } from '../lib/steps.mjs';

const readText = (/** @type {string} */ name) => readFileSync(join(root, name), 'utf8');

/**
 * What keeps a version from being published, in words; empty when nothing does.
 * @returns {string[]}
 */
export function obstacles(
  /** @type {{ version: string, private?: boolean, license?: string, repository?: { url?: string } }} */ manifest,
  /** @type {string} */ changelog,
) {
  const { version, license } = manifest;
  const url = manifest.repository?.url ?? '';
  return [
    manifest.private === true && 'package.json says `private`.',
    license === undefined && 'package.json names no licence, which Open VSX asks for.',
    (url === '' || /\.invalid\b/.test(url)) &&
      `package.json's repository.url is ${url || 'empty'}: put the address of the repository there.`,
    !changelog.includes(`## [${version}]`) &&
      `CHANGELOG.md has no section ${version}: turn Unreleased into one.`,
  ].filter((words) => typeof words === 'string');
}

/** Packs twice, the second time as another person would (umask, zone), and throws when the bytes differ. */
async function packTwice(/** @type {boolean} */ isPacked) {
  const again = join(root, 'out', 'again.vsix');
  mkdirSync(join(root, 'out'), { recursive: true });
  if (!isPacked && (await packageExtension()) !== 0) throw new SetupError('The package could not be built.');
  const { TZ } = process.env;
  const umask = process.umask(0o077);
  process.env['TZ'] = 'Asia/Tokyo';
  try {
    if ((await packageExtension(again)) !== 0) throw new SetupError('The package could not be built again.');
  } finally {
    process.umask(umask);
    if (TZ === undefined) delete process.env['TZ'];
    else process.env['TZ'] = TZ;
  }
  const bytes = readFileSync(vsix);
  if (!bytes.equals(readFileSync(again)))
    throw new SetupError(`Two builds of the same sources differ: compare ${vsix} and ${again}.`);
  return bytes;
}

/** The calls of the Marketplace that publishing a new extension makes, as it tells them to whoever asks. */
const MARKETPLACE_CALLS = [
  'e11ea35a-16fe-4b80-ab11-c4cab88a0966',
  'a41192c8-9525-4b58-bc86-179fa549d80d',
].map((id) => ({
  id,
  area: 'gallery',
  resourceName: 'extensions',
  routeTemplate: '_apis/{area}/{resource}',
}));

/** A registry on loopback that knows no extension, takes what is published and keeps the bytes. */
async function loopbackRegistry() {
  const { publisher, name, version } = JSON.parse(readText('package.json'));
  /** @type {Buffer[]} */
  const received = [];
  const server = createServer(async (request, response) => {
    const { method, url = '' } = request;
    if (method === 'POST') for await (const chunk of request) received.push(chunk);
    const known = method === 'POST' || method === 'OPTIONS' || url.startsWith('/api/version');
    response.writeHead(known ? 200 : 404, { 'Content-Type': 'application/json' });
    if (method === 'OPTIONS') response.end(JSON.stringify({ value: MARKETPLACE_CALLS }));
    else if (method === 'POST')
      response.end(JSON.stringify({ namespace: publisher, name, version, targetPlatform: 'universal' }));
    else response.end(JSON.stringify(known ? { version: '1.0.0' } : {}));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    received: () => Buffer.concat(received.splice(0)),
    close: () => void server.close(),
  };
}

/** Publishing the package with each tool. Tokens are theirs to find. */
const publishing = /** @type {const} */ ([
  ['vsce', ['publish', '--packagePath', vsix]],
  ['ovsx', ['publish', vsix]],
]);

/** Everything but the publishing. `isPacked`: the sources were packed just now. Throws a SetupError that says what is wrong. */
export async function dryRun({ isPacked = false } = {}) {
  const bytes = await packTwice(isPacked);
  console.log('Two builds of the same sources have the same bytes.');
  const registry = await loopbackRegistry();
  const env = {
    VSCE_MARKETPLACE_URL: registry.url,
    VSCE_PAT: 'dry-run',
    OVSX_REGISTRY_URL: registry.url,
    OVSX_PAT: 'dry-run',
    NO_PROXY: '127.0.0.1',
    no_proxy: '127.0.0.1',
  };
  try {
    for (const [tool, args] of publishing) {
      const code = await runTool(tool, [...args], { limitMs: 60_000, env });
      if (code !== 0 || !registry.received().equals(bytes))
        throw new SetupError(`${tool} did not publish the package as it is; see its message above.`);
      console.log(`${tool} published it to ${registry.url}, where nothing is kept.`);
    }
  } finally {
    registry.close();
  }
  console.log(`vigil.vsix: sha256 ${createHash('sha256').update(bytes).digest('hex')}`);
}

async function publish() {
  for (const [tool, args] of publishing) {
    if ((await runTool(tool, [...args])) !== 0)
      throw new SetupError(`${tool} did not publish; see its message above. What is published stays.`);
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await main(async () => {
    const dry = process.argv.includes('--dry-run');
    ensureTools();
    const found = obstacles(JSON.parse(readText('package.json')), readText('CHANGELOG.md'));
    if (found.length > 0 && !dry) throw new SetupError(`Not published:\n  ${found.join('\n  ')}`);
    await dryRun();
    if (found.length > 0) console.log(`Before it can be published:\n  ${found.join('\n  ')}`);
    if (!dry) await publish();
    return 0;
  });
}
