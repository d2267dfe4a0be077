## Consent to spend points

consent-question = 🔐 { $total } сатып алууга <b>{ points-count }</b> жумшайсызбы?
consent-question-of-shop = 🔐 { $total } сатып алууга <b>{ points-count }</b> жумшайсызбы? Дүкөн: { $shop }
consent-button-agree = ✅ Жумшоо
consent-button-decline = ❌ Жок
consent-agreed = ✅ Даяр: сатып алууга <b>{ points-count }</b> жумшалды.
consent-declined = Макул, баллдар өзүңүздө калды.
consent-waiting = ⏳ Макулдук күтүлүүдө: { $name }, <b>{ points-count }</b>. Суроо кардарга Telegram-да келди, жоопко үч мүнөт бар. Картадагы алты сан да жарайт: /card
consent-not-agreed = ❌ { $name }: кардар макул болгон жок. Баллдар жумшалган жок, накладной жок.
consent-failed = ❌ { $name }: кардар макул болду, бирок сатып алуу өткөн жок, накладной жок.
consent-expired = ⌛ { $name }: үч мүнөт жооп болгон жок. Баллдар жумшалган жок, накладной жок.
