/** What the figures behind a measure are called: JSON has names of its own for them. */
import { t } from '../../shared/l10n';
import { getOwn } from '../../../src/log/own';

const NAMES: Readonly<Record<string, string>> = {
  asked_for_leave: t('asked whether to go on'),
  blind: t('never read first'),
  blind_edit_rate: t('edits never read first'),
  created: t('new files'),
  edit_calls: t('edits of parts'),
  edits: t('edits'),
  harmless: t('of no effect'),
  hidden_blocks: t('hidden blocks'),
  hits: t('hits'),
  hits_by_category: t('hits by kind'),
  in_window: t('among the last calls'),
  interrupts: t('interrupts'),
  known_limitation: t('known limitation'),
  label: t('note'),
  lines: t('lines'),
  longest_run: t('longest run'),
  malformed: t('malformed'),
  matches: t('matches'),
  max_burst: t('most in a row'),
  messages: t('texts'),
  messages_with_hit: t('texts with a hit'),
  min_interrupts_for_severity: t('interrupts needed to judge'),
  min_matches_for_severity: t('matches needed to judge'),
  min_tool_calls_for_severity: t('tool calls needed to judge'),
  mutations: t('edits'),
  not_judged_by_language: t('not judged, by language'),
  not_known: t('not known'),
  other: t('other calls'),
  ownership_dodging: t('ownership dodging'),
  permission_seeking: t('permission seeking'),
  premature_stopping: t('premature stopping'),
  prompts: t('prompts'),
  prompts_with_hit: t('prompts with a hit'),
  reads: t('reads'),
  recent_hits: t('recent hits'),
  repeated: t('repeated'),
  research: t('searches'),
  research_mutation_ratio: t('reads and searches per edit'),
  rewrites: t('rewritten files'),
  scope: t('where it counts'),
  session_length_excuse: t('session length excuse'),
  signature_chars_median: t('length of signatures, median'),
  stale: t('outdated read'),
  thinking_blocks: t('thinking blocks'),
  tool_calls: t('tool calls'),
  tracking_confidence: t('edits that name a file'),
  understood: t('understood'),
  user_turns: t('prompts'),
  value: t('share'),
  visible_blocks: t('visible blocks'),
  visible_chars_median: t('length of visible text, median'),
  window_size: t('calls or texts looked at'),
  write_calls: t('whole files written'),
  write_precision: t('whole files among changes'),
  writes: t('whole files written'),
};

/** Where phrases count, as the settings name it. */
const SCOPES: Readonly<Record<string, string>> = {
  turnEnd: t('at the end of a turn'),
  sentenceStart: t('where a sentence begins'),
  prose: t('in prose'),
  plain: t('anywhere'),
};

/** A value that is a word of a setting, in words; any other as it is. */
export const scopeName = (value: string): string => getOwn(SCOPES, value) ?? value;

/** A figure's name in words; one that nobody named stands as JSON has it. */
export const detailName = (name: string): string => getOwn(NAMES, name) ?? name.replaceAll('_', ' ');
