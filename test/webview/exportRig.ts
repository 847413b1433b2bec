/** A session as an HTML file, made as the product makes it: asked of an engine, rendered with the page's cards, put into its document. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Engine } from '../../src/engine/engine';
import { exportedFile } from '../../src/host/export/exportedFile';
import { fileStyle, iconStyle } from '../../src/host/export/fileStyle';
import type { Wanted } from '../../src/questions/exportedSteps';
import type { View } from '../../webview/session/tab';
import { exportPage, type Exported } from '../../webview/session/exporting';

/** The last part, with the body of the file put together. */
export async function rendered(
  engine: Engine,
  id: string,
  wanted: Wanted = { tools: true, thinking: true, pictures: true },
  most?: number,
): Promise<Exported & { parts: number }> {
  const parts: Exported[] = [];
  const ask = (call: never, args: object, take: (reply: never) => void, fail: (why: string) => void): void =>
    void engine
      .call(call, { ...args, id } as never)
      .then((reply: unknown) => take(reply as never))
      .catch((error: unknown) => fail(String(error)));
  const detail = await engine.call('session', { id });
  await exportPage({
    view: { detail, questions: { ask }, answers: {}, state: { id, open: [], own: {} } } as unknown as View,
    wanted,
    take: (part) => void parts.push(part),
    cancelled: () => false,
    most,
  });
  return { ...parts.at(-1)!, html: parts.map(({ html }) => html).join('\n'), parts: parts.length };
}

const root = join(import.meta.dirname, '..', '..');
const text = (path: string): string => readFileSync(join(root, path), 'utf8');

/** The whole file. */
export function fileOf(body: string): string {
  const page = [
    'webview/shared/page.css',
    'webview/shared/parts.css',
    'webview/session/story.css',
    'webview/session/transcript.css',
  ]
    .map(text)
    .join('\n');
  const font = readFileSync(join(root, 'node_modules/@vscode/codicons/dist/codicon.ttf')).toString('base64');
  const icons = iconStyle(body, text('node_modules/@vscode/codicons/dist/codicon.css'), font);
  return exportedFile({ title: 'A <session>', language: 'en', style: `${fileStyle(page)}\n${icons}`, body });
}
