/**
 * The tabs the page does not begin with, and what takes more than text to show. It is large, with what reads Markdown and colours code: the
 * page loads it when name and figures stand.
 */
import '../../src/pages/jitless';
import '@vscode-elements/elements/dist/vscode-badge/index.js';
import '@vscode-elements/elements/dist/vscode-button/index.js';
import '@vscode-elements/elements/dist/vscode-progress-bar/index.js';

export { exportPage } from './exporting';
export { lastWords, footer } from './around';
export { showFound, showTurn } from './places';
export { TABS } from './tabs/later';
export { transcriptKeys } from './transcript/keys';
export { markdown } from '../shared/markdown';
export { cancelScrolling } from '../shared/virtual';
export { toCheck } from './toCheck';
