## A bill or an invoice as PDF

sheet-bill = Счёт № { $number }
sheet-invoice = Накладная № { $number }
sheet-issued = Дата
sheet-due = Оплатить до
sheet-period = Период
sheet-seller = Продавец
sheet-buyer = Покупатель

## Columns of its table

sheet-number = №
sheet-service = Услуга
sheet-goods = Товар
sheet-quantity = Кол-во
sheet-price = Цена
sheet-amount = Сумма
sheet-discount = Скидка
sheet-vat = НДС
sheet-total = Итого

## What the lines come to

sheet-vat-at = НДС { $rate }
sheet-redeemed = Оплачено баллами
sheet-redeemed-referral = Оплачено баллами за друзей
sheet-paid = Оплачено
sheet-debt = В долг
sheet-refunded = Возвращено
sheet-to-pay = К оплате

## How to pay

sheet-how-to-pay = Как оплатить
sheet-bank = Банк
sheet-open = Открыть в Telegram
