"""Invented texts of at least 500 characters, and the national encodings that they may be in."""

FRENCH = """L'hiver où la rivière gela, le boulanger prêta sa charrette à l'école, et nous allâmes
jusqu'à la forêt chercher du bois. Les garçons chantaient, les filles riaient ; même le maître, si
sévère d'habitude, avait glissé une pomme dans sa poche. « Ça suffira », répétait-il à chaque
fagot, mais personne ne s'arrêtait. À midi, la neige tomba de nouveau, légère, et l'on n'entendit
plus que le pas du cheval. Le soir, près du poêle, on mangea des châtaignes brûlantes, et chacun
raconta où il irait quand l'été serait revenu. Ma sœur voulait voir la mer ; moi, je ne voulais
rien du tout, sauf que cela durât.
"""
GERMAN = """Als der Müller noch jung war, hörte man sein Rad bis über die Brücke. Später, da das Wasser
fehlte, saß er vor der Tür und zählte die Schwalben, die früher weiterzogen als sonst. „Schön war
es“, sagte er, „aber mühsam.“ Die Kinder aus der Straße brachten ihm süße Äpfel und ließen sich
erzählen, wie der große Fluß einmal über die Ufer trat und drei Tage lang Fässer, Stühle und sogar
ein Klavier vorübertrug. Niemand wußte, woher es kam. Öfter noch fragten sie nach dem Bären, den
keiner gesehen hatte; und über den sprach er am liebsten, weil man dabei nichts Wahres verrät.
"""
POLISH = """Młynarz mieszkał za mostem, tam gdzie rzeka zakręca i płynie wolniej. Wieczorem siadał na
ławce, łatał sieć i śpiewał cicho, żeby nie zbudzić wnuków. Dzieci i tak nie spały: słuchały przez
szparę w ścianie, jak opowiada psu o dawnych powodziach, o źrebięciu, które uciekło aż pod las, i o
księżycu, co spadł do studni. „Jutro pójdziemy po grzyby” – mówił na końcu, a pies kładł łeb na
progu. Rano mgła stała nad łąką, trawa była mokra, a w koszyku leżały już świeże bułki. Życie
toczyło się powoli, jak żarna, i nikt nie żałował, że gdzieś dalej jest większy świat.
"""
RUSSIAN = """Мельник жил за мостом, там, где река поворачивает и течёт медленнее. Вечером он садился на
лавку, чинил сеть и тихо пел, чтобы не разбудить внуков. Дети всё равно не спали: слушали через
щель в стене, как он рассказывает собаке о прежних половодьях, о жеребёнке, который убежал к самому
лесу, и о месяце, упавшем в колодец. Завтра пойдём за грибами, говорил он под конец, и собака клала
голову на порог. Утром туман стоял над лугом, трава была мокрая, а в корзине уже лежали свежие
булки. Жизнь шла медленно, как жернова, и никто не жалел, что где-то дальше мир больше.
"""
GREEK = """Ο μυλωνάς ζούσε πέρα από τη γέφυρα, εκεί που το ποτάμι στρίβει και κυλά πιο αργά. Το βράδυ
καθόταν στον πάγκο, μπάλωνε το δίχτυ και τραγουδούσε σιγά για να μην ξυπνήσει τα εγγόνια. Τα παιδιά
όμως δεν κοιμόνταν: άκουγαν από μια χαραμάδα πώς διηγιόταν στον σκύλο για τις παλιές πλημμύρες, για
το πουλάρι που έφυγε ως το δάσος και για το φεγγάρι που έπεσε στο πηγάδι. Το πρωί η ομίχλη στεκόταν
πάνω από το λιβάδι, το χορτάρι ήταν βρεγμένο και στο καλάθι υπήρχαν ήδη φρέσκα ψωμάκια για όλους.
Η ζωή κυλούσε αργά, σαν μυλόπετρα, και κανείς δεν λυπόταν που ο κόσμος είναι μεγάλος.
"""
HEBREW = """הטוחן גר מעבר לגשר, במקום שהנהר מתעקל וזורם לאט יותר. בערב ישב על הספסל, תיקן את הרשת ושר
בשקט כדי לא להעיר את הנכדים. הילדים בכל זאת לא ישנו: הם הקשיבו דרך סדק בקיר איך הוא מספר לכלב על
השיטפונות של פעם, על הסייח שברח עד היער ועל הירח שנפל לתוך הבאר. מחר נלך לאסוף פטריות, אמר בסוף,
והכלב הניח את ראשו על הסף. בבוקר עמד ערפל מעל האחו, העשב היה רטוב, ובסל כבר היו לחמניות טריות.
החיים עברו לאט, כמו אבני הריחיים, ואיש לא הצטער על כך שאי שם העולם גדול יותר ורועש יותר משלנו. ובלילה שוב נשמע קול המים מתחת לגלגל הישן של הטחנה.
"""
THAI = """คนโม่แป้งอยู่อีกฟากของสะพาน ตรงที่แม่น้ำเลี้ยวและไหลช้าลง ตอนเย็นเขานั่งบนม้านั่ง ซ่อมแหและร้องเพลงเบาๆ
เพื่อไม่ให้หลานตื่น แต่เด็กๆ ก็ยังไม่หลับ พวกเขาฟังผ่านรอยแยกของฝาบ้านว่าปู่เล่าให้หมาฟังถึงน้ำท่วมครั้งก่อน
ลูกม้าที่หนีไปถึงป่า และพระจันทร์ที่ตกลงไปในบ่อ พรุ่งนี้เราจะไปเก็บเห็ดกัน เขาพูดในที่สุด แล้วหมาก็วางหัวลงบนธรณีประตู
ตอนเช้าหมอกลอยอยู่เหนือทุ่งหญ้า หญ้ายังเปียก และในตะกร้ามีขนมปังใหม่วางอยู่แล้ว ชีวิตผ่านไปช้าๆ เหมือนหินโม่
และไม่มีใครเสียดายที่โลกข้างนอกนั้นกว้างใหญ่กว่านี้ เพราะที่นี่มีทุกอย่างที่ต้องการแล้ว
"""
JAPANESE = (
    """粉屋は橋の向こう、川が曲がってゆっくり流れるところに住んでいた。夕方になるとベンチに腰をかけ、網をつくろい
ながら、孫を起こさないように小さな声で歌った。それでも子どもたちは眠らずに、壁のすきまから聞いていた。むかしの
大水のこと、森まで逃げた子馬のこと、井戸に落ちた月のこと。「あしたはきのこを取りに行こう」と最後に言うと、犬は
敷居に頭をのせた。朝になると牧場の上に霧が立ち、草はぬれて、かごの中にはもう新しいパンがあった。
"""
    * 3
)
CHINESE = (
    """磨坊主人住在桥的那一边，河水在那里转弯，流得慢了。傍晚他坐在长凳上补网，轻轻地唱歌，怕吵醒孙子。孩子们
还是没有睡，从墙缝里听他对狗讲从前的大水，讲跑到树林边的小马，讲掉进井里的月亮。“明天我们去采蘑菇吧。”他最后说，
狗就把头放在门槛上。早晨草地上有雾，草是湿的，篮子里已经有新鲜的面包。日子过得很慢，像磨盘一样。
"""
    * 4
)
TRADITIONAL = (
    """磨坊主人住在橋的那一邊，河水在那裡轉彎，流得慢了。傍晚他坐在長凳上補網，輕輕地唱歌，怕吵醒孫子。
孩子們還是沒有睡，從牆縫裡聽他對狗講從前的大水，講跑到樹林邊的小馬，講掉進井裡的月亮。「明天我們去採蘑菇吧。」
他最後說，狗就把頭放在門檻上。早晨草地上有霧，草是濕的，籃子裡已經有新鮮的麵包。日子過得很慢，像磨盤一樣。
"""
    * 4
)
KOREAN = (
    """방앗간 주인은 다리 건너, 강이 굽어 천천히 흐르는 곳에 살았다. 저녁이면 긴 의자에 앉아 그물을 깁고, 손자들을
깨우지 않으려고 나직이 노래했다. 그래도 아이들은 자지 않았다. 벽 틈으로 할아버지가 개에게 들려주는 옛날 큰물 이야기,
숲까지 달아난 망아지 이야기, 우물에 빠진 달 이야기를 들었다. 내일은 버섯을 따러 가자, 하고 마지막에 말하면 개는 문턱에
머리를 얹었다. 아침에는 풀밭 위에 안개가 서 있고 바구니에는 벌써 새 빵이 있었다.
"""
    * 3
)
BOXES = "┌──────────────┐\n│ Öl für Züge  │\n│ Größe: naïve │\n└──────────────┘\n" * 9
TYPEWRITTEN = str.maketrans(
    {"„": '"', "“": '"', "”": '"', "«": '"', "»": '"', "–": "-", "œ": "oe", "ё": "е", "’": "'"}
)

