## Staff: issuing an invoice

sale-whom =
    🛒 <b>Yangi yuk xati</b>
    Kim xarid qiladi? Kodi, telefoni, ismi, @username yoki promokodini yuboring.
sale-whom-goods =
    🛒 <b>Yangi yuk xati</b>

    { $lines }

    Jami: <b>{ $total }</b>
    Kim xarid qiladi? Kodi, telefoni, ismi, @username yoki promokodini yuboring.
sale-customer-unknown =
    “<b>{ $text }</b>” bo‘yicha hech kim topilmadi. Tovarlar saqlandi: mijozning kodi, telefoni yoki ismini yuboring.
sale-lines =
    🛒 <b>{ $name }</b>
    Nima sotamiz? Har bir tovar yangi satrda, bitta xabarda bir nechtasi bo‘ladi:
    <pre>Smesitel 4 x 4800
    Yetkazib berish 500</pre>
sale-more =
    🛒 <b>{ $name }</b>

    { $lines }

    Jami: <b>{ $total }</b>
    Yana tovar yuboring yoki davom eting.
button-done = ➡️ Davom etish
button-undo = ⬅️ Oxirgisini olib tashlash
sale-line = • { $name }: { $quantity } × { $price } = { $total }
sale-line-single = • { $name }: { $total }

sale-points = Jami: <b>{ $total }</b>. Bir qismini ball bilan to‘laymizmi?
sale-amount = { $wallet }: qancha yechamiz? <b>{ $most }</b> gacha mumkin.
sale-bad-amount = Son kerak, masalan <code>200</code>. <b>{ $most }</b> gacha mumkin.
button-all-main = ⭐ Ballar: { $points }
button-all-referral = 🎁 Do‘stlar uchun: { $points }
button-some-main = ⭐ Boshqa summa
button-some-referral = 🎁 Boshqa summa
button-no-points = Ballarsiz
sale-payment = To‘lash kerak: <b>{ $amount }</b>. To‘landimi?
button-paid = 💵 To‘landi
button-on-credit = 📒 Qarzga yozish

preview-title = 🧾 <b>{ $name }</b>, <code>{ $code }</code>
sale-total = Jami: <b>{ $amount }</b>
sale-redeemed = Ball bilan to‘lov: <b>−{ $points }</b>
sale-redeemed-referral = Do‘stlar uchun ballar bilan to‘lov: <b>−{ $points }</b>
sale-to-pay = To‘lash kerak: <b>{ $amount }</b>
sale-paid = To‘landi: <b>{ $amount }</b>
sale-debt = 📒 Qarzga: <b>{ $amount }</b>
sale-to-earn = ⭐ Qo‘shiladi: <b>{ $points } ball</b>
preview-question = Hammasi to‘g‘rimi?
sale-nothing-to-redeem = Bu yuk xatini to‘laydigan ball yo‘q.
sale-nothing-in-wallet = { $wallet }: <b>0</b>. { $other }: <b>{ $most }</b> gacha mumkin.
sale-changed = Shu orada summalar o‘zgardi. Iltimos, qayta tekshiring.
button-change-points = ⭐ Ballar
button-change-lines = ✏️ Tovarlar
press-a-button = Iltimos, oxirgi xabar ostidagi tugmani tanlang. To‘xtatish: /cancel
already-done = Bu bajarilgan. Ikkinchi marta hech narsa bo‘lmadi.

issued = ✅ <code>{ $number }</code> yuk xati yozildi: <b>{ $name }</b>
sale-earned = ⭐ Qo‘shildi: <b>{ $points } ball</b>
sale-balance = Mijoz balansi: <b>{ $main }</b>, do‘stlar uchun: <b>{ $referral }</b>
button-new-sale = 🛒 Keyingi yuk xati

notice-balance = Balansingiz: <b>{ $main }</b>, do‘stlar uchun: <b>{ $referral }</b>
notice-reward = 🎁 Do‘stingiz <b>{ $name }</b> birinchi xaridini qildi. Sizga do‘stlar uchun <b>{ $points } ball</b> qo‘shildi. Taklif qilganingiz uchun rahmat!

sale-faults = Hammasini o‘qiy olmadim, shuning uchun hozircha hech narsa yozilmadi:
sale-fault =
    { $line }-satr: <code>{ $text }</code>
    { $why }
