## Staff: points and debts by hand

points-whom =
    ⭐ <b>Ballarni qo‘lda o‘zgartirish</b>
    Kimniki? Kodi, telefoni, ismi, @username yoki promokodini yuboring.
    Hammasini birdan yozsa bo‘ladi: <code>/bonus 10012 +500 fikri uchun</code>
points-wallet = ⭐ <b>{ $name }</b>. Qaysi ballar?
button-wallet = { $wallet }: { $points }
points-direction =
    ⭐ <b>{ $name }</b>
    { $wallet }: <b>{ $balance }</b>
button-give = ➕ Qo‘shish
button-take = ➖ Yechib olish
points-amount = Qancha ball?
points-reason = Nima uchun? Sababini yozing: uni mijoz ko‘radi.
give-preview =
    ➕ <b>{ $name }</b>, <code>{ $code }</code>
    Qo‘shiladi: <b>{ $points } ball</b> ({ $wallet })
    Sababi: { $reason }

    Hammasi to‘g‘rimi?
take-preview =
    ➖ <b>{ $name }</b>, <code>{ $code }</code>
    Yechiladi: <b>{ $points } ball</b> ({ $wallet })
    Sababi: { $reason }

    Hammasi to‘g‘rimi?
points-done =
    ✅ <b>{ $name }</b>: <b>{ $change }</b>
    { $wallet }: <b>{ $balance }</b>
notice-given =
    ⭐ Sizga qo‘shildi: <b>{ $points } ball</b>
    Sababi: { $reason }

    { $wallet }: <b>{ $balance }</b>
notice-taken =
    ➖ Yechib olindi: <b>{ $points } ball</b>
    Sababi: { $reason }

    { $wallet }: <b>{ $balance }</b>
change-bad-amount = Noldan katta son kerak, masalan <code>500</code> yoki <code>1 500,50</code>
notice-write-off = 🧾 Kassada kartangizdan yechib olindi:
notice-write-off-points = Ball: <b>{ $points }</b>
notice-write-off-money = Pul: <b>{ $amount }</b>

debt-whom =
    📒 <b>Mijoz qarzi</b>
    Kimniki? Kodi, telefoni, ismi, @username yoki promokodini yuboring.
    Hammasini birdan yozsa bo‘ladi: <code>/debt 10000 -500</code>
debt-direction =
    📒 <b>{ $name }</b>
    Qarzi: <b>{ $owed }</b>
button-debt-add = ➕ Qarzga yozish
button-debt-repay = 💵 To‘lov qabul qilish
debt-none = ✅ <b>{ $name }</b>: qarzi yo‘q.
debt-amount = 📒 <b>{ $name }</b>. Qarzga qancha yozamiz?
repay-amount =
    💵 <b>{ $name }</b>
    Qarzi: <b>{ $owed }</b>. Qancha to‘landi?
button-whole = Hammasi: { $amount }
button-note = ✏️ Izoh qo‘shish
debt-note-ask = Izohni yozing: uni mijoz ko‘radi.
debt-preview =
    📒 <b>{ $name }</b>, <code>{ $code }</code>
    Qarzga yoziladi: <b>{ $amount }</b>
    Qarzi bo‘ladi: <b>{ $owed }</b>
advance-preview =
    📒 <b>{ $name }</b>, <code>{ $code }</code>
    Avansdan yechiladi: <b>{ $amount }</b>
    Avans qoladi: <b>{ $left }</b>
repay-preview =
    💵 <b>{ $name }</b>, <code>{ $code }</code>
    To‘lov: <b>{ $amount }</b>
    Qarzi qoladi: <b>{ $owed }</b>
debt-note = Izoh: { $note }
debt-done =
    ✅ <b>{ $name }</b>: { $amount } qarzga yozildi
    Hozirgi qarzi: <b>{ $owed }</b>
advance-done =
    ✅ <b>{ $name }</b>: { $amount } avansdan yechildi
    Qolgan avans: <b>{ $left }</b>
repay-done =
    ✅ <b>{ $name }</b>: { $amount } to‘landi
    Qolgani: <b>{ $owed }</b>
notice-debt =
    📒 Qarzga yozildi: <b>{ $amount }</b>
    Hozirgi qarzingiz: <b>{ $owed }</b>
notice-advance =
    📒 Avansingizdan yechildi: <b>{ $amount }</b>
    Qolgan avans: <b>{ $left }</b>
notice-repaid =
    ✅ To‘lovingizni oldik: <b>{ $amount }</b>. Rahmat!
    Qolgani: <b>{ $owed }</b>
notice-deposit = 💵 Hisobingizga tushdi: <b>{ $amount }</b>
notice-charge = 📒 Hisobingizdan yechildi: <b>{ $amount }</b>
