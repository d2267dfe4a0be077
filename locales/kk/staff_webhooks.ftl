## Қызметкерлер: оқиғалар жіберілетін вебхуктар

webhooks =
    🔗 <b>Вебхуктар</b>

    { $webhooks }
webhooks-none =
    🔗 <b>Вебхуктар</b>
    Әзірге жоқ. Вебхук дүкеннің басқа бағдарламасына сәлемдеме қосылғанын немесе оның күйі өзгергенін бірден хабарлайды.
webhook-url = <b>{ $host }</b> · <code>{ $url }</code>
webhook-arrived = Соңғы жеткізу { $when }
webhook-nothing-arrived = Әлі ештеңе жеткізілмеді
webhook-failed = ⚠️ Соңғы сәтсіздік { $when }: { $why }
webhook-waiting = ⏳ Жіберуді күтуде: { $count }
webhook-given-up = ❌ 30 күнде жеткізілмегені: { $count }
webhook-gone = ⛔️ { $when } қабылдаушы енді ештеңе керек емес деп жауап берді. Жіберу тоқтатылды.
webhook-event-created = Жаңа сәлемдемелер
webhook-event-status = Сәлемдеме күйлері
webhook-fault-unknown-name = сервер аты табылмады
webhook-fault-not-public = сервердің жария мекенжайы жоқ
webhook-fault-no-connection = байланыс жоқ
webhook-fault-no-answer = жауап уақытында келмеді
webhook-fault-status = жауап { $status }
button-webhooks = 🔗 Вебхуктар
button-webhook = { $host } · { $number }
button-new-webhook = ➕ Жаңа вебхук
button-make-webhook = ✅ Вебхукты қосу
button-rotate-webhook = 🔁 Жаңа құпия
button-rotate-webhook-yes = 🔁 Иә, жаңа құпия
button-remove-webhook = 🗑 Жою
button-remove-webhook-yes = 🗑 Иә, жою
button-resume-webhook = ▶️ Қазір қайта жіберу
webhook-url-ask =
    🔗 Оқиғаларды қайда жіберу керек? Қабылдайтын бағдарламаның мекенжайын жіберіңіз; ол <code>https://</code> деп басталады.
webhook-events-ask =
    🔗 <code>{ $url }</code>
    Қандай оқиғалар туралы хабарлау керек? Таңдап, вебхукты қосыңыз.
webhook-events-none = Әзірге ештеңе таңдалмады: оқиғаларды таңдаңыз.
webhook-made =
    ✅ Вебхук қосылды: <code>{ $url }</code>
    Оның құпиясы:
    <code>{ $secret }</code>

    ⚠️ Ол тек қазір көрсетілді. Оны қабылдайтын бағдарламаға көшіріңіз: хабарлар сізден екенін сол арқылы тексереді. Содан кейін осы хабарды жойыңыз.
webhook-made-before = ✅ <b>{ $host }</b> вебхугы дайын. Оның құпиясы бір рет көрсетілді, енді көрсетілмейді; жоғалса, жаңасын жасаңыз.
webhook-rotated =
    ✅ <b>{ $host }</b> үшін жаңа құпия:
    <code>{ $secret }</code>

    ⚠️ Ол тек қазір көрсетілді. Бағдарламада ауыстырып үлгеруіңіз үшін тағы { $hours } сағат хабарларға екі құпиямен де қол қойылады.
webhook-rotate-question = <b>{ $host }</b> үшін жаңа құпия жасау керек пе? Бұрынғысы тағы { $hours } сағат қол қояды.
webhook-remove-question =
    <b>{ $host }</b> вебхугын жою керек пе? Енді ол жаққа ештеңе жіберілмейді, күтіп тұрғаны жойылады: { $count }
webhook-is-removed = ✅ <b>{ $host }</b> вебхугы жойылды.
webhook-is-resumed = ✅ <b>{ $host }</b> мекенжайына жіберу жалғасады.
notice-webhook-lost =
    🔗 <b>{ $host }</b> вебхугы бір тәулік бойы дұрыс жауап бермеді. Жеткізілмеген оқиғалар: { $count }
    Соңғы сәтсіздік: { $why }
    Қабылдайтын бағдарламаны тексеріңіз: /keys
notice-webhook-gone =
    🔗 <b>{ $host }</b> қабылдаушысы енді ештеңе керек емес деп жауап берді (410), сондықтан оған ештеңе жіберілмейді.
    Оқиғалар бір тәулік сақталады. Бұл қате болса, оны қайта қосыңыз немесе жойыңыз: /keys
