/** Real logs, as often as it takes to be so many bytes: each copy has ids of its own, of the same lengths. */
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const ALPHABET = '0123456789abcdefghijklmnopqrstuvwxyz';
const IDS =
  /\b([0-9a-f]{2})(?=[0-9a-f]{6}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b)|(?<=\b(?:msg|req|toolu|srvtoolu)_(?:01)?|\bagent-|"agentId":")(?!01)([0-9A-Za-z])/g;

/** The text with the ids of copy `n`; copy 0 is as it is. */
export const withIds = (text: string, n: number): string =>
  n === 0
    ? text
    : text.replace(IDS, (_whole, uuid: string | undefined, letter: string | undefined) =>
        uuid === undefined
          ? shifted(letter ?? '', n)
          : ((Number.parseInt(uuid, 16) + n) % 256).toString(16).padStart(2, '0'),
      );

function shifted(letter: string, n: number): string {
  const at = ALPHABET.indexOf(letter.toLowerCase());
  const other = ALPHABET[(at + n) % ALPHABET.length] ?? letter;
  return letter === letter.toLowerCase() ? other : other.toUpperCase();
}

/** Copies the logs below `from` to `folder`/projects until they are `bytes` long, at least once. Gives what was written. */
export function replicate(from: string, folder: string, bytes: number): { files: number; bytes: number } {
  const names = readdirSync(from, { recursive: true, encoding: 'utf8' }).filter(
    (name) => /\.(?:jsonl|meta\.json)$/.test(name) && statSync(join(from, name)).isFile(),
  );
  const written = { files: 0, bytes: 0 };
  for (let n = 0; n === 0 || (written.bytes < bytes && written.bytes > 0); n++)
    for (const name of names) {
      if (n > 0 && written.bytes >= bytes) break;
      // Wherever the projects of a source lie, they are projects here: one folder each.
      const parts = name.split(/[\\/]/);
      const at = parts.indexOf('projects');
      const [project, ...rest] =
        at < 0 ? [parts.slice(0, -1).join('+'), parts.at(-1) ?? ''] : parts.slice(at + 1);
      if (rest.length === 0) continue;
      const source = at < 0 ? [] : parts.slice(0, at);
      const path = join(
        folder,
        'projects',
        [...source, `${project}-${n}`].join('+'),
        withIds(rest.join('/'), n),
      );
      // Bytes that are no text stay what they are.
      const content = Buffer.from(withIds(readFileSync(join(from, name), 'latin1'), n), 'latin1');
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, content);
      written.files++;
      written.bytes += content.length;
    }
  return written;
}
