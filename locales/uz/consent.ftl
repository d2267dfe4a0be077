## Consent to spend points

consent-question = 🔐 { $total } xaridga <b>{ points-count }</b> sarflaysizmi?
consent-question-of-shop = 🔐 { $total } xaridga <b>{ points-count }</b> sarflaysizmi? Do‘kon: { $shop }
consent-button-agree = ✅ Sarflash
consent-button-decline = ❌ Yo‘q
consent-agreed = ✅ Tayyor: xaridga <b>{ points-count }</b> sarflandi.
consent-declined = Yaxshi, ballar o‘zingizda qoldi.
consent-waiting = ⏳ Rozilik kutilmoqda: { $name }, <b>{ points-count }</b>. Savol mijozga Telegramda keldi, javobga uch daqiqa bor. Kartadagi olti raqam ham bo‘ladi: /card
consent-not-agreed = ❌ { $name }: mijoz rozi bo‘lmadi. Ballar sarflanmadi, yuk xati yo‘q.
consent-failed = ❌ { $name }: mijoz rozi bo‘ldi, lekin xarid o‘tmadi, yuk xati yo‘q.
consent-expired = ⌛ { $name }: uch daqiqa javob bo‘lmadi. Ballar sarflanmadi, yuk xati yo‘q.
