## O‘zining xizmat hisoblari

bills-open =
    📄 <b>To‘lanadigan hisoblar: { $count }</b>
    Jami to‘lash kerak: <b>{ $amount }</b>
bills-none-open = 📄 Barcha hisoblar to‘langan, to‘laydigan narsa yo‘q.
bills-paid = ✅ <b>To‘langan hisoblar: { $count }</b>
bills-none-paid = ✅ To‘langan hisoblar hozircha yo‘q.
bills-empty =
    📄 Xizmatlar uchun hisoblar hozircha yo‘q.

    Do‘kon hisob berganda, sizga yozamiz.
bills-not-yours =
    🔎 <b>{ $number }</b> hisobi sizning hisoblaringiz orasida yo‘q.

    Raqamida xato yo‘qmi, tekshiring. Barcha hisoblaringiz: /bills
bills-button = { $what } · { $amount }
bills-button-overdue = ⚠️ { $what } · { $amount }
bills-button-paid = ✅ To‘langan hisoblar
bills-button-open = 📄 To‘lanadigan hisoblar
bills-button-list = ↩️ Ro‘yxatga
bills-button-copy = 📋 { $name } { $number }
