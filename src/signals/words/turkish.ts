import { languageWords } from './language';

export const TURKISH = languageWords({
  language: 'Turkish',
  asks: [
    '\\p{L}+[ae]y[ıi]m m[ıi]|\\p{L}+m[ae]m[ıi] (?:ister misin(?:iz)?|istiyor musun(?:uz)?|isterseniz|istersen)',
    '\\p{L}+l[ıi]m m[ıi]',
    '\\p{L}+[ae]bil(?:ir|iyor) miy[ıi]m',
    '(?:ister misin(?:iz)?|istiyor musun(?:uz)?),? \\p{L}+',
    '(?:istersen(?:iz)?|onaylarsan(?:ız)?|onay verirsen(?:iz)?|dilersen(?:iz)?|uygunsa)',
    '(?:haber ver(?:in|irsen|meniz yeterli)?|söylemen(?:iz)? yeterli)',
  ],
  needless:
    /(?:devam ed(?:eyim|elim)|devam etme(?:mi|m)|sürdüreyim|(?:bak|incele|araştır|doğrula|oku|ara|tara)(?:y?[ae]y[ıi]m|y?[ae]l[ıi]m|m[ae]m[ıi])|kontrol ed(?:eyim|elim)|kontrol etmemi|(?:göz at|test ed|teyit ed)(?:ayım|alım|eyim|elim|mamı)|test etmemi|testleri (?:\p{L}+ )?(?:çalıştır|koş)\p{L}*|(?:kalanını|geri kalanını|gerisini) \p{L}+|bitireyim|tamamlayayım)/iu,
  choice:
    /(?<!\p{L})(?:yoksa|veya|ya da|ayrıca|yerine|commit\p{L}*|push\p{L}*|yayınla\p{L}*|yükle\p{L}*|kur(?:ayım|alım|mamı)|sil\p{L}*|kaldır\p{L}*|birleştir\p{L}*|deploy\p{L}*|gönder\p{L}*)(?!\p{L})/iu,
  admissions: [
    '(?:bu )?benim hata\\p{L}*|hatam|hata(?:yı)? (?:bende|bendeydi|bana ait|ben yaptım)|kabahat bende|suç bende',
    '(?:yanıl|yanlış (?:anla|oku|say|yorumla|hatırla|değerlendir|söyle|yaz|varsay|yap))(?:dım|mışım|dığım\\p{L}*|mıştım)|(?:yanlış|hatalı) (?:\\p{L}+ )?(?:anladım|anlamışım|okudum|okumuşum|saydım|saymışım|yorumladım|yorumlamışım|söyledim|söylemişim|yazdım|yazmışım|yaptım|yapmışım|düşündüm|düşünmüşüm|bildirdim|eklemişim|ekledim|hesapladım|hesaplamışım|varsaydım|varsaymışım|iddia ettim|kurmuşum|kullandım|kullanmışım|vermişim|verdim)',
    '(?:atladım|atlamışım|gözden kaçır(?:dım|mışım)|gözümden kaç(?:tı|mış)|unuttum|unutmuşum|ihmal ettim|karıştırdım|karıştırmışım|kaçırmışım|kaçırdım|fark etmedim|fark etmemişim|bozdum|bozmuşum|abarttım|abartmışım|acele ettim)',
    'hata (?:\\p{L}+ )?(?:yaptım|yapmışım|ettim|etmişim)|haksızdım|haklısın(?:ız)?[,.]? (?:\\p{L}+ ){0,6}\\p{L}*(?:dım|dim|dum|düm|mışım|mişim|muşum|müşüm|malıydım|meliydim)',
    '\\p{L}+m[ae]mal?[ıi]yd[ıi]m|\\p{L}+m[ae]l[ıi]yd[ıi]m|\\p{L}+ gerekirdi',
    // “Apparently I did”: what one did without knowing it.
    '\\p{L}{2,}m[ıiuü]ş[ıiuü]m',
    '(?:eksik|hatalı|yanlış|gereksiz|erken) (?:\\p{L}+ ){0,3}\\p{L}{2,}(?:d[ıiuü]m|t[ıiuü]m)',
    '(?:önceki|kendi|az önceki|verdiğim|söylediğim|yazdığım|varsayımım\\p{L}*|tahminim\\p{L}*|teşhisim\\p{L}*|iddiam\\p{L}*|yorumum\\p{L}*|cevabım\\p{L}*|raporum\\p{L}*|özetim\\p{L}*) (?:\\p{L}+ ){0,5}(?:düzelt\\p{L}*|yanlış(?:tı|mış)?|hatalı(?:ydı|ymış)?|eksik(?:ti|miş)?|yanıltıcı(?:ydı)?|doğru değil(?:di|miş)?|geri alıyorum)',
    '(?:önceki|ilk|son|az önceki|demin\\p{L}*|daha önceki) \\p{L}+(?:[ıiuü]m|m) (?:\\p{L}+ )?(?:yanlıştı|hatalıydı|eksikti|doğru değildi|yanıltıcıydı|yanlış)|\\p{L}+(?:[ıiuü]m) (?:yanlıştı|hatalıydı|doğru değildi|eksikti|yanlışmış|hatalıymış)',
    '(?:özür diler\\p{L}*|kusura bakma\\p{L}*|pardon)[,.:]?(?: (?:\\p{L}+ ){0,6}(?:\\p{L}*(?:dım|dim|dum|düm|mışım|mişim|muşum|müşüm)|için)|$)',
    '(?:yaptığım|eklediğim|yazdığım|verdiğim|benim) (?:\\p{L}+ ){0,5}(?:boz(?:du|muş)|kır(?:dı|mış)|yol aç(?:tı|mış)|sebep ol(?:du|muş)|hatalı(?:ydı|ymış)?|yanlış(?:tı|mış)?|eksik(?:ti|miş)?)',
    '(?:\\p{L}+[ıiuü]mde|bende|kodumda|testimde|düzeltmemde|yaptığımda) (?:\\p{L}+ )?(?:hata|yanlışlık|eksik\\p{L}*) (?:var(?:mış|dı)?|yapmışım)',
    '(?:bu |bunu )?gözden kaçmış|dikkat etme(?:dim|mişim|miştim)|(?:yanlışlıkla|kazara|farkında olmadan) (?:\\p{L}+ ){0,6}\\p{L}{2,}(?:d[ıiuü]m|t[ıiuü]m|m[ıiuü]ş[ıiuü]m)',
    '(?:söylediğim|yazdığım|dediğim|iddia ettiğim)(?: şey)? (?:\\p{L}+ )?(?:doğru değil(?:di|miş)?|yanlış(?:tı|mış)?|hatalı(?:ydı)?)',
    'ben(?:im)? (?:\\p{L}+ ){0,3}(?:yanlışım|hatalıyım|kendi hatam)|kendi hata\\p{L}*',
  ],
  concessions: [
    '(?:kesinlikle |tamamen |çok )?haklısın(?:ız)?',
    'doğru (?:söylüyorsun(?:uz)?|tespit|diyorsun(?:uz)?)',
    'uyarı(?:n|nız)? için (?:teşekkür\\p{L}*|sağ ?ol\\p{L}*)',
  ],
  supposed: /(?<!\p{L})(?:eğer|varsa|yoksa)(?!\p{L})|(?:ys|s)[ae]m(?!\p{L})/iu,
  corrections: [
    '^(?:hayır|yok|olmaz|dur|yanlış|değil|bekle)(?=\\s*[,.!:—–-]|\\s+(?:öyle|o|bu|şu|yanlış|ben|sen|böyle)(?!\\p{L}))',
    '(?:bu|o|şu|öyle|böyle|istediğim\\p{L}*|dediğim\\p{L}*|kastettiğim\\p{L}*) (?:\\p{L}+ )?(?:yanlış|doğru değil|değil(?:di)?|olmamış|hatalı|öyle değil)',
    'yanlış (?:\\p{L}+ ){1,2}(?!(?:metin|kadın|altın|satın|bütün|üstün)(?!\\p{L}))\\p{L}{2,20}[dt][ıiuü]n(?!\\p{L})|yanlış (?:\\p{L}+ )?(?:anladın|anlamışsın|yaptın|yapmışsın|yapıyorsun|olmuş|yazmışsın|dosya|yer\\p{L}*|anladınız)',
    '(?:hâlâ|hala|yine|halen|tekrar) (?:\\p{L}+ ){0,3}(?:\\p{L}*m[ıiuü]yor|\\p{L}*m[ae]d[ıi]|hata|aynı|bozuk|yanlış|var|duruyor|görünüyor|geliyor|veriyor)',
    '(?:çalış|ol|geç|derlen|açıl|yüklen|düzel|görün|gel)m(?:ıyor|iyor|uyor|üyor|adı|edi|amış|emiş|az)',
    '(?:ben )?(?:sana |size )?(?:öyle |bunu |onu )?(?:dememiştim|demedim|istemedim|istemiyorum|istememiştim|söylemedim|kastetmedim|demiştim|söylemiştim|istemiştim|dedim|kastettim|istedim ki)',
    '(?:unuttun|unutmuşsun|atladın|atlamışsın|silmişsin|sildin|bozdun|bozmuşsun|kaçırdın|kaçırmışsın|eksik (?:bıraktın|kalmış|yapmışsın)|uymadın|uymamışsın|değiştirmişsin|yapmamışsın|yapmadın|eklememişsin|eklemedin|unuttunuz)',
    '(?:neden|niye|niçin) (?:\\p{L}+ ){0,5}\\p{L}+(?:d[ıiuü]n|t[ıiuü]n|yorsun|m[ıiuü]şs[ıiuü]n|m[ae]d[ıi]n)(?:[ıiuü]z)?',
    '(?:geri al|eski haline (?:getir|döndür)|iptal et)(?=[,.!]|$| )',
    'emin misin(?:iz)?',
    'çok (?:uzun|karmaşık|fazla|karışık) (?:olmuş|bu|olmuş bu)|gereksiz (?:\\p{L}+ )?(?:olmuş|yapmışsın|eklemişsin)',
  ],
  otherwise:
    /^[^\p{L}]*(?:hayır|yok),? (?:teşekkür\p{L}*|sağ ?ol\p{L}*|sorun (?:değil|yok)|gerek yok)(?!\p{L})/iu,
  frustration: [
    'of(?: ya| be)|öf|gına geldi|illallah',
    '(?:iki|üç|dört|beş|on|yüz|bin|\\d+) (?:kez|kere|defa)(?:dır)? (?:söyle|dedim|anlat|yaz|tekrarla)\\p{L}*',
    'lanet(?: olsun)?|kahretsin|allah kahretsin|siktir\\p{L}*|amk|aq|lan|bıktım|bıktırdın|yeter(?: artık)?(?=[!.,]|$)|usandım|delireceğim|çıldıracağım|sinir(?:im|imi|lendim| oldum| bozucu|lerim\\p{L}*)|saçma\\p{L}*|saçmalık|rezalet|berbat|aptal\\p{L}*|salak\\p{L}*|işe yaramaz|çöp|sabrım\\p{L}*|yazık|inanılmaz kötü',
    '(?:üçüncü|dördüncü|beşinci|onuncu|yüzüncü|kaçıncı|bilmem kaçıncı|son|\\d+\\.) (?:kez|kere|defa)(?:dır|dir)?|kaç (?:kez|kere|defa)|tekrar tekrar|defalarca',
  ],
  failure: /başarısız|hata|kır(?:ık|ıl)|geçm(?:iyor|edi)|çalışm(?:ıyor|adı)|henüz|hâlâ|hala|kalan|atlan/iu,
  harm: /(?:yanlışlıkla|kazara|istemeden|farkında olmadan)(?!\p{L})(?:[^.!?\n]|\.(?=\w)){0,80}(?:sildim|silmişim|kaldırdım|üzerine yazdım|ezdim|kaybettim|yayınladım|gönderdim|push\p{L}{0,12} ettim|sıfırladım|bozdum|bozmuşum)(?!\p{L})/giu,
});
