/**
 * Finds and seals likely secrets in text that leaves Vigil's own storage (P49). Every pattern takes time linear in the text.
 * docs/privacy.md lists this table.
 */

export interface SecretPattern {
  /** Appears in the text in place of the secret. */
  kind: string;
  meaning: string;
  /** The sealed part: the whole match, or its group `secret`. */
  pattern: RegExp;
}

/** Characters of a value in a log line: inside JSON a quotation mark may be escaped, so `\` ends the value. */
const VALUE = String.raw`[^\s"'\\,;&<>(){}\[\]$]`;

const TOKEN = (kind: string, meaning: string, source: string): SecretPattern => ({
  kind,
  meaning,
  pattern: new RegExp(String.raw`(?<![A-Za-z0-9_-])(?:${source})(?![A-Za-z0-9])`, 'g'),
});

export const SECRET_PATTERNS: readonly SecretPattern[] = [
  {
    kind: 'private key',
    meaning: 'PEM block of a private key, also inside a JSON string',
    pattern:
      /-----BEGIN (?:[A-Z]{2,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----(?:[A-Za-z0-9+/=\s\\:,.()]|-(?!----)){0,20000}-----END (?:[A-Z]{2,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----/g,
  },
  TOKEN('Anthropic key', 'sk-ant-…', 'sk-ant-[A-Za-z0-9_-]{16,300}'),
  TOKEN('OpenAI key', 'sk-…, sk-proj-…', 'sk-(?:proj-|svcacct-|admin-)?[A-Za-z0-9_-]{20,300}'),
  TOKEN(
    'GitHub token',
    'ghp_, gho_, ghu_, ghs_, ghr_, github_pat_',
    'gh[opusr]_[A-Za-z0-9]{30,300}|github_pat_[A-Za-z0-9_]{30,300}',
  ),
  TOKEN('GitLab token', 'glpat-…', 'glpat-[A-Za-z0-9_-]{16,100}'),
  TOKEN('AWS key id', 'AKIA…, ASIA…', '(?:AKIA|ASIA)[A-Z0-9]{16}'),
  TOKEN('Google key', 'AIza…', 'AIza[A-Za-z0-9_-]{35}'),
  TOKEN('Slack token', 'xoxb-, xoxp- …', 'xox[abeprs]-[A-Za-z0-9-]{10,200}'),
  {
    kind: 'Slack hook',
    meaning: 'hooks.slack.com/services/…',
    pattern: /hooks\.slack\.com\/services\/(?<secret>[A-Za-z0-9/]{20,100})/g,
  },
  TOKEN('Stripe key', 'sk_live_, rk_live_', '[rs]k_(?:live|test)_[A-Za-z0-9]{16,200}'),
  TOKEN('npm token', 'npm_…', 'npm_[A-Za-z0-9]{36}'),
  TOKEN('PyPI token', 'pypi-…', 'pypi-[A-Za-z0-9_-]{50,300}'),
  TOKEN('Hugging Face token', 'hf_…', 'hf_[A-Za-z0-9]{30,100}'),
  TOKEN(
    'JWT',
    'three base64 parts, the first a JSON head',
    String.raw`eyJ[A-Za-z0-9_-]{10,4000}\.[A-Za-z0-9_-]{10,8000}\.[A-Za-z0-9_-]{10,2000}`,
  ),
  {
    kind: 'password in address',
    meaning: 'scheme://user:password@host',
    pattern: /\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s"'\\/:@]{1,100}:(?<secret>[^\s"'\\/@$<>{}*]{3,200})@/gi,
  },
  {
    kind: 'bearer token',
    meaning: 'Authorization: Bearer …',
    pattern: /\bbearer {1,20}(?<secret>[A-Za-z0-9._~+/=-]{16,4000})/gi,
  },
  {
    kind: 'password',
    meaning: 'a value of eight or more characters given to a name such as password, secret, token, api_key',
    // The value must not look like code or a placeholder: `PLACEHOLDER` decides.
    pattern: new RegExp(
      String.raw`(?<![A-Za-z])(?:[A-Za-z0-9]{1,40}[_-]){0,4}(?:password|passwd|passphrase|secret|secret[_-]?(?:access[_-]?)?key|api[_-]?key|access[_-]?key|auth[_-]?token|access[_-]?token|refresh[_-]?token|client[_-]?secret|private[_-]?key|token)(?:\\?["'])? {0,3}[=:] {0,3}(?:\\?["'])?(?<secret>${VALUE}{8,400})`,
      'gi',
    ),
  },
];

/** No pattern matches more characters than this; the longest is a private key. */
export const LONGEST_SECRET = 20 << 10;

/** Placeholders for a secret, and expressions that name one. */
const PLACEHOLDER =
  /^(?:x{3,}|\*{3,}|\.{3,}|<|%|your[_-]|example|changeme|placeholder|redacted|dummy|process\.|os\.|env\.|config\.|settings\.|self\.|this\.|string|number|boolean|undefined|null|true|false|required|optional|\[(?:redacted|sealed))|\.\.\.$|^[A-Za-z]+(?:\.[A-Za-z]+)+$|^[a-z]+$|^[A-Za-z]+\(?$/i;

/**
 * The beginning of a text that may leave storage later. Secrets are sealed before the cut, because half a secret no longer looks like one.
 * Searches only as much of the text as needed.
 */
export function startOf(text: string, most: number): string {
  if (text.length <= most) return text;
  for (let looked = most + 2 * LONGEST_SECRET; looked < text.length; looked *= 2) {
    const sealed = sealSecrets(text.slice(0, looked)).slice(0, -LONGEST_SECRET);
    if (sealed.length >= most) return cut(sealed, most);
  }
  return cut(sealSecrets(text), most);
}

/** A cut may leave half a character, which some programs reject. */
const cut = (text: string, most: number): string => text.slice(0, most).toWellFormed();

/** The text with `[redacted: KIND]` in place of each likely secret. A JSON line stays one. */
export function sealSecrets(text: string): string {
  return SECRET_PATTERNS.reduce(
    (rest, { kind, pattern }) =>
      rest.replace(pattern, (match: string, ...more: unknown[]) => {
        const groups = more.at(-1) as { secret?: string } | string | undefined;
        const secret = typeof groups === 'object' ? groups.secret : undefined;
        if (secret === undefined) return `[redacted: ${kind}]`;
        if (kind === 'password' && PLACEHOLDER.test(secret)) return match;
        const at = match.lastIndexOf(secret);
        return `${match.slice(0, at)}[redacted: ${kind}]${match.slice(at + secret.length)}`;
      }),
    text,
  );
}
