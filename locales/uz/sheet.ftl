## A bill or an invoice as PDF

sheet-bill = Hisob № { $number }
sheet-invoice = Yuk xati № { $number }
sheet-issued = Sana
sheet-due = To‘lov muddati
sheet-period = Davr
sheet-seller = Sotuvchi
sheet-buyer = Xaridor

## Columns of its table

sheet-number = №
sheet-service = Xizmat
sheet-goods = Tovar
sheet-quantity = Soni
sheet-price = Narxi
sheet-amount = Summa
sheet-discount = Chegirma
sheet-vat = QQS
sheet-total = Jami

## What the lines come to

sheet-vat-at = QQS { $rate }
sheet-redeemed = Ball bilan to‘landi
sheet-redeemed-referral = Do‘stlar uchun ballar bilan to‘landi
sheet-paid = To‘landi
sheet-debt = Qarzga
sheet-refunded = Qaytarildi
sheet-to-pay = To‘lash kerak

## How to pay

sheet-how-to-pay = Qanday to‘lash mumkin
sheet-bank = Bank
sheet-open = Telegramda ochish
