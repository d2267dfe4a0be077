## A bill or an invoice as PDF

sheet-bill = Bill { $number }
sheet-invoice = Invoice { $number }
sheet-issued = Date
sheet-due = Due
sheet-period = Period
sheet-seller = From
sheet-buyer = To

## Columns of its table

sheet-number = No.
sheet-service = Service
sheet-goods = Item
sheet-quantity = Quantity
sheet-price = Price
sheet-amount = Amount
sheet-discount = Discount
sheet-vat = VAT
sheet-total = Total

## What the lines come to

sheet-vat-at = VAT { $rate }
sheet-redeemed = Paid with points
sheet-redeemed-referral = Paid with friend points
sheet-paid = Paid
sheet-debt = Left as a debt
sheet-refunded = Refunded
sheet-to-pay = To pay

## How to pay

sheet-how-to-pay = How to pay
sheet-bank = Bank
sheet-open = Open in Telegram
