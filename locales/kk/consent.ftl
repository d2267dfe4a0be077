## Consent to spend points

consent-question = 🔐 { $total } сатып алуға <b>{ points-count }</b> жұмсайсыз ба?
consent-question-of-shop = 🔐 { $total } сатып алуға <b>{ points-count }</b> жұмсайсыз ба? Дүкен: { $shop }
consent-till-question = 🔐 Касса картаңыздан шегеруді сұрайды. Келісесіз бе?
consent-till-question-of-shop = 🔐 Касса картаңыздан шегеруді сұрайды. Келісесіз бе? Дүкен: { $shop }
consent-till-question-coupons = Купондар: <b>{ $count }</b>
consent-button-agree = ✅ Жұмсау
consent-button-decline = ❌ Жоқ
consent-agreed = ✅ Дайын: сатып алуға <b>{ points-count }</b> жұмсалды.
consent-declined = Жақсы, баллдар өзіңізде қалды.
consent-waiting = ⏳ Келісім күтілуде: { $name }, <b>{ points-count }</b>. Сұрақ клиентке Telegram-да келді, жауапқа үш минут бар. Клиент картасындағы алты санды осында жіберсеңіз де болады.
consent-button-cancel-sale = ✖️ Осы сатуды болдырмау
consent-cancelled = ✖️ { $name }: сату болдырылмады. Баллдар жұмсалған жоқ, жүкқұжат жоқ.
consent-cancelled-by-another = ✖️ { $name }: сатуды басқа қызметкер болдырмады. Баллдар жұмсалған жоқ, жүкқұжат жоқ.
consent-notice-cancelled = ✖️ Дүкен өзі сұраған сатып алуды болдырмады. Баллдар жұмсалған жоқ.
consent-over = Бұл сату енді күтіп тұрған жоқ. Немен аяқталғаны жоғарыда жазылған.
consent-another-waits =
    ⏳ <b>{ $name }</b>: { $total } сату клиенттің <b>{ points-count }</b> жұмсауға келісімін күтіп тұр.
    Бұл сол сатып алу ма? Оны екі рет сатуға болмайды.
consent-write-off-waits =
    ⏳ <b>{ $name }</b>: касса клиенттің <b>{ points-count }</b> жұмсауға келісімін күтіп тұр.
    Бұл сол сатып алу ма? Ол үшін екі рет төлеуге болмайды.
consent-button-complete = ✅ Күтіп тұрғанын аяқтау
consent-button-replace = ✖️ Оны болдырмай, мынаны сату
consent-button-keep = ⏳ Күте берсін, мұны тастау
consent-write-off-completed = ✅ { $name }: кассадағы шегеру картамен расталды, <b>{ points-count }</b>.
consent-not-agreed = ❌ { $name }: клиент келіспеді. Баллдар жұмсалған жоқ, жүкқұжат жоқ.
consent-failed = ❌ { $name }: клиент келісті, бірақ сатып алу өтпеді, жүкқұжат жоқ.
consent-expired = ⌛ { $name }: үш минут жауап болмады. Баллдар жұмсалған жоқ, жүкқұжат жоқ.
