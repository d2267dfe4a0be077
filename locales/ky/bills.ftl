## Өзүнүн кызмат эсептери

bills-open =
    📄 <b>Төлөнүүчү эсептер: { $count }</b>
    Баары төлөөгө: <b>{ $amount }</b>
bills-none-open = 📄 Бардык эсептер төлөнгөн, төлөй турган эч нерсе жок.
bills-paid = ✅ <b>Төлөнгөн эсептер: { $count }</b>
bills-none-paid = ✅ Төлөнгөн эсептер азырынча жок.
bills-empty =
    📄 Кызматтардын эсептери азырынча жок.

    Дүкөн эсеп бергенде, сизге жазабыз.
bills-not-yours =
    🔎 <b>{ $number }</b> эсеби сиздин эсептериңиздин арасында жок.

    Номеринде ката жокпу, текшериңиз. Бардык эсептериңиз: /bills
bills-button = { $what } · { $amount }
bills-button-overdue = ⚠️ { $what } · { $amount }
bills-button-paid = ✅ Төлөнгөн эсептер
bills-button-open = 📄 Төлөнүүчү эсептер
bills-button-list = ↩️ Тизмеге
bills-button-copy = 📋 { $name } { $number }
