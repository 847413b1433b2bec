/** Whether a request may be an order to throw work away, or to overwrite it: in doubt it is, for then nothing is lost against somebody's will. */
import { Prefiltered, prefiltered } from '../session/prefilter/prefiltered';

/** Words that few texts about something else have, in any language. */
const IN_ANY = prefiltered(
  /\b(?:revert\w*|discard\w*|undo\w*|reset\w*|restor\w+|throw\w* (?:it |them |that |this |all )?away|drop\w*|clean\w*|get rid|check ?out|start (?:over|fresh|again)|fresh|scratch|wip(?:e|es|ing)|remov\w+|delet\w+|roll\w* ?back|force\w*|overwrit\w+|rewrit\w+|squash\w*|amend\w*|rebas\w+|sync\w*|match\w*|replace\w*|abandon\w*|go back|latest|pristine|--hard)\b|\bpush (?:[\w./-]{1,40} ){0,3}-f\b|verw[ie]rf|zurücksetz|setz\w* [^.!?\n]{0,40}zurück|rückgängig|lösch|wegwerf|wirf [^.!?\n]{0,40}weg|neu an(?:fang|zufangen)|von vorn|annul[ei]|réinitialis|jette|supprim|écras|recommenc|repart|descart|reviert|revert|deshaz|desfaz|restablec|borra|elimin|apag|de nuevo|recomeç|scart|ripristin|ricominci|отмен|откат|сброс|удал(?!ось|ос)|заново|丢弃|撤销|重置|还原|回滚|删除|恢复|重新开始|破棄|元に戻|リセット|取り消|削除|やり直|버려|되돌|리셋|초기화|삭제|geri al|sıfırla|\bsil(?:in|elim|ip)?\b/iu,
);

