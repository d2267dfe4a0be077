## What every screen says

button-yes = Ооба
button-no = Жок
button-cancel = ✖️ Жокко чыгаруу
button-back = ↩️ Артка
button-confirm = ✅ Ырастоо
button-next = Кийинки →
button-previous = ← Мурунку
page = Бет: { $page } / { $pages }

language-name = Кыргызча

cancelled = Макул, токтоттук. Эч нерсе өзгөргөн жок.
nothing-to-cancel = Азыр токтото турган эч нерсе жок.
interrupted-kept = 📝 Бүткөн жок: <b>{ $what }</b>. Жазганыңыз бир саат сакталат.
interrupted-dropped = 🗑 Өчүрүлдү: { $what }. Эч нерсе өзгөргөн жок.
button-go-on = ▶️ Улантуу
button-drop = 🗑 Кереги жок
timed-out = Бир топ убакыт өтүп кетти, ошондуктан башталган иш токтотулду. Эч нерсе өзгөргөн жок, кайра баштасаңыз болот.
button-outdated = Бул баскыч эскирген. Бөлүмдү кайра ачыңыз.
button-not-yours = Бул баскыч башка адамга арналган.
unknown-command = Мындай буйрук жок. Эмне кыла аларымды караңыз: /help
not-understood = Кечиресиз, түшүнбөй калдым. Төмөнкү баскычты тандаңыз же /help ачыңыз
text-and-buttons-only = Мен текст менен баскычтарды гана түшүнөм. Сөз менен жазыңыз же баскычты тандаңыз 👇
contact-not-wanted = Контакт бул суроого жооп эмес, ошондуктан эч нерсе жазылган жок. Суроо мындай:
text-too-long = Өтө узун. { $limit } белгиден ашырбай жазыңызчы.
edited = Өзгөртүлгөн билдирүүлөрдү окубайм. Жаңысын жөнөтүңүзчү.
only-in-private = Мен жеке чатта гана жооп берем: бул жерде баллдарыңызды баары көрмөк.
button-open-chat = Чатты ачуу
apology =
    Биз тарапта ката кетти. Бул тууралуу билебиз, азыр чечип жатабыз.

    Эч нерсе жоголгон жок: баллдарыңыз менен сатып алгандарыңыз ордунда. Бир аздан кийин кайра аракет кылып көрүңүзчү.
owner-alarm =
    ⚠️ <b>Билдирүүнү иштетүү мүмкүн болбоду</b>
    Жаңыртуу <code>{ $update }</code>; себеби программанын журналында.

    Адамдан кечирим сурадык. Билдирүү сакталды, башка чаттар иштеп жатат.

## Words of the vocabulary

points-count = { $points } балл
wallet-main = Баллдар
wallet-referral = Достор үчүн баллдар
role-cashier = Кассир
role-manager = Менеджер
role-owner = Дүкөн ээси

## Words that staff type in an invoice of one message

keyword-bonus = бонус
keyword-referral = достор
keyword-all = баары
keyword-debt = карыз
