/**
 * What templates write, as HTML: their strings, which are ours, and their values, which may be a log's and are escaped. Without a page,
 * so that a file can be made of what the page shows. Handlers and properties are left out, and attributes without a value.
 */
import { nothing, type TemplateResult } from 'lit';
import { inHtml } from '../../src/log/visible';

const isTemplate = (value: unknown): value is TemplateResult =>
  typeof value === 'object' && value !== null && '_$litType$' in value;

/** `guard` and other directives hold what they render in their last value. */
const isDirective = (value: unknown): value is { _$litDirective$: unknown; values: unknown[] } =>
  typeof value === 'object' && value !== null && '_$litDirective$' in value;

/** HTML that was written before: it is not escaped again. */
export class Html {
  constructor(readonly html: string) {}
}

/** The HTML of a value of a template. Throws for one it does not know. */
export function htmlOf(value: unknown): string {
  if (value === null || value === undefined || value === nothing || typeof value === 'function') return '';
  if (Array.isArray(value)) return value.map(htmlOf).join('');
  if (isDirective(value)) {
    const last = value.values.at(-1);
    return typeof last === 'function' ? htmlOf((last as () => unknown)()) : '';
  }
  if (value instanceof Html) return value.html;
  if (typeof value === 'string') return inHtml(value);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (!isTemplate(value)) throw new Error('A template holds what cannot be written.');
  return ofTemplate(value);
}

function ofTemplate({ strings, values }: TemplateResult): string {
  let out = '';
  strings.forEach((whole, i) => {
    // Indentation of templates is a third of a file.
    const part = whole.replace(/\n[ \t]+/g, '\n');
    const next = values[i];
    const [, name] = /([@.?]?[\w-]+)=$/.exec(part) ?? [];
    if (i >= values.length) out += part;
    else if (name === undefined) out += part + htmlOf(next);
    else if (/^[@.]/.test(name) || next === nothing || (name.startsWith('?') && next !== true))
      out += part.slice(0, -name.length - 2);
    else if (name.startsWith('?')) out += `${part.slice(0, -name.length - 1)}${name.slice(1)}`;
    else out += `${part}"${htmlOf(next)}"`;
  });
  return out;
}
