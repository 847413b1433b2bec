/** The current price table, and imports into it. */
import { codeOf } from '../l10n/errorText';
import { en } from '../l10n/english';
import { systemWords } from '../l10n/systemWords';
import type { Settings } from '../settings/settings';
import { utcDay } from '../usage/days';
import {
  describeChanges,
  mergePrices,
  readLiteLlm,
  type ImportedPrices,
  type PriceChange,
} from '../usage/importPrices';
import { bundledPrices } from '../usage/prices';
import { PriceImport, tableWith } from '../usage/table';
import type { CommandsNamed } from './commands';
import type { EngineParts, TellProblem } from './parts';

/** The table as it would be if the file were imported today. */
interface Import {
  changes: PriceChange[];
  file: ImportedPrices;
  entry: PriceImport;
}

export class Prices {
  /** The imports that figures are priced with. */
  imports: readonly PriceImport[];

  constructor(
    private readonly parts: Pick<EngineParts, 'imports' | 'now'>,
    problem: TellProblem,
  ) {
    this.imports = read(parts, problem);
  }

  table({ prices }: Pick<Settings, 'prices'>): ReturnType<typeof tableWith> {
    return tableWith(bundledPrices(), this.imports, prices);
  }

  preview(text: string, platform: string | null): Import {
    const file = readLiteLlm(text, platform);
    const { prices, windows } = file;
    const day = utcDay(this.parts.now());
    const { changes } = mergePrices(tableWith(bundledPrices(), this.imports, {}), prices, day);
    const models = new Set(changes.map(({ model }) => model));
    const taken = <T extends { model: string }>(rows: readonly T[]): T[] =>
      rows.filter(({ model }) => models.has(model));
    return { changes, file, entry: { day, prices: taken(prices), windows: taken(windows) } };
  }

  keep(entry: PriceImport): void {
    // In the form in which the file is read again, because it identifies the sidecar.
    const imports = [...this.imports, PriceImport.parse(entry)];
    this.imports = imports;
    this.parts.imports.write(imports);
  }
}

/** `priced`: prices everything again; resolves when that is done. */
export const priceCommands = (
  prices: Prices,
  priced: () => Promise<void>,
): CommandsNamed<'pricePlatforms' | 'previewPrices' | 'importPrices'> => ({
  pricePlatforms: ({ text }) => readLiteLlm(text).platforms,
  previewPrices({ text, platform }) {
    const { changes, file } = prices.preview(text, platform);
    return { changes: changes.length, difference: describeChanges(changes, file) };
  },
  async importPrices({ text, platform }) {
    const { changes, entry } = prices.preview(text, platform);
    if (changes.length === 0) return { changes: 0 };
    prices.keep(entry);
    await priced();
    return { changes: changes.length };
  },
});

function read({ imports }: Pick<EngineParts, 'imports'>, problem: TellProblem): PriceImport[] {
  try {
    return imports.read();
  } catch (error) {
    problem(
      'error',
      'prices',
      en(
        'The prices you imported cannot be read ({0}); those that ship with Vigil are used. Import them again.',
        systemWords(codeOf(error)),
      ),
      null,
    );
    return [];
  }
}
