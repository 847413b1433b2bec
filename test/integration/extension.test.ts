import * as assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import * as vscode from 'vscode';

const id = 'vigil-dev.vigil';

function vigil(): vscode.Extension<unknown> {
  const extension = vscode.extensions.getExtension(id);
  assert.ok(extension, `${id} is not installed`);
  return extension;
}

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

  it('declares what its manifest promises about trust and place', () => {
    const manifest = vigil().packageJSON as { extensionKind?: string[]; main: string };
    assert.equal(manifest.main, './dist/extension.cjs');
    assert.deepEqual(manifest.extensionKind, ['workspace']);
  });
});
