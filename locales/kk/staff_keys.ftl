## Staff: keys and one-time codes of the HTTP APIs

login-code =
    🔑 Бір реттік кодыңыз: <code>{ $code }</code>
    Онымен дүкеннің бэк-офисіне немесе басқа бағдарламасына өз атыңыздан кіресіз. Код 5 минут ішінде бір рет жарайды; бұрынғы код енді жарамайды.

    ⚠️ Оны тек өзіңіз кіргіңіз келген жерге теріңіз. Оны сізден сұрауға ешкімнің құқығы жоқ.
keys =
    🔑 <b>API кілттері</b>

    { $keys }
keys-none =
    🔑 <b>API кілттері</b>
    Әзірге біреуі де жоқ. Кілтпен касса, интернет-дүкен немесе басқа бағдарлама дүкенмен жұмыс істейді.
keys-tenant =
    Бэк-офис кілтпен бірге <b>X-Tenant-Key</b> тақырыбын жібереді: <code>{ $key }</code>
    Бұл құпия емес, дүкеннің аты.
key-line =
    <b>{ $name }</b> · <code>{ $shown }…</code>
    { $scopes }
    { $used }
    { $state }
key-unnamed = атаусыз
key-used = Сұраулар: { $uses }, соңғысы { $when }
key-unused = Әлі қолданылмаған
key-forever = Мерзімі жоқ
key-until = { $when } дейін жарайды
key-ended = { $when } аяқталды
key-revoked = { $when } қайтарып алынды
key-scope-till = Касса және интернет-дүкен
key-scope-platform-read = Сәлемдемелер: көру
key-scope-platform-write = Сәлемдемелер: өзгерту
key-scope-customers-read = Клиенттер: көру
key-scope-customers-update = Клиенттер: өзгерту
key-scope-bills-read = Шоттар: көру
key-scope-bills-create = Шоттар: жасау
key-scope-bills-update = Шоттар: өзгерту
key-scope-all = Барлығы
button-scope-chosen = ☑️ { $scope }
button-key = { $name } · { $shown }…
button-keys = 🔑 API кілттері
button-new-key = ➕ Жаңа кілт
button-make-key = ✅ Кілт жасау
button-key-uses = 📜 Сұраулар
button-key-asks = ☑️ Балл туралы клиенттен сұрау
button-key-asks-not = ⬜️ Балл туралы клиенттен сұрау
button-key-rate = ⏱ Минутына { $rate } сұрауға дейін
button-key-no-rate = ⏱ Сұрау саны шектелмеген
button-key-days = 📅 { $days } күнге
button-key-no-days = 📅 Мерзімсіз
key-uses =
    📜 <b>{ $name }</b> кілтінің соңғы сұраулары

    { $uses }
key-use-line = { $when } · { $method } <code>{ $path }</code> · { $status } · { $address }
button-rotate-key = 🔁 Ауыстыру
button-rotate-key-yes = 🔁 Иә, ауыстыру
button-revoke-key = 🚫 Қайтарып алу
button-revoke-key-yes = 🚫 Иә, қайтарып алу
key-name-ask =
    🔑 Кілт не үшін керек? Өзіңіз танитын атау жіберіңіз, мысалы «Кіреберістегі касса».
key-name-bad = Атауда ең көбі { $most } таңба болады. Қысқарақ жіберіңіз.
key-scopes-ask =
    🔑 Кілт: <b>{ $name }</b>
    Оған не істеуге болады? Тек керегін таңдап, кілт жасаңыз.
key-scopes-none = Әзірге ештеңе таңдалмады: кілтке не істеуге болатынын таңдаңыз.
key-made =
    ✅ Кілт <b>{ $name }</b>:
    <code>{ $key }</code>

    ⚠️ Ол тек қазір көрсетіледі. Оны бағдарламаға көшіріп, осы хабарламаны жойыңыз: кілт кімде болса, сол дүкен атынан әрекет етеді.
key-made-before = ✅ <b>{ $name }</b> кілті бұрын жасалған. Ол бір рет көрсетілді, қайта көрсетуге болмайды; жоғалса, ауыстырыңыз.
key-replaces = Бұрынғы кілт тағы { $hours } сағат жарайды.
key-rotate-question = <b>{ $name }</b> орнына жаңа кілт жасалсын ба? Бағдарламада ауыстырып үлгеруіңіз үшін бұрынғысы тағы { $hours } сағат жарайды.
key-revoke-question = <b>{ $name }</b> кілті қайтарып алынсын ба? Оны қолданатын бағдарламалардың да, сол кілтпен алынған токендердің де рұқсаты бірден жабылады.
key-is-revoked = ✅ <b>{ $name }</b> кілті қайтарып алынды.
notice-key-address =
    🔑 <b>{ $name }</b> кілті (<code>{ $shown }…</code>) жаңа мекенжайдан қолданылды:
    { $addresses }

    Бұл сіз емессіз бе? Кілтті қайтарып алыңыз: /keys
notice-key-address-line = • <code>{ $address }</code>
notice-key-addresses-more = • және тағы: { $count }
notice-key-failures =
    🔑 <b>{ $name }</b> кілтіне (<code>{ $shown }…</code>) жиі рұқсат берілмей жатыр. 24 сағаттағы бас тартулар: { $count }
    Осы кілтті қолданатын бағдарламаны тексеріңіз немесе кілтті қайтарып алыңыз: /keys
