## Кызматтардын эсептери экрандарда жана документтерде

bill-of-month = Эсеп <code>{ $number }</code>, { $month }
bill-of-day = Эсеп <code>{ $number }</code>, { $date }
bill-to-pay = Төлөөгө: <b>{ $amount }</b>
bill-left = Төлөөгө калды: <b>{ $amount }</b>
bill-due = Төлөө мөөнөтү: <b>{ $date }</b>
bill-overdue = ⚠️ Төлөө мөөнөтү өттү: <b>{ $date }</b>
bill-status-draft = долбоор
bill-status-unpaid = төлөнгөн эмес
bill-status-partial = бир бөлүгү төлөнгөн
bill-status-paid = төлөнгөн
bill-issued = Берилген күнү: { $date }
bill-status = Абалы: <b>{ $status }</b>
bill-line = • { $name }: <b>{ $amount }</b>
bill-more-lines = … жана дагы { $count }
bill-sub-total = Суммасы: { $amount }
bill-discount = Арзандатуу: −{ $amount }
bill-vat = КНС: { $amount }
bill-total = Баары: <b>{ $amount }</b>
bill-paid-so-far = Төлөндү: <b>{ $amount }</b>
bill-how-to-pay = 💳 <b>Кантип төлөсө болот</b>
bill-way = { $name }: <code>{ $number }</code>
bill-reference = Төлөгөндө эсептин номерин көрсөтүңүз: <code>{ $number }</code>
bill-button-open = 📄 Эсепти ачуу

## Кардарга эсептери жөнүндө билдирүүлөр

bill-made = 📄 <b>Кызматтар үчүн жаңы эсеп</b>
bill-paid = ✅ <b>Төлөм кабыл алынды: { $amount }</b>
bill-taken-back = ↩️ <b>Төлөм жокко чыгарылды: { $amount }</b>
bill-paid-in-full = Эсеп толук төлөндү. Рахмат!
bill-earned = ⭐ Сизге кошулду: <b>{ $points } балл</b>
bill-due-today = ⏳ <b>Бүгүн эсепти төлөөнүн акыркы күнү</b>
bill-due-in = ⏳ <b>Эсепти төлөөгө { $days } күн калды</b>

## Айлар

bill-month-01 = январь { $year }
bill-month-02 = февраль { $year }
bill-month-03 = март { $year }
bill-month-04 = апрель { $year }
bill-month-05 = май { $year }
bill-month-06 = июнь { $year }
bill-month-07 = июль { $year }
bill-month-08 = август { $year }
bill-month-09 = сентябрь { $year }
bill-month-10 = октябрь { $year }
bill-month-11 = ноябрь { $year }
bill-month-12 = декабрь { $year }

## Кызматтар

bill-bandwidth = { $kind } каналы, { $mbps } Мбит/с
bill-bandwidth-other = Канал, { $mbps } Мбит/с
bill-partner = Өнөктөш каналы, { $mbps } Мбит/с
bill-partner-share = Өнөктөш каналы, { $mbps } Мбит/с, үлүшү { $share }
bill-package = { $name } топтому
bill-service = Кызмат
