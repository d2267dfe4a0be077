## Xizmatlar uchun hisoblar ekranlarda va hujjatlarda

bill-of-month = Hisob <code>{ $number }</code>, { $month }
bill-of-day = Hisob <code>{ $number }</code>, { $date }
bill-to-pay = To‘lash kerak: <b>{ $amount }</b>
bill-left = To‘lashga qoldi: <b>{ $amount }</b>
bill-due = To‘lov muddati: <b>{ $date }</b>
bill-overdue = ⚠️ To‘lov muddati o‘tdi: <b>{ $date }</b>
bill-status-draft = qoralama
bill-status-unpaid = to‘lanmagan
bill-status-partial = qisman to‘langan
bill-status-paid = to‘langan
bill-issued = Berilgan sana: { $date }
bill-status = Holati: <b>{ $status }</b>
bill-line = • { $name }: <b>{ $amount }</b>
bill-more-lines = … va yana { $count }
bill-sub-total = Summa: { $amount }
bill-discount = Chegirma: −{ $amount }
bill-vat = QQS: { $amount }
bill-total = Jami: <b>{ $amount }</b>
bill-paid-so-far = To‘landi: <b>{ $amount }</b>
bill-how-to-pay = 💳 <b>Qanday to‘lash mumkin</b>
bill-way = { $name }: <code>{ $number }</code>
bill-reference = To‘laganda hisob raqamini ko‘rsating: <code>{ $number }</code>
bill-button-open = 📄 Hisobni ochish

## Mijozga hisoblari haqidagi xabarlar

bill-made = 📄 <b>Xizmatlar uchun yangi hisob</b>
bill-paid = ✅ <b>To‘lov qabul qilindi: { $amount }</b>
bill-taken-back = ↩️ <b>To‘lov bekor qilindi: { $amount }</b>
bill-paid-in-full = Hisob to‘liq to‘landi. Rahmat!
bill-earned = ⭐ Sizga qo‘shildi: <b>{ $points } ball</b>
bill-due-today = ⏳ <b>Bugun hisobni to‘lashning oxirgi kuni</b>
bill-due-in = ⏳ <b>Hisobni to‘lashga { $days } kun qoldi</b>

## Oylar

bill-month-01 = yanvar { $year }
bill-month-02 = fevral { $year }
bill-month-03 = mart { $year }
bill-month-04 = aprel { $year }
bill-month-05 = may { $year }
bill-month-06 = iyun { $year }
bill-month-07 = iyul { $year }
bill-month-08 = avgust { $year }
bill-month-09 = sentabr { $year }
bill-month-10 = oktabr { $year }
bill-month-11 = noyabr { $year }
bill-month-12 = dekabr { $year }

## Xizmatlar

bill-bandwidth = { $kind } kanali, { $mbps } Mbit/s
bill-bandwidth-other = Kanal, { $mbps } Mbit/s
bill-partner = Hamkor kanali, { $mbps } Mbit/s
bill-partner-share = Hamkor kanali, { $mbps } Mbit/s, ulushi { $share }
bill-package = { $name } to‘plami
bill-service = Xizmat
