import { randomBytes } from 'node:crypto';
import { inHtml } from '../../log/visible';
import type { PagePlace } from '../../pages/place';

export interface PageParts {
  title: string;
  /** `webview.cspSource`. */
  cspSource: string;
  /** Addresses of the page's own files, as the webview may load them. */
  script: string;
  /** Files the script imports: they are loaded beside it, not after it. */
  imports: readonly string[];
  styles: readonly string[];
  /** codicon.css, which the icons of vscode-elements look for under this id. */
  codicons: string;
  /** State of a new page, as `getState` would give it. */
  initialState: unknown;
  /** Texts of pages in the editor's language, by the English ones (`vscode.l10n.bundle`); empty in English. */
  texts: Readonly<Record<string, unknown>>;
  /** How the page writes times: a setting and the editor's language, which it cannot see. */
  place: PagePlace;
}

/**
 * The HTML of a page. Nothing is allowed but its own script by nonce and files of the extension: no inline
 * script, no network (law 7). What it shows comes by messages, never in the HTML.
 */
export function pageHtml({
  title,
  cspSource,
  script,
  imports,
  styles,
  codicons,
  initialState,
  texts,
  place,
}: PageParts): string {
  const nonce = randomBytes(24).toString('base64url');
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${cspSource}`,
    `font-src ${cspSource}`,
    `img-src ${cspSource} data:`,
    "connect-src 'none'",
    "form-action 'none'",
    "base-uri 'none'",
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${inHtml(place.locale ?? 'en')}">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta http-equiv="Content-Security-Policy" content="${policy}">
    <title>${inHtml(title)}</title>
    <link rel="stylesheet" href="${inHtml(codicons)}" id="vscode-codicon-stylesheet">
    ${imports.map((href) => `<link rel="modulepreload" nonce="${nonce}" href="${inHtml(href)}">`).join('\n    ')}
    ${styles.map((href) => `<link rel="stylesheet" href="${inHtml(href)}">`).join('\n    ')}
  </head>
  <body>
    <main id="page" data-made="${randomBytes(9).toString('base64url')}" data-state="${inHtml(JSON.stringify(initialState))}" data-place="${inHtml(JSON.stringify(place))}" data-texts="${inHtml(JSON.stringify(texts))}" aria-live="off"></main>
    <script type="module" nonce="${nonce}" src="${inHtml(script)}"></script>
  </body>
</html>
`;
}
