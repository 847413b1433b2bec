/** Files that configure what hooks and linters check, and edits that make such a check milder. */
import { memoize } from './memoize';

/** `.gitignore` is not among them: no check uses it. */
const GUARDS = [
  /(?:^|\/)\.(?:eslint|prettier|stylelint|markdownlint|gitleaks|semgrep|trivy|secrets|hadolint|codespell|bandit|dockle|snyk)ignore$/,
  /(?:^|\/)\.(?:eslintrc|stylelintrc|markdownlint|markdownlint-cli2|prettierrc|jshintrc|pylintrc|flake8|golangci|rubocop|rubocop_todo|hadolint|shellcheckrc|yamllint|commitlintrc|lintstagedrc|gitleaks|secrets\.baseline|pre-commit-config|lefthook|coveragerc|nycrc)(?:\.\w{1,6})?$/,
  /(?:^|\/)\.?(?:eslint|commitlint|stylelint|lint-staged|biome|oxlint|ruff|mypy|lefthook|gitleaks|pre-commit-config|golangci|checkov|tflint|trivy|semgrep|swiftlint|detekt|clippy|rustfmt|analysis_options)(?:\.config)?\.(?:js|cjs|mjs|ts|json|jsonc|ya?ml|toml|ini|cfg|hcl)$/,
  /(?:^|\/)(?:\.husky|\.githooks|\.git\/hooks|git-hooks)\/[\w.-]+$/,
];

/** True for a file that configures guards and nothing else. */
export const isGuard = memoize((path) => {
  const slashed = path.replaceAll('\\', '/');
  return GUARDS.some((guard) => guard.test(slashed));
});

/** Files with settings of guards among others, and patterns of such settings. */
const SETTINGS =
  /(?:^|\/)(?:package\.json|pyproject\.toml|setup\.cfg|tox\.ini|\.?tsconfig[\w.-]*\.json|Cargo\.toml|(?:jest|vitest|vite)\.config\.[cm]?[jt]s)$/;
