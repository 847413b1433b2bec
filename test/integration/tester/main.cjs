/** A second extension, as one that builds on Vigil would be: takes what `activate` gives and listens. */
const vscode = require('vscode');

exports.activate = async (context) => {
  const vigil = await vscode.extensions.getExtension('vigil-dev.vigil').activate();
  const changes = [];
  context.subscriptions.push(vigil.onDidChange((change) => changes.push(change)));
  return { vigil, changes };
};
