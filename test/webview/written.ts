/** What templates would write, without a page: their strings and values in order, text escaped as a browser would show it. */
import { nothing, type TemplateResult } from 'lit';

const escaped = (text: string): string =>
  text.replace(/[&<>]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[c] ?? c);

const isTemplate = (value: unknown): value is TemplateResult =>
  typeof value === 'object' && value !== null && '_$litType$' in value;

/** `guard` and other directives hold what they render in their last value. */
const isDirective = (value: unknown): value is { _$litDirective$: { name: string }; values: unknown[] } =>
  typeof value === 'object' && value !== null && '_$litDirective$' in value;

/** Handlers, properties and attributes without a value are left out. */
export function written(value: unknown): string {
  if (value === null || value === undefined || value === nothing || typeof value === 'function') return '';
  if (Array.isArray(value)) return value.map(written).join('');
  if (isDirective(value)) {
    const last = value.values.at(-1);
    return typeof last === 'function' ? written((last as () => unknown)()) : '';
  }
  if (typeof value === 'string') return escaped(value);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (!isTemplate(value)) throw new Error('this is not written: teach the test');
  let out = '';
  value.strings.forEach((part, i) => {
    const next = value.values[i];
    const [, name] = /([@.?]?[\w-]+)=$/.exec(part) ?? [];
    if (i >= value.values.length || name === undefined)
      out += part + (i < value.values.length ? written(next) : '');
    else if (/^[@.]/.test(name) || next === nothing || (name.startsWith('?') && next !== true))
      out += part.slice(0, -name.length - 2);
    else if (name.startsWith('?')) out += `${part.slice(0, -name.length - 1)}${name.slice(1)}`;
    else out += `${part}"${written(next)}"`;
  });
  return out;
}
