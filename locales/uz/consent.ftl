## Consent to spend points

consent-question = 🔐 { $total } xaridga <b>{ points-count }</b> sarflaysizmi?
consent-question-of-shop = 🔐 { $total } xaridga <b>{ points-count }</b> sarflaysizmi? Do‘kon: { $shop }
consent-till-question = 🔐 Kassa kartangizdan yechib olishni so‘rayapti. Rozimisiz?
consent-till-question-of-shop = 🔐 Kassa kartangizdan yechib olishni so‘rayapti. Rozimisiz? Do‘kon: { $shop }
consent-till-question-coupons = Kuponlar: <b>{ $count }</b>
consent-button-agree = ✅ Sarflash
consent-button-decline = ❌ Yo‘q
consent-agreed = ✅ Tayyor: xaridga <b>{ points-count }</b> sarflandi.
consent-declined = Yaxshi, ballar o‘zingizda qoldi.
consent-waiting = ⏳ Rozilik kutilmoqda: { $name }, <b>{ points-count }</b>. Savol mijozga Telegramda keldi, javobga uch daqiqa bor. Mijoz kartasidagi olti raqamni shu yerga yuborsangiz ham bo‘ladi.
consent-button-cancel-sale = ✖️ Bu sotuvni bekor qilish
consent-cancelled = ✖️ { $name }: sotuv bekor qilindi. Ballar sarflanmadi, yuk xati yo‘q.
consent-cancelled-by-another = ✖️ { $name }: sotuvni boshqa xodim bekor qildi. Ballar sarflanmadi, yuk xati yo‘q.
consent-notice-cancelled = ✖️ Do‘kon so‘ragan xaridini bekor qildi. Ballar sarflanmadi.
consent-over = Bu sotuv endi kutmayapti. Nima bilan tugagani yuqorida yozilgan.
consent-another-waits =
    ⏳ <b>{ $name }</b>: { $total } sotuv mijozning <b>{ points-count }</b> sarflashga roziligini kutmoqda.
    Bu o‘sha xaridmi? Uni ikki marta sotib bo‘lmaydi.
consent-write-off-waits =
    ⏳ <b>{ $name }</b>: kassa mijozning <b>{ points-count }</b> sarflashga roziligini kutmoqda.
    Bu o‘sha xaridmi? Uning uchun ikki marta to‘lab bo‘lmaydi.
consent-button-complete = ✅ Kutayotganini yakunlash
consent-button-replace = ✖️ U bekor, bunisi sotilsin
consent-button-keep = ⏳ Kutaversin, bu kerak emas
consent-write-off-completed = ✅ { $name }: kassadagi yechish karta bilan tasdiqlandi, <b>{ points-count }</b>.
consent-not-agreed = ❌ { $name }: mijoz rozi bo‘lmadi. Ballar sarflanmadi, yuk xati yo‘q.
consent-failed = ❌ { $name }: mijoz rozi bo‘ldi, lekin xarid o‘tmadi, yuk xati yo‘q.
consent-expired = ⌛ { $name }: uch daqiqa javob bo‘lmadi. Ballar sarflanmadi, yuk xati yo‘q.
