/** How a file looks that shows what a page shows: the page's own style, with the colours of VS Code's default themes in place of the editor's. */

/** Colours by token, of the light and the dark default theme. */
const COLOURS: Readonly<Record<string, readonly [light: string, dark: string]>> = {
  foreground: ['#3b3b3b', '#cccccc'],
  descriptionForeground: ['#5c5c5c', '#9d9d9d'],
  'icon-foreground': ['#3b3b3b', '#cccccc'],
  focusBorder: ['#005fb8', '#0078d4'],
  'editor-background': ['#ffffff', '#1f1f1f'],
  'editorWidget-background': ['#f8f8f8', '#202020'],
  'widget-border': ['#e5e5e5', '#313131'],
  'textLink-foreground': ['#005fb8', '#4daafc'],
  'textLink-activeForeground': ['#005fb8', '#4daafc'],
  'list-hoverBackground': ['#f2f2f2', '#2a2d2e'],
  'editorError-foreground': ['#e51400', '#f14c4c'],
  'editorWarning-foreground': ['#bf8803', '#cca700'],
  'editorLineNumber-foreground': ['#6e7681', '#6e7681'],
  'charts-red': ['#e51400', '#f14c4c'],
  'charts-blue': ['#0063d3', '#59a4f9'],
  'charts-yellow': ['#bf8803', '#cca700'],
  'charts-green': ['#388a34', '#89d185'],
  'gitDecoration-addedResourceForeground': ['#587c0c', '#81b88b'],
  'diffEditor-insertedLineBackground': ['#9bb95533', '#9bb95533'],
  'diffEditor-removedLineBackground': ['#ff000033', '#ff000033'],
  'diffEditor-insertedTextBackground': ['#9ccc2c40', '#9ccc2c33'],
  'diffEditor-removedTextBackground': ['#ff000033', '#ff000033'],
  'chat-requestBorder': ['#0000001a', '#ffffff1a'],
  'chat-slashCommandBackground': ['#adceff7a', '#26477866'],
  'chat-slashCommandForeground': ['#26569e', '#85b6ff'],
  'debugTokenExpression-boolean': ['#0000ff', '#4e94ce'],
  'debugTokenExpression-string': ['#a31515', '#ce9178'],
  'debugTokenExpression-number': ['#098658', '#b5cea8'],
  'debugTokenExpression-type': ['#4a90e2', '#4a90e2'],
  'symbolIcon-functionForeground': ['#652d90', '#b180d7'],
  'symbolIcon-fieldForeground': ['#007acc', '#75beff'],
  'terminal-ansiRed': ['#cd3131', '#cd3131'],
  'terminal-ansiGreen': ['#107c10', '#0dbc79'],
  'terminal-ansiYellow': ['#949800', '#e5e510'],
  'terminal-ansiBlue': ['#0451a5', '#2472c8'],
  'terminal-ansiMagenta': ['#bc05bc', '#bc3fbc'],
  'terminal-ansiCyan': ['#0598bc', '#11a8cd'],
  'terminal-ansiBrightBlack': ['#666666', '#666666'],
};

const tokens = (side: 0 | 1): string =>
  Object.entries(COLOURS)
    .map(([name, colours]) => `--vscode-${name}:${colours[side]};`)
    .join('');

/** What a file needs beside the page's style: no list that scrolls by itself, folds of the browser, all of it when it is printed. */
const OWN = `
body{max-width:900px;margin:0 auto}
header{display:block;margin-bottom:24px}
.transcript{display:block}
.transcript .step{max-width:none}
.transcript summary{list-style:none;cursor:pointer;border-radius:4px}
.transcript summary::-webkit-details-marker{display:none}
.transcript summary .open::after{content:'▸';color:var(--dim)}
.transcript details[open]>summary .open::after{content:'▾'}
.transcript summary.more{color:var(--vscode-textLink-foreground)}
.transcript details.step>.body{margin-inline-start:0}
.transcript details.step>summary .line{margin-inline-start:-24px}
.transcript .is-failed>summary .gi{color:var(--red)}
.said{content-visibility:auto;contain-intrinsic-size:auto 40px}
@media print{.said{content-visibility:visible}}
`;

/** The style of a file, without its icons. `page`: the style of the page. */
export const fileStyle = (page: string): string =>
  `:root{color-scheme:light dark;--vscode-font-family:system-ui,-apple-system,'Segoe UI',Ubuntu,sans-serif;--vscode-font-size:13px;--vscode-editor-font-family:ui-monospace,Menlo,Consolas,'DejaVu Sans Mono',monospace;${tokens(0)}}
@media (prefers-color-scheme:dark){:root{${tokens(1)}}}
${page}
${OWN}`;

/** Icons a text of HTML uses, as rules, and the font they are drawn with. */
export function iconStyle(body: string, codicons: string, font: string): string {
  const used = new Set([...body.matchAll(/\bcodicon-([a-z][a-z0-9-]*)/g)].map(([, name]) => name));
  const rules = [...used].flatMap((name) => {
    const [, content] =
      new RegExp(String.raw`\.codicon-${name}:before\s*\{\s*content:\s*["'](\\[0-9a-f]+)["']`).exec(
        codicons,
      ) ?? [];
    return content === undefined ? [] : [`.codicon-${name}:before{content:"${content}"}`];
  });
  return `@font-face{font-family:codicon;src:url(data:font/ttf;base64,${font})}
.codicon{font:normal 16px/1 codicon;display:inline-block;text-align:center}
${rules.join('\n')}`;
}
