## Қызмет шоттары экрандар мен құжаттарда

bill-of-month = Шот <code>{ $number }</code>, { $month }
bill-of-day = Шот <code>{ $number }</code>, { $date }
bill-to-pay = Төлеуге: <b>{ $amount }</b>
bill-left = Төлеуге қалды: <b>{ $amount }</b>
bill-due = Төлеу мерзімі: <b>{ $date }</b>
bill-overdue = ⚠️ Төлеу мерзімі өтті: <b>{ $date }</b>
bill-status-draft = жоба
bill-status-unpaid = төленбеген
bill-status-partial = бір бөлігі төленген
bill-status-paid = төленген
bill-issued = Берілген күні: { $date }
bill-status = Күйі: <b>{ $status }</b>
bill-line = • { $name }: <b>{ $amount }</b>
bill-more-lines = … және тағы { $count }
bill-sub-total = Сомасы: { $amount }
bill-discount = Жеңілдік: −{ $amount }
bill-vat = ҚҚС: { $amount }
bill-total = Барлығы: <b>{ $amount }</b>
bill-paid-so-far = Төленді: <b>{ $amount }</b>
bill-how-to-pay = 💳 <b>Қалай төлеуге болады</b>
bill-way = { $name }: <code>{ $number }</code>
bill-reference = Төлегенде шот нөмірін көрсетіңіз: <code>{ $number }</code>
bill-button-open = 📄 Шотты ашу

## Клиентке шоттары туралы хабарламалар

bill-made = 📄 <b>Қызметтер үшін жаңа шот</b>
bill-paid = ✅ <b>Төлем қабылданды: { $amount }</b>
bill-taken-back = ↩️ <b>Төлемнің күші жойылды: { $amount }</b>
bill-paid-in-full = Шот толық төленді. Рақмет!
bill-earned = ⭐ Сізге қосылды: <b>{ $points } балл</b>
bill-due-today = ⏳ <b>Бүгін шотты төлеудің соңғы күні</b>
bill-due-in = ⏳ <b>Шотты төлеуге { $days } күн қалды</b>

## Айлар

bill-month-01 = қаңтар { $year }
bill-month-02 = ақпан { $year }
bill-month-03 = наурыз { $year }
bill-month-04 = сәуір { $year }
bill-month-05 = мамыр { $year }
bill-month-06 = маусым { $year }
bill-month-07 = шілде { $year }
bill-month-08 = тамыз { $year }
bill-month-09 = қыркүйек { $year }
bill-month-10 = қазан { $year }
bill-month-11 = қараша { $year }
bill-month-12 = желтоқсан { $year }

## Қызметтер

bill-bandwidth = { $kind } арнасы, { $mbps } Мбит/с
bill-bandwidth-other = Арна, { $mbps } Мбит/с
bill-partner = Серіктес арнасы, { $mbps } Мбит/с
bill-partner-share = Серіктес арнасы, { $mbps } Мбит/с, үлесі { $share }
bill-package = { $name } топтамасы
bill-service = Қызмет
