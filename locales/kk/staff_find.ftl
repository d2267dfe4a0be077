## Staff: finding and registering customers

find-ask =
    🔎 Кімді іздейміз?
    Кодын, телефонын, атын, @username, промокодын, эл. поштасын немесе компаниясын жіберіңіз. Контактімен бөлісуге де болады.
found-none =
    «<b>{ $text }</b>» бойынша ешкім табылмады.
    Жазылуын тексеріңіз немесе жаңа клиентті тіркеңіз.
found-one = Бір клиент сәйкес келеді. Осы ма?
found-several = Бірнеше клиент сәйкес келеді. Қайсысы?
found-pages = Табылған клиенттер: { $count }. Қайсысы? Төмендегі батырмалармен парақтаңыз.
found-many = Алғашқы { $count } клиент көрсетілді, басқалары да болуы мүмкін. Керегі болмаса, атын толық жазыңыз немесе кодын жіберіңіз.
button-found = { $name } · { $code }
button-found-phone = { $name } · { $code } · …{ $digits }
button-register = ➕ Тіркеу
button-register-phone = ➕ Жаңа: { $phone }
button-sell-sum = 🛒 { $amount } сомасына сату

card-title =
    👤 <b>{ $name }</b>
    Коды: <code>{ $code }</code>
card-username = Telegram: @{ $username }
card-phone = Телефоны: { $phone }
card-email = Эл. пошта: { $email }
card-since = Клиент болған күні: { $date }
card-points =
    ⭐ Баллдар: <b>{ $main }</b>
    🎁 Достар үшін баллдар: <b>{ $referral }</b>
card-debt = 📒 Қарыз: <b>{ $debt }</b>
card-advance = 💵 Алдын ала төленген: <b>{ $amount }</b>
card-counts = 🧾 Жүкқұжаттар: { $invoices }, достар: { $friends }
card-no-telegram = Әлі Telegram-да жоқ: хабарламалар жетпейді.
card-gone = Аккаунт жойылған: хабарлар жетпейді.
card-blocked = Ботты тоқтатқан: хабарламалар жетпейді.
button-sell = 🛒 Жаңа жүкқұжат
button-points = ⭐ Баллдар
button-debt = 📒 Қарыз
button-history = 🕘 Тарих
button-invoices = 🧾 Жүкқұжаттар
button-refresh = 🔄 Жаңарту
button-customer-card = 👤 Клиент
list-of-customer = 👤 <b>{ $name }</b>, <code>{ $code }</code>
list-nothing-yet = Мұнда әзірге ештеңе жоқ.
list-invoices = 🧾 Жүкқұжаттар: { $count }. Қайсысын ашамыз? 👇
list-invoices-refunded = 🧾 Жүкқұжаттар: { $count }, толық қайтарылғаны: { $refunded }. Қайсысын ашамыз? 👇

register-phone =
    ➕ <b>Жаңа клиент</b>
    Телефонын жіберіңіз, атын бірге жазуға болады:
    <pre>{ $phone } Әлия Ахметова</pre>
    Немесе клиенттің контактісімен бөлісіңіз.
register-phone-of = ➕ <b>{ $name }</b>: клиенттің телефонын немесе контактісін жіберіңіз.
register-bad-phone =
    Телефон нөмірін оқи алмадым. Ел кодымен жіберіңіз, мысалы:
    <pre>{ $phone } Әлия Ахметова</pre>
register-foreign-phone = Дүкен тек мына елдердің нөмірлерін жазады: { $countries }.
register-which-phone = Бұл цифрлар әр елдің нөмірлеріне сәйкес келеді. Қайсысы?
register-name = { $phone } нөмірлі клиенттің аты кім?
register-contact =
    Бұл нөмір әлі тіркелмеген: { $phone }
    <b>{ $name }</b> тіркелсін бе? Аты басқаша болса, жазып жіберіңіз.
registered = ✅ Клиент тіркелді.
