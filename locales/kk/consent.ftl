## Consent to spend points

consent-question = 🔐 { $total } сатып алуға <b>{ points-count }</b> жұмсайсыз ба?
consent-question-of-shop = 🔐 { $total } сатып алуға <b>{ points-count }</b> жұмсайсыз ба? Дүкен: { $shop }
consent-button-agree = ✅ Жұмсау
consent-button-decline = ❌ Жоқ
consent-agreed = ✅ Дайын: сатып алуға <b>{ points-count }</b> жұмсалды.
consent-declined = Жақсы, баллдар өзіңізде қалды.
consent-waiting = ⏳ Келісім күтілуде: { $name }, <b>{ points-count }</b>. Сұрақ клиентке Telegram-да келді, жауапқа үш минут бар. Картадағы алты сан да жарайды: /card
consent-not-agreed = ❌ { $name }: клиент келіспеді. Баллдар жұмсалған жоқ, жүкқұжат жоқ.
consent-failed = ❌ { $name }: клиент келісті, бірақ сатып алу өтпеді, жүкқұжат жоқ.
consent-expired = ⌛ { $name }: үш минут жауап болмады. Баллдар жұмсалған жоқ, жүкқұжат жоқ.
