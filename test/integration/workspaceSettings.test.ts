/** The sample's workspace has settings of its own that try to change figures and what is kept (`integration.mjs`). */
import * as assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import type { VigilApi } from '../../src/api';
import { Settings } from '../../src/settings/settings';
import { extension, LIVE, until } from './support';

describe("A workspace's settings", () => {
  const folder = process.env['VIGIL_TEST_STORAGE'] ?? '';
  let vigil: VigilApi;

  before(async () => {
    vigil = await extension<VigilApi>('vigil-dev.vigil').activate();
    await until('reading the sample', async () => (await vigil.sessions()).length === 4);
  });

  it('are there, and trusted', () => {
    const file = join(vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '', '.vscode', 'settings.json');
    const text = readFileSync(file, 'utf8');
    for (const word of ['Pacific/Kiritimati', '9999', '/nowhere', 'baseline']) assert.ok(text.includes(word));
    assert.equal(vscode.workspace.isTrusted, true);
  });

  it('do not reach what is written for the command', async () => {
    const file = join(folder, 'settings.json');
    const text = await until('writing', () => existsSync(file) && readFileSync(file, 'utf8'));
    assert.deepEqual(JSON.parse(text), Settings.parse({}));
  });

  it('change no figure, no root and no alarm', async () => {
    const live = (await vigil.sessions()).find(({ id }) => id === LIVE);
    assert.ok(live);
    assert.ok((live.costMicroUsd ?? 0) > 100_000 && (live.costMicroUsd ?? 0) < 1_000_000);
    // With codevigil's thresholds it would be CRITICAL.
    assert.equal(live.severity, 'warn');
    assert.ok(!readdirSync(folder).includes('vault'));
  });

  it('may change what this window shows, and Vigil says where each value is from', async () => {
    await vscode.commands.executeCommand('vigil.showConfiguration');
    const text = await until('the document', () => {
      const shown = vscode.window.activeTextEditor?.document.getText() ?? '';
      return shown.includes('vigil.timezone') && shown;
    });
    assert.match(text, /^vigil\.statusBar\.show = \["today"\] \(workspace\)$/m);
    assert.match(text, /^vigil\.timezone = "" \(default\)$/m);
    assert.match(text, /^vigil\.prices = \{\} \(default\)$/m);
    assert.match(text, /^vigil\.baseline\.sessions = 20 \(default\)$/m);
  });
});