const GUARD_SETTINGS =
  /"(?:lint-staged|husky|eslintConfig|simple-git-hooks|commitlint|stylelint|pre-commit|prettier)"\s{0,3}:|\btool\.(?:ruff|mypy|pylint|flake8|black|isort|bandit|pyright)\b|^\[(?:flake8|mypy|pylint|bandit)|"(?:strict|no[A-Z]\w{3,40}|skipLibCheck)"\s{0,3}:|^\[lints|\b(?:per-file-ignores|extend-ignore|ignore_errors|disable_error_code|fail_under|coverageThreshold|thresholds)\b|--(?:max-warnings|cov-fail-under)\b|^[ \t]{0,8}ignore\s?=\s?\[[^\]]{0,200}?["'][A-Z]{1,5}\d{0,4}["']/m;
/** Most characters of a text that are searched. */
const MOST_CHARS = 20_000;

interface Edit {
  old: string;
  fresh: string;
}

/** The replacements that an edit makes; none for one that writes a whole file. */
function editsOf(given: Record<string, unknown>): Edit[] {
  const edits = Array.isArray(given['edits']) ? (given['edits'] as unknown[]) : [given];
  return edits.flatMap((edit) => {
    if (typeof edit !== 'object' || edit === null) return [];
    const { old_string: old, new_string: fresh } = edit as Record<string, unknown>;
    return typeof old === 'string' && typeof fresh === 'string'
      ? [{ old: old.slice(0, MOST_CHARS), fresh: fresh.slice(0, MOST_CHARS) }]
      : [];
  });
}

/** True if an edit or write of the file at `path` changes a guard, unless all it does is make it stricter. */
export function weakensGuard(path: string, given: Record<string, unknown>): boolean {
  const edits = editsOf(given);
  const changesSettings = (): boolean =>
    SETTINGS.test(path.replaceAll('\\', '/')) &&
    edits.some(({ old, fresh }) => GUARD_SETTINGS.test(old) || GUARD_SETTINGS.test(fresh));
  if (!isGuard(path) && !changesSettings()) return false;
  return edits.length === 0 || !edits.every((edit) => tightens(path, edit));
}

/** Settings that say how a check runs, not what it lets through. */
const NEUTRAL = /time-?out|^rev$|version|concurrency|^jobs$|parallel/i;
/** Numbers that code has to reach: higher is stricter. */
const FLOOR = /fail[_-]?under|coverage$|^(?:branches|functions|lines|statements)$|min-?length$/i;
/** Numbers that code may not exceed: lower is stricter. */
const CEILING = /max|complexity|length|limit|depth|threshold/i;
/** Formatters: each width is as strict as any other. */
const FORMATTER = /prettier|rustfmt|biome|^tool\.black$/i;
/** Switches that let code through, and switches that check it. */
const LETS_THROUGH = /ignore|skip|allow|exempt|nocheck/i;
const CHECKS = /^(?:strict\w*|no[-_A-Z]\w+|(?:disallow|warn|check|require|enable)\w*)$|^Enabled$/;

/** What a change does to a check: 1 makes it stricter, -1 milder, 0 neither, null is not known. */
type Effect = 1 | -1 | 0 | null;
const signOf = (value: number): Effect => (value > 0 ? 1 : value < 0 ? -1 : 0);

/** The effect of a higher number, or of switching on, by the name of the setting. */
const effectOfMore = (name: string): Effect => (FLOOR.test(name) ? 1 : CEILING.test(name) ? -1 : null);
const effectOfOn = (name: string): Effect => (LETS_THROUGH.test(name) ? -1 : CHECKS.test(name) ? 1 : null);

const SEVERITIES: readonly string[] = ['off', 'info', 'warn', 'warning', 'error', 'deny', 'forbid'];
const SWITCHES: readonly string[] = ['false', 'no', 'off', 'true', 'yes', 'on'];
const isOn = (word: string): boolean => SWITCHES.indexOf(word.toLowerCase()) > 2;
/** A number, also with a unit of time. */
const isNumber = (token: string): boolean => /^\d+(?:\.\d+)?(?:ms|[smh])?$/.test(token);
const isName = (token: string): boolean =>
  /^[A-Za-z@_-]/.test(token) && !SEVERITIES.includes(token) && !/^(?:always|never|true|false)$/.test(token);

/** Words, numbers and signs of a text, without remarks. */
const tokensOf = (text: string): string[] =>
  text.replace(/(^|\s)(?:#|\/\/)[^\n]*/g, '$1').match(/[\w./@-]+|[^\s\w]/g) ?? [];

/** Most names before a value that may say what it is: `"max-len": ["error", { "code": 120`. */
const MOST_NAMES = 3;
const MOST_BEFORE = 40;

/** The effect of a value that replaces another after the tokens `before`. */
function effectOf(path: string, before: readonly string[], old: string, fresh: string): Effect {
  const names = before.filter(isName).slice(-MOST_NAMES).toReversed();
  if (NEUTRAL.test(names[0] ?? '')) return 0;
  const known = (effect: (name: string) => Effect): Effect =>
    names.map(effect).find((one) => one !== null) ?? null;
  if (SEVERITIES.includes(old) && SEVERITIES.includes(fresh))
    return signOf(SEVERITIES.indexOf(fresh) - SEVERITIES.indexOf(old));
  if (isNumber(old) && isNumber(fresh)) {
    const more = parseFloat(fresh) - parseFloat(old);
    // ESLint’s severities as numbers: `"no-var": 1`, `[2, "always"]`.
    if (
      /^[012] [012]$/.test(`${old} ${fresh}`) &&
      /^(?:\[|:)$/.test(before.at(-1) ?? '') &&
      !/^(?:max|code)$/i.test(names[0] ?? '')
    )
      return signOf(more);
    const effect = [path, ...names].some((name) => FORMATTER.test(name)) ? null : known(effectOfMore);
    return effect === null ? null : signOf(more * effect);
  }
  if (!SWITCHES.includes(old.toLowerCase()) || !SWITCHES.includes(fresh.toLowerCase())) return null;
  const effect = effectOfOn(names[0] ?? '');
  return effect === null ? null : signOf((Number(isOn(fresh)) - Number(isOn(old))) * effect);
}

/** True if no value becomes milder, and nothing but values changes. */
function valuesTighten(path: string, old: readonly string[], fresh: readonly string[]): boolean {
  return (
    old.length === fresh.length &&
    old.every((token, i) => {
      if (token === fresh[i]) return true;
      const effect = effectOf(path, old.slice(Math.max(0, i - MOST_BEFORE), i), token, fresh[i]!);
      return effect !== null && effect >= 0;
    })
  );
}

/** What a text that is a list of ignored rules, and nothing else, ignores. */
const ignoredIn = (text: string): string[] | null =>
  /^\s*(?:extend-)?ignore\s?=\s?\[[^\]]*\]\s*$/.test(text)
    ? (text.match(/["'][^"'\n]{1,80}["']/g) ?? [])
    : null;

/** What a list of ignored files ignores, by lines; `!` takes back. */
function linesIn(path: string, text: string): { ignored: string[]; kept: string[] } | null {
  if (!path.endsWith('ignore')) return null;
  const lines = text.split('\n').flatMap((line) => (/^\s*(?:#|$)/.test(line) ? [] : [line.trim()]));
  return {
    ignored: lines.filter((line) => !line.startsWith('!')),
    kept: lines.filter((line) => line.startsWith('!')),
  };
}

/** True if a list of what is ignored becomes no longer. */
function ignoresNoMore(before: readonly string[] | null, after: readonly string[] | null): boolean {
  return before !== null && after?.every((one) => before.includes(one)) === true;
}

/** True if an edit makes a check stricter, or changes nothing of it. */
function tightens(path: string, { old, fresh }: Edit): boolean {
  const [before, after] = [linesIn(path, old), linesIn(path, fresh)];
  return (
    (old !== fresh && valuesTighten(path, tokensOf(old), tokensOf(fresh))) ||
    ignoresNoMore(ignoredIn(old), ignoredIn(fresh)) ||
    (before !== null &&
      after !== null &&
      ignoresNoMore(before.ignored, after.ignored) &&
      ignoresNoMore(after.kept, before.kept))
  );
}
