## Consent to spend points

consent-question = 🔐 { $total } сатып алууга <b>{ points-count }</b> жумшайсызбы?
consent-question-of-shop = 🔐 { $total } сатып алууга <b>{ points-count }</b> жумшайсызбы? Дүкөн: { $shop }
consent-till-question = 🔐 Касса картаңыздан алууну сурайт. Макулсузбу?
consent-till-question-of-shop = 🔐 Касса картаңыздан алууну сурайт. Макулсузбу? Дүкөн: { $shop }
consent-till-question-coupons = Купондор: <b>{ $count }</b>
consent-button-agree = ✅ Жумшоо
consent-button-decline = ❌ Жок
consent-agreed = ✅ Даяр: сатып алууга <b>{ points-count }</b> жумшалды.
consent-declined = Макул, баллдар өзүңүздө калды.
consent-waiting = ⏳ Макулдук күтүлүүдө: { $name }, <b>{ points-count }</b>. Суроо кардарга Telegram-да келди, жоопко үч мүнөт бар. Кардардын картасындагы алты санды ушул жерге жөнөтсөңүз да болот.
consent-button-cancel-sale = ✖️ Бул сатууну жокко чыгаруу
consent-cancelled = ✖️ { $name }: сатуу жокко чыгарылды. Баллдар жумшалган жок, накладной жок.
consent-cancelled-by-another = ✖️ { $name }: сатууну башка кызматкер жокко чыгарды. Баллдар жумшалган жок, накладной жок.
consent-notice-cancelled = ✖️ Дүкөн сурап жаткан сатып алууну жокко чыгарды. Баллдар жумшалган жок.
consent-over = Бул сатуу эми күтпөйт. Эмне менен бүткөнү жогоруда жазылган.
consent-another-waits =
    ⏳ <b>{ $name }</b>: { $total } сатуу кардардын <b>{ points-count }</b> жумшоого макулдугун күтүп турат.
    Бул ошол эле сатып алуубу? Аны эки жолу сатууга болбойт.
consent-write-off-waits =
    ⏳ <b>{ $name }</b>: касса кардардын <b>{ points-count }</b> жумшоого макулдугун күтүп турат.
    Бул ошол эле сатып алуубу? Ал үчүн эки жолу төлөөгө болбойт.
consent-button-complete = ✅ Күтүп турганын аяктоо
consent-button-replace = ✖️ Аны жоюп, муну сатуу
consent-button-keep = ⏳ Күтө берсин, муну таштоо
consent-write-off-completed = ✅ { $name }: кассадагы алуу карта менен ырасталды, <b>{ points-count }</b>.
consent-not-agreed = ❌ { $name }: кардар макул болгон жок. Баллдар жумшалган жок, накладной жок.
consent-failed = ❌ { $name }: кардар макул болду, бирок сатып алуу өткөн жок, накладной жок.
consent-expired = ⌛ { $name }: үч мүнөт жооп болгон жок. Баллдар жумшалган жок, накладной жок.
