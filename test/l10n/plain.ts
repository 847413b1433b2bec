/** Finds texts in a source that a person would read and that go past the bundle. */
import { textFunction, walk } from '../../scripts/make/texts.mjs';

export interface Node {
  type: string;
  start: number;
  end: number;
  // eslint-disable-next-line typescript/no-explicit-any -- a syntax tree of another program
  [more: string]: any;
}

/** Two words, or one that begins like a label: `Cost`, `12 min`. Classes, ids, names of events and commands are none. */
const WORDS =
  /\p{L}{2,}[,.:;’]? \p{L}|^\p{Lu}:? \p{L}{2,}|^\p{Lu}\p{Ll}{2,}(?:…|\.|:)?$|\d ?\p{L}{1,6}$|\d \p{L}{7,}$|\p{L}{3,} \d/u;
/** What a place holds is not looked at: it is looked at where it is made. */
const HOLE = '\u0000';

const isWords = (text: string): boolean => WORDS.test(text.replaceAll(HOLE, '0').trim());

/** Texts in the markup of a page's template: between tags, and in attributes that are read out or shown. */
export function inMarkup(markup: string): string[] {
  const bare = markup.replaceAll(
    /<!--.*?-->|<code\b[^>]*>.*?<\/code>|<kbd>.*?<\/kbd>|<style>.*?<\/style>/gs,
    '',
  );
  const attributes = [
    ...bare.matchAll(/\s(?:aria-label|title|placeholder|label|alt|aria-description)="([^"]*)"/g),
  ];
  const between = bare
    .replaceAll(/<[^<>]*(?:"[^"]*"[^<>]*)*>/g, '\n')
    .split('\n\n')
    .flatMap((part) => part.split(HOLE));
  return [...between, ...attributes.map(([, value = '']) => value)]
    .map((text) => text.replaceAll(HOLE, ' ').replaceAll(/\s+/g, ' ').trim())
    .filter((text) => /\p{L}{2,}/u.test(text));
}

const textOf = (node: Node): string => {
  if (node.type === 'Literal') return typeof node['value'] === 'string' ? node['value'] : '';
  return (node['quasis'] as { value: { cooked: string } }[]).map(({ value }) => value.cooked).join(HOLE);
};

/** What a person is told: a text, or a figure as it is written. */
const isTold = (node: Node): boolean =>
  node.type === 'CallExpression'
    ? textFunction(node) !== null || /^(?:value|money|format\w+)$/.test(node['callee'].name ?? '')
    : node.type === 'ConditionalExpression' && [node['consequent'], node['alternate']].some(isTold);

/** Parts of a tree nobody reads: types, names of modules and properties, what is compared, errors of programmers and the log. */
function isUnread(node: Node, source: string): boolean {
  if (/^(?:TS(?!AsExpression|NonNull|Satisfies)|Import|ExportAll)/.test(node.type)) return true;
  if (node.type === 'CallExpression')
    return (
      textFunction(node) !== null ||
      /^(?:said|log\.\w+|console\.\w+|z\.\w+|String\.raw|.*\.(?:executeCommand|startsWith|endsWith|includes|querySelector(?:All)?|getElementById|closest|addEventListener|split|join|replaceAll|replace|matches|getConfiguration|has|get|localeCompare))$/.test(
        source.slice(node['callee'].start, node['callee'].end),
      )
    );
  return node.type === 'NewExpression' && ['Set', 'Map', 'RegExp'].includes(node['callee'].name);
}

/** Texts of a source that go past the bundle, with their lines. */
export function plainTexts(source: string): string[] {
  const found: string[] = [];
  const skipped: [number, number][] = [];
  const isSkipped = ({ start, end }: Node): boolean =>
    skipped.some(([from, to]) => from <= start && end <= to);
  const tell = (node: Node, text: string): void => {
    const line = source.slice(0, node.start).split('\n').length;
    found.push(`${line}: ${text.replaceAll(HOLE, '{}').replaceAll(/\s+/g, ' ').slice(0, 100)}`);
  };
  const skip = (node: Node | undefined | null): void => {
    if (node) skipped.push([node.start, node.end]);
  };
  walk(source, (node: Node) => {
    if (isSkipped(node) && node.type !== 'TaggedTemplateExpression') {
      // Templates within what is skipped (a cell in `join`) are still read.
      if (node.type !== 'TaggedTemplateExpression') return;
    }
    if (isUnread(node, source)) return skip(node);
    switch (node.type) {
      case 'BinaryExpression':
        if (/^[!=]==?$|^in$|^[<>]=?$/.test(node['operator']))
          [node['left'], node['right']].forEach((side) => side.type === 'Literal' && skip(side));
        return;
      case 'ConditionalExpression': {
        // Beside a text stands a text, be it one small word.
        const sides: Node[] = [node['consequent'], node['alternate']];
        if (sides.some(isTold))
          for (const side of sides)
            if (side.type === 'Literal' && /^\p{Ll}{2,}$/u.test(textOf(side))) tell(side, textOf(side));
        return;
      }
      case 'SwitchCase':
        return skip(node['test']);
      case 'Property':
      case 'PropertyDefinition':
        return node['computed'] ? undefined : skip(node['key']);
      case 'MemberExpression':
        return node['computed'] ? skip(node['property']) : undefined;
      case 'TaggedTemplateExpression':
        skip(node['quasi'].quasis.length === 1 ? node['quasi'] : undefined);
        for (const quasi of node['quasi'].quasis) skip(quasi);
        if (['html', 'svg'].includes(node['tag'].name)) {
          skipped.push([node['quasi'].start, node['quasi'].start]);
          for (const text of inMarkup(textOf(node['quasi']))) tell(node, text);
        }
        node['quasi'].ofTag = true;
        return;
      case 'TemplateLiteral':
        if (node['ofTag'] !== true && isWords(textOf(node))) tell(node, textOf(node));
        return;
      case 'Literal':
        if (isWords(textOf(node))) tell(node, textOf(node));
    }
  });
  return found;
}
