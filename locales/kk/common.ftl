## What every screen says

button-yes = Иә
button-no = Жоқ
button-cancel = ✖️ Болдырмау
button-back = ↩️ Артқа
button-confirm = ✅ Растау
button-next = Келесі →
button-previous = ← Алдыңғы
page = Бет: { $page } / { $pages }

language-name = Қазақша

cancelled = Жарайды, тоқтаттық. Ештеңе өзгерген жоқ.
nothing-to-cancel = Қазір тоқтататын ештеңе жоқ.
interrupted-kept = 📝 Аяқталмаған: <b>{ $what }</b>. Енгізгеніңіз бір сағат сақталады.
interrupted-dropped = 🗑 Өшірілді: { $what }. Ештеңе өзгерген жоқ.
button-go-on = ▶️ Жалғастыру
button-drop = 🗑 Керек емес
timed-out = Біраз уақыт өтіп кетті, сондықтан басталған әрекет тоқтатылды. Ештеңе өзгерген жоқ, қайта бастай аласыз.
button-outdated = Бұл батырма ескірген. Бөлімді қайта ашыңыз.
button-not-yours = Бұл батырма басқа адамға арналған.
unknown-command = Мұндай команда жоқ. Не істей алатынымды қараңыз: /help
not-understood = Кешіріңіз, түсінбедім. Төмендегі батырманы таңдаңыз немесе /help ашыңыз
text-and-buttons-only = Мен тек мәтін мен батырмаларды түсінемін. Сөзбен жазыңыз немесе батырманы таңдаңыз 👇
contact-not-wanted = Контакт бұл сұраққа жауап емес, сондықтан ештеңе жазылмады. Сұрақ мынау:
text-too-long = Тым ұзын. { $limit } таңбадан асырмай жазыңызшы.
edited = Өзгертілген хабарламаларды оқымаймын. Жаңасын жіберіңізші.
only-in-private = Мен тек жеке чатта жауап беремін: мұнда баллдарыңызды бәрі көрер еді.
button-open-chat = Чатты ашу
apology =
    Біздің жақтан ақау шықты. Бұл туралы білеміз, қазір шешіп жатырмыз.

    Ештеңе жоғалған жоқ: баллдарыңыз бен сатып алғандарыңыз орнында. Сәл кейінірек қайталап көріңізші.
owner-alarm =
    ⚠️ <b>Хабарламаны өңдеу мүмкін болмады</b>
    Жаңарту <code>{ $update }</code>; себебі бағдарлама журналында.

    Адамнан кешірім сұрадық. Хабарлама сақталды, басқа чаттар жұмыс істеп тұр.

## Words of the vocabulary

points-count = { $points } балл
wallet-main = Баллдар
wallet-referral = Достар үшін баллдар
role-cashier = Кассир
role-manager = Менеджер
role-owner = Дүкен иесі

## Words that staff type in an invoice of one message

keyword-bonus = бонус
keyword-referral = достар
keyword-all = бәрі
keyword-debt = қарыз
