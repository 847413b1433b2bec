import { afterEach, expect, test, vi } from 'vitest';
import { colors, paletteOf } from '../../webview/shared/theme';

afterEach(() => vi.unstubAllGlobals());

const [FAILED, OTHERS] = [3, 6];

/** The colours of series of a theme that has these variables. */
function seriesOf(theme: Readonly<Record<string, string>>): readonly string[] {
  vi.stubGlobal('document', { body: {} });
  vi.stubGlobal('getComputedStyle', () => ({ getPropertyValue: (name: string) => theme[name] ?? '' }));
  return paletteOf(colors()).filter((_, n) => n !== FAILED && n !== OTHERS);
}

const COMMON = {
  '--vscode-charts-blue': '#59a4f9',
  '--vscode-charts-purple': '#b180d7',
  '--vscode-charts-green': '#89d185',
  '--vscode-charts-yellow': '#ffd370',
  '--vscode-charts-red': '#f14c4c',
  '--vscode-foreground': '#cccccc',
  '--vscode-terminal-ansiCyan': '#00cdcd',
};

test('no two series look alike, and none is grey, which is left to the others: high contrast has no orange', () => {
  for (const theme of [COMMON, { ...COMMON, '--vscode-charts-orange': '#d1861680' }]) {
    const all = seriesOf(theme);
    expect(new Set(all).size).toBe(6);
    expect(all.filter((one) => one.includes('gray'))).toEqual([]);
  }
  expect(seriesOf({ ...COMMON, '--vscode-charts-orange': '#d1861680' }).at(-2)).toBe(
    'rgb(from #d1861680 r g b / 1)',
  );
});
