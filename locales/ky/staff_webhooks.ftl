## Кызматкерлер: окуялар жөнөтүлүүчү вебхуктар

webhooks =
    🔗 <b>Вебхуктар</b>

    { $webhooks }
webhooks-none =
    🔗 <b>Вебхуктар</b>
    Азырынча жок. Вебхук дүкөндүн башка программасына посылка кошулганын же анын абалы өзгөргөнүн дароо билдирет.
webhook-url = <b>{ $host }</b> · <code>{ $url }</code>
webhook-arrived = Акыркы жеткирүү { $when }
webhook-nothing-arrived = Азырынча эч нерсе жеткирилген жок
webhook-failed = ⚠️ Акыркы ийгиликсиздик { $when }: { $why }
webhook-waiting = ⏳ Жөнөтүүнү күтүүдө: { $count }
webhook-given-up = ❌ 30 күндө жеткирилбегени: { $count }
webhook-gone = ⛔️ { $when } кабыл алуучу мындан ары эч нерсе кереги жок деп жооп берди. Жөнөтүү токтотулду.
webhook-event-created = Жаңы посылкалар
webhook-event-status = Посылкалардын абалы
webhook-fault-unknown-name = сервердин аты табылган жок
webhook-fault-not-public = сервердин ачык дареги жок
webhook-fault-no-connection = байланыш жок
webhook-fault-no-answer = жооп убагында келген жок
webhook-fault-status = жооп { $status }
button-webhooks = 🔗 Вебхуктар
button-webhook = { $host } · { $number }
button-new-webhook = ➕ Жаңы вебхук
button-make-webhook = ✅ Вебхукту кошуу
button-rotate-webhook = 🔁 Жаңы сыр
button-rotate-webhook-yes = 🔁 Ооба, жаңы сыр
button-remove-webhook = 🗑 Өчүрүү
button-remove-webhook-yes = 🗑 Ооба, өчүрүү
button-resume-webhook = ▶️ Азыр кайра жөнөтүү
webhook-url-ask =
    🔗 Окуяларды кайда жөнөтүү керек? Кабыл алуучу программанын дарегин жөнөтүңүз; ал <code>https://</code> менен башталат.
webhook-events-ask =
    🔗 <code>{ $url }</code>
    Кайсы окуялар жөнүндө билдирүү керек? Тандап, вебхукту кошуңуз.
webhook-events-none = Азырынча эч нерсе тандалган жок: окуяларды тандаңыз.
webhook-made =
    ✅ Вебхук кошулду: <code>{ $url }</code>
    Анын сыры:
    <code>{ $secret }</code>

    ⚠️ Ал азыр гана көрсөтүлдү. Аны кабыл алуучу программага көчүрүңүз: билдирүүлөр сизден экенин ошону менен текшерет. Андан кийин бул билдирүүнү өчүрүңүз.
webhook-made-before = ✅ <b>{ $host }</b> вебхугу даяр. Анын сыры бир жолу көрсөтүлдү, экинчи көрсөтүлбөйт; жоголсо, жаңысын түзүңүз.
webhook-rotated =
    ✅ <b>{ $host }</b> үчүн жаңы сыр:
    <code>{ $secret }</code>

    ⚠️ Ал азыр гана көрсөтүлдү. Программада алмаштырууга үлгүрүшүңүз үчүн дагы { $hours } саат билдирүүлөргө эки сыр менен тең кол коюлат.
webhook-rotate-question = <b>{ $host }</b> үчүн жаңы сыр түзүлсүнбү? Мурункусу дагы { $hours } саат кол коёт.
webhook-remove-question =
    <b>{ $host }</b> вебхугу өчүрүлсүнбү? Ал жакка мындан ары эч нерсе жөнөтүлбөйт, күтүп тургандары жоголот: { $count }
webhook-is-removed = ✅ <b>{ $host }</b> вебхугу өчүрүлдү.
webhook-is-resumed = ✅ <b>{ $host }</b> дарегине жөнөтүү улантылат.
notice-webhook-lost =
    🔗 <b>{ $host }</b> вебхугу бир сутка бою туура жооп берген жок. Жеткирилбеген окуялар: { $count }
    Акыркы ийгиликсиздик: { $why }
    Кабыл алуучу программаны текшериңиз: /keys
notice-webhook-gone =
    🔗 <b>{ $host }</b> кабыл алуучусу мындан ары эч нерсе кереги жок деп жооп берди (410), ошондуктан ага эч нерсе жөнөтүлбөйт.
    Окуялар бир сутка сакталат. Эгер бул ката болсо, аны кайра күйгүзүңүз же өчүрүңүз: /keys
