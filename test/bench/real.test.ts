import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tempFolder } from '../support/tempFolder';
import { replicate, withIds } from './real';

const UUID = 'a0b1c2d3-0000-4000-8000-000000000001';
const LINE = `{"uuid":"${UUID}","sessionId":"${UUID}","message":{"id":"msg_01abc"},"agentId":"x1","text":"requests 12345678"}`;

test('a copy has ids of its own, of the same lengths, the same wherever they stand', () => {
  expect(withIds(LINE, 0)).toBe(LINE);
  const copy = withIds(LINE, 1);
  expect(copy).toBe(
    LINE.replaceAll('a0b1c2d3', 'a1b1c2d3').replace('msg_01a', 'msg_01b').replace('"x1"', '"y1"'),
  );
  expect(withIds(`${UUID}/subagents/agent-x1.jsonl`, 1)).toBe(
    `${UUID.replace('a0', 'a1')}/subagents/agent-y1.jsonl`,
  );
});

test('logs are copied until they are so long, each copy in a project of its own', () => {
  const folder = tempFolder();
  const from = join(folder, 'from');
  mkdirSync(join(from, 'somebody', 'projects', '-app'), { recursive: true });
  writeFileSync(join(from, 'somebody', 'projects', '-app', `${UUID}.jsonl`), `${LINE}\n`);
  const bytes = LINE.length + 1;
  expect(replicate(from, join(folder, 'to'), bytes * 2)).toEqual({ files: 2, bytes: bytes * 2 });
  const projects = join(folder, 'to', 'projects');
  expect(readdirSync(projects).sort()).toEqual(['somebody+-app-0', 'somebody+-app-1']);
  const [copy] = readdirSync(join(projects, 'somebody+-app-1'));
  expect(copy).toBe(`${UUID.replace('a0', 'a1')}.jsonl`);
  expect(readFileSync(join(projects, 'somebody+-app-1', copy ?? ''), 'utf8')).toBe(`${withIds(LINE, 1)}\n`);
});
