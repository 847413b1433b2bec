/** Which settings a workspace may have a say in: those of its window, and none that decides a figure or what is kept. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { SECTIONS, Settings, WINDOW_SETTINGS } from '../../../src/settings/settings';
import { settingsOfDerivation, sharedSettings } from '../../../src/settings/shared';
import { KEYS } from '../../../src/settings/layers';
import { effective, gather, parseSettings } from '../../../src/settings/editor';

interface Manifest {
  contributes: { configuration: { properties: Record<string, { scope?: string; order: number }> }[] };
  capabilities: { untrustedWorkspaces: { restrictedConfigurations: string[] } };
}
const root = join(import.meta.dirname, '../../..');
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest;
const scopes = new Map(
  manifest.contributes.configuration
    .flatMap(({ properties }) => Object.entries(properties))
    .map(([key, { scope }]) => [key.replace(/^vigil\./, ''), scope]),
);

/** Folders of one machine, what is kept there, and its cores: in a remote window they are those of the remote. A workspace cannot set them either. */
const OF_MACHINE =
  /^(?:roots|exclude|followLinks|detectorsExclude|alerts\.mutedIn|storage|reading\.threads|(?:vault|search)\..+)$/;

test('every setting has a scope, and only those with a reason may differ by window', () => {
  expect(new Set(scopes.keys())).toEqual(KEYS);
  const ofWindow = [...scopes].filter(([, scope]) => scope !== 'application' && scope !== 'machine');
  expect(ofWindow.map(([key, scope]) => `${key}: ${scope ?? 'none'}`).sort()).toEqual(
    Object.keys(WINDOW_SETTINGS)
      .map((key) => `${key}: window`)
      .sort(),
  );
  for (const reason of Object.values(WINDOW_SETTINGS)) expect(reason).toMatch(/this window|its workspace/);
  const ofMachine = [...scopes].filter(([, scope]) => scope === 'machine').map(([key]) => key);
  expect(ofMachine.filter((key) => !OF_MACHINE.test(key))).toEqual([]);
});

test('every setting is in one section, and every section names what is there', () => {
  const groups = SECTIONS.flatMap(([, keys]) => keys);
  const inGroup = (key: string, group: string): boolean => key === group || key.startsWith(`${group}.`);
  for (const key of KEYS) expect(groups.filter((group) => inGroup(key, group))).toHaveLength(1);
  for (const group of groups) expect([...KEYS].some((key) => inGroup(key, group))).toBe(true);
});

test('the settings page shows each section in the order it is written in', () => {
  for (const [i, [, groups]] of SECTIONS.entries()) {
    const properties = Object.entries(manifest.contributes.configuration[i]?.properties ?? {});
    const shown = properties
      .toSorted(([, a], [, b]) => a.order - b.order)
      .map(([key]) => groups.findIndex((one) => key === `vigil.${one}` || key.startsWith(`vigil.${one}.`)));
    expect(shown).toEqual(shown.toSorted((a, b) => a - b));
    expect(new Set(shown).size).toBe(groups.length);
  }
});

test('a workspace that is not trusted has a say in none', () => {
  const restricted = manifest.capabilities.untrustedWorkspaces.restrictedConfigurations;
  expect(new Set(restricted)).toEqual(new Set(Object.keys(WINDOW_SETTINGS).map((key) => `vigil.${key}`)));
});

test('the value of a workspace counts for its window, when trusted; the person’s for all else', () => {
  const both = { globalValue: 'mine', workspaceValue: 'theirs' };
  expect(effective('notifications.waits', both, true)).toEqual({ value: 'theirs', place: 'workspace' });
  expect(effective('notifications.waits', both, false)).toEqual({ value: 'mine', place: 'user' });
  expect(effective('timezone', both, true)).toEqual({ value: 'mine', place: 'user' });
  expect(effective('timezone', { workspaceValue: 'theirs' }, true).place).toBe('default');
  expect(effective('toString', { workspaceValue: 'theirs' }, true).place).toBe('default');
  expect(effective('timezone', undefined, true)).toEqual({ value: undefined, place: 'default' });
  // What is set to nothing or to no is set.
  expect(effective('statusBar.enabled', { globalValue: true, workspaceValue: false }, true).value).toBe(
    false,
  );
});

test('whatever a workspace sets, what the archive is derived with is the same', () => {
  const theirs: Record<string, unknown> = {
    timezone: 'Pacific/Kiritimati',
    prices: { x: { input: 9_999, output: 9_999 } },
    roots: ['/nowhere'],
    'signals.stopPhrases.scope': 'plain',
    'statusBar.enabled': false,
    'notifications.muted': ['stop_phrase'],
  };
  const inspect = (key: string) => ({
    globalValue: key === 'baseline.sessions' ? 30 : undefined,
    workspaceValue: theirs[key],
  });
  const { settings, bad } = parseSettings(gather(inspect, true));
  expect(bad).toEqual([]);
  expect(settings.statusBar.enabled).toBe(false);
  expect(settings.notifications.muted).toEqual(['stop_phrase']);
  expect(sharedSettings(settings)).toEqual(Settings.parse({ baseline: { sessions: 30 } }));
  // How fast is nothing that figures follow from.
  expect(settingsOfDerivation(Settings.parse({ reading: { threads: 3 } }))).toEqual(
    settingsOfDerivation(Settings.parse({})),
  );
});
