## Кызматкерлер: кардарга купон берүү

button-coupon = 🎟 Купон
give-coupon-kind = 🎟 <b>{ $name }</b>. Купон эмне берет?
button-coupon-percent = 🏷 Пайыздык арзандатуу
button-coupon-amount = 💵 Суммага арзандатуу
button-coupon-points = ⭐ Баллдар
button-coupon-gift = 🎁 Белек
give-coupon-percent = Сатып алуу суммасынан канча пайыз? Мисалы, <code>10</code>
give-coupon-percent-bad = Нөлдөн чоң, 100дөн ашпаган сан керек, мисалы <code>10</code>
give-coupon-amount = Кандай арзандатуу? Сумманы жөнөтүңүз, мисалы <code>500</code>
give-coupon-points = Сатып алуу менен кошо канча балл кошулат?
give-coupon-title = Купон кандай аталат? Аталышын кардар менен кассир көрөт.
give-coupon-title-of-gift = Кандай белек? Аталышын кардар менен кассир көрөт, мисалы <code>Бир чыны кофе</code>
give-coupon-title-bad = Аталышы өтө узун: { $most } белгиге чейин.
give-coupon-days = Купон канча күн жарактуу? Тандаңыз же 1ден { $most } чейинки санды жөнөтүңүз.
give-coupon-preview =
    🎟 Купон ээси: <b>{ $name }</b>, <code>{ $code }</code>
    <b>{ $title }</b>: { $worth }
    { $until }

    Баары туурабы?
give-coupon-done =
    ✅ <b>{ $name }</b>: купон берилди
    <b>{ $title }</b>: { $worth }
    { $until }
