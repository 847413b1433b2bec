/**
 * Which language a text is in. Two steps: the script decides where a language has its own, common short words and letters decide among
 * the languages in Latin and Cyrillic letters. Prose only, its beginning is enough; the time taken is in proportion to what is looked at.
 */
import { trigramsOf } from '../session/prefilter/trigrams';
import { plainWordsOf } from './plainWords';
import { proseOf } from './prose';
import { Vocabulary } from './vocabulary';

/** What is looked at of a text, UTF-16 units. */
const LOOKED_AT = 3_000;
/** Letters below which a text of words is too short to tell. */
const FEWEST = 6;

/** Options, names with a point, identifiers: words of no language. `plainWords.ts` says the same of plain texts. */
const NO_WORDS = /--?[a-z][\w-]{0,60}|\b\w{1,60}\.\w+\b|\b\p{L}{0,40}\d[\p{L}\d]*\b|\b\p{Lu}{2,3}\b/gu;
/** What stands in paths, code and addresses, and in no word. */
const OF_CODE = /[/\\_=<>{}#$@]/g;
/** What may stand before it in the same name. */
const OF_NAME = /[\p{L}\p{N}_.@~-]/u;
const BLANK = /\s|$/g;

/** The text without names that have a sign of code in them and what follows up to the next blank: languages without blanks say whole sentences before one. */
function withoutCode(text: string): string {
  let words = '';
  let from = 0;
  for (;;) {
    OF_CODE.lastIndex = from;
    const sign = OF_CODE.exec(text);
    if (sign === null) return words + text.slice(from);
    let end = sign.index;
    while (end > from && OF_NAME.test(text[end - 1]!)) end--;
    words += `${text.slice(from, end)} `;
    BLANK.lastIndex = sign.index;
    from = BLANK.exec(text)!.index;
  }
}

const wordsOf = (text: string): string => withoutCode(text).replace(NO_WORDS, ' ');

/** First letters of blocks and their script, ascending; '' for signs and scripts that no language here is in. */
const BLOCKS: readonly (readonly [from: number, script: string])[] = [
  [0x41, 'latin'],
  [0x5b, ''],
  [0x61, 'latin'],
  [0x7b, ''],
  [0xc0, 'latin'],
  [0x250, ''],
  [0x370, 'greek'],
  [0x400, 'cyrillic'],
  [0x500, ''],
  [0x590, 'hebrew'],
  [0x600, 'arabic'],
  [0x700, ''],
  [0x900, 'devanagari'],
  [0x980, ''],
  [0xe00, 'thai'],
  [0xe80, ''],
  [0x1100, 'hangul'],
  [0x1200, ''],
  [0x1e00, 'latin'],
  [0x1f00, ''],
  [0x3041, 'kana'],
  [0x3100, ''],
  [0x3400, 'han'],
  [0xa000, ''],
  [0xac00, 'hangul'],
  [0xd7b0, ''],
  [0xf900, 'han'],
  [0xfb00, ''],
];
/** A letter of these says as much as several Latin ones. */
const WEIGHT: Readonly<Record<string, number>> = { kana: 2, han: 2.5, hangul: 2.5 };

function scriptOf(code: number): string {
  let script = '';
  for (const [from, name] of BLOCKS) {
    if (code < from) break;
    script = name;
  }
  return script;
}
const SCRIPT_OF_ASCII = Array.from({ length: 0x80 }, (_, code) => scriptOf(code));
const SCRIPTS = [...new Set(BLOCKS.map(([, script]) => script))].filter(Boolean);

/** Letters of a text by script, weighted. */
function lettersOf(text: string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const script of SCRIPTS) counts[script] = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    const script = code < 0x80 ? SCRIPT_OF_ASCII[code]! : scriptOf(code);
    if (script !== '') counts[script]! += WEIGHT[script] ?? 1;
  }
  return counts;
}

/** Share of the letters that a script other than Latin needs: code and names in a text are Latin in every language. */
const ENOUGH = 0.3;

const OF_SCRIPT: Readonly<Record<string, string>> = {
  hangul: 'ko',
  hebrew: 'he',
  greek: 'el',
  devanagari: 'hi',
  thai: 'th',
};

