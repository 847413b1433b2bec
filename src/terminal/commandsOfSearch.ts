/** The commands of the search, as data. */
import { ROLES } from '../search/roles';
import {
  ARCHIVE,
  FROM,
  JSON_OPTION,
  LIMIT,
  LINKS,
  OUTPUT,
  STORE,
  TO,
  YES,
  type Command,
} from './commandParts';

export const SEARCH_COMMANDS = [
  {
    name: 'search enable',
    group: 'Sessions',
    says: 'Turns the search index on: it keeps what was said, so that search is instant and finds text of deleted logs.',
    arguments: [],
    options: [...STORE, JSON_OPTION],
    examples: [
      ['search enable', 'in the settings of this command'],
      ['search enable --config mine.json', 'in another file'],
    ],
  },
  {
    name: 'search disable',
    group: 'Sessions',
    says: 'Turns the search index off: it is no longer updated or used.',
    arguments: [],
    options: [...STORE, JSON_OPTION],
    examples: [
      ['search disable', 'in the settings of this command'],
      ['search disable --json', 'and say so for a program'],
    ],
  },
  {
    name: 'search status',
    group: 'Sessions',
    says: 'Prints whether the search index is on, what it contains and how much space it takes.',
    arguments: [],
    options: ARCHIVE,
    examples: [
      ['search status', 'of the usual archive'],
      ['search status --json', 'for a program'],
    ],
  },
  {
    name: 'search clear',
    group: 'Sessions',
    says: 'Deletes the search index.',
    arguments: [],
    options: [YES, ...ARCHIVE],
    examples: [
      ['search clear', 'asks first'],
      ['search clear --yes', 'does not ask'],
    ],
  },
  {
    name: 'search',
    group: 'Sessions',
    says: 'Finds what was said in any session: words, "phrases", beginnings*, AND, OR, NOT, NEAR.',
    arguments: [{ name: 'QUERY', many: true }],
    options: [
      { name: 'role', value: 'ROLE', says: `Only ${ROLES.join(', ')}; several with commas.` },
      { name: 'project', value: 'TEXT', says: 'Only projects with this in their path.' },
      { name: 'branch', value: 'TEXT', says: 'Only on branches with this in their name.' },
      { name: 'model', value: 'TEXT', says: 'Only by models with this in their name.' },
      { name: 'tool', value: 'TEXT', says: 'Only calls and results of tools with this in their name.' },
      { name: 'file', value: 'TEXT', says: 'Only calls and results about files with this in their path.' },
      FROM,
      TO,
      { name: 'newest', says: 'Of the index: the newest first, not the best.' },
      LIMIT,
      ...STORE,
      LINKS,
      JSON_OPTION,
      OUTPUT,
    ],
    examples: [
      ['search harbour chart --role prompt', 'what you asked about both'],
      [`search '"read before" NOT test' --tool Edit --json`, 'a phrase in edits, for a program'],
    ],
  },
] as const satisfies readonly Command[];
