/**
 * Whether a person wants Claude to try something again and again, to see whether it always fails. That it happened or was said often is no
 * such wish, nor is how often a program that is being written is to try.
 */
import { Prefiltered, prefiltered } from '../session/prefilter/prefiltered';
import { sentenceAround } from './prose';

/** Words of a wish in English: a test that fails at times, a run to be repeated. */
const WISHED = prefiltered(
  /\b(?:flak(?:y|es?|ing|iness)|intermittent\w{0,2}|(?<!\b(?:i|we|you|they|it|have|has|had)(?:['’]ve|['’]d)? (?:already |just )?)(?:run|re-?run|repeat|execute|try|retry|(?<!\b(?:the|a|this|that|each|every|my|our|one|unit)(?: [\w-]{1,15})? )(?:test|check|call|start|launch)|invoke|send|do)\b[^.!?\n]{0,60}\b(?:(?:a few|a couple of|several|multiple|many|two|three|four|five|ten|twenty|\d{1,4}) times(?! (?:an?|per|each|every) )|repeatedly|in a loop)|\b(?:re-?run|retry|repeat|poll|run it|try (?:it )?again)\b[^.!?\n]{0,60}\buntil it (?:passes|works|succeeds|is green)|until it (?:fails|breaks)|stress[- ]?test\w{0,3}|keep (?:trying|retrying|running))\b/gi,
);

/** The same by language: a word of running as one orders it, beside one of how often. What was done often stands in the past. */
const ELSEWHERE: readonly (readonly [verb: string, often: string])[] = [
  [
    String.raw`(?<!\p{L})(?:(?:führe?|starte|prüfe?|teste|wiederhole?|versuche?|probiere?|rufe?|sende?|lasse?)(?!\p{L})(?! ich| wir)|(?<=(?:mehrmals|mehrfach|wiederholt|mal)[^.!?\n]{0,40})(?:aus(?:zu)?führen|laufen|(?:zu )?(?:starten|testen|prüfen|wiederholen|versuchen|probieren)))(?!\p{L})`,
    String.raw`(?:mehrmals|mehrfach|wiederholt|\d{1,4}[ -]?mal|(?:drei|vier|fünf|zehn|zwanzig)mal|in einer schleife)`,
  ],
  [
    String.raw`(?<!\b(?:je|j['’]|on|il|elle|la|le|un|ce) ?)\b(?:ex[ée]cut|(?:re)?lanc|test|r[ée]p[èe]t|r[ée]essa[iy]|essa[iy]|refa)(?:e|ez|er|is|ites|ire)(?!\p{L})`,
    String.raw`(?:plusieurs|dix|cinq|\d{1,4}) fois|en boucle`,
  ],
  [
    String.raw`(?:(?<!\b(?:la|una|esta|cada|se|lo) )\b(?:ejecut|corr|prueb|lanz|repit|(?:re)?intent)(?:a|e|ar|er|en|es)?(?:l[oa]s?)?|(?<!\p{L})(?:ejecút|pruéb|lánz|córr|repít|intént)[ae]l[oa]s?)(?!\p{L})`,
    String.raw`(?:varias|muchas|diez|cinco|\d{1,4}) veces|en bucle`,
  ],
  [
    String.raw`(?<!\b(?:o|um|este|esse|cada|do|no|se) )\b(?:execut|rod|test|tent|repit|repet)(?:a|e|ar|ir)(?!\p{L})`,
    String.raw`(?:v[áa]rias|muitas|dez|cinco|\d{1,4}) vezes|em loop`,
  ],
  [
    String.raw`(?<!\b(?:la|una|io|si) )\b(?:esegui|lancia|rilancia|prova|riprova|ripeti|testa)(?:l[oaie])?(?!\p{L})`,
    String.raw`(?:più|diverse|dieci|cinque|\d{1,4}) volte`,
  ],
  [
    String.raw`(?<!\p{L})(?:запусти|прогони|повтори|попробуй|выполни|проверь)(?:те|ть)?(?!\p{L})`,
    String.raw`(?:несколько|много|пять|десять|\d{1,4}) раз|в цикле`,
  ],
  [
    String.raw`(?<!\p{L})(?:çalıştır|dene|tekrarla|test et)(?:in|ın|ip|ıp)?(?!\p{L})`,
    String.raw`(?:birkaç|birçok|beş|on|\d{1,4}) (?:kez|kere|defa)`,
  ],
];
const SAID_ELSEWHERE = new Prefiltered(
  () =>
    new RegExp(
      ELSEWHERE.map(
        ([verb, often]) =>
          String.raw`${verb}[^.!?\n]{0,50}(?<!\p{L})(?:${often})|(?<!\p{L})(?:${often})[^.!?\n]{0,40}${verb}`,
      ).join('|'),
      'giu',
    ),
);
/** Languages that write without blanks, or end in the verb. */
const IN_EAST_ASIA = prefiltered(
  /(?:运行|執行|执行|跑|试|測試|测试|重试|调用|重复)(?:[^。！？\n了过過]{0,12})(?:多次|几次|[三四五十]次|\d{1,4} ?次)(?!的)|(?<![我们們已经經])(?:多次|反复|循环)(?:地)?(?:运行|执行|跑|尝试|测试|重试|调用)(?![^。！？\n]{0,6}(?:失败|报错|都|也))|(?:何度か|何回か|数回|繰り返し|\d{1,4} ?回|[三五十]回)[^。！？\n]{0,12}(?:実行|走らせ|試(?!し(?:た|ま|ても))|テスト|リトライ|回し)(?!し?(?:た|ました|ても))|(?:여러 번|몇 번|반복해서|\d{1,4} ?번)[^.!?\n]{0,12}(?:실행|돌려|시도|테스트|재시도)(?!(?:을|를)? ?(?:했|해도|하였|해봤|했지만))/gu,
);