CLEAR = [
    (RUSSIAN, "koi8-r"),
    (RUSSIAN, "cp1251"),
    (RUSSIAN.translate(TYPEWRITTEN), "cp866"),
    (RUSSIAN, "iso8859-5"),
    (POLISH, "cp1250"),
    (POLISH.translate(TYPEWRITTEN), "iso8859-2"),
    (FRENCH, "cp1252"),
    (GERMAN, "cp1252"),
    (FRENCH.translate(TYPEWRITTEN), "latin-1"),
    (GREEK, "cp1253"),
    (HEBREW, "cp1255"),
    (THAI, "tis-620"),
    (JAPANESE, "shift_jis"),
    (JAPANESE, "euc_jp"),
    (JAPANESE, "iso2022_jp"),
    (JAPANESE, "utf-16-le"),
    (CHINESE, "gb18030"),
    (CHINESE, "hz"),
    (CHINESE, "utf-16-le"),
    (CHINESE, "utf-16-be"),
    (TRADITIONAL, "big5"),
    (KOREAN, "euc_kr"),
    (KOREAN, "iso2022_kr"),
    (FRENCH, "utf-7"),
    (RUSSIAN, "utf-7"),
    (GERMAN, "utf-32-le"),
    (GERMAN, "utf-32-be"),
]
"""What must be read without a question."""
UNCLEAR = [
    (FRENCH, "mac-roman"),
    (GERMAN.translate(TYPEWRITTEN), "cp437"),
    (GERMAN.translate(TYPEWRITTEN), "cp850"),
    (BOXES, "cp437"),
    (POLISH.translate(TYPEWRITTEN), "cp852"),
    (POLISH, "mac-latin2"),
    (RUSSIAN, "mac-cyrillic"),
    (GREEK, "mac-greek"),
]
"""What may be asked about, but never read as another text."""
