/** `vigil claude`: sets up `.claude` in a project from a template, and saves a project's set-up as one. */
import type { OptionsOf } from './commands';
import * as fs from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import {
  captureFrom,
  checkName,
  DEFAULT_TEMPLATE,
  templateFiles,
  inParts,
  listTemplates,
  partsOf,
  planSetUp,
  saveTemplate,
  setUp,
  TemplateError,
  type Files,
  type Step,
} from '../templates/template';
import { figureTable } from '../report/tables';
import { counted } from '../signals/signal';
import { shownFile } from '../templates/shownChange';
import { confirm } from './archive';
import { configFile, storeOf, type Around, type Run } from './options';
import { DONE, printResult, json, NOTHING, print, say, printWrapped, UsageError, widthFor } from './output';

type ClaudeOptions = OptionsOf<'claude init' | 'claude template list' | 'claude template create'>;

/** The folder of the person's templates: beside the archive, or beside the settings file if there is none. */
const templateFolder = (options: ClaudeOptions, around: Around): string =>
  join(storeOf(options, around) ?? dirname(configFile(around)), 'templates');

export const claudeCommand =
  (
    what: 'init' | 'list' | 'create',
  ): Run<'claude init' | 'claude template list' | 'claude template create'> =>
  async (options, around, [given]) => {
    const folder = templateFolder(options, around);
    try {
      if (what === 'init') return await init(given ?? '.', options, folder, around);
      return what === 'list'
        ? list(options, folder, around)
        : await create(given ?? '', options, folder, around);
    } catch (error) {
      if (error instanceof TemplateError) throw new UsageError(error.message, { cause: error });
      throw error;
    }
  };

const SIGN: Record<Step['action'], string> = { create: '+', overwrite: '~', skip: '-' };

async function init(path: string, options: ClaudeOptions, folder: string, { env }: Around): Promise<number> {
  const project = resolve(path);
  const name = options.template ?? DEFAULT_TEMPLATE;
  const steps = planSetUp(templateFiles(name, folder, fs), project, options.force === true, fs);
  const over = steps.filter(({ action }) => action === 'overwrite');
  if (options.json !== true) for (const step of over) print(shownStep(step));
  const asks = over.length > 0 && options.dryRun !== true;
  if (asks && options.json === true && options.yes !== true)
    throw new UsageError('With --json and --force name --yes: the change is not shown then.');
  if (asks && !(await confirm(options, `Overwrite ${counted(over.length, 'file')} in ${project}?`))) {
    say('nothing was written.');
    return NOTHING;
  }
  const written = options.dryRun === true ? [] : setUp(steps, project, fs);
  if (options.json === true) {
    const files = steps.map((step) => ({ path: step.path, action: step.action, because: step.because }));
    print(json({ schema: 1, template: name, project, written, files }));
    return DONE;
  }
  const count =
    options.dryRun === true ? steps.filter(({ action }) => action !== 'skip').length : written.length;
  const left = steps.length - count;
  printWrapped(
    [
      ...steps.map(
        ({ action, path: file, because }) =>
          `${SIGN[action]} ${file}${because === '' ? '' : ` (${because})`}`,
      ),
      options.dryRun === true
        ? `${counted(count, 'file')} would be written to ${project}, ${left} left as they are.`
        : `${counted(count, 'file')} written to ${project}, ${left} left as they are.`,
    ],
    env,
  );
  return written.length === 0 && options.dryRun !== true ? NOTHING : DONE;
}

/** Shows the text that would be lost, and its replacement. */
const shownStep = ({ path, before, after }: Step): string =>
  shownFile(path, before?.toString('utf8') ?? '', after.toString('utf8'));

function list(options: ClaudeOptions, folder: string, { env }: Around): number {
  const templates = listTemplates(folder, fs);
  if (options.json === true) print(json({ schema: 1, folder, templates }));
  else
    print(
      figureTable(
        ['template', 'files', 'from'],
        templates.map(({ name, bundled, files }) => [name, files, bundled ? 'ships with Vigil' : 'yours']),
        { width: widthFor({}, env) },
      ),
    );
  return DONE;
}

async function create(name: string, options: ClaudeOptions, folder: string, around: Around): Promise<number> {
  checkName(name);
  const { files, leftOut } = captureFrom(resolve(options.path ?? '.'), fs);
  const chosen = options.all === true ? files : await chosenFrom(files);
  saveTemplate(name, chosen, folder, fs);
  const paths = [...chosen.keys()];
  return printResult(options, around, { name, folder: join(folder, name), files: paths, leftOut }, [
    ...paths.map((path) => `+ ${path}`),
    ...leftOut.map(({ path, because }) => `- ${path} (${because})`),
    `Saved template ${name}: ${counted(chosen.size, 'file')}, ${leftOut.length} left out.`,
  ]);
}

/** Asks for each part of `.claude`. Without a terminal, `--all` is needed. */
async function chosenFrom(files: Files): Promise<Files> {
  if (!process.stdin.isTTY)
    throw new UsageError('Nobody is there to choose the parts of .claude. Add --all to save all of them.');
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  const parts = new Set<string>();
  try {
    for (const part of partsOf(files)) {
      const shown = part === '' ? 'the files beside them' : `${part}/`;
      const said = await lines.question(`Save ${shown}? [Y/n] `);
      if (!/^n/i.test(said.trim())) parts.add(part);
    }
  } finally {
    lines.close();
  }
  return inParts(files, parts);
}
