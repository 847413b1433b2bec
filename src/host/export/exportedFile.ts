/** One HTML file of what a page rendered: nothing runs in it, nothing is loaded from elsewhere. Pure. */
import { createHash } from 'node:crypto';
import { inHtml } from '../../log/visible';

export interface FileParts {
  title: string;
  language: string;
  style: string;
  /** HTML made of templates: every text of a log in it is escaped. */
  body: string;
}

/** A style cannot end its element. */
const safeStyle = (style: string): string => style.replaceAll('</', String.raw`<\/`);

export function exportedFile({ title, language, style, body }: FileParts): string {
  const own = safeStyle(style);
  const hash = createHash('sha256').update(own).digest('base64');
  // Only this style, and what lies in the file itself.
  const policy = [
    "default-src 'none'",
    `style-src 'sha256-${hash}'`,
    'img-src data:',
    'font-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${inHtml(language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${inHtml(title)}</title>
<style>${own}</style>
</head>
<body>
${body}
</body>
</html>
`;
}
