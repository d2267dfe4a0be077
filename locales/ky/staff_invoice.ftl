## Staff: issuing an invoice

sale-whom =
    🛒 <b>Жаңы накладной</b>
    Ким сатып алат? Кодун, телефонун, атын, @username же промокодун жөнөтүңүз.
sale-whom-goods =
    🛒 <b>Жаңы накладной</b>

    { $lines }

    Баары: <b>{ $total }</b>
    Ким сатып алат? Кодун, телефонун, атын, @username же промокодун жөнөтүңүз.
sale-customer-unknown =
    «<b>{ $text }</b>» боюнча эч ким табылган жок. Товарлар сакталды: кардардын кодун, телефонун же атын жөнөтүңүз.
sale-lines =
    🛒 <b>{ $name }</b>
    Эмне сатабыз? Ар бир товар жаңы сапта, бир билдирүүдө бир нечеси болот:
    <pre>Аралаштыргыч 4 x 4800
    Жеткирүү 500</pre>
sale-more =
    🛒 <b>{ $name }</b>

    { $lines }

    Баары: <b>{ $total }</b>
    Дагы товар жөнөтүңүз же улантыңыз.
button-done = ➡️ Улантуу
button-undo = ⬅️ Акыркысын алып салуу
sale-line = • { $name }: { $quantity } × { $price } = { $total }
sale-line-single = • { $name }: { $total }

sale-points = Баары: <b>{ $total }</b>. Бир бөлүгүн балл менен төлөйбүзбү?
sale-amount = { $wallet }: канча алабыз? <b>{ $most }</b> чейин болот.
sale-bad-amount = Сан керек, мисалы <code>200</code>. <b>{ $most }</b> чейин болот.
button-all-main = ⭐ Баллдар: { $points }
button-all-referral = 🎁 Достор үчүн: { $points }
button-some-main = ⭐ Башка сумма
button-some-referral = 🎁 Башка сумма
button-no-points = Баллсыз
sale-payment = Төлөөгө: <b>{ $amount }</b>. Төлөндүбү?
button-paid = 💵 Төлөндү
button-on-credit = 📒 Карызга жазуу

preview-title = 🧾 <b>{ $name }</b>, <code>{ $code }</code>
sale-total = Баары: <b>{ $amount }</b>
sale-redeemed = Балл менен төлөм: <b>−{ $points }</b>
sale-redeemed-referral = Достор үчүн баллдар менен төлөм: <b>−{ $points }</b>
sale-to-pay = Төлөөгө: <b>{ $amount }</b>
sale-paid = Төлөндү: <b>{ $amount }</b>
sale-debt = 📒 Карызга: <b>{ $amount }</b>
sale-to-earn = ⭐ Кошулат: <b>{ $points } балл</b>
preview-question = Баары туурабы?
sale-nothing-to-redeem = Бул накладнойду төлөй турган балл жок.
sale-nothing-in-wallet = { $wallet }: <b>0</b>. { $other }: <b>{ $most }</b> чейин болот.
sale-changed = Ушул арада суммалар өзгөрдү. Кайра текшерип көрүңүзчү.
button-change-points = ⭐ Баллдар
button-change-lines = ✏️ Товарлар
press-a-button = Акыркы билдирүүнүн астындагы баскычты тандаңызчы. Токтотуу: /cancel
already-done = Бул аткарылган. Экинчи жолу эч нерсе болгон жок.

issued = ✅ <code>{ $number }</code> накладнойу жазылды: <b>{ $name }</b>
sale-earned = ⭐ Кошулду: <b>{ $points } балл</b>
sale-balance = Кардардын балансы: <b>{ $main }</b>, достор үчүн: <b>{ $referral }</b>
button-new-sale = 🛒 Кийинки накладной

notice-balance = Балансыңыз: <b>{ $main }</b>, достор үчүн: <b>{ $referral }</b>
notice-reward = 🎁 Досуңуз <b>{ $name }</b> биринчи жолу сатып алды. Сизге достор үчүн <b>{ $points } балл</b> кошулду. Чакырганыңызга рахмат!

sale-faults = Баарын окуй албадым, ошондуктан азырынча эч нерсе жазылган жок:
sale-fault =
    { $line }-сап: <code>{ $text }</code>
    { $why }
