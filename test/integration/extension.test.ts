import * as assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { extension, LIVE, until } from './support';

const vigil = () => extension('vigil-dev.vigil');

describe('The packaged extension', () => {
  before(() => vigil().activate());

  it('is installed and activates', () => {
    assert.equal(vigil().isActive, true);
  });

  it('registers every command it contributes', async () => {
    const manifest = vigil().packageJSON as { contributes: { commands: { command: string }[] } };
    const contributed = manifest.contributes.commands.map(({ command }) => command);
    assert.ok(contributed.includes('vigil.generateReport'));
    const registered = new Set(await vscode.commands.getCommands(true));
    assert.deepEqual(
      contributed.filter((command) => !registered.has(command)),
      [],
    );
  });

  it('has a tool for agents for each it contributes', () => {
    const manifest = vigil().packageJSON as { contributes: { languageModelTools: { name: string }[] } };
    const names = manifest.contributes.languageModelTools.map(({ name }) => name);
    assert.equal(names.length, 4);
    const known = new Set(vscode.lm.tools.map(({ name }) => name));
    assert.deepEqual(
      names.filter((name) => !known.has(name)),
      [],
    );
  });

  it('runs in the VS Code and on the Node it is to be tested with', () => {
    const { vscode: host, node } = JSON.parse(process.env['VIGIL_TEST_HOST'] ?? '{}') as Record<
      string,
      string
    >;
    assert.ok(vscode.version.startsWith(host ?? '?'), vscode.version);
    assert.ok(process.versions.node.startsWith(node ?? '?'), process.versions.node);
  });

  it('declares what its manifest promises about trust and place', () => {
    const manifest = vigil().packageJSON as { extensionKind?: string[]; main: string };
    assert.equal(manifest.main, './dist/extension.cjs');
    assert.deepEqual(manifest.extensionKind, ['workspace']);
  });
});

describe('Sessions in the running editor', () => {
  it('opens the panel of a session, once', async () => {
    const panels = () =>
      vscode.window.tabGroups.all
        .flatMap(({ tabs }) => tabs)
        .filter(
          ({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith('vigil.session'),
        );
    await vscode.commands.executeCommand('vigil.openSession', LIVE);
    await until('the panel', () => panels().length === 1);
    await vscode.commands.executeCommand('vigil.openSession', LIVE);
    assert.equal(panels().length, 1);
  });

  it('opens the log at the line of a byte offset', async () => {
    const log = process.env['VIGIL_TEST_LIVE_LOG'] ?? '';
    const bytes = readFileSync(log);
    const third = bytes.indexOf(0x0a, bytes.indexOf(0x0a) + 1) + 1;
    await vscode.commands.executeCommand('vigil.openLog', LIVE, third);
    const editor = await until('the editor', () => vscode.window.activeTextEditor);
    assert.equal(editor.document.uri.fsPath, log);
    assert.equal(editor.selection.active.line, 2);
  });

  it('copies what resumes a session in a terminal', async () => {
    await vscode.commands.executeCommand('vigil.copyResume', LIVE);
    assert.equal(await vscode.env.clipboard.readText(), `claude --resume ${LIVE}`);
  });
});

describe('The terminal', () => {
  const addCommand = (value: boolean | undefined): Thenable<void> =>
    vscode.workspace
      .getConfiguration('vigil')
      .update('terminal.addCommand', value, vscode.ConfigurationTarget.Global);

  it('has the vigil command when it is asked for, run by the Node of the editor, on the archive of the editor', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'vigil-terminal-'));
    const out = join(folder, 'out.txt');
    await addCommand(true);
    const terminal = vscode.window.createTerminal({ name: 'vigil' });
    try {
      terminal.sendText(`vigil size --json > ${out}.new && mv ${out}.new ${out}`);
      const text = await until('the command', () => existsSync(out) && readFileSync(out, 'utf8'));
      const size = JSON.parse(text) as { folder: string; conversations: number };
      assert.match(size.folder, /globalStorage.vigil-dev\.vigil$/);
      assert.ok(size.conversations > 0);
    } finally {
      terminal.dispose();
      await addCommand(undefined);
      rmSync(folder, { recursive: true });
    }
  });
});
