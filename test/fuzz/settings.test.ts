/** Settings: trees with hostile values under every key, files of any text, variables of any name. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Settings } from '../../src/settings/settings';
import {
  fromEnvironment,
  fromFile,
  resolve,
  SettingError,
  variableOf,
  KEYS,
} from '../../src/settings/layers';
import { parseSettings } from '../../src/settings/editor';
import { refusedPhrases, scanFor } from '../../src/signals/scan';
import { fuzz, mutated, nastyText, nastyValue, PATIENCE } from './fuzz';

const WHOLE = Settings.parse({
  signals: { stopPhrases: { custom: ['so far so good', { text: 'a+b', mode: 'regex' }] } },
  prices: { 'my-model': { input: 3, output: 15 } },
  budgets: [{ per: 'day', usd: 20 }],
});

test('any tree gives settings that are valid, and names what it passed over', PATIENCE, () =>
  fuzz('settings', mutated([WHOLE]), (tree) => {
    const { settings, bad } = parseSettings(tree);
    expect(Settings.parse(settings)).toEqual(settings);
    for (const { key, reasons } of bad) {
      expect([key, ...reasons].every((word) => word.length > 0)).toBe(true);
      expect(reasons.length).toBeGreaterThan(0);
    }
    expect(new Set(bad.map(({ key }) => key)).size).toBe(bad.length);
    const { custom } = settings.signals.stopPhrases;
    refusedPhrases(custom);
    scanFor(custom)('so far so good, aab', 'agent');
  }),
);

const layers = fc.oneof(
  mutated([WHOLE]).map((tree) => ({ file: JSON.stringify(tree) ?? '', env: {} })),
  nastyText.map((file) => ({ file, env: {} })),
  fc
    .dictionary(
      fc.oneof(
        fc.constantFrom(...[...KEYS].map(variableOf)),
        nastyText.map((text) => `VIGIL_${text}`),
      ),
      fc.oneof(
        nastyText,
        nastyValue.map((value) => JSON.stringify(value) ?? ''),
      ),
    )
    .map((env) => ({ file: '{}', env })),
);

test('any file and any environment give settings, or words', PATIENCE, () =>
  fuzz('settings of the command', layers, ({ file, env }) => {
    try {
      const { settings, keys } = resolve([...fromFile('/s/settings.json', file), ...fromEnvironment(env)]);
      expect(Settings.parse(settings)).toEqual(settings);
      expect(keys.length).toBe(KEYS.size);
    } catch (error) {
      if (!(error instanceof SettingError)) throw error;
      expect(error.message).not.toBe('');
    }
  }),
);