/** Other words in one language, by ISO 639-1 code: to delete, empty, tidy, put back, overwrite, force, bring up to date, begin anew. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  de: String.raw`verw[ie]rf|zurück|rückgängig|lösch|wegwerf|(?<!\p{L})(?:wirf|schmei(?:ß|ss)|räum|mach|nimm|hol|setz|stell|wechs)\p{L}{0,4} [^.!?\n]{0,60}(?<!\p{L})(?:weg|raus|sauber|neu|her|heraus|auf (?:den |die |das )?(?:\p{L}{1,10} )?(?:stand|anfang|commit|branch|main|master|origin|head|remote)|(?<=räum[^.!?\n]{0,62})auf)(?!\p{L})|aufräum|bereinig|säuber|(?<!\p{L})sauber|entfern|leere?n?(?!\p{L})|überschreib|ersetz|wiederherstell|erzwing|(?:neueste[nrms]?|aktuelle[nrms]?) (?:stand|version|code)|aktualisier|neu an(?:fang|zufangen)|von vorn|von null|frisch|synchronis|abgleich|verzicht|vergiss|vergesst|auf anfang|wie (?:es |sie |er )?(?:vorher|zuvor|früher|am anfang)|vom (?:server|remote)|(?<!\p{L})brauch\p{L}{0,2} (?:ich |wir )?[^.!?\n]{0,30}(?:nicht|kein)`,
  fr: String.raw`annul|réinitialis|jette|supprim|écras|recommenc|repart|remets|remettre|restaur(?!ant)|rétabl|nettoy|nettoi|enl[èe]v|retir|oubli|reprend|comme (?:avant|c['’]était)|version du serveur|état (?:initial|d['’]origine|précédent)|(?:plus besoin|ne veux (?:plus|pas))|efface|revien|revenir|défai|à jour|dernière version|à zéro|propre|remplac|forc(?:e|er|ez)(?!\p{L})|synchronis|abandonn`,
  es: String.raw`descart|reviert|revert|deshaz|deshacer|restablec|restaur(?!ant)|borra|elimin|limpi|quit(?:a|ar)(?!\p{L})|reinici|vuelv|volver|reempla|sobrescrib|forz|fuerz|actualiz|última versión|de nuevo|de cero|sincroni|tira(?!\p{L})|olvid|como (?:estaba|antes|al principio)|versión del servidor|otra vez|desde el principio|estado (?:original|inicial|anterior)|no (?:los |las |lo |la )?(?:quiero|necesito)`,
  pt: String.raw`desfaz|desfaç|descart|apag|recomeç|redefin|restaur(?!ant)|limp|remov|exclu[aií]|volt(?:e|ar|a)(?!\p{L})|substitu(?!t)|sobrescrev|forç|atualiz|última versão|do zero|sincroniz|joga(?!d)|jogue|esque[çc]|como (?:estava|antes|no início)|versão do servidor|de novo|desde o início|estado (?:original|inicial|anterior)|não (?:as |os |a |o )?(?:quero|preciso)`,
  it: String.raw`scart|ripristin|ricominci|annull|elimin|cancell(?!ation|ed|ing)|rimuov|puli(?:sc|re|zia)|torna(?!d)|sostitu|sovrascriv|forza|aggiorna|ultima versione|da capo|da zero|sincronizz|butta|getta|azzer|com['’ ]?era|come prima|dimentic|versione del server|stato (?:originale|iniziale|precedente)|non (?:le |li |mi )?(?:voglio|servono|serve)`,
  ru: String.raw`отмен|откат|сброс|удал(?!ось|ос)|заново|верн[иу]|вернуть|возврат|очист|почист|убер|убрать|выброс|обнов|последн\p{L}{2,3} верси|перезапис|перезапиш|замен|восстанов|с нуля|синхрониз|принудительн|форс|выкин|выкид|забудь|забей|как было|с сервера|стереть|сотри|снеси|не нужн`,
  tr: String.raw`(?<!\p{L})geri (?:al|dön|yükle|getir)|sıfırla|(?<!\p{L})sil(?:in|elim|ip|me)?(?!\p{L})|temizle|kaldır|güncelle|üzerine yaz|zorla|eski hal|baştan|senkron|vazgeç|iptal|unut(?!ul)|önceki hal|gerek yok|istemiyorum|(?<!\p{L})at(?:ın|sana)?(?=[.! ]{0,3}$)`,
  zh: String.raw`丢弃|丟棄|捨棄|撤销|撤銷|撤回|重置|还原|還原|复原|復原|回滚|回滾|回退|退回|删|刪|恢复|恢復|重新开始|重新開始|重来|清理|清空|清除|放弃|放棄|取消|覆盖|覆蓋|强制|強制|强推|同步|最新|更新|移除|去掉|替换|替換|扔|[变變改退]回|退到|回到|原[样樣]|不要(?:了|我)|不需要我`,
  ja: String.raw`破棄|戻[しすせそ]|戻っ|リセット|取り消|削除|消[しすせ]|消去|やり直|最初から|捨て|クリーン|きれい|綺麗|掃除|整理|片付|上書|強制|更新|最新|同期|置き換|初期化|復元|ロールバック|巻き戻|元(?:の(?:状態|まま|コード)|に|通り|どおり)|(?:いらない|いりません|不要)|なかったこと`,
  ko: String.raw`버려|버리|되돌|돌려|리셋|초기화|삭제|취소|지워|지우|원복|복원|복구|최신|정리|덮어|강제|업데이트|동기화|제거|폐기|처음부터|교체|롤백|원래(?:대로| 상태)|필요 ?없|없던|잊어`,
};
const BY_LANGUAGE = new Map(
  Object.entries(ELSEWHERE).map(([language, source]) => [
    language,
    new Prefiltered(() => new RegExp(source, 'iu')),
  ]),
);
/** Of a text too short to tell its language, the words begin at a word: “glimpse” does not order “limpe”. */
const IN_SHORT = new Prefiltered(
  () => new RegExp(String.raw`(?<!\p{L})(?:${Object.values(ELSEWHERE).join('|')})`, 'iu'),
);
/** Languages that are hard to tell apart in a short text. */
const ROMANCE = ['fr', 'es', 'pt', 'it'];
/** UTF-16 units. */
const SHORT = 60;

function listsFor(text: string, language: string): (Prefiltered | undefined)[] {
  if (language === '') return [IN_SHORT];
  const languages = text.length <= SHORT && ROMANCE.includes(language) ? ROMANCE : [language];
  return languages.map((one) => BY_LANGUAGE.get(one));
}

/** Where a request in a language (`languageOf`) may order to throw work away; null when it does not. */
export function discardOrdered(text: string, language: string): number | null {
  for (const words of [IN_ANY, ...listsFor(text, language)]) {
    const found = words?.in(text);
    if (found !== undefined && found !== null) return found.index;
  }
  return null;
}

/** True when such an order is known by its words in this language; '' of a text too short to tell. */
export const tellsDiscards = (language: string): boolean =>
  language === '' || language === 'en' || BY_LANGUAGE.has(language);
