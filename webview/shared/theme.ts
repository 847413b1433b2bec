/** The colours of the theme for what CSS cannot reach: canvases. */

export interface Colors {
  text: string;
  muted: string;
  grid: string;
  series: readonly [string, string, string];
  /** For more series than three; red is left to what failed. The last is mixed, as themes have no sixth colour. */
  more: readonly [string, string, string];
  error: string;
  background: string;
  /** Around what is filled: high contrast tells fills apart by it, other themes have none. */
  border: string;
}

/** Colours of the theme as it is now. */
export function colors(): Colors {
  const style = getComputedStyle(document.body);
  const value = (...names: string[]): string =>
    names.map((name) => style.getPropertyValue(name).trim()).find((found) => found !== '') ?? 'gray';
  return {
    text: value('--vscode-foreground'),
    muted: value('--vscode-descriptionForeground', '--vscode-foreground'),
    // Faint in every theme: of high contrast the lines would be as strong as what they are there for.
    grid: `color-mix(in srgb, ${value('--vscode-charts-foreground', '--vscode-foreground')} 16%, transparent)`,
    series: [value('--vscode-charts-blue'), value('--vscode-charts-purple'), value('--vscode-charts-green')],
    // Some themes have their orange half transparent, for what lies below it: as a bar it would be pale. High contrast has none.
    more: [
      value('--vscode-charts-yellow'),
      `rgb(from ${value('--vscode-charts-orange', '--vscode-terminal-ansiCyan')} r g b / 1)`,
      `color-mix(in oklab, ${value('--vscode-charts-purple')}, ${value('--vscode-charts-red', '--vscode-errorForeground')})`,
    ],
    error: value('--vscode-charts-red', '--vscode-errorForeground'),
    background: value('--vscode-editor-background'),
    border: value('--vscode-contrastBorder', '--vscode-editor-background'),
  };
}

/** Calls `changed` after every change of theme. */
export function onThemeChange(changed: () => void): void {
  new MutationObserver(changed).observe(document.body, {
    attributes: true,
    attributeFilter: ['class', 'data-vscode-theme-id'],
  });
}

export const reducedMotion = (): boolean =>
  document.body.classList.contains('vscode-reduce-motion') ||
  matchMedia('(prefers-reduced-motion: reduce)').matches;

/** A theme's colours by the numbers of series. */
export const paletteOf = ({
  series,
  error,
  more: [yellow, orange, mixed],
  text,
  background,
}: Colors): string[] => [
  ...series,
  error,
  yellow,
  orange,
  // Some light themes have their muted text as dark as any: the rest would be the strongest of all.
  `color-mix(in srgb, ${text} 45%, ${background})`,
  mixed,
];
