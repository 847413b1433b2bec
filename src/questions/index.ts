/**
 * All questions that surfaces can ask the engine. A question is one file with its arguments, the type of its answer and the function that
 * answers. Schemas and functions are separate lists, so that the bundles of pages and the extension host need only the schemas.
 */
import type * as z from 'zod';
import * as agents from './agents';
import * as alerts from './alerts';
import * as cards from './cards';
import * as changes from './changes';
import * as changedFile from './changedFile';
import * as chart from './chart';
import * as cohorts from './cohorts';
import * as compareSessions from './compareSessions';
import * as completeQuery from './completeQuery';
import * as contextParts from './contextParts';
import * as course from './course';
import * as edit from './edit';
import * as editMarks from './editMarks';
import * as exportedSession from './exportedSession';
import * as exportedSteps from './exportedSteps';
import * as fileSessions from './fileSessions';
import * as filterChoices from './filterChoices';
import * as findInSession from './findInSession';
import * as findSessions from './findSessions';
import * as groups from './groups';
import * as health from './health';
import * as heatmaps from './heatmaps';
import * as logLine from './logLine';
import * as logText from './logText';
import * as measures from './measures';
import * as models from './models';
import * as overview from './overview';
import * as placeInSession from './placeInSession';
import * as prompts from './prompts';
import * as report from './report';
import * as search from './search';
import * as session from './session';
import * as sessions from './sessions';
import * as signalSessions from './signalSessions';
import * as spent from './spent';
import * as step from './step';
import * as stillThere from './stillThere';
import * as story from './story';
import * as tools from './tools';
import * as trends from './trends';
import * as turns from './turns';
import * as unknownShapes from './unknownShapes';
import type { Sources } from './shared/sources';

/** The schemas of arguments and answers. */
export const questions = {
  agents: { args: agents.args, reply: agents.reply },
  alerts: { args: alerts.args, reply: alerts.reply },
  chart: { args: chart.args, reply: chart.reply },
  changes: { args: changes.args, reply: changes.reply },
  changedFile: { args: changedFile.args, reply: changedFile.reply },
  cards: { args: cards.args, reply: cards.reply },
  cohorts: { args: cohorts.args, reply: cohorts.reply },
  compareSessions: { args: compareSessions.args, reply: compareSessions.reply },
  completeQuery: { args: completeQuery.args, reply: completeQuery.reply },
  contextParts: { args: contextParts.args, reply: contextParts.reply },
  course: { args: course.args, reply: course.reply },
  edit: { args: edit.args, reply: edit.reply },
  editMarks: { args: editMarks.args, reply: editMarks.reply },
  exportedSession: { args: exportedSession.args, reply: exportedSession.reply },
  exportedSteps: { args: exportedSteps.args, reply: exportedSteps.reply },
  fileSessions: { args: fileSessions.args, reply: fileSessions.reply },
  filterChoices: { args: filterChoices.args, reply: filterChoices.reply },
  findInSession: { args: findInSession.args, reply: findInSession.reply },
  findSessions: { args: findSessions.args, reply: findSessions.reply },
  groups: { args: groups.args, reply: groups.reply },
  health: { args: health.args, reply: health.reply },
  heatmaps: { args: heatmaps.args, reply: heatmaps.reply },
  logLine: { args: logLine.args, reply: logLine.reply },
  logText: { args: logText.args, reply: logText.reply },
  measures: { args: measures.args, reply: measures.reply },
  models: { args: models.args, reply: models.reply },
  overview: { args: overview.args, reply: overview.reply },
  placeInSession: { args: placeInSession.args, reply: placeInSession.reply },
  prompts: { args: prompts.args, reply: prompts.reply },
  report: { args: report.args, reply: report.reply },
  search: { args: search.args, reply: search.reply },
  session: { args: session.args, reply: session.reply },
  sessions: { args: sessions.args, reply: sessions.reply },
  signalSessions: { args: signalSessions.args, reply: signalSessions.reply },
  spent: { args: spent.args, reply: spent.reply },
  stillThere: { args: stillThere.args, reply: stillThere.reply },
  story: { args: story.args, reply: story.reply },
  step: { args: step.args, reply: step.reply },
  tools: { args: tools.args, reply: tools.reply },
  trends: { args: trends.args, reply: trends.reply },
  turns: { args: turns.args, reply: turns.reply },
  unknownShapes: { args: unknownShapes.args, reply: unknownShapes.reply },
} as const;
export type Questions = typeof questions;
export type QuestionName = keyof Questions;

/** The functions that answer. */
export const answers: {
  [N in QuestionName]: (
    args: z.output<Questions[N]['args']>,
    sources: Sources,
  ) => z.output<Questions[N]['reply']>;
} = {
  agents: agents.answer,
  alerts: alerts.answer,
  chart: chart.answer,
  changes: changes.answer,
  changedFile: changedFile.answer,
  cards: cards.answer,
  cohorts: cohorts.answer,
  compareSessions: compareSessions.answer,
  completeQuery: completeQuery.answer,
  contextParts: contextParts.answer,
  course: course.answer,
  edit: edit.answer,
  editMarks: editMarks.answer,
  exportedSession: exportedSession.answer,
  exportedSteps: exportedSteps.answer,
  fileSessions: fileSessions.answer,
  filterChoices: filterChoices.answer,
  findInSession: findInSession.answer,
  findSessions: findSessions.answer,
  groups: groups.answer,
  health: health.answer,
  heatmaps: heatmaps.answer,
  logLine: logLine.answer,
  logText: logText.answer,
  measures: measures.answer,
  models: models.answer,
  overview: overview.answer,
  placeInSession: placeInSession.answer,
  prompts: prompts.answer,
  report: report.answer,
  search: search.answer,
  session: session.answer,
  sessions: sessions.answer,
  signalSessions: signalSessions.answer,
  spent: spent.answer,
  stillThere: stillThere.answer,
  story: story.answer,
  step: step.answer,
  tools: tools.answer,
  trends: trends.answer,
  turns: turns.answer,
  unknownShapes: unknownShapes.answer,
};

export const isQuestion = (name: string): name is QuestionName => Object.hasOwn(questions, name);