sale-faults-line = Qolgani saqlandi: faqat tuzatilgan { $line }-satrni yuborish kifoya.
sale-faults-resend =
    Nusxa oling, tuzating va qayta yuboring:
    <pre>{ $message }</pre>
why-no-name = Bu nima? Avval nomi: <code>Choy 2 x 350</code>
why-name-too-long = Nomi juda uzun: 200 belgidan oshmasin.
why-name-reserved = Bu so‘z ball, qarz, chegirma yoki jamini bildiradi. Tovarni boshqacha nomlang: <code>Mijoz kartasi 500</code>
why-no-price = Narxi yo‘q. U oxirida turadi: <code>Choy 2 x 350</code> yoki <code>Yetkazib berish 500</code>
why-no-quantity = x dan oldin noldan katta son turadi, birliksiz: <code>Shakar, kg 2 x 500</code>
why-too-precise = Verguldan keyin belgi juda ko‘p. Mingliklarni shunday yozing: <code>1500</code> yoki <code>1 500</code>
why-negative = Summa noldan kam bo‘lmaydi.
why-too-large = Summa juda katta. Ortiqcha nollar yo‘qligini tekshiring.
why-another-sum = Summa to‘g‘ri kelmadi: soni bilan narxi ko‘paytmasi boshqa. Sonni tuzating yoki summani olib tashlang: <code>Choy 2 x 350</code>
why-another-currency = Bu boshqa valyuta. Narxni do‘kon valyutasida yozing: <code>Choy 350</code>
why-points-missing = Qancha ball? <code>{ keyword-bonus } 200</code> yoki <code>{ keyword-bonus } { keyword-all }</code>
why-points-twice = Ballni bir marta, bitta hisobdan yechish mumkin. Satrlardan birini qoldiring.
why-debt-with-amount = Qarzga qolgani to‘liq yoziladi. Faqat <code>{ keyword-debt }</code> deb yozing
why-discount = Chegirma alohida satrga yozilmaydi. Chegirmadan keyingi narxni yozing: <code>Choy 300</code>. Ball yechish: <code>{ keyword-bonus } 200</code>
why-total = Jamini o‘zim hisoblayman: bu satrni olib tashlang. Nomsiz, summa bilan sotish: <code>10012 5000</code>
why-payment = Qanday to‘langanini yozmayman: bu satrni olib tashlang. Faqat bir qismi to‘landimi? <code>{ keyword-debt }</code> deb yozing, keyin to‘lovni qabul qiling: /debt. Bu tovar bo‘lsa, boshqacha nomlang: <code>Mijoz kartasi 500</code>
why-return = Qaytarilgan tovar bu yerda yozilmaydi. Pulni qaytarish: /refund
why-quantity-alone = Soni tovar satrida yoziladi: <code>Choy 2 x 350</code>
why-not-goods = Bu tovar emas: telefon, raqam, soliq va qoldiq yozilmaydi. Bu satrni olib tashlang. Tovar bo‘lsa, boshqacha nomlang: <code>Mijoz kartasi 500</code>
why-two-customers = Bir sotuvda bitta mijoz bo‘ladi: uning kodi birinchi satrda, tovarlar pastda. Ikkinchi sotuvni alohida xabar bilan yuboring.

sale-unclear =
    { $line }-satrni har xil o‘qish mumkin: <code>{ $text }</code>
    Qaysi biri to‘g‘ri? Tanlang yoki shu satrni qayta yuboring.
sale-doubtful =
    { $line }-satrga ishonchim komil emas: <code>{ $text }</code>
    To‘g‘ri tushundimmi? Bo‘lmasa, shu satrni qayta yuboring.
reading-line = { $name }: { $quantity } × { $price } = { $total }
reading-single = { $name }: { $total }
reading-customer = 👤 { $name }, { $code }
reading-points = ballar: −{ $points }
reading-referral = do‘stlar uchun: −{ $points }
reading-all-points = ballar: hammasi
reading-all-referral = do‘stlar uchun: hammasi
reading-no-points = ballarsiz
reading-debt = qarzga
reading-nothing = tovar emas, satrni olib tashlash
reading-as-goods = 🛒 Tovar “{ $name }”: { $total }
reading-as-sum = 🛒 Xarid summasi: { $total }
