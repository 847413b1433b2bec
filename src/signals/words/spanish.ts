import { languageWords } from './language';

export const SPANISH = languageWords({
  language: 'Spanish',
  asks: [
    '(?:quieres|quiere|prefieres|prefiere|deseas|desea|te gustaría|le gustaría) que (?:yo )?\\p{L}+',
    '(?:debo|debería|puedo|podría)(?: yo)? \\p{L}+r(?:lo|la|los|las)?(?=[^.!?\\n]{0,200}\\?)',
    '^¿?(?:sigo|continúo|procedo|reviso|compruebo|verifico|miro|ejecuto|investigo|busco|hago|lo hago|avanzo|empiezo)(?=[^.!?\\n]{0,200}\\?)',
    'si (?:quieres|quiere|prefieres|lo deseas|te parece)',
    '(?:avísame|dime|házmelo saber|hágamelo saber|confírmame)(?:,? si|,? cuando|,? y)',
  ],
  needless:
    /(?:que (?:yo )?(?:l[oae]s? )?|¿|debo |debería |puedo |podría |y |para )(?:volver a )?(?:revisara|mirara|continuara|siguiera|comprobara|verificara|buscara|investigara|sig[ao]|contin[uú][aeo]|continuar|seguir|proced[ao]|revis[eao]r?|comprueb[eo]|comprobar|verifi(?:que|co|car)|mir[eao]r?|ejecut[eao]r? (?:las |los |la |el )?(?:pruebas?|tests?|lint\p{L}*)|investi(?:gue|go|gar)|busque|busco|buscar|le[ae]|leer|inspeccion[eao]r?|examin[eao]r?|eche un vistazo|echar un vistazo|analice|analizar|termin[eao]r?)(?!\p{L})/iu,
  choice:
    /(?<!\p{L})(?:o|en (?:su|vez)|también|además|commit\p{L}*|push\p{L}*|subir|suba|publi\p{L}+|despleg\p{L}+|desplieg\p{L}+|instal\p{L}+|borr\p{L}+|elimin\p{L}+|fusion\p{L}+)(?!\p{L})/iu,
  admissions: [
    '(?:fue |ha sido |es )?(?:un )?(?:error|fallo|despiste|descuido) mío|mi (?:error|culpa|fallo|descuido)',
    '(?:yo )?me (?:equivoqué|he equivocado|confundí|he confundido|precipité|adelanté|olvidé de|he olvidado de)',
    '(?:estaba|estuve) (?:\\p{L}+ )?equivocad[oa]',
    'cometí (?:un|el|varios) (?:\\p{L}+ )?(?:error(?:es)?|fallos?)|he cometido un',
    '(?:pasé|he pasado) por alto|se me (?:pasó|olvidó|escapó|ha pasado|ha olvidado)',
    '(?:no )?(?:debí|(?:debería|debí|tendría que|tenía que) haber(?:l[oae]s?)?) \\p{L}+',
    '(?:yo )?(?:confundí|mezclé) (?:el|la|los|las|un|una)',
    '(?:leí|interpreté|entendí|conté|supuse|asumí|diagnostiqué) (?:\\p{L}+ )?(?:mal|incorrectamente|erróneamente)|(?:entendí|interpreté) mal',
    'mi (?:\\p{L}+ ){1,3}(?:era|fue|estaba|es) (?:\\p{L}+ )?(?:incorrect[oa]|erróne[oa]|equivocad[oa]|fals[oa]|imprecis[oa]|incomplet[oa]|insuficiente)',
    '(?:abrí|usé|edité|modifiqué|tomé|miré|ejecuté|(?:he|había) \\p{L}+[dt]o) (?:\\p{L}+ ){0,3}(?:equivocad[oa]|incorrect[oa])s?',
    'lo que (?:dije|afirmé|escribí|expliqué)(?: antes| arriba)? (?:no (?:es|era) (?:correcto|cierto|verdad|exacto)|(?:era|es|estaba) (?:incorrecto|falso|erróneo|equivocado|mal))',
    'introduje (?:un|el|una) (?:error|fallo|bug|regresión)|(?:error|bug|fallo) que (?:yo )?(?:introduje|causé|cometí)',
    '(?:borré|sobrescribí|rompí|eliminé|cambié) (?:\\p{L}+ ){0,5}por error|por error (?:borré|sobrescribí|rompí|eliminé|cambié|puse)',
    '(?:perdón|disculpa|lo siento|disculpe|mis disculpas)(?: por (?:el|la|mi|no)|[,.:]? (?:me|mi|leí|confundí|debí|fue|era))',
  ],
  concessions: [
    '(?:tienes|tiene)(?: toda la| mucha)? razón',
    'buen (?:ojo|apunte)',
    'gracias por (?:la corrección|señalarlo|avisar)',
  ],
  supposed:
    /(?<!\p{L})si (?:me|he|cometí|estaba|estoy|mi)(?!\p{L})|¿[^?\n]{0,40}(?:me equivoqué|estaba equivocad)/iu,
  corrections: [
    '^(?:no|nop|mal|espera|para|alto|incorrecto)(?=\\s*[,.!:—–-]|\\s+(?:es|era|eso|así|hagas|toques|quiero|quería|me|te))',
    'eso (?:no es|está|es) (?:\\p{L}+ )?(?:mal|incorrecto|falso|correcto|lo que|así|cierto)|(?:está|sigue|quedó|queda) (?:todo )?(?:mal|roto)',
    'no es (?:eso|así|correcto|cierto|lo que)|(?:ese|esa|este|esta|eso|esto) no (?:es|era) (?:el|la|los|las) \\p{L}+ (?:\\p{L}+ )?(?:correct[oa]s?|que (?:dije|pedí|quería))',
    'no (?:era|fue) (?:eso|lo que|así)',
    '(?:yo )?(?:no )?(?:te )?(?:pedí|dije|había dicho|había pedido|he dicho|he pedido) (?:que|eso|otra|un|una|el|la|los|las)',
    'quería decir|me refería|yo quería|lo que quería',
    '(?:te )?(?:has )?(?:olvidaste|olvidado|equivocaste|equivocado|borraste|borrado|rompiste|roto|ignoraste|saltaste|saltado|cambiaste lo)(?= |[.,!?]|$)',
    '(?:me )?(?:entendiste|has entendido|interpretaste) mal',
    '(?:todavía|aún|sigue|siguen|así|esto|eso|ya|tampoco) (?:\\p{L}+ )?(?:no (?:funciona|va|compila|pasa|arranca|sirve|aparece)|sin (?:funcionar|compilar|pasar)|fallando|igual|apareciendo|dando)|^no (?:funciona|va|compila|sirve)',
    '¿?por ?qué (?:has|borraste|cambiaste|hiciste|estás|lo|no|quitaste|pusiste)',
    '^(?:deshaz|revierte|vuelve a poner|devuelve)',
    'no (?:quiero|quería|necesito|me gusta|hace falta|pedí) (?:eso|que|esa|ese|esto|esta|este|ningún|ninguna|otro|otra|tantos|tantas|cómo|como)',
    '¿?estás segur[oa]',
    'demasiado (?:largo|complicado|complejo|grande|verboso)|falta (?:la|el|lo) (?:\\p{L}+ )?que',
  ],
  otherwise:
    /(?<!\p{L})(?:client[ea]s?|usuari[oa]s?|compañer[oa]s?|gente|alguien) (?:\p{L}{1,12} ){0,2}(?:dic[ea]n?|report\p{L}{1,3}|se quejan?|escribe?n?)(?!\p{L})|^\W*si (?!no funciona)|^\W*no,? (?:gracias|está bien(?! que)|todo bien|hace falta|pasa nada|hay problema)(?!\p{L})|^\W*no (?:hagas|toques) [^.!?\n]{0,40}(?:todavía|aún)(?!\p{L})/iu,
  frustration: [
    'mierda|joder|coño|carajo|maldit[oa]s?|maldición|hostia|puta|cojones|demonios|diablos',
    'estoy (?:hart[oa]|cansad[oa]|frustrad[oa])|me (?:tiene hart[oa]|estás cansando|desespera)|qué (?:asco|desastre|frustrante|fastidio|rabia)|(?:es|esto es) (?:ridículo|absurdo|una vergüenza|inaceptable|horrible|frustrante|desesperante|una porquería|una basura)|inútil|basura|ridículo|pésimo|absurdo',
    '(?:dije|dicho|repetí|repetido|pedí|pedido)[^.!?\\n]{0,20}(?:dos|tres|cuatro|cinco|diez|cien|mil|varias|\\d+) veces',
    'por (?:tercera|cuarta|quinta|décima|enésima|última) vez|cuántas veces|una y otra vez|otra vez lo mismo|ya basta|basta ya|no puede ser',
  ],
  failure: /fall[aoó]|falla|error|roto|rompe|no (?:pasa|funciona)|pendiente|aún|todavía|omitid/iu,
  harm: /(?<!\p{L})(?:borré|eliminé|sobrescribí|perdí|publiqué|subí|descarté|he (?:borrado|eliminado|sobrescrito|perdido|publicado|subido|descartado))(?!\p{L})(?:[^.!?\n]|\.(?=\w)){0,80}(?:por (?:error|accidente|equivocación)|accidentalmente|sin querer)|(?:por (?:error|accidente)|accidentalmente|sin querer),? (?:he )?(?:borré|eliminé|sobrescribí|perdí|publiqué|subí|descarté|borrado|eliminado|sobrescrito|publicado|subido)(?!\p{L})/giu,
});
