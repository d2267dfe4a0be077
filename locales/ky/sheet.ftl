## A bill or an invoice as PDF

sheet-bill = Эсеп № { $number }
sheet-invoice = Накладной № { $number }
sheet-issued = Күнү
sheet-due = Төлөө мөөнөтү
sheet-period = Мезгил
sheet-seller = Сатуучу
sheet-buyer = Сатып алуучу

## Columns of its table

sheet-number = №
sheet-service = Кызмат
sheet-goods = Товар
sheet-quantity = Саны
sheet-price = Баасы
sheet-amount = Суммасы
sheet-discount = Арзандатуу
sheet-vat = КНС
sheet-total = Баары

## What the lines come to

sheet-vat-at = КНС { $rate }
sheet-redeemed = Балл менен төлөндү
sheet-redeemed-referral = Достор үчүн баллдар менен төлөндү
sheet-paid = Төлөндү
sheet-debt = Карызга
sheet-refunded = Кайтарылды
sheet-to-pay = Төлөөгө

## How to pay

sheet-how-to-pay = Кантип төлөсө болот
sheet-bank = Банк
sheet-open = Telegram-да ачуу
