/** Files that say what runs when something is committed. */
const HOOKS =
  /(?:^|[\\/])(?:(?:\.husky|\.githooks|git-hooks|\.git[\\/]hooks)[\\/](?:pre-commit|commit-msg|pre-push|[\w-]{1,40}\.sh)|\.?lefthook(?:-local)?\.(?:ya?ml|toml|json)|\.pre-commit-config\.yaml|\.overcommit\.yml|\.lintstagedrc(?:\.\w{1,4})?|lint-staged\.config\.\w{1,3})$/;
/** Hooks among the settings of a package. */
const IN_PACKAGE = /"pre-?commit"\s{0,3}:[^\n]{0,200}\b(?:test|jest|vitest|mocha)/;
const TESTS =
  /\b(?:tests?|pytest|jest|vitest|mocha|rspec|phpunit|ctest|check|verify|bats|tox|nox|unittest)\b/i;

/** True if `text` is from a file of hooks and may make them run tests. */
export const makesHooksTest = (path: string, text: string): boolean =>
  HOOKS.test(path) ? TESTS.test(text) : /(?:^|[\\/])package\.json$/.test(path) && IN_PACKAGE.test(text);

/**
 * Lines that hooks and what they run print, and git does not: it prints the branch with the subject, authors, files and what becomes of
 * them, warnings about line ends, and hints.
 */
const PRINTED =
  /^(?!\[[^\]\n]{1,200} [0-9a-f]{7,40}\] | (?:create|delete|rename|copy|rewrite|mode change|Author:|Committer:|Date:) |warning: |hint: )[^\n]{0,200}(?:\b(?:hooks?|husky|lefthook|lint-staged|pre-?commit|checks?|tests?|passed)\b|[✓✔✅])/im;

/** True if the output of a commit holds words of hooks. */
export const hooksPrint = (text: string): boolean => PRINTED.test(text);