sale-faults-line = Калганы сакталды: оңдолгон { $line }-сапты гана жөнөтсөңүз болот.
sale-faults-resend =
    Көчүрүп, оңдоп, кайра жөнөтүңүз:
    <pre>{ $message }</pre>
why-no-name = Бул эмне? Адегенде аталышы: <code>Чай 2 x 350</code>
why-name-too-long = Аталышы өтө узун: 200 белгиден ашпасын.
why-name-reserved = Бул сөз баллды, карызды, арзандатууну же жыйынтыкты билдирет. Товарды башкача атаңыз: <code>Кардар картасы 500</code>
why-no-price = Баасы жок. Ал аягында турат: <code>Чай 2 x 350</code> же <code>Жеткирүү 500</code>
why-no-quantity = x алдында нөлдөн чоң сан турат, бирдиги жок: <code>Кант, кг 2 x 500</code>
why-too-precise = Үтүрдөн кийин белги өтө көп. Миңдиктерди мындай жазыңыз: <code>1500</code> же <code>1 500</code>
why-negative = Сумма нөлдөн аз болбойт.
why-too-large = Сумма өтө чоң. Ашыкча нөлдөр жокпу, текшериңиз.
why-another-sum = Сумма туура келбейт: саны көбөйтүлгөн баасы башка чыгат. Санды оңдоңуз же сумманы алып салыңыз: <code>Чай 2 x 350</code>
why-another-currency = Бул башка валюта. Бааны дүкөндүн валютасында жазыңыз: <code>Чай 350</code>
why-points-missing = Канча балл? <code>{ keyword-bonus } 200</code> же <code>{ keyword-bonus } { keyword-all }</code>
why-points-twice = Баллды бир жолу, бир эсептен гана алса болот. Саптардын бирин калтырыңыз.
why-debt-with-amount = Карызга калганы толугу менен жазылат. Жөн гана <code>{ keyword-debt }</code> деп жазыңыз
why-discount = Арзандатуу өзүнчө сапка жазылбайт. Арзандатуудан кийинки бааны жазыңыз: <code>Чай 300</code>. Балл алып салуу: <code>{ keyword-bonus } 200</code>
why-total = Жыйынтыгын өзүм эсептейм: бул сапты алып салыңыз. Аталышсыз, сумма менен сатуу: <code>10012 5000</code>
why-payment = Кантип төлөнгөнүн жазбайм: бул сапты алып салыңыз. Бир бөлүгү гана төлөндүбү? <code>{ keyword-debt }</code> деп жазып, анан төлөмдү кабыл алыңыз: /debt. Бул товар болсо, башкача атаңыз: <code>Кардар картасы 500</code>
why-return = Кайтарылган товар бул жерде жазылбайт. Акчаны кайтаруу: /refund
why-quantity-alone = Саны товардын сабында жазылат: <code>Чай 2 x 350</code>
why-not-goods = Бул товар эмес: телефон, номер, салык жана калдык жазылбайт. Бул сапты алып салыңыз. Товар болсо, башкача атаңыз: <code>Кардар картасы 500</code>
why-two-customers = Бир сатууда бир кардар болот: анын коду биринчи сапта, товарлар төмөндө. Экинчи сатууну өзүнчө билдирүү менен жөнөтүңүз.

sale-unclear =
    { $line }-сапты ар башка окуса болот: <code>{ $text }</code>
    Кайсынысы туура? Тандаңыз же ушул сапты кайра жөнөтүңүз.
sale-doubtful =
    { $line }-сапка ишенбей турам: <code>{ $text }</code>
    Туура түшүндүмбү? Болбосо, ушул сапты кайра жөнөтүңүз.
reading-line = { $name }: { $quantity } × { $price } = { $total }
reading-single = { $name }: { $total }
reading-customer = 👤 { $name }, { $code }
reading-points = баллдар: −{ $points }
reading-referral = достор үчүн: −{ $points }
reading-all-points = баллдар: баары
reading-all-referral = достор үчүн: баары
reading-no-points = баллсыз
reading-debt = карызга
reading-nothing = товар эмес, сапты алып салуу
reading-as-goods = 🛒 Товар «{ $name }»: { $total }
reading-as-sum = 🛒 Сатып алуу суммасы: { $total }