const ALL = [WISHED, SAID_ELSEWHERE, IN_EAST_ASIA];

/** What Claude runs to try something: of this a bound (“up to ten times”) or a condition may be asked, too. */
const TRIED =
  /`|(?<!\p{L})(?:tests?|testsuite|specs?|suites?|builds?|commands?|scripts?|ci|pipelines?|benchmarks?|e2e|deploy\p{L}*|befehle?|skripte?|commandes?|comandos?|pruebas?|testes?|(?:(?:re-?)?run|execute) (?:it|this|that))(?!\p{L})|тест|команд|测试|測試|命令|脚本|テスト|コマンド|테스트|명령/iu;
/** A bound, what is done on failure, or work to be written: words with which somebody describes a program. */
const DESCRIBES = [
  /\b(?:up to|at most|(?:a )?max(?:imum)?(?: of)?|no more than) (?:\w{1,7}|\d{1,4}) times\b|\bback-?off\b|\bexponential\w{0,2}\b|\bjitter\b|\bdelays?\b|\bbefore (?:giving up|it gives up|failing|throwing|reporting|showing|returning)\b|\bthen (?:give up|fail|throw|show)\b|\b(?:failed|failing) \w{2,20}|\b(?:on|after|upon) (?:an? )?(?:\w{1,12} )?(?:failures?|errors?|timeouts?)\b|\b(?:if|when|whenever) (?:\w{1,15} ){1,4}(?:fails?|times? out|errors?|returns?|is (?:down|unreachable|offline))\b|\b(?:implement|add|support|introduce|enable)\b/i,
  /\b(?:bis zu|höchstens|maximal|fehlgeschlagene[nrs]?|implementier\p{L}*|hinzu|einbauen|jusqu['’]à|au (?:plus|maximum)|en cas d|échou\p{L}*|implément\p{L}*|ajoute\p{L}*|hasta|máximo|fallid[oa]s?|si fall\p{L}*|implementa\p{L}*|añad\p{L}*|agreg\p{L}*|até|se falh\p{L}*|adicion\p{L}*|fino a|al massimo|fallit[ie]|aggiung\p{L}*|en fazla|başarısız \p{L}+|ekle)(?!\p{L})|\b(?:wenn|falls) [^,.!?\n]{1,40}(?:fehlschl[aä]g|scheiter)|(?<!\p{L})(?:до (?:\d|тр|дв|пят|дес)|не более|максимум|неудачн|при ошибк|реализуй|добавь)/iu,
  /最多|至多|失败(?:的|时|后)|如果失败|实现|添加|加上|最大|失敗した(?:ら|場合)|失敗時|実装|追加|최대|실패(?:한|하면| 시)|구현|추가/u,
];
/** Who is to try is somebody else: “the client should retry it”, “make the job repeat”. What stands before the wish in its sentence. */
const OTHERS = [
  /\b(?<!\b(?:you|we|i) )(?:should|must|shall|will|would|has to|have to|needs to|need to)(?: (?:also|then|automatically|only|just|always))?\s$|\b(?:make|have|let|get|teach|configure)\b(?! (?:sure|a look|it|them|us|me)\b|['’]s)[^.!?,;:\n]{1,40}(?<!\b(?:and|then|to))\s$|\b(?:that|which|who)(?: (?:can|will|should|must|also|then))?\s$|\b(?:retries|repeats|polls)\b[^.!?\n]{0,80}$/i,
  /(?<!\p{L})(?:soll|sollen|sollte|sollten|muss|müssen|doit|doivent|devrait|debe|deben|debería|deve|devem|devono|должн\p{L}{1,2})(?!\p{L})[^,.!?\n]{0,80}$|(?:应该|应当|必须|需要)(?!你)[^，。！？\n]{0,20}$|(?:客户端|服务端|服务器|用户端|应用|任务)[^，。！？\n]{0,6}$|(?:クライアント|サーバー?|アプリ|ジョブ|ワーカー)(?:は|が|も)[^。、！？\n]{0,10}$|(?:클라이언트|서버|앱|작업|워커)(?:가|는|은|이)[^.!?\n]{0,10}$/iu,
];
/** What is unsteady itself, rather than a test or a fault that has to be met. */
const UNSTEADY =
  /^(?:flak\w{1,5}|intermittent\w{0,2}) (?:[\w-]{1,15} )?(?:network\w*|connect\w*|wi-?fi|internet|links?|servers?|backends?|upstreams?|apis?|services?|hosts?|providers?)\b/i;

/** True when a program is meant, not Claude. */
function isOfProgram(text: string, index: number): boolean {
  const sentence = sentenceAround(text, index);
  const before = text.slice(Math.max(0, index - HEARD_BEFORE), index);
  if (OTHERS.some((words) => words.test(before)) || UNSTEADY.test(text.slice(index, index + HEARD_BEFORE)))
    return true;
  return !TRIED.test(sentence) && DESCRIBES.some((words) => words.test(sentence));
}
/** Characters. */
const HEARD_BEFORE = 100;

/** Where a text asks Claude for repeated tries; null when it does not. */
export function requestForRepeats(text: string): number | null {
  for (const words of ALL)
    for (const { index } of words.allIn(text)) if (!isOfProgram(text, index)) return index;
  return null;
}
