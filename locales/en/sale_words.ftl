## Words that staff type in an invoice of one message, all forms, with commas between

words-points = bonus, bonuses, bonus points, point, points, with points, cashback, cash back, cashbacks, with cashback, pts, pt
words-referral = referral, referrals, referral points, friend, friends, friend points, for friends, with friend points
words-no-points = no points, no bonus, without points, without bonus, keep points, points later, no point, no bonuses, no bonus points, no cashback, without bonuses, without bonus points, not use points, do not use points, don’t use points, don’t use bonus, do not redeem, don’t redeem, don’t spend points, don’t touch points, save points, cancel points, cancel bonus, cancel the bonus, remove points, remove bonus, leave points
words-spend = redeem, redeemed, spend, use points, minus points, use, minus bonus, minus bonuses, less points, less bonus
words-pay = pay, pay with, paid with, payment
words-all = all, max, maximum, everything
words-debt = debt, a debt, on debt, in debt, as debt, on credit, as a debt, leave as a debt, left as a debt, the rest as a debt, credit, store credit, on tab, on the tab, put on the tab
words-no-debt = no debt, not a debt, not on credit, no credit, without debt, not on debt, remove the debt, remove debt, paid in full, fully paid
words-rest = rest, the rest, rest is, the rest is, rest by, the rest by, rest in, the rest in, rest with, the rest with, rest on, the rest on, rest as, the rest as, remaining, the remaining, remaining amount, the remaining amount, remainder, the remainder, remainder in, the remainder in, balance, the balance, balance in, the balance in, balance by, the balance by, difference, the difference
words-discount = discount, minus discount, rebate, minus, less, off, markdown, coupon, coupons, voucher, vouchers, deduct
words-return = return, returned, returns, refund, refunded
words-total = total, totals, sum, sum total, subtotal, grand total, to pay, total to pay, amount, amount due, together, all together, altogether, in total, comes to
words-sum-of = for, for the sum of, worth
words-receipt = will earn, earned, customer’s balance, vat, tax, balance, earn
words-payment = paid, paid now, cash, in cash, card, by card, debit card, credit card, bank card, gift card, gift certificate, kaspi, kaspi gold, kaspi pay, kaspi qr, qr, transfer, bank transfer, by transfer, with card, with cash, by cash, by kaspi, terminal, pos terminal, visa, mastercard, halyk, sbp
words-paid-part = change, prepayment, prepaid, advance, down payment, partly paid, received, tendered, cash received, debt payment, debt repayment
words-quantity = qty, quantity, count, pcs, pc, units
words-header = item, items, name, product, products, goods, description, price, unit price, sum, amount, total, unit, no, n, cost
words-code = code, customer, client, card, number, no, id, promo code, tel, phone, mobile, cell, whatsapp, n, promo
words-for = for, for customer, for client, for card, to customer, to client
words-each = at, each, price
words-apiece = each, ea, apiece
words-altogether = for, per
words-unit = pc, pcs, piece, pieces, pack, packs, box, boxes, pair, pairs, ea, bottle, bottles, can, cans, bag, bags, roll, rolls, unit, units, set, sets, sheet, sheets, jar, jars
words-measure = kg, l, m, t, kilo, kilos, liter, liters, litre, litres, meter, meters, metre, metres, lb, lbs
words-small = g, gr, gram, grams, ml, cm, mm, oz, gb, tb, mah
words-and = and, plus
words-thousand = k, thousand, thousands, thous
words-million = mln, million, millions
words-count = 2 two, 3 three, 4 four, 5 five, 6 six, 7 seven, 8 eight, 9 nine, 10 ten
words-collective = 2 both

## A sale without the names of goods

sum-name = Purchase
