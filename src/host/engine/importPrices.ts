/** “Vigil: Import Prices…”: a LiteLLM price file, looked at before it is taken in. */
import * as vscode from 'vscode';
import { localize } from '../../l10n/localize';
import { t, tn } from '../../l10n/texts';
import type { EngineClient } from './engineClient';
import { showReadOnly } from '../shared/readOnlyTexts';
import { Refusal } from '../shared/refusal';

/** A price file larger than this is none. */
const LARGEST_PRICES = 64 << 20;

/** Reads a LiteLLM price file, shows what it would change, and merges it when the person says so. */
export async function importPrices(engine: EngineClient): Promise<void> {
  const [file] =
    (await vscode.window.showOpenDialog({
      title: t('LiteLLM price file (model_prices_and_context_window.json)'),
      openLabel: t('Show What Changes'),
      filters: { JSON: ['json'] },
    })) ?? [];
  if (file === undefined) return;
  const { size } = await vscode.workspace.fs.stat(file);
  if (size > LARGEST_PRICES) throw new Refusal(t('{0} is too large for a price file.', file.fsPath));
  const text = Buffer.from(await vscode.workspace.fs.readFile(file)).toString('utf8');
  const platform = await choosePlatform(await engine.call('pricePlatforms', { text }));
  if (platform === undefined) return;
  const { changes, difference } = await engine.call('previewPrices', { text, platform });
  await showReadOnly('vigil-prices.txt', difference.split('\n').map(localize).join('\n'));
  if (changes === 0) return;
  const apply = t('Import');
  const chosen = await vscode.window.showInformationMessage(
    tn(
      changes,
      'Import prices of {0} model? Requests before today keep their price.',
      'Import prices of {0} models? Requests before today keep their price.',
    ),
    { modal: true },
    apply,
  );
  if (chosen !== apply) return;
  await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Window, title: t('Updating costs in the archive…') },
    () => engine.call('importPrices', { text, platform }),
  );
}

/** Asks whose prices are wanted, when the file has those of several platforms; undefined when the person asks for none. */
async function choosePlatform(
  platforms: readonly { name: string; models: number }[],
): Promise<string | null | undefined> {
  if (platforms.length < 2) return null;
  const chosen = await vscode.window.showQuickPick(
    [
      {
        label: t('The makers’ prices'),
        detail: t('Anthropic’s own for Claude; other models where all platforms ask the same'),
        platform: null,
      },
      ...platforms.map(({ name, models }) => ({
        label: name,
        description: tn(models, '{0} model', '{0} models'),
        platform: name,
      })),
    ],
    { placeHolder: t('Whose prices do you pay?'), matchOnDetail: true },
  );
  return chosen?.platform;
}
