/** Whether a person wants something tried again and again, to see whether it always fails. That it happened or was said often is none, nor how often a program is to. */
import { Prefiltered, prefiltered } from '../session/prefilter/prefiltered';

/** Words of a wish in English: a test that fails at times, a run to be repeated. */
const WISHED = prefiltered(
  /\b(?:flak(?:y|es?|ing|iness)|intermittent\w{0,2}|(?<!\b(?:i|we|you|they|it|have|has|had)(?:['’]ve|['’]d)? (?:already |just )?)(?:run|re-?run|repeat|execute|try|retry|(?<!\b(?:the|a|this|that|each|every|my|our|one|unit) )(?:test|check|call|start|launch)|invoke|send|do)\b[^.!?\n]{0,60}\b(?:(?:a few|a couple of|several|multiple|many|two|three|four|five|ten|twenty|\d{1,4}) times(?! (?:an?|per|each|every) )|repeatedly|in a loop)|\b(?:re-?run|retry|repeat|poll|run it|try (?:it )?again)\b[^.!?\n]{0,60}\buntil it (?:passes|works|succeeds|is green)|until it (?:fails|breaks)|stress[- ]?test\w{0,3}|keep (?:trying|retrying|running))\b/i,
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
    String.raw`(?<!\b(?:la|una|esta|cada|se|lo) )\b(?:ejecut|corr|prueb|lanz|repit|(?:re)?intent)(?:a|e|ar|er|en|es)?(?:l[oa]s?)?(?!\p{L})`,
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
      'iu',
    ),
);
/** Languages that write without blanks, or end in the verb. */
const IN_EAST_ASIA = prefiltered(
  /(?:运行|執行|执行|跑|试|測試|测试|重试|调用|重复)(?:[^。！？\n了过過]{0,12})(?:多次|几次|[三四五十]次|\d{1,4} ?次)(?!的)|(?<![我们們已经經])(?:多次|反复|循环)(?:地)?(?:运行|执行|跑|尝试|测试|重试|调用)(?![^。！？\n]{0,6}(?:失败|报错|都|也))|(?:何度か|何回か|数回|繰り返し|\d{1,4} ?回|[三五十]回)[^。！？\n]{0,12}(?:実行|走らせ|試(?!し(?:た|ま|ても))|テスト|リトライ|回し)(?!し?(?:た|ました|ても))|(?:여러 번|몇 번|반복해서|\d{1,4} ?번)[^.!?\n]{0,12}(?:실행|돌려|시도|테스트|재시도)(?!(?:을|를)? ?(?:했|해도|하였|해봤|했지만))/u,
);

const ALL = [WISHED, SAID_ELSEWHERE, IN_EAST_ASIA];

/** Where a text asks for repeated tries; null when it does not. */
export function wishesRepeats(text: string): number | null {
  for (const words of ALL) {
    const found = words.in(text);
    if (found !== null) return found.index;
  }
  return null;
}
