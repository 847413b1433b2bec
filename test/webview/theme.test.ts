import { afterEach, expect, test, vi } from 'vitest';
import { colors } from '../../webview/shared/theme';

afterEach(() => vi.unstubAllGlobals());

/** The colours of series of a theme that has these variables. */
function seriesOf(theme: Readonly<Record<string, string>>): readonly string[] {
  vi.stubGlobal('document', { body: {} });
  vi.stubGlobal('getComputedStyle', () => ({ getPropertyValue: (name: string) => theme[name] ?? '' }));
  const { series, more } = colors();
  return [...series, ...more];
}

const COMMON = {
  '--vscode-charts-blue': '#59a4f9',
  '--vscode-charts-purple': '#b180d7',
  '--vscode-charts-green': '#89d185',
  '--vscode-charts-yellow': '#ffd370',
  '--vscode-terminal-ansiCyan': '#00cdcd',
};

test('no two series look alike, and none is grey, which is left to the others: high contrast has no orange', () => {
  for (const theme of [COMMON, { ...COMMON, '--vscode-charts-orange': '#d1861680' }]) {
    const all = seriesOf(theme);
    expect(new Set(all).size).toBe(5);
    expect(all.filter((one) => one.includes('gray'))).toEqual([]);
  }
  expect(seriesOf({ ...COMMON, '--vscode-charts-orange': '#d1861680' }).at(-1)).toBe(
    'rgb(from #d1861680 r g b / 1)',
  );
});
