## Қызметкерлер: клиентке купон беру

button-coupon = 🎟 Купон
give-coupon-kind = 🎟 <b>{ $name }</b>. Купон не береді?
button-coupon-percent = 🏷 Пайыздық жеңілдік
button-coupon-amount = 💵 Сомаға жеңілдік
button-coupon-points = ⭐ Баллдар
button-coupon-gift = 🎁 Сыйлық
give-coupon-percent = Сатып алу сомасынан неше пайыз? Мысалы, <code>10</code>
give-coupon-percent-bad = Нөлден үлкен, 100-ден аспайтын сан керек, мысалы <code>10</code>
give-coupon-amount = Қандай жеңілдік? Соманы жіберіңіз, мысалы <code>500</code>
give-coupon-points = Сатып алумен бірге қанша балл қосылады?
give-coupon-title = Купон қалай аталады? Атауын клиент пен кассир көреді.
give-coupon-title-of-gift = Қандай сыйлық? Атауын клиент пен кассир көреді, мысалы <code>Бір кесе кофе</code>
give-coupon-title-bad = Атауы тым ұзын: { $most } таңбаға дейін.
give-coupon-days = Купон неше күн жарамды? Таңдаңыз немесе 1-ден { $most } дейінгі санды жіберіңіз.
give-coupon-preview =
    🎟 Купон иесі: <b>{ $name }</b>, <code>{ $code }</code>
    <b>{ $title }</b>: { $worth }
    { $until }

    Бәрі дұрыс па?
give-coupon-done =
    ✅ <b>{ $name }</b>: купон берілді
    <b>{ $title }</b>: { $worth }
    { $until }
