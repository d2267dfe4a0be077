## Staff: refunding an invoice

refund-which =
    ↩️ <b>Qaytarish</b>
    Qaysi yuk xati bo‘yicha? Raqamini yoki mijozning kodi, telefoni, ismini yuboring.
    Hammasini birdan yozsa bo‘ladi: <code>/refund 965EDA32</code>
refund-unknown = “<b>{ $text }</b>” bo‘yicha yuk xati ham, mijoz ham topilmadi. Yuk xati raqamida 8 belgi bor: raqamlar va A dan F gacha lotin harflari.
refund-list = ↩️ Qaysi yuk xati bo‘yicha qaytaramiz? 👇
button-refund = ↩️ Qaytarish

refund-scope =
    Qaytarish mumkin: <b>{ $left }</b>
    Nimani qaytaramiz?
button-refund-rest = Hammasi: { $amount }
button-refund-goods = 📦 Tovarlar
button-refund-amount = ✏️ Summa
refund-lines = 📦 Nima qaytarildi? Tovarlarni tanlang. Ikkinchi marta bossangiz, ro‘yxatdan olinadi.
refund-lines-so-far = Tanlandi: <b>{ $amount }</b>
button-refund-line = { $name } × { $left }
button-refund-line-chosen = ✓ { $name }: { $quantity } / { $left }
refund-quantity = 📦 <b>{ $name }</b>: qanchasi qaytarildi? <b>{ $left }</b> gacha mumkin.
refund-bad-quantity = Noldan katta son kerak, masalan <code>1</code> yoki <code>0,5</code>
button-refund-all-of-line = Hammasi: { $quantity }
refund-amount =
    ✏️ Xaridning qancha summasini qaytaramiz? <b>{ $left }</b> gacha mumkin.
    Qanchasi ball, qanchasi pul bilan qaytishini o‘zim hisoblayman.

refund-preview-title =
    ↩️ <b>{ $number } yuk xati bo‘yicha qaytarish</b>
    { $name }, <code>{ $code }</code>
refund-points-owed = ⚠️ Allaqachon ishlatilgan: <b>{ points-count }</b>. Balans noldan pastga tushadi, yangi ballar avval shuni qoplaydi.
refund-reward = 🎁 Taklif qilgan do‘stining mukofoti, { $name }: <b>−{ $points }</b>
refund-reward-owed = ⚠️ Undan allaqachon ishlatilgan: <b>{ points-count }</b>
refund-reward-unproven = ⚠️ Taklif qilgan do‘st shu xarid uchun mukofot olgan bo‘lishi mumkin. Ko‘chirilgan tarix buni tasdiqlamaydi, shuning uchun mukofot qaytarib olinmaydi.
refund-left = Yuk xati bo‘yicha qoladi: <b>{ $amount }</b>
refund-why = Nima uchun? Sababini tanlang yoki yozing: uni mijoz ko‘radi.
button-refund-faulty = Nuqsonli
button-refund-unsuitable = To‘g‘ri kelmadi
button-refund-mistake = Yuk xatidagi xato
refund-reason-till = Kassada qaytarildi
button-refund-change = ✏️ O‘zgartirish
refund-changed = Shu orada qaytarish hisobi o‘zgardi. Iltimos, qayta tekshiring.
refund-done = ✅ <code>{ $number }</code> yuk xati bo‘yicha qaytarish rasmiylashtirildi: <b>{ $name }</b>

## Undoing one’s own invoice

button-undo-invoice = ↩️ Yuk xatini bekor qilish
undo-question = <code>{ $number }</code> yuk xatini bekor qilamizmi? Ballar va qarz avvalgidek bo‘ladi, mijozga xabar boradi.
button-undo-yes = ↩️ Ha, bekor qilish
button-undo-no = Yo‘q, qolsin
undone = ↩️ <code>{ $number }</code> yuk xati bekor qilindi: <b>{ $name }</b>
