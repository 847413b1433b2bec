// @ts-check
/** Does the named parts of the set-up, for `npm test`, which has several at a time done. */
import { ensureChromium, ensureDependencies, ensureHost, hosts, main } from './setup.mjs';

/** @type {Record<string, () => unknown>} */
const PARTS = {
  dependencies: ensureDependencies,
  newest: () => ensureHost(hosts.newest),
  oldest: () => ensureHost(hosts.oldest),
  chromium: ensureChromium,
};

await main(() => {
  for (const name of process.argv.slice(2)) PARTS[name]?.();
  return 0;
});
