## Keyboard of customers

menu-balance = 💰 Баланс
menu-card = 💳 Карта
menu-history = 🕘 Тарих
menu-invoices = 🧾 Жүкқұжаттар
menu-invite = 🎁 Дос шақыру
menu-shop = 🏪 Дүкен
menu-profile = 👤 Профиль
menu-settings = ⚙️ Баптаулар
menu-help = ❓ Көмек

## Keyboard of staff

menu-find = 🔎 Клиентті табу
menu-invoice = 🛒 Жаңа жүкқұжат
menu-new = ➕ Жаңа клиент
menu-bonus = ⭐ Клиенттің баллдары
menu-debt = 📒 Клиенттің қарызы
menu-refund = ↩️ Сатып алуды қайтару
menu-staff = 👥 Қызметкерлер
menu-customer = 👛 Менің баллдарым
menu-admin = 💼 Қызметкер мәзірі

menu-customer-title = Нені ашамыз? Таңдаңыз 👇
menu-staff-title =
    <b>Қызметкер мәзірі</b>
    Сіздің рөліңіз: { $role }

## Descriptions of commands

command-start = Бастау
command-menu = Батырмаларды көрсету
command-balance = Қанша баллым бар
command-card = Кассаға арналған картам
command-history = Баллдар тарихы
command-invoices = Менің жүкқұжаттарым
command-promo = Досымның промокодын енгізу
command-invite = Дос шақыру
command-profile = Менің деректерім
command-shop = Дүкеннің мекенжайы мен телефоны
command-settings = Тіл және баптаулар
command-help = Бот не істей алады
command-cancel = Басталған әрекетті тоқтату
command-find = Клиентті табу
command-new = Клиентті тіркеу
command-invoice = Жүкқұжат рәсімдеу
command-bonus = Балл қосу немесе шегеру
command-debt = Клиенттің қарызы
command-refund = Қайтаруды рәсімдеу
command-staff = Қызметкерлер мен рөлдер
command-admin = Қызметкер мәзірі

## Help

help-customer =
    Мұнда баллдарыңыз жиналады. Кассада картаңызды көрсетіңіз, сатып алғаныңыз үшін балл қосылады. Келесі жолы солармен төлей аласыз.

    💰 /balance: қанша балл жиналды
    💳 /card: кассаға арналған карта, QR-код пен нөмір
    🕘 /history: балл қайдан түсті, неге жұмсалды
    🧾 /invoices: не сатып алғаныңыз, жол-жолымен
    🎁 /invite: дос шақырыңыз да, оның бірінші сатып алғаны үшін балл алыңыз
    🎟 /promo <code>КОД</code>: бірінші рет сатып алғанша досыңыздың промокодын енгізу
    👤 /profile: сіздің деректеріңіз
    🏪 /shop: дүкеннің мекенжайы мен телефоны
    ⚙️ /settings: тіл
    ✖️ /cancel: басталған әрекетті тоқтату

    Командаларды жаттаудың қажеті жоқ: бәрі төмендегі батырмаларда.
help-staff =
    <b>Бір хабарламамен сату</b>
    <pre>/invoice 82423
    Араластырғыш 4 x 4800
    Жеткізу 500
    { keyword-bonus } 200</pre>
    Бірінші жолда клиент: коды, телефоны, @username немесе промокоды. Одан әрі әр тауар жаңа жолда: атауы, саны x бағасы. Бір дана болса, бағасы жетеді.

    <code>{ keyword-bonus } 200</code>: 200 баллмен төлеу
    <code>{ keyword-bonus } { keyword-all }</code>: қанша болса, сонша баллмен төлеу
    <code>{ keyword-referral } 100</code>: достар үшін баллдармен төлеу
    <code>{ keyword-debt }</code>: қалғанын қарызға жазу

    Алдымен қорытындысын көрсетемін. Сіз растамайынша ештеңе болмайды. Бірдеңе ұмытылса, батырмалармен сұраймын.

    <b>Клиенттер</b>
    /find <code>МӘТІН</code>: коды, телефоны, аты, @username немесе промокоды бойынша табу
    /new: клиентті телефоны бойынша тіркеу
    /debt: қарыз төлемін қабылдау
    /admin: қызметкер мәзірі

    Сіздің де картаңыз бар: /card, баллдарыңыз: /balance
help-manager =
    <b>Менеджерге</b>
    /bonus: себебін жазып, балл қосу немесе шегеру
    /debt: қарыз жазу немесе өтеу
    /refund: сатып алуды толық немесе бөліп қайтару
help-owner =
    <b>Дүкен иесіне</b>
    /staff: қызметкерлер және олардың рөлдері
    /settings: баллдардың мерзімі, жұмсауға келісім
