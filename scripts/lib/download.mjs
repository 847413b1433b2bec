// @ts-check
/** Downloads what the last suites of `npm test` need, while the first ones run. */
import { ensureChromium, ensureHost, hosts, main } from './setup.mjs';

await main(() => {
  ensureHost(hosts.oldest);
  ensureChromium();
  return 0;
});
