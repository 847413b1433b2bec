/** The walkthrough: what its buttons do completes its steps, and its pictures are seen in every theme. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

interface Step {
  id: string;
  description: string;
  media: { svg: string };
  completionEvents: string[];
}
const texts = JSON.parse(read('package.nls.json')) as Record<string, string>;
const { contributes } = JSON.parse(read('package.json')) as {
  contributes: { walkthroughs: { steps: Step[] }[] };
};
const steps = contributes.walkthroughs.flatMap((one) => one.steps).map((step) => [step.id, step] as const);

/** What completes a step whose button runs a command: the command, or the setting it opens. */
function eventOf(link: string): string {
  const setting = /openSettings\?%5B%22([\w.]+)%22%5D$/.exec(link)?.[1];
  return setting === undefined ? `onCommand:${link}` : `onSettingChanged:${setting}`;
}

test.each(steps)('the buttons of the step “%s” complete it', (_, { description, completionEvents }) => {
  const text = texts[description.slice(1, -1)] ?? '';
  const links = [...text.matchAll(/\(command:([^)]+)\)/g)].map(([, link]) => link ?? '');
  expect(links.length).toBeGreaterThan(0);
  expect(completionEvents).toEqual(expect.arrayContaining(links.map(eventOf)));
});

/** Colours that themes of high contrast do not have: what is drawn in one is not seen there. */
const NOT_IN_ALL = [
  'list-warningForeground',
  'list-errorForeground',
  'charts-orange',
  'list-activeSelectionForeground)',
];

test.each(steps)('the picture of the step “%s” is drawn in colours of every theme', (_, { media }) => {
  const picture = read(media.svg);
  expect(NOT_IN_ALL.filter((name) => picture.includes(`--vscode-${name}`))).toEqual([]);
});
