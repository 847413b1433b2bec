import { languageWords } from './language';

export const ITALIAN = languageWords({
  language: 'Italian',
  asks: [
    '(?:vuoi|vuole|preferisci|preferisce|desideri|desidera|ti va|ti andrebbe) che (?:io )?\\p{L}+',
    '(?:devo|dovrei|posso|potrei) \\p{L}+(?:re|rlo|rla|rli|rle)(?=[^.!?\\n]{0,200}\\?)',
    '^(?:continuo|procedo|proseguo|vado avanti|controllo|verifico|guardo|eseguo|cerco|faccio)(?=[^.!?\\n]{0,200}\\?)',
    'se (?:vuoi|vuole|preferisci|preferisce|ti va|lo desideri)',
    '(?:fammi sapere|mi faccia sapere|dimmi|avvisami)(?:,? se|,? quando|,? e)',
  ],
  needless:
    /(?:che (?:io )?|devo |dovrei |posso |potrei |^)(?:continu\p{L}{1,3}|prosegu\p{L}{1,3}|proced\p{L}{1,3}|vad[oa] avanti|andare avanti|controll\p{L}{1,3}|verific\p{L}{1,4}|guard\p{L}{1,3}|dare un['’ ]occhiata|dia un['’ ]occhiata|cerc\p{L}{1,4}|investig\p{L}{1,4}|indag\p{L}{1,4}|legg\p{L}{1,3}|ispezion\p{L}{1,3}|esamin\p{L}{1,3}|analizz\p{L}{1,3}|termin\p{L}{1,3}|finisc\p{L}|finire|(?:(?:ri)?esegu\p{L}{1,3}|lanci\p{L}{0,3}) (?:di nuovo )?(?:i |tutti i |la |il )?(?:test|suite|lint\p{L}{0,3}))(?!\p{L})/iu,
  choice:
    /(?<!\p{L})(?:o|oppure|invece|anche|inoltre|commit\p{L}*|push\p{L}*|pubblic\p{L}+|rilasci\p{L}+|distribu\p{L}+|install\p{L}+|cancell\p{L}+|elimin\p{L}+|rimuov\p{L}+|merge)(?!\p{L})/iu,
  admissions: [
    '(?:è stat[oa] |è )?(?:un |una )?(?:mio|mia) (?:errore|sbaglio|svista|disattenzione|dimenticanza)|(?:errore|colpa|svista) mi[oa]',
    '(?:mi sono|mi ero) (?:\\p{L}+ )?(?:sbagliat[oa]|confus[oa]|dimenticat[oa]|ingannat[oa])|mi è sfuggit[oa]|avevo torto',
    "ho (?:\\p{L}+ )?(?:dimenticato|sbagliato|frainteso|confuso|trascurato|saltato|(?:letto|capito|interpretato|contato|scritto) male|commesso (?:un|l['’]) ?\\p{L}+|introdotto (?:un|una) (?:errore|bug|regressione|problema))",
    '(?:non )?avrei dovuto \\p{L}+',
    '(?:la mia|il mio|le mie|i miei) (?:\\p{L}+ ){1,3}(?:era|erano|è|sono) (?:\\p{L}+ )?(?:sbagliat[oaei]|errat[oaei]|scorrett[oaei]|inesatt[oaei]|incomplet[oaei])',
    'ho (?:\\p{L}+ )?(?:aperto|usato|modificato|letto|cambiato|eseguito|guardato) (?:\\p{L}+ ){0,3}sbagliat[oaei]',
    'quello che ho (?:detto|scritto|affermato)(?: prima| sopra)? (?:non (?:è|era) (?:corretto|vero|esatto|giusto)|(?:era|è) (?:sbagliato|falso|errato))',
  ],
  concessions: [
    '(?:hai|ha)(?: perfettamente| pienamente)? ragione',
    'ben notato',
    'grazie per (?:la correzione|averlo (?:segnalato|notato))',
  ],
  supposed: /(?<!\p{L})se (?:mi|ho|avessi|la mia|il mio)(?!\p{L})/iu,
  corrections: [
    '^(?:no|sbagliato|aspetta|ferma|fermo|fermati)(?=\\s*[,.!:—–-]|\\s+(?:è|era|non|così|hai|questo))',
    '(?:è|era|sono) (?:ancora |tutto |completamente |il |la |i |le )*(?:\\p{L}+ )?sbagliat[oaei]|(?:è|sono) (?:ancora )?(?:rott[oaei]|sempre lo stesso errore)',
    'non (?:è|era|sono) (?:quello che|così|corretto|giusto|vero|il \\p{L}+ giusto|la \\p{L}+ giusta)|così non va',
    "(?:te|ti|glielo) (?:l['’])?(?:avevo|ho) (?:\\p{L}+ )?(?:chiesto|detto)|non (?:ti )?ho (?:mai )?(?:chiesto|detto) (?:di|che)|avevo (?:chiesto|detto)|ho detto (?:di|che)",
    'intendevo|volevo dire|io volevo(?! anche)',
    'hai (?:\\p{L}+ ){1,4}sbagliat[oaei]',
    'hai (?:\\p{L}+ ){0,2}(?:dimenticato|cancellato|rotto|ignorato|saltato|frainteso|capito male|sbagliato|sovrascritto|tolto)',
    '(?:ancora|sempre|ora|così|questo|adesso) (?:\\p{L}+ )?non (?:funziona|va|compila|parte|passa|appare|si apre)|non (?:funziona|va|compila|parte|passa) (?:ancora|più|comunque)|^non (?:funziona|va bene|compila)',
    "perché (?:hai|stai|lo hai|l['’]hai)",
    '^(?:annulla|ripristina|rimetti|riporta|torna indietro)',
    'sei (?:davvero )?sicur[oa]',
    "troppo (?:lungo|complicato|complesso|prolisso)|manca (?:ancora )?(?:la|il|lo|l['’])",
  ],
  otherwise:
    /(?<!\p{L})(?:client[ei]|utent[ei]|collegh?[aei]|gente|qualcuno) (?:\p{L}{1,12} ){0,2}(?:dic[eo]\p{L}{0,3}|segnal\p{L}{1,3}|scriv\p{L}{1,3}|lament\p{L}{1,3})(?!\p{L})|^\W*se (?!non funziona)|^\W*no,? (?:grazie|va bene|tutto (?:bene|a posto)|non (?:serve|importa|preoccuparti)|lascia (?:perdere|stare)|figurati|nessun problema)(?!\p{L})|^\W*aspetta,? (?:ci penso|l[oa]? ?faccio|faccio|devo|voglio|prima)(?!\p{L})|\?\s*$(?<!(?:perché|sei (?:davvero )?sicur[oa])[^?\n]{0,120}\?\s{0,5})/iu,
  frustration: [
    'cazzo|cazzat\\p{L}+|merda|porc[oa] (?:miseria|cane|vacca)|maledett[oaei]|che schifo|(?:che|chi|cosa|come|dove|perché) diavolo',
    '(?:sono|mi sono) (?:\\p{L}+ )?(?:stuf[oa]|stufat[oa]|stanc[oa] di (?:quest|te(?!\\p{L})|ripet|spieg|dover)\\p{L}{0,6}|frustrat[oa]|esasperat[oa])|non ne posso più|(?<!(?:oggi|ora|così|adesso) )basta(?=\\s*!)|(?:è|che|sei) (?:\\p{L}+ )?(?:ridicol[oa]|assurd[oa]|inaccettabile|frustrante|irritante|pessim[oa]|inutile(?! \\p{L}+r(?:e|si|l[oaie])(?!\\p{L}))|vergognos[oa])|perdere tempo(?= |[.!]|$)(?!\\?)',
    '(?:detto|ripetuto|chiesto|spiegato) (?:già )?(?:due|tre|quattro|cinque|dieci|cento|mille|\\d+) volte',
    'per la (?:terza|quarta|quinta|decima|centesima|ennesima|ultima) volta|quante volte (?:devo|te|dobbiamo)|ancora lo stesso errore',
  ],
  failure:
    /fall(?:it|isc|iment|ire)|errore|errori|rott[oaei]|non (?:pass|funzion|riesc|compil|va(?!\p{L}))|ancora|resta|rimang|rimane|salta[tn]|ross[oaei](?!\p{L})|in sospeso|manca/iu,
  harm: /(?<!\p{L})ho (?:(?:per (?:errore|sbaglio)|accidentalmente|inavvertitamente|involontariamente),? )?(?:cancellato|eliminato|rimosso|sovrascritto|perso|pubblicato|scartato|distrutto|corrotto|inviato|azzerato)(?!\p{L})(?:[^.!?\n]|\.(?=\w)){0,80}(?:per (?:errore|sbaglio)|accidentalmente|inavvertitamente|senza volerlo)|(?<!\p{L})(?:per (?:errore|sbaglio)|accidentalmente|inavvertitamente|involontariamente),? ho (?:cancellato|eliminato|rimosso|sovrascritto|perso|pubblicato|scartato|distrutto|corrotto|inviato|azzerato)(?!\p{L})|(?<!\p{L})ho (?:per (?:errore|sbaglio)|accidentalmente|inavvertitamente|involontariamente) (?:cancellato|eliminato|rimosso|sovrascritto|perso|pubblicato|scartato|distrutto|corrotto|inviato|azzerato)(?!\p{L})/giu,
});
