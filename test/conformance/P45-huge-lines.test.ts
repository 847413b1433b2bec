import { expect, test } from 'vitest';
import { folder, inspected, one, prompt } from '../support/logs';

// Lines of tens of megabytes (pasted images) exist: long strings in them are cut while reading, the record counts.
test('a prompt with a 20 MB image is a prompt, and the next line is read', () => {
  const image = prompt('a', [
    { type: 'text', text: 'look at this' },
    { type: 'image', source: { type: 'base64', data: 'A'.repeat(20 << 20) } },
  ]);
  const a = one(inspected(folder({ 'a.jsonl': [image, prompt('a', 'next')] })), 'a');
  expect(a).toMatchObject({ prompts: 2, parse: { lines: 2, understood: 2, malformed: 0 } });
});
