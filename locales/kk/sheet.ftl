## A bill or an invoice as PDF

sheet-bill = Шот № { $number }
sheet-invoice = Жүкқұжат № { $number }
sheet-issued = Күні
sheet-due = Төлеу мерзімі
sheet-period = Кезең
sheet-seller = Сатушы
sheet-buyer = Сатып алушы

## Columns of its table

sheet-number = №
sheet-service = Қызмет
sheet-goods = Тауар
sheet-quantity = Саны
sheet-price = Бағасы
sheet-amount = Сомасы
sheet-discount = Жеңілдік
sheet-vat = ҚҚС
sheet-total = Барлығы

## What the lines come to

sheet-vat-at = ҚҚС { $rate }
sheet-redeemed = Баллмен төленді
sheet-redeemed-referral = Достар үшін баллдармен төленді
sheet-paid = Төленді
sheet-debt = Қарызға
sheet-refunded = Қайтарылды
sheet-to-pay = Төлеуге

## How to pay

sheet-how-to-pay = Қалай төлеуге болады
sheet-bank = Банк
sheet-open = Telegram-да ашу