const words = (text: string): readonly string[] => text.split(' ');

/** Common words that few other languages have. */
const COMMON: Readonly<Record<string, readonly string[]>> = {
  en: words(
    'the and of to is that it for you with this are not be have can we if but what there do should would from was will when your they has an or so my i please make does by at on do as a me he she all any after before been were into out up who his her its did done see also only get set user pro no es el tests test pass running how which need all just let now here then still no yes wait why wrong again use add fix run test want stop',
  ),
  de: words(
    'der die das und ist nicht ich du wir sie es ein eine einen einem den dem des mit auf für von zu im auch noch wie aber oder wenn dass kann soll sollte bitte habe hat wird werden sind nur schon dann hier mir mich doch nein ja warum wieder falsch jetzt mach mal kein keine sich bei nach aus über ihn dir sollen möchtest war langsam alle tests laufen durch noch einmal mist so warum danke gut zum habe hatte nervt fix erster mein meine',
  ),
  es: words(
    'el la los las de que y en un una es por con no para del al se lo como más pero sus le ya o este sí porque esta entre cuando muy sin sobre también me hasta hay donde quien desde todo nos durante eso está están ser hacer estoy esa ese esos esas qué cuál cuántas cuántos veces tengo debería debo equivocado equivoqué todavía anterior gracias ahora aún tampoco bien mal luego primero archivo prueba pruebas haber tercera segunda favor nada ha sea perdido han quién mejor puede puedes quieres debo falla otra vez mal esto así había fue ahora he has mi tu te deja volver avísame dije haberlo columnas',
  ),
  fr: words(
    'le la les des de en et est que qui dans pour pas une un sur avec ce cette ne je tu vous nous il elle au aux du plus mais ou où sont être avoir fait faire ça cela tout bien si mon ton votre encore toujours non oui pourquoi comme quand veux voulez dois peux ai était suis avais aurais avait mes même trop aussi merci puis cela votre vos combien fois fichier fichiers oublié trompé marre jamais rien déjà après avant chaque entre dire jour mettre liste pourquoi lance relance supprimé voulais sûr erreur quelle merde lu valeur retour lancer dites',
  ),
  pt: words(
    'o os as de que e em um uma é para com não do da dos das no na nos nas por mais mas foi ao ele ela se seu sua ou ser quando muito já está estão eu também só pelo pela até isso isto você nós tem há fazer quer posso devo deve errado ainda sim agora assim meu minha deixa esqueceu esqueci causa devo como cache é investigar esqueceste deixei passar aviso estou pela vez quis dizer outra outro foi esse essa desse desfaça obrigado arquivo arquivos teste testes erro tudo nada fazer ter então depois antes primeiro lista perdi droga merda mal estava sem botão falei confundi colunas',
  ),
  it: words(
    'il lo gli di che e un una è per con non del della dei nel nella sono come anche più ma se questo questa ho hai ha fare essere io tu lui noi quando perché ancora sempre sì ora cosa dove mi ti ci devo vuoi puoi sbagliato così alla dal delle degli alle nelle stata stato stati ed tutto fatto dopo prima aggiungi aggiorna controlla correggi scrivi leggi sposta togli cancella carica funzione cartella pagina errori le i mio mia tuo tua era erano nuovo nuova qual quale quante volte volta basta niente sei stai ai allo nei sul sulla tra fra bene riga continuare posso devi deve quello quella quelli avrei stavo scusa stesso intendevo giusto detto rossa vuota sfuggito piena inaccettabile totale controlli preferisci dimenticare ridicolo',
  ),
  nl: words(
    'de het een en van is niet ik je dat die op te zijn voor met er maar ook als aan om bij nog uit naar dan wat dit deze heeft hebben kan moet wordt worden door over zo geen wel waarom nee ja weer fout mijn hij wij jij zal wil',
  ),
  pl: words(
    'nie się na jest że do w z i to jak co ale za od po tak o ma być już tylko czy ten ta te dla przez mnie ja ty my są było jeszcze dlaczego źle teraz proszę może bardzo który która',
  ),
  tr: words(
    've bir bu da de için ile çok ama gibi daha olarak var yok ne mi mı mu mü değil ben sen biz siz o şu olan kadar sonra her şey neden nasıl hayır evet yanlış hata lütfen tamam şimdi yap yapma istiyor musun miyim mıyım misin mısın misiniz devam edeyim etmemi ister kere kez artık yeter bence öyle böyle bunu onu beni bana sana ikinci dosya dosyayı testleri hâlâ hala yine ki veya en olur oldu olsun ilk eksikti dönüş değeri benim hatam',
  ),
  sv: words(
    'och att det som är på av för inte med den till en ett jag du vi har kan om men så från eller när vara ska skulle här nu varför nej ja också bara alla',
  ),
  da: words(
    'og at det som er på af for ikke med den til en et jeg du vi har kan om men så fra eller når være skal skulle her nu hvorfor nej ja også bare alle',
  ),
  cs: words(
    'a je na se že to v s z do ne jak co ale pro od po tak o má být jsem jsou už jen by ten ta proč špatně teď prosím',
  ),
  ro: words(
    'și de la în nu este care pe cu un o din pentru că mai sau dar sunt ce fi acest această am ai are dacă cum când',
  ),
  vi: words(
    'và của là không có được cho một các này trong với để tôi bạn như khi nhưng đã sẽ đang từ cũng làm sao lại',
  ),
  id: words(
    'yang dan di ini itu dengan untuk tidak dari pada adalah dalam akan bisa saya kamu apa kita juga sudah ada atau jangan tolong',
  ),
  fi: words('ja on ei että se en oli mutta kun niin tai myös jos mitä miksi minä sinä tämä ovat'),
  hu: words('a az és hogy nem is egy ez meg van de csak ha már még mint vagy ki mit miért'),
  ru: words(
    'и в не на что это как с по для но я ты мы вы он а к из у за от так же если бы или уже нет да все надо нужно почему опять',
  ),
  uk: words(
    'і в не на що це як з по для але я ти ми ви він а до із у за від так же якщо або вже ні та все треба чому',
  ),
  bg: words(
    'и в не на че това как с по за но аз ти ние вие той а до от така ако или вече да се са е ще няма защо',
  ),
};

const LATIN = 'en de es fr pt it nl pl tr sv da cs ro vi id fi hu'.split(' ');
const CYRILLIC = 'ru uk bg'.split(' ');

/** Letters that few languages have. */
const LETTERS: Readonly<Record<string, RegExp>> = {
  de: /ß/g,
  es: /[ñ¿¡]|ción\b/gi,
  fr: /[œêèù]|(?<![\p{L}])(?:[cdjlmnst]|qu)['’](?=\p{L})/giu,
  pt: /[ãõ]|ção|ções|[êô]/gi,
  it: /[ìò]|zione\b|(?<![\p{L}])(?:dell|nell|all|sull|dall|un)['’](?=\p{L})/giu,
  pl: /[łąęśźż]/gi,
  tr: /[ğışİ]/g,
  cs: /[řěů]/gi,
  ro: /[țș]/gi,
  vi: /[ơưđạảấầẩậắằặẹẻếềểệỉịọỏốồổộớờởợụủứừửựỳỷỹ]/gi,
  hu: /[őű]/gi,
  uk: /[іїєґ]/gi,
  bg: /ъ/gi,
  ru: /[ыэё]/gi,
};
/** Those of them that can be found in a text of nothing but ASCII: “j'ai”, “dell'errore”, “funzione”. */
const LETTERS_OF_ASCII = new Set(['fr', 'it']);
/** A letter says less than a word, and many of them not more and more. */
const LETTER_WEIGHT = 0.8;
const MOST_LETTERS = 8;

const ALL = [...LATIN, ...CYRILLIC];
const PLACE_OF = new Map(ALL.map((name, i) => [name, i]));

interface Tables {
  /** The languages of each common word, by their places in `ALL`. */
  languagesOf: Map<string, number[]>;
  /** The same by the numbers of the words in small letters of a to z. */
  plain: Vocabulary;
  languagesOfPlain: number[][];
}

let made: Tables | null = null;
/** Made when the first text is looked at: pages carry this file for names alone. */
const tables = (): Tables => (made ??= newTables());

function newTables(): Tables {
  const languagesOf = new Map<string, number[]>();
  ALL.forEach((name, i) => {
    for (const word of new Set(COMMON[name])) languagesOf.set(word, [...(languagesOf.get(word) ?? []), i]);
  });
  const plain = new Vocabulary();
  const languagesOfPlain: number[][] = [];
  for (const [word, languages] of languagesOf)
    if (/^[a-z]+$/.test(word)) languagesOfPlain[plain.idOf(word)] = languages;
  return { languagesOf, plain, languagesOfPlain };
}

const countOf = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;

/** The language among these of whose words (`wordsIn`, by their places in `ALL`) and letters a text of `said` words has most; '' when none stands out. */
function closest(
  languages: readonly string[],
  said: number,
  wordsIn: readonly number[],
  lettersIn: (language: string) => number,
): string {
  let [best, most, second] = ['', -1, -1];
  for (const name of languages) {
    const score = wordsIn[PLACE_OF.get(name)!]! + Math.min(lettersIn(name), MOST_LETTERS) * LETTER_WEIGHT;
    if (score > most) [best, most, second] = [name, score, most];
    else if (score > second) second = score;
  }
  // A few common words among many are names and code; in a short text one is enough when no other language has it.
  const least = Math.max(1, Math.min(6, said * 0.08));
  return most >= least && most >= second * 1.15 + 0.4 ? best : '';
}

function closestTo(text: string, languages: readonly string[]): string {
  const said = text.toLowerCase().match(/\p{L}{2,}/gu) ?? [];
  const { languagesOf } = tables();
  const wordsIn = ALL.map(() => 0);
  for (const word of said) for (const i of languagesOf.get(word) ?? []) wordsIn[i]!++;
  const ascii = !/[^\0-\x7f]/.test(text);
  return closest(languages, said.length, wordsIn, (name) =>
    LETTERS[name] === undefined || (ascii && !LETTERS_OF_ASCII.has(name)) ? 0 : countOf(text, LETTERS[name]),
  );
}

/** The language of a plain text; null when it has to be told as of any other. */
function ofPlain(prose: string): string | null {
  const { plain, languagesOfPlain } = tables();
  const said = plainWordsOf(withoutCode(prose), plain);
  if (said === null) return null;
  if (said.letters < FEWEST) return '';
  const wordsIn = ALL.map(() => 0);
  for (const id of said.known) for (const i of languagesOfPlain[id]!) wordsIn[i]!++;
  return closest(LATIN, said.words, wordsIn, (name) =>
    name === 'fr' ? said.french : name === 'it' ? said.italian : 0,
  );
}

/** The language of a text in a script, which several may share. */
function ofScript(script: string, text: string, { kana, han }: Record<string, number>): string {
  if (script === 'kana') return 'ja';
  // Japanese has particles in kana in every sentence; a Chinese text has none.
  if (script === 'han') return kana! * 20 >= han! ? 'ja' : 'zh';
  if (script === 'arabic') return /[پچژگ]/.test(text) ? 'fa' : 'ar';
  if (script === 'cyrillic') return closestTo(text, CYRILLIC) || 'ru';
  return OF_SCRIPT[script] ?? closestTo(text, LATIN);
}

/** ISO 639-1 code of the language of a text; '' when it is too short to tell. */
export function languageOf(text: string): string {
  const whole = proseOf(text.slice(0, LOOKED_AT));
  const plain = trigramsOf(whole).plain ? ofPlain(whole) : null;
  if (plain !== null) return plain;
  const prose = wordsOf(whole);
  const counts = lettersOf(prose);
  const all = Object.values(counts).reduce((sum, one) => sum + one, 0);
  // Two Chinese characters are a sentence; two Latin letters are no word.
  if (all < FEWEST && all === counts.latin) return '';
  const enough = all * ENOUGH;
  if (counts.kana! + counts.han! >= enough)
    return ofScript(counts.kana! > counts.han! ? 'kana' : 'han', prose, counts);
  const script = SCRIPTS.find((name) => name !== 'latin' && counts[name]! >= enough) ?? 'latin';
  return ofScript(script, prose, counts);
}
